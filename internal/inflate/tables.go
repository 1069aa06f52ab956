package inflate

import "math/bits"

// An entry says what the next bits of the stream mean. From its lowest bit on it holds
//
//	0–5    how many bits that takes, those of the code and those extra
//	8–11   how many of them are the code; of the first literal, where there are two;
//	       of a link, how many bits tell the entries of the longer table apart
//	12–13  isLiteral, isPair: one literal, or two
//	14–15  isOther: neither literal nor copy; isLink: the code goes on in a longer table
//	16–31  one or two literals, the least length or distance, or where the longer table starts
type entry uint32

const (
	isLiteral entry = 1 << (12 + iota)
	isPair
	isOther
	isLink
)

const (
	endOfBlock = isOther | 1<<16
	invalid    = isOther // takes no bits
)

const (
	maxBits = 15 // of a code

	lengthBits   = 11 // of literals and lengths that one look decides
	distanceBits = 8
	codeBits     = 7 // all of a code of code lengths

	// Room for both levels, a power of two, so that masks spare the bounds checks. What 288 and 32
	// codes of up to 15 bits can need is 2,342 and 402 entries; the tables of a complete
	// code cannot come to more, and no others are taken.
	lengthRoom   = 1 << 12
	distanceRoom = 1 << 9
)

// The base values and extra bits of RFC 1951, section 3.2.5, and the order of the
// lengths of the code of code lengths, section 3.2.7.
var (
	lengthBase    = [29]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	lengthExtra   = [29]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
	distanceBase  = [30]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	distanceExtra = [30]uint8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
	codeOrder     = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

// The meanings of all symbols: entries without the bits of their codes.
var (
	lengthMeanings   = meaningsOfLengths()
	distanceMeanings = meaningsOfDistances()
	codeMeanings     = meaningsOfCodes()
)

func meaningsOfLengths() (m [288]entry) {
	for i := range m {
		switch {
		case i < 256:
			m[i] = isLiteral | entry(i)<<16
		case i == 256:
			m[i] = endOfBlock
		case i-257 < len(lengthBase):
			m[i] = entry(lengthBase[i-257])<<16 | entry(lengthExtra[i-257])
		default:
			m[i] = invalid
		}
	}
	return m
}

func meaningsOfDistances() (m [32]entry) {
	for i := range m {
		m[i] = invalid
		if i < len(distanceBase) {
			m[i] = entry(distanceBase[i])<<16 | entry(distanceExtra[i])
		}
	}
	return m
}

func meaningsOfCodes() (m [19]entry) {
	for i := range m {
		m[i] = entry(i) << 16
	}
	return m
}

// build fills table for the canonical code of the given lengths (RFC 1951, section 3.2.2). Codes of up
// to width bits are found at once; longer ones by a link to a table behind. It
// reports whether the lengths make a code: one in which every sequence of bits means something, or one of a
// single symbol of one bit, or none at all, which is right where nothing uses it.
//
// The first level grows with the length of the codes, as in libdeflate by E. Biggers: what shorter codes
// mean is doubled, and every code is then written once.
func build(table []entry, lengths []uint8, meanings []entry, width int) bool {
	var count [maxBits + 1]int
	for _, n := range lengths {
		count[n]++
	}
	used := len(lengths) - count[0]
	count[0] = 0
	var sorted [288]uint16 // symbols by length
	var next [maxBits + 2]int
	left := 1 // codes that are not given away
	for n := 1; n <= maxBits; n++ {
		next[n+1] = next[n] + count[n]
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
	}
	if left > 0 && used > 0 && !(used == 1 && count[1] == 1) {
		return false
	}
	for s, n := range lengths {
		if n > 0 {
			sorted[next[n]] = uint16(s)
			next[n]++
		}
	}
	table[0] = invalid
	code, i := 0, 0
	for n := 1; n <= width; n++ {
		copy(table[1<<(n-1):1<<n], table[:1<<(n-1)])
		for range count[n] {
			table[bits.Reverse16(uint16(code))>>(16-n)] = coded(meanings[sorted[i]], n)
			code++
			i++
		}
		code <<= 1
	}
	if i < used {
		long(table, sorted[i:used], meanings, width, code, &count)
	}
	return true
}

// coded adds to a meaning that it takes a code of n bits.
func coded(meaning entry, n int) entry { return meaning + entry(n)<<8 + entry(n) }

// long writes the codes of more than width bits: code is the first of them, and the symbols are
// those of all, by rising length.
func long(table []entry, symbols []uint16, meanings []entry, width, code int, count *[maxBits + 1]int) {
	end, start, size := 1<<width, 0, 0
	prefix := -1
	n := width + 1
	for _, s := range symbols {
		for count[n] == 0 {
			n++
			code <<= 1
		}
		at := int(bits.Reverse16(uint16(code)) >> (16 - n))
		if p := at & (1<<width - 1); p != prefix {
			prefix, start = p, end
			// As many bits as the longest code with this prefix has: all codes up to there fill the table.
			size = n - width
			for room := 1<<size - count[n]; room > 0 && width+size < maxBits; size++ {
				room = room<<1 - count[width+size+1]
			}
			end += 1 << size
			table[p] = isOther | isLink | entry(start)<<16 | entry(size)<<8 | entry(width)
		}
		e := coded(meanings[s], n) - entry(width)<<8 - entry(width)
		for k := at >> width; k < 1<<size; k += 1 << (n - width) {
			table[start+k] = e
		}
		code++
		count[n]--
	}
}

// pair joins literals that one look can decide together.
func pair(table *[lengthRoom]entry) {
	for i := range 1 << lengthBits {
		e := table[i]
		if e&isLiteral == 0 {
			continue
		}
		n := e >> 8 & 15
		second := table[i>>n]
		if m := second >> 8 & 15; second&isLiteral != 0 && n+m <= lengthBits {
			table[i] = isLiteral | isPair | (second>>16&0xff)<<24 | e&0xff0000 | n<<8 | (n + m)
		}
	}
}
