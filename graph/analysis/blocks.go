package analysis

import (
	"math"
	"slices"
	"time"
)

// A Block is a span of one rate.
type Block struct {
	From, To time.Time // To is outside
	Count    int
}

// A Span is a span of time.
type Span struct{ From, To time.Time } // To is outside

const (
	blockFalse = 0.05 // chance of a change where there is none
	maxCells   = 1500 // cells that blocks are made of
)

// bayesianBlocks cuts counts, each of the cell between two edges, where their rate changes: the partition
// with the largest sum of N ln(N/T) less 4 - ln(73.53 p N^-0.478) a block, with p = 0.05 and N all events. It
// returns the cells at which blocks begin; of equally likely partitions, the one of longer blocks. J. D. Scargle and
// others, Studies in astronomical time series analysis VI, Astrophys. J. 764, 2013,
// doi:10.1088/0004-637X/764/2/167. Cost: the square of the cells; 20 bytes a cell.
func bayesianBlocks(edges []float64, counts []int) []int {
	n := len(counts)
	total := sumInts(counts)
	if total == 0 {
		return nil
	}
	prior := 4 - math.Log(73.53*blockFalse*math.Pow(float64(total), -0.478))
	best, last := make([]float64, n+1), make([]int32, n)
	before := prefixCounts(counts)
	for end := 1; end <= n; end++ {
		top, at := math.Inf(-1), 0
		for from := range end {
			fit := best[from] - prior
			if k := float64(before[end] - before[from]); k > 0 {
				fit += k * math.Log(k/(edges[end]-edges[from]))
			}
			if fit > top {
				top, at = fit, from
			}
		}
		best[end], last[end-1] = top, int32(at)
	}
	var out []int
	for end := n; end > 0; end = int(last[end-1]) {
		out = append(out, int(last[end-1]))
	}
	slices.Reverse(out)
	return out
}

// prefixCounts returns the sums of x before each index, and of all.
func prefixCounts(x []int) []int {
	out := make([]int, len(x)+1)
	for i, v := range x {
		out[i+1] = out[i] + v
	}
	return out
}

// blocksOf cuts a series by days; of more than 1,500 days, by as many whole days together as
// bring it below. Dates of one cell come together, and a change is possible at every edge.
func blocksOf(first time.Time, days []int) []Block {
	width := (len(days) + maxCells - 1) / maxCells
	if width == 0 {
		return nil
	}
	cells := make([]int, (len(days)+width-1)/width)
	for d, n := range days {
		cells[d/width] += n
	}
	edges := make([]float64, len(cells)+1)
	for i := range edges {
		edges[i] = float64(min(len(days), i*width))
	}
	starts := bayesianBlocks(edges, cells)
	var out []Block
	for i, from := range starts {
		to := len(cells)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		out = append(out, Block{dayAt(first, from*width), dayAt(first, min(len(days), to*width)), sumInts(cells[from:to])})
	}
	return out
}

// burstStates returns the spans of cells in which hit of all events are likelier to come at s = 2
// times their mean share than at the mean: the cheapest path through two states, where
// entering the upper one costs γ = 1 times the logarithm of the number of cells. J. Kleinberg, Bursty
// and hierarchical structure in streams, KDD 2002, doi:10.1145/775047.775061, the batched automaton of its
// section 4. A picture: it has no p. Linear. Ends are outside.
func burstStates(hit, all []int) [][2]int {
	const s, gamma = 2.0, 1.0
	k, n := sumInts(hit), sumInts(all)
	if k == 0 || k == n {
		return nil
	}
	p0 := float64(k) / float64(n)
	p1 := min(s*p0, 1-1e-9)
	up := gamma * math.Log(float64(len(hit)))
	cost := func(r, d int, p float64) float64 { // the binomial coefficient is the same in both
		return -float64(float64(r)*math.Log(p)) - float64(float64(d-r)*math.Log(1-p))
	}
	low, high := 0.0, up
	raised := make([][2]bool, len(hit)) // for each state: whether the state before it was the upper
	for i, r := range hit {
		if i > 0 {
			fromLow, fromHigh := low+up, high
			raised[i] = [2]bool{high < low, fromHigh <= fromLow}
			low, high = min(low, high), min(fromLow, fromHigh)
		}
		low += cost(r, all[i], p0)
		high += cost(r, all[i], p1)
	}
	var out [][2]int
	upper := high < low
	for i := len(hit) - 1; i >= 0; i-- {
		if upper {
			if m := len(out); m > 0 && out[m-1][0] == i+1 {
				out[m-1][0] = i
			} else {
				out = append(out, [2]int{i, i + 1})
			}
		}
		if upper {
			upper = raised[i][1]
		} else {
			upper = raised[i][0]
		}
	}
	slices.Reverse(out)
	return out
}

// week is the cell, in days, of the states of a burst.
const week = 7

// statesOf returns the spans of weeks in which a class has more than its share of the dates of all.
func statesOf(first time.Time, days, all []int) []Span {
	n := (len(days) + week - 1) / week
	hit, of := make([]int, n), make([]int, n)
	for d := range days {
		hit[d/week] += days[d]
		of[d/week] += all[d]
	}
	var out []Span
	for _, s := range burstStates(hit, of) {
		out = append(out, Span{dayAt(first, s[0]*week), dayAt(first, min(len(days), s[1]*week))})
	}
	return out
}
