package layout

import (
	"context"
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// pairBlock is how many pairs of edges are one piece of work, with draws of its own.
const pairBlock = 1 << 14

// crossings counts pairs of edges that cross: all pairs, or as many seeded draws as were asked for.
func (q *picture) crossings(ctx context.Context) (crossings, share float64, err error) {
	var edges [][2]int32
	apart := 0.0 // pairs without a common end
	for u := range int32(len(q.points)) {
		near, _ := q.net.row(u)
		for _, v := range near {
			if u < v {
				edges = append(edges, [2]int32{u, v})
			}
		}
		apart -= float64(len(near)) * float64(len(near)-1) / 2
	}
	m := int64(len(edges))
	apart += float64(m) * float64(m-1) / 2
	if apart <= 0 {
		return 0, 0, nil
	}
	all := m*(m-1)/2 <= int64(q.opt.Pairs)
	pieces := (q.opt.Pairs + pairBlock - 1) / pairBlock
	if all {
		pieces = len(edges)
	}
	looked, crossed := make([]int64, pieces), make([]int64, pieces)
	err = par.For(ctx, q.opt.Workers, pieces, func(i int) error {
		look := func(e, f [2]int32) {
			if e[0] != f[0] && e[0] != f[1] && e[1] != f[0] && e[1] != f[1] {
				looked[i]++
				if q.cross(e, f) {
					crossed[i]++
				}
			}
		}
		if all {
			for _, f := range edges[:i] {
				look(edges[i], f)
			}
			return nil
		}
		r := rand.New(rand.NewPCG(q.opt.Seed, uint64(i)))
		for range min(pairBlock, q.opt.Pairs-i*pairBlock) {
			look(edges[r.Int64N(m)], edges[r.Int64N(m)])
		}
		return nil
	})
	var seen, found int64
	for i := range looked {
		seen += looked[i]
		found += crossed[i]
	}
	if seen == 0 || err != nil {
		return 0, 0, err
	}
	share = float64(found) / float64(seen)
	return share * apart, share, nil
}

// cross reports whether two edges cross in a point inside both.
func (q *picture) cross(e, f [2]int32) bool {
	a, b, c, d := q.points[e[0]], q.points[e[1]], q.points[f[0]], q.points[f[1]]
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// side returns 1 where c lies to the left of the way from a to b, -1 to the right, 0 on its line.
func side(a, b, c Point) int {
	left, right := float64((b.X-a.X)*(c.Y-a.Y)), float64((b.Y-a.Y)*(c.X-a.X))
	switch {
	case left > right:
		return 1
	case left < right:
		return -1
	}
	return 0
}
