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

// syntax tells the classes that matter everywhere. Seven of them exclude each other, so that three bits tell them.
func (c *classes) syntax(b *[block]byte) {
	part := apart(&syntaxTable, b)
	c.quote, c.slash, c.space, c.control = part[0], part[1], part[2], part[3]
	x, y, z := part[4], part[5], part[6]
	c.open, c.close, c.colon, c.comma = x&^(y|z), y&^(x|z), x&y&^z, z&^(x|y)
	c.zero, c.high = y&z&^x, x&y&z
	c.digit = z&^y&x | c.zero
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
		s := (*[8]byte)(b[8*j:])
		low := table[s[0]] + table[s[1]]<<1 + (table[s[2]]+table[s[3]]<<1)<<2
		high := table[s[4]] + table[s[5]]<<1 + (table[s[6]]+table[s[7]]<<1)<<2
		part[j] = low + high<<4 // bit k of byte i is byte 8j+k in class i
	}
	transpose(&part)
	return part
}

// transpose swaps byte j of word i with byte i of word j.
func transpose(m *[8]uint64) {
	const words, halves, bytes = 0x00000000ffffffff, 0x0000ffff0000ffff, 0x00ff00ff00ff00ff
	a, b, c, d, e, f, g, h := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
	a, e = swap(a, e, 32, words)
	b, f = swap(b, f, 32, words)
	c, g = swap(c, g, 32, words)
	d, h = swap(d, h, 32, words)
	a, c = swap(a, c, 16, halves)
	b, d = swap(b, d, 16, halves)
	e, g = swap(e, g, 16, halves)
	f, h = swap(f, h, 16, halves)
	m[0], m[1] = swap(a, b, 8, bytes)
	m[2], m[3] = swap(c, d, 8, bytes)
	m[4], m[5] = swap(e, f, 8, bytes)
	m[6], m[7] = swap(g, h, 8, bytes)
}

// swap exchanges the bits of a outside low with those of b inside it.
func swap(a, b uint64, shift uint, low uint64) (uint64, uint64) {
	t := (a>>shift ^ b) & low
	return a ^ t<<shift, b ^ t
}

var syntaxTable = classTable(
	func(c byte) bool { return c == '"' },
	func(c byte) bool { return c == '\\' },
	isSpace,
	func(c byte) bool { return c < 0x20 },
	func(c byte) bool { return c == '{' || c == '[' || c == ':' || '1' <= c && c <= '9' || c > 0x7f },
	func(c byte) bool { return c == '}' || c == ']' || c == ':' || c == '0' || c > 0x7f },
	func(c byte) bool { return c == ',' || '0' <= c && c <= '9' || c > 0x7f },
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
