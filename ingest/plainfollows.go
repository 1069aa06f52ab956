package ingest

import (
	"cmp"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// Tables of follows have millions of rows, and nearly all of them are two ids and a line end.
// Those are read here, some 30 ns a row; what is not so plain goes the way of all rows.

// An idEdge says that from follows to, by a row at off.
type idEdge struct {
	from, to uint64
	off      int64
}

// plain reads the rows in memory that are two ids without quotes, up to the first that is not, or
// that may be the last of its piece. It returns their number.
func (t *followTable) plain(w *window, sep byte) int64 {
	b := w.rest()
	i, before := 0, len(t.edges)
	fromFirst := t.h.at[t.from] < t.h.at[t.to]
	rounded := t.h.rounded[t.h.at[t.from]] || t.h.rounded[t.h.at[t.to]]
	for {
		left, j := leadingID(b, i)
		if left == 0 || j == len(b) || b[j] != sep {
			break
		}
		right, j := leadingID(b, j+1)
		if j < len(b) && b[j] == '\r' {
			j++
		}
		if right == 0 || j+1 >= len(b) || b[j] != '\n' || rounded && max(left, right) >= 1e15 {
			break
		}
		if t.edges == nil {
			t.edges = make([]idEdge, 0, len(b)/(j+1-i)+len(b)/(16*(j+1-i))+1)
		}
		if !fromFirst {
			left, right = right, left
		}
		t.edges = append(t.edges, idEdge{left, right, w.off + int64(i)})
		i = j + 1
	}
	if i == 0 {
		return 0
	}
	w.skip(i)
	n := int64(len(t.edges) - before)
	t.d.src.Records.Seen += n
	t.d.src.Records.Accepted += n
	return n
}

// leadingID reads the digits at byte i of b as an id, and returns it and where they end; 0 if they
// are none.
func leadingID(b []byte, i int) (uint64, int) {
	var n uint64
	from := i
	for i < len(b) && b[i]-'0' <= 9 {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	if i-from > 19 || n > adentro.MaxID || i > from && b[from] == '0' {
		return 0, i
	}
	return n, i
}

// finish makes lists of the edges between ids, or of all rows if others were follows too.
func (t *followTable) finish() {
	if len(t.pairs) > 0 || len(t.edges) == 0 {
		for _, e := range t.edges {
			t.add(adentro.IDKey(e.from), adentro.IDKey(e.to), e.off)
		}
		slices.SortFunc(t.pairs, func(a, b pair) int { return cmp.Compare(a.off, b.off) })
		t.edges = nil
		t.follows.finish()
		return
	}
	kind := t.d.learned.Follows
	if kind == adentro.ListUnknown {
		from, to := map[uint64]bool{}, map[uint64]bool{}
		for _, e := range t.edges {
			from[e.from], to[e.to] = true, true
		}
		kind = t.learn(len(from), len(to))
	}
	t.plainLists(kind)
	t.edges = nil
}

// plainLists makes a list for each owner, in the order in which they are met. The members of all lie in
// two arrays: rows of many owners would else be many small allocations.
func (t *followTable) plainLists(kind adentro.ListKind) {
	first := len(t.d.obs.Pages)
	of := make([]int32, len(t.edges)) // list of each edge
	var sizes []int32
	lists := map[uint64]int32{}
	var owner uint64
	at := int32(-1) // list of owner: tables are often in its order
	for i, e := range t.edges {
		x := e.to
		if kind == adentro.Following {
			x = e.from
		}
		if x != owner || at < 0 {
			known := false
			if at, known = lists[x]; !known {
				at = int32(len(sizes))
				lists[x] = at
				sizes = append(sizes, 0)
				page := t.d.newPage(listing{adentro.IDKey(x), kind, adentro.Stated, "content"}, e.off)
				t.d.obs.Pages[page].Bare = true
			}
			owner = x
		}
		of[i] = at
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
	for i, e := range t.edges {
		x := e.from
		if kind == adentro.Following {
			x = e.to
		}
		k := end[of[i]]
		ids[k], offsets[k] = x, uint32(e.off-pages[of[i]].Origin.Offset)
		end[of[i]]++
	}
	for i := range pages {
		from, to := end[i]-sizes[i], end[i]
		pages[i].Members = adentro.MakeMembers(ids[from:to:to], offsets[from:to:to], pages[i].Origin.Offset, nil)
	}
}
