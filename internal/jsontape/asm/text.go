package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// text reads a string. A lone half of a surrogate pair is odd, and so is what breaks the rules.
func (s *step) text() {
	t := &textual{from: GP64(), up: GP64(), high: AllocLocal(8)}
	any, own := GP64(), GP64()
	XORQ(any, any)
	LEAQ(Mem{Base: s.at, Disp: 1}, t.from)
	Label("text")
	CMPQ(t.from, s.last)
	JGT(LabelRef("odd"))
	r := s.stops(t.from)
	t.hits = r.hits
	MOVQ(r.high, t.high)
	TESTQ(t.hits, t.hits)
	JZ(LabelRef("long"))
	Label("hit")
	BLSMSKQ(t.hits, own)
	ANDQ(t.high, own)
	ORQ(own, any)
	TZCNTQ(t.hits, t.up)
	ADDQ(t.from, t.up)
	CMPB(Mem{Base: s.src, Index: t.up, Scale: 1}, U8('"'))
	JNE(LabelRef("escape"))
	TESTQ(any, any)
	JNZ(LabelRef("utf8"))
	Label("read")
	MOVL(s.at.As32(), Mem{Base: s.pos})
	MOVL(t.up.As32(), Mem{Base: s.pos, Disp: 4})
	ADDQ(Imm(8), s.pos)
	LEAQ(Mem{Base: t.up, Disp: 1}, s.at)
	JMP(LabelRef("next"))

	Label("long")
	ORQ(t.high, any)
	ADDQ(Imm(64), t.from)
	JMP(LabelRef("text"))

	s.escape(t)
	s.utf8(t.up)
}

// A textual is 64 bytes of a string.
type textual struct {
	from GPVirtual // where they begin
	hits GPVirtual // quotes, backslashes and control characters
	high Mem       // bytes that are not ASCII
	up   GPVirtual // where the first hit is
}

// skip goes on behind the n bytes of the escape that is the first hit.
func (t *textual) skip(n int) {
	at, rest := GP64(), GP64()
	MOVQ(t.up, at)
	SUBQ(t.from, at)
	CMPQ(at, Imm(uint64(64-n)))
	reload := fmt.Sprintf("reload%d", n)
	JHI(LabelRef(reload))
	MOVQ(I64(-1<<n), rest)
	SHLXQ(at, rest, rest)
	ANDQ(rest, t.hits)
	JNZ(LabelRef("hit"))
	JMP(LabelRef("long"))
	Label(reload)
	LEAQ(Mem{Base: t.up, Disp: n}, t.from)
	JMP(LabelRef("text"))
}

// escape goes on behind an escape.
func (s *step) escape(t *textual) {
	Label("escape")
	c, table := GP64(), GP64()
	CMPB(Mem{Base: s.src, Index: t.up, Scale: 1}, U8('\\'))
	JNE(LabelRef("odd"))
	MOVBQZX(Mem{Base: s.src, Index: t.up, Scale: 1, Disp: 1}, c)
	MOVQ(s.escapes, table)
	MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, c)
	CMPL(c.As32(), Imm(2))
	JCS(LabelRef("odd"))
	JNE(LabelRef("hexadecimal"))
	t.skip(2)

	Label("hexadecimal")
	digits, h := GP64(), GP64()
	MOVQ(s.hex, table)
	hex := func(offset int, to GPVirtual) {
		MOVBQZX(Mem{Base: s.src, Index: t.up, Scale: 1, Disp: offset}, c)
		MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, to)
	}
	more := func(offset int) {
		hex(offset, h)
		ORQ(h, digits)
	}
	hex(2, digits)
	more(3)
	more(4)
	more(5)
	CMPL(digits.As32(), Imm(15))
	JHI(LabelRef("odd"))
	// D8 to DB begin a pair, which must be whole; DC to DF end one.
	hex(2, h)
	CMPL(h.As32(), Imm(0xd))
	JNE(LabelRef("one"))
	hex(3, h)
	CMPL(h.As32(), Imm(8))
	JCC(LabelRef("pair"))
	Label("one")
	t.skip(6)

	Label("pair")
	CMPL(h.As32(), Imm(0xc))
	JCC(LabelRef("odd"))
	CMPW(Mem{Base: s.src, Index: t.up, Scale: 1, Disp: 6}, U16('\\'|'u'<<8))
	JNE(LabelRef("odd"))
	hex(8, h)
	CMPL(h.As32(), Imm(0xd))
	JNE(LabelRef("odd"))
	hex(9, digits)
	CMPL(digits.As32(), Imm(0xc))
	JCS(LabelRef("odd"))
	more(10)
	more(11)
	CMPL(digits.As32(), Imm(15))
	JHI(LabelRef("odd"))
	t.skip(12)
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
