// Package centrality scores the nodes of a graph. Every function is pure, and
// gives the same bits for any number of workers.
package centrality

import (
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// InDegree returns the number of edges that end in each node.
func InDegree(g *graph.Graph) []float64 {
	d := make([]float64, g.N())
	for u := range d {
		d[u] = float64(len(g.In(int32(u))))
	}
	return d
}

// OutDegree returns the number of edges that begin in each node.
func OutDegree(g *graph.Graph) []float64 {
	d := make([]float64, g.N())
	for u := range d {
		d[u] = float64(len(g.Out(int32(u))))
	}
	return d
}

// Degree returns the number of edges that begin or end in each node; a
// self-loop counts twice.
func Degree(g *graph.Graph) []float64 {
	d := make([]float64, g.N())
	for u := range d {
		d[u] = float64(len(g.Out(int32(u))) + len(g.In(int32(u))))
	}
	return d
}

// Reciprocity returns the share, 0..1, of edges u->v for which v->u exists,
// self-loops left out, and the number of edges that it is a share of. It is NaN
// where that number is 0. (Wasserman & Faust 1994, Social Network Analysis, §13.4.)
// O(n+m).
func Reciprocity(g *graph.Graph) (share float64, of int) {
	mutual := 0
	for u := range int32(g.N()) {
		out, in := g.Out(u), g.In(u)
		for i, j := 0, 0; i < len(out) && j < len(in); {
			switch {
			case out[i] < in[j]:
				i++
			case out[i] > in[j]:
				j++
			default:
				if out[i] != u {
					mutual++
				}
				i++
				j++
			}
		}
	}
	of = g.M() - g.SelfLoops()
	if of == 0 {
		return math.NaN(), 0
	}
	return float64(mutual) / float64(of), of
}
