package layout

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

func overlaps(points []Point, radii []float64) int {
	n := 0
	for i := range points {
		for j := range i {
			if math.Hypot(points[i].X-points[j].X, points[i].Y-points[j].Y) < (radii[i]+radii[j])*(1-1e-6) {
				n++
			}
		}
	}
	return n
}

func TestRemoveOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 120).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		spread := rapid.SampledFrom([]float64{0, 1, 30}).Draw(t, "spread")
		points, radii := make([]Point, n), make([]float64, n)
		for i := range points {
			points[i] = Point{r.Float64() * spread, r.Float64() * spread}
			radii[i] = 1 / (0.05 + r.Float64())
		}
		ok, err := RemoveOverlap(t.Context(), points, radii)
		if err != nil {
			t.Fatal(err)
		}
		if got := overlaps(points, radii); got > 0 || !ok {
			t.Fatalf("%d discs within %v: %d pairs still overlap, reported %v", n, spread, got, ok)
		}
	})
	apart := []Point{{0, 0}, {5, 0}, {0, 9}}
	before := slices.Clone(apart)
	if ok, err := RemoveOverlap(t.Context(), apart, []float64{1, 2, 3}); !ok || err != nil || !slices.Equal(apart, before) {
		t.Errorf("discs that do not overlap: moved to %v, reported %v, %v", apart, ok, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := RemoveOverlap(ctx, apart, []float64{1, 2, 3}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
}

func TestPlace(t *testing.T) {
	// A large component, three pairs and seven nodes without links.
	n, edges := cliques(5, 12)
	var component []int32
	for range n {
		component = append(component, 0)
	}
	for c := range 3 {
		edges = append(edges, link(n, n+1))
		component = append(component, int32(1+c), int32(1+c))
		n += 2
	}
	for c := range 7 {
		component = append(component, int32(4+c))
		n++
	}
	radii := make([]float64, n)
	for i := range radii {
		radii[i] = 1 + float64(i%5)
	}
	points, err := Place(t.Context(), build(t, n, edges), radii, PlaceOptions{Components: component, Communities: slices.Clone(component)})
	if err != nil {
		t.Fatal(err)
	}
	if got := overlaps(points, radii); got > 0 {
		t.Errorf("%d pairs overlap", got)
	}
	// The large component lies about the middle, and the block has even steps.
	low, high := bounds(points[:60])
	allLow, allHigh := bounds(points)
	offX, offY := low.X+high.X-allLow.X-allHigh.X, low.Y+high.Y-allLow.Y-allHigh.Y
	if math.Abs(offX) > 0.5*(allHigh.X-allLow.X) || math.Abs(offY) > 0.5*(allHigh.Y-allLow.Y) {
		t.Errorf("the large component spans %v..%v of %v..%v", low, high, allLow, allHigh)
	}
	alone := points[66:]
	if dx, dy := alone[1].X-alone[0].X, alone[2].X-alone[1].X; math.Abs(dx-dy) > 1e-9 || alone[1].Y != alone[0].Y {
		t.Errorf("nodes without links are not in rows: %v", alone)
	}
	Fit(points, radii, 800, 600, 20)
	inside(t, points, radii, 800, 600)
}

func inside(t *testing.T, points []Point, radii []float64, w, h float64) {
	t.Helper()
	for i, p := range points {
		if !(p.X-radii[i] >= 0 && p.X+radii[i] <= w && p.Y-radii[i] >= 0 && p.Y+radii[i] <= h) {
			t.Fatalf("disc %d at %v with radius %v is outside %v×%v", i, p, radii[i], w, h)
		}
	}
}

func TestPlaceErrors(t *testing.T) {
	g := build(t, 3, []graph.Edge{link(0, 1)})
	radii := []float64{1, 1, 1}
	for _, opt := range []PlaceOptions{{Components: []int32{0}}, {Communities: []int32{0}}, {Force: ForceAtlas2Options{Mass: []float64{1}}}} {
		if _, err := Place(t.Context(), g, radii, opt); err == nil {
			t.Errorf("%+v: no error", opt)
		}
	}
	if _, err := Place(t.Context(), g, nil, PlaceOptions{}); err == nil {
		t.Error("no radii: no error")
	}
}

func TestFit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(rt, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		size := rapid.SampledFrom([]float64{0, 1e-3, 10, 1e6}).Draw(rt, "size")
		points, radii := make([]Point, n), make([]float64, n)
		for i := range points {
			points[i] = Point{r.Float64() * size, r.Float64() * size / 3}
			radii[i] = r.Float64() * 3
		}
		Fit(points, radii, 400, 300, 10)
		inside(t, points, radii, 400, 300)
	})
}

func TestPackKeepsPartsApart(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	var points []Point
	var radii []float64
	var part []int32
	for p := range int32(200) {
		for range 1 + r.IntN(12) {
			points = append(points, Point{r.Float64() * 20, r.Float64() * 20})
			radii = append(radii, 0.5+r.Float64())
			part = append(part, p)
		}
	}
	Pack(points, radii, nil, part, 1, 4.0/3)
	for i := range points {
		for j := range i {
			if d := math.Hypot(points[i].X-points[j].X, points[i].Y-points[j].Y); part[i] != part[j] && d < radii[i]+radii[j]+1-1e-9 {
				t.Fatalf("parts %d and %d: discs %v apart, want %v", part[i], part[j], d, radii[i]+radii[j]+1)
			}
		}
	}
	low, high := bounds(points)
	if aspect := (high.X - low.X) / (high.Y - low.Y); aspect < 1.1 || aspect > 1.6 {
		t.Errorf("packed %.0f×%.0f, aspect %.2f, want about 4:3", high.X-low.X, high.Y-low.Y, aspect)
	}
}

// TestPackKeepsOffLinks packs a small part and a large one whose only middle is
// a long link: the small one must not come to lie on it.
func TestPackKeepsOffLinks(t *testing.T) {
	points := []Point{{0, 0}, {0, 100}, {3, 50}}
	radii := []float64{3, 3, 1}
	Pack(points, radii, []graph.Edge{link(0, 1)}, []int32{0, 0, 1}, 1, 4.0/3)
	if p := points[2]; math.Abs(p.X-points[0].X) < 1 && p.Y > points[0].Y && p.Y < points[1].Y {
		t.Errorf("a disc at %v lies on the link from %v to %v", p, points[0], points[1])
	}
}
