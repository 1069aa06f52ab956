package layout

import (
	"context"
	"math"
	"sync"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// forces is the state between steps.
type forces struct {
	opt    ForceAtlas2Options
	net    *net
	places []vec
	radii  []float32 // nil: nodes are points
	force  []vec
	last   []vec // force of the step before
	tree   quadtree
	unit   float32   // by which all forces are multiplied
	speed  float64   // s(G)
	swing  []float64 // by block
	travel []float64 // traction, by block
	spare  sync.Pool // of *pushers
}

func newForces(t *net, places []vec, opt ForceAtlas2Options) *forces {
	n := t.n()
	blocks := (n + forceBlock - 1) / forceBlock
	f := &forces{
		opt: opt, net: t, places: places, force: make([]vec, n), last: make([]vec, n),
		unit: 1, swing: make([]float64, blocks), travel: make([]float64, blocks),
		spare: sync.Pool{New: func() any { return new(pushers) }},
	}
	if opt.LinLog {
		// At these distances links are so much slacker than springs, and forces smaller: where they
		// balance does not change, but how fast nodes get there.
		d := t.width(opt)
		f.unit = float32(d / math.Log1p(d))
	}
	if len(opt.Radii) == n {
		f.radii = make([]float32, n)
		for u, r := range opt.Radii {
			if r > 0 && r < maxPull {
				f.radii[u] = float32(r)
			}
		}
	}
	return f
}

// step moves every node once.
func (f *forces) step(ctx context.Context) error {
	f.tree.build(f.places, f.net.mass, f.radii, f.opt.Theta)
	f.force, f.last = f.last, f.force
	err := par.For(ctx, f.opt.Workers, (len(f.tree.leaves)+leafBlock-1)/leafBlock, func(b int) error {
		by := f.spare.Get().(*pushers)
		for _, leaf := range f.tree.leaves[b*leafBlock : min(len(f.tree.leaves), (b+1)*leafBlock)] {
			f.repel(leaf, by)
		}
		f.spare.Put(by)
		return nil
	})
	if err != nil {
		return err
	}
	if err := f.each(ctx, f.attract); err != nil {
		return err
	}
	f.adapt()
	return f.each(ctx, f.move)
}

// each calls do with every block of nodes.
func (f *forces) each(ctx context.Context, do func(block, from, to int)) error {
	return par.For(ctx, f.opt.Workers, len(f.swing), func(b int) error {
		do(b, b*forceBlock, min(len(f.places), (b+1)*forceBlock))
		return nil
	})
}

// A pushers is scratch for repel.
type pushers struct {
	list []source
	near []int32
}

// repel sets the force on the bodies of a leaf to repulsion and gravity.
func (f *forces) repel(leaf int32, by *pushers) {
	by.list, by.near = f.tree.sources(leaf, by.list[:0], by.near[:0])
	if f.radii == nil {
		for _, l := range by.near {
			c := &f.tree.cells[l]
			for _, b := range f.tree.bodies[c.from:c.to] {
				by.list = append(by.list, source{b.x, b.y, b.mass, softness})
			}
		}
	}
	c := &f.tree.cells[leaf]
	for _, b := range f.tree.bodies[c.from:c.to] {
		fx, fy := push(by.list, b.x, b.y)
		if f.radii != nil {
			for _, l := range by.near {
				x, y := f.tree.pushRims(l, b)
				fx += x
				fy += y
			}
		}
		kr, kg := float32(f.opt.Scaling)*b.mass, float32(f.opt.Gravity)*b.mass
		if !f.opt.StrongGravity {
			kg /= max(float32(length(b.x, b.y)), 1e-9) // none in the middle
		}
		f.force[b.node] = vec{float32(fx*kr) - float32(b.x*kg), float32(fy*kr) - float32(b.y*kg)}
	}
}

// attract adds attraction to the force on a block of nodes, and sums how they swing and travel.
func (f *forces) attract(block, from, to int) {
	swing, travel := 0.0, 0.0
	for u := from; u < to; u++ {
		p, m := f.places[u], float64(f.net.mass[u])
		near, pull := f.net.row(int32(u))
		var x, y float32
		switch {
		case f.opt.LinLog || f.radii != nil:
			x, y = f.pullEach(int32(u), near, pull)
		case pull == nil:
			for _, v := range near {
				q := f.places[v]
				x += q.x - p.x
				y += q.y - p.y
			}
		default:
			for i, v := range near {
				q := f.places[v]
				x += float32((q.x - p.x) * pull[i])
				y += float32((q.y - p.y) * pull[i])
			}
		}
		now, was := f.force[u], f.last[u]
		now = vec{float32((now.x + x) * f.unit), float32((now.y + y) * f.unit)}
		f.force[u] = now
		swing += float64(m * length(now.x-was.x, now.y-was.y))
		travel += float64(m * length(now.x+was.x, now.y+was.y) / 2)
	}
	f.swing[block], f.travel[block] = swing, travel
}

// pullEach returns the attraction of u by logarithm of distance, or from rim to rim.
func (f *forces) pullEach(u int32, near []int32, pull []float32) (x, y float32) {
	p := f.places[u]
	for i, v := range near {
		dx, dy := f.places[v].x-p.x, f.places[v].y-p.y
		d := float32(math.Sqrt(float64(float32(dx*dx) + float32(dy*dy))))
		gap := d
		if f.radii != nil {
			gap -= f.radii[u] + f.radii[v]
		}
		if !(gap > 0) {
			continue
		}
		if f.opt.LinLog {
			gap = log1p(gap)
		}
		k := gap / d
		if pull != nil {
			k *= pull[i]
		}
		x += float32(dx * k)
		y += float32(dy * k)
	}
	return x, y
}

// log1p returns the logarithm of 1 + d for d ≥ 0 within some 1e-6 of it, several times as fast as
// math.Log1p: that of the exponent, and 2·artanh((m-1)/(m+1)) of the mantissa m by its series.
func log1p(d float32) float32 {
	bits := math.Float32bits(1 + d)
	e, m := int32(bits>>23)-127, math.Float32frombits(bits&(1<<23-1)|127<<23)
	s := (m - 1) / (m + 1) // at most 1/3
	if e == 0 {
		s = d / (2 + d) // exact also where 1 + d is rounded
	}
	q := float32(s * s)
	series := 1 + float32(q*(1.0/3+float32(q*(1.0/5+float32(q*(1.0/7+float32(q*(1.0/9+float32(q*(1.0/11+float32(q*(1.0/13))))))))))))
	return float32(float32(e)*math.Ln2) + float32(2*s*series)
}

// adapt sets the global speed: fast while nodes travel, slow while they swing, rising by at most
// half a step.
func (f *forces) adapt() {
	swing, travel := 0.0, 0.0
	for b := range f.swing {
		swing += f.swing[b]
		travel += f.travel[b]
	}
	target := f.opt.Tolerance * travel / max(swing, 1e-9*travel, math.SmallestNonzeroFloat64)
	if f.speed > 0 {
		target = min(target, 1.5*f.speed)
	}
	f.speed = target
}

// move moves nodes along their force, each at its own speed (ks = 0.1, ksmax = 10). Across wide
// pictures steps of ten would take too long, and look like rest: there ksmax is a hundredth of the width.
func (f *forces) move(_, from, to int) {
	farthest := max(10, float64(f.tree.side)/100)
	for u := from; u < to; u++ {
		now, was := f.force[u], f.last[u]
		speed := 0.1 * f.speed / (1 + float64(f.speed*math.Sqrt(length(now.x-was.x, now.y-was.y))))
		if strength := length(now.x, now.y); strength > 0 {
			speed = min(speed, farthest/strength)
		}
		f.places[u].x += float32(float64(now.x) * speed)
		f.places[u].y += float32(float64(now.y) * speed)
	}
}
