package bipartite

import (
	"context"
	"math"
)

// A Pair is what two rows share.
type Pair struct {
	U, V   int32 // rows, U < V
	Common int   // columns that both hold
	A, B   int   // columns that U holds, that V holds
}

// Cosine returns Common/√(A·B), 0..1 (Salton & McGill 1983), 0 where a row is empty.
func (p Pair) Cosine() float64 {
	return ratio(float64(p.Common), math.Sqrt(float64(p.A)*float64(p.B)))
}

// Jaccard returns Common/(A+B-Common), 0..1 (Jaccard 1901, doi:10.5169/seals-266450),
// 0 where both rows are empty.
func (p Pair) Jaccard() float64 {
	return ratio(float64(p.Common), float64(p.A)+float64(p.B)-float64(p.Common))
}

// OverlapCoefficient returns the overlap coefficient Common/min(A,B), 0..1 (Simpson 1960, Am. J.
// Sci. 258-A), 0 where a row is empty.
func (p Pair) OverlapCoefficient() float64 {
	return ratio(float64(p.Common), float64(min(p.A, p.B)))
}

func ratio(x, of float64) float64 {
	if of <= 0 {
		return 0
	}
	return min(1, x/of)
}

// PairsOptions tune Pairs.
type PairsOptions struct {
	Workers int // 0: all processors; never changes the result
}

// Pairs returns every pair of rows, those that share nothing included, in the order
// (0,1), (0,2), …, (1,2), …. It is meant for few rows; TopPairs is for many.
// O(Σ h²) for columns held by h rows; 32 bytes a pair, and 4 more for each worker.
// It errs above 2³¹-1 pairs.
func Pairs(ctx context.Context, in *Incidence, opt PairsOptions) ([]Pair, error) {
	n, err := in.pairs()
	if err != nil {
		return nil, err
	}
	common, err := commonOf(ctx, in, nil, spreadOptions{workers: opt.Workers})
	if err != nil {
		return nil, err
	}
	pairs := make([]Pair, 0, n)
	for i := range in.Rows() {
		for j := i + 1; j < in.Rows(); j++ {
			pairs = append(pairs, Pair{int32(i), int32(j), int(common[len(pairs)]), len(in.Row(i)), len(in.Row(j))})
		}
	}
	return pairs, nil
}

// commonOf counts what each pair of rows shares, in the order of Pairs, without the
// columns that skip, if not nil, leaves out.
func commonOf(ctx context.Context, in *Incidence, skip []bool, opt spreadOptions) ([]uint32, error) {
	r := in.Rows()
	parts, err := spread(ctx, opt, in.Columns(), func() []uint32 { return make([]uint32, r*(r-1)/2) }, func(common []uint32, c int) {
		if skip == nil || !skip[c] {
			countPairs(common, r, in.Holders(c))
		}
	})
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 { // no column
		return make([]uint32, r*(r-1)/2), nil
	}
	for _, part := range parts[1:] {
		for p, k := range part {
			parts[0][p] += k
		}
	}
	return parts[0], nil
}

// countPairs adds one to each pair of these rows, of r in all, in the order of Pairs.
func countPairs(common []uint32, r int, rows []int32) {
	for k, i := range rows {
		after := common[pairsFrom(r, int(i)):] // of i and i+1, of i and i+2, …
		for _, j := range rows[k+1:] {
			after[j-i-1]++
		}
	}
}

// pairsFrom returns the place of pair (i,i+1) of r rows in the order of Pairs.
func pairsFrom(r, i int) int { return int(int64(i) * int64(2*r-i-1) / 2) }
