package inflate

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// ErrTrailing is what a gzip file ends with that goes on behind its last member.
var ErrTrailing = errors.New("bytes that are not gzip follow the last member")

// A Gzip reads the members of a gzip file one after another as one text, and checks their sums. Zeros
// behind the last are padding that tapes and interrupted copies leave.
type Gzip struct {
	z      Reader
	r      *bufio.Reader
	off    int64 // read of r before what z reads
	inside bool  // a member
	sum    uint32
	size   uint32
	padded bool
	err    error
}

// NewGzip returns a Gzip that reads r to its end.
func NewGzip(r io.Reader) *Gzip { return &Gzip{r: bufio.NewReaderSize(r, inputSize)} }

// Padded reports, at the end, whether zeros stood behind the last member.
func (g *Gzip) Padded() bool { return g.padded }

// Read reads as Reader.Read does, but no further than to the end of a member.
func (g *Gzip) Read(p []byte) (n int, err error) {
	for n == 0 && len(p) > 0 && g.err == nil {
		if !g.inside {
			if g.err = g.header(); g.err != nil {
				break
			}
			g.z.Reset(g.r)
			g.inside, g.sum, g.size = true, 0, 0
		}
		n, g.err = g.z.Read(p)
		g.sum = crc32.Update(g.sum, crc32.IEEETable, p[:n])
		g.size += uint32(n)
		var damage *Error
		switch {
		case g.err == io.EOF:
			g.off += g.z.Offset()
			g.inside = false
			g.err = g.trailer()
		case errors.As(g.err, &damage):
			g.err = &Error{g.off + damage.Offset, damage.Err}
		}
	}
	return n, g.err
}

// The flags of a header (RFC 1952, section 2.3.1).
const (
	hasSum = 1 << (1 + iota)
	hasExtra
	hasName
	hasComment
)

// header reads the header of a member, whose fields are of no interest.
func (g *Gzip) header() error {
	h, err := g.take(10)
	if err != nil {
		return err
	}
	if h[0] != 0x1f || h[1] != 0x8b || h[2] != 8 {
		return &Error{g.off, ErrHeader}
	}
	flags := h[3]
	g.sum = crc32.ChecksumIEEE(h)
	if flags&hasExtra != 0 {
		if h, err = g.take(2); err != nil {
			return err
		}
		g.sum = crc32.Update(g.sum, crc32.IEEETable, h)
		for left := int(binary.LittleEndian.Uint16(h)); left > 0; left -= len(h) {
			if h, err = g.take(min(left, 16)); err != nil {
				return err
			}
			g.sum = crc32.Update(g.sum, crc32.IEEETable, h)
		}
	}
	for _, text := range []byte{hasName, hasComment} {
		for c := byte(1); flags&text != 0 && c != 0; {
			if h, err = g.take(1); err != nil {
				return err
			}
			c = h[0]
			g.sum = crc32.Update(g.sum, crc32.IEEETable, h)
		}
	}
	if flags&hasSum != 0 {
		if h, err = g.take(2); err != nil {
			return err
		}
		if binary.LittleEndian.Uint16(h) != uint16(g.sum) {
			return &Error{g.off, ErrHeader}
		}
	}
	return nil
}

// trailer checks the sums of a member and looks at what follows: nil for a further one, io.EOF for the end.
func (g *Gzip) trailer() error {
	t, err := g.take(8)
	switch {
	case err != nil:
		return err
	case binary.LittleEndian.Uint32(t) != g.sum:
		return &Error{g.off, ErrChecksum}
	case binary.LittleEndian.Uint32(t[4:]) != g.size:
		return &Error{g.off, ErrSize}
	}
	next, err := g.r.Peek(2)
	if len(next) == 2 && next[0] == 0x1f && next[1] == 0x8b {
		return nil
	}
	if len(next) < 2 && err != io.EOF || len(next) == 0 {
		return err
	}
	for {
		c, err := g.r.ReadByte()
		if err != nil {
			g.padded = err == io.EOF
			return err
		}
		if c != 0 {
			return &Error{g.off, ErrTrailing}
		}
		g.off++
	}
}

// take returns the next n bytes, 16 at most, which are good until the next call.
func (g *Gzip) take(n int) ([]byte, error) {
	b, err := g.r.Peek(n)
	if len(b) == n {
		g.r.Discard(n)
		g.off += int64(n)
		return b, nil
	}
	if err == io.EOF {
		err = &Error{g.off + int64(len(b)), io.ErrUnexpectedEOF}
	}
	return nil, err
}
