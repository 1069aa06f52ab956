package analysis

import (
	"context"
	"math"
	"slices"
	"sort"
	"strconv"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// overdispersed is the index of dispersion of the baseline's months above
// which worlds are drawn from a negative binomial.
const overdispersed = 1.5

// month is the bin, in days, over which dispersion is measured and drawn.
const month = 30

// A dateSeries is one group of dates on its calendar, with the baseline that it
// is held against.
type dateSeries struct {
	s       *adentro.Snapshot
	group   dateGroup
	first   time.Time // day 0
	cal     *calendar
	days    []int
	total   int
	control []int // counts of the control accounts, nil if none
	method  string
}

// newDateSeries lays the dates of a group, and of the control accounts that lie
// in the same span, on a calendar from the group's first day to end.
func newDateSeries(s *adentro.Snapshot, g dateGroup, control []int32, end time.Time) *dateSeries {
	f := &dateSeries{s: s, group: g, total: len(g.accounts), method: "leave-out"}
	for i, u := range g.accounts {
		if d := utcDay(s.Accounts[u].Created()); i == 0 || d.Before(f.first) {
			f.first = d
		}
	}
	f.cal = newCalendar(dayIndex(f.first, end) + 1)
	count := func(accounts []int32) ([]int, int) {
		days, n := make([]int, f.cal.days), 0
		for _, u := range accounts {
			if d := dayIndex(f.first, s.Accounts[u].Created()); d >= 0 && d < f.cal.days && !s.Accounts[u].Created().Before(f.first) {
				days[d]++
				n++
			}
		}
		return days, n
	}
	f.days, _ = count(g.accounts)
	if f.total < minKernel || f.cal.days < minSpan {
		f.method = "uniform"
	}
	own := map[int32]bool{}
	for _, u := range g.accounts {
		own[u] = true
	}
	others := slices.DeleteFunc(slices.Clone(control), func(u int32) bool { return own[u] })
	if days, n := count(others); n >= minControl {
		f.control, f.method = days, "control"
	}
	return f
}

// coarse reports whether most dates are midnight of the first day of some month,
// of six different ones at least: then only month or year was recorded, and a search by
// days would find those days. Many accounts of one such day may be a real burst.
func coarse(s *adentro.Snapshot, accounts []int32) bool {
	n, firsts := 0, map[time.Time]bool{}
	for _, u := range accounts {
		if t := s.Accounts[u].Created(); t.Day() == 1 && t.Equal(utcDay(t)) {
			n++
			firsts[t] = true
		}
	}
	return 2*n > len(accounts) && len(firsts) >= 6
}

// expected returns the baseline of each day. A leave-out baseline leaves out
// the masked days; the others sum to the group's total.
// It belongs to ws.
func (f *dateSeries) expected(masked []bool, ws *workspace) []float64 {
	switch f.method {
	case "leave-out":
		return f.cal.follow(f.cal.density(f.days, masked, ws), f.days, masked)
	case "control":
		return scale(f.cal.follow(f.cal.density(f.control, nil, ws), f.control, nil), float64(f.total))
	}
	flat := sized(&ws.rate, f.cal.days)
	for i := range flat {
		flat[i] = float64(f.total) / float64(f.cal.days)
	}
	return flat
}

// scale makes x sum to total, in place.
func scale(x []float64, total float64) []float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	for i := range x {
		x[i] *= total / sum
	}
	return x
}

// world returns counts as a world to scan; control are the counts of its
// control accounts, nil unless the method asks for them.
func (f *dateSeries) world(days, control []int, ws *workspace) *world {
	w := &world{cal: f.cal, days: days, total: f.total, leaveOut: f.method == "leave-out", ws: ws}
	var rate []float64
	if w.leaveOut {
		rate, w.trend = f.cal.density(days, nil, ws), f.cal.trendOf(days)
	} else {
		g := *f
		g.days, g.control = days, control
		rate = g.expected(nil, ws)
	}
	w.expected = prefixSums(sized(&ws.expected, len(days)+1), rate)
	return w
}

// bursts scans the series and tests the windows of the case.
func (f *dateSeries) bursts(ctx context.Context, in *Input) ([]Burst, error) {
	var out []Burst
	dispersion := math.NaN()
	if f.total >= minSeries && !coarse(f.s, f.group.accounts) {
		observed := f.world(f.days, f.control, &workspace{})
		top := observed.scan(nil)
		dispersion = f.dispersion(top)
		null, err := f.null(ctx, in, dispersion)
		if err != nil {
			return nil, err
		}
		var taken []hit
		for len(taken) < maxBursts {
			h := observed.scan(taken)
			if h.count == 0 {
				break
			}
			p := rank(h.llr, null)
			if len(taken) > 0 && p > significance {
				break
			}
			b := f.burst(h.from, h.to, dispersion)
			b.Source, b.P, b.Replicates = "scan", p, replicates
			out = append(out, b)
			taken = append(taken, h)
		}
	}
	for _, w := range in.Case.Windows {
		if w.Class != f.group.class && !(w.Class == "" && f.group.class == "all") {
			continue
		}
		out = append(out, f.caseWindow(w, dispersion))
	}
	return out, nil
}

// rank returns (1 + number of worlds with a ratio at least v) / (worlds + 1);
// null is sorted.
func rank(v float64, null []float64) float64 {
	at := sort.SearchFloat64s(null, v)
	return float64(1+len(null)-at) / float64(len(null)+1)
}

// null returns the largest ratios of the worlds drawn from the baseline,
// sorted.
func (f *dateSeries) null(ctx context.Context, in *Input, dispersion float64) ([]float64, error) {
	const chunks = 27
	rate := scale(f.expected(nil, &workspace{}), float64(f.total))
	out := make([]float64, replicates)
	err := par.For(ctx, in.Workers, chunks, func(chunk int) error {
		var ws workspace
		for i := chunk; i < replicates; i += chunks {
			rng := random(in.Seed, "creation", f.group.class+" "+strconv.Itoa(i))
			days := draw(rng, rate, sized(&ws.days, len(rate)), f.total, dispersion, &ws)
			var control []int
			if f.control != nil {
				control = draw(rng, rate, sized(&ws.control, len(rate)), sumInts(f.control), 1, &ws)
			}
			out[i] = f.world(days, control, &ws).scan(nil).llr
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}

// dispersion returns the index of dispersion of the months' counts around the
// baseline, the days of the top window left out: Σ (c-μ)²/μ over the number of months less one.
// It is 1 for Poisson counts.
func (f *dateSeries) dispersion(top hit) float64 {
	masked := make([]bool, f.cal.days)
	if top.count > 0 {
		for i := top.from; i <= top.to; i++ {
			masked[i] = true
		}
	}
	rate := f.expected(masked, &workspace{})
	sum, months := 0.0, 0
	for from := 0; from+month <= len(rate); from += month {
		c, mu := 0, 0.0
		for i := from; i < from+month; i++ {
			if !masked[i] {
				c += f.days[i]
				mu += rate[i]
			}
		}
		if mu > 0 {
			d := float64(c) - mu
			sum += d * d / mu
			months++
		}
	}
	if months < 2 {
		return 1
	}
	return sum / float64(months-1)
}

// burst describes the days [from,to] of the calendar, whose expected count
// leaves them out where the baseline is the series itself.
func (f *dateSeries) burst(from, to int, dispersion float64) Burst {
	masked := make([]bool, f.cal.days)
	for i := from; i <= to; i++ {
		masked[i] = true
	}
	b := Burst{
		Class: f.group.class, From: dayAt(f.first, from), To: dayAt(f.first, to),
		Total: f.total, Baseline: f.method, Dispersion: dispersion,
	}
	for _, v := range f.expected(masked, &workspace{})[from : to+1] {
		b.Expected += v
	}
	for _, u := range f.group.accounts {
		if d := dayIndex(f.first, f.s.Accounts[u].Created()); from <= d && d <= to {
			b.Accounts = append(b.Accounts, u)
		}
	}
	b.Count = len(b.Accounts)
	b.Ratio = float64(b.Count) / b.Expected
	return b
}

// caseWindow tests a window that the case names: no search, so p is its own tail.
func (f *dateSeries) caseWindow(w adentro.Window, dispersion float64) Burst {
	from := max(0, dayIndex(f.first, w.From))
	to := min(f.cal.days-1, dayIndex(f.first, w.To))
	b := Burst{Class: f.group.class, Total: f.total, Baseline: f.method, Dispersion: dispersion, P: 1}
	if from <= to {
		b = f.burst(from, to, dispersion)
		b.P = f.tail(&b, from, to)
	}
	b.Source, b.Name, b.From, b.To = "case", w.Name, w.From, w.To
	return b
}

// tail returns the probability of b's count or more in the days [from,to]: of the
// binomial with the expected share; of a negative binomial where the baseline is
// overdispersed, or is itself estimated from dates whose chance adds to the window's.
func (f *dateSeries) tail(b *Burst, from, to int) float64 {
	d := 1.0
	if b.Dispersion > overdispersed {
		d = b.Dispersion
	}
	if f.method == "leave-out" {
		d += f.cal.variance(f.days, from, to) / b.Expected
	}
	if d == 1 || b.Count == 0 {
		return binomialTail(b.Count, f.total, b.Expected/float64(f.total))
	}
	return mathext.RegIncBeta(float64(b.Count), b.Expected/(d-1), 1-1/d) // P(X >= c) of mean μ and variance μ·d
}

// series returns the counts with the baseline of each day, which leaves out the
// bursts beyond chance.
func (f *dateSeries) series(bursts []Burst) Series {
	masked := make([]bool, f.cal.days)
	for _, b := range bursts {
		if b.P > significance {
			continue
		}
		for d := max(0, dayIndex(f.first, b.From)); d <= min(f.cal.days-1, dayIndex(f.first, b.To)); d++ {
			masked[d] = true
		}
	}
	return Series{Class: f.group.class, First: f.first, Days: f.days, Baseline: f.expected(masked, &workspace{}), Method: f.method}
}
