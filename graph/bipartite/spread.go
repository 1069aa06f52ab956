package bipartite

import (
	"context"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

type spreadOptions struct {
	workers  int
	progress func(done, total int64)
}

// spreadBlock is the number of items that a worker takes at a time.
const spreadBlock = 16

// spread calls do for every item of [0,n). Each worker has a state of its own, all of
// which are returned: what they gather must come to the same, whoever got which items.
func spread[S any](ctx context.Context, opt spreadOptions, n int, newState func() S, do func(s S, i int)) ([]S, error) {
	blocks := (n + spreadBlock - 1) / spreadBlock
	states := make([]S, min(par.Workers(opt.workers), blocks))
	var next, done atomic.Int64
	err := par.For(ctx, len(states), len(states), func(w int) error {
		states[w] = newState()
		for {
			from := (int(next.Add(1)) - 1) * spreadBlock
			if from >= n {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			to := min(from+spreadBlock, n)
			for i := from; i < to; i++ {
				do(states[w], i)
			}
			if all := done.Add(int64(to - from)); opt.progress != nil {
				opt.progress(all, int64(n))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return states, ctx.Err()
}
