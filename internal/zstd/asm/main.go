// Command asm writes the assembly of package zstd: sequences decoded and carried out at once, and carried out alone. After a change, run here
//
//	go run . -out ../sequences_amd64.s -stubs ../sequences_stubs_amd64.go -pkg zstd
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("!purego")
	both()
	execute()
	Generate()
}

// Offsets in type decoding, in bytes. Its cells come first.
const (
	cellsLL = 0
	cellsOF = 4096
	cellsML = 8192

	fieldAt     = 12288
	fieldRem    = 12296
	fieldStates = 12304 // three
	fieldRecent = 12328 // three
	fieldPos    = 12352
	fieldLeft   = 12360
	fieldLap    = 12368
	fieldMost   = 12376
	fieldFar    = 12384
	fieldTo     = 12392
	fieldUsed   = 12400
)

// Offsets in type cell, whose size is 8.
const (
	cellBase = 0
	cellNext = 4
	cellMore = 6
	cellStep = 7
)

// Offsets in type sequence, whose size is 16.
const (
	seqLiterals = 0
	seqMatch    = 4
	seqFrom     = 8
	seqOffset   = 12
)

// lag is how many sequences lie between the one that is decoded and the one that is carried out.
const lag = 16

// A decoder is what has to be known to decode, in registers.
type decoder struct {
	d, at, word, rem Register // at points to the eight bytes of word, rem bits of which are left
	ll, of, ml       GPVirtual
	recent           VecVirtual // three numbers of four bytes
	q                Register
	first, end       Mem // the least at, and behind the last sequence
}

func (x *decoder) field(offset int) Mem { return Mem{Base: x.d, Disp: offset} }

func (x *decoder) cell(table int, state GPVirtual) Mem {
	return Mem{Base: x.d, Index: state, Scale: 8, Disp: table}
}

// refill moves back by the bytes that are used up.
func (x *decoder) refill() {
	n := GP64()
	MOVL(U32(64), n.As32())
	SUBQ(x.rem, n)
	SHRQ(Imm(3), n)
	SUBQ(n, x.at)
	LEAQ(Mem{Base: x.rem, Index: n, Scale: 8}, x.rem)
	MOVQ(Mem{Base: x.at}, x.word)
}

// bits takes the next n bits to v.
func (x *decoder) bits(n, v GPVirtual) {
	SUBQ(n, x.rem)
	SHRXQ(x.rem, x.word, v)
	BZHIQ(n, v, v)
}

// number reads the length or offset that a cell means.
func (x *decoder) number(cell Mem) GPVirtual {
	n, v := GP64(), GP64()
	MOVBQZX(cell.Offset(cellMore), n)
	x.bits(n, v)
	ADDL(cell.Offset(cellBase), v.As32())
	return v
}

// step goes on to the next state.
func (x *decoder) step(cell Mem, state GPVirtual) {
	n, v := GP64(), GP64()
	MOVBQZX(cell.Offset(cellStep), n)
	x.bits(n, v)
	MOVWQZX(cell.Offset(cellNext), state)
	ADDQ(v, state)
}

// both decodes a sequence and carries out the one that was decoded lag sequences ago, as long as there is input and another comes. Neither waits for the other,
// so that the processor does both at once, and what is copied from has been asked of memory.
func both() {
	TEXT("bothBMI2", NOSPLIT, "func(d, b, ring, literals, q *byte, n int, skip bool) (made int, stopped bool)")
	Pragma("noescape")
	x := begin()
	y := &executor{ring: Load(Param("ring"), GP64()), literals: Load(Param("literals"), GP64()), to: GP64(), q: x.q, lag: lag}
	MOVQ(x.field(fieldTo), y.to)
	ADDQ(y.ring, y.to)
	ADDQ(x.field(fieldUsed), y.literals)
	skip := GP8()
	Load(Param("skip"), skip)
	TESTB(skip, skip)
	JNZ(LabelRef("decode"))

	Label("sequence")
	y.sequence()
	Label("decode")
	CMPQ(x.q, x.end)
	JEQ(LabelRef("done"))
	CMPQ(x.at, x.first)
	JCS(LabelRef("done"))
	x.refill()
	off := x.number(x.cell(cellsOF, x.of))
	x.enough()
	match := x.number(x.cell(cellsML, x.ml))
	MOVL(match.As32(), Mem{Base: x.q, Disp: seqMatch})
	literals := x.number(x.cell(cellsLL, x.ll))
	MOVL(literals.As32(), Mem{Base: x.q, Disp: seqLiterals})
	// Offset codes of 0 and 1 speak of recent offsets.
	CMPB(x.cell(cellsOF, x.of).Offset(cellMore), Imm(1))
	JLS(LabelRef("recent"))
	SUBL(Imm(3), off.As32())
	Label("shift")
	VPSLLDQ(Imm(4), x.recent, x.recent)
	VPINSRD(Imm(0), off.As32(), x.recent, x.recent)
	Label("offset")
	x.place(literals, off, y.ring)
	Label("stored")
	x.step(x.cell(cellsLL, x.ll), x.ll)
	x.step(x.cell(cellsML, x.ml), x.ml)
	x.step(x.cell(cellsOF, x.of), x.of)
	ADDQ(Imm(16), x.q)
	JMP(LabelRef("sequence"))

	Label("odd")
	MOVL(I32(-1), Mem{Base: x.q, Disp: seqFrom})
	JMP(LabelRef("stored"))

	Label("refill")
	x.refill()
	JMP(LabelRef("refilled"))

	x.recents(literals, off)
	y.rare("stop")
	x.leave(y)
}

// begin loads what a decoder has.
func begin() *decoder {
	x := &decoder{d: Load(Param("d"), GP64()), at: GP64(), word: GP64(), rem: GP64(), ll: GP64(), of: GP64(), ml: GP64(), recent: XMM(), q: Load(Param("q"), GP64())}
	x.first, x.end = AllocLocal(8), AllocLocal(8)
	t := GP64()
	Load(Param("b"), t)
	MOVQ(t, x.at)
	ADDQ(Imm(16), t)
	MOVQ(t, x.first)
	ADDQ(x.field(fieldAt), x.at)
	Load(Param("n"), t)
	SHLQ(Imm(4), t)
	ADDQ(x.q, t)
	MOVQ(t, x.end)
	MOVQ(x.field(fieldRem), x.rem)
	VMOVD(x.field(fieldRecent), x.recent)
	VPINSRD(Imm(1), x.field(fieldRecent+8), x.recent, x.recent)
	VPINSRD(Imm(2), x.field(fieldRecent+16), x.recent, x.recent)
	for i, r := range x.states() {
		MOVQ(x.field(fieldStates+8*i), r)
	}
	return x
}

func (x *decoder) states() []GPVirtual { return []GPVirtual{x.ll, x.of, x.ml} }

// enough asks whether there are bits for all that is left of a sequence.
func (x *decoder) enough() {
	need := GP64()
	MOVBQZX(x.cell(cellsLL, x.ll).Offset(cellMore), need)
	ADDB(x.cell(cellsLL, x.ll).Offset(cellStep), need.As8())
	ADDB(x.cell(cellsML, x.ml).Offset(cellMore), need.As8())
	ADDB(x.cell(cellsML, x.ml).Offset(cellStep), need.As8())
	ADDB(x.cell(cellsOF, x.of).Offset(cellStep), need.As8())
	CMPQ(need, x.rem)
	JHI(LabelRef("refill"))
	Label("refilled")
}

// place finds where a sequence comes and where it copies from, and asks memory for that. It stops before one for which there are no literals or no room.
func (x *decoder) place(literals, off GPVirtual, ring Register) {
	MOVL(off.As32(), Mem{Base: x.q, Disp: seqOffset})
	SUBQ(literals, x.field(fieldLeft))
	JMI(LabelRef("done"))
	from, behind := GP64(), GP64()
	pos := literals
	ADDQ(x.field(fieldPos), pos)
	MOVQ(pos, from)
	SUBQ(off, from)
	MOVL(Mem{Base: x.q, Disp: seqMatch}, behind.As32())
	ADDQ(behind, pos)
	MOVQ(pos, x.field(fieldPos))
	CMPQ(pos, x.field(fieldMost))
	JHI(LabelRef("done"))
	ADDQ(from, behind)
	ANDNQ(from, behind, behind)
	JMI(LabelRef("odd")) // it begins before the start of the ring and ends in it
	SUBQ(Imm(near), off)
	CMPQ(off, x.field(fieldFar))
	JHI(LabelRef("odd"))
	wrapped := pos
	MOVQ(x.field(fieldLap), wrapped)
	ADDQ(from, wrapped)
	TESTQ(from, from)
	CMOVQMI(wrapped, from)
	MOVL(from.As32(), Mem{Base: x.q, Disp: seqFrom})
	ADDQ(ring, from)
	PREFETCHT0(Mem{Base: from})
}

// recents finds a recent offset: one more without literals.
func (x *decoder) recents(literals, off GPVirtual) {
	Label("recent")
	CMPQ(literals, Imm(1))
	ADCQ(Imm(0), off)
	CMPQ(off, Imm(2))
	JEQ(LabelRef("second"))
	JHI(LabelRef("third"))
	VMOVD(x.recent, off.As32())
	JMP(LabelRef("offset"))
	Label("second")
	VPSHUFD(Imm(1|0<<2|2<<4|3<<6), x.recent, x.recent)
	VMOVD(x.recent, off.As32())
	JMP(LabelRef("offset"))
	Label("third")
	CMPQ(off, Imm(3))
	JNE(LabelRef("before"))
	VPSHUFD(Imm(2|0<<2|1<<4|3<<6), x.recent, x.recent)
	VMOVD(x.recent, off.As32())
	JMP(LabelRef("offset"))
	Label("before")
	VMOVD(x.recent, off.As32())
	DECL(off.As32())
	JMP(LabelRef("shift"))
}

// leave keeps how far it went, and returns.
func (x *decoder) leave(y *executor) {
	stopped := GP8()
	Label("stop")
	MOVB(U8(1), stopped)
	JMP(LabelRef("leave"))
	Label("done")
	MOVB(U8(0), stopped)
	Label("leave")
	Store(stopped, Return("stopped"))
	t := GP64()
	Load(Param("b"), t)
	SUBQ(t, x.at)
	MOVQ(x.at, x.field(fieldAt))
	MOVQ(x.rem, x.field(fieldRem))
	for i, r := range x.states() {
		MOVQ(r, x.field(fieldStates+8*i))
	}
	for i := range 3 {
		VPEXTRD(Imm(uint64(i)), x.recent, t.As32())
		MOVQ(t, x.field(fieldRecent+8*i))
	}
	SUBQ(y.ring, y.to)
	MOVQ(y.to, x.field(fieldTo))
	Load(Param("literals"), t)
	SUBQ(t, y.literals)
	MOVQ(y.literals, x.field(fieldUsed))
	Load(Param("q"), t)
	SUBQ(t, x.q)
	SHRQ(Imm(4), x.q)
	Store(x.q, Return("made"))
	VZEROUPPER()
	RET()
}
