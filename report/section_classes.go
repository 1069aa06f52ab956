package report

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// maxNear is how many near misses the page shows.
const maxNear = 100

func (e *edition) classSection() section {
	r := e.Results.Classes
	if r == nil || len(e.Case.Classes) == 0 {
		s := e.section("classes", nil)
		s.say(e.word("empty.classes"))
		return s
	}
	s := e.section("classes", &r.Result)
	s.say(e.word("classes.intro"))
	s.Tables = append(s.Tables, e.classTable(r))
	s.Tables = append(s.Tables, e.aboutTable(r)...)
	if len(r.Reviews) == 0 {
		s.say(e.word("classes.not_reviewed"))
	}
	for i := range r.Reviews {
		t := table{Title: e.html(say("classes.review", dump(e.classTitle(r.Reviews[i].Class))))}
		for _, p := range e.reviewLines(&r.Reviews[i]) {
			t.Rows = append(t.Rows, words(e.html(p)))
		}
		s.Tables = append(s.Tables, t)
	}
	s.Tables = append(s.Tables, e.settledTable(r)...)
	s.Tables = append(s.Tables, e.nearTable(r)...)
	for c := range e.Case.Classes {
		s.Tables = append(s.Tables, e.placeTable(c)...)
	}
	return s
}

// classTable counts the classes, with what is known of their rules.
func (e *edition) classTable(r *analysis.Classes) table {
	n := len(e.pop().Members)
	t := table{Head: e.head("class", "#members", "#share", "#everywhere", "#near_misses", "register")}
	if len(r.Reviews) > 0 {
		t.Head = append(t.Head, e.head("#class_precision", "#class_recall")...)
	}
	near := make([]int, len(e.Case.Classes))
	for _, m := range e.nearMisses(r) {
		near[m.Class]++
	}
	for c := range e.Case.Classes {
		all := 0
		if c < len(r.All) {
			all = len(r.All[c])
		}
		register := cell{HTML: "–"}
		if k := &e.Case.Classes[c]; k.Register > 0 {
			register.HTML = e.html(say("classes.register", e.l.Percent(ratio(len(e.members(c)), int(k.Register))), e.l.Int(k.Register), dump(k.RegisterOf)))
		}
		row := []cell{e.text(e.class(int32(c))), e.int(len(e.members(c))), e.number(e.l.Percent(ratio(len(e.members(c)), n))), e.int(all), e.int(near[c]), register}
		if len(r.Reviews) > 0 {
			row = append(row, e.estimate(r, "class_precision", c), e.estimate(r, "class_recall", c))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// estimate shows a share of class c with its interval, a dash where the class was not reviewed.
func (e *edition) estimate(r *analysis.Classes, name string, c int) cell {
	f := r.Fact(name, e.Case.Classes[c].Key)
	if f == nil {
		return cell{HTML: "–", Num: true}
	}
	out := e.keep(e.l.Percent(f.Value), "("+e.l.Range(f.Low, f.High)+")")
	out.Num = true
	return out
}

// aboutTable tells what the sources of the case say of the classes.
func (e *edition) aboutTable(r *analysis.Classes) []table {
	t := table{Title: e.word("classes.about"), Head: e.head("class", "sources_say", "class_countries"), Fold: true}
	for c := range e.Case.Classes {
		k := &e.Case.Classes[c]
		about := cmp.Or(k.About[e.Lang], k.About["es"], k.About["en"])
		if about == "" && len(k.Served) == 0 {
			continue
		}
		served := template.HTML("–")
		if len(k.Served) > 0 {
			named, _ := r.ServedNamed(int32(c), k)
			served = e.html(say("classes.served", e.l.Int(int64(len(named))), e.l.Int(int64(len(k.Served))), dump(k.ServedOf)))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.class(int32(c))), e.text("<bdi>" + esc(safe.Clamp(safe.Visible(about), 600)) + "</bdi>"), e.text(served)})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []table{t}
}

// settledTable lists what was decided by hand, by whom and when.
func (e *edition) settledTable(r *analysis.Classes) []table {
	if len(r.Settled) == 0 {
		return nil
	}
	t := table{Title: e.word("classes.settled"), Head: e.head("account", "class", "by_hand", "by_whom", "by_hand_date", "reason"), Fold: len(r.Settled) > 12}
	for _, x := range r.Settled {
		key := "classes.settled_in"
		if !x.Member {
			key = "classes.settled_out"
		}
		decision := e.word(key)
		if x.Changes {
			decision = join(" · ", decision, e.word("classes.settled_changes"))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.who(x.Account)), e.text(e.class(x.Class)), e.text(decision), e.text(bdi(x.Author)), e.text(bdi(x.Date)), e.text(bdi(x.Reason))})
	}
	return []table{t}
}

// nearMisses returns those of the population.
func (e *edition) nearMisses(r *analysis.Classes) []analysis.NearMiss {
	in := e.pop().In
	return slices.DeleteFunc(slices.Clone(r.Near), func(m analysis.NearMiss) bool {
		return int(m.Account) >= len(in) || !in[m.Account] || int(m.Class) >= len(e.Case.Classes)
	})
}

// nearTable lists the accounts that lack a class narrowly, class by class, for a person to look at.
func (e *edition) nearTable(r *analysis.Classes) []table {
	near := e.nearMisses(r)
	if len(near) == 0 {
		return nil
	}
	slices.SortStableFunc(near, func(a, b analysis.NearMiss) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(b.Sum, a.Sum))
	})
	t := table{Title: e.word("classes.near"), Head: e.head("account", "class", "near_why", "class_rule"), Fold: true}
	for _, m := range near[:min(len(near), maxNear)] {
		why := e.html(say("classes.near_weight", e.l.Percent(m.Sum)))
		var rules []template.HTML
		for i := range m.Matches {
			l := &m.Matches[i]
			if l.Not != "" {
				why = e.html(say("classes.near_negative", dump(l.Not)))
			}
			rules = append(rules, e.labelHTML(m.Account, l))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.who(m.Account)), e.text(e.class(m.Class)), e.text(why), e.text(join("; ", rules...))})
	}
	if left := len(near) - maxNear; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "classes.csv"))
	}
	return []table{t}
}

// labelHTML says by which rule, field and words a label came.
func (e *edition) labelHTML(u int32, l *analysis.Label) template.HTML {
	return e.html(say("evidence.rule", e.l.Word("field."+l.Field.String(), l.Field.String()), dump(e.matched(u, l)), dump(l.Rule)))
}

// overrideHTML says who decided an account by hand, when and why.
func (e *edition) overrideHTML(o *adentro.Override) template.HTML {
	if o == nil || o.Author == "" && o.Date == "" && o.Reason == "" {
		return e.word("evidence.override")
	}
	return e.html(say("evidence.override_by", dump(cmp.Or(o.Author, "?")), dump(cmp.Or(o.Date, "?")), dump(cmp.Or(o.Reason, "–"))))
}
