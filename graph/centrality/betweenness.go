package centrality

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// BetweennessOptions tune Betweenness. The zero value is the usual choice.
type BetweennessOptions struct {
	Weighted bool   // the weight of an edge is its length
	MaxExact int    // order up to which it is exact; 0 means 20,000; negative: always sampled
	Pivots   int    // sources sampled above that; fewer than 500 means 500
	Seed     uint64 // of the draw of pivots
	Workers  int    // 0: all processors; never changes the result
	Progress func(done, total int64)
}

// A BetweennessResult is the outcome of Betweenness.
type BetweennessResult struct {
	Scores []float64 // by node; number of ordered pairs, 0..(n-1)(n-2)
	Exact  bool
	Pivots int // sources that were followed; all nodes if Exact
	// StdErr is the standard error of each sampled score; nil if Exact. It is too
	// small for low scores that rest on a few sources with many dependants.
	StdErr []float64
	// Bound is the largest distance of any score to an end of its Interval: no node's
	// error is larger, with the Confidence; 0 if Exact.
	Bound float64
}

// Interval returns bounds of the exact score of v. Those of all nodes hold at once with the
// Confidence (95 %), for any graph: the dependencies of a node on the sources are
// numbers in 0..n-2, and Scores their mean over the pivots times n. (Bounds by VC dimension, as of Riondato &
// Kornaropoulos 2016, doi:10.1007/s10618-015-0423-0, are for samples of single paths, not of whole sources.)
func (r *BetweennessResult) Interval(v int32) (low, high float64) {
	if r.Exact {
		return r.Scores[v], r.Scores[v]
	}
	n := float64(len(r.Scores))
	pairs := n * (n - 2)
	low, high = meanInterval(r.Scores[v]/pairs, float64(r.Pivots), n)
	return low * pairs, high * pairs
}

// sourceBlock is the number of sources whose dependencies are summed
// together. Blocks are summed in order, so it is part of the result's last bits.
const sourceBlock = 4 * lanes

// Betweenness returns, for each node v, the sum over ordered pairs of other
// nodes (s,t) of the share of shortest directed paths from s to t that go
// through v. In a graph with both arcs of every link that is twice what is usual for undirected
// graphs. (Brandes 2001, doi:10.1080/0022250X.2001.9990249; eight sources are followed at
// once, after Then et al. 2014, doi:10.14778/2735496.2735507, and far levels are filled from
// their nodes, after Beamer et al. 2012, doi:10.1109/SC.2012.50.)
//
// Where Weighted, paths are shortest by the sum of their weights, added from the
// source on as float64s and compared exactly: two ways are equally long only if their sums are
// equal to the last bit, as sums of whole numbers are. A weight outside 1e-100..1e100 is an error.
//
// Numbers of paths may pass the range of floats, as they do in grids and long chains: beyond 2^900 they
// are held with an exponent each, so that scores are right, and finite, all the same. Sources from
// which that happens are followed one by one, at five times the cost.
//
// Above MaxExact nodes only some sources, drawn evenly without replacement, are
// followed, and sums are scaled up: unbiased, with the standard error of each score (Brandes & Pich
// 2007, doi:10.1142/S0218127407018403), and Interval and Bound.
//
// O(n·m) exact, O(pivots·m) sampled, times log n if Weighted. Memory a node and worker: 138 bytes,
// 8 more if sampled, and 8 for each level at which a sweep meets it (two or three in social
// networks, eight at most); 56 if Weighted, 8 more if sampled.
func Betweenness(ctx context.Context, g *graph.Graph, opt BetweennessOptions) (BetweennessResult, error) {
	n := g.N()
	if opt.MaxExact == 0 {
		opt.MaxExact = 20000
	}
	sources, exact := pickSources(n, opt.MaxExact, max(opt.Pivots, 500), opt.Seed)
	sum, err := sumDependencies(ctx, g, sources, !exact, opt)
	if err != nil {
		return BetweennessResult{}, err
	}
	res := BetweennessResult{Scores: sum.total, Exact: exact, Pivots: len(sources)}
	if !exact {
		sum.scale(&res)
	}
	return res, nil
}

// pickSources returns the nodes to search from, sorted: all of n up to maxExact, else k of them.
func pickSources(n, maxExact, k int, seed uint64) (sources []int32, exact bool) {
	sources = make([]int32, n)
	for i := range sources {
		sources[i] = int32(i)
	}
	if n <= maxExact || k >= n {
		return sources, true
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range k {
		j := i + r.IntN(n-i)
		sources[i], sources[j] = sources[j], sources[i]
	}
	sources = sources[:k]
	slices.Sort(sources)
	return sources, false
}

// dependencies sums what single sources contribute to every node.
type dependencies struct {
	total   []float64
	squares []float64 // nil if not wanted
}

func newDependencies(n int, squares bool) *dependencies {
	d := &dependencies{total: make([]float64, n)}
	if squares {
		d.squares = make([]float64, n)
	}
	return d
}

func (d *dependencies) addTo(v int32, dependency float64) {
	d.total[v] += dependency
	if d.squares != nil {
		d.squares[v] += float64(dependency * dependency)
	}
}

func (d *dependencies) addAll(other *dependencies) {
	for v, x := range other.total {
		d.total[v] += x
	}
	for v, x := range other.squares {
		d.squares[v] += x
	}
}

// sumDependencies follows all shortest paths from the sources.
func sumDependencies(ctx context.Context, g *graph.Graph, sources []int32, squares bool, opt BetweennessOptions) (*dependencies, error) {
	sum := newDependencies(g.N(), squares)
	err := inBlocks(ctx, opt.Workers, (len(sources)+sourceBlock-1)/sourceBlock,
		func() (*follower, error) { return newFollower(g, opt.Weighted, squares) },
		func(f *follower, b int) error {
			return f.follow(ctx, sources[b*sourceBlock:min((b+1)*sourceBlock, len(sources))])
		},
		func(f *follower, b int) {
			sum.addAll(f.dependencies)
			if opt.Progress != nil {
				opt.Progress(int64(min((b+1)*sourceBlock, len(sources))), int64(len(sources)))
			}
		})
	return sum, err
}

// scale turns the sums over some sources into estimates with their errors.
func (d *dependencies) scale(res *BetweennessResult) {
	n, k := float64(len(d.total)), float64(res.Pivots)
	res.StdErr = make([]float64, len(d.total))
	largest := 0.0
	for v, sum := range d.total {
		res.StdErr[v] = n * meanError(sum, d.squares[v], k, n)
		res.Scores[v] = n * (sum / k)
		largest = max(largest, sum/k)
	}
	res.Bound = n * (n - 2) * largestMargin(largest/(n-2), k, n)
}

// meanError returns the standard error of the mean of k of n numbers, drawn
// without replacement, given their sum and that of their squares.
func meanError(sum, squares, k, n float64) float64 {
	mean := sum / k
	variance := max(0, (squares-float64(k*mean*mean))/(k-1))
	return math.Sqrt(variance / k * (1 - k/n))
}
