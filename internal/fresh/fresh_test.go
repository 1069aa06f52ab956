package fresh

import (
	"slices"
	"testing"
)

func TestSlice(t *testing.T) {
	for _, n := range []int{0, 1, 100, 511, 512, 513, 1 << 16} {
		xs := Slice[*int](n)
		if len(xs) != n || slices.ContainsFunc(xs, func(p *int) bool { return p != nil }) {
			t.Errorf("%d: got %d, or not zeros", n, len(xs))
		}
	}
	if got := Slice[struct{}](3); len(got) != 3 {
		t.Errorf("got %d of nothing", len(got))
	}
}

func TestHuge(t *testing.T) {
	for _, n := range []int{0, 1, 2<<20 - 1, 2 << 20, 4<<20 + 1, 9<<20 - 5} {
		b := Huge[byte](n)
		if len(b) != n || slices.ContainsFunc(b, func(c byte) bool { return c != 0 }) {
			t.Errorf("%d: got %d, or not zeros", n, len(b))
		}
		for i := range b {
			b[i] = byte(i)
		}
	}
}
