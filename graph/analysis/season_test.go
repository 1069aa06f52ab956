package analysis

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A season that all years share is told, about as high as it is; what one year alone has is not, nor growth.
func TestSeason(t *testing.T) {
	const days = 9 * year
	c := newCalendar(days, bandwidth, maxWindow)
	counts := func(rate func(d int) float64) []int {
		rng := rand.New(rand.NewPCG(1, 2))
		n := make([]int, days)
		for d := range n {
			for u := rng.ExpFloat64(); u < rate(d); u += rng.ExpFloat64() {
				n[d]++
			}
		}
		return n
	}
	wave := func(d int) float64 { return 1 + 0.8*math.Sin(2*math.Pi*float64(d)/year) }
	for d, got := range c.season(counts(wave), nil, &workspace{}) {
		if share := float64(got) / exposureUnit; math.Abs(share-wave(d)) > 0.35 {
			t.Fatalf("day %d: %.2f of a mean day, want about %.2f", d, share, wave(d))
		}
	}
	for name, rate := range map[string]func(d int) float64{
		"even":    func(int) float64 { return 0.5 },
		"growing": func(d int) float64 { return math.Pow(10, float64(d)/days) / 4 },
	} {
		if got := c.season(counts(rate), nil, &workspace{}); &got[0] != &c.even[0] {
			t.Errorf("%s: a season is told", name)
		}
	}
	if short := newCalendar(2*year, bandwidth, maxWindow); &short.season(make([]int, 2*year), nil, &workspace{})[0] != &short.even[0] {
		t.Error("two years have a season")
	}
}

// A day's own year does not count: accounts of one month raise what is expected of it in other years alone, and
// masked days count in none.
func TestSeasonLeavesOutTheYear(t *testing.T) {
	const days, from, to = 9 * year, 4*year + 100, 4*year + 130
	c := newCalendar(days, bandwidth, maxWindow)
	n := make([]int, days)
	for d := range n {
		n[d] = d % 7 / 6
		if d%year > 90 && d%year < 140 {
			n[d] += 2
		}
	}
	before := append([]int(nil), c.season(n, nil, &workspace{})...)
	masked := make([]bool, days)
	for d := from; d < to; d++ {
		n[d] += 30
		masked[d] = true
	}
	after := append([]int(nil), c.season(n, nil, &workspace{})...)
	if b, a := before[from+15], after[from+15]; float64(a) > 1.1*float64(b) {
		t.Errorf("a burst raises its own season from %d to %d", b, a)
	}
	if b, a := before[from+15+year], after[from+15+year]; float64(a) < 1.1*float64(b) {
		t.Errorf("a burst leaves the season of the next year at %d, it was %d", a, b)
	}
	without := c.season(n, masked, &workspace{})
	if b, a := before[from+15+year], without[from+15+year]; float64(a) > 1.2*float64(b) {
		t.Errorf("masked days raise the season from %d to %d", b, a)
	}
}
