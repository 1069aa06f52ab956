package adentro

import (
	"cmp"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// An idSet numbers ids in the order in which they are added: an open-addressing
// table of ordinals. 16 bytes an id. The zero idSet is empty.
type idSet struct {
	ids   []uint64
	table []uint32 // ordinal+1; 0 is free
}

// idSalt keeps a dump from being written so that its ids collide. No result depends on it.
var idSalt, idFactor = rand.Uint64(), rand.Uint64() | 1

// hashID spreads ids over 64 bits, of which an idSet takes the lowest.
func hashID(id uint64) uint64 {
	hi, lo := bits.Mul64(id^idSalt, idFactor)
	return hi ^ lo
}

// add returns the ordinal of id, which it adds if need be.
func (x *idSet) add(id uint64) int32 {
	if 2*len(x.ids) >= len(x.table) {
		x.grow(2 * len(x.table))
	}
	mask := uint64(len(x.table) - 1)
	for i := hashID(id) & mask; ; i = (i + 1) & mask {
		n := x.table[i]
		if n == 0 {
			x.ids = append(x.ids, id)
			x.table[i] = uint32(len(x.ids))
			return int32(len(x.ids) - 1)
		}
		if x.ids[n-1] == id {
			return int32(n - 1)
		}
	}
}

// find returns the ordinal of id, -1 if it was not added.
func (x *idSet) find(id uint64) int32 {
	if len(x.table) == 0 {
		return -1
	}
	mask := uint64(len(x.table) - 1)
	for i := hashID(id) & mask; ; i = (i + 1) & mask {
		n := x.table[i]
		if n == 0 {
			return -1
		}
		if x.ids[n-1] == id {
			return int32(n - 1)
		}
	}
}

func (x *idSet) has(id uint64) bool { return x.find(id) >= 0 }

// grow makes room for n slots, a power of two, 16 at least.
func (x *idSet) grow(n int) {
	n = max(n, 16)
	x.table = fresh.Slice[uint32](n)
	mask := uint64(n - 1)
	for k, id := range x.ids {
		i := hashID(id) & mask
		for x.table[i] != 0 {
			i = (i + 1) & mask
		}
		x.table[i] = uint32(k + 1)
	}
}

// An idPlace is an id with the place of what it belongs to.
type idPlace struct {
	id    uint64
	place int32
}

func compareIDs(a, b idPlace) int { return cmp.Compare(a.id, b.id) }

// sortIDs sorts by id, stably, by 11 bits at a time. It returns xs or an array of
// the same size.
func sortIDs(xs []idPlace) []idPlace {
	const width, size = 11, 1 << 11
	if len(xs) < size {
		slices.SortStableFunc(xs, compareIDs)
		return xs
	}
	var all, common uint64 = 0, ^uint64(0)
	for _, x := range xs {
		all |= x.id
		common &= x.id
	}
	to := make([]idPlace, len(xs))
	for shift := 0; shift < 64; shift += width {
		if (all^common)>>shift&(size-1) == 0 {
			continue // the same in all
		}
		var at [size]int32
		for _, x := range xs {
			at[x.id>>shift&(size-1)]++
		}
		sum := int32(0)
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, x := range xs {
			d := x.id >> shift & (size - 1)
			to[at[d]] = x
			at[d]++
		}
		xs, to = to, xs
	}
	return xs
}
