package jsontape

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// A path is a beginning of the names of an object, in their order. The objects of a dump
// have few orders of names, so that the paths of the first ones serve for the others: reading a name is
// to compare it with the one that came there before.
type path struct {
	first, last uint64 // eight bytes of the last of the names, as it is written, from its start and up to its end
	mask        uint64 // of the bytes of these that are its own
	n           int32  // bytes of the name; -1 of one that is longer than whole
	from        int32  // where last begins in it
	child       *path  // of those that add one name, the one added last
	next        *path  // another child of parent, added before

	second uint64 // eight bytes behind first, and before last, of names longer than 16
	third  uint64
	name   string // the last of the names, escapes and all
	key    string // without escapes
	parent *path
	depth  int    // number of names
	hash   uint64 // of the keys
	size   int    // children
	looked *names
}

// Paths are forgotten where there are more than these: dumps have few, and a map from accounts has
// one for each.
const (
	maxPaths    = 1 << 14
	maxSiblings = 16
)

// whole is the length up to which the words hold all of a name.
const whole = 32

// called reports whether d[from:to] is the last name; false for some that are too long or near the end of d.
func (p *path) called(d []byte, from, to int) bool {
	return to-from == int(p.n) && from+8 <= len(d) &&
		((word(d, from)^p.first)|(word(d, from+int(p.from))^p.last))&p.mask == 0 &&
		(p.n <= 16 || word(d, from+8) == p.second && word(d, to-16) == p.third)
}

// word returns the eight bytes of d from i on.
func word(d []byte, i int) uint64 { return binary.LittleEndian.Uint64(d[i : i+8]) }

func le(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// step returns the path that adds the name d[from:to] to p, nil where names come in ever new orders: a path that is not
// gone again costs more than looking at the names.
func (t *Tape) step(p *path, from, to int) *path {
	for q := p.child; q != nil; q = q.next {
		if q.called(t.data, from, to) || to-from == len(q.name) && string(t.data[from:to]) == q.name {
			return q
		}
	}
	if t.known > maxPaths/16 && t.known > t.objects {
		return nil
	}
	t.known++
	return p.add(t.data[from:to])
}

// add returns the path with one more name.
func (p *path) add(name []byte) *path {
	if p.size++; p.size > maxSiblings {
		p.child, p.size = nil, 1
	}
	key := name
	if escaped(name) && wellEscaped(name) { // of an object that turns out to be broken it may be neither
		key = unescape(nil, name)
	}
	q := &path{name: string(name), key: string(key), parent: p, depth: p.depth + 1, next: p.child}
	n := len(name)
	if q.n = -1; n <= whole {
		padded := append(append(make([]byte, 0, whole+8), name...), make([]byte, 8)...)
		q.n, q.from, q.mask = int32(n), int32(max(n-8, 0)), 1<<(8*min(n, 8))-1
		q.first, q.last = word(padded, 0)&q.mask, word(padded, int(q.from))&q.mask
		if n > 16 {
			q.second, q.third = word(padded, 8), word(padded, n-16)
		}
	}
	var b [8]byte
	q.hash = scramble(p.hash ^ uint64(len(key)))
	for len(key) > 0 {
		b = [8]byte{}
		key = key[copy(b[:], key):]
		q.hash = scramble(q.hash ^ le(b[:]))
	}
	p.child = q
	return q
}

// scramble spreads the bits of x over all bits; no two x give the same.
func scramble(x uint64) uint64 {
	x = (x ^ x>>32) * 0xff51afd7ed558ccd
	return (x ^ x>>29) * 0x9e3779b97f4a7c15
}

// names are the keys of a path, to look up.
type names struct {
	keys  []string
	slots [slots]uint8 // hash table of 1 + place in keys
	picks []pick
}

const slots = 128

// A pick is where the members of a selection are.
type pick struct {
	of *Selection
	at []uint8 // 1 + place in keys; 0: absent
}

// names returns the keys of the path.
func (p *path) names() *names {
	if p.looked == nil {
		x := &names{keys: make([]string, p.depth)}
		for q := p; q.depth > 0; q = q.parent {
			x.keys[q.depth-1] = q.key
		}
		for i, key := range x.keys {
			h := nameHash(key)
			for x.slots[h%slots] != 0 {
				h++
			}
			x.slots[h%slots] = uint8(i + 1)
		}
		p.looked = x
	}
	return p.looked
}

// find returns the place of the first key that is wanted. Of equal keys the first comes first on the
// way through the table.
func (x *names) find(key string) (int, bool) {
	for h := nameHash(key); x.slots[h%slots] != 0; h++ {
		if n := int(x.slots[h%slots]) - 1; x.keys[n] == key {
			return n, true
		}
	}
	return 0, false
}

// pick returns where the members of a selection are.
func (x *names) pick(s *Selection) []uint8 {
	for i := range x.picks {
		if x.picks[i].of == s {
			return x.picks[i].at
		}
	}
	at := make([]uint8, len(s.keys))
	for i, name := range s.keys {
		if n, ok := x.find(name); ok {
			at[i] = uint8(n + 1)
		}
	}
	x.picks = append(x.picks, pick{s, at})
	return at
}

// nameHash tells names apart by their length, first and last four bytes.
func nameHash(s string) uint32 {
	n := uint32(len(s))
	if n < 4 {
		if n == 0 {
			return 0
		}
		return uint32(s[0])*31 + uint32(s[n-1])*7 + uint32(s[n/2])<<8 + n
	}
	a := uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	z := s[n-4:]
	b := uint32(z[0]) | uint32(z[1])<<8 | uint32(z[2])<<16 | uint32(z[3])<<24
	h := a*0x9e3779b1 ^ b*0x85ebca6b + n*0xc2b2ae35
	return h ^ h>>17
}

// A Selection is a list of names that are looked up together.
type Selection struct{ keys []string }

// Select returns a selection of these names.
func Select(keys ...string) *Selection { return &Selection{slices.Clone(keys)} }

// Pick puts into dst what Get returns for each name of the selection. Cost: of objects with
// the names of one before, one step a name.
func (v Value) Pick(s *Selection, dst []Value) {
	dst = dst[:len(s.keys)]
	clear(dst)
	if v.Kind() != Object {
		return
	}
	m := v.t.members(v.i)
	if m.path == nil {
		for i, key := range s.keys {
			dst[i] = v.Get(key)
		}
		return
	}
	for i, n := range m.path.names().pick(s) {
		if n != 0 {
			dst[i] = Value{v.t, m.of + uint32(m.values[n-1])}
		}
	}
}

// key returns the text of a name, for as long as the tape has it.
func (v Value) key() string {
	b := v.t.body(v.i)
	if escaped(b) {
		b = unescape(nil, b)
	}
	return unsafe.String(unsafe.SliceData(b), len(b))
}
