package analysis

import (
	"math"
	"strconv"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// Events around which accounts are opened in numbers for reasons of their own.
var (
	mobileFrom = time.Date(2018, 12, 6, 0, 0, 0, 0, time.UTC) // 3G in Cuba; the growth after it is slow
	mobileTo   = time.Date(2019, 2, 28, 0, 0, 0, 0, time.UTC)
	julyFrom   = time.Date(2021, 7, 11, 0, 0, 0, 0, time.UTC) // protests in Cuba
	julyTo     = time.Date(2021, 7, 31, 0, 0, 0, 0, time.UTC)
)

// report makes the facts and notes.
func (r *Creation) report(in *Input, members int) {
	r.reportDates(members)
	mobile, july := false, false
	for i := range r.Bursts {
		b := &r.Bursts[i]
		r.reportBurst(in, b)
		if b.Q > Significance {
			continue
		}
		mobile = mobile || touches(b, mobileFrom, mobileTo)
		july = july || touches(b, julyFrom, julyTo)
		if b.Baseline == "uniform" {
			r.warn("baseline_uniform", noteClass(b.Class), b.From.Format(time.DateOnly), b.To.Format(time.DateOnly))
		}
		if dispersion := strconv.FormatFloat(b.Dispersion, 'f', 2, 64); b.Dispersion > overdispersed && b.Source == "hours" {
			r.warn("baseline_overdispersed_hours", noteClass(b.Class), dispersion)
		} else if b.Dispersion > overdispersed {
			r.warn("baseline_overdispersed", noteClass(b.Class), dispersion)
		}
	}
	if r.Dated == 0 {
		return
	}
	r.warn("survivor_bias")
	if mobile {
		r.warn("burst_mobile_internet")
	}
	if july {
		r.warn("burst_july_2021")
	}
	if members > r.Dated {
		r.warn("creation_undated", itoa(members-r.Dated), itoa(members))
	}
	for c := range in.Case.Classes {
		for _, f := range r.Series {
			if n := sumInts(f.Days); f.Class == in.Case.Classes[c].Key && n < minSeries {
				r.warn("class_not_scanned", noteClass(f.Class), itoa(n), itoa(minSeries))
			}
		}
	}
}

// reportDates says how the dates are known, and how far those that are not stated miss.
func (r *Creation) reportDates(members int) {
	d, n := r.Dates, int64(members)
	r.Facts = append(r.Facts,
		Fact{Name: "dated", Value: float64(r.Dated), Unit: "accounts", Of: "unique", N: n, Level: Derived},
		Fact{Name: "dates_stated", Value: float64(d.Stated), Unit: "accounts", Of: "unique", N: n, Level: Observed},
		Fact{Name: "dates_from_id", Value: float64(d.FromID), Unit: "accounts", Of: "unique", N: n, Level: Derived},
		Fact{Name: "dates_interpolated", Value: float64(d.Interpolated), Unit: "accounts", Of: "unique", N: n, Level: Inferred})
	miss := func(name, unit string, n int, error [3]float64) {
		for i, q := range percentiles {
			if n > 0 {
				item := strconv.FormatFloat(100*q, 'f', -1, 64) + " %"
				r.Facts = append(r.Facts, Fact{Name: name, Item: item, Value: error[i], Unit: unit, Of: "accounts", N: int64(n), Level: Derived})
			}
		}
	}
	miss("id_error", "seconds", d.IDPairs, d.IDError)
	miss("id_error_since_2019", "seconds", d.LatePairs, d.LateError)
	miss("interpolation_error", "days", d.GapPairs, d.GapError)
	switch {
	case d.Refused:
		r.warn("ids_hold_no_dates", itoa(d.IDPairs), strconv.FormatFloat(d.IDError[0]/3600, 'f', 0, 64))
	case d.FromID > 0 && d.IDPairs == 0:
		r.warn("id_dates_alone", itoa(d.FromID))
	case d.FromID > 0 && d.IDPairs < minIDPairs:
		r.warn("id_dates_unchecked", itoa(d.FromID), itoa(d.IDPairs))
	case d.FromID > 0:
		r.warn("id_dates", itoa(d.FromID), strconv.FormatFloat(d.IDError[1], 'f', 0, 64), itoa(d.IDPairs))
	}
	if d.Interpolated > 0 {
		r.warn("dates_interpolated", itoa(d.Interpolated), strconv.FormatFloat(d.GapError[0], 'f', 0, 64), strconv.FormatFloat(d.GapError[1], 'f', 0, 64))
	}
}

// Item names a burst: its class and its window.
func (b *Burst) Item() string {
	if b.Source == "hours" {
		const hour = "2006-01-02T15:04"
		return b.Class + " " + b.Start.Format(hour) + "–" + b.End.Format(hour)
	}
	return b.Class + " " + b.From.Format(time.DateOnly) + "–" + b.To.Format(time.DateOnly)
}

// reportBurst makes the facts of one burst: its size, whether it holds, how the class compares, and
// what its accounts weigh.
func (r *Creation) reportBurst(in *Input, b *Burst) {
	test := &Test{Null: "baseline_" + b.Baseline, Expected: b.Expected, P: b.P, Q: b.Q, Family: b.Family, Replicates: b.Replicates}
	size := Fact{Name: "burst_" + b.Source, Item: b.Item(), Value: float64(b.Count), Unit: "accounts", Of: "dated", N: int64(b.Total),
		Test: test, Sweep: b.ByLongest, Evidence: Evidence{Accounts: b.Accounts}}
	if b.Q <= Significance {
		size.Innocent = b.innocent(in)
	}
	r.Facts = append(r.Facts, size)
	if len(b.ByWidth) > 0 {
		r.Facts = append(r.Facts, Fact{Name: "burst_bandwidth", Item: b.Item(), Value: float64(b.Count), Unit: "accounts", Of: "dated", N: int64(b.Total), Sweep: b.ByWidth})
	}
	if o := b.Odds; o != nil {
		r.Facts = append(r.Facts, Fact{Name: "burst_odds", Item: b.Item(), Value: o.Odds, Unit: "ratio", Of: "dated", N: int64(o.Hit + o.Miss + o.ControlHit + o.ControlMiss),
			Low: o.Low, High: o.High, Interval: true, Test: &Test{Null: "fisher", Expected: 1, P: o.TwoSided, Q: o.Q, Family: o.Family}})
	}
	for _, x := range []struct {
		name string
		part float64
		of   string
		n    int
	}{
		{"burst_tweets", b.ActivityShare, "tweets", len(in.Snap.Tweets)},
		{"burst_follows", b.EdgeShare, "follows", in.Snap.FollowCount},
		{"burst_followers", b.FollowerShare, "followers", b.OfFollowers},
	} {
		if x.n > 0 && !math.IsNaN(x.part) {
			r.Facts = append(r.Facts, Fact{Name: x.name, Item: b.Item(), Value: x.part, Unit: "share", Of: x.of, N: int64(x.n), Level: Observed})
		}
	}
}

// What the scan finds in the bundled world in which a workshop made the accounts and nobody acts together,
// testdata/onboarding-workshop; a test of internal/gen holds these to it.
const (
	WorkshopBurst = 38 // centres of the span found
	WorkshopOf    = 92 // centres with a date
)

// innocent names what gives the same burst without anybody acting together, with what is known
// of its size.
func (b *Burst) innocent(in *Input) []adentro.Note {
	out := []adentro.Note{{Code: "burst_onboarding", Args: []string{itoa(WorkshopBurst), itoa(WorkshopOf)}}}
	switch {
	case len(in.Snap.Tweets) > 0 && !math.IsNaN(b.EdgeShare):
		out = append(out, adentro.Note{Code: "burst_weight", Args: []string{itoa(b.Tweets), itoa(len(in.Snap.Tweets)), itoa(b.Follows), itoa(in.Snap.FollowCount)}})
	case len(in.Snap.Tweets) > 0:
		out = append(out, adentro.Note{Code: "burst_weight_tweets", Args: []string{itoa(b.Tweets), itoa(len(in.Snap.Tweets))}})
	case !math.IsNaN(b.EdgeShare):
		out = append(out, adentro.Note{Code: "burst_weight_follows", Args: []string{itoa(b.Follows), itoa(in.Snap.FollowCount)}})
	}
	if touches(b, mobileFrom, mobileTo) {
		out = append(out, adentro.Note{Code: "burst_mobile_internet"})
	}
	if touches(b, julyFrom, julyTo) {
		out = append(out, adentro.Note{Code: "burst_july_2021"})
	}
	return out
}

func touches(b *Burst, from, to time.Time) bool { return !b.To.Before(from) && !to.Before(b.From) }

func sumInts(x []int) int {
	n := 0
	for _, v := range x {
		n += v
	}
	return n
}
