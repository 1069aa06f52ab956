package ingest

import (
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// An account of a file adds up what its chunks tell.
type account struct {
	Facts
	refs []ChunkRef
	off  int64
	line int64
}

// add counts a chunk that follows those before it.
func (a *account) add(key ChunkKey, f *Facts, size, lines int64) {
	a.refs = append(a.refs, ChunkRef{key, a.off, a.line})
	a.off, a.line = a.off+size, a.line+lines
	a.Records = a.Records.Add(f.Records)
	addCounts(&a.Fits, f.Fits)
	addCounts(&a.Ignored, f.Ignored)
	addCounts(&a.Warned, f.Warned)
	for _, n := range f.Notes {
		a.note(n)
	}
	a.Misfits += f.Misfits
	a.Lists += f.Lists
	a.Guessed, a.Named, a.Unowned, a.Filled = a.Guessed || f.Guessed, a.Named || f.Named, a.Unowned || f.Unowned, a.Filled|f.Filled
	if a.Overrule.IsZero() {
		a.Overrule = f.Overrule
	}
	for _, t := range []struct {
		sum *time.Time
		new time.Time
	}{{&a.NewestTweet, f.NewestTweet}, {&a.NewestAccount, f.NewestAccount}, {&a.NewestRecord, f.NewestRecord}} {
		if t.new.After(*t.sum) {
			*t.sum = t.new
		}
	}
}

// note keeps a note that no chunk before gave.
func (a *account) note(n adentro.Note) {
	for _, o := range a.Notes {
		if o.Code == n.Code && slices.Equal(o.Args, n.Args) {
			return
		}
	}
	a.Notes = append(a.Notes, n)
}

func addCounts(sum *map[string]int64, more map[string]int64) {
	if *sum == nil {
		*sum = map[string]int64{}
	}
	for k, n := range more {
		(*sum)[k] += n
	}
}

// seal says what the file was taken for, and when it was collected.
func (f *reading) seal(a *account, src adentro.Source) *Sealed {
	s := &Sealed{Source: src, Chunks: a.refs, Filled: a.Filled}
	s.Source.Path, s.Source.Member = f.label, f.member
	s.Source.Records = a.Records
	s.Source.Why = append(s.Source.Why, a.Notes...)
	f.verdict(a, &s.Source)
	f.dates(a, s)
	return s
}

// verdict names the format, and says how owner and kind of its lists are known.
func (f *reading) verdict(a *account, src *adentro.Source) {
	note := func(code string, args ...string) {
		src.Why = append(src.Why, adentro.Note{Code: code, Args: args})
	}
	var sum, best int64
	winner := ""
	for i := range f.formats { // of several the first in the table
		name := f.formats[i].Name
		n := a.Fits[name]
		sum += n
		if n > best {
			winner, best = name, n
		}
	}
	if winner != "" {
		src.Format = winner
		src.Confidence = float64(best) / float64(sum+a.Misfits)
		for i := range f.formats {
			if other := f.formats[i].Name; other != winner && a.Fits[other] > 0 {
				note("also_format", other, count(a.Fits[other]))
			}
		}
	}
	switch {
	case a.Guessed && (f.list.owner.IsZero() || !a.Named): // the content says whose
		note("kind_guessed", f.list.kind.String())
	case a.Guessed:
		note("owner_guessed", name(f.list.owner), f.list.kind.String())
	case a.Lists > 0 && f.list.known() && f.list.from == "case":
		note("owner_case", name(f.list.owner), f.list.kind.String())
	case a.Lists > 0 && f.list.known() && f.list.from == "flag":
		note("owner_flag", name(f.list.owner), f.list.kind.String())
	}
	if a.Unowned {
		note("owner_unknown")
	}
	if !a.Overrule.IsZero() {
		note("owner_content_wins", name(a.Overrule), name(f.list.owner))
	}
	for _, what := range sortedKeys(a.Ignored) {
		note("ignored_"+what, count(a.Ignored[what]))
	}
	for _, code := range sortedKeys(a.Warned) {
		src.Warnings = append(src.Warnings, adentro.Note{Code: code, Args: []string{count(a.Warned[code])}})
	}
}

// dates settles when the file was collected, and the date of the records that
// bear none of their own.
func (f *reading) dates(a *account, s *Sealed) {
	date := f.date
	if date.basis == "filename" && a.NewestTweet.After(date.at.Add(48*time.Hour)) {
		date = fileDate{} // the name tells of something else than the collection
	}
	if date.at.IsZero() {
		date = fileDate{a.NewestTweet, "content"}
		if date.at.IsZero() {
			date.at = a.NewestAccount
		}
	}
	s.Source.ObservedBasis = "unknown"
	if !date.at.IsZero() {
		s.Date, s.DateBasis = date.at, date.basis
		s.Source.Observed, s.Source.ObservedBasis = date.at, date.basis
	}
	if !a.NewestRecord.IsZero() {
		s.Source.Observed, s.Source.ObservedBasis = a.NewestRecord, "record"
	}
}
