package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Bytes that are copied at once, from text that is so far back at least, and from nearer text.
const (
	near   = 32
	nearer = 16
)

// execute carries out sequences up to one that is odd.
func execute() {
	TEXT("executeAVX2", NOSPLIT, "func(ring, literals, q *byte, n, at, used int) (done, end, spent int)")
	Pragma("noescape")
	load := func(name string) Register { return Load(Param(name), GP64()) }
	y := &executor{ring: load("ring"), literals: load("literals"), to: load("at"), q: load("q")}
	ADDQ(y.ring, y.to)
	ADDQ(load("used"), y.literals)
	end := load("n")
	SHLQ(Imm(4), end)
	ADDQ(y.q, end)

	Label("next")
	CMPQ(y.q, end)
	JEQ(LabelRef("out"))
	y.sequence()
	ADDQ(Imm(16), y.q)
	JMP(LabelRef("next"))

	y.rare("out")
	Label("out")
	VZEROUPPER()
	t := load("q")
	SUBQ(t, y.q)
	SHRQ(Imm(4), y.q)
	Store(y.q, Return("done"))
	SUBQ(y.ring, y.to)
	Store(y.to, Return("end"))
	Load(Param("literals"), t)
	SUBQ(t, y.literals)
	Store(y.literals, Return("spent"))
	RET()
}

// An executor carries out sequences: that lag before q comes next.
type executor struct {
	ring, literals, to, q Register
	lag                   int
	n, from, k            GPVirtual
	x, y                  VecVirtual
}

func (y *executor) of(field int) Mem { return Mem{Base: y.q, Disp: field - 16*y.lag} }

// sequence carries out a sequence; with what rare does, which leaves those to others that are odd.
func (y *executor) sequence() {
	y.n, y.from, y.k, y.x, y.y = GP64(), GP64(), GP64(), YMM(), YMM()
	MOVLQSX(y.of(seqFrom), y.from)
	TESTQ(y.from, y.from)
	JMI(LabelRef("small"))
	ADDQ(y.ring, y.from)
	y.text()
	VMOVDQU(Mem{Base: y.from}, y.x)
	VMOVDQU(y.x, Mem{Base: y.to})
	VMOVDQU(Mem{Base: y.from, Disp: 32}, y.y)
	VMOVDQU(y.y, Mem{Base: y.to, Disp: 32})
	CMPQ(y.n, Imm(64))
	JHI(LabelRef("match"))
	Label("matched")
	ADDQ(y.n, y.to)
}

// text copies the literals, and loads how many bytes are to be copied behind them.
func (y *executor) text() {
	MOVL(y.of(seqLiterals), y.n.As32())
	VMOVDQU(Mem{Base: y.literals}, y.x)
	VMOVDQU(y.x, Mem{Base: y.to})
	CMPQ(y.n, Imm(32))
	JHI(LabelRef("literals"))
	Label("copied")
	ADDQ(y.n, y.literals)
	ADDQ(y.n, y.to)
	MOVL(y.of(seqMatch), y.n.As32())
}

// rare is what sequence seldom comes to: long copies, and near ones.
func (y *executor) rare(others string) {
	y.loop("literals", y.literals, 32, 32, y.x)
	JMP(LabelRef("copied"))
	y.loop("match", y.from, 64, 32, y.x)
	JMP(LabelRef("matched"))

	Label("small")
	MOVL(y.of(seqOffset), y.k.As32())
	LEAQ(Mem{Base: y.k, Disp: -nearer}, y.from)
	CMPQ(y.from, Imm(near-nearer))
	JCC(LabelRef(others))
	MOVL(y.of(seqLiterals), y.n.As32())
	CMPQ(y.n, Imm(32))
	JHI(LabelRef(others))
	LEAQ(Mem{Base: y.to, Index: y.n, Scale: 1}, y.from)
	SUBQ(y.k, y.from)
	CMPQ(y.from, y.ring)
	JCS(LabelRef(others))
	VMOVDQU(Mem{Base: y.literals}, y.x)
	VMOVDQU(y.x, Mem{Base: y.to})
	ADDQ(y.n, y.literals)
	ADDQ(y.n, y.to)
	MOVL(y.of(seqMatch), y.n.As32())
	y.loop("nearer", y.from, 0, nearer, y.x.AsX())
	JMP(LabelRef("matched"))
}

// loop copies the bytes from the first on, step at once.
func (y *executor) loop(name string, from Register, first, step uint64, x Register) {
	Label(name)
	MOVL(U32(first), y.k.As32())
	Label(name + "step")
	VMOVDQU(Mem{Base: from, Index: y.k, Scale: 1}, x)
	VMOVDQU(x, Mem{Base: y.to, Index: y.k, Scale: 1})
	ADDQ(Imm(step), y.k)
	CMPQ(y.k, y.n)
	JCS(LabelRef(name + "step"))
}
