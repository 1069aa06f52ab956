//go:build !purego

package ingest

import "golang.org/x/sys/cpu"

func quickReaders() []quickReader {
	var readers []quickReader
	x := &cpu.X86
	bits := x.HasBMI1 && x.HasBMI2 && x.HasPOPCNT
	if bits && x.HasAVX512BW && x.HasAVX512VL && x.HasAVX512VBMI && x.HasAVX512VBMI2 {
		readers = append(readers, assembled(quickAVX512))
	}
	if bits && x.HasAVX2 {
		readers = append(readers, assembled(quickAVX2))
	}
	return append(readers, nil)
}

// assembled makes a quickReader of assembly.
func assembled(read func(text *byte, size int, sep, other byte, lefts, rights *int32, room int) (next, rows int)) quickReader {
	return func(text []byte, shape rowShape, lefts, rights []int32) (next, rows int) {
		if len(text) < quickBlock || min(len(lefts), len(rights)) < quickRows {
			return 0, 0
		}
		return read(&text[0], len(text), shape.sep, shape.other, &lefts[0], &rights[0], min(len(lefts), len(rights)))
	}
}

func cellFinders() []cellFinder {
	if x := &cpu.X86; x.HasAVX2 && x.HasPCLMULQDQ && x.HasBMI1 && x.HasPOPCNT {
		return []cellFinder{cellsAssembly, nil}
	}
	return []cellFinder{nil}
}

func cellsAssembly(b []byte, sep byte, ends []uint32) (n, inside int, high bool) {
	if len(b) == 0 {
		return 0, 0, false
	}
	n, inside, highs := cellsAVX2(&b[0], len(b), sep, &ends[0], len(ends))
	return n, inside, highs != 0
}
