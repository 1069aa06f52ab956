package centrality

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A CoreKind says what counts as the degree of a node. Self-loops never do.
type CoreKind int

const (
	CoreNeighbours CoreKind = iota // nodes joined by an edge either way, each once
	CoreTotal                      // edges that begin or end there
	CoreIn                         // edges that end there
	CoreOut                        // edges that begin there
)

// KCoreOptions tune KCore. The zero value is the usual choice.
type KCoreOptions struct {
	Degree  CoreKind
	Workers int // 0: all processors; never changes the result
}

// A KCoreResult is the outcome of KCore.
type KCoreResult struct {
	Core []int32 // by node: the largest k whose k-core holds it
	Max  int32   // the degeneracy of the graph; 0 without edges
}

// KCore returns the core number of every node: the k-core is the largest part of
// the graph in which every node has at least degree k within the part. (Seidman 1983,
// doi:10.1016/0378-8733(83)90028-X; peeling by degree: Batagelj & Zaveršnik 2003,
// arXiv:cs/0310049, with in- and out-degree there as well.)
//
// The default is the collapsed undirected graph, as in NetworKit and gonum; CoreTotal is what
// igraph and graph-tool call "all", CoreIn and CoreOut their directed variants. Nodes are peeled level by level,
// and each worker follows what its own removals set free without waiting for the others (Kabir &
// Madduri 2017, doi:10.1109/IPDPSW.2017.151), so a long path is one level.
//
// O(m + the sum of core numbers); 12 bytes a node.
func KCore(ctx context.Context, g *graph.Graph, opt KCoreOptions) (KCoreResult, error) {
	p := &peeling{g: g, kind: opt.Degree, degree: make([]int32, g.N())}
	workers := max(1, min(par.Workers(opt.Workers), g.N()/peelLeast))
	p.parts = make([]peelPart, workers)
	each := func(do func(q *peelPart) error) error {
		return par.For(ctx, workers, workers, func(i int) error { return do(&p.parts[i]) })
	}
	err := par.For(ctx, workers, workers, func(i int) error {
		return p.count(ctx, &p.parts[i], i*g.N()/workers, (i+1)*g.N()/workers)
	})
	var left int
	for k := int32(0); err == nil; {
		err = each(func(q *peelPart) error { p.scan(q, k); return nil })
		next, found := int32(math.MaxInt32), 0
		left = 0
		for i := range p.parts {
			next = min(next, p.parts[i].least)
			found += len(p.parts[i].peel)
			left += len(p.parts[i].live)
		}
		if found == 0 && left == 0 || err != nil {
			break
		}
		if found == 0 {
			k = next
			continue
		}
		err = each(func(q *peelPart) error { return p.level(ctx, q, k) })
		k++
	}
	if err != nil {
		return KCoreResult{}, err
	}
	res := KCoreResult{Core: p.degree}
	for _, c := range res.Core {
		res.Max = max(res.Max, c)
	}
	return res, nil
}

// peelLeast is the number of nodes for which another worker is worth its start.
const peelLeast = 1 << 14

// A peeling takes nodes away by ascending degree.
type peeling struct {
	g      *graph.Graph
	kind   CoreKind
	degree []int32 // within what is left; of a peeled node its core number
	parts  []peelPart
}

// A peelPart is the share of one worker.
type peelPart struct {
	live  []int32 // its nodes that were left at the last scan
	peel  []int32 // to be peeled at this level
	least int32   // degree in live
	buf   []int32
}

// count fills the degrees of the nodes from..to-1, which become the part's own.
func (p *peeling) count(ctx context.Context, q *peelPart, from, to int) error {
	q.live = make([]int32, 0, to-from)
	for u := int32(from); int(u) < to; u++ {
		if u%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		q.live = append(q.live, u)
		var d int
		switch p.kind {
		case CoreIn:
			d = len(p.g.In(u))
		case CoreOut:
			d = len(p.g.Out(u))
		case CoreTotal:
			d = len(p.g.In(u)) + len(p.g.Out(u))
		default:
			var nodes []int32
			nodes, q.buf = neighbours(p.g, u, q.buf)
			d = len(nodes)
		}
		if p.kind != CoreNeighbours && p.g.SelfLoops() > 0 && p.g.HasEdge(u, u) {
			d--
			if p.kind == CoreTotal {
				d--
			}
		}
		p.degree[u] = int32(min(d, math.MaxInt32))
	}
	return nil
}

// scan drops the peeled nodes of a part and collects those of degree k.
func (p *peeling) scan(q *peelPart, k int32) {
	live := q.live[:0]
	q.peel, q.least = q.peel[:0], math.MaxInt32
	for _, u := range q.live {
		switch d := p.degree[u]; {
		case d > k:
			live = append(live, u)
			q.least = min(q.least, d)
		case d == k:
			q.peel = append(q.peel, u)
		}
	}
	q.live = live
}

// level peels the part's nodes of degree k, and those that get there by it.
func (p *peeling) level(ctx context.Context, q *peelPart, k int32) error {
	for done := 1; len(q.peel) > 0; done++ {
		if done%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		u := q.peel[len(q.peel)-1]
		q.peel = q.peel[:len(q.peel)-1]
		switch p.kind {
		case CoreIn:
			p.remove(q, p.g.Out(u), k)
		case CoreOut:
			p.remove(q, p.g.In(u), k)
		case CoreTotal:
			p.remove(q, p.g.Out(u), k)
			p.remove(q, p.g.In(u), k)
		default:
			var nodes []int32
			nodes, q.buf = neighbours(p.g, u, q.buf)
			p.remove(q, nodes, k)
		}
	}
	return nil
}

// remove takes one from the degree of the nodes above k. The worker that brings one
// to k peels it; one that brings it lower, because it looked before another took one, gives back.
func (p *peeling) remove(q *peelPart, nodes []int32, k int32) {
	degree := p.degree
	if len(p.parts) == 1 { // no locks needed
		for _, u := range nodes {
			if d := degree[u]; d > k {
				degree[u] = d - 1
				if d-1 == k {
					q.peel = append(q.peel, u)
				}
			}
		}
		return
	}
	for _, u := range nodes {
		if atomic.LoadInt32(&degree[u]) <= k {
			continue
		}
		switch d := atomic.AddInt32(&degree[u], -1); {
		case d == k:
			q.peel = append(q.peel, u)
		case d < k:
			atomic.AddInt32(&degree[u], 1)
		}
	}
}
