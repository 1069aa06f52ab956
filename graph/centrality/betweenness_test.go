package centrality

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/network"
	gonumpath "gonum.org/v1/gonum/graph/path"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func betweenness(t interface{ Fatal(...any) }, g *graph.Graph, opt BetweennessOptions) BetweennessResult {
	res, err := Betweenness(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// slowDistances returns the distances between all pairs of nodes, by Floyd and Warshall.
func slowDistances(g *graph.Graph) [][]float64 {
	n := g.N()
	dist := make([][]float64, n)
	for u := range dist {
		dist[u] = slices.Repeat([]float64{math.Inf(1)}, n)
		dist[u][u] = 0
	}
	for _, e := range g.AllEdges() {
		if e.From != e.To {
			dist[e.From][e.To] = e.Weight
		}
	}
	for k := range n {
		for u := range n {
			for v := range n {
				dist[u][v] = min(dist[u][v], dist[u][k]+dist[k][v])
			}
		}
	}
	return dist
}

// slowWeighted counts the shortest paths between all pairs in order of distance.
func slowWeighted(g *graph.Graph) []float64 {
	n := g.N()
	dist := slowDistances(g)
	paths := make([][]float64, n)
	for s := range n {
		paths[s] = make([]float64, n)
		paths[s][s] = 1
		order := rand.New(rand.NewPCG(1, 1)).Perm(n)
		slices.SortFunc(order, func(a, b int) int { return int(dist[s][a]) - int(dist[s][b]) })
		for _, v := range order {
			for _, u := range g.In(int32(v)) {
				if v != s && int(u) != v && !math.IsInf(dist[s][v], 1) && dist[s][u]+g.EdgeWeight(u, int32(v)) == dist[s][v] {
					paths[s][v] += paths[s][u]
				}
			}
		}
	}
	score := make([]float64, n)
	for s := range n {
		for v := range n {
			for t := range n {
				if s != v && v != t && s != t && !math.IsInf(dist[s][t], 1) && dist[s][v]+dist[v][t] == dist[s][t] {
					score[v] += paths[s][v] * paths[v][t] / paths[s][t]
				}
			}
		}
	}
	return score
}

func TestWeightedBetweennessAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		got := betweenness(t, g, BetweennessOptions{Weighted: true}).Scores
		o := oracle(g).(gonum.Weighted)
		gonums := network.BetweennessWeighted(o, gonumpath.DijkstraAllPaths(o))
		for u, want := range slowWeighted(g) {
			if !near(got[u], want, 1e-9) || !near(gonums[int64(u)], want, 1e-9) {
				t.Fatalf("node %d of %v: got %v, want %v, gonum %v", u, g.AllEdges(), got[u], want, gonums[int64(u)])
			}
		}
	})
}

// TestSearchEqualsSweep: the way of counting that serves long chains must agree
// with the quick one.
func TestSearchEqualsSweep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		s, err := newSearch(g, false, newDependencies(g.N(), true))
		if err != nil {
			t.Fatal(err)
		}
		for u := range int32(g.N()) {
			if err := s.from(context.Background(), u); err != nil {
				t.Fatal(err)
			}
		}
		all, _ := pickSources(g.N(), g.N(), 0, 0)
		quick, err := sumDependencies(context.Background(), g, all, true, BetweennessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for u := range g.N() {
			if !near(s.total[u], quick.total[u], 1e-9) || !near(s.squares[u], quick.squares[u], 1e-9) {
				t.Fatalf("node %d of %v: one by one %v, %v; in sweeps %v, %v", u, g.AllEdges(), s.total[u], s.squares[u], quick.total[u], quick.squares[u])
			}
		}
	})
}

func TestBetweennessOfLargerGraphs(t *testing.T) {
	g := graphdata.RMAT(t, 256, 2000, 3)
	got := betweenness(t, g, BetweennessOptions{}).Scores
	gonums := network.Betweenness(oracle(g))
	for u := range got {
		if !near(got[u], gonums[int64(u)], 1e-9) {
			t.Errorf("node %d: got %v, gonum %v", u, got[u], gonums[int64(u)])
		}
	}
}

// TestBetweennessLaws: turning every edge round changes nothing, new numbers for the nodes
// renumber the scores, and two graphs side by side keep theirs.
func TestBetweennessLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weighted := rapid.Bool().Draw(t, "weighted")
		g, h := drawGraph(t, weighted), drawGraph(t, weighted)
		opt := BetweennessOptions{Weighted: weighted}
		want := append(betweenness(t, g, opt).Scores, betweenness(t, h, opt).Scores...)
		label := make([]int32, len(want))
		for u := range label {
			label[u] = int32(u)
		}
		label = rapid.Permutation(label).Draw(t, "labels")
		var edges []graph.Edge
		for _, e := range g.AllEdges() {
			edges = append(edges, graph.Edge{From: label[e.From], To: label[e.To], Weight: e.Weight})
		}
		for _, e := range h.AllEdges() {
			edges = append(edges, graph.Edge{From: label[int(e.From)+g.N()], To: label[int(e.To)+g.N()], Weight: e.Weight})
		}
		both := build(t, len(want), edges, weighted)
		for _, view := range []*graph.Graph{both, both.Reverse()} {
			got := betweenness(t, view, opt).Scores
			for u := range want {
				if !near(got[label[u]], want[u], 1e-9) {
					t.Fatalf("node %d: got %v, want %v", u, got[label[u]], want[u])
				}
			}
		}
	})
}

// crossed returns k pairs of nodes, each with edges to both nodes of the next
// pair, so that 2^(k-2) shortest paths run from a first node to a last.
func crossed(k int32) (edges []graph.Edge) {
	for u := int32(0); u < 2*k-2; u++ {
		next := (u/2 + 1) * 2
		edges = append(edges, graph.Edge{From: u, To: next, Weight: 0.1}, graph.Edge{From: u, To: next + 1, Weight: 0.1})
	}
	return edges
}

func TestMorePathsThanFloats(t *testing.T) {
	// Half of the paths from 2i nodes before to 2(k-1-i) nodes behind use a node of pair i.
	const k = 1100
	g := build(t, 2*k, crossed(k), true)
	for _, weighted := range []bool{false, true} {
		res := betweenness(t, g, BetweennessOptions{Weighted: weighted})
		for _, u := range []int{0, 1, 2, k, k + 1, 2*k - 4, 2*k - 1} {
			if i := u / 2; !near(res.Scores[u], float64(i)*2*float64(k-1-i), 1e-9) {
				t.Errorf("weighted %v, node %d: got %v, want %v", weighted, u, res.Scores[u], 2*i*(k-1-i))
			}
		}
	}
	// A ladder of 3,000 rungs, its crossed kin, and a grid with binomially many paths.
	var ladder []graph.Edge
	for u := range int32(5998) {
		ladder = append(ladder, graph.Edge{From: u, To: u + 2}, graph.Edge{From: u + 2, To: u}, graph.Edge{From: u, To: u ^ 1}, graph.Edge{From: u ^ 1, To: u})
	}
	for name, g := range map[string]*graph.Graph{"ladder": build(t, 6000, ladder, false), "crossed ladder": build(t, 6000, crossed(3000), false)} {
		res := betweenness(t, g, BetweennessOptions{MaxExact: -1})
		for u, x := range res.Scores {
			if !(x >= 0 && x <= 6000*6000) || !(res.StdErr[u] >= 0 && res.StdErr[u] <= 6000*6000) {
				t.Fatalf("%s, node %d: %v ± %v", name, u, x, res.StdErr[u])
			}
		}
	}
}

// TestFewAmongManyPaths: beside a chain with 2^1600 paths, a branch with three has
// to keep their shares, though its numbers vanish beside those of the chain.
func TestFewAmongManyPaths(t *testing.T) {
	const k = 1600
	edges := crossed(k)
	// A path leads from node 0 to x, as far as the crossed pairs go; from there y and z to a, b to c, and a and c to the end.
	x := int32(3*k - 1)
	y, z, b, a, c, end := x+1, x+2, x+3, x+4, x+5, x+6
	edges = append(edges, graph.Edge{From: 0, To: 2 * k})
	for u := int32(2 * k); u < x; u++ {
		edges = append(edges, graph.Edge{From: u, To: u + 1})
	}
	for _, e := range [][2]int32{{x, y}, {x, z}, {x, b}, {y, a}, {z, a}, {b, c}, {a, end}, {c, end}} {
		edges = append(edges, graph.Edge{From: e[0], To: e[1]})
	}
	s := betweenness(t, build(t, int(end)+1, edges, false), BetweennessOptions{}).Scores
	// To the end go the k nodes of the path and node 0, two thirds of their ways by a, and besides y and z, or b.
	if want := float64(k+1)*2/3 + 2; !near(s[a], want, 1e-9) {
		t.Errorf("the node with two paths: got %v, want %v", s[a], want)
	}
	if want := float64(k+1)/3 + 1; !near(s[c], want, 1e-9) {
		t.Errorf("the node with one path: got %v, want %v", s[c], want)
	}
}

// TestLengthsLostInRounding: the far nodes are all at the same float distance.
func TestLengthsLostInRounding(t *testing.T) {
	g := build(t, 5, []graph.Edge{{From: 0, To: 1, Weight: 1e20}, {From: 1, To: 2, Weight: 1}, {From: 2, To: 1, Weight: 1}, {From: 2, To: 3, Weight: 1}, {From: 3, To: 2, Weight: 1}, {From: 3, To: 4, Weight: 1}}, true)
	for u, x := range betweenness(t, g, BetweennessOptions{Weighted: true}).Scores {
		if !(x >= 0 && x <= 12) {
			t.Errorf("node %d: got %v", u, x)
		}
	}
	if _, err := Betweenness(context.Background(), build(t, 2, []graph.Edge{{From: 0, To: 1}}, true), BetweennessOptions{Weighted: true}); err == nil {
		t.Error("a length of 0: no error")
	}
}

// TestBetweennessSameBits: exact, weighted, and where sweeps give up, too.
func TestBetweennessSameBits(t *testing.T) {
	for name, g := range map[string]*graph.Graph{"R-MAT": graphdata.RMAT(t, 500, 4000, 8), "ring": ring(t, 400), "crossed": build(t, 2000, crossed(1000), true)} {
		for _, weighted := range []bool{false, true} {
			opt := BetweennessOptions{Weighted: weighted, MaxExact: 1000, Workers: 1}
			first := betweenness(t, g, opt)
			for _, opt.Workers = range []int{2, 8} {
				if res := betweenness(t, g, opt); !slices.Equal(res.Scores, first.Scores) {
					t.Errorf("%s, weighted %v, %d workers: scores differ from those of 1", name, weighted, opt.Workers)
				}
			}
		}
	}
}

// TestPublishedBetweenness compares with figures for well-known networks. They count
// each pair of an undirected network once. Karate club: Freeman's betweenness of member 1 is 0.437635 of
// 528 pairs, 231.0714 (networkx 3.6.1 gives the same, and the others); Les Misérables: Valjean 0.569989 of 2,850 pairs
// (networkx 3.6.1), with weights as lengths by networkx too; wiki-Vote: igraph 1.0.0.
func TestPublishedBetweenness(t *testing.T) {
	for _, tt := range []struct {
		name     string
		weighted bool
		half     float64
		want     map[int]float64
	}{
		{"karate", false, 0.5, map[int]float64{0: 231.0714285714286, 33: 160.5515873015873, 32: 76.69047619047619}},
		{"lesmis", false, 0.5, map[int]float64{11: 1624.4688004333127, 0: 504, 48: 470.57063191366586}},
		{"lesmis", true, 0.5, map[int]float64{11: 1293.6140692640695, 48: 812.6849386724385, 27: 551.1907287157288, 25: 367.0057359307359}},
		{"wiki-Vote", false, 1, map[int]float64{2356: 893346.3492410716, 1427: 838174.4311656057, 12: 585088.6761779531}},
	} {
		res := betweenness(t, graphdata.Load(t, tt.name), BetweennessOptions{Weighted: tt.weighted})
		for u, want := range tt.want {
			if got := tt.half * res.Scores[u]; !near(got, want, 1e-9) {
				t.Errorf("%s, weighted %v, node %d: got %v, want %v", tt.name, tt.weighted, u, got, want)
			}
		}
		if sum := total(res.Scores); tt.name == "wiki-Vote" && !near(sum, 27965329, 1e-9) {
			t.Errorf("wiki-Vote: scores sum to %v, want 27965329", sum)
		}
	}
}

func TestBetweennessOfManyLeaves(t *testing.T) {
	// A million leaves follow the hub, which follows one of them.
	edges := append(star(1_000_001), graph.Edge{From: 0, To: 1})
	res := betweenness(t, build(t, 1_000_001, edges, false), BetweennessOptions{Workers: 1})
	if low, high := res.Interval(0); res.Exact || low > 999_999 || high < 999_999 || res.Scores[0] > 1.01e6 || res.Scores[0] < 0.99e6 {
		t.Errorf("hub: got %v, in %v..%v; want 999999", res.Scores[0], low, high)
	}
	if low, high := res.Interval(2); res.Scores[2] != 0 || low != 0 || high <= 0 || high > res.Bound {
		t.Errorf("leaf: got %v in %v..%v, bound %v", res.Scores[2], low, high, res.Bound)
	}
}
