package centrality

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// ClosenessOptions tune Closeness. The zero value is the usual choice.
type ClosenessOptions struct {
	Outward  bool   // distances from the node to the others; usually from the others to it
	Weighted bool   // the weight of an edge is its length
	MaxExact int    // order up to which it is exact; 0 means 100,000, if Weighted 20,000; negative: always sampled
	Pivots   int    // sources sampled above that, 500 at least; 0 means 4,096, if Weighted 500
	Seed     uint64 // of the draw of pivots
	Workers  int    // 0: all processors; never changes the result
	Progress func(done, total int64)
}

// A ClosenessResult is the outcome of Closeness. The scores are by node.
type ClosenessResult struct {
	Harmonic  []float64 // sum over the nodes that reach it of 1/distance; 0..n-1, or above if an edge is shorter than 1
	Closeness []float64 // their share of the others, over their mean distance; 0..1, or above if an edge is shorter than 1
	Reach     []float64 // their number, 0..n-1
	Exact     bool
	Pivots    int // sources that were followed; all nodes if Exact
	// HarmonicErr and ClosenessErr are standard errors of sampled scores; nil if Exact. They are too small
	// for nodes that few pivots reach.
	HarmonicErr, ClosenessErr []float64
	// Bound is the largest distance of any Harmonic score to an end of its interval: no node's
	// error is larger, with the Confidence; 0 if Exact.
	Bound float64

	nearest float64 // no two nodes are nearer
}

// HarmonicInterval returns bounds of the exact Harmonic score of v. Those of all
// nodes hold at once with the Confidence (95 %), for any graph. No such bounds are
// given for Closeness: they would need the largest distance, which a sample does not show.
func (r *ClosenessResult) HarmonicInterval(v int32) (low, high float64) {
	if r.Exact {
		return r.Harmonic[v], r.Harmonic[v]
	}
	n := float64(len(r.Harmonic))
	most := n / r.nearest
	low, high = meanInterval(r.Harmonic[v]/most, float64(r.Pivots), n)
	return low * most, high * most
}

// Closeness returns two scores of how near the others are to each node, along
// directed edges.
//
// Harmonic centrality is Σ 1/d(u,v) over the other nodes u, where a node that does
// not reach v adds nothing (Marchiori & Latora 2000, doi:10.1016/S0378-4371(00)00311-3;
// Boldi & Vigna 2014, doi:10.1080/15427951.2013.865686). Divided by n-1 it lies in 0..1.
//
// Closeness is r/(n-1) · r/Σ d(u,v) over the r nodes that reach v, and 0 where there
// are none: the reciprocal of the mean distance by the share of nodes that it is the mean of
// (Wasserman & Faust 1994, Social Network Analysis, §5.3).
//
// Above MaxExact nodes the distances from some of them only, drawn evenly without
// replacement, are followed, and sums are scaled up (Eppstein & Wang 2004,
// doi:10.7155/jgaa.00081). Harmonic and Reach are then unbiased; Closeness, a ratio of such, is nearly so, with the standard
// error of its linear part.
//
// A weight outside 1e-100..1e100 is an error if Weighted; else weights do not count, and 512 sources share a
// search, which goes through an edge once for each level at which one of them meets it (two or three in
// social networks): O(n·m/512) there, O(n·m) at worst; if Weighted O(n·m·log n). If sampled, pivots stand in place of
// the n. Memory a node and worker: 177 bytes, 60 if Weighted; 40 a node beside.
func Closeness(ctx context.Context, g *graph.Graph, opt ClosenessOptions) (ClosenessResult, error) {
	opt.Weighted = opt.Weighted && g.Weighted()
	maxExact, pivots := 100_000, 4096
	if opt.Weighted {
		maxExact, pivots = 20_000, 500
	}
	if opt.MaxExact != 0 {
		maxExact = opt.MaxExact
	}
	if opt.Pivots != 0 {
		pivots = max(opt.Pivots, 500)
	}
	if opt.Outward {
		g = g.Reverse()
	}
	sources, exact := pickSources(g.N(), maxExact, pivots, opt.Seed)
	sums, err := sumDistances(ctx, g, sources, opt)
	if err != nil {
		return ClosenessResult{}, err
	}
	res := ClosenessResult{Exact: exact, Pivots: len(sources), nearest: 1}
	if opt.Weighted {
		res.nearest = shortestEdge(g)
	}
	res.score(sums)
	return res, nil
}

// distances sums up how far the sources are from a node that they reach.
type distances struct {
	count, sum, squares, inverses, inverseSquares float64
}

// add notes that count sources are so far away.
func (d *distances) add(dist, count float64) {
	d.count += count
	d.sum += float64(count * dist)
	d.squares += float64(count * dist * dist)
	d.inverses += count / dist
	d.inverseSquares += count / dist / dist
}

func (d *distances) addAll(other *distances) {
	d.count += other.count
	d.sum += other.sum
	d.squares += other.squares
	d.inverses += other.inverses
	d.inverseSquares += other.inverseSquares
}

// A measurer sums the distances from the sources of a block.
type measurer struct {
	wave    *wave           // nil if the lengths of edges count
	lengths *graph.Dijkstra // else nil
	nodes   []distances
}

func newMeasurer(g *graph.Graph, weighted bool) (*measurer, error) {
	m := &measurer{nodes: make([]distances, g.N())}
	var err error
	if weighted {
		m.lengths, err = graph.NewDijkstra(g)
	} else {
		m.wave = newWave(g)
	}
	return m, err
}

func (m *measurer) measure(ctx context.Context, sources []int32) error {
	clear(m.nodes)
	if m.wave != nil {
		return m.wave.from(ctx, sources, func(v int32, dist, count int) { m.nodes[v].add(float64(dist), float64(count)) })
	}
	for _, u := range sources {
		if err := m.lengths.From(ctx, u); err != nil {
			return err
		}
		for _, v := range m.lengths.Order[1:] {
			m.nodes[v].add(m.lengths.Dist[v], 1)
		}
	}
	return nil
}

// sumDistances sums the distances from the sources, by node.
func sumDistances(ctx context.Context, g *graph.Graph, sources []int32, opt ClosenessOptions) ([]distances, error) {
	sums := make([]distances, g.N())
	block := waveSources
	if opt.Weighted {
		block = sourceBlock
	}
	err := inBlocks(ctx, opt.Workers, (len(sources)+block-1)/block,
		func() (*measurer, error) { return newMeasurer(g, opt.Weighted) },
		func(m *measurer, b int) error {
			return m.measure(ctx, sources[b*block:min((b+1)*block, len(sources))])
		},
		func(m *measurer, b int) {
			for v := range sums {
				sums[v].addAll(&m.nodes[v])
			}
			if opt.Progress != nil {
				opt.Progress(int64(min((b+1)*block, len(sources))), int64(len(sources)))
			}
		})
	return sums, err
}

// score turns sums over k of n sources into scores.
func (r *ClosenessResult) score(sums []distances) {
	n, k := float64(len(sums)), float64(r.Pivots)
	r.Harmonic, r.Closeness, r.Reach = make([]float64, len(sums)), make([]float64, len(sums)), make([]float64, len(sums))
	if !r.Exact {
		r.HarmonicErr, r.ClosenessErr = make([]float64, len(sums)), make([]float64, len(sums))
	}
	largest := 0.0
	for v := range sums {
		d := &sums[v]
		r.Harmonic[v], r.Reach[v] = n*(d.inverses/k), n*(d.count/k)
		if d.count > 0 {
			r.Closeness[v] = r.Reach[v] / (n - 1) * (d.count / d.sum)
		}
		if r.Exact {
			r.Harmonic[v], r.Reach[v] = d.inverses, d.count
			continue
		}
		largest = max(largest, d.inverses/k)
		r.HarmonicErr[v] = n * meanError(d.inverses, d.inverseSquares, k, n)
		r.ClosenessErr[v] = r.Closeness[v] * d.ratioError(k, n)
	}
	if !r.Exact {
		r.Bound = n / r.nearest * largestMargin(largest*r.nearest, k, n)
	}
}

// ratioError returns the relative standard error of count²/sum over k of n
// sources, to first order: that of the mean of 2·[reaches]/share - distance/mean distance.
func (d *distances) ratioError(k, n float64) float64 {
	if d.count == 0 {
		return 0
	}
	c, s := d.count/k, d.sum/k
	squares := 4*d.count/c/c - 4*d.sum/c/s + d.squares/s/s
	return meanError(k, squares, k, n)
}

// shortestEdge returns the least weight, 1 if there is no edge.
func shortestEdge(g *graph.Graph) float64 {
	least := math.Inf(1)
	for u := range int32(g.N()) {
		for _, w := range g.OutWeights(u) {
			least = min(least, w)
		}
	}
	if math.IsInf(least, 1) {
		return 1
	}
	return least
}
