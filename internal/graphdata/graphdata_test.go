package graphdata

import (
	"math"
	"slices"
	"testing"
)

// TestLoad compares with the numbers of nodes and links that are published of these graphs; of
// polblogs the loops and double links of the file are joined.
func TestLoad(t *testing.T) {
	for _, tt := range []struct {
		name  string
		n, m  int // links of undirected graphs
		loops int
	}{
		{"karate", 34, 78, 0}, {"lesmis", 77, 254, 0}, {"jazz", 198, 2742, 0}, {"celegans_metabolic", 453, 2025, 0}, {"polblogs", 1490, 16715, 0}, {"power", 4941, 6594, 0},
	} {
		g := Load(t, tt.name)
		if g.N() != tt.n || g.M() != 2*tt.m || g.SelfLoops() != tt.loops {
			t.Errorf("%s: %d nodes, %d arcs, %d loops; want %d, %d, %d", tt.name, g.N(), g.M(), g.SelfLoops(), tt.n, 2*tt.m, tt.loops)
		}
		for u := range int32(g.N()) {
			if !slices.Equal(g.Out(u), g.In(u)) {
				t.Fatalf("%s: node %d has other links out than in", tt.name, u)
			}
		}
	}
	if g := Load(t, "wiki-Vote"); g.N() != 7115 || g.M() != 103689 {
		t.Errorf("wiki-Vote: %d nodes, %d edges; want 7115, 103689", g.N(), g.M())
	}
	if g := Load(t, "lesmis"); g.Total() != 2*820 {
		t.Errorf("lesmis: links weigh %v, want 820 both ways", g.Total())
	}
}

func TestLDBC(t *testing.T) {
	for _, algorithm := range []string{"bfs", "cdlp", "lcc", "pr", "sssp", "wcc", "ffm"} {
		for _, which := range []string{"dir", "undir", "example-directed", "example-undirected"} {
			if algorithm == "ffm" && which[0] == 'e' {
				continue
			}
			v := LDBC(t, algorithm+"/"+which)
			if v.Graph.N() == 0 || v.Graph.M() == 0 || len(v.IDs) != v.Graph.N() || v.Graph.Weighted() != (algorithm == "sssp") {
				t.Errorf("%s/%s: %d nodes, %d edges, %d ids", algorithm, which, v.Graph.N(), v.Graph.M(), len(v.IDs))
			}
			if i := slices.Index(v.Out, ""); i >= 0 {
				t.Errorf("%s/%s: node %d has no output", algorithm, which, v.IDs[i])
			}
			switch algorithm {
			case "cdlp", "wcc":
				v.Nodes(t)
			case "ffm":
			default:
				v.Floats(t)
			}
			for u := range int32(v.Graph.N()) {
				if (which == "undir" || which == "example-undirected") && !slices.Equal(v.Graph.Out(u), v.Graph.In(u)) {
					t.Errorf("%s/%s: node %d has other links out than in", algorithm, which, v.IDs[u])
				}
			}
		}
	}
	v := LDBC(t, "bfs/example-directed")
	if d := v.Floats(t); d[v.Node(t, 1)] != 0 || !math.IsInf(d[v.Node(t, 2)], 1) {
		t.Errorf("distances of the example: %v", d)
	}
}
