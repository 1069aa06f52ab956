package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// compare tests all pairs of the case's lists.
func (o *Overlap) compare(ctx context.Context, in *Input) (*bipartite.Incidence, error) {
	m, owners, err := matrix(in, o.Lists[:o.Case])
	if err != nil {
		return nil, err
	}
	o.Owners, o.Held = owners, m.Held()
	tests, null, replicates, err := testOverlap(ctx, in, "pairs", m)
	if err != nil {
		return nil, err
	}
	o.Null, o.Replicates = null, replicates
	blind, err := bipartite.HypergeometricTest(ctx, m, bipartite.HypergeometricOptions{Universe: o.Held, Workers: in.Workers})
	if err != nil {
		return nil, err
	}
	o.Pairs = pairsOf(tests)
	bp := make([]float64, len(blind))
	for i := range blind {
		bp[i] = blind[i].Upper
	}
	bq := bipartite.BenjaminiHochberg(bp)
	hub := o.hubs(m)
	for i := range o.Pairs {
		p := &o.Pairs[i]
		p.HypergeometricExpected, p.HypergeometricP, p.HypergeometricQ = blind[i].Expected, bp[i], bq[i]
		if bq[i] <= Significance {
			o.Hypergeometric++
		}
		a, b := o.Lists[p.U].members, o.Lists[p.V].members
		eachCommon(a, b, func(u int32) {
			if hub[u] {
				p.Hubs++
			}
			if !owners && len(m.Holders(int(u))) == 0 {
				p.Owners++
			}
		})
	}
	for _, i := range o.Strongest() {
		o.Significant++
		if o.Pairs[i].Bonferroni <= Significance {
			o.Bonferroni++
		}
	}
	o.pairFacts(in.Snap)
	return m, nil
}

// testOverlap tests all pairs of rows under the null that their number allows.
func testOverlap(ctx context.Context, in *Input, item string, m *bipartite.Incidence) (tests []bipartite.Test, null string, replicates int, err error) {
	if m.Rows() > fixedLists {
		tests, _, err = bipartite.SDSM(ctx, m, bipartite.SDSMOptions{Workers: in.Workers})
		return tests, "sdsm", 0, err
	}
	replicates, counted := replicatesFor(m.Rows(), m.Len())
	opt := bipartite.FixedMarginsOptions{Replicates: replicates, Seed: random(in.Seed, "overlap", item).Uint64(), Workers: in.Workers}
	if in.Progress != nil {
		opt.Progress = func(done, total int64) { in.Progress("overlap", done, total) }
	}
	if tests, err = bipartite.FDSM(ctx, m, opt); err != nil || counted {
		return tests, "fixed_margins", replicates, err
	}
	for i := range tests {
		tests[i].Upper = tailOf(&tests[i], replicates)
	}
	return tests, "fixed_margins_moments", replicates, nil
}

// replicatesFor returns 25 replicates for each pair, so that one pair alone can be significant after correction, but of
// large matrices only as many as take some seconds. With fewer than leastReplicate counting them gives no p-value that
// survives the correction: counted is then false, and they serve for mean and deviation, see tailOf.
func replicatesFor(rows, incidences int) (n int, counted bool) {
	const most, fewest = 50_000_000, 40 // incidences drawn, replicates
	if n = most / max(1, incidences); n < leastReplicate {
		return max(fewest, n), false
	}
	return max(leastReplicate, min(25*rows*(rows-1)/2, n)), true
}

// tailOf returns the chance of as large an overlap or a larger one from the mean and the deviation of a few replicates: the larger
// of two, that of Student's law, which knows how few they are, and that of the binomial law with the same mean and variance, which
// is as skewed as counts of rare events are; of Poisson's where the variance is not below the mean.
func tailOf(t *bipartite.Test, replicates int) float64 {
	k, mean, variance := float64(t.Common), t.Expected, t.StdDev*t.StdDev
	if k <= mean {
		return math.Max(0.5, t.Upper)
	}
	if variance <= 0 {
		return 1 / float64(replicates+1) // all draws agreed, and no more can be said
	}
	n := float64(replicates)
	scale := t.StdDev * math.Sqrt((1+1/n)*n/(n-1))
	student := distuv.StudentsT{Mu: mean, Sigma: scale, Nu: n - 1}.Survival(k - 0.5)
	var skewed float64
	if variance < 0.999*mean {
		trials := mean * mean / (mean - variance)
		if k < trials {
			skewed = mathext.RegIncBeta(k, trials-k+1, 1-variance/mean)
		}
	} else {
		skewed = mathext.GammaIncReg(k, mean)
	}
	return math.Min(1, math.Max(student, skewed))
}

// pairsOf corrects the p-values of all pairs.
func pairsOf(tests []bipartite.Test) []OverlapPair {
	p := make([]float64, len(tests))
	for i := range tests {
		p[i] = tests[i].Upper
	}
	q, strict := bipartite.BenjaminiHochberg(p), bipartite.Bonferroni(p)
	pairs := make([]OverlapPair, len(tests))
	for i, t := range tests {
		low, high := math.Floor(max(0, t.Expected-1.96*t.StdDev)), math.Ceil(t.Expected+1.96*t.StdDev)
		pairs[i] = OverlapPair{Test: t, Q: q[i], Bonferroni: strict[i], Low: low, High: min(high, float64(min(t.A, t.B))), Disparity: 1}
	}
	return pairs
}

// hubs marks the accounts that half of the lists or more hold, and counts them. Two lists have none.
func (o *Overlap) hubs(m *bipartite.Incidence) []bool {
	hub := make([]bool, m.Columns())
	for c := range hub {
		if k := len(m.Holders(c)); m.Rows() > 2 && k > 1 && 2*k >= m.Rows() {
			hub[c] = true
			o.Hubs++
		}
	}
	return hub
}

// eachCommon calls do for what two sorted rows share.
func eachCommon(a, b []int32, do func(u int32)) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			do(a[0])
			a, b = a[1:], b[1:]
		}
	}
}

// Strongest returns the indexes of the pairs that are told, the least likely first.
func (o *Overlap) Strongest() []int {
	var told []int
	for i := range o.Pairs {
		if o.Pairs[i].Told() {
			told = append(told, i)
		}
	}
	slices.SortStableFunc(told, func(a, b int) int {
		x, y := &o.Pairs[a], &o.Pairs[b]
		return cmp.Or(cmp.Compare(x.Q, y.Q), cmp.Compare(y.Z(), x.Z()))
	})
	return told
}

// pairFacts lists how many pairs share more than chance gives, then the strongest of them.
func (o *Overlap) pairFacts(s *adentro.Snapshot) {
	family := len(o.Pairs)
	n := int64(family)
	counted := func(at float64) (value, p float64) {
		for i := range o.Pairs {
			if o.Pairs[i].Q <= Significance && float64(o.Pairs[i].Common) >= at {
				value++
			}
		}
		return value, untested
	}
	all := Fact{
		Name: "overlap_pairs", Value: float64(o.Significant), Unit: "pairs", Of: "overlap_pairs", N: n,
		Sweep: sweep(leastCommon, counted, func(v, _ float64) bool { return (v > 0) == (o.Significant > 0) }),
	}
	if o.Significant > 0 {
		all.Innocent = append(all.Innocent,
			adentro.Note{Code: "innocent_same_town"}, adentro.Note{Code: "innocent_same_programme"}, adentro.Note{Code: "innocent_staff"},
			adentro.Note{Code: "innocent_hubs", Args: []string{itoa(o.Hubs), itoa(o.Held)}})
	}
	if o.Everywhere() {
		all.Innocent = append([]adentro.Note{{Code: "innocent_everywhere", Args: []string{itoa(o.Significant), itoa(family)}}}, all.Innocent...)
	}
	o.Facts = append(o.Facts,
		Fact{Name: "overlap_lists", Value: float64(o.Case), Unit: "lists", Level: Observed},
		Fact{Name: "overlap_held", Value: float64(o.Held), Unit: "accounts", Level: Observed},
		all,
		Fact{Name: "overlap_bonferroni", Value: float64(o.Bonferroni), Unit: "pairs", Of: "overlap_pairs", N: n},
		Fact{Name: "overlap_hypergeometric", Value: float64(o.Hypergeometric), Unit: "pairs", Of: "overlap_pairs", N: n},
	)
	if o.Everywhere() {
		return // then none of them stands out
	}
	for _, i := range o.Strongest()[:min(overlapTold, len(o.Strongest()))] {
		o.Facts = append(o.Facts, o.pairFact(s, i))
	}
}

// Everywhere reports whether so many pairs share more than chance gives, one in twenty, that lists simply
// come in groups, as those of every real public do, by subject, place and time. A pair is then no finding: what
// chance gives is the wrong comparison, and lists of others are the right one.
func (o *Overlap) Everywhere() bool { return o.Significant > 20 && o.Significant > len(o.Pairs)/20 }

// pairFact tells of one pair; its conclusion is tried at other numbers of common accounts. Value is in
// accounts, of those of the shorter list.
func (o *Overlap) pairFact(s *adentro.Snapshot, i int) Fact {
	p := &o.Pairs[i]
	a, b := &o.Lists[p.U], &o.Lists[p.V]
	f := Fact{
		Name: "overlap_pair", Item: s.Accounts[a.Account].Label() + " × " + s.Accounts[b.Account].Label(), Value: float64(p.Common), Unit: "accounts", Of: "shorter_list", N: int64(min(p.A, p.B)),
		Test:     &Test{Null: o.Null, Expected: p.Expected, Low: p.Low, High: p.High, Envelope: true, P: p.Upper, Q: p.Q, Family: len(o.Pairs), Replicates: o.Replicates},
		Evidence: Evidence{Lists: slices.Concat(a.Lists, b.Lists)},
	}
	for _, k := range Factors {
		at := k * leastCommon
		f.Sweep = append(f.Sweep, Step{Factor: k, At: at, Value: float64(p.Common), P: p.Upper, Holds: float64(p.Common) >= at})
	}
	if p.Hubs > 0 {
		f.Innocent = append(f.Innocent, adentro.Note{Code: "innocent_hubs_of_pair", Args: []string{itoa(p.Hubs), itoa(p.Common)}})
	}
	owner := map[int32]bool{}
	if !o.Owners {
		for _, l := range o.Lists[:o.Case] {
			owner[l.Account] = true
		}
	}
	eachCommon(a.members, b.members, func(u int32) {
		if !owner[u] {
			f.Evidence.Accounts = append(f.Evidence.Accounts, u)
		}
	})
	return f
}
