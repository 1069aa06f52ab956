package graph_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func build(t interface{ Fatal(...any) }, n int, edges []graph.Edge, weighted bool) *graph.Graph {
	g, err := graph.New(n, edges, weighted)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// draw draws a random graph whose lengths are small whole numbers, self-loops included.
func draw(t *rapid.T, weighted bool) *graph.Graph {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	node := rapid.Int32Range(0, int32(n-1))
	edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) graph.Edge {
		return graph.Edge{From: node.Draw(t, "from"), To: node.Draw(t, "to"), Weight: float64(rapid.IntRange(1, 5).Draw(t, "weight"))}
	}), 0, 150).Draw(t, "edges")
	return build(t, n, edges, weighted)
}

// distances finds all distances from the nearest source by relaxing every edge n times.
func distances(g *graph.Graph, sources []int32, either bool) []float64 {
	dist := make([]float64, g.N())
	for u := range dist {
		dist[u] = math.Inf(1)
	}
	for _, u := range sources {
		dist[u] = 0
	}
	for range g.N() {
		for _, e := range g.AllEdges() {
			dist[e.To] = min(dist[e.To], dist[e.From]+e.Weight)
			if either {
				dist[e.From] = min(dist[e.From], dist[e.To]+e.Weight)
			}
		}
	}
	return dist
}

func TestBFSAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t, false)
		sources := rapid.SliceOfN(rapid.Int32Range(0, int32(g.N()-1)), 0, 3).Draw(t, "sources")
		radius := rapid.IntRange(0, 4).Draw(t, "radius")
		direction := rapid.SampledFrom([]graph.Direction{graph.Outward, graph.Inward, graph.EitherWay}).Draw(t, "direction")
		res, err := graph.BFS(context.Background(), g, graph.BFSOptions{Sources: sources, Direction: direction, Radius: radius})
		if err != nil {
			t.Fatal(err)
		}
		searched := g
		if direction == graph.Inward {
			searched = g.Reverse()
		}
		var reached []int32
		for u, d := range distances(searched, sources, direction == graph.EitherWay) {
			want := int32(-1)
			if !math.IsInf(d, 1) && (radius == 0 || int(d) <= radius) {
				want = int32(d)
				reached = append(reached, int32(u))
			}
			if res.Dist[u] != want {
				t.Fatalf("node %d of %v: got %d, want %d", u, g.AllEdges(), res.Dist[u], want)
			}
		}
		if !slices.IsSortedFunc(res.Order, func(a, b int32) int { return int(res.Dist[a] - res.Dist[b]) }) {
			t.Fatalf("order %v is not by distance %v", res.Order, res.Dist)
		}
		if slices.Sort(res.Order); !slices.Equal(res.Order, reached) {
			t.Fatalf("reached %v, want %v", res.Order, reached)
		}
	})
}

func TestDijkstraAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t, rapid.Bool().Draw(t, "weighted"))
		d, err := graph.NewDijkstra(g)
		if err != nil {
			t.Fatal(err)
		}
		for s := range int32(g.N()) {
			if err := d.From(context.Background(), s); err != nil {
				t.Fatal(err)
			}
			gonums := path.DijkstraFrom(simple.Node(s), g)
			for u, want := range distances(g, []int32{s}, false) {
				if d.Dist[u] != want || gonums.WeightTo(int64(u)) != want {
					t.Fatalf("from %d to %d of %v: got %v, want %v, gonum %v", s, u, g.AllEdges(), d.Dist[u], want, gonums.WeightTo(int64(u)))
				}
			}
			for i, u := range d.Order {
				if i > 0 && d.Dist[u] < d.Dist[d.Order[i-1]] {
					t.Fatalf("order %v is not by distance %v", d.Order, d.Dist)
				}
			}
		}
	})
}

// TestDistancesLDBC compares with the validation outputs of breadth-first search
// and of shortest paths.
func TestDistancesLDBC(t *testing.T) {
	for _, which := range []string{"dir", "undir", "example-directed", "example-undirected"} {
		source := int64(1)
		if which == "example-undirected" {
			source = 2
		}
		v := graphdata.LDBC(t, "bfs/"+which)
		res, err := graph.BFS(context.Background(), v.Graph, graph.BFSOptions{Sources: []int32{v.Node(t, source)}})
		if err != nil {
			t.Fatal(err)
		}
		for u, want := range v.Floats(t) {
			if got := float64(res.Dist[u]); got != want && !(got == -1 && math.IsInf(want, 1)) {
				t.Errorf("bfs/%s, id %d: got %v, want %v", which, v.IDs[u], got, want)
			}
		}
		v = graphdata.LDBC(t, "sssp/"+which)
		d, err := graph.NewDijkstra(v.Graph)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.From(context.Background(), v.Node(t, source)); err != nil {
			t.Fatal(err)
		}
		for u, want := range v.Floats(t) {
			if got := d.Dist[u]; got != want && !(math.Abs(got-want) <= 1e-4*want) {
				t.Errorf("sssp/%s, id %d: got %v, want %v", which, v.IDs[u], got, want)
			}
		}
	}
}

func TestLongPathAndStar(t *testing.T) {
	const n = 1_000_000
	long, star := make([]graph.Edge, n-1), make([]graph.Edge, n-1)
	for u := range int32(n - 1) {
		long[u], star[u] = graph.Edge{From: u, To: u + 1, Weight: 0.5}, graph.Edge{From: 0, To: u + 1, Weight: 0.5}
	}
	for _, tt := range []struct {
		name  string
		edges []graph.Edge
		want  int32
	}{{"path", long, n - 1}, {"star", star, 1}} {
		g := build(t, n, tt.edges, true)
		res, err := graph.BFS(context.Background(), g, graph.BFSOptions{Sources: []int32{0}})
		if err != nil || res.Dist[n-1] != tt.want || len(res.Order) != n {
			t.Errorf("%s: BFS reaches %d nodes, the last at %d, %v", tt.name, len(res.Order), res.Dist[n-1], err)
		}
		d, err := graph.NewDijkstra(g)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.From(context.Background(), 0); err != nil || d.Dist[n-1] != float64(tt.want)/2 || len(d.Order) != n {
			t.Errorf("%s: Dijkstra reaches %d nodes, the last at %v, %v", tt.name, len(d.Order), d.Dist[n-1], err)
		}
	}
}

func TestSearchErrors(t *testing.T) {
	ctx := context.Background()
	g := build(t, 2, []graph.Edge{{From: 0, To: 1, Weight: 1}}, true)
	for _, u := range []int32{-1, 2} {
		if _, err := graph.BFS(ctx, g, graph.BFSOptions{Sources: []int32{u}}); err == nil {
			t.Errorf("BFS from %d: no error", u)
		}
		if _, err := graph.Ego(ctx, g, graph.EgoOptions{Centers: []int32{u}}); err == nil {
			t.Errorf("Ego of %d: no error", u)
		}
		if d, err := graph.NewDijkstra(g); err != nil || d.From(ctx, u) == nil {
			t.Errorf("Dijkstra from %d: %v, then no error", u, err)
		}
	}
	for _, length := range []float64{0, 1e-101, 1e101} {
		if _, err := graph.NewDijkstra(build(t, 2, []graph.Edge{{From: 0, To: 1, Weight: length}}, true)); err == nil {
			t.Errorf("length %v: no error", length)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := graph.BFS(cancelled, g, graph.BFSOptions{Sources: []int32{0}}); !errors.Is(err, context.Canceled) {
		t.Errorf("BFS: got %v, want context.Canceled", err)
	}
	d, err := graph.NewDijkstra(g)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.From(cancelled, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Dijkstra: got %v, want context.Canceled", err)
	}
	if err := d.From(ctx, 0); err != nil || !slices.Equal(d.Dist, []float64{0, 1}) {
		t.Errorf("after one that was cut short: got %v, %v, want [0 1]", d.Dist, err)
	}
}

func TestEgo(t *testing.T) {
	// 4 -> 3 -> 1 -> 0 <- 2, 0 -> 5, 2 -> 1, and 6 alone.
	g := build(t, 7, []graph.Edge{{From: 4, To: 3, Weight: 2}, {From: 3, To: 1, Weight: 3}, {From: 1, To: 0, Weight: 5}, {From: 2, To: 0, Weight: 7}, {From: 0, To: 5, Weight: 11}, {From: 2, To: 1, Weight: 13}}, true)
	for _, tt := range []struct {
		name  string
		opt   graph.EgoOptions
		nodes []int32
		dist  []int32
		edges []graph.Edge
	}{
		{"those it acts on", graph.EgoOptions{Centers: []int32{0}}, []int32{0, 5}, []int32{0, 1}, []graph.Edge{{From: 0, To: 1, Weight: 11}}},
		{"those that act on it", graph.EgoOptions{Centers: []int32{0}, Direction: graph.Inward}, []int32{0, 1, 2}, []int32{0, 1, 1},
			[]graph.Edge{{From: 1, To: 0, Weight: 5}, {From: 2, To: 0, Weight: 7}, {From: 2, To: 1, Weight: 13}}},
		{"two steps either way", graph.EgoOptions{Centers: []int32{3}, Radius: 2, Direction: graph.EitherWay}, []int32{0, 1, 2, 3, 4}, []int32{2, 1, 2, 0, 1},
			[]graph.Edge{{From: 1, To: 0, Weight: 5}, {From: 2, To: 0, Weight: 7}, {From: 2, To: 1, Weight: 13}, {From: 3, To: 1, Weight: 3}, {From: 4, To: 3, Weight: 2}}},
		{"two centers", graph.EgoOptions{Centers: []int32{6, 4}}, []int32{3, 4, 6}, []int32{1, 0, 0}, []graph.Edge{{From: 1, To: 0, Weight: 2}}},
		{"none", graph.EgoOptions{}, []int32{}, []int32{}, []graph.Edge{}},
	} {
		res, err := graph.Ego(context.Background(), g, tt.opt)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(res.Nodes, tt.nodes) || !slices.Equal(res.Dist, tt.dist) || !slices.Equal(res.Graph.AllEdges(), tt.edges) {
			t.Errorf("%s: got %v at %v, %v; want %v at %v, %v", tt.name, res.Nodes, res.Dist, res.Graph.AllEdges(), tt.nodes, tt.dist, tt.edges)
		}
	}
}
