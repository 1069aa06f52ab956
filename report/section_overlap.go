package report

import (
	"html/template"
	"math"
	"strconv"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// What the page shows of the overlap; overlap.csv has all pairs.
const (
	mostPairClaims = 5
	mostPairRows   = 40
	mostCoreRows   = 20
)

// overlapSection tells which lists share more accounts than chance gives.
func (e *edition) overlapSection() section {
	o := e.Results.Overlap
	if o == nil || o.Case < 2 {
		s := e.section("overlap", nil)
		s.say(e.word("empty.overlap"))
		return s
	}
	s := e.section("overlap", nil)
	for _, n := range o.Warnings {
		s.Notes = append(s.Notes, e.note(n))
	}
	s.say(e.html(say("overlap.intro", e.l.Int(int64(o.Case)), e.shared(o), e.l.Count("count.accounts", int64(o.Held)))))
	switch seed := strconv.FormatUint(e.Seed, 10); o.Null {
	case "fixed_margins":
		s.say(e.html(say("overlap.null_fixed", e.l.Int(int64(o.Replicates)), seed)))
	case "fixed_margins_moments":
		s.say(e.html(say("overlap.null_moments", e.l.Int(int64(o.Replicates)), seed)))
	default:
		s.say(e.word("overlap.null_sdsm"))
	}
	e.find(&s, e.overlapVerdict(o)...)
	told := o.Strongest()
	at := 0
	e.find(&s, e.claims(&o.Result, "overlap_pair", func(*analysis.Fact) phrase {
		if at++; at > mostPairClaims || at > len(told) {
			return phrase{}
		}
		return e.pairText(o, &o.Pairs[told[at-1]])
	})...)
	e.find(&s, e.coreClaims(o)...)
	e.find(&s, e.coreClassClaims(o)...)
	if o.Control != nil {
		e.find(&s, e.claims(&o.Result, "overlap_control", func(f *analysis.Fact) phrase { return e.controlText(o, f) })...)
		s.Tables = append(s.Tables, e.controlTable(o.Control))
	}
	e.draw(&s, "overlap")
	e.draw(&s, "backbone")
	s.say(e.html(say("overlap.hypergeometric", e.l.Int(int64(o.Hypergeometric)), e.l.Int(int64(len(o.Pairs))), e.l.Int(int64(o.Held)))))
	s.Tables = append(s.Tables, e.pairTable(o), e.coreTable(o))
	return s
}

// shared says what lists share: followers, or accounts followed.
func (e *edition) shared(o *analysis.Overlap) string { return e.l.Raw("shared." + o.Kind.String()) }

// owner names the owner of a list.
func (e *edition) owner(o *analysis.Overlap, l int32) dump {
	return dump(e.Snap.Accounts[o.Lists[l].Account].Label())
}

// overlapVerdict tells how many pairs share more than chance gives, and that none does where it is so.
func (e *edition) overlapVerdict(o *analysis.Overlap) []finding {
	return e.claims(&o.Result, "overlap_pairs", func(f *analysis.Fact) phrase {
		k := int64(o.Significant)
		if k == 0 {
			return say(e.l.CountKey("overlap.none", f.N), e.l.Int(f.N), e.shared(o))
		}
		return say(e.l.CountKey("overlap.some", k), e.l.Int(k), e.l.Int(f.N), e.shared(o), e.l.Int(int64(o.Bonferroni)))
	})
}

func (e *edition) pairText(o *analysis.Overlap, p *analysis.OverlapPair) phrase {
	return say("overlap.pair", e.owner(o, p.U), e.owner(o, p.V), e.l.Int(int64(p.Common)), e.shared(o), e.l.Percent(p.OverlapCoefficient()), e.l.Int(int64(min(p.A, p.B))), e.l.Float(p.Jaccard(), 3))
}

// coreClaims tells of the accounts that are in two lists or more, and of those in the most lists
// at which there still are ten. What lists filled apart would give stands beside it and is no test: in every
// audience some follow many accounts.
func (e *edition) coreClaims(o *analysis.Overlap) []finding {
	many := 0
	for _, l := range o.Core {
		if l.Observed >= 10 {
			many = l.M
		}
	}
	return e.claims(&o.Result, "core_audience", func(f *analysis.Fact) phrase {
		for _, l := range o.Core {
			if strconv.Itoa(l.M) == f.Item && (l.M == 2 || l.M == many) {
				return say(e.l.CountKey("overlap.core_held", int64(f.Value)), e.l.Count("count.accounts", int64(f.Value)), e.l.Int(int64(l.M)), e.l.Int(f.N),
					e.l.Float(l.Expected, 0), e.l.Int(int64(l.Low)), e.l.Int(int64(l.High)))
			}
		}
		return phrase{}
	})
}

// coreClassClaims tells which classes are in many lists more often than others are.
func (e *edition) coreClassClaims(o *analysis.Overlap) []finding {
	at := 0
	return e.claims(&o.Result, "core_class", func(f *analysis.Fact) phrase {
		if at++; at > len(o.CoreClasses) || !f.Significant() {
			return phrase{}
		}
		c := &o.CoreClasses[at-1]
		t := c.Contingency
		return say(e.l.CountKey("overlap.core_class", int64(t.Hit)), e.l.Int(int64(t.Hit+t.ControlHit)), e.l.Int(int64(c.M)), e.l.Int(int64(t.Hit)), dump(e.classTitle(c.Class)),
			e.l.Int(int64(t.Hit)), e.l.Int(int64(t.Hit+t.Miss)), e.l.Int(int64(t.ControlHit)), e.l.Int(int64(t.ControlHit+t.ControlMiss)), e.odds(c.Contrast))
	})
}

// odds writes an odds ratio with its interval.
func (e *edition) odds(c analysis.Contrast) string {
	write := func(x float64) string {
		if math.IsInf(x, 1) {
			return "∞"
		}
		return e.l.Float(x, 1)
	}
	return write(c.Odds) + "; " + write(c.Low) + "–" + write(c.High)
}

func (e *edition) controlText(o *analysis.Overlap, f *analysis.Fact) phrase {
	key := "overlap.control_same"
	if f.Significant() {
		key = "overlap.control_more"
	}
	c := o.Control
	return say(key, e.l.Float(c.Case.Jaccard, 3), e.l.Float(c.Control.Jaccard, 3), e.l.Int(int64(c.Control.Lists)))
}

// controlTable sets case and control side by side.
func (e *edition) controlTable(c *analysis.OverlapControl) table {
	t := table{Title: e.word("overlap.control"), Head: e.head("figure", "#case_lists", "#control_lists")}
	add := func(key string, a, b cell) {
		t.Rows = append(t.Rows, []cell{e.text(e.word("overlap.side_" + key)), a, b})
	}
	count := func(key string, of func(s *analysis.OverlapSide) int) {
		add(key, e.int(of(&c.Case)), e.int(of(&c.Control)))
	}
	count("lists", func(s *analysis.OverlapSide) int { return s.Lists })
	count("size", func(s *analysis.OverlapSide) int { return s.Size })
	count("pairs", func(s *analysis.OverlapSide) int { return s.Pairs })
	count("significant", func(s *analysis.OverlapSide) int { return s.Significant })
	add("jaccard", e.number(e.l.Float(c.Case.Jaccard, 3)), e.number(e.l.Float(c.Control.Jaccard, 3)))
	add("coefficient", e.number(e.l.Percent(c.Case.Coefficient)), e.number(e.l.Percent(c.Control.Coefficient)))
	count("held", func(s *analysis.OverlapSide) int { return s.Held })
	add("shared", e.number(e.l.Percent(ratio(c.Case.Shared, c.Case.Held))), e.number(e.l.Percent(ratio(c.Control.Shared, c.Control.Held))))
	return t
}

// pairTable lists the pairs, the least likely first; those that are told have their q in bold.
func (e *edition) pairTable(o *analysis.Overlap) table {
	t := table{Title: e.html(say("overlap.pairs", e.shared(o))), Fold: true, Head: e.head("account", "account", "#common", "#of_shorter", "#jaccard", "#expected", "#envelope", "#p", "#q", "#p_hypergeometric")}
	order := e.pairOrder(o)
	for _, i := range order[:min(mostPairRows, len(order))] {
		p := &o.Pairs[i]
		q := esc(e.l.Float(p.Q, 3))
		if p.Told() {
			q = "<strong>" + q + "</strong>"
		}
		t.Rows = append(t.Rows, []cell{
			e.text(e.who(o.Lists[p.U].Account)), e.text(e.who(o.Lists[p.V].Account)), e.int(p.Common), e.number(e.l.Percent(p.OverlapCoefficient())), e.number(e.l.Float(p.Jaccard(), 3)),
			e.number(e.l.Float(p.Expected, 1)), e.number(e.l.Number(p.Low) + "–" + e.l.Number(p.High)), e.number(e.l.P(p.Upper)), {HTML: q, Num: true}, e.number(e.l.P(p.HypergeometricP)),
		})
	}
	if left := len(order) - len(t.Rows); left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "overlap.csv"))
	}
	return t
}

// coreTable shows how many accounts are in many lists.
func (e *edition) coreTable(o *analysis.Overlap) table {
	t := table{Title: e.word("overlap.core"), Fold: true, Head: e.head("#in_lists", "#accounts", "#filled_apart", "#envelope")}
	for i, l := range o.Core {
		if i == mostCoreRows {
			t.More = e.html(say("evidence.more", e.l.Int(int64(len(o.Core)-mostCoreRows)), "facts.csv"))
			break
		}
		t.Rows = append(t.Rows, []cell{
			e.int(l.M), e.int(l.Observed), e.number(e.l.Float(l.Expected, 1)), e.number(e.l.Int(int64(l.Low)) + "–" + e.l.Int(int64(l.High))),
		})
	}
	return t
}

// foundOverlap leads with the pairs, if any shares more than chance gives.
func (e *edition) foundOverlap() []finding {
	o := e.Results.Overlap
	if o == nil || o.Significant == 0 || o.Everywhere() {
		return nil
	}
	var out []finding
	for _, f := range e.overlapVerdict(o) {
		out = append(out, f.second())
	}
	return out
}

// envelope writes where the null falls.
func (e *edition) envelope(low, high float64) template.HTML {
	return esc(e.l.Number(low) + "–" + e.l.Number(high))
}
