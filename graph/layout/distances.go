package layout

import (
	"context"
	"math/bits"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// abreast is how many searches run at once, one a bit.
const abreast = 64

// distances calls do with every source, by its place in sources, every other node that it
// reaches, and the number of edges between them; for a source nearest nodes first. Calls for sources of the
// same 64 come one after another, others at the same time.
//
// Searches in breadth, 64 abreast, after Then et al. 2014, doi:10.14778/2735496.2735507: where paths
// are short it costs little more than one search, and never more than 64. 20 bytes a node for
// each worker.
func (t *net) distances(ctx context.Context, workers int, sources []int32, do func(source int, v int32, distance int)) error {
	return par.For(ctx, workers, (len(sources)+abreast-1)/abreast, func(b int) error {
		some := sources[b*abreast : min(len(sources), (b+1)*abreast)]
		seen, arrived := make([]uint64, t.n()), make([]uint64, t.n())
		ring, after := make([]int32, 0, len(some)), []int32(nil)
		for i, u := range some {
			seen[u] |= 1 << i
		}
		for i, u := range some {
			if seen[u]&(1<<i-1) == 0 { // the first of those that begin here
				ring = append(ring, u)
			}
		}
		from := append([]uint64(nil), seen...)
		for distance := 1; len(ring) > 0; distance++ {
			after = after[:0]
			for _, u := range ring {
				near, _ := t.row(u)
				for _, v := range near {
					if from[u]&^seen[v] == 0 {
						continue
					}
					if arrived[v] == 0 {
						after = append(after, v)
					}
					arrived[v] |= from[u] &^ seen[v]
				}
			}
			for _, u := range ring {
				from[u] = 0
			}
			for _, v := range after {
				seen[v] |= arrived[v]
				for left := arrived[v]; left != 0; left &= left - 1 {
					do(b*abreast+bits.TrailingZeros64(left), v, distance)
				}
				from[v], arrived[v] = arrived[v], 0
			}
			ring, after = after, ring
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
}
