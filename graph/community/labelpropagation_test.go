package community

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func cdlp(t interface{ Fatal(...any) }, g *graph.Graph, opt CDLPOptions) []int32 {
	label, err := CDLP(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return label
}

// TestCDLPValidation compares with the outputs of LDBC Graphalytics.
func TestCDLPValidation(t *testing.T) {
	for name, iterations := range map[string]int{"dir": 5, "undir": 5, "example-directed": 2, "example-undirected": 2} {
		v := graphdata.LDBC(t, "cdlp/"+name)
		for _, workers := range []int{1, 2, 8} {
			got := cdlp(t, v.Graph, CDLPOptions{Iterations: iterations, Workers: workers})
			for u, want := range v.Nodes(t) {
				if got[u] != want {
					t.Fatalf("%s: node %d: got label %d, want %d", name, v.IDs[u], v.IDs[got[u]], v.IDs[want])
				}
			}
		}
	}
}

// TestCDLPAgainstSlow counts labels in maps; and weights, and the direction of edges,
// make no difference.
func TestCDLPAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		iterations := rapid.IntRange(1, 6).Draw(t, "iterations")
		want := identity(g.N())
		for range iterations {
			before := slices.Clone(want)
			for u := range want {
				count := map[int32]int{}
				for _, v := range slices.Concat(g.Out(int32(u)), g.In(int32(u))) {
					count[before[v]]++
				}
				for l := range int32(g.N()) {
					if count[l] > count[want[u]] || count[l] == count[want[u]] && count[l] > 0 && l < want[u] {
						want[u] = l
					}
				}
			}
		}
		for name, g := range map[string]*graph.Graph{"graph": g, "reverse": g.Reverse()} {
			if got := cdlp(t, g, CDLPOptions{Iterations: iterations}); !slices.Equal(got, want) {
				t.Fatalf("%s of %v: got %v, want %v", name, g.AllEdges(), got, want)
			}
		}
	})
}

// TestLabelPropagationSettles: every node ends with a label that none of its
// neighbours' outweighs, and no label passes where no edge does.
func TestLabelPropagationSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		d, err := LabelPropagation(context.Background(), g, LabelPropagationOptions{Seed: rapid.Uint64().Draw(t, "seed")})
		if err != nil {
			t.Fatal(err)
		}
		s := g.Undirected()
		wcc := weakOf(t, g)
		for u := range int32(g.N()) {
			weight := make([]float64, len(d.Sizes))
			for i, v := range s.Out(u) {
				if v != u {
					weight[d.Group[v]] += s.OutWeights(u)[i]
				}
			}
			if own := weight[d.Group[u]]; own < slices.Max(weight) {
				t.Fatalf("%v: node %d of %v has weight %v to its group, to another %v", g.AllEdges(), u, d.Group, own, slices.Max(weight))
			}
			if first := slices.Index(d.Group, d.Group[u]); wcc.Group[first] != wcc.Group[u] {
				t.Fatalf("%v: group %d spans components", g.AllEdges(), d.Group[u])
			}
		}
	})
}

func TestLabelPropagationShapes(t *testing.T) {
	const n = 100_000
	var star, path []graph.Edge
	for u := int32(1); u < n; u++ {
		star = append(star, graph.Edge{From: u, To: 0})
		path = append(path, graph.Edge{From: u - 1, To: u})
	}
	for _, tt := range []struct {
		name   string
		n      int
		edges  []graph.Edge
		groups int // 0: any
	}{{"no node", 0, nil, 0}, {"one node", 1, nil, 1}, {"self-loops", 2, []graph.Edge{{}, {From: 1, To: 1}}, 2}, {"star", n, star, 1}, {"path", n, path, 0}} {
		g := build(t, tt.n, tt.edges, false)
		d, err := LabelPropagation(t.Context(), g, LabelPropagationOptions{})
		if err != nil || len(d.Group) != tt.n || tt.groups > 0 && len(d.Sizes) != tt.groups {
			t.Errorf("%s: %d groups of %d nodes, error %v", tt.name, len(d.Sizes), len(d.Group), err)
		}
		if got := cdlp(t, g, CDLPOptions{}); len(got) != tt.n {
			t.Errorf("%s: %d labels", tt.name, len(got))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := build(t, n, path, false)
	if _, err := LabelPropagation(ctx, g, LabelPropagationOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	if _, err := CDLP(ctx, g, CDLPOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("CDLP cancelled: got %v", err)
	}
}
