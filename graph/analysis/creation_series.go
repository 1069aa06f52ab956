package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/seed-1b5e0f84/adentro"
)

// overdispersed is the index of dispersion of the baseline's months above which the reader is
// told, and the tail of a case's window is a negative binomial. Worlds are drawn from one above 1.
const overdispersed = 1.5

// month is the bin, in days, over which dispersion is measured and drawn.
const month = 30

// A dateGroup is a class, or "all", with its dated members and their dates.
type dateGroup struct {
	class    string
	accounts []int32
	at       []time.Time
}

// A dateSeries is one group of dates on its calendar, with the baseline that it
// is held against.
type dateSeries struct {
	group   dateGroup
	first   time.Time // day 0
	cal     *calendar
	days    []int
	total   int
	control []int // counts of the control accounts, nil if none
	method  string
	taken   []hit // windows found before, whose days were filled with what was expected of them
}

// newDateSeries lays the dates of a group, and of the control accounts that lie
// in the same span, on a calendar from the group's first day to end.
func newDateSeries(g dateGroup, control dateGroup, end time.Time) *dateSeries {
	f := &dateSeries{group: g, total: len(g.accounts), method: "leave-out"}
	for i, t := range g.at {
		if d := utcDay(t); i == 0 || d.Before(f.first) {
			f.first = d
		}
	}
	f.cal = newCalendar(dayIndex(f.first, end)+1, bandwidth, maxWindow)
	f.days = f.count(g.at)
	if f.total < minKernel || f.cal.days < kernelSpan {
		f.method = "uniform"
	}
	own := map[int32]bool{}
	for _, u := range g.accounts {
		own[u] = true
	}
	var others []time.Time
	for i, u := range control.accounts {
		if !own[u] {
			others = append(others, control.at[i])
		}
	}
	if days := f.count(others); sumInts(days) >= minControl {
		f.control, f.method = days, "control"
	}
	return f
}

// count returns the dates by day; those outside of the calendar are left out.
func (f *dateSeries) count(at []time.Time) []int {
	days := make([]int, f.cal.days)
	for _, t := range at {
		if d := dayIndex(f.first, t); d >= 0 && d < f.cal.days && !t.Before(f.first) {
			days[d]++
		}
	}
	return days
}

// coarse reports whether most dates are midnight of the first day of some month,
// of six different ones at least: then only month or year was recorded, and a search by
// days would find those days. Many accounts of one such day may be a real burst.
func coarse(at []time.Time) bool {
	n, firsts := 0, map[time.Time]bool{}
	for _, t := range at {
		if t.Day() == 1 && t.Equal(utcDay(t)) {
			n++
			firsts[t] = true
		}
	}
	return 2*n > len(at) && len(firsts) >= 6
}

// expected returns the baseline of each day, from which the masked days are left out where it
// comes from the series' own dates. It belongs to ws.
func (f *dateSeries) expected(masked []bool, ws *workspace) []float64 {
	switch f.method {
	case "leave-out":
		return f.cal.density(f.days, masked, ws)
	case "control":
		return scale(f.cal.density(f.control, nil, ws), float64(f.total))
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
	w := &world{cal: f.cal, days: days, total: sumInts(days), ws: ws}
	if f.method == "leave-out" {
		w.sides()
		return w
	}
	g := *f
	g.days, g.control, g.total = days, control, w.total
	w.expected = prefixSums(sized(&ws.expected, len(days)+1), g.expected(nil, ws))
	return w
}

// observed returns the series as a world.
func (f *dateSeries) observed() *world { return f.world(f.days, f.control, &workspace{}) }

// A searched is a window with the p that it is not chance, over all windows tried.
type searched struct {
	hit        hit
	dispersion float64 // of the months
	p          float64
	draws      int
}

// search finds the window with the largest ratio and its p: the rank of the ratio among
// those of at most most worlds drawn from the baseline, in which the same search is made and the
// baseline is estimated anew.
func (f *dateSeries) search(ctx context.Context, in *Input, most, enough int) (searched, error) {
	s := searched{hit: f.observed().scan(f.taken), p: 1}
	masked := f.mask(s.hit)
	s.dispersion = f.dispersion(masked)
	if s.hit.count == 0 {
		return s, nil
	}
	rate := slices.Clone(f.expected(masked, &workspace{}))
	item := f.group.class + " " + strconv.Itoa(len(f.taken)) + " "
	var err error
	s.p, s.draws, err = chance(ctx, in.Workers, s.hit.llr, most, enough, func(i int, ws *workspace) float64 {
		rng := random(in.Seed, "creation", item+strconv.Itoa(i))
		days, control := f.draw(rng, rate, s.dispersion, ws)
		return f.world(days, control, ws).scan(f.taken).llr
	})
	return s, err
}

// draw throws as many dates as the series and its control have on days with these rates. The measured dispersion
// counts below 1.5 too, since a season that hardly shows in months still makes the top of many windows.
func (f *dateSeries) draw(rng *rand.Rand, rate []float64, dispersion float64, ws *workspace) (days, control []int) {
	days = draw(rng, rate, sized(&ws.days, len(rate)), f.total, max(1, dispersion), ws)
	if f.control != nil {
		control = draw(rng, rate, sized(&ws.control, len(rate)), sumInts(f.control), 1, ws)
	}
	return days, control
}

// mask marks the days of windows.
func (f *dateSeries) mask(windows ...hit) []bool {
	masked := make([]bool, f.cal.days)
	for _, h := range windows {
		if h.count == 0 {
			continue
		}
		for i := h.from; i <= h.to; i++ {
			masked[i] = true
		}
	}
	return masked
}

// without returns the series with the days of the window filled with what was expected of
// them, so that the next search neither finds it again nor takes it for the trend (after Z. Zhang,
// R. Assunção & M. Kulldorff, Spatial scan statistics adjusted for multiple clusters, J. Probab.
// Stat. 2010, doi:10.1155/2010/642379).
func (f *dateSeries) without(h hit) *dateSeries {
	g := *f
	g.days = slices.Clone(f.days)
	g.taken = append(slices.Clone(f.taken), h)
	rate := f.observed().rate(h.from, h.to)
	for i := h.from; i <= h.to; i++ {
		k := float64(i - h.from)
		g.days[i] = int(math.Round(rate*(k+1))) - int(math.Round(rate*k))
	}
	g.total = sumInts(g.days)
	return &g
}

// under returns the series with another bandwidth and another longest window.
func (f *dateSeries) under(width float64, longest int) *dateSeries {
	g := *f
	g.cal = newCalendar(f.cal.days, width, longest)
	return &g
}

// dispersion returns the index of dispersion of the months' counts around the
// baseline, the days masked left out: Σ (c-μ)²/μ over the number of months, less one, and less those
// that the kernel follows. It is 1 for Poisson counts.
func (f *dateSeries) dispersion(masked []bool) float64 {
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
	return sum / max(1, float64(months)*(1-month/f.cal.width())-1)
}

// burst describes the days [from,to] of the calendar.
func (f *dateSeries) burst(from, to int, dispersion float64) Burst {
	b := Burst{
		Class: f.group.class, From: dayAt(f.first, from), To: dayAt(f.first, to),
		Total: len(f.group.accounts), Baseline: f.method, Dispersion: dispersion, Expected: f.observed().mu(from, to),
	}
	b.Start, b.End = b.From, b.To.AddDate(0, 0, 1)
	f.fill(&b)
	return b
}

// fill lists the accounts of a burst: those dated from Start, and before End.
func (f *dateSeries) fill(b *Burst) {
	for i, u := range f.group.accounts {
		if t := f.group.at[i]; !t.Before(b.Start) && t.Before(b.End) {
			b.Accounts = append(b.Accounts, u)
		}
	}
	b.Count = len(b.Accounts)
	b.Ratio = float64(b.Count) / b.Expected
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
	b.Start, b.End = utcDay(w.From), utcDay(w.To).AddDate(0, 0, 1)
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
		mean := float64(f.total) / float64(f.cal.days)
		w := f.observed()
		l := float64(w.passed[to+1]-w.passed[from]) / exposureUnit
		if w.left[from] >= w.right[to] {
			d += l * l * f.cal.variance(f.days, w.exposure, from, -1, mean) / b.Expected
		} else {
			d += l * l * f.cal.variance(f.days, w.exposure, to, 1, mean) / b.Expected
		}
	}
	if d == 1 || b.Count == 0 {
		return binomialTail(b.Count, f.total, b.Expected/float64(f.total))
	}
	return mathext.RegIncBeta(float64(b.Count), b.Expected/(d-1), 1-1/d) // P(X >= c) of mean μ and variance μ·d
}
