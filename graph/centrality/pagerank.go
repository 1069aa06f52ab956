package centrality

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// PageRankOptions tune PageRank. The zero value is the usual choice.
type PageRankOptions struct {
	Damping       float64   // 0..1; 0 means 0.85
	Restart       []float64 // by node: where jumps lead, in proportion; nil: anywhere alike
	Tolerance     float64   // L1 change of an iteration at which to stop; 0 means 1e-10; negative: run all iterations
	MaxIterations int       // 0 means 1000
	Unweighted    bool      // ignore the weights of a weighted graph
	Workers       int       // 0: all processors; never changes the result
}

// A PageRankResult is the outcome of PageRank.
type PageRankResult struct {
	Scores     []float64 // by node; ≥ 0, they sum to 1
	Iterations int
	Change     float64 // L1 change of the last iteration
	Converged  bool    // Change is within the tolerance
}

// PageRank returns the share of time that a reader spends at each node who
// follows an edge with probability Damping, by weight, and else jumps to a node drawn
// from Restart; where no edge leads out, the jump is certain. It starts from the restart
// distribution. The true scores are within Change·Damping/(1-Damping) of those returned, in L1.
// (Page, Brin, Motwani & Winograd 1999, http://ilpubs.stanford.edu:8090/422/;
// damping and dangling nodes as in Langville & Meyer 2004, doi:10.1080/15427951.2004.10129091.)
//
// It errs on a damping outside 0..1 and on a Restart of another length than g has
// nodes, with a negative or infinite entry, or without a positive one.
//
// O(n+m) an iteration; 60 bytes a node and 4 an edge, 12 if weighted.
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
	if !(opt.Damping > 0 && opt.Damping <= 1) {
		return PageRankResult{}, fmt.Errorf("PageRank: a damping of %v: not between 0 and 1", opt.Damping)
	}
	if err := checkRestart(g.N(), opt.Restart); err != nil {
		return PageRankResult{}, fmt.Errorf("PageRank: %w", err)
	}
	if g.N() == 0 {
		return PageRankResult{Scores: []float64{}, Converged: true}, nil
	}
	r, err := newRanker(ctx, g, opt)
	if err != nil {
		return PageRankResult{}, err
	}
	var res PageRankResult
	for res.Iterations < opt.MaxIterations && !res.Converged {
		if res.Change, err = r.step(ctx); err != nil {
			return PageRankResult{}, err
		}
		res.Iterations++
		res.Converged = res.Change <= opt.Tolerance
	}
	res.Scores = r.order.toNodes(r.rank)
	return res, nil
}

// checkRestart returns what is wrong with a restart vector.
func checkRestart(n int, restart []float64) error {
	if restart == nil {
		return nil
	}
	if len(restart) != n {
		return fmt.Errorf("a restart over %d nodes, of a graph of %d", len(restart), n)
	}
	for u, p := range restart {
		if !(p >= 0 && p <= math.MaxFloat64) {
			return fmt.Errorf("a restart of %v at node %d", p, u)
		}
	}
	if n > 0 && slices.Max(restart) == 0 {
		return errors.New("a restart that leads nowhere")
	}
	return nil
}

// A ranker holds the state between iterations. Vectors are by place: those of
// rows by in-degree, those that are gathered from by out-degree.
type ranker struct {
	m       *matrix
	opt     PageRankOptions
	order   order     // of rows
	rank    []float64 // by row
	restart []float64 // by row, they sum to 1; nil: all alike
	rate    []float64 // by row: damping / outgoing weight; 0: no way out
	to      []int32   // by row: the node's column
	share   []float64 // by column: what a unit of outgoing weight passes on
	next    []float64 // by column: share of the next iteration
	lost    []float64 // by block: rank of nodes without a way out
	change  []float64 // by block
}

func newRanker(ctx context.Context, g *graph.Graph, opt PageRankOptions) (*ranker, error) {
	n := g.N()
	cols := byDegree(n, g.Out)
	r := &ranker{
		opt: opt, order: byDegree(n, g.In), to: make([]int32, n),
		rank: make([]float64, n), rate: make([]float64, n),
		share: make([]float64, n), next: make([]float64, n),
	}
	r.order.nodes = endsLast(g, r.order.nodes)
	if opt.Restart != nil {
		r.restart = make([]float64, n)
		largest := slices.Max(opt.Restart) // the sum of the numbers themselves may overflow
		for i, u := range r.order.nodes {
			r.restart[i] = opt.Restart[u] / largest
		}
		sum := total(r.restart)
		for i := range r.restart {
			r.restart[i] /= sum
		}
	}
	scale := weightScale(g, opt.Unweighted)
	var err error
	if r.m, err = newMatrix(ctx, opt.Workers, g, scale, r.order, cols); err != nil {
		return nil, err
	}
	r.lost, r.change = make([]float64, len(r.m.blocks)-1), make([]float64, len(r.m.blocks)-1)
	err = r.m.each(ctx, opt.Workers, func(b, from, to int) {
		for i := from; i < to; i++ {
			u := r.order.nodes[i]
			r.to[i] = cols.place[u]
			strength := float64(len(g.Out(u)))
			if scale != 0 {
				strength = 0
				for _, w := range g.OutWeights(u) {
					strength += float64(w * scale)
				}
			}
			if strength > 0x1p-1000 { // below that the rate would not be finite
				r.rate[i] = opt.Damping / strength
			}
			r.lost[b] += r.set(i, r.jumps(i, 1), r.share)
		}
	})
	return r, err
}

// endsLast returns the nodes with those last that no edge leads out of, so that the
// processor foresees in set which they are.
func endsLast(g *graph.Graph, nodes []int32) []int32 {
	sorted := make([]int32, 0, len(nodes))
	for _, end := range []bool{false, true} {
		for _, u := range nodes {
			if (len(g.Out(u)) == 0) == end {
				sorted = append(sorted, u)
			}
		}
	}
	return sorted
}

// jumps returns what jumps of this total bring to row i.
func (r *ranker) jumps(i int, total float64) float64 {
	if r.restart == nil {
		return total / float64(len(r.rank))
	}
	return total * r.restart[i]
}

// set makes x the rank of row i, fills its share, and returns what is lost.
func (r *ranker) set(i int, x float64, share []float64) (lost float64) {
	r.rank[i] = x
	if r.rate[i] == 0 {
		return x
	}
	share[r.to[i]] = x * r.rate[i]
	return 0
}

// step runs one iteration and returns its L1 change.
func (r *ranker) step(ctx context.Context) (float64, error) {
	jump := 1 - r.opt.Damping + float64(r.opt.Damping*total(r.lost))
	err := r.m.each(ctx, r.opt.Workers, func(b, from, to int) {
		lost, change := 0.0, 0.0
		for i := from; i < to; i++ {
			x := float64(r.jumps(i, jump)) + r.m.row(i, r.share)
			change += math.Abs(x - r.rank[i])
			lost += r.set(i, x, r.next)
		}
		r.lost[b], r.change[b] = lost, change
	})
	r.share, r.next = r.next, r.share
	return total(r.change), err
}

func total(parts []float64) float64 {
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum
}
