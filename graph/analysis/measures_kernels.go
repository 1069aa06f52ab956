package analysis

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/centrality"
	"github.com/seed-1b5e0f84/adentro/graph/community"
)

// score adds a column of scores; name is only for measures of several columns.
func (r *Result) score(name string, scores []float64) {
	r.Columns = append(r.Columns, Column{Name: name, Score: scores})
}

// group adds a column of groups.
func (r *Result) group(d community.Division) { r.Columns = append(r.Columns, Column{Group: d.Group}) }

// settled warns where a kernel stopped before its scores were firm.
func (r *Result) settled(name string, converged bool) {
	if !converged {
		r.warn("measure_unsettled", name)
	}
}

func measurePageRank(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.PageRank(ctx, in.Graph, centrality.PageRankOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.score("", r.Scores)
	out.settled("pagerank", r.Converged)
	return nil
}

func measureHITS(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.HITS(ctx, in.Graph, centrality.HITSOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.score("hub", r.Hubs)
	out.score("authority", r.Authorities)
	out.settled("hits", r.Converged)
	return nil
}

func measureEigenvector(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.Eigenvector(ctx, in.Graph, centrality.EigenvectorOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.score("", r.Scores)
	out.settled("eigenvector", r.Converged)
	return nil
}

func measureKatz(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.Katz(ctx, in.Graph, centrality.KatzOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.score("", r.Scores)
	out.fact("katz_alpha", r.Alpha, "")
	out.settled("katz", r.Converged)
	return nil
}

func measureBetweenness(ctx context.Context, in *MeasureInput, out *Result) error {
	opt := centrality.BetweennessOptions{Workers: in.Workers, Seed: in.seed("betweenness"), Progress: in.progress("betweenness")}
	r, err := centrality.Betweenness(ctx, in.Graph, opt)
	if err != nil {
		return err
	}
	out.score("", r.Scores)
	out.sampled(r, in.Graph.N())
	return nil
}

func measureHarmonic(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := in.closeness(ctx, "harmonic", out)
	if err == nil {
		out.score("", r.Harmonic)
	}
	return err
}

func measureCloseness(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := in.closeness(ctx, "closeness", out)
	if err == nil {
		out.score("", r.Closeness)
	}
	return err
}

// closeness draws the same pivots for both measures.
func (in *MeasureInput) closeness(ctx context.Context, name string, out *Result) (centrality.ClosenessResult, error) {
	opt := centrality.ClosenessOptions{Workers: in.Workers, Seed: in.seed("closeness"), Progress: in.progress(name)}
	r, err := centrality.Closeness(ctx, in.Graph, opt)
	if err == nil && !r.Exact {
		out.warn("closeness_sampled", name, itoa(r.Pivots), itoa(in.Graph.N()))
	}
	return r, err
}

func measureCore(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.KCore(ctx, in.Graph, centrality.KCoreOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.score("", floats(r.Core))
	out.fact("degeneracy", float64(r.Max), "")
	return nil
}

func measureClustering(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := in.triangles(ctx, "clustering")
	if err != nil {
		return err
	}
	out.score("", r.Local)
	out.fact("average_clustering", r.Average, "share")
	out.Facts = append(out.Facts, Fact{Name: "transitivity", Value: r.Transitivity, Unit: "share", Of: "triples", N: r.Triples})
	return nil
}

func measureTriangles(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := in.triangles(ctx, "triangles")
	if err != nil {
		return err
	}
	out.score("", floats(r.Triangles))
	out.fact("triangles", float64(r.Total), "")
	return nil
}

func (in *MeasureInput) triangles(ctx context.Context, name string) (centrality.ClusteringResult, error) {
	return centrality.Clustering(ctx, in.Graph, centrality.ClusteringOptions{Workers: in.Workers, Progress: in.progress(name)})
}

// floats returns whole numbers as scores.
func floats[T int32 | int64](xs []T) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = float64(x)
	}
	return out
}

func measureWeak(ctx context.Context, in *MeasureInput, out *Result) error {
	d, err := community.WeakComponents(ctx, in.Graph, community.ComponentsOptions{Workers: in.Workers})
	if err == nil {
		out.group(d)
	}
	return err
}

func measureStrong(ctx context.Context, in *MeasureInput, out *Result) error {
	d, err := community.StrongComponents(ctx, in.Graph, community.ComponentsOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.group(d)
	out.fact("strong_components", float64(len(d.Sizes)), "")
	return nil
}

func measureLeiden(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := community.Leiden(ctx, in.Graph, community.LeidenOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.group(r.Division)
	out.fact("communities", float64(len(r.Sizes)), "")
	out.fact("modularity", r.Quality, "")
	return nil
}

func measureLouvain(ctx context.Context, in *MeasureInput, out *Result) error {
	d, err := community.Louvain(ctx, in.Graph, community.LouvainOptions{Workers: in.Workers})
	return out.divided(in.Graph, "louvain", d, err)
}

func measureLabels(ctx context.Context, in *MeasureInput, out *Result) error {
	d, err := community.LabelPropagation(ctx, in.Graph, community.LabelPropagationOptions{Seed: in.seed("label_propagation")})
	return out.divided(in.Graph, "label_propagation", d, err)
}

// divided adds communities with their number and modularity.
func (r *Result) divided(g *graph.Graph, name string, d community.Division, err error) error {
	if err != nil {
		return err
	}
	r.group(d)
	r.fact(name+"_communities", float64(len(d.Sizes)), "")
	r.fact(name+"_modularity", community.Modularity(g, d.Group, 1), "")
	return nil
}

func measureDiameter(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.Diameter(ctx, in.Graph, centrality.DiameterOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.Facts = append(out.Facts,
		Fact{Name: "diameter_at_least", Value: float64(r.Lower), Unit: "edges", Of: "largest_component", N: int64(r.Nodes)},
		Fact{Name: "diameter_at_most", Value: float64(r.Upper), Unit: "edges", Of: "largest_component", N: int64(r.Nodes)})
	return nil
}

func measureAssortativity(ctx context.Context, in *MeasureInput, out *Result) error {
	r, err := centrality.DegreeAssortativity(ctx, in.Graph, centrality.AssortativityOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	out.fact("assortativity_undirected", r.Undirected, "")
	if in.Undirected {
		return nil
	}
	for _, x := range []struct {
		name  string
		value float64
	}{{"out_in", r.OutIn}, {"in_in", r.InIn}, {"in_out", r.InOut}, {"out_out", r.OutOut}} {
		out.fact("assortativity_"+x.name, x.value, "")
	}
	return nil
}
