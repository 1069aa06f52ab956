package bipartite

import (
	"cmp"
	"slices"
)

// BenjaminiHochberg returns, for each p-value of a family of tests, the smallest false
// discovery rate at which it is rejected: q = min over p' ≥ p of p'·T/rank(p'), 0..1. Rejecting
// q ≤ 0.05 leaves an expected 5 % or less of false rejections among them, for independent or
// positively dependent tests. The family is every test that was made: pairs of rows that
// share nothing count. (Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.)
//
// p-values lie in [0,1]. O(T log T); 16 bytes a test.
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	q := make([]float64, len(p))
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, p[i]*float64(len(p))/float64(rank))
		q[i] = least
	}
	return q
}

// Bonferroni returns min(1, p·T) for each p-value of a family of T tests: rejecting those
// ≤ 0.05 makes a false rejection with a probability of 5 % or less, however the tests depend on
// each other. (Dunn 1961, doi:10.1080/01621459.1961.10482090.)
func Bonferroni(p []float64) []float64 {
	adjusted := make([]float64, len(p))
	for i, v := range p {
		adjusted[i] = min(1, v*float64(len(p)))
	}
	return adjusted
}
