package graphdata

import (
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// RMAT returns the graph of gen.RMAT.
func RMAT(t testing.TB, n, m int, seed uint64) *graph.Graph {
	t.Helper()
	edges := make([]graph.Edge, m)
	for i, e := range gen.RMAT(n, m, seed) {
		edges[i] = graph.Edge{From: e[0], To: e[1]}
	}
	g, err := graph.New(n, edges, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
