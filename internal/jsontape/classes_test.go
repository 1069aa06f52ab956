package jsontape

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestClasses holds the classes to what they mean, byte by byte.
func TestClasses(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		var src [block]byte
		few := `"\{}[]:,u dD8aBcF` + "\n\x00\x1f\x80\xc3\xf0\xed\xe0"
		for i := range src {
			if src[i] = byte(r.IntN(256)); r.IntN(2) == 0 {
				src[i] = few[r.IntN(len(few))]
			}
		}
		var got classes
		got.syntax(&src)
		got.escapes(&src)
		got.utf8(&src)
		checkClasses(t, &got, &src)
	}
}

// TestWays holds the assembly to the portable way, in tokens and in what it hands on.
func TestWays(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const few = "\"\"\\\\\"{}[]:,, 1ud8DcaBfn\n\x00\x1f\x80\xa1\xc3\xf0\x9f\xed\xe0\xe1"
	for range 20000 {
		src, kinds := make([]byte, (1+r.IntN(4))*block), 1+r.IntN(len(few))
		for i := range src {
			if src[i] = few[r.IntN(kinds)]; r.IntN(100) == 0 {
				src[i] = byte(r.IntN(256))
			}
		}
		all := ways()
		want := indexed(all[len(all)-1], src)
		for _, w := range all[:len(all)-1] {
			got := indexed(w, src)
			if !slices.Equal(got.pos, want.pos) || !slices.Equal(got.faults, want.faults) || got.carry != want.carry || got.marks != want.marks || got.nest != want.nest || !slices.Equal(got.link[:len(got.pos)], want.link[:len(want.pos)]) || !slices.Equal(got.doubtful, want.doubtful) {
				t.Fatalf("%s: %q:\n got %v %v %v %+v\nwant %v %v %v %+v", w.name, src, got.pos, got.faults, got.doubtful, got.carry, want.pos, want.faults, want.doubtful, want.carry)
			}
		}
	}
}

// indexed returns the index of a text of whole blocks.
func indexed(w way, src []byte) *index {
	x, n := new(index), len(src)/block
	x.load(src, 0)
	x.reserve(len(src) + slack)
	w.run(x, src)
	for i := range n {
		x.marks[i].doubt = min(x.marks[i].doubt, 1)
	}
	x.structure(x.marks[:n], 0, 0)
	return x
}

func checkClasses(t *testing.T, got *classes, b *[block]byte) {
	t.Helper()
	var want classes
	for i, c := range b {
		for word, is := range map[*uint64]bool{
			&want.quote: c == '"', &want.slash: c == '\\', &want.space: isSpace(c),
			&want.open: c == '{' || c == '[', &want.close: c == '}' || c == ']',
			&want.colon: c == ':', &want.comma: c == ',', &want.digit: '0' <= c && c <= '9', &want.zero: c == '0', &want.control: c < 0x20, &want.high: c > 0x7f,
			&want.escape: isEscape(c), &want.u: c == 'u', &want.hex: isHex(c), &want.d: c == 'd' || c == 'D',
			&want.upper: isHex(c) && c != '\x00' && hexValue[c]>>2 == 2, &want.lower: isHex(c) && hexValue[c]>>2 == 3,
			&want.cont8: c>>4 == 8, &want.cont9: c >= 0x90 && c < 0xc0, &want.lead2: c >= 0xc2 && c < 0xe0,
			&want.lead3: c > 0xe0 && c < 0xf0 && c != 0xed, &want.lead4: c == 0xf0,
		} {
			if is {
				*word |= 1 << i
			}
		}
	}
	if *got != want {
		t.Fatalf("%q:\n got %x\nwant %x", b, *got, want)
	}
}
