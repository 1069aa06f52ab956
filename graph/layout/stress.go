package layout

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	stressTerms  = 4_000_000 // nodes times pivots, where that leaves from fewestPivots to mostPivots
	fewestPivots = 50
	mostPivots   = 400
	stressBlock  = 128 // nodes that one piece of work moves
	enough       = 0.8 // of the stress at first: less is not asked for
	shared       = 0.8 // of a move: the mean of those of a node's neighbours and theirs
)

// relax moves points, in place, toward lengths that are as the distances in edges, until a fifth of the
// stress is gone, in so many steps at most. Their unit becomes the length of an edge.
//
// A node is drawn to where Σ (length − distance)²/distance over pivots would be least if those
// stayed: majorization (Gansner, Koren & North 2004, doi:10.1007/978-3-540-31843-9_25) of a
// sparse model (Ortmann, Klimenta & Brandes 2017, doi:10.7155/jgaa.00440), of pivots drawn at random,
// all nodes at once. That alone scatters neighbours and makes long tails. So four fifths of a move are the
// mean of what its neighbours and theirs would do: what belongs together moves together; and a fifth is
// enough, which pictures of hubs give in a step or two.
//
// O(pivots·n + m) a step, and to begin with where paths are short; pivots are 400 below 10,000 nodes and 50 above
// 80,000. 2 bytes for each node and pivot, 32 a node, 8 an end of an edge.
func relax(ctx context.Context, g *graph.Graph, points []Point, steps int, seed uint64, workers int) error {
	if steps <= 0 || g.N() < 2 {
		return nil
	}
	m, err := newStressModel(ctx, g, points, seed, workers)
	if err != nil {
		return err
	}
	for want := enough * m.scale(); steps > 0; steps-- {
		if err := m.step(ctx, workers); err != nil {
			return err
		}
		if m.scale() < want {
			break
		}
	}
	return nil
}

// A stressModel has, for every node, the distances that its lengths to some pivots should have.
type stressModel struct {
	net      *net
	points   []Point
	pivots   []int32
	distance []uint16  // by node and pivot; 0 where none is to be kept
	weight   []float64 // by distance
	own, all []Point   // moves
}

func newStressModel(ctx context.Context, g *graph.Graph, points []Point, seed uint64, workers int) (*stressModel, error) {
	n := g.N()
	k := min(n, max(fewestPivots, min(mostPivots, stressTerms/n)))
	m := &stressModel{
		net: newNet(g, ForceAtlas2Options{EdgeWeightInfluence: -1}), points: points, pivots: sample(n, k, seed+1),
		distance: make([]uint16, n*k), own: make([]Point, n), all: make([]Point, n),
	}
	err := m.net.distances(ctx, workers, m.pivots, func(pivot int, v int32, distance int) {
		if distance <= math.MaxUint16 { // what is farther would weigh next to nothing
			m.distance[int(v)*k+pivot] = uint16(distance)
		}
	})
	longest := uint16(0)
	for _, d := range m.distance {
		longest = max(longest, d)
	}
	m.weight = make([]float64, int(longest)+1)
	for d := 1; d < len(m.weight); d++ {
		m.weight[d] = 1 / float64(d)
	}
	return m, err
}

// row returns the distances of u to the pivots.
func (m *stressModel) row(u int32) []uint16 {
	k := len(m.pivots)
	return m.distance[int(u)*k : (int(u)+1)*k]
}

// scale multiplies all points by what makes stress between pivots least, and returns it: 0 to 1.
func (m *stressModel) scale() float64 {
	linear, square, all := 0.0, 0.0, 0.0
	for _, u := range m.pivots {
		p := m.points[u]
		for i, d := range m.row(u) {
			if d == 0 {
				continue
			}
			q := m.points[m.pivots[i]]
			l2 := float64((p.X-q.X)*(p.X-q.X)) + float64((p.Y-q.Y)*(p.Y-q.Y))
			linear += math.Sqrt(l2)
			square += float64(l2 * m.weight[d])
			all += float64(d)
		}
	}
	by := linear / square
	if !finite(by) {
		return 1 // all in one point, or none joined
	}
	for i := range m.points {
		m.points[i].X *= by
		m.points[i].Y *= by
	}
	return 1 - by*linear/all
}

// step moves all nodes once.
func (m *stressModel) step(ctx context.Context, workers int) error {
	n := len(m.points)
	each := func(do func(u int32)) error {
		return par.For(ctx, workers, (n+stressBlock-1)/stressBlock, func(b int) error {
			for u := b * stressBlock; u < min(n, (b+1)*stressBlock); u++ {
				do(int32(u))
			}
			return nil
		})
	}
	if err := each(func(u int32) { m.own[u] = m.wish(u) }); err != nil {
		return err
	}
	if err := each(func(u int32) { m.all[u] = m.around(m.own, u) }); err != nil {
		return err
	}
	// No node looks at a place any more, so that all may move.
	return each(func(u int32) {
		own, all := m.own[u], m.around(m.all, u)
		m.points[u].X += float64(shared*all.X) + float64((1-shared)*own.X)
		m.points[u].Y += float64(shared*all.Y) + float64((1-shared)*own.Y)
	})
}

// wish returns how u would move for its own least stress.
func (m *stressModel) wish(u int32) Point {
	p := m.points[u]
	x, y, weight := 0.0, 0.0, 0.0
	for i, d := range m.row(u) {
		if d == 0 {
			continue
		}
		// To q + distance·(p − q)/length with weight 1/distance, as a move of p.
		q, w := m.points[m.pivots[i]], m.weight[d]
		dx, dy := p.X-q.X, p.Y-q.Y
		by := -w
		if l := math.Sqrt(float64(dx*dx) + float64(dy*dy)); l > 0 {
			by += 1 / l
		}
		x += float64(by * dx)
		y += float64(by * dy)
		weight += w
	}
	if weight == 0 {
		return Point{}
	}
	return Point{x / weight, y / weight}
}

// around returns the mean of the moves of u and its neighbours.
func (m *stressModel) around(moves []Point, u int32) Point {
	near, _ := m.net.row(u)
	sum := moves[u]
	for _, v := range near {
		sum.X += moves[v].X
		sum.Y += moves[v].Y
	}
	k := float64(len(near) + 1)
	return Point{sum.X / k, sum.Y / k}
}
