package graph

import (
	"context"
	"fmt"
)

// A Direction says which way a search follows edges.
type Direction int

const (
	Outward Direction = iota // from source to target
	Inward                   // from target to source
	EitherWay
)

// neighbours returns the rows of u that a search goes through; one may be nil.
func (g *Graph) neighbours(u int32, d Direction) [2][]int32 {
	switch d {
	case Inward:
		return [2][]int32{g.In(u), nil}
	case EitherWay:
		return [2][]int32{g.Out(u), g.In(u)}
	default:
		return [2][]int32{g.Out(u), nil}
	}
}

// BFSOptions tune BFS.
type BFSOptions struct {
	Sources   []int32   // where the search begins, at distance 0
	Direction Direction // usually Outward
	Radius    int       // largest distance to go to; 0: no limit
}

// A BFSResult is the outcome of BFS.
type BFSResult struct {
	Dist  []int32 // by node: edges on a shortest path from the nearest source; -1: not reached
	Order []int32 // the nodes reached, by distance
}

// stopEvery is the number of nodes after which a search asks whether to go on.
const stopEvery = 1 << 14

// BFS returns the distances from the nearest of some sources, in edges, by a search
// in breadth (Moore 1959, The shortest path through a maze). It errs on a source
// that is not in the graph. O(n+m); 8 bytes a node.
func BFS(ctx context.Context, g *Graph, opt BFSOptions) (BFSResult, error) {
	res := BFSResult{Dist: make([]int32, g.N()), Order: make([]int32, 0, len(opt.Sources))}
	for u := range res.Dist {
		res.Dist[u] = -1
	}
	reach := func(u, dist int32) {
		if res.Dist[u] < 0 {
			res.Dist[u] = dist
			res.Order = append(res.Order, u)
		}
	}
	for _, u := range opt.Sources {
		if !g.has(int64(u)) {
			return BFSResult{}, fmt.Errorf("search from node %d: not in a graph of %d nodes", u, g.N())
		}
		reach(u, 0)
	}
	for i := 0; i < len(res.Order); i++ {
		if i%stopEvery == 0 && ctx.Err() != nil {
			return BFSResult{}, ctx.Err()
		}
		u := res.Order[i]
		dist := res.Dist[u]
		if opt.Radius > 0 && int(dist) >= opt.Radius {
			break
		}
		for _, row := range g.neighbours(u, opt.Direction) {
			for _, v := range row {
				reach(v, dist+1)
			}
		}
	}
	return res, nil
}
