package centrality

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// inBlocks runs blocks side by side, a round at a time, each on a state of its own,
// and merges the states of a round in order of their blocks: the same sums for any number
// of workers. There are no more states than workers.
func inBlocks[S any](ctx context.Context, workers, blocks int, newState func() (S, error), run func(state S, block int) error, merge func(state S, block int)) error {
	width := min(par.Workers(workers), blocks)
	states := make([]S, width)
	for i := range states {
		var err error
		if states[i], err = newState(); err != nil {
			return err
		}
	}
	for first := 0; first < blocks; first += width {
		round := min(width, blocks-first)
		if err := par.For(ctx, workers, round, func(i int) error { return run(states[i], first+i) }); err != nil {
			return err
		}
		for i, s := range states[:round] {
			merge(s, first+i)
		}
	}
	return nil
}
