package adentro

import "slices"

// A numbering gives every account its index: ids by number, then names bytewise,
// which is the order of Key.Compare. Ids are met in parts by their hash, so that
// the set of one part fits into a processor's own cache while many are looked up.
type numbering struct {
	met    [idParts]idSet
	rank   [idParts][]int32 // of each ordinal of met
	ids    []uint64
	names  []string
	nameAt map[string]int32
}

const idParts = 256

// idPart tells the part of an id by the highest bits of its hash; idSet takes the lowest.
func idPart(id uint64) uint8 { return uint8(hashID(id) >> 56) }

// rankIDs settles the indexes of ids, once all have been met.
func (n *numbering) rankIDs() {
	total := 0
	for p := range n.met {
		total += len(n.met[p].ids)
	}
	order := make([]idPlace, 0, total)
	for p := range n.met {
		for _, id := range n.met[p].ids {
			order = append(order, idPlace{id, int32(len(order))})
		}
	}
	rank := make([]int32, total)
	n.ids = make([]uint64, total)
	for i, p := range sortIDs(order) {
		rank[p.place], n.ids[i] = int32(i), p.id
	}
	for p := range n.met {
		k := len(n.met[p].ids)
		n.rank[p], rank = rank[:k], rank[k:]
	}
}

// rankNames settles the indexes of names, which it keeps.
func (n *numbering) rankNames(names []string) {
	slices.Sort(names)
	n.names = slices.Compact(names)
	n.nameAt = make(map[string]int32, len(n.names))
	for i, s := range n.names {
		n.nameAt[s] = int32(len(n.ids) + i)
	}
}

// of returns the index of an account that is known to exist, -1 of the zero Key.
func (n *numbering) of(k Key) int32 {
	switch {
	case k.ID != 0:
		p := idPart(k.ID)
		return n.rank[p][n.met[p].find(k.ID)]
	case k.Name != "":
		return n.nameAt[k.Name]
	}
	return -1
}

// find returns the index of the account with key k, -1 if nothing was numbered for it.
func (n *numbering) find(k Key) int32 {
	if k.ID == 0 {
		if u, ok := n.nameAt[k.Name]; ok {
			return u
		}
		return -1
	}
	p := idPart(k.ID)
	if i := n.met[p].find(k.ID); i >= 0 {
		return n.rank[p][i]
	}
	return -1
}

func (n *numbering) len() int { return len(n.ids) + len(n.names) }

// key returns the key of account u.
func (n *numbering) key(u int) Key {
	if u < len(n.ids) {
		return Key{ID: n.ids[u]}
	}
	return Key{Name: n.names[u-len(n.ids)]}
}
