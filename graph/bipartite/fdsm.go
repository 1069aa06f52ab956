package bipartite

import (
	"context"
	"math"
)

// FDSM tests every pair of rows, in the order of Pairs, against the fixed degree sequence
// model: incidences in which every row and every column has the size observed, drawn by
// FixedMargins. p = (1 + #{replicates with an overlap as large})/(R+1), so that none is below
// 1/(R+1): for T pairs and a false discovery rate of 0.05, R should be above 20·T.
//
// Cost of FixedMargins, and O(Σ h²) a replicate for columns held by h rows; 8 bytes an
// incidence, 8 a column and 28 a pair for each worker, 96 bytes a pair.
func FDSM(ctx context.Context, in *Incidence, opt FixedMarginsOptions) ([]Test, error) {
	opt, err := opt.fill()
	if err != nil {
		return nil, err
	}
	pairs, err := Pairs(ctx, in, PairsOptions{opt.Workers})
	if err != nil {
		return nil, err
	}
	var held []int32
	for c := range in.Columns() {
		if len(in.Holders(c)) > 0 {
			held = append(held, int32(c))
		}
	}
	newTally := func() *tally { return newTally(in, pairs, held) }
	tallies, err := eachReplicate(ctx, in, opt, newTally, func(t *tally, _ int, rows [][]int32) { t.add(rows) })
	if err != nil {
		return nil, err
	}
	tests := make([]Test, len(pairs))
	n := float64(opt.Replicates)
	for p, pair := range pairs {
		var all overlaps
		for _, t := range tallies {
			all.add(t.overlaps[p])
		}
		mean := float64(all.sum) / n
		tests[p] = Test{
			Pair: pair, Expected: mean, StdDev: math.Sqrt(max(0, float64(all.squares)/n-float64(mean*mean))),
			Upper: float64(1+all.atLeast) / (n + 1), Lower: float64(1+all.atMost) / (n + 1),
		}
	}
	return tests, nil
}

// overlaps sums up a pair over replicates, in whole numbers: the order does not matter.
type overlaps struct {
	atLeast, atMost int32
	sum, squares    int64
}

func (o *overlaps) add(p overlaps) {
	o.atLeast += p.atLeast
	o.atMost += p.atMost
	o.sum += p.sum
	o.squares += p.squares
}

// A tally sums up all pairs over the replicates of one worker.
type tally struct {
	overlaps []overlaps
	pairs    []Pair
	common   []uint32 // of the present replicate
	columns  []int32  // that some row holds: in every replicate the same
	at, next []int64  // where each column starts in holders, as in the incidence
	holders  []int32
}

func newTally(in *Incidence, pairs []Pair, columns []int32) *tally {
	return &tally{
		overlaps: make([]overlaps, len(pairs)), pairs: pairs, common: make([]uint32, len(pairs)),
		columns: columns, at: in.at, next: make([]int64, in.Columns()), holders: make([]int32, in.Len()),
	}
}

// add counts a replicate.
func (t *tally) add(rows [][]int32) {
	for _, c := range t.columns {
		t.next[c] = t.at[c]
	}
	for i, row := range rows {
		for _, c := range row {
			t.holders[t.next[c]] = int32(i)
			t.next[c]++
		}
	}
	clear(t.common)
	for _, c := range t.columns {
		countPairs(t.common, len(rows), t.holders[t.at[c]:t.next[c]])
	}
	for p := range t.overlaps {
		k, observed := int64(t.common[p]), int64(t.pairs[p].Common)
		o := &t.overlaps[p]
		if k >= observed {
			o.atLeast++
		}
		if k <= observed {
			o.atMost++
		}
		o.sum += k
		o.squares += k * k
	}
}
