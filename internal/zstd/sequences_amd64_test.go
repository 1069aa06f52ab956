//go:build !purego

package zstd

import (
	"testing"
	"unsafe"
)

// TestOffsets holds the types to what asm/main.go says of them.
func TestOffsets(t *testing.T) {
	var d decoding
	var s sequence
	var c cell
	for _, x := range []struct {
		name      string
		got, want uintptr
	}{
		{"cells", unsafe.Offsetof(d.cells), 0}, {"cells of a table", unsafe.Sizeof(d.cells[0]), 4096}, {"at", unsafe.Offsetof(d.at), 12288}, {"rem", unsafe.Offsetof(d.rem), 12296},
		{"states", unsafe.Offsetof(d.states), 12304}, {"recent", unsafe.Offsetof(d.recent), 12328}, {"pos", unsafe.Offsetof(d.pos), 12352}, {"left", unsafe.Offsetof(d.left), 12360},
		{"lap", unsafe.Offsetof(d.lap), 12368}, {"most", unsafe.Offsetof(d.most), 12376}, {"far", unsafe.Offsetof(d.far), 12384},
		{"to", unsafe.Offsetof(d.to), 12392}, {"used", unsafe.Offsetof(d.used), 12400},
		{"sequence", unsafe.Sizeof(s), 16}, {"match", unsafe.Offsetof(s.match), 4}, {"from", unsafe.Offsetof(s.from), 8}, {"offset", unsafe.Offsetof(s.offset), 12},
		{"base", unsafe.Offsetof(c.base), 0}, {"next", unsafe.Offsetof(c.next), 4}, {"more", unsafe.Offsetof(c.more), 6}, {"step", unsafe.Offsetof(c.step), 7},
	} {
		if x.got != x.want {
			t.Errorf("%s: %d, the assembly says %d", x.name, x.got, x.want)
		}
	}
}
