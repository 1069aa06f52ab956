// Package graph holds a network in compressed rows and builds one from a
// Snapshot. Node u of a graph is account u of the Snapshot, so no map of ids exists
// here or above.
package graph

import (
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A Graph is a directed network of nodes 0..N-1 in compressed sparse rows,
// both ways. Rows are sorted and hold no duplicate. It is immutable, and the
// slices that it hands out belong to it. The zero Graph has no nodes.
//
// Memory: 16 bytes a node and 8 bytes an edge; with weights, 16 bytes an edge
// more.
type Graph struct {
	n         int
	out, in   rows
	total     float64 // sum of weights
	selfLoops int
}

// An Edge is an arc with its weight.
type Edge struct {
	From, To int32
	Weight   float64
}

// count fills the sums that Total and SelfLoops return.
func (g *Graph) count(ctx context.Context, workers int) error {
	g.total, g.selfLoops = g.out.total(), 0
	blocks := g.out.blocks(blockSize)
	loops := make([]int, len(blocks)-1)
	err := par.For(ctx, workers, len(loops), func(j int) error {
		for u := blocks[j]; u < blocks[j+1]; u++ {
			if g.HasEdge(u, u) {
				loops[j]++
			}
		}
		return nil
	})
	for _, k := range loops {
		g.selfLoops += k
	}
	return err
}

// N returns the number of nodes.
func (g *Graph) N() int { return g.n }

// M returns the number of edges.
func (g *Graph) M() int { return len(g.out.nodes) }

// Total returns the sum of the weights of all edges.
func (g *Graph) Total() float64 { return g.total }

// SelfLoops returns the number of edges from a node to itself.
func (g *Graph) SelfLoops() int { return g.selfLoops }

// Weighted reports whether edges have weights of their own; else each weighs 1.
func (g *Graph) Weighted() bool { return g.out.weights != nil }

// Out returns the nodes that u has an edge to, sorted. Not to be changed.
func (g *Graph) Out(u int32) []int32 { return g.out.row(u) }

// In returns the nodes that have an edge to u, sorted. Not to be changed.
func (g *Graph) In(u int32) []int32 { return g.in.row(u) }

// OutWeights returns the weights of the edges to Out(u), nil if the graph has
// none. Not to be changed.
func (g *Graph) OutWeights(u int32) []float64 { return g.out.rowWeights(u) }

// InWeights returns the weights of the edges from In(u), nil if the graph has
// none. Not to be changed.
func (g *Graph) InWeights(u int32) []float64 { return g.in.rowWeights(u) }

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
	r.out, r.in = g.in, g.out
	return &r
}
