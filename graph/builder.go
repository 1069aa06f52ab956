package graph

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A builder deals edges into buckets of neighbouring nodes, which are then put in
// order one by one. Node u belongs to bucket u>>shift.
type builder[E entry] struct {
	dealing
	ctx      context.Context
	workers  int
	n, m     int
	weighted bool
	scratch  sync.Pool // of *scratch[E]
}

// A dealing says which nodes share a bucket.
type dealing struct {
	shift   uint
	buckets int
	width   uint // bits of a node
}

const (
	bucketEdges = 1 << 12 // there are as many buckets as give each so many edges,
	mostBuckets = 1 << 9  // but no more than a cache can follow as streams
)

func dealingOf(n, m int) dealing {
	d := dealing{width: uint(bits.Len(uint(max(n-1, 0))))}
	buckets := min(max(m/bucketEdges, 1), mostBuckets)
	d.shift = d.width - min(uint(bits.Len(uint(buckets))-1), d.width)
	if n > 0 {
		d.buckets = (n-1)>>d.shift + 1
	}
	return d
}

// An entry is a dealt edge: the place in its bucket of the node by which it was dealt, above width bits for the other end.
type entry interface{ int32 | int64 }

// fits reports whether entries of 32 bits are large enough.
func (d dealing) fits() bool { return d.shift+d.width < 32 }

// build makes the graph of parts with m edges at most, in memory that may be empty, or that of the parts themselves if
// they lie in it side by side.
func build[E entry](ctx context.Context, n, m int, parts []Part, in memory, d dealing, opt PartsOptions) (*Graph, error) {
	b := &builder[E]{dealing: d, ctx: ctx, workers: opt.Workers, n: n, m: m, weighted: opt.Weighted}
	b.scratch.New = func() any { return &scratch[E]{width: d.width} }
	deal := dealt[E]{edges: claim[E](in.from, m)}
	to := columns{nodes: claim[int32](in.to, m)}
	if opt.Weighted {
		deal.weights, to.weights = make([]float64, m), make([]float64, m)
	}
	stretches, err := b.gather(parts, deal)
	if err != nil {
		return nil, err
	}
	out, err := b.settle(stretches, deal, to, false)
	if err != nil {
		return nil, err
	}
	back, loops, err := b.transpose(out, deal)
	if err != nil {
		return nil, err
	}
	g := &Graph{n: n, out: out.fit(), in: back.fit(), selfLoops: loops}
	g.total = g.out.total()
	return g, nil
}

// A memory is of the ends of edges.
type memory struct{ from, to []int32 }

// claim returns memory for m values: the one that is given if it is of such.
func claim[E entry](given []int32, m int) []E {
	if same, ok := any(given).([]E); ok && len(given) == m {
		return same
	}
	return make([]E, m)
}

// dealt are edges by bucket.
type dealt[E entry] struct {
	edges   []E
	weights []float64 // nil when every edge weighs 1
}

// columns returns memory for the rows that dealt edges become: their own, if entries are as wide as nodes.
func (d dealt[E]) columns() columns {
	nodes, ok := any(d.edges).([]int32)
	if !ok {
		nodes = make([]int32, len(d.edges))
	}
	return columns{nodes, d.weights}
}

// count adds to the counts of the buckets of these nodes.
func (d dealing) count(nodes []int32, counts []int64) {
	var others [mostBuckets]int64 // of every second node: neighbours often share a bucket, and one count would wait for the other
	shift := d.shift & 31
	for len(nodes) >= 2 {
		counts[uint32(nodes[0])>>shift]++
		others[uint32(nodes[1])>>shift%mostBuckets]++
		nodes = nodes[2:]
	}
	for _, u := range nodes {
		counts[u>>shift]++
	}
	for k := range counts {
		counts[k] += others[k]
	}
}

// add puts edges where next says for the buckets of their keys, and moves next on.
func (d dealt[E]) add(keys []int32, c columns, next []int64, by dealing) {
	if d.weights == nil {
		scatterEnds(keys, c.nodes, d.edges, next, by)
		return
	}
	shift, width, low := by.shift&31, by.width&31, int32(1)<<(by.shift&31)-1
	edges, nodes := d.edges, c.nodes[:len(keys)]
	for i, u := range keys {
		to := next[u>>shift]
		next[u>>shift]++
		edges[to], d.weights[to] = E(u&low)<<width|E(nodes[i]), c.weights[i]
	}
}

// gather walks the parts and deals their edges by source. Every part has a stretch of d to
// itself; bucket k of part i is [at[i][k], at[i][k+1]). The edges are scattered in the scratch and copied from there, because the
// part may lie in that very stretch.
func (b *builder[E]) gather(parts []Part, d dealt[E]) (at [][]int64, err error) {
	at = make([][]int64, len(parts))
	start := make([]int64, len(parts))
	for i := range parts {
		at[i] = make([]int64, b.buckets+1)
		if i > 0 {
			start[i] = start[i-1] + int64(parts[i-1].Edges)
		}
	}
	return at, par.For(b.ctx, b.workers, len(parts), func(i int) error {
		s := b.scratch.Get().(*scratch[E])
		defer b.scratch.Put(s)
		at[i][0] = start[i]
		return s.walk(b, parts[i], at[i][1:], func(keys []int32, c columns) {
			s.next = append(s.next[:0], at[i][1:]...)
			spread(s.next)
			for k := range b.buckets {
				at[i][k+1] += at[i][k]
			}
			s.edges = slices.Grow(s.edges[:0], len(keys))[:len(keys)]
			local := dealt[E]{edges: s.edges}
			if b.weighted {
				local.weights = d.weights[start[i]:]
			}
			local.add(keys, c, s.next, b.dealing)
			copy(d.edges[start[i]:], s.edges)
		})
	})
}

// settle puts the edges of every bucket in rows by their key, and writes the rows into c. at says
// where a bucket's edges lie in d, in one stretch or several. The rows are sorted, and duplicates joined, unless
// that is so already. c may be d's own columns if every bucket lies where its rows will.
func (b *builder[E]) settle(at [][]int64, d dealt[E], c columns, sorted bool) (rows, error) {
	r := rows{make([]int64, b.n+1), c}
	start := make([]int64, b.buckets+1)
	for k := range b.buckets {
		start[k+1] = start[k]
		for _, s := range at {
			start[k+1] += s[k+1] - s[k]
		}
	}
	r.at[b.n] = start[b.buckets]
	r.columns = c.first(start[b.buckets])
	kept := make([]int64, b.buckets) // edges by bucket
	err := par.For(b.ctx, b.workers, b.buckets, func(k int) error {
		s := b.scratch.Get().(*scratch[E])
		defer b.scratch.Put(s)
		lo, hi := b.nodes(k)
		kept[k] = start[k+1] - start[k]
		s.take(at, d, k, int(kept[k]))
		if !sorted && !slices.IsSorted(s.edges) {
			s.sortByNode()
		}
		s.settle(r, lo, hi, start[k])
		if !sorted {
			kept[k] = r.joinDuplicates(lo, hi, start[k+1]) - start[k]
		}
		return nil
	})
	if err == nil && !sorted {
		b.close(&r, start, kept)
	}
	return r, err
}

// nodes returns the nodes [lo,hi) of bucket k.
func (b *builder[E]) nodes(k int) (lo, hi int) {
	lo, hi = k<<b.shift, b.n // 1<<31 is no int of 32 bits
	if k+1 < b.buckets {
		hi = (k + 1) << b.shift
	}
	return lo, hi
}

// close closes the gaps that joined duplicates left behind the edges of buckets.
func (b *builder[E]) close(r *rows, start, kept []int64) {
	w := int64(0)
	for k, first := range start[:b.buckets] {
		if w < first {
			r.move(w, first, kept[k])
			lo, hi := b.nodes(k)
			for u := lo; u < hi; u++ {
				r.at[u] -= first - w
			}
		}
		w += kept[k]
	}
	r.at[b.n] = w
	r.columns = r.first(w)
}

// transposed is the number of nodes and edges, about, that are transposed together: their entries stay in a
// processor's own cache.
const transposed = 1 << 16

// transpose turns rows into columns, which are sorted. The memory of d is used, and may become the result's.
// It also counts the links from a node to itself.
func (b *builder[E]) transpose(r rows, d dealt[E]) (in rows, loops int, err error) {
	blocks := r.blocks(transposed)
	place := make([][]int64, len(blocks)-1) // by block and bucket: at first the number of edges, then where they go
	err = par.For(b.ctx, b.workers, len(place), func(j int) error {
		place[j] = make([]int64, b.buckets)
		b.count(r.nodes[r.at[blocks[j]]:r.at[blocks[j+1]]], place[j])
		return nil
	})
	if err != nil {
		return in, 0, err
	}
	at := make([]int64, b.buckets+1)
	for k, next := 0, int64(0); k < b.buckets; k++ {
		for j := range place {
			place[j][k], next = next, next+place[j][k]
		}
		at[k+1] = next
	}
	found := make([]int, len(place))
	place = append(place, at[1:])
	err = par.For(b.ctx, b.workers, len(found), func(j int) error {
		s := b.scratch.Get().(*scratch[E])
		defer b.scratch.Put(s)
		found[j] = s.deal(b, r, blocks[j], blocks[j+1], d, place[j], place[j+1])
		return nil
	})
	if err != nil {
		return in, 0, err
	}
	for _, k := range found {
		loops += k
	}
	in, err = b.settle([][]int64{at}, d, d.columns(), true)
	return in, loops, err
}
