//go:build !purego

package jsontape

import (
	"math/bits"

	"golang.org/x/sys/cpu"
)

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

// fused indexes the blocks of src.
func (x *index) fused(src []byte) {
	base, n := x.done, len(src)/block
	for n > 0 {
		k := len(x.pos)
		done, tokens, bad := indexAVX512(&x.escape, &x.pos[:k+1][k], &x.marks[0].tokens, &src[0], n, uint64(base))
		x.pos = x.pos[:k+tokens]
		for i := range x.marks[:done] {
			m, at := &x.marks[i], uint32(base+i*block)
			worse := x.structure(m, at, k)
			k += bits.OnesCount64(m.tokens)
			if i == done-1 {
				worse |= bad
			}
			if doubtful := i == done-1 && x.doubt != 0; worse != 0 || doubtful {
				x.tell(worse, doubtful, at)
			}
		}
		base, n, src = base+done*block, n-done, src[done*block:]
	}
}

// twins are the ways to classify that this machine can run.
func twins() map[string]func(dst []classes, src []byte) {
	m := map[string]func(dst []classes, src []byte){"portable": classifyPortable}
	if cpu.X86.HasAVX2 {
		m["avx2"] = classifyHalves
	}
	return m
}
