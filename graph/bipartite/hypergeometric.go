package bipartite

import (
	"math"
	"math/rand/v2"
)

// Hypergeometric is the law of the overlap of two sets of A and B columns, drawn evenly
// from N: 0 ≤ A, B ≤ N.
type Hypergeometric struct{ A, B, N int }

// Mean returns A·B/N, 0 if N is 0.
func (h Hypergeometric) Mean() float64 { return quotient(float64(h.A)*float64(h.B), float64(h.N)) }

// Variance returns A·B·(N-A)·(N-B)/(N²·(N-1)).
func (h Hypergeometric) Variance() float64 {
	n := float64(h.N)
	return quotient(h.Mean()*(n-float64(h.A))/n*(n-float64(h.B)), n-1)
}

func quotient(x, y float64) float64 {
	if y <= 0 {
		return 0
	}
	return x / y
}

func (h Hypergeometric) least() int { return max(0, h.A-(h.N-h.B)) }
func (h Hypergeometric) most() int  { return min(h.A, h.B) }

// Upper returns the probability that k or more columns are common. Its relative error
// is some 1e-13 down to the smallest normal float; below 1e-308 it fades to 0. The sum
// starts at k, where each term is a known multiple of the one before. O(standard
// deviations) terms.
func (h Hypergeometric) Upper(k int) float64 {
	switch {
	case k <= h.least():
		return 1
	case k > h.most():
		return 0
	case float64(k) <= h.Mean(): // most of the mass is above: what is below has the digits
		return max(0, 1-h.sumDown(k-1))
	}
	return min(1, h.sumUp(k))
}

// Lower returns the probability that k or fewer columns are common; see Upper.
func (h Hypergeometric) Lower(k int) float64 {
	switch {
	case k < h.least():
		return 0
	case k >= h.most():
		return 1
	case float64(k) >= h.Mean():
		return max(0, 1-h.sumUp(k+1))
	}
	return min(1, h.sumDown(k))
}

// sumUp sums the probabilities of k and more, k above the mean or next to it.
func (h Hypergeometric) sumUp(k int) float64 {
	sum, term := 1.0, 1.0
	for x := k; x < h.most() && term > sum*1e-17; x++ {
		term *= h.ratio(x)
		sum += term
	}
	return h.Mass(k) * sum
}

// sumDown sums the probabilities of k and less.
func (h Hypergeometric) sumDown(k int) float64 {
	sum, term := 1.0, 1.0
	for x := k; x > h.least() && term > sum*1e-17; x-- {
		term /= h.ratio(x - 1)
		sum += term
	}
	return h.Mass(k) * sum
}

// ratio returns P(x+1)/P(x).
func (h Hypergeometric) ratio(x int) float64 {
	return float64(h.A-x) * float64(h.B-x) / (float64(x+1) * (float64(h.N) - float64(h.A) - float64(h.B) + float64(x+1)))
}

// Mass returns the probability that exactly k columns are common. It is a quotient of three
// binomial probabilities, each written as its distance from its own mean, so that no large
// logarithms cancel. (Loader 2000, Fast and Accurate Computation of Binomial
// Probabilities.)
func (h Hypergeometric) Mass(k int) float64 {
	if k < h.least() || k > h.most() {
		return 0
	}
	p := quotient(float64(h.B), float64(h.N))
	q := quotient(float64(h.N)-float64(h.B), float64(h.N))
	return math.Exp(logBinomial(k, h.A, p, q) + logBinomial(h.B-k, h.N-h.A, p, q) - logBinomial(h.B, h.N, p, q))
}

// logBinomial returns the logarithm of the probability of x successes of n, p+q = 1.
func logBinomial(x, n int, p, q float64) float64 {
	a, b, m := float64(x), float64(n-x), float64(n)
	switch {
	case x == 0 && n == 0:
		return 0
	case x == 0:
		return m * logOf(q, p)
	case x == n:
		return m * logOf(p, q)
	}
	tails := stirlingError(m) - stirlingError(a) - stirlingError(b)
	return tails - deviance(a, float64(m*p)) - deviance(b, float64(m*q)) + 0.5*math.Log(m/a/b/(2*math.Pi))
}

// logOf returns log p, where p = 1-q, without losing digits near 1.
func logOf(p, q float64) float64 {
	if q < 0.5 {
		return math.Log1p(-q)
	}
	return math.Log(p)
}

// deviance returns x·log(x/mean) + mean - x, which is 0 at the mean.
func deviance(x, mean float64) float64 {
	d := (x - mean) / (x + mean)
	if math.Abs(d) >= 0.1 {
		return float64(x*math.Log(x/mean)) + mean - x
	}
	// log(x/mean) is 2·atanh(d), and the first terms cancel.
	sum := (x - mean) * d
	power := 2 * x * d
	for k := 3.0; k < 100; k += 2 {
		power *= d * d
		next := sum + power/k
		if next == sum {
			break
		}
		sum = next
	}
	return sum
}

// stirlingError returns log n! less Stirling's √(2πn)·(n/e)ⁿ.
func stirlingError(n float64) float64 {
	if n <= 15 {
		f, _ := math.Lgamma(n + 1)
		return f - (n+0.5)*math.Log(n) + n - 0.5*math.Log(2*math.Pi)
	}
	s := n * n
	return (1.0/12 - (1.0/360-(1.0/1260-(1.0/1680-1.0/1188/s)/s)/s)/s) / n
}

// draw returns a random overlap: the mode and its neighbours, outwards, until their
// probabilities add up to a uniform draw. O(standard deviations).
func (h Hypergeometric) draw(r *rand.Rand) int {
	mode := int(float64(h.A+1) * (float64(h.B+1) / float64(h.N+2)))
	mode = min(max(mode, h.least()), h.most())
	low, high := mode, mode
	left := r.Float64()
	below := h.Mass(mode)
	above := below
	if left -= below; left < 0 {
		return mode
	}
	for low > h.least() || high < h.most() {
		if high < h.most() {
			above *= h.ratio(high)
			high++
			if left -= above; left < 0 {
				return high
			}
		}
		if low > h.least() {
			low--
			below /= h.ratio(low)
			if left -= below; left < 0 {
				return low
			}
		}
	}
	return mode // rounding left something over
}
