package report

import (
	"math"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// testOverlap fills the overlap of the test world with every sort of figure.
func testOverlap(r *analysis.Results, text func(string) string, seeds int) {
	o := &analysis.Overlap{Kind: adentro.Followers, Case: seeds, Null: "fixed_margins", Replicates: 1000, Held: 55, Hubs: 3, Significant: 1, Bonferroni: 1, Hypergeometric: 2}
	o.Result = analysis.Result{Name: "overlap", Level: analysis.Inferred, Warnings: []adentro.Note{{Code: "overlap_no_control"}}}
	for u := range int32(seeds) {
		o.Lists = append(o.Lists, analysis.OverlapList{Account: u, Seed: true, Class: 0, Size: 14, All: 15})
		o.Heat = append(o.Heat, u)
	}
	for a := range int32(seeds) {
		for b := a + 1; b < int32(seeds); b++ {
			p := analysis.OverlapPair{Q: 1, Bonferroni: 1, Low: 1, High: 6, Disparity: 1, HypergeometricP: 0.5, HypergeometricQ: 1}
			p.U, p.V, p.A, p.B, p.Common, p.Expected, p.StdDev, p.Upper, p.Lower = a, b, 14, 14, int(a+b), 3, 1, 0.6, 0.5
			if a == 0 && b == 1 {
				p.Common, p.Upper, p.Q, p.Bonferroni = 12, 0.001, 0.006, 0.006
			}
			o.Pairs = append(o.Pairs, p)
		}
	}
	core := analysis.CoreLevel{Accounts: []int32{5, 6, 7}}
	core.M, core.Observed, core.Expected, core.Low, core.High, core.Upper = 2, 3, 1, 0, 2, 0.01
	o.Core = []analysis.CoreLevel{core}
	o.CoreClasses = []analysis.CoreClass{{Class: 0, M: 2, Contingency: analysis.Contingency{Hit: 3, Miss: 0, ControlHit: 0, ControlMiss: 52}, Contrast: analysis.Contrast{Odds: math.Inf(1), Low: 9, High: math.Inf(1)}, Q: 0.001}}
	side := analysis.OverlapSide{Lists: 4, Pairs: 6, Significant: 1, Size: 14, Jaccard: 0.1, Coefficient: 0.2, Held: 55, Shared: 3}
	o.Control = &analysis.OverlapControl{Case: side, Control: side, P: 0.04, Replicates: 1999}
	o.FollowBack = []analysis.FollowBack{{Account: 0, Seed: true, Following: 20, Followers: 15, Back: 4}, {Account: 1, Control: true, Following: 0, Followers: 15}}
	o.Rings = []analysis.Ring{{Class: -1, Accounts: []int32{0, 1, 2, 3}, Follows: 5, Mutual: 1, Expected: 0.4, P: 0.3, Q: 0.3, Draws: 1999}}
	o.Mixing = []analysis.MixingCell{
		{Kind: adentro.Followers, Owners: 4, Members: 6, Observed: 9, Pairs: 20, Expected: 4, Low: 1, High: 7, P: 0.001, Q: 0.002, Configuration: 4.1, Accounts: []int32{0, 1}, Tested: true},
		{Kind: adentro.Following, Owner: 0, Member: 1, Owners: 1, Members: 2, Observed: 0, Pairs: 2, Q: 1},
	}
	o.Backbone = &analysis.View{Width: 100, Height: 75, Nodes: []analysis.ViewNode{{Account: 0, Seed: true, Size: 14, X: 10, Y: 10, R: 5}, {Account: 1, Seed: true, Size: 9, X: 80, Y: 60, R: 4}}, Edges: []analysis.ViewEdge{{From: 0, To: 1, Weight: 12}}}
	test := &analysis.Test{Null: "fixed_margins", Expected: 3, Low: 1, High: 6, Envelope: true, P: 0.001, Q: 0.006, Family: 6, Replicates: 1000}
	fact := func(name, item string, value float64, unit string) {
		o.Facts = append(o.Facts, analysis.Fact{Name: name, Item: item, Value: value, Unit: unit, N: 14, Test: test, Innocent: []adentro.Note{{Code: "innocent_hubs_of_pair", Args: []string{"1", "12"}}}})
	}
	fact("overlap_pairs", "", 1, "pairs")
	fact("overlap_pair", text("a")+" × "+text("b"), 12, "accounts")
	fact("core_audience", "2", 3, "accounts")
	fact("core_class", "cdi", 3, "accounts")
	fact("overlap_control", "", 0.01, "")
	fact("follow_back", text("a"), 0.2, "share")
	fact("ring", "seeds", 1, "pairs")
	fact("class_mixing_followers", "cdi → cdi", 9, "follows")
	r.Overlap = o
}
