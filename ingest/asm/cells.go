package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A carry is what a block leaves to the next.
type carry struct {
	inside, start, closed, odd Mem // all bits: in quotes; a bit: behind a cell, behind a closing quote, something odd in the cell that goes on
}

// cells writes the function that finds where the cells of a row end: at separators and line ends that an even number of quotes precedes. So do
// G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second" (The VLDB Journal 28, 2019, doi:10.1007/s00778-019-00578-5), section 3.1.1, for JSON.
func cells() {
	TEXT("cellsAVX2", NOSPLIT, "func(text *byte, size int, sep byte, ends *uint32, room int) (n, inside, high int)")
	Pragma("noescape")
	load64 := func(name string) GPVirtual { return Load(Param(name), GP64()).(GPVirtual) }
	local := func(value Op) Mem {
		m := AllocLocal(8)
		MOVQ(value, m)
		return m
	}
	text, at, out := load64("text"), GP64(), load64("ends")
	last, room, zero := load64("size"), load64("room"), GP64()
	SUBQ(Imm(64), last)
	LEAQ(Mem{Base: out, Index: room, Scale: 4, Disp: -4 * 72}, room) // a block has up to 64, and eight are written at once
	XORQ(at, at)
	XORQ(zero, zero)
	end, most, lines, high := local(last), local(room), local(zero), local(zero)
	c := &carry{inside: local(zero), start: local(zero), closed: local(zero), odd: local(zero)}
	MOVQ(I32(1), c.start)
	sep := fill("sep")

	Label("more")
	CMPQ(at, end)
	JG(LabelRef("none"))
	CMPQ(out, most)
	JHI(LabelRef("none"))
	b := load(text, at)
	quotes := b.word(func(v, is VecVirtual) { VPCMPEQB(repeat('"'), v, is) })
	inside := c.within(quotes)
	ends, line, mask := b.word(func(v, is VecVirtual) { VPCMPEQB(sep, v, is) }), b.word(func(v, is VecVirtual) { VPCMPEQB(repeat('\n'), v, is) }), GP64()
	ORQ(line, ends)
	ANDNQ(ends, inside, ends)
	within := GP64()
	MOVQ(line, within)
	ANDQ(inside, within)
	ANDNQ(line, inside, line)
	BLSMSKQ(line, mask) // up to the end of the row, all without one
	ANDQ(mask, ends)
	ANDQ(mask, quotes)
	ANDQ(mask, within)
	POPCNTQ(within, within)
	ADDQ(within, lines)
	ANDQ(b.high(), mask)
	ORQ(mask, high)
	odd := c.odds(quotes, inside, ends)
	TESTQ(odd, odd)
	JNZ(LabelRef("odd"))
	c.quick(ends, at, out)
	Label("written")
	TESTQ(line, line)
	JNZ(LabelRef("row"))
	ADDQ(Imm(64), at)
	JMP(LabelRef("more"))

	c.slow(ends, odd, at, out)
	JMP(LabelRef("written"))

	n := GP64()
	Label("row")
	Load(Param("ends"), n)
	SUBQ(n, out)
	SHRQ(Imm(2), out)
	MOVQ(out, n)
	JMP(LabelRef("return"))
	Label("none")
	XORQ(n, n)
	Label("return")
	Store(n, Return("n"))
	MOVQ(lines, n)
	Store(n, Return("inside"))
	MOVQ(high, n)
	Store(n, Return("high"))
	VZEROUPPER()
	RET()
}

// high returns the bytes that are not ASCII.
func (b block) high() GPVirtual {
	return b.word(func(v, is VecVirtual) { VMOVDQA(v, is) })
}

// within returns the bytes that an odd number of quotes precedes, opening ones among them.
func (c *carry) within(quotes GPVirtual) GPVirtual {
	x, all, inside := XMM(), XMM(), GP64()
	VMOVQ(quotes, x)
	VPCMPEQB(all, all, all)
	VPCLMULQDQ(Imm(0), all, x, x)
	VMOVQ(x, inside)
	XORQ(c.inside, inside)
	next := GP64()
	MOVQ(inside, next)
	SARQ(Imm(63), next)
	MOVQ(next, c.inside)
	return inside
}

// odds returns the quotes that open where no cell begins, and the bytes behind those that close where none ends; with the lowest bit if there was one in
// this cell before.
func (c *carry) odds(quotes, inside, ends GPVirtual) GPVirtual {
	begins, opens, closes, t := GP64(), GP64(), GP64(), GP64()
	LEAQ(Mem{Base: ends, Index: ends, Scale: 1}, begins)
	ORQ(c.start, begins)
	MOVQ(ends, t)
	SHRQ(Imm(63), t)
	MOVQ(t, c.start)
	MOVQ(quotes, opens)
	ANDQ(inside, opens)
	ANDNQ(opens, begins, opens)
	ANDNQ(quotes, inside, closes)
	MOVQ(closes, t)
	SHRQ(Imm(63), t)
	ADDQ(closes, closes)
	ORQ(c.closed, closes)
	MOVQ(t, c.closed)
	ANDNQ(closes, ends, closes)
	ORQ(closes, opens)
	ORQ(c.odd, opens)
	return opens
}

// quick writes the ends, eight at once, as those of cells with nothing odd.
func (c *carry) quick(ends, at, out GPVirtual) {
	n, place := GP64(), GP64()
	POPCNTQ(ends, n)
	Label("eight")
	for i := range 8 {
		TZCNTQ(ends, place)
		ADDQ(at, place)
		MOVL(place.As32(), Mem{Base: out, Disp: 4 * i})
		BLSRQ(ends, ends)
	}
	TESTQ(ends, ends)
	JNZ(LabelRef("others"))
	LEAQ(Mem{Base: out, Index: n, Scale: 4}, out)
	JMP(LabelRef("written"))
	Label("others")
	ADDQ(Imm(32), out)
	SUBQ(Imm(8), n)
	JMP(LabelRef("eight"))
}

// slow writes the ends one by one, with the highest bit where something in the cell is odd.
func (c *carry) slow(ends, odd, at, out GPVirtual) {
	cell, mine, place := GP64(), GP64(), GP64()
	Label("odd")
	TESTQ(ends, ends)
	JZ(LabelRef("keep"))
	BLSMSKQ(ends, cell)
	MOVQ(odd, mine)
	ANDQ(cell, mine)
	ANDNQ(odd, cell, odd)
	NEGQ(mine)
	SBBQ(mine, mine)
	SHLQ(Imm(31), mine)
	TZCNTQ(ends, place)
	ADDQ(at, place)
	ORQ(mine, place)
	MOVL(place.As32(), Mem{Base: out})
	ADDQ(Imm(4), out)
	BLSRQ(ends, ends)
	JMP(LabelRef("odd"))
	Label("keep")
	NEGQ(odd)
	SBBQ(odd, odd)
	NEGQ(odd)
	MOVQ(odd, c.odd)
}
