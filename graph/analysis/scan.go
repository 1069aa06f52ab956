package analysis

import "math"

// A world is one set of dates on a calendar, observed or drawn, with what the
// scan needs of its baseline.
//
// A window is expected to hold, on each of its days, what the busier of its two sides holds: the days
// before it, and the days after, each under its arm of the kernel. Dates inside a window so
// never raise its own baseline, and a step from one lasting rate to another is no burst.
type world struct {
	cal      *calendar
	days     []int // counts
	total    int
	mean     float64   // a day
	left     []float64 // by day: the rate of an even day that the days before it give
	right    []float64 // the days after it
	exposure []int     // of each day, see season
	passed   []int     // exposure before each day
	// expected[i] is the baseline's sum before day i, where it does not come from the dates
	// themselves; else nil.
	expected []float64
	trend    trend
	ws       *workspace
}

// sides fills left and right from the world's own dates.
func (w *world) sides() {
	c := w.cal
	w.exposure = c.season(w.days, nil, w.ws)
	w.passed = sized(&w.ws.passed, c.days+1)
	for d, v := range w.exposure {
		w.passed[d+1] = w.passed[d] + v
	}
	w.mean = float64(w.total) * exposureUnit / float64(w.passed[c.days])
	massBefore, massAfter := c.before, c.after
	if &w.exposure[0] != &c.even[0] {
		massBefore, massAfter = sized(&w.ws.massBefore, c.days), sized(&w.ws.massAfter, c.days)
		c.arms(w.exposure, massBefore, massAfter)
	}
	w.left, w.right = sized(&w.ws.left, c.days), sized(&w.ws.right, c.days)
	before, after := sized(&w.ws.before, c.days), sized(&w.ws.after, c.days)
	c.arms(w.days, before, after)
	for d := range before {
		w.left[d] = c.blend(before[d], massBefore[d], w.mean)
		w.right[d] = c.blend(after[d], massAfter[d], w.mean)
	}
	w.trend = c.trendOf(w.days)
}

// rate returns what is expected of each of the days [from,to].
func (w *world) rate(from, to int) float64 { return w.mu(from, to) / float64(to-from+1) }

// mu returns the expected count of the days [from,to].
func (w *world) mu(from, to int) float64 {
	if w.expected != nil {
		return w.expected[to+1] - w.expected[from]
	}
	days := float64(w.passed[to+1]-w.passed[from]) / exposureUnit
	left, right := w.left[from], w.right[to]
	b, a := w.cal.beforeShare[from], w.cal.afterShare[to]
	if b == 1 && a == 1 {
		return days * max(left, right)
	}
	middle := float64(w.cal.reach)/3 + float64(to-from)/2 // of an arm, from that of the window
	left *= w.trend.factor((1 - a) * middle)
	right *= w.trend.factor((b - 1) * middle)
	// What is missing of one arm, the other stands for.
	return days * max(float64(b*left)+float64((1-b)*right), float64(a*right)+float64((1-a)*left))
}

// llr is Kulldorff's log likelihood ratio of c accounts of total where mu are
// expected, 0 unless c > mu: doi:10.1080/03610929708831995.
func llr(c, total int, mu float64) float64 {
	x, n := float64(c), float64(total)
	if x <= mu || mu <= 0 {
		return 0
	}
	v := x * math.Log(x/mu)
	if c < total {
		v += float64((n - x) * math.Log((n-x)/(n-mu)))
	}
	return v
}

// A hit is a window, of days or hours, and its log likelihood ratio.
type hit struct {
	from, to, count int
	llr             float64
}

func (h hit) touches(from, to int) bool { return h.from <= to && from <= h.to }

// minCluster is the least number of accounts that a window must hold: one
// account alone is no cluster.
const minCluster = 2

// above reports whether c accounts of total where mu are expected can have a larger ratio than
// best, by a bound that spares the logarithms of most windows: x ln x - x + 1 <= (x-1)²/2
// above 1, and the like below.
func above(best float64, c, total int, mu float64) bool {
	excess, rest := float64(c)-mu, float64(total)-mu
	return excess*math.Abs(excess)*(rest+2*mu) > 2*best*mu*rest // one branch, hardly ever taken
}

// scan returns the window of at most cal.longest days with the largest ratio that
// does not touch a day taken already; zero count if none has one. Only windows that begin
// and end on a day with accounts can be largest. Cost: the pairs of such days within reach.
func (w *world) scan(taken []hit) hit {
	var best hit
	at, sums := w.ws.at[:0], append(w.ws.prefix[:0], 0) // days with accounts; accounts before each
	for d, v := range w.days {
		if v > 0 {
			at, sums = append(at, d), append(sums, sums[len(sums)-1]+v)
		}
	}
	w.ws.at, w.ws.prefix = at, sums
	left, right, passed, whole := w.left, w.right, w.passed, w.cal.afterShare
	for i, from := range at {
		before := sums[i]
		inside := w.expected == nil && w.cal.beforeShare[from] == 1
	window:
		for j := i; j < len(at) && at[j]-from < w.cal.longest; j++ {
			c, to := sums[j+1]-before, at[j]
			var mu float64
			if inside && whole[to] == 1 { // mu, without a call
				mu = right[to]
				if l := left[from]; l > mu {
					mu = l
				}
				mu *= float64(passed[to+1]-passed[from]) / exposureUnit
			} else {
				mu = w.mu(from, to)
			}
			if c < minCluster || !above(best.llr, c, w.total, mu) {
				continue
			}
			v := llr(c, w.total, mu)
			if v <= best.llr {
				continue
			}
			for _, t := range taken {
				if t.touches(from, to) {
					continue window
				}
			}
			best = hit{from, to, c, v}
		}
	}
	return best
}

// prefixSums writes to out, one longer than x, the sums of x before each index.
func prefixSums(out, x []float64) []float64 {
	for i, v := range x {
		out[i+1] = out[i] + v
	}
	return out
}
