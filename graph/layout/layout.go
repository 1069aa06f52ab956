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
		points[u] = Point{float64(radius*cos) + float64(half*p.X), float64(radius*sin) + float64(half*p.Y)}
	}
	return points
}

// maxSpread is how wide a start may be; a wider one is shrunk, for forces move nodes by
// ten a step at most.
const maxSpread = 1e6

// startPlaces returns n finite and distinct places to start from: those of start if it has n,
// else an even disc of this radius in seeded order.
func startPlaces(n int, start []Point, radius float64, seed uint64) []vec {
	places := make([]vec, n)
	spread, by, mid := 2*radius, 1.0, Point{}
	points := make([]Point, n)
	if len(start) == n {
		for i, p := range start {
			if finite(p.X) && finite(p.Y) {
				points[i] = p
			}
		}
		low, high := bounds(points)
		mid = Point{low.X/2 + high.X/2, low.Y/2 + high.Y/2}
		if spread = max(high.X-low.X, high.Y-low.Y); spread > maxSpread {
			by, spread = maxSpread/spread, maxSpread
		}
	} else {
		r := rand.New(rand.NewPCG(seed, 1))
		for i, j := range r.Perm(n) {
			points[i] = sunflower(j, n)
			points[i].X *= radius
			points[i].Y *= radius
		}
	}
	if spread <= 0 {
		spread = 1
	}
	// Points that coincide would never part: no force has a direction there.
	r := rand.New(rand.NewPCG(seed, 2))
	for i, p := range points {
		x := float64((p.X-mid.X)*by) + float64(1e-3*spread*(r.Float64()-0.5))
		y := float64((p.Y-mid.Y)*by) + float64(1e-3*spread*(r.Float64()-0.5))
		places[i] = vec{float32(x), float32(y)}
	}
	return places
}

func finite(x float64) bool { return math.Abs(x) <= 1e300 }

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
