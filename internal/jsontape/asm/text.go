package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// text reads a string. Halves of surrogate pairs and what breaks the rules are odd.
func (s *step) text() {
	from, up, high, any := GP64(), GP64(), GP64(), GP64()
	XORQ(any, any)
	LEAQ(Mem{Base: s.at, Disp: 1}, from)
	Label("text")
	CMPQ(from, s.last)
	JGT(LabelRef("odd"))
	r := s.stops(from)
	TESTQ(r.hits, r.hits)
	JZ(LabelRef("long"))
	BLSMSKQ(r.hits, high)
	ANDQ(r.high, high)
	ORQ(high, any)
	TZCNTQ(r.hits, up)
	ADDQ(from, up)
	CMPB(Mem{Base: s.src, Index: up, Scale: 1}, U8('"'))
	JNE(LabelRef("escape"))
	TESTQ(any, any)
	JNZ(LabelRef("utf8"))
	Label("read")
	MOVL(s.at.As32(), Mem{Base: s.pos})
	MOVL(up.As32(), Mem{Base: s.pos, Disp: 4})
	ADDQ(Imm(8), s.pos)
	LEAQ(Mem{Base: up, Disp: 1}, s.at)
	JMP(LabelRef("next"))

	Label("long")
	ORQ(r.high, any)
	ADDQ(Imm(64), from)
	JMP(LabelRef("text"))

	s.escape(from, up)
	s.utf8(up)
}

// escape goes on behind an escape.
func (s *step) escape(from, up GPVirtual) {
	Label("escape")
	c, table := GP64(), GP64()
	CMPB(Mem{Base: s.src, Index: up, Scale: 1}, U8('\\'))
	JNE(LabelRef("odd"))
	MOVBQZX(Mem{Base: s.src, Index: up, Scale: 1, Disp: 1}, c)
	MOVQ(s.escapes, table)
	MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, c)
	LEAQ(Mem{Base: up, Index: c, Scale: 1}, from)
	CMPL(c.As32(), Imm(2))
	JEQ(LabelRef("text"))
	JCS(LabelRef("odd"))
	hex, h := GP64(), GP64()
	MOVQ(s.hex, table)
	for i := range 4 {
		MOVBQZX(Mem{Base: s.src, Index: up, Scale: 1, Disp: 2 + i}, c)
		if i == 0 {
			MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, hex)
		} else {
			MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, h)
			ORQ(h, hex)
		}
	}
	CMPL(hex.As32(), Imm(15))
	JHI(LabelRef("odd"))
	MOVBQZX(Mem{Base: s.src, Index: up, Scale: 1, Disp: 2}, c)
	ORL(Imm(0x20), c.As32())
	CMPL(c.As32(), U32('d')) // a surrogate, perhaps
	JNE(LabelRef("text"))
	JMP(LabelRef("odd"))
}

type stops struct{ hits, high GPVirtual }

// stops returns the quotes, backslashes and control characters of 64 bytes, and those that are not ASCII.
func (s *step) stops(from GPVirtual) stops {
	var r [2]stops
	for i := range r {
		v, q, b := YMM(), YMM(), YMM()
		r[i] = stops{GP64(), GP64()}
		VMOVDQU(Mem{Base: s.src, Index: from, Scale: 1, Disp: 32 * i}, v)
		VPCMPEQB(s.quote, v, q)
		VPCMPEQB(s.slash, v, b)
		VPOR(b, q, q)
		VPMINUB(s.control, v, b)
		VPCMPEQB(b, v, b)
		VPOR(b, q, q)
		VPMOVMSKB(q, r[i].hits.As32())
		VPMOVMSKB(v, r[i].high.As32())
	}
	SHLQ(Imm(32), r[1].hits)
	ORQ(r[1].hits, r[0].hits)
	SHLQ(Imm(32), r[1].high)
	ORQ(r[1].high, r[0].high)
	return r[0]
}
