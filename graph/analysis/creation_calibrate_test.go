package analysis

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// worldsOf returns how many random worlds a calibration draws: few in a plain test run, 200 where
// ADENTRO_CALIBRATE is set.
func worldsOf(few int) int {
	if os.Getenv("ADENTRO_CALIBRATE") != "" {
		return 200
	}
	return few
}

// A climate is how creations spread over a span, from 0 to 1.
type climate struct {
	name  string
	at    func(rng *rand.Rand) float64
	rough bool // changes faster than the kernel sees, by seasons or at once
}

// accepted draws from a density of at most top by rejection.
func accepted(top float64, density func(x float64) float64) func(rng *rand.Rand) float64 {
	return func(rng *rand.Rand) float64 {
		for {
			if x := rng.Float64(); rng.Float64()*top <= density(x) {
				return x
			}
		}
	}
}

var climates = []climate{
	{"flat", func(rng *rand.Rand) float64 { return rng.Float64() }, false},
	{"growing", func(rng *rand.Rand) float64 { return math.Sqrt(rng.Float64()) }, false},
	{"tenfold", accepted(10, func(x float64) float64 { return math.Pow(10, x) }), false},
	{"seasonal", accepted(1.4, func(x float64) float64 { return 1 + 0.4*math.Sin(2*math.Pi*9*x) }), true},
	{"very seasonal", accepted(1.8, func(x float64) float64 { return 1 + 0.8*math.Sin(2*math.Pi*9*x) }), true},
	{"step", accepted(5, func(x float64) float64 {
		if x < 0.6 {
			return 1
		}
		return 5
	}), true},
}

const worldYears = 9

// datesIn draws n instants of a climate over nine years.
func datesIn(rng *rand.Rand, c climate, n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = day(2012, 1, 1).Add(time.Duration(c.at(rng) * worldYears * 365 * 24 * float64(time.Hour)))
	}
	return out
}

// seriesOf makes a series of instants, the control's beside it.
func seriesOf(at, control []time.Time) *dateSeries {
	g, c := dateGroup{class: "all", at: at}, dateGroup{at: control}
	for i := range at {
		g.accounts = append(g.accounts, int32(i))
	}
	for i := range control {
		c.accounts = append(c.accounts, int32(len(at)+i))
	}
	return newDateSeries(g, c, last(at))
}

// lowest returns the p of the first window of a series, by days and by hours.
func lowest(t *testing.T, f *dateSeries, seed uint64) (byDay, byHour float64) {
	t.Helper()
	in := &Input{Case: &adentro.Case{}, Seed: seed}
	s, err := f.search(context.Background(), in, replicates, exceeding)
	if err != nil {
		t.Fatal(err)
	}
	g := f.hourly()
	x, err := g.searchHours(context.Background(), in, nil, 0, maxHours, replicates, exceeding)
	if err != nil {
		t.Fatal(err)
	}
	return s.p, x.p
}

// In worlds without a burst p must be about uniform, or larger, also though the baseline is
// estimated from the same dates.
func TestCreationCalibrated(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of scans")
	}
	worlds := worldsOf(12)
	for _, c := range climates {
		for _, n := range []int{15, 60, 300, 3000} {
			if worlds < 200 && (n != 60 || c.rough || c.name == "growing") {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", c.name, n), func(t *testing.T) {
				var days, hours []float64
				for i := range worlds {
					rng := rand.New(rand.NewPCG(uint64(i), uint64(n)))
					d, h := lowest(t, seriesOf(datesIn(rng, c, n), nil), uint64(i))
					days, hours = append(days, d), append(hours, h)
				}
				uniform(t, "days", days, c.rough)
				uniform(t, "hours", hours, c.rough)
			})
		}
	}
}

// uniform fails where p is smaller than chance gives: binomial and Kolmogorov bounds that are
// passed once in a thousand times. In rough climates p need not be uniform.
func uniform(t *testing.T, name string, p []float64, rough bool) {
	t.Helper()
	low, n := 0, float64(len(p))
	for _, v := range p {
		if v <= Significance {
			low++
		}
	}
	t.Logf("by %s: p <= 0.05 in %d of %d worlds, KS p %.3f, one-sided excess %.3f", name, low, len(p), ks(p), excess(p))
	share := 0.06 // 1.2 times nominal
	if most := n*share + 3.1*math.Sqrt(n*share*(1-share)) + 1; float64(low) > most {
		t.Errorf("by %s: p <= 0.05 in %d of %.0f worlds", name, low, n)
	}
	if !rough && excess(p) > 1.95/math.Sqrt(n) {
		t.Errorf("by %s: the distribution of p exceeds the uniform one by %.3f", name, excess(p))
	}
}

// excess is by how much the distribution of p lies above the uniform one at most: the one-sided
// statistic of Kolmogorov.
func excess(p []float64) float64 {
	worst := 0.0
	for _, v := range p {
		n := 0
		for _, w := range p {
			if w <= v {
				n++
			}
		}
		worst = max(worst, float64(n)/float64(len(p))-v)
	}
	return worst
}

// Power: how often a burst of k accounts, of 100 others over nine years, is found.
func TestCreationPower(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of scans")
	}
	worlds := worldsOf(12)
	for _, c := range climates[:3] {
		for _, days := range []float64{0.1, 7, 30, 60} {
			for _, k := range []int{4, 8, 12, 20} {
				if worlds < 200 && (c.name != "flat" || k != 12) {
					continue
				}
				found, hours := 0, 0
				for i := range worlds {
					rng := rand.New(rand.NewPCG(uint64(i), uint64(k)))
					at := datesIn(rng, c, 100)
					for range k {
						at = append(at, day(2018, 6, 1).Add(time.Duration(rng.Float64()*days*24*float64(time.Hour))))
					}
					d, h := lowest(t, seriesOf(at, nil), uint64(i))
					if d <= Significance {
						found++
					}
					if h <= Significance {
						hours++
					}
				}
				if need := 3 * worlds / 4; k >= 12 && found < need {
					t.Errorf("%s: %d planted in %g days among 100 are found in %d of %d worlds, fewer than %d", c.name, k, days, found, worlds, need)
				}
				t.Logf("%s: %d planted in %g days among 100: found by days in %d, by hours in %d of %d worlds", c.name, k, days, found, hours, worlds)
			}
		}
	}
}
