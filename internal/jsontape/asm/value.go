package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// value reads a value.
func (s *step) value() {
	Label("value")
	c := GP64()
	MOVBQZX(s.byte(0), c)
	CMPL(c.As32(), U32('"'))
	JNE(LabelRef("bare"))
	s.text()
	Label("bare")
	s.bare(c)
}

// bare reads a number of nothing but digits, up to 31 of them, or a literal.
func (s *step) bare(c GPVirtual) {
	v, digits, n, ends := YMM(), GP64(), GP64(), GP64()
	SUBL(U32('1'), c.As32())
	CMPL(c.As32(), U32(8))
	JHI(LabelRef("literal"))
	VMOVDQU(s.byte(0), v)
	VPADDB(s.above, v, v)
	VPCMPGTB(s.digit, v, v)
	VPMOVMSKB(v, digits.As32())
	NOTL(digits.As32())
	TZCNTL(digits.As32(), n.As32())
	Label("behind")
	ADDQ(s.at, n)
	MOVQ(s.ends, ends)
	MOVBQZX(Mem{Base: s.src, Index: n, Scale: 1}, c)
	CMPB(Mem{Base: ends, Index: c, Scale: 1}, Imm(0))
	JEQ(LabelRef("odd"))
	MOVL(s.at.As32(), Mem{Base: s.pos})
	ADDQ(Imm(4), s.pos)
	MOVQ(n, s.at)
	JMP(LabelRef("next"))

	Label("literal")
	word := GP64()
	MOVL(s.byte(0), word.As32())
	MOVQ(U64(4), n)
	CMPL(word.As32(), U32(le("null")))
	JEQ(LabelRef("behind"))
	CMPL(word.As32(), U32(le("true")))
	JEQ(LabelRef("behind"))
	MOVQ(U64(1), n)
	CMPB(word.As8(), U8('0'))
	JEQ(LabelRef("behind"))
	CMPL(word.As32(), U32(le("fals")))
	JNE(LabelRef("odd"))
	MOVQ(U64(5), n)
	CMPB(s.byte(4), U8('e'))
	JEQ(LabelRef("behind"))
	JMP(LabelRef("odd"))
}

func le(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
