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
