package centrality

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A sweep searches breadth first from one node after another, edges being taken
// either way.
type sweep struct {
	g        *graph.Graph
	distance []int32 // of the last search; -1: not reached
	order    []int32 // nodes by distance
	levels   []int   // level l is order[levels[l]:levels[l+1]]
}

// A reach is the outcome of one search.
type reach struct {
	farthest int32 // the smallest node of the last level
	distance int
}

func newSweep(g *graph.Graph) *sweep {
	s := &sweep{g: g, distance: make([]int32, g.N()), order: make([]int32, 0, g.N())}
	for u := range s.distance {
		s.distance[u] = -1
	}
	return s
}

// from searches the component of start.
func (s *sweep) from(ctx context.Context, start int32) (reach, error) {
	for _, u := range s.order {
		s.distance[u] = -1
	}
	s.order, s.levels = append(s.order[:0], start), append(s.levels[:0], 0)
	s.distance[start] = 0
	for done := 0; done < len(s.order); {
		level := int32(len(s.levels))
		s.levels = append(s.levels, len(s.order))
		for ; done < s.levels[level]; done++ {
			if done%4096 == 0 && ctx.Err() != nil {
				return reach{}, ctx.Err()
			}
			s.visit(s.g.Out(s.order[done]), level)
			s.visit(s.g.In(s.order[done]), level)
		}
	}
	last := len(s.levels) - 2
	r := reach{farthest: s.order[s.levels[last]], distance: last}
	for _, u := range s.order[s.levels[last]:] {
		r.farthest = min(r.farthest, u)
	}
	return r, nil
}

func (s *sweep) visit(row []int32, level int32) {
	for _, v := range row {
		if s.distance[v] < 0 {
			s.distance[v] = level
			s.order = append(s.order, v)
		}
	}
}

// before returns the node that is steps before u on a shortest path to it, the
// smallest neighbour being taken at each step.
func (s *sweep) before(u int32, steps int) int32 {
	for range steps {
		next := int32(-1)
		for _, row := range [][]int32{s.g.Out(u), s.g.In(u)} {
			for _, v := range row {
				if s.distance[v] == s.distance[u]-1 && (next < 0 || v < next) {
					next = v
				}
			}
		}
		u = next
	}
	return u
}
