package ingest

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
)

// Tables of follows have millions of rows, and nearly all of them are two ids and a line end.
// Those are read here, some 20 ns a row; what is not so plain goes the way of all rows.

// An idEdge says that from follows to, by a row at off.
type idEdge struct {
	from, to uint64
	off      int64
}

// edgeRooms are slices that other pieces have done with: three times as large as what is made of them.
var edgeRooms sync.Pool // *[]idEdge

// takeEdges returns an empty slice, with room for so many edges if none was left over.
func takeEdges(n int) []idEdge {
	if left, ok := edgeRooms.Get().(*[]idEdge); ok {
		return *left
	}
	return make([]idEdge, 0, n)
}

// leaveEdges ends the use of the edges.
func (t *followTable) leaveEdges() {
	left := t.edges[:0]
	edgeRooms.Put(&left)
	t.edges = nil
}

// plain reads the rows in memory that are two ids without quotes, up to the first that is not, or
// that may be the last of its piece. It returns their number.
func (t *followTable) plain(w *window, sep byte) int64 {
	b := w.rest()
	i, before := 0, len(t.edges)
	fromFirst := t.h.at[t.from] < t.h.at[t.to]
	rounded := t.h.rounded[t.h.at[t.from]] || t.h.rounded[t.h.at[t.to]]
	// Tables are often in the order of one side: most second ids are written as the one before, up to the line's end.
	var right uint64
	var written []byte
	for {
		left, n := leadingID(b[i:])
		j := i + n
		if n == 0 || j == len(b) || b[j] != sep {
			break
		}
		if j++; len(written) == 0 || !bytes.HasPrefix(b[j:], written) {
			if right, n = leadingID(b[j:]); n == 0 {
				break
			}
			end := j + n
			if end < len(b) && b[end] == '\r' {
				end++
			}
			if end == len(b) || b[end] != '\n' {
				break
			}
			written = b[j : end+1]
		}
		if j += len(written) - 1; j+1 >= len(b) || rounded && max(left, right) >= 1e15 {
			break
		}
		if t.edges == nil {
			t.edges = takeEdges(len(b)/(j+1-i) + len(b)/(16*(j+1-i)) + 1)
		}
		e := idEdge{left, right, w.off + int64(i)}
		if !fromFirst {
			e.from, e.to = right, left
		}
		t.edges = append(t.edges, e)
		i = j + 1
	}
	if i == 0 {
		return 0
	}
	n := int64(len(t.edges) - before)
	w.skipLines(i, int(n))
	t.d.src.Records.Seen += n
	t.d.src.Records.Accepted += n
	return n
}

// finish makes lists of the edges between ids, or of all rows if others were follows too.
func (t *followTable) finish() {
	if len(t.pairs) > 0 || len(t.edges) == 0 {
		for _, e := range t.edges {
			t.add(adentro.IDKey(e.from), adentro.IDKey(e.to), e.off)
		}
		slices.SortFunc(t.pairs, func(a, b pair) int { return cmp.Compare(a.off, b.off) })
		t.leaveEdges()
		t.follows.finish()
		return
	}
	kind := t.d.learned.Follows
	if kind == adentro.ListUnknown {
		kind = t.learn(t.sides())
	}
	t.plainLists(kind)
	t.leaveEdges()
}

// sides counts the accounts that follow and those that are followed. The side in whose order
// the edges are has few; of the other no more are counted than tells which has more.
func (t *followTable) sides() (from, to int) {
	follower, followed := func(e *idEdge) uint64 { return e.from }, func(e *idEdge) uint64 { return e.to }
	turns := 0
	for i := 1; i < len(t.edges); i++ {
		a, b := &t.edges[i-1], &t.edges[i]
		if a.from != b.from {
			turns++
		}
		if a.to != b.to {
			turns--
		}
	}
	if turns > 0 {
		to = t.distinct(followed, len(t.edges))
		return t.distinct(follower, to+1), to
	}
	from = t.distinct(follower, len(t.edges))
	return from, t.distinct(followed, from+1)
}

// distinct counts the accounts of one side, up to enough.
func (t *followTable) distinct(side func(e *idEdge) uint64, enough int) int {
	met := map[uint64]struct{}{}
	last := uint64(0) // no account
	for i := range t.edges {
		if id := side(&t.edges[i]); id != last {
			last = id
			if met[id] = struct{}{}; len(met) == enough {
				break
			}
		}
	}
	return len(met)
}

// plainLists makes a list for each owner, in the order in which they are met. The members of all lie in
// two arrays: rows of many owners would else be many small allocations. In the edges the number of its list
// takes the place of each owner.
func (t *followTable) plainLists(kind adentro.ListKind) {
	first := len(t.d.obs.Pages)
	if kind == adentro.Following {
		for i := range t.edges {
			e := &t.edges[i]
			e.from, e.to = e.to, e.from
		}
	}
	var sizes []int32
	lists := map[uint64]int32{}
	var owner uint64
	at := int32(-1) // list of owner: tables are often in its order
	for i := range t.edges {
		e := &t.edges[i]
		if e.to != owner || at < 0 {
			owner = e.to
			known := false
			if at, known = lists[owner]; !known {
				at = int32(len(sizes))
				lists[owner] = at
				sizes = append(sizes, 0)
				page := t.d.newPage(listing{adentro.IDKey(owner), kind, adentro.Stated, "content"}, e.off)
				t.d.obs.Pages[page].Bare = true
			}
		}
		e.to = uint64(at)
		sizes[at]++
	}
	end := make([]int32, len(sizes)) // of what each list has so far
	n := int32(0)
	for i, size := range sizes {
		end[i] = n
		n += size
	}
	ids, offsets := make([]uint64, n), make([]uint32, n)
	pages := t.d.obs.Pages[first:]
	for _, e := range t.edges {
		k := end[e.to]
		ids[k], offsets[k] = e.from, uint32(e.off-pages[e.to].Origin.Offset)
		end[e.to]++
	}
	for i := range pages {
		from, to := end[i]-sizes[i], end[i]
		pages[i].Members = adentro.MakeMembers(ids[from:to:to], offsets[from:to:to], pages[i].Origin.Offset, nil)
	}
}
