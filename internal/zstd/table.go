package zstd

import "math/bits"

// A cell is what a state of a table means: a length or offset, which is base and the number that the next bits spell, and the state that
// comes next, likewise. The assembly knows where its fields are.
type cell struct {
	base uint32
	next uint16
	more uint8 // bits
	step uint8 // bits
}

const (
	maxLog   = 9  // the largest accuracy of a table
	maxCodes = 64 // at least as many as any has
)

// A table says what is known of cells.
type table struct {
	known bool
	log   uint8 // of their number
}

// The tables of a block, in their order.
const (
	literalLengths = iota
	offsets
	matchLengths
)

// A meaning is what the codes of a table stand for (RFC 8878, section 3.1.1.3.2.1.1), and the standard table (section 3.1.1.3.2.2).
type meaning struct {
	codes    int
	bases    [maxCodes]uint32
	bits     [maxCodes]uint8
	maxLog   uint8
	log      uint8   // of the standard table
	standard []int16 // its weights
}

var meanings = [3]meaning{
	literalLengths: meaningOf(0, 9, []uint8{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		6, []int16{4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1}),
	offsets: meaningOf(1, 8, []uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30},
		5, []int16{1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1}),
	matchLengths: meaningOf(3, 9, []uint8{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		6, []int16{1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
			-1, -1, -1, -1, -1, -1, -1}),
}

// meaningOf returns what codes with so many bits behind them stand for: each goes on where the one before ends.
func meaningOf(first uint32, maxLog uint8, more []uint8, log uint8, standard []int16) meaning {
	m := meaning{codes: len(more), maxLog: maxLog, log: log, standard: standard}
	for i, n := range more {
		m.bases[i], m.bits[i] = first, n
		first += 1 << n
	}
	return m
}

// Ways to tell a table.
const (
	standard  = iota
	one       // of one code
	described // see describe
)

// read reads a table (section 3.1.1.3.2.1), and returns what stands behind it.
func (t *table) read(m *meaning, cells *[1 << maxLog]cell, way byte, b []byte) ([]byte, error) {
	switch way {
	case standard:
		t.build(m, cells, m.standard, m.log)
	case one:
		if len(b) == 0 || int(b[0]) >= m.codes {
			return nil, ErrCode
		}
		t.known, t.log = true, 0
		cells[0] = cell{base: m.bases[b[0]], more: m.bits[b[0]]}
		return b[1:], nil
	case described:
		return t.describe(m, cells, b)
	default: // that of an earlier block
		if !t.known {
			return nil, ErrCode
		}
	}
	return b, nil
}

// describe reads the weights of a table (section 4.1.1): in few bits, as each is at most what is left.
func (t *table) describe(m *meaning, cells *[1 << maxLog]cell, b []byte) ([]byte, error) {
	in := bitsOf{b: b}
	log := uint8(in.take(4)) + 5
	if log > m.maxLog {
		return nil, ErrCode
	}
	var weights [maxCodes]int16
	n, left := 0, 1<<log
	for left > 0 {
		if n >= m.codes {
			return nil, ErrCode
		}
		// Of the left+2 values the first few take a bit less.
		width := bits.Len(uint(left + 1))
		half := 1 << (width - 1)
		short := 1<<width - 2 - left
		v := in.peek(width)
		if v&(half-1) < short {
			v &= half - 1
			width--
		} else if v >= half {
			v -= short
		}
		in.at += width
		weight := v - 1
		weights[n] = int16(weight)
		n++
		left -= max(weight, -weight)
		for again := weight == 0; again; { // how many more of zero
			zeros := in.take(2)
			if n += zeros; n > m.codes {
				return nil, ErrCode
			}
			again = zeros == 3
		}
	}
	if left < 0 || in.at > 8*len(b) {
		return nil, ErrCode
	}
	t.build(m, cells, weights[:n], log)
	return b[(in.at+7)/8:], nil
}

// build makes the table of weights, which add up to 1<<log (section 4.1.1). A weight of -1 is less than 1, and counts as 1.
func (t *table) build(m *meaning, all *[1 << maxLog]cell, weights []int16, log uint8) {
	t.known, t.log = true, log
	size := 1 << log
	var codes [1 << maxLog]uint8
	var next [maxCodes]uint16
	high := size
	for c, w := range weights {
		if next[c] = uint16(w); w < 0 {
			high--
			codes[high], next[c] = uint8(c), 1
		}
	}
	at, stride := 0, size>>1+size>>3+3
	for c, w := range weights {
		for ; w > 0; w-- {
			codes[at%len(codes)] = uint8(c)
			for at = (at + stride) & (size - 1); at >= high; at = (at + stride) & (size - 1) {
			}
		}
	}
	for i := range size {
		c := codes[i] % maxCodes
		x := next[c]
		next[c]++
		step := log + 1 - uint8(bits.Len16(x))
		all[i] = cell{base: m.bases[c], more: m.bits[c], step: step, next: x<<(step&15) - uint16(size)}
	}
}

// bitsOf reads bits from the lowest of the first byte on; behind the end come zeros.
type bitsOf struct {
	b  []byte
	at int
}

// peek returns the next n bits, up to 16.
func (r *bitsOf) peek(n int) int {
	from := min(r.at/8, len(r.b))
	return int(number(r.b[from:min(from+3, len(r.b))]) >> (r.at % 8) & (1<<n - 1))
}

func (r *bitsOf) take(n int) int {
	v := r.peek(n)
	r.at += n
	return v
}
