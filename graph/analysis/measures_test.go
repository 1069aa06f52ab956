package analysis

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// triangle returns 0 -> 1 -> 2 -> 0 and the pair 3 <-> 4, of which 4 has a self-loop.
func triangle(t *testing.T) *graph.Graph {
	t.Helper()
	g, err := graph.New(5, []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 3, To: 4}, {From: 4, To: 3}, {From: 4, To: 4}}, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestMeasures(t *testing.T) {
	out, err := MeasureAll(context.Background(), &MeasureInput{Graph: triangle(t)}, "betweenness", "component", "in_degree")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range out.Columns {
		names = append(names, c.Name)
	}
	if want := []string{"in_degree", "betweenness", "component"}; !slices.Equal(names, want) {
		t.Fatalf("columns: got %v, want %v", names, want)
	}
	if got := out.Columns[0].Score; !slices.Equal(got, []float64{1, 1, 1, 1, 2}) {
		t.Errorf("in-degrees: %v", got)
	}
	if got := out.Columns[1].Score; !slices.Equal(got, []float64{1, 1, 1, 0, 0}) {
		t.Errorf("betweenness: %v", got)
	}
	if got := out.Columns[2].Group; !slices.Equal(got, []int32{0, 0, 0, 1, 1}) {
		t.Errorf("components: %v", got)
	}
	facts := map[string]float64{}
	for _, f := range out.Facts {
		facts[f.Name] = f.Value
	}
	for name, want := range map[string]float64{"network_nodes": 5, "network_edges": 6, "self_loops": 1, "reciprocity": 0.4, "components": 2, "largest_component": 3} {
		if facts[name] != want {
			t.Errorf("%s: got %v, want %v", name, facts[name], want)
		}
	}
}

// TestMeasuresTable: every measure has a name for a flag, a line of help, and columns of one value a node, also
// for networks of no node, of one, and of a node that is linked only with itself; the same for any number of workers.
func TestMeasuresTable(t *testing.T) {
	var graphs []*graph.Graph
	for n, edges := range [][]graph.Edge{{}, {}, {{From: 0, To: 1}, {From: 0, To: 0}}} {
		g, err := graph.New(n, edges, false)
		if err != nil {
			t.Fatal(err)
		}
		graphs = append(graphs, g)
	}
	graphs = append(graphs, triangle(t))
	seen := map[string]bool{}
	for _, m := range Measures() {
		if !regexp.MustCompile(`^[a-z][a-z_]*$`).MatchString(m.Name) || seen[m.Name] || m.Help == "" || strings.Contains(m.Help, "\n") {
			t.Errorf("measure %q, help %q", m.Name, m.Help)
		}
		seen[m.Name] = true
		for _, g := range graphs {
			var first []Column
			sizes, err := MeasureAll(context.Background(), &MeasureInput{Graph: g}, "in_degree")
			if err != nil {
				t.Fatal(err)
			}
			for _, workers := range []int{1, 8} {
				out, err := MeasureAll(context.Background(), &MeasureInput{Graph: g, Seed: 1, Workers: workers}, m.Name)
				if err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = out.Columns
				}
				if len(out.Columns) == 0 && g.N() > 0 && len(out.Facts) == len(sizes.Facts) {
					t.Errorf("%s: no column and no fact", m.Name)
				}
				for i, c := range out.Columns {
					if c.Name == "" || max(len(c.Score), len(c.Group)) != g.N() || slices.ContainsFunc(c.Score, math.IsNaN) {
						t.Errorf("%s of %d nodes: column %+v", m.Name, g.N(), c)
					}
					if !slices.Equal(c.Score, first[i].Score) || !slices.Equal(c.Group, first[i].Group) {
						t.Errorf("%s: %d workers give %+v, one %+v", m.Name, workers, c, first[i])
					}
				}
			}
		}
	}
	if _, err := MeasureAll(context.Background(), &MeasureInput{Graph: graphs[0]}, "beauty"); err == nil || !strings.Contains(err.Error(), "pagerank") {
		t.Errorf("a measure that does not exist: %v", err)
	}
}
