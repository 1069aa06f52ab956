// Package par runs independent pieces of work on a bounded number of
// goroutines. Each piece writes to its own slot; the caller finishes serially, so the
// number of workers never shows in a result.
package par

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Workers returns n, or the number of processors if n < 1.
func Workers(n int) int {
	if n < 1 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}

// For calls do(i) for every i in [0,n) on at most workers goroutines (0: all
// processors). It returns when all have returned. After the context ends no new piece
// is begun, and its error is returned; likewise the error of the lowest piece that failed.
// A panic of a piece is raised again in the caller, where it can be recovered.
func For(ctx context.Context, workers, n int, do func(i int) error) error {
	workers = min(Workers(workers), n)
	if workers <= 1 {
		for i := range n {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	var next atomic.Int64
	var failed atomic.Bool
	var panicked atomic.Pointer[any]
	errs := make([]error, n)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panicked.CompareAndSwap(nil, &r)
					failed.Store(true)
				}
			}()
			for !failed.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[i] = do(i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if r := panicked.Load(); r != nil {
		panic(*r)
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
