package jsontape

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are values at the corners of the grammar, valid and not.
var hostile = []string{
	"{\"\xaa\":0}",
	``, ` `, `{`, `}`, `[`, `]`, `[]`, `{}`, `[[]]`, `[,]`, `[1,]`, `{,}`, `{"a":1,}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{1:2}`, `{"a":1 "b":2}`,
	`0`, `-0`, `01`, `-`, `1.`, `.1`, `1.5e`, `1e+`, `1E9`, `1.2e18`, `-1.5E-3`, `1x`, `tru`, `true`, `false`, `null`, `nul`, `nulls`, `+1`, `0x1`, `NaN`,
	`"`, `""`, `"a`, `"\"`, `"\n"`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\u0000"`, "\"\x00\"", "\"a\nb\"", "\"\xff\"", "\"\xed\xa0\x80\"",
	`{"a":[1,2,{"b":null}],"a":3}`, `[1 2]`, `["a":1]`, `{"\u0061":1}`, "\t[ 1 , \r\n2 ]", `[1]]`, `{"a":[}`, `[{]}`, `{"a":1}{`,
	strings.Repeat("[", 64) + strings.Repeat("]", 64), strings.Repeat("[", 65) + strings.Repeat("]", 65), `"aaaaaaaaaaaaaaaa\\aaaaaaaaaaaaaaa"`,
}

// TestAgainstStandard holds the tape to encoding/json: the same inputs are
// valid, and the same values come out.
func TestAgainstStandard(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	inputs := hostile
	for range 20000 {
		b := randomJSON(r, 0)
		if r.IntN(2) == 0 && len(b) > 0 {
			b[r.IntN(len(b))] = `{}[]",:\ue1 `[r.IntN(12)]
		}
		inputs = append(inputs, string(b))
	}
	for _, in := range inputs {
		compare(t, []byte(in))
	}
}

func compare(t *testing.T, in []byte) {
	t.Helper()
	var tape Tape
	n, err := tape.Parse(in, true)
	ok := err == nil && strings.Trim(string(in[n:]), " \t\r\n") == ""
	if errors.Is(err, ErrDeep) {
		return
	}
	if want := json.Valid(in); ok != want {
		t.Fatalf("%q: valid = %v (%v), encoding/json says %v", in, ok, err, want)
	}
	if !ok {
		return
	}
	var want any
	d := json.NewDecoder(bytes.NewReader(in))
	d.UseNumber()
	if err := d.Decode(&want); err != nil {
		t.Fatal(err)
	}
	same(t, in, tape.Root(), want)
}

// same compares a value with what encoding/json made of it. Of repeated
// members encoding/json keeps the last, so only unique ones are compared.
func same(t *testing.T, in []byte, v Value, want any) {
	t.Helper()
	switch w := want.(type) {
	case nil:
		if v.Kind() != Null {
			t.Fatalf("%q: got kind %d, want null", in, v.Kind())
		}
	case bool:
		if (v.Kind() == True) != w || (v.Kind() == False) == w {
			t.Fatalf("%q: got kind %d, want %v", in, v.Kind(), w)
		}
	case json.Number:
		if string(v.Raw()) != w.String() {
			t.Fatalf("%q: got number %s, want %s", in, v.Raw(), w)
		}
	case string:
		if v.Kind() != String || v.Text() != w || !utf8.ValidString(v.Text()) {
			t.Fatalf("%q: got text %q, want %q", in, v.Text(), w)
		}
	case []any:
		if v.Len() != len(w) {
			t.Fatalf("%q: got %d elements, want %d", in, v.Len(), len(w))
		}
		i := 0
		for e := range v.Elems() {
			same(t, in, e, w[i])
			i++
		}
	case map[string]any:
		// Names that are not UTF-8 decode to others, which Get does not look for:
		// members are found by going through them.
		count, member := map[string]int{}, map[string]Value{}
		for name, value := range v.Members() {
			count[name.Text()]++
			member[name.Text()] = value
			if got := v.Get(name.Text()); name.Clean() && count[name.Text()] == 1 && string(got.Raw()) != string(value.Raw()) {
				t.Fatalf("%q: Get(%q) = %s, want %s", in, name.Text(), got.Raw(), value.Raw())
			}
		}
		if len(count) != len(w) {
			t.Fatalf("%q: got %d names, want %d", in, len(count), len(w))
		}
		for name, n := range count {
			if n == 1 {
				same(t, in, member[name], w[name])
			}
		}
	}
}

func randomJSON(r *rand.Rand, depth int) []byte {
	words := []string{`"id"`, `"a"`, `"\u00e1\n"`, `"ñandú 🇨🇺"`, `12345678901234567890`, `-1.5e3`, `true`, `null`, `""`}
	if depth > 3 || r.IntN(3) == 0 {
		return []byte(words[r.IntN(len(words))])
	}
	var b bytes.Buffer
	open, end := byte('['), byte(']')
	object := r.IntN(2) == 0
	if object {
		open, end = '{', '}'
	}
	b.WriteByte(open)
	for i := range r.IntN(5) {
		if i > 0 {
			b.WriteString(", "[:1+r.IntN(2)])
		}
		if object {
			b.WriteString([]string{`"a":`, `"b":`, `"id" : `, `"\u0062":`}[r.IntN(4)])
		}
		b.Write(randomJSON(r, depth+1))
	}
	b.WriteByte(end)
	return b.Bytes()
}

// TestParseCut cuts a value at every byte: what is left wants more, never
// breaks, and is never complete.
func TestParseCut(t *testing.T) {
	in := []byte(`{"id": 12, "t": "a\u00e1\"b", "x": [true, null, -1.5e+3, {}]}`)
	for i := range in {
		var tape Tape
		if _, err := tape.Parse(in[:i], false); err != ErrMore {
			t.Errorf("%q: got %v, want ErrMore", in[:i], err)
		}
	}
}

func TestFirstMemberWins(t *testing.T) {
	var tape Tape
	if _, err := tape.Parse([]byte(`{"ID":1,"id":2,"\u0069d":3,"id":4}`), true); err != nil {
		t.Fatal(err)
	}
	if got := string(tape.Root().Get("id").Raw()); got != "2" {
		t.Errorf("got %s, want 2", got)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]bool{
		`"a"`: true, `"\ud83d\ude00"`: true, `"\ud83d"`: false, `"\ud83dx"`: false, `"\ude00"`: false, `"\\ud83d"`: true, "\"\xff\"": false, `{"a":"\u00e1"}`: true,
	} {
		var tape Tape
		if _, err := tape.Parse([]byte(in), true); err != nil {
			t.Fatal(err)
		}
		if got := tape.Root().Clean(); got != want {
			t.Errorf("%s: clean = %v, want %v", in, got, want)
		}
	}
}

func TestReuseMakesNoGarbage(t *testing.T) {
	in := []byte(`{"id": 12, "t": "abc", "x": [true, null, {"a": 1}]}`)
	var tape Tape
	n := testing.AllocsPerRun(100, func() {
		tape.Parse(in, true)
		tape.Root().Get("x")
	})
	if n != 0 {
		t.Errorf("got %v allocations a parse, want 0", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range hostile {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) { compare(t, in) })
}
