package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// StrongComponents returns the groups of nodes that reach each other along the edges.
// Nodes without an edge in or without one out are groups of their own; these and the group of the node with most
// edges both ways are set aside first; the others are searched depth first, by a stack of our own, so that a long path costs memory
// only. (Pearce 2016, doi:10.1016/j.ipl.2015.08.010, with a position in the row on the stack; setting
// aside as in McLendon et al. 2005, doi:10.1016/j.jpdc.2005.03.007, once.)
//
// It uses two workers at most. O(n+m); 20 bytes a node, twice that where one path goes through most.
func StrongComponents(ctx context.Context, g *graph.Graph, opt ComponentsOptions) (Division, error) {
	large, err := giant(ctx, g, opt.Workers)
	if err != nil {
		return Division{}, err
	}
	s := strong{g: g, mark: make([]uint32, g.N())}
	var one uint32
	if large != nil {
		one = s.next()
	}
	for u := range int32(g.N()) {
		switch {
		case large != nil && large[u>>6]>>(u&63)&1 != 0:
			s.mark[u] = one
		case len(g.Out(u)) == 0 || len(g.In(u)) == 0:
			s.mark[u] = s.next()
		}
	}
	for u := range int32(g.N()) {
		if s.mark[u] == 0 {
			if err := s.search(ctx, u); err != nil {
				return Division{}, err
			}
		}
	}
	label := make([]int32, len(s.mark))
	for u, m := range s.mark {
		label[u] = int32(m &^ closed)
	}
	return number(label), nil
}

// closed marks a node whose component is known; it makes the mark larger than that
// of any open node.
const closed = 1 << 31

// A strong search visits nodes depth first. The mark of a node is 0 before its
// visit, then the smallest number of a visit that it is known to reach among open nodes, 1 being the first,
// at last closed and the label of its component.
type strong struct {
	g      *graph.Graph
	mark   []uint32
	labels uint32
	visits uint32
	steps  int
	path   []frame // from the start to the node in hand
	open   []int32 // nodes that are left but reach an open one before them
}

// A frame is a node whose row has been followed up to at.
type frame struct {
	node int32
	at   int32
	own  uint32 // number of the visit
}

// next returns the mark of a new component.
func (s *strong) next() uint32 {
	s.labels++
	return closed | (s.labels - 1)
}

func (s *strong) enter(u int32) {
	s.visits++
	s.mark[u] = s.visits
	s.path = append(s.path, frame{node: u, own: s.visits})
}

// search visits what can be reached from start and is not known yet.
func (s *strong) search(ctx context.Context, start int32) error {
	s.enter(start)
	for len(s.path) > 0 {
		if s.steps++; s.steps%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		f := &s.path[len(s.path)-1]
		if v := s.follow(f); v >= 0 {
			s.enter(v)
			continue
		}
		u, own := f.node, f.own
		s.path = s.path[:len(s.path)-1]
		if s.mark[u] == own {
			s.close(u)
		} else {
			s.open = append(s.open, u)
		}
	}
	return nil
}

// follow lowers the mark of f's node by the nodes that it leads to, up to one that
// was not visited, which it returns; else -1.
func (s *strong) follow(f *frame) int32 {
	row := s.g.Out(f.node)
	low := s.mark[f.node]
	for i, v := range row[f.at:] {
		m := s.mark[v]
		if m == 0 {
			s.mark[f.node] = low
			f.at += int32(i) // looked at again on return, for its mark
			return v
		}
		low = min(low, m)
	}
	s.mark[f.node] = low
	f.at = int32(len(row))
	return -1
}

// close makes a component of root and the open nodes visited after it.
func (s *strong) close(root int32) {
	own, m := s.mark[root], s.next()
	s.mark[root] = m
	for len(s.open) > 0 {
		u := s.open[len(s.open)-1]
		if s.mark[u] < own {
			break
		}
		s.mark[u] = m
		s.open = s.open[:len(s.open)-1]
	}
}
