package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func readerOf(b []byte) io.Reader { return bytes.NewReader(b) }

// rowsOf renders the rows of a table: cells between bars, or a rejection.
func rowsOf(in string, sep byte, want int, byByte bool) []string {
	var r io.Reader = strings.NewReader(in)
	if byByte {
		r = iotest.OneByteReader(r)
	}
	s := newRowScanner(newWindow(r), sep, 1<<20)
	s.want = want
	var out []string
	for x, ok := s.next(); ok; x, ok = s.next() {
		if x.reason != "" {
			out = append(out, fmt.Sprintf("%s@%d:%d", x.reason, x.off, x.line))
			continue
		}
		var cells []string
		for i := range x.cells {
			cells = append(cells, x.cell(i))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func TestRows(t *testing.T) {
	tests := []struct {
		name, in string
		sep      byte
		cells    int
		want     []string
	}{
		{"plain", "a,b\nc,d\n", ',', 2, []string{"a|b", "c|d"}},
		{"no last line end", "a,b\nc,d", ',', 2, []string{"a|b", "c|d"}},
		{"CRLF and blank lines", "a;b\r\n\r\nc;d\r\n", ';', 2, []string{"a|b", "c|d"}},
		{"empty cells", ",\n\"\",x\n", ',', 2, []string{"|", "|x"}},
		{"quotes", "\"a,1\",\"b \"\"c\"\"\"\n\"x\ny\",z\n", ',', 2, []string{`a,1|b "c"`, "x\ny|z"}},
		{"quote inside a bare cell", "a\"b,c\nd,e\n", ',', 2, []string{`a"b|c`, "d|e"}},
		{"empty cells behind", "a,b,,\nc,d\n", ',', 2, []string{"a|b", "c|d"}},
		{"ragged", "a,b\nc\nd,e,f\ng,h\n", ',', 2, []string{"a|b", "ragged_row@4:2", "ragged_row@6:3", "g|h"}},
		{"quote never closed", "a,b\n\"c,d\ne,f\ng,h\n", ',', 2, []string{"a|b", "bad_quote@4:2", "e|f", "g|h"}},
		{"quote closed by the next row's", "a,b\n\"c,d\n\"e\",f\ng,h\n", ',', 2, []string{"a|b", "bad_quote@4:2", "e|f", "g|h"}},
		{"quote closed far below", "a,b\n\"c,d\ne,f\ng,\"h\"\n", ',', 2, []string{"a|b", "bad_quote@4:2", "e|f", "g|h"}},
		{"text behind a quote", "\"a\"x,b\nc,d\n", ',', 2, []string{"bad_quote@0:1", "c|d"}},
		{"tabs", "a\tb\n", '\t', 2, []string{"a|b"}},
	}
	for _, tt := range tests {
		for _, byByte := range []bool{false, true} {
			got := rowsOf(tt.in, tt.sep, tt.cells, byByte)
			if strings.Join(got, "\x00") != strings.Join(tt.want, "\x00") {
				t.Errorf("%s (byte by byte: %v): %q\n got %q\nwant %q", tt.name, byByte, tt.in, got, tt.want)
			}
		}
	}
}

// FuzzUTF8 holds validUTF8 to the standard library, at every place of a word.
func FuzzUTF8(f *testing.F) {
	for _, s := range []string{"", "Caracas", "enfermera de Mérida 🇨🇺 y más", "año\xf1o", "\xc0\xaf", "\xed\xa0\x80", "aaaaaaa\xc3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for i := range min(len(b), 9) + 1 {
			if got, want := validUTF8(b[i:]), utf8.Valid(b[i:]); got != want {
				t.Fatalf("%q: %v, want %v", b[i:], got, want)
			}
		}
	})
}

// FuzzRows holds the scanner to encoding/csv on what that accepts, and to the
// sum of bytes on all else.
func FuzzRows(f *testing.F) {
	for _, s := range []string{"a,b\nc,d\n", "\"a\"\"b\",\"c\nd\"\ne,f", "\"a,b\nc,d", "a\n\nb\n", "\"\"\"\"\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		w := newWindow(strings.NewReader(in))
		s := newRowScanner(w, ',', 1<<20)
		var got [][]string
		clean := true
		last := int64(-1)
		for x, ok := s.next(); ok; x, ok = s.next() {
			if x.off <= last {
				t.Fatalf("%q: a row at %d follows one at %d", in, x.off, last)
			}
			last = x.off
			clean = clean && x.reason == ""
			var cells []string
			for _, c := range x.cells {
				cells = append(cells, string(c))
			}
			got = append(got, cells)
		}
		if w.off != int64(len(in)) {
			t.Fatalf("%q: only %d bytes consumed", in, w.off)
		}
		if strings.ContainsAny(in, "\r\x00") { // where encoding/csv goes its own way
			return
		}
		r := csv.NewReader(strings.NewReader(in))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil {
			return
		}
		if !clean || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Fatalf("%q\n got %q\nwant %q", in, got, want)
		}
	})
}
