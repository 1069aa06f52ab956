package community

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	oracle "gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
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

func drawGraph(t *rapid.T, loops bool) *graph.Graph {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	node := rapid.Int32Range(0, int32(n-1))
	var edges []graph.Edge
	for range rapid.IntRange(0, 90).Draw(t, "m") {
		e := graph.Edge{From: node.Draw(t, "from"), To: node.Draw(t, "to"), Weight: float64(rapid.IntRange(1, 4).Draw(t, "weight"))}
		if loops || e.From != e.To {
			edges = append(edges, e)
		}
	}
	return build(t, n, edges, true)
}

// undirected copies the undirected view for gonum, without self-loops.
func undirected(g *graph.Graph) *simple.WeightedUndirectedGraph {
	o := simple.NewWeightedUndirectedGraph(0, 0)
	for u := range g.N() {
		o.AddNode(simple.Node(u))
	}
	for _, e := range g.Undirected().AllEdges() {
		if e.From < e.To {
			o.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(e.From), T: simple.Node(e.To), W: e.Weight})
		}
	}
	return o
}

func nodesOf(d Division) [][]gonum.Node {
	groups := make([][]gonum.Node, len(d.Sizes))
	for u, c := range d.Group {
		groups[c] = append(groups[c], simple.Node(u))
	}
	return groups
}

func louvainOf(t interface{ Fatal(...any) }, g *graph.Graph, opt LouvainOptions) Division {
	d, err := Louvain(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestByHand(t *testing.T) {
	// A triangle 3,4,5, an edge 1-2, and 0 and 6 alone, 6 with a self-loop.
	g := build(t, 7, []graph.Edge{{From: 5, To: 3}, {From: 3, To: 4}, {From: 4, To: 5}, {From: 2, To: 1}, {From: 6, To: 6}}, false)
	want := []int32{2, 1, 1, 0, 0, 0, 3}
	for name, d := range map[string]Division{"components": weakOf(t, g), "Louvain": louvainOf(t, g, LouvainOptions{})} {
		if !slices.Equal(d.Group, want) || !slices.Equal(d.Sizes, []int{3, 2, 1, 1}) {
			t.Errorf("%s: got %v, sizes %v, want %v, sizes [3 2 1 1]", name, d.Group, d.Sizes, want)
		}
	}
	// Two triangles joined by one edge: Q = 2·(6/14 - (7/14)²) = 5/14.
	two := []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 3, To: 4}, {From: 4, To: 5}, {From: 5, To: 3}, {From: 2, To: 3}}
	g = build(t, 6, two, false)
	d := louvainOf(t, g, LouvainOptions{})
	if q := Modularity(g, d.Group, 1); !slices.Equal(d.Group, []int32{0, 0, 0, 1, 1, 1}) || math.Abs(q-5.0/14) > 1e-12 {
		t.Errorf("two triangles: got %v with Q %v, want halves with Q %v", d.Group, q, 5.0/14)
	}
	single := []int32{0, 1, 2, 3, 4, 5}
	alone := []int32{-1, -1, -1, -1, -1, -1}
	if a, b := Modularity(g, single, 1), Modularity(g, alone, 1); math.Abs(a-b) > 1e-12 {
		t.Errorf("groups of one: Q %v, the same by negative groups: %v", a, b)
	}
}

func TestShapes(t *testing.T) {
	var star, path, loops []graph.Edge
	for u := int32(1); u < 100000; u++ {
		star = append(star, graph.Edge{From: u, To: 0})
		path = append(path, graph.Edge{From: u - 1, To: u})
	}
	loops = []graph.Edge{{From: 0, To: 0}, {From: 1, To: 1}}
	tests := []struct {
		name       string
		n          int
		edges      []graph.Edge
		components int
	}{
		{"no node", 0, nil, 0},
		{"one node", 1, nil, 1},
		{"self-loops only", 2, loops, 2},
		{"star", 100000, star, 1},
		{"long path", 100000, path, 1},
	}
	for _, tt := range tests {
		g := build(t, tt.n, tt.edges, false)
		if got := len(weakOf(t, g).Sizes); got != tt.components {
			t.Errorf("%s: %d components, want %d", tt.name, got, tt.components)
		}
		d := louvainOf(t, g, LouvainOptions{})
		if q := Modularity(g, d.Group, 1); !(q >= -1 && q <= 1) || len(d.Group) != tt.n {
			t.Errorf("%s: Q %v over %d nodes", tt.name, q, len(d.Group))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Louvain(ctx, build(t, 3, path[:2], false), LouvainOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
}

func TestComponentsAgainstGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		d := weakOf(t, g)
		cc := topo.ConnectedComponents(undirected(g))
		if len(cc) != len(d.Sizes) || !slices.IsSortedFunc(d.Sizes, func(a, b int) int { return b - a }) {
			t.Fatalf("%v: got sizes %v, gonum has %d components", g.AllEdges(), d.Sizes, len(cc))
		}
		for _, nodes := range cc {
			for _, n := range nodes {
				if d.Group[n.ID()] != d.Group[nodes[0].ID()] {
					t.Fatalf("%v: nodes %d and %d apart", g.AllEdges(), n.ID(), nodes[0].ID())
				}
			}
		}
	})
}

func TestModularityAgainstGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		if g.M() == 0 {
			return
		}
		d := louvainOf(t, g, LouvainOptions{Seed: rapid.Uint64().Draw(t, "seed")})
		for _, gamma := range []float64{1, 0.5, 2} {
			got, want := Modularity(g, d.Group, gamma), oracle.Q(undirected(g), nodesOf(d), gamma)
			if math.Abs(got-want) > 1e-9 {
				t.Fatalf("Q of %v at γ %v: got %v, gonum %v", g.AllEdges(), gamma, got, want)
			}
		}
	})
}

// TestLouvainAgainstTrivial: Louvain is greedy, but never worse than all nodes
// in one group or each alone, and joins no nodes that no path joins.
func TestLouvainAgainstTrivial(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		d := louvainOf(t, g, LouvainOptions{})
		q := Modularity(g, d.Group, 1)
		single := make([]int32, g.N())
		for u := range single {
			single[u] = int32(u)
		}
		if one, each := Modularity(g, make([]int32, g.N()), 1), Modularity(g, single, 1); q < one-1e-9 || q < each-1e-9 {
			t.Fatalf("Q of %v: %v; all in one %v, each alone %v", g.AllEdges(), q, one, each)
		}
		wcc := weakOf(t, g)
		for u, c := range d.Group {
			first := slices.Index(d.Group, c)
			if wcc.Group[u] != wcc.Group[first] {
				t.Fatalf("%v: community %d spans components", g.AllEdges(), c)
			}
		}
	})
}

// TestResolution checks that γ moves between few and many communities.
func TestResolution(t *testing.T) {
	g := graphdata.Load(t, "karate")
	few, many := louvainOf(t, g, LouvainOptions{Resolution: 0.1}), louvainOf(t, g, LouvainOptions{Resolution: 5})
	if len(few.Sizes) >= len(many.Sizes) {
		t.Errorf("communities of karate: %d at γ 0.1, %d at γ 5", len(few.Sizes), len(many.Sizes))
	}
}

// TestLouvainPublished compares with published maxima of modularity: karate
// 0.4198 and jazz 0.4451 (Aloise et al. 2010, doi:10.1103/PhysRevE.82.046112 for karate;
// Duch & Arenas 2005, doi:10.1103/PhysRevE.72.027104), of which Louvain reaches
// 0.4188 on karate in the order of index and 0.4172 with the nodes of most edges first.
func TestLouvainPublished(t *testing.T) {
	tests := []struct {
		file  string
		least float64
		most  float64
	}{
		{"karate", 0.4150, 0.4198},
		{"jazz", 0.4400, 0.4452},
		{"celegans_metabolic", 0.4300, 0.4534},
	}
	for _, tt := range tests {
		g := graphdata.Load(t, tt.file)
		d := louvainOf(t, g, LouvainOptions{})
		q := Modularity(g, d.Group, 1)
		t.Logf("%s: Q %.4f, %d communities", tt.file, q, len(d.Sizes))
		if q < tt.least || q > tt.most+5e-5 {
			t.Errorf("%s: Q %.4f, want between %v and %v", tt.file, q, tt.least, tt.most)
		}
		gonums := oracle.Q(undirected(g), oracle.Modularize(undirected(g), 1, rand.NewPCG(1, 1)).Communities(), 1)
		if q < gonums-0.01 {
			t.Errorf("%s: Q %.4f, gonum reaches %.4f", tt.file, q, gonums)
		}
	}
}
