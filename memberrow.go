package adentro

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
)

// workersFor returns how many workers numbering so many members pays for.
func workersFor(members int) int { return min(runtime.GOMAXPROCS(0), 1+members>>20, 8) }

// Members are numbered in rounds of so many stretches of so many members, which bounds
// what their ids take while they lie sorted by part: 8 bytes each.
const (
	stretchSize    = 1 << 18
	stretchesRound = 16
)

// numberMembers meets the ids of the members of all pages, ranks what was met and
// returns the index of each member that has an id. A look-up of each id by itself in one
// large set would wait for memory each time: so workers first sort the ids of each stretch of
// members by part, then each meets all ids of a part, then they are put back.
func (n *numbering) numberMembers(pages []Page, workers, stretchSize int) [][]int32 {
	row, members := makeMemberRow(pages)
	total := len(row.index)
	stretches := make([]stretch, min(stretchesRound, (total+stretchSize-1)/stretchSize))
	for from := 0; from < total; {
		round := stretches[:0]
		for ; from < total && len(round) < len(stretches); from += stretchSize {
			round = round[:len(round)+1]
			s := &round[len(round)-1]
			s.from, s.to = from, min(from+stretchSize, total)
		}
		inParallel(workers, len(round), func(i int) { round[i].part(row) })
		inParallel(workers, idParts, func(p int) {
			for i := range round {
				for k, id := range round[i].ofPart(p) {
					round[i].ofPart(p)[k] = uint64(n.met[p].add(id))
				}
			}
		})
		inParallel(workers, len(round), func(i int) { round[i].putBack(row) })
	}
	n.rankIDs()
	inParallel(workers, (total+stretchSize-1)/stretchSize, func(i int) {
		row.each(i*stretchSize, min((i+1)*stretchSize, total), func(ids []uint64, index []int32) {
			for k, id := range ids {
				if id != 0 {
					index[k] = n.rank[idPart(id)][index[k]]
				}
			}
		})
	})
	return members
}

// A memberRow are the members of all pages, one after another.
type memberRow struct {
	pages []Page
	first []int   // where each page begins
	index []int32 // of each member
}

// makeMemberRow also returns the part of index that belongs to each page.
func makeMemberRow(pages []Page) (*memberRow, [][]int32) {
	r := &memberRow{pages: pages, first: make([]int, len(pages))}
	total := 0
	for i := range pages {
		r.first[i] = total
		total += pages[i].Members.Len()
	}
	r.index = make([]int32, total)
	of := make([][]int32, len(pages))
	for i, from := range r.first {
		to := from + pages[i].Members.Len()
		of[i] = r.index[from:to:to]
	}
	return r, of
}

// each calls do with the ids and the indexes of the members of [from,to), page by page.
func (r *memberRow) each(from, to int, do func(ids []uint64, index []int32)) {
	for i := sort.SearchInts(r.first, from+1) - 1; from < to; i++ {
		ids := r.pages[i].Members.ids[from-r.first[i]:]
		ids = ids[:min(len(ids), to-from)]
		do(ids, r.index[from:from+len(ids)])
		from += len(ids)
	}
}

// A stretch holds the ids of the members of [from,to), by part, those of one part in order.
type stretch struct {
	from, to int
	ids      []uint64
	end      [idParts]int32 // of each part in ids
}

// part sorts the ids of the members by part.
func (s *stretch) part(row *memberRow) {
	var at [idParts]int32
	row.each(s.from, s.to, func(ids []uint64, _ []int32) {
		for _, id := range ids {
			if id != 0 {
				at[idPart(id)]++
			}
		}
	})
	sum := int32(0)
	for p, n := range at {
		at[p], sum = sum, sum+n
	}
	if cap(s.ids) < int(sum) {
		s.ids = make([]uint64, s.to-s.from)
	}
	s.ids = s.ids[:sum]
	row.each(s.from, s.to, func(ids []uint64, _ []int32) {
		for _, id := range ids {
			if id != 0 {
				p := idPart(id)
				s.ids[at[p]] = id
				at[p]++
			}
		}
	})
	s.end = at
}

// ofPart returns the ids of one part.
func (s *stretch) ofPart(p int) []uint64 {
	if p == 0 {
		return s.ids[:s.end[0]]
	}
	return s.ids[s.end[p-1]:s.end[p]]
}

// putBack gives each member what has come into the place of its id.
func (s *stretch) putBack(row *memberRow) {
	var at [idParts]int32
	copy(at[1:], s.end[:])
	row.each(s.from, s.to, func(ids []uint64, index []int32) {
		for k, id := range ids {
			if id != 0 {
				p := idPart(id)
				index[k] = int32(s.ids[at[p]])
				at[p]++
			}
		}
	})
}

// inParallel calls do(i) for every i in [0,n) on at most so many goroutines.
func inParallel(workers, n int, do func(i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
