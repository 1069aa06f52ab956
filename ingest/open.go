package ingest

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/internal/ahead"
	"github.com/seed-1b5e0f84/adentro/internal/inflate"
	"github.com/seed-1b5e0f84/adentro/internal/zstd"
)

const (
	maxLayers  = 4         // containers in containers
	maxRatio   = 200       // bytes out of containers per stored byte
	ratioFrom  = 64 << 20  // bytes out of containers before the ratio is looked at
	zstdWindow = 128 << 20 // larger windows are refused: they are memory, not data
)

// stored reads the bytes of a file as they lie there, and takes their number
// and hash in passing.
type stored struct {
	ctx  context.Context
	r    io.Reader
	n    int64
	hash hash.Hash
	tell func(n int) // progress
	in   *atomic.Int64
}

func (s *stored) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(p)
	s.hash.Write(p[:n])
	s.n += int64(n)
	if s.in != nil {
		s.in.Add(int64(n))
	}
	s.tell(n)
	return n, err
}

// A counted reader counts what passes.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// A growth watches how much more comes out of all containers of a file, one in
// another and one beside another, than the file holds.
type growth struct {
	size    int64        // of the file, where it is known beforehand
	in, out atomic.Int64 // bytes read of the file, bytes that came out
}

var errRatio = fmt.Errorf("stopped: what is inside is more than %d times as large as the file", maxRatio)

func (g *growth) add(n int) error {
	out := g.out.Add(int64(n))
	if out > ratioFrom && out > maxRatio*max(g.size, g.in.Load()) {
		return errRatio
	}
	return nil
}

// A watched reader is the output of a container.
type watched struct {
	name string // stands before the container's errors, if not ""
	r    io.Reader
	g    *growth // may be nil
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && err != io.EOF && w.name != "" {
		err = fmt.Errorf("%s: %w", w.name, err)
	}
	if w.g != nil {
		if tooMuch := w.g.add(n); tooMuch != nil {
			return n, tooMuch
		}
	}
	return n, err
}

// A content is the inside of a file: what is left when all containers are
// peeled, or an archive of members. It ends early where a container is damaged; broken then says how.
type content struct {
	*stored
	r      io.Reader
	n      int64 // bytes given
	layers []string
	zeros  bool // padding behind the last gzip member
	broken error
	close  []func()

	growth *growth
	depth  int // containers around it and peeled from it
	head   []byte
	file   io.ReaderAt // the stored bytes by place, or nil
	size   int64       // of file
	kind   string      // see archive
	zip    *zipFile
	done   bool
	gzips  []*inflate.Gzip
}

// open peels the containers of r. If r is a regular file, its bytes are also
// read by their place, and what is written to it from now on is not read. What is compressed is inflated
// by a goroutine ahead of Read; finish ends it.
func open(ctx context.Context, r io.Reader, tell func(n int)) *content {
	g := &growth{}
	f, ok := r.(*os.File)
	if ok {
		info, err := f.Stat()
		if ok = err == nil && info.Mode().IsRegular() && info.Size() > 0; ok {
			g.size = info.Size()
			r = io.LimitReader(f, g.size)
		}
	}
	c := openIn(ctx, r, tell, g, 0)
	if ok && len(c.layers) == 0 {
		c.file, c.size = f, g.size
	}
	return c
}

// openIn peels the containers of what stands inside depth others.
func openIn(ctx context.Context, r io.Reader, tell func(n int), g *growth, depth int) *content {
	c := &content{stored: &stored{ctx: ctx, r: r, hash: sha256.New(), tell: tell}, growth: g, depth: depth}
	if depth == 0 {
		c.stored.in = &g.in
	}
	buffer := 256 << 10
	if depth > 0 { // members are many and small
		buffer = 32 << 10
	}
	b := bufio.NewReaderSize(c.stored, buffer)
	for {
		c.head, _ = b.Peek(512)
		name := container(c.head)
		if name == "" {
			break
		}
		if c.depth == maxLayers {
			c.broken = errDeep
			break
		}
		source := io.Reader(b)
		if c.depth == 0 { // the file is read and hashed beside the inflating
			a := ahead.NewReader(ctx, b)
			c.close = append(c.close, a.Stop)
			c.stored.in = nil
			g.in.Store(0)
			source = &counted{a, &g.in} // when it is used, and not when it is read
		}
		in := c.peel(name, source)
		c.depth++
		c.layers = append(c.layers, name)
		b = bufio.NewReaderSize(&watched{name, in, g}, 4096) // only to look at the head: longer reads go by it
	}
	c.head = bytes.Clone(c.head) // the buffer goes on
	c.r = b
	if len(c.layers) > 0 && c.broken == nil {
		a := ahead.NewReader(ctx, b)
		c.close = append([]func(){a.Stop}, c.close...)
		c.r = a
	}
	return c
}

var errDeep = fmt.Errorf("stopped: more than %d containers in one another", maxLayers)

// container returns the name of the container that begins with head, or "".
func container(head []byte) string {
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		return "gzip"
	case isZstd(head):
		return "zstd"
	case isBzip2(head):
		return "bzip2"
	}
	return ""
}

// peel returns the inside of a container.
func (c *content) peel(name string, r io.Reader) io.Reader {
	switch name {
	case "gzip":
		z := inflate.NewGzip(r)
		c.gzips = append(c.gzips, z)
		return z
	case "zstd":
		return zstd.NewReader(r, zstdWindow)
	default:
		return bzip2.NewReader(r)
	}
}

var gzipMagic = []byte{0x1f, 0x8b}

func isZstd(head []byte) bool {
	if len(head) < 4 || !bytes.Equal(head[1:4], []byte{0xb5, 0x2f, 0xfd}) {
		return len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
	}
	return head[0] == 0x28
}

// isBzip2 reports whether a block of bzip2, or its end, follows the magic, so
// that a text which begins with BZh is a text.
func isBzip2(head []byte) bool {
	if len(head) < 10 || !bytes.HasPrefix(head, []byte("BZh")) || head[3] < '1' || head[3] > '9' {
		return false
	}
	return bytes.Equal(head[4:10], []byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59}) || bytes.Equal(head[4:10], []byte{0x17, 0x72, 0x45, 0x38, 0x50, 0x90})
}

// Read gives the content. Where a container breaks it ends as if the file
// did; only the context's error and that of the disk are errors.
func (c *content) Read(p []byte) (int, error) {
	if c.broken != nil {
		return 0, io.EOF
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err == nil {
		return n, nil
	}
	if c.ctx.Err() != nil {
		return n, c.ctx.Err()
	}
	c.zeros = slices.ContainsFunc(c.gzips, (*inflate.Gzip).Padded) // the goroutine that inflates is done
	if err != io.EOF {
		c.broken = err
	}
	return n, io.EOF
}

// finish reads the rest of the stored bytes, so that their hash is that of the
// whole file, and closes what was opened. Further calls do nothing.
func (c *content) finish() error {
	if c.done {
		return c.ctx.Err()
	}
	c.done = true
	for _, f := range c.close {
		f()
	}
	if _, err := io.Copy(io.Discard, c.stored); err != nil && c.broken == nil && !errors.Is(err, c.ctx.Err()) {
		c.broken = err
	}
	return c.ctx.Err()
}

func (c *content) damaged() bool { return c.broken != nil }
