package analysis

import (
	"context"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// ofNeighbourhood are the measures whose score of a node does not change when nodes and edges
// come that nothing joins to it.
var ofNeighbourhood = []string{"in_degree", "out_degree", "betweenness", "harmonic", "core", "clustering", "triangles"}

// reversed are the columns that change places when every edge is turned round, and those that stay. Hubs and
// authorities are left out: where the largest eigenvalue is repeated, it is the hubs that are settled by a rule.
var reversed = map[string]string{
	"in_degree": "out_degree", "out_degree": "in_degree", "betweenness": "betweenness", "core": "core",
	"clustering": "clustering", "triangles": "triangles", "component": "component", "strong_component": "strong_component",
}

// scores are the measures that chance has no part in.
func scores() (names []string) {
	for _, m := range Measures() {
		switch m.Name {
		case "community", "louvain", "label_propagation":
		default:
			names = append(names, m.Name)
		}
	}
	return names
}

func drawEdges(t *rapid.T, n int, label string) []graph.Edge {
	node := rapid.Int32Range(0, int32(n-1))
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) graph.Edge {
		return graph.Edge{From: node.Draw(t, "from"), To: node.Draw(t, "to")}
	}), 0, 4*n).Draw(t, label)
}

func columnsOf(t *rapid.T, n int, edges []graph.Edge, only []string) map[string]Column {
	g, err := graph.New(n, edges, false)
	if err != nil {
		t.Fatal(err)
	}
	out, err := MeasureAll(context.Background(), &MeasureInput{Graph: g, Workers: 1}, only...)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]Column{}
	for _, c := range out.Columns {
		columns[c.Name] = c
	}
	return columns
}

// alike reports whether b says of node to(u) what a says of u; of groups, which nodes are together.
func alike(a, b Column, to func(u int) int) bool {
	if a.Group != nil {
		for u := range a.Group {
			for v := range u {
				if (a.Group[u] == a.Group[v]) != (b.Group[to(u)] == b.Group[to(v)]) {
					return false
				}
			}
		}
		return true
	}
	for u, x := range a.Score {
		// Where the largest eigenvalue is repeated, or nearly so, vectors are as good as their tolerance.
		if y := b.Score[to(u)]; math.Abs(x-y) > 1e-5*(1+math.Abs(x)) {
			return false
		}
	}
	return true
}

// TestMeasuresRelabelled: what is said of a node does not depend on its number.
func TestMeasuresRelabelled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(t, "n")
		edges := drawEdges(t, n, "edges")
		name := rapid.Permutation(func() (p []int32) {
			for u := range int32(n) {
				p = append(p, u)
			}
			return p
		}()).Draw(t, "name")
		renamed := slices.Clone(edges)
		for i, e := range edges {
			renamed[i] = graph.Edge{From: name[e.From], To: name[e.To]}
		}
		a, b := columnsOf(t, n, edges, scores()), columnsOf(t, n, renamed, scores())
		for what := range a {
			if !alike(a[what], b[what], func(u int) int { return int(name[u]) }) {
				t.Errorf("%s: %v, renamed by %v %v", what, a[what], name, b[what])
			}
		}
	})
}

// TestMeasuresUnion: what goes on elsewhere does not change what is said of a node by its neighbourhood.
func TestMeasuresUnion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 10).Draw(t, "n"), rapid.IntRange(1, 10).Draw(t, "m")
		edges, more := drawEdges(t, n, "edges"), drawEdges(t, m, "more")
		both := slices.Clone(edges)
		for _, e := range more {
			both = append(both, graph.Edge{From: e.From + int32(n), To: e.To + int32(n)})
		}
		a, b := columnsOf(t, n, edges, ofNeighbourhood), columnsOf(t, n+m, both, ofNeighbourhood)
		for what := range a {
			if !alike(a[what], b[what], func(u int) int { return u }) {
				t.Errorf("%s: %v, beside another network %v", what, a[what], b[what])
			}
		}
	})
}

// TestMeasuresReversed turns every edge round.
func TestMeasuresReversed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 14).Draw(t, "n")
		edges := drawEdges(t, n, "edges")
		turned := slices.Clone(edges)
		for i, e := range edges {
			turned[i] = graph.Edge{From: e.To, To: e.From}
		}
		only := []string{"in_degree", "out_degree", "betweenness", "core", "clustering", "triangles", "component", "strong_component"}
		a, b := columnsOf(t, n, edges, only), columnsOf(t, n, turned, only)
		for what, other := range reversed {
			if !alike(a[what], b[other], func(u int) int { return u }) {
				t.Errorf("%s: %v, %s turned round %v", what, a[what], other, b[other])
			}
		}
	})
}
