package ingest

import (
	"context"
	"errors"
	"hash"
	"io"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// Decode decodes the content of one file, called label, which r reads, and calls each with the
// chunks that Scan would make of it, in their order. It takes no SHA-256, so that the chunks have
// no key to be kept by: it is for measurements, and for content that is looked at once. The errors
// are those of the context and of each; archives yield no chunks.
func Decode(ctx context.Context, r io.Reader, label string, opt Options, each func(*Chunk) error) error {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = DefaultMaxRecord
	}
	s := &scanner{opt: &opt, formats: Formats(), sink: passing(each), tell: func(int) {}, size: pieceSize, slots: make(chan struct{}, par.Workers(opt.Workers))}
	f := s.reading(input{path: "-", label: label})
	f.unkeyed = true
	c := open(ctx, r, s.tell)
	c.stored.hash = noHash{}
	var err error
	if kind := c.archive(); kind != "zip" && kind != "tar" {
		err = s.content(ctx, f, c, &adentro.Source{Role: adentro.RoleDump}, &account{})
	}
	return errors.Join(err, c.finish())
}

// passing is a sink that hands on chunks and keeps nothing.
type passing func(*Chunk) error

func (passing) Known(ChunkKey) (Facts, bool) { return Facts{}, false }
func (p passing) Put(c *Chunk) error         { return p(c) }
func (passing) Seal(*Sealed) error           { return nil }

// noHash takes no sum.
type noHash struct{ hash.Hash }

func (noHash) Write(p []byte) (int, error) { return len(p), nil }
