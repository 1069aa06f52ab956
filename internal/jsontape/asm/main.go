// Command asm writes the assembly of package jsontape: what classifyPortable
// does, with AVX2, and all that index.stepwise does, with AVX-512. After a change, run here
//
//	go run . -out ../classify_amd64.s -stubs ../classify_stubs_amd64.go -pkg jsontape
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Offsets in type classes, in bytes.
const (
	quote = 8 * iota
	slash
	space
	open
	shut
	colon
	comma
	control
	high
	digit
	zero
	escape
	u
	hex
	d
	upper
	lower
	cont8
	cont9
	lead2
	lead3
	lead4
	size
)

func main() {
	ConstraintExpr("!purego")
	generate("classifyAVX2", &halves{})
	new(indexer).generate()
	Generate()
}

// A machine writes tests on the bytes of one block for one instruction set. Each test
// stores a word of 64 bits, one a byte, at an offset from dst.
type machine interface { // folded: with bit 5 set, which makes [ to { and A to a
	load(src Register)
	eq(at int, folded bool, c byte)     // bytes that are c
	in(at int, spans ...span)           // bytes in one of the spans
	indexed(at int, table [16]byte)     // bytes that the table holds at the place of their low four bits
	nibbles(at int, low, high [16]byte) // bytes whose two halves have a bit in common in the tables
	negative(at int)                    // bytes above 0x7f
}

// A span is the bytes between two, folded or not.
type span struct {
	from, to byte
	folded   bool
}

var dst Register

// generate writes one function. The words that matter only near a backslash, or
// where a byte is above 0x7f, are left as they were elsewhere.
func generate(name string, m machine) {
	TEXT(name, NOSPLIT, "func(dst *uint64, src *byte, blocks int)")
	Pragma("noescape")
	dst = Load(Param("dst"), GP64())
	src := Load(Param("src"), GP64())
	n := Load(Param("blocks"), GP64())
	before := GP64() // backslashes of the block before; unknown at first
	MOVQ(I64(-1), before)
	now := GP64()

	Label("block")
	m.load(src)
	m.eq(quote, false, '"')
	m.eq(slash, false, '\\')
	m.indexed(space, [16]byte{0: ' ', 9: '\t', 10: '\n', 13: '\r'})
	m.eq(open, true, '{')
	m.eq(shut, true, '}')
	m.eq(colon, false, ':')
	m.eq(comma, false, ',')
	m.in(control, span{0, 0x1f, false})
	m.negative(high)
	m.in(digit, span{'0', '9', false})
	m.eq(zero, false, '0')

	MOVQ(Mem{Base: dst, Disp: slash}, now)
	ORQ(now, before)
	JZ(LabelRef("unescaped"))
	m.nibbles(escape,
		[16]byte{0x2: 1 | 4 | 8, 0x4: 8, 0x5: 8, 0x6: 4, 0xc: 2, 0xe: 4, 0xf: 1},
		[16]byte{2: 1, 5: 2, 6: 4, 7: 8}) // "/ then \ then bfn then rtu
	m.eq(u, false, 'u')
	m.in(hex, span{'0', '9', false}, span{'a', 'f', true})
	m.eq(d, true, 'd')
	m.in(upper, span{'8', '9', false}, span{'a', 'b', true})
	m.in(lower, span{'c', 'f', true})
	Label("unescaped")
	MOVQ(now, before)

	CMPQ(Mem{Base: dst, Disp: high}, Imm(0))
	JE(LabelRef("ascii"))
	m.in(cont8, span{0x80, 0x8f, false})
	m.in(cont9, span{0x90, 0xbf, false})
	m.in(lead2, span{0xc2, 0xdf, false})
	m.in(lead3, span{0xe1, 0xec, false}, span{0xee, 0xef, false})
	m.eq(lead4, false, 0xf0)
	Label("ascii")

	ADDQ(Imm(64), src)
	ADDQ(U32(size), dst)
	DECQ(n)
	JNZ(LabelRef("block"))
	VZEROUPPER()
	RET()
}

// word returns the word at an offset from dst.
func word(at int) Mem { return Mem{Base: dst, Disp: at} }

var constants = map[[16]byte]Mem{}

// constant returns 64 bytes of read-only memory that repeat b.
func constant(b [16]byte) Mem {
	m, ok := constants[b]
	if !ok {
		m = GLOBL(name(b), RODATA|NOPTR)
		for i := 0; i < 64; i += 8 {
			var w uint64
			for j := range 8 {
				w |= uint64(b[(i+j)%16]) << (8 * j)
			}
			DATA(i, U64(w))
		}
		constants[b] = m
	}
	return m
}

func name(b [16]byte) string {
	const digits = "0123456789abcdef"
	s := "bytes"
	for i, c := range b {
		if i > 0 && b == all(b[0]) && i == 1 {
			break
		}
		s += string(digits[c>>4]) + string(digits[c&15])
	}
	return s
}

// all returns 16 times the same byte.
func all(c byte) (b [16]byte) {
	for i := range b {
		b[i] = c
	}
	return b
}

// halves tests 32 bytes twice.
type halves struct{ v, folded [2]VecVirtual }

func (m *halves) load(src Register) {
	for i := range m.v {
		m.v[i], m.folded[i] = YMM(), YMM()
		VMOVDQU(Mem{Base: src, Disp: 32 * i}, m.v[i])
		VPOR(constant(all(0x20)), m.v[i], m.folded[i])
	}
}

func (m *halves) of(folded bool) [2]VecVirtual {
	if folded {
		return m.folded
	}
	return m.v
}

// each stores what test finds in both halves: bytes with their highest bit set.
func (m *halves) each(at int, test func(half int) VecVirtual) {
	low, high := GP64(), GP64()
	VPMOVMSKB(test(0), low.As32())
	VPMOVMSKB(test(1), high.As32())
	SHLQ(Imm(32), high)
	ORQ(low, high)
	MOVQ(high, word(at))
}

func (m *halves) eq(at int, folded bool, c byte) {
	m.each(at, func(half int) VecVirtual {
		x := YMM()
		VPCMPEQB(constant(all(c)), m.of(folded)[half], x)
		return x
	})
}

func (m *halves) in(at int, spans ...span) {
	m.each(at, func(half int) VecVirtual {
		sum := YMM()
		for i, r := range spans {
			x, y := m.of(r.folded)[half], YMM()
			if r.from != 0 {
				x = YMM()
				VPSUBB(constant(all(r.from)), m.of(r.folded)[half], x)
			}
			VPMINUB(constant(all(r.to-r.from)), x, y)
			if i == 0 {
				VPCMPEQB(x, y, sum)
			} else {
				VPCMPEQB(x, y, y)
				VPOR(y, sum, sum)
			}
		}
		return sum
	})
}

func (m *halves) indexed(at int, table [16]byte) {
	m.each(at, func(half int) VecVirtual {
		v, x := m.v[half], YMM()
		VMOVDQU(constant(table), x)
		VPSHUFB(v, x, x)
		VPCMPEQB(x, v, x)
		return x
	})
}

func (m *halves) nibbles(at int, low, high [16]byte) {
	m.each(at, func(half int) VecVirtual {
		v := m.v[half]
		l, h, x := YMM(), YMM(), YMM()
		VMOVDQU(constant(low), l)
		VPSHUFB(v, l, l)
		VPSRLW(Imm(4), v, x)
		VPAND(constant(all(0x0f)), x, x)
		VMOVDQU(constant(high), h)
		VPSHUFB(x, h, h)
		VPAND(l, h, x)
		VPXOR(l, l, l)
		VPCMPEQB(l, x, x)
		VPCMPEQB(h, h, h)
		VPXOR(h, x, x)
		return x
	})
}

func (m *halves) negative(at int) { m.each(at, func(half int) VecVirtual { return m.v[half] }) }
