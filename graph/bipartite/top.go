package bipartite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// A Measure says how alike two rows are.
type Measure int

// The measures of a Pair.
const (
	Cosine Measure = iota
	Jaccard
	OverlapCoefficient
)

// rank returns what orders pairs as the measure does. For the cosine it is the square,
// so that all three are one quotient of integers, and equal quotients are equal floats
// (while sizes are below 2²⁶).
func (m Measure) rank(p Pair) float64 {
	if m == Cosine {
		return ratio(float64(p.Common)*float64(p.Common), float64(p.A)*float64(p.B))
	}
	if m == Jaccard {
		return p.Jaccard()
	}
	return p.OverlapCoefficient()
}

// TopPairsOptions tune TopPairs. The zero value gives the 1,000 pairs of largest cosine.
type TopPairsOptions struct {
	K         int // pairs wanted; 0 means 1,000
	By        Measure
	MinCommon int // pairs that share fewer columns are left out; 0 means 1
	MinSize   int // rows that hold fewer columns are in no pair
	// MaxHolders, if not 0, leaves out the columns that more rows hold: their pairs are the
	// most work and say the least. The result counts what that left out.
	MaxHolders int
	Workers    int                     // 0: all processors; never changes the result
	Progress   func(done, total int64) // of columns or rows; called by any worker
}

// TopPairsResult is the outcome of TopPairs.
type TopPairsResult struct {
	Pairs    []Pair // best first; ties by U, then V; sizes do not count skipped columns
	Compared int64  // pairs that passed MinCommon and MinSize, from which these were chosen
	Skipped  Skipped
}

// Skipped says what a limit on holders left out.
type Skipped struct {
	Columns int
	Pairs   int64 // the sum over those columns of the pairs of their holders
}

// denseRows is the number of rows up to which each worker counts all pairs at once,
// in 33 MB; above, rows are compared one at a time with those after them.
const denseRows = 4096

// TopPairs returns the pairs of rows that are most alike, exactly: of all pairs that
// share a counted column, none is estimated or left out.
//
// O(Σ h²) for columns held by h rows. Memory: 96·K bytes a worker and, with R rows,
// 2·R² bytes a worker up to 4,096 rows, 4·R above.
func TopPairs(ctx context.Context, in *Incidence, opt TopPairsOptions) (TopPairsResult, error) {
	if opt.K < 0 || opt.By < Cosine || opt.By > OverlapCoefficient {
		return TopPairsResult{}, fmt.Errorf("the top %d pairs by measure %d", opt.K, opt.By)
	}
	if opt.K == 0 {
		opt.K = 1000
	}
	opt.MinCommon = max(opt.MinCommon, 1)
	var res TopPairsResult
	skip, cost := heavy(in, opt.MaxHolders)
	res.Skipped = cost
	search := topByRow
	if in.Rows() <= denseRows {
		search = topDense
	}
	tops, err := search(ctx, in, topPairs{opt: opt, skip: skip, sizes: countedSizes(in, skip)})
	if err != nil {
		return TopPairsResult{}, err
	}
	all := topPairs{opt: opt}
	for _, t := range tops {
		all.best = append(all.best, t.best...)
		res.Compared += t.compared
	}
	all.trim()
	for _, r := range all.best {
		res.Pairs = append(res.Pairs, r.Pair)
	}
	return res, nil
}

// topDense counts all pairs, then looks at them.
func topDense(ctx context.Context, in *Incidence, t topPairs) ([]*topPairs, error) {
	common, err := commonOf(ctx, in, t.skip, spreadOptions{t.opt.Workers, t.opt.Progress})
	if err != nil {
		return nil, err
	}
	for i, at := 0, 0; i < in.Rows(); i++ {
		for j := i + 1; j < in.Rows(); j++ {
			t.offer(i, j, int(common[at]))
			at++
		}
	}
	return []*topPairs{&t}, nil
}

// topByRow looks at the pairs of a row as soon as they are counted.
func topByRow(ctx context.Context, in *Incidence, t topPairs) ([]*topPairs, error) {
	newTop := func() *topPairs {
		own := t
		own.common = make([]uint32, in.Rows())
		return &own
	}
	return spread(ctx, spreadOptions{t.opt.Workers, t.opt.Progress}, in.Rows(), newTop, func(t *topPairs, i int) {
		if t.sizes[i] >= t.opt.MinSize {
			t.row(in, i)
		}
	})
}

// heavy returns the columns to skip, nil if none are, and what skipping them costs.
func heavy(in *Incidence, maxHolders int) (skip []bool, cost Skipped) {
	if maxHolders <= 0 {
		return nil, cost
	}
	for c := range in.Columns() {
		if h := int64(len(in.Holders(c))); h > int64(maxHolders) {
			if skip == nil {
				skip = make([]bool, in.Columns())
			}
			skip[c] = true
			cost.Columns++
			cost.Pairs += h * (h - 1) / 2
		}
	}
	return skip, cost
}

// countedSizes returns, by row, the number of columns that are not skipped.
func countedSizes(in *Incidence, skip []bool) []int {
	sizes := make([]int, in.Rows())
	for i := range sizes {
		sizes[i] = len(in.Row(i))
		if skip != nil {
			for _, c := range in.Row(i) {
				if skip[c] {
					sizes[i]--
				}
			}
		}
	}
	return sizes
}

// A ranked pair carries what it is ordered by.
type ranked struct {
	rank float64
	Pair
}

// topPairs gathers the best pairs that one worker sees.
type topPairs struct {
	opt      TopPairsOptions
	skip     []bool   // by column; nil: none
	sizes    []int    // by row
	common   []uint32 // by row after the present one; 0 between rows
	best     []ranked // at most 2K; the first K sorted whenever it was trimmed
	floor    float64  // a pair of lower rank is not among the K best
	compared int64
}

// row offers the pairs of row i with the rows after it.
func (t *topPairs) row(in *Incidence, i int) {
	steps := 0
	t.walk(in, i, func(after []int32) {
		for _, j := range after {
			t.common[j]++
		}
		steps += len(after)
	})
	if steps > (in.Rows()-i)/4 {
		for j := i + 1; j < in.Rows(); j++ {
			t.offer(i, j, int(t.common[j]))
		}
		clear(t.common[i+1:])
		return
	}
	// Few rows were touched: they are met again along the same way.
	t.walk(in, i, func(after []int32) {
		for _, j := range after {
			t.offer(i, int(j), int(t.common[j]))
			t.common[j] = 0
		}
	})
}

// walk calls do with the rows after i that hold a column of i, column by column.
func (t *topPairs) walk(in *Incidence, i int, do func(after []int32)) {
	for _, c := range in.Row(i) {
		if t.skip == nil || !t.skip[c] {
			holders := in.Holders(int(c))
			k, _ := slices.BinarySearch(holders, int32(i))
			do(holders[k+1:])
		}
	}
}

// offer takes a pair in if it may be among the best.
func (t *topPairs) offer(i, j, common int) {
	if common < t.opt.MinCommon || t.sizes[i] < t.opt.MinSize || t.sizes[j] < t.opt.MinSize {
		return
	}
	t.compared++
	p := Pair{int32(i), int32(j), common, t.sizes[i], t.sizes[j]}
	r := t.opt.By.rank(p)
	if r < t.floor {
		return
	}
	t.best = append(t.best, ranked{r, p})
	if len(t.best)/2 >= t.opt.K {
		t.trim()
	}
}

// trim leaves the K best pairs, sorted.
func (t *topPairs) trim() {
	slices.SortFunc(t.best, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.U, b.U), cmp.Compare(a.V, b.V))
	})
	if len(t.best) >= t.opt.K {
		t.best = t.best[:t.opt.K]
		t.floor = t.best[t.opt.K-1].rank
	}
}
