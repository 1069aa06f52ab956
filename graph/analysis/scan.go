package analysis

import "math"

// A world is one set of dates on a calendar, observed or drawn, with what the
// scan needs of its baseline.
type world struct {
	cal   *calendar
	days  []int // counts
	total int
	// expected[i] is the baseline's sum before day i. For the leave-out
	// baseline it still contains the kernel of the window's own accounts, which
	// mu takes out, and lacks the trend, which mu adds.
	expected []float64
	trend    trend
	leaveOut bool
	ws       *workspace
}

// A run is a number of accounts by the sums of their days, and of the squares.
type run struct{ count, sum, squares int }

func (r run) minus(o run) run { return run{r.count - o.count, r.sum - o.sum, r.squares - o.squares} }

// mu returns the expected count of days [from,to], in which the accounts of r
// lie. Under leave-out they are taken out of the estimate and the gap is filled: of a
// density f over L days, f·L is in all, and the share κ of a day's kernel that stays in the window
// would be its own.
func (w *world) mu(from, to int, r run) float64 {
	m := w.expected[to+1] - w.expected[from]
	if !w.leaveOut {
		return m
	}
	l := to - from + 1
	// An account with a days before it in the window and b after it lends the window the
	// kernel's mass L·B - (a(a+1)+b(b+1))/2.
	before := r.squares - 2*from*r.sum + r.count*from*from + r.sum - r.count*from
	after := r.squares - 2*to*r.sum + r.count*to*to + r.count*to - r.sum
	edges := (w.cal.inv[to+1] - w.cal.inv[from]) / float64(l)
	own := float64(2*r.count*l*boxWidth-before-after) / (2 * fullMass) * edges
	kept := min(0.9, w.cal.kept[l]*edges) // 0.9: a span shorter than the kernel
	flat := float64(l) / float64(w.cal.days)
	mu := max(0, (m-flat-own)/(1-kept))
	if lean := w.cal.lean[to+1] - w.cal.lean[from]; lean != 0 {
		mu *= w.trend.factor(lean / float64(l) / (1 - kept)) // the window itself does not lean
	}
	return mu + flat
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

// A hit is a window of days and its log likelihood ratio.
type hit struct {
	from, to, count int
	llr             float64
}

// minCluster is the least number of accounts that a window must hold: one
// account alone is no cluster.
const minCluster = 2

// scan returns the window of at most maxWindow days with the largest ratio that
// does not touch a day taken already; zero count if none has one. Only windows that begin
// and end on a day with accounts can be largest. Cost: the pairs of such days within reach; a
// bound on the ratio spares the logarithms of most.
func (w *world) scan(taken []hit) hit {
	var best hit
	var sum run
	at, sums := w.ws.at[:0], append(w.ws.runs[:0], sum) // days with accounts; accounts before each
	for d, v := range w.days {
		if v > 0 {
			sum = run{sum.count + v, sum.sum + v*d, sum.squares + v*d*d}
			at, sums = append(at, d), append(sums, sum)
		}
	}
	w.ws.at, w.ws.runs = at, sums
	for i := range at {
	window:
		for j := i; j < len(at) && at[j]-at[i] < maxWindow; j++ {
			r := sums[j+1].minus(sums[i])
			c := r.count
			if c < minCluster {
				continue
			}
			mu := w.mu(at[i], at[j], r)
			excess := float64(c) - mu
			rest := float64(w.total) - mu
			if excess <= 0 || excess*excess*(rest+2*mu) <= 2*best.llr*mu*rest {
				continue // x ln x - x + 1 <= (x-1)²/2 above 1, and the like below
			}
			v := llr(c, w.total, mu)
			if v <= best.llr {
				continue
			}
			for _, t := range taken {
				if at[i] <= t.to && t.from <= at[j] {
					continue window
				}
			}
			best = hit{at[i], at[j], c, v}
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
