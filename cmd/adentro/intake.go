package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
)

// The states of a file that was read into a dossier.
const (
	stateNew     = "new"
	stateKnown   = "known"   // it was there
	stateCopy    = "copy"    // the same bytes were there under another name
	stateChanged = "changed" // it was there and is read otherwise now, as with other options
)

// An intake passes what is read on to a dossier, and remembers what was new.
type intake struct {
	ingest.Sink
	caseState string // what became of the case: a key below "ingested.", or ""

	before map[sourceKey]*ingest.Sealed
	sums   map[[32]byte]bool

	mu    sync.Mutex
	fresh map[ingest.ChunkKey]adentro.Records // chunks that the dossier did not have
	files []taken
}

// taken is one file.
type taken struct {
	sealed *ingest.Sealed
	state  string
}

type sourceKey struct {
	sum          [32]byte
	path, member string
}

func keyOf(s *adentro.Source) sourceKey { return sourceKey{s.SHA256, s.Path, s.Member} }

func newIntake(sink ingest.Sink, before *dossier.Info) *intake {
	t := &intake{Sink: sink, before: map[sourceKey]*ingest.Sealed{}, sums: map[[32]byte]bool{}, fresh: map[ingest.ChunkKey]adentro.Records{}}
	for _, s := range before.Sources {
		t.before[keyOf(&s.Source)] = s
		t.sums[s.Source.SHA256] = true
	}
	return t
}

// Put implements ingest.Sink. Two files may bring the same chunk at one time: it counts once.
func (t *intake) Put(c *ingest.Chunk) error {
	key, records := c.Key, c.Facts.Records
	if err := t.Sink.Put(c); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fresh[key] = records
	return nil
}

// Seal implements ingest.Sink.
func (t *intake) Seal(s *ingest.Sealed) error {
	x := taken{s, stateNew}
	if old := t.before[keyOf(&s.Source)]; old != nil {
		x.state = stateChanged
		if sameReading(old, s) {
			x.state = stateKnown
		}
	} else if t.sums[s.Source.SHA256] && s.Source.Bytes > 0 {
		x.state = stateCopy
	}
	if err := t.Sink.Seal(s); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files = append(t.files, x)
	return nil
}

// sameReading reports whether a file was taken for the same thing, down to its chunks.
func sameReading(a, b *ingest.Sealed) bool {
	if !slices.Equal(a.Chunks, b.Chunks) || !a.Date.Equal(b.Date) || a.DateBasis != b.DateBasis || a.Filled != b.Filled {
		return false
	}
	text := func(s adentro.Source) []byte {
		s.Observed = s.Observed.UTC()
		b, err := json.Marshal(s)
		if err != nil { // no field of a Source can fail, but for a year that no calendar has
			return nil
		}
		return b
	}
	x, y := text(a.Source), text(b.Source)
	return x != nil && bytes.Equal(x, y)
}

// sealed returns the files that were read, by name.
func (t *intake) sealed() []taken {
	t.mu.Lock()
	defer t.mu.Unlock()
	files := slices.Clone(t.files)
	slices.SortFunc(files, func(a, b taken) int {
		x, y := &a.sealed.Source, &b.sealed.Source
		return cmp.Or(strings.Compare(x.Path, y.Path), strings.Compare(x.Member, y.Member), bytes.Compare(x.SHA256[:], y.SHA256[:]))
	})
	return files
}

// sources returns the files.
func (t *intake) sources() []adentro.Source {
	var all []adentro.Source
	for _, x := range t.sealed() {
		all = append(all, x.sealed.Source)
	}
	return all
}

// sum adds up the records of the files; repeated ones count as accepted.
func (t *intake) sum() adentro.Records {
	var r adentro.Records
	for _, x := range t.sealed() {
		r = r.Add(x.sealed.Source.Records)
	}
	return r
}

// freshSum adds up the records that the dossier did not have.
func (t *intake) freshSum() adentro.Records {
	t.mu.Lock()
	defer t.mu.Unlock()
	var r adentro.Records
	for _, x := range t.fresh {
		r = r.Add(x)
	}
	return r
}
