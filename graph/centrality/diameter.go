package centrality

import (
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// DiameterOptions tune Diameter. The zero value is the usual choice.
type DiameterOptions struct {
	MaxSearches int                     // at which to stop with bounds; 5 at least; 0 means 256
	Workers     int                     // 0: all processors; never changes the result
	Progress    func(done, total int64) // hears of searches; it may end before the total
}

// A DiameterResult bounds the diameter of a component.
type DiameterResult struct {
	Lower    int   // edges of the longest shortest path found
	Upper    int   // no shortest path has more edges
	Exact    bool  // Lower equals Upper
	From, To int32 // ends of a path of Lower edges; -1 in a graph without nodes
	Nodes    int   // of the component
	Searches int   // breadth-first searches
}

// fringeBlock is the number of searches that are made side by side before the bounds are
// looked at again. It is part of the number of searches, not of bounds that are exact.
const fringeBlock = 16

// Diameter bounds the largest distance between two nodes of the largest component, edges being taken
// either way and without weights: of components of the same size, the one with the smallest node. Two double sweeps
// give a lower bound and a node in the middle; from there, nodes are searched from the farthest level inwards,
// until no nearer ones can be farther apart. (iFUB: Crescenzi, Grossi, Habib, Lanzi & Marino 2013,
// doi:10.1016/j.tcs.2012.09.018.) On most real networks that takes few searches; in the worst case, such as a
// circle, half the nodes, and MaxSearches ends it.
//
// O(n + m) a search at worst; 13 bytes a node, 12 more a node and worker.
func Diameter(ctx context.Context, g *graph.Graph, opt DiameterOptions) (DiameterResult, error) {
	if opt.MaxSearches <= 0 {
		opt.MaxSearches = 256
	}
	if g.N() == 0 {
		return DiameterResult{From: -1, To: -1, Exact: true}, ctx.Err()
	}
	s := newLevelSearch(g)
	start, err := largestComponent(ctx, s)
	if err != nil {
		return DiameterResult{}, err
	}
	res := DiameterResult{Nodes: len(s.nodes), From: start, To: start}
	middle := start
	for range 2 {
		a, err := s.from(ctx, middle)
		if err != nil {
			return DiameterResult{}, err
		}
		b, err := s.from(ctx, a.farthest)
		if err != nil {
			return DiameterResult{}, err
		}
		res.Searches += 2
		res.raise(a.distance, middle, a.farthest)
		res.raise(b.distance, a.farthest, b.farthest)
		middle = s.before(b.farthest, b.distance/2)
	}
	far, err := s.from(ctx, middle)
	if err != nil {
		return DiameterResult{}, err
	}
	res.Searches++
	res.raise(far.distance, middle, far.farthest)
	res.Upper = 2 * far.distance
	err = res.fringe(ctx, s, far.distance, opt)
	res.Upper = max(res.Lower, res.Upper)
	res.Exact = res.Lower == res.Upper
	return res, err
}

func (res *DiameterResult) raise(distance int, from, to int32) {
	if distance > res.Lower {
		res.Lower, res.From, res.To = distance, from, to
	}
}

// fringe searches from the levels around the start of s, the farthest first. Two nodes
// within level i are at most 2i apart, so Upper is twice the level that is not finished.
func (res *DiameterResult) fringe(ctx context.Context, s *levelSearch, levels int, opt DiameterOptions) error {
	workers := min(par.Workers(opt.Workers), fringeBlock)
	free := make(chan *levelSearch, workers)
	for range workers {
		t := newLevelSearch(s.g)
		t.nodes = s.nodes
		free <- t
	}
	for i := levels; i > 0; i-- {
		res.Upper = 2 * i
		level := s.order[s.levels[i]:s.levels[i+1]]
		for len(level) > 0 && res.Lower < 2*i {
			if res.Searches >= opt.MaxSearches {
				return nil
			}
			block := level[:min(fringeBlock, len(level), opt.MaxSearches-res.Searches)]
			level = level[len(block):]
			found := make([]reach, len(block))
			err := par.For(ctx, workers, len(block), func(k int) (err error) {
				t := <-free
				found[k], err = t.from(ctx, block[k])
				free <- t
				return err
			})
			if err != nil {
				return err
			}
			res.Searches += len(block)
			if opt.Progress != nil {
				opt.Progress(int64(res.Searches), int64(opt.MaxSearches))
			}
			for k, f := range found {
				res.raise(f.distance, block[k], f.farthest)
			}
		}
		if res.Lower >= 2*(i-1) {
			res.Upper = res.Lower
			return nil
		}
	}
	return nil
}

// largestComponent returns the node of most neighbours, counting both ways, of the largest
// component, and tells s which nodes that has.
func largestComponent(ctx context.Context, s *levelSearch) (start int32, err error) {
	var nodes []int32
	seen := make([]bool, s.g.N())
	for u := range seen {
		if seen[u] {
			continue
		}
		if _, err := s.from(ctx, int32(u)); err != nil {
			return 0, err
		}
		hub, most := int32(u), -1
		for _, v := range s.order {
			seen[v] = true
			if d := len(s.g.Out(v)) + len(s.g.In(v)); d > most {
				hub, most = v, d
			}
		}
		if len(s.order) > len(nodes) {
			start, nodes = hub, slices.Clone(s.order)
		}
	}
	slices.Sort(nodes) // so that they are walked in the order of the rows
	s.nodes = nodes
	return start, nil
}
