package bipartite

import "math"

// A PoissonBinomial is the law of the number of successes in independent trials of
// unequal probabilities: the overlap of two rows under a BiCM.
type PoissonBinomial struct {
	P     []float64 // probabilities, 0..1
	Count []int     // trials of each; nil: one
}

// exactMean is the mean, or distance from either end, up to which tails are summed.
const exactMean = 50

// count returns the number of trials of P[i].
func (b PoissonBinomial) count(i int) int {
	if b.Count == nil {
		return 1
	}
	return b.Count[i]
}

// trials returns how many can succeed, and how many do for certain.
func (b PoissonBinomial) trials() (possible, certain int) {
	for i, p := range b.P {
		if p > 0 {
			possible += b.count(i)
		}
		if p >= 1 {
			certain += b.count(i)
		}
	}
	return possible, certain
}

// moments returns the mean, the variance and the third central moment.
func (b PoissonBinomial) moments() (mean, variance, third float64) {
	for i, p := range b.P {
		n := float64(b.count(i))
		mean += float64(n * p)
		variance += float64(n * p * (1 - p))
		third += float64(n * p * (1 - p) * (1 - 2*p))
	}
	return mean, variance, third
}

// Mean returns the expected number of successes.
func (b PoissonBinomial) Mean() float64 { mean, _, _ := b.moments(); return mean }

// Variance returns the variance of the number of successes.
func (b PoissonBinomial) Variance() float64 { _, variance, _ := b.moments(); return variance }

// Tails returns the probabilities of k or more successes and of k or fewer.
//
// For a mean of at most 50, and at most 50 successes or failures from either end, all that
// can happen is summed, with a relative error of some 1e-13 however small the result:
// O(min(trials, len(P)·k)·k). Else it is the saddlepoint approximation (Lugannani & Rice 1980,
// doi:10.2307/1426607, with the second correction for whole numbers of Daniels 1987,
// doi:10.2307/1403269), or near the mean, where that divides by 0, the refined normal one
// (Hong 2013, doi:10.1016/j.csda.2012.10.006): O(len(P)), within 0.3 % of the smaller of
// result and 1 - result. The refined normal alone is off by its own size beyond four
// standard deviations.
func (b PoissonBinomial) Tails(k int) (upper, lower float64) {
	possible, certain := b.trials()
	failures := possible - k
	switch {
	case k < certain:
		return 1, 0
	case k > possible:
		return 0, 1
	case b.Mean() <= exactMean || k <= exactMean:
		upper, lower = b.sums(k)
	case failures <= exactMean:
		lower, upper = b.failures().sums(failures)
	default:
		upper, lower = b.approximate(k), b.failures().approximate(failures)
	}
	if k == certain {
		upper = 1
	}
	if k == possible {
		lower = 1
	}
	return upper, lower
}

// failures returns the law of the number of trials that can succeed and do not.
func (b PoissonBinomial) failures() PoissonBinomial {
	var f PoissonBinomial
	for i, p := range b.P {
		if p > 0 {
			f.P, f.Count = append(f.P, 1-p), append(f.Count, b.count(i))
		}
	}
	return f
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// sums returns both tails exactly.
func (b PoissonBinomial) sums(k int) (upper, lower float64) {
	mass, above := b.masses(k)
	return min(1, mass[k]+above), min(1, sum(mass))
}

// masses returns the probabilities of 0 to k successes, and of more. Few trials of a probability are added
// one by one, many as the binomial law of their number. No term is negative, so nothing cancels.
// O(min(trials, len(P)·k)·k).
func (b PoissonBinomial) masses(k int) (mass []float64, above float64) {
	mass = make([]float64, k+1)
	mass[0] = 1
	top := 0
	var law, upper []float64
	for i, p := range b.P {
		switch n := b.count(i); {
		case p == 0 || n == 0:
		case n <= k/2 || p >= 1:
			for range n {
				above += addTrial(mass, top, p)
				top = min(top+1, k)
			}
		default:
			law, upper = binomial(law, upper, n, p, k)
			above += addLaw(mass, top, law, upper)
			top = min(top+n, k)
		}
	}
	return mass, above
}

// addTrial adds a trial to the law of a number that is at most top, and returns what passes the end.
func addTrial(mass []float64, top int, p float64) (passed float64) {
	q, k := 1-p, len(mass)-1
	passed = mass[k] * p
	for x := min(top+1, k); x > 0; x-- {
		mass[x] = float64(mass[x]*q) + float64(mass[x-1]*p)
	}
	mass[0] *= q
	return passed
}

// addLaw adds a number of the given law, whose upper[j] is the probability of j or more.
func addLaw(mass []float64, top int, law, upper []float64) (passed float64) {
	k := len(mass) - 1
	for x := 0; x <= top; x++ {
		passed += float64(mass[x] * upper[k-x+1])
	}
	for x := k; x >= 0; x-- {
		sum := 0.0
		for y := max(0, x-top); y <= x; y++ {
			sum += float64(mass[x-y] * law[y])
		}
		mass[x] = sum
	}
	return passed
}

// binomial returns the probabilities of 0 to k+1 successes of n trials, 0 < p < 1, and those of as many or more, in the slices
// given where they are long enough.
func binomial(law, upper []float64, n int, p float64, k int) ([]float64, []float64) {
	if cap(law) < k+2 {
		law, upper = make([]float64, k+2), make([]float64, k+2)
	}
	law, upper = law[:k+2], upper[:k+2]
	odds, q := p/(1-p), 1-p
	ratio := func(j int) float64 { return float64(n-j) / float64(j+1) * odds } // of j+1 to j
	law[0] = math.Exp(float64(n) * math.Log1p(-p))
	exact := law[0] > 1e-250 // else the recurrence would begin with nothing
	for j := range k + 1 {
		switch {
		case j >= n:
			law[j+1] = 0
		case exact:
			law[j+1] = law[j] * ratio(j)
		default:
			law[j+1] = math.Exp(logBinomial(j+1, n, p, q))
		}
	}
	if float64(n)*p > float64(k+1) { // most of the mass is above
		upper[k+1] = max(0, 1-sum(law[:k+1]))
	} else {
		rest, term := 0.0, law[k+1]
		for j := k + 1; j < n && term > rest*1e-17; j++ {
			term *= ratio(j)
			rest += term
		}
		upper[k+1] = law[k+1] + rest
	}
	for j := k; j >= 0; j-- {
		upper[j] = law[j] + upper[j+1]
	}
	return law, upper
}

// nearMean is the number of standard deviations within which the saddlepoint is not used.
const nearMean = 0.2

// approximate returns the probability of k or more successes.
func (b PoissonBinomial) approximate(k int) float64 {
	mean, variance, third := b.moments()
	x := float64(k) - 0.5
	deviation := math.Sqrt(variance)
	z := quotient(x-mean, deviation)
	if variance < 1e-9 { // nothing but chance of rounding
		if x > mean {
			return 0
		}
		return 1
	}
	if math.Abs(z) < nearMean {
		skewness := third / (variance * deviation)
		return normalTail(z) - skewness*(1-z*z)*density(z)/6
	}
	s, logMoment, curvature := b.saddle(x)
	w := math.Copysign(math.Sqrt(2*max(0, float64(s*x)-logMoment)), s)
	u := 2 * math.Sinh(s/2) * math.Sqrt(curvature)
	return min(1, max(0, normalTail(w)+density(w)*(1/u-1/w)))
}

func normalTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
func density(z float64) float64    { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// saddle returns the s at which successes, weighed by eˢ each, have mean x, with the
// logarithm of the moment generating function there and its second derivative. The
// mean rises with s; steps of Newton are taken where they stay within what is known to hold s.
func (b PoissonBinomial) saddle(x float64) (s, logMoment, curvature float64) {
	low, high := math.Inf(-1), math.Inf(1)
	for range 200 {
		var mean float64
		mean, logMoment, curvature = b.tilt(s)
		if math.Abs(mean-x) <= 1e-12*x {
			break
		}
		if mean < x {
			low = s
		} else {
			high = s
		}
		step := s + (x-mean)/curvature
		step = min(max(step, s-2), s+2)
		if step <= low || step >= high {
			step = (low + high) / 2
		}
		if step == s {
			break
		}
		s = step
	}
	return s, logMoment, curvature
}

// tilt returns the first two derivatives of the logarithm of the moment generating
// function at s, and itself.
func (b PoissonBinomial) tilt(s float64) (mean, logMoment, curvature float64) {
	weight, grown := math.Exp(s), math.Expm1(s)
	for i, p := range b.P {
		if p == 0 {
			continue
		}
		n := float64(b.count(i))
		t := p * weight / (1 + float64(p*grown))
		mean += float64(n * t)
		curvature += float64(n * t * (1 - t))
		logMoment += float64(n * math.Log1p(p*grown))
	}
	return mean, logMoment, curvature
}
