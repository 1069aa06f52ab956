package jsontape

// classes says of 64 bytes which of them belong to each class: bit i is byte i. Each class has a
// byte of its own in a table, so that eight bytes of input give eight bits of eight classes at once.
type classes struct {
	quote, slash, space uint64 // " \ and the white space of JSON
	open, close         uint64 // { or [, } or ]
	colon, comma        uint64
	control, high       uint64 // below 0x20, above 0x7f
	digit, zero         uint64
	escape, u, hex, d   uint64 // " \ / b f n r t u, u, hexadecimal digit, d or D
	upper, lower        uint64 // 8 9 a b A B, c d e f C D E F: of \uD8xx and \uDCxx the third digit
	cont8, cont9        uint64 // 80..8F, 90..BF: continue a sequence of UTF-8
	lead2, lead3, lead4 uint64 // C2..DF, E1..EC and EE and EF, F0: begin one
}

const (
	block = 64 // bytes that one word of bits tells of
	batch = 64 // blocks that are indexed in one go
)

// syntax tells the classes that matter everywhere.
func (c *classes) syntax(b *[block]byte) {
	var part [8]uint64
	c.high, c.digit, c.zero = 0, 0, 0
	for j := range part {
		part[j] = eight(&syntaxTable, b, j)
		w := le(b[8*j:])
		c.high |= highBits(w) << (8 * j)
		digit, zero := digitBits(w)
		c.digit |= highBits(digit) << (8 * j)
		c.zero |= highBits(zero) << (8 * j)
	}
	transpose(&part)
	c.quote, c.slash, c.space, c.open, c.close, c.colon, c.comma, c.control = part[0], part[1], part[2], part[3], part[4], part[5], part[6], part[7]
}

// escapes tells those that matter near a backslash.
func (c *classes) escapes(b *[block]byte) {
	part := apart(&escapeTable, b)
	c.escape, c.u, c.hex, c.d, c.upper, c.lower = part[0], part[1], part[2], part[3], part[4], part[5]
}

// utf8 tells those that matter where a byte is above 0x7f.
func (c *classes) utf8(b *[block]byte) {
	part := apart(&utf8Table, b)
	c.cont8, c.cont9, c.lead2, c.lead3, c.lead4 = part[0], part[1], part[2], part[3], part[4]
}

// apart returns a word for each class of a table.
func apart(table *[256]uint64, b *[block]byte) (part [8]uint64) {
	for j := range part {
		part[j] = eight(table, b, j)
	}
	transpose(&part)
	return part
}

// eight returns the classes of bytes 8j to 8j+7: bit k of byte c is that of class c.
func eight(table *[256]uint64, b *[block]byte, j int) uint64 {
	s := (*[8]byte)(b[8*j:])
	return table[s[0]] | table[s[1]]<<1 | table[s[2]]<<2 | table[s[3]]<<3 | table[s[4]]<<4 | table[s[5]]<<5 | table[s[6]]<<6 | table[s[7]]<<7
}

// highBits gathers the highest bit of each byte.
func highBits(w uint64) uint64 {
	return (w & 0x8080808080808080) * 0x0002040810204081 >> 56
}

// digitBits tells the bytes that are digits, and those that are 0, by their highest bits.
func digitBits(w uint64) (digit, zero uint64) {
	const lows = 0x7f7f7f7f7f7f7f7f
	w ^= 0x3030303030303030
	return ^(w&lows + 0x7676767676767676 | w), ^(w&lows + lows | w)
}

// transpose swaps byte j of word i with byte i of word j.
func transpose(m *[8]uint64) {
	for i := range 4 {
		m[i], m[i+4] = swap(m[i], m[i+4], 32, 0x00000000ffffffff)
	}
	for _, i := range [4]int{0, 1, 4, 5} {
		m[i], m[i+2] = swap(m[i], m[i+2], 16, 0x0000ffff0000ffff)
	}
	for _, i := range [4]int{0, 2, 4, 6} {
		m[i], m[i+1] = swap(m[i], m[i+1], 8, 0x00ff00ff00ff00ff)
	}
}

// swap exchanges the bits of a outside low with those of b inside it.
func swap(a, b uint64, shift uint, low uint64) (uint64, uint64) {
	return a&low | b&low<<shift, a>>shift&low | b&^low
}

var syntaxTable = classTable(
	func(c byte) bool { return c == '"' },
	func(c byte) bool { return c == '\\' },
	isSpace,
	func(c byte) bool { return c == '{' || c == '[' },
	func(c byte) bool { return c == '}' || c == ']' },
	func(c byte) bool { return c == ':' },
	func(c byte) bool { return c == ',' },
	func(c byte) bool { return c < 0x20 },
)

var escapeTable = classTable(
	isEscape,
	func(c byte) bool { return c == 'u' },
	isHex,
	func(c byte) bool { return c|0x20 == 'd' },
	func(c byte) bool { return c == '8' || c == '9' || c|0x20 == 'a' || c|0x20 == 'b' },
	func(c byte) bool { return 'c' <= c|0x20 && c|0x20 <= 'f' },
)

var utf8Table = classTable(
	func(c byte) bool { return 0x80 <= c && c <= 0x8f },
	func(c byte) bool { return 0x90 <= c && c <= 0xbf },
	func(c byte) bool { return 0xc2 <= c && c <= 0xdf },
	func(c byte) bool { return 0xe1 <= c && c <= 0xef && c != 0xed },
	func(c byte) bool { return c == 0xf0 },
)

// classTable gives each byte a word whose byte i is 1 if the byte is of class i.
func classTable(is ...func(byte) bool) (table [256]uint64) {
	for c := range table {
		for i, f := range is {
			if f(byte(c)) {
				table[c] |= 1 << (8 * i)
			}
		}
	}
	return table
}

func isEscape(c byte) bool {
	switch c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u':
		return true
	}
	return false
}

func isHex(c byte) bool {
	_, ok := hex(c)
	return ok
}
