// Package graph holds a network in compressed rows and builds one from a
// Snapshot. Node u of a graph is account u of the Snapshot, so no map of ids exists
// here or above.
package graph

import (
	"fmt"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// A Graph is a directed network of nodes 0..N-1 in compressed sparse rows,
// both ways. Rows are sorted and hold no duplicate. It is immutable, and the
// slices that it hands out belong to it. The zero Graph has no nodes.
//
// Memory: 16 bytes a node and 8 bytes an edge; with weights, 16 bytes an edge
// more.
type Graph struct {
	n           int
	outAt, inAt []int64 // row u is [at[u], at[u+1])
	out, in     []int32
	outW, inW   []float64 // nil when every edge weighs 1
	total       float64   // sum of weights
	selfLoops   int
}

// An Edge is an arc with its weight.
type Edge struct {
	From, To int32
	Weight   float64
}

// New returns the graph of n nodes with these edges, which it does not keep.
// Self-loops are kept. Duplicates become one edge: of weight 1 if the graph is not
// weighted (Edge.Weight is then ignored), else of their summed weight.
// It errs on a node outside 0..n-1 and on a weight that is negative or not finite.
//
// Two counting passes, O(n+m), with 4 bytes an edge (12 if weighted) of scratch.
func New(n int, edges []Edge, weighted bool) (*Graph, error) {
	if n < 0 || n > math.MaxInt32 {
		return nil, fmt.Errorf("a graph of %d nodes: not between 0 and 2^31-1", n)
	}
	for i, e := range edges {
		if e.From < 0 || int(e.From) >= n || e.To < 0 || int(e.To) >= n {
			return nil, fmt.Errorf("edge %d from %d to %d: not in a graph of %d nodes", i, e.From, e.To, n)
		}
		if weighted && !(e.Weight >= 0 && e.Weight <= math.MaxFloat64) {
			return nil, fmt.Errorf("edge %d from %d to %d: weight %v", i, e.From, e.To, e.Weight)
		}
	}
	at, cols, weights := scatter(n, edges, weighted)
	return fromColumns(n, at, cols, weights), nil
}

// fromColumns returns the graph whose rows of in-neighbours these are, in any order
// and with duplicates.
func fromColumns(n int, at []int64, cols []int32, weights []float64) *Graph {
	g := &Graph{n: n}
	// The rows of in-neighbours, read in order of node, fill sorted rows of
	// out-neighbours; those, sorted and summed, are transposed once more.
	g.outAt, g.out, g.outW = transpose(n, at, cols, weights)
	g.outAt, g.out, g.outW = sumDuplicates(n, g.outAt, g.out, g.outW)
	g.inAt, g.in, g.inW = transpose(n, g.outAt, g.out, g.outW)
	g.count()
	return g
}

// FromLists returns the follow network of n accounts that the lists show: an edge
// runs from the follower to the followed, once however many lists show it. Lists of
// unknown kind show none; follows outside 0..n-1, which a checked Snapshot does not
// have, are left out.
//
// Three counting passes, O(n + members), with 4 bytes a member of scratch.
func FromLists(n int, lists []adentro.List) *Graph {
	each := func(f func(follower, followed int32)) {
		for i := range lists {
			l := &lists[i]
			if l.Kind == adentro.ListUnknown || l.Owner < 0 || int(l.Owner) >= n {
				continue
			}
			for _, u := range l.Members {
				switch {
				case u < 0 || int(u) >= n:
				case l.Kind == adentro.Followers:
					f(u, l.Owner)
				default:
					f(l.Owner, u)
				}
			}
		}
	}
	at := make([]int64, n+1)
	each(func(_, followed int32) { at[followed+1]++ })
	next := cumulate(at)
	cols := make([]int32, at[n])
	each(func(follower, followed int32) {
		cols[next[followed]] = follower
		next[followed]++
	})
	return fromColumns(n, at, cols, nil)
}

// must builds from edges that are valid by construction.
func must(n int, edges []Edge, weighted bool) *Graph {
	g, err := New(n, edges, weighted)
	if err != nil {
		panic("graph: " + err.Error())
	}
	return g
}

// scatter puts edges in rows by their target, in input order within a row.
func scatter(n int, edges []Edge, weighted bool) (at []int64, cols []int32, weights []float64) {
	at = make([]int64, n+1)
	for _, e := range edges {
		at[e.To+1]++
	}
	next := cumulate(at)
	cols = make([]int32, len(edges))
	if weighted {
		weights = make([]float64, len(edges))
	}
	for _, e := range edges {
		i := next[e.To]
		next[e.To]++
		cols[i] = e.From
		if weighted {
			weights[i] = e.Weight
		}
	}
	return at, cols, weights
}

// transpose turns rows into columns. The new rows are sorted, duplicates in
// the order in which they were.
func transpose(n int, at []int64, cols []int32, weights []float64) ([]int64, []int32, []float64) {
	tAt := make([]int64, n+1)
	for _, v := range cols {
		tAt[v+1]++
	}
	next := cumulate(tAt)
	tCols := make([]int32, len(cols))
	var tWeights []float64
	if weights != nil {
		tWeights = make([]float64, len(cols))
	}
	for u := range n {
		for i := at[u]; i < at[u+1]; i++ {
			j := next[cols[i]]
			next[cols[i]]++
			tCols[j] = int32(u)
			if weights != nil {
				tWeights[j] = weights[i]
			}
		}
	}
	return tAt, tCols, tWeights
}

// cumulate turns counts at[u+1] into row starts, and returns a copy to fill
// the rows with.
func cumulate(at []int64) []int64 {
	for u := 1; u < len(at); u++ {
		at[u] += at[u-1]
	}
	return slices.Clone(at)
}

// sumDuplicates joins equal neighbours of sorted rows, in place.
func sumDuplicates(n int, at []int64, cols []int32, weights []float64) ([]int64, []int32, []float64) {
	var w int64
	for u := range n {
		from, to := at[u], at[u+1]
		at[u] = w
		for i := from; i < to; i++ {
			if w > at[u] && cols[w-1] == cols[i] {
				if weights != nil {
					weights[w-1] += weights[i]
				}
				continue
			}
			cols[w] = cols[i]
			if weights != nil {
				weights[w] = weights[i]
			}
			w++
		}
	}
	at[n] = w
	if weights != nil {
		weights = weights[:w:w]
	}
	return at, cols[:w:w], weights
}

// count fills the sums that Total and SelfLoops return.
func (g *Graph) count() {
	g.total, g.selfLoops = float64(len(g.out)), 0
	if g.outW != nil {
		g.total = 0
		for _, w := range g.outW {
			g.total += w
		}
	}
	for u := range g.n {
		if _, ok := slices.BinarySearch(g.Out(int32(u)), int32(u)); ok {
			g.selfLoops++
		}
	}
}

// N returns the number of nodes.
func (g *Graph) N() int { return g.n }

// M returns the number of edges.
func (g *Graph) M() int { return len(g.out) }

// Total returns the sum of the weights of all edges.
func (g *Graph) Total() float64 { return g.total }

// SelfLoops returns the number of edges from a node to itself.
func (g *Graph) SelfLoops() int { return g.selfLoops }

// Weighted reports whether edges have weights of their own; else each weighs 1.
func (g *Graph) Weighted() bool { return g.outW != nil }

// Out returns the nodes that u has an edge to, sorted. Not to be changed.
func (g *Graph) Out(u int32) []int32 { return g.out[g.outAt[u]:g.outAt[u+1]] }

// In returns the nodes that have an edge to u, sorted. Not to be changed.
func (g *Graph) In(u int32) []int32 { return g.in[g.inAt[u]:g.inAt[u+1]] }

// OutWeights returns the weights of the edges to Out(u), nil if the graph has
// none. Not to be changed.
func (g *Graph) OutWeights(u int32) []float64 {
	if g.outW == nil {
		return nil
	}
	return g.outW[g.outAt[u]:g.outAt[u+1]]
}

// InWeights returns the weights of the edges from In(u), nil if the graph has
// none. Not to be changed.
func (g *Graph) InWeights(u int32) []float64 {
	if g.inW == nil {
		return nil
	}
	return g.inW[g.inAt[u]:g.inAt[u+1]]
}

// HasEdge reports whether an edge runs from u to v. O(log degree).
func (g *Graph) HasEdge(u, v int32) bool {
	_, ok := slices.BinarySearch(g.Out(u), v)
	return ok
}

// EdgeWeight returns the weight of the edge from u to v, 0 if there is none.
// O(log degree).
func (g *Graph) EdgeWeight(u, v int32) float64 {
	i, ok := slices.BinarySearch(g.Out(u), v)
	if !ok {
		return 0
	}
	if w := g.OutWeights(u); w != nil {
		return w[i]
	}
	return 1
}

// AllEdges returns every edge, by source, then target. It allocates 16 bytes
// an edge.
func (g *Graph) AllEdges() []Edge {
	edges := make([]Edge, 0, g.M())
	for u := range int32(g.n) {
		weights := g.OutWeights(u)
		for i, v := range g.Out(u) {
			e := Edge{u, v, 1}
			if weights != nil {
				e.Weight = weights[i]
			}
			edges = append(edges, e)
		}
	}
	return edges
}

// Reverse returns the graph with every edge turned round. It shares memory
// with g and costs O(1).
func (g *Graph) Reverse() *Graph {
	r := *g
	r.outAt, r.inAt = g.inAt, g.outAt
	r.out, r.in = g.in, g.out
	r.outW, r.inW = g.inW, g.outW
	return &r
}

// Undirected returns the symmetric view A = W + Wᵀ: an edge each way between
// any two nodes that had one either way, its weight the sum of the two. A
// self-loop weighs twice what it did, as the definition of modularity wants. The rows
// serve both directions: O(n+m) time, at most 24 bytes an edge of g.
func (g *Graph) Undirected() *Graph {
	s := &Graph{n: g.n, outAt: make([]int64, g.n+1), selfLoops: g.selfLoops}
	s.out = make([]int32, 0, 2*len(g.out))
	s.outW = make([]float64, 0, 2*len(g.out))
	for u := range int32(g.n) {
		s.appendMerged(g, u)
		s.outAt[u+1] = int64(len(s.out))
	}
	s.inAt, s.in, s.inW = s.outAt, s.out, s.outW
	s.total = 2 * g.total
	return s
}

// appendMerged appends the union of the rows of u in both directions of g.
func (s *Graph) appendMerged(g *Graph, u int32) {
	out, in := g.Out(u), g.In(u)
	outW, inW := g.OutWeights(u), g.InWeights(u)
	weight := func(w []float64, i int) float64 {
		if w == nil {
			return 1
		}
		return w[i]
	}
	for i, j := 0, 0; i < len(out) || j < len(in); {
		switch {
		case j == len(in) || i < len(out) && out[i] < in[j]:
			s.out, s.outW = append(s.out, out[i]), append(s.outW, weight(outW, i))
			i++
		case i == len(out) || in[j] < out[i]:
			s.out, s.outW = append(s.out, in[j]), append(s.outW, weight(inW, j))
			j++
		default:
			s.out, s.outW = append(s.out, out[i]), append(s.outW, weight(outW, i)+weight(inW, j))
			i++
			j++
		}
	}
}
