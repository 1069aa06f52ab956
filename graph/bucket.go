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
	next   []int64 // where the next entry of each key goes
}

// walk counts the edges of a part by bucket, and then hands all of them to deal, once.
func (s *scratch[E]) walk(b *builder[E], p Part, counts []int64, deal func(keys []int32, c columns)) error {
	s.keys, s.nodes, s.weights = s.keys[:0], s.nodes[:0], s.weights[:0]
	seen, dealt := 0, false
	var bad error
	err := p.Walk(func(from, to []int32, weights []float64) {
		if bad == nil {
			bad = b.check(from, to, weights, counts)
		}
		if seen += len(to); bad == nil && seen > p.Edges {
			bad = fmt.Errorf("a part has more than the %d edges that it names", p.Edges)
		}
		if bad != nil || len(to) == 0 {
			return
		}
		switch {
		case !b.weighted:
			weights = nil
		case weights == nil:
			weights = ones(len(to))
		}
		if len(to) == p.Edges { // the slices need not outlive the block
			deal(from, columns{to, weights})
			dealt = true
			return
		}
		s.hold(p, from, to, weights)
	})
	switch {
	case err != nil:
		return err
	case bad == nil && !dealt:
		deal(s.keys, s.columns)
	}
	return bad
}

// hold keeps some edges of a part until there are all.
func (s *scratch[E]) hold(p Part, from, to []int32, weights []float64) {
	if len(s.keys) == 0 {
		most := min(p.Edges, 2*PartEdges) // a part may name more than it has
		s.keys, s.nodes = slices.Grow(s.keys, most), slices.Grow(s.nodes, most)
	}
	s.keys, s.nodes, s.weights = append(s.keys, from...), append(s.nodes, to...), append(s.weights, weights...)
}

func ones(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 1
	}
	return w
}

// check counts edges by bucket, or returns an error if one of them cannot be in the graph.
func (b *builder[E]) check(from, to []int32, weights []float64, counts []int64) error {
	if len(from) != len(to) || b.weighted && weights != nil && len(weights) != len(to) {
		return fmt.Errorf("a block has %d sources, %d targets and %d weights", len(from), len(to), len(weights))
	}
	n, shift := uint32(b.n), b.shift&31
	for i, u := range from {
		if v := to[i]; uint32(u) >= n || uint32(v) >= n {
			return fmt.Errorf("edge from %d to %d: not in a graph of %d nodes", u, v, n)
		}
		counts[u>>shift]++
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

// deal deals the edges of the rows [lo,hi) by their columns. Those of bucket k go from from[k] to to[k] in d: the
// edges are scattered in the scratch, and each bucket's then copied. It returns how many are links from a node to itself.
func (s *scratch[E]) deal(b *builder[E], r rows, lo, hi int32, d dealt[E], from, to []int64) (loops int) {
	n := int(r.at[hi] - r.at[lo])
	local := dealt[E]{edges: slices.Grow(s.edges[:0], n)[:n]}
	s.edges = local.edges
	if d.weights != nil {
		local.weights = slices.Grow(s.weights[:0], n)[:n]
		s.weights = local.weights
	}
	s.next = s.next[:0]
	for k := range from {
		s.next = append(s.next, to[k]-from[k])
	}
	spread(s.next)
	var ends columns
	ends.nodes, loops = s.sources(r, lo, hi)
	if d.weights != nil {
		ends.weights = r.weights[r.at[lo]:r.at[hi]]
	}
	local.add(r.nodes[r.at[lo]:r.at[hi]], ends, s.next, b.dealing)
	place := int64(0)
	for k, end := range s.next {
		copy(d.edges[from[k]:], local.edges[place:end])
		if d.weights != nil {
			copy(d.weights[from[k]:], local.weights[place:end])
		}
		place = end
	}
	return loops
}

// sources returns the node of each column of the rows [lo,hi), and how many are the columns themselves.
func (s *scratch[E]) sources(r rows, lo, hi int32) (nodes []int32, loops int) {
	n := int(r.at[hi] - r.at[lo])
	s.keys = slices.Grow(s.keys[:0], n)[:n]
	rest := s.keys
	for u := lo; u < hi; u++ {
		row := r.row(u)
		for i, v := range row {
			rest[i] = u
			if u == v {
				loops++
			}
		}
		rest = rest[len(row):]
	}
	return s.keys, loops
}

// spread turns counts into the places where the entries of each key begin.
func spread(counts []int64) {
	place := int64(0)
	for k, c := range counts {
		counts[k] = place
		place += c
	}
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
	for pass := uint(0); pass < passes; pass += 2 {
		s.digits(pass*size, size)
	}
}

// digits sorts the edges by two digits of so many bits. It counts both together: neighbours have the same
// high digit more often than not, and one count would wait for the other.
func (s *scratch[E]) digits(shift, size uint) {
	var next [2][1 << mostDigits]int64
	low, high := shift&31, (shift+size)&31
	mask := (E(1)<<(size&31) - 1) & (1<<mostDigits - 1)
	for _, e := range s.edges {
		next[0][e>>low&mask]++
		next[1][e>>high&mask]++
	}
	s.digit(&next[0], low, mask)
	if shift+size < s.width {
		s.digit(&next[1], high, mask)
	}
}

// digit puts the edges in the order of some bits, by the counts of each of their values.
func (s *scratch[E]) digit(next *[1 << mostDigits]int64, shift uint, mask E) {
	shift, mask = shift&31, mask&(1<<mostDigits-1)
	spread(next[:mask+1])
	into := s.spare
	if len(s.weights) > 0 {
		for i, e := range s.edges {
			k := e >> shift & mask
			to := next[k]
			next[k] = to + 1
			into[to], s.spareW[to] = e, s.weights[i]
		}
	} else {
		scatterDigit(s.edges, into, next, shift, mask)
	}
	s.edges, s.spare = s.spare, s.edges
	s.weights, s.spareW = s.spareW, s.weights
}

// settle makes the rows [lo,hi) of a bucket, which begin at place first. It scatters the edges where a cache
// holds all of them, and copies them from there.
func (s *scratch[E]) settle(r rows, lo, hi int, first int64) {
	at, width, low := r.at[lo:hi], s.width&31, E(1)<<(s.width&31)-1
	s.next = slices.Grow(s.next[:0], len(at))[:len(at)]
	next := s.next
	clear(next)
	for _, e := range s.edges {
		next[e>>width]++
	}
	spread(next)
	for i, to := range next {
		at[i] = first + to
	}
	s.nodes = slices.Grow(s.nodes[:0], len(s.edges))[:len(s.edges)]
	nodes := s.nodes
	if r.weights != nil {
		weights := r.weights[first:]
		for i, e := range s.edges {
			to := next[e>>width]
			next[e>>width]++
			nodes[to], weights[to] = int32(e&low), s.weights[i]
		}
	} else {
		scatterNodes(s.edges, width, nodes, next)
	}
	copy(r.nodes[first:], nodes)
}
