package jsontape

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTwins holds the ways to classify to what the classes mean, byte by byte.
func TestTwins(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, f := range twins() {
		t.Run(name, func(t *testing.T) {
			for range 2000 {
				src := make([]byte, 3*block)
				few := `"\{}[]:,u dD8aBcF` + "\n\x00\x1f\x80\xc3\xf0\xed\xe0"
				for i := range src {
					if src[i] = byte(r.IntN(256)); r.IntN(2) == 0 {
						src[i] = few[r.IntN(len(few))]
					}
				}
				if r.IntN(2) == 0 { // a block without backslashes and high bytes
					for i := range src[block : 2*block] {
						src[block+i] = `a"{ 1`[r.IntN(5)]
					}
				}
				got := make([]classes, 3)
				f(got, src)
				for i := range got {
					checkClasses(t, &got[i], src[i*block:], i == 0 || got[i-1].slash != 0)
				}
			}
		})
	}
}

// TestFused holds the one function to the steps, in tokens and in what it hands on.
func TestFused(t *testing.T) {
	if !canFuse() {
		t.Skip("this machine has no AVX-512")
	}
	defer func(f func([]classes, []byte)) { classify = f }(classify)
	classify = classifyPortable
	r := rand.New(rand.NewPCG(5, 6))
	const few = "\"\"\\\\\"{}[]:,, 1ud8DcaBfn\n\x00\x1f\x80\xa1\xc3\xf0\x9f\xed\xe0\xe1"
	for range 20000 {
		src, kinds := make([]byte, (1+r.IntN(4))*block), 1+r.IntN(len(few))
		for i := range src {
			if src[i] = few[r.IntN(kinds)]; r.IntN(100) == 0 {
				src[i] = byte(r.IntN(256))
			}
		}
		var got, want index
		for _, x := range []*index{&got, &want} {
			x.load(src, 0)
			x.reserve(len(src) + slack)
		}
		got.fused(src)
		want.stepwise(src)
		for i := range len(src) / block {
			got.marks[i].doubt, want.marks[i].doubt = min(got.marks[i].doubt, 1), min(want.marks[i].doubt, 1)
		}
		for _, x := range []*index{&got, &want} {
			x.structure(x.marks[:len(src)/block], 0, 0)
		}
		if !slices.Equal(got.pos, want.pos) || !slices.Equal(got.faults, want.faults) || got.carry != want.carry || got.marks != want.marks || got.nest != want.nest || !slices.Equal(got.link[:len(got.pos)], want.link[:len(want.pos)]) || !slices.Equal(got.doubtful, want.doubtful) {
			t.Fatalf("%q:\n got %v %v %v %+v\nwant %v %v %v %+v", src, got.pos, got.faults, got.doubtful, got.carry, want.pos, want.faults, want.doubtful, want.carry)
		}
	}
}

func checkClasses(t *testing.T, got *classes, b []byte, escapes bool) {
	t.Helper()
	var want classes
	for i, c := range b[:block] {
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
	if !escapes && want.slash == 0 {
		want.escape, want.u, want.hex, want.d, want.upper, want.lower = got.escape, got.u, got.hex, got.d, got.upper, got.lower
	}
	if want.high == 0 {
		want.cont8, want.cont9, want.lead2, want.lead3, want.lead4 = got.cont8, got.cont9, got.lead2, got.lead3, got.lead4
	}
	if *got != want {
		t.Fatalf("%q:\n got %x\nwant %x", b[:block], *got, want)
	}
}
