// Package layout gives the nodes of a graph places in the plane. All of it is
// deterministic: the same input and options give the same points for any number of
// workers.
package layout

import (
	"math"
	"math/rand/v2"
)

// A Point is a place in the plane, in the unit of whoever asks.
type Point struct{ X, Y float64 }

// golden is the angle between leaves of a sunflower; points turned by it never
// line up.
var golden = math.Pi * (3 - math.Sqrt(5))

// sunflower returns the i-th of n points spread evenly over the unit disc.
func sunflower(i, n int) Point {
	r := math.Sqrt((float64(i) + 0.5) / float64(n))
	sin, cos := math.Sincos(float64(i) * golden)
	return Point{r * cos, r * sin}
}

// CommunityStart returns a start for ForceAtlas2: each group a disc, its area
// by its size, the discs around a circle in order of group. Negative groups are each
// alone. It spares the forces the work of untangling.
func CommunityStart(groups []int32) []Point {
	k := int32(0)
	for _, c := range groups {
		k = max(k, c+1)
	}
	size, seen := make([]int, k), make([]int, k)
	alone := 0
	for _, c := range groups {
		if c < 0 {
			alone++
			continue
		}
		size[c]++
	}
	// Along the circle a group gets the angle that its diameter needs.
	diameter := 0.0
	for _, s := range size {
		diameter += math.Sqrt(float64(s))
	}
	diameter += float64(alone)
	angle, at := make([]float64, k), 0.0
	for c, s := range size {
		turn := 2 * math.Pi * math.Sqrt(float64(s)) / diameter
		angle[c] = at + turn/2
		at += turn
	}
	points := make([]Point, len(groups))
	radius := diameter / math.Pi
	for u, c := range groups {
		if c < 0 {
			sin, cos := math.Sincos(at)
			points[u] = Point{radius * cos, radius * sin}
			at += 2 * math.Pi / diameter
			continue
		}
		sin, cos := math.Sincos(angle[c])
		p := sunflower(seen[c], size[c])
		seen[c]++
		half := math.Sqrt(float64(size[c])) / 2
		points[u] = Point{radius*cos + half*p.X, radius*sin + half*p.Y}
	}
	return points
}

// startPoints returns n finite and distinct points to start from.
func startPoints(n int, opt Options) []Point {
	points := make([]Point, n)
	spread := math.Sqrt(float64(n))
	if len(opt.Start) == n {
		copy(points, opt.Start)
		low, high := bounds(points)
		spread = max(high.X-low.X, high.Y-low.Y)
	} else {
		r := rand.New(rand.NewPCG(opt.Seed, 1))
		for i, j := range r.Perm(n) {
			points[i] = sunflower(j, n)
		}
	}
	if !(spread > 0 && spread < math.MaxFloat64) {
		spread = 1
	}
	// Points that coincide would never part: no force has a direction there.
	r := rand.New(rand.NewPCG(opt.Seed, 2))
	for i := range points {
		p := &points[i]
		if !finite(p.X) || !finite(p.Y) {
			*p = Point{}
		}
		p.X += 1e-3 * spread * (r.Float64() - 0.5)
		p.Y += 1e-3 * spread * (r.Float64() - 0.5)
	}
	return points
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// bounds returns the corners of the smallest box around points, zero for none.
func bounds(points []Point) (low, high Point) {
	for i, p := range points {
		if i == 0 {
			low, high = p, p
		}
		low = Point{min(low.X, p.X), min(low.Y, p.Y)}
		high = Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	return low, high
}
