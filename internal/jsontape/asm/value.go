package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// value reads a value, whose first byte is c.
func (s *step) value(c GPVirtual) {
	Label("value")
	CMPL(c.As32(), U32('"'))
	JNE(LabelRef("bare"))
	s.text()
	Label("bare")
	s.bare(c)
}

// bare reads a number without an exponent, or a literal. A run of more than 32 digits is odd.
func (s *step) bare(c GPVirtual) {
	n, first := GP64(), GP64()
	MOVQ(s.at, n)
	LEAQ(Mem{Base: c, Disp: -'1'}, first)
	CMPL(first.As32(), Imm(8))
	JLS(LabelRef("digits"))
	CMPL(c.As32(), U32('0'))
	JEQ(LabelRef("zero"))
	CMPL(c.As32(), U32('-'))
	JNE(LabelRef("literal"))
	INCQ(n)
	MOVBQZX(Mem{Base: s.src, Index: n, Scale: 1}, c)
	LEAQ(Mem{Base: c, Disp: -'1'}, first)
	CMPL(first.As32(), Imm(8))
	JLS(LabelRef("digits"))
	CMPL(c.As32(), U32('0'))
	JNE(LabelRef("odd"))
	Label("zero")
	INCQ(n)
	JMP(LabelRef("whole"))
	Label("digits")
	s.digits(n)
	Label("whole")
	s.ended(n, c)
	JNE(LabelRef("bareread"))
	CMPL(c.As32(), U32('.'))
	JNE(LabelRef("odd"))
	INCQ(n)
	MOVQ(n, first)
	s.digits(n)
	CMPQ(n, first)
	JEQ(LabelRef("odd"))
	Label("behind")
	s.ended(n, c)
	JEQ(LabelRef("odd"))
	Label("bareread")
	MOVL(s.at.As32(), Mem{Base: s.pos})
	ADDQ(Imm(4), s.pos)
	MOVQ(n, s.at)
	JMP(LabelRef("next"))

	s.literal(n)
}

// ended asks whether byte n, which it loads to c, may follow a number or literal: equal says no.
func (s *step) ended(n, c GPVirtual) {
	ends := GP64()
	MOVQ(s.ends, ends)
	MOVBQZX(Mem{Base: s.src, Index: n, Scale: 1}, c)
	CMPB(Mem{Base: ends, Index: c, Scale: 1}, Imm(0))
}

// digits moves n behind the digits, up to 32, that begin there.
func (s *step) digits(n GPVirtual) {
	v, digits := YMM(), GP64()
	VMOVDQU(Mem{Base: s.src, Index: n, Scale: 1}, v)
	VPADDB(s.above, v, v)
	VPCMPGTB(s.digit, v, v)
	VPMOVMSKB(v, digits.As32())
	NOTL(digits.As32())
	TZCNTL(digits.As32(), digits.As32())
	ADDQ(digits, n)
}

// literal reads one of the three.
func (s *step) literal(n GPVirtual) {
	Label("literal")
	word := GP64()
	MOVL(s.byte(0), word.As32())
	LEAQ(Mem{Base: s.at, Disp: 4}, n)
	CMPL(word.As32(), U32(le("null")))
	JEQ(LabelRef("behind"))
	CMPL(word.As32(), U32(le("true")))
	JEQ(LabelRef("behind"))
	CMPL(word.As32(), U32(le("fals")))
	JNE(LabelRef("odd"))
	INCQ(n)
	CMPB(s.byte(4), U8('e'))
	JEQ(LabelRef("behind"))
	JMP(LabelRef("odd"))
}

func le(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
