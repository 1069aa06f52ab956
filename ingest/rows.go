package ingest

import (
	"bytes"
	"unicode/utf8"
)

// A row is one record of a table. Its bytes live until the next call.
type row struct {
	cells     [][]byte
	raw       []byte // without its line end
	off, line int64
	reason    string // of the rejection, if the row is broken
}

// cell returns the text of column i, "" if there is no such column.
func (r *row) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return cellText(r.cells[i])
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
	ahead  int64 // bytes that may still be looked at in search of a closing quote
	buf    []byte
}

// rowSpan is how far apart the two quotes of a cell may be, in bytes.
const rowSpan = 1 << 20

func newRowScanner(w *window, sep byte, max int64) *rowScanner {
	return &rowScanner{w: w, sep: sep, max: int(min(max, rowSpan)), ahead: 64 << 20}
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
	n, reason := s.parse(0)
	r.reason = reason
	if reason == "bad_quote" {
		n = s.resync()
	}
	r.cells = s.cells
	r.raw = bytes.TrimRight(s.w.rest()[:n], "\r\n")
	s.w.skip(n)
	return r, true
}

// parse reads the row at byte at of what is in memory and returns its length,
// line end included, and what is wrong with it.
func (s *rowScanner) parse(at int) (int, string) {
	for {
		b := s.w.rest()[at:]
		n, lines, ok, closed := s.split(b)
		switch {
		case !closed && !s.w.eof && len(b) < s.max && s.ahead > 0:
			s.ahead -= int64(len(b))
			s.w.more()
			continue
		case !ok || !closed:
			return s.lineLen(b), "bad_quote"
		case lines > 1 && s.swallows(b[:n]):
			return s.lineLen(b), "bad_quote"
		case s.want > 0 && len(s.cells) != s.want && !s.trim():
			if lines > 1 {
				return s.lineLen(b), "bad_quote"
			}
			return n, "ragged_row"
		}
		s.ahead = min(s.ahead+2*int64(n), 64<<20)
		return n, ""
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
		if _, reason := s.parse(n); reason == "" && len(s.cells) > 0 && (s.looks == nil || s.looks(s.cells)) {
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
// the number of its lines. closed is false if b ends inside the row, ok if the quotes
// are in order so far.
func (s *rowScanner) split(b []byte) (n, lines int, ok, closed bool) {
	s.cells, s.buf = s.cells[:0], s.buf[:0]
	lines = 1
	for i := 0; ; {
		if i < len(b) && b[i] == '"' {
			cell, end, in := s.quoted(b, i+1)
			lines += in
			if end < 0 {
				return len(b), lines, true, false
			}
			s.cells = append(s.cells, cell)
			i = end
		} else {
			j := i
			for j < len(b) && b[j] != s.sep && b[j] != '\n' {
				j++
			}
			s.cells = append(s.cells, bytes.TrimRight(b[i:j], "\r"))
			i = j
		}
		for i < len(b) && b[i] == '\r' {
			i++
		}
		switch {
		case i == len(b):
			return i, lines, true, s.w.eof
		case b[i] == '\n':
			return i + 1, lines, true, true
		case b[i] != s.sep:
			return i, lines, false, true
		}
		i++
	}
}

// quoted reads a cell from behind its opening quote. It returns the cell, what
// follows the closing quote (-1 if there is none), and the line ends inside.
func (s *rowScanner) quoted(b []byte, i int) (cell []byte, end, lines int) {
	from := len(s.buf)
	plain := true
	start := i
	for {
		j := bytes.IndexByte(b[i:], '"')
		if j < 0 {
			return nil, -1, 0
		}
		j += i
		if j+1 < len(b) && b[j+1] == '"' {
			plain = false
			s.buf = append(s.buf, b[i:j+1]...)
			i = j + 2
			continue
		}
		if j+1 == len(b) && !s.w.eof {
			return nil, -1, 0 // the quote may be the first of two
		}
		lines = bytes.Count(b[start:j], newline)
		if plain {
			return b[start:j], j + 1, lines
		}
		s.buf = append(s.buf, b[i:j]...)
		return s.buf[from:len(s.buf):len(s.buf)], j + 1, lines
	}
}
