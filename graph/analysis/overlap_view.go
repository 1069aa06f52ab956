package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
	"github.com/seed-1b5e0f84/adentro/graph/layout"
)

// What the picture of the backbone holds at most.
const (
	backboneNodes = 60
	backboneEdges = 150
	backboneAlpha = 0.05
)

// backbone makes the picture of the pairs that are told: a node a list, as large as its members are many, links as wide
// as what is shared. Of too many links those stay that stand out at one of their ends by the disparity filter, then those of
// most in common: a way to show them, not evidence. Lists without such a link are not drawn.
func (o *Overlap) backbone(ctx context.Context, in *Input) error {
	told := o.Strongest()
	if len(told) == 0 {
		return nil
	}
	var edges []graph.Edge
	for _, i := range told {
		p := &o.Pairs[i]
		edges = append(edges, graph.Edge{From: p.U, To: p.V, Weight: float64(p.Common)}, graph.Edge{From: p.V, To: p.U, Weight: float64(p.Common)})
	}
	g, err := graph.New(o.Case, edges, true)
	if err != nil {
		return err
	}
	alpha, ends := bipartite.Disparity(g), g.AllEdges()
	by := map[[2]int32]float64{}
	for i, e := range ends {
		by[[2]int32{e.From, e.To}] = alpha[i]
	}
	for _, i := range told {
		p := &o.Pairs[i]
		p.Disparity = min(by[[2]int32{p.U, p.V}], by[[2]int32{p.V, p.U}])
	}
	slices.SortStableFunc(told, func(a, b int) int {
		x, y := &o.Pairs[a], &o.Pairs[b]
		stands := func(p *OverlapPair) int {
			if p.Disparity < backboneAlpha {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(stands(x), stands(y)), cmp.Compare(y.Common, x.Common), cmp.Compare(a, b))
	})
	v := &View{}
	place := map[int32]int32{}
	largest := 1
	for _, i := range told {
		largest = max(largest, o.Lists[o.Pairs[i].U].Size, o.Lists[o.Pairs[i].V].Size)
	}
	node := func(l int32) (int32, bool) {
		if at, ok := place[l]; ok {
			return at, true
		}
		if len(v.Nodes) == backboneNodes {
			return 0, false
		}
		x := &o.Lists[l]
		place[l] = int32(len(v.Nodes))
		v.Nodes = append(v.Nodes, ViewNode{
			Account: x.Account, Seed: x.Seed, Class: x.Class, Size: float64(x.Size), R: 4 + 12*math.Sqrt(float64(x.Size)/float64(largest)),
		})
		return place[l], true
	}
	all := map[int32]bool{}
	for _, i := range told {
		p := &o.Pairs[i]
		all[p.U], all[p.V] = true, true
		if len(v.Edges) == backboneEdges {
			continue
		}
		a, okA := node(p.U)
		b, okB := node(p.V)
		if okA && okB {
			v.Edges = append(v.Edges, ViewEdge{a, b, float64(p.Common)})
		}
	}
	v.HiddenNodes, v.HiddenEdges = len(all)-len(v.Nodes), len(told)-len(v.Edges)
	most := 1.0
	for _, e := range v.Edges {
		most = max(most, e.Weight)
	}
	o.Backbone = v
	return v.lay(ctx, in, func(w float64) float64 { return 0.2 + w/most }, layout.PlaceOptions{Cover: 0.06})
}
