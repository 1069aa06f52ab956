// Command asm writes the assembly of package jsontape: what the portable way does, with AVX2. After a change, run here
//
//	go run . -out ../steps_amd64.s -stubs ../steps_stubs_amd64.go -pkg jsontape
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("!purego")
	stepper()
	names()
	unescape()
	Generate()
}

// Offsets in type phrase, in bytes.
const (
	phraseRest     = 128
	phrasePlaces   = 144
	phraseMask     = 176
	phraseWant     = 184
	phraseLeast    = 192
	phraseOpened   = 200
	phraseNext     = 208
	phraseBrackets = 224
	phraseSize     = 240
	phraseTokens   = 241
	phraseSides    = 242
	phraseCloses   = 243
	phraseOpens    = 244
	phraseEnds     = 245
	phraseUnclean  = 246
	phraseBits     = 8 // its size is 1<<phraseBits
)

// Offsets in type walker, in bytes.
const (
	walkerAt      = 0
	walkerTokens  = 8
	walkerKinds   = 16
	walkerDepth   = 24
	walkerOpen    = 32
	walkerPhrase  = 288
	walkerUnclean = 292
)

// A step holds what all steps need in registers.
type step struct {
	walker, src, book Register
	at, pos, phrase   GPVirtual // byte that comes next, place of the next token, phrase
	kinds             GPVirtual
	last, room        Mem // up to which there is room
	pos0, link        Mem
	ends, escapes     Mem        // tables: bytes that may follow a number, the length of an escape by its second byte
	hex               Mem        // the value of hexadecimal digits, more than 15 for other bytes
	quote, slash      VecVirtual // 32 times the byte
	control           VecVirtual
	above, digit      VecVirtual // added to and compared with bytes, they tell digits
	base              VecVirtual // eight times where the phrase begins
}

// stepper writes the function that takes steps.
func stepper() {
	TEXT("stepsAVX2", NOSPLIT, "func(w, book, src *byte, last int, pos *uint32, room int, link *uint32, ends, escapes, hex *byte) (why int)")
	Pragma("noescape")
	s := begin()

	Label("next")
	CMPQ(s.at, s.last)
	JGT(LabelRef("unknown"))
	CMPQ(s.pos, s.room)
	JHI(LabelRef("unknown"))
	PREFETCHT0(s.byte(2048))
	c := s.find()
	s.take(c)
	s.value(c)

	Label("unknown")
	s.leave(0)
	Label("ended")
	s.leave(1)
	Label("odd")
	s.leave(2)
}

// param returns a parameter in a register, local a value in memory, for there are more than registers.
func param(name string) Register { return Load(Param(name), GP64()) }

func local(value Register) Mem {
	m := AllocLocal(8)
	MOVQ(value, m)
	return m
}

// begin loads what all steps need.
func begin() *step {
	s := &step{walker: param("w"), src: param("src"), book: param("book")}
	s.last, s.link, s.ends = local(param("last")), local(param("link")), local(param("ends"))
	s.escapes, s.hex = local(param("escapes")), local(param("hex"))
	s.at, s.kinds, s.phrase, s.pos = GP64(), GP64(), GP64(), param("pos").(GPVirtual)
	s.pos0 = local(s.pos)
	room := param("room")
	LEAQ(Mem{Base: s.pos, Index: room, Scale: 4}, room)
	s.room = local(room)
	MOVQ(s.of(walkerAt), s.at)
	MOVQ(s.of(walkerKinds), s.kinds)
	MOVL(s.of(walkerPhrase), s.phrase.As32())
	SHLQ(Imm(phraseBits), s.phrase)
	ADDQ(s.book, s.phrase)
	tokens := GP64()
	MOVQ(s.of(walkerTokens), tokens)
	LEAQ(Mem{Base: s.pos, Index: tokens, Scale: 4}, s.pos)
	s.quote, s.slash, s.control = repeat('"'), repeat('\\'), repeat(0x1f)
	s.above, s.digit = repeat(0x7f-'9'), repeat(0x7e-9)
	return s
}

// repeat returns 32 times a byte.
func repeat(c byte) VecVirtual {
	r, x, v := GP32(), XMM(), YMM()
	MOVL(U32(c), r)
	VMOVD(r, x)
	VPBROADCASTB(x, v)
	return v
}

// of returns a field of the walker, in one of the phrase.
func (s *step) of(offset int) Mem { return Mem{Base: s.walker, Disp: offset} }
func (s *step) in(offset int) Mem { return Mem{Base: s.phrase, Disp: offset} }

// leave keeps how far it went, and returns.
func (s *step) leave(why uint64) {
	MOVQ(s.at, s.of(walkerAt))
	MOVQ(s.kinds, s.of(walkerKinds))
	start := GP64()
	MOVQ(s.pos0, start)
	n := GP64()
	MOVQ(s.pos, n)
	SUBQ(start, n)
	SHRQ(Imm(2), n)
	MOVQ(n, s.of(walkerTokens))
	k := GP64()
	MOVQ(s.phrase, k)
	SUBQ(s.book, k)
	SHRQ(Imm(phraseBits), k)
	MOVL(k.As32(), s.of(walkerPhrase))
	result := GP64()
	MOVQ(U64(why), result)
	Store(result, Return("why"))
	VZEROUPPER()
	RET()
}

// find goes on to the phrase that comes next, and behind it. It returns the byte that comes there.
func (s *step) find() (c GPVirtual) {
	text := [4]VecVirtual{YMM(), YMM(), YMM(), YMM()}
	VMOVDQU(s.byte(0), text[0])
	VMOVDQU(s.byte(32), text[1])
	next, end, k := GP64(), GP64(), GP64()
	LEAQ(s.in(phraseNext), next)
	Label("try")
	MOVWQZX(Mem{Base: next}, k)
	TESTL(k.As32(), k.As32())
	JZ(LabelRef("unknown"))
	SHLQ(Imm(phraseBits), k)
	ADDQ(s.book, k)
	// All of the first 64 bytes that are the phrase's must be equal.
	equal := s.equal(k, text[0], text[1], 0)
	NOTQ(equal)
	kinds := GP64()
	MOVQ(Mem{Base: k, Disp: phraseMask}, kinds)
	ANDQ(s.kinds, kinds)
	XORQ(Mem{Base: k, Disp: phraseWant}, kinds)
	ORQ(kinds, equal)
	JNZ(LabelRef("another"))
	CMPQ(s.kinds, Mem{Base: k, Disp: phraseLeast})
	JLS(LabelRef("another"))
	CMPB(Mem{Base: k, Disp: phraseSize}, Imm(64))
	JLS(LabelRef("found"))
	VMOVDQU(s.byte(64), text[2])
	VMOVDQU(s.byte(96), text[3])
	equal = s.equal(k, text[2], text[3], 1)
	CMPQ(equal, I32(-1))
	JEQ(LabelRef("found"))
	Label("another")
	ADDQ(Imm(2), next)
	LEAQ(s.in(phraseNext+16), end)
	CMPQ(next, end)
	JNE(LabelRef("try"))
	JMP(LabelRef("unknown"))
	// What comes behind it must be no white space and no bracket.
	Label("found")
	behind, c := GP64(), GP64()
	MOVBQZX(Mem{Base: k, Disp: phraseSize}, behind)
	ADDQ(s.at, behind)
	MOVBQZX(Mem{Base: s.src, Index: behind, Scale: 1}, c)
	CMPB(Mem{Base: k, Disp: phraseEnds}, Imm(0))
	JNE(LabelRef("fits"))
	CMPL(c.As32(), U32(' '))
	JLS(LabelRef("another"))
	CMPL(c.As32(), U32(']'))
	JEQ(LabelRef("another"))
	Label("fits")
	MOVQ(k, s.phrase)
	s.base = YMM()
	x := XMM()
	VMOVD(s.at.As32(), x)
	VPBROADCASTD(x, s.base)
	MOVQ(behind, s.at)
	return c
}

func (s *step) byte(offset int) Mem {
	return Mem{Base: s.src, Index: s.at, Scale: 1, Disp: offset}
}

// equal returns which of 64 bytes are equal to those of phrase k or not its own.
func (s *step) equal(k GPVirtual, low, high VecVirtual, half int) GPVirtual {
	x, y, a, b := YMM(), YMM(), GP64(), GP64()
	VPCMPEQB(Mem{Base: k, Disp: 64 * half}, low, x)
	VPCMPEQB(Mem{Base: k, Disp: 64*half + 32}, high, y)
	VPMOVMSKB(x, a.As32())
	VPMOVMSKB(y, b.As32())
	SHLQ(Imm(32), b)
	ORQ(b, a)
	ORQ(Mem{Base: k, Disp: phraseRest + 8*half}, a)
	return a
}

// take writes the tokens of the phrase, and opens and closes what it does. c is the byte behind it.
func (s *step) take(c GPVirtual) {
	write := func(i int) {
		v := YMM()
		VPMOVZXBD(s.in(phrasePlaces+i), v)
		VPADDD(s.base, v, v)
		VMOVDQU(v, Mem{Base: s.pos, Disp: 4 * i})
	}
	write(0)
	tokens, sides := GP64(), GP64()
	MOVBQZX(s.in(phraseTokens), tokens)
	CMPQ(tokens, Imm(8))
	JHI(LabelRef("many"))
	Label("written")
	MOVBQZX(s.in(phraseSides), sides)
	TESTQ(sides, sides)
	JNZ(LabelRef("turn"))
	Label("turned")
	LEAQ(Mem{Base: s.pos, Index: tokens, Scale: 4}, s.pos)
	flags, ended := GP64(), GP64()
	MOVWQZX(s.in(phraseEnds), flags)
	TESTQ(flags, flags)
	JZ(LabelRef("value"))
	TESTB(flags.As8(), flags.As8())
	SETNE(ended.As8())
	SHRL(Imm(8), flags.As32())
	ORB(flags.As8(), s.of(walkerUnclean))
	TESTB(ended.As8(), ended.As8())
	JNZ(LabelRef("ended"))
	JMP(LabelRef("value"))

	Label("many")
	write(8)
	write(16)
	write(24)
	JMP(LabelRef("written"))

	s.turn(tokens, sides)
	MOVBQZX(s.byte(0), c)
	JMP(LabelRef("turned"))
}

// turn goes through the brackets.
func (s *step) turn(tokens, sides GPVirtual) {
	Label("turn")
	depth, first, b, link, end := GP64(), GP64(), GP64(), GP64(), GP64()
	MOVQ(s.of(walkerDepth), depth)
	MOVQ(s.pos, first)
	SUBQ(s.pos0, first)
	SHRQ(Imm(2), first)
	MOVQ(s.link, link)
	LEAQ(s.in(phraseBrackets), end)
	ADDQ(end, sides)
	Label("bracket")
	MOVBQZX(Mem{Base: end}, b)
	SHRQ(Imm(1), b)
	JCC(LabelRef("closes"))
	ADDQ(first, b)
	MOVL(b.As32(), Mem{Base: s.walker, Index: depth, Scale: 4, Disp: walkerOpen})
	INCQ(depth)
	JMP(LabelRef("side"))
	Label("closes")
	open := GP64()
	ADDQ(first, b)
	DECQ(depth)
	MOVL(Mem{Base: s.walker, Index: depth, Scale: 4, Disp: walkerOpen}, open.As32())
	SUBQ(open, b)
	MOVL(b.As32(), Mem{Base: link, Index: open, Scale: 4})
	Label("side")
	INCQ(end)
	CMPQ(end, sides)
	JNE(LabelRef("bracket"))
	MOVQ(depth, s.of(walkerDepth))
	n := GP64()
	MOVBQZX(s.in(phraseCloses), n)
	SHRXQ(n, s.kinds, s.kinds)
	MOVBQZX(s.in(phraseOpens), n)
	SHLXQ(n, s.kinds, s.kinds)
	ORQ(s.in(phraseOpened), s.kinds)
}
