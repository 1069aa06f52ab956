package adentro

import (
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// An idSet numbers ids in the order in which they are added: an open-addressing
// table of ordinals. 16 bytes an id. The zero idSet is empty.
type idSet struct {
	ids   []uint64
	table []uint32 // ordinal+1; 0 is free
	shift uint
}

// idSalt keeps a dump from being written so that its ids collide. No result depends on it.
var idSalt, idFactor = rand.Uint64(), rand.Uint64() | 1

func (x *idSet) slot(id uint64) uint { return uint((id ^ idSalt) * idFactor >> x.shift) }

// add returns the ordinal of id, which it adds if need be.
func (x *idSet) add(id uint64) int32 {
	if 2*len(x.ids) >= len(x.table) {
		x.grow(2 * len(x.table))
	}
	mask := uint(len(x.table) - 1)
	for i := x.slot(id); ; i = (i + 1) & mask {
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
	mask := uint(len(x.table) - 1)
	for i := x.slot(id); ; i = (i + 1) & mask {
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
	x.table, x.shift = make([]uint32, n), uint(64-bits.TrailingZeros(uint(n)))
	mask := uint(n - 1)
	for k, id := range x.ids {
		i := x.slot(id)
		for x.table[i] != 0 {
			i = (i + 1) & mask
		}
		x.table[i] = uint32(k + 1)
	}
}

// A numbering gives every account its index: ids by number, then names bytewise,
// which is the order of Key.Compare.
type numbering struct {
	met    idSet
	rank   []int32 // of each ordinal of met
	ids    []uint64
	names  []string
	nameAt map[string]int32
}

// addKey meets the id of k, if it has one.
func (n *numbering) addKey(k Key) {
	if k.ID != 0 {
		n.met.add(k.ID)
	}
}

// rankIDs settles the indexes of ids, once all have been met.
func (n *numbering) rankIDs() {
	order := make([]idPlace, len(n.met.ids))
	for i, id := range n.met.ids {
		order[i] = idPlace{id, int32(i)}
	}
	order = sortIDs(order)
	n.rank, n.ids = make([]int32, len(order)), make([]uint64, len(order))
	for i, p := range order {
		n.rank[p.place], n.ids[i] = int32(i), p.id
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
		return n.rank[n.met.find(k.ID)]
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
	if i := n.met.find(k.ID); i >= 0 {
		return n.rank[i]
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

// workersFor returns how many workers numbering so many members pays for.
func workersFor(members int) int { return min(runtime.GOMAXPROCS(0), 1+members>>20, 8) }

// numberMembers meets the ids of the members of all pages, ranks what was met and
// returns the index of each member that has an id. Each worker meets the ids of its
// pages alone; which are its pages does not show, since ids are ranked all together.
func (n *numbering) numberMembers(pages []Page, workers int) [][]int32 {
	members := make([][]int32, len(pages))
	met := make([]idSet, workers)
	by := make([]uint8, len(pages)) // the worker of each page
	inParallel(workers, len(pages), func(w, i int) {
		ids := pages[i].Members.ids
		m := make([]int32, len(ids))
		for k, id := range ids {
			if id != 0 {
				m[k] = met[w].add(id)
			}
		}
		members[i], by[i] = m, uint8(w)
	})
	for w := range met {
		for _, id := range met[w].ids {
			n.met.add(id)
		}
	}
	n.rankIDs()
	ranks := make([][]int32, workers)
	inParallel(workers, workers, func(_, w int) {
		ranks[w] = make([]int32, len(met[w].ids))
		for i, id := range met[w].ids {
			ranks[w][i] = n.rank[n.met.find(id)]
		}
	})
	inParallel(workers, len(pages), func(_, i int) {
		rank, m := ranks[by[i]], members[i]
		for k, id := range pages[i].Members.ids {
			if id != 0 {
				m[k] = rank[m[k]]
			}
		}
	})
	return members
}

// inParallel calls do(w, i) for every i in [0,n) on at most so many goroutines, w
// being which.
func inParallel(workers, n int, do func(w, i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(w, i)
			}
		})
	}
	wg.Wait()
}

// An idPlace is an id with the place of what it belongs to.
type idPlace struct {
	id    uint64
	place int32
}

// sortIDs sorts by id, stably, by 11 bits at a time. It returns xs or an array of
// the same size.
func sortIDs(xs []idPlace) []idPlace {
	const width, size = 11, 1 << 11
	if len(xs) < size {
		slices.SortStableFunc(xs, func(a, b idPlace) int {
			switch {
			case a.id < b.id:
				return -1
			case a.id > b.id:
				return 1
			}
			return 0
		})
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
