package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// An unescaping is what unescape has in registers.
type unescaping struct {
	dst, src, n, i, o GPVirtual // o is how many bytes are written
	hex, single       GPVirtual // tables: the value of a digit, what an escape of one byte stands for
	hit, c, v         GPVirtual
}

// byte returns text from the place that comes next on, out where it is written to.
func (u *unescaping) byte(offset int) Mem {
	return Mem{Base: u.src, Index: u.i, Scale: 1, Disp: offset}
}
func (u *unescaping) out() Mem { return Mem{Base: u.dst, Index: u.o, Scale: 1} }

// unescape writes the function that copies the body of a string, 32 bytes at once, and replaces its escapes, up to one of a surrogate.
func unescape() {
	TEXT("unescapeAVX2", NOSPLIT, "func(dst, src *byte, n, from, to int, hex, single *byte) (i, end int)")
	Pragma("noescape")
	of := func(name string) GPVirtual { return param(name).(GPVirtual) }
	u := &unescaping{dst: of("dst"), src: of("src"), n: of("n"), i: of("from"), o: of("to"), hex: of("hex"), single: of("single")}
	slash, text, same := repeat('\\'), YMM(), YMM()
	u.hit, u.c, u.v = GP64(), GP64(), GP64()

	Label("copy")
	CMPQ(u.i, u.n)
	JGE(LabelRef("copied"))
	VMOVDQU(u.byte(0), text)
	VMOVDQU(text, u.out())
	VPCMPEQB(slash, text, same)
	VPMOVMSKB(same, u.hit.As32())
	TESTL(u.hit.As32(), u.hit.As32())
	JNZ(LabelRef("slash"))
	ADDQ(Imm(32), u.i)
	ADDQ(Imm(32), u.o)
	JMP(LabelRef("copy"))

	u.escape()
	u.digits()

	// It may have looked beyond the end.
	Label("copied")
	SUBQ(u.n, u.i)
	SUBQ(u.i, u.o)
	MOVQ(u.n, u.i)
	Label("done")
	Store(u.i, Return("i"))
	Store(u.o, Return("end"))
	VZEROUPPER()
	RET()
}

// escape goes to the first backslash, and replaces an escape of one byte.
func (u *unescaping) escape() {
	Label("slash")
	TZCNTL(u.hit.As32(), u.hit.As32())
	ADDQ(u.hit, u.i)
	ADDQ(u.hit, u.o)
	CMPQ(u.i, u.n)
	JGE(LabelRef("copied"))
	MOVBQZX(u.byte(1), u.c)
	CMPL(u.c.As32(), U32('u'))
	JEQ(LabelRef("digits"))
	MOVB(Mem{Base: u.single, Index: u.c, Scale: 1}, u.c.As8())
	MOVB(u.c.As8(), u.out())
	ADDQ(Imm(2), u.i)
	INCQ(u.o)
	JMP(LabelRef("copy"))
}

// digits replaces an escape of four digits.
func (u *unescaping) digits() {
	v, c := u.v.As32(), u.c.As32()
	Label("digits")
	MOVBLZX(u.byte(2), v)
	MOVBLZX(Mem{Base: u.hex, Index: u.v, Scale: 1}, v)
	for k := range 3 {
		SHLL(Imm(4), v)
		MOVBLZX(u.byte(3+k), c)
		ORB(Mem{Base: u.hex, Index: u.c, Scale: 1}, u.v.As8())
	}
	CMPL(v, U32(0x800))
	JCC(LabelRef("three"))
	CMPL(v, U32(0x80))
	JCC(LabelRef("two"))
	MOVB(u.v.As8(), u.out())
	ADDQ(Imm(6), u.i)
	INCQ(u.o)
	JMP(LabelRef("copy"))

	// The bits are put where UTF-8 has them, the first byte highest, and then the bytes in their order.
	mask := GP32()
	encode := func(places, lead uint32, bytes uint64) {
		MOVL(U32(places), mask)
		PDEPL(mask, v, v)
		ORL(U32(lead), v)
		BSWAPL(v)
		SHRL(Imm(32-8*bytes), v)
		MOVL(v, u.out())
		ADDQ(Imm(6), u.i)
		ADDQ(Imm(bytes), u.o)
		JMP(LabelRef("copy"))
	}
	Label("two")
	encode(0x1f3f, 0xc080, 2)
	Label("three")
	MOVL(v, mask)
	SHRL(Imm(11), mask)
	CMPL(mask, U32(0xd800>>11))
	JEQ(LabelRef("done"))
	encode(0x0f3f3f, 0xe08080, 3)
}
