//go:build !purego

package jsontape

import (
	"testing"
	"unsafe"
)

// TestOffsets holds the types to what asm/main.go says of them.
func TestOffsets(t *testing.T) {
	var p phrase
	var w walker
	var n path
	var r reader
	for _, x := range []struct {
		name      string
		got, want uintptr
	}{
		{"phrase", unsafe.Sizeof(p), 1 << 8}, {"rest", unsafe.Offsetof(p.rest), 128}, {"places", unsafe.Offsetof(p.places), 144}, {"mask", unsafe.Offsetof(p.mask), 176},
		{"want", unsafe.Offsetof(p.want), 184}, {"least", unsafe.Offsetof(p.least), 192}, {"opened", unsafe.Offsetof(p.opened), 200}, {"next", unsafe.Offsetof(p.next), 208},
		{"brackets", unsafe.Offsetof(p.brackets), 224}, {"size", unsafe.Offsetof(p.size), 240}, {"tokens", unsafe.Offsetof(p.tokens), 241}, {"sides", unsafe.Offsetof(p.sides), 242},
		{"closes", unsafe.Offsetof(p.closes), 243}, {"opens", unsafe.Offsetof(p.opens), 244}, {"ends", unsafe.Offsetof(p.ends), 245}, {"unclean", unsafe.Offsetof(p.unclean), 246},
		{"at", unsafe.Offsetof(w.at), 0}, {"tokens of walker", unsafe.Offsetof(w.tokens), 8}, {"kinds", unsafe.Offsetof(w.kinds), 16}, {"depth", unsafe.Offsetof(w.depth), 24},
		{"open", unsafe.Offsetof(w.open), 32}, {"phrase of walker", unsafe.Offsetof(w.phrase), 288}, {"unclean of walker", unsafe.Offsetof(w.unclean), 292},
		{"first of path", unsafe.Offsetof(n.first), 0}, {"last of path", unsafe.Offsetof(n.last), 8}, {"mask of path", unsafe.Offsetof(n.mask), 16}, {"n of path", unsafe.Offsetof(n.n), 24},
		{"from of path", unsafe.Offsetof(n.from), 28}, {"child of path", unsafe.Offsetof(n.child), 32}, {"second of path", unsafe.Offsetof(n.second), 48}, {"third of path", unsafe.Offsetof(n.third), 56},
		{"n of reader", unsafe.Offsetof(r.n), 8}, {"name of reader", unsafe.Offsetof(r.name), 16}, {"shape of reader", unsafe.Offsetof(r.shape), 24}, {"kinds of reader", unsafe.Offsetof(r.kinds), 32},
		{"most members", most, 96},
	} {
		if x.got != x.want {
			t.Errorf("%s: %d, the assembly says %d", x.name, x.got, x.want)
		}
	}
}
