package graph

import (
	"math"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/testgraph"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro"
)

func TestNewByHand(t *testing.T) {
	// 0 -> 1 (twice), 0 -> 2, 2 -> 0, 1 -> 1, given out of order; 3 is alone.
	edges := []Edge{{2, 0, 5}, {0, 2, 1}, {0, 1, 2}, {1, 1, 4}, {0, 1, 3}}
	g, err := New(4, edges, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []Edge{{0, 1, 5}, {0, 2, 1}, {1, 1, 4}, {2, 0, 5}}
	if got := g.AllEdges(); !slices.Equal(got, want) {
		t.Errorf("edges of %v: got %v, want %v", edges, got, want)
	}
	if got := g.In(1); !slices.Equal(got, []int32{0, 1}) {
		t.Errorf("In(1): got %v, want [0 1]", got)
	}
	if got := g.InWeights(1); !slices.Equal(got, []float64{5, 4}) {
		t.Errorf("InWeights(1): got %v, want [5 4]", got)
	}
	if g.N() != 4 || g.M() != 4 || g.SelfLoops() != 1 || g.Total() != 15 {
		t.Errorf("N, M, SelfLoops, Total: got %d %d %d %v, want 4 4 1 15", g.N(), g.M(), g.SelfLoops(), g.Total())
	}
	s := g.Undirected()
	wantS := []Edge{{0, 1, 5}, {0, 2, 6}, {1, 0, 5}, {1, 1, 8}, {2, 0, 6}}
	if got := s.AllEdges(); !slices.Equal(got, wantS) {
		t.Errorf("undirected view: got %v, want %v", got, wantS)
	}
	if plain, _ := New(4, edges, false); plain.M() != 4 || plain.EdgeWeight(0, 1) != 1 || plain.EdgeWeight(3, 0) != 0 {
		t.Errorf("unweighted: got %v", plain.AllEdges())
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name  string
		n     int
		edges []Edge
	}{
		{"negative order", -1, nil},
		{"source too large", 2, []Edge{{2, 0, 1}}},
		{"negative target", 2, []Edge{{0, -1, 1}}},
		{"edge without nodes", 0, []Edge{{0, 0, 1}}},
		{"NaN weight", 2, []Edge{{0, 1, math.NaN()}}},
		{"infinite weight", 2, []Edge{{0, 1, math.Inf(1)}}},
		{"negative weight", 2, []Edge{{0, 1, -1}}},
	}
	if n := uint64(math.MaxInt32 + 1); uint64(int(n)) == n && int(n) > 0 { // an int of 64 bits
		if _, err := New(int(n), nil, true); err == nil {
			t.Errorf("New(%d): got no error", n)
		}
	}
	for _, tt := range tests {
		if g, err := New(tt.n, tt.edges, true); err == nil {
			t.Errorf("%s: New(%d, %v): got %v, want an error", tt.name, tt.n, tt.edges, g)
		}
	}
}

// TestNewAgainstMap compares rows with a map of edges on random graphs.
func TestNewAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		node := rapid.Int32Range(0, int32(n-1))
		edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Edge {
			return Edge{node.Draw(t, "from"), node.Draw(t, "to"), float64(rapid.IntRange(0, 9).Draw(t, "weight"))}
		}), 0, 60).Draw(t, "edges")
		type pair struct{ u, v int32 }
		want := map[pair]float64{}
		for _, e := range edges {
			want[pair{e.From, e.To}] += e.Weight
		}
		g, err := New(n, edges, true)
		if err != nil {
			t.Fatal(err)
		}
		s, r := g.Undirected(), g.Reverse()
		m := 0
		for u := range int32(n) {
			if !slices.IsSorted(g.Out(u)) || !slices.IsSorted(g.In(u)) || !slices.Equal(r.Out(u), g.In(u)) {
				t.Fatalf("rows of %d: out %v, in %v, reversed out %v", u, g.Out(u), g.In(u), r.Out(u))
			}
			for v := range int32(n) {
				w, has := want[pair{u, v}]
				if has {
					m++
				}
				if g.HasEdge(u, v) != has || g.EdgeWeight(u, v) != w || r.EdgeWeight(v, u) != w {
					t.Fatalf("edge %d-%d of %v: got %v %v, want %v %v", u, v, edges, g.HasEdge(u, v), g.EdgeWeight(u, v), has, w)
				}
				if got, both := s.EdgeWeight(u, v), w+want[pair{v, u}]; got != both {
					t.Fatalf("undirected edge %d-%d of %v: got %v, want %v", u, v, edges, got, both)
				}
			}
		}
		if g.M() != m {
			t.Fatalf("M of %v: got %d, want %d", edges, g.M(), m)
		}
	})
}

func TestEdgeCases(t *testing.T) {
	var zero Graph
	if zero.N() != 0 || zero.M() != 0 || zero.Nodes().Len() != 0 || zero.Undirected().N() != 0 {
		t.Errorf("zero Graph: got %d nodes, %d edges", zero.N(), zero.M())
	}
	g := FromLists(2, []adentro.List{
		{Owner: 1, Kind: adentro.Followers, Members: []int32{0, 7, -1}}, {Owner: 0, Kind: adentro.Following, Members: []int32{1, 9}},
		{Owner: 7, Kind: adentro.Following, Members: []int32{1}}, {Owner: 0, Members: []int32{1}},
	})
	if got := g.AllEdges(); !slices.Equal(got, []Edge{{0, 1, 1}}) {
		t.Errorf("follows outside the graph: got %v, want the one inside", got)
	}
	if w, ok := g.Weight(5, 5); ok || !math.IsInf(w, 1) {
		t.Errorf("Weight(5, 5) of 2 nodes: got %v %v, want +Inf false", w, ok)
	}
}

// gonumBuilder makes a Graph for gonum's conformance suite. The suite's ids are
// renumbered 0..n-1, as a Graph needs them.
func gonumBuilder(loops bool) testgraph.Builder {
	return func(nodes []gonum.Node, edges []testgraph.WeightedLine, _, _ float64) (gonum.Graph, []gonum.Node, []testgraph.Edge, float64, float64, bool) {
		index := map[int64]int32{}
		var ids []int64
		note := func(n gonum.Node) {
			if _, ok := index[n.ID()]; !ok {
				index[n.ID()] = 0
				ids = append(ids, n.ID())
			}
		}
		for _, n := range nodes {
			note(n)
		}
		for _, e := range edges {
			note(e.From())
			note(e.To())
		}
		slices.Sort(ids)
		var wantNodes []gonum.Node
		for i, id := range ids {
			index[id] = int32(i)
			wantNodes = append(wantNodes, simple.Node(i))
		}
		var list []Edge
		for _, e := range edges {
			if !loops && e.From().ID() == e.To().ID() {
				return nil, nil, nil, 0, 0, false
			}
			list = append(list, Edge{index[e.From().ID()], index[e.To().ID()], e.Weight()})
		}
		g, err := New(len(ids), list, true)
		if err != nil {
			return nil, nil, nil, 0, 0, false
		}
		// Edges that the suite gives twice are one edge of both weights here.
		var wantEdges []testgraph.Edge
		for _, e := range g.AllEdges() {
			wantEdges = append(wantEdges, simple.WeightedEdge{F: simple.Node(e.From), T: simple.Node(e.To), W: e.Weight})
		}
		return g, wantNodes, wantEdges, 0, math.Inf(1), true
	}
}

// TestGonumSuite runs gonum's own suite. A Graph keeps self-loops, whose
// weight is then the edge's; the suite's Weight test wants one fixed weight from every
// node to itself, so it skips the cases that have a self-loop.
func TestGonumSuite(t *testing.T) {
	t.Run("nodes", func(t *testing.T) { testgraph.ReturnAllNodes(t, gonumBuilder(true), true) })
	t.Run("node slice", func(t *testing.T) { testgraph.ReturnNodeSlice(t, gonumBuilder(true), true) })
	t.Run("node existence", func(t *testing.T) { testgraph.NodeExistence(t, gonumBuilder(true)) })
	t.Run("edges", func(t *testing.T) { testgraph.ReturnAllWeightedEdges(t, gonumBuilder(true), true) })
	t.Run("edge slice", func(t *testing.T) { testgraph.ReturnWeightedEdgeSlice(t, gonumBuilder(true), true) })
	t.Run("edge existence", func(t *testing.T) { testgraph.EdgeExistence(t, gonumBuilder(true), true) })
	t.Run("neighbours", func(t *testing.T) { testgraph.ReturnAdjacentNodes(t, gonumBuilder(true), true, true) })
	t.Run("weight", func(t *testing.T) { testgraph.Weight(t, gonumBuilder(false)) })
}
