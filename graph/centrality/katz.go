package centrality

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// KatzOptions tune Katz. The zero value is the usual choice.
type KatzOptions struct {
	Alpha         float64 // weight of an edge on the way; 0 means 0.85/λ, or 0.85 of a graph without cycles
	Tolerance     float64 // L1 change of an iteration, by the sum of scores, at which to stop; 0 means 1e-8
	MaxIterations int     // 0 means 1000
	Unweighted    bool    // ignore the weights of a weighted graph
	Workers       int     // 0: all processors; never changes the result
}

// A KatzResult is the outcome of Katz.
type KatzResult struct {
	Scores     []float64 // by node; ≥ 1
	Alpha      float64   // as it was used
	Value      float64   // λ, the largest eigenvalue of the adjacency matrix, to about 1e-4 of it
	Iterations int
	Change     float64 // L1 change of the last iteration by the sum of scores
	Converged  bool    // Change is within the tolerance
}

// Katz returns the number of walks, of any length, that end in each node, one of length k
// counting Alpha^k times the product of its weights: the solution of x = αAᵀx + 1. It is not
// normalised. (Katz 1953, doi:10.1007/BF02289026.)
//
// There is a solution only for Alpha < 1/λ; it errs on others, as far as Eigenvector finds λ
// to a residual of 1e-4 in 100 iterations, and where a score would not be finite. Convergence takes some log(Tolerance)/log(αλ)
// iterations, 113 by default.
//
// O(n+m) an iteration; 150 bytes a node and 4 an edge, 12 if weighted.
func Katz(ctx context.Context, g *graph.Graph, opt KatzOptions) (KatzResult, error) {
	if opt.Tolerance == 0 {
		opt.Tolerance = 1e-8
	}
	if opt.MaxIterations <= 0 {
		opt.MaxIterations = 1000
	}
	if !(opt.Alpha >= 0 && opt.Alpha <= math.MaxFloat64) {
		return KatzResult{}, fmt.Errorf("Katz: an alpha of %v", opt.Alpha)
	}
	s, err := newSpectrum(ctx, g, EigenvectorOptions{Tolerance: 1e-4, MaxIterations: 100, Unweighted: opt.Unweighted, Workers: opt.Workers})
	if err != nil {
		return KatzResult{}, err
	}
	p, err := s.dominant(ctx)
	if err != nil {
		return KatzResult{}, err
	}
	res := KatzResult{Alpha: opt.Alpha, Value: p.value / s.unit}
	alpha := opt.Alpha / s.unit // of the matrix with scaled weights
	switch {
	case opt.Alpha == 0 && p.value > 0:
		alpha = 0.85 / p.value
		res.Alpha = alpha * s.unit
	case opt.Alpha == 0:
		res.Alpha = 0.85
		alpha = 0.85 / s.unit
	case alpha*p.value >= 1:
		return KatzResult{}, fmt.Errorf("Katz: an alpha of %v is not below 1/λ = %v", opt.Alpha, 1/res.Value)
	}
	x, err := s.katz(ctx, alpha, opt, &res)
	if err != nil {
		return KatzResult{}, err
	}
	res.Scores = s.order.toNodes(x)
	return res, nil
}

// katz iterates x = αAᵀx + 1 from the ones on, and fills res.
func (s *spectrum) katz(ctx context.Context, alpha float64, opt KatzOptions, res *KatzResult) ([]float64, error) {
	x, next := make([]float64, s.g.N()), make([]float64, s.g.N())
	for i := range x {
		x[i] = 1
	}
	change, size := make([]float64, len(s.m.blocks)-1), make([]float64, len(s.m.blocks)-1)
	for !res.Converged && res.Iterations < opt.MaxIterations {
		err := s.m.each(ctx, opt.Workers, func(b, from, to int) {
			change[b], size[b] = 0, 0
			for i := from; i < to; i++ {
				next[i] = 1 + float64(alpha*s.m.row(i, x))
				change[b] += math.Abs(next[i] - x[i])
				size[b] += next[i]
			}
		})
		if err != nil {
			return nil, err
		}
		x, next = next, x
		sum := total(size)
		if math.IsInf(sum, 0) || math.IsNaN(sum) {
			return nil, fmt.Errorf("Katz: with an alpha of %v scores are too large for a float", res.Alpha)
		}
		res.Iterations++
		res.Change = total(change) / max(sum, 1)
		res.Converged = res.Change <= opt.Tolerance
	}
	return x, nil
}
