package adentro

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// workersFor returns how many workers going through so many members pays for.
func workersFor(members int) int { return min(processors(), 1+members>>20) }

// processors returns how many there are, up to those that memory keeps busy.
func processors() int { return min(runtime.GOMAXPROCS(0), 8) }

// Ids are numbered in rounds of so many stretches of so many, which bounds what they take
// while they lie sorted by part: 8 bytes each.
const (
	stretchSize    = 1 << 18
	stretchesRound = 16
)

// number meets the ids of all rows, of which 0 is none, ranks them and returns the index of
// each. To look up one after another in one large set would wait for memory each time:
// so workers first sort the ids of each stretch by part, then each meets all ids of a part,
// then what was found is put back.
func (n *numbering) number(rows [][]uint64, workers, stretchSize int) [][]int32 {
	row, indexes := makeIDRow(rows)
	total := len(row.index)
	stretches := make([]stretch, min(stretchesRound, (total+stretchSize-1)/stretchSize))
	for from := 0; from < total; {
		round := stretches[:0]
		for ; from < total && len(round) < len(stretches); from += stretchSize {
			round = round[:len(round)+1]
			s := &round[len(round)-1]
			s.from, s.to = from, min(from+stretchSize, total)
		}
		inParallel(workers, len(round), func(_, i int) { round[i].part(row) })
		inParallel(workers, idParts, func(_, p int) {
			for i := range round {
				ids := round[i].ofPart(p)
				for k, id := range ids {
					ids[k] = uint64(n.met[p].add(id))
				}
			}
		})
		inParallel(workers, len(round), func(_, i int) { round[i].putBack(row) })
	}
	n.rankIDs()
	inParallel(workers, (total+stretchSize-1)/stretchSize, func(_, i int) {
		row.each(i*stretchSize, min((i+1)*stretchSize, total), func(ids []uint64, index []int32) {
			for k, id := range ids {
				if id != 0 {
					index[k] = n.rank[idPart(id)][index[k]]
				}
			}
		})
	})
	return indexes
}

// An idRow are rows of ids, one after another.
type idRow struct {
	rows  [][]uint64
	first []int   // where each row begins
	index []int32 // of each id
}

// makeIDRow also returns the part of index that belongs to each row.
func makeIDRow(rows [][]uint64) (*idRow, [][]int32) {
	r := &idRow{rows: rows, first: make([]int, len(rows))}
	total := 0
	for i := range rows {
		r.first[i] = total
		total += len(rows[i])
	}
	r.index = make([]int32, total)
	of := make([][]int32, len(rows))
	for i, from := range r.first {
		to := from + len(rows[i])
		of[i] = r.index[from:to:to]
	}
	return r, of
}

// each calls do with the ids of [from,to) and their indexes, row by row.
func (r *idRow) each(from, to int, do func(ids []uint64, index []int32)) {
	for i := sort.SearchInts(r.first, from+1) - 1; from < to; i++ {
		ids := r.rows[i][from-r.first[i]:]
		ids = ids[:min(len(ids), to-from)]
		do(ids, r.index[from:from+len(ids)])
		from += len(ids)
	}
}

// A stretch holds the ids of [from,to), by part, those of one part in order.
type stretch struct {
	from, to int
	ids      []uint64
	end      [idParts]int32 // of each part in ids
}

// part sorts the ids by part.
func (s *stretch) part(row *idRow) {
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

// putBack gives each id the index that has come into its place.
func (s *stretch) putBack(row *idRow) {
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

// batchSize is how many things a worker goes through at a time.
const batchSize = 1 << 14

// batches returns in how many batches n things are.
func batches(n int) int { return (n + batchSize - 1) / batchSize }

// inBatches calls do with each batch of n things, its number and bounds.
func inBatches(n int, do func(i, from, to int)) {
	inParallel(processors(), batches(n), func(_, i int) { do(i, i*batchSize, min((i+1)*batchSize, n)) })
}

// makeTouched returns n zeros that were written to at once on all processors: the collector of garbage often begins when a large
// slice is made, and reads what its goroutine holds first.
func makeTouched[T any](n int) []T {
	xs := make([]T, n)
	inBatches(n, func(_, from, to int) { fresh.Touch(xs[from:to]) })
	return xs
}

// together does all at once.
func together(do ...func()) { inParallel(processors(), len(do), func(_, i int) { do[i]() }) }
