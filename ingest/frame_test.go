package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// frames renders what a framer makes of in: each value, or each rejection with
// its offset and line.
func frames(in string, max int64, byByte bool) []string {
	w := newWindow(strings.NewReader(in))
	if byByte {
		w = newWindow(iotest.OneByteReader(strings.NewReader(in)))
	}
	f := newFramer(w, max)
	var out []string
	for {
		fr, ok := f.next()
		if !ok {
			return out
		}
		if fr.reason == "" {
			out = append(out, string(fr.data))
		} else {
			out = append(out, fmt.Sprintf("%s@%d:%d", fr.reason, fr.off, fr.line))
		}
	}
}

func TestFramer(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", 100) + `"}`
	tests := []struct {
		name, in string
		want     []string
	}{
		{"nothing", "", nil},
		{"blank", " \r\n\n\x00\x00", nil},
		{"lines", "{\"a\":1}\n{\"a\":2}\r\n\r\n{\"a\":3}", []string{`{"a":1}`, `{"a":2}`, `{"a":3}`}},
		{"array", `[{"a":1},{"a":2}]`, []string{`{"a":1}`, `{"a":2}`}},
		{"pretty array", "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]\n", []string{"{\n    \"a\": 1\n  }", `{"a": 2}`}},
		{"arrays in lines", "[{\"a\":1}]\n[{\"a\":2},{\"a\":3}]\n[]", []string{`{"a":1}`, `{"a":2}`, `{"a":3}`}},
		{"glued", `{"a":1}{"a":2} {"a":3}`, []string{`{"a":1}`, `{"a":2}`, `{"a":3}`}},
		{"commas and lines", "[\n{\"a\":1}\n,\n{\"a\":2}\n]", []string{`{"a":1}`, `{"a":2}`}},
		{"lines with commas, no array", "{\"a\":1},\n{\"a\":2},\n", []string{`{"a":1}`, `{"a":2}`}},
		{"byte order marks", "\xef\xbb\xbf{\"a\":1}\n\xef\xbb\xbf{\"a\":2}", []string{`{"a":1}`, `{"a":2}`}},
		{"a hole of zeros", "{\"a\":1}\n\x00\x00\x00{\"a\":2}", []string{`{"a":1}`, `{"a":2}`}},
		{"numbers", "[1, 22,333]", []string{"1", "22", "333"}},
		{"numbers in lines", "1\n22\n", []string{"1", "22"}},
		{"numbers cut", "[1, 22,33", []string{"1", "22", "truncated@7:1"}},
		{"open array", `[{"a":1},`, []string{`{"a":1}`}},

		{"bad line", "{\"a\":1}\n{\"a\":x}\n{\"a\":3}", []string{`{"a":1}`, "bad_json@8:2", `{"a":3}`}},
		{"lost quote", "{\"a\":\"1\"}\n{\"a\":\"2}\n{\"a\":\"3\"}", []string{`{"a":"1"}`, "bad_json@10:2", `{"a":"3"}`}},
		{"lost brace", "{\"a\":1}\n{\"a\":{\"b\":1}\n{\"a\":3}", []string{`{"a":1}`, "bad_json@8:2", `{"a":3}`}},
		{"cut at a colon", "{\"a\":1,\"b\":\n{\"a\":2}\n{\"a\":3}", []string{"bad_json@0:1", `{"a":2}`, `{"a":3}`}},
		{"cut at a bracket before the last", "{\"a\":1,\"b\":[\n{\"a\":2}\n", []string{"bad_json@0:1", `{"a":2}`}},
		{"extra brace", "{\"a\":1}}\n{\"a\":2}", []string{`{"a":1}`, "bad_json@7:1", `{"a":2}`}},
		{"first line bad", "{\"a\":x}\n{\"a\":2}", []string{"bad_json@0:1", `{"a":2}`}},
		{"log lines", "rate limit {\"a\":1}\n{\"a\":2}\nsleeping\n{\"a\":3}", []string{"bad_json@0:1", `{"a":2}`, "bad_json@27:3", `{"a":3}`}},
		{"lost first brace", "{\"a\":1}\n\"a\":2,\"u\":{\"a\":5}}\n{\"a\":3}", []string{`{"a":1}`, "bad_json@8:2", `{"a":3}`}},
		{"glued and bad", `{"a":1}{"a":x}{"a":3}`, []string{`{"a":1}`, "bad_json@7:1", `{"a":3}`}},
		{"lost line end", "{\"a\":1}x{\"a\":2}\n{\"a\":3}", []string{`{"a":1}`, "bad_json@7:1", `{"a":2}`, `{"a":3}`}},
		{"zero byte in a string", "{\"a\":\"\x00\"}\n{\"a\":2}", []string{"bad_json@0:1", `{"a":2}`}},
		{"half a last line", "{\"a\":1}\n{\"a\":", []string{`{"a":1}`, "truncated@8:2"}},

		{"bad element", `[{"a":1},{"a":x},{"a":3}]`, []string{`{"a":1}`, "bad_json@9:1", `{"a":3}`}},
		{"bad escape in an element", `[{"a":1},{"a":"\x","b":[{"a":1},{"a":2}]},{"a":3}]`, []string{`{"a":1}`, "bad_json@9:1", `{"a":3}`}},
		{"lost quote in an element", `[{"a":"1"},{"a":"2,"b":"{"},{"a":"3"},{"a":"4"}]`, []string{`{"a":"1"}`, "bad_json@11:1", `{"a":"3"}`, `{"a":"4"}`}},
		{"lost brace in an element", "[\n{\"a\":1},\n{\"a\":{\"b\":2},\n{\"a\":3}\n]", []string{`{"a":1}`, "bad_json@11:3", `{"a":3}`}},
		{"extra brace in an array", `[{"a":1}},{"a":2}]`, []string{`{"a":1}`, "bad_json@8:1", `{"a":2}`}},
		{"junk in an array", `[1,x,3]`, []string{"1", "bad_json@3:1", "3"}},
		{"first element bad", `[{"a":x},{"a":2}]`, []string{"bad_json@1:1", `{"a":2}`}},

		{"too large", long + "\n{\"a\":2}", []string{"too_large@0:1", `{"a":2}`}},
		{"too large in an array", "[" + long + ",{\"a\":2}]", []string{"too_large@1:1", `{"a":2}`}},
		{"too deep", strings.Repeat("[", 70) + strings.Repeat("]", 70), []string{"too_deep@1:1"}},
		{"too deep in a line", "{\"a\":1}\n{\"a\":" + strings.Repeat("[", 70) + strings.Repeat("]", 70) + "}\n{\"a\":3}", []string{`{"a":1}`, "too_deep@8:2", `{"a":3}`}},
	}
	for _, tt := range tests {
		max := int64(1 << 20)
		if strings.HasPrefix(tt.name, "too large") {
			max = 50
		}
		for _, byByte := range []bool{false, true} {
			got := frames(tt.in, max, byByte)
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("%s (byte by byte: %v): %q\n got %q\nwant %q", tt.name, byByte, tt.in, got, tt.want)
			}
		}
	}
}

// TestFramerOneBadLine breaks one line of many at one byte, in every way that
// a byte can be broken into another sign of the grammar, and expects all the others.
func TestFramerOneBadLine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const lines = 50
	for range 3000 {
		var in bytes.Buffer
		starts := make([]int, lines+1)
		for i := range lines {
			starts[i] = in.Len()
			fmt.Fprintf(&in, `{"id":%d,"text":"línea \"%d\" {[","user":{"id":%d,"tags":["a","b"]},"n":null}`+"\n", i, i, i)
		}
		starts[lines] = in.Len()
		bad := r.IntN(lines)
		at := starts[bad] + r.IntN(starts[bad+1]-1-starts[bad])
		b := in.Bytes()
		b[at] = `{}[]",:\x0`[r.IntN(10)]
		got := frames(string(b), 1<<20, false)
		whole := 0
		for _, g := range got {
			if strings.HasPrefix(g, `{"id":`) && strings.HasSuffix(g, `"n":null}`) {
				whole++
			}
		}
		if whole < lines-1 || len(got) > lines+2 {
			t.Fatalf("byte %d of line %d became %q: %d whole of %d frames\n%s", at-starts[bad], bad, b[at], whole, len(got), b[starts[bad]:starts[bad+1]])
		}
	}
}

func FuzzFramer(f *testing.F) {
	for _, s := range []string{"{\"a\":1}\n{\"a\":x}\n{\"a\":3}", `[{"a":1},{"a":"\x"},{"a":3}]`, "{\"data\":[{\"id\":1},{\"id\":", "\xef\xbb\xbf[1,2", "{}{}{\"a\":"} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, in []byte, small bool) {
		max := int64(1 << 20)
		if small {
			max = 64
		}
		w := newWindow(bytes.NewReader(in))
		fr := newFramer(w, max)
		last := int64(-1)
		for {
			x, ok := fr.next()
			if !ok {
				break
			}
			if x.off <= last || x.off >= int64(len(in)) {
				t.Fatalf("%q: a frame at %d follows one at %d", in, x.off, last)
			}
			if x.reason == "" && !bytes.HasPrefix(in[x.off:], x.data) {
				t.Fatalf("%q: the frame at %d is %q", in, x.off, x.data)
			}
			if want := int64(1 + bytes.Count(in[:x.off], newline)); x.line != want {
				t.Fatalf("%q: the frame at %d is on line %d, want %d", in, x.off, x.line, want)
			}
			last = x.off
			if x.pages {
				repair(x.data, x.reason)
			}
		}
		if w.off != int64(len(in)) {
			t.Fatalf("%q: only %d of %d bytes were consumed", in, w.off, len(in))
		}
	})
}
