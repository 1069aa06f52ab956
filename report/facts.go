package report

import (
	"io"
	"strconv"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// evidenceRows is how many rows evidence.csv has about, shared by its figures, of each of which it
// has a hundred at least. Figures of more accounts are columns of nodes.csv, or rows of the CSV of
// their analysis.
const evidenceRows = 300_000

// writeFacts writes every figure with what is needed to judge it. The column fact numbers
// them, and evidence.csv refers to it.
func writeFacts(w io.Writer, e *edition) error {
	s, err := newSheet(w, "fact", "analysis", "name", "item", "value", "unit", "of", "n", "known", "low", "high", "level",
		"null", "expected", "null_low", "null_high", "p", "q", "tests", "replicates", "seed", "stable", "thresholds")
	if err != nil {
		return err
	}
	return e.eachFact(func(n int, r *analysis.Result, f *analysis.Fact) error {
		s.int(n).ours(r.Name).text(f.Name).text(f.Item).float(f.Value).ours(f.Unit).ours(f.Of)
		blank := func(is bool, write func()) {
			if is {
				write()
			} else {
				s.ours("")
			}
		}
		blank(f.N > 0, func() { s.long(f.N) })
		blank(f.Known > 0, func() { s.long(f.Known) })
		blank(f.Interval, func() { s.float(f.Low) })
		blank(f.Interval, func() { s.float(f.High) })
		s.ours(string(r.LevelOf(f)))
		if t := f.Test; t != nil {
			s.text(t.Null).float(t.Expected)
			blank(t.Envelope, func() { s.float(t.Low) })
			blank(t.Envelope, func() { s.float(t.High) })
			s.float(t.P).float(t.Q).int(max(1, t.Family)).int(t.Replicates)
			blank(t.Replicates > 0, func() { s.ours(strconv.FormatUint(e.Seed, 10)) })
		} else {
			for range 9 {
				s.ours("")
			}
		}
		stable, swept := f.Stable()
		blank(swept, func() { s.ours(yesNo(stable)) })
		steps := ""
		for i, x := range f.Sweep {
			if i > 0 {
				steps += " "
			}
			at := sig9(x.At)
			if x.Name != "" {
				at = x.Name
			}
			steps += at + ":" + sig9(x.Value) + ":" + yesNo(x.Holds)
		}
		s.ours(steps)
		return s.end()
	}, s.flush)
}

// writeEvidence writes the rows behind every figure, with the file and the byte where each
// stands. The last row of a figure that has more says how many are left out.
func writeEvidence(w io.Writer, e *edition) error {
	s, err := newSheet(w, "fact", "name", "item", "row", "account", "handle", "id", "file", "offset")
	if err != nil {
		return err
	}
	facts := 0
	for _, r := range e.Results.Each() {
		facts += len(r.Facts)
	}
	most := max(100, evidenceRows/max(1, facts))
	return e.eachFact(func(n int, _ *analysis.Result, f *analysis.Fact) error {
		left := len(f.Evidence.Accounts) + len(f.Evidence.Tweets) + len(f.Evidence.Lists)
		room := most
		row := func(kind string, u int32, id string, o adentro.Origin, ok bool) error {
			if room == 0 {
				return nil
			}
			room--
			left--
			s.int(n).text(f.Name).text(f.Item).ours(kind)
			if u >= 0 && int(u) < len(e.Snap.Accounts) {
				s.id(e.Snap.Accounts[u].Key.String()).text(e.Snap.Accounts[u].Handle())
			} else {
				s.ours("").ours("")
			}
			s.id(id)
			if ok {
				s.text(e.sourceName(o.Source)).long(o.Offset)
			} else {
				s.ours("").ours("")
			}
			return s.end()
		}
		for _, u := range f.Evidence.Accounts {
			if room == 0 {
				break
			}
			o, ok := e.Snap.Accounts[u].Where(adentro.FieldName)
			if err := row("account", u, "", o, ok); err != nil {
				return err
			}
		}
		for _, i := range f.Evidence.Tweets {
			t := &e.Snap.Tweets[i]
			if err := row("tweet", t.Author.Index, t.ID.String(), t.Origin, true); err != nil {
				return err
			}
		}
		for _, i := range f.Evidence.Lists {
			l := &e.Snap.Lists[i]
			var o adentro.Origin
			if len(l.Members) > 0 {
				o = l.Origin(0)
			}
			if err := row(l.Kind.String(), l.Owner, "", o, len(l.Members) > 0); err != nil {
				return err
			}
		}
		if left > 0 {
			s.int(n).text(f.Name).text(f.Item).ours("more").ours("").ours("").int(left).ours("").ours("")
			return s.end()
		}
		return nil
	}, s.flush)
}

// eachFact calls do with every figure and its number, counted from 1, then end.
func (e *edition) eachFact(do func(n int, r *analysis.Result, f *analysis.Fact) error, end func() error) error {
	n := 0
	for _, r := range e.Results.Each() {
		for i := range r.Facts {
			n++
			if err := do(n, r, &r.Facts[i]); err != nil {
				return err
			}
		}
	}
	return end()
}
