package community

import (
	"context"
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// LouvainOptions tune Louvain. The zero value visits the nodes of most edges first, of
// 16,384 or more nodes those of as many to the next power of two by index, in strides.
type LouvainOptions struct {
	Resolution float64 // γ; larger gives more and smaller communities; 0 means 1
	Seed       uint64  // of the order in which nodes are visited; 0: those of most edges first
	Workers    int     // goroutines; 0: all processors; never changes the result
}

// Louvain returns communities of high modularity of the undirected view of g,
// weights summed. Each node moves to the neighbouring community where modularity gains
// most, until none gains; then communities become nodes, and so on. (Blondel,
// Guillaume, Lambiotte & Lefebvre 2008, doi:10.1088/1742-5468/2008/10/P10008; only nodes
// beside a move are visited again, as in Ozaki, Tezuka & Inaba 2016,
// doi:10.7763/IJCEE.2016.V8.927, and of those only the ones to which the moves may have made
// another community better; resolution as in Reichardt & Bornholdt 2006,
// doi:10.1103/PhysRevE.74.016110.) Communities may be disconnected; those of Leiden are not.
//
// A node without edges is a community of its own. It errs on a resolution that is not
// between 0 and 1e9. About O(m) a level; 8 bytes an edge of g (24 if weighted), about
// 75 bytes a node and 8 more a worker, and 24 bytes an edge each way between communities.
func Louvain(ctx context.Context, g *graph.Graph, opt LouvainOptions) (Division, error) {
	q, err := resolve(opt.Resolution, false)
	if err != nil {
		return Division{}, err
	}
	label := identity(g.N())
	level, err := newNetwork(ctx, g, q, opt.Workers)
	if err != nil {
		return Division{}, err
	}
	random := rand.New(rand.NewPCG(opt.Seed, 0))
	for {
		m := newMover(level, identity(level.size()))
		if opt.Seed != 0 {
			m.shuffle(random)
		}
		gained, err := m.run(ctx, opt.Workers, level.total*enough)
		if err != nil {
			return Division{}, err
		}
		k := compact(m.group)
		if gained == 0 || k == level.size() {
			return number(label), nil
		}
		through(label, m.group)
		if level, err = level.contract(ctx, m.group, k, opt.Workers); err != nil {
			return Division{}, err
		}
	}
}

// identity returns 0..n-1: each node a group of its own.
func identity(n int) []int32 {
	group := make([]int32, n)
	for u := range group {
		group[u] = int32(u)
	}
	return group
}

// through replaces the group of every node by what that group is in.
func through(label, group []int32) {
	for u, c := range label {
		label[u] = group[c]
	}
}
