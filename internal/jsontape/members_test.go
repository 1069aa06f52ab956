package jsontape

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
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

// TestWaysOfNames reads objects of all sizes in each way: what they find is the same, and so are the shapes.
func TestWaysOfNames(t *testing.T) {
	defer func() { fastest = ways()[0] }()
	r := rand.New(rand.NewPCG(15, 16))
	values := []string{`"a"`, `"\\"`, `1`, `-2.5`, `true`, `false`, `null`, `[]`, `[1,{"x":2}]`, `{}`, `{"y":{"z":"w"}}`}
	tapes := make([]Tape, len(ways()))
	for range 4000 {
		var names []string
		var b strings.Builder
		for i := range []int{r.IntN(6), r.IntN(60), 90 + r.IntN(12)}[r.IntN(3)] {
			if r.IntN(200) > 0 { // members are not always there
				names = append(names, strings.Repeat("member_", i%7)+strconv.Itoa(i))
				fmt.Fprintf(&b, `,"%s":%s`, names[len(names)-1], values[(i+r.IntN(2))%len(values)])
			}
		}
		text := []byte("{" + strings.TrimPrefix(b.String(), ",") + "}" + strings.Repeat(" ", 40*r.IntN(2)))
		for i := range tapes {
			fastest = ways()[i]
			if _, err := tapes[i].Parse(text, true); err != nil {
				t.Fatal(err)
			}
			if got, want := tapes[i].Root().Shape(), tapes[0].Root().Shape(); got != want || got != 0 && len(names) > most {
				t.Fatalf("%s: %d members, shape %x, %s has %x", fastest.name, len(names), got, ways()[0].name, want)
			}
			for k, v := range tapes[i].Root().Members() {
				if got := tapes[i].Root().Get(k.Text()); got != v {
					t.Fatalf("%s: %s of %s is %s", fastest.name, k.Text(), text, got.Raw())
				}
			}
		}
	}
}

// TestNewOrders looks up members of objects whose names come in ever new orders, some of them twice and some of them escaped, and
// holds what is found to going through them.
func TestNewOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	var wanted []string
	for i := range 20 {
		wanted = append(wanted, fmt.Sprintf("name%d", i*i))
	}
	selection := Select(wanted...)
	var tape Tape
	read, without := 0, 0
	for range 3000 {
		var b strings.Builder
		for i, n := range r.Perm(45) {
			fmt.Fprintf(&b, `,"%s":%d`, []string{"name", `n\u0061me`}[r.IntN(20)/19]+strconv.Itoa(n), i)
		}
		record := fmt.Sprintf(`{"name%d":{"name1":[]}%s}`, r.IntN(45), b.String())
		if _, err := tape.Parse([]byte(record), true); err != nil {
			t.Fatal(err)
		}
		var got [20]Value
		tape.Root().Pick(selection, got[:])
		for i, name := range wanted {
			want := Value{}
			for k, v := range tape.Root().Members() {
				if k.Text() == name {
					want = v
					break
				}
			}
			if got[i] != want || tape.Root().Get(name) != want || tape.Root().Find(name) != want {
				t.Fatalf("%s of %s: %s, %s, want %s", name, record, got[i].Raw(), tape.Root().Get(name).Raw(), want.Raw())
			}
		}
		if read++; tape.members(tape.Root().i).path == nil {
			without++
		}
		if _, err := tape.Parse([]byte(`{"other":1,"name4":[2]}`), true); err != nil || string(tape.Root().Get("name4").Raw()) != "[2]" || tape.Root().Get("name1").Exists() {
			t.Fatal("an object of an order that is known is read as one of another", err)
		}
	}
	if without < read/2 || tape.known > maxPaths {
		t.Errorf("%d of %d objects were read without a path; there are %d", without, read, tape.known)
	}
}
