package layout

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// Options tune ForceAtlas2. The zero value suits a network of some thousand
// nodes.
type Options struct {
	Iterations    int     // at most; 0 means 500
	Theta         float64 // a cell is taken as one mass if its width is below Theta times its distance; 0 means 1.2
	Scaling       float64 // kr, strength of repulsion; 0 means 2
	Gravity       float64 // kg; 0 means 1
	StrongGravity bool    // gravity grows with the distance from the centre
	LinLog        bool    // attraction by the logarithm of distance: tighter communities
	DissuadeHubs  bool    // attraction shared among the edges of a node: hubs go outward
	Seed          uint64  // of the start, where none is given
	Workers       int     // 0: all processors; never changes the result
	Start         []Point // where each node begins; nil: an even disc in seeded order
	// Mass, if not nil, is by how much each node repels; else its degree + 1. A node
	// that stands for many should weigh, and its links attract, as they would.
	Mass []float64
}

const (
	forceBlock = 256 // nodes that one piece of work moves
	settleSpan = 20  // steps over which the stop rule looks back
	maxPull    = 1e6 // weights above this attract no more, so that forces stay finite
)

// ForceAtlas2 returns the places of nodes 0..n-1 after they attracted one
// another along edges, by weight, and repelled one another by degree, as in Jacomy,
// Venturini, Heymann & Bastian 2014, doi:10.1371/journal.pone.0098679, with its speed by
// swinging and traction, and repulsion by Barnes & Hut. Edges count both ways;
// self-loops do not count.
//
// It stops when, over 20 steps, nodes moved on average less than 1 % of the
// diagonal of the picture, or after Iterations. O(n log n + m) a step.
func ForceAtlas2(ctx context.Context, n int, edges []graph.Edge, opt Options) ([]Point, error) {
	if opt.Iterations == 0 {
		opt.Iterations = 500
	}
	if opt.Theta == 0 {
		opt.Theta = 1.2
	}
	if opt.Scaling == 0 {
		opt.Scaling = 2
	}
	if opt.Gravity == 0 {
		opt.Gravity = 1
	}
	f, err := newForces(n, edges, opt)
	if err != nil {
		return nil, err
	}
	before := append([]Point(nil), f.points...)
	for i := 1; i <= opt.Iterations && n > 1; i++ {
		if err := f.step(ctx); err != nil {
			return nil, err
		}
		if i%settleSpan == 0 {
			if settled(before, f.points) {
				break
			}
			copy(before, f.points)
		}
	}
	return f.points, nil
}

// settled reports whether points moved on average by less than 1 % of their
// diagonal.
func settled(before, after []Point) bool {
	low, high := bounds(after)
	moved := 0.0
	for i := range after {
		moved += math.Hypot(after[i].X-before[i].X, after[i].Y-before[i].Y)
	}
	return moved < 0.01*float64(len(after))*math.Hypot(high.X-low.X, high.Y-low.Y)
}

// forces is the state between steps.
type forces struct {
	opt    Options
	links  *graph.Graph // symmetric
	points []Point
	mass   []float64
	hubs   float64 // mean mass, by which attraction is scaled where hubs are dissuaded
	force  []Point
	last   []Point // force of the step before
	tree   quadtree
	speed  float64   // s(G)
	swing  []float64 // by block
	travel []float64 // traction, by block
}

func newForces(n int, edges []graph.Edge, opt Options) (*forces, error) {
	own := make([]graph.Edge, 0, len(edges))
	for _, e := range edges {
		if e.From != e.To {
			e.Weight = min(e.Weight, maxPull)
			own = append(own, e)
		}
	}
	g, err := graph.New(n, own, true)
	if err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	blocks := (n + forceBlock - 1) / forceBlock
	f := &forces{
		opt: opt, links: g.Undirected(), points: startPoints(n, opt), mass: make([]float64, n),
		force: make([]Point, n), last: make([]Point, n), swing: make([]float64, blocks), travel: make([]float64, blocks),
	}
	for u := range n {
		f.mass[u] = 1 + float64(len(f.links.Out(int32(u))))
		if len(opt.Mass) == n && opt.Mass[u] > 0 && opt.Mass[u] < maxPull {
			f.mass[u] = opt.Mass[u]
		}
		f.hubs += f.mass[u] / float64(n)
	}
	return f, nil
}

// step moves every node once.
func (f *forces) step(ctx context.Context) error {
	n := len(f.points)
	f.tree.build(f.points, f.mass)
	f.force, f.last = f.last, f.force
	each := func(b int, do func(u int)) {
		for u := b * forceBlock; u < min(n, (b+1)*forceBlock); u++ {
			do(u)
		}
	}
	err := par.For(ctx, f.opt.Workers, len(f.swing), func(b int) error {
		f.swing[b], f.travel[b] = 0, 0
		each(b, func(u int) {
			f.force[u] = f.on(int32(u))
			now, was := f.force[u], f.last[u]
			f.swing[b] += float64(f.mass[u] * math.Hypot(now.X-was.X, now.Y-was.Y))
			f.travel[b] += float64(f.mass[u] * math.Hypot(now.X+was.X, now.Y+was.Y) / 2)
		})
		return nil
	})
	if err != nil {
		return err
	}
	f.adapt()
	return par.For(ctx, f.opt.Workers, len(f.swing), func(b int) error {
		each(b, f.move)
		return nil
	})
}

// adapt sets the global speed, tolerance 1: fast while nodes travel, slow
// while they swing, rising by at most half a step.
func (f *forces) adapt() {
	swing, travel := 0.0, 0.0
	for b := range f.swing {
		swing += f.swing[b]
		travel += f.travel[b]
	}
	target := travel / max(swing, 1e-9*travel, math.SmallestNonzeroFloat64)
	if f.speed > 0 {
		target = min(target, 1.5*f.speed)
	}
	f.speed = target
}

// move moves u along its force at its own speed (ks = 0.1, ksmax = 10).
func (f *forces) move(u int) {
	now, was := f.force[u], f.last[u]
	swing := math.Hypot(now.X-was.X, now.Y-was.Y)
	speed := 0.1 * f.speed / (1 + float64(f.speed*math.Sqrt(swing)))
	if strength := math.Hypot(now.X, now.Y); strength > 0 {
		speed = min(speed, 10/strength)
	}
	f.points[u].X += float64(now.X * speed)
	f.points[u].Y += float64(now.Y * speed)
}

// on returns the force on u: repulsion, attraction and gravity.
func (f *forces) on(u int32) Point {
	p, m := f.points[u], f.mass[u]
	fx, fy := f.tree.pull(p, f.opt.Theta)
	fx *= f.opt.Scaling * m
	fy *= f.opt.Scaling * m
	weights := f.links.OutWeights(u)
	for i, v := range f.links.Out(u) {
		dx, dy := f.points[v].X-p.X, f.points[v].Y-p.Y
		k := weights[i]
		if f.opt.LinLog {
			if d := math.Hypot(dx, dy); d > 0 {
				k *= math.Log1p(d) / d
			}
		}
		if f.opt.DissuadeHubs {
			k *= f.hubs / max(m, f.mass[v])
		}
		fx += float64(dx * k)
		fy += float64(dy * k)
	}
	g := f.opt.Gravity * m
	if d := math.Hypot(p.X, p.Y); !f.opt.StrongGravity && d > 0 {
		g /= d
	}
	return Point{fx - float64(p.X*g), fy - float64(p.Y*g)}
}
