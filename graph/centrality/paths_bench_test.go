package centrality

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// rmat draws a graph of 2^scale nodes and at most m edges, most of them among few nodes
// (R-MAT with the parameters of Graph500: Chakrabarti, Zhan & Faloutsos 2004,
// doi:10.1137/1.9781611972740.43). The nodes are shuffled.
func rmat(t testing.TB, scale, m int, seed uint64) *graph.Graph {
	r := rand.New(rand.NewPCG(seed, 0))
	label := r.Perm(1 << scale)
	edges := make([]graph.Edge, m)
	for i := range edges {
		u, v := 0, 0
		for range scale {
			u, v = 2*u, 2*v
			switch x := r.Float64(); {
			case x < 0.57:
			case x < 0.76:
				v++
			case x < 0.95:
				u++
			default:
				u, v = u+1, v+1
			}
		}
		edges[i] = graph.Edge{From: int32(label[u]), To: int32(label[v])}
	}
	g, err := graph.New(1<<scale, edges, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func BenchmarkBetweenness(b *testing.B) {
	g := rmat(b, 13, 200000, 1)
	b.Logf("%d nodes, %d edges", g.N(), g.M())
	for b.Loop() {
		if _, err := Betweenness(context.Background(), g, BetweennessOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
