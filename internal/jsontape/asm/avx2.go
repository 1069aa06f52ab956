package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// halves asks 32 bytes twice, with AVX2.
type halves struct {
	v, folded [2]VecVirtual
	known     map[byte]VecVirtual // 32 times the byte
	blank     VecVirtual          // the table of white space
	base      Mem                 // where the block begins in the text
}

func (m *halves) begin(base Register) {
	m.base = AllocLocal(8)
	MOVQ(base, m.base)
	m.known = map[byte]VecVirtual{}
	for _, c := range []byte{'"', '\\', '{', '}', ':', ','} {
		m.known[c] = YMM()
		VMOVDQU(constant(all(c)), m.known[c])
	}
	m.blank = YMM()
	VMOVDQU(constant(spaces), m.blank)
}

func (m *halves) load(src Register) {
	for i := range m.v {
		m.v[i], m.folded[i] = YMM(), YMM()
		VMOVDQU(Mem{Base: src, Disp: 32 * i}, m.v[i])
		VPOR(constant(all(0x20)), m.v[i], m.folded[i])
	}
	PREFETCHT0(Mem{Base: src, Disp: 2048})
}

// each returns what test finds in both halves: bytes with their highest bit set.
func (m *halves) each(folded bool, test func(v VecVirtual) VecVirtual) GPVirtual {
	v := m.v
	if folded {
		v = m.folded
	}
	low, high := GP64(), GP64()
	VPMOVMSKB(test(v[0]), low.As32())
	VPMOVMSKB(test(v[1]), high.As32())
	SHLQ(Imm(32), high)
	ORQ(high, low)
	return low
}

func (m *halves) eq(folded bool, c byte) GPVirtual {
	return m.each(folded, func(v VecVirtual) VecVirtual {
		x := YMM()
		if b, ok := m.known[c]; ok {
			VPCMPEQB(b, v, x)
		} else {
			VPCMPEQB(constant(all(c)), v, x)
		}
		return x
	})
}

// in moves the bytes asked for to the end of those with a sign.
func (m *halves) in(folded bool, from, to byte) GPVirtual {
	return m.each(folded, func(v VecVirtual) VecVirtual {
		x := YMM()
		VPADDB(constant(all(0x7f-to)), v, x)
		VPCMPGTB(constant(all(0x7e-(to-from))), x, x)
		return x
	})
}

func (m *halves) space() GPVirtual {
	return m.each(false, func(v VecVirtual) VecVirtual {
		x := YMM()
		VPSHUFB(v, m.blank, x)
		VPCMPEQB(x, v, x)
		return x
	})
}

func (m *halves) escape() GPVirtual {
	word := m.each(false, func(v VecVirtual) VecVirtual {
		low, high, x := YMM(), YMM(), YMM()
		VMOVDQU(constant(escapesLow), low)
		VMOVDQU(constant(escapesHigh), high)
		VPSHUFB(v, low, low)
		VPSRLW(Imm(4), v, x)
		VPAND(constant(all(0x0f)), x, x)
		VPSHUFB(x, high, high)
		VPAND(low, high, x)
		VPXOR(low, low, low)
		VPCMPEQB(low, x, x) // bytes that have none
		return x
	})
	NOTQ(word)
	return word
}

func (m *halves) high() GPVirtual {
	return m.each(false, func(v VecVirtual) VecVirtual { return v })
}

// flatten appends eight places at a time: fewer branches that cannot be foretold.
func (m *halves) flatten(tokens GPVirtual, pos Register) {
	base, n, end := GP64(), GP64(), GP64()
	MOVQ(m.base, base)
	POPCNTQ(tokens, n)
	LEAQ(Mem{Base: pos, Index: n, Scale: 4}, end)
	Label("eight")
	for i := range 8 {
		place := GP64()
		TZCNTQ(tokens, place)
		ADDL(base.As32(), place.As32())
		MOVL(place.As32(), Mem{Base: pos, Disp: 4 * i})
		BLSRQ(tokens, tokens)
	}
	ADDQ(Imm(32), pos)
	SUBQ(Imm(8), n) // known before the last of these places are
	JG(LabelRef("eight"))
	MOVQ(end, pos)
}

func (m *halves) next() { ADDQ(Imm(64), m.base) }
