package jsontape

import (
	"encoding/binary"
	"math/bits"
)

// leading looks at eight bytes: n of them from the first on are digits, and x holds
// those, as numbers, in the bytes of a word, the last one highest.
func leading(d []byte) (x uint64, n int) {
	x = binary.LittleEndian.Uint64(d) ^ 0x3030303030303030
	other := (x + 0x7676767676767676 | x) & 0x8080808080808080 // right up to the first byte above 9
	n = bits.TrailingZeros64(other) / 8
	return x << (64 - 8*n), n
}

// combine returns the number that eight digits make.
func combine(x uint64) uint64 {
	x = (x*10 + x>>8) & 0x00ff00ff00ff00ff
	x = (x*100 + x>>16) & 0x0000ffff0000ffff
	return (x*10000 + x>>32) & 0xffffffff
}

var powers = [...]uint64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// digits reads the digits that d begins with; n overflows silently.
func digits(d []byte) (n uint64, i int) {
	for i+8 <= len(d) {
		x, k := leading(d[i:])
		n = n*powers[k] + combine(x)
		if i += k; k < 8 {
			return n, i
		}
	}
	for ; i < len(d) && d[i]-'0' <= 9; i++ {
		n = n*10 + uint64(d[i]-'0')
	}
	return n, i
}

// run returns the number that d[from:to] spells; false if those are not up to 24 digits, or too
// near to the start of d. n overflows silently. It takes no branch by the length: dumps mix short and long ids.
func run(d []byte, from, to int) (n uint64, ok bool) {
	const zeros, six, highs = 0x3030303030303030, 0x7676767676767676, 0x8080808080808080
	k := to - from
	if uint(k-1) >= 24 || to < 24 {
		return 0, false
	}
	b := (*[24]byte)(d[to-24 : to])
	low, mid, top := uint(64-8*min(k, 8)), uint(64-8*min(max(k-8, 0), 8)), uint(64-8*max(k-16, 0))
	z := (binary.LittleEndian.Uint64(b[16:]) ^ zeros) >> low << low
	y := (binary.LittleEndian.Uint64(b[8:]) ^ zeros) >> mid << mid
	x := (binary.LittleEndian.Uint64(b[:]) ^ zeros) >> top << top
	other := (x + six | x) | (y + six | y) | (z + six | z)
	return (combine(x)*1e8+combine(y))*1e8 + combine(z), other&highs == 0
}

// stop returns the byte behind a number, or another token without white space before what separates
// it from the next token, which begins at byte next.
func stop(d []byte, next int) int {
	if next > 1 && d[next-1] == ' ' {
		next--
	}
	if next > 1 && d[next-1] == ',' {
		next--
	}
	return next
}
