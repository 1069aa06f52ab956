package analysis

import (
	"context"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

var creationAnalysis = Analysis{
	Name:  "creation",
	Needs: []string{"population", "classes"},
	Source: "temporal scan statistic: M. Kulldorff, A spatial scan statistic, 1997, doi:10.1080/03610929708831995; " +
		"Bayesian blocks: J. D. Scargle and others, 2013, doi:10.1088/0004-637X/764/2/167; states: J. Kleinberg, 2002, doi:10.1145/775047.775061",
	Run: func(ctx context.Context, in *Input, out *Results) error {
		c, err := creation(ctx, in, out)
		out.Creation = c
		return err
	},
}

const (
	minSeries  = 10 // dated accounts below which a class is not scanned
	minKernel  = 20 // below which its own dates give no baseline
	minControl = 30 // dated control accounts below which they give none
	maxBursts  = 5  // windows reported of one series
)

// creation counts creations by UTC day, of all members of the population and
// of each class with at least ten dated members, and searches each series for windows of 1 to
// 62 days, and of 1 to 72 hours, with more creations than its baseline gives. A date is stated by the
// profile or, where it is not, held by the id; interpolated dates enter no search.
//
// The baseline: the dates of the control accounts where the case names some; else the
// series' own dates outside of the window, under a kernel of 90 days ("leave-out"), on the busier of its
// two sides; for fewer than 20 dates, or less than 442 days, a uniform rate, flagged. A class is held against
// its own slow trend and not against the rest of the population, because institutions and the people around
// them joined the platform at different times for reasons of their own: every such difference would be
// called a burst. The comparison with the rest, or the control, is told beside it as an odds ratio.
//
// p is the rank of the largest ratio among those of at most 999 worlds drawn from the baseline, as
// overdispersed as its months are, where the same search is made and the baseline is estimated anew: it
// accounts for the windows tried and for the estimate. For a further window the days of those before are
// filled with what was expected of them, and new worlds are drawn. q corrects for all searches made.
//
// A season that the years of a series of three years or more have in common is part of the baseline, see season.
//
// On worlds without a burst p is uniform, or larger; with a strong yearly season or a sudden fivefold step, which a
// kernel of 90 days does not follow, about 5 of 100 worlds have p <= 0.05, as nominal. Of 12 accounts
// created within 60 days among 100 in nine years, 11 of 12 worlds find a burst; of 8, half; of 8 within 30 days, all.
//
// Cost: for each series, up to 999 times days × 62; it is linear in accounts. Memory: 40 bytes an account, and 8
// calendars for each worker's draws.
func creation(ctx context.Context, in *Input, res *Results) (*Creation, error) {
	r := &Creation{Result: Result{Name: "creation", Level: Inferred}}
	s := in.Snap
	r.Dates = datesOf(s, res.Population.Members)
	all := r.Dates.group("all", res.Population.Members)
	r.Dated = len(all.accounts)
	control := r.Dates.group("control", controlAccounts(in, res))
	if len(in.Case.Control.Seeds) > 0 || in.Case.Control.Class != "" {
		if n := len(control.accounts); n < minControl {
			r.warn("control_too_small", itoa(n), itoa(minControl))
			control = dateGroup{}
		}
	}
	groups := []dateGroup{all}
	for c := range in.Case.Classes {
		groups = append(groups, r.Dates.group(in.Case.Classes[c].Key, res.Classes.Members[c]))
	}
	var byDay, byHour, named []Burst
	var tried []float64
	for _, g := range groups {
		if len(g.accounts) == 0 {
			continue
		}
		base := control
		if g.class == in.Case.Control.Class {
			base = dateGroup{} // a group is no control of itself
		}
		f := newDateSeries(g, base, last(all.at))
		bursts, err := f.bursts(ctx, in, &tried)
		if err != nil {
			return nil, err
		}
		hours, err := f.hours(ctx, in, bursts, &tried)
		if err != nil {
			return nil, err
		}
		r.Series = append(r.Series, r.picture(f, bursts, all, classOrAll(res, g.class, in.Case)))
		if f.total >= minSeries && coarse(g.at) {
			r.warn("dates_coarse", noteClass(g.class))
		}
		byHour = append(byHour, hours...)
		for _, b := range bursts {
			if b.Source == "scan" {
				byDay = append(byDay, b)
			} else {
				named = append(named, b)
			}
		}
	}
	found := slices.Concat(byDay, byHour)
	correct(found, tried)
	correct(named, nil)
	r.Bursts = append(found, named...)
	r.weigh(in, res, all, control)
	r.report(in, len(res.Population.Members))
	return r, nil
}

// classOrAll returns the members of a class, or of the population.
func classOrAll(res *Results, class string, k *adentro.Case) []int32 {
	if class == "all" {
		return res.Population.Members
	}
	return res.Classes.Members[k.ClassIndex(class)]
}

// controlAccounts returns the accounts that the case compares with, sorted:
// a class, and the members of the lists of the control seeds.
func controlAccounts(in *Input, res *Results) []int32 {
	var out []int32
	if c := in.Case.ClassIndex(in.Case.Control.Class); c >= 0 && in.Case.Control.Class != "" {
		out = append(out, res.Classes.All[c]...)
	}
	owner := map[int32]bool{}
	for _, u := range in.Snap.FindAll(in.Case.Control.Seeds) {
		if u >= 0 {
			owner[u] = true
		}
	}
	for i := range in.Snap.Lists {
		if l := &in.Snap.Lists[i]; owner[l.Owner] && l.Kind != adentro.ListUnknown {
			out = append(out, l.Members...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// last returns the day of the last creation.
func last(at []time.Time) time.Time {
	var t time.Time
	for _, c := range at {
		if c.After(t) {
			t = c
		}
	}
	return utcDay(t)
}
