package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/centrality"
	"github.com/seed-1b5e0f84/adentro/graph/community"
)

// A Measure is one row of the table of what can be asked of every node of a network.
type Measure struct {
	Name string // flag value, and name of the column
	Help string // one line
	Run  func(ctx context.Context, in *MeasureInput, out *Result) error
}

// Measures returns the measures in help order. Adding one is one line here, and for a kernel with options
// or an error a Run that calls it and adds its columns, facts and warnings to the Result. A column
// without a name gets that of the measure.
func Measures() []Measure {
	return []Measure{
		{"in_degree", "edges that end in the node", plain(centrality.InDegree)},
		{"out_degree", "edges that begin in the node", plain(centrality.OutDegree)},
		{"pagerank", "share of time that a reader who follows edges spends at the node", measurePageRank},
		{"hits", "hubs and authorities: good hubs point to good authorities", measureHITS},
		{"eigenvector", "importance by the importance of those that point to the node", measureEigenvector},
		{"katz", "ways of any length that end in the node, long ones for less", measureKatz},
		{"betweenness", "shortest paths between others through the node; estimated on large networks", measureBetweenness},
		{"harmonic", "sum of 1/distance from the others to the node; estimated on large networks", measureHarmonic},
		{"closeness", "share of the others that reach the node, over their mean distance; estimated likewise", measureCloseness},
		{"core", "largest k of a k-core that holds the node, whichever way edges run", measureCore},
		{"clustering", "share of the pairs of its neighbours that are neighbours, whichever way edges run", measureClustering},
		{"triangles", "triangles that the node is a corner of, whichever way edges run", measureTriangles},
		{"component", "weak component, the largest being 0", measureWeak},
		{"strong_component", "strong component, the largest being 0", measureStrong},
		{"community", "community by Leiden, the largest being 0", measureLeiden},
		{"louvain", "community by Louvain", measureLouvain},
		{"label_propagation", "community by label propagation", measureLabels},
		{"diameter", "bounds of the longest shortest path of the largest component, whichever way edges run: a fact, no column", measureDiameter},
		{"assortativity", "correlations of the degrees at the ends of edges: facts, no column", measureAssortativity},
	}
}

// MeasureInput is what measures may read. They change nothing in it.
type MeasureInput struct {
	Graph      *graph.Graph
	Undirected bool   // every edge has its reverse, because the network has no direction
	Seed       uint64 // of every random draw, together with the measure
	Workers    int    // 0: all processors; never changes a result
	// Progress, if not nil, hears of long work: done of total steps.
	Progress func(name string, done, total int64)
}

// progress returns what a kernel calls, nil if nobody listens.
func (in *MeasureInput) progress(name string) func(done, total int64) {
	if in.Progress == nil {
		return nil
	}
	return func(done, total int64) { in.Progress(name, done, total) }
}

// seed returns the seed of the random draws of one measure.
func (in *MeasureInput) seed(name string) uint64 {
	return random(in.Seed, "network", name).Uint64()
}

// MeasureAll computes the measures with these names, in table order; no names means all. The columns of
// the result have one value a node, and its facts begin with the sizes of the network.
func MeasureAll(ctx context.Context, in *MeasureInput, only ...string) (*Result, error) {
	if err := CheckMeasures(only); err != nil {
		return nil, err
	}
	out := &Result{Name: "network", Level: Derived}
	if err := out.networkFacts(ctx, in); err != nil {
		return nil, err
	}
	for _, m := range Measures() {
		if len(only) > 0 && !slices.Contains(only, m.Name) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		before := len(out.Columns)
		if err := m.Run(ctx, in, out); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		for i := before; i < len(out.Columns); i++ {
			out.Columns[i].Name = cmp.Or(out.Columns[i].Name, m.Name)
		}
	}
	return out, nil
}

// CheckMeasures returns an error if a name is in no row of the table.
func CheckMeasures(only []string) error {
	var names []string
	for _, m := range Measures() {
		names = append(names, m.Name)
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			return fmt.Errorf("no measure is called %q; there are %s", name, strings.Join(names, ", "))
		}
	}
	return nil
}

// networkFacts adds the sizes of the network.
func (r *Result) networkFacts(ctx context.Context, in *MeasureInput) error {
	g := in.Graph
	r.fact("network_nodes", float64(g.N()), "accounts")
	edges := g.M()
	if in.Undirected {
		edges = (edges + g.SelfLoops()) / 2
	}
	r.fact("network_edges", float64(edges), "edges")
	r.fact("self_loops", float64(g.SelfLoops()), "edges")
	if g.N() == 0 {
		r.warn("network_empty")
		return nil
	}
	if share, of := centrality.Reciprocity(g); of > 0 && !in.Undirected {
		r.Facts = append(r.Facts, Fact{Name: "reciprocity", Value: share, Unit: "share", Of: "network_edges", N: int64(of)})
	}
	d, err := community.WeakComponents(ctx, g, community.ComponentsOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	r.fact("components", float64(len(d.Sizes)), "")
	r.Facts = append(r.Facts, Fact{Name: "largest_component", Value: float64(d.Sizes[0]), Unit: "accounts", Of: "network_nodes", N: int64(g.N())})
	return nil
}

func (r *Result) fact(name string, value float64, unit string) {
	r.Facts = append(r.Facts, Fact{Name: name, Value: value, Unit: unit})
}

// plain makes a Run of a kernel without options that cannot fail.
func plain(kernel func(*graph.Graph) []float64) func(context.Context, *MeasureInput, *Result) error {
	return func(_ context.Context, in *MeasureInput, out *Result) error {
		out.Columns = append(out.Columns, Column{Score: kernel(in.Graph)})
		return nil
	}
}
