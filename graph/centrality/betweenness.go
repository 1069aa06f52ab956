package centrality

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// BetweennessOptions tune Betweenness. The zero value is the usual choice.
type BetweennessOptions struct {
	MaxExact int    // order up to which it is exact; 0 means 20,000; negative: always sampled
	Pivots   int    // sources sampled above that; fewer than 500 means 500
	Seed     uint64 // of the draw of pivots
	Workers  int    // 0: all processors; never changes the result
	Progress func(done, total int64)
}

// A BetweennessResult is the outcome of Betweenness.
type BetweennessResult struct {
	Scores []float64 // by node; number of ordered pairs, ≥ 0
	Exact  bool
	Pivots int // sources that were followed; all nodes if Exact
	// StdErr is the standard error of each sampled score; nil if Exact. It is too
	// small for low scores that rest on a few sources with many dependants.
	StdErr []float64
	// Bound is the largest error of any node's sampled score, with a
	// probability of 95 % or more (Hoeffding); 0 if Exact.
	Bound float64
}

// sourceBlock is the number of sources whose dependencies are summed
// together. Blocks are summed in order, so it is part of the result's last bits.
const sourceBlock = 32

// Betweenness returns, for each node v, the sum over ordered pairs of other
// nodes (s,t) of the share of shortest directed paths from s to t that go
// through v. Weights are not used. (Brandes 2001, doi:10.1080/0022250X.2001.9990249.)
//
// Above MaxExact nodes only some sources, drawn evenly without replacement, are
// followed, and sums are scaled up: unbiased, with the standard error of each score
// and a bound for all (Brandes & Pich 2007, doi:10.1142/S0218127407018403).
//
// O(n·m) exact, O(pivots·m) sampled; 40 bytes a node and worker.
func Betweenness(ctx context.Context, g *graph.Graph, opt BetweennessOptions) (BetweennessResult, error) {
	n := g.N()
	sources, exact := pickSources(n, opt)
	sum := &dependencies{total: make([]float64, n)}
	if !exact {
		sum.squares = make([]float64, n)
	}
	if err := sum.add(ctx, g, sources, opt); err != nil {
		return BetweennessResult{}, err
	}
	res := BetweennessResult{Scores: sum.total, Exact: exact, Pivots: len(sources)}
	if !exact {
		sum.scale(&res, n, float64(len(sources)))
	}
	return res, nil
}

// pickSources returns the nodes to search from, sorted.
func pickSources(n int, opt BetweennessOptions) (sources []int32, exact bool) {
	if opt.MaxExact == 0 {
		opt.MaxExact = 20000
	}
	k := max(opt.Pivots, 500)
	sources = make([]int32, n)
	for i := range sources {
		sources[i] = int32(i)
	}
	if n <= opt.MaxExact || k >= n {
		return sources, true
	}
	r := rand.New(rand.NewPCG(opt.Seed, 0))
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

// add runs blocks of sources side by side, a round at a time, and adds the
// blocks of a round in order: the same sums for any number of workers.
func (d *dependencies) add(ctx context.Context, g *graph.Graph, sources []int32, opt BetweennessOptions) error {
	n := g.N()
	blocks := (len(sources) + sourceBlock - 1) / sourceBlock
	width := min(par.Workers(opt.Workers), blocks)
	searches := make([]*search, width)
	for i := range searches {
		searches[i] = newSearch(g, d.squares != nil)
	}
	for first := 0; first < blocks; first += width {
		round := min(width, blocks-first)
		err := par.For(ctx, opt.Workers, round, func(i int) error {
			s := searches[i]
			clear(s.part)
			clear(s.partSquares)
			from := (first + i) * sourceBlock
			for _, source := range sources[from:min(from+sourceBlock, len(sources))] {
				if err := ctx.Err(); err != nil {
					return err
				}
				s.from(source)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, s := range searches[:round] {
			for v := range n {
				d.total[v] += s.part[v]
			}
			for v := range s.partSquares {
				d.squares[v] += s.partSquares[v]
			}
		}
		if opt.Progress != nil {
			opt.Progress(int64(min((first+round)*sourceBlock, len(sources))), int64(len(sources)))
		}
	}
	return nil
}

// scale turns the sums over k of n sources into estimates with their errors.
func (d *dependencies) scale(res *BetweennessResult, n int, k float64) {
	all := float64(n)
	res.StdErr = make([]float64, n)
	for v := range n {
		mean := d.total[v] / k
		variance := max(0, (d.squares[v]-float64(k*mean*mean))/(k-1))
		res.StdErr[v] = all * math.Sqrt(variance/k*(1-k/all))
		res.Scores[v] = all * mean
	}
	// A dependency lies in [0, n-2]; the failure of n nodes is shared out evenly.
	res.Bound = all * (all - 2) * math.Sqrt(math.Log(2*all/0.05)/(2*k))
}
