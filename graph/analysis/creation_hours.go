package analysis

import (
	"context"
	"slices"
	"strconv"
	"time"
)

const (
	maxHours  = 72     // hours of the longest window scanned by hours
	maxHourly = 20_000 // dated accounts above which hours are not scanned
)

// A hourWorld is one set of times, observed or drawn, with what is expected of each day and how
// the day's accounts spread over its hours.
type hourWorld struct {
	day     *world
	at, n   []int       // hours with accounts, counted from day 0, and how many
	clock   [25]float64 // share of a day before each hour
	longest int
}

// newHourWorld counts the hours, sorted, of a world of which the days are counted.
func newHourWorld(day *world, hours []int, longest int) *hourWorld {
	w := &hourWorld{day: day, longest: longest}
	var per [24]float64
	for i, h := range hours {
		per[h%24]++
		if i == 0 || h != hours[i-1] {
			w.at, w.n = append(w.at, h), append(w.n, 0)
		}
		w.n[len(w.n)-1]++
	}
	for h, k := range per { // one account more in each hour: no hour is impossible
		w.clock[h+1] = w.clock[h] + (k+1)/float64(len(hours)+24)
	}
	return w
}

// mu returns the expected count of the hours [from,to].
func (w *hourWorld) mu(from, to int) float64 {
	end := to + 1
	days := float64(end/24-from/24) + w.clock[end%24] - w.clock[from%24]
	return days * w.day.rate(from/24, to/24)
}

// scan returns the window of at most longest hours with the largest ratio.
func (w *hourWorld) scan() hit {
	var best hit
	for i, from := range w.at {
		c := 0
		for j := i; j < len(w.at) && w.at[j]-from < w.longest; j++ {
			c += w.n[j]
			if c < minCluster {
				continue
			}
			mu := w.mu(from, w.at[j])
			if !above(best.llr, c, w.day.total, mu) {
				continue
			}
			if v := llr(c, w.day.total, mu); v > best.llr {
				best = hit{from, w.at[j], c, v}
			}
		}
	}
	return best
}

// hourly returns the part of the series of which the hour is known: a date at midnight is
// taken for one without an hour.
func (f *dateSeries) hourly() *dateSeries {
	g := *f
	g.group = dateGroup{class: f.group.class}
	for i, t := range f.group.at {
		if !t.Equal(utcDay(t)) {
			g.group.accounts = append(g.group.accounts, f.group.accounts[i])
			g.group.at = append(g.group.at, t)
		}
	}
	return g.recount()
}

// recount counts the days of the group anew.
func (f *dateSeries) recount() *dateSeries {
	f.days, f.total = f.count(f.group.at), len(f.group.at)
	return f
}

// hours searches windows of 1 to 72 hours, on top of the bursts by days: the worlds drawn have
// them too. It searches no series in which most hours are unknown, and none of more than 20,000 accounts,
// where the platform's own days and nights would be found.
func (f *dateSeries) hours(ctx context.Context, in *Input, bursts []Burst, tried *[]float64) ([]Burst, error) {
	g := f.hourly()
	if g.total < minSeries || 2*g.total < f.total || g.total > maxHourly {
		return nil, nil
	}
	var told []hit
	for _, b := range bursts {
		if b.Source == "scan" && b.P <= Significance {
			told = append(told, hit{from: dayIndex(f.first, b.From), to: dayIndex(f.first, b.To), count: b.Count})
		}
	}
	var out []Burst
	for len(out) < maxBursts && g.total >= minSeries {
		s, err := g.searchHours(ctx, in, told, len(out), maxHours, replicates, exceeding)
		if err != nil {
			return nil, err
		}
		if s.hit.count == 0 {
			break
		}
		if s.p > Significance {
			*tried = append(*tried, s.p)
			break
		}
		from, to := s.hit.from, s.hit.to
		start := f.first.Add(time.Duration(from) * time.Hour)
		b := Burst{
			Source: "hours", Class: g.group.class, From: utcDay(start), To: dayAt(f.first, to/24), Start: start, End: f.first.Add(time.Duration(to+1) * time.Hour),
			Total: g.total, Baseline: g.method, Dispersion: s.dispersion, P: s.p, Replicates: s.draws, Expected: g.hourWorld(maxHours).mu(from, to),
		}
		g.fill(&b)
		if b.ByLongest, err = g.varyHours(ctx, in, told, len(out), s, maxHours); err != nil {
			return nil, err
		}
		out = append(out, b)
		g = g.outside(b.Start, b.End)
	}
	return out, nil
}

// outside returns the series without the dates from start, and before end.
func (f *dateSeries) outside(start, end time.Time) *dateSeries {
	g := *f
	g.group = dateGroup{class: f.group.class}
	for i, t := range f.group.at {
		if t.Before(start) || !t.Before(end) {
			g.group.accounts = append(g.group.accounts, f.group.accounts[i])
			g.group.at = append(g.group.at, t)
		}
	}
	return g.recount()
}

// hourWorld returns the series as a world of hours.
func (f *dateSeries) hourWorld(longest int) *hourWorld {
	hours := make([]int, len(f.group.at))
	for i, t := range f.group.at {
		hours[i] = int(t.Sub(f.first) / time.Hour)
	}
	slices.Sort(hours)
	return newHourWorld(f.observed(), hours, longest)
}

// searchHours is search by hours. A drawn world has the bursts told at their own level, and spreads its
// days over the hours as the series does.
func (f *dateSeries) searchHours(ctx context.Context, in *Input, told []hit, step, longest, most, enough int) (searched, error) {
	w := f.hourWorld(longest)
	masked := f.mask(told...)
	s := searched{hit: w.scan(), p: 1, dispersion: f.dispersion(masked)}
	if s.hit.count == 0 {
		return s, nil
	}
	rate := slices.Clone(f.expected(masked, &workspace{}))
	for _, h := range told {
		for d := h.from; d <= h.to; d++ {
			rate[d] = float64(h.count) / float64(h.to-h.from+1)
		}
	}
	item := f.group.class + " hours " + strconv.Itoa(step) + " "
	var err error
	s.p, s.draws, err = chance(ctx, in.Workers, s.hit.llr, most, enough, func(i int, ws *workspace) float64 {
		rng := random(in.Seed, "creation", item+strconv.Itoa(i))
		days, control := f.draw(rng, rate, s.dispersion, ws)
		hours := ws.hours[:0]
		for d, n := range days {
			from := len(hours)
			for range n {
				x, h := rng.Float64(), 0
				for h < 23 && w.clock[h+1] <= x {
					h++
				}
				hours = append(hours, 24*d+h)
			}
			if n > 1 {
				slices.Sort(hours[from:])
			}
		}
		ws.hours = hours
		return newHourWorld(f.world(days, control, ws), hours, longest).scan().llr
	})
	return s, err
}

// varyHours repeats the search with other longest windows.
func (f *dateSeries) varyHours(ctx context.Context, in *Input, told []hit, step int, s searched, longest int) ([]Step, error) {
	var err error
	steps := sweep(float64(longest), func(at float64) (float64, float64) {
		if int(at) == longest {
			return float64(s.hit.count), s.p
		}
		x, e := f.searchHours(ctx, in, told, step, int(at), sweepReplicates, sweepExceeding)
		if e != nil && err == nil {
			err = e
		}
		if !x.hit.touches(s.hit.from, s.hit.to) {
			return 0, 1
		}
		return float64(x.hit.count), x.p
	}, func(_, p float64) bool { return p <= Significance })
	return steps, err
}
