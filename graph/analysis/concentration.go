package analysis

// topShare returns the share of total that the k largest counts hold, 0..1.
// counts are sorted, largest first.
func topShare(counts []int, k, total int) float64 {
	sum := 0
	for _, c := range counts[:min(k, len(counts))] {
		sum += c
	}
	return float64(sum) / float64(total)
}

// gini returns the Gini coefficient of counts, sorted largest first: half the
// mean absolute difference over the mean (C. Gini 1912), 0 where all are equal, below 1.
func gini(counts []int) float64 {
	n := len(counts)
	sum, weighted := 0, 0
	for i, c := range counts {
		sum += c
		weighted += (n - 1 - 2*i) * c
	}
	if sum == 0 {
		return 0
	}
	return float64(weighted) / float64(n*sum)
}

// effectiveNumber returns 1/Σp², the number of equally active accounts that
// would be as concentrated (A. O. Hirschman 1945).
func effectiveNumber(counts []int) float64 {
	sum, squares := 0, 0
	for _, c := range counts {
		sum += c
		squares += c * c
	}
	if squares == 0 {
		return 0
	}
	return float64(sum) * float64(sum) / float64(squares)
}
