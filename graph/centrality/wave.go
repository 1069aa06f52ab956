package centrality

import (
	"context"
	"math/bits"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// waveSources is the number of sources that a wave spreads from: one bit each of a cache line.
const waveSources = 512

type bitRow [waveSources / 64]uint64

// A wave finds the distances from up to 512 sources at once, level by level,
// and hands on how many of them reach each node at each (Then et al. 2014,
// doi:10.14778/2735496.2735507).
type wave struct {
	g     *graph.Graph
	seen  []bitRow // by node: the sources that have reached it; all others' bits are 1 from the start
	next  []bitRow // those that reach it at the level that is being filled
	found []bool   // next is not 0
	level []int32  // the nodes reached at the last level
	fresh []int32  // and at the one being filled
	open  int      // edges to nodes that some source has not reached
}

func newWave(g *graph.Graph) *wave {
	n := g.N()
	return &wave{g: g, seen: make([]bitRow, n), next: make([]bitRow, n), found: make([]bool, n)}
}

// from calls reach for every node and distance > 0, with the number of the sources
// that are so far from the node.
func (w *wave) from(ctx context.Context, sources []int32, reach func(v int32, dist, count int)) error {
	var none bitRow
	for i := len(sources); i < waveSources; i++ {
		none[i/64] |= 1 << (i % 64)
	}
	for v := range w.seen {
		w.seen[v] = none
	}
	for i, v := range sources {
		w.seen[v][i/64] |= 1 << (i % 64)
	}
	w.open = w.g.M()
	w.level = append(w.level[:0], sources...)
	for dist := 1; len(w.level) > 0; dist++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		push := 0
		for _, u := range w.level {
			push += len(w.g.Out(u))
		}
		w.fresh = w.fresh[:0]
		if pullPays(w.g.N(), w.open, push) {
			w.pull()
		} else {
			w.push()
		}
		for _, v := range w.fresh {
			reach(v, dist, w.settle(v))
		}
		w.level, w.fresh = w.fresh, w.level
	}
	return nil
}

// push tells the neighbours of the last level's nodes who has reached those. A
// source that did so before has reached the neighbours too.
func (w *wave) push() {
	for _, u := range w.level {
		from := &w.seen[u]
		for _, v := range w.g.Out(u) {
			seen := &w.seen[v]
			var fresh uint64
			for i, x := range from {
				fresh |= x &^ seen[i]
			}
			if fresh == 0 {
				continue
			}
			if !w.found[v] {
				w.found[v] = true
				w.fresh = append(w.fresh, v)
			}
			next := &w.next[v]
			for i, x := range from {
				next[i] |= x
			}
		}
	}
}

// pull does the same from the other end.
func (w *wave) pull() {
	for v := range w.seen {
		in := w.g.In(int32(v))
		if len(in) == 0 || w.seen[v].full() {
			continue
		}
		next := w.union(in)
		fresh := uint64(0)
		for i, x := range w.seen[v] {
			fresh |= next[i] &^ x
		}
		if fresh != 0 {
			w.next[v] = next
			w.found[v] = true
			w.fresh = append(w.fresh, int32(v))
		}
	}
}

// union is written out because the compiler does not unroll loops.
func (w *wave) union(nodes []int32) bitRow {
	var x0, x1, x2, x3, x4, x5, x6, x7 uint64
	for _, u := range nodes {
		s := &w.seen[u]
		x0 |= s[0]
		x1 |= s[1]
		x2 |= s[2]
		x3 |= s[3]
		x4 |= s[4]
		x5 |= s[5]
		x6 |= s[6]
		x7 |= s[7]
	}
	return bitRow{x0, x1, x2, x3, x4, x5, x6, x7}
}

// settle notes that the sources in next have reached v, and returns how many are new.
func (w *wave) settle(v int32) (count int) {
	seen, next := &w.seen[v], &w.next[v]
	for i, x := range next {
		count += bits.OnesCount64(x &^ seen[i])
		seen[i] |= x
	}
	*next = bitRow{}
	w.found[v] = false
	if seen.full() {
		w.open -= len(w.g.In(v))
	}
	return count
}

func (r *bitRow) full() bool {
	return r[0]&r[1]&r[2]&r[3]&r[4]&r[5]&r[6]&r[7] == ^uint64(0)
}
