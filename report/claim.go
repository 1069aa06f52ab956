package report

import (
	"html/template"
	"math"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// claim tells a fact in the sentence p: its level, what chance alone gives of it, whether it
// holds at other thresholds, and what gives the same figure without anybody acting together. Without
// evidence of its own, the accounts and lists behind the fact are shown.
func (e *edition) claim(r *analysis.Result, f *analysis.Fact, p phrase, ev ...evidence) finding {
	out := e.finding(r.LevelOf(f), p, ev...)
	if len(ev) == 0 {
		out.Evidence = e.factEvidence(f)
	}
	out.Chance = e.chance(f)
	out.Sweep = e.swept(f)
	for _, n := range f.Innocent {
		out.Innocent = append(out.Innocent, e.note(n))
	}
	return out
}

// chance says what the null model gives of a figure; "" where nothing was tested.
func (e *edition) chance(f *analysis.Fact) template.HTML {
	t := f.Test
	if t == nil {
		return ""
	}
	show := e.expected
	if f.Unit == "share" {
		show = e.l.Percent
	}
	said := []template.HTML{e.html(say("claim.expected", show(t.Expected)))}
	if t.Envelope {
		said[0] = e.html(say("claim.envelope", show(t.Expected), show(t.Low), show(t.High)))
	}
	if t.Family > 1 {
		said = append(said, e.html(say("claim.p_family", e.l.P(t.P), e.l.P(t.Q), e.l.Int(int64(t.Family)))))
	} else {
		said = append(said, e.html(say("claim.p", e.l.P(t.P))))
	}
	null := e.l.Word("null."+t.Null, t.Null)
	if t.Replicates > 0 {
		said = append(said, e.html(say("claim.null_draws", null, e.l.Int(int64(t.Replicates)))))
	} else {
		said = append(said, e.html(say("claim.null_exact", null)))
	}
	return join(" ", said...)
}

// expected shows what chance gives, which may be close to the whole number beside it: 373,2.
func (e *edition) expected(x float64) string {
	if x > 100 && x < 1e4 && x != math.Trunc(x) {
		return e.l.Float(x, 1)
	}
	return e.l.Number(x)
}

// swept says whether the conclusion holds at the thresholds tried; "" where none was.
func (e *edition) swept(f *analysis.Fact) template.HTML {
	stable, ok := f.Stable()
	if !ok {
		return ""
	}
	var steps []string
	for _, s := range f.Sweep {
		key := "claim.step"
		if !s.Holds {
			key = "claim.step_not"
		}
		at, value := e.l.Number(s.At), e.l.Number(s.Value)
		if s.Name != "" {
			at = e.l.Word("step."+s.Name, s.Name)
		}
		if f.Unit == "share" {
			value = e.l.Percent(s.Value)
		}
		steps = append(steps, e.l.T(key, at, value))
	}
	key := "claim.stable"
	if !stable {
		key = "claim.unstable"
	}
	if f.Sweep[0].Name != "" { // rules are listed with semicolons: their names hold commas
		return e.html(say(key+"_rules", strings.Join(steps, "; ")))
	}
	return e.html(say(key, e.l.And(steps)))
}

// factEvidence lists the accounts, tweets and lists behind a fact.
func (e *edition) factEvidence(f *analysis.Fact) []evidence {
	var out []evidence
	if a := f.Evidence.Accounts; len(a) > 0 {
		out = append(out, e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(len(a)))), a, "evidence.csv", adentro.FieldName, e.whyName))
	}
	if t := f.Evidence.Tweets; len(t) > 0 {
		out = append(out, e.tweetEvidence(t))
	}
	if l := f.Evidence.Lists; len(l) > 0 {
		out = append(out, e.listEvidence(l))
	}
	return out
}

// tweetEvidence lists tweets by author and date.
func (e *edition) tweetEvidence(tweets []int32) evidence {
	v := evidence{Title: e.html(say("evidence.accounts", e.l.Count("count.tweets", int64(len(tweets)))))}
	for _, i := range tweets[:min(len(tweets), maxEvidence)] {
		t := &e.Snap.Tweets[i]
		v.Rows = append(v.Rows, evidenceRow{Who: e.who(t.Author.Index), Key: safeKey(t.ID), Why: esc(e.l.Instant(t.Created) + " UTC"), Where: bdi(e.origin(t.Origin))})
	}
	if left := len(tweets) - maxEvidence; left > 0 {
		v.More = e.html(say("evidence.more", e.l.Int(int64(left)), "evidence.csv"))
	}
	return v
}

// listEvidence names lists by owner, kind and the file where they begin.
func (e *edition) listEvidence(lists []int32) evidence {
	v := evidence{Title: e.html(say("evidence.accounts", e.l.Count("count.lists", int64(len(lists)))))}
	for _, i := range lists[:min(len(lists), maxEvidence)] {
		l := &e.Snap.Lists[i]
		row := evidenceRow{Who: e.who(l.Owner), Why: e.word("list." + l.Kind.String())}
		if len(l.Members) > 0 {
			row.Where = bdi(e.origin(l.Origin(0)))
		}
		v.Rows = append(v.Rows, row)
	}
	if left := len(lists) - maxEvidence; left > 0 {
		v.More = e.html(say("evidence.more", e.l.Int(int64(left)), "evidence.csv"))
	}
	return v
}

// claims makes findings of all facts of this name, in order, each in the sentence that tell
// gives it; a phrase without a key leaves the fact to the table of figures.
func (e *edition) claims(r *analysis.Result, name string, tell func(f *analysis.Fact) phrase) []finding {
	var out []finding
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Name == name {
			if p := tell(f); p.key != "" {
				out = append(out, e.claim(r, f, p))
			}
		}
	}
	return slices.Clip(out)
}
