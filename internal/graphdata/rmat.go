package graphdata

import (
	"math/rand/v2"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// RMAT returns a directed graph of n nodes and at most m edges without self-loops that is skewed like
// a follow network: R-MAT with the shares .57, .19, .19, .05 of Graph500 (Chakrabarti, Zhan & Faloutsos 2004,
// doi:10.1137/1.9781611972740.43), its nodes shuffled. Edges that are drawn twice are one edge.
func RMAT(t testing.TB, n, m int, seed uint64) *graph.Graph {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 42))
	name := r.Perm(n)
	edges := make([]graph.Edge, 0, m)
	for len(edges) < m {
		u, v := 0, 0
		for bit := 1; bit < n; bit <<= 1 {
			u, v = u<<1, v<<1
			switch x := r.Float64(); {
			case x < .57:
			case x < .76:
				v |= 1
			case x < .95:
				u |= 1
			default:
				u, v = u|1, v|1
			}
		}
		if u < n && v < n && u != v {
			edges = append(edges, graph.Edge{From: int32(name[u]), To: int32(name[v])})
		}
	}
	g, err := graph.New(n, edges, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
