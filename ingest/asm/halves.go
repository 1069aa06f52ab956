package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// halves writes the function for AVX2. It reads eight bytes from every place where an id may begin, the one behind the block
// among them. PEXT, which the other has, is slow on some processors with AVX2.
func halves() {
	q := begin("quickAVX2", 64+1+8, fill)
	b := load(q.text, q.next)
	lines, last, whole := b.word(func(v, is VecVirtual) { VPCMPEQB(repeat('\n'), v, is) }), GP64(), GP64()
	BSRQ(lines, last)
	JZ(LabelRef("end"))
	MOVQ(I64(-2), whole) // the bytes up to the last line end
	SHLXQ(last, whole, whole)
	NOTQ(whole)
	digits, marks := b.digits(), GP64()
	ANDQ(whole, digits)
	ANDNQ(whole, digits, marks) // the bytes behind ids
	q.turns(b, digits, marks, lines)
	sizes(b, digits, marks, whole)
	text := GP64()
	LEAQ(Mem{Base: q.text, Index: q.next, Scale: 1}, text)
	LEAQ(Mem{Base: q.next, Index: last, Scale: 1, Disp: 1}, q.next)
	q.pairs(text, marks)
	JMP(LabelRef("block"))
	q.end()
}

// fill makes a vector of a parameter.
func fill(param string) VecVirtual {
	c, v := GP32(), YMM()
	Load(Param(param), c.As8())
	VMOVD(c, v.AsX())
	VPBROADCASTB(v.AsX(), v)
	return v
}

// A block is 64 bytes.
type block [2]VecVirtual

func load(text, at Register) (b block) {
	for i := range b {
		b[i] = YMM()
		VMOVDQU(Mem{Base: text, Index: at, Scale: 1, Disp: 32 * i}, b[i])
	}
	return b
}

// word returns the bits that a test gives.
func (b block) word(test func(v, is VecVirtual)) GPVirtual {
	var w [2]GPVirtual
	for i, v := range b {
		is := YMM()
		test(v, is)
		w[i] = GP64()
		VPMOVMSKB(is, w[i].As32())
	}
	SHLQ(Imm(32), w[1])
	ORQ(w[1], w[0])
	return w[0]
}

// digits tells which bytes are digits.
func (b block) digits() GPVirtual {
	return b.word(func(v, is VecVirtual) {
		digit := YMM()
		VPSUBB(repeat('0'), v, digit)
		VPMINUB(repeat(9), digit, is)
		VPCMPEQB(digit, is, is)
	})
}

// turns ends unless separators and line ends take turns: a carry runs from behind each separator through the digits, and stops
// at the line ends.
func (q *quick) turns(b block, digits, marks, lines GPVirtual) {
	seps, other, next := GP64(), GP64(), GP64()
	ANDNQ(marks, lines, seps)
	LEAQ(Mem{Base: digits, Index: seps, Scale: 2}, next)
	ANDNQ(next, digits, next)
	CMPQ(next, lines)
	JNE(LabelRef("end"))
	ANDNQ(seps, b.word(func(v, is VecVirtual) {
		too := YMM()
		VPCMPEQB(q.sep, v, is)
		VPCMPEQB(q.other, v, too)
		VPOR(too, is, is)
	}), other)
	JNZ(LabelRef("end"))
}

// sizes ends unless all ids have 1 to 8 digits, and none begins with a 0 too many.
func sizes(b block, digits, marks, whole GPVirtual) {
	starts, bad := GP64(), GP64()
	LEAQ(Mem{Base: marks, Index: marks, Scale: 1, Disp: 1}, starts)
	ANDQ(whole, starts)
	TESTQ(starts, marks)
	JNZ(LabelRef("end"))
	MOVQ(marks, bad)
	SHRQ(Imm(1), bad)
	ANDNQ(starts, bad, bad) // ids of more than one digit
	TESTQ(b.word(func(v, is VecVirtual) { VPCMPEQB(repeat('0'), v, is) }), bad)
	JNZ(LabelRef("end"))
	runs, more := GP64(), GP64() // of 2, 4, 8 and 9 digits
	MOVQ(digits, runs)
	for _, n := range []uint64{1, 2, 4, 1} {
		MOVQ(runs, more)
		SHRQ(Imm(n), more)
		ANDQ(more, runs)
	}
	JNZ(LabelRef("end"))
}

// pairs writes the ids of a block, of two rows at a time: each is put at the end of eight bytes, and those combined.
func (q *quick) pairs(text, marks GPVirtual) {
	n, at, begin := GP64(), GP64(), GP64()
	MOVQ(q.done, at)
	POPCNTQ(marks, n)
	SHRQ(Imm(1), n)
	ADDQ(n, q.done)
	XORQ(begin, begin)
	Label("pairs")
	var ids [4]VecVirtual
	for i := range ids {
		end, shift, id := GP64(), GP64(), GP64()
		TZCNTQ(marks, end)
		BLSRQ(marks, marks)
		MOVQ(begin, shift)
		SUBQ(end, shift)
		SHLQ(Imm(3), shift)
		SHLXQ(shift, Mem{Base: text, Index: begin, Scale: 1}, id)
		LEAQ(Mem{Base: end, Disp: 1}, begin)
		ids[i] = XMM()
		VMOVQ(id, ids[i])
	}
	VPUNPCKLQDQ(ids[2], ids[0], ids[0])
	VPUNPCKLQDQ(ids[3], ids[1], ids[1])
	v := YMM()
	VINSERTI128(Imm(1), ids[1], ids[0].AsY(), v)
	VPSUBUSB(repeat('0'), v, v)
	combine(v)
	VMOVQ(v.AsX(), Mem{Base: q.lefts, Index: at, Scale: 4})
	VEXTRACTI128(Imm(1), v, ids[1])
	VMOVQ(ids[1], Mem{Base: q.rights, Index: at, Scale: 4})
	ADDQ(Imm(2), at)
	CMPQ(at, q.done)
	JL(LabelRef("pairs"))
}
