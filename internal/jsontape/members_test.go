package jsontape

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestNames looks up names of all lengths, which differ from others of an object before in one byte, at
// the end of the text and far from it.
func TestNames(t *testing.T) {
	var tape Tape
	for n := range 80 {
		name := strings.Repeat("abcdefgh", 10)[:n]
		for at := range n + 1 {
			other := name
			if at < n {
				other = name[:at] + "X" + name[at+1:]
			}
			for _, end := range []string{"", strings.Repeat(" ", 100)} {
				text := fmt.Sprintf(`{%q:1}{%q:{"in":[true]},%q:3}%s`, name, other, name, end)
				tape.Load([]byte(text))
				k, err := tape.ParseAt(0, true)
				if err != nil || tape.Root().Get(name).Kind() != Number {
					t.Fatal(text, err)
				}
				if _, err = tape.ParseAt(k, true); err != nil {
					t.Fatal(text, err)
				}
				want := `{"in":[true]}`
				if got := tape.Root().Get(other).Raw(); string(got) != want {
					t.Fatalf("%s: %s", text, got)
				}
				if got := tape.Root().Get(name).Kind(); other != name && got != Number {
					t.Fatalf("%s: %d", text, got)
				}
			}
		}
	}
}

// TestBrokenNames reads objects whose names break the grammar, which must be no names of later ones.
func TestBrokenNames(t *testing.T) {
	var tape Tape
	for _, name := range []string{`\q`, `\u12`, `\u`, `\u00g0`, `\\\u1`, "\x01", `a\u12`, `\u0041\x`} {
		text := `{"` + name + `":1,"b":2}`
		if json.Valid([]byte(text)) {
			t.Fatal(text)
		}
		if _, err := tape.Parse([]byte(text), true); err == nil || tape.Root().Get("b").Exists() {
			t.Fatal(text)
		}
		if _, err := tape.Parse([]byte(`{"\u0061":1,"b":2}`), true); err != nil || string(tape.Root().Get("a").Raw()) != "1" {
			t.Fatal(err)
		}
	}
}
