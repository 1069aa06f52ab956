// Package centrality scores the nodes of a graph. Every function is pure, and
// gives the same bits for any number of workers.
package centrality

import "github.com/seed-1b5e0f84/adentro/graph"

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

// InStrength returns the weight of the edges that end in each node, self-loops
// included: InDegree where the graph is not weighted.
func InStrength(g *graph.Graph) []float64 { return strength(g, g.In, g.InWeights) }

// OutStrength returns the weight of the edges that begin in each node, self-loops
// included: OutDegree where the graph is not weighted.
func OutStrength(g *graph.Graph) []float64 { return strength(g, g.Out, g.OutWeights) }

// Strength returns the weight of the edges that begin or end in each node; a
// self-loop counts twice.
func Strength(g *graph.Graph) []float64 {
	s := OutStrength(g)
	for u, in := range InStrength(g) {
		s[u] += in
	}
	return s
}

func strength(g *graph.Graph, row func(int32) []int32, weights func(int32) []float64) []float64 {
	s := make([]float64, g.N())
	for u := range s {
		if !g.Weighted() {
			s[u] = float64(len(row(int32(u))))
			continue
		}
		s[u] = total(weights(int32(u)))
	}
	return s
}

// Density returns the share, 0..1, of ordered pairs of different nodes that an edge
// joins, and the number of those pairs; self-loops are left out. It is 0 of 0 with fewer than
// two nodes. (Wasserman & Faust 1994, Social Network Analysis, §4.3.1.)
func Density(g *graph.Graph) (share float64, of int64) {
	n := int64(g.N())
	of = n * (n - 1)
	if of < 1 {
		return 0, 0
	}
	return float64(g.M()-g.SelfLoops()) / float64(of), of
}

// Reciprocity returns the share, 0..1, of edges u->v for which v->u exists,
// self-loops left out, and the number of edges that it is a share of. It is 0
// of 0 where there are none. (Wasserman & Faust 1994, Social Network Analysis, §13.4.)
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
		return 0, 0
	}
	return float64(mutual) / float64(of), of
}
