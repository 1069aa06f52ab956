package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
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

// eachFinder runs a test with each way to find cells that this machine has, none among them.
func eachFinder(t *testing.T, test func(t *testing.T)) {
	defer func() { findCells = cellFinders()[0] }()
	for _, findCells = range cellFinders() {
		test(t)
	}
}

// behind is what stands behind rows so that they are read quickly.
var behind = strings.Repeat("x,y\n", 40)

// TestQuickRows reads random rows, of all that cells may be and may not be, quickly and slowly.
func TestQuickRows(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	cells := []string{"", "a", "enfermera de Mérida", strings.Repeat("b", 63), strings.Repeat("c", 200), `""`, `"d"`, `"` + strings.Repeat("e", 61) + `"`, `"f,g"`, "\"h\ni\"", `"j""k"`, `""""`, "l\r", "\"m\"\r",
		"\"n\"\r\r", "o\rp", `q"r`, `"s"t`, `"`, `"u" "v"`, "\"w\n\nx\"", "🇨🇺", "\xf1", "\x00", `"""y"`}
	for range 3_000 {
		var b strings.Builder
		plain := r.IntN(3) > 0 // most rows have nothing wrong
		for range 1 + r.IntN(4) {
			want := []int{2, 2, 2, 40, 300}[r.IntN(5)]
			for k := range want {
				if k > 0 {
					b.WriteByte(',')
				}
				if n := r.IntN(len(cells)); !plain || n < 12 {
					b.WriteString(cells[n])
				}
			}
			b.WriteString([]string{"\n", "\n", "\r\n", "\n\n"}[r.IntN(4)])
		}
		sameRows(t, b.String())
	}
}

// sameRows holds the ways to read rows to each other, with rows behind and without.
func sameRows(t *testing.T, in string) {
	t.Helper()
	for _, text := range []string{in, in + behind} {
		for _, want := range []int{0, 2, 40} {
			var first []string
			eachFinder(t, func(t *testing.T) {
				got := rowsOf(text, ',', want, false)
				if first == nil {
					first = got
				} else if strings.Join(got, "\x00") != strings.Join(first, "\x00") {
					t.Fatalf("%q, %d cells: quickly\n%q\nslowly\n%q", text, want, first, got)
				}
			})
		}
	}
}

// TestQuickRowsAreRead: rows are read quickly where they can be.
func TestQuickRowsAreRead(t *testing.T) {
	if findCells == nil {
		t.Skip("this machine has no quick way")
	}
	for _, in := range []string{"a,b\n", "\"a\",\"b\"\n", "\"a\"\"\",b\r\n", "\"a\nb\",\"c\"\r\n", strings.Repeat("a,", 250) + "a\n"} {
		s := newRowScanner(newWindow(strings.NewReader(in+behind)), ',', 1<<20)
		s.w.more()
		if n, inside, ok := s.quick(s.w.rest()); n != len(in) || inside != strings.Count(in, "\n")-1 || !ok {
			t.Errorf("%q: %d bytes with %d line ends inside, %v; want %d", in, n, inside, ok, len(in))
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
		sameRows(t, in)
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
