package ingest

import (
	"encoding/binary"
	"math"
	mathbits "math/bits"
)

// An edgeID is the type in which ids are read: int32 where all of them are small, so that the edges
// take half the memory.
type edgeID interface{ int32 | uint64 }

// quickReach is how many bytes before a row, and quickBlock how many from its beginning on, there have to be for it to be read quickly.
const (
	quickReach = 24
	quickBlock = 64
	quickRows  = quickBlock / 4 // at most in a block
)

// A rowShape says what rows are that can be read quickly: two ids of at most so much, one of these two separators, a line end.
type rowShape struct {
	sep, other byte
	most       uint64
}

// small returns the shape of those rows whose ids are of 31 bits.
func (r rowShape) small() rowShape {
	r.most = min(r.most, math.MaxInt32)
	return r
}

// A quickReader does what quickly does, block after block, as far as all ids have up to 8 digits.
type quickReader func(text []byte, shape rowShape, lefts, rights []int32) (next, rows int)

// quickest is the fastest of the quickReaders, which are those that this machine can run, the fastest first; nil is none beside quickly.
var quickest = quickReaders()[0]

// quick reads rows of text from place i on into lefts and rights, until there is no room for those of a block, or the text ends, or
// a row is anything else. It returns where that begins, and how many rows it read. It finds what is no digit in 64
// bytes at a time, so that no id waits for the length of the one before it.
func quick[ID edgeID](text []byte, i int, shape rowShape, lefts, rights []ID) (next, rows int) {
	if i < quickReach {
		return i, 0
	}
	smallLefts, small := any(lefts).([]int32)
	smallRights, _ := any(rights).([]int32)
	for i+quickBlock <= len(text) && rows+quickRows <= min(len(lefts), len(rights)) {
		if small && quickest != nil {
			size, n := quickest(text[i:], shape, smallLefts[rows:], smallRights[rows:])
			i += size
			if rows += n; n > 0 {
				continue // with the row that ended it
			}
		}
		w := (*quickWindow)(text[i-quickReach:])
		n, size := quickly(w, shape, (*[quickRows]ID)(lefts[rows:]), (*[quickRows]ID)(rights[rows:]))
		if n == 0 {
			break
		}
		i += size
		rows += n
	}
	return i, rows
}

// A quickWindow is a block and what stands before it.
type quickWindow [quickReach + quickBlock]byte

// quickly reads the rows that the block of w holds whole, and returns how many, and their size.
func quickly[ID edgeID](w *quickWindow, shape rowShape, lefts, rights *[quickRows]ID) (rows, size int) {
	begin, k := uint(quickReach), uint(0)
	for mask := noDigits((*[quickBlock]byte)(w[quickReach:])); mask != 0; {
		after := mask & (mask - 1)
		if after == 0 {
			break // the row goes on behind the block
		}
		a, b := quickReach+uint(mathbits.TrailingZeros64(mask))&63, quickReach+uint(mathbits.TrailingZeros64(after))&63
		if c := w[a]; c != shape.sep && c != shape.other || w[b] != '\n' {
			break
		}
		var left, right uint64
		if m, n := a-begin, b-a-1; (m-1)|(n-1) <= 7 && (w[begin] != '0' || m == 1) && (w[a+1] != '0' || n == 1) {
			left, right = w.digits(a, m), w.digits(b, n)
		} else {
			var ok, and bool
			left, ok = w.id(begin, a)
			if right, and = w.id(a+1, b); !ok || !and || max(left, right) > shape.most {
				break
			}
		}
		lefts[k%quickRows], rights[k%quickRows] = ID(left), ID(right)
		k++
		begin = b + 1
		mask = after & (after - 1)
	}
	return int(k), int(begin) - quickReach
}

// noDigits tells which of 64 bytes are no digits.
func noDigits(b *[quickBlock]byte) uint64 {
	return noDigits8(b, 0) | noDigits8(b, 1)<<8 | noDigits8(b, 2)<<16 | noDigits8(b, 3)<<24 |
		noDigits8(b, 4)<<32 | noDigits8(b, 5)<<40 | noDigits8(b, 6)<<48 | noDigits8(b, 7)<<56
}

// noDigits8 tells it of bytes 8j to 8j+7.
func noDigits8(b *[quickBlock]byte, j int) uint64 {
	x := binary.LittleEndian.Uint64(b[8*j:]) ^ ones*'0'
	return ((x&^highs + (0x80-10)*ones | x) & highs) * 0x0002040810204081 >> 56
}

// id returns the id that w[from:to], which are digits, writes; false if they are none, more than 19, or begin with
// a 0 that is not all.
func (w *quickWindow) id(from, to uint) (id uint64, ok bool) {
	n := to - from
	if n-1 >= 19 || n > 1 && w[from] == '0' {
		return 0, false
	}
	id = w.digits(to, min(n, 8))
	if n > 8 {
		id += w.digits(to-8, min(n-8, 8)) * 1e8
	}
	if n > 16 {
		id += w.digits(to-16, n-16) * 1e16
	}
	return id, true
}

// digits returns the number that the 1 to 8 digits before w[end] write.
func (w *quickWindow) digits(end, digits uint) uint64 {
	x := binary.LittleEndian.Uint64(w[end-8:]) ^ ones*'0'
	return eightDigits(x & digitBytes[digits%uint(len(digitBytes))])
}

// digitBytes are the bytes of a word in which so many digits stand, if they stand at its end.
var digitBytes = [16]uint64{
	1: 0xff << 56, 2: 0xffff << 48, 3: 0xffffff << 40, 4: 0xffffffff << 32,
	5: 0xffffffffff << 24, 6: 0xffffffffffff << 16, 7: 0xffffffffffffff << 8, 8: 0xffffffffffffffff,
}
