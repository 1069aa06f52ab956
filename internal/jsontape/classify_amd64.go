//go:build !purego

package jsontape

import "golang.org/x/sys/cpu"

// classify fills dst from src, which holds 64 bytes for each of its elements.
var classify = fastest()

func fastest() func(dst []classes, src []byte) {
	if cpu.X86.HasAVX2 {
		return classifyHalves
	}
	return classifyPortable
}

func classifyHalves(dst []classes, src []byte) {
	if len(dst) > 0 && len(src) >= block*len(dst) {
		classifyAVX2(&dst[0].quote, &src[0], len(dst))
	}
}

// useFused says that one function does all that stepwise does.
var useFused = canFuse()

func canFuse() bool {
	x := &cpu.X86
	return x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512VBMI2 && x.HasBMI1 && x.HasPOPCNT && x.HasPCLMULQDQ
}

// fused marks the blocks of src and writes the places of their tokens.
func (x *index) fused(src []byte) {
	k := len(x.pos)
	n := indexAVX512(&x.escape, &x.pos[:k+1][k], &x.marks[0].tokens, &src[0], len(src)/block, uint64(x.done))
	x.pos = x.pos[:k+n]
}

// twins are the ways to classify that this machine can run.
func twins() map[string]func(dst []classes, src []byte) {
	m := map[string]func(dst []classes, src []byte){"portable": classifyPortable}
	if cpu.X86.HasAVX2 {
		m["avx2"] = classifyHalves
	}
	return m
}
