package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
)

// An edgeText is the text of an edge list: in a file, or held.
type edgeText struct {
	file    *os.File // nil if the text is held
	held    [][]byte // pieces of whole lines
	size    int64    // of the text
	damage  string
	buffers sync.Pool // of *[]byte
}

// An edgePiece is a piece of the text, of whole lines, or of a source.
type edgePiece struct {
	off, size int64 // bytes; of a source rows
	held      []byte
	index     int // of a source
}

const (
	edgePieceSize = 4 << 20
	maxEdgeLine   = 64 << 20 // bytes: a longer line is no row of anything
)

var errLongLine = fmt.Errorf("%w: a line is longer than %d MiB: not an edge list", ErrNoInput, maxEdgeLine>>20)

func openEdgeText(ctx context.Context, path string, stdin io.Reader) (*edgeText, error) {
	r := stdin
	t := &edgeText{}
	t.buffers.New = func() any { return new([]byte) }
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoInput, err)
		}
		r, t.file = f, f
	} else if r == nil {
		return nil, fmt.Errorf("%w: no standard input", ErrNoInput)
	}
	c := open(ctx, r, func(int) {})
	if c.file != nil {
		t.size = c.size
		return t, nil
	}
	err := t.hold(c)
	if c.broken != nil {
		t.damage = c.broken.Error()
	}
	if e := c.finish(); err == nil {
		err = e
	}
	if e := t.close(); err == nil {
		err = e
	}
	t.file = nil
	return t, err
}

func (t *edgeText) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// hold keeps a text in pieces that end with a line.
func (t *edgeText) hold(r io.Reader) error {
	piece := make([]byte, 0, edgePieceSize)
	for {
		if len(piece) == cap(piece) {
			end := bytes.LastIndexByte(piece, '\n') + 1
			if end == 0 && len(piece) >= maxEdgeLine {
				return errLongLine
			}
			if end > 0 {
				t.held = append(t.held, piece[:end:end])
			}
			piece = append(make([]byte, 0, max(edgePieceSize, 2*(len(piece)-end))), piece[end:]...)
		}
		n, err := r.Read(piece[len(piece):cap(piece)])
		t.size += int64(n)
		piece = piece[:len(piece)+n]
		if errors.Is(err, io.EOF) {
			if len(piece) > 0 {
				t.held = append(t.held, piece)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// head returns the first lines: as many as tell what the columns are. free gives their memory back.
func (t *edgeText) head() (lines []byte, free func(), err error) {
	const most = 256 << 10
	p := edgePiece{size: min(most, t.size)}
	all := p.size == t.size
	if t.file == nil {
		if len(t.held) == 0 {
			return nil, func() {}, nil
		}
		p.held = t.held[0][:min(len(t.held[0]), most)]
		all = all && len(t.held) == 1
	}
	lines, free, err = t.load(p)
	return wholeLines(lines, all), free, err
}

// rows returns how many rows the text has, if all is as its head: exactly so if that is all.
func (t *edgeText) rows(head []byte) int64 {
	n := int64(countLines(head))
	if int64(len(head)) < t.size {
		n += n / 64
		n = n * t.size / int64(max(len(head), 1))
	}
	return n
}

// countLines counts the lines of a text; the last may lack its end.
func countLines(text []byte) int {
	n := bytes.Count(text, []byte{'\n'})
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// wholeLines returns b without a line that may go on behind it.
func wholeLines(b []byte, all bool) []byte {
	if end := bytes.LastIndexByte(b, '\n'); end >= 0 && !all {
		return b[:end+1]
	}
	return b
}

// pieces cuts the text from start on behind lines.
func (t *edgeText) pieces(start int64) (pieces []edgePiece, err error) {
	if t.file == nil {
		off := int64(0)
		for _, b := range t.held {
			skip := min(max(start-off, 0), int64(len(b)))
			pieces = append(pieces, edgePiece{off: off + skip, size: int64(len(b)) - skip, held: b[skip:]})
			off += int64(len(b))
		}
		return pieces, nil
	}
	size := min(max(t.size/64, 64<<10), edgePieceSize) // enough pieces for all workers, each small enough for a cache
	for start < t.size {
		end := t.size
		if start+size < t.size {
			if end, err = t.lineEnd(start + size); err != nil {
				return nil, err
			}
		}
		pieces = append(pieces, edgePiece{off: start, size: end - start})
		start = end
	}
	return pieces, nil
}

// lineEnd returns where the line that holds the byte at off ends.
func (t *edgeText) lineEnd(off int64) (int64, error) {
	for from, size := off, int64(512); ; size *= 2 {
		b := make([]byte, min(size, t.size-from))
		if _, err := t.file.ReadAt(b, from); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if end := bytes.IndexByte(b, '\n'); end >= 0 {
			return from + int64(end) + 1, nil
		}
		if from += int64(len(b)); from == t.size {
			return t.size, nil
		}
		if from-off > maxEdgeLine {
			return 0, errLongLine
		}
	}
}

// load returns the text of a piece, and what gives its memory back.
func (t *edgeText) load(p edgePiece) ([]byte, func(), error) {
	if p.held != nil {
		return p.held, func() {}, nil
	}
	b := t.buffers.Get().(*[]byte)
	*b = slices.Grow((*b)[:0], int(p.size))[:p.size]
	if _, err := t.file.ReadAt(*b, p.off); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNoInput, err)
	}
	return *b, func() { t.buffers.Put(b) }, nil
}
