package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// utf8 looks whether the string is UTF-8, with the three tables of Keiser and Lemire, "Validating UTF-8 In Less Than One
// Instruction Per Byte" (Software: Practice and Experience 51, 2021, doi:10.1002/spe.2920).
func (s *step) utf8(up GPVirtual) {
	Label("utf8")
	CMPQ(s.at, Imm(3)) // the three bytes before are looked at
	JLT(LabelRef("odd"))
	from, low, first, second := GP64(), YMM(), YMM(), YMM()
	VMOVDQU(nibbles("low", func(n int) byte { return 0x0f }), low)
	LEAQ(Mem{Base: s.at, Disp: 1}, from)
	Label("chunk")
	at := func(offset int) Mem { return Mem{Base: s.src, Index: from, Scale: 1, Disp: offset} }
	v, before, x, y, z := YMM(), YMM(), YMM(), YMM(), YMM()
	VMOVDQU(at(0), v)
	VMOVDQU(at(-1), before)
	VPSRLW(Imm(4), before, x)
	VPAND(low, x, x)
	VPAND(low, before, y)
	VPSRLW(Imm(4), v, z)
	VPAND(low, z, z)
	VMOVDQU(nibbles("firsthigh", pairs(func(p pair, n int) bool { return p.first[0]>>4 <= n && n <= p.first[1]>>4 })), first)
	VPSHUFB(x, first, x)
	VMOVDQU(nibbles("firstlow", pairs(func(p pair, n int) bool { return p.low>>n&1 != 0 })), second)
	VPSHUFB(y, second, y)
	VMOVDQU(nibbles("second", pairs(func(p pair, n int) bool { return p.second>>n&1 != 0 })), first)
	VPSHUFB(z, first, z)
	VPAND(y, x, x)
	VPAND(z, x, x)
	// The third and fourth byte of a sequence are continuations of continuations, and only they may be.
	VMOVDQU(at(-2), y)
	VMOVDQU(at(-3), z)
	VPSUBUSB(nibbles("third", func(int) byte { return 0xe0 - 0x80 }), y, y)
	VPSUBUSB(nibbles("fourth", func(int) byte { return 0xf0 - 0x80 }), z, z)
	VPOR(z, y, y)
	VPAND(nibbles("top", func(int) byte { return 0x80 }), y, y)
	VPXOR(y, x, x)
	VPXOR(y, y, y)
	VPCMPEQB(y, x, x)
	wrong, left := GP64(), GP64()
	VPMOVMSKB(x, wrong.As32())
	NOTL(wrong.As32())
	MOVQ(up, left)
	SUBQ(from, left) // bytes up to the quote
	CMPQ(left, Imm(32))
	JLT(LabelRef("short"))
	TESTL(wrong.As32(), wrong.As32())
	JNZ(LabelRef("odd"))
	ADDQ(Imm(32), from)
	JMP(LabelRef("chunk"))
	Label("short")
	// What is cut off is found at the quote.
	INCQ(left)
	BZHIQ(left, wrong, wrong)
	TESTQ(wrong, wrong)
	JNZ(LabelRef("odd"))
	JMP(LabelRef("read"))
}

// A pair is two bytes that must not follow each other: the first is between two, and its low four bits are of a set, and
// the high four bits of the second are of a set.
type pair struct {
	first       [2]int
	low, second int
}

const (
	anyLow     = 0xffff
	ascii      = 0x00ff
	lead       = 0xf000
	continuing = 0x0f00
)

// forbidden has a bit each. A continuation after a continuation is also right in sequences of three and four.
var forbidden = [8]pair{
	{[2]int{0xc0, 0xff}, anyLow, ascii | lead},
	{[2]int{0x00, 0x7f}, anyLow, continuing},
	{[2]int{0xe0, 0xef}, 1 << 0, 3 << 8},     // E0 80..9F is too long
	{[2]int{0xe0, 0xef}, 1 << 0xd, 3 << 0xa}, // ED A0..BF are surrogates
	{[2]int{0xc0, 0xcf}, 3, continuing},      // C0 and C1 are too long
	{[2]int{0xf0, 0xff}, 0xfff0, 7 << 9},     // F4 90..BF and all of F5 to FF are too large
	{[2]int{0xf0, 0xff}, 0xffe1, 1 << 8},     // F0 80..8F is too long, F5 to FF too large
	{[2]int{0x80, 0xbf}, anyLow, continuing}, // the highest bit
}

func pairs(holds func(p pair, nibble int) bool) func(int) byte {
	return func(n int) (b byte) {
		for i, p := range forbidden {
			if holds(p, n) {
				b |= 1 << i
			}
		}
		return b
	}
}

var tables = map[string]Mem{}

// nibbles returns 32 bytes of read-only memory, twice a byte for each of 16 values.
func nibbles(name string, of func(n int) byte) Mem {
	m, ok := tables[name]
	if !ok {
		m = GLOBL(name, RODATA|NOPTR)
		for i := 0; i < 32; i += 8 {
			var w uint64
			for j := range 8 {
				w |= uint64(of((i+j)%16)) << (8 * j)
			}
			DATA(i, U64(w))
		}
		tables[name] = m
	}
	return m
}
