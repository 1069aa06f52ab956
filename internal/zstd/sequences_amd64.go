//go:build !purego

package zstd

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// ways are the ways that this machine can go, the fastest first.
func ways() []way {
	if x := &cpu.X86; x.HasAVX2 && x.HasBMI1 && x.HasBMI2 {
		return []way{{"AVX2", bothAssembly, executeAssembly}, portable}
	}
	return []way{portable}
}

func bothAssembly(d *decoding, b, ring, literals []byte, batch []sequence, made int, ahead bool) (n int, stopped bool) {
	if len(batch) == made {
		return 0, false
	}
	return bothBMI2((*byte)(unsafe.Pointer(d)), &b[0], &ring[0], &literals[0], (*byte)(unsafe.Pointer(&batch[made])), len(batch)-made, ahead)
}

func executeAssembly(ring, literals []byte, batch []sequence, at, used int) (done, end, spent int) {
	return executeAVX2(&ring[0], &literals[0], (*byte)(unsafe.Pointer(&batch[0])), len(batch), at, used)
}
