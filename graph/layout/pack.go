package layout

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// Pack moves parts of a picture, each as a whole, so that they lie apart by at
// least gap: the largest in the middle, the others around it, largest first, in a
// picture aspect times as wide as high. Discs of negative part are left alone.
//
// Each part becomes the squares that its discs and links touch, filled along
// rows, and takes the first free place from the middle outwards, after Freivalds,
// Dogrusoz & Kikusts 2002, doi:10.1007/3-540-45848-4_30. Time grows with parts times
// squares.
func Pack(points []Point, radii []float64, links []graph.Edge, part []int32, gap, aspect float64) {
	shapes := newShapes(points, radii, links, part)
	if len(shapes) == 0 {
		return
	}
	side := squareSide(shapes, gap)
	for i := range shapes {
		shapes[i].rasterise(points, radii, gap, side)
	}
	slices.SortStableFunc(shapes, func(a, b shape) int {
		return cmp.Or(cmp.Compare(b.area(), a.area()), cmp.Compare(len(b.discs), len(a.discs)))
	})
	t := table{taken: map[[2]int32]bool{}, aspect: aspect}
	for _, s := range shapes {
		at := t.place(s)
		dx := float64(at[0])*side - s.low.X
		dy := float64(at[1])*side - s.low.Y
		for _, u := range s.discs {
			points[u].X += dx
			points[u].Y += dy
		}
	}
}

// A shape is a part: its discs and links, the box around them, and the squares of each
// row from the top that it covers, [from,to).
type shape struct {
	discs     []int32
	links     []graph.Edge
	low, high Point
	rows      [][2]int32
}

func newShapes(points []Point, radii []float64, links []graph.Edge, part []int32) []shape {
	k := int32(0)
	for _, p := range part {
		k = max(k, p+1)
	}
	shapes := make([]shape, k)
	for u, p := range part {
		if p < 0 {
			continue
		}
		s := &shapes[p]
		r := radii[u]
		low, high := Point{points[u].X - r, points[u].Y - r}, Point{points[u].X + r, points[u].Y + r}
		if len(s.discs) == 0 {
			s.low, s.high = low, high
		}
		s.discs = append(s.discs, int32(u))
		s.low = Point{min(s.low.X, low.X), min(s.low.Y, low.Y)}
		s.high = Point{max(s.high.X, high.X), max(s.high.Y, high.Y)}
	}
	for _, e := range links {
		if p := part[e.From]; p >= 0 && p == part[e.To] {
			shapes[p].links = append(shapes[p].links, e)
		}
	}
	return slices.DeleteFunc(shapes, func(s shape) bool { return len(s.discs) == 0 })
}

// squareSide chooses the size of squares so that the boxes of all parts have
// about 100 a part, and not many more than 20,000 in all.
func squareSide(shapes []shape, gap float64) float64 {
	want := min(100*float64(len(shapes)), 20000+4*float64(len(shapes)))
	area, edge := 0.0, 0.0
	for _, s := range shapes {
		w, h := s.high.X-s.low.X+2*gap, s.high.Y-s.low.Y+2*gap
		area += w * h
		edge += w + h
	}
	// The boxes cover about Σ (w/side + 1)(h/side + 1) squares.
	a := want - float64(len(shapes))
	if a <= 0 {
		a = want
	}
	side := (edge + math.Sqrt(edge*edge+4*a*area)) / (2 * a)
	if !(side > 0 && side < math.MaxFloat64) {
		return 1
	}
	return side
}

// rasterise finds the squares that the discs, widened by half a gap, and the
// links touch.
func (s *shape) rasterise(points []Point, radii []float64, gap, side float64) {
	s.low = Point{s.low.X - gap/2, s.low.Y - gap/2}
	rows := int(math.Floor((s.high.Y+gap/2-s.low.Y)/side)) + 1
	s.rows = make([][2]int32, rows)
	for i := range s.rows {
		s.rows[i] = [2]int32{math.MaxInt32, 0}
	}
	for _, u := range s.discs {
		x, y, r := points[u].X-s.low.X, points[u].Y-s.low.Y, radii[u]+gap/2
		top, bottom := max(0, int(math.Floor((y-r)/side))), min(rows-1, int(math.Floor((y+r)/side)))
		for row := top; row <= bottom; row++ {
			// Half of the chord where the row comes closest to the centre.
			off := max(0, float64(row)*side-y, y-float64(row+1)*side)
			half := math.Sqrt(max(0, r*r-float64(off*off)))
			s.cover(row, x-half, x+half, side)
		}
	}
	for _, e := range s.links {
		a, b := points[e.From], points[e.To]
		steps := int(2*math.Hypot(b.X-a.X, b.Y-a.Y)/side) + 1
		for i := range steps {
			at := float64(i) / float64(steps)
			x, y := a.X+float64(at*(b.X-a.X))-s.low.X, a.Y+float64(at*(b.Y-a.Y))-s.low.Y
			s.cover(min(rows-1, int(y/side)), x, x, side)
		}
	}
}

// cover widens a row so that it reaches from one place to another.
func (s *shape) cover(row int, from, to, side float64) {
	s.rows[row][0] = min(s.rows[row][0], int32(max(0, math.Floor(from/side))))
	s.rows[row][1] = max(s.rows[row][1], int32(math.Floor(to/side))+1)
}

// area returns the number of squares.
func (s *shape) area() int {
	n := 0
	for _, r := range s.rows {
		n += max(0, int(r[1]-r[0]))
	}
	return n
}

// A table is the plane on which shapes are put down.
type table struct {
	taken  map[[2]int32]bool
	aspect float64
	spiral [][2]int32 // places from the middle outwards
	reach  int32
	last   [2]int // squares wide and high of the last shape, and where the search for it ended
	from   int
}

// place takes the first free place for s and returns its corner.
func (t *table) place(s shape) [2]int32 {
	w, h := int32(0), int32(len(s.rows))
	for _, r := range s.rows {
		w = max(w, r[1])
	}
	if t.last != [2]int{s.area(), int(h)} {
		t.last, t.from = [2]int{s.area(), int(h)}, 0
	}
	for ; ; t.from++ {
		for t.from >= len(t.spiral) {
			t.grow()
		}
		at := [2]int32{t.spiral[t.from][0] - w/2, t.spiral[t.from][1] - h/2}
		if t.free(s, at) {
			t.take(s, at)
			return at
		}
	}
}

func (t *table) free(s shape, at [2]int32) bool {
	for y, r := range s.rows {
		// The ends of a row collide most often.
		if r[0] < r[1] && (t.taken[[2]int32{at[0] + r[0], at[1] + int32(y)}] || t.taken[[2]int32{at[0] + r[1] - 1, at[1] + int32(y)}]) {
			return false
		}
	}
	for y, r := range s.rows {
		for x := r[0]; x < r[1]; x++ {
			if t.taken[[2]int32{at[0] + x, at[1] + int32(y)}] {
				return false
			}
		}
	}
	return true
}

func (t *table) take(s shape, at [2]int32) {
	for y, r := range s.rows {
		for x := r[0]; x < r[1]; x++ {
			t.taken[[2]int32{at[0] + x, at[1] + int32(y)}] = true
		}
	}
}

// grow appends to the spiral the places of the next ring, nearest first.
func (t *table) grow() {
	inner := t.reach
	t.reach = max(16, 2*inner)
	distance := func(p [2]int32) float64 {
		x, y := float64(p[0])/t.aspect, float64(p[1])
		return float64(x*x) + float64(y*y)
	}
	least, most := float64(inner)*float64(inner), float64(t.reach)*float64(t.reach)
	width := int32(float64(t.reach) * t.aspect)
	old := len(t.spiral)
	for y := -t.reach; y <= t.reach; y++ {
		for x := -width; x <= width; x++ {
			p := [2]int32{x, y}
			if d := distance(p); d < most && (d >= least || inner == 0) {
				t.spiral = append(t.spiral, p)
			}
		}
	}
	slices.SortFunc(t.spiral[old:], func(a, b [2]int32) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a[1], b[1]), cmp.Compare(a[0], b[0]))
	})
}
