package graph

import (
	"context"
	"slices"
)

// EgoOptions tune Ego.
type EgoOptions struct {
	Centers   []int32
	Radius    int       // largest distance from the nearest center; 0 means 1
	Direction Direction // usually Outward: those whom the centers act on
}

// An EgoResult is the surroundings of some nodes.
type EgoResult struct {
	Graph *Graph  // its node i is Nodes[i] of the whole
	Nodes []int32 // sorted
	Dist  []int32 // of each node, from the nearest center
}

// Ego returns the ego network of some nodes: those nodes, all within a radius
// of the nearest of them, and every edge among these (Wasserman & Faust 1994, Social Network
// Analysis, §2.3). The direction is that of the search; the edges keep theirs. It errs
// on a center that is not in the graph. O(n+m); 12 bytes a node and what is returned.
func Ego(ctx context.Context, g *Graph, opt EgoOptions) (EgoResult, error) {
	if opt.Radius <= 0 {
		opt.Radius = 1
	}
	found, err := BFS(ctx, g, BFSOptions{Sources: opt.Centers, Direction: opt.Direction, Radius: opt.Radius})
	if err != nil {
		return EgoResult{}, err
	}
	slices.Sort(found.Order)
	res := EgoResult{Graph: Induce(g, found.Order), Nodes: found.Order, Dist: make([]int32, len(found.Order))}
	for i, u := range res.Nodes {
		res.Dist[i] = found.Dist[u]
	}
	return res, nil
}
