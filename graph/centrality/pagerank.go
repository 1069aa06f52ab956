package centrality

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// PageRankOptions tune PageRank. The zero value is the usual choice.
type PageRankOptions struct {
	Damping       float64 // 0 means 0.85
	Tolerance     float64 // L1 change of an iteration at which to stop; 0 means 1e-10; negative: run all iterations
	MaxIterations int     // 0 means 1000
	Unweighted    bool    // ignore the weights of a weighted graph
	Workers       int     // 0: all processors; never changes the result
}

// A PageRankResult is the outcome of PageRank.
type PageRankResult struct {
	Scores     []float64 // by node; ≥ 0, they sum to 1
	Iterations int
	Change     float64 // L1 change of the last iteration
	Converged  bool    // Change is within the tolerance
}

// rankBlock is the number of nodes that one piece of work sums. Blocks are
// summed in order, so it is part of the result's last bits.
const rankBlock = 4096

// PageRank returns the share of time that a reader spends at each node who
// follows an edge with probability Damping, by weight, and else jumps to any
// node; where no edge leads out, the jump is certain. It starts from the uniform
// distribution. (Page, Brin, Motwani & Winograd 1999, http://ilpubs.stanford.edu:8090/422/;
// damping and dangling nodes as in Langville & Meyer 2004, doi:10.1080/15427951.2004.10129091.)
//
// O(n+m) an iteration; 24 bytes a node.
func PageRank(ctx context.Context, g *graph.Graph, opt PageRankOptions) (PageRankResult, error) {
	if opt.Damping == 0 {
		opt.Damping = 0.85
	}
	if opt.Tolerance == 0 {
		opt.Tolerance = 1e-10
	}
	if opt.MaxIterations <= 0 {
		opt.MaxIterations = 1000
	}
	n := g.N()
	if n == 0 {
		return PageRankResult{Scores: []float64{}, Converged: true}, nil
	}
	r := newRanker(g, opt)
	var res PageRankResult
	for res.Iterations < opt.MaxIterations && !res.Converged {
		change, err := r.step(ctx)
		if err != nil {
			return PageRankResult{}, err
		}
		res.Iterations++
		res.Change = change
		res.Converged = change <= opt.Tolerance
	}
	res.Scores = r.rank
	return res, nil
}

// A ranker holds the state between iterations.
type ranker struct {
	g        *graph.Graph
	opt      PageRankOptions
	rank     []float64
	next     []float64
	share    []float64 // rank by unit of outgoing weight
	strength []float64 // outgoing weight
	lost     []float64 // by block: rank of nodes without a way out
	change   []float64 // by block
}

func newRanker(g *graph.Graph, opt PageRankOptions) *ranker {
	n := g.N()
	blocks := (n + rankBlock - 1) / rankBlock
	r := &ranker{
		g: g, opt: opt,
		rank: make([]float64, n), next: make([]float64, n), share: make([]float64, n), strength: make([]float64, n),
		lost: make([]float64, blocks), change: make([]float64, blocks),
	}
	for u := range n {
		r.rank[u] = 1 / float64(n)
		weights := g.OutWeights(int32(u))
		if weights == nil || opt.Unweighted {
			r.strength[u] = float64(len(g.Out(int32(u))))
			continue
		}
		for _, w := range weights {
			r.strength[u] += w
		}
	}
	return r
}

// step runs one iteration and returns its L1 change.
func (r *ranker) step(ctx context.Context) (float64, error) {
	n, d := r.g.N(), r.opt.Damping
	blocks := len(r.lost)
	each := func(b int, do func(u int)) {
		for u := b * rankBlock; u < min(n, (b+1)*rankBlock); u++ {
			do(u)
		}
	}
	err := par.For(ctx, r.opt.Workers, blocks, func(b int) error {
		r.lost[b] = 0
		each(b, func(u int) {
			if r.strength[u] > 0 {
				r.share[u] = r.rank[u] / r.strength[u]
				return
			}
			r.share[u] = 0
			r.lost[b] += r.rank[u]
		})
		return nil
	})
	if err != nil {
		return 0, err
	}
	base := (1 - d + float64(d*total(r.lost))) / float64(n)
	err = par.For(ctx, r.opt.Workers, blocks, func(b int) error {
		r.change[b] = 0
		each(b, func(u int) {
			r.next[u] = base + float64(d*r.gather(int32(u)))
			r.change[b] += math.Abs(r.next[u] - r.rank[u])
		})
		return nil
	})
	r.rank, r.next = r.next, r.rank
	return total(r.change), err
}

// gather sums what the nodes before u pass on to it.
func (r *ranker) gather(u int32) float64 {
	sum := 0.0
	weights := r.g.InWeights(u)
	if weights == nil || r.opt.Unweighted {
		for _, v := range r.g.In(u) {
			sum += r.share[v]
		}
		return sum
	}
	for i, v := range r.g.In(u) {
		sum += float64(r.share[v] * weights[i])
	}
	return sum
}

func total(parts []float64) float64 {
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum
}
