package centrality

import (
	"context"
	"math"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func TestMeanIntervalByHand(t *testing.T) {
	// (1-u)^k = 0.025 of one population at mean 0: the rule of three for two sides.
	limit := math.Log(40) / 100
	if low, high := meanInterval(0, 100, 1); low != 0 || !near(high, 1-math.Exp(-limit), 1e-12) {
		t.Errorf("mean 0: got %v..%v, want 0..%v", low, high, 1-math.Exp(-limit))
	}
	if low, high := meanInterval(1, 100, 1); !near(low, math.Exp(-limit), 1e-12) || high != 1 {
		t.Errorf("mean 1: got %v..%v, want %v..1", low, high, math.Exp(-limit))
	}
	for _, k := range []float64{1, 20, 500, 5000} {
		largest := 0.0
		for i := range 1001 {
			mean := float64(i) / 1000
			low, high := meanInterval(mean, k, 1e6)
			hoeffding := math.Sqrt(math.Log(2e6/0.05) / (2 * k))
			if !(0 <= low && low <= mean && mean <= high && high <= 1) || high-mean > hoeffding+1e-12 || mean-low > hoeffding+1e-12 {
				t.Errorf("mean %v of %v: got %v..%v", mean, k, low, high)
			}
			largest = max(largest, high-mean, mean-low)
			if margin := largestMargin(mean, k, 1e6); margin < largest-1e-12 {
				t.Errorf("means up to %v of %v: margin %v, one is %v", mean, k, margin, largest)
			}
		}
	}
}

// TestMeanIntervalCoverage draws 100 of 1,000 coins 2,000 times: the interval has to hold
// the mean in 95 % of draws or more, and not in all, or it is wider than it need be.
func TestMeanIntervalCoverage(t *testing.T) {
	for _, ones := range []int{50, 500} {
		missed := 0
		for seed := range uint64(2000) {
			drawn, _ := pickSources(1000, -1, 100, seed)
			sum := 0.0
			for _, u := range drawn {
				if int(u) < ones {
					sum++
				}
			}
			if low, high := meanInterval(sum/100, 100, 1); low > float64(ones)/1000 || high < float64(ones)/1000 {
				missed++
			}
		}
		if missed == 0 || missed > 100 {
			t.Errorf("%d of 1000: missed in %d of 2000 draws, want 1 to 100", ones, missed)
		}
	}
}

// TestSimultaneousCoverage draws 40 pivots of a small graph 200 times: the intervals
// of all nodes have to hold at once in 95 % of draws or more, and Bound too. A third as wide
// they would not.
func TestSimultaneousCoverage(t *testing.T) {
	g := graphdata.RMAT(t, 128, 700, 1)
	ctx := context.Background()
	exactBetween := betweenness(t, g, BetweennessOptions{}).Scores
	exactHarmonic := closeness(t, g, ClosenessOptions{}).Harmonic
	var missed, missedThird, missedBound [2]int
	for seed := range uint64(200) {
		pivots, _ := pickSources(g.N(), -1, 40, seed)
		sum, err := sumDependencies(ctx, g, pivots, true, BetweennessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		between := BetweennessResult{Scores: sum.total, Pivots: len(pivots)}
		sum.scale(&between)
		dist, err := sumDistances(ctx, g, pivots, ClosenessOptions{})
		if err != nil {
			t.Fatal(err)
		}
		near := ClosenessResult{Pivots: len(pivots), nearest: 1}
		near.score(dist)
		for i, s := range []struct {
			scores, exact []float64
			interval      func(int32) (float64, float64)
			bound         float64
		}{{between.Scores, exactBetween, between.Interval, between.Bound}, {near.Harmonic, exactHarmonic, near.HarmonicInterval, near.Bound}} {
			var out, outThird, outBound int
			for v, want := range s.exact {
				low, high := s.interval(int32(v))
				got := s.scores[v]
				if want < low || want > high {
					out = 1
				}
				if want < (low+2*got)/3 || want > (high+2*got)/3 {
					outThird = 1
				}
				if math.Abs(got-want) > s.bound || high-got > s.bound*(1+1e-9) || got-low > s.bound*(1+1e-9) {
					outBound = 1
				}
			}
			missed[i] += out
			missedThird[i] += outThird
			missedBound[i] += outBound
		}
	}
	for i, name := range []string{"betweenness", "harmonic"} {
		t.Logf("%s: of 200 draws %d miss a node, %d with a third of the width", name, missed[i], missedThird[i])
		if missed[i] > 10 || missedBound[i] > 10 {
			t.Errorf("%s: %d of 200 draws miss a node, %d its bound; want at most 10", name, missed[i], missedBound[i])
		}
		if missedThird[i] == 0 {
			t.Errorf("%s: intervals a third as wide hold in all draws", name)
		}
	}
}
