package graph

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro"
)

// A Part is a piece of a list of edges, such as a stretch of a file.
type Part struct {
	Edges int // that Walk hands out at most
	// Walk hands the edges out in blocks, ends side by side, in the same order each time. A nil
	// slice of weights is as many ones. The slices are the walker's again when block returns.
	Walk func(block func(from, to []int32, weights []float64)) error
}

// PartEdges is a good size of a Part: many parts keep all processors busy, and
// the scratch of a worker grows with the largest.
const PartEdges = 1 << 18

// PartsOptions tune FromParts. The zero value is the usual choice.
type PartsOptions struct {
	Weighted bool // else weights are ignored, and every edge weighs 1
	Workers  int  // 0: all processors; never changes the result
}

// FromParts returns the graph of n nodes with the edges of all parts. Self-loops are kept.
// Duplicates become one edge: of weight 1 if the graph is not weighted, else of their weights, summed
// in the order of the parts. It errs on a node outside 0..n-1, on a weight that is negative
// or not finite, on a part of more edges than it says, and with what Walk returns.
//
// Every part is walked once, side by side. The edges are dealt into buckets of neighbouring
// sources, each small enough for a processor's cache, where they are sorted by counting, digit by digit;
// the rows of the other direction are a transposition, dealt in the same way (after Zagha & Blelloch 1991,
// doi:10.1145/125826.126164, whose pieces count first and deal then, so that the order does not depend
// on who works on what).
//
// O(n+m). Memory beside the graph's own: the edges of one part and of one bucket a worker; where there are more than
// a million nodes, or few edges for so many nodes, also 8 bytes an edge.
func FromParts(ctx context.Context, n int, parts []Part, opt PartsOptions) (*Graph, error) {
	return fromParts(ctx, n, parts, memory{}, opt)
}

// FromEnds returns the graph of n nodes whose edge i runs from from[i] to to[i]. It is FromParts of edges that lie in
// memory, in less of it: from and to become that of the graph, and are lost even where there is an error. Every edge weighs 1.
//
// O(n+m). Memory beside the graph's own: some hundred thousand edges a worker; where there are more than
// a million nodes, or few edges for so many nodes, also 12 bytes an edge.
func FromEnds(ctx context.Context, n int, from, to []int32, opt PartsOptions) (*Graph, error) {
	if len(from) != len(to) {
		return nil, fmt.Errorf("%d sources and %d targets", len(from), len(to))
	}
	const size = 1 << 15 // a part is dealt in a processor's own cache
	var parts []Part
	for lo := 0; lo < len(from); lo += size {
		u, v := from[lo:min(lo+size, len(from))], to[lo:min(lo+size, len(to))]
		parts = append(parts, Part{len(u), func(block func(from, to []int32, weights []float64)) error {
			block(u, v, nil)
			return nil
		}})
	}
	return fromParts(ctx, n, parts, memory{from, to}, opt)
}

// fromParts makes a graph of parts in memory.
func fromParts(ctx context.Context, n int, parts []Part, in memory, opt PartsOptions) (*Graph, error) {
	if n < 0 || n > math.MaxInt32 {
		return nil, fmt.Errorf("a graph of %d nodes: not between 0 and 2^31-1", n)
	}
	m := int64(0)
	for _, p := range parts {
		m += int64(p.Edges)
	}
	if m > math.MaxInt {
		return nil, fmt.Errorf("a graph of %d edges: more than this machine can number", m)
	}
	d := dealingOf(n, int(m))
	if d.fits() {
		return build[int32](ctx, n, int(m), parts, in, d, opt)
	}
	return build[int64](ctx, n, int(m), parts, in, d, opt)
}

// New returns the graph of n nodes with these edges, which it does not keep.
// Self-loops are kept. Duplicates become one edge: of weight 1 if the graph is not
// weighted (Edge.Weight is then ignored), else of their summed weight.
// It errs on a node outside 0..n-1 and on a weight that is negative or not finite.
//
// Time and memory are those of FromParts.
func New(n int, edges []Edge, weighted bool) (*Graph, error) {
	var parts []Part
	for lo := 0; lo < len(edges); lo += PartEdges {
		some := edges[lo:min(lo+PartEdges, len(edges))]
		parts = append(parts, Part{len(some), func(block func(from, to []int32, weights []float64)) error {
			from, to, weights := make([]int32, len(some)), make([]int32, len(some)), make([]float64, len(some))
			for i, e := range some {
				from[i], to[i], weights[i] = e.From, e.To, e.Weight
			}
			block(from, to, weights)
			return nil
		}})
	}
	return FromParts(context.Background(), n, parts, PartsOptions{Weighted: weighted})
}

// must returns a graph that is valid by construction.
func must(g *Graph, err error) *Graph {
	if err != nil {
		panic("graph: " + err.Error())
	}
	return g
}

// A stretch of members of a list.
type stretch struct {
	list   *adentro.List
	lo, hi int
}

// FromLists returns the follow network of n accounts that the lists show: an edge
// runs from the follower to the followed, once however many lists show it. Lists of
// unknown kind show none; follows outside 0..n-1, which a checked Snapshot does not
// have, are left out.
//
// Time and memory are those of FromParts.
func FromLists(n int, lists []adentro.List) *Graph {
	var parts []Part
	var some []stretch
	size := 0
	for i := range lists {
		l := &lists[i]
		if l.Kind == adentro.ListUnknown || l.Owner < 0 || int(l.Owner) >= n {
			continue
		}
		for lo := 0; lo < len(l.Members); {
			hi := min(lo+PartEdges-size, len(l.Members))
			some = append(some, stretch{l, lo, hi})
			if size += hi - lo; size == PartEdges {
				parts = append(parts, follows(n, some, size))
				some, size = nil, 0
			}
			lo = hi
		}
	}
	if size > 0 {
		parts = append(parts, follows(n, some, size))
	}
	return must(FromParts(context.Background(), n, parts, PartsOptions{}))
}

// follows is the part of what these stretches show.
func follows(n int, some []stretch, size int) Part {
	return Part{size, func(block func(from, to []int32, weights []float64)) error {
		const most = 1 << 12
		members, owners := make([]int32, 0, most), make([]int32, most)
		for _, s := range some {
			for i := range owners {
				owners[i] = s.list.Owner
			}
			for lo := s.lo; lo < s.hi; lo += most {
				members = members[:0]
				for _, u := range s.list.Members[lo:min(lo+most, s.hi)] {
					if u >= 0 && int(u) < n {
						members = append(members, u)
					}
				}
				if s.list.Kind == adentro.Followers {
					block(members, owners[:len(members)], nil)
				} else {
					block(owners[:len(members)], members, nil)
				}
			}
		}
		return nil
	}}
}
