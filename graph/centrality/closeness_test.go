package centrality

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	gonumpath "gonum.org/v1/gonum/graph/path"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func closeness(t interface{ Fatal(...any) }, g *graph.Graph, opt ClosenessOptions) ClosenessResult {
	res, err := Closeness(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestClosenessByHand(t *testing.T) {
	// 0 -> 1 -> 2, 0 -> 0, and 3 alone.
	g := build(t, 4, []graph.Edge{{From: 0, To: 1, Weight: 2}, {From: 1, To: 2, Weight: 0.5}, {From: 0, To: 0, Weight: 1}}, true)
	for _, tt := range []struct {
		name                       string
		opt                        ClosenessOptions
		harmonic, closeness, reach []float64
	}{
		{"inward", ClosenessOptions{}, []float64{0, 1, 1.5, 0}, []float64{0, 1.0 / 3, 4.0 / 9, 0}, []float64{0, 1, 2, 0}},
		{"outward", ClosenessOptions{Outward: true}, []float64{1.5, 1, 0, 0}, []float64{4.0 / 9, 1.0 / 3, 0, 0}, []float64{2, 1, 0, 0}},
		{"weighted", ClosenessOptions{Weighted: true}, []float64{0, 0.5, 2.4, 0}, []float64{0, 1.0 / 6, 4.0 / 9, 0}, []float64{0, 1, 2, 0}},
	} {
		res := closeness(t, g, tt.opt)
		for u := range 4 {
			if !near(res.Harmonic[u], tt.harmonic[u], 1e-12) || !near(res.Closeness[u], tt.closeness[u], 1e-12) || res.Reach[u] != tt.reach[u] {
				t.Errorf("%s, node %d: got %v, %v, %v; want %v, %v, %v", tt.name, u, res.Harmonic[u], res.Closeness[u], res.Reach[u], tt.harmonic[u], tt.closeness[u], tt.reach[u])
			}
		}
	}
	if _, err := Closeness(context.Background(), build(t, 2, []graph.Edge{{From: 0, To: 1}}, true), ClosenessOptions{Weighted: true}); err == nil {
		t.Error("a length of 0: no error")
	}
}

// checkCloseness compares with distances between all pairs.
func checkCloseness(t *rapid.T, g *graph.Graph, res ClosenessResult, dist func(from, to int) float64) {
	n := g.N()
	for v := range n {
		harmonic, sum, reach := 0.0, 0.0, 0.0
		for u := range n {
			if d := dist(u, v); u != v && !math.IsInf(d, 1) {
				harmonic, sum, reach = harmonic+1/d, sum+d, reach+1
			}
		}
		want := 0.0
		if reach > 0 {
			want = reach / float64(n-1) * reach / sum
		}
		if !near(res.Harmonic[v], harmonic, 1e-12) || !near(res.Closeness[v], want, 1e-12) || res.Reach[v] != reach {
			t.Fatalf("node %d of %v: got %v, %v, %v; want %v, %v, %v", v, g.AllEdges(), res.Harmonic[v], res.Closeness[v], res.Reach[v], harmonic, want, reach)
		}
	}
}

func TestClosenessAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weighted := rapid.Bool().Draw(t, "weighted")
		g := drawGraph(t, weighted)
		dist := slowDistances(g)
		in := closeness(t, g, ClosenessOptions{Weighted: weighted})
		checkCloseness(t, g, in, func(from, to int) float64 { return dist[from][to] })
		checkCloseness(t, g, closeness(t, g, ClosenessOptions{Weighted: weighted, Outward: true}), func(from, to int) float64 { return dist[to][from] })
		o := oracle(g)
		paths := gonumpath.DijkstraAllPaths(o)
		harmonic, reciprocal := network.Harmonic(o, paths), network.Closeness(o, paths)
		for v, r := range in.Reach {
			if !near(in.Harmonic[v], harmonic[int64(v)], 1e-12) {
				t.Fatalf("node %d of %v: harmonic %v, gonum %v", v, g.AllEdges(), in.Harmonic[v], harmonic[int64(v)])
			}
			// gonum's is 1/Σd.
			if r > 0 && !near(in.Closeness[v], reciprocal[int64(v)]*r*r/float64(g.N()-1), 1e-12) {
				t.Fatalf("node %d of %v: closeness %v, gonum %v", v, g.AllEdges(), in.Closeness[v], reciprocal[int64(v)])
			}
		}
	})
}

// TestClosenessInManyWaves compares with a search from every node, on a graph of more
// nodes than a wave has sources, dense and long parts in it.
func TestClosenessInManyWaves(t *testing.T) {
	edges := graphdata.RMAT(t, 1024, 6000, 5).AllEdges()
	edges = append(edges, path(300)...)
	g := build(t, 1024, edges, false)
	harmonic, reach := make([]float64, g.N()), make([]float64, g.N())
	for u := range int32(g.N()) {
		found, err := graph.BFS(context.Background(), g, graph.BFSOptions{Sources: []int32{u}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range found.Order[1:] {
			harmonic[v] += 1 / float64(found.Dist[v])
			reach[v]++
		}
	}
	res := closeness(t, g, ClosenessOptions{})
	for v := range harmonic {
		if !near(res.Harmonic[v], harmonic[v], 1e-12) || res.Reach[v] != reach[v] {
			t.Errorf("node %d: got %v, %v; want %v, %v", v, res.Harmonic[v], res.Reach[v], harmonic[v], reach[v])
		}
	}
}

// TestClosenessOfShapes: scores stay in their ranges, and a long path has
// the harmonic numbers.
func TestClosenessOfShapes(t *testing.T) {
	for _, tt := range shapes {
		for _, opt := range []ClosenessOptions{{}, {Weighted: true}, {MaxExact: -1}, {MaxExact: -1, Weighted: true}} {
			edges := slices.Clone(tt.edges)
			for i := range edges {
				edges[i].Weight = 1
			}
			g := build(t, tt.n, edges, opt.Weighted)
			res := closeness(t, g, opt)
			if len(res.Harmonic) != tt.n || len(res.Closeness) != tt.n || len(res.Reach) != tt.n {
				t.Errorf("%s, %+v: %d, %d, %d scores", tt.name, opt, len(res.Harmonic), len(res.Closeness), len(res.Reach))
			}
			for v := range tt.n {
				if !(res.Harmonic[v] >= 0 && res.Harmonic[v] <= float64(tt.n)) || !(res.Closeness[v] >= 0 && res.Closeness[v] <= 1.5) || !(res.Bound >= 0) {
					t.Fatalf("%s, %+v, node %d: harmonic %v, closeness %v, bound %v", tt.name, opt, v, res.Harmonic[v], res.Closeness[v], res.Bound)
				}
			}
		}
	}
	want := 0.0
	for d := 1; d < 3000; d++ {
		want += 1 / float64(d)
	}
	if got := closeness(t, build(t, 3000, path(3000), false), ClosenessOptions{}); !near(got.Harmonic[2999], want, 1e-12) || got.Closeness[2999] != 1/1500.0 {
		t.Errorf("end of the path: got %v, %v, want %v, %v", got.Harmonic[2999], got.Closeness[2999], want, 1/1500.0)
	}
	hub := closeness(t, build(t, 1_000_001, star(1_000_001), false), ClosenessOptions{Pivots: 512, Workers: 1})
	if hub.Exact || !near(hub.Harmonic[0], 1e6, 3e-3) || !near(hub.Closeness[0], 1, 5e-3) {
		t.Errorf("hub of a million: exact %v, harmonic %v, closeness %v", hub.Exact, hub.Harmonic[0], hub.Closeness[0])
	}
}

func TestSampledCloseness(t *testing.T) {
	g := ring(t, 1200)
	for _, weighted := range []bool{false, true} {
		exact := closeness(t, g, ClosenessOptions{Weighted: weighted})
		res := closeness(t, g, ClosenessOptions{Weighted: weighted, MaxExact: -1, Pivots: 600, Seed: 5})
		if res.Exact || res.Pivots != 600 || !exact.Exact {
			t.Fatalf("got exact %v with %d pivots, and exact %v", res.Exact, res.Pivots, exact.Exact)
		}
		for v := range exact.Harmonic {
			low, high := res.HarmonicInterval(int32(v))
			if off := math.Abs(res.Harmonic[v] - exact.Harmonic[v]); exact.Harmonic[v] < low || exact.Harmonic[v] > high || off > res.Bound {
				t.Errorf("node %d: harmonic %v outside %v..%v or more than %v from %v", v, exact.Harmonic[v], low, high, res.Bound, res.Harmonic[v])
			}
		}
	}
}

// TestClosenessStandardErrors draws 50 of 256 sources 300 times: 5 % of the scores of nodes that many
// reach are to lie outside 1.96 standard errors.
func TestClosenessStandardErrors(t *testing.T) {
	g := graphdata.RMAT(t, 256, 2000, 2)
	exact := closeness(t, g, ClosenessOptions{})
	var outHarmonic, outCloseness, of float64
	for seed := range uint64(300) {
		pivots, _ := pickSources(g.N(), -1, 50, seed)
		sums, err := sumDistances(context.Background(), g, pivots, ClosenessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		res := ClosenessResult{Pivots: 50, nearest: 1}
		res.score(sums)
		for v := range sums {
			if exact.Reach[v] < 128 {
				continue
			}
			of++
			if math.Abs(res.Harmonic[v]-exact.Harmonic[v]) > 1.96*res.HarmonicErr[v] {
				outHarmonic++
			}
			if math.Abs(res.Closeness[v]-exact.Closeness[v]) > 1.96*res.ClosenessErr[v] {
				outCloseness++
			}
		}
	}
	t.Logf("of %v scores outside: harmonic %.4f, closeness %.4f", of, outHarmonic/of, outCloseness/of)
	for name, share := range map[string]float64{"harmonic": outHarmonic / of, "closeness": outCloseness / of} {
		if !(share > 0.035 && share < 0.08) {
			t.Errorf("%.4f of %s scores outside 1.96 standard errors, want about 0.05", share, name)
		}
	}
}

func TestClosenessSameBitsForAnyWorkers(t *testing.T) {
	g := graphdata.RMAT(t, 2048, 12000, 9)
	weighted := ring(t, 900)
	for _, opt := range []ClosenessOptions{{}, {MaxExact: -1, Pivots: 1500}, {Weighted: true}} {
		var first []float64
		for _, workers := range []int{1, 2, 3, 8} {
			opt.Workers = workers
			var done []int64
			opt.Progress = func(d, total int64) { done = append(done, d) }
			view := g
			if opt.Weighted {
				view = weighted
			}
			res := closeness(t, view, opt)
			all := slices.Concat(res.Harmonic, res.Closeness, res.Reach, res.HarmonicErr, res.ClosenessErr, []float64{res.Bound})
			if first == nil {
				first = all
			}
			if !slices.Equal(all, first) {
				t.Errorf("%d workers: scores differ from those of 1", workers)
			}
			if !slices.IsSorted(done) || done[len(done)-1] != int64(res.Pivots) {
				t.Errorf("%d workers: progress %v, want up to %d", workers, done, res.Pivots)
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Closeness(ctx, g, ClosenessOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// TestPublishedCloseness compares with networkx 3.6.1 (Zachary's karate club; Les
// Misérables with weights as lengths; closeness of wiki-Vote) and igraph 1.0.0 (harmonic centrality of wiki-Vote,
// inward and outward).
func TestPublishedCloseness(t *testing.T) {
	karate := graphdata.Load(t, "karate")
	lesmis := graphdata.Load(t, "lesmis")
	wiki := graphdata.Load(t, "wiki-Vote")
	for _, tt := range []struct {
		name                string
		g                   *graph.Graph
		opt                 ClosenessOptions
		harmonic, closeness map[int]float64
		sum                 float64
	}{
		{"karate", karate, ClosenessOptions{}, map[int]float64{33: 23.25, 0: 23.16666666666666, 2: 21}, map[int]float64{0: 0.5689655172413793, 2: 0.559322033898305, 33: 0.55}, 0},
		{"lesmis", lesmis, ClosenessOptions{Weighted: true}, map[int]float64{48: 34.832142857142856, 11: 34.58809523809523}, map[int]float64{48: 0.3318777292576419, 11: 0.32340425531914896}, 0},
		{"wiki-Vote", wiki, ClosenessOptions{}, map[int]float64{3649: 2382.8595238095354, 12: 2320.326190476149, 2204: 2310.6261904761413}, map[int]float64{3649: 0.29648297322467565, 12: 0.29148957578089163, 2356: 0.277614273681118}, 3881094.686904748},
		{"wiki-Vote outward", wiki, ClosenessOptions{Outward: true}, map[int]float64{2356: 1552.5, 702: 1516.9166666666542, 431: 1501.5}, nil, 3881094.686904748},
	} {
		res := closeness(t, tt.g, tt.opt)
		for v, want := range tt.harmonic {
			if !near(res.Harmonic[v], want, 1e-9) {
				t.Errorf("%s, node %d: harmonic %v, want %v", tt.name, v, res.Harmonic[v], want)
			}
		}
		for v, want := range tt.closeness {
			if !near(res.Closeness[v], want, 1e-9) {
				t.Errorf("%s, node %d: closeness %v, want %v", tt.name, v, res.Closeness[v], want)
			}
		}
		if tt.sum > 0 && !near(total(res.Harmonic), tt.sum, 1e-9) {
			t.Errorf("%s: harmonic scores sum to %v, want %v", tt.name, total(res.Harmonic), tt.sum)
		}
	}
}
