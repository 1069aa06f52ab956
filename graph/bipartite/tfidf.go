package bipartite

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// TFIDFOptions tune TFIDF. The zero value is the choice of Pacheco et al. for retweets.
type TFIDFOptions struct {
	// MinCount is the sum of counts that a row needs to be compared; 0 means 10, negative
	// none. (Pacheco et al. 2021 ask for 10 retweets, Luceri et al. 2024,
	// doi:10.1145/3589334.3645529, for 20.)
	MinCount float64
	// Quantile of the similarities above 0, in (0,1), below which a pair is dropped; 0
	// means 0.995, negative keeps all.
	Quantile float64
	// TopK keeps a pair only if it is among the TopK most similar of one of its rows, ties
	// by index; 0 keeps all.
	TopK int
	// MaxHolders, if not 0, drops the columns that more rows hold, which are the most work
	// and weigh least; the result counts what that left out.
	MaxHolders int
	Workers    int                     // 0: all processors; never changes the result
	Progress   func(done, total int64) // of rows, in two rounds; called by any worker
}

// A TFIDFResult is the outcome of TFIDF.
type TFIDFResult struct {
	Pairs     []graph.Edge // rows From < To; Weight is their similarity, in (0,1]; by From, then To
	Threshold float64      // the least similarity that Quantile keeps; 0 if it keeps all
	Similar   int64        // pairs of a similarity above 0, of which Quantile speaks
	Rows      int          // rows that have MinCount: n of the formula
	Columns   int          // columns that two or more of those hold and MaxHolders allows; the others are dropped
	Skipped   Skipped
}

// TFIDF returns the pairs of rows whose columns are most alike, counted by how rare they
// are: the cosine of x·idf, where x is the count and idf = ln((1+n)/(1+df)) + 1 of a column
// that df of n rows hold (the smooth idf of scikit-learn, which the authors' code uses).
// Columns with df = 1 are dropped before the norm is taken. (Pacheco et al. 2021, Uncovering
// Coordinated Networks on Social Media, ICWSM, doi:10.1609/icwsm.v15i1.18075.)
//
// The threshold is the smallest similarity that a share Quantile of the pairs above 0 does not
// exceed; pairs that reach it stay. Pairs are computed twice, so that only those near or above
// the threshold are kept: O(Σ h²) for columns held by h rows; 8 bytes an incidence, 0.5 MB and
// 8 bytes a row for each worker, and 16 to 32 bytes a pair kept.
func TFIDF(ctx context.Context, in *Incidence, opt TFIDFOptions) (TFIDFResult, error) {
	if opt.Quantile >= 1 || math.IsNaN(opt.Quantile) || math.IsNaN(opt.MinCount) || opt.TopK < 0 {
		return TFIDFResult{}, fmt.Errorf("quantile %v, least count %v, top %d", opt.Quantile, opt.MinCount, opt.TopK)
	}
	opt.Quantile = cmp.Or(opt.Quantile, 0.995)
	opt.MinCount = cmp.Or(opt.MinCount, 10)
	skip, cost := heavy(in, opt.MaxHolders)
	s := newVectors(in, opt.MinCount, skip)
	res := TFIDFResult{Rows: s.n, Columns: s.columns, Skipped: cost}
	bins, err := s.histogram(ctx, opt)
	if err != nil {
		return TFIDFResult{}, err
	}
	for _, k := range bins {
		res.Similar += k
	}
	if res.Similar == 0 {
		return res, nil
	}
	// rank is the place, from 1, of the threshold among the similarities in order.
	rank := int64(1)
	if opt.Quantile > 0 {
		rank = max(1, int64(math.Ceil(opt.Quantile*float64(res.Similar))))
	}
	bin := 0
	for ; bins[bin] < rank; bin++ {
		rank -= bins[bin]
	}
	if res.Pairs, err = s.above(ctx, opt, bin); err != nil {
		return TFIDFResult{}, err
	}
	if opt.Quantile > 0 {
		res.Threshold = nth(res.Pairs, rank)
		res.Pairs = slices.DeleteFunc(res.Pairs, func(e graph.Edge) bool { return e.Weight < res.Threshold })
	}
	if opt.TopK > 0 {
		res.Pairs = topOfEither(res.Pairs, in.Rows(), opt.TopK)
	}
	return res, nil
}

// nth returns the weight at place n, from 1, in rising order.
func nth(pairs []graph.Edge, n int64) float64 {
	weights := make([]float64, len(pairs))
	for i, e := range pairs {
		weights[i] = e.Weight
	}
	slices.Sort(weights)
	return weights[n-1]
}

// vectors are the rows as unit vectors, by column.
type vectors struct {
	in      *Incidence
	n       int       // rows that are compared
	columns int       // columns that two of those hold
	idf     []float64 // by column; 0 where it is dropped
	norm    []float64 // by row; 0 where it is dropped or holds no column that stays
	value   []float64 // parallel to in.held
}

func newVectors(in *Incidence, minCount float64, skip []bool) *vectors {
	s := &vectors{in: in, idf: make([]float64, in.Columns()), norm: make([]float64, in.Rows()), value: make([]float64, in.Len())}
	stays := make([]bool, in.Rows())
	df := make([]int, in.Columns())
	for i := range stays {
		sum := 0.0
		for k := range in.Row(i) {
			sum += s.count(i, k)
		}
		if stays[i] = sum >= minCount; !stays[i] {
			continue
		}
		s.n++
		for k, c := range in.Row(i) {
			if s.count(i, k) > 0 {
				df[c]++
			}
		}
	}
	for c, d := range df {
		if d > 1 && (skip == nil || !skip[c]) {
			s.idf[c] = math.Log(float64(1+s.n)/float64(1+d)) + 1
			s.columns++
		}
	}
	next := slices.Clone(in.at)
	for i := range stays {
		if stays[i] {
			squares := 0.0
			for k, c := range in.Row(i) {
				x := s.count(i, k) * s.idf[c]
				squares += float64(x * x)
			}
			s.norm[i] = math.Sqrt(squares)
		}
		for k, c := range in.Row(i) {
			s.value[next[c]] = s.at(i, k)
			next[c]++
		}
	}
	return s
}

// count returns how often row i holds its k-th column.
func (s *vectors) count(i, k int) float64 {
	if counts := s.in.Counts(i); counts != nil {
		return counts[k]
	}
	return 1
}

// at returns the part of row i's unit vector along its k-th column.
func (s *vectors) at(i, k int) float64 {
	if s.norm[i] == 0 {
		return 0
	}
	return s.count(i, k) * s.idf[s.in.Row(i)[k]] / s.norm[i]
}

// each calls do with every row after i that is similar to it; sum is scratch, all 0.
func (s *vectors) each(i int, sum []float64, do func(j int, similarity float64)) {
	if s.norm[i] == 0 {
		return
	}
	walk := func(f func(k int, held []int32, values []float64)) {
		for k, c := range s.in.Row(i) {
			if s.idf[c] == 0 {
				continue
			}
			held := s.in.Holders(int(c))
			from, _ := slices.BinarySearch(held, int32(i)+1)
			f(k, held[from:], s.value[s.in.at[c]+int64(from):s.in.at[c+1]])
		}
	}
	walk(func(k int, held []int32, values []float64) {
		x := s.at(i, k)
		for h, j := range held {
			sum[j] += float64(x * values[h])
		}
	})
	walk(func(_ int, held []int32, _ []float64) {
		for _, j := range held {
			if sum[j] > 0 {
				do(int(j), min(1, sum[j]))
				sum[j] = 0
			}
		}
	})
}

// binOf numbers similarities in (0,1] so that a larger one never has a smaller number:
// by exponent and the first 6 bits of the fraction.
func binOf(similarity float64) int { return int(math.Float64bits(similarity) >> 46) }

// histogram counts similar pairs by bin.
func (s *vectors) histogram(ctx context.Context, opt TFIDFOptions) ([]int64, error) {
	type state struct {
		sum  []float64
		bins []int64
	}
	newState := func() *state {
		return &state{make([]float64, s.in.Rows()), make([]int64, binOf(1)+1)}
	}
	states, err := spread(ctx, spreadOptions{opt.Workers, opt.Progress}, s.in.Rows(), newState, func(t *state, i int) {
		s.each(i, t.sum, func(_ int, similarity float64) { t.bins[binOf(similarity)]++ })
	})
	if err != nil {
		return nil, err
	}
	all := make([]int64, binOf(1)+1)
	for _, t := range states {
		for b, k := range t.bins {
			all[b] += k
		}
	}
	return all, nil
}

// above returns the pairs whose bin is this or higher, by From, then To.
func (s *vectors) above(ctx context.Context, opt TFIDFOptions, bin int) ([]graph.Edge, error) {
	type state struct {
		sum   []float64
		pairs []graph.Edge
	}
	newState := func() *state { return &state{sum: make([]float64, s.in.Rows())} }
	states, err := spread(ctx, spreadOptions{opt.Workers, opt.Progress}, s.in.Rows(), newState, func(t *state, i int) {
		s.each(i, t.sum, func(j int, similarity float64) {
			if binOf(similarity) >= bin {
				t.pairs = append(t.pairs, graph.Edge{From: int32(i), To: int32(j), Weight: similarity})
			}
		})
	})
	if err != nil {
		return nil, err
	}
	var all []graph.Edge
	for _, t := range states {
		all = append(all, t.pairs...)
	}
	slices.SortFunc(all, byEnds)
	return all, nil
}

func byEnds(a, b graph.Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) }

// topOfEither returns the pairs that are among the k heaviest of one of their rows,
// ties by From, then To, in the order in which they come.
func topOfEither(pairs []graph.Edge, rows, k int) []graph.Edge {
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pairs[b].Weight, pairs[a].Weight) })
	seen := make([]int, rows)
	keep := make([]bool, len(pairs))
	for _, i := range order {
		e := pairs[i]
		keep[i] = seen[e.From] < k || seen[e.To] < k
		seen[e.From]++
		seen[e.To]++
	}
	kept := pairs[:0]
	for i, e := range pairs {
		if keep[i] {
			kept = append(kept, e)
		}
	}
	return kept
}
