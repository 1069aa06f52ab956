package community

import (
	"context"
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// LabelPropagationOptions tune LabelPropagation. The zero value goes on until all
// labels are settled.
type LabelPropagationOptions struct {
	Rounds int    // at most; 0: no limit
	Seed   uint64 // of the order of nodes and of choices between equals
}

// LabelPropagation returns the groups of nodes that end with the same label when, in
// random order, each takes the label with the largest weight among its neighbours in
// the undirected view of g: its own if that is one of several, else any of them at
// random. Only nodes beside a change look again. (Raghavan, Albert & Kumara 2007,
// doi:10.1103/PhysRevE.76.036106; the queue as in Traag & Šubelj 2023,
// doi:10.1038/s41598-023-29610-z.)
//
// It is fast and needs no resolution, but its groups change much with the seed, may be
// one for a whole component, and may be disconnected. About O(m) in a few rounds, serial;
// 8 bytes an edge of g (24 if weighted) and 50 bytes a node.
func LabelPropagation(ctx context.Context, g *graph.Graph, opt LabelPropagationOptions) (Division, error) {
	n, err := newNetwork(ctx, g, quality{gamma: 1}, 1)
	if err != nil {
		return Division{}, err
	}
	random := rand.New(rand.NewPCG(opt.Seed, 0))
	label := identity(g.N())
	queue, waits := identity(g.N()), make([]bool, g.N())
	random.Shuffle(len(queue), func(i, j int) { queue[i], queue[j] = queue[j], queue[i] })
	for u := range waits {
		waits[u] = true
	}
	t := &tally{weight: make([]float64, g.N())}
	for round := 0; len(queue) > 0 && (opt.Rounds == 0 || round < opt.Rounds); round++ {
		var next []int32
		for i, u := range queue {
			if i%1024 == 0 && ctx.Err() != nil {
				return Division{}, ctx.Err()
			}
			waits[u] = false
			to, weights := n.row(u)
			t.reset()
			t.add(to, weights, label)
			l := t.heaviest(label[u], random)
			t.clear()
			if l == label[u] {
				continue
			}
			label[u] = l
			for _, v := range to {
				if label[v] != l && !waits[v] {
					waits[v] = true
					next = append(next, v)
				}
			}
		}
		queue = next
	}
	return number(label), nil
}

// heaviest returns own if no touched group weighs more, else one of those that weigh
// most.
func (t *tally) heaviest(own int32, random *rand.Rand) int32 {
	best, most, equals := own, t.weight[own], 0
	for _, c := range t.touched {
		switch w := t.weight[c]; {
		case w > most*(1+rounding):
			best, most, equals = c, w, 1
		case w == most && equals > 0:
			// The k-th of equals takes the place of the one chosen with chance 1/k.
			if equals++; random.IntN(equals) == 0 {
				best = c
			}
		}
	}
	return best
}

// CDLPOptions tune CDLP.
type CDLPOptions struct {
	Iterations int // 0 means 10
	Workers    int // goroutines; 0: all processors; never changes the result
}

// CDLP returns a label, which is a node, for each node: at first itself, then in every
// iteration the most frequent of the labels that its neighbours had before, the
// smallest of several. A neighbour with edges both ways counts twice, weights do not
// count, and a node without edges keeps its label. This is the rule of LDBC
// Graphalytics (Iosup et al. 2016, doi:10.14778/3007263.3007270); unlike LabelPropagation it has
// no randomness, and on bipartite parts it may swing between two states for ever.
// O(m) an iteration; 8 bytes a node and 12 more a worker.
func CDLP(ctx context.Context, g *graph.Graph, opt CDLPOptions) ([]int32, error) {
	if opt.Iterations == 0 {
		opt.Iterations = 10
	}
	label, next := identity(g.N()), make([]int32, g.N())
	pool := newPool(opt.Workers, g.N())
	for range opt.Iterations {
		err := forBlocks(ctx, opt.Workers, g.N(), func(from, to int) {
			t := pool.get()
			defer pool.put(t)
			for u := from; u < to; u++ {
				t.reset()
				t.add(g.Out(int32(u)), nil, label)
				t.add(g.In(int32(u)), nil, label)
				next[u] = t.mostFrequent(label[u])
				t.clear()
			}
		})
		if err != nil {
			return nil, err
		}
		label, next = next, label
	}
	return label, nil
}

// mostFrequent returns the touched group of most weight, of equal ones the smallest,
// and none if nothing is touched.
func (t *tally) mostFrequent(none int32) int32 {
	best, most := none, 0.0
	for _, c := range t.touched {
		if w := t.weight[c]; w > most || w == most && c < best {
			best, most = c, w
		}
	}
	return best
}
