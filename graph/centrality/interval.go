package centrality

import "math"

// Confidence is the probability with which the intervals of all nodes of a sampled
// score hold at once, or more.
const Confidence = 0.95

// meanInterval returns the bounds, 0..1, of the mean of a population whose values
// lie in 0..1, given the mean of k of them drawn evenly without replacement.
// It holds for families populations at once with the Confidence.
//
// The bounds are the means whose relative entropy to the given one is
// ln(2·families/0.05)/k: Hoeffding 1963, doi:10.1080/01621459.1963.10500830, theorem 1
// and, for drawing without replacement, section 6. They are never wider than the better known
// ±√(ln(2·families/0.05)/2k) that follows from them, and near 0 much narrower.
func meanInterval(mean, k, families float64) (low, high float64) {
	mean = min(max(mean, 0), 1)
	limit := math.Log(2*families/(1-Confidence)) / k
	return boundary(mean, 0, limit), boundary(mean, 1, limit)
}

// boundary returns the mean between the given one and the end of 0..1 from
// which the given one is as far as limit, erring towards the end.
func boundary(mean, end, limit float64) float64 {
	near := mean
	for range 60 {
		middle := (near + end) / 2
		if middle == near || middle == end {
			break
		}
		if relativeEntropy(mean, middle) < limit {
			near = middle
		} else {
			end = middle
		}
	}
	return end
}

// relativeEntropy is that of two coins, p and q between 0 and 1 and q strictly.
func relativeEntropy(p, q float64) float64 {
	sum := 0.0
	if p > 0 {
		sum += float64(p * math.Log(p/q))
	}
	if p < 1 {
		sum += float64((1 - p) * math.Log((1-p)/(1-q)))
	}
	return sum
}

// largestMargin returns the largest distance from a mean to an end of its interval, where
// the means of families populations are at most largest.
//
// Up to one half the margin grows with the mean, and the upper one is the larger: the derivative of
// the upper bound by the mean p is (ln(u/(1-u)) - ln(p/(1-p))) / ((u-p)/(u(1-u))), which is 1 or more
// while u ≤ 1/2. Beyond, the bound that holds for any mean serves.
func largestMargin(largest, k, families float64) float64 {
	if _, high := meanInterval(largest, k, families); high <= 0.5 {
		return high - largest
	}
	return math.Sqrt(math.Log(2*families/(1-Confidence)) / (2 * k))
}
