package analysis

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// chance returns the p of a statistic: how often one of a drawn world is at least observed. It
// draws until enough of them were, and at most most: p is then enough over the draws made, else
// one more than the hits over one more than the draws. Either is valid at every level (J. Besag &
// P. Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991,
// doi:10.1093/biomet/78.2.301), and where nothing is to be found a fifth of the draws do.
func chance(ctx context.Context, workers int, observed float64, most, enough int, one func(i int, ws *workspace) float64) (p float64, draws int, err error) {
	const chunks, batch = 8, 64
	var ws [chunks]workspace
	hits := 0
	for from := 0; from < most; from += batch {
		n := min(batch, most-from)
		var got [batch]float64
		err := par.For(ctx, workers, chunks, func(c int) error {
			for i := c; i < n; i += chunks {
				got[i] = one(from+i, &ws[c])
			}
			return nil
		})
		if err != nil {
			return 1, from, err
		}
		for i, v := range got[:n] {
			if v < observed {
				continue
			}
			if hits++; hits == enough {
				return float64(hits) / float64(from+i+1), from + i + 1, nil
			}
		}
	}
	return float64(hits+1) / float64(most+1), most, nil
}

// dense is how many accounts a day make drawing by days quicker than drawing by accounts.
const dense = 2

// draw throws about n dates on days, which are zero, with these rates: exactly n where they are few,
// and a Poisson count for each day where they are many. Where dispersion is above 1
// each month's rate is first multiplied by a gamma variate, which makes the counts of months
// negative binomial with that index of dispersion.
func draw(rng *rand.Rand, rate []float64, days []int, n int, dispersion float64, ws *workspace) []int {
	sums := sized(&ws.sums, len(rate)+1)
	for from := 0; from < len(rate); from += month {
		to := min(from+month, len(rate))
		factor := 1.0
		if dispersion > 1 {
			mu := 0.0
			for _, v := range rate[from:to] {
				mu += v
			}
			shape := mu / (dispersion - 1)
			factor = max(1e-9, distuv.Gamma{Alpha: shape, Beta: shape, Src: rng}.Rand()) // never all of them 0
		}
		for i := from; i < to; i++ {
			sums[i+1] = sums[i] + float64(rate[i]*factor)
		}
	}
	if n > dense*len(rate) {
		share := float64(n) / sums[len(rate)]
		for i := range days {
			if mu := share * (sums[i+1] - sums[i]); mu > 0 {
				days[i] = int(distuv.Poisson{Lambda: mu, Src: rng}.Rand())
			}
		}
		return days
	}
	guide := newGuide(sums, sized(&ws.guide, len(sums)))
	for range n {
		days[guide.find(rng.Float64())]++
	}
	return days
}

// A guide finds the day of a cumulated rate in constant expected time
// (H.-C. Chen & Y. Asau 1974).
type guide struct {
	sums  []float64
	start []int32
}

// newGuide fills start, which is as long as sums.
func newGuide(sums []float64, start []int32) *guide {
	n := len(sums) - 1
	g := &guide{sums, start}
	day := 0
	for i := range g.start {
		for day < n-1 && sums[day+1]*float64(n) <= float64(i)*sums[n] {
			day++
		}
		g.start[i] = int32(day)
	}
	return g
}

// find returns the day on which the share x of the total is reached, 0 <= x < 1.
func (g *guide) find(x float64) int {
	n := len(g.sums) - 1
	day := int(g.start[int(x*float64(n))])
	for day < n-1 && g.sums[day+1] <= x*g.sums[n] {
		day++
	}
	return day
}

// binomialTail returns the probability of c or more of n, each with chance q.
func binomialTail(c, n int, q float64) float64 {
	switch {
	case c <= 0 || q >= 1:
		return 1
	case q <= 0:
		return 0
	}
	return mathext.RegIncBeta(float64(c), float64(n-c+1), q)
}
