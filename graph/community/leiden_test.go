package community

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	oracle "gonum.org/v1/gonum/graph/community"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func leidenOf(t interface{ Fatal(...any) }, g *graph.Graph, opt LeidenOptions) LeidenResult {
	r, err := Leiden(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// planted returns k groups of size nodes, each with about in edges to its own group and
// out to others, and the group of every node.
func planted(t testing.TB, k, size int, in, out float64, seed uint64) (*graph.Graph, []int32) {
	r := rand.New(rand.NewPCG(seed, 0))
	n := k * size
	group := make([]int32, n)
	var edges []graph.Edge
	for i, u := range r.Perm(n) {
		group[u] = int32(i % k)
	}
	_, members := bucket(group, k)
	for u := range n {
		own := members[int(group[u])*size:][:size]
		for range int(in + r.Float64()) {
			edges = append(edges, graph.Edge{From: int32(u), To: own[r.IntN(size)]})
		}
		for range int(out + r.Float64()) {
			edges = append(edges, graph.Edge{From: int32(u), To: r.Int32N(int32(n))})
		}
	}
	return build(t, n, edges, false), group
}

// slowQuality is the definition: a sum over all pairs of nodes.
func slowQuality(g *graph.Graph, group []int32, gamma float64, cpm bool) float64 {
	s := g.Undirected()
	degree := make([]float64, g.N())
	for _, e := range s.AllEdges() {
		degree[e.From] += e.Weight
	}
	q := 0.0
	for u := range int32(g.N()) {
		for v := range int32(g.N()) {
			switch {
			case group[u] != group[v]:
			case cpm && u == v:
				q += s.EdgeWeight(u, u) / 2
			case cpm:
				q += (s.EdgeWeight(u, v) - gamma) / 2
			case s.Total() > 0:
				q += (s.EdgeWeight(u, v) - gamma*degree[u]*degree[v]/s.Total()) / s.Total()
			}
		}
	}
	return q
}

// connected reports whether edges of positive weight join every group within.
func connected(t interface{ Fatal(...any) }, g *graph.Graph, d Division) bool {
	var inside []graph.Edge
	for _, e := range g.AllEdges() {
		if d.Group[e.From] == d.Group[e.To] && e.Weight > 0 {
			inside = append(inside, e)
		}
	}
	return len(weakOf(t, build(t, g.N(), inside, false)).Sizes) == len(d.Sizes)
}

func drawOptions(t *rapid.T) LeidenOptions {
	return LeidenOptions{
		CPM:        rapid.Bool().Draw(t, "cpm"),
		Resolution: rapid.SampledFrom([]float64{0, 0.05, 0.5, 1, 2}).Draw(t, "γ"),
		Seed:       rapid.Uint64Range(0, 5).Draw(t, "seed"),
		Iterations: rapid.IntRange(0, 3).Draw(t, "iterations"),
	}
}

// TestLeidenGuarantees: communities are connected, no two would be better as one, and
// the quality is what the definition says.
func TestLeidenGuarantees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		opt := drawOptions(t)
		r := leidenOf(t, g, opt)
		if !connected(t, g, r.Division) {
			t.Fatalf("%v: %v is not connected", g.AllEdges(), r.Group)
		}
		if r.Split > 0 {
			t.Fatalf("%v: %d communities were split", g.AllEdges(), r.Split)
		}
		gamma := opt.Resolution
		if gamma == 0 {
			gamma = 1
		}
		if want := slowQuality(g, r.Group, gamma, opt.CPM); math.Abs(r.Quality-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("%v: quality of %v: got %v, want %v", g.AllEdges(), r.Group, r.Quality, want)
		}
		for c := range int32(len(r.Sizes)) {
			for d := range c {
				joined := slices.Clone(r.Group)
				for u := range joined {
					if joined[u] == c {
						joined[u] = d
					}
				}
				if q := slowQuality(g, joined, gamma, opt.CPM); q > r.Quality+1e-6*(1+math.Abs(q)) {
					t.Fatalf("%v: %v has quality %v, with %d and %d joined %v", g.AllEdges(), r.Group, r.Quality, c, d, q)
				}
			}
		}
	})
}

// TestLeidenScale: weights in another unit give the same communities.
func TestLeidenScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		opt := drawOptions(t)
		edges := g.AllEdges()
		scale := math.Ldexp(1, rapid.IntRange(-300, 300).Draw(t, "scale"))
		for i := range edges {
			edges[i].Weight *= scale
		}
		want := leidenOf(t, g, opt)
		if opt.CPM {
			opt.Resolution = max(opt.Resolution, 0.05) // 0 would mean 1
			want = leidenOf(t, g, opt)
			if opt.Resolution *= scale; opt.Resolution > 1e9 {
				return
			}
		}
		if got := leidenOf(t, build(t, g.N(), edges, true), opt); !slices.Equal(got.Group, want.Group) {
			t.Fatalf("%v, times %v: got %v, want %v", g.AllEdges(), scale, got.Group, want.Group)
		}
	})
}

// TestLeidenConnected ranges over graphs that are large enough to disconnect
// communities on the way: it fails if communities end when rounds do.
func TestLeidenConnected(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		n := 50 + r.IntN(400)
		var edges []graph.Edge
		for range n * (1 + r.IntN(4)) {
			// Hubs, as products of uniform numbers, bridge what is else apart.
			u, v := int32(float64(n)*r.Float64()*r.Float64()), r.Int32N(int32(n))
			edges = append(edges, graph.Edge{From: u, To: v, Weight: float64(r.IntN(4))})
		}
		g := build(t, n, edges, seed%2 == 0)
		for _, opt := range []LeidenOptions{{Seed: seed}, {Seed: seed, Resolution: 0.3}, {Seed: seed, CPM: true, Resolution: 0.1}} {
			res := leidenOf(t, g, opt)
			if !connected(t, g, res.Division) || res.Split > 0 {
				t.Errorf("graph %d, %+v: not connected, or %d communities split", seed, opt, res.Split)
			}
		}
	}
}

// TestSplit: two triangles that one group holds, which nothing joins.
func TestSplit(t *testing.T) {
	g := build(t, 7, []graph.Edge{{From: 0, To: 2}, {From: 2, To: 4}, {From: 4, To: 0}, {From: 1, To: 3}, {From: 3, To: 5}, {From: 5, To: 1}, {From: 5, To: 6}}, false)
	n, err := newNetwork(t.Context(), g, quality{gamma: 1}, 1)
	if err != nil {
		t.Fatal(err)
	}
	group := []int32{0, 0, 0, 0, 0, 0, 1}
	split, err := n.split(t.Context(), group, 2, 1)
	if want := []int32{0, 1, 0, 1, 0, 1, 6}; err != nil || split != 1 || !slices.Equal(group, want) {
		t.Errorf("got %v, %d split, error %v; want %v, 1 split", group, split, err, want)
	}
}

// TestLeidenSplits: two nodes in one community that no edge joins, which no move parts.
func TestLeidenSplits(t *testing.T) {
	n, err := newNetwork(t.Context(), build(t, 2, nil, false), quality{gamma: 1}, 1)
	if err != nil {
		t.Fatal(err)
	}
	label, split, err := n.leiden(t.Context(), []int32{0, 0}, rand.New(rand.NewPCG(1, 1)), LeidenOptions{})
	if err != nil || split != 1 || label[0] == label[1] {
		t.Errorf("got %v, %d split, error %v; want two, 1 split", label, split, err)
	}
}

// partitions calls f with every division of n nodes.
func partitions(n int, f func(group []int32)) {
	group := make([]int32, n)
	var next func(u int, k int32)
	next = func(u int, k int32) {
		if u == n {
			f(group)
			return
		}
		for c := range k + 1 {
			group[u] = c
			next(u+1, max(k, c+1))
		}
	}
	next(0, 0)
}

// TestLeidenAgainstAll compares the best of some seeds with the best of all divisions
// of small graphs.
func TestLeidenAgainstAll(t *testing.T) {
	missed, all := 0, 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		var edges []graph.Edge
		for range 6 + r.IntN(8) {
			edges = append(edges, graph.Edge{From: r.Int32N(8), To: r.Int32N(8), Weight: float64(1 + r.IntN(3))})
		}
		g := build(t, 8, edges, true)
		for _, opt := range []LeidenOptions{{Resolution: 1}, {CPM: true, Resolution: 0.8}} {
			most, got := math.Inf(-1), math.Inf(-1)
			partitions(8, func(group []int32) {
				if opt.CPM {
					most = max(most, CPM(g, group, opt.Resolution))
				} else {
					most = max(most, Modularity(g, group, opt.Resolution))
				}
			})
			for opt.Seed = range 8 {
				got = max(got, leidenOf(t, g, opt).Quality)
			}
			if got > most+1e-9 {
				t.Errorf("graph %d: quality %v, more than the best of all divisions, %v", seed, got, most)
			}
			all++
			if got < most-1e-9 {
				missed++
			}
		}
	}
	if missed > all/20 {
		t.Errorf("the best division was missed in %d of %d cases", missed, all)
	}
}

// TestLeidenPublished compares with the highest modularity known. Karate 0.4198, the
// optimum: Brandes et al. 2008, doi:10.1109/TKDE.2007.190689. Jazz 0.4452: Duch & Arenas
// 2005, doi:10.1103/PhysRevE.72.027104. Les Misérables, weighted, 0.56669, and political blogs
// 0.42711: leidenalg 0.12, the best of ten seeds.
func TestLeidenPublished(t *testing.T) {
	tests := []struct {
		name        string
		least, most float64
	}{
		{"karate", 0.41975, 0.41985},
		{"jazz", 0.4445, 0.4452},
		{"lesmis", 0.5645, 0.5668},
		{"polblogs", 0.4265, 0.4272},
	}
	for _, tt := range tests {
		g := graphdata.Load(t, tt.name)
		best := LeidenResult{}
		for seed := range uint64(10) {
			if r := leidenOf(t, g, LeidenOptions{Seed: seed}); r.Quality > best.Quality {
				best = r
			}
		}
		t.Logf("%s: Q %.5f, %d communities", tt.name, best.Quality, len(best.Sizes))
		if best.Quality < tt.least || best.Quality > tt.most {
			t.Errorf("%s: Q %.5f, want %v to %v", tt.name, best.Quality, tt.least, tt.most)
		}
		if !connected(t, g, best.Division) {
			t.Errorf("%s: communities are not connected", tt.name)
		}
		if g.N() > 300 {
			continue
		}
		gonums := oracle.Q(undirected(g), oracle.Modularize(undirected(g), 1, rand.NewPCG(1, 1)).Communities(), 1)
		if best.Quality < gonums-1e-9 {
			t.Errorf("%s: Q %.5f, gonum reaches %.5f", tt.name, best.Quality, gonums)
		}
	}
}

// TestPlanted: groups that are well apart are found, by every method.
func TestPlanted(t *testing.T) {
	g, want := planted(t, 20, 100, 8, 1, 3)
	lp, err := LabelPropagation(t.Context(), g, LabelPropagationOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]Division{
		"Leiden": leidenOf(t, g, LeidenOptions{}).Division, "Leiden, CPM": leidenOf(t, g, LeidenOptions{CPM: true, Resolution: 0.05}).Division,
		"Louvain": louvainOf(t, g, LouvainOptions{}), "label propagation": lp,
	} {
		if ari, err := AdjustedRand(d.Group, want); err != nil || ari < 0.99 {
			t.Errorf("%s: adjusted Rand index %v, error %v, want 0.99 or more", name, ari, err)
		}
	}
}

// TestWorkers: a network large enough for bids in blocks gives the same bits.
func TestWorkers(t *testing.T) {
	g, _ := planted(t, 164, 100, 3, 1, 5)
	if g.N() < smallest {
		t.Fatal("too small for parallel moves")
	}
	for seed, g := range []*graph.Graph{g, weighted(t, g)} {
		seed := uint64(seed) // 0: the order of most edges first
		one := leidenOf(t, g, LeidenOptions{Seed: seed, Workers: 1})
		louvain := louvainOf(t, g, LouvainOptions{Seed: seed, Workers: 1})
		for _, workers := range []int{2, 8} {
			if d := cmp.Diff(one, leidenOf(t, g, LeidenOptions{Seed: seed, Workers: workers})); d != "" {
				t.Errorf("Leiden, %d workers:\n%s", workers, d)
			}
			if d := cmp.Diff(louvain, louvainOf(t, g, LouvainOptions{Seed: seed, Workers: workers})); d != "" {
				t.Errorf("Louvain, %d workers:\n%s", workers, d)
			}
		}
	}
}

func TestLeidenShapes(t *testing.T) {
	const n = 100_000
	var star, path []graph.Edge
	for u := int32(1); u < n; u++ {
		star = append(star, graph.Edge{From: u, To: 0})
		path = append(path, graph.Edge{From: u - 1, To: u})
	}
	huge := []graph.Edge{{From: 0, To: 1, Weight: math.MaxFloat64}, {From: 1, To: 2, Weight: math.MaxFloat64}, {From: 2, To: 3, Weight: 1e-300}}
	tiny := []graph.Edge{{From: 0, To: 1, Weight: 5e-324}, {From: 2, To: 3, Weight: 5e-324}}
	tests := []struct {
		name     string
		n        int
		edges    []graph.Edge
		weighted bool
		sizes    []int // nil: any
	}{
		{"no node", 0, nil, false, []int{}},
		{"one node", 1, nil, false, []int{1}},
		{"one self-loop", 1, []graph.Edge{{}}, false, []int{1}},
		{"self-loops only", 2, []graph.Edge{{}, {From: 1, To: 1}}, false, []int{1, 1}},
		{"edges that weigh nothing", 2, []graph.Edge{{From: 0, To: 1}}, true, []int{1, 1}},
		{"star", n, star, false, []int{n}},
		{"path", n, path, false, nil},
		{"huge weights", 4, huge, true, nil},
		{"tiny weights", 4, tiny, true, []int{2, 2}},
	}
	for _, tt := range tests {
		g := build(t, tt.n, tt.edges, tt.weighted)
		r := leidenOf(t, g, LeidenOptions{})
		if tt.sizes != nil && !slices.Equal(r.Sizes, tt.sizes) {
			t.Errorf("%s: sizes %v, want %v", tt.name, r.Sizes[:min(9, len(r.Sizes))], tt.sizes)
		}
		if !(math.Abs(r.Quality) <= 1) || !connected(t, g, r.Division) {
			t.Errorf("%s: quality %v, or not connected", tt.name, r.Quality)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Leiden(ctx, build(t, n, path, false), LeidenOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
	for _, gamma := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := Leiden(t.Context(), build(t, 2, path[:1], false), LeidenOptions{Resolution: gamma}); err == nil {
			t.Errorf("γ %v: no error", gamma)
		}
	}
}

// TestCPMResolution: within communities there is at least γ between two nodes, on
// average, and between any two communities at most γ (Traag, Van Dooren & Nesterov 2011).
func TestCPMResolution(t *testing.T) {
	g := graphdata.Load(t, "karate")
	s := g.Undirected()
	for _, gamma := range []float64{0.1, 0.3, 0.8} {
		r := leidenOf(t, g, LeidenOptions{CPM: true, Resolution: gamma})
		k := len(r.Sizes)
		between := make([]float64, k*k)
		for _, e := range s.AllEdges() {
			between[int(r.Group[e.From])*k+int(r.Group[e.To])] += e.Weight
		}
		for c := range k {
			for d := range k {
				w, pairs := between[c*k+d], float64(r.Sizes[c]*r.Sizes[d])
				if c == d {
					pairs -= float64(r.Sizes[c])
				}
				if c != d && w > gamma*pairs+1e-9 || c == d && w < gamma*pairs-1e-9 {
					t.Errorf("γ %v: weight %v over %v pairs between communities %d and %d", gamma, w, pairs, c, d)
				}
			}
		}
	}
}
