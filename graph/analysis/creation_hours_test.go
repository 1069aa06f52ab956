package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

func TestHourScanAgainstBruteForce(t *testing.T) {
	for i := range 40 {
		rng := rand.New(rand.NewPCG(uint64(i), 8))
		at := datesIn(rng, climates[i%3], 40)
		for range i % 5 {
			at = append(at, day(2018, 6, 1).Add(time.Duration(rng.IntN(100))*time.Minute))
		}
		f := seriesOf(at, nil)
		w := f.hourWorld(maxHours)
		best := 0.0
		for _, a := range w.at {
			for _, b := range w.at {
				if b < a || b-a >= maxHours {
					continue
				}
				c, mu := 0, 0.0
				for j, h := range w.at {
					if a <= h && h <= b {
						c += w.n[j]
					}
				}
				for h := a; h <= b; h++ {
					mu += (w.clock[h%24+1] - w.clock[h%24]) * w.day.rate(a/24, b/24)
				}
				if c >= minCluster {
					best = max(best, llr(c, f.total, mu))
				}
			}
		}
		if got := w.scan(); math.Abs(got.llr-best) > 1e-9 {
			t.Errorf("world %d: got %g, want %g", i, got.llr, best)
		}
	}
}

// A batch of one hour is found by hours, also on top of a burst of weeks, and its accounts and
// hours are told.
func TestHoursFindsTheBatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 8))
	at := datesIn(rng, climates[0], 100)
	for range 30 {
		at = append(at, day(2018, 6, 1).Add(time.Duration(rng.Float64()*40*24*float64(time.Hour))))
	}
	start := time.Date(2018, 6, 20, 14, 0, 0, 0, time.UTC)
	for i := range 8 {
		at = append(at, start.Add(time.Duration(i)*7*time.Minute+time.Second))
	}
	f := seriesOf(at, nil)
	in := &Input{Case: &adentro.Case{}, Seed: 1}
	var tried []float64
	bursts, err := f.bursts(context.Background(), in, &tried)
	if err != nil {
		t.Fatal(err)
	}
	hours, err := f.hours(context.Background(), in, bursts, &tried)
	if err != nil {
		t.Fatal(err)
	}
	if len(bursts) != 1 || bursts[0].P > 0.01 || bursts[0].Count < 30 {
		t.Errorf("by days: %+v", bursts)
	}
	if len(hours) == 0 {
		t.Fatal("no batch by hours")
	}
	if b := hours[0]; b.Count < 8 || b.Start.After(start) || b.End.Before(start.Add(time.Hour)) || b.End.Sub(b.Start) > 6*time.Hour || b.P > 0.01 || len(b.Accounts) != b.Count {
		t.Errorf("got %s to %s, %d accounts, p %g", b.Start, b.End, b.Count, b.P)
	}
}

// Besag and Clifford's p is exact: of a statistic uniform under the null, p <= a in a of all cases.
func TestChanceIsExact(t *testing.T) {
	var p []float64
	for i := range uint64(300) {
		own := rand.New(rand.NewPCG(i, 1)).Float64()
		v, draws, err := chance(context.Background(), 1, own, 199, 20, func(j int, _ *workspace) float64 {
			return rand.New(rand.NewPCG(i, uint64(100+j))).Float64()
		})
		if err != nil || draws < 20 || draws > 199 {
			t.Fatalf("%d draws, %v", draws, err)
		}
		p = append(p, v)
	}
	if k := ks(p); k < 0.001 {
		t.Errorf("p is not uniform: KS p %g", k)
	}
}
