package ingest

import (
	"errors"
	"maps"
	"math"
	mathbits "math/bits"
	"slices"
)

// smallID is the number below which ids are kept as bits: graphs that were renumbered have
// them, and the bits of a worker take at most 16 MiB.
const smallID = 1 << 27

// An idSet holds ids as they come. Memory: a bit for each number up to the largest small
// id, and 16 to 32 bytes for each id above.
type idSet struct {
	small []uint64 // bits
	large []uint64 // open addressing, 0 being free; its length is a power of two
	n     int      // ids in large
}

func addIDs[ID edgeID](s *idSet, ids []ID) {
	for _, id := range ids {
		if i := uint64(id) >> 6; i >= uint64(len(s.small)) {
			s.addFar(uint64(id))
		} else if b := s.small[i]; b>>(uint64(id)&63)&1 == 0 { // most are known
			s.small[i] = b | 1<<(uint64(id)&63)
		}
	}
}

// addFar adds an id for which there is no bit yet.
func (s *idSet) addFar(id uint64) {
	if id < smallID {
		more := make([]uint64, max(1<<mathbits.Len64(id>>6), 1024))
		copy(more, s.small)
		s.small = more
		s.small[id>>6] |= 1 << (id & 63)
		return
	}
	if 2*s.n >= len(s.large) {
		old := s.large
		s.large = make([]uint64, max(2*len(old), 1024))
		for _, id := range old {
			if id != 0 {
				s.large[slot(s.large, id)] = id
			}
		}
	}
	if i := slot(s.large, id); s.large[i] == 0 {
		s.large[i] = id
		s.n++
	}
}

// slot returns where id is in a table, or belongs.
func slot(table []uint64, id uint64) uint64 {
	mask := uint64(len(table) - 1)
	i := id * 0x9e3779b97f4a7c15 >> 20 & mask // ids differ in their low bits or in their high ones
	for table[i] != 0 && table[i] != id {
		i = (i + 1) & mask
	}
	return i
}

// join adds the ids of o.
func (s *idSet) join(o *idSet) {
	if len(s.small) < len(o.small) {
		s.small, o.small = o.small, s.small
	}
	for i, b := range o.small {
		s.small[i] |= b
	}
	for _, id := range o.large {
		if id != 0 {
			s.addFar(id)
		}
	}
}

// idNumbers number ids from 0 in their order.
type idNumbers struct {
	set   *idSet
	below []int32  // small ids below each word of bits
	small int      // small ids
	large []uint64 // large ids, sorted
	at    []int32  // numbers of the large ids, by their place in the set
}

var errManyNodes = errors.New("more than 2^31-1 nodes")

func (s *idSet) number() (*idNumbers, error) {
	n := &idNumbers{set: s, below: make([]int32, len(s.small)), at: make([]int32, len(s.large))}
	for i, b := range s.small {
		n.below[i] = int32(n.small)
		n.small += mathbits.OnesCount64(b)
	}
	if n.count() > math.MaxInt32 {
		return nil, errManyNodes
	}
	for _, id := range s.large {
		if id != 0 {
			n.large = append(n.large, id)
		}
	}
	slices.Sort(n.large)
	for i, id := range n.large {
		n.at[slot(s.large, id)] = int32(n.small + i)
	}
	return n, nil
}

// count returns how many ids there are.
func (n *idNumbers) count() int { return n.small + n.set.n }

// same reports whether every id is its own number.
func (n *idNumbers) same() bool {
	last := n.small - 1
	return n.set.n == 0 && last >= 0 && n.id(int32(last)) == uint64(last)
}

// id returns the id that has a number.
func (n *idNumbers) id(number int32) uint64 {
	if int(number) >= n.small {
		return n.large[int(number)-n.small]
	}
	word, _ := slices.BinarySearch(n.below, number+1) // the first with more below it
	bits := n.set.small[word-1]
	for range number - n.below[word-1] {
		bits &= bits - 1
	}
	return uint64(word-1)<<6 + uint64(mathbits.TrailingZeros64(bits))
}

// of returns the numbers of ids that are in the set.
func (n *idNumbers) of(ids []uint64, to []int32) {
	small := n.set.small
	for k, id := range ids {
		if i := id >> 6; i < uint64(len(small)) {
			to[k] = n.below[i] + int32(mathbits.OnesCount64(small[i]&(1<<(id&63)-1)))
		} else {
			to[k] = n.at[slot(n.set.large, id)]
		}
	}
}

// settle replaces ids by their numbers.
func (n *idNumbers) settle(ids []int32) {
	small := n.set.small
	for k, id := range ids {
		if i := int(id >> 6); i < len(small) {
			ids[k] = n.below[i] + int32(mathbits.OnesCount64(small[i]&(1<<(id&63)-1)))
		} else {
			ids[k] = n.at[slot(n.set.large, uint64(id))]
		}
	}
}

// wordNumbers number words from 0 in the order of their bytes.
type wordNumbers struct {
	words []string
	at    map[string]int32
}

func numberWords(set map[string]struct{}) (*wordNumbers, error) {
	if len(set) > math.MaxInt32 {
		return nil, errManyNodes
	}
	n := &wordNumbers{words: slices.Sorted(maps.Keys(set)), at: make(map[string]int32, len(set))}
	for i, w := range n.words {
		n.at[w] = int32(i)
	}
	return n, nil
}
