package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// Offsets in type path, in bytes.
const (
	pathFirst  = 0
	pathLast   = 8
	pathMask   = 16
	pathN      = 24
	pathFrom   = 28
	pathChild  = 32
	pathSecond = 48
	pathThird  = 56
)

// Offsets in type reader.
const (
	readerN     = 8
	readerName  = 16
	readerShape = 24
	readerKinds = 32
)

const mostMembers = 96

// names writes the function that reads members as long as their names come as they did last time. It returns the path so far:
// to store it is left to Go, whose collector must see that.
func names() {
	TEXT("namesAMD64", NOSPLIT, "func(r, at, src *byte, last int, pos, link *uint32, values *uint16, end int, kinds *byte) (path *byte)")
	Pragma("noescape")
	r, at, src, pos, values, table := param("r"), param("at"), param("src"), param("pos"), param("values"), param("kinds")
	last, link, end := local(param("last")), local(param("link")), local(param("end"))
	name, n, kinds := GP64(), GP64(), GP64()
	field := func(offset int) Mem { return Mem{Base: r, Disp: offset} }
	MOVQ(field(readerName), name)
	MOVQ(field(readerN), n)
	MOVQ(field(readerKinds), kinds)

	Label("name")
	CMPQ(name, end)
	JGE(LabelRef("stop"))
	CMPQ(n, Imm(mostMembers))
	JGE(LabelRef("stop"))
	q, from, to, size := GP64(), GP64(), GP64(), GP64()
	MOVQ(Mem{Base: at, Disp: pathChild}, q)
	TESTQ(q, q)
	JZ(LabelRef("stop"))
	MOVL(Mem{Base: pos, Index: name, Scale: 4}, from.As32())
	MOVL(Mem{Base: pos, Index: name, Scale: 4, Disp: 4}, to.As32())
	MOVQ(to, size)
	SUBQ(from, size)
	DECQ(size)
	CMPL(size.As32(), Mem{Base: q, Disp: pathN})
	JNE(LabelRef("stop"))
	CMPQ(from, last)
	JGT(LabelRef("stop"))
	x, y := GP64(), GP64()
	MOVQ(Mem{Base: src, Index: from, Scale: 1, Disp: 1}, x)
	XORQ(Mem{Base: q, Disp: pathFirst}, x)
	MOVLQSX(Mem{Base: q, Disp: pathFrom}, y)
	ADDQ(from, y)
	MOVQ(Mem{Base: src, Index: y, Scale: 1, Disp: 1}, y)
	XORQ(Mem{Base: q, Disp: pathLast}, y)
	ORQ(y, x)
	TESTQ(x, Mem{Base: q, Disp: pathMask})
	JNZ(LabelRef("stop"))
	CMPL(size.As32(), Imm(16))
	JGT(LabelRef("longer"))
	Label("called")
	MOVQ(q, at)
	ADDQ(Imm(2), name)
	MOVW(name.As16(), Mem{Base: values, Index: n, Scale: 2})
	c, k := GP64(), GP64()
	MOVL(Mem{Base: pos, Index: name, Scale: 4}, c.As32())
	MOVBQZX(Mem{Base: src, Index: c, Scale: 1}, c)
	MOVBQZX(Mem{Base: table, Index: c, Scale: 1}, k)
	SHLQ(Imm(4), kinds)
	ORQ(k, kinds)
	INCQ(n)
	TESTQ(I32(15), n)
	JZ(LabelRef("mix"))
	Label("mixed")
	INCQ(name)
	MOVQ(c, k)
	ORQ(Imm(0x20), k)
	CMPQ(k, Imm('{'))
	JEQ(LabelRef("inside"))
	XORQ(k, k)
	CMPQ(c, Imm('"'))
	SETEQ(k.As8())
	ADDQ(k, name)
	JMP(LabelRef("name"))

	Label("inside")
	MOVQ(link, k)
	MOVL(Mem{Base: k, Index: name, Scale: 4, Disp: -4}, k.As32())
	ADDQ(k, name)
	JMP(LabelRef("name"))

	Label("longer")
	MOVQ(Mem{Base: src, Index: from, Scale: 1, Disp: 9}, x)
	XORQ(Mem{Base: q, Disp: pathSecond}, x)
	MOVQ(Mem{Base: src, Index: to, Scale: 1, Disp: -16}, y)
	XORQ(Mem{Base: q, Disp: pathThird}, y)
	ORQ(y, x)
	JZ(LabelRef("called"))
	JMP(LabelRef("stop"))

	Label("mix") // what scramble does
	shape := GP64()
	MOVQ(field(readerShape), shape)
	XORQ(kinds, shape)
	XORQ(kinds, kinds)
	MOVQ(shape, k)
	SHRQ(Imm(32), k)
	XORQ(k, shape)
	MOVQ(U64(0xff51afd7ed558ccd), k)
	IMULQ(k, shape)
	MOVQ(shape, k)
	SHRQ(Imm(29), k)
	XORQ(k, shape)
	MOVQ(U64(0x9e3779b97f4a7c15), k)
	IMULQ(k, shape)
	MOVQ(shape, field(readerShape))
	JMP(LabelRef("mixed"))

	Label("stop")
	MOVQ(name, field(readerName))
	MOVQ(n, field(readerN))
	MOVQ(kinds, field(readerKinds))
	Store(at, Return("path"))
	RET()
}
