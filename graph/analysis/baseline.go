package analysis

import (
	"math"
	"slices"
)

// A calendar is a span of days with a kernel on it, and what never changes while dates are
// drawn: how much of the kernel lies inside the span, seen from each day.
//
// The kernel is a triangle, and close to a normal curve of the same standard deviation; its reach
// on each side is √6 times that. Sums of counts stay integers, so that no order of work can
// change a bit.
type calendar struct {
	days    int
	reach   int   // days that the kernel sees on each side
	longest int   // days of the longest window scanned
	even    []int // exposure of each day of a series without a season
	before  []int // mass of even days before each day, from 0 to that of a whole arm
	after   []int // of the days after it
	// The same as shares of a whole arm: 1 but near the edges.
	beforeShare, afterShare []float64
}

const (
	bandwidth  = 90.0 // days: standard deviation of the kernel
	maxWindow  = 62   // days of the longest window scanned
	pseudo     = 3    // accounts at the mean rate that every estimate is blended with
	kernelSpan = 442  // days of a series below which its own dates give no baseline
)

func newCalendar(days int, width float64, longest int) *calendar {
	c := &calendar{days: days, reach: max(1, int(math.Round(width*math.Sqrt(6)))), longest: longest, even: make([]int, days)}
	for i := range c.even {
		c.even[i] = exposureUnit
	}
	c.before, c.after = make([]int, days), make([]int, days)
	c.arms(c.even, c.before, c.after)
	c.beforeShare, c.afterShare = make([]float64, days), make([]float64, days)
	whole := float64(c.reach * (c.reach + 1) / 2 * exposureUnit)
	for d := range c.even {
		c.beforeShare[d], c.afterShare[d] = float64(c.before[d])/whole, float64(c.after[d])/whole
	}
	return c
}

// arms writes the counts n before and after each day under the kernel: a day k days away
// weighs reach+1-k.
func (c *calendar) arms(n, before, after []int) {
	w := c.reach + 1
	count, sum := 0, 0 // accounts within reach before the day, and under the kernel
	for d := range n {
		before[d] = sum
		count += n[d]
		sum += w*n[d] - count
		if out := d - c.reach; out >= 0 {
			count -= n[out] // its weight has just come to 0
		}
	}
	count, sum = 0, 0
	for d := len(n) - 1; d >= 0; d-- {
		after[d] = sum
		count += n[d]
		sum += w*n[d] - count
		if out := d + c.reach; out < len(n) {
			count -= n[out]
		}
	}
}

// width is over how many days the kernel spreads one: 1 over the sum of its squares.
func (c *calendar) width() float64 { return 1.5 * float64(c.reach+1) }

// blend returns the rate of an even day of which the kernel saw count accounts over an exposure of mass, both
// weighted by it: as if pseudo accounts more had been seen at the mean rate. So a sparse series is
// held against its mean, a dense one against its own trend, and no day is impossible.
func (c *calendar) blend(count, mass int, mean float64) float64 {
	w := float64(c.reach + 1)
	return (float64(count) + float64(pseudo*w)) / (float64(mass)/exposureUnit + float64(pseudo*w)/mean)
}

// A trend is the growth of a series at the ends of its span, per day: the end
// is at least 0 and the start at most 0. Near an edge the kernel sees one side only, and a
// series that grows to the day of the collection would show there more than its
// past: a burst for nothing. A falling end gets no correction, on the side of caution.
type trend struct{ start, end float64 }

// trendOf measures growth by two neighbouring boxes, the longest window away
// from the edge, so that no window tested raises its own baseline.
func (c *calendar) trendOf(n []int) trend {
	var t trend
	gap := min(c.longest, maxWindow)
	width := min(c.reach, (c.days-gap)/2)
	if width < month {
		return t
	}
	rate := func(near, far int) float64 {
		return max(0, math.Log(float64(near+1)/float64(far+1))) / float64(width)
	}
	last, first := c.days-gap, gap
	t.end = rate(sumInts(n[last-width:last]), sumInts(n[last-2*width:last-width]))
	t.start = -rate(sumInts(n[first:first+width]), sumInts(n[first+width:first+2*width]))
	return t
}

// lean returns how many days a kernel with these masses on its sides looks back from its middle,
// and ahead where it is negative: a third of its reach where one side is missing.
func (c *calendar) lean(before, after int) float64 {
	if before == after || before+after == 0 {
		return 0
	}
	return float64(c.reach) / 3 * float64(before-after) / float64(max(before, after))
}

// factor returns what the trend adds to an estimate made from days whose
// middle lies lean days earlier.
func (t trend) factor(lean float64) float64 {
	switch {
	case lean > 0 && t.end > 0:
		return math.Exp(t.end * lean)
	case lean < 0 && t.start < 0:
		return math.Exp(t.start * lean)
	}
	return 1
}

// density estimates the expected count of each day from the counts n; days masked are left out,
// and filled from both sides. The result belongs to ws.
func (c *calendar) density(n []int, masked []bool, ws *workspace) []float64 {
	seen, exposure := n, c.season(n, masked, ws)
	open, massBefore, massAfter := exposure, c.before, c.after
	if masked != nil {
		seen, open = slices.Clone(n), slices.Clone(exposure)
		for d := range n {
			if masked[d] {
				seen[d], open[d] = 0, 0
			}
		}
	}
	if masked != nil || &exposure[0] != &c.even[0] {
		massBefore, massAfter = sized(&ws.massBefore, c.days), sized(&ws.massAfter, c.days)
		c.arms(open, massBefore, massAfter)
	}
	before, after := sized(&ws.before, c.days), sized(&ws.after, c.days)
	c.arms(seen, before, after)
	mean := float64(sumInts(n)) / float64(c.days)
	if days := float64(sumInts(open)) / exposureUnit; days > 0 {
		mean = (float64(sumInts(seen)) + pseudo*mean/days) / days
	}
	t := c.trendOf(n)
	out := sized(&ws.rate, c.days)
	for d := range out {
		count, mass := before[d]+after[d], massBefore[d]+massAfter[d]
		count += (c.reach + 1) * seen[d]
		mass += (c.reach + 1) * open[d]
		out[d] = c.blend(count, mass, mean) * float64(exposure[d]) / exposureUnit
		if t != (trend{}) && c.before[d] != c.after[d] {
			out[d] *= t.factor(c.lean(c.before[d], c.after[d]))
		}
	}
	return out
}

// variance returns how far chance moves the rate of the days beside day d, on the side that
// step points to, from the counts n: the sum of the squares of what each account lends it.
func (c *calendar) variance(n, exposure []int, d, step int, mean float64) float64 {
	w := float64(c.reach + 1)
	sum, mass := 0.0, pseudo*w/mean
	for k := 1; k <= c.reach && d+step*k >= 0 && d+step*k < c.days; k++ {
		weight := float64(c.reach + 1 - k)
		sum += float64(float64(n[d+step*k]) * weight * weight)
		mass += weight * float64(exposure[d+step*k]) / exposureUnit
	}
	return sum / (mass * mass)
}

// A workspace holds the slices of one scan, to be used again by the next. The
// zero value works.
type workspace struct {
	days, control, before, after []int
	rate, sums, left, right      []float64
	expected                     []float64
	exposure, passed             []int
	massBefore, massAfter        []int
	seasonCount, seasonOpen      []int
	seasonMean                   []float64
	guide                        []int32
	at, prefix                   []int
	hours                        []int
}

// sized returns s with length n and no memory of its contents kept.
func sized[T any](s *[]T, n int) []T {
	if cap(*s) < n {
		*s = make([]T, n)
	}
	*s = (*s)[:n]
	clear(*s)
	return *s
}
