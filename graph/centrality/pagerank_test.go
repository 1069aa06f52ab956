package centrality

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// TestPageRankLDBC compares with the published validation outputs, within the
// benchmark's relative 1e-4.
func TestPageRankLDBC(t *testing.T) {
	for name, iterations := range map[string]int{"pr/dir": 14, "pr/undir": 26, "pr/example-directed": 2, "pr/example-undirected": 2} {
		t.Run(name, func(t *testing.T) {
			v := graphdata.LDBC(t, name)
			res, err := PageRank(context.Background(), v.Graph, PageRankOptions{Tolerance: -1, MaxIterations: iterations})
			if err != nil || res.Iterations != iterations {
				t.Fatalf("%d iterations, error %v; want %d", res.Iterations, err, iterations)
			}
			for u, want := range v.Floats(t) {
				if math.Abs(res.Scores[u]-want) > 1e-4*want {
					t.Errorf("node %d: got %v, want %v", v.IDs[u], res.Scores[u], want)
				}
			}
		})
	}
}

// TestPageRankPublished has the web of six pages of Langville & Meyer, Google's PageRank and
// Beyond, 2006, §4.5, of which page 2 is dangling, for a damping of 0.9.
func TestPageRankPublished(t *testing.T) {
	var edges []graph.Edge
	for _, e := range [][2]int32{{1, 2}, {1, 3}, {3, 1}, {3, 2}, {3, 5}, {4, 5}, {4, 6}, {5, 4}, {5, 6}, {6, 4}} {
		edges = append(edges, graph.Edge{From: e[0] - 1, To: e[1] - 1})
	}
	res, err := PageRank(context.Background(), build(t, 6, edges, false), PageRankOptions{Damping: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range []float64{0.03721, 0.05396, 0.04151, 0.3751, 0.206, 0.2862} {
		if math.Abs(res.Scores[u]-want) > 0.00005 {
			t.Errorf("page %d: got %v, want %v", u+1, res.Scores[u], want)
		}
	}
}

// TestPageRankWikiVote compares with networkx 3.6.1, run to a tolerance of 1e-12.
func TestPageRankWikiVote(t *testing.T) {
	g := graphdata.Load(t, "wiki-Vote")
	restart := make([]float64, g.N())
	restart[0], restart[5] = 1, 3
	for _, tt := range []struct {
		restart []float64
		want    map[int]float64
	}{
		{nil, map[int]float64{3649: 0.0046071735157980215, 12: 0.0036798640604462805, 5806: 0.0035868522757530417}},
		{restart, map[int]float64{5: 0.24924120975190017, 0: 0.08407324044501364, 257: 0.008370364748408304}},
	} {
		res, err := PageRank(context.Background(), g, PageRankOptions{Restart: tt.restart, Tolerance: 1e-12})
		if err != nil || !res.Converged {
			t.Fatal(res.Change, err)
		}
		for u, want := range tt.want {
			if math.Abs(res.Scores[u]-want) > 1e-11 {
				t.Errorf("node %d: got %v, want %v", u, res.Scores[u], want)
			}
		}
	}
}

// TestPageRankRestart: a reader who jumps to u with probability r(u) is at each node what
// one who always jumps to u is, averaged by r, also where edges end.
func TestPageRankRestart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted"))
		restart := make([]float64, g.N())
		for u := range restart {
			restart[u] = float64(rapid.IntRange(0, 3).Draw(t, "restart"))
		}
		restart[0]++
		opt := PageRankOptions{Tolerance: 1e-14}
		want := slowPageRankRestart(g, restart)
		opt.Restart = restart
		got, err := PageRank(context.Background(), g, opt)
		if err != nil {
			t.Fatal(err)
		}
		for u := range want {
			if !near(got.Scores[u], want[u], 1e-10) {
				t.Fatalf("node %d of %v, restart %v: got %v, want %v", u, g.AllEdges(), restart, got.Scores[u], want[u])
			}
		}
		for u := range restart {
			restart[u] *= math.MaxFloat64 / 8 // their sum overflows
		}
		again, err := PageRank(context.Background(), g, opt)
		if err != nil || !slices.EqualFunc(again.Scores, got.Scores, func(a, b float64) bool { return near(a, b, 1e-13) }) {
			t.Fatalf("huge restart: got %v, %v, want %v", again.Scores, err, got.Scores)
		}
	})
}

// slowPageRankRestart walks densely for 1,000 steps, from the uniform distribution.
func slowPageRankRestart(g *graph.Graph, restart []float64) []float64 {
	n := g.N()
	x, all := make([]float64, n), total(restart)
	for u := range x {
		x[u] = 1 / float64(n)
	}
	for range 1000 {
		y := make([]float64, n)
		for u := range int32(n) {
			out := 0.0
			for v := range int32(n) {
				out += g.EdgeWeight(u, v)
			}
			for v := range int32(n) {
				if out > 0 {
					y[v] += x[u] * (0.85*g.EdgeWeight(u, v)/out + 0.15*restart[v]/all)
				} else {
					y[v] += x[u] * restart[v] / all
				}
			}
		}
		x = y
	}
	return x
}

func TestPageRankRefuses(t *testing.T) {
	g := build(t, 2, path(2), false)
	for _, opt := range []PageRankOptions{
		{Damping: -0.1}, {Damping: 1.1}, {Damping: math.NaN()},
		{Restart: []float64{1}}, {Restart: []float64{0, 0}}, {Restart: []float64{1, -1}}, {Restart: []float64{1, math.Inf(1)}}, {Restart: []float64{1, math.NaN()}},
	} {
		if res, err := PageRank(context.Background(), g, opt); err == nil {
			t.Errorf("%+v: got %v, want an error", opt, res.Scores)
		}
	}
}
