package jsontape

// cached is how many objects of a value have their members at hand; a decoder goes to and fro between
// a tweet, its user and its entities.
const cached = 8

// most is how many members an object may have to be looked up by its path.
const most = 96

// members are the values of one object in their order, whose names its path tells or, without one, the text.
type members struct {
	of     uint32       // the object's token
	gen    uint32       // the tape's, when they were read
	path   *path        // nil: the object is too large, or its names come in an order of its own
	shape  uint64       // hash of names and kinds in order; 0 without a path
	values [most]uint16 // distances, in tokens, from the object
	own    bool         // slots are the hash table of 1 + place in values
	slots  [slots]uint8
}

// members returns the members of the object at token i.
func (t *Tape) members(i uint32) *members {
	m := &t.cache[i%cached]
	if m.of != i || m.gen != t.gen {
		m.read(t, i)
	}
	return m
}

func (m *members) read(t *Tape, i uint32) {
	m.of, m.gen, m.path, m.shape, m.own = i, t.gen, nil, 0, false
	size := int(t.link[i])
	if size > farthest {
		return
	}
	r := t.reader()
	for fastest.names(t, m, r, size-2); r.name < size-2; fastest.names(t, m, r, size-2) {
		if r.n == most {
			return
		}
		from, to := int(t.pos[int(i)+r.name])+1, int(t.pos[int(i)+r.name+1])
		if r.at = t.step(r.at, from, to); r.at == nil {
			m.list(t)
			return
		}
		m.add(t, r)
	}
	m.finish(r, i, i+uint32(size))
}

// namesPortable reads members up to token end of the object, as long as their names come as they did last time.
func namesPortable(t *Tape, m *members, r *reader, end int) {
	pos := t.pos[m.of:]
	for r.name < end && r.n < most {
		q, from, to := r.at.child, int(pos[r.name])+1, int(pos[r.name+1])
		if q == nil || !q.called(t.data, from, to) {
			return
		}
		r.at = q
		m.add(t, r)
	}
}

// add reads the value of the name at hand.
func (m *members) add(t *Tape, r *reader) {
	value := r.name + 2
	m.values[r.n] = uint16(value)
	c := t.data[t.pos[int(m.of)+value]]
	if r.kinds = r.kinds<<4 | uint64(shapeKinds[c]); r.n%16 == 15 {
		r.shape, r.kinds = scramble(r.shape^r.kinds), 0
	}
	r.n++
	switch c {
	case '"':
		r.name = value + 2
	case '{', '[':
		r.name = value + int(t.link[int(m.of)+value]) + 1
	default:
		r.name = value + 1
	}
}

// list keeps where the names of an object are.
func (m *members) list(t *Tape) {
	v, n := Value{t, m.of}, 0
	m.slots = [slots]uint8{}
	for name, value := range v.Members() {
		if n == most {
			return
		}
		h := nameHash(name.key())
		for m.slots[h%slots] != 0 {
			h++
		}
		m.values[n] = uint16(value.i - m.of)
		n++
		m.slots[h%slots] = uint8(n)
	}
	m.own = true
}

// farthest is how many tokens an object may have to be looked up by its path.
const farthest = 1<<16 - 1

// A reader is how far the members of an object have been read. The assembly knows where its fields are.
type reader struct {
	at    *path
	n     int
	name  int    // token of the next one, from that of the object
	shape uint64 // of names and kinds
	kinds uint64 // those that are not in shape yet
}

func (t *Tape) reader() *reader {
	if t.objects++; t.known > maxPaths {
		t.paths, t.known, t.objects = path{}, 0, 0
	}
	t.reading = reader{at: &t.paths, name: 1, shape: 1}
	return &t.reading
}

// finish ends reading the members of the object between two tokens.
func (m *members) finish(r *reader, from, to uint32) {
	m.of, m.path, m.shape = from, nil, 0
	if r.n <= most && to-from <= farthest {
		m.path, m.shape = r.at, scramble(scramble(r.shape^r.kinds)^r.at.hash)|1
	}
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
	if m.own { // of equal keys the first comes first
		for h := nameHash(key); m.slots[h%slots] != 0; h++ {
			if i := m.of + uint32(m.values[m.slots[h%slots]-1]); t.called(i-2, key) {
				return i, true
			}
		}
		return 0, false
	}
	if m.path == nil {
		v := Value{t, m.of}.Find(key)
		return v.i, v.t != nil
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
