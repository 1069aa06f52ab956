package layout

import (
	"context"
	"math"
	"slices"
)

// overlapRounds bounds the work of RemoveOverlap; every overlapGrow rounds the
// whole picture is stretched, so that discs with no room get some.
const (
	overlapRounds = 600
	overlapGrow   = 12
)

// RemoveOverlap moves discs apart, in place, until no two overlap: pairs push
// each other by what they overlap, the smaller disc giving way. Where that does not
// end, the picture is stretched by a tenth and tried again. It reports whether all
// overlap is gone, which only discs of wildly different sizes can prevent.
//
// A grid finds the pairs: about O(n log n) a round, at most 600 rounds.
func RemoveOverlap(ctx context.Context, points []Point, radii []float64) (bool, error) {
	if len(points) < 2 {
		return true, nil
	}
	g := newGrid(radii)
	for round := 1; round <= overlapRounds; round++ {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		pairs := g.pairs(points, radii)
		moved := false
		for _, p := range pairs {
			moved = separate(points, radii, p[0], p[1]) || moved
		}
		if !moved {
			return true, nil
		}
		if round%overlapGrow == 0 {
			stretch(points, 1.1, 1.1)
		}
	}
	return false, nil
}

// separate pushes two discs apart, if they overlap.
func separate(points []Point, radii []float64, a, b int32) bool {
	dx, dy := points[b].X-points[a].X, points[b].Y-points[a].Y
	need := radii[a] + radii[b]
	d := math.Hypot(dx, dy)
	// A push ends on the rim, where rounding may leave a trace of overlap.
	if d >= need*(1-1e-9) {
		return false
	}
	if d < 1e-9*need {
		dy, dx = math.Sincos(golden * float64(a+b+1))
		d = 1
		dx, dy = dx*1e-9*need, dy*1e-9*need
		d = 1e-9 * need
	}
	push := (need - d) * (1 + 1e-6) / d
	areaA, areaB := radii[a]*radii[a], radii[b]*radii[b]
	shareA := areaB / (areaA + areaB)
	points[a].X -= float64(dx * push * shareA)
	points[a].Y -= float64(dy * push * shareA)
	points[b].X += float64(dx * push * (1 - shareA))
	points[b].Y += float64(dy * push * (1 - shareA))
	return true
}

// stretch scales points about their centre.
func stretch(points []Point, byX, byY float64) {
	low, high := bounds(points)
	midX, midY := (low.X+high.X)/2, (low.Y+high.Y)/2
	for i := range points {
		points[i].X = midX + float64((points[i].X-midX)*byX)
		points[i].Y = midY + float64((points[i].Y-midY)*byY)
	}
}

// A grid finds discs that are near one another. Every disc is entered in each
// square that its box touches.
type grid struct {
	side    float64
	entries []entry
}

type entry struct {
	x, y int32
	disc int32
}

// newGrid chooses squares as wide as a usual disc, but not so small that the
// largest would touch thousands.
func newGrid(radii []float64) *grid {
	sorted := slices.Sorted(slices.Values(radii))
	usual, largest := sorted[len(sorted)*3/4], sorted[len(sorted)-1]
	return &grid{side: max(2*usual, largest/16, math.SmallestNonzeroFloat64)}
}

// pairs returns the pairs of discs whose boxes overlap, each once, by square.
func (g *grid) pairs(points []Point, radii []float64) [][2]int32 {
	low, high := bounds(points)
	// Far outliers must not overflow the numbers of squares.
	side := max(g.side, (high.X-low.X)/1e6, (high.Y-low.Y)/1e6)
	square := func(v, from float64) int32 { return int32(math.Floor((v - from) / side)) }
	g.entries = g.entries[:0]
	for i, p := range points {
		r := radii[i]
		for x := square(p.X-r, low.X); x <= square(p.X+r, low.X); x++ {
			for y := square(p.Y-r, low.Y); y <= square(p.Y+r, low.Y); y++ {
				g.entries = append(g.entries, entry{x, y, int32(i)})
			}
		}
	}
	slices.SortFunc(g.entries, compareEntries)
	corner := func(a, b int32) (int32, int32) {
		return square(max(points[a].X-radii[a], points[b].X-radii[b]), low.X), square(max(points[a].Y-radii[a], points[b].Y-radii[b]), low.Y)
	}
	var pairs [][2]int32
	for from := 0; from < len(g.entries); {
		to := from
		for to < len(g.entries) && g.entries[to].x == g.entries[from].x && g.entries[to].y == g.entries[from].y {
			to++
		}
		for i := from; i < to; i++ {
			for j := i + 1; j < to; j++ {
				a, b := g.entries[i].disc, g.entries[j].disc
				// Of the squares that both touch, the first reports the pair.
				if x, y := corner(a, b); x == g.entries[i].x && y == g.entries[i].y {
					if math.Abs(points[a].X-points[b].X) < radii[a]+radii[b] && math.Abs(points[a].Y-points[b].Y) < radii[a]+radii[b] {
						pairs = append(pairs, [2]int32{a, b})
					}
				}
			}
		}
		from = to
	}
	return pairs
}

func compareEntries(a, b entry) int {
	switch {
	case a.x != b.x:
		return int(a.x) - int(b.x)
	case a.y != b.y:
		return int(a.y) - int(b.y)
	}
	return int(a.disc) - int(b.disc)
}
