package ingest

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"hash"
	"io"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// pieceSize is how much content a chunk holds, but for what its last record
// and those of its neighbours need. It is part of what chunks are: a dossier's
// chunks are found again only while it stays.
const pieceSize = 8 << 20

// A cutting is a stretch of content that probably ends between two records.
type cutting struct {
	data   []byte
	sum    [sha256.Size]byte // of the content from its beginning to the end of data
	last   bool
	broken bool         // the content breaks off at its end
	done   chan decoded // what decoding it by itself came to; nil if that was not tried
}

// A cutter cuts a stream into pieces. Where it cuts depends on the content alone.
type cutter struct {
	w    *window
	size int                // of a piece
	max  int                // bytes of a piece without a place to cut at
	plan func(b []byte) int // where to cut b, which does not end the stream; 0: nowhere
	tail []byte             // read, and behind the last cut
	free chan []byte        // pieces that are done with

	sum    hash.Hash // of the content up to the last cut, and of what is summed beyond
	summed int       // bytes of the next piece that sum has
	before []byte    // the state of sum up to the last cut
}

// hashStep is how much of a piece is read at once: what was just read is summed while it is in the nearest caches. No buffer
// below is larger, so that nothing is copied twice.
const hashStep = 256 << 10

// next returns the next piece. The last one may be empty.
func (c *cutter) next() cutting {
	var buf []byte
	select {
	case buf = <-c.free:
	default:
		buf = fresh.Huge[byte](c.size)
	}
	buf = append(buf[:0], c.tail...)
	for {
		n := len(buf)
		if size := n - n%c.size + c.size; cap(buf) < size {
			buf = append(make([]byte, 0, size), buf...)
		}
		n, end := c.fill(buf[:n-n%c.size+c.size], n)
		buf = buf[:n]
		if end {
			c.tail = nil
			return cutting{data: buf, sum: c.add(buf), last: true, broken: c.w.damaged()}
		}
		cut := c.plan(buf)
		if cut == 0 && len(buf) > c.max {
			cut = len(buf)
		}
		if cut > 0 {
			c.tail = append(c.tail[:0], buf[cut:]...)
			return cutting{data: buf[:cut], sum: c.add(buf[:cut])}
		}
	}
}

// add takes the next piece into the sum, and returns what it comes to.
func (c *cutter) add(piece []byte) (sum [sha256.Size]byte) {
	if c.summed > len(piece) { // it was cut further ahead than most are
		if err := c.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(c.before); err != nil {
			panic(err) // a state that this hash gave
		}
		c.summed = 0
	}
	c.sum.Write(piece[c.summed:])
	c.sum.Sum(sum[:0])
	c.summed = 0
	return sum
}

// addAhead takes what was read of the next piece into the sum, though it may be cut before.
func (c *cutter) addAhead(read []byte) {
	state, ok := c.sum.(encoding.BinaryAppender)
	if !ok || len(read) == 0 {
		return
	}
	if c.summed == 0 {
		c.before, _ = state.AppendBinary(c.before[:0])
	}
	c.sum.Write(read[c.summed:])
	c.summed = len(read)
}

// fill reads into all of b but its first n bytes. It returns how much of it is filled then, and reports whether the
// stream ended.
func (c *cutter) fill(b []byte, n int) (int, bool) {
	k := copy(b[n:], c.w.rest())
	c.w.skip(k)
	for n += k; n < len(b) && !c.w.eof; {
		end := len(b)
		if end-n > 2*hashStep {
			end = n + hashStep
		}
		m, err := c.w.r.Read(b[n:end])
		c.addAhead(b[:n]) // not what was just read: it is most likely there that the piece is cut
		n += m
		if err != nil {
			c.w.eof = true
			if err != io.EOF && err != io.ErrUnexpectedEOF {
				c.w.err = err
			}
		}
	}
	return n, c.w.eof && len(c.w.rest()) == 0
}

// cutLine cuts behind the last line end, of JSON preferably one with an object behind it.
func cutLine(b []byte) int {
	end := bytes.LastIndexByte(b, '\n') + 1
	for i, tries := end, 0; i > 0 && tries < 1000; tries++ {
		if i < len(b) && (b[i] == '{' || b[i] == '[') {
			return i
		}
		i = bytes.LastIndexByte(b[:i-1], '\n') + 1
	}
	return end
}

// cutElement returns a function that cuts before the last element of an array
// whose elements begin as first does, or behind the last comma of one that holds no objects.
func cutElement(first []byte) func(b []byte) int {
	return func(b []byte) int {
		if first == nil {
			return bytes.LastIndexByte(b, ',') + 1
		}
		for end := len(b); ; {
			at := bytes.LastIndexByte(b[:end], '{')
			if at <= 0 {
				return 0
			}
			end = at
			before := bytes.TrimRight(b[max(at-64, 0):at], " \t\r\n")
			if len(before) > 0 && before[len(before)-1] == ',' && bytes.Equal(opening(b[at:]), first) {
				return at
			}
		}
	}
}

// cutRow cuts behind the last line end that an even number of quotes precedes,
// and behind the last one if there is none near.
func cutRow(b []byte) int {
	last := bytes.LastIndexByte(b, '\n') + 1
	odd := bytes.Count(b[:last], quoteMark)%2 == 1
	for i, tries := last, 0; i > 0 && tries < 10000; tries++ {
		if !odd {
			return i
		}
		j := bytes.LastIndexByte(b[:i-1], '\n') + 1
		odd = odd != (bytes.Count(b[j:i], quoteMark)%2 == 1)
		i = j
	}
	return last
}

var quoteMark = []byte{'"'}
