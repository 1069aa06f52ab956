package community

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// StabilityOptions tune Stability.
type StabilityOptions struct {
	Leiden    LeidenOptions // its Seed gives the seeds of all runs; its Workers is not used
	Runs      int           // 0 means 20
	Threshold float64       // a node is unstable below it; 0 means Dissolved
	Workers   int           // runs at a time; 0: all processors; never changes the result

	// Progress, if not nil, is told how many runs are done; workers may call it at once.
	Progress func(done, total int64)
}

// Dissolved is the Jaccard index up to which a group counts as dissolved: above it no
// two groups of another division can both be what became of it. (Hennig 2008,
// doi:10.1016/j.jmva.2007.07.002.)
const Dissolved = 0.5

// A StabilityResult says how far communities depend on chance.
type StabilityResult struct {
	Best         LeidenResult // the run of the highest quality, the first of equal ones
	Quality      []float64    // by run
	AdjustedRand float64      // median over all pairs of runs; 1 for fewer than two

	// Node is, by node, the mean over the other runs of the Jaccard index between
	// those that share its community in the best run and those that share it in the other,
	// the node itself left out; 1 where it is alone in both. 0..1; 1 for a single run.
	Node     []float64
	Unstable []int32 // the nodes below the threshold, sorted
}

// Stability runs Leiden with different seeds and compares the communities: between
// whole divisions by AdjustedRand, for each node by its company. Where the quality has many
// maxima of nearly the same height, no one division is the right one (Good, de
// Montjoye & Clauset 2010, doi:10.1103/PhysRevE.81.046106), and only what most runs agree on
// is a finding. Runs times the time of Leiden; its memory for each worker, but the edges
// of g only once, and 12 bytes a node and run.
func Stability(ctx context.Context, g *graph.Graph, opt StabilityOptions) (StabilityResult, error) {
	if opt.Runs < 1 {
		opt.Runs = 20
	}
	if opt.Threshold == 0 {
		opt.Threshold = Dissolved
	}
	q, err := resolve(opt.Leiden.Resolution, opt.Leiden.CPM)
	if err != nil {
		return StabilityResult{}, err
	}
	n, err := newNetwork(ctx, g, q, opt.Workers)
	if err != nil {
		return StabilityResult{}, err
	}
	runs := make([]LeidenResult, opt.Runs)
	each := make([]LeidenOptions, opt.Runs)
	seeds := rand.New(rand.NewPCG(opt.Leiden.Seed, 0))
	for i := range each {
		each[i] = opt.Leiden
		each[i].Seed, each[i].Workers = max(1, seeds.Uint64()), 1
	}
	var done atomic.Int64
	err = par.For(ctx, opt.Workers, opt.Runs, func(i int) (err error) {
		runs[i], err = n.search(ctx, g, each[i])
		if opt.Progress != nil {
			opt.Progress(done.Add(1), int64(opt.Runs))
		}
		return err
	})
	if err != nil {
		return StabilityResult{}, err
	}
	return compare(ctx, runs, opt)
}

// compare fills the result.
func compare(ctx context.Context, runs []LeidenResult, opt StabilityOptions) (r StabilityResult, err error) {
	best := 0
	divisions := make([]groups, len(runs))
	for i, run := range runs {
		if run.Quality > runs[best].Quality {
			best = i
		}
		r.Quality = append(r.Quality, run.Quality)
		divisions[i] = newGroups(run.Group)
	}
	r.Best = runs[best]
	pairs := make([][]float64, len(runs))
	err = par.For(ctx, opt.Workers, len(runs), func(i int) error {
		for j := range i {
			pairs[i] = append(pairs[i], adjustedRand(divisions[i], divisions[j]))
		}
		return nil
	})
	if err != nil {
		return StabilityResult{}, err
	}
	r.AdjustedRand = median(slices.Concat(pairs...))
	r.Node = make([]float64, len(r.Best.Group))
	for i, d := range divisions {
		if i != best {
			addCompany(r.Node, divisions[best], d)
		}
	}
	for u := range r.Node {
		if len(runs) == 1 {
			r.Node[u] = 1
		} else {
			r.Node[u] /= float64(len(runs) - 1)
		}
		if r.Node[u] < opt.Threshold {
			r.Unstable = append(r.Unstable, int32(u))
		}
	}
	return r, nil
}

// addCompany adds to sum, by node, the Jaccard index between its companions in a and
// in b.
func addCompany(sum []float64, a, b groups) {
	shared := make([]float64, len(b.start)) // of the group of a in hand and one of b
	count := make([]int32, len(b.start))
	for c := range int32(len(a.start) - 1) {
		nodes := a.members[a.start[c]:a.start[c+1]]
		for _, u := range nodes {
			count[b.group[u]]++
		}
		for _, u := range nodes {
			d := b.group[u]
			if count[d] > 0 {
				shared[d] = 1
				if all := a.size(c) + b.size(d) - count[d] - 1; all > 0 {
					shared[d] = float64(count[d]-1) / float64(all)
				}
				count[d] = 0
			}
			sum[u] += shared[d]
		}
	}
}

// median returns the middle of values, which it sorts; 1 for none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 1
	}
	slices.Sort(values)
	k := len(values) / 2
	if len(values)%2 == 1 {
		return values[k]
	}
	return (values[k-1] + values[k]) / 2
}
