package analysis

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// draw throws n dates on days, which are zero, with these rates. Where dispersion is above 1.5
// each month's rate is first multiplied by a gamma variate, which makes the counts of months
// negative binomial with that index of dispersion.
func draw(rng *rand.Rand, rate []float64, days []int, n int, dispersion float64, ws *workspace) []int {
	sums := sized(&ws.sums, len(rate)+1)
	for from := 0; from < len(rate); from += month {
		to := min(from+month, len(rate))
		factor := 1.0
		if dispersion > overdispersed {
			mu := 0.0
			for _, v := range rate[from:to] {
				mu += v
			}
			shape := mu / (dispersion - 1)
			factor = distuv.Gamma{Alpha: shape, Beta: shape, Src: rng}.Rand()
		}
		for i := from; i < to; i++ {
			sums[i+1] = sums[i] + float64(rate[i]*factor)
		}
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
