package bipartite

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// CoreAudienceOptions tune CoreAudience.
type CoreAudienceOptions struct {
	// Universe is the number of columns that rows could hold; 0 means the number under
	// which as many as observed are held by at least one row.
	Universe   int
	Replicates int    // 0 means 1,000
	Seed       uint64 // of all draws
	Workers    int    // 0: all processors; never changes the result
	Progress   func(done, total int64)
}

// A CoreAudienceResult is the outcome of CoreAudience.
type CoreAudienceResult struct {
	Levels     []CoreLevel // level m at m-1, for m = 1..rows
	Universe   int
	Replicates int
}

// A CoreLevel says how many columns are held by M rows or more.
type CoreLevel struct {
	M, Observed  int
	Expected     float64 // exactly, under the null
	Low, High    int     // between which 95 % of the replicates lie, by levels one by one
	Upper, Lower float64 // p-values: of as many or more, of as few or fewer
}

// CoreAudience counts the columns that many rows hold, and tests the counts against rows that
// draw their columns evenly from a universe and apart from each other, sizes kept. With sizes
// of columns kept too there would be nothing to test: they determine the counts.
//
// The columns seen are those that some row holds; among them alone rows would seem to shun
// each other. Unless Universe is given, it is the population of which independent rows would
// hold together as many columns as are held: 1 - c₁/N = Π(1 - aᵢ/N). (Darroch 1958,
// doi:10.1093/biomet/45.3-4.343.) Level 1 is then no test. Where rows share nothing, or the
// universe would be above 2³⁰, it is 2³⁰.
//
// A replicate draws for each row how many of its columns were held by 0, 1, 2… rows before it.
// O(rows²) draws a replicate, whatever the universe; 4 bytes a replicate and row.
func CoreAudience(ctx context.Context, in *Incidence, opt CoreAudienceOptions) (CoreAudienceResult, error) {
	observed := levels(in)
	held := in.Held()
	if opt.Replicates < 0 || opt.Universe < 0 || opt.Universe > 0 && opt.Universe < held || opt.Universe > maxUniverse {
		return CoreAudienceResult{}, fmt.Errorf("%d replicates in a universe of %d columns: rows hold %d", opt.Replicates, opt.Universe, held)
	}
	if opt.Replicates == 0 {
		opt.Replicates = 1000
	}
	if opt.Universe == 0 {
		opt.Universe = population(in, held)
	}
	res := CoreAudienceResult{Universe: opt.Universe, Replicates: opt.Replicates}
	draws := make([][]int32, opt.Replicates)
	none := func() struct{} { return struct{}{} }
	_, err := spread(ctx, spreadOptions{opt.Workers, opt.Progress}, len(draws), none, func(_ struct{}, i int) {
		draws[i] = drawLevels(rand.New(rand.NewPCG(opt.Seed, uint64(i))), in, opt.Universe)
	})
	if err != nil {
		return CoreAudienceResult{}, err
	}
	expected := expectedLevels(in, opt.Universe)
	column := make([]int, len(draws))
	for m := 1; m <= in.Rows(); m++ {
		for i, d := range draws {
			column[i] = int(d[m])
		}
		res.Levels = append(res.Levels, level(m, observed[m], expected[m], column))
	}
	return res, nil
}

// maxUniverse bounds the universe, so that counts of columns fit everywhere.
const maxUniverse = 1 << 30

// level sums up what replicates gave for level m.
func level(m, observed int, expected float64, replicates []int) CoreLevel {
	l := CoreLevel{M: m, Observed: observed, Expected: expected}
	slices.Sort(replicates)
	r := len(replicates)
	below, _ := slices.BinarySearch(replicates, observed)
	upTo, _ := slices.BinarySearch(replicates, observed+1)
	l.Upper, l.Lower = float64(1+r-below)/float64(r+1), float64(1+upTo)/float64(r+1)
	cut := r / 40 // 2.5 % on each side
	l.Low, l.High = replicates[cut], replicates[r-1-cut]
	return l
}

// levels returns, at m, the number of columns that m rows or more hold.
func levels(in *Incidence) []int {
	count := make([]int, in.Rows()+1)
	for c := range in.Columns() {
		count[len(in.Holders(c))]++
	}
	for m := in.Rows(); m > 0; m-- {
		count[m-1] += count[m]
	}
	return count
}

// expectedLevels returns the means of levels under the null: a column is held by each
// row i with probability aᵢ/N, apart from the others.
func expectedLevels(in *Incidence, universe int) []float64 {
	var column PoissonBinomial
	for i := range in.Rows() {
		column.P = append(column.P, quotient(float64(len(in.Row(i))), float64(universe)))
	}
	mass, _ := column.masses(in.Rows())
	for m := in.Rows(); m > 0; m-- {
		mass[m-1] += mass[m]
	}
	for m := range mass {
		mass[m] *= float64(universe)
	}
	return mass
}

// population returns the universe, the nearest whole number, of which independent rows
// hold as many columns as are held. What they hold grows with the universe, so it is bisected.
func population(in *Incidence, held int) int {
	if held == 0 {
		return 0
	}
	low, high := float64(held), float64(maxUniverse)
	for range 100 {
		universe := (low + high) / 2
		free := universe
		for i := range in.Rows() {
			free *= 1 - float64(len(in.Row(i)))/universe
		}
		if universe-free > float64(held) {
			high = universe
		} else {
			low = universe
		}
	}
	return int(math.Round(low))
}

// drawLevels returns levels of rows that draw their columns evenly.
func drawLevels(r *rand.Rand, in *Incidence, universe int) []int32 {
	count := make([]int32, in.Rows()+1) // of columns by the number of rows that hold them
	count[0] = int32(universe)
	taken := make([]int32, in.Rows()+1)
	for i := range in.Rows() {
		// The row's columns are an even draw without replacement from those of all kinds.
		left, total := len(in.Row(i)), universe
		for h := 0; h <= i && left > 0; h++ {
			if count[h] == 0 {
				continue
			}
			k := Hypergeometric{left, int(count[h]), total}.draw(r)
			taken[h] = int32(k)
			left -= k
			total -= int(count[h])
		}
		for h := i; h >= 0; h-- {
			count[h] -= taken[h]
			count[h+1] += taken[h]
			taken[h] = 0
		}
	}
	for m := in.Rows(); m > 0; m-- {
		count[m-1] += count[m]
	}
	return count
}
