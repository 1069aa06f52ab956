package jsontape

import "math/bits"

// An index finds the tokens of a text, a batch of blocks at a time, with the
// technique of Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (VLDB
// Journal 28, 2019): questions about 64 bytes are answered by a few operations on words of bits. Here
// the words also tell where neighbouring tokens do not go together, so that only brackets,
// numbers and literals are looked at one by one: see structure.
type index struct {
	data []byte
	done int // bytes of data that are indexed; a multiple of 64 or len(data)

	// pos are the tokens: both quotes of each string, each bracket, and the first byte of each
	// number and literal. Commas and colons are checked here and left out.
	pos []uint32
	// link tells, for a token that opens an array or object, how many tokens on the one that
	// closes it is; 0 while that is not known. It has the capacity of pos.
	link []uint32
	// faults are places where a token does not go with the one before it, and
	// where a string breaks its own rules. Between values of a stream they are no faults.
	faults []uint32
	// doubtful are blocks in which text may not be UTF-8 or may hold a lone surrogate.
	doubtful []uint32

	carry
	nest
	step  int // blocks to classify next: few at first, because a value may be all that is wanted
	marks [batch]marks
	last  [block]byte // the end of data and white space
}

// marks are what structure must know of a block. The assembly writes these words in this order.
type marks struct {
	tokens   uint64
	brackets uint64
	colon    uint64
	want     uint64 // in an object, a name and a colon come before it
	first    uint64 // bytes of numbers and literals
	scalar   uint64 // all bytes of those
	digit    uint64 // these also in strings
	zero     uint64
	bad      uint64 // neighbours that do not go together, strings that break their rules
	doubt    uint64 // not 0: text may not be UTF-8 or may hold a lone surrogate
}

// A nest is the arrays and objects that are open.
type nest struct {
	depth int
	digit uint64           // the last byte was a digit
	kinds uint64           // a bit each, the innermost lowest: 1 for an object
	open  [MaxDepth]uint32 // their tokens, the innermost last
}

// carry is what one block hands on to the next.
type carry struct {
	escape  uint64 // the first byte is escaped
	in      uint64 // all ones inside a string
	scalar  uint64 // the last byte was of a number or literal
	value   uint64 // a value ended, and after it came only white space
	text    uint64 // so did a string
	sep     uint64 // so did a comma or colon
	hex     uint64 // bytes that must be hexadecimal digits
	d, half uint64 // second and third place of \u
	pair    uint64 // places where the second half of a surrogate pair must be
	cont    uint64 // bytes that must continue a sequence of UTF-8
	f0      uint64 // the last byte was F0
	wants   uint64 // the last comma, colon or bracket was a comma, or opened
	pending uint64 // some of escape, hex, d, half and pair
}

// load begins the index of a new text. Text is taken to begin outside of strings, arrays and objects.
func (x *index) load(data []byte, from int) {
	x.data, x.done = data, from
	x.pos, x.faults, x.doubtful = x.pos[:0], x.faults[:0], x.doubtful[:0]
	x.carry, x.depth, x.kinds, x.digit, x.step = carry{}, 0, 0, 0, 8
}

// more indexes the next batch of blocks; it reports false at the end of the text.
func (x *index) more() bool {
	rest := x.data[x.done:]
	if len(rest) == 0 {
		return false
	}
	n := min(len(rest)/block, x.step)
	x.step = min(2*x.step, batch)
	if n == 0 {
		for i := copy(x.last[:], rest); i < block; i++ {
			x.last[i] = ' '
		}
		n, rest = 1, x.last[:]
	}
	x.reserve(n*block + slack)
	first := len(x.pos)
	fastest.run(x, rest[:n*block])
	x.structure(x.marks[:n], x.done, first)
	x.done = min(x.done+n*block, len(x.data))
	return true
}

// reserve makes room for n more tokens.
func (x *index) reserve(n int) {
	if cap(x.pos)-len(x.pos) < n {
		x.pos = append(make([]uint32, 0, 2*cap(x.pos)+n), x.pos...)
	}
	if len(x.link) < cap(x.pos) {
		x.link = append(make([]uint32, 0, cap(x.pos)), x.link...)[:cap(x.pos)]
	}
}

// trim forgets the tokens before the next, of which all arrays and objects are closed.
func (x *index) trim(next int) {
	copy(x.link, x.link[next:len(x.pos)])
	x.pos = x.pos[:copy(x.pos, x.pos[next:])]
	for i := range x.open[:x.depth] {
		x.open[i] -= uint32(next)
	}
}

// A way marks blocks and writes the places of their tokens. All ways give the same.
type way struct {
	name string
	run  func(x *index, blocks []byte)
}

var fastest = ways()[0]

// portable is the way in Go; the others are in assembly.
func (x *index) portable(src []byte) {
	var c classes
	for i := range len(src) / block {
		x.add(&c, (*[block]byte)(src[i*block:]), &x.marks[i])
		k := len(x.pos)
		x.pos = x.pos[:k+flatten((*[block]uint32)(x.pos[k:cap(x.pos)]), uint32(x.done+i*block), x.marks[i].tokens)]
	}
}

// tell keeps the faults and doubts of the block at base.
func (x *index) tell(bad uint64, doubtful bool, base uint32) {
	for ; bad != 0; bad &= bad - 1 {
		x.faults = append(x.faults, base+uint32(bits.TrailingZeros64(bad)))
	}
	if doubtful {
		x.doubtful = append(x.doubtful, base)
	}
}

// slack is room for what the assembly writes behind the last token.
const slack = 16

// add goes over one block and marks it.
func (x *index) add(c *classes, b *[block]byte, m *marks) {
	var escaped, bad, doubt uint64
	c.syntax(b)
	if c.slash|x.pending != 0 {
		c.escapes(b)
		escaped, bad, doubt = x.escapes(c)
	}
	if c.high|x.cont != 0 {
		c.utf8(b)
		doubt |= x.doubtUTF8(c)
	}
	quote := c.quote &^ escaped
	in := prefixXor(quote) ^ x.in // from the opening quote up to the byte before the closing one
	x.in = uint64(int64(in) >> 63)
	opening, closing := quote&in, quote&^in
	space, open, shut := c.space&^in, c.open&^in, c.close&^in
	colon, comma := c.colon&^in, c.comma&^in
	scalar := ^(in | quote | space | open | shut | colon | comma)
	first := scalar &^ (scalar<<1 | x.scalar)
	x.scalar = scalar >> 63
	starts := opening | open | first
	value := follow(closing|shut|scalar, space, &x.value)
	text := follow(closing, space, &x.text)
	sep := follow(colon|comma, space, &x.sep)
	bad |= starts&value | comma&^value | colon&^text | shut&sep | c.control&in
	marked := open | shut | colon | comma
	want := follow(open|comma, ^marked, &x.wants) & marked &^ (shut &^ value)
	*m = marks{quote | open | shut | first, open | shut, colon, want, first, scalar, c.digit, c.zero, bad, doubt}
}

// structure goes over the brackets, numbers and literals of blocks whose first byte is at base and whose
// first token is number token, and links the brackets. It keeps as faults where nesting is wrong, where in
// an object a colon is missing or elsewhere there is one, where numbers and literals break
// their rules, and what is marked.
func (x *index) structure(blocks []marks, base, token int) {
	d, kinds, depth, digit := x.data, x.kinds, x.depth, x.digit
	for at := range blocks {
		m := &blocks[at]
		bad := m.bad
		in := -(kinds & 1) // bytes right inside an object
		for left := m.brackets; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			n := uint32(token + bits.OnesCount64(m.tokens&(1<<i-1)))
			c := d[base+i]
			was, kind := kinds&1, uint64(c>>5&1) // of {}, not of []
			if c&2 != 0 {                        // of {[, not of }]
				if depth == MaxDepth {
					bad |= 1 << i
					continue
				}
				x.open[depth%MaxDepth] = n
				x.link[n] = 0
				depth++
				kinds = kinds<<1 | kind
			} else if depth > 0 {
				bad |= (was ^ kind) << i
				depth--
				kinds >>= 1
				open := x.open[depth%MaxDepth]
				x.link[open] = n - open
			}
			in ^= -(was ^ kinds&1) << i << 1
		}
		bad |= m.colon ^ m.want&in
		// Numbers of nothing but digits need no look: others begin with something else, or with 0, or
		// hold something else behind a digit.
		digits := m.scalar & m.digit
		inside := m.scalar &^ digits & (digits<<1 | digit)
		digit = digits >> 63
		look := m.first &^ (digits &^ m.zero)
		if look|inside != 0 && !(inside == 0 && x.literals(look, base)) {
			bad |= x.lookAt(look, inside, base)
		}
		if bad|m.doubt != 0 {
			x.tell(bad, m.doubt != 0, uint32(base))
		}
		base += block
		token += bits.OnesCount64(m.tokens)
	}
	x.kinds, x.depth, x.digit = kinds, depth, digit
}

// literals reports whether true, false, null or 0 stands at each of the bits of look, counted from base. It
// branches once for all.
func (x *index) literals(look uint64, base int) bool {
	d := x.data
	if base+block+8 > len(d) {
		return false
	}
	wrong := uint64(0)
	for ; look != 0; look &= look - 1 {
		w := word(d, base+bits.TrailingZeros64(look))
		l := &words[w>>1&7]
		wrong |= (w&l.mask ^ l.word) | uint64(goesOn[byte(w>>(l.bits&63))])
	}
	return wrong == 0
}

// lookAt returns those bits of look where no number or literal stands, and those inside, where a
// number goes on with something else than a digit, of numbers that break their rules.
func (x *index) lookAt(look, inside uint64, base int) (bad uint64) {
	for ; look != 0; look &= look - 1 {
		if i := bits.TrailingZeros64(look); !scalar(x.data, base+i) {
			bad |= 1 << i
		}
	}
	for ; inside != 0; inside &= inside - 1 {
		if i := bits.TrailingZeros64(inside); !x.around(base + i) {
			bad |= 1 << i
		}
	}
	return bad
}

// around reports whether byte i, which follows a digit and is none, is part of a number. The first such
// byte of a number sees all of it, for what came before are digits; others need not go back far,
// lest the same bytes be looked at again and again.
func (x *index) around(i int) bool {
	const far = 64
	from := i
	for from > 0 && i-from < far && !begins[x.data[from-1]] {
		from--
	}
	return scalar(x.data, from)
}

// follow returns the bytes that come right behind a byte of from, and those that come
// behind it after white space, and hands on whether the block's last byte was so followed.
func follow(from, space uint64, carry *uint64) uint64 {
	next := from<<1 | *carry
	sum, out := bits.Add64(next&space, space, 0)
	*carry = from>>63 | out
	return sum ^ space | next
}

// prefixXor sets each bit to the parity of the bits up to and with it.
func prefixXor(x uint64) uint64 {
	x ^= x << 1
	x ^= x << 2
	x ^= x << 4
	x ^= x << 8
	x ^= x << 16
	return x ^ x<<32
}

// escapes returns the bytes that a backslash escapes, where an escape
// is none that JSON knows, and not 0 where half of a surrogate pair stands alone.
func (x *index) escapes(c *classes) (escaped, bad, alone uint64) {
	// In a run of backslashes every second one escapes. Subtracting the first of each run
	// from the odd bits flips them as far as the run goes.
	const odd = 0xaaaaaaaaaaaaaaaa
	slash := c.slash &^ x.escape
	code := (slash<<1 | odd) - slash ^ odd
	escaped = code ^ (c.slash | x.escape)
	x.escape = (code & c.slash) >> 63

	bad = escaped &^ c.escape
	u := escaped & c.u
	digits := u<<1 | u<<2 | u<<3 | u<<4 | x.hex
	x.hex = u>>63 | u>>62 | u>>61 | u>>60
	bad |= digits &^ c.hex

	d := (u<<1 | x.d) & c.d
	x.d = u >> 63
	third := d<<1 | x.half
	x.half = d >> 63
	high, low := third&c.upper, third&c.lower
	alone = (high<<6 | x.pair) ^ low
	x.pair = high >> 58
	x.pending = x.escape | x.hex | x.d | x.half | x.pair
	return escaped, bad, alone
}

// doubtUTF8 returns not 0 if the block may break UTF-8. It is sure of the sequences that occur
// in languages of Latin, Greek and Cyrillic script and in emoji, and doubts the few whose second byte is restricted.
func (x *index) doubtUTF8(c *classes) uint64 {
	cont, l4 := c.cont8|c.cont9, c.lead4
	l34 := c.lead3 | l4
	l234 := c.lead2 | l34
	want := l234<<1 | l34<<2 | l4<<3 | x.cont
	short := (l4<<1 | x.f0) & c.cont8 & cont
	x.cont = l234>>63 | l34>>62 | l4>>61
	x.f0 = l4 >> 63
	return (want ^ cont) | short | c.high&^(cont|l234)
}

// flatten writes the places of the bits of x, counted from base, and returns their number.
func flatten(dst *[block]uint32, base uint32, x uint64) int {
	n := bits.OnesCount64(x)
	for i := 0; i < n; i += 8 { // eight at a time: fewer branches that cannot be foretold
		r := (*[8]uint32)(dst[i:])
		for j := range r {
			r[j] = base + uint32(bits.TrailingZeros64(x))
			x &= x - 1
		}
	}
	return n
}
