package ingest

import (
	"context"
	"errors"
	"hash"
	"io"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// Decode decodes the content of one file, called label, which r reads, and calls each with the
// chunks that Scan would make of it, in their order. It takes no SHA-256, so that the chunks have
// no key to be kept by: it is for measurements, and for content that is looked at once. The errors
// are those of the context and of each; archives yield no chunks.
func Decode(ctx context.Context, r io.Reader, label string, opt Options, each func(*Chunk) error) error {
	return decode(ctx, r, label, opt, Formats(), each)
}

// DecodeProfiles is Decode for v1.1 users of whom no more than the profile is wanted: the
// latest tweets that they hold are checked and passed over.
func DecodeProfiles(ctx context.Context, r io.Reader, label string, opt Options, each func(*Chunk) error) error {
	return decode(ctx, r, label, opt, profilesAlone(), each)
}

// profilesAlone are the formats, but for users of v1.1, whose latest tweets are passed over.
func profilesAlone() []Format {
	formats := Formats()
	for i := range formats {
		if formats[i].Name == "v1-users" {
			formats[i].decode = func(d *decoder, v jsontape.Value) {
				r := d.begin(v, time.Time{})
				var m [v1Members]jsontape.Value
				v.Pick(v1Selection, m[:])
				_, reason := d.v1Profile(r, &m)
				d.settle(r, d.list, reason)
			}
		}
	}
	return formats
}

func decode(ctx context.Context, r io.Reader, label string, opt Options, formats []Format, each func(*Chunk) error) error {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = DefaultMaxRecord
	}
	s := &scanner{opt: &opt, formats: formats, sink: passing(each), tell: func(int) {}, size: pieceSize, slots: make(chan struct{}, par.Workers(opt.Workers)), free: make(chan []byte, 2*par.Workers(opt.Workers))}
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
func (noHash) Sum(b []byte) []byte         { return b }

// Rows cuts a table into rows and their cells, which live until the next row, and checks that they are
// UTF-8. The header is a row. It is for measurements; the error is that of each.
func Rows(r io.Reader, sep byte, each func(cells [][]byte) error) error {
	s := newRowScanner(newWindow(r), sep, DefaultMaxRecord)
	for x, ok := s.next(); ok; x, ok = s.next() {
		if s.want = len(x.cells); !x.utf8 && !validUTF8(x.raw) {
			continue
		}
		if err := each(x.cells); err != nil {
			return err
		}
	}
	return nil
}
