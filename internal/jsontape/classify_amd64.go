//go:build !purego

package jsontape

import "golang.org/x/sys/cpu"

// classify fills dst from src, which holds 64 bytes for each of its elements.
var classify = fastest()

func fastest() func(dst []classes, src []byte) {
	switch {
	case cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL:
		return classifyWide
	case cpu.X86.HasAVX2:
		return classifyHalves
	}
	return classifyPortable
}

func classifyWide(dst []classes, src []byte) {
	if len(dst) > 0 && len(src) >= block*len(dst) {
		classifyAVX512(&dst[0].quote, &src[0], len(dst))
	}
}

func classifyHalves(dst []classes, src []byte) {
	if len(dst) > 0 && len(src) >= block*len(dst) {
		classifyAVX2(&dst[0].quote, &src[0], len(dst))
	}
}

// twins are the ways to classify that this machine can run.
func twins() map[string]func(dst []classes, src []byte) {
	m := map[string]func(dst []classes, src []byte){"portable": classifyPortable}
	if cpu.X86.HasAVX2 {
		m["avx2"] = classifyHalves
	}
	if cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL {
		m["avx512"] = classifyWide
	}
	return m
}
