package graph

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"sync"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A builder deals edges into buckets of neighbouring nodes, which are then put in
// order one by one. Node u belongs to bucket u>>shift.
type builder struct {
	ctx      context.Context
	workers  int
	n, m     int
	weighted bool
	shift    uint
	buckets  int
	scratch  sync.Pool // of *scratch
}

// smallGraph is the number of edges below which one bucket holds all.
const smallGraph = 1 << 15

func newBuilder(ctx context.Context, n, m int, opt PartsOptions) *builder {
	b := &builder{ctx: ctx, workers: opt.Workers, n: n, m: m, weighted: opt.Weighted, shift: 31}
	if m > smallGraph {
		b.shift = uint(max(bits.Len(uint(n))-8, 0)) // 128 to 256 buckets: as many streams as a cache can follow
	}
	if n > 0 {
		b.buckets = (n-1)>>b.shift + 1
	}
	b.scratch.New = func() any { return &scratch{} }
	return b
}

// A scratch is the memory of one worker.
type scratch struct {
	keys []int32 // of the edges of a part, those by which they are dealt
	columns
	next []int64
}

// dealt are edges by bucket: the node by which they were dealt, and the other end.
type dealt struct {
	keys []int32
	columns
}

// count adds to the counts of the buckets of these keys.
func count(keys []int32, counts []int64, shift uint) {
	for _, v := range keys {
		counts[v>>(shift&31)]++
	}
}

// add puts edges where next says for their buckets, and moves next on.
func (d dealt) add(keys []int32, c columns, next []int64, shift uint) {
	if d.weights != nil {
		for i, v := range keys {
			k := v >> (shift & 31)
			to := next[k]
			next[k] = to + 1
			d.keys[to], d.nodes[to], d.weights[to] = v, c.nodes[i], c.weights[i]
		}
		return
	}
	nodes, into := d.nodes, d.keys[:len(d.nodes)]
	for i, u := range c.nodes[:len(keys)] {
		v := keys[i]
		k := v >> (shift & 31)
		to := next[k]
		next[k] = to + 1
		into[to], nodes[to] = v, u
	}
}

// addRows does it with the rows [lo,hi), the keys being their columns.
func (d dealt) addRows(r rows, lo, hi int32, next []int64, shift uint) {
	nodes, into := d.nodes, d.keys[:len(d.nodes)]
	for u := lo; u < hi; u++ {
		if weights := r.rowWeights(u); weights != nil {
			for i, v := range r.row(u) {
				k := v >> (shift & 31)
				to := next[k]
				next[k] = to + 1
				into[to], nodes[to], d.weights[to] = v, u, weights[i]
			}
			continue
		}
		for _, v := range r.row(u) {
			k := v >> (shift & 31)
			to := next[k]
			next[k] = to + 1
			into[to], nodes[to] = v, u
		}
	}
}

func (b *builder) newColumns() columns { return newColumns(b.m, b.weighted) }
func (b *builder) newDeal() dealt      { return dealt{make([]int32, b.m), b.newColumns()} }

// gather walks the parts and deals their edges by target. Every part has a stretch of d to
// itself; bucket k of part i is [at[i][k], at[i][k+1]).
func (b *builder) gather(parts []Part, d dealt) (at [][]int64, err error) {
	at = make([][]int64, len(parts))
	start := make([]int64, len(parts))
	for i := range parts {
		at[i] = make([]int64, b.buckets+1)
		if i > 0 {
			start[i] = start[i-1] + int64(parts[i-1].Edges)
		}
	}
	return at, par.For(b.ctx, b.workers, len(parts), func(i int) error {
		s := b.scratch.Get().(*scratch)
		defer b.scratch.Put(s)
		if err := s.walk(b, parts[i]); err != nil {
			return err
		}
		count(s.keys, at[i][1:], b.shift)
		at[i][0] = start[i]
		for k := range b.buckets {
			at[i][k+1] += at[i][k]
		}
		s.next = append(s.next[:0], at[i]...)
		d.add(s.keys, s.columns, s.next, b.shift)
		return nil
	})
}

// walk fills the scratch with the edges of a part.
func (s *scratch) walk(b *builder, p Part) error {
	s.keys, s.nodes, s.weights = s.keys[:0], s.nodes[:0], s.weights[:0]
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
		s.nodes, s.keys = append(s.nodes, from...), append(s.keys, to...)
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
func (b *builder) check(from, to []int32, weights []float64) error {
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

// settle puts the edges of every bucket in rows by their key, and writes the rows into c. at says
// where a bucket's edges lie in d, in one stretch or several; within a row they keep their order.
// c may be d's own columns if every bucket lies where its rows will.
func (b *builder) settle(at [][]int64, d dealt, c columns) (rows, error) {
	r := rows{make([]int64, b.n+1), c}
	start := make([]int64, b.buckets+1)
	for k := range b.buckets {
		start[k+1] = start[k]
		for _, s := range at {
			start[k+1] += s[k+1] - s[k]
		}
	}
	r.at[b.n] = start[b.buckets]
	r.columns = c.slice(0, start[b.buckets])
	return r, par.For(b.ctx, b.workers, b.buckets, func(k int) error {
		s := b.scratch.Get().(*scratch)
		defer b.scratch.Put(s)
		lo := k << b.shift
		hi := b.n // 1<<31 is no int of 32 bits
		if k+1 < b.buckets {
			hi = (k + 1) << b.shift
		}
		s.settle(at, d, k, r, lo, hi, start[k])
		return nil
	})
}

// settle makes the rows [lo,hi) of bucket k, which begin at place first.
func (s *scratch) settle(at [][]int64, d dealt, k int, r rows, lo, hi int, first int64) {
	counts := r.at[lo:hi]
	s.nodes, s.weights = s.nodes[:0], s.weights[:0]
	for _, a := range at {
		from, to := a[k], a[k+1]
		for _, v := range d.keys[from:to] {
			counts[int(v)-lo]++
		}
		s.nodes = append(s.nodes, d.nodes[from:to]...)
		if r.weights != nil {
			s.weights = append(s.weights, d.weights[from:to]...)
		}
	}
	s.next = s.next[:0]
	for i, c := range counts {
		counts[i] = first
		s.next = append(s.next, first)
		first += c
	}
	next, j := s.next, 0
	for _, a := range at {
		keys := d.keys[a[k]:a[k+1]]
		if r.weights == nil {
			nodes := r.nodes
			for i, u := range s.nodes[j : j+len(keys)] {
				v := int(keys[i]) - lo
				to := next[v]
				next[v] = to + 1
				nodes[to] = u
			}
		} else {
			for i, v := range keys {
				to := next[int(v)-lo]
				next[int(v)-lo]++
				r.nodes[to], r.weights[to] = s.nodes[j+i], s.weights[j+i]
			}
		}
		j += len(keys)
	}
}

// transpose turns rows into columns, which are sorted; duplicates keep their order. The
// memory of d is used, and that of its columns becomes the result's.
func (b *builder) transpose(r rows, d dealt) (rows, error) {
	blocks := r.blocks()
	next := make([][]int64, len(blocks)-1)
	err := par.For(b.ctx, b.workers, len(next), func(j int) error {
		next[j] = make([]int64, b.buckets)
		count(r.nodes[r.at[blocks[j]]:r.at[blocks[j+1]]], next[j], b.shift)
		return nil
	})
	if err != nil {
		return rows{}, err
	}
	at := make([]int64, b.buckets+1)
	for k, place := 0, int64(0); k < b.buckets; k++ {
		for j := range next {
			next[j][k], place = place, place+next[j][k]
		}
		at[k+1] = place
	}
	err = par.For(b.ctx, b.workers, len(next), func(j int) error {
		d.addRows(r, blocks[j], blocks[j+1], next[j], b.shift)
		return nil
	})
	if err != nil {
		return rows{}, err
	}
	return b.settle([][]int64{at}, d, d.columns)
}

// joinDuplicates makes one of equal nodes in sorted rows, in place.
func (b *builder) joinDuplicates(r *rows) error {
	blocks := r.blocks()
	kept := make([]int64, len(blocks)-1) // edges by block
	at := make([]int64, len(r.at))       // rows begin at at[u], once all lengths at[u+1] are summed
	err := par.For(b.ctx, b.workers, len(kept), func(j int) error {
		first := r.at[blocks[j]]
		w := first
		for u := blocks[j]; u < blocks[j+1]; u++ {
			begin := w
			for i := r.at[u]; i < r.at[u+1]; i++ {
				switch {
				case w > begin && r.nodes[w-1] == r.nodes[i]:
					if r.weights != nil {
						r.weights[w-1] += r.weights[i]
					}
					continue
				case w < i:
					r.nodes[w] = r.nodes[i]
					if r.weights != nil {
						r.weights[w] = r.weights[i]
					}
				}
				w++
			}
			at[u+1] = w - begin
		}
		kept[j] = w - first
		return nil
	})
	if err != nil {
		return err
	}
	w := int64(0)
	for j, k := range kept {
		first := r.at[blocks[j]]
		copy(r.nodes[w:], r.nodes[first:first+k])
		if r.weights != nil {
			copy(r.weights[w:], r.weights[first:first+k])
		}
		w += k
	}
	for u := 1; u < len(at); u++ {
		at[u] += at[u-1]
	}
	nodes, weights := r.nodes[:w], r.weights
	if weights != nil {
		weights = weights[:w]
	}
	*r = rows{at, columns{nodes, weights}}
	return nil
}
