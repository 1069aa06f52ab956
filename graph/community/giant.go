package community

import (
	"context"
	"math/bits"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// giant returns, as bits, the strong component of the node with the largest product of degrees: of
// networks of people that is most of them. It is nil if no node has edges both ways. What the node reaches and what reaches it are found side by side (Fleischer,
// Hendrickson & Pınar 2000, doi:10.1007/3-540-45591-4_68).
func giant(ctx context.Context, g *graph.Graph, workers int) ([]uint64, error) {
	pivot, most := int32(-1), int64(0)
	for u := range int32(g.N()) {
		if p := int64(len(g.Out(u))) * int64(len(g.In(u))); p > most {
			pivot, most = u, p
		}
	}
	var found [2][]uint64
	if pivot < 0 {
		return nil, nil
	}
	err := par.For(ctx, workers, 2, func(i int) (err error) {
		if h := g; i == 0 {
			found[i], err = reached(ctx, h, pivot)
		} else {
			found[i], err = reached(ctx, h.Reverse(), pivot)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range found[0] {
		found[0][i] &= found[1][i]
	}
	return found[0], nil
}

// reached returns, as bits, the nodes that can be reached from start. Once the nodes in hand have many edges,
// those that are left look twice whether an edge comes to them from one that is found, which most
// learn from their first few (Beamer, Asanović & Patterson 2012, doi:10.1109/SC.2012.50).
func reached(ctx context.Context, g *graph.Graph, start int32) ([]uint64, error) {
	r := reaching{g: g, found: make([]uint64, (g.N()+63)/64)}
	r.found[start>>6] |= 1 << (start & 63)
	r.queue = append(r.queue, start)
	pushed, pulled := 0, false
	for steps := 0; len(r.queue) > 0; steps++ {
		if steps%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		u := r.queue[len(r.queue)-1]
		r.queue = r.queue[:len(r.queue)-1]
		row := g.Out(u)
		if pushed += len(row); pushed > g.M()/32 && !pulled {
			pulled = true
			r.pull() // sees to the nodes in hand, too
			r.queue = r.queue[:0]
			r.pull()
			continue
		}
		for _, v := range row {
			if bit := uint64(1) << (v & 63); r.found[v>>6]&bit == 0 {
				r.found[v>>6] |= bit
				r.queue = append(r.queue, v)
			}
		}
	}
	return r.found, nil
}

// A reaching is how far a search has come: queue holds the nodes whose edges out were not followed.
type reaching struct {
	g     *graph.Graph
	found []uint64
	queue []int32
}

// pull finds nodes that an edge from a found one leads to, and queues them.
func (r *reaching) pull() {
	for i := range r.found {
		left := ^r.found[i]
		if i == len(r.found)-1 && r.g.N()%64 != 0 {
			left &= 1<<(r.g.N()%64) - 1
		}
		for ; left != 0; left &= left - 1 {
			u := int32(i)<<6 | int32(bits.TrailingZeros64(left))
			for _, v := range r.g.In(u) {
				if r.found[v>>6]>>(v&63)&1 != 0 {
					r.found[u>>6] |= 1 << (u & 63)
					r.queue = append(r.queue, u)
					break
				}
			}
		}
	}
}
