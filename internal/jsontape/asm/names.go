package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
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

// A naming is what names has in registers.
type naming struct {
	r, at, src, pos, values, table GPVirtual
	name, n, kinds                 GPVirtual // token of the next name, members so far, kinds that are not in the shape
	last, link, end                Mem
	q, from, to, size, x, y        GPVirtual // the path that may come, the name's quotes and length, words
	c, k                           GPVirtual // the value's first byte
}

func (m *naming) field(offset int) Mem { return Mem{Base: m.r, Disp: offset} }
func (m *naming) in(offset int) Mem    { return Mem{Base: m.q, Disp: offset} }

// byte returns text from a place on.
func (m *naming) byte(at GPVirtual, offset int) Mem {
	return Mem{Base: m.src, Index: at, Scale: 1, Disp: offset}
}

// token returns where the token at name is, or one behind it.
func (m *naming) token(offset int) Mem {
	return Mem{Base: m.pos, Index: m.name, Scale: 4, Disp: 4 * offset}
}

// names writes the function that reads members as long as their names come as they did last time. It returns the path so far:
// to store it is left to Go, whose collector must see that.
func names() {
	TEXT("namesAMD64", NOSPLIT, "func(r, at, src *byte, last int, pos, link *uint32, values *uint16, end int, kinds *byte) (path *byte)")
	Pragma("noescape")
	of := func(name string) GPVirtual { return param(name).(GPVirtual) }
	m := &naming{r: of("r"), at: of("at"), src: of("src"), pos: of("pos"), values: of("values"), table: of("kinds")}
	m.last, m.link, m.end = local(param("last")), local(param("link")), local(param("end"))
	m.name, m.n, m.kinds = GP64(), GP64(), GP64()
	MOVQ(m.field(readerName), m.name)
	MOVQ(m.field(readerN), m.n)
	MOVQ(m.field(readerKinds), m.kinds)

	Label("name")
	CMPQ(m.name, m.end)
	JGE(LabelRef("stop"))
	CMPQ(m.n, Imm(mostMembers))
	JGE(LabelRef("stop"))
	m.called()
	Label("called")
	MOVQ(m.q, m.at)
	m.value()
	m.longer()
	m.mix()

	Label("stop")
	MOVQ(m.name, m.field(readerName))
	MOVQ(m.n, m.field(readerN))
	MOVQ(m.kinds, m.field(readerKinds))
	Store(m.at, Return("path"))
	RET()
}

// called compares the name with the one that came here last, up to 16 bytes of it.
func (m *naming) called() {
	m.q, m.from, m.to, m.size = GP64(), GP64(), GP64(), GP64()
	MOVQ(Mem{Base: m.at, Disp: pathChild}, m.q)
	TESTQ(m.q, m.q)
	JZ(LabelRef("stop"))
	MOVL(m.token(0), m.from.As32())
	MOVL(m.token(1), m.to.As32())
	MOVQ(m.to, m.size)
	SUBQ(m.from, m.size)
	DECQ(m.size)
	CMPL(m.size.As32(), m.in(pathN))
	JNE(LabelRef("stop"))
	CMPQ(m.from, m.last)
	JGT(LabelRef("stop"))
	m.x, m.y = GP64(), GP64()
	MOVQ(m.byte(m.from, 1), m.x)
	XORQ(m.in(pathFirst), m.x)
	MOVLQSX(m.in(pathFrom), m.y)
	ADDQ(m.from, m.y)
	MOVQ(m.byte(m.y, 1), m.y)
	XORQ(m.in(pathLast), m.y)
	ORQ(m.y, m.x)
	TESTQ(m.x, m.in(pathMask))
	JNZ(LabelRef("stop"))
	CMPL(m.size.As32(), Imm(16))
	JGT(LabelRef("longer"))
}

// longer compares eight bytes behind the first, and eight before the last.
func (m *naming) longer() {
	Label("longer")
	MOVQ(m.byte(m.from, 9), m.x)
	XORQ(m.in(pathSecond), m.x)
	MOVQ(m.byte(m.to, -16), m.y)
	XORQ(m.in(pathThird), m.y)
	ORQ(m.y, m.x)
	JZ(LabelRef("called"))
	JMP(LabelRef("stop"))
}

// value keeps where the value is, and its kind, and goes on behind it.
func (m *naming) value() {
	ADDQ(Imm(2), m.name)
	MOVW(m.name.As16(), Mem{Base: m.values, Index: m.n, Scale: 2})
	m.c, m.k = GP64(), GP64()
	MOVL(m.token(0), m.c.As32())
	MOVBQZX(m.byte(m.c, 0), m.c)
	MOVBQZX(Mem{Base: m.table, Index: m.c, Scale: 1}, m.k)
	SHLQ(Imm(4), m.kinds)
	ORQ(m.k, m.kinds)
	INCQ(m.n)
	TESTQ(I32(15), m.n)
	JZ(LabelRef("mix"))
	Label("mixed")
	INCQ(m.name)
	MOVQ(m.c, m.k)
	ORQ(Imm(0x20), m.k)
	CMPQ(m.k, Imm('{'))
	JEQ(LabelRef("inside"))
	XORQ(m.k, m.k)
	CMPQ(m.c, Imm('"'))
	SETEQ(m.k.As8())
	ADDQ(m.k, m.name)
	JMP(LabelRef("name"))

	Label("inside")
	MOVQ(m.link, m.k)
	MOVL(Mem{Base: m.k, Index: m.name, Scale: 4, Disp: -4}, m.k.As32())
	ADDQ(m.k, m.name)
	JMP(LabelRef("name"))
}

// mix adds 16 kinds to the shape, as scramble does.
func (m *naming) mix() {
	Label("mix")
	shape := GP64()
	MOVQ(m.field(readerShape), shape)
	XORQ(m.kinds, shape)
	XORQ(m.kinds, m.kinds)
	MOVQ(shape, m.k)
	SHRQ(Imm(32), m.k)
	XORQ(m.k, shape)
	MOVQ(U64(0xff51afd7ed558ccd), m.k)
	IMULQ(m.k, shape)
	MOVQ(shape, m.k)
	SHRQ(Imm(29), m.k)
	XORQ(m.k, shape)
	MOVQ(U64(0x9e3779b97f4a7c15), m.k)
	IMULQ(m.k, shape)
	MOVQ(shape, m.field(readerShape))
	JMP(LabelRef("mixed"))
}
