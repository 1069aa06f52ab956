// Package ingest decodes dumps: it turns the files of a folder into
// adentro.Observations and accounts for every record in them.
//
//	paths --list--> files --open--> content --sniff--> class
//	  class json  --framer--> values --Formats--> profiles, tweets, pages
//	  class table --rows--> the same
//	  class lines --ids--> pages
//
// Every file is decoded by itself into Observations with one Source, on any
// number of workers; adentro.Merge unites them. Formats are one explicit table, Formats.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// Options say what the files themselves do not. The zero value works.
type Options struct {
	Owner     adentro.Key             // whose lists these are, as the operator says; zero: not stated
	Kind      adentro.ListKind        // and of which kind
	Lists     []adentro.ListHint      // from the case file; File is a path or path.Match pattern relative to Root, or a base name
	Direction Direction               // of the rows of edge lists, as the operator says
	Map       *Mapping                // of tables, as the operator says; may be nil
	Config    []string                // the case file and the files that it names: listed, never decoded
	Exclude   []string                // files and directories to pass over in a folder
	MaxRecord int64                   // bytes of one record; 0 means 64 MiB
	Memory    int64                   // bytes to stay within, about; 0: no limit
	Workers   int                     // 0: one a processor
	Stdin     io.Reader               // what the path "-" reads
	Progress  func(done, total int64) // bytes as stored; may be nil; never called by two at once
}

// A Direction says what a row "left right" of an edge list means.
type Direction uint8

// The directions. Nothing is read from an edge list whose direction nobody stated.
const (
	DirectionUnknown Direction = iota
	LeftFollowsRight
	RightFollowsLeft
)

// DefaultMaxRecord is the largest record, in bytes, where Options do not say.
const DefaultMaxRecord = 64 << 20

// ErrNoInput means that nothing in the input could be decoded.
var ErrNoInput = errors.New("no readable input")

// Read decodes all files named by paths, as Scan does, and puts together what
// they say. The errors are those of Scan, and one that wraps ErrNoInput where nothing could be
// decoded; the Observations then still hold the Sources.
// The result is in the canonical form of adentro.Merge, most profiles as appearances (Unshared makes profiles of them), and the same for
// any number of workers and any order of paths.
func Read(ctx context.Context, paths []string, opt Options) (*adentro.Observations, error) {
	var m memory
	none := Scan(ctx, paths, opt, &m)
	if none != nil && !errors.Is(none, ErrNoInput) {
		return &adentro.Observations{}, none
	}
	obs, err := Assemble(ctx, m.sealed, func(k ChunkKey) *Chunk { return m.chunks[k] }, opt.Workers)
	if err != nil {
		return &adentro.Observations{}, err
	}
	return obs, none
}

// A memory is the sink that keeps all in memory.
type memory struct {
	contents adentro.Contents
	mu       sync.Mutex
	chunks   map[ChunkKey]*Chunk
	sealed   []*Sealed
}

func (m *memory) Known(key ChunkKey) (Facts, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.chunks[key]; c != nil {
		return c.Facts, true
	}
	return Facts{}, false
}

func (m *memory) Put(c *Chunk) error {
	c.Share(&m.contents)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chunks == nil {
		m.chunks = map[ChunkKey]*Chunk{}
	}
	m.chunks[c.Key] = c
	return nil
}

func (m *memory) Seal(s *Sealed) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sealed = append(m.sealed, s)
	return nil
}

// noInput says in one sentence why there was nothing to decode.
func noInput(paths []string, sources []*adentro.Source) error {
	if len(sources) == 0 {
		return fmt.Errorf("%s: %w: no files there", quoteFirst(paths), ErrNoInput)
	}
	if len(sources) == 1 && sources[0].Damage != "" {
		return fmt.Errorf("%s: %w: %s", quoteFirst(paths), ErrNoInput, sources[0].Damage)
	}
	if len(sources) == 1 {
		return fmt.Errorf("%s: %w: not a dump in a known format", quoteFirst(paths), ErrNoInput)
	}
	return fmt.Errorf("%s: %w: none of the %d files is a dump in a known format", quoteFirst(paths), ErrNoInput, len(sources))
}

func quoteFirst(paths []string) string {
	switch len(paths) {
	case 0:
		return "no path given"
	case 1:
		return fmt.Sprintf("%q", paths[0])
	}
	return fmt.Sprintf("%q and %d more", paths[0], len(paths)-1)
}

// A meter adds up what the workers have read.
type meter struct {
	mu          sync.Mutex
	tell        func(done, total int64)
	done, total int64
	told        int64
}

func newMeter(files []input, tell func(done, total int64)) *meter {
	m := &meter{tell: tell}
	for _, f := range files {
		m.total += f.size
	}
	return m
}

func (m *meter) add(n int) {
	if m.tell == nil || n == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += int64(n)
	if m.done-m.told >= 1<<20 || m.done >= m.total {
		m.told = m.done
		m.tell(m.done, max(m.total, m.done))
	}
}

// fileDate is when a file's contents were collected, and how that is known.
type fileDate struct {
	at    time.Time
	basis string
}
