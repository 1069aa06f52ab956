package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// printVerdicts says, for each file, what it was taken for and why.
func (a *app) printVerdicts(sources []adentro.Source, lang string) {
	for i := range sources {
		s := &sources[i]
		format := s.Format
		if format == "" {
			format = string(s.Role)
		}
		var why []string
		for _, n := range append(append([]adentro.Note(nil), s.Why...), s.Warnings...) {
			why = append(why, report.Sentence(lang, n))
		}
		if s.Damage != "" {
			why = append(why, s.Damage)
		}
		fmt.Fprintf(a.errOut, "%s\t%s\t%d/%d\t%s\n", printable(sourceName(s)), format, s.Records.Accepted, s.Records.Seen, printable(strings.Join(why, " ")))
	}
}

// sourceName names a file, or a member of an archive.
func sourceName(s *adentro.Source) string {
	if s.Member != "" {
		return s.Path + "!" + s.Member
	}
	return s.Path
}

// hasNote reports whether a note of the source says why it was read so.
func hasNote(s *adentro.Source, code string) bool {
	return slices.ContainsFunc(s.Why, func(n adentro.Note) bool { return n.Code == code })
}

// words returns the sentences of the language that the flag or the dossier's case names. A
// case that does not read is no reason to be silent.
func (a *app) words() (*lang.Lang, error) {
	c, _, err := a.readCase(a.flags.dossier)
	if err != nil {
		c = &adentro.Case{}
	}
	code, err := a.flags.language(c)
	if err != nil {
		return nil, err
	}
	l, err := lang.Load(code)
	if err != nil {
		return nil, bugError{err}
	}
	return l, nil
}

// A sourceJSON is the verdict on one file, for machines.
type sourceJSON struct {
	Path       string      `json:"path"`
	Member     string      `json:"member"`
	SHA256     string      `json:"sha256"`
	Bytes      int64       `json:"bytes"`
	Role       string      `json:"role"`
	Format     string      `json:"format"` // "" where none is known
	Title      string      `json:"title"`
	Confidence float64     `json:"confidence"` // 0..1, of the sampled records
	Observed   string      `json:"observed"`   // RFC 3339; "" if unknown
	Basis      string      `json:"observed_basis"`
	Records    recordsJSON `json:"records"`
	Damage     string      `json:"damage"`
	State      string      `json:"state,omitempty"` // of ingest: new, known or changed
	Why        []noteJSON  `json:"why"`
	Warnings   []noteJSON  `json:"warnings"`
}

type recordsJSON struct {
	Seen     int64 `json:"seen"`
	Accepted int64 `json:"accepted"` // repeated ones too
	Rejected int64 `json:"rejected"`
	Ignored  int64 `json:"ignored"`
}

type listJSON struct {
	Owner   string `json:"owner"` // "" if nobody says
	Kind    string `json:"kind"`
	Basis   string `json:"basis"` // content, case, flag, guessed or unowned
	Entries int    `json:"entries"`
}

type noteJSON struct {
	Code string   `json:"code"`
	Args []string `json:"args"`
	Text string   `json:"text"`
}

type rejectJSON struct {
	Offset int64  `json:"offset"`
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

// maxRejects is how many rejects of a file are printed for machines.
const maxRejects = 1000

func newSourceJSON(s *adentro.Source, l *lang.Lang) sourceJSON {
	j := sourceJSON{
		Path: s.Path, Member: s.Member, SHA256: fmt.Sprintf("%x", s.SHA256), Bytes: s.Bytes, Role: string(s.Role), Format: s.Format,
		Confidence: s.Confidence, Basis: s.ObservedBasis, Records: newRecordsJSON(s.Records), Damage: s.Damage,
		Why: notesJSON(s.Why, l), Warnings: notesJSON(s.Warnings, l),
	}
	if s.Format != "" {
		j.Title = l.Word("format."+s.Format, s.Format)
	}
	if !s.Observed.IsZero() {
		j.Observed = s.Observed.UTC().Format("2006-01-02T15:04:05Z07:00")
	}
	return j
}

func newRecordsJSON(r adentro.Records) recordsJSON {
	return recordsJSON{r.Seen, r.Accepted + r.Duplicate, r.Rejected, r.Ignored}
}

func notesJSON(notes []adentro.Note, l *lang.Lang) []noteJSON {
	out := []noteJSON{}
	for _, n := range notes {
		j := noteJSON{n.Code, n.Args, report.Sentence(l.Code(), n)}
		if j.Args == nil {
			j.Args = []string{}
		}
		out = append(out, j)
	}
	return out
}
