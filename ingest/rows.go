package ingest

import (
	"bytes"
	"encoding/binary"
	mathbits "math/bits"
	"unicode/utf8"
	"unsafe"
)

// A row is one record of a table. Its bytes live until the next call.
type row struct {
	cells     [][]byte
	raw       []byte // without its line end
	off, line int64
	reason    string // of the rejection, if the row is broken
	utf8      bool   // its bytes are known to be UTF-8
}

// cell returns the text of column i, "" if there is no such column.
func (r *row) cell(i int) string {
	switch {
	case i < 0 || i >= len(r.cells):
		return ""
	case r.utf8:
		return string(r.cells[i])
	}
	return cellText(r.cells[i])
}

// view returns what cell does. It may lie in the row, and then lives as long as that: it is for
// cells of which nothing is kept.
func (r *row) view(i int) string {
	if !r.utf8 || i < 0 || i >= len(r.cells) {
		return r.cell(i)
	}
	return unsafe.String(unsafe.SliceData(r.cells[i]), len(r.cells[i]))
}

// cellText returns a cell as UTF-8. Spreadsheets still write the eight-bit
// encoding of Windows.
func cellText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out := make([]rune, 0, len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = windows1252(b[0])
		}
		out = append(out, r)
		b = b[n:]
	}
	return string(out)
}

// windows1252 maps one byte above 0x7F. Above 0x9F it is Latin-1; the source of
// the others is the table of the WHATWG Encoding standard.
func windows1252(c byte) rune {
	if c >= 0xA0 {
		return rune(c)
	}
	return []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")[c-0x80]
}

// A rowScanner cuts a stream into rows by RFC 4180: cells in quotes may hold
// separators, line ends and doubled quotes. A quote that is never closed costs its own row
// only: reading goes on at the next line that looks like a row.
type rowScanner struct {
	w      *window
	sep    byte
	want   int                       // cells of a row; 0 before it is known
	max    int                       // bytes of a row
	looks  func(cells [][]byte) bool // may a whole row look so?
	begins func(cells [][]byte) bool // does a line begin a row?
	cells  [][]byte
	ascii  bool  // the row that was split last is known to be
	ahead  int64 // bytes that may still be looked at in search of a closing quote
	buf    []byte
	ends   [mostCells + quickRoom]uint32
}

// rowSpan is how far apart the two quotes of a cell may be, in bytes.
const rowSpan = 1 << 20

// maxAhead is how much may be looked at in search of closing quotes beyond what is read anyway.
const maxAhead = 64 << 20

func newRowScanner(w *window, sep byte, max int64) *rowScanner {
	return &rowScanner{w: w, sep: sep, max: int(min(max, rowSpan)), ahead: maxAhead}
}

// next returns the next row that is not blank, or false at the end.
func (s *rowScanner) next() (row, bool) {
	for {
		b := s.w.rest()
		n := 0
		for n < len(b) && (b[n] == '\n' || b[n] == '\r' || b[n] == 0) {
			n++
		}
		s.w.skip(n)
		if n < len(b) {
			break
		}
		if !s.w.more() {
			return row{}, false
		}
	}
	r := row{off: s.w.off, line: s.w.line}
	n, inside, reason := s.parse(0)
	r.reason, r.utf8 = reason, s.ascii && reason == ""
	if reason == "bad_quote" {
		n = s.resync()
		inside = -1
	}
	r.cells = s.cells
	b := s.w.rest()[:n]
	r.raw = trimLine(b)
	switch {
	case inside < 0:
		s.skip(n, bytes.Count(b, newline))
	case b[n-1] == '\n':
		s.skip(n, inside+1)
	default:
		s.skip(n, inside)
	}
	return r, true
}

// skip consumes n bytes with so many line ends in them.
func (s *rowScanner) skip(n, lines int) {
	s.w.pos += n
	s.w.off += int64(n)
	s.w.line += int64(lines)
}

// trimLine returns a row without its line end.
func trimLine(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// parse reads the row at byte at of what is in memory. It returns its length, line end
// included, the line ends inside of it, and what is wrong with it.
func (s *rowScanner) parse(at int) (n, inside int, reason string) {
	for {
		b := s.w.rest()[at:]
		n, inside, ok, closed := s.split(b)
		switch {
		case !closed && !s.w.eof && len(b) < s.max && s.ahead > 0:
			s.ahead -= int64(len(b))
			s.w.more()
			continue
		case !ok || !closed:
			return s.lineLen(b), 0, "bad_quote"
		case inside > 0 && s.swallows(b[:n]):
			return s.lineLen(b), 0, "bad_quote"
		case s.want > 0 && len(s.cells) != s.want && !s.trim():
			if inside > 0 {
				return s.lineLen(b), 0, "bad_quote"
			}
			return n, 0, "ragged_row"
		}
		s.ahead = min(s.ahead+2*int64(n), maxAhead)
		return n, inside, ""
	}
}

// trim drops empty cells behind the last column.
func (s *rowScanner) trim() bool {
	for len(s.cells) > s.want && len(s.cells[len(s.cells)-1]) == 0 {
		s.cells = s.cells[:len(s.cells)-1]
	}
	return len(s.cells) == s.want
}

// lineLen returns the length of the line that b begins with, line end included.
func (s *rowScanner) lineLen(b []byte) int {
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return n + 1
	}
	return len(b)
}

// resync returns the length of the broken row at the start: up to the next line
// that reads as a row should.
func (s *rowScanner) resync() int {
	n := s.lineLen(s.w.rest())
	for {
		if n == len(s.w.rest()) {
			if n >= s.max || !s.w.more() {
				return n
			}
			if s.w.rest()[n-1] != '\n' {
				n += s.lineLen(s.w.rest()[n:])
			}
			continue
		}
		if _, _, reason := s.parse(n); reason == "" && len(s.cells) > 0 && (s.looks == nil || s.looks(s.cells)) {
			return n
		}
		line := s.w.rest()[n:]
		line = line[:s.lineLen(line)]
		if s.isRow(line) {
			return n // broken as well, but a row of its own
		}
		n += len(line)
	}
}

// isRow reports whether a line, quotes aside, is a row by the number of its
// cells and by the account in it.
func (s *rowScanner) isRow(line []byte) bool {
	if s.begins == nil || bytes.Count(line, []byte{s.sep}) != s.want-1 {
		return false
	}
	return s.begins(bytes.Split(bytes.TrimRight(line, "\r\n"), []byte{s.sep}))
}

// swallows reports whether a row of several lines has whole rows in it: its
// quote was closed by that of a later row, which was not closed either.
func (s *rowScanner) swallows(b []byte) bool {
	_, rest, _ := bytes.Cut(b, newline)
	for line := range bytes.Lines(rest) {
		if s.isRow(line) {
			return true
		}
	}
	return false
}

// split cuts the row at the start of b into s.cells and returns its length and
// the number of the line ends inside of it. closed is false if b ends inside the row, ok if the
// quotes are in order so far.
func (s *rowScanner) split(b []byte) (n, inside int, ok, closed bool) {
	if findCells != nil {
		if n, inside, ok = s.quick(b); ok {
			return n, inside, true, true
		}
	}
	cells := s.cells[:0]
	s.buf, s.ascii = s.buf[:0], false
	quotes := false
	i := 0
	for {
		if i < len(b) && b[i] == '"' {
			quotes = true
			j := i
			if i+9 <= len(b) { // most cells are short: eight bytes are looked at before a search is worth its call
				if m := zeroBytes(binary.LittleEndian.Uint64(b[i+1:]) ^ ones*'"'); m != 0 {
					j = i + 1 + mathbits.TrailingZeros64(m)/8
				}
			}
			if j == i {
				j += 1 + bytes.IndexByte(b[i+1:], '"')
			}
			if j > i && j+1 < len(b) && b[j+1] != '"' {
				cells = append(cells, b[i+1:j])
				if i = j + 1; b[i] == s.sep {
					i++
					continue
				}
			} else {
				cell, end := s.quoted(b, i+1)
				if end < 0 {
					s.cells = cells
					return len(b), 0, true, false
				}
				cells = append(cells, cell)
				i = end
			}
		} else {
			j := i + bareLen(b[i:], s.sep)
			cells = append(cells, trimReturns(b[i:j]))
			i = j
		}
		for i < len(b) && b[i] == '\r' {
			i++
		}
		if i < len(b) && b[i] == s.sep {
			i++
			continue
		}
		s.cells = cells
		if i < len(b) && b[i] != '\n' {
			return i, 0, false, true
		}
		if quotes {
			inside = bytes.Count(b[:i], newline)
		}
		if i == len(b) {
			return i, inside, true, s.w.eof
		}
		return i + 1, inside, true, true
	}
}

// quoted reads a cell from behind its opening quote. It returns the cell and what
// follows the closing quote, -1 if there is none.
func (s *rowScanner) quoted(b []byte, i int) (cell []byte, end int) {
	from := len(s.buf)
	plain := true
	start := i
	for {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return nil, -1
		}
		j += i
		if j+1 < len(b) && b[j+1] == '"' {
			plain = false
			s.buf = append(s.buf, b[i:j+1]...)
			i = j + 2
			continue
		}
		if j+1 == len(b) && !s.w.eof {
			return nil, -1 // the quote may be the first of two
		}
		if plain {
			return b[start:j], j + 1
		}
		s.buf = append(s.buf, b[i:j]...)
		return s.buf[from:len(s.buf):len(s.buf)], j + 1
	}
}

// trimReturns drops the carriage returns at the end of a cell without quotes.
func trimReturns(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == '\r' {
		b = b[:len(b)-1]
	}
	return b
}

// bareLen returns the length of the cell without quotes that b begins with. Eight bytes are
// looked at together.
func bareLen(b []byte, sep byte) int {
	seps, i := ones*uint64(sep), 0
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		if m := zeroBytes(x^seps) | zeroBytes(x^ones*'\n'); m != 0 {
			return i + mathbits.TrailingZeros64(m)/8
		}
	}
	for i < len(b) && b[i] != sep && b[i] != '\n' {
		i++
	}
	return i
}

// ones and highs are a word of eight bytes 0x01, and of eight bytes 0x80.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// zeroBytes marks the bytes of x that are zero by their highest bits. Behind the first there
// may be others that are marked.
func zeroBytes(x uint64) uint64 { return (x - ones) &^ x & highs }

// validUTF8 does what utf8.Valid does, and is as fast between the letters beyond ASCII as
// where there are none.
func validUTF8(b []byte) bool {
	for {
		for len(b) >= 32 {
			if (binary.LittleEndian.Uint64(b)|binary.LittleEndian.Uint64(b[8:])|binary.LittleEndian.Uint64(b[16:])|binary.LittleEndian.Uint64(b[24:]))&highs != 0 {
				break
			}
			b = b[32:]
		}
		for len(b) >= 8 {
			m := binary.LittleEndian.Uint64(b) & highs
			if m != 0 {
				b = b[mathbits.TrailingZeros64(m)/8:]
				break
			}
			b = b[8:]
		}
		for len(b) > 0 && len(b) < 8 && b[0] < utf8.RuneSelf {
			b = b[1:]
		}
		if len(b) == 0 {
			return true
		}
		if b[0]&0xe0 == 0xc0 && b[0] >= 0xc2 && len(b) > 1 && b[1]&0xc0 == 0x80 { // most letters with accents
			b = b[2:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return false
		}
		b = b[n:]
	}
}
