package bipartite

import (
	"context"
	"fmt"
	"math"
)

// A Test says how likely an overlap so large, and one so small, is under a null model.
type Test struct {
	Pair
	Expected, StdDev float64 // of Common under the null
	Upper, Lower     float64 // p-values: of Common or more, of Common or less
}

// Z returns how many standard deviations Common is above what was expected; 0 where the
// null leaves no choice.
func (t Test) Z() float64 { return quotient(float64(t.Common)-t.Expected, t.StdDev) }

// HypergeometricOptions tune HypergeometricTest.
type HypergeometricOptions struct {
	// Universe is the number of columns that a row could hold; 0 means Columns. It decides the
	// result: among all accounts every overlap is large, and among those that a row holds,
	// each holds at least one.
	Universe int
	Workers  int // 0: all processors; never changes the result
}

// HypergeometricTest tests every pair of rows, in the order of Pairs, against rows that draw
// their columns evenly, sizes kept. It does not know that some columns are held by all.
// (Tumminello, Miccichè, Lillo, Piilo & Mantegna 2011, doi:10.1371/journal.pone.0017994.)
// Cost of Pairs, and O(standard deviations) a pair; 72 bytes a pair.
func HypergeometricTest(ctx context.Context, in *Incidence, opt HypergeometricOptions) ([]Test, error) {
	if opt.Universe == 0 {
		opt.Universe = in.Columns()
	}
	if held := in.Held(); opt.Universe < held {
		return nil, fmt.Errorf("a universe of %d columns: rows hold %d", opt.Universe, held)
	}
	return testPairs(ctx, in, opt.Workers, func(t *Test) {
		h := Hypergeometric{t.A, t.B, opt.Universe}
		t.Expected, t.StdDev = h.Mean(), math.Sqrt(h.Variance())
		t.Upper, t.Lower = h.Upper(t.Common), h.Lower(t.Common)
	})
}

// SDSMOptions tune SDSM.
type SDSMOptions struct {
	Workers int // 0: all processors; never changes the result
}

// SDSM tests every pair of rows, in the order of Pairs, against the stochastic degree sequence
// model: rows and columns have the sizes observed on average, by a BiCM, which it returns too.
// (Neal 2014, doi:10.1016/j.socnet.2014.06.001, with the probabilities of Saracco et al. 2017,
// doi:10.1088/1367-2630/aa6b38; Neal, Domagalski & Sagan 2021, doi:10.1038/s41598-021-03238-3,
// compare it with FDSM.)
//
// It is cautious: a column held by d rows adds some d² to what it expects of all pairs, and d·(d-1)
// to what they share, so that Upper is too large and Lower too small where most columns are
// held by few. For few rows FDSM is better. Cost of FitBiCM and Pairs, and of PoissonBinomial
// for each pair; 72 bytes a pair.
func SDSM(ctx context.Context, in *Incidence, opt SDSMOptions) ([]Test, *BiCM, error) {
	b, err := FitBiCM(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	tests, err := testPairs(ctx, in, opt.Workers, func(t *Test) {
		o := b.Overlap(int(t.U), int(t.V))
		t.Expected, t.StdDev = o.Mean(), math.Sqrt(o.Variance())
		t.Upper, t.Lower = o.Tails(t.Common)
	})
	if err != nil {
		return nil, nil, err
	}
	return tests, b, nil
}

// testPairs lists the pairs and calls test for each.
func testPairs(ctx context.Context, in *Incidence, workers int, test func(t *Test)) ([]Test, error) {
	pairs, err := Pairs(ctx, in, PairsOptions{workers})
	if err != nil {
		return nil, err
	}
	tests := make([]Test, len(pairs))
	_, err = spread(ctx, spreadOptions{workers: workers}, len(pairs), func() struct{} { return struct{}{} }, func(_ struct{}, i int) {
		tests[i].Pair = pairs[i]
		test(&tests[i])
	})
	if err != nil {
		return nil, err
	}
	return tests, nil
}
