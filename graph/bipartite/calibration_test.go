package bipartite

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A world is an incidence with nothing planted: row i holds column c with odds x·y, under
// which incidences of the same sizes are equally likely.
func world(t fataler, r *rand.Rand, rows, columns int) *Incidence {
	x, y := make([]float64, rows), make([]float64, columns)
	for i := range x {
		x[i] = 0.1 + 2*r.Float64()
	}
	for c := range y {
		y[c] = math.Exp(r.NormFloat64()) / 3
	}
	return random(t, r, rows, columns, func(i, c int) float64 { return x[i] * y[c] / (1 + x[i]*y[c]) })
}

// TestNothingPlanted: overlaps are whole numbers, so p ≤ α is rarer than α, never more
// frequent; for FDSM, which keeps all that the worlds fix, at both ends. SDSM expects too much
// overlap, so that only its upper tail is safe. The slack is five standard errors.
func TestNothingPlanted(t *testing.T) {
	const worlds = 120
	var fixedUpper, fixedLower, averageUpper, averageLower []float64
	found := map[string]float64{} // worlds with a discovery at a rate of 0.1
	for w := range uint64(worlds) {
		in := world(t, rand.New(rand.NewPCG(w, 77)), 8, 40)
		fixed := must[[]Test](t)(FDSM(t.Context(), in, FixedMarginsOptions{Replicates: 400, Seed: w}))
		average, _, err := SDSM(t.Context(), in, SDSMOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			name         string
			tests        []Test
			upper, lower *[]float64
		}{{"FDSM", fixed, &fixedUpper, &fixedLower}, {"SDSM", average, &averageUpper, &averageLower}} {
			var p []float64
			for _, test := range x.tests {
				p = append(p, test.Upper)
				*x.lower = append(*x.lower, test.Lower)
			}
			*x.upper = append(*x.upper, p...)
			if slices.Min(BenjaminiHochberg(p)) <= 0.1 {
				found[x.name] += 1.0 / worlds
			}
		}
	}
	for _, alpha := range []float64{0.01, 0.05, 0.1, 0.25, 0.5} {
		share := func(p []float64) float64 {
			n := 0.0
			for _, v := range p {
				if v <= alpha {
					n++
				}
			}
			return n / float64(len(p))
		}
		limit := alpha + 5*math.Sqrt(alpha*(1-alpha)/float64(len(fixedUpper)/4)) // pairs of a world depend on each other
		for name, p := range map[string][]float64{"FDSM, upper": fixedUpper, "FDSM, lower": fixedLower, "SDSM, upper": averageUpper} {
			got := share(p)
			if got > limit || name != "SDSM, upper" && got < alpha/6 { // one that never rejects is no test
				t.Errorf("%s: a share %v of the p-values is at most %v", name, got, alpha)
			}
			t.Logf("%s: p <= %v: %.4f", name, alpha, got)
		}
		t.Logf("SDSM, lower: p <= %v: %.4f", alpha, share(averageLower))
	}
	// Every discovery is false here: the false discovery rate is the share of worlds with one.
	t.Log("worlds with a false discovery", found)
	for name, rate := range found {
		if rate > 1.2*0.1 {
			t.Errorf("%s: false discoveries in %v of the worlds, want at most 0.12", name, rate)
		}
	}
}

// TestPlanted finds two rows that share half of their columns, and almost nothing else.
func TestPlanted(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	const rows, columns, size = 12, 1000, 60
	var pairs []graph.Edge
	for i := range int32(rows) {
		own := r.Perm(columns)[:size]
		for k, c := range own {
			pairs = append(pairs, graph.Edge{From: i, To: int32(c)})
			if i == 3 && k < size/2 {
				pairs = append(pairs, graph.Edge{From: 7, To: int32(c)})
			}
		}
	}
	in := must[*Incidence](t)(New(rows, columns, pairs, false))
	tests := map[string][]Test{
		"hypergeometric": must[[]Test](t)(HypergeometricTest(t.Context(), in, HypergeometricOptions{})),
		"FDSM":           must[[]Test](t)(FDSM(t.Context(), in, FixedMarginsOptions{Replicates: 2000})),
	}
	var err error
	if tests["SDSM"], _, err = SDSM(t.Context(), in, SDSMOptions{}); err != nil {
		t.Fatal(err)
	}
	for name, list := range tests {
		p := make([]float64, len(list))
		for i := range list {
			p[i] = list[i].Upper
		}
		for i, q := range BenjaminiHochberg(p) {
			planted := list[i].U == 3 && list[i].V == 7
			if planted != (q <= 0.05) {
				t.Errorf("%s: pair %d-%d: q %v, z %v", name, list[i].U, list[i].V, q, list[i].Z())
			}
		}
	}
	// Ten more columns that 8 of the 12 rows hold are a core audience.
	for i := range int32(80) {
		pairs = append(pairs, graph.Edge{From: i % 8, To: columns + i/8})
	}
	in = must[*Incidence](t)(New(rows, columns+10, pairs, false))
	core := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{}))
	if l := core.Levels[5]; l.Upper > 0.001 || l.Observed != 10 || l.High > 1 {
		t.Errorf("core audience: %+v, want more than chance gives", l)
	}
}

// TestCoreAudienceByHand: two rows of 2 of 4 columns share none, one or both with the
// chances 1/6, 4/6 and 1/6.
func TestCoreAudienceByHand(t *testing.T) {
	in := parse(t, "1100", "0110")
	got := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{Universe: 4, Replicates: 20000}))
	one, two := got.Levels[0], got.Levels[1]
	if one.Observed != 3 || two.Observed != 1 || !near(one.Expected, 3, 1e-12) || !near(two.Expected, 1, 1e-12) {
		t.Errorf("got %+v, want 3 and 1 held, as expected", got)
	}
	if math.Abs(two.Upper-5.0/6) > 0.015 || math.Abs(two.Lower-5.0/6) > 0.015 || two.Low != 0 || two.High != 2 {
		t.Errorf("got %+v, want p-values of 5/6 between 0 and 2", two)
	}
	// 1 - 3/N = (1 - 2/N)² at N = 4, the estimate A·B/Common of Lincoln and Petersen.
	if got := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{})); got.Universe != 4 {
		t.Errorf("a universe of %d, want 4", got.Universe)
	}
	for rows, want := range map[string]int{"1110 1111": 4, "1100 0011": maxUniverse, "1000 1000": 1} {
		in := parse(t, rows[:4], rows[5:])
		if got := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{Replicates: 5})); got.Universe != want {
			t.Errorf("%s: a universe of %d, want %d", rows, got.Universe, want)
		}
	}
	if _, err := CoreAudience(t.Context(), in, CoreAudienceOptions{Universe: 2}); err == nil {
		t.Error("a universe smaller than what is held is taken")
	}
}

// TestCoreAudienceAgainstSlow draws columns one by one.
func TestCoreAudienceAgainstSlow(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	in := world(t, r, 6, 50)
	got := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{Universe: 70, Replicates: 5000}))
	const replicates = 5000
	atLeast, sums := make([]int, 7), make([]float64, 7)
	for range replicates {
		count := make([]int, 70)
		for i := range in.Rows() {
			for _, c := range r.Perm(70)[:len(in.Row(i))] {
				count[c]++
			}
		}
		for _, l := range got.Levels {
			held := 0
			for _, k := range count {
				if k >= l.M {
					held++
				}
			}
			sums[l.M] += float64(held)
			if held >= l.Observed {
				atLeast[l.M]++
			}
		}
	}
	for _, l := range got.Levels {
		p, mean := float64(atLeast[l.M])/replicates, sums[l.M]/replicates
		if math.Abs(p-l.Upper) > 0.05 || math.Abs(mean-l.Expected) > 0.15 {
			t.Errorf("%+v, want p %v, mean %v", l, p, mean)
		}
	}
}

// TestCoreAudienceNothingPlanted: p-values of independent rows are at most α in a share α
// of the worlds.
func TestCoreAudienceNothingPlanted(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	const worlds = 200
	var below [2]int
	for w := range uint64(worlds) {
		var pairs []graph.Edge
		for i := range int32(6) {
			for _, c := range r.Perm(300)[:20+10*i] {
				pairs = append(pairs, graph.Edge{From: i, To: int32(c)})
			}
		}
		in := must[*Incidence](t)(New(6, 300, pairs, false))
		l := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{Universe: 300, Replicates: 199, Seed: w})).Levels[1]
		for i, p := range []float64{l.Upper, l.Lower} {
			if p <= 0.1 {
				below[i]++
			}
		}
	}
	for _, k := range below {
		if share := float64(k) / worlds; share > 0.1+5*math.Sqrt(0.09/worlds) || share < 0.02 {
			t.Errorf("%v of the p-values are at most 0.1", share)
		}
	}
}
