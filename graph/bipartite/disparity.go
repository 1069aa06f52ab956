package bipartite

import (
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// Disparity returns, for every edge in the order of g.AllEdges, how likely an edge so
// heavy is where a node's weight falls on its edges at random, 0..1: for an end with k > 1
// edges of summed weight s, α = (1 - w/s)^(k-1), at the source over the edges that leave
// it, at the target over those that reach it; the smaller of the two. An end with one edge does
// not judge. The backbone is the edges below some α, usually 0.05: a way to show a network, not
// evidence. (Serrano, Boguñá & Vespignani 2009, doi:10.1073/pnas.0808904106.)
//
// An undirected network is one that has every edge both ways, as graph.Undirected makes.
// Self-loops count for neither k nor s and get 1. O(n+m); 8 bytes an edge, 24 a node.
func Disparity(g *graph.Graph) []float64 {
	reverse := g.Reverse()
	out, in := strengths(g), strengths(reverse)
	alpha := make([]float64, 0, g.M())
	for u := range int32(g.N()) {
		weights := g.OutWeights(u)
		for i, v := range g.Out(u) {
			w := 1.0
			if weights != nil {
				w = weights[i]
			}
			if u == v {
				alpha = append(alpha, 1)
				continue
			}
			alpha = append(alpha, min(out[u].alpha(w), in[v].alpha(w)))
		}
	}
	return alpha
}

// A strength is the number of edges at a node, and the sum of their weights.
type strength struct {
	edges int
	sum   float64
}

// alpha returns (1 - w/s)^(k-1), by logarithms so that small ones keep their digits.
func (s strength) alpha(w float64) float64 {
	if s.edges < 2 || s.sum <= 0 {
		return 1
	}
	return math.Exp(float64(s.edges-1) * math.Log1p(-min(1, w/s.sum)))
}

// strengths returns those of the edges that leave each node, self-loops left out.
func strengths(g *graph.Graph) []strength {
	all := make([]strength, g.N())
	for u := range all {
		weights := g.OutWeights(int32(u))
		for i, v := range g.Out(int32(u)) {
			if int(v) == u {
				continue
			}
			all[u].edges++
			if weights != nil {
				all[u].sum += weights[i]
			} else {
				all[u].sum++
			}
		}
	}
	return all
}
