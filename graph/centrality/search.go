package centrality

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A search follows all shortest paths from one source, however many there are
// and however long their edges. Sums do not depend on what was searched before.
type search struct {
	g       *graph.Graph
	lengths *graph.Dijkstra // nil: every edge is 1 long
	dist    []float64       // +Inf: not reached
	order   []int32         // the nodes reached, by distance
	rank    []int32         // their places in order
	paths   []count         // number of shortest paths from the source
	back    []float64       // 1 + dependency
	*dependencies
}

// newSearch errs on lengths that are not positive.
func newSearch(g *graph.Graph, weighted bool, d *dependencies) (*search, error) {
	n := g.N()
	s := &search{g: g, rank: make([]int32, n), paths: make([]count, n), back: make([]float64, n), dependencies: d}
	if !weighted {
		s.dist = make([]float64, n)
		return s, nil
	}
	var err error
	s.lengths, err = graph.NewDijkstra(g)
	return s, err
}

// from adds the dependencies of a source.
func (s *search) from(ctx context.Context, source int32) error {
	if len(s.g.Out(source)) == 0 {
		return nil
	}
	if err := s.measure(ctx, source); err != nil {
		return err
	}
	for i, v := range s.order {
		s.rank[v], s.paths[v] = int32(i), count{}
	}
	s.paths[source] = count{value: 1}
	for _, v := range s.order {
		s.successors(v, func(w int32) { s.paths[w] = s.paths[w].plus(s.paths[v]) })
	}
	for i := len(s.order) - 1; i > 0; i-- {
		v := s.order[i]
		dependency := 0.0
		s.successors(v, func(w int32) { dependency += float64(s.paths[v].over(s.paths[w]) * s.back[w]) })
		s.back[v] = 1 + dependency
		s.addTo(v, dependency)
	}
	return nil
}

// measure finds the distances from the source.
func (s *search) measure(ctx context.Context, source int32) error {
	if s.lengths != nil {
		err := s.lengths.From(ctx, source)
		s.dist, s.order = s.lengths.Dist, s.lengths.Order
		return err
	}
	found, err := graph.BFS(ctx, s.g, graph.BFSOptions{Sources: []int32{source}})
	for v, d := range found.Dist {
		s.dist[v] = float64(d)
	}
	s.order = found.Order
	return err
}

// successors calls do for the nodes that follow v on shortest paths. Lengths
// that are lost in the rounding of a distance must not make two nodes follow each
// other, so that the order counts too.
func (s *search) successors(v int32, do func(w int32)) {
	weights := s.g.OutWeights(v)
	for i, w := range s.g.Out(v) {
		length := 1.0
		if s.lengths != nil && weights != nil {
			length = weights[i]
		}
		if s.dist[v]+length == s.dist[w] && s.rank[v] < s.rank[w] {
			do(w)
		}
	}
}

// A count is a number of paths, value · 2^(500·scale): n nodes can have 2^(n/2)
// shortest paths. The value is less than 2^500 and, unless it is 0 or the
// scale is, at least 1.
type count struct {
	value float64
	scale int32
}

func (a count) plus(b count) count {
	if a.scale < b.scale || a.value == 0 {
		a, b = b, a
	}
	a.value += rescale(b.value, b.scale-a.scale)
	if a.value >= 0x1p500 {
		a.value *= 0x1p-500
		a.scale++
	}
	return a
}

// over returns a/b for 0 < a ≤ b, 0 where that is less than any float.
func (a count) over(b count) float64 {
	return rescale(a.value/b.value, a.scale-b.scale)
}

// rescale returns value · 2^(500·scale) for scale ≤ 0.
func rescale(value float64, scale int32) float64 {
	switch scale {
	case 0:
		return value
	case -1:
		return value * 0x1p-500
	default:
		return math.Ldexp(value, 500*int(max(scale, -3)))
	}
}
