package report

import (
	"html/template"
	"slices"
)

// lead is the opening paragraph: the main figures read in one go.
func (e *edition) lead() template.HTML {
	sentences := e.opening()
	if len(sentences) == 0 {
		return e.word("page.nothing")
	}
	var out []template.HTML
	for _, s := range sentences {
		out = append(out, e.html(s))
	}
	return join(" ", out...)
}

func (e *edition) opening() []phrase {
	p := e.pop()
	n := len(p.Members)
	if n == 0 {
		return nil
	}
	var out []phrase
	if p.Kind == "lists" {
		out = append(out, say("lead.lists", e.l.Count("count.listed_seeds", int64(len(p.Seeds))), e.l.Count("count.distinct", int64(n))))
	} else {
		out = append(out, say("lead.all", e.l.Count("count.accounts", int64(n))))
	}
	out = append(out, e.openingClasses()...)
	out = append(out, e.openingPlaces()...)
	out = append(out, e.openingTime()...)
	return append(out, say("lead.sure"))
}

// openingClasses names the two largest classes of those that come first in the case.
func (e *edition) openingClasses() []phrase {
	var list phrase
	told := 0
	for c := range e.Case.Classes {
		m := int64(len(e.members(c)))
		if m == 0 || told == 2 {
			continue
		}
		one := say(e.l.CountKey("lead.class", m), e.l.Int(m), dump(e.classTitle(int32(c))))
		if told++; told == 1 {
			list = one
		} else {
			list = say("and", list, one)
		}
	}
	if told == 0 {
		return nil
	}
	return []phrase{say("lead.classes", list)}
}

func (e *edition) openingPlaces() []phrase {
	r, p := e.Results.Locations, e.pop()
	if r == nil || p.WithLocation == 0 || len(r.Countries) == 0 {
		return nil
	}
	country := func(i int) phrase {
		c := r.Countries[i]
		return say(e.l.CountKey("lead.country", int64(c.N)), e.l.Int(int64(c.N)), e.place(c.Code))
	}
	list := country(0)
	if len(r.Countries) > 1 {
		list = say("and", list, country(1))
	}
	out := []phrase{say(e.l.CountKey("lead.located", int64(p.WithLocation)), e.l.Int(int64(p.WithLocation)), e.l.Percent(ratio(p.WithLocation, len(p.Members))), list)}
	if o := r.Outside; len(e.Case.Home) > 0 && o.K > 0 && o.N > 0 {
		out = append(out, say(e.l.CountKey("lead.outside", int64(o.K)), e.l.Int(int64(o.K)), e.l.Percent(o.Share), e.home()))
	}
	return out
}

// home names the home countries of the case.
func (e *edition) home() string {
	var names []string
	for _, h := range e.Case.Home {
		names = append(names, e.place(h))
	}
	slices.Sort(names)
	return e.l.And(names)
}

func (e *edition) openingTime() []phrase {
	var out []phrase
	if b := e.mainBurst(); b != nil {
		k, n, x := e.l.Int(int64(b.Count)), e.l.Int(int64(b.Total)), e.l.Float(b.Expected, 1)
		if b.Class == "all" {
			out = append(out, say("lead.burst_all", n, k, e.within(b.From, b.To), x, e.l.P(b.P)))
		} else {
			out = append(out, say("lead.burst", n, dump(e.seriesTitle(b.Class)), k, e.within(b.From, b.To), x, e.l.P(b.P)))
		}
	}
	if r := e.Results.Hashtags; r != nil {
		for i := range r.Tags {
			if t := &r.Tags[i]; hasLead(t) && t.DaysBefore > 0 && !e.fromStart(t) {
				return append(out, say("lead.tag", dump("#"+t.Tag), e.l.Date(t.Onset), e.l.Count("count.days", int64(t.DaysBefore))))
			}
		}
	}
	return out
}
