package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// wide writes the function for AVX-512.
func wide() {
	q := begin("quickAVX512", 64, func(param string) VecVirtual {
		c, v := GP32(), ZMM()
		Load(Param(param), c.As8())
		VPBROADCASTB(c, v)
		return v
	})
	digits, marks, starts, last := q.rows()
	n := GP64()
	POPCNTQ(marks, n)
	ends, sizes := q.ids(marks, starts, n)
	q.numbers(digits, ends, sizes, n)
	SHRQ(Imm(1), n)
	ADDQ(n, q.done)
	LEAQ(Mem{Base: q.next, Index: last, Scale: 1, Disp: 1}, q.next)
	JMP(LabelRef("block"))
	q.end()
}

// rows loads a block, and returns its bytes, '0' being 0, those behind its ids, those where ids begin, and
// the place of the last line end. It ends unless separators and line ends take turns, and where an id begins with a 0 too many.
func (q *quick) rows() (digits VecVirtual, marks, starts, last GPVirtual) {
	v, digits := ZMM(), ZMM()
	VMOVDQU8(Mem{Base: q.text, Index: q.next, Scale: 1}, v)
	VPSUBB(repeat('0'), v, digits)
	lines := word(func(k Register) { VPCMPEQB(repeat('\n'), v, k) })
	last = GP64()
	BSRQ(lines, last)
	JZ(LabelRef("end"))
	whole := GP64() // the bytes up to the last line end
	MOVQ(I64(-2), whole)
	SHLXQ(last, whole, whole)
	NOTQ(whole)
	marks = word(func(k Register) { VPCMPUB(Imm(6), repeat(9), digits, k) })
	ANDQ(whole, marks)

	n, turns, want := GP64(), GP64(), GP64()
	POPCNTQ(marks, n)
	PEXTQ(marks, lines, turns)
	MOVQ(U64(0xaaaaaaaaaaaaaaaa), want)
	BZHIQ(n, want, want)
	CMPQ(turns, want)
	JNE(LabelRef("end"))
	ORQ(word(func(k Register) { VPCMPEQB(q.sep, v, k) }), lines)
	ORQ(word(func(k Register) { VPCMPEQB(q.other, v, k) }), lines)
	ANDNQ(marks, lines, lines)
	JNZ(LabelRef("end"))

	starts = GP64()
	LEAQ(Mem{Base: marks, Index: marks, Scale: 1, Disp: 1}, starts)
	ANDQ(whole, starts)
	zeros, behind := word(func(k Register) { VPTESTNMB(digits, digits, k) }), GP64()
	ANDQ(starts, zeros)
	MOVQ(marks, behind)
	SHRQ(Imm(1), behind)
	ANDNQ(zeros, behind, zeros)
	JNZ(LabelRef("end"))
	return digits, marks, starts, last
}

// ids returns the places where the n ids of a block end, and how many digits they have. It ends unless that is 1 to 8.
func (q *quick) ids(marks, starts, n GPVirtual) (ends, sizes VecVirtual) {
	ends, sizes = places(marks), places(starts)
	VPSUBB(sizes, ends, sizes)
	less := ZMM()
	VPSUBB(repeat(1), sizes, less)
	bad := word(func(k Register) { VPCMPUB(Imm(6), repeat(7), less, k) })
	BZHIQ(n, bad, bad)
	JNZ(LabelRef("end"))
	return ends, sizes
}

// numbers writes the ids, eight at a time: the digits of each are put at the end of eight bytes, and those combined.
func (q *quick) numbers(digits, ends, sizes VecVirtual, n GPVirtual) {
	which, left, at := ZMM(), GP64(), GP64()
	VMOVDQU8(bytes("which", func(i int) int { return i / 8 }), which)
	MOVQ(n, left)
	MOVQ(q.done, at)
	Label("numbers")
	from, size, k := ZMM(), ZMM(), K()
	VPERMB(ends, which, from)
	VPERMB(sizes, which, size)
	VPADDB(bytes("back", func(i int) int { return i%8 - 8 }), from, from)
	VPCMPUB(Imm(5), bytes("reach", func(i int) int { return 8 - i%8 }), size, k)
	v := ZMM()
	VPERMB_Z(digits, from, k, v)
	combine(v)
	order := ZMM()
	VMOVDQU8(bytes("sides", func(i int) int { return []int{[]int{0, 4, 8, 12, 1, 5, 9, 13}[i/4%8], 0, 0, 0}[i%4] }), order)
	VPERMD(v, order, v)
	VMOVDQU32(v.AsX(), Mem{Base: q.lefts, Index: at, Scale: 4})
	VEXTRACTI32X4(Imm(1), v, Mem{Base: q.rights, Index: at, Scale: 4})
	VPADDB(repeat(8), which, which)
	ADDQ(Imm(4), at)
	SUBQ(Imm(8), left)
	JG(LabelRef("numbers"))
}

// word returns the bits that a test gives.
func word(test func(k Register)) GPVirtual {
	k, w := K(), GP64()
	test(k)
	KMOVQ(k, w)
	return w
}

// places returns the places of the bits that are set, one in a byte. Its last instruction is one that avo lacks.
func places(bits GPVirtual) VecVirtual {
	k, v := K(), ZMM()
	KMOVQ(bits, k)
	VMOVDQU8(bytes("places", func(i int) int { return i }), v)
	Instruction(&ir.Instruction{
		Opcode: "VPCOMPRESSB", Suffixes: []string{"Z"}, ISA: []string{"AVX512_VBMI2"},
		Operands: []Op{v, k, v}, Inputs: []Op{v, k}, Outputs: []Op{v},
	})
	return v
}
