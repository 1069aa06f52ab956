package analysis

import (
	"math"
	"slices"
	"sort"

	"github.com/seed-1b5e0f84/adentro"
)

// A GroupCount says how a count of a group's profiles lies beside the comparison group.
type GroupCount struct {
	Group      int
	Field      string // followers, following, tweets, likes, listed, tweets_a_day
	N          int    // profiles that tell
	Low        float64
	Median     float64
	High       float64 // quartiles: a quarter lies below Low, a quarter above High
	Percentile float64 // share of the comparison group below the median, equals by half; NaN without one
	From, To   float64 // Wilson interval of Percentile
}

// countFields are the counts of a profile that are compared, with how to read them.
var countFields = []struct {
	name string
	of   func(a *adentro.Account) (float64, bool)
}{
	{"followers", countOf(adentro.FieldFollowers)},
	{"following", countOf(adentro.FieldFollowing)},
	{"tweets", countOf(adentro.FieldTweets)},
	{"likes", countOf(adentro.FieldLikes)},
	{"listed", countOf(adentro.FieldListed)},
	{"tweets_a_day", tweetsADay},
}

func countOf(f adentro.Field) func(a *adentro.Account) (float64, bool) {
	return func(a *adentro.Account) (float64, bool) { return float64(a.Count(f)), a.Known(f) }
}

// tweetsADay divides tweets by days of life, one at least.
func tweetsADay(a *adentro.Account) (float64, bool) {
	if !a.Known(adentro.FieldTweets) || !a.Known(adentro.FieldCreated) {
		return 0, false
	}
	p := a.Profile()
	seen := p.Sighting(adentro.FieldTweets).At
	if seen.IsZero() || seen.Before(p.Created) {
		return 0, false
	}
	return float64(p.Tweets) / max(1, seen.Sub(p.Created).Hours()/24), true
}

// groupCounts compares every count of every group. Cost: O(n log n) a count and group.
func groupCounts(s *adentro.Snapshot, groups []Group, control int) []GroupCount {
	var out []GroupCount
	for _, f := range countFields {
		values := make([][]float64, len(groups))
		for g := range groups {
			for _, u := range groups[g].Accounts {
				if v, ok := f.of(&s.Accounts[u]); ok {
					values[g] = append(values[g], v)
				}
			}
			slices.Sort(values[g])
		}
		for g, v := range values {
			if len(v) == 0 {
				continue
			}
			x := GroupCount{Group: g, Field: f.name, N: len(v), Low: quantile(v, 0.25), Median: quantile(v, 0.5), High: quantile(v, 0.75),
				Percentile: math.NaN(), From: math.NaN(), To: math.NaN()}
			if control >= 0 && g != control && groups[g].Key != "all" && len(v) >= leastGroup && len(values[control]) >= leastGroup {
				n := len(values[control])
				x.Percentile = below(values[control], x.Median)
				x.From, x.To = wilson(int(math.Round(x.Percentile*float64(n))), n)
			}
			out = append(out, x)
		}
	}
	return out
}

// quantile returns the value below which a share q of the sorted values lies, by linear
// interpolation between neighbours.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + float64((at-float64(i))*(sorted[i+1]-sorted[i]))
}

// below returns the share of the sorted values below v, equals by half.
func below(sorted []float64, v float64) float64 {
	first := sort.SearchFloat64s(sorted, v)
	last := first
	for last < len(sorted) && sorted[last] == v {
		last++
	}
	return (float64(first) + float64(last-first)/2) / float64(len(sorted))
}

// countFacts makes the facts of the counts: where the median of a group lies in the comparison
// group. It is a description and no test: institutions and people differ in these for a hundred reasons.
func (r *Profiles) countFacts() {
	for _, x := range r.Counts {
		if !math.IsNaN(x.Percentile) {
			r.Facts = append(r.Facts, Fact{Name: "profile_percentile", Item: x.Field + " " + r.Groups[x.Group].Key, Value: x.Percentile, Unit: "share", Of: "comparison_group",
				N: int64(len(r.Groups[r.Control].Accounts)), Low: x.From, High: x.To, Interval: true})
		}
	}
}
