package analysis

import (
	"context"
	"math"
	"time"
)

const (
	replicates = 999 // worlds drawn at most for a p
	exceeding  = 50  // of them above the observed, after which no more are drawn
	// Where only it matters whether p stays below 0.05.
	sweepReplicates = 99
	sweepExceeding  = 5
)

// bursts searches the series, window after window while they are beyond chance, and tests the
// windows of the case. It appends to tried the p of every search that told nothing.
func (f *dateSeries) bursts(ctx context.Context, in *Input, tried *[]float64) ([]Burst, error) {
	var out []Burst
	dispersion := math.NaN()
	if f.total >= minSeries && !coarse(f.group.at) {
		rest := f
		for len(rest.taken) < maxBursts {
			s, err := rest.search(ctx, in, replicates, exceeding)
			if err != nil {
				return nil, err
			}
			if len(rest.taken) == 0 {
				dispersion = s.dispersion
			}
			if s.hit.count == 0 {
				break
			}
			if len(rest.taken) > 0 && s.p > Significance {
				*tried = append(*tried, s.p)
				break
			}
			b := rest.burst(s.hit.from, s.hit.to, s.dispersion)
			b.Source, b.P, b.Replicates = "scan", s.p, s.draws
			if s.p <= Significance {
				if err := rest.vary(ctx, in, s.hit, &b); err != nil {
					return nil, err
				}
			}
			out = append(out, b)
			if s.p > Significance {
				break
			}
			rest = rest.without(s.hit)
		}
	}
	for _, w := range in.Case.Windows {
		if w.Class == f.group.class || w.Class == "" && f.group.class == "all" {
			out = append(out, f.caseWindow(w, dispersion))
		}
	}
	return out, nil
}

// vary repeats the search with other longest windows and other bandwidths: the burst holds where
// the window found touches it and is beyond chance.
func (f *dateSeries) vary(ctx context.Context, in *Input, h hit, b *Burst) error {
	var err error
	try := func(width float64, longest int) (float64, float64) {
		s, e := f.under(width, longest).search(ctx, in, sweepReplicates, sweepExceeding)
		if e != nil && err == nil {
			err = e
		}
		if !s.hit.touches(h.from, h.to) {
			return 0, 1
		}
		return float64(s.hit.count), s.p
	}
	holds := func(_, p float64) bool { return p <= Significance }
	b.ByLongest = sweep(maxWindow, func(at float64) (float64, float64) {
		if at == maxWindow {
			return float64(b.Count), b.P
		}
		return try(bandwidth, int(at))
	}, holds)
	if f.method == "uniform" {
		return err
	}
	b.ByWidth = sweep(bandwidth, func(at float64) (float64, float64) {
		if at == bandwidth {
			return float64(b.Count), b.P
		}
		return try(at, maxWindow)
	}, holds)
	return err
}

// Stable reports whether the burst is found under every threshold tried; swept is false where
// none was.
func (b *Burst) Stable() (stable, swept bool) {
	stable = true
	for _, s := range b.ByLongest {
		stable = stable && s.Holds
	}
	for _, s := range b.ByWidth {
		stable = stable && s.Holds
	}
	return stable, len(b.ByLongest) > 0
}

// series returns the counts with the baseline of each day, which leaves out the
// bursts beyond chance.
func (f *dateSeries) series(bursts []Burst) Series {
	var told []hit
	for _, b := range bursts {
		if b.P <= Significance && b.Source != "hours" {
			from, to := max(0, dayIndex(f.first, b.From)), min(f.cal.days-1, dayIndex(f.first, b.To))
			told = append(told, hit{from: from, to: to, count: 1})
		}
	}
	return Series{Class: f.group.class, First: f.first, Days: f.days, Baseline: f.expected(f.mask(told...), &workspace{}), Method: f.method}
}

// picture adds to a series what is only drawn: blocks of one rate, spans in which a class has more than
// its share of all, and accounts whose date is interpolated.
func (r *Creation) picture(f *dateSeries, bursts []Burst, all dateGroup, members []int32) Series {
	s := f.series(bursts)
	s.Blocks = blocksOf(f.first, f.days)
	if f.group.class != "all" {
		s.States = statesOf(f.first, f.days, f.count(all.at))
	}
	var at []time.Time
	for _, u := range members {
		if r.Dates.basis[u] == dateInterpolated {
			at = append(at, r.Dates.at[u])
		}
	}
	if len(at) > 0 {
		s.Interpolated = f.count(at)
	}
	return s
}
