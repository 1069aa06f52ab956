package analysis

import "math"

// A calendar is a span of days with what never changes while dates are drawn
// on it: the kernel's mass inside the span, seen from each day.
//
// The kernel is a moving average of 221 days taken twice, which is close to a normal curve
// with a standard deviation of 90 days and costs the same for any number of dates. Sums of
// counts stay integers, so that no order of work can change a bit.
type calendar struct {
	days int
	mass []int     // Σ of the kernel over the span, by day
	inv  []float64 // prefix sums of full mass over mass: how much the edges cut off
	kept []float64 // by length of a window in days: mean share of a day's kernel that falls inside it
	lean []float64 // prefix sums of how many days a day lies beyond the middle of its kernel: 0 but near the edges
}

const (
	boxHalf   = 110 // days each side of one moving average
	boxWidth  = 2*boxHalf + 1
	fullMass  = boxWidth * boxWidth
	maxWindow = 62 // days of the longest window scanned
)

func newCalendar(days int) *calendar {
	c := &calendar{days: days, inv: make([]float64, days+1), kept: make([]float64, maxWindow+1)}
	ones := make([]int, days)
	for i := range ones {
		ones[i] = 1
	}
	c.mass = make([]int, days)
	smooth(c.mass, ones, make([]int, days+1))
	for t, m := range c.mass {
		c.inv[t+1] = c.inv[t] + float64(fullMass)/float64(m)
	}
	c.lean = make([]float64, days+1)
	for t := range ones {
		ones[t] = t
	}
	at := make([]int, days)
	smooth(at, ones, make([]int, days+1))
	for t, m := range c.mass {
		c.lean[t+1] = c.lean[t]
		if m < fullMass {
			c.lean[t+1] += float64(t) - float64(at[t])/float64(m)
		}
	}
	for l := 1; l <= maxWindow; l++ {
		sum := 0
		for d := -l + 1; d < l; d++ {
			sum += (l - max(d, -d)) * (boxWidth - max(d, -d))
		}
		c.kept[l] = float64(sum) / float64(l*fullMass)
	}
	return c
}

// smooth writes to out the counts n under the kernel, unnormalised; prefix is
// scratch of one element more. Outside the span the counts are zero, also between
// the two passes.
func smooth(out, n, prefix []int) {
	pass := func(src []int) {
		for i, v := range src {
			prefix[i+1] = prefix[i] + v
		}
		for i := range out {
			out[i] = prefix[min(len(src), i+boxHalf+1)] - prefix[max(0, i-boxHalf)]
		}
	}
	pass(n)
	pass(out)
}

// variance returns how far chance moves the leave-out estimate of the days
// [from,to]: the sum of the squares of what each account outside lends them.
func (c *calendar) variance(n []int, from, to int) float64 {
	const reach = 2 * boxHalf
	lent := make([]float64, c.days)
	outside := c.days - (to - from + 1)
	for t := from; t <= to; t++ {
		first, last := max(0, t-reach), min(c.days-1, t+reach)
		mass := 0
		for i := first; i <= last; i++ {
			if i < from || i > to {
				mass += boxWidth - max(i-t, t-i)
			}
		}
		for i := range lent {
			switch {
			case i >= from && i <= to:
			case mass == 0: // as density fills it
				lent[i] += 1 / float64(outside)
			case first <= i && i <= last:
				lent[i] += float64(boxWidth-max(i-t, t-i)) / float64(mass)
			}
		}
	}
	sum := 0.0
	for i, x := range lent {
		sum += float64(float64(n[i]) * x * x)
	}
	return sum
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
	width := min(boxWidth, (c.days-maxWindow)/2)
	if width < month {
		return t
	}
	rate := func(near, far int) float64 {
		return max(0, math.Log(float64(near+1)/float64(far+1))) / float64(width)
	}
	last, first := c.days-maxWindow, maxWindow
	t.end = rate(sumInts(n[last-width:last]), sumInts(n[last-2*width:last-width]))
	t.start = -rate(sumInts(n[first:first+width]), sumInts(n[first+width:first+2*width]))
	return t
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

// follow carries the trend of the counts n into the densities near the edges,
// in place. Days masked are left out.
func (c *calendar) follow(density []float64, n []int, masked []bool) []float64 {
	t := c.trendOf(n)
	if t == (trend{}) {
		return density
	}
	open, at := make([]int, c.days), make([]int, c.days)
	for i := range open {
		if masked == nil || !masked[i] {
			open[i], at[i] = 1, i
		}
	}
	scratch := make([]int, c.days+1)
	smooth(open, open, scratch)
	smooth(at, at, scratch)
	for i := range density {
		if c.mass[i] < fullMass && open[i] > 0 {
			density[i] *= t.factor(float64(i) - float64(at[i])/float64(open[i]))
		}
	}
	return density
}

// A workspace holds the slices of one scan, to be used again by the next. The
// zero value works.
type workspace struct {
	days, control, num, prefix []int
	rate, sums, expected       []float64
	guide                      []int32
	at                         []int
	runs                       []run
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

// density estimates the expected count of each day from the counts n: the
// kernel's average, corrected for the edges of the span, and one account more spread
// evenly, so that no day is impossible. With a mask, days where it is true are left
// out and filled from both sides.
// The result belongs to ws.
func (c *calendar) density(n []int, masked []bool, ws *workspace) []float64 {
	num, den := sized(&ws.num, c.days), c.mass
	scratch := sized(&ws.prefix, c.days+1)
	outside, length := 0, 0
	if masked == nil {
		smooth(num, n, scratch)
		for _, v := range n {
			outside += v
		}
		length = c.days
	} else {
		left, open := make([]int, c.days), make([]int, c.days)
		for i := range n {
			if !masked[i] {
				left[i], open[i] = n[i], 1
				outside += n[i]
				length++
			}
		}
		smooth(num, left, scratch)
		den = make([]int, c.days)
		smooth(den, open, scratch)
	}
	out := sized(&ws.rate, c.days)
	for i := range out {
		switch {
		case den[i] > 0:
			out[i] = float64(num[i]) / float64(den[i])
		case length > 0: // in the middle of a window wider than the kernel
			out[i] = float64(outside) / float64(length)
		default: // nothing is left out of the window: no day differs from another
			out[i] = float64(sumInts(n)) / float64(c.days)
		}
		out[i] += 1 / float64(c.days)
	}
	return out
}
