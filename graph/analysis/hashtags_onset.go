package analysis

import (
	"math"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// platformStart is the day of the first tweet; an earlier date is damage, and
// so is one after maxYear.
var platformStart = time.Date(2006, 3, 21, 0, 0, 0, 0, time.UTC)

const maxYear = 2099

// credible reports whether t can be the date of something on the platform.
func credible(t time.Time) bool { return !t.Before(platformStart) && t.Year() <= maxYear }

func utcDay(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// dayIndex returns the number of days from first to t.
func dayIndex(first, t time.Time) int { return int(utcDay(t).Sub(first) / (24 * time.Hour)) }

func dayAt(first time.Time, i int) time.Time { return first.AddDate(0, 0, i) }

// tagDays counts a tag's use by UTC day, from its first day to its last, days
// without use included. tweets are sorted by time; those without a credible date are
// left out.
func tagDays(s *adentro.Snapshot, tweets []int32) []TagDay {
	var days []TagDay
	ever := map[int32]bool{}
	var today map[int32]bool
	for _, i := range tweets {
		t := &s.Tweets[i]
		if !credible(t.Created) {
			continue
		}
		d := utcDay(t.Created)
		for len(days) == 0 || days[len(days)-1].Day.Before(d) {
			next := d
			if n := len(days); n > 0 {
				next = dayAt(days[n-1].Day, 1)
			}
			days = append(days, TagDay{Day: next})
			today = map[int32]bool{}
		}
		day := &days[len(days)-1]
		if t.Kind == adentro.Retweet {
			day.Retweets++
		} else {
			day.Originals++
		}
		if a := t.Author.Index; a >= 0 {
			if !today[a] {
				today[a] = true
				day.Accounts++
			}
			if !ever[a] {
				ever[a] = true
				day.New++
			}
		}
	}
	return days
}

const (
	onsetTweets = 10 // fewer tell of no rise
	onsetFactor = 3  // the level after the onset over the level before
	onsetDays   = 3  // over which the rise must last
	onsetDaily  = 3  // tweets on such a day
)

// onsetOf returns the first day of a tag's sustained rise; zero if there is
// none.
//
// The days from the start of the collection to the tag's busiest day are split in two where
// the logarithms of 1+n fit two levels best, by least squares (one step of Scott &
// Knott 1974, doi:10.2307/2529204). Logarithms, because a peak of hundreds on the
// announced day must not hide the step from nothing to dozens days before. The later part
// begins the rise if the middle one of its first three days has at least three times the mean of
// the days before, and three tweets: one loud day among quiet ones is no rise. A tag without such a step that is in use
// from the first collected day on has its onset there, or earlier: the caller warns.
func onsetOf(days []TagDay, start time.Time) time.Time {
	if len(days) == 0 {
		return time.Time{}
	}
	n := make([]float64, max(0, dayIndex(start, days[0].Day)))
	total := 0.0
	for _, d := range days {
		n = append(n, float64(d.Originals+d.Retweets))
		total += n[len(n)-1]
	}
	if total < onsetTweets {
		return time.Time{}
	}
	busiest := slices.Index(n, slices.Max(n))
	if d := bestSplit(n[:busiest+1]); d > 0 {
		before, after := mean(n[:d]), middle(n[d:min(len(n), d+onsetDays)])
		if after >= onsetDaily && after >= onsetFactor*before {
			return dayAt(start, d)
		}
	}
	if n[0] > 0 && mean(n[:min(len(n), onsetDays)]) >= onsetDaily {
		return start
	}
	return time.Time{}
}

// bestSplit returns the index d > 0 at which log(1+n) splits best into two
// means, the later one higher; 0 if there is none.
func bestSplit(n []float64) int {
	var all float64
	y := make([]float64, len(n))
	for i := range n {
		y[i] = math.Log1p(n[i])
		all += y[i]
	}
	best, at, left := 0.0, 0, 0.0
	for d := 1; d < len(y); d++ {
		left += y[d-1]
		a, b := float64(d), float64(len(y)-d)
		step := (all-left)/b - left/a
		if gain := step * step * a * b; step > 0 && gain > best {
			best, at = gain, d
		}
	}
	return at
}

// middle returns the lower median of x, which is not empty.
func middle(x []float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	return sorted[(len(sorted)-1)/2]
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(max(1, len(x)))
}
