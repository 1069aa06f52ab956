package jsontape

import "encoding/binary"

// cached is how many objects of a value have their members at hand; a decoder goes to and fro between
// a tweet, its user and its entities.
const cached = 8

// none is the token of no object.
const none = 1<<32 - 1

// members find the values of one object by name: slots of a hash table hold the
// distance, in tokens, from the object to a name.
type members struct {
	of    uint32 // the object's token
	whole bool   // all members are in the table
	shape uint64 // hash of names and kinds in order; 0 if not whole
	slots [slots]uint16
}

const slots = 128

// members returns the members of the object at token i.
func (t *Tape) members(i uint32) *members {
	m := &t.cache[i%cached]
	if m.of != i {
		m.read(t, i)
	}
	return m
}

// read fills the table. Of members with the same name the first comes first on the
// way that find takes.
func (m *members) read(t *Tape, i uint32) {
	m.of, m.whole, m.shape = i, false, 0
	end := t.link[i]
	if end-i > 1<<16-1 {
		return
	}
	m.slots = [slots]uint16{}
	d, pos := t.data, t.pos
	n := 0
	shape := uint64(1)
	for name := i + 1; name < end; {
		if n++; n > slots*3/4 {
			return
		}
		b := d[pos[name]+1 : pos[name+1]]
		if !t.plain && escaped(b) {
			b = unescape(nil, b)
		}
		var h uint32
		if len(b) >= 4 {
			h = mix(binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[len(b)-4:]), uint32(len(b)))
		} else {
			h = nameHash(b)
		}
		x := uint64(h)
		for i := 4; i < len(b)-4; i += 8 { // what h does not tell
			x = (x ^ binary.LittleEndian.Uint64(b[min(i, len(b)-8):])) * 0xff51afd7ed558ccd
			x ^= x >> 32
		}
		value := name + 2
		c := d[pos[value]]
		shape = (shape ^ uint64(shapeKinds[c]) ^ x) * 0x9e3779b97f4a7c15
		shape ^= shape >> 29
		for h %= slots; m.slots[h] != 0; {
			h = (h + 1) % slots
		}
		m.slots[h] = uint16(name - i)
		switch c {
		case '"':
			name = value + 2
		case '{', '[':
			name = t.link[value] + 1
		default:
			name = value + 1
		}
	}
	m.whole, m.shape = true, shape
}

// shapeKinds are kinds, with true and false as one.
var shapeKinds = func() (table [256]uint8) {
	for c, k := range kinds {
		if k == True {
			k = False
		}
		table[c] = uint8(k)
	}
	return table
}()

// find returns the token of the value of the first member called key.
func (m *members) find(t *Tape, key string) (uint32, bool) {
	if !m.whole {
		for name, end := m.of+1, t.link[m.of]; name < end; name = t.behind(name + 2) {
			if t.called(name, key) {
				return name + 2, true
			}
		}
		return 0, false
	}
	for h := nameHash(key) % slots; m.slots[h] != 0; h = (h + 1) % slots {
		if name := m.of + uint32(m.slots[h]); t.called(name, key) {
			return name + 2, true
		}
	}
	return 0, false
}

// called reports whether the text of string i is key.
func (t *Tape) called(i uint32, key string) bool {
	b := t.body(i)
	if string(b) == key {
		return true
	}
	return len(b) > len(key) && escaped(b) && string(unescape(nil, b)) == key
}

// nameHash tells names apart by their length, first and last four bytes.
func nameHash[T []byte | string](s T) uint32 {
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
	return mix(a, b, n)
}

func mix(first, last, n uint32) uint32 {
	h := first*0x9e3779b1 ^ last*0x85ebca6b + n*0xc2b2ae35
	return h ^ h>>17
}
