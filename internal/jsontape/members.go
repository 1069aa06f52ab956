package jsontape

// cached is how many objects of a value have their members at hand; a decoder goes to and fro between
// a tweet, its user and its entities.
const cached = 8

// none is the token of no object.
const none = 1<<32 - 1

// most is how many members an object may have to be looked up by its path.
const most = 96

// members are the values of one object in their order, whose names its path tells.
type members struct {
	of     uint32       // the object's token
	path   *path        // nil: the object is too large
	shape  uint64       // hash of names and kinds in order; 0 without a path
	values [most]uint16 // distances, in tokens, from the object
}

// members returns the members of the object at token i.
func (t *Tape) members(i uint32) *members {
	m := &t.cache[i%cached]
	if m.of != i {
		m.read(t, i)
	}
	return m
}

func (m *members) read(t *Tape, i uint32) {
	m.of, m.path, m.shape = i, nil, 0
	end := t.link[i]
	if end-i > 1<<16-1 {
		return
	}
	if t.known > maxPaths {
		t.paths, t.known = path{}, 0
	}
	d, pos, link := t.data, t.pos, t.link
	at, n := &t.paths, 0
	shape, kinds := uint64(1), uint64(0)
	for name := i + 1; name < end; n++ {
		if n == most {
			return
		}
		from, to := int(pos[name])+1, int(pos[name+1])
		next := at.child
		for next != nil && !next.called(d, from, to) {
			next = next.sibling
		}
		if next == nil {
			next = at.add(d[from:to])
			t.known++
		}
		at = next
		value := name + 2
		m.values[n] = uint16(value - i)
		c := d[pos[value]]
		if kinds = kinds<<4 | uint64(shapeKinds[c]); n%16 == 15 {
			shape, kinds = scramble(shape^kinds), 0
		}
		switch c {
		case '"':
			name = value + 2
		case '{', '[':
			name = link[value] + 1
		default:
			name = value + 1
		}
	}
	m.path, m.shape = at, scramble(scramble(shape^kinds)^at.hash)|1
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
	if m.path == nil {
		for name, end := m.of+1, t.link[m.of]; name < end; name = t.behind(name + 2) {
			if t.called(name, key) {
				return name + 2, true
			}
		}
		return 0, false
	}
	n, ok := m.path.names().find(key)
	if !ok {
		return 0, false
	}
	return m.of + uint32(m.values[n]), true
}

// called reports whether the text of string i is key.
func (t *Tape) called(i uint32, key string) bool {
	b := t.body(i)
	if string(b) == key {
		return true
	}
	return len(b) > len(key) && escaped(b) && string(unescape(nil, b)) == key
}
