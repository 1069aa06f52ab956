package ingest

import (
	"encoding/binary"
	mathbits "math/bits"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// quick reads rows from text[i:] that are two ids, one separator and a line end, until the block of edges is
// full or a row is anything else, and returns where that begins. It finds what is no digit in 64
// bytes at a time, so that no id waits for the length of the one before it.
func (s *edgeScan) quick(text []byte, i int) int {
	sep, other := s.layout.sep, s.layout.sep
	if sep == ' ' {
		other = '\t'
	}
	most := s.largest()
	lefts, rights, k := s.space()
	for start := -1; i != start && k < edgeBlock && i+64 <= len(text); {
		start = i
		base := i
		for mask := noDigits((*[64]byte)(text[base : base+64])); k < edgeBlock; {
			after := mask & (mask - 1)
			if after == 0 {
				break // the row goes on behind the 64 bytes
			}
			a, b := base+mathbits.TrailingZeros64(mask), base+mathbits.TrailingZeros64(after)
			if c := text[a]; c != sep && c != other || text[b] != '\n' {
				break
			}
			var left, right uint64
			if m, n := a-i, b-a-1; m > 0 && n > 0 && m <= 8 && n <= 8 && i >= 8 && (m == 1 || text[i] != '0') && (n == 1 || text[a+1] != '0') {
				left, right = lastDigits(text, a, m), lastDigits(text, b, n)
			} else {
				var ok, and bool
				left, ok = idBefore(text, i, a)
				if right, and = idBefore(text, a+1, b); !ok || !and || max(left, right) > most {
					break
				}
			}
			lefts[k], rights[k] = left, right
			k++
			i = b + 1
			mask = after & (after - 1)
		}
	}
	s.keep(lefts, rights, k)
	return i
}

// largest returns the largest id that an edge may have.
func (s *edgeScan) largest() uint64 {
	if s.layout.rounded {
		return 1e15 - 1
	}
	return adentro.MaxID
}

// space returns the memory of a block of edges, and how many it holds.
func (s *edgeScan) space() (left, right []uint64, k int) {
	k = len(s.left)
	return slices.Grow(s.left, edgeBlock-k)[:edgeBlock], slices.Grow(s.right, edgeBlock-k)[:edgeBlock], k
}

// keep takes in the edges up to the k-th.
func (s *edgeScan) keep(lefts, rights []uint64, k int) {
	n := int64(k - len(s.left))
	s.left, s.right = lefts[:k], rights[:k]
	s.lines += n
	s.records.Seen += n
	s.records.Accepted += n
}

// noDigits tells which of 64 bytes are no digits.
func noDigits(b *[64]byte) (mask uint64) {
	for j := range 8 {
		x := binary.LittleEndian.Uint64(b[8*j:]) ^ ones*'0'
		m := (x&^highs + (0x80-10)*ones | x) & highs
		mask |= m * 0x0002040810204081 >> 56 << (8 * j)
	}
	return mask
}

// idBefore returns the id that text[from:to], which are digits, writes; false if they are none, more than 19, begin with
// a 0 that is not all, or are too near the start of text.
func idBefore(text []byte, from, to int) (id uint64, ok bool) {
	n := to - from
	if to < 24 || n < 1 || n > 1 && text[from] == '0' {
		return 0, false
	}
	switch {
	case n <= 8:
		return lastDigits(text, to, n), true
	case n <= 16:
		return lastDigits(text, to-8, n-8)*1e8 + lastDigits(text, to, 8), true
	case n <= 19:
		return (lastDigits(text, to-16, n-16)*1e8+lastDigits(text, to-8, 8))*1e8 + lastDigits(text, to, 8), true
	}
	return 0, false
}

// lastDigits returns the number that the 1 to 8 digits before text[end] write.
func lastDigits(text []byte, end, digits int) uint64 {
	x := binary.LittleEndian.Uint64(text[end-8:end]) ^ ones*'0'
	cut := uint(64-8*digits) & 63
	return eightDigits(x >> cut << cut)
}
