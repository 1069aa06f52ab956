package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// unescape writes the function that copies the body of a string, 32 bytes at once, and replaces its escapes, up to one of a surrogate.
func unescape() {
	TEXT("unescapeAVX2", NOSPLIT, "func(dst, src *byte, n, from, to int, hex, single *byte) (i, end int)")
	Pragma("noescape")
	of := func(name string) GPVirtual { return param(name).(GPVirtual) }
	dst, src, n, i, o, hex, single := of("dst"), of("src"), of("n"), of("from"), of("to"), of("hex"), of("single")
	slash, text, same := repeat('\\'), YMM(), YMM()
	hit, c, v := GP64(), GP64(), GP64()
	at := func(offset int) Mem { return Mem{Base: src, Index: i, Scale: 1, Disp: offset} }
	out := Mem{Base: dst, Index: o, Scale: 1}

	Label("copy")
	CMPQ(i, n)
	JGE(LabelRef("copied"))
	VMOVDQU(at(0), text)
	VMOVDQU(text, out)
	VPCMPEQB(slash, text, same)
	VPMOVMSKB(same, hit.As32())
	TESTL(hit.As32(), hit.As32())
	JNZ(LabelRef("slash"))
	ADDQ(Imm(32), i)
	ADDQ(Imm(32), o)
	JMP(LabelRef("copy"))

	Label("slash")
	TZCNTL(hit.As32(), hit.As32())
	ADDQ(hit, i)
	ADDQ(hit, o)
	CMPQ(i, n)
	JGE(LabelRef("copied"))
	MOVBQZX(at(1), c)
	CMPL(c.As32(), U32('u'))
	JEQ(LabelRef("digits"))
	MOVB(Mem{Base: single, Index: c, Scale: 1}, c.As8())
	MOVB(c.As8(), out)
	ADDQ(Imm(2), i)
	INCQ(o)
	JMP(LabelRef("copy"))

	Label("digits")
	MOVBLZX(at(2), v.As32())
	MOVBLZX(Mem{Base: hex, Index: v, Scale: 1}, v.As32())
	for k := range 3 {
		SHLL(Imm(4), v.As32())
		MOVBLZX(at(3+k), c.As32())
		ORB(Mem{Base: hex, Index: c, Scale: 1}, v.As8())
	}
	CMPL(v.As32(), U32(0x800))
	JCC(LabelRef("three"))
	CMPL(v.As32(), U32(0x80))
	JCC(LabelRef("two"))
	MOVB(v.As8(), out)
	ADDQ(Imm(6), i)
	INCQ(o)
	JMP(LabelRef("copy"))

	// The bits are put where UTF-8 has them, the first byte highest, and then the bytes in their order.
	mask := GP32()
	encode := func(places, lead uint32, bytes uint64) {
		MOVL(U32(places), mask)
		PDEPL(mask, v.As32(), v.As32())
		ORL(U32(lead), v.As32())
		BSWAPL(v.As32())
		SHRL(Imm(32-8*bytes), v.As32())
		MOVL(v.As32(), out)
		ADDQ(Imm(6), i)
		ADDQ(Imm(bytes), o)
		JMP(LabelRef("copy"))
	}
	Label("two")
	encode(0x1f3f, 0xc080, 2)
	Label("three")
	MOVL(v.As32(), mask)
	SHRL(Imm(11), mask)
	CMPL(mask, U32(0xd800>>11))
	JEQ(LabelRef("done"))
	encode(0x0f3f3f, 0xe08080, 3)

	// It may have looked beyond the end.
	Label("copied")
	SUBQ(n, i)
	SUBQ(i, o)
	MOVQ(n, i)
	Label("done")
	Store(i, Return("i"))
	Store(o, Return("end"))
	VZEROUPPER()
	RET()
}
