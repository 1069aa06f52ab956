package analysis

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
		}
		out[i] += 1 / float64(c.days)
	}
	return out
}
