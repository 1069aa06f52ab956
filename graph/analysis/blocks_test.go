package analysis

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// A pcg64 is numpy's default_rng: M. E. O'Neill's PCG XSL-RR 128/64, 2014.
type pcg64 struct{ high, low uint64 }

// zero is default_rng(0): its bit_generator.state in numpy 2.
func zero() *pcg64 { return &pcg64{0x1aa1b5345996452d, 0x09585eb7a69561e3} }

func (r *pcg64) float64() float64 {
	const mulHigh, mulLow, incHigh, incLow = 0x2360ed051fc65da4, 0x4385df649fccf645, 0x418ddadb3af71a82, 0x588133bc447873a9
	high, low := bits.Mul64(r.low, mulLow)
	high += r.high*mulLow + r.low*mulHigh
	low, carry := bits.Add64(low, incLow, 0)
	high, _ = bits.Add64(high, incHigh, carry)
	r.high, r.low = high, low
	return float64(bits.RotateLeft64(high^low, -int(high>>58))>>11) / (1 << 53)
}

// The example in astropy's tests of bayesian_blocks (astropy/stats/tests/test_bayesian_blocks.py,
// test_single_change_point): 100 numbers from default_rng(0) between 0 and 1, and 200 between 1 and 2, have
// one change, at 0.927289. Edges of events lie between neighbours, as there.
func TestBlocksAgainstAstropy(t *testing.T) {
	rng := zero()
	var x []float64
	for range 100 {
		x = append(x, rng.float64())
	}
	if math.Abs(x[0]-0.6369616873) > 1e-9 {
		t.Fatalf("the generator begins with %v, numpy's with 0.6369616873", x[0])
	}
	for range 200 {
		x = append(x, 1+rng.float64())
	}
	slices.Sort(x)
	edges := []float64{x[0]}
	for i := 1; i < len(x); i++ {
		edges = append(edges, (x[i-1]+x[i])/2)
	}
	edges = append(edges, x[len(x)-1])
	starts := bayesianBlocks(edges, slices.Repeat([]int{1}, len(x)))
	if len(starts) != 2 || math.Abs(edges[starts[1]]-0.927289) > 1e-6 {
		t.Errorf("blocks begin at %v, %v; want two, the second at 0.927289", starts, edges[starts[1]])
	}
}

// blocksSlow tries every partition.
func blocksSlow(counts []int) float64 {
	n, total := len(counts), sumInts(counts)
	best := math.Inf(-1)
	for cuts := range 1 << (n - 1) {
		fit, from := 0.0, 0
		for end := 1; end <= n; end++ {
			if end < n && cuts>>(end-1)&1 == 0 {
				continue
			}
			if k := float64(sumInts(counts[from:end])); k > 0 {
				fit += k * math.Log(k/float64(end-from))
			}
			fit -= 4 - math.Log(73.53*0.05*math.Pow(float64(total), -0.478))
			from = end
		}
		best = max(best, fit)
	}
	return best
}

func TestBlocksAgainstEveryPartition(t *testing.T) {
	for i := range 40 {
		rng := rand.New(rand.NewPCG(uint64(i), 5))
		counts := make([]int, 2+rng.IntN(9))
		edges := make([]float64, len(counts)+1)
		for j := range counts {
			edges[j+1] = float64(j + 1)
			counts[j] = rng.IntN(4)
			if j > len(counts)/2 {
				counts[j] *= 1 + i
			}
		}
		counts[0]++
		starts := bayesianBlocks(edges, counts)
		fit := 0.0
		for k, from := range starts {
			end := len(counts)
			if k+1 < len(starts) {
				end = starts[k+1]
			}
			if c := float64(sumInts(counts[from:end])); c > 0 {
				fit += c * math.Log(c/float64(end-from))
			}
			fit -= 4 - math.Log(73.53*0.05*math.Pow(float64(sumInts(counts)), -0.478))
		}
		if want := blocksSlow(counts); math.Abs(fit-want) > 1e-9 {
			t.Errorf("%v: blocks at %v fit %g, the best %g", counts, starts, fit, want)
		}
	}
}

// statesSlow returns the least cost over every path of two states.
func statesSlow(hit, all []int) (float64, []bool) {
	n := len(hit)
	p0 := float64(sumInts(hit)) / float64(sumInts(all))
	best, path := math.Inf(1), []bool(nil)
	for states := range 1 << n {
		cost, before, try := 0.0, false, make([]bool, n)
		for i := range n {
			upper := states>>i&1 == 1
			p := p0
			if upper {
				p = min(2*p0, 1-1e-9)
				if !before {
					cost += math.Log(float64(n))
				}
			}
			cost -= float64(hit[i])*math.Log(p) + float64(all[i]-hit[i])*math.Log(1-p)
			before, try[i] = upper, upper
		}
		if cost < best-1e-12 {
			best, path = cost, try
		}
	}
	return best, path
}

func TestBurstStatesAgainstEveryPath(t *testing.T) {
	for i := range 60 {
		rng := rand.New(rand.NewPCG(uint64(i), 6))
		n := 3 + rng.IntN(8)
		hit, all := make([]int, n), make([]int, n)
		for j := range hit {
			all[j] = 5 + rng.IntN(20)
			share := 0.1
			if j > n/2 {
				share = 0.5
			}
			for range all[j] {
				if rng.Float64() < share {
					hit[j]++
				}
			}
		}
		got := make([]bool, n)
		for _, s := range burstStates(hit, all) {
			for j := s[0]; j < s[1]; j++ {
				got[j] = true
			}
		}
		if _, want := statesSlow(hit, all); !slices.Equal(got, want) {
			t.Errorf("%v of %v: got %v, want %v", hit, all, got, want)
		}
	}
	if got := burstStates([]int{0, 0}, []int{3, 4}); got != nil {
		t.Errorf("no event: %v", got)
	}
}
