//go:build !purego

package jsontape

import "golang.org/x/sys/cpu"

// ways are the ways to index blocks that this machine can run, the fastest first.
func ways() []way {
	all, x := []way{{"portable", (*index).portable}}, &cpu.X86
	if !x.HasBMI1 || !x.HasPOPCNT || !x.HasPCLMULQDQ {
		return all
	}
	if x.HasAVX2 {
		all = append([]way{{"AVX2", (*index).avx2}}, all...)
	}
	if x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512DQ && x.HasAVX512VBMI2 {
		all = append([]way{{"AVX-512", (*index).avx512}}, all...)
	}
	return all
}

func (x *index) avx2(src []byte) {
	k := len(x.pos)
	n := indexAVX2(&x.escape, &x.pos[:k+1][k], &x.marks[0].tokens, &src[0], len(src)/block, uint64(x.done))
	x.pos = x.pos[:k+n]
}

func (x *index) avx512(src []byte) {
	k := len(x.pos)
	n := indexAVX512(&x.escape, &x.pos[:k+1][k], &x.marks[0].tokens, &src[0], len(src)/block, uint64(x.done))
	x.pos = x.pos[:k+n]
}
