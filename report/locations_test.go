package report

import "github.com/seed-1b5e0f84/adentro/graph/analysis"

// hostileGroups adds groups to the locations of the hostile model.
func hostileGroups(r *analysis.Locations, n int) {
	all := make([]int32, n-1)
	for i := range all {
		all[i] = int32(i)
	}
	for _, key := range []string{"all", "cdi", "none"} {
		r.Groups = append(r.Groups, analysis.GroupLocations{Group: analysis.Group{Key: key, Accounts: all}, Countries: r.Countries, Located: 40, Multiple: 2, Ambiguous: 1, Unresolved: 1, None: n - 41})
		r.Contrasts = append(r.Contrasts, analysis.CountryContrast{Group: len(r.Groups) - 1, Code: "CU", K: 20, N: 40, Low: 0.3, High: 0.6, Q: 1})
	}
	c := &r.Contrasts[1]
	c.Contrast, c.Q = &analysis.Contrast{Odds: 3, Low: 1.5, High: 6, Expected: 10, Greater: 0.001, TwoSided: 0.001}, 0.001
	c.Sweep = []analysis.Step{{Name: "tiers_a", Value: 0.2, Holds: true}}
	r.Control, r.Located = 2, 40
	r.Tiers, r.Bases = []analysis.TierCount{{Tier: analysis.TierA, N: 20}, {Tier: analysis.TierC, N: 16}}, []analysis.BasisCount{{Basis: "name", N: 36}}
	r.Facts = append(r.Facts, analysis.Fact{Name: "declares_country", Item: "CU", Value: 20, Unit: "accounts", N: 40, Sweep: []analysis.Step{{Name: "tiers_a", Value: 10, Holds: true}}},
		analysis.Fact{Name: "group_declares", Item: "CU cdi", Value: 0.5, N: 40, Unit: "share", Test: &analysis.Test{Null: "fisher_none", P: 0.001, Q: 0.001, Family: 2}, Sweep: c.Sweep})
}
