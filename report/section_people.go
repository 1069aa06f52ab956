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
