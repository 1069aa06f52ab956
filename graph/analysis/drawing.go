package analysis

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/community"
	"github.com/seed-1b5e0f84/adentro/graph/layout"
)

var drawingAnalysis = Analysis{
	Name:   "drawing",
	Needs:  []string{"population", "classes", "network"},
	Source: "ForceAtlas2: Jacomy et al. 2014, doi:10.1371/journal.pone.0098679; stress: Gansner, Koren & North 2004, doi:10.1007/978-3-540-31843-9_25; packing: Freivalds et al. 2002, doi:10.1007/3-540-45848-4_30",
	Run:    runDrawing,
}

// The size of a picture, in points, and what fits into it.
const (
	drawWidth, drawHeight, drawMargin = 1600, 1200, 30

	overviewNodes = 1500
	overviewEdges = 6000
)

// runDrawing makes the two views. A view that has nothing to show is nil.
func runDrawing(ctx context.Context, in *Input, out *Results) error {
	d := &Drawing{Result: Result{Name: "drawing", Level: Derived}}
	var err error
	if d.Business, err = business(ctx, in, out); err != nil {
		return err
	}
	if d.Overview, err = overview(ctx, in, out); err != nil {
		return err
	}
	d.note("business", d.Business)
	d.note("overview", d.Overview)
	out.Drawing = d
	return nil
}

// note says what a view shows and hides.
func (d *Drawing) note(name string, v *View) {
	if v == nil {
		return
	}
	d.Facts = append(d.Facts,
		Fact{Name: name + "_nodes", Value: float64(len(v.Nodes))},
		Fact{Name: name + "_edges", Value: float64(len(v.Edges)), Unit: "edges"},
	)
	if v.HiddenNodes > 0 || v.HiddenEdges > 0 {
		d.warn(name+"_hides", itoa(v.HiddenNodes), itoa(v.HiddenEdges))
	}
}

// overview draws the network, trimmed to its most followed nodes. Seeds and
// classed accounts come first; accounts without a link to a drawn one are left out.
func overview(ctx context.Context, in *Input, out *Results) (*View, error) {
	net := out.Network
	seed, keep := make([]bool, net.Graph.N()), make([]bool, net.Graph.N())
	for _, u := range out.Population.Seeds {
		seed[u], keep[u] = true, true
	}
	for u, c := range out.Classes.Primary {
		// A class that nothing links to the network does not belong in its picture.
		keep[u] = keep[u] || c >= 0 && net.Community[u] >= 0
	}
	opt := graph.TrimOptions{
		MaxNodes: overviewNodes, MaxEdges: overviewEdges, Keep: keep,
		Scores: [][]float64{net.InDegree, net.PageRank},
	}
	part := graph.Trim(net.Graph, opt)
	if drawn, n := inCompany(net, part, seed, keep); drawn != nil {
		opt.Keep, opt.MaxNodes = drawn, n
		part = graph.Trim(net.Graph, opt)
	}
	if len(part.Nodes) == 0 {
		return nil, nil
	}
	v := &View{HiddenNodes: net.Nodes - linkedOf(net, part.Nodes), HiddenEdges: part.HiddenEdges, SizeBy: cmp.Or(in.SizeBy, Sizes()[0])}
	size, err := net.sizes(v.SizeBy)
	if err != nil {
		return nil, err
	}
	radius := radiusOf(v.SizeBy, size)
	for _, u := range part.Nodes {
		n := ViewNode{
			Account: u, Seed: seed[u], Class: out.Classes.Primary[u], Size: size[u],
			R: radius(size[u]), Community: net.Community[u],
		}
		if n.Seed {
			n.R = max(n.R, 2) // room for its rim
		}
		v.Nodes = append(v.Nodes, n)
	}
	if v.ByGroup = in.ByGroup; v.ByGroup {
		v.group()
	}
	for _, e := range part.Edges {
		v.Edges = append(v.Edges, ViewEdge{e.From, e.To, e.Weight})
	}
	// Attraction grows slowly with the number of acts, so that one busy pair does
	// not fall into a point.
	pull := func(weight float64) float64 { return math.Log2(1 + weight) }
	return v, v.lay(ctx, in, pull, layout.PlaceOptions{Cover: 0.10})
}

// largestGroups is how many communities a picture tells apart: as many as there are colours.
const largestGroups = 7

// group makes classes of the largest communities, and of no node a seed.
func (v *View) group() {
	size := map[int32]int{}
	for i := range v.Nodes {
		size[v.Nodes[i].Community]++
	}
	order := slices.SortedFunc(maps.Keys(size), func(a, b int32) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b)) })
	for i := range v.Nodes {
		n := &v.Nodes[i]
		n.Seed, n.Class = false, int32(slices.Index(order, n.Community))
		if n.Class >= largestGroups || size[n.Community] == 1 {
			n.Class = -1
		}
	}
}

// Sizes returns the scores that can size the nodes of the drawn network.
func Sizes() []string { return []string{"in_degree", "out_degree", "pagerank", "betweenness"} }

// sizes returns the score of this name.
func (n *Network) sizes(name string) ([]float64, error) {
	switch name {
	case "in_degree":
		return n.InDegree, nil
	case "out_degree":
		return n.OutDegree, nil
	case "pagerank":
		return n.PageRank, nil
	case "betweenness":
		return n.Betweenness, nil
	}
	return nil, fmt.Errorf("no score for sizes is called %q", name)
}

// radiusOf returns how a score becomes a radius: the area grows with the score, up to
// a limit for degrees, up to the largest for scores without a unit of their own.
func radiusOf(name string, score []float64) func(x float64) float64 {
	if name == "in_degree" || name == "out_degree" {
		return func(x float64) float64 { return 1 + 0.6*math.Sqrt(min(x, 150)) }
	}
	most := slices.Max(append([]float64{0}, score...))
	return func(x float64) float64 {
		if most <= 0 {
			return 1
		}
		return 1 + 0.6*math.Sqrt(150*max(x, 0)/most)
	}
}

// inCompany returns the nodes of part that a drawn edge touches, and the seeds,
// and how many they are. Nodes that would stand alone come with their most followed
// neighbour while there is room, first those to keep, then the most followed. It
// returns nil where none stands alone.
func inCompany(net *Network, part graph.Trimmed, seed, keep []bool) (drawn []bool, n int) {
	drawn = make([]bool, net.Graph.N())
	add := func(u int32) {
		if !drawn[u] {
			drawn[u] = true
			n++
		}
	}
	for _, e := range part.Edges {
		add(part.Nodes[e.From])
		add(part.Nodes[e.To])
	}
	var alone []int32
	for _, u := range part.Nodes {
		if seed[u] {
			add(u)
		}
		if !drawn[u] {
			alone = append(alone, u)
		}
	}
	if len(alone) == 0 {
		return nil, 0
	}
	slices.SortStableFunc(alone, func(a, b int32) int {
		if keep[a] != keep[b] {
			if keep[a] {
				return -1
			}
			return 1
		}
		return cmp.Compare(net.InDegree[b], net.InDegree[a])
	})
	for _, u := range alone {
		if n+2 > len(part.Nodes) {
			break
		}
		mate := u
		for _, v := range slices.Concat(net.Graph.In(u), net.Graph.Out(u)) {
			if v != u && (mate == u || net.InDegree[v] > net.InDegree[mate]) {
				mate = v
			}
		}
		add(u)
		add(mate)
	}
	return drawn, n
}

// linkedOf counts those of nodes that the network counts as its own.
func linkedOf(net *Network, nodes []int32) int {
	n := 0
	for _, u := range nodes {
		if net.Community[u] >= 0 {
			n++
		}
	}
	return n
}

// lay gives the nodes of v their places; pull says how strongly a link of a
// weight attracts. Radii are scaled with the picture.
func (v *View) lay(ctx context.Context, in *Input, pull func(weight float64) float64, opt layout.PlaceOptions) error {
	n := len(v.Nodes)
	edges, radii := make([]graph.Edge, len(v.Edges)), make([]float64, n)
	for i, e := range v.Edges {
		edges[i] = graph.Edge{From: e.From, To: e.To, Weight: pull(e.Weight)}
	}
	for i := range v.Nodes {
		radii[i] = v.Nodes[i].R
	}
	g, err := graph.New(n, edges, true)
	if err != nil {
		return err
	}
	groups, err := community.Louvain(ctx, g, community.LouvainOptions{})
	if err != nil {
		return err
	}
	components, err := community.WeakComponents(ctx, g, community.ComponentsOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	opt.Components, opt.Communities = components.Group, groups.Group
	opt.Force.Workers = in.Workers
	points, err := layout.Place(ctx, g, radii, opt)
	if err != nil {
		return err
	}
	v.Width, v.Height = drawWidth, drawHeight
	layout.Fit(points, radii, v.Width, v.Height, drawMargin)
	for i := range v.Nodes {
		v.Nodes[i].X, v.Nodes[i].Y, v.Nodes[i].R = points[i].X, points[i].Y, radii[i]
	}
	return nil
}
