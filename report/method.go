package report

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// methodSection says how every figure was made: definitions, sources, options,
// the seed of random draws, and the figures themselves with their denominators.
func (e *edition) methodSection() section {
	s := e.section("method", nil)
	for _, key := range []string{"method.definition", "method.levels", "method.classes", "method.overlap", "method.locations", "method.creation", "method.hashtags", "method.network"} {
		s.say(e.word(key))
	}
	s.say(e.html(say("method.seed", strconv.FormatUint(e.Seed, 10))))
	if e.Command != "" {
		s.say(e.html(say("method.command", dump(e.Command))))
	}
	s.Tables = append(s.Tables, e.sourceTable(), e.factTable())
	if len(s.Tables[1].Rows) == 0 {
		s.Tables = s.Tables[:1]
	}
	return s
}

// sourceTable names the paper or definition behind each analysis.
func (e *edition) sourceTable() table {
	t := table{Title: e.word("method.sources"), Head: e.head("analysis", "source"), Fold: true}
	for _, a := range analysis.All() {
		t.Rows = append(t.Rows, []cell{e.text(esc(e.l.Word("analysis."+a.Name, a.Name))), e.text(esc(e.l.Word("source."+a.Name, a.Source)))})
	}
	return t
}

// factTable prints every figure that the analyses returned.
func (e *edition) factTable() table {
	t := table{Title: e.word("method.facts"), Head: e.head("figure", "#value", "of", "#interval", "#expected", "#p", "level"), Fold: true}
	for _, r := range e.Results.Each() {
		for _, f := range r.Facts {
			t.Rows = append(t.Rows, e.factRow(r, f))
		}
	}
	return t
}

func (e *edition) factRow(r *analysis.Result, f analysis.Fact) []cell {
	share := f.Unit == "share"
	show := e.l.Number
	if share {
		show = e.l.Percent
	}
	name := bdi(e.l.Word("fact."+f.Name, f.Name))
	if f.Item != "" {
		name += " · " + bdi(f.Item)
	}
	row := []cell{e.text(name), {Num: true, HTML: esc(show(f.Value))}}
	if !share && f.Unit != "" {
		key := "unit." + f.Unit
		if e.l.Has(key + ".one") {
			key = e.l.CountKey(key, int64(f.Value))
		}
		row[1].HTML += " " + esc(e.l.Word(key, f.Unit))
	}
	of := template.HTML("–")
	if f.N > 0 {
		of = esc(e.l.Int(f.N))
		if f.Of != "" {
			of += " (" + esc(e.l.Word("of."+f.Of, f.Of)) + ")"
		}
	}
	if 0 < f.Known && f.Known < f.N {
		of += " · " + e.html(say("claim.known", e.l.Int(f.Known)))
	}
	row = append(row, e.text(of))
	dash := cell{HTML: "–", Num: true}
	switch {
	case f.Interval && share:
		row = append(row, e.number(e.l.Range(f.Low, f.High)))
	case f.Interval:
		row = append(row, e.number(show(f.Low)+"–"+show(f.High)))
	default:
		row = append(row, dash)
	}
	if t := f.Test; t != nil {
		row = append(row, e.number(show(t.Expected)), e.number(e.l.P(t.P)))
	} else {
		row = append(row, dash, dash)
	}
	return append(row, e.text(e.word("level."+string(r.LevelOf(&f)))))
}

// limitSection holds what the figures cannot say, and what innocent causes look
// the same.
func (e *edition) limitSection() section {
	s := e.section("limits", nil)
	for _, key := range []string{"limits.location", "limits.status", "limits.sampling", "limits.identity"} {
		s.say(e.word(key))
	}
	t := table{Title: e.word("limits.innocent")}
	for _, key := range []string{"innocent.campaign", "innocent.onboarding", "innocent.phrases", "innocent.news", "innocent.clock", "innocent.sample", "innocent.suspended", "innocent.selection", "innocent.people"} {
		t.Rows = append(t.Rows, words(e.word(key)))
	}
	s.Tables = append(s.Tables, t)
	return s
}

// inputSection lists every input with its verdict, hash and sums.
func (e *edition) inputSection() section {
	s := e.section("inputs", nil)
	r := e.Snap.Records()
	s.say(e.html(say("inputs.sum", e.l.Count("count.files", int64(len(e.Snap.Sources))), e.l.Count("count.records", r.Seen), e.l.Int(r.Accepted), e.l.Int(r.Duplicate), e.l.Int(r.Rejected), e.l.Int(r.Ignored))))
	if !r.Balanced() {
		s.say("<strong>" + e.word("inputs.unbalanced") + "</strong>")
	}
	if e.Case.Terms != "" {
		s.say(e.html(say("inputs.terms", dump(e.Case.Terms))))
	}
	if len(e.Snap.Sources) > 0 {
		s.Tables = append(s.Tables, e.sourcesTable())
	}
	s.Tables = append(s.Tables, e.rejectTable()...)
	s.Evidence = e.sourceNotes()
	for _, n := range e.Snap.Notes {
		s.Notes = append(s.Notes, e.note(n))
	}
	return s
}

func (e *edition) sourcesTable() table {
	const most = 500
	t := table{Head: e.head("file_hash", "taken_for", "#seen", "#accepted", "#duplicate", "#rejected", "#ignored", "observed")}
	order := e.sourcesByName()
	for _, i := range order[:min(most, len(order))] {
		x := &e.Snap.Sources[i]
		verdict := e.word("role." + string(x.Role))
		if x.Format != "" {
			verdict = e.formatName(x.Format)
		}
		if x.Damage != "" {
			verdict = join(" · ", verdict, "<strong>"+e.word("inputs.damaged")+"</strong> "+bdi(e.l.Damage(x.Damage)))
		}
		rec := x.Records
		row := []cell{e.text(bdi(e.sourceName(i)) + " <code>" + esc(hexSum(x.SHA256)) + "</code>"), e.text(verdict)}
		for _, n := range []int64{rec.Seen, rec.Accepted, rec.Duplicate, rec.Rejected, rec.Ignored} {
			row = append(row, e.int(int(n)))
		}
		at := e.day(x.Observed)
		if x.ObservedBasis == "content" && !x.Observed.IsZero() { // the newest thing in the file: it is no older
			at.HTML = "≥\u00a0" + at.HTML
		}
		t.Rows = append(t.Rows, append(row, at))
	}
	if left := len(e.Snap.Sources) - most; left > 0 {
		t.More = e.html(say("inputs.more", e.l.Int(int64(left)), "ingest.csv"))
	}
	return t
}

// sourcesByName returns the sources in the order in which a reader looks for a
// file; they are numbered by hash.
func (e *edition) sourcesByName() []int32 {
	order := make([]int32, len(e.Snap.Sources))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return strings.Compare(e.sourceName(a), e.sourceName(b)) })
	return order
}

// rejectTable counts rejected records by reason, and shows the first.
func (e *edition) rejectTable() []table {
	const most = 50
	counts := map[string]int{}
	t := table{Title: e.word("inputs.rejects"), Head: e.head("file", "#line", "#offset", "reason", "detail"), Fold: true}
	total := 0
	for i := range e.Snap.Sources {
		for _, r := range e.Snap.Sources[i].Rejects {
			counts[r.Reason]++
			if total++; total <= most {
				t.Rows = append(t.Rows, []cell{e.text(bdi(e.sourceName(int32(i)))), e.number(strconv.FormatInt(r.Line, 10)), e.number(strconv.FormatInt(r.Offset, 10)), e.text(e.reason(r.Reason)), e.text(bdi(e.l.Detail(r.Detail)))})
			}
		}
	}
	if total == 0 {
		return nil
	}
	if total > most {
		t.More = e.html(say("inputs.more_rejects", e.l.Int(int64(total-most)), "ingest.csv"))
	}
	var reasons []string
	for r := range counts {
		reasons = append(reasons, r)
	}
	slices.Sort(reasons)
	sum := table{Title: e.word("inputs.reasons"), Head: e.head("reason", "#records")}
	for _, r := range reasons {
		sum.Rows = append(sum.Rows, []cell{e.text(e.reason(r)), e.int(counts[r])})
	}
	return []table{sum, t}
}

// reason names why records were rejected, with the word that the exports use.
func (e *edition) reason(code string) template.HTML {
	if key := "reason." + code; e.l.Has(key) {
		return e.word(key) + " (" + bdi(code) + ")"
	}
	return bdi(code)
}

// sourceNotes says why each file was taken for what it was, and what was odd.
func (e *edition) sourceNotes() []evidence {
	v := evidence{Title: e.word("inputs.why")}
	for _, i := range e.sourcesByName() {
		x := &e.Snap.Sources[i]
		var said []template.HTML
		for _, n := range slices.Concat(x.Why, x.Warnings) {
			said = append(said, e.note(n))
		}
		if len(said) > 0 && len(v.Rows) < maxEvidence {
			v.Rows = append(v.Rows, evidenceRow{Who: bdi(e.sourceName(i)), Why: join(" ", said...)})
		}
	}
	if len(v.Rows) == 0 {
		return nil
	}
	return []evidence{v}
}
