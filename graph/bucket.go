package graph

import (
	"fmt"
	"math"
	"slices"
)

// A scratch is the memory of one worker: the edges of a part, or of a bucket.
type scratch[E entry] struct {
	keys []int32 // of the edges of a part, those by which they are dealt
	columns

	width  uint
	edges  []E // of a bucket; their weights are those of columns
	spare  []E
	spareW []float64
	next   []int64
}

// walk fills the scratch with the edges of a part.
func (s *scratch[E]) walk(b *builder[E], p Part) error {
	most := min(p.Edges, 2*PartEdges) // a part may name more than it has
	s.keys, s.nodes, s.weights = slices.Grow(s.keys[:0], most), slices.Grow(s.nodes[:0], most), s.weights[:0]
	var bad error
	err := p.Walk(func(from, to []int32, weights []float64) {
		if bad == nil {
			bad = b.check(from, to, weights)
		}
		if bad == nil && len(s.keys)+len(to) > p.Edges {
			bad = fmt.Errorf("a part has more than the %d edges that it names", p.Edges)
		}
		if bad != nil {
			return
		}
		s.keys, s.nodes = append(s.keys, from...), append(s.nodes, to...)
		switch {
		case !b.weighted:
		case weights != nil:
			s.weights = append(s.weights, weights...)
		default:
			for range to {
				s.weights = append(s.weights, 1)
			}
		}
	})
	if err != nil {
		return err
	}
	return bad
}

// check returns an error if one of the edges cannot be in the graph.
func (b *builder[E]) check(from, to []int32, weights []float64) error {
	if len(from) != len(to) || b.weighted && weights != nil && len(weights) != len(to) {
		return fmt.Errorf("a block has %d sources, %d targets and %d weights", len(from), len(to), len(weights))
	}
	for i, u := range from {
		v := to[i]
		if uint32(u) >= uint32(b.n) || uint32(v) >= uint32(b.n) {
			return fmt.Errorf("edge from %d to %d: not in a graph of %d nodes", u, v, b.n)
		}
	}
	if !b.weighted {
		return nil
	}
	for i, w := range weights {
		if !(w >= 0 && w <= math.MaxFloat64) {
			return fmt.Errorf("edge from %d to %d: weight %v", from[i], to[i], w)
		}
	}
	return nil
}

// take fills the scratch with the edges of bucket k, which are so many.
func (s *scratch[E]) take(at [][]int64, d dealt[E], k, edges int) {
	s.edges = slices.Grow(s.edges[:0], edges)
	s.weights = s.weights[:0]
	for _, a := range at {
		s.edges = append(s.edges, d.edges[a[k]:a[k+1]]...)
		if d.weights != nil {
			s.weights = append(s.weights, d.weights[a[k]:a[k+1]]...)
		}
	}
}

// mostDigits are the bits of a digit, at most: as many counts as do not push the edges out of a cache.
const mostDigits = 10

// sortByNode sorts the edges by their other end, digit by digit from the lowest. Equal ones keep their order.
func (s *scratch[E]) sortByNode() {
	n := len(s.edges)
	s.spare = slices.Grow(s.spare[:0], n)[:n]
	if len(s.weights) > 0 {
		s.spareW = slices.Grow(s.spareW[:0], n)[:n]
	}
	passes := (s.width + mostDigits - 1) / mostDigits
	size := (s.width + passes - 1) / passes // bits of a digit
	for pass := range passes {
		s.digit(pass*size, E(1)<<size-1)
		s.edges, s.spare = s.spare, s.edges
		s.weights, s.spareW = s.spareW, s.weights
	}
}

// digit puts the edges in the order of some bits into the spare memory.
func (s *scratch[E]) digit(shift uint, mask E) {
	var next [1 << mostDigits]int64
	shift, mask = shift&31, mask&(1<<mostDigits-1)
	for _, e := range s.edges {
		next[e>>shift&mask]++
	}
	place := int64(0)
	for i, c := range next[:mask+1] {
		next[i] = place
		place += c
	}
	into := s.spare
	if len(s.weights) > 0 {
		for i, e := range s.edges {
			k := e >> shift & mask
			to := next[k]
			next[k] = to + 1
			into[to], s.spareW[to] = e, s.weights[i]
		}
		return
	}
	for _, e := range s.edges {
		k := e >> shift & mask
		to := next[k]
		next[k] = to + 1
		into[to] = e
	}
}

// settle makes the rows [lo,hi) of a bucket, which begin at place first.
func (s *scratch[E]) settle(r rows, lo, hi int, first int64) {
	counts, width, low := r.at[lo:hi], s.width&31, E(1)<<(s.width&31)-1
	for _, e := range s.edges {
		counts[e>>width]++
	}
	s.next = s.next[:0]
	for i, c := range counts {
		counts[i] = first
		s.next = append(s.next, first)
		first += c
	}
	next, nodes := s.next, r.nodes
	if r.weights != nil {
		for i, e := range s.edges {
			to := next[e>>width]
			next[e>>width]++
			nodes[to], r.weights[to] = int32(e&low), s.weights[i]
		}
		return
	}
	for _, e := range s.edges {
		v := e >> width
		to := next[v]
		next[v] = to + 1
		nodes[to] = int32(e & low)
	}
}
