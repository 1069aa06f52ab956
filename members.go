package adentro

import "iter"

// Members are the entries of a page in its order. A million of them are common,
// so that they are kept in 12 bytes each where they are ids. The zero Members are empty.
type Members struct {
	ids   []uint64      // 0: the name is in names
	offs  []uint32      // from base
	names map[int32]Key // keys that are no ids, by position
	base  int64
}

// MakeMembers returns members of platform ids at offsets from base. It keeps both slices,
// which must be equally long. names gives the keys of the positions whose id is 0.
func MakeMembers(ids []uint64, offsets []uint32, base int64, names map[int32]Key) Members {
	return Members{ids, offsets, names, base}
}

// Len returns the number of members.
func (m *Members) Len() int { return len(m.ids) }

// Append adds a member. The offsets of a page must lie within 4 GiB from its first.
func (m *Members) Append(k Key, offset int64) {
	if len(m.ids) == 0 {
		m.base = offset
	}
	if k.ID == 0 {
		if m.names == nil {
			m.names = map[int32]Key{}
		}
		m.names[int32(len(m.ids))] = k
	}
	m.ids = append(m.ids, k.ID)
	m.offs = append(m.offs, uint32(offset-m.base))
}

// Key returns the key of member i.
func (m *Members) Key(i int) Key {
	if id := m.ids[i]; id != 0 {
		return Key{ID: id}
	}
	return m.names[int32(i)]
}

// Offset returns the place of member i's record in the page's source.
func (m *Members) Offset(i int) int64 { return m.base + int64(m.offs[i]) }

// At returns member i.
func (m *Members) At(i int) Member { return Member{m.Key(i), m.Offset(i)} }

// All yields the members in order.
func (m *Members) All() iter.Seq2[int, Member] {
	return func(yield func(int, Member) bool) {
		for i := range m.ids {
			if !yield(i, m.At(i)) {
				return
			}
		}
	}
}

// IDs returns the ids of the members, 0 for those with another key, which Names
// holds. Both belong to the members.
func (m *Members) IDs() []uint64 { return m.ids }

// Offsets returns the offsets of the members from base, as MakeMembers takes them.
func (m *Members) Offsets() (offsets []uint32, base int64) { return m.offs, m.base }

// Names returns the keys of the members that are no ids, by position.
func (m *Members) Names() map[int32]Key { return m.names }

// Shift moves all offsets by n bytes.
func (m *Members) Shift(n int64) { m.base += n }
