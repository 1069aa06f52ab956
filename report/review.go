package report

import (
	"io"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// ReviewSheet writes a sample for people to code: one row an account and class, with what the account
// says of itself and what the rules say of it, and empty cells for the answer.
func ReviewSheet(w io.Writer, m *Model, sample []analysis.Sampled) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	s, err := newSheet(w, "account", "handle", "name", "bio", "location", "class", "rule", "stratum", "of", "member", "coder", "date", "notes")
	if err != nil {
		return err
	}
	for _, x := range sample {
		a := &e.Snap.Accounts[x.Account]
		rule := ""
		for i, l := range x.Matches {
			if i > 0 {
				rule += " "
			}
			rule += l.Rule
			if l.Not != "" {
				rule += " (not: " + l.Not + ")"
			}
		}
		s.id(a.Key.String()).text(e.handle(x.Account, a.Key)).text(a.Name()).text(a.Bio()).text(a.Location())
		s.ours(e.Case.Classes[x.Class].Key).text(rule).ours(x.Stratum).int(x.Size).ours("").ours("").ours("").ours("")
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// Corrections writes the answers that the rules do not give as a table of corrections by
// hand, which a class of the case file can name under overrides.
func Corrections(w io.Writer, m *Model, reviews []analysis.Review) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	s, err := newSheet(w, "account", "class", "member", "author", "date", "reason")
	if err != nil {
		return err
	}
	for i := range reviews {
		for _, x := range reviews[i].Corrected {
			s.id(e.Snap.Accounts[x.Account].Key.String()).ours(e.Case.Classes[reviews[i].Class].Key).ours(yesNo(x.Member)).text(x.Coder).ours(x.Date).text(e.l.Raw("review.reason"))
			if err := s.end(); err != nil {
				return err
			}
		}
	}
	return s.flush()
}

// TerminalReview writes what coded samples say of the rules of each class to a screen.
func TerminalReview(t *Screen, m *Model, reviews []analysis.Review) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	for i := range reviews {
		v := &reviews[i]
		t.Title(e.classTitle(v.Class))
		for _, p := range e.reviewLines(v) {
			t.Item(e.plain(p))
		}
	}
	return nil
}

// reviewLines says what a coded sample shows of one class.
func (e *edition) reviewLines(v *analysis.Review) []phrase {
	var out []phrase
	coded := 0
	for _, x := range v.Strata {
		coded += x.Coded
	}
	if coded == 0 {
		return append(out, say("review.nothing", e.l.Int(int64(v.Rows))))
	}
	if p := v.Precision; p.Known {
		out = append(out, say("review.precision", e.l.Percent(p.Share), e.l.Range(p.Low, p.High), e.l.Count("count.accounts", int64(p.Coded))))
	}
	if r := v.Recall; r.Known {
		out = append(out, say("review.recall", e.l.Percent(r.Share), e.l.Range(r.Low, r.High), e.l.Count("count.accounts", int64(r.Coded))))
	} else {
		out = append(out, say("review.no_recall"))
	}
	for _, x := range v.Strata {
		out = append(out, say("review.stratum", say("stratum."+x.Name), e.l.Int(x.Size), e.l.Int(int64(x.Coded)), e.l.Int(int64(x.Members))))
	}
	for _, a := range v.Agreement {
		if a.Kappa != a.Kappa {
			out = append(out, say("review.agreement_one", dump(coder(a.A)), dump(coder(a.B)), e.l.Int(int64(a.Same)), e.l.Count("count.accounts", int64(a.N))))
			continue
		}
		out = append(out, say("review.agreement", dump(coder(a.A)), dump(coder(a.B)), e.l.Int(int64(a.Same)), e.l.Count("count.accounts", int64(a.N)), e.l.Float(a.Kappa, 2), e.l.Float(a.Low, 2), e.l.Float(a.High, 2)))
	}
	for _, x := range []struct {
		n   int
		key string
	}{{v.Blank, "review.blank"}, {v.Unsure, "review.unsure"}, {v.Disputed, "review.disputed"}, {v.Absent, "review.absent"}, {v.Moved, "review.moved"}, {len(v.Corrected), "review.corrected"}} {
		if x.n > 0 {
			out = append(out, say(e.l.CountKey(x.key, int64(x.n)), e.l.Int(int64(x.n))))
		}
	}
	return out
}

// coder names a coder who may have signed nothing.
func coder(name string) string {
	if name == "" {
		return "?"
	}
	return name
}

// writeClasses writes why every account has, or narrowly lacks, a class: one row a match, one an
// override.
func writeClasses(w io.Writer, e *edition) error {
	s, err := newSheet(w, "account", "handle", "class", "verdict", "population", "rule", "field", "from", "to", "text", "weight", "cancelled_by", "place", "author", "date", "reason")
	if err != nil {
		return err
	}
	r := e.Results.Classes
	if r == nil {
		return s.flush()
	}
	begin := func(u, c int32, verdict string) {
		a := &e.Snap.Accounts[u]
		s.id(a.Key.String()).text(e.handle(u, a.Key)).text(e.classKey(c)).ours(verdict).ours(yesNo(int(u) < len(e.pop().In) && e.pop().In[u]))
	}
	match := func(u int32, verdict string, l *analysis.Label) error {
		begin(u, l.Class, verdict)
		s.text(l.Rule).ours(l.Field.String()).int(l.From).int(l.To).text(e.matched(u, l)).float(l.Weight).text(l.Not).ours(l.Place).ours("").ours("").ours("")
		return s.end()
	}
	near := r.Near
	for u := range int32(len(r.Labels)) {
		for i := range r.Labels[u] {
			if l := &r.Labels[u][i]; l.Rule != analysis.LabelOverride {
				if err := match(u, "member", l); err != nil {
					return err
				}
			}
		}
		for ; len(near) > 0 && near[0].Account == u; near = near[1:] {
			for i := range near[0].Matches {
				if err := match(u, "near_"+near[0].Why, &near[0].Matches[i]); err != nil {
					return err
				}
			}
		}
	}
	for _, x := range r.Settled {
		verdict := "override_in"
		if !x.Member {
			verdict = "override_out"
		}
		begin(x.Account, x.Class, verdict)
		s.ours(analysis.LabelOverride).ours("").ours("").ours("").ours("").ours("").ours("").ours(x.Place).text(x.Author).ours(x.Date).text(x.Reason)
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

func (e *edition) classKey(c int32) string {
	if c < 0 || int(c) >= len(e.Case.Classes) {
		return ""
	}
	return e.Case.Classes[c].Key
}

// matched returns the words of a field for which a rule holds.
func (e *edition) matched(u int32, l *analysis.Label) string {
	text := e.fieldText(u, l.Field)
	if l.From >= 0 && l.From < l.To && l.To <= len(text) {
		text = text[l.From:l.To]
	}
	return text
}

// settled returns the override of account u and class c, nil if there is none.
func (e *edition) settled(u, c int32) *adentro.Override {
	if r := e.Results.Classes; r != nil {
		for i := range r.Settled {
			if x := &r.Settled[i]; x.Account == u && x.Class == c {
				return x.Override
			}
		}
	}
	return nil
}

// reviewJSON is a reviewed class in summary.json.
type reviewJSON struct {
	Class     string        `json:"class"`
	Precision *estimateJSON `json:"precision"` // null where the sample says nothing
	Recall    *estimateJSON `json:"recall"`
	NearMiss  int           `json:"near_misses"`
}

type estimateJSON struct {
	Share number `json:"share"`
	Low   number `json:"low"`
	High  number `json:"high"`
	Coded int    `json:"coded"`
}

// reviewsJSON has one entry a class that was reviewed or has near misses.
func (e *edition) reviewsJSON() []reviewJSON {
	out := []reviewJSON{}
	r := e.Results.Classes
	if r == nil {
		return out
	}
	near := map[int32]int{}
	for _, m := range e.nearMisses(r) {
		near[m.Class]++
	}
	for c := range e.Case.Classes {
		row := reviewJSON{Class: e.Case.Classes[c].Key, NearMiss: near[int32(c)]}
		for i := range r.Reviews {
			if v := &r.Reviews[i]; int(v.Class) == c {
				row.Precision, row.Recall = newEstimateJSON(v.Precision), newEstimateJSON(v.Recall)
			}
		}
		if row.NearMiss > 0 || row.Precision != nil {
			out = append(out, row)
		}
	}
	return out
}

func newEstimateJSON(x analysis.Estimate) *estimateJSON {
	if !x.Known {
		return nil
	}
	return &estimateJSON{number(x.Share), number(x.Low), number(x.High), x.Coded}
}
