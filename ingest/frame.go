package ingest

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A frame is one JSON value of a stream: a line of JSONL, one of several
// values in a row, or an element of the array that is the whole file.
type frame struct {
	data      []byte
	off, line int64
	value     jsontape.Value // absent if the frame is broken
	reason    string         // of the rejection, if broken
	detail    string
	pages     bool // broken, but data is all of it, so that its elements may be saved
}

// A framer cuts a stream into JSON values. Between values it passes over
// white space, commas, NUL bytes and byte order marks, so JSONL, arrays of any
// size, concatenated values and streams with blank keep-alive lines are all one to it.
// A value that breaks the grammar becomes a broken frame, and the next frame is the next
// value that can be told apart: see lineEnd and elementEnd.
type framer struct {
	w     *window
	tape  jsontape.Tape
	reads int // of the window, when it was loaded into the tape
	max   int // bytes of a record
	array bool
	open  bool      // the stream ended inside an array
	nuls  int64     // passed over
	first []byte    // start of the values so far: their brace and first member's name
	glued bool      // the last value was not followed by a line end
	skip  *skipping // the stream ended inside a record that is too large
	tries int64     // bytes that elementEnd may still look ahead
}

func newFramer(w *window, max int64) *framer {
	return &framer{w: w, max: int(max), tries: 16 << 20, reads: -1}
}

// parse reads the value that the rest of the window begins with. The window is loaded once
// for all values in it.
func (f *framer) parse(final bool) (int, error) {
	if f.reads != f.w.reads {
		f.tape.Load(f.w.buf)
		f.reads = f.w.reads
	}
	return f.tape.ParseAt(f.w.pos, final)
}

// next returns the next frame, or false at the end. The frame's data and value
// live until the next call.
func (f *framer) next() (frame, bool) {
	if s := f.skip; s != nil {
		f.pass(s)
	}
	for {
		c, ok := f.between()
		if !ok {
			f.open = f.array
			return frame{}, false
		}
		switch {
		case c == '[' && !f.array:
			if fr, bad := f.brokenLine(); bad {
				return fr, true
			}
			f.array = true
			f.w.skip(1)
		case c == ']':
			f.array = false
			f.w.skip(1)
		default:
			return f.value(c), true
		}
	}
}

// brokenLine looks whether a bracket that follows lines of objects opens an
// array or is a line of its own that is broken.
func (f *framer) brokenLine() (frame, bool) {
	for f.first != nil {
		b := f.w.rest()
		_, err := f.parse(f.w.eof)
		if err == jsontape.ErrMore && !f.w.eof && len(b) < f.max {
			f.w.more()
			continue
		}
		var at *jsontape.SyntaxError
		if !errors.As(err, &at) || errors.Is(err, jsontape.ErrDeep) {
			break
		}
		if in := bytes.TrimLeft(b[1:], " \t\r\n"); len(in) > 0 && (in[0] == '{' || in[0] == '[') {
			break
		}
		fr := frame{off: f.w.off, line: f.w.line, reason: "bad_json", detail: err.Error()}
		return f.broken(fr, '{', at.Pos), true
	}
	return frame{}, false
}

// between passes over what separates values and returns the first byte of the
// next one.
func (f *framer) between() (byte, bool) {
	for {
		b := f.w.rest()
		i := 0
		for i < len(b) {
			c := b[i]
			if c == '\n' {
				f.glued = false
			} else if c == 0 {
				f.nuls++
			} else if c != ' ' && c != '\r' && c != '\t' && c != ',' && c != 0x1e {
				break
			}
			i++
		}
		f.w.skip(i)
		b = f.w.rest()
		switch {
		case len(b) == 0:
			if !f.w.more() {
				return 0, false
			}
		case b[0] == 0xEF && f.w.fill(3) && bytes.HasPrefix(f.w.rest(), utf8BOM):
			f.w.skip(3)
		default:
			return b[0], true
		}
	}
}

var utf8BOM = []byte("\xef\xbb\xbf")

// value frames the value whose first byte is c.
func (f *framer) value(c byte) frame {
	fr := frame{off: f.w.off, line: f.w.line}
	scan := 0 // for a scalar outside an array, which must end its line
	for {
		b := f.w.rest()
		n, err := f.parse(f.w.eof && !f.array) // a number cut in an array is no number
		if err == nil && !f.array && c != '{' && !endsLine(b[n:]) {
			err = &jsontape.SyntaxError{Pos: n, Err: errors.New("no JSON value")}
		}
		if err == nil && n > f.max {
			return f.tooLarge(fr)
		}
		if err == nil {
			fr.data, fr.value = b[:n], f.tape.Root()
			f.remember(fr.data)
			f.glued = true
			f.w.skip(n)
			return fr
		}
		if err == jsontape.ErrMore && len(b) >= f.max {
			return f.tooLarge(fr)
		}
		if err == jsontape.ErrMore && !f.w.eof {
			f.w.more()
			continue
		}
		if err == jsontape.ErrMore {
			fr.reason, fr.detail = "truncated", "the file ends inside this record"
			scan = len(b)
		} else {
			fr.reason, fr.detail = "bad_json", err.Error()
			if errors.Is(err, jsontape.ErrDeep) {
				fr.reason = "too_deep"
			}
			var at *jsontape.SyntaxError
			errors.As(err, &at)
			scan = at.Pos
		}
		return f.broken(fr, c, scan)
	}
}

// endsLine reports whether b begins with nothing but white space up to a line
// end, or to the end.
func endsLine(b []byte) bool {
	for _, c := range b {
		if c == '\n' || c == 0 {
			return true
		}
		if c != ' ' && c != '\r' && c != '\t' && c != ',' {
			return false
		}
	}
	return true
}

// broken finds the end of a value that breaks the grammar at byte bad.
func (f *framer) broken(fr frame, c byte, bad int) frame {
	var n int
	var whole bool
	switch {
	case f.array:
		n, whole = f.elementEnd(c, bad)
	case c == '{' && f.glued && len(f.first) > 0:
		n, whole = f.seek(max(bad-1, 1), f.nextGlued)
	case c == '{':
		if n, whole = f.siblingLine(bad), true; n >= 0 {
			fr.reason, fr.detail = "bad_json", "the line ends inside this record"
		} else {
			n, whole = f.seek(max(bad-1, 1), lineEnd)
		}
	case f.glued && len(f.first) > 0:
		n, whole = f.seek(1, func(b []byte, i int, eof bool) int {
			end := anyLineEnd(b, i, eof)
			if end >= 0 {
				b = b[:end]
			}
			if j := sibling(b, i, f.first, "", eof); j >= 0 {
				return j
			}
			return end
		})
	default: // a line of something else
		n, whole = f.seek(1, anyLineEnd)
	}
	fr.data = f.w.rest()[:n]
	fr.pages = whole && c == '{'
	f.glued = true
	f.w.skip(n)
	return fr
}

// remember keeps how a value begins, to know its siblings by.
func (f *framer) remember(data []byte) {
	if p := opening(data); p != nil && !bytes.Equal(p, f.first) {
		f.first = append(f.first[:0], p...)
	}
}

// opening returns the first member's name of an object, in quotes; nil if data
// does not begin with one.
func opening(data []byte) []byte {
	if len(data) == 0 || data[0] != '{' {
		return nil
	}
	i := 1
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	if i == len(data) || data[i] != '"' || i > 64 {
		return nil
	}
	for j := i + 1; j < len(data) && j < i+64; j++ {
		switch c := data[j]; {
		case c == '"':
			return data[i : j+1]
		case c == '\\' || c < 0x20:
			return nil
		}
	}
	return nil
}

// seek looks for a place from byte i on with find, which returns -1 if the
// bytes it was given do not hold one. It returns the number of bytes before the place, or
// all that is left; of more than max bytes it keeps no more than the end in memory
// and reports that the data are not whole.
func (f *framer) seek(i int, find func(b []byte, i int, eof bool) int) (int, bool) {
	const overlap = 256 // a place is told by no more bytes than this
	whole := true
	for {
		b := f.w.rest()
		if j := find(b, i, f.w.eof); j >= 0 {
			return j, whole
		}
		if f.w.eof {
			return len(b), whole
		}
		i = max(len(b)-overlap, i)
		if len(b) >= f.max {
			f.w.skip(i)
			i, whole = 0, false
		}
		f.w.more()
	}
}

// lineEnd finds the end of a line of JSONL: a line end with a brace or bracket
// right behind it.
func lineEnd(b []byte, i int, _ bool) int {
	for i < len(b) {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 {
			return -1
		}
		i += j + 1
		if i < len(b) && (b[i] == '{' || b[i] == '[') {
			return i
		}
	}
	return -1
}

// siblingLine finds a line inside a value that breaks the grammar at byte bad which begins as the
// value itself does: behind a record that was cut at a colon or a bracket, the next
// record reads as a value inside it. It returns -1 if there is none.
func (f *framer) siblingLine(bad int) int {
	f.w.fill(bad + 128) // opening looks no farther
	b := f.w.rest()
	name := opening(b)
	if name == nil {
		return -1
	}
	for i := 1; ; {
		if i = lineEnd(b, i, true); i < 0 || i >= bad {
			return -1
		}
		if bytes.Equal(opening(b[i:]), name) {
			return i
		}
	}
}

func anyLineEnd(b []byte, i int, _ bool) int {
	if j := bytes.IndexByte(b[min(i, len(b)):], '\n'); j >= 0 {
		return i + j
	}
	return -1
}

// nextGlued finds the next value of values in a row: an object that begins
// as its siblings do, after the end of an object, or a line end.
func (f *framer) nextGlued(b []byte, i int, eof bool) int {
	k := lineEnd(b, i, eof)
	if k >= 0 {
		b = b[:k] // no farther, lest every line be the search of all that follow
	}
	if j := sibling(b, i, f.first, "}", eof); j >= 0 {
		return j
	}
	return k
}

// sibling finds an object whose first member has the given name, directly
// after one of the bytes in after, white space aside.
func sibling(b []byte, i int, name []byte, after string, eof bool) int {
	for i < len(b) {
		j := bytes.IndexByte(b[i:], '{')
		if j < 0 {
			return -1
		}
		at := i + j
		i = at + 1
		before := bytes.TrimRight(b[max(at-64, 0):at], " \t\r\n")
		var last byte
		if len(before) > 0 {
			last = before[len(before)-1]
		}
		if after != "" && bytes.IndexByte([]byte(after), last) < 0 || after == "" && (last == ':' || last == '[' || last == ',') {
			continue
		}
		if got := opening(b[at:]); got != nil && bytes.Equal(got, name) {
			return at
		}
	}
	return -1
}

// elementEnd finds the end of a broken element of an array. If the element's
// brackets, counted without regard to what else is wrong, end where a sibling or the
// array's end follows, that is it; else it is where the next object that begins like
// a sibling follows a comma.
func (f *framer) elementEnd(c byte, bad int) (int, bool) {
	if c != '{' && c != '[' && c != '"' {
		n, whole := f.seek(0, func(b []byte, i int, _ bool) int {
			if j := bytes.IndexAny(b[i:], ",]\n"); j >= 0 {
				return i + j
			}
			return -1
		})
		return max(n, 1), whole
	}
	name := bytes.Clone(opening(f.w.rest()))
	if name == nil {
		name = bytes.Clone(f.first)
	}
	if f.tries > 0 {
		f.w.fill(min(bad+1<<20, f.max))
		b := f.w.rest()
		n := balanced(b, min(len(b), bad+1<<20))
		f.tries -= int64(max(n, bad))
		if n > 0 && n >= bad && ends(b[n:], name) {
			f.tries = min(f.tries+2*int64(n), 16<<20)
			return n, true
		}
		if n < 0 {
			f.tries -= int64(min(len(b), bad+1<<20))
		}
	}
	if name == nil {
		return f.seek(max(bad, 1), lineEnd)
	}
	n, whole := f.seek(max(bad-1, 1), func(b []byte, i int, eof bool) int { return sibling(b, i, name, ",}", eof) })
	return n, whole
}

// balanced returns the length of the bracketed value at the start of b by
// counting brackets outside strings, or -1 if it does not end within n bytes.
func balanced(b []byte, n int) int {
	depth, in := 0, false
	for i := 0; i < n; i++ {
		switch c := b[i]; {
		case in && c == '\\':
			i++
		case c == '"':
			in = !in
			if !in && depth == 0 {
				return i + 1
			}
		case in:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return -1
}

// ends reports whether b goes on as an array does after an element: with a
// comma and a sibling, or with the array's end.
func ends(b []byte, name []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	if len(b) == 0 {
		return false
	}
	if b[0] == ']' {
		return true
	}
	if b[0] != ',' {
		return false
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	return len(b) > 0 && (name == nil || bytes.Equal(opening(b), name))
}

// tooLarge passes over a value of more than max bytes without keeping it.
func (f *framer) tooLarge(fr frame) frame {
	fr.reason, fr.detail = "too_large", "the record is larger than the limit on one record"
	f.pass(&skipping{})
	return fr
}

// skipping is how far into a value that is not kept the framer is.
type skipping struct {
	Depth       int
	In, Escaped bool // inside a string, behind a backslash in it
}

// append adds what s says to b.
func (s *skipping) append(b []byte) []byte {
	return fmt.Appendf(b, "%d %t %t", s.Depth, s.In, s.Escaped)
}

// pass goes on to the end of the value, or of the stream; f.skip then says where
// in the value that was.
func (f *framer) pass(s *skipping) {
	f.skip = nil
	for {
		b := f.w.rest()
		for i, c := range b {
			switch {
			case s.Escaped:
				s.Escaped = false
			case s.In && c == '\\':
				s.Escaped = true
			case c == '"':
				s.In = !s.In
			case s.In && c == '\n' && !f.array: // no valid string goes on
				s.In, s.Depth = false, 0
			case s.In:
			case c == '{' || c == '[':
				s.Depth++
			case c == '}' || c == ']':
				s.Depth--
			}
			if !s.In && s.Depth <= 0 {
				f.w.skip(i + 1)
				f.glued = true
				return
			}
		}
		f.w.skip(len(b))
		if !f.w.more() {
			f.skip = s
			return
		}
	}
}
