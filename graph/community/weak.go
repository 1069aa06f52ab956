package community

import (
	"context"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// ComponentsOptions tune WeakComponents and StrongComponents. The zero value is the
// usual choice.
type ComponentsOptions struct {
	Workers int // 0: all processors; never changes the result
}

const (
	weakBlock  = 1 << 13 // nodes in one piece of work
	weakRounds = 2       // edges of each node that are followed first; 2 as in the paper
)

// WeakComponents returns the groups of nodes that are joined by edges taken either
// way. Afforest: two edges of each node mostly make the giant component, whose nodes need
// not look at their other edges. (Sutton, Ben-Nun & Barak 2018, doi:10.1109/IPDPS.2018.00012; the giant one
// is found by counting all nodes, where the paper draws some.)
//
// O(n+m) at worst, far less than m where one component holds most nodes; 20 bytes a node.
func WeakComponents(ctx context.Context, g *graph.Graph, opt ComponentsOptions) (Division, error) {
	n := g.N()
	f := forest{parent: make([]int32, n)}
	for u := range f.parent {
		f.parent[u] = int32(u)
	}
	f.alone = min(par.Workers(opt.Workers), (n+weakBlock-1)/weakBlock) <= 1
	each := func(do func(u int32)) error {
		return par.For(ctx, opt.Workers, (n+weakBlock-1)/weakBlock, func(b int) error {
			for u := b * weakBlock; u < min(n, (b+1)*weakBlock); u++ {
				do(int32(u))
			}
			return nil
		})
	}
	for i := range weakRounds {
		if err := each(func(u int32) {
			if row := g.Out(u); i < len(row) {
				f.join(u, row[i])
			}
		}); err != nil {
			return Division{}, err
		}
	}
	if err := each(f.compress); err != nil {
		return Division{}, err
	}
	giant := mostFrequent(f.parent)
	// An edge out of the giant component is seen from its other end.
	if err := each(func(u int32) {
		if atomic.LoadInt32(&f.parent[u]) == giant {
			return
		}
		for _, v := range g.Out(u)[min(weakRounds, len(g.Out(u))):] {
			f.join(u, v)
		}
		for _, v := range g.In(u) {
			f.join(u, v)
		}
	}); err != nil {
		return Division{}, err
	}
	if err := each(f.compress); err != nil {
		return Division{}, err
	}
	return number(f.parent), nil
}

// mostFrequent returns the label, of 0..n-1, that most nodes have; the smallest
// of several, -1 of none.
func mostFrequent(label []int32) int32 {
	count := make([]int32, len(label))
	for _, l := range label {
		count[l]++
	}
	most := int32(-1)
	for l, c := range count {
		if most < 0 || c > count[most] {
			most = int32(l)
		}
	}
	return most
}

// A forest joins nodes into trees. A parent is never larger than its child, so a
// root is the smallest node of its tree, in whatever order edges come.
type forest struct {
	parent []int32
	alone  bool // one worker needs no locks
}

// join makes one tree of those of u and v, while other workers do the same.
func (f *forest) join(u, v int32) {
	a, b := atomic.LoadInt32(&f.parent[u]), atomic.LoadInt32(&f.parent[v])
	for a != b {
		high, low := max(a, b), min(a, b)
		up := atomic.LoadInt32(&f.parent[high])
		if up == low {
			return
		}
		if up == high {
			if f.alone {
				f.parent[high] = low
				return
			}
			if atomic.CompareAndSwapInt32(&f.parent[high], high, low) {
				return
			}
		}
		a = atomic.LoadInt32(&f.parent[atomic.LoadInt32(&f.parent[high])])
		b = atomic.LoadInt32(&f.parent[low])
	}
}

// compress hangs u directly below its root.
func (f *forest) compress(u int32) {
	up := atomic.LoadInt32(&f.parent[u])
	for {
		root := atomic.LoadInt32(&f.parent[up])
		if root == up {
			break
		}
		up = root
	}
	atomic.StoreInt32(&f.parent[u], up)
}
