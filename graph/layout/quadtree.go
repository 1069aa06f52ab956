package layout

// A quadtree holds masses for the approximation of Barnes & Hut (1986,
// doi:10.1038/324446a0). Cells are in preorder, each knowing where its subtree ends, so
// that it is built and walked without recursion.
type quadtree struct {
	cells  []cell
	order  []int32 // points by leaf
	spare  []int32
	bodies []body // in the order of leaves
	todo   []span
}

type body struct{ x, y, mass float64 }

type cell struct {
	x, y, mass       float64 // centre of mass
	left, top, width float64
	end              int32 // index after the subtree
	parent           int32
	from, to         int32 // bodies of a leaf; from == to for an inner cell
}

// A span is a run of points that is still to become a cell.
type span struct {
	from, to         int32
	parent           int32
	depth            int32
	left, top, width float64
}

const (
	leafSize = 8
	maxDepth = 32 // points closer than 2^-32 of the width share a leaf
)

// build fills the tree with points of these masses.
func (t *quadtree) build(points []Point, mass []float64) {
	n := len(points)
	if cap(t.order) < n {
		t.order, t.spare, t.bodies = make([]int32, n), make([]int32, n), make([]body, n)
	}
	t.order, t.spare, t.bodies = t.order[:n], t.spare[:n], t.bodies[:n]
	for i := range t.order {
		t.order[i] = int32(i)
	}
	low, high := bounds(points)
	width := max(high.X-low.X, high.Y-low.Y)
	t.cells = t.cells[:0]
	t.todo = append(t.todo[:0], span{0, int32(n), -1, 0, low.X, low.Y, width})
	for len(t.todo) > 0 {
		s := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		t.open(s, points)
	}
	for i, u := range t.order {
		t.bodies[i] = body{points[u].X, points[u].Y, mass[u]}
	}
	t.sum()
}

// open makes a cell of a span: a leaf, or one whose quarters wait to be opened.
func (t *quadtree) open(s span, points []Point) {
	at := int32(len(t.cells))
	c := cell{left: s.left, top: s.top, width: s.width, parent: s.parent}
	if s.to-s.from <= leafSize || s.depth == maxDepth {
		c.from, c.to = s.from, s.to
		t.cells = append(t.cells, c)
		return
	}
	t.cells = append(t.cells, c)
	half := s.width / 2
	midX, midY := s.left+half, s.top+half
	quarter := func(u int32) int {
		q := 0
		if points[u].X >= midX {
			q = 1
		}
		if points[u].Y >= midY {
			q += 2
		}
		return q
	}
	var at4 [5]int32
	run := t.order[s.from:s.to]
	for _, u := range run {
		at4[quarter(u)+1]++
	}
	for q := range 4 {
		at4[q+1] += at4[q]
	}
	next := at4
	for _, u := range run {
		q := quarter(u)
		t.spare[s.from+next[q]] = u
		next[q]++
	}
	copy(run, t.spare[s.from:s.to])
	for q := 3; q >= 0; q-- {
		if at4[q] == at4[q+1] {
			continue
		}
		left, top := s.left, s.top
		if q&1 == 1 {
			left = midX
		}
		if q&2 == 2 {
			top = midY
		}
		t.todo = append(t.todo, span{s.from + at4[q], s.from + at4[q+1], at, s.depth + 1, left, top, half})
	}
}

// sum fills masses, centres and ends, children before parents.
func (t *quadtree) sum() {
	for i := len(t.cells) - 1; i >= 0; i-- {
		c := &t.cells[i]
		for _, b := range t.bodies[c.from:c.to] {
			c.mass += b.mass
			c.x += float64(b.mass * b.x)
			c.y += float64(b.mass * b.y)
		}
		c.end = max(c.end, int32(i)+1)
		if c.parent >= 0 {
			p := &t.cells[c.parent]
			p.mass += c.mass
			p.x += c.x
			p.y += c.y
			p.end = max(p.end, c.end)
		}
		if c.mass > 0 {
			c.x /= c.mass
			c.y /= c.mass
		}
	}
}

// pull returns the sum over all masses of mass·(p - place)/distance², cells
// that look smaller than theta taken as one mass. Whatever is at p itself adds nothing.
func (t *quadtree) pull(p Point, theta float64) (fx, fy float64) {
	theta2 := theta * theta
	for i := int32(0); i < int32(len(t.cells)); {
		c := &t.cells[i]
		if c.from < c.to {
			for _, b := range t.bodies[c.from:c.to] {
				dx, dy := p.X-b.x, p.Y-b.y
				if d2 := float64(dx*dx) + float64(dy*dy); d2 > 0 {
					fx += float64(dx * (b.mass / d2))
					fy += float64(dy * (b.mass / d2))
				}
			}
			i = c.end
			continue
		}
		dx, dy := p.X-c.x, p.Y-c.y
		d2 := float64(dx*dx) + float64(dy*dy)
		inside := p.X >= c.left && p.X <= c.left+c.width && p.Y >= c.top && p.Y <= c.top+c.width
		if inside || c.width*c.width > theta2*d2 {
			i++
			continue
		}
		fx += float64(dx * (c.mass / d2))
		fy += float64(dy * (c.mass / d2))
		i = c.end
	}
	return fx, fy
}
