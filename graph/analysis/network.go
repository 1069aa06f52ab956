package analysis

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/centrality"
	"github.com/seed-1b5e0f84/adentro/graph/community"
)

var networkAnalysis = Analysis{
	Name: "network",
	Source: "PageRank: Page et al. 1999, http://ilpubs.stanford.edu:8090/422/; betweenness: Brandes 2001, doi:10.1080/0022250X.2001.9990249, " +
		"sampled: Brandes & Pich 2007, doi:10.1142/S0218127407018403; communities: Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z, " +
		"compared by Hubert & Arabie 1985, doi:10.1007/BF01908075",
	Run: runNetwork,
}

// runNetwork measures the follow network, or the interactions where the data
// hold no follow. Accounts without an edge are left out of every measure.
func runNetwork(ctx context.Context, in *Input, out *Results) error {
	n, err := chooseNetwork(in)
	if err != nil {
		return err
	}
	nodes := graph.Linked(n.Graph)
	g := graph.Induce(n.Graph, nodes)
	n.Nodes, n.Edges = len(nodes), g.M()
	size := n.Graph.N()

	components, err := community.WeakComponents(ctx, g, community.ComponentsOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	communities, err := communities(ctx, in, g)
	if err != nil {
		return err
	}
	rank, err := centrality.PageRank(ctx, g, centrality.PageRankOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	between, err := betweenness(ctx, in, g)
	if err != nil {
		return err
	}
	reciprocity, distinct := centrality.Reciprocity(g)
	if n.Reciprocity = reciprocity; distinct == 0 {
		n.Reciprocity = math.NaN()
	}
	n.Components, n.Component = len(components.Sizes), spreadGroups(components.Group, nodes, size)
	n.Communities, n.Community = len(communities.Best.Sizes), spreadGroups(communities.Best.Group, nodes, size)
	n.Modularity = communities.Best.Quality
	n.Exact = between.Exact
	n.PageRank = spread(rank.Scores, nodes, size, 0)
	n.Betweenness = spread(between.Scores, nodes, size, 0)
	n.InDegree, n.OutDegree = centrality.InDegree(n.Graph), centrality.OutDegree(n.Graph)
	n.Columns = []Column{
		{Name: "pagerank", Score: spread(rank.Scores, nodes, size, math.NaN())},
		{Name: "betweenness", Score: spread(between.Scores, nodes, size, math.NaN())},
		{Name: "in_degree", Score: n.InDegree},
		{Name: "out_degree", Score: n.OutDegree},
		{Name: "community", Group: n.Community},
		{Name: "community_stability", Score: spread(communities.Node, nodes, size, math.NaN())},
		{Name: "component", Group: n.Component},
	}
	n.facts(components, communities, distinct)
	n.warnings(in, communities, between, rank.Converged)
	out.Network = n
	return nil
}

// chooseNetwork starts the result with the graph that is to be measured.
func chooseNetwork(in *Input) (*Network, error) {
	n := &Network{Result: Result{Name: "network", Level: Derived}, Kind: string(graph.Follows), Graph: in.Follows}
	if n.Graph == nil {
		n.Graph = graph.FromLists(len(in.Snap.Accounts), in.Snap.Lists)
	}
	if n.Graph.M() > 0 {
		return n, nil
	}
	acts, err := graph.Build(in.Snap, graph.Interactions, graph.BuildOptions{})
	if err != nil {
		return nil, err
	}
	if acts.M() > 0 {
		n.Kind, n.Graph = string(graph.Interactions), acts
	}
	return n, nil
}

// communities runs Leiden with several seeds, for what one run finds may be chance.
func communities(ctx context.Context, in *Input, g *graph.Graph) (community.StabilityResult, error) {
	opt := community.StabilityOptions{Runs: stabilityRuns(g.M()), Workers: in.Workers, Leiden: community.LeidenOptions{Seed: random(in.Seed, "network", "communities").Uint64()}}
	if in.Progress != nil {
		opt.Progress = func(done, total int64) { in.Progress("communities", done, total) }
	}
	return community.Stability(ctx, g, opt)
}

func betweenness(ctx context.Context, in *Input, g *graph.Graph) (centrality.BetweennessResult, error) {
	opt := centrality.BetweennessOptions{Workers: in.Workers, Seed: random(in.Seed, "network", "betweenness").Uint64()}
	if in.Progress != nil {
		opt.Progress = func(done, total int64) { in.Progress("betweenness", done, total) }
	}
	return centrality.Betweenness(ctx, g, opt)
}

// stabilityRuns returns how often communities are sought: 20 times, as is usual, but of a large network only
// as often as takes about a minute, and three times at least.
func stabilityRuns(edges int) int { return max(3, min(20, 20_000_000/max(edges, 1))) }

// spread gives the scores of some nodes to all size accounts, and none to the
// others.
func spread(scores []float64, nodes []int32, size int, none float64) []float64 {
	all := make([]float64, size)
	for u := range all {
		all[u] = none
	}
	for i, u := range nodes {
		all[u] = scores[i]
	}
	return all
}

// spreadGroups does the same with groups, -1 for none.
func spreadGroups(groups, nodes []int32, size int) []int32 {
	all := make([]int32, size)
	for u := range all {
		all[u] = -1
	}
	for i, u := range nodes {
		all[u] = groups[i]
	}
	return all
}

// facts lists the figures; distinct is the number of edges between two
// different accounts.
func (n *Network) facts(components community.Division, communities community.StabilityResult, distinct int) {
	n.Facts = []Fact{
		{Name: "network_nodes", Value: float64(n.Nodes), Unit: "accounts", Of: "total", N: int64(n.Graph.N())},
		{Name: "network_edges", Value: float64(n.Edges), Unit: "edges"},
	}
	if n.Nodes == 0 {
		return
	}
	if distinct > 0 {
		n.Facts = append(n.Facts, Fact{Name: "reciprocity", Value: n.Reciprocity, Unit: "share", Of: "network_edges", N: int64(distinct)})
	}
	n.Facts = append(n.Facts,
		Fact{Name: "components", Value: float64(n.Components)},
		Fact{Name: "largest_component", Value: float64(components.Sizes[0]), Unit: "accounts", Of: "network_nodes", N: int64(n.Nodes)},
		Fact{Name: "communities", Value: float64(n.Communities)},
		Fact{Name: "modularity", Value: n.Modularity},
		Fact{Name: "community_agreement", Value: communities.AdjustedRand, Of: "community_runs", N: int64(len(communities.Quality))},
		Fact{Name: "unstable_accounts", Value: float64(len(communities.Unstable)), Unit: "accounts", Of: "network_nodes", N: int64(n.Nodes)},
	)
}

// warnings says what the figures cannot tell.
func (n *Network) warnings(in *Input, communities community.StabilityResult, between centrality.BetweennessResult, converged bool) {
	if n.Nodes == 0 {
		n.warn("network_empty")
		return
	}
	if n.Kind == string(graph.Follows) {
		if owners := listOwners(in.Snap); owners < n.Nodes {
			n.warn("sampling_artefact", itoa(owners), itoa(n.Nodes))
		}
	} else {
		n.warn("network_of_acts")
	}
	if unstable := len(communities.Unstable); unstable > 0 {
		n.warn("communities_unstable", itoa(unstable), itoa(n.Nodes), itoa(len(communities.Quality)))
	}
	n.sampled(between, n.Nodes)
	if !converged {
		n.warn("pagerank_unsettled")
	}
}

// sampled says how far the betweenness of n nodes can be off, if it was estimated.
func (r *Result) sampled(between centrality.BetweennessResult, n int) {
	if between.Exact {
		return
	}
	top := 0
	for v := range between.Scores {
		if between.Scores[v] > between.Scores[top] {
			top = v
		}
	}
	relative := 0.0
	if s := between.Scores[top]; s > 0 {
		relative = 1.96 * between.StdErr[top] / s
	}
	pairs := float64(n) * float64(n-2)
	r.warn("betweenness_sampled", itoa(between.Pivots), itoa(n), wholePercent(relative), wholePercent(between.Bound/pairs))
}

// wholePercent writes a share as a percentage, rounded up.
func wholePercent(x float64) string { return itoa(int(math.Ceil(100 * x))) }

// listOwners counts the accounts of which the dumps hold a list.
func listOwners(s *adentro.Snapshot) int {
	owner := make([]bool, len(s.Accounts))
	n := 0
	for i := range s.Lists {
		l := &s.Lists[i]
		if l.Kind != adentro.ListUnknown && !owner[l.Owner] {
			owner[l.Owner] = true
			n++
		}
	}
	return n
}
