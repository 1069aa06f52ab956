// Command asm writes the assembly of package zstd: what decode and execute do in Go. After a change, run here
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
	decode()
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
	fieldFar    = 12376
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

// A decoder is what decode has in registers.
type decoder struct {
	d, at, word, rem Register // at points to the eight bytes of word, rem bits of which are left
	ll, of, ml       GPVirtual
	r0, r1, r2       GPVirtual
	q                Register
	pos              GPVirtual
	first, end       Mem // the least at, and behind the last sequence
	ring             Mem
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

// decode decodes sequences as long as there is input before them, and another comes behind them.
func decode() {
	TEXT("decodeBMI2", NOSPLIT, "func(d, b, buf, q *byte, n int) (done int)")
	Pragma("noescape")
	x := begin()
	Label("sequence")
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
	MOVQ(x.r1, x.r2)
	Label("swap")
	MOVQ(x.r0, x.r1)
	MOVQ(off, x.r0)
	Label("offset")
	x.place(literals, off)
	Label("stored")
	ADDQ(Imm(16), x.q)
	x.step(x.cell(cellsLL, x.ll), x.ll)
	x.step(x.cell(cellsML, x.ml), x.ml)
	x.step(x.cell(cellsOF, x.of), x.of)
	JMP(LabelRef("sequence"))

	Label("odd")
	MOVL(I32(-1), Mem{Base: x.q, Disp: seqFrom})
	JMP(LabelRef("stored"))

	Label("refill")
	x.refill()
	JMP(LabelRef("refilled"))

	x.recent(literals, off)
	x.leave()
}

// begin loads what a decoder has.
func begin() *decoder {
	x := &decoder{d: Load(Param("d"), GP64()), at: GP64(), word: GP64(), rem: GP64(), ll: GP64(), of: GP64(), ml: GP64(), r0: GP64(), r1: GP64(), r2: GP64(), q: Load(Param("q"), GP64()), pos: GP64()}
	x.first, x.end, x.ring = AllocLocal(8), AllocLocal(8), AllocLocal(8)
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
	Load(Param("buf"), t)
	MOVQ(t, x.ring)
	MOVQ(x.field(fieldRem), x.rem)
	MOVQ(x.field(fieldPos), x.pos)
	for i, r := range x.states() {
		MOVQ(x.field(fieldStates+8*i), r)
	}
	return x
}

// states are the registers of what decoding has in a row: three states, three recent offsets.
func (x *decoder) states() []GPVirtual { return []GPVirtual{x.ll, x.of, x.ml, x.r0, x.r1, x.r2} }

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

// place finds where a sequence comes and where it copies from, and asks memory for that.
func (x *decoder) place(literals, off GPVirtual) {
	MOVL(off.As32(), Mem{Base: x.q, Disp: seqOffset})
	SUBQ(literals, x.field(fieldLeft))
	ADDQ(literals, x.pos)
	from, behind := GP64(), GP64()
	MOVQ(x.pos, from)
	SUBQ(off, from)
	MOVL(Mem{Base: x.q, Disp: seqMatch}, behind.As32())
	ADDQ(behind, x.pos)
	ADDQ(from, behind)
	ANDNQ(from, behind, behind)
	JMI(LabelRef("odd")) // it begins before the start of the ring and ends in it
	SUBQ(Imm(32), off)
	CMPQ(off, x.field(fieldFar))
	JHI(LabelRef("odd"))
	wrapped := GP64()
	MOVQ(x.field(fieldLap), wrapped)
	ADDQ(from, wrapped)
	TESTQ(from, from)
	CMOVQMI(wrapped, from)
	MOVL(from.As32(), Mem{Base: x.q, Disp: seqFrom})
	ADDQ(x.ring, from)
	PREFETCHT1(Mem{Base: from})
}

// recent finds a recent offset: one more without literals.
func (x *decoder) recent(literals, off GPVirtual) {
	Label("recent")
	CMPQ(literals, Imm(1))
	ADCQ(Imm(0), off)
	CMPQ(off, Imm(2))
	JEQ(LabelRef("second"))
	JHI(LabelRef("third"))
	MOVQ(x.r0, off)
	JMP(LabelRef("offset"))
	Label("second")
	MOVQ(x.r1, off)
	JMP(LabelRef("swap"))
	Label("third")
	CMPQ(off, Imm(3))
	JNE(LabelRef("before"))
	MOVQ(x.r2, off)
	JMP(LabelRef("shift"))
	Label("before")
	MOVQ(x.r0, off)
	DECQ(off)
	MOVL(off.As32(), off.As32())
	JMP(LabelRef("shift"))
}

// leave keeps how far it went, and returns.
func (x *decoder) leave() {
	Label("done")
	t := GP64()
	Load(Param("b"), t)
	SUBQ(t, x.at)
	MOVQ(x.at, x.field(fieldAt))
	MOVQ(x.rem, x.field(fieldRem))
	MOVQ(x.pos, x.field(fieldPos))
	for i, r := range x.states() {
		MOVQ(r, x.field(fieldStates+8*i))
	}
	start := GP64()
	Load(Param("q"), start)
	SUBQ(start, x.q)
	SHRQ(Imm(4), x.q)
	Store(x.q, Return("done"))
	RET()
}

// execute carries out sequences up to one that is odd.
func execute() {
	TEXT("executeAVX2", NOSPLIT, "func(buf, literals, q *byte, n, at, used int) (done, end, spent int)")
	Pragma("noescape")
	buf, literals, q := Load(Param("buf"), GP64()), Load(Param("literals"), GP64()), Load(Param("q"), GP64())
	to, end := GP64(), GP64()
	Load(Param("n"), end)
	SHLQ(Imm(4), end)
	ADDQ(q, end)
	Load(Param("at"), to)
	ADDQ(buf, to)
	ADDQ(mustLoad("used"), literals)
	n, from, x, y := GP64(), GP64(), YMM(), YMM()

	Label("next")
	CMPQ(q, end)
	JEQ(LabelRef("out"))
	MOVLQSX(Mem{Base: q, Disp: seqFrom}, from)
	TESTQ(from, from)
	JMI(LabelRef("out"))
	ADDQ(buf, from)
	MOVL(Mem{Base: q, Disp: seqLiterals}, n.As32())
	VMOVDQU(Mem{Base: literals}, x)
	VMOVDQU(x, Mem{Base: to})
	CMPQ(n, Imm(32))
	JHI(LabelRef("literals"))
	Label("copied")
	ADDQ(n, literals)
	ADDQ(n, to)
	MOVL(Mem{Base: q, Disp: seqMatch}, n.As32())
	VMOVDQU(Mem{Base: from}, x)
	VMOVDQU(x, Mem{Base: to})
	VMOVDQU(Mem{Base: from, Disp: 32}, y)
	VMOVDQU(y, Mem{Base: to, Disp: 32})
	CMPQ(n, Imm(64))
	JHI(LabelRef("match"))
	Label("matched")
	ADDQ(n, to)
	ADDQ(Imm(16), q)
	JMP(LabelRef("next"))

	k := GP64()
	Label("literals")
	MOVL(U32(32), k.As32())
	Label("literal")
	VMOVDQU(Mem{Base: literals, Index: k, Scale: 1}, x)
	VMOVDQU(x, Mem{Base: to, Index: k, Scale: 1})
	ADDQ(Imm(32), k)
	CMPQ(k, n)
	JCS(LabelRef("literal"))
	JMP(LabelRef("copied"))

	Label("match")
	MOVL(U32(64), k.As32())
	Label("byte")
	VMOVDQU(Mem{Base: from, Index: k, Scale: 1}, x)
	VMOVDQU(x, Mem{Base: to, Index: k, Scale: 1})
	ADDQ(Imm(32), k)
	CMPQ(k, n)
	JCS(LabelRef("byte"))
	JMP(LabelRef("matched"))

	Label("out")
	VZEROUPPER()
	Load(Param("q"), n)
	SUBQ(n, q)
	SHRQ(Imm(4), q)
	Store(q, Return("done"))
	SUBQ(buf, to)
	Store(to, Return("end"))
	Load(Param("literals"), n)
	SUBQ(n, literals)
	Store(literals, Return("spent"))
	RET()
}

func mustLoad(name string) Register { return Load(Param(name), GP64()) }
