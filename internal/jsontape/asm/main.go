// Command asm writes the assembly of package jsontape: what index.portable does, with AVX2 and with AVX-512. After a
// change, run here
//
//	go run . -out ../index_amd64.s -stubs ../index_stubs_amd64.go -pkg jsontape
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func main() {
	ConstraintExpr("!purego")
	generate("indexAVX2", &halves{})
	generate("indexAVX512", &whole{})
	Generate()
}

var constants = map[[16]byte]Mem{}

// constant returns 64 bytes of read-only memory that repeat b.
func constant(b [16]byte) Mem {
	m, ok := constants[b]
	if !ok {
		m = GLOBL(name(b), RODATA|NOPTR)
		for i := 0; i < 64; i += 8 {
			var w uint64
			for j := range 8 {
				w |= uint64(b[(i+j)%16]) << (8 * j)
			}
			DATA(i, U64(w))
		}
		constants[b] = m
	}
	return m
}

func name(b [16]byte) string {
	const digits = "0123456789abcdef"
	s := "bytes"
	for i, c := range b {
		if i > 0 && b == all(b[0]) && i == 1 {
			break
		}
		s += string(digits[c>>4]) + string(digits[c&15])
	}
	return s
}

// all returns 16 times the same byte.
func all(c byte) (b [16]byte) {
	for i := range b {
		b[i] = c
	}
	return b
}

// The tables of these two have a place for each low four bits: white space is in its own place, and a byte that may
// follow a backslash has a bit in common with the place of its high four bits.
var (
	spaces      = [16]byte{0: ' ', 9: '\t', 10: '\n', 13: '\r'}
	escapesLow  = [16]byte{0x2: 1 | 4 | 8, 0x4: 8, 0x5: 8, 0x6: 4, 0xc: 2, 0xe: 4, 0xf: 1}
	escapesHigh = [16]byte{2: 1, 5: 2, 6: 4, 7: 8} // "/ then \ then bfn then rtu
)
