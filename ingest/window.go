package ingest

import (
	"bytes"
	"io"
)

// A window is the part of a stream that is in memory: buf[pos:] is what has not
// been consumed yet. Offsets and lines are those of the stream.
type window struct {
	r     io.Reader
	buf   []byte
	pos   int
	off   int64 // of buf[pos]
	line  int64 // of buf[pos], 1-based
	eof   bool  // nothing follows buf
	err   error // what ended the stream, if not its end
	reads int   // how often buf has changed

	broken bool // the content breaks off at the end of buf
}

// windowSize is how much is read at once.
const windowSize = 256 << 10

func newWindow(r io.Reader) *window { return &window{r: r, line: 1} }

// newPiece returns a window on data that are in memory already, and are all.
func newPiece(data []byte, broken bool) *window {
	return &window{buf: data, line: 1, eof: true, broken: broken}
}

// rest returns what is in memory and not consumed; more and skip end its life.
func (w *window) rest() []byte { return w.buf[w.pos:] }

// more reads on, at least doubling what is in memory, so that looking again
// at the same bytes costs no more than looking twice. It reports whether there was more.
func (w *window) more() bool {
	if w.eof {
		return false
	}
	w.reads++
	n := len(w.buf) - w.pos
	if need := 2*n + windowSize; cap(w.buf) < need {
		grown := make([]byte, n, need)
		copy(grown, w.buf[w.pos:])
		w.buf = grown
	} else {
		copy(w.buf, w.buf[w.pos:])
		w.buf = w.buf[:n]
	}
	w.pos = 0
	m, err := io.ReadAtLeast(w.r, w.buf[n:cap(w.buf)], cap(w.buf)-n)
	w.buf = w.buf[:n+m]
	if err != nil {
		w.eof = true
		if err != io.EOF && err != io.ErrUnexpectedEOF {
			w.err = err
		}
	}
	return m > 0
}

// fill makes n bytes available if the stream has them.
func (w *window) fill(n int) bool {
	for len(w.buf)-w.pos < n {
		if !w.more() {
			return false
		}
	}
	return true
}

// skip consumes n bytes, which must be in memory.
func (w *window) skip(n int) {
	w.skipLines(n, bytes.Count(w.buf[w.pos:w.pos+n], newline))
}

// skipLines consumes n bytes in which so many lines end.
func (w *window) skipLines(n, lines int) {
	w.line += int64(lines)
	w.pos += n
	w.off += int64(n)
}

var newline = []byte{'\n'}

// errEOF is what a reader of a drained window returns.
func errEOF(w *window) error {
	if w.err != nil {
		return w.err
	}
	return io.EOF
}

// damaged reports whether the content broke off where it now ends.
func (w *window) damaged() bool {
	if w.broken {
		return true
	}
	r, ok := w.r.(interface{ damaged() bool })
	return ok && r.damaged()
}
