package community

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/topo"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func weakOf(t interface{ Fatal(...any) }, g *graph.Graph) Division {
	d, err := WeakComponents(context.Background(), g, ComponentsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func strongOf(t interface{ Fatal(...any) }, g *graph.Graph) Division {
	d, err := StrongComponents(context.Background(), g, ComponentsOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func same(a, b Division) bool {
	return slices.Equal(a.Group, b.Group) && slices.Equal(a.Sizes, b.Sizes)
}

// slowGroups numbers the groups of an equivalence in the promised order.
func slowGroups(n int, together func(u, v int) bool) Division {
	d := Division{Group: make([]int32, n), Sizes: []int{}}
	var firsts []int
	size := func(u int) (s int) {
		for v := range n {
			if together(u, v) {
				s++
			}
		}
		return s
	}
	for u := range n {
		first := true
		for v := range u {
			first = first && !together(u, v)
		}
		if first {
			firsts = append(firsts, u)
		}
	}
	slices.SortStableFunc(firsts, func(a, b int) int { return size(b) - size(a) })
	for i, f := range firsts {
		d.Sizes = append(d.Sizes, size(f))
		for u := range n {
			if together(f, u) {
				d.Group[u] = int32(i)
			}
		}
	}
	return d
}

// reaches returns whether a path runs from u to v, by Warshall's algorithm.
func reaches(g *graph.Graph, bothWays bool) [][]bool {
	n := g.N()
	r := make([][]bool, n)
	for u := range r {
		r[u] = make([]bool, n)
		r[u][u] = true
	}
	for _, e := range g.AllEdges() {
		r[e.From][e.To] = true
		if bothWays {
			r[e.To][e.From] = true
		}
	}
	for k := range n {
		for u := range n {
			for v := range n {
				r[u][v] = r[u][v] || r[u][k] && r[k][v]
			}
		}
	}
	return r
}

func TestComponentsAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		weak, strong := reaches(g, true), reaches(g, false)
		want := slowGroups(g.N(), func(u, v int) bool { return weak[u][v] })
		if got := weakOf(t, g); !same(got, want) {
			t.Fatalf("weak components of %v: got %v, want %v", g.AllEdges(), got, want)
		}
		want = slowGroups(g.N(), func(u, v int) bool { return strong[u][v] && strong[v][u] })
		if got := strongOf(t, g); !same(got, want) {
			t.Fatalf("strong components of %v: got %v, want %v", g.AllEdges(), got, want)
		}
		if got := strongOf(t, g.Reverse()); !same(got, want) {
			t.Fatalf("strong components of the reverse of %v: got %v, want %v", g.AllEdges(), got, want)
		}
		if got := topo.TarjanSCC(g); len(got) != len(want.Sizes) {
			t.Fatalf("%v: gonum has %d strong components, we %d", g.AllEdges(), len(got), len(want.Sizes))
		}
	})
}

// TestStrongByHand: two triangles 0,1,2 and 3,4,5 with an edge one way, a way back that
// ends before it arrives, and 7, which only leads in.
func TestStrongByHand(t *testing.T) {
	g := build(t, 8, []graph.Edge{
		{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 2, To: 3}, {From: 3, To: 4}, {From: 4, To: 5}, {From: 5, To: 3}, {From: 5, To: 6}, {From: 7, To: 0}, {From: 6, To: 6},
	}, false)
	got := strongOf(t, g)
	want := Division{Group: []int32{0, 0, 0, 1, 1, 1, 2, 3}, Sizes: []int{3, 3, 1, 1}}
	if !same(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestWikiVote compares with https://snap.stanford.edu/data/wiki-Vote.html: the largest weak
// component has 7066 nodes, the largest strong one 1300.
func TestWikiVote(t *testing.T) {
	g := graphdata.Load(t, "wiki-Vote")
	if got := weakOf(t, g).Sizes[0]; got != 7066 {
		t.Errorf("largest weak component: %d nodes, want 7066", got)
	}
	if got := strongOf(t, g).Sizes[0]; got != 1300 {
		t.Errorf("largest strong component: %d nodes, want 1300", got)
	}
}

func TestComponentsOfLongShapes(t *testing.T) {
	const n = 1_000_000
	line := make([]graph.Edge, n-1)
	star := make([]graph.Edge, n-1)
	for i := range int32(n - 1) {
		line[i], star[i] = graph.Edge{From: i, To: i + 1}, graph.Edge{From: i + 1}
	}
	path := build(t, n, line, false)
	circle := build(t, n, append(line, graph.Edge{From: n - 1, To: 0}), false)
	for _, tt := range []struct {
		name         string
		g            *graph.Graph
		weak, strong int // groups
	}{
		{"path", path, 1, n},
		{"path backwards", path.Reverse(), 1, n},
		{"path both ways", path.Undirected(), 1, 1},
		{"circle", circle, 1, 1},
		{"star", build(t, n, star, false), 1, n},
		{"nodes alone", build(t, n, nil, false), n, n},
		{"no node", build(t, 0, nil, false), 0, 0},
	} {
		weak, strong := weakOf(t, tt.g), strongOf(t, tt.g)
		if len(weak.Sizes) != tt.weak || len(strong.Sizes) != tt.strong {
			t.Errorf("%s: %d weak and %d strong components, want %d and %d", tt.name, len(weak.Sizes), len(strong.Sizes), tt.weak, tt.strong)
		}
		if tt.strong == n && (strong.Group[0] != 0 || strong.Group[n-1] != n-1) {
			t.Errorf("%s: groups of one are not numbered by their nodes", tt.name)
		}
	}
}

func TestComponentsForAnyWorkers(t *testing.T) {
	// Many components of all sizes: 1.2 edges a node.
	g := graphdata.RMAT(t, 50_000, 60_000, 3)
	want := weakOf(t, g)
	strong := strongOf(t, g)
	for _, workers := range []int{1, 2, 8} {
		got, err := WeakComponents(context.Background(), g, ComponentsOptions{Workers: workers})
		if err != nil || !same(got, want) {
			t.Errorf("%d workers: weak components differ, error %v", workers, err)
		}
		got, err = StrongComponents(context.Background(), g, ComponentsOptions{Workers: workers})
		if err != nil || !same(got, strong) {
			t.Errorf("%d workers: strong components differ, error %v", workers, err)
		}
	}
	if len(want.Sizes) < 1000 || want.Sizes[0] < 1000 {
		t.Errorf("%d components, the largest of %d nodes: no test of anything", len(want.Sizes), want.Sizes[0])
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := WeakComponents(ctx, g, ComponentsOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("weak components, cancelled: got %v", err)
	}
	if _, err := StrongComponents(ctx, g, ComponentsOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("strong components, cancelled: got %v", err)
	}
}
