//go:build !purego

package jsontape

import (
	"unicode/utf8"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// ways are the ways that this machine can go, the fastest first.
func ways() []way {
	all := []way{{"portable", portable, namesPortable, textPortable}}
	if x := &cpu.X86; x.HasAVX2 && x.HasBMI1 && x.HasBMI2 {
		all = append([]way{{"AVX2", avx2, namesAssembly, textAssembly}}, all...)
	}
	return all
}

func avx2(w *walker, d []byte, last int, pos, link []uint32) (why int) {
	return stepsAVX2((*byte)(unsafe.Pointer(w)), &w.book.phrases[0].text[0], &d[0], last, &pos[0], len(pos)-room, &link[0],
		(*byte)(unsafe.Pointer(&ends)), &escapeLengths[0], &hexValue[0])
}

func namesAssembly(t *Tape, m *members, r *reader, end int) {
	r.at = (*path)(unsafe.Pointer(namesAMD64((*byte)(unsafe.Pointer(r)), (*byte)(unsafe.Pointer(r.at)), &t.data[0], len(t.data)-9, &t.pos[m.of], &t.link[m.of], &m.values[0], end, &shapeKinds[0])))
}

func textAssembly(b, s []byte) []byte {
	if cap(s) < len(s)+textRoom { // the end of what may be looked at is near
		return textPortable(b, s)
	}
	b = b[:len(s)+textRoom]
	for i, n := 0, 0; ; {
		i, n = unescapeAVX2(&b[0], &s[0], len(s), i, n, &hexValue[0], &unescaped[0])
		if i == len(s) {
			return b[:n]
		}
		r, size := escape(s[i:])
		i, n = i+size, n+utf8.EncodeRune(b[n:], r)
	}
}
