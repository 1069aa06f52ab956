package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// whole asks 64 bytes in one register, with AVX-512.
type whole struct {
	v, folded   VecVirtual
	known       map[byte]VecVirtual // 64 times the byte
	blank       VecVirtual          // the table of white space
	places, far VecVirtual          // of the bytes in their block, and of the block in the text
	step        VecVirtual          // from block to block
}

func (m *whole) begin(base Register) {
	m.known = map[byte]VecVirtual{}
	for _, c := range []byte{'"', '\\', '{', '}', ':', ',', 0x20, 0x1f} {
		m.known[c] = ZMM()
		VMOVDQU8(constant(all(c)), m.known[c])
	}
	m.blank, m.places, m.far, m.step = ZMM(), ZMM(), ZMM(), ZMM()
	VMOVDQU8(constant(spaces), m.blank)
	VMOVDQU8(order(), m.places)
	VPBROADCASTD(base.(GPVirtual).As32(), m.far)
	size := GP64()
	MOVQ(U32(64), size)
	VPBROADCASTD(size.As32(), m.step)
}

func (m *whole) load(src Register) {
	m.v, m.folded = ZMM(), ZMM()
	VMOVDQU8(Mem{Base: src}, m.v)
	PREFETCHT0(Mem{Base: src, Disp: 2048})
	VPORQ(m.known[0x20], m.v, m.folded)
}

func (m *whole) of(folded bool) VecVirtual {
	if folded {
		return m.folded
	}
	return m.v
}

func (m *whole) eq(folded bool, c byte) GPVirtual {
	b, ok := m.known[c]
	if !ok {
		b = ZMM()
		VMOVDQU8(constant(all(c)), b)
	}
	return mask(func(k Register) { VPCMPEQB(b, m.of(folded), k) })
}

func (m *whole) in(folded bool, from, to byte) GPVirtual {
	v := m.of(folded)
	if b, ok := m.known[to]; ok && from == 0 {
		return mask(func(k Register) { VPCMPUB(Imm(2), b, v, k) })
	}
	d := ZMM()
	VPSUBB(constant(all(from)), v, d)
	return mask(func(k Register) { VPCMPUB(Imm(2), constant(all(to-from)), d, k) })
}

func (m *whole) space() GPVirtual {
	own := ZMM()
	VPSHUFB(m.v, m.blank, own)
	return mask(func(k Register) { VPCMPEQB(own, m.v, k) })
}

func (m *whole) escape() GPVirtual {
	low, high, half := ZMM(), ZMM(), ZMM()
	VMOVDQU8(constant(escapesLow), low)
	VMOVDQU8(constant(escapesHigh), high)
	VPSHUFB(m.v, low, low)
	VPSRLW(Imm(4), m.v, half)
	VPANDQ(constant(all(0x0f)), half, half)
	VPSHUFB(half, high, high)
	return mask(func(k Register) { VPTESTMB(low, high, k) })
}

func (m *whole) high() GPVirtual { return mask(func(k Register) { VPMOVB2M(m.v, k) }) }

// flatten appends 16 places at a time.
func (m *whole) flatten(tokens GPVirtual, pos Register) {
	k, packed, n := K(), ZMM(), GP64()
	KMOVQ(tokens, k)
	compressBytes(m.places, k, packed)
	POPCNTQ(tokens, n)
	for i := range 4 {
		part, places := packed.AsX(), ZMM()
		if i > 0 {
			CMPQ(n, Imm(uint64(16*i)))
			JBE(LabelRef("flat"))
			part = XMM()
			VEXTRACTI32X4(Imm(uint64(i)), packed, part)
		}
		VPMOVZXBD(part, places)
		VPADDD(m.far, places, places)
		VMOVDQU32(places, Mem{Base: pos, Disp: 64 * i})
	}
	Label("flat")
	LEAQ(Mem{Base: pos, Index: n, Scale: 4}, pos)
}

func (m *whole) next() { VPADDD(m.step, m.far, m.far) }

// mask returns the bits that a test gives.
func mask(test func(k Register)) GPVirtual {
	k, word := K(), GP64()
	test(k)
	KMOVQ(k, word)
	return word
}

// compressBytes moves the bytes of from that k names to the front. It is an instruction that avo lacks.
func compressBytes(from, k, to Register) {
	Instruction(&ir.Instruction{
		Opcode: "VPCOMPRESSB", Suffixes: []string{"Z"}, ISA: []string{"AVX512_VBMI2"},
		Operands: []Op{from, k, to}, Inputs: []Op{from, k}, Outputs: []Op{to},
	})
}

// order returns 64 bytes of read-only memory that count from 0.
func order() Mem {
	m := GLOBL("order", RODATA|NOPTR)
	for i := 0; i < 64; i += 8 {
		DATA(i, U64(0x0706050403020100+0x0808080808080808*uint64(i/8)))
	}
	return m
}
