package centrality

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// drawGraph draws a random graph, weighted or not, self-loops included.
func drawGraph(t *rapid.T, weighted bool) *graph.Graph {
	n := rapid.IntRange(1, 30).Draw(t, "n")
	node := rapid.Int32Range(0, int32(n-1))
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) graph.Edge {
		return graph.Edge{From: node.Draw(t, "from"), To: node.Draw(t, "to"), Weight: float64(rapid.IntRange(1, 5).Draw(t, "weight"))}
	}), 0, 120).Draw(t, "edges")
	return build(t, n, edges, weighted)
}

func build(t interface{ Fatal(...any) }, n int, edges []graph.Edge, weighted bool) *graph.Graph {
	g, err := graph.New(n, edges, weighted)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// oracle copies g without self-loops, which gonum's graphs do not hold.
func oracle(g *graph.Graph) gonum.Directed {
	o := simple.NewWeightedDirectedGraph(0, math.Inf(1))
	for u := range g.N() {
		o.AddNode(simple.Node(u))
	}
	for _, e := range g.AllEdges() {
		if e.From != e.To {
			o.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(e.From), T: simple.Node(e.To), W: e.Weight})
		}
	}
	return o
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

var shapes = []struct {
	name  string
	n     int
	edges []graph.Edge
}{
	{"no node", 0, nil},
	{"one node", 1, nil},
	{"self-loops only", 3, []graph.Edge{{From: 0, To: 0}, {From: 1, To: 1}, {From: 2, To: 2}}},
	{"star", 5001, star(5001)},
	{"long path", 3000, path(3000)},
}

func star(n int32) (edges []graph.Edge) {
	for u := int32(1); u < n; u++ {
		edges = append(edges, graph.Edge{From: u, To: 0})
	}
	return edges
}

func path(n int32) (edges []graph.Edge) {
	for u := int32(1); u < n; u++ {
		edges = append(edges, graph.Edge{From: u - 1, To: u})
	}
	return edges
}

func TestShapes(t *testing.T) {
	ctx := context.Background()
	for _, tt := range shapes {
		g := build(t, tt.n, tt.edges, false)
		pr, err := PageRank(ctx, g, PageRankOptions{})
		if err != nil {
			t.Fatal(err)
		}
		bc, err := Betweenness(ctx, g, BetweennessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for u := range tt.n {
			if !(pr.Scores[u] > 0 && pr.Scores[u] <= 1) || !(bc.Scores[u] >= 0) {
				t.Errorf("%s, node %d: PageRank %v, betweenness %v", tt.name, u, pr.Scores[u], bc.Scores[u])
				break
			}
		}
		if sum := total(pr.Scores); tt.n > 0 && !near(sum, 1, 1e-9) || !pr.Converged {
			t.Errorf("%s: PageRank sums to %v, converged %v", tt.name, sum, pr.Converged)
		}
		if len(pr.Scores) != tt.n || len(bc.Scores) != tt.n {
			t.Errorf("%s: got %d and %d scores, want %d", tt.name, len(pr.Scores), len(bc.Scores), tt.n)
		}
	}
	// On the path, i nodes are before and 2999-i after node i.
	bc, _ := Betweenness(ctx, build(t, 3000, path(3000), false), BetweennessOptions{})
	if got, want := bc.Scores[1000], 1000.0*1999; got != want {
		t.Errorf("path, node 1000: betweenness %v, want %v", got, want)
	}
}

// TestManyPaths follows a chain of 1,200 diamonds, across which 2^1200
// shortest paths run: more than a float can count.
func TestManyPaths(t *testing.T) {
	const k = 1200
	var edges []graph.Edge
	for i := range int32(k) {
		a := 3 * i
		edges = append(edges, graph.Edge{From: a, To: a + 1}, graph.Edge{From: a, To: a + 2}, graph.Edge{From: a + 1, To: a + 3}, graph.Edge{From: a + 2, To: a + 3})
	}
	res, err := Betweenness(context.Background(), build(t, 3*k+1, edges, false), BetweennessOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// The joint in the middle lies on all paths between its 1,800 nodes before and 1,800 after.
	if got, want := res.Scores[3*k/2], 1800.0*1800; !near(got, want, 1e-9) {
		t.Errorf("middle joint: got %v, want %v", got, want)
	}
	// A side of the next diamond lies on half of the paths from the 1,801 nodes
	// up to that joint to the 1,798 nodes past the diamond.
	if got, want := res.Scores[3*k/2+1], 0.5*1801*1798; !near(got, want, 1e-9) {
		t.Errorf("middle side: got %v, want %v", got, want)
	}
}

func TestDegreesAndReciprocity(t *testing.T) {
	// 0 <-> 1, 0 -> 2, 2 -> 2.
	g := build(t, 4, []graph.Edge{{From: 0, To: 1}, {From: 1, To: 0}, {From: 0, To: 2}, {From: 2, To: 2}}, false)
	if got, want := InDegree(g), []float64{1, 1, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("InDegree: got %v, want %v", got, want)
	}
	if got, want := OutDegree(g), []float64{2, 1, 1, 0}; !slices.Equal(got, want) {
		t.Errorf("OutDegree: got %v, want %v", got, want)
	}
	if got, want := Degree(g), []float64{3, 2, 3, 0}; !slices.Equal(got, want) {
		t.Errorf("Degree: got %v, want %v", got, want)
	}
	if got, of := Reciprocity(g); got != 2.0/3 || of != 3 {
		t.Errorf("Reciprocity: got %v of %d, want 2/3 of 3", got, of)
	}
	if got, of := Reciprocity(build(t, 3, shapes[2].edges, false)); got != 0 || of != 0 {
		t.Errorf("Reciprocity of self-loops: got %v of %d, want 0 of 0", got, of)
	}
}

func TestPageRankByHand(t *testing.T) {
	// Two nodes, 0 -> 1, d = 1/2: x0 = 1/4 + x1/4, x1 = 1/4 + x0/2 + x1/4, so x0 = 2/5.
	g := build(t, 2, []graph.Edge{{From: 0, To: 1}}, false)
	res, err := PageRank(context.Background(), g, PageRankOptions{Damping: 0.5})
	if err != nil || !near(res.Scores[0], 0.4, 1e-9) || !near(res.Scores[1], 0.6, 1e-9) {
		t.Errorf("got %v, %v, want [0.4 0.6]", res.Scores, err)
	}
	res, err = PageRank(context.Background(), g, PageRankOptions{Tolerance: -1, MaxIterations: 7})
	if err != nil || res.Iterations != 7 {
		t.Errorf("fixed iterations: got %d, %v, want 7", res.Iterations, err)
	}
}

// slowPageRank solves the same equations by dense power iteration.
func slowPageRank(g *graph.Graph) []float64 {
	n := g.N()
	x := make([]float64, n)
	for i := range x {
		x[i] = 1 / float64(n)
	}
	for range 500 {
		y := make([]float64, n)
		for u := range int32(n) {
			out := 0.0
			for v := range int32(n) {
				out += g.EdgeWeight(u, v)
			}
			for v := range int32(n) {
				p := 1 / float64(n)
				if out > 0 {
					p = 0.85*g.EdgeWeight(u, v)/out + 0.15/float64(n)
				}
				y[v] += x[u] * p
			}
		}
		x = y
	}
	return x
}

func TestPageRankAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted"))
		res, err := PageRank(context.Background(), g, PageRankOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for u, want := range slowPageRank(g) {
			if !near(res.Scores[u], want, 1e-8) {
				t.Fatalf("node %d of %v: got %v, want %v", u, g.AllEdges(), res.Scores[u], want)
			}
		}
		if g.SelfLoops() > 0 {
			return
		}
		for u, want := range network.PageRankSparse(oracle(g), 0.85, 1e-10) {
			if !near(res.Scores[u], want, 1e-6) {
				t.Fatalf("node %d of %v: got %v, gonum %v", u, g.AllEdges(), res.Scores[u], want)
			}
		}
	})
}

// slowBetweenness counts paths between all pairs by their lengths.
func slowBetweenness(g *graph.Graph) []float64 {
	n := g.N()
	dist := make([][]int, n)
	paths := make([][]float64, n)
	for s := range n {
		dist[s], paths[s] = make([]int, n), make([]float64, n)
		for v := range n {
			dist[s][v] = -1
		}
		dist[s][s], paths[s][s] = 0, 1
		for d := 0; d < n; d++ {
			for u := range n {
				if dist[s][u] != d {
					continue
				}
				for v := range n {
					if !g.HasEdge(int32(u), int32(v)) || dist[s][v] >= 0 && dist[s][v] != d+1 {
						continue
					}
					dist[s][v] = d + 1
					paths[s][v] += paths[s][u]
				}
			}
		}
	}
	score := make([]float64, n)
	for s := range n {
		for v := range n {
			for t := range n {
				if s != v && v != t && s != t && dist[s][v] > 0 && dist[v][t] > 0 && dist[s][v]+dist[v][t] == dist[s][t] {
					score[v] += paths[s][v] * paths[v][t] / paths[s][t]
				}
			}
		}
	}
	return score
}

func TestBetweennessAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		res, err := Betweenness(context.Background(), g, BetweennessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		gonums := network.Betweenness(oracle(g))
		for u, want := range slowBetweenness(g) {
			if !near(res.Scores[u], want, 1e-9) || !near(gonums[int64(u)], want, 1e-9) {
				t.Fatalf("node %d of %v: got %v, want %v, gonum %v", u, g.AllEdges(), res.Scores[u], want, gonums[int64(u)])
			}
		}
	})
}

// ring returns a graph of n nodes, each with edges to three others at fixed
// and at mixed distances, large enough for several blocks of work.
func ring(t testing.TB, n int) *graph.Graph {
	var edges []graph.Edge
	for u := range n {
		for i, step := range []int{1, 7 + u*u%101, 13 * (u%17 + 1)} {
			edges = append(edges, graph.Edge{From: int32(u), To: int32((u + step) % n), Weight: float64(i) + 0.1})
		}
	}
	return build(t, n, edges, true)
}

func TestSampledBetweenness(t *testing.T) {
	g := ring(t, 1500)
	ctx := context.Background()
	exact, err := Betweenness(ctx, g, BetweennessOptions{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := Betweenness(ctx, g, BetweennessOptions{MaxExact: -1, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	if res.Exact || res.Pivots != 500 {
		t.Fatalf("got exact %v with %d pivots, want sampled with 500", res.Exact, res.Pivots)
	}
	top := make([]int, g.N())
	for u := range top {
		top[u] = u
	}
	slices.SortFunc(top, func(a, b int) int { return cmp.Compare(exact.Scores[b], exact.Scores[a]) })
	outside := 0
	for i, u := range top {
		off := math.Abs(res.Scores[u] - exact.Scores[u])
		if off > res.Bound {
			t.Errorf("node %d: got %v, exact %v, more than %v apart", u, res.Scores[u], exact.Scores[u], res.Bound)
		}
		if i < 100 && off > 1.96*res.StdErr[u] {
			outside++
		}
	}
	// 5 of the 100 highest are expected outside 1.96 standard errors.
	if outside > 12 {
		t.Errorf("%d of the 100 highest nodes outside 1.96 standard errors, want about 5", outside)
	}
	if small, _ := Betweenness(ctx, build(t, 3, path(3), false), BetweennessOptions{MaxExact: -1}); !small.Exact {
		t.Error("with fewer nodes than pivots: got sampled, want exact")
	}
}

func TestSameBitsForAnyWorkers(t *testing.T) {
	g := ring(t, 9001)
	ctx := context.Background()
	var first []float64
	for _, workers := range []int{1, 2, 3, 8} {
		pr, err := PageRank(ctx, g, PageRankOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		bc, err := Betweenness(ctx, g, BetweennessOptions{MaxExact: -1, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(pr.Scores, bc.Scores, bc.StdErr)
		if first == nil {
			first = all
		}
		if !slices.Equal(all, first) {
			t.Errorf("%d workers: scores differ from those of 1", workers)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := ring(t, 100)
	if _, err := PageRank(ctx, g, PageRankOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("PageRank: got %v, want context.Canceled", err)
	}
	if _, err := Betweenness(ctx, g, BetweennessOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Betweenness: got %v, want context.Canceled", err)
	}
}
