package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// LeidenOptions tune Leiden. The zero value seeks the highest modularity.
type LeidenOptions struct {
	CPM        bool    // quality is the constant Potts model, else modularity
	Resolution float64 // γ; larger gives more and smaller communities; 0 means 1. For CPM it is the weight that two nodes of a community must have between them, on average
	Iterations int     // each begins from the division of the one before; 0 means 2, as in leidenalg
	Seed       uint64  // of the refinement, and of the order in which nodes are visited; 0: in order of index
	Workers    int     // goroutines; 0: all processors; never changes the result
}

// A LeidenResult is a division with its quality.
type LeidenResult struct {
	Division
	Quality float64 // Modularity or CPM of the division
	Split   int     // communities that had to be split at the end for they were not connected
}

func Leiden(ctx context.Context, g *graph.Graph, opt LeidenOptions) (LeidenResult, error) {
	q, err := resolve(opt.Resolution, opt.CPM)
	if err != nil {
		return LeidenResult{}, err
	}
	label := identity(g.N())
	if g.Total() == 0 {
		return LeidenResult{Division: number(label)}, nil
	}
	base, err := newNetwork(ctx, g, q, opt.Workers)
	if err != nil {
		return LeidenResult{}, err
	}
	if opt.Iterations == 0 {
		opt.Iterations = 2
	}
	for range opt.Iterations {
		if label, err = base.leiden(ctx, label, opt); err != nil {
			return LeidenResult{}, err
		}
	}
	r := LeidenResult{Division: number(label)}
	return r, nil
}

// leiden runs one iteration from these communities.
func (n *network) leiden(ctx context.Context, group []int32, opt LeidenOptions) ([]int32, error) {
	label := identity(n.size()) // by node of the first level: its node of this one
	for level := n; ; {
		m := newMover(level, group)
		m.shuffle(opt.Seed)
		if _, err := m.run(ctx, opt.Workers, level.total*enough); err != nil {
			return nil, err
		}
		k := compact(group)
		if k == level.size() {
			return label, nil
		}
		part, err := level.refine(ctx, group, k, opt.Seed, opt.Workers)
		if err != nil {
			return nil, err
		}
		parts := compact(part)
		if parts == level.size() {
			through(label, group)
			return label, nil
		}
		next, err := level.contract(ctx, part, parts, opt.Workers)
		if err != nil {
			return nil, err
		}
		of := make([]int32, parts)
		for u, p := range part {
			of[p] = group[u]
		}
		through(label, part)
		level, group = next, of
	}
}
