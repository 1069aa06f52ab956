package layout

import (
	"math"
	"math/bits"
)

// A quadtree holds masses for the approximation of Barnes & Hut (1986,
// doi:10.1038/324446a0). It is linear (Gargantini 1982, doi:10.1145/358728.358741): bodies lie in
// Morton order, cells in preorder, each knowing where its subtree ends, so that both are
// flat and are walked from left to right. Bodies near one another share one walk (Barnes
// 1990, doi:10.1016/0021-9991(90)90232-P). About 45 bytes a node.
type quadtree struct {
	keys, spare []uint64
	bodies      []body // in Morton order
	cells       []cell
	leaves      []int32 // cells that hold bodies
	theta       float64
	side        float32 // of the square around all bodies
}

// A body is a node: its place, mass and radius.
type body struct {
	x, y, mass, radius float32
	node               int32
}

// A cell is a square of the plane with at least one body, no larger than these need.
type cell struct {
	x, y, mass float32 // its centre of mass
	reach      float32 // who is farther from the centre may take the cell as one mass
	end        int32   // index after its subtree
	from, to   int32   // its bodies
	soft       float32 // of a leaf without room to part its bodies, its squared size, else 0
}

// A source is a mass that pushes.
type source struct {
	x, y, mass float32
	soft       float32 // added to squared distances; nothing is pushed by what is at its own place
}

const (
	leafSize = 16
	softness = 1e-18 // of bodies: small, but large enough to divide by

	closestRims = 0.01 // discs push no more where they are closer, or overlap
)

// build fills the tree with bodies at these places; without radii they are points.
func (t *quadtree) build(places []vec, mass, radii []float32, theta float64) {
	n := len(places)
	if cap(t.bodies) < n {
		t.keys, t.spare, t.bodies = make([]uint64, n), make([]uint64, n), make([]body, n)
	}
	t.keys, t.spare, t.side = mortonOrder(places, t.keys[:n], t.spare[:n])
	t.bodies, t.cells, t.leaves, t.theta = t.bodies[:n], t.cells[:0], t.leaves[:0], theta
	for i, k := range t.keys {
		u := int32(uint32(k))
		t.bodies[i] = body{places[u].x, places[u].y, mass[u], 0, u}
		if radii != nil {
			t.bodies[i].radius = radii[u]
		}
	}
	if n > 0 {
		t.open(0, int32(n))
	}
}

// An extent is what a cell needs to know of a part of it.
type extent struct {
	x, y, mass float64 // moments: x and y times mass
	low, high  vec     // corners of the box around it
}

func (e *extent) add(f extent) {
	e.x += f.x
	e.y += f.y
	e.mass += f.mass
	e.low = vec{min(e.low.x, f.low.x), min(e.low.y, f.low.y)}
	e.high = vec{max(e.high.x, f.high.x), max(e.high.y, f.high.y)}
}

// open makes the cell of a run of bodies, and those below it: at most 16 levels.
func (t *quadtree) open(from, to int32) extent {
	at := int32(len(t.cells))
	t.cells = append(t.cells, cell{from: from, to: to})
	// The smallest square that holds the run is where the keys of its ends part.
	differ := uint32((t.keys[from] ^ t.keys[to-1]) >> 32)
	leaf := to-from <= leafSize || differ == 0
	var e extent
	if leaf {
		t.leaves = append(t.leaves, at)
		e = t.hold(from, to)
	} else {
		shift := 32 + (31-bits.LeadingZeros32(differ))&^1
		for i := from; i < to; {
			j := t.quarterEnd(i, to, shift)
			if part := t.open(i, j); i == from {
				e = part
			} else {
				e.add(part)
			}
			i = j
		}
	}
	c := &t.cells[at]
	c.end = int32(len(t.cells))
	x, y := e.x/e.mass, e.y/e.mass
	c.x, c.y, c.mass = float32(x), float32(y), float32(e.mass)
	// Nobody inside the box of its bodies takes a cell as one mass.
	width := max(e.high.x-e.low.x, e.high.y-e.low.y)
	corner := math.Hypot(max(x-float64(e.low.x), float64(e.high.x)-x), max(y-float64(e.low.y), float64(e.high.y)-y))
	c.reach = float32(max(float64(width)/t.theta, corner))
	if leaf && to-from > leafSize {
		c.reach, c.soft = 0, max(width*width, softness)
	}
	return e
}

// quarterEnd returns the end of the run of bodies from i that share their key down to shift.
func (t *quadtree) quarterEnd(i, to int32, shift int) int32 {
	key := t.keys[i] >> shift
	if to-i <= 2*leafSize {
		for i++; i < to && t.keys[i]>>shift == key; i++ {
		}
		return i
	}
	low, high := i+1, to
	for low < high {
		mid := (low + high) / 2
		if t.keys[mid]>>shift == key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// hold sums the bodies of a leaf.
func (t *quadtree) hold(from, to int32) extent {
	first := t.bodies[from]
	e := extent{low: vec{first.x, first.y}, high: vec{first.x, first.y}}
	for _, b := range t.bodies[from:to] {
		m := float64(b.mass)
		e.x += float64(m * float64(b.x))
		e.y += float64(m * float64(b.y))
		e.mass += m
		e.low = vec{min(e.low.x, b.x-b.radius), min(e.low.y, b.y-b.radius)}
		e.high = vec{max(e.high.x, b.x+b.radius), max(e.high.y, b.y+b.radius)}
	}
	return e
}

// sources appends to list the cells that push the bodies of a leaf as one mass, and to near the
// leaves, its own among them, whose bodies push one by one.
func (t *quadtree) sources(leaf int32, list []source, near []int32) ([]source, []int32) {
	own := &t.cells[leaf]
	far := float32(0) // all of own lies within this distance of its centre
	for _, b := range t.bodies[own.from:own.to] {
		far = max(far, float32(length(b.x-own.x, b.y-own.y))+b.radius)
	}
	for i := int32(0); i < int32(len(t.cells)); {
		c := &t.cells[i]
		dx, dy, reach := own.x-c.x, own.y-c.y, c.reach+far
		if float32(dx*dx)+float32(dy*dy) > float32(reach*reach) || c.soft > 0 {
			list = append(list, source{c.x, c.y, c.mass, max(c.soft, softness)})
			i = c.end
			continue
		}
		i++
		if i == c.end {
			near = append(near, i-1)
		}
	}
	return list, near
}

// push returns the sum over sources of mass·(place - source)/distance².
func push(list []source, x, y float32) (fx, fy float32) {
	for i := range list {
		s := &list[i]
		dx, dy := x-s.x, y-s.y
		k := s.mass / (float32(dx*dx) + float32(dy*dy) + s.soft)
		fx += float32(dx * k)
		fy += float32(dy * k)
	}
	return fx, fy
}

// pushRims returns what push does for the bodies of a leaf, with distances from rim to rim.
func (t *quadtree) pushRims(leaf int32, b body) (fx, fy float32) {
	c := &t.cells[leaf]
	for _, o := range t.bodies[c.from:c.to] {
		dx, dy := b.x-o.x, b.y-o.y
		d := length(dx, dy)
		if d == 0 {
			continue
		}
		k := float32(float64(o.mass) / (d * max(d-float64(b.radius)-float64(o.radius), closestRims)))
		fx += float32(dx * k)
		fy += float32(dy * k)
	}
	return fx, fy
}
