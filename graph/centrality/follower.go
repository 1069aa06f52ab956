package centrality

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A follower follows all shortest paths from the sources of a block: eight sources in a
// sweep where edges are equally long and paths not too many, else one by one.
type follower struct {
	g       *graph.Graph
	sweep   *sweep  // nil if the lengths of edges count
	search  *search // nil until it is needed
	sources []int32 // of the next sweep
	*dependencies
}

func newFollower(g *graph.Graph, weighted, squares bool) (*follower, error) {
	f := &follower{g: g, dependencies: newDependencies(g.N(), squares)}
	var err error
	if weighted && g.Weighted() {
		f.search, err = newSearch(g, true, f.dependencies)
	} else {
		f.sweep = newSweep(g, f.dependencies)
	}
	return f, err
}

// follow sums the dependencies of these sources, and forgets those before.
func (f *follower) follow(ctx context.Context, sources []int32) error {
	clear(f.total)
	clear(f.squares)
	f.sources = f.sources[:0]
	for _, v := range sources {
		if len(f.g.Out(v)) > 0 {
			f.sources = append(f.sources, v)
		}
	}
	for rest := f.sources; len(rest) > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		k := min(lanes, len(rest))
		if f.sweep == nil || !f.sweep.from(rest[:k]) {
			if err := f.oneByOne(ctx, rest[:k]); err != nil {
				return err
			}
		}
		rest = rest[k:]
	}
	return nil
}

func (f *follower) oneByOne(ctx context.Context, sources []int32) error {
	if f.search == nil {
		var err error
		if f.search, err = newSearch(f.g, false, f.dependencies); err != nil {
			return err
		}
	}
	for _, v := range sources {
		if err := f.search.from(ctx, v); err != nil {
			return err
		}
	}
	return nil
}
