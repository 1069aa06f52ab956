package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// A CoreLevel says how many accounts are in M of the seeds' lists or more, against lists that draw their
// members apart from each other: see bipartite.CoreAudience. Accounts holds them.
type CoreLevel struct {
	bipartite.CoreLevel
	Accounts []int32
}

// core counts the accounts that many seeds share: the case's lists of seeds, or all of them where fewer than two
// seeds have one. Levels above the first that neither data nor chance reach are left out. Cost: O(lists²) draws a replicate.
func (o *Overlap) core(ctx context.Context, in *Input, m *bipartite.Incidence) error {
	rows := make([]OverlapList, 0, o.Case)
	for _, l := range o.Lists[:o.Case] {
		if l.Seed {
			rows = append(rows, l)
		}
	}
	if len(rows) >= 2 && len(rows) < o.Case {
		var err error
		if m, _, err = matrix(in, rows); err != nil {
			return err
		}
	}
	n := m.Rows()
	opt := bipartite.CoreAudienceOptions{
		Replicates: max(200, min(2000, 20_000_000/(n*n))), Seed: random(in.Seed, "overlap", "core").Uint64(), Workers: in.Workers,
	}
	res, err := bipartite.CoreAudience(ctx, m, opt)
	if err != nil {
		return err
	}
	o.CoreUniverse = res.Universe
	for _, l := range res.Levels[1:] {
		if l.Observed == 0 && l.High == 0 {
			break
		}
		o.Core = append(o.Core, CoreLevel{CoreLevel: l})
	}
	for c := range m.Columns() {
		for k := range min(len(o.Core), len(m.Holders(c))-1) {
			o.Core[k].Accounts = append(o.Core[k].Accounts, int32(c))
		}
	}
	for i := range o.Core {
		l := &o.Core[i]
		f := Fact{
			Name: "core_audience", Item: itoa(l.M), Value: float64(l.Observed), Unit: "accounts", Of: "core_held", N: int64(res.Levels[0].Observed),
			Level: Derived, Evidence: Evidence{Accounts: l.Accounts},
		}
		if i == 0 {
			f.Innocent = []adentro.Note{{Code: "innocent_shared_interest"}}
		}
		o.Facts = append(o.Facts, f)
	}
	return nil
}

// heatLists is how many lists a heat map shows, the most related first.
const heatLists = 40

// order puts lists that share much beside each other: by average linkage of 1 - Jaccard (Sokal & Michener 1958). Where
// there are more than heatLists, those with the most significant pairs, then the longest, are shown.
func (o *Overlap) order() {
	n := o.Case
	weight, jaccard := make([]int, n), make([][]float64, n)
	for i := range jaccard {
		jaccard[i] = make([]float64, n)
	}
	for i := range o.Pairs {
		p := &o.Pairs[i]
		jaccard[p.U][p.V], jaccard[p.V][p.U] = p.Jaccard(), p.Jaccard()
		if p.Told() {
			weight[p.U]++
			weight[p.V]++
		}
	}
	shown := make([]int32, n)
	for i := range shown {
		shown[i] = int32(i)
	}
	slices.SortStableFunc(shown, func(a, b int32) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(o.Lists[b].Size, o.Lists[a].Size))
	})
	shown = shown[:min(n, heatLists)]
	slices.Sort(shown)
	groups := make([][]int32, len(shown))
	for i, l := range shown {
		groups[i] = []int32{l}
	}
	for len(groups) > 1 {
		a, b := 0, 1
		most := -1.0
		for i := range groups {
			for j := i + 1; j < len(groups); j++ {
				if s := meanOver(jaccard, groups[i], groups[j]); s > most {
					a, b, most = i, j, s
				}
			}
		}
		groups[a] = joinNearest(jaccard, groups[a], groups[b])
		groups = slices.Delete(groups, b, b+1)
	}
	o.Heat = groups[0]
}

// meanOver returns the mean of x between two groups.
func meanOver(x [][]float64, a, b []int32) float64 {
	sum := 0.0
	for _, i := range a {
		for _, j := range b {
			sum += x[i][j]
		}
	}
	return sum / float64(len(a)*len(b))
}

// joinNearest puts two groups behind each other, turned so that the ends that meet share the most.
func joinNearest(x [][]float64, a, b []int32) []int32 {
	first := func(g []int32) int32 { return g[0] }
	last := func(g []int32) int32 { return g[len(g)-1] }
	turned := func(g []int32) []int32 { g = slices.Clone(g); slices.Reverse(g); return g }
	best, most := slices.Concat(a, b), x[last(a)][first(b)]
	if s := x[last(a)][last(b)]; s > most {
		best, most = slices.Concat(a, turned(b)), s
	}
	if s := x[first(a)][first(b)]; s > most {
		best, most = slices.Concat(turned(a), b), s
	}
	if x[first(a)][last(b)] > most {
		best = slices.Concat(b, a)
	}
	return best
}
