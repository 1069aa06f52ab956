package centrality

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A levelSearch searches breadth first from one node after another, edges being taken
// either way.
type levelSearch struct {
	g        *graph.Graph
	nodes    []int32 // the component that is searched, if known
	distance []int32 // of the last search; -1: not reached
	order    []int32 // nodes by distance
	levels   []int   // level l is order[levels[l]:levels[l+1]]
	rest     []int32 // nodes not reached, once they look for the level before them
}

// A reach is the outcome of one search.
type reach struct {
	farthest int32 // the smallest node of the last level
	distance int
}

func newLevelSearch(g *graph.Graph) *levelSearch {
	s := &levelSearch{g: g, distance: make([]int32, g.N()), order: make([]int32, 0, g.N())}
	for u := range s.distance {
		s.distance[u] = -1
	}
	return s
}

// turnShare is the share of the nodes not reached that a level has to pass for these to look
// for it, rather than it for them. On R-MAT of 100,000 nodes 16 to 256 take the same time, 4 twice as much.
const turnShare = 16

// from searches the component of start. Where the component is known, large levels are
// found from their far side, which stops at the first edge (Beamer, Asanović & Patterson 2012,
// doi:10.1109/SC.2012.50, by nodes rather than edges).
func (s *levelSearch) from(ctx context.Context, start int32) (reach, error) {
	for _, u := range s.order {
		s.distance[u] = -1
	}
	s.order, s.levels = append(s.order[:0], start), append(s.levels[:0], 0)
	s.distance[start] = 0
	s.rest = s.rest[:0]
	for done := 0; done < len(s.order); {
		level := int32(len(s.levels))
		s.levels = append(s.levels, len(s.order))
		if size, left := len(s.order)-done, len(s.nodes)-len(s.order); left > 0 && (len(s.rest) > 0 || size*turnShare > left) {
			done = len(s.order)
			if err := s.gather(ctx, level); err != nil {
				return reach{}, err
			}
			continue
		}
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

func (s *levelSearch) visit(row []int32, level int32) {
	for _, v := range row {
		if s.distance[v] < 0 {
			s.distance[v] = level
			s.order = append(s.order, v)
		}
	}
}

// gather finds the level from the nodes that are not reached.
func (s *levelSearch) gather(ctx context.Context, level int32) error {
	from := s.rest
	if len(from) == 0 {
		from = s.nodes
	}
	rest := s.rest[:0]
	for i, u := range from {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case s.distance[u] >= 0:
		case s.near(s.g.In(u), level-1) || s.near(s.g.Out(u), level-1):
			s.distance[u] = level
			s.order = append(s.order, u)
		default:
			rest = append(rest, u)
		}
	}
	s.rest = rest
	return nil
}

// near reports whether a node of the row is at this distance.
func (s *levelSearch) near(row []int32, distance int32) bool {
	for _, v := range row {
		if s.distance[v] == distance {
			return true
		}
	}
	return false
}

// before returns the node that is steps before u on a shortest path to it, the
// smallest neighbour being taken at each step.
func (s *levelSearch) before(u int32, steps int) int32 {
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
