package ingest

import (
	"context"
	"math"
	"sync"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// mostKept is how much memory the edges of the first pass may take, so that the text need not be read
// again: a network of that size is loaded in half the time, and larger ones need no more memory for it.
const mostKept = 64 << 20

// keptEdges are the edges of a piece: between the ids as they were read, and then between nodes.
type keptEdges struct {
	left, right []int32
	weights     []float64 // nil if they are not read
}

// A keptRoom is the memory of the edges that are kept. Those of all pieces lie side by side, as far as there are as many as expected.
type keptRoom struct {
	mu          sync.Mutex
	expected    int     // edges
	left, right []int32 // of so many
	given       int     // of them
	apart       bool    // others lie elsewhere
	bytes       int64
	full        bool
}

// expect says how many edges there will be, about.
func (r *keptRoom) expect(edges int64) { r.expected = int(min(edges, mostKept/8)) }

// take returns memory for so many edges, nil if there is none.
func (r *keptRoom) take(edges int, weighted bool) *keptEdges {
	size := 8 * int64(edges)
	if weighted {
		size *= 2
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.full = r.full || r.bytes+size > mostKept; r.full {
		return nil
	}
	r.bytes += size
	k := &keptEdges{}
	if r.left == nil {
		both := make([]int32, 2*r.expected) // at once, so that the garbage is collected once
		r.left, r.right = both[:r.expected:r.expected], both[r.expected:]
	}
	if lo, hi := r.given, r.given+edges; hi <= len(r.left) {
		r.given = hi
		k.left, k.right = r.left[lo:lo:hi], r.right[lo:lo:hi]
	} else {
		r.apart = true
		k.left, k.right = make([]int32, 0, edges), make([]int32, 0, edges)
	}
	if weighted {
		k.weights = make([]float64, 0, edges)
	}
	return k
}

// close says that nothing more is to be kept.
func (r *keptRoom) close() {
	r.mu.Lock()
	r.full = true
	r.mu.Unlock()
}

// add keeps the edges of a block; false if an id is too large.
func (k *keptEdges) add(s *edgeScan) bool {
	var ok, and bool
	k.left, ok = appendNarrow(k.left, s.left)
	k.right, and = appendNarrow(k.right, s.right)
	k.weights = append(k.weights, s.weights...)
	return ok && and
}

// appendNarrow appends ids in 32 bits; false if one is too large.
func appendNarrow(to []int32, ids []uint64) ([]int32, bool) {
	all := uint64(0)
	for _, id := range ids {
		to = append(to, int32(id))
		all |= id
	}
	return to, all <= math.MaxInt32
}

// settle makes edges between nodes of those that are kept.
func (l *EdgeList) settle(ctx context.Context, counts []edgeCount) error {
	if l.layout.words || l.numbers.same() {
		return nil
	}
	return par.For(ctx, l.opt.Workers, len(counts), func(i int) error {
		if k := counts[i].kept; k != nil {
			l.numbers.settle(k.left)
			l.numbers.settle(k.right)
		}
		return nil
	})
}

// TakeEnds hands over the memory of the edges that the parts hand out: edge i runs from from[i] to to[i]. Their order
// depends on the workers, and there are no parts any more then. It is ok if all edges lie in memory side by side, as
// those of a text that ReadEdgeList reads once do, unless a row between them is none; and if they are
// neither weighted nor undirected. Else the parts are what there is. O(1).
func (l *EdgeList) TakeEnds() (from, to []int32, ok bool) {
	from, to = l.from, l.to
	if ok = from != nil; ok {
		l.from, l.to, l.Parts = nil, nil, nil
		l.meter.add(int(l.meter.total / 2))
	}
	return from, to, ok
}
