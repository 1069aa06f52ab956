package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Offsets in type carry, in bytes.
const (
	carryEscape = 8 * iota
	carryIn
	carryScalar
	carryValue
	carryText
	carrySep
	carryHex
	carryD
	carryHalf
	carryPair
	carryCont
	carryF0
	carryWants
	carryPending
)

// Offsets in type marks, in bytes.
const (
	markTokens = 8 * iota
	markBrackets
	markColon
	markWant
	markFirst
	markScalar
	markDigit
	markZero
	markBad
	markDoubt
	markSize
)

// An indexer writes the function that finds tokens: what index.add and flatten do, step by step, with
// the words in registers.
type indexer struct {
	machine
	carry, pos, src Register
	marks           Register
	bad             GPVirtual
	ones            VecVirtual // all bits set
}

// A machine writes, for one instruction set, questions about the 64 bytes of a block. Each answer is a word of bits, one
// a byte.
type machine interface { // folded: with bit 5 set, which makes [ to { and A to a
	begin(base Register) // base is where the first block begins in the text
	load(src Register)
	eq(folded bool, c byte) GPVirtual        // bytes that are c
	in(folded bool, from, to byte) GPVirtual // bytes from one on up to another
	space() GPVirtual                        // white space
	escape() GPVirtual                       // bytes that may follow a backslash
	high() GPVirtual                         // bytes above 0x7f
	flatten(tokens GPVirtual, pos Register)  // appends the places of the tokens to pos, which it moves
	next()                                   // goes on to the next block
}

// classes are the bytes of a block by what they are, outside of strings but for the quotes.
type classes struct {
	quote, closing, scalar, space, colon, comma, open, shut GPVirtual
}

func generate(name string, m machine) {
	x := &indexer{machine: m}
	TEXT(name, NOSPLIT, "func(carry *uint64, pos *uint32, marks *uint64, src *byte, blocks int, base uint64) (tokens int)")
	Pragma("noescape")
	left := x.start()

	Label("next")
	x.load(x.src)
	XORQ(x.bad, x.bad)
	MOVQ(x.bad, x.mark(markDoubt))
	quote, slash := x.eq(false, '"'), x.eq(false, '\\')
	x.unescape(quote, slash)
	c := x.outside(quote, x.inside(quote))
	x.separators(c)
	ended, first := x.scalars(c)
	starts := x.starts(c, first)
	x.values(c, ended, starts)

	tokens := GP64()
	MOVQ(x.mark(markTokens), tokens)
	x.flatten(tokens, x.pos)
	MOVQ(x.in(false, '0', '9'), x.mark(markDigit))
	MOVQ(x.eq(false, '0'), x.mark(markZero))
	x.characters()
	x.end(left)
}

// start loads what all blocks need, and returns where the number of those that are left is kept.
func (x *indexer) start() (left Mem) {
	x.carry, x.pos, x.src = Load(Param("carry"), GP64()), Load(Param("pos"), GP64()), Load(Param("src"), GP64())
	x.marks = Load(Param("marks"), GP64())
	left = AllocLocal(8) // blocks; there is no register for it
	n := Load(Param("blocks"), GP64())
	MOVQ(n, left)
	x.bad = GP64()
	x.begin(Load(Param("base"), GP64()).(GPVirtual))
	x.ones = XMM()
	VPCMPEQD(x.ones, x.ones, x.ones)
	return left
}

// unescape takes escaped quotes out of quote, and looks at what is escaped.
func (x *indexer) unescape(quote, slash GPVirtual) {
	pending := GP64()
	MOVQ(slash, pending)
	ORQ(x.at(carryPending), pending)
	JZ(LabelRef("unescaped"))
	x.escapes(quote, slash)
	Label("unescaped")
}

// inside returns the bytes from the opening quote of a string up to the byte before the closing one.
func (x *indexer) inside(quote GPVirtual) GPVirtual {
	word, in := XMM(), GP64()
	VMOVQ(quote, word)
	VPCLMULQDQ(Imm(0), x.ones, word, word)
	VMOVQ(word, in)
	XORQ(x.at(carryIn), in)
	last := GP64()
	MOVQ(in, last)
	SARQ(Imm(63), last)
	MOVQ(last, x.at(carryIn))
	return in
}

// outside begins with the classes: what is outside of strings is white space, colon, comma, bracket, or else scalar. It
// takes the register of in.
func (x *indexer) outside(quote, in GPVirtual) *classes {
	closing, scalar := GP64(), in
	ANDNQ(quote, in, closing)
	control := x.in(false, 0, 0x1f)
	ANDQ(in, control)
	ORQ(control, x.bad)
	ORQ(quote, scalar)
	NOTQ(scalar)
	space := x.space()
	c := &classes{quote: quote, closing: closing, scalar: scalar, space: space}
	c.take(space)
	return c
}

// take keeps of word what is outside of strings and of no class yet.
func (c *classes) take(word GPVirtual) GPVirtual {
	ANDQ(c.scalar, word)
	XORQ(word, c.scalar)
	return word
}

// separators finds colons, commas and brackets, and tells where they cannot stand.
func (x *indexer) separators(c *classes) {
	colon, comma, either := c.take(x.eq(false, ':')), c.take(x.eq(false, ',')), GP64()
	MOVQ(colon, x.mark(markColon))
	MOVQ(colon, either)
	ORQ(comma, either)
	sep := x.follow(either, c.space, carrySep)
	text := x.follow(c.closing, c.space, carryText)
	ANDNQ(colon, text, colon)
	ORQ(colon, x.bad)
	shut := c.take(x.eq(true, '}'))
	ANDQ(shut, sep)
	ORQ(sep, x.bad)
	c.colon, c.comma, c.shut, c.open = colon, comma, shut, c.take(x.eq(true, '{'))
}

// scalars returns where values end, and where scalars begin. It takes the register of the scalars.
func (x *indexer) scalars(c *classes) (ended, first GPVirtual) {
	ended, first = GP64(), GP64()
	before, scalar := GP64(), c.scalar
	MOVQ(c.closing, ended)
	ORQ(c.shut, ended)
	ORQ(scalar, ended)
	MOVQ(scalar, x.mark(markScalar))
	MOVQ(scalar, first)
	MOVQ(scalar, before)
	ADDQ(before, before)
	ORQ(x.at(carryScalar), before)
	ANDNQ(first, before, first)
	SHRQ(Imm(63), scalar)
	MOVQ(scalar, x.at(carryScalar))
	MOVQ(first, x.mark(markFirst))
	return ended, first
}

// starts marks the tokens, and returns where values begin. It takes the register of the quotes.
func (x *indexer) starts(c *classes, first GPVirtual) GPVirtual {
	starts, brackets, tokens := GP64(), GP64(), c.quote
	ANDNQ(c.quote, c.closing, starts)
	ORQ(c.open, starts)
	ORQ(first, starts)
	MOVQ(c.open, brackets)
	ORQ(c.shut, brackets)
	MOVQ(brackets, x.mark(markBrackets))
	ORQ(brackets, tokens)
	ORQ(first, tokens)
	MOVQ(tokens, x.mark(markTokens))
	return starts
}

// values tells where a value, or something behind one, cannot stand, and marks what wants one.
func (x *indexer) values(c *classes, ended, starts GPVirtual) {
	value, t := x.follow(ended, c.space, carryValue), GP64()
	ANDQ(value, starts)
	ORQ(starts, x.bad)
	ANDNQ(c.comma, value, t)
	ORQ(t, x.bad)

	empty, rest := c.shut, GP64()
	ANDNQ(c.shut, value, empty)
	MOVQ(c.comma, rest)
	ORQ(x.mark(markBrackets), rest)
	ORQ(x.mark(markColon), rest)
	NOTQ(rest)
	ORQ(c.open, c.comma)
	want := x.follow(c.comma, rest, carryWants)
	ANDNQ(want, rest, want)
	ANDNQ(want, empty, want)
	MOVQ(want, x.mark(markWant))
}

// characters looks at what is not ASCII.
func (x *indexer) characters() {
	high, cut := x.high(), GP64()
	MOVQ(high, cut)
	ORQ(x.at(carryCont), cut)
	JZ(LabelRef("ascii"))
	x.utf8(high)
	Label("ascii")
}

// end goes on with the next block, or returns the number of tokens.
func (x *indexer) end(left Mem) {
	x.next()
	MOVQ(x.bad, x.mark(markBad))
	ADDQ(Imm(64), x.src)
	ADDQ(Imm(markSize), x.marks)
	DECQ(left)
	JNZ(LabelRef("next"))
	start := Load(Param("pos"), GP64())
	SUBQ(start, x.pos)
	SHRQ(Imm(2), x.pos)
	Store(x.pos, Return("tokens"))
	VZEROUPPER()
	RET()
}

// at returns the word of carry at an offset.
func (x *indexer) at(offset int) Mem { return Mem{Base: x.carry, Disp: offset} }

// mark returns the word of the block's marks at an offset.
func (x *indexer) mark(offset int) Mem { return Mem{Base: x.marks, Disp: offset} }

// follow writes what the function of that name does. A byte is never both of from and white
// space, so that of the two carries one is 0.
func (x *indexer) follow(from, space GPVirtual, carry int) GPVirtual {
	next, sum, out := GP64(), GP64(), GP64()
	MOVQ(from, out)
	SHRQ(Imm(63), out)
	MOVQ(from, next)
	ADDQ(next, next)
	ORQ(x.at(carry), next)
	MOVQ(next, sum)
	ANDQ(space, sum)
	ADDQ(space, sum)
	ADCQ(Imm(0), out)
	MOVQ(out, x.at(carry))
	XORQ(space, sum)
	ORQ(next, sum)
	return sum
}

// escapes writes what index.escapes does, and takes escaped quotes out of quote.
func (x *indexer) escapes(quote, slash GPVirtual) {
	odd, code, escaped, own := GP64(), GP64(), GP64(), GP64()
	MOVQ(U64(0xaaaaaaaaaaaaaaaa), odd)
	MOVQ(x.at(carryEscape), escaped)
	ANDNQ(slash, escaped, own)
	MOVQ(own, code)
	ADDQ(code, code)
	ORQ(odd, code)
	SUBQ(own, code)
	XORQ(odd, code)
	ORQ(slash, escaped)
	XORQ(code, escaped)
	ANDQ(slash, code)
	SHRQ(Imm(63), code)
	MOVQ(code, x.at(carryEscape))
	ANDNQ(quote, escaped, quote)

	known := x.escape()
	ANDNQ(escaped, known, known)
	ORQ(known, x.bad)

	u := x.eq(false, 'u')
	ANDQ(escaped, u)
	digits, shifted, hex := GP64(), GP64(), GP64()
	MOVQ(x.at(carryHex), digits)
	MOVQ(u, shifted)
	for range 4 {
		ADDQ(shifted, shifted)
		ORQ(shifted, digits)
	}
	for i := range 4 {
		MOVQ(u, shifted)
		SHRQ(Imm(uint64(63-i)), shifted)
		if i == 0 {
			MOVQ(shifted, hex)
		} else {
			ORQ(shifted, hex)
		}
	}
	MOVQ(hex, x.at(carryHex))
	digit, letter := x.in(false, '0', '9'), x.in(true, 'a', 'f')
	ORQ(letter, digit)
	ANDNQ(digits, digit, digits)
	ORQ(digits, x.bad)
	x.surrogates(u)
}

// surrogates looks for halves of surrogate pairs behind the escaped u, and keeps whether anything is pending. It takes
// the register of u.
func (x *indexer) surrogates(u GPVirtual) {
	d, third := x.eq(true, 'd'), GP64()
	MOVQ(u, third)
	ADDQ(third, third)
	ORQ(x.at(carryD), third)
	ANDQ(third, d)
	SHRQ(Imm(63), u)
	MOVQ(u, x.at(carryD))
	MOVQ(d, third)
	ADDQ(third, third)
	ORQ(x.at(carryHalf), third)
	SHRQ(Imm(63), d)
	MOVQ(d, x.at(carryHalf))
	upper, more := x.in(false, '8', '9'), x.in(true, 'a', 'b')
	ORQ(more, upper)
	ANDQ(third, upper)
	lower := x.in(true, 'c', 'f')
	ANDQ(third, lower)
	MOVQ(upper, third)
	SHLQ(Imm(6), third)
	ORQ(x.at(carryPair), third)
	XORQ(lower, third)
	ORQ(third, x.mark(markDoubt))
	SHRQ(Imm(58), upper)
	MOVQ(upper, x.at(carryPair))
	for _, at := range []int{carryEscape, carryHex, carryD, carryHalf} {
		ORQ(x.at(at), upper)
	}
	MOVQ(upper, x.at(carryPending))
}

// utf8 writes what index.doubtUTF8 does.
func (x *indexer) utf8(high GPVirtual) {
	l2, l3, more, l4 := x.in(false, 0xc2, 0xdf), x.in(false, 0xe1, 0xec), x.in(false, 0xee, 0xef), x.eq(false, 0xf0)
	ORQ(more, l3)
	want, short, t := GP64(), GP64(), GP64()
	MOVQ(l4, want) // l4<<3 | (l3|l4)<<2 | (l2|l3|l4)<<1
	ADDQ(want, want)
	MOVQ(want, short)
	ORQ(x.at(carryF0), short)
	cont8 := x.in(false, 0x80, 0x8f)
	ANDQ(cont8, short)
	ORQ(short, x.mark(markDoubt))
	ORQ(l4, l3)
	ORQ(l3, want)
	ADDQ(want, want)
	ORQ(l3, l2)
	ORQ(l2, want)
	ADDQ(want, want)
	ORQ(x.at(carryCont), want)

	cont := x.in(false, 0x80, 0xbf)
	XORQ(cont, want)
	ORQ(want, x.mark(markDoubt))
	ORQ(l2, cont)
	ANDNQ(high, cont, high)
	ORQ(high, x.mark(markDoubt))

	SHRQ(Imm(63), l2)
	SHRQ(Imm(62), l3)
	MOVQ(l4, t)
	SHRQ(Imm(61), t)
	ORQ(l3, l2)
	ORQ(t, l2)
	MOVQ(l2, x.at(carryCont))
	SHRQ(Imm(63), l4)
	MOVQ(l4, x.at(carryF0))
}
