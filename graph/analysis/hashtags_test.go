package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

func TestOnset(t *testing.T) {
	start := day(2021, 4, 1)
	for _, tt := range []struct {
		name   string
		before int // empty days between the start of the collection and the first count
		counts []int
		want   string // "" for none
	}{
		{"near zero, then a step, then a peak", 0, []int{1, 0, 2, 1, 0, 40, 45, 38, 50, 44, 60, 52, 70, 66, 90, 600, 210}, "2021-04-06"},
		{"a few every day before", 0, []int{5, 6, 4, 5, 7, 200, 180, 220, 190, 210, 900}, "2021-04-06"},
		{"nothing before", 5, []int{40, 45, 38, 50, 44, 60, 52, 70, 66, 90, 600, 210}, "2021-04-06"},
		{"years of nothing before", 2000, []int{40, 45, 38, 50, 44, 600}, "2026-09-22"},
		{"growing slowly", 0, []int{0, 1, 0, 1, 0, 12, 15, 20, 30, 45, 70, 100, 150, 200, 300, 900, 300}, "2021-04-06"},
		{"in use from the first day", 0, []int{20, 22, 19, 21, 20, 18, 22, 23}, "2021-04-01"},
		{"one loud day among quiet ones", 0, []int{1, 0, 1, 40, 2, 1, 1, 0, 1}, ""},
		{"one day only", 7, []int{500}, "2021-04-08"},
		{"falls from the first day", 0, []int{500, 100, 20, 5, 1, 0, 1}, "2021-04-01"},
		{"too few", 3, []int{1, 2, 3}, ""},
		{"now and then", 3, []int{1, 0, 0, 0, 1, 0, 0, 1, 0, 2, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var days []TagDay
			for i, c := range tt.counts {
				days = append(days, TagDay{Day: start.AddDate(0, 0, tt.before+i), Originals: c / 2, Retweets: c - c/2})
			}
			got := ""
			if o := onsetOf(days, start); !o.IsZero() {
				got = o.Format(time.DateOnly)
			}
			if got != tt.want {
				t.Errorf("counts %v after %d empty days: got onset %q, want %q", tt.counts, tt.before, got, tt.want)
			}
		})
	}
}

func TestHashtags(t *testing.T) {
	b := &builder{}
	for id := range uint64(4) {
		b.account(id+1, "s"+string(rune('a'+id)), "x", "", "", day(2020, 1, 1))
	}
	b.obs.Profiles[0].Name = "CDI"
	b.tweet(1, day(2021, 4, 2), "uno", "UNO")
	b.retweet(2, day(2021, 4, 1), 777, adentro.IDKey(1), "Uno")
	b.tweet(1, day(2021, 4, 4).Add(23*time.Hour), "Uno", "Dos")
	b.tweet(3, day(2021, 4, 5), "Dos")
	b.retweet(3, day(2021, 4, 5), 778, adentro.IDKey(4), "uno")
	b.tweet(4, time.Time{}, "Uno")
	r := study(t, b.snapshot(t), smallCase(), 1)
	u := r.Hashtags.Tags[0]
	if u.Tag != "Uno" || u.Tweets != 5 || u.Originals != 3 || u.Retweets != 2 || len(u.Accounts) != 4 {
		t.Errorf("counts: got %+v", u)
	}
	if !u.First.Equal(day(2021, 4, 2)) || len(u.FirstPosters) != 1 || u.FirstPosters[0].Account != 0 {
		t.Errorf("first: got %v, posters %+v", u.First, u.FirstPosters)
	}
	if len(u.Days) != 5 || u.Days[0].Retweets != 1 || u.Days[2].Originals != 0 || u.Days[3].Accounts != 1 || u.Days[3].New != 0 {
		t.Errorf("days: got %+v", u.Days)
	}
	if !slices.Equal(u.ByClass, []int{2, 3}) {
		t.Errorf("by class: got %v, want [2 3]", u.ByClass)
	}
	// Accounts post 2, 1, 1, 1 of 5: R = 40 %, F = 100 %, U = 5/4.
	if want := 4 + 100 + 1.25; math.Abs(u.CTM-want) > 1e-12 || u.Top50Share != 1 || u.PerAccount != 1.25 {
		t.Errorf("CTM: got %g with top50 %g and %g a head, want %g", u.CTM, u.Top50Share, u.PerAccount, want)
	}
	if a := r.Hashtags.AllTags; a.K != 2 || !slices.Equal(a.Accounts, []int32{0, 2}) {
		t.Errorf("all tags: got %+v, want accounts 0 and 2 of 2 tags", a)
	}
	if !hasNote(r.Hashtags.Warnings, "tag_undated") {
		t.Errorf("no note of the tweet without a date: %v", r.Hashtags.Warnings)
	}
}

func TestTagsThatNeverOccur(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "x", "", "", day(2020, 1, 1))
	b.tweet(1, day(2021, 4, 2), "uno")
	r := study(t, b.snapshot(t), smallCase(), 1).Hashtags
	if len(r.Tags) != 2 || r.Tags[1].Tweets != 0 || r.Tags[1].CTM != 0 || r.AllTags.K != 0 || !hasNote(r.Warnings, "tags_absent") {
		t.Errorf("got %+v", r)
	}
}

func TestLargestTagsWithoutACase(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "x", "", "", day(2020, 1, 1))
	for i := range 25 {
		for range i + 1 {
			b.tweet(1, day(2021, 4, 2), "Tag"+string(rune('a'+i)))
		}
	}
	r := study(t, b.snapshot(t), nil, 1).Hashtags
	if len(r.Tags) != 20 || r.Tags[0].Tag != "Tagy" || r.AllTags.K != 0 {
		t.Errorf("got %d tags, first %q", len(r.Tags), r.Tags[0].Tag)
	}
}

// giniSlow is the definition: the mean absolute difference over twice the mean.
func giniSlow(x []int) float64 {
	sum, diff := 0, 0
	for _, a := range x {
		sum += a
		for _, b := range x {
			diff += max(a-b, b-a)
		}
	}
	return float64(diff) / float64(2*len(x)*sum)
}

func TestConcentration(t *testing.T) {
	for i := range 50 {
		rng := rand.New(rand.NewPCG(uint64(i), 2))
		x := make([]int, 1+rng.IntN(40))
		for j := range x {
			x[j] = 1 + rng.IntN(1+i)
		}
		slices.SortFunc(x, func(a, b int) int { return b - a })
		if got, want := gini(x), giniSlow(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("gini(%v) = %g, want %g", x, got, want)
		}
	}
	if got := effectiveNumber([]int{3, 3, 3, 3}); got != 4 {
		t.Errorf("effective number of four equals: got %g", got)
	}
	if got := topShare([]int{6, 3, 1}, 2, 10); got != 0.9 {
		t.Errorf("top share: got %g, want 0.9", got)
	}
}

// A time zone that the case asks for and the days do not follow is told.
func TestTimezoneIsTold(t *testing.T) {
	for zone, want := range map[string]bool{"": false, "UTC": false, "America/Caracas": true} {
		h := study(t, (&builder{}).snapshot(t), &adentro.Case{Timezone: zone}, 1).Hashtags
		got := slices.ContainsFunc(h.Warnings, func(n adentro.Note) bool { return n.Code == "timezone_not_used" })
		if got != want {
			t.Errorf("zone %q: told %v, want %v", zone, got, want)
		}
	}
}
