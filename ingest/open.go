package ingest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	maxLayers  = 4         // containers in containers
	maxRatio   = 200       // decompressed bytes per stored byte
	ratioFrom  = 64 << 20  // decompressed bytes before the ratio is looked at
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
}

func (s *stored) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(p)
	s.hash.Write(p[:n])
	s.n += int64(n)
	s.tell(n)
	return n, err
}

// A content is the inside of a file: what is left when all containers are
// peeled. It ends early where a container is damaged; broken then says how.
type content struct {
	*stored
	r      io.Reader
	n      int64 // bytes given
	layers []string
	zeros  bool // padding behind the last gzip member
	broken error
	close  []func()
}

// open peels the containers of r.
func open(ctx context.Context, r io.Reader, tell func(n int)) *content {
	c := &content{stored: &stored{ctx: ctx, r: r, hash: sha256.New(), tell: tell}}
	b := bufio.NewReaderSize(c.stored, 256<<10)
	for range maxLayers {
		head, _ := b.Peek(18)
		var in io.Reader
		switch {
		case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
			c.layers = append(c.layers, "gzip")
			in = &members{r: b, zeros: &c.zeros}
		case isZstd(head):
			c.layers = append(c.layers, "zstd")
			z, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
			if err != nil {
				c.broken = fmt.Errorf("zstd: %w", err)
				in = bytes.NewReader(nil)
				break
			}
			c.close = append(c.close, z.Close)
			in = &named{"zstd", z}
		default:
			c.r = b
			return c
		}
		b = bufio.NewReaderSize(in, 256<<10)
	}
	c.r = b
	return c
}

func isZstd(head []byte) bool {
	if len(head) < 4 || !bytes.Equal(head[1:4], []byte{0xb5, 0x2f, 0xfd}) {
		return len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
	}
	return head[0] == 0x28
}

var errRatio = fmt.Errorf("stopped: more than %d times as large as the file it came from", maxRatio)

// Read gives the content. Where a container breaks it ends as if the file
// did; only the context's error and that of the disk are errors.
func (c *content) Read(p []byte) (int, error) {
	if c.broken != nil {
		return 0, io.EOF
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	if len(c.layers) > 0 && c.n > ratioFrom && c.n > maxRatio*c.stored.n {
		err = errRatio
	}
	if err != nil && err != io.EOF {
		if c.ctx.Err() != nil {
			return n, c.ctx.Err()
		}
		c.broken = err
		err = io.EOF
	}
	return n, err
}

// finish reads the rest of the stored bytes, so that their hash is that of the
// whole file, and closes what was opened.
func (c *content) finish() error {
	if _, err := io.Copy(io.Discard, c.stored); err != nil && c.broken == nil {
		c.broken = err
	}
	for _, f := range c.close {
		f()
	}
	return c.ctx.Err()
}

// named puts the container's name before its errors.
type named struct {
	name string
	r    io.Reader
}

func (n *named) Read(p []byte) (int, error) {
	m, err := n.r.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%s: %w", n.name, err)
	}
	return m, err
}

// members reads the members of a gzip stream one after another. Zeros behind
// the last one are padding that tapes and interrupted copies leave.
type members struct {
	r     *bufio.Reader
	z     *gzip.Reader
	zeros *bool
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if m.z == nil {
			z, err := gzip.NewReader(m.r)
			if err != nil {
				return 0, m.fail(err)
			}
			z.Multistream(false)
			m.z = z
		}
		n, err := m.z.Read(p)
		if n > 0 || err == nil {
			return n, nil
		}
		if err != io.EOF {
			return 0, m.fail(err)
		}
		head, _ := m.r.Peek(2)
		switch {
		case len(head) == 0:
			return 0, io.EOF
		case bytes.Equal(head, []byte{0x1f, 0x8b}):
			if err := m.z.Reset(m.r); err != nil {
				return 0, m.fail(err)
			}
			m.z.Multistream(false)
		default:
			return 0, m.trailing()
		}
	}
}

func (m *members) fail(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return err // they name gzip themselves
	}
	return fmt.Errorf("gzip: %w", err)
}

var errTrailing = errors.New("gzip: bytes that are not gzip follow the last member")

// trailing tells padding from other bytes behind the last member.
func (m *members) trailing() error {
	for {
		c, err := m.r.ReadByte()
		if err == io.EOF {
			*m.zeros = true
			return io.EOF
		}
		if err != nil {
			return err
		}
		if c != 0 {
			return errTrailing
		}
	}
}
