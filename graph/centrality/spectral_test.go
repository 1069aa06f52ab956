package centrality

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// spectral runs every kernel that multiplies with the adjacency matrix.
func spectral(ctx context.Context, g *graph.Graph, workers int) (scores [][]float64, err error) {
	pr, err := PageRank(ctx, g, PageRankOptions{Workers: workers})
	if err != nil {
		return nil, err
	}
	h, err := HITS(ctx, g, HITSOptions{Workers: workers})
	if err != nil {
		return nil, err
	}
	e, err := Eigenvector(ctx, g, EigenvectorOptions{Workers: workers, MaxIterations: 40})
	if err != nil {
		return nil, err
	}
	k, err := Katz(ctx, g, KatzOptions{Workers: workers})
	if err != nil {
		return nil, err
	}
	return [][]float64{pr.Scores, h.Hubs, h.Authorities, e.Scores, k.Scores}, nil
}

func TestSpectralShapes(t *testing.T) {
	huge := []graph.Edge{{From: 0, To: 1, Weight: math.MaxFloat64}, {From: 1, To: 0, Weight: math.MaxFloat64}, {From: 2, To: 0, Weight: math.MaxFloat64}, {From: 1, To: 2, Weight: 1e-320}}
	tiny := []graph.Edge{{From: 0, To: 1, Weight: 5e-324}, {From: 1, To: 0, Weight: 1e-323}, {From: 2, To: 0, Weight: 5e-324}}
	zero := []graph.Edge{{From: 0, To: 1}, {From: 1, To: 0}}
	graphs := map[string]*graph.Graph{"huge weights": build(t, 3, huge, true), "tiny weights": build(t, 3, tiny, true), "zero weights": build(t, 3, zero, true)}
	for _, s := range shapes {
		graphs[s.name] = build(t, s.n, s.edges, false)
		graphs[s.name+", undirected"] = build(t, s.n, s.edges, false).Undirected()
	}
	for name, g := range graphs {
		scores, err := spectral(context.Background(), g, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, x := range scores {
			if len(x) != g.N() {
				t.Errorf("%s: %d scores, want %d", name, len(x), g.N())
			}
			if slices.ContainsFunc(x, func(v float64) bool { return !(v >= 0 && v <= math.MaxFloat64) }) {
				t.Errorf("%s, kernel %d: got a negative or not finite score", name, i)
			}
			if i == 0 && len(x) > 0 && !near(total(x), 1, 1e-9) {
				t.Errorf("%s: PageRank sums to %v, want 1", name, total(x))
			}
			length := math.Sqrt(dot(x, x))
			if i >= 1 && i <= 3 && length != 0 && !near(length, 1, 1e-12) {
				t.Errorf("%s, kernel %d: length %v, want 0 or 1", name, i, length)
			}
		}
	}
}

func TestSpectralSameBitsForAnyWorkers(t *testing.T) {
	for name, g := range map[string]*graph.Graph{
		"unweighted": graphdata.RMAT(t, 20000, 100000, 1), "weighted": ring(t, 17000), "symmetric": ring(t, 9000).Undirected(),
	} {
		want, err := spectral(context.Background(), g, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{2, 8} {
			got, err := spectral(context.Background(), g, workers)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if !slices.Equal(got[i], want[i]) {
					t.Errorf("%s, kernel %d: %d workers give other bits than 1", name, i, workers)
				}
			}
		}
	}
}

func TestSpectralCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := ring(t, 100)
	for name, run := range map[string]func() error{
		"HITS":        func() error { _, err := HITS(ctx, g, HITSOptions{}); return err },
		"Eigenvector": func() error { _, err := Eigenvector(ctx, g, EigenvectorOptions{}); return err },
		"symmetric":   func() error { _, err := Eigenvector(ctx, g.Undirected(), EigenvectorOptions{}); return err },
		"Katz":        func() error { _, err := Katz(ctx, g, KatzOptions{}); return err },
	} {
		if err := run(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
}

// TestSpectralRelabelled: a node keeps its scores under another number.
func TestSpectralRelabelled(t *testing.T) {
	g := graphdata.RMAT(t, 500, 5000, 3)
	n := int32(g.N())
	name := func(u int32) int32 { return (u*7 + 3) % n } // 7 and 500 have no common divisor
	edges := g.AllEdges()
	for i, e := range edges {
		edges[i].From, edges[i].To = name(e.From), name(e.To)
	}
	want, err := spectral(context.Background(), g, 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := spectral(context.Background(), build(t, int(n), edges, false), 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		for u := range n {
			if !near(got[i][name(u)], want[i][u], 1e-6) {
				t.Errorf("kernel %d, node %d: got %v, want %v", i, u, got[i][name(u)], want[i][u])
			}
		}
	}
}

// TestSpectralDoubled: in two copies of a graph each has half of the PageRank, and 1/√2 of
// what has length 1, though every eigenvalue is there twice.
func TestSpectralDoubled(t *testing.T) {
	g := graphdata.RMAT(t, 500, 5000, 4)
	n := g.N()
	edges := g.AllEdges()
	for _, e := range g.AllEdges() {
		edges = append(edges, graph.Edge{From: e.From + int32(n), To: e.To + int32(n)})
	}
	one, err := spectral(context.Background(), g, 0)
	if err != nil {
		t.Fatal(err)
	}
	two, err := spectral(context.Background(), build(t, 2*n, edges, false), 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, share := range []float64{0.5, math.Sqrt(0.5), math.Sqrt(0.5), math.Sqrt(0.5), 1} {
		for u := range n {
			if want := share * one[i][u]; !near(two[i][u], want, 1e-6) || !near(two[i][u+n], want, 1e-6) {
				t.Errorf("kernel %d, node %d: got %v and %v, want %v", i, u, two[i][u], two[i][u+n], want)
			}
		}
	}
}
