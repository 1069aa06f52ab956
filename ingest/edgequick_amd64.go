//go:build !purego

package ingest

import "golang.org/x/sys/cpu"

// useQuickest says that quickest reads anything.
var useQuickest = canQuickest()

func canQuickest() bool {
	x := &cpu.X86
	return x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VBMI && x.HasAVX512VBMI2 && x.HasBMI1 && x.HasBMI2 && x.HasPOPCNT
}

// quickest does what quickly does, block after block, as far as all ids have up to 8 digits.
func quickest(text []byte, shape rowShape, lefts, rights []int32) (next, rows int) {
	if len(text) < quickBlock || min(len(lefts), len(rights)) < quickRows {
		return 0, 0
	}
	return quickAVX512(&text[0], len(text), shape.sep, shape.other, &lefts[0], &rights[0], min(len(lefts), len(rights)))
}
