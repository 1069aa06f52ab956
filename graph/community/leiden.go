package community

import (
	"context"
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// LeidenOptions tune Leiden. The zero value seeks the highest modularity.
type LeidenOptions struct {
	CPM bool // seek the highest CPM, else the highest Modularity

	// Resolution is γ; larger gives more and smaller communities; 0 means 1. For CPM
	// two nodes of a community have about this much weight between them or more, so that
	// what is usual depends on the density of the graph.
	Resolution float64

	Iterations int    // each begins where the one before ended; 0 means 1; leidenalg does 2, of which the second gains little (doi:10.5281/zenodo.1469356)
	Seed       uint64 // of the refinement and of the order in which nodes are visited; 0: those of most edges first
	Workers    int    // goroutines; 0: all processors; never changes the result
}

// A LeidenResult is a division with its quality.
type LeidenResult struct {
	Division
	Quality float64 // Modularity or CPM

	// Split counts the communities that were not connected when the search ended, and
	// were then divided into their components. Only where the refinement
	// joins nothing can there be any.
	Split int
}

// Leiden returns communities of high modularity, or CPM, of the undirected view of g,
// weights summed. Each is connected by edges of positive weight. Nodes move to the
// neighbouring community where the quality gains most, or to one of their own, until
// none gains; each community is then divided into well connected parts, which become
// nodes that begin together in the community they came from; and so on, until every
// community is one node. (Traag, Waltman & van Eck 2019,
// doi:10.1038/s41598-019-41695-z, with their θ of 0.01, here of the mean
// weight of an edge. Moving also ends when a round over all waiting nodes gains less than
// 10⁻⁵ of the total weight, modularity less than 2·10⁻⁵; the next level goes on.)
//
// A node without edges is a community of its own. It errs on a resolution that is not
// between 0 and 1e9. About O(m) a level; 8 bytes an edge of g (24 if weighted), 24 bytes
// an edge each way between parts, 95 bytes a node, and a worker 8 more and the rows of a community.
func Leiden(ctx context.Context, g *graph.Graph, opt LeidenOptions) (LeidenResult, error) {
	q, err := resolve(opt.Resolution, opt.CPM)
	if err != nil {
		return LeidenResult{}, err
	}
	n, err := newNetwork(ctx, g, q, opt.Workers)
	if err != nil {
		return LeidenResult{}, err
	}
	return n.search(ctx, g, opt)
}

// search returns communities of g, of which n is the network.
func (n *network) search(ctx context.Context, g *graph.Graph, opt LeidenOptions) (r LeidenResult, err error) {
	if opt.Iterations == 0 {
		opt.Iterations = 1
	}
	label := identity(n.size())
	for i := range opt.Iterations {
		random := rand.New(rand.NewPCG(opt.Seed, uint64(i)))
		if label, r.Split, err = n.leiden(ctx, label, random, opt); err != nil {
			return LeidenResult{}, err
		}
	}
	r.Division = number(label)
	if opt.CPM {
		r.Quality = cpm(g, r.Group, n.gamma, opt.Workers)
	} else {
		r.Quality = modularity(g, r.Group, n.gamma, opt.Workers)
	}
	return r, nil
}

// leiden runs one iteration from these communities, which it changes. The nodes of a level
// are connected, so that communities can only be disconnected where a level ends the search,
// and its edges tell which are.
func (n *network) leiden(ctx context.Context, group []int32, random *rand.Rand, opt LeidenOptions) (label []int32, split int, err error) {
	label = identity(n.size()) // by node of n: its node of this level
	for level := n; ; {
		m := newMover(level, group)
		if opt.Seed != 0 {
			m.shuffle(random)
		}
		if _, err := m.run(ctx, opt.Workers, level.total*enough); err != nil {
			return nil, 0, err
		}
		k := compact(group)
		if k == level.size() {
			return label, 0, nil
		}
		r := newRefiner(level, group)
		if err := r.run(ctx, k, random.Uint64(), opt.Workers); err != nil {
			return nil, 0, err
		}
		part, parts := r.label, compact(r.label)
		if parts == level.size() {
			split, err := level.split(ctx, group, k, opt.Workers)
			through(label, group)
			return label, split, err
		}
		next, err := level.contract(ctx, part, parts, opt.Workers)
		if err != nil {
			return nil, 0, err
		}
		together := make([]int32, parts)
		for u, p := range part {
			together[p] = group[u]
		}
		through(label, part)
		level, group = next, together
	}
}
