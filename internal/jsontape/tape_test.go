package jsontape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	eachWay(t, func(t *testing.T) {
		for _, in := range inputs {
			compare(t, []byte(in))
		}
	})
}

// eachWay runs a test with each way to index.
func eachWay(t *testing.T, test func(t *testing.T)) {
	defer func(w way) { fastest = w }(fastest)
	for _, fastest = range ways() {
		t.Run(fastest.name, test)
	}
}

// TestStream reads streams of values, whole and damaged, with all kinds of things between
// them, and holds what comes out to the parser that looks at one byte after the other.
func TestStream(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		read := 0
		for range 300 {
			var b []byte
			for range 1 + r.IntN(150) {
				v := randomJSON(r, 0)
				if r.IntN(4) == 0 { // of any length, so that all places of a block are reached
					v = append(append([]byte(`{"fill":"`), bytes.Repeat([]byte(`\u00e1x`), r.IntN(30))...), `"}`...)
				}
				if r.IntN(20) == 0 {
					v[r.IntN(len(v))] = "{}[]\",:\\ue1 \x00\xff"[r.IntN(14)]
				}
				b = append(b, v...)
				b = append(b, []string{"\n", "\n", "\n", "\r\n", " , ", "", "\x00", "]\n["}[r.IntN(8)]...)
			}
			read += againstStrict(t, b)
		}
		if read < 10000 {
			t.Errorf("only %d values were read", read)
		}
	})
}

// sameTokens compares what two tapes made of the same bytes.
func sameTokens(t *testing.T, got, want Value) {
	t.Helper()
	if got.Kind() != want.Kind() || got.Offset() != want.Offset() || !bytes.Equal(got.Raw(), want.Raw()) || got.Text() != want.Text() || got.Clean() != want.Clean() || got.Len() != want.Len() {
		t.Fatalf("got %q (%d) %q %v, want %q (%d) %q %v", got.Raw(), got.Offset(), got.Text(), got.Clean(), want.Raw(), want.Offset(), want.Text(), want.Clean())
	}
	var elems []Value
	for e := range want.Elems() {
		elems = append(elems, e)
	}
	for e := range got.Elems() {
		sameTokens(t, e, elems[0])
		elems = elems[1:]
	}
	var members []Value
	for name, e := range want.Members() {
		members = append(members, name, e)
	}
	for name, e := range got.Members() {
		sameTokens(t, name, members[0])
		sameTokens(t, e, members[1])
		if x, y := got.Get(name.Text()), want.Find(name.Text()); !bytes.Equal(x.Raw(), y.Raw()) {
			t.Fatalf("%q: Get(%q) = %q, want %q", got.Raw(), name.Text(), x.Raw(), y.Raw())
		}
		members = members[2:]
	}
}

// TestGetMany looks up every name of objects on both sides of the limits of the table.
func TestGetMany(t *testing.T) {
	for _, n := range []int{1, 95, 96, 97, 200} {
		var b bytes.Buffer
		b.WriteByte('{')
		for i := range n {
			fmt.Fprintf(&b, `"name_%d_of_many":%d,"k%d":[],`, i, i, i)
		}
		b.WriteString(`"name_0_of_many":-1}`)
		var tape Tape
		if _, err := tape.Parse(b.Bytes(), true); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if got := string(tape.Root().Get(fmt.Sprintf("name_%d_of_many", i)).Raw()); got != fmt.Sprint(i) {
				t.Errorf("%d names: name %d is %s", n, i, got)
			}
		}
		if tape.Root().Get("name_of_many").Exists() {
			t.Errorf("%d names: one was found that is not there", n)
		}
	}
}

// TestShape tells objects apart by names, their order and the kinds of the values.
func TestShape(t *testing.T) {
	shape := func(s string) uint64 {
		var tape Tape
		if _, err := tape.Parse([]byte(s), true); err != nil {
			t.Fatal(err)
		}
		return tape.Root().Shape()
	}
	one := shape(`{"id":1,"profile_background_image_url":"x","f":true}`)
	if two := shape(`{ "id" : 22, "profile_b\u0061ckground_image_url":"\n", "f":false }`); one != two {
		t.Error("the same names and kinds have two shapes")
	}
	for _, s := range []string{`{}`, `[]`, `{"id":1}`, `{"id":"1","profile_background_image_url":"x","f":true}`, `{"id":1,"profile_background_image_url":"x","f":null}`,
		`{"id":1,"profile_background_omage_url":"x","f":true}`, `{"id":1,"f":true,"profile_background_image_url":"x"}`, `{"id":1,"profile_background_image_url":[],"f":true}`, `{"id":1,"profile_background_image_url":{},"f":true}`} {
		if shape(s) == one {
			t.Errorf("%s has a shape that is not its own", s)
		}
	}
}

// TestDigits holds numbers read in place to their digits.
func TestDigits(t *testing.T) {
	for in, want := range map[string]uint64{
		`1`: 1, `"12"`: 12, `9223372036854775807`: 9223372036854775807, `"9999999999999999999"`: 9999999999999999999,
		`0`: 0, `"0"`: 0, `"01"`: 0, `-1`: 0, `1.0`: 0, `1e3`: 0, `"1 "`: 0, `""`: 0, `"x"`: 0, `12345678901234567890`: 0, `true`: 0, `[1]`: 0, `"1\n"`: 0,
	} {
		for _, text := range []string{in, "[" + in + "]"} {
			var tape Tape
			if _, err := tape.Parse([]byte(text), true); err != nil {
				t.Fatal(err)
			}
			v := tape.Root()
			if text != in {
				for e := range v.Elems() {
					v = e
				}
			}
			if got, ok := v.Digits(); ok != (want != 0) || ok && got != want {
				t.Errorf("%s: got %d %v, want %d", text, got, ok, want)
			}
		}
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

// FuzzParse holds every way to index to encoding/json, and in a stream to the parser that looks at one
// byte after the other.
func FuzzParse(f *testing.F) {
	for _, s := range hostile {
		f.Add([]byte(s), byte(len(s)))
	}
	f.Fuzz(func(t *testing.T, in []byte, pad byte) {
		defer func(w way) { fastest = w }(fastest)
		stream := fmt.Appendf(nil, `{"pad":"%*s"}%s`, pad, "", append(in, "\n{\"id\":[1,null]} "...))
		for _, fastest = range ways() {
			compare(t, in)
			if len(in) < 1000 { // it begins anew at each byte of what is broken
				againstStrict(t, stream)
			}
		}
	})
}

// deepest returns how deep arrays and objects of a value are nested.
func deepest(t *Tape) (most int) {
	depth := 0
	for i := uint32(0); int(i) < len(t.pos); i++ {
		switch t.data[t.pos[i]] {
		case '"':
			i++
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth--
		}
	}
	return most
}

// againstStrict reads a stream of values and returns how many could be read.
func againstStrict(t *testing.T, b []byte) (read int) {
	t.Helper()
	return againstStrictWith(t, new(Tape), b)
}

func againstStrictWith(t *testing.T, tape *Tape, b []byte) (read int) {
	t.Helper()
	tape.Load(b)
	for at := 0; at < len(b); {
		var want Tape
		want.Load(b)
		want.base = at
		n, errWant := want.strict(at, true)
		if i := tape.skip(at); errWant == nil && b[i]|0x20 == '{' && deepest(&want) < MaxDepth && !tape.walk(i) {
			t.Fatalf("%q at %d is right, and is not walked through: %q", b, at, b[at:at+n])
		}
		got, err := tape.ParseAt(at, true)
		if got != n || fmt.Sprint(err) != fmt.Sprint(errWant) {
			t.Fatalf("%q at %d: %d %v, want %d %v", b, at, got, err, n, errWant)
		}
		if err != nil {
			at++
			continue
		}
		read++
		sameTokens(t, tape.Root(), want.Root())
		if raw := tape.Root().Raw(); tape.clean && (!utf8.Valid(raw) || loneSurrogate(raw)) {
			t.Fatalf("%q at %d is said to be clean", b, at)
		}
		at += max(n, 1)
	}
	return read
}
