package jsontape

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// varied returns JSON like b: of the same phrases for the most part, with other values.
func varied(r *rand.Rand, b []byte) []byte {
	var out bytes.Buffer
	inside := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '"' && (i == 0 || b[i-1] != '\\') {
			inside = !inside
		}
		out.WriteByte(c)
		switch {
		case inside && c == '"' && r.IntN(3) == 0:
			if end := bytes.IndexByte(b[i+1:], '"'); end >= 0 && !bytes.HasPrefix(bytes.TrimLeft(b[i+1+end+1:], " "), []byte(":")) {
				out.WriteString([]string{strings.Repeat("x", r.IntN(200)), "ñ🇨🇺", `\"\\\/`, `\u00e1`, `\ud83d\ude00`, `\ud83d`, "\xff", "\xe0\x80\x80", strings.Repeat("é", r.IntN(100))}[r.IntN(9)])
			}
		case !inside && '1' <= c && c <= '9' && r.IntN(3) == 0:
			out.WriteString(strings.Repeat("7", r.IntN(40)))
		case !inside && c == 'l' && i >= 3 && string(b[i-3:i+1]) == "null" && r.IntN(4) == 0:
			out.Truncate(out.Len() - 4)
			out.WriteString([]string{"true", "false", "0", "-1", `""`, "[]", "{}", `{"a":null}`, "[null,1]", "1.5e-3", "nul", "01", "-0.25", "12.5", "7.", "-", ".5", "0.", "-01", "1.2.3", "true.5", strings.Repeat("9", 40) + ".5"}[r.IntN(22)])
		}
	}
	return out.Bytes()
}

// shapes are records of which dumps have many.
func shapes(r *rand.Rand) [][]byte {
	all := [][]byte{
		[]byte(`{"id":1,"id_str":"1","name":"a","url":null,"entities":{"url":{"urls":[{"url":"u","indices":[0,23]}]},"description":{"urls":[]}},"protected":null,"lang":null,"x":{}}`),
		[]byte("{\n  \"id\": 1,\n  \"list\": [\n    1,\n    2,\n    {\n      \"año\": \"x\"\n    }\n  ]\n}"),
		[]byte(`{"` + strings.Repeat("name", 40) + `":null,"` + strings.Repeat("other", 20) + `":1,"` + strings.Repeat("third", 20) + `":"x"}`),
		[]byte("[1,{\"\xff\":null,\"b\":2}]"),
		[]byte("[" + strings.Repeat("[null],", 40) + "[[[[{}]]]],[{\"\xff\":null}]]"),
		[]byte(strings.Repeat(`{"a":[`, 30) + "1" + strings.Repeat("]}", 30)),
		[]byte(strings.Repeat(`[`, 62) + `null,"x"` + strings.Repeat("]", 62)),
		[]byte(strings.Repeat(`[`, 63) + `1,"x"` + strings.Repeat("]", 63)),
		[]byte(strings.Repeat(`{"":`, 16) + "1" + strings.Repeat("}", 16)),
		[]byte("[" + strings.Repeat("12345,", 100) + "null,1]"),
	}
	for range 4 {
		b := randomJSON(r, 0)
		for b[0] != '{' && b[0] != '[' {
			b = randomJSON(r, 0)
		}
		all = append(all, b)
	}
	return all
}

// TestPhrases reads streams of records that are much alike, some of them damaged, and holds what comes out to the
// parser that looks at one byte after the other.
func TestPhrases(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		read := 0
		for range 60 {
			var b []byte
			few := shapes(r)
			for range 1 + r.IntN(100) {
				v := varied(r, few[r.IntN(len(few))])
				if r.IntN(20) == 0 {
					v[r.IntN(len(v))] = "{}[]\",:\\ue1 \x00\xff"[r.IntN(14)]
				}
				b = append(append(b, v...), '\n')
			}
			read += againstStrict(t, b)
		}
		if read < 2000 {
			t.Errorf("only %d values were read", read)
		}
	})
}

// TestTextOfRecords puts all kinds of bytes into a string of records that are otherwise the same, across the places where blocks meet, and
// holds what is said of the text to package utf8.
func TestTextOfRecords(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 10))
		edges := []byte{0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff}
		escapes := []string{`\n`, `\/`, `\"`, `\\`, `\u0041`, `\ud83d\ude00`, `\ud83d`, `\ude00`, `\uD83Dx`, `\ud83d\ud83d`, `\ud83d\u0041`, `\ud83d\ude0g`, `\udbff\udfff`, `\ud7ff`, `\ude00\ude00`, `\udfff\ud800`, `\q`, `\u00g0`, "\n"}
		var texts [][]byte
		for _, a := range edges {
			for _, b := range edges {
				texts = append(texts, []byte{a, b}, []byte{a, b, 0x80}, []byte{0xf0, a, b}, []byte{a, b, 0x80, 0x80}, []byte{0xe1, a, b, 'x'}, []byte{0xf1, 0x80, a, b})
			}
		}
		for range 3000 {
			var text []byte
			for range r.IntN(6) {
				text = append(text, strings.Repeat("x", r.IntN(70))...)
				if text = append(text, []string{"ñ", "🇨🇺", "漢", "x"}[r.IntN(4)]...); r.IntN(4) == 0 {
					text = append(text, edges[r.IntN(len(edges))])
				}
				if r.IntN(3) == 0 {
					text = append(text, escapes[r.IntN(len(escapes))]...)
				}
			}
			texts = append(texts, text)
		}
		var tape Tape
		for _, text := range texts {
			for _, before := range []int{0, 28 + r.IntN(8), 60 + r.IntN(8)} {
				record := fmt.Appendf(nil, `{"id":1,"t":"%s%s","u":"x"}`, strings.Repeat("y", before), text)
				var want Tape
				want.Load(record)
				n, errWant := want.strict(0, true)
				tape.Load(append(record, strings.Repeat(" ", 2*reach)...))
				got, err := tape.ParseAt(0, true)
				if got != n || fmt.Sprint(err) != fmt.Sprint(errWant) {
					t.Fatalf("%q: %d %v, want %d %v", record, got, err, n, errWant)
				}
				if err != nil {
					continue
				}
				sameTokens(t, tape.Root(), want.Root())
				if clean := utf8.Valid(record) && !loneSurrogate(record); tape.clean != clean {
					t.Fatalf("%q: clean %v, want %v", record, tape.clean, clean)
				}
			}
		}
		if len(tape.book.phrases) > 10 {
			t.Errorf("%d phrases are known", len(tape.book.phrases))
		}
	})
}

// TestPhrasesInPlace reads phrases that are right in one place in another, where the same came before and they are wrong.
func TestPhrasesInPlace(t *testing.T) {
	right := []string{
		`[{"a":1,"b":[1]},{"c":2}]`, `[1,5,{"c":2}]`, `{"e":1,"c":[2]}`, `{"e":{"c":2},"c":{"f":1}}`, `{"z":{"a":1,"b":[1]},"d":2}`, `{"z":{"a":1,"b":[1]}}`, `[{"a":1,"b":[1]}]`, `[[{"a":1,"b":[1]}],{"a":1,"b":[1]}]`,
	}
	wrong := []string{
		`{"z":{"a":1,"b":[1]},{"c":2}}`, `[1,5{"c":2}]`, `{"e":1"c":[2]}`, `{"e":1{"c":2}}`, `[5,"c":2]`, `{"e":{"c":2},"c":]`, `{"e":1,"c":}`, `[1,5,]`, `{"e":1],"c":[2]}`, `[{"a":1,"b":[1]},"d":2]`, `[{"a":1,"b":[1]}}`, `{"z":{"a":1,"b":[1]}]`, `[{"a":1,"b":[1]}],{"a":1,"b":[1]}]`, `{"z":[{"a":1,"b":[1]}}`,
	}
	eachWay(t, func(t *testing.T) {
		var tape Tape
		againstStrictWith(t, &tape, []byte(strings.Repeat(strings.Join(right, "\n")+"\n", 30)))
		known := len(tape.book.phrases)
		for _, s := range wrong {
			if n := againstStrictWith(t, &tape, []byte(strings.Repeat(" ", 10)+s+strings.Repeat(" ", 2*reach))); n == 0 {
				t.Errorf("%s: nothing in it could be read", s)
			}
		}
		againstStrictWith(t, &tape, []byte(strings.Repeat(strings.Join(right, "\n")+"\n", 30)))
		if n := len(tape.book.phrases); n > known+20 {
			t.Errorf("%d phrases became %d", known, n)
		}
	})
}

// TestBeginnings reads records whose phrases are beginnings of others, in any order: once all are known, none
// is taken for another, and nothing is spelled.
func TestBeginnings(t *testing.T) {
	records := []string{`{"id":1,"in":["DE"]}`, `{"id":1,"in":[]}`, `{"id": 1,"in":[ ]}`, `{"id":  1,"in": ["DE", "FR"]}`, `{ "id":1,"in": []}`, `[1, 2,3]`, `[]`, `[ ]`, `[ 1,2]`}
	eachWay(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		var tape Tape
		for i := range 2000 {
			record := records[r.IntN(len(records))]
			tape.Load([]byte(record + strings.Repeat(" ", 2*reach)))
			before := tape.book.found
			if !tape.walk(0) {
				t.Fatal(record)
			}
			if i > 200 && tape.book.found-before != len(tape.pos) {
				t.Fatalf("%s: %d of %d tokens were known at record %d", record, tape.book.found-before, len(tape.pos), i)
			}
		}
	})
}

// TestBook reads records of ever new names, whose phrases must not pile up, and then others that repeat.
func TestBook(t *testing.T) {
	var b bytes.Buffer
	for i := range 3000 {
		b.WriteByte('{')
		for j := range 5 {
			fmt.Fprintf(&b, `"k%d_%d":%d,"same":null,`, i, j, i)
		}
		fmt.Fprintf(&b, "\"end\":%d}\n", i)
	}
	var tape Tape
	againstStrictWith(t, &tape, b.Bytes())
	if n := len(tape.book.phrases); n > mostPhrases || n < 100 {
		t.Errorf("%d phrases are known", n)
	}
	tape.book.phrases = append(tape.book.phrases, make([]phrase, mostPhrases)...)
	if againstStrictWith(t, &tape, bytes.Repeat([]byte("{\"id\":1,\"ok\":null}\n"), 500)); len(tape.book.starts) != 1 {
		t.Error("starts of phrases that are forgotten are remembered")
	}
	if n := len(tape.book.phrases); n != firstPhrase+2 {
		t.Errorf("%d phrases are known of records that are all the same", n)
	}
	if testing.AllocsPerRun(10, func() { tape.ParseAt(0, true) }) != 0 {
		t.Error("a record of known phrases makes garbage")
	}
}

// TestDivided reads pairs of numbers in many places: the comma between them tells nothing of what comes behind them, their place does.
func TestDivided(t *testing.T) {
	defer func() { fastest = ways()[0] }()
	for _, fastest = range ways() {
		var tape Tape
		var b strings.Builder
		r := rand.New(rand.NewPCG(17, 18))
		for range 2000 {
			b.WriteString(`{"id":` + strconv.Itoa(r.IntN(100)))
			for _, i := range r.Perm(15)[:3+r.IntN(3)] {
				fmt.Fprintf(&b, `,"place_%c":{"indices":[%d,%d],"end_%c":"x"}`, 'a'+i, r.IntN(9), r.IntN(200), 'a'+i)
			}
			b.WriteString("}\n")
		}
		text := []byte(b.String() + strings.Repeat(" ", reach))
		tape.Load(text)
		spelled := 0
		for at, n := 0, 0; at < b.Len(); n++ {
			k, err := tape.ParseAt(at, true)
			if err != nil {
				t.Fatal(err)
			}
			if want := text[at : at+bytes.IndexByte(text[at:], '\n')]; string(tape.Root().Raw()) != string(want) || !json.Valid(want) {
				t.Fatalf("%s: %s, want %s", fastest.name, tape.Root().Raw(), want)
			}
			if at += k + 1; n == 1000 {
				spelled = len(tape.book.phrases)
			}
		}
		commas, divided := 0, 0
		for _, p := range tape.book.phrases {
			if string(p.text[:p.size]) == "," && p.context != 0 {
				commas++
			}
			if p.divided {
				divided++
			}
		}
		if commas < 5 || divided == 0 || len(tape.book.phrases) != spelled {
			t.Errorf("%s: %d commas of a place of their own, %d divided phrases, %d phrases, %d of them in the first half", fastest.name, commas, divided, len(tape.book.phrases), spelled)
		}
	}
}
