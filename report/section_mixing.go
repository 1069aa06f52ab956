package report

import (
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// mostMixingRows is how many rows of follow-backs and of classes the page shows.
const mostMixingRows = 40

// mixingSection tells who follows back, and which classes follow which.
func (e *edition) mixingSection() section {
	s := e.section("mixing", nil)
	o := e.Results.Overlap
	if o == nil || len(o.FollowBack)+len(o.Rings)+len(o.Mixing) == 0 {
		s.say(e.word("empty.mixing"))
		return s
	}
	s.say(e.word("mixing.intro"))
	for _, kind := range []string{"class_mixing_followers", "class_mixing_following"} {
		e.find(&s, e.claims(&o.Result, kind, func(f *analysis.Fact) phrase {
			c := e.mixingCell(o, f)
			if c == nil || !c.Tested || !f.Significant() && c.Owner != c.Member {
				return phrase{}
			}
			return e.mixingText(c, f)
		})...)
	}
	rings := o.Rings
	e.find(&s, e.claims(&o.Result, "ring", func(f *analysis.Fact) phrase {
		if len(rings) == 0 {
			return phrase{}
		}
		r := rings[0]
		rings = rings[1:]
		return e.ringText(&r, f)
	})...)
	if !slices.ContainsFunc(o.Mixing, func(c analysis.MixingCell) bool { return c.Tested }) && len(o.Mixing) > 0 {
		s.say(e.word("mixing.untested"))
	}
	if len(o.FollowBack) > 0 {
		s.Tables = append(s.Tables, e.followBackTable(o))
	}
	if len(o.Mixing) > 0 {
		s.Tables = append(s.Tables, e.mixingTable(o))
	}
	return s
}

// mixingCell returns the cell that a fact tells of.
func (e *edition) mixingCell(o *analysis.Overlap, f *analysis.Fact) *analysis.MixingCell {
	for i := range o.Mixing {
		if c := &o.Mixing[i]; "class_mixing_"+c.Kind.String() == f.Name && c.Item(e.Case) == f.Item {
			return c
		}
	}
	return nil
}

// whoWhom returns who follows, and whom.
func (e *edition) whoWhom(c *analysis.MixingCell) (who, whom dump) {
	who, whom = dump(e.classTitle(c.Member)), dump(e.classTitle(c.Owner))
	if c.Kind == adentro.Following {
		who, whom = whom, who
	}
	return who, whom
}

func (e *edition) mixingText(c *analysis.MixingCell, f *analysis.Fact) phrase {
	who, whom := e.whoWhom(c)
	key := "mixing.as_chance"
	if f.Significant() {
		key = "mixing.more"
	}
	return say(key, who, whom, e.l.Count("count.follows", int64(c.Observed)), e.l.Int(c.Pairs), e.l.Float(c.Ratio(), 2))
}

func (e *edition) ringText(r *analysis.Ring, f *analysis.Fact) phrase {
	key := "mixing.ring_as_chance"
	if f.Significant() {
		key = "mixing.ring_more"
	}
	group := say("mixing.seeds", e.l.Int(int64(len(r.Accounts))))
	if r.Class >= 0 {
		group = say("mixing.class", e.l.Int(int64(len(r.Accounts))), dump(e.classTitle(r.Class)))
	}
	return say(e.l.CountKey(key, int64(r.Mutual)), group, e.l.Int(int64(r.Mutual)), e.l.Int(f.N), e.l.Count("count.follows", int64(r.Follows)))
}

// followBackTable says how many of those whom each account follows follow it back.
func (e *edition) followBackTable(o *analysis.Overlap) table {
	t := table{Title: e.word("mixing.back"), Head: e.head("account", "#following", "#followers", "#back", "#back_share")}
	t.Fold = len(o.FollowBack) > 20
	for _, b := range o.FollowBack[:min(len(o.FollowBack), mostMixingRows)] {
		who := e.who(b.Account)
		if b.Control {
			who += " <abbr>" + e.word("mixing.control") + "</abbr>"
		}
		t.Rows = append(t.Rows, []cell{e.text(who), e.int(b.Following), e.int(b.Followers), e.int(b.Back), e.number(e.l.Percent(ratio(b.Back, b.Following)))})
	}
	if left := len(o.FollowBack) - len(t.Rows); left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "facts.csv"))
	}
	return t
}

// mixingTable lists the follows between classes, with a dash where labels cannot make a difference.
func (e *edition) mixingTable(o *analysis.Overlap) table {
	t := table{Title: e.word("mixing.classes"), Fold: true, Head: e.head("who_follows", "whom", "lists_of", "#follows_seen", "#visible", "#expected", "#envelope", "#ratio", "#p", "#q")}
	dash := cell{HTML: "–", Num: true}
	for i := range o.Mixing[:min(len(o.Mixing), mostMixingRows)] {
		c := &o.Mixing[i]
		who, whom := e.whoWhom(c)
		row := []cell{e.text(bdi(string(who))), e.text(bdi(string(whom))), e.text(e.word("list." + c.Kind.String())), e.int(c.Observed), e.number(e.l.Int(c.Pairs))}
		if c.Tested {
			row = append(row, e.number(e.l.Float(c.Expected, 1)), cell{HTML: e.envelope(c.Low, c.High), Num: true}, e.number(e.l.Float(c.Ratio(), 2)), e.number(e.l.P(c.P)), e.number(e.l.Float(c.Q, 3)))
		} else {
			row = append(row, dash, dash, dash, dash, dash)
		}
		t.Rows = append(t.Rows, row)
	}
	if left := len(o.Mixing) - len(t.Rows); left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "mixing.csv"))
	}
	return t
}
