package report

import (
	"html/template"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

func (e *edition) seedSection() section {
	r := e.Results.Seeds
	if r == nil || len(r.Rows) == 0 {
		s := e.section("seeds", nil)
		s.say(e.word("empty.seeds"))
		return s
	}
	s := e.section("seeds", &r.Result)
	s.say(e.word("seeds.intro"))
	e.draw(&s, "business")
	t := table{Head: e.head("account", "#followers", "#following")}
	shown := e.seedClasses(r)
	for _, c := range shown {
		t.Head = append(t.Head, cell{HTML: e.html(say("column.class_followers", dump(e.classTitle(int32(c))))), Num: true})
	}
	t.Head = append(t.Head, e.head("#followers_declared", "#following_declared")...)
	for _, row := range r.Rows {
		who := bdi(row.Key.String())
		if row.Account >= 0 {
			who = e.who(row.Account)
		}
		if row.Guessed {
			who += " <abbr>" + e.word("seeds.guessed") + "</abbr>"
		}
		cells := []cell{e.text(who), e.count(row.Followers), e.count(row.Following)}
		for _, c := range shown {
			cells = append(cells, e.count(adentro.Count{N: int64(row.ClassFollowers[c]), Known: row.Followers.Known}))
		}
		t.Rows = append(t.Rows, append(cells, e.count(row.FollowersDeclared), e.count(row.FollowingDeclared)))
	}
	s.Tables = append(s.Tables, t)
	for _, k := range e.pop().Missing {
		s.say(e.html(say("seeds.missing", dump(k.String()))))
	}
	return s
}

// seedClasses returns the classes that any seed has a follower of, and always
// the first.
func (e *edition) seedClasses(r *analysis.Seeds) []int {
	var out []int
	for c := range e.Case.Classes {
		used := c == 0
		for _, row := range r.Rows {
			used = used || c < len(row.ClassFollowers) && row.ClassFollowers[c] > 0
		}
		for _, row := range r.Rows {
			used = used && c < len(row.ClassFollowers)
		}
		if used && len(out) < 4 {
			out = append(out, c)
		}
	}
	return out
}

// placeTable returns the places of class c, if the class has that facet.
func (e *edition) placeTable(c int) []table {
	places := e.places(c)
	if e.Case.Classes[c].Place == "" || len(places) == 0 {
		return nil
	}
	t := table{Title: e.html(say("classes.places", dump(e.classTitle(int32(c))))), Head: e.head("place", "#accounts", "which"), Fold: len(places) > 12}
	for _, p := range places {
		var who []template.HTML
		for _, u := range p.Accounts[:min(len(p.Accounts), 12)] {
			who = append(who, bdi(e.label(u)))
		}
		if len(p.Accounts) > 12 {
			who = append(who, "…")
		}
		t.Rows = append(t.Rows, []cell{e.text(esc(e.place(p.Place))), e.int(len(p.Accounts)), e.text(join(", ", who...))})
	}
	return []table{t}
}

func (e *edition) locationSection() section {
	r, n := e.Results.Locations, len(e.pop().Members)
	if r == nil || n == 0 {
		s := e.section("locations", nil)
		s.say(e.word("empty.locations"))
		return s
	}
	s := e.section("locations", &r.Result)
	s.say(e.word("locations.intro"))
	if e.pop().WithLocation == 0 {
		s.say(e.word("empty.locations"))
	}
	e.draw(&s, "locations")
	t := table{Head: e.head("country", "#accounts", "#share_located", "#interval", "#share_unique")}
	for _, c := range r.Countries {
		row := []cell{e.text(esc(e.place(c.Code))), e.int(c.N)}
		if x, ok := e.share(c.Code, "with_location"); ok {
			row = append(row, e.number(e.l.Percent(x.Share)), e.number(e.l.Range(x.Low, x.High)))
		} else {
			row = append(row, e.number(e.l.Percent(ratio(c.N, e.pop().WithLocation))), cell{HTML: "–", Num: true})
		}
		t.Rows = append(t.Rows, append(row, e.number(e.l.Percent(ratio(c.N, n)))))
	}
	for _, c := range e.otherLocations() {
		t.Rows = append(t.Rows, []cell{e.text("<em>" + e.word("location."+c.Code) + "</em>"), e.int(c.N), cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true}, e.number(e.l.Percent(ratio(c.N, n)))})
	}
	t.Rows = append(t.Rows, []cell{e.text("<strong>" + e.word("location.total") + "</strong>"), e.int(n), {}, {}, e.number(e.l.Percent(1))})
	s.Tables = append(s.Tables, t)
	if len(r.Regions) > 0 {
		t := table{Title: e.word("locations.regions"), Head: e.head("region", "#accounts"), Fold: true}
		for _, c := range r.Regions {
			t.Rows = append(t.Rows, []cell{e.text(esc(e.place(c.Code))), e.int(c.N)})
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}
