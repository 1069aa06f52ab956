//go:build !purego

package jsontape

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// ways are the ways that this machine can go, the fastest first.
func ways() []way {
	all := []way{{"portable", portable}}
	if x := &cpu.X86; x.HasAVX2 && x.HasBMI1 && x.HasBMI2 {
		all = append([]way{{"AVX2", avx2}}, all...)
	}
	return all
}

func avx2(w *walker, d []byte, last int, pos, link []uint32) (why int) {
	return stepsAVX2((*byte)(unsafe.Pointer(w)), &w.book.phrases[0].text[0], &d[0], last, &pos[0], len(pos)-room, &link[0],
		(*byte)(unsafe.Pointer(&ends)), &escapeLengths[0], &hexValue[0])
}
