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

func link(u, v int) graph.Edge { return graph.Edge{From: int32(u), To: int32(v), Weight: 1} }

// cliques returns k cliques of size nodes each, in a ring of single links.
func cliques(k, size int) (n int, edges []graph.Edge) {
	for c := range k {
		for i := range size {
			for j := range i {
				edges = append(edges, link(c*size+i, c*size+j))
			}
		}
		edges = append(edges, link(c*size, (c+1)%k*size))
	}
	return k * size, edges
}

func place(t *testing.T, n int, edges []graph.Edge, opt Options) []Point {
	t.Helper()
	p, err := ForceAtlas2(context.Background(), n, edges, opt)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p {
		if !finite(p[i].X) || !finite(p[i].Y) {
			t.Fatalf("node %d of %d is at %v", i, n, p[i])
		}
	}
	return p
}

func TestForceAtlas2PartsCliques(t *testing.T) {
	for name, opt := range map[string]Options{
		"plain":  {},
		"linlog": {LinLog: true},
		"strong": {StrongGravity: true, Gravity: 0.05},
		"hubs":   {DissuadeHubs: true},
	} {
		n, edges := cliques(4, 10)
		p := place(t, n, edges, opt)
		var inside, across float64
		var ni, na int
		for i := range n {
			for j := range i {
				d := math.Hypot(p[i].X-p[j].X, p[i].Y-p[j].Y)
				if i/10 == j/10 {
					inside += d
					ni++
				} else {
					across += d
					na++
				}
			}
		}
		if ratio := (across / float64(na)) / (inside / float64(ni)); ratio < 1.5 {
			t.Errorf("%s: distance across cliques is %.2f times that inside, want 1.5 or more", name, ratio)
		}
	}
}

func TestForceAtlas2Shapes(t *testing.T) {
	var star, path []graph.Edge
	for u := 1; u < 3000; u++ {
		star = append(star, link(u, 0))
		path = append(path, link(u-1, u))
	}
	same := make([]Point, 50)
	wild := []Point{{math.NaN(), 0}, {math.Inf(1), 0}, {1e300, 0}, {0, -1e300}}
	place(t, 0, nil, Options{})
	place(t, 1, []graph.Edge{link(0, 0)}, Options{})
	place(t, 2, []graph.Edge{link(0, 1), link(1, 0)}, Options{})
	place(t, 50, nil, Options{Start: same})
	place(t, 4, []graph.Edge{{From: 0, To: 1, Weight: 1e300}, {From: 1, To: 2, Weight: 0}}, Options{Start: wild})
	place(t, 3000, star, Options{Iterations: 60})
	place(t, 3000, path, Options{Iterations: 60})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ForceAtlas2(ctx, 3000, path, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
	if _, err := ForceAtlas2(context.Background(), 2, []graph.Edge{link(0, 5)}, Options{}); err == nil {
		t.Error("an edge to a node that does not exist: got no error")
	}
}

func TestSameForAnyWorkers(t *testing.T) {
	n, edges := cliques(30, 30)
	first := place(t, n, edges, Options{Iterations: 50, Workers: 1})
	for _, workers := range []int{2, 5, 8} {
		if got := place(t, n, edges, Options{Iterations: 50, Workers: workers}); !slices.Equal(got, first) {
			t.Errorf("%d workers: points differ from those of 1", workers)
		}
	}
	if got := place(t, n, edges, Options{Iterations: 50, Seed: 9}); slices.Equal(got, first) {
		t.Error("another seed gives the same points")
	}
}

// TestQuadtree compares with the sum over all pairs: exact where every cell is
// opened, close at the usual theta.
func TestQuadtree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		// On a coarse lattice many points coincide.
		coarse := rapid.SampledFrom([]float64{1, 4, 1e6}).Draw(t, "lattice")
		points, mass := make([]Point, n), make([]float64, n)
		for i := range points {
			points[i] = Point{math.Floor(r.Float64()*coarse) / coarse, math.Floor(r.Float64()*coarse) / coarse}
			mass[i] = 1 + math.Floor(r.Float64()*5)
		}
		var tree quadtree
		tree.build(points, mass)
		for i, p := range points {
			var wantX, wantY, size float64
			for j, q := range points {
				dx, dy := p.X-q.X, p.Y-q.Y
				if d2 := dx*dx + dy*dy; d2 > 0 {
					wantX += mass[j] * dx / d2
					wantY += mass[j] * dy / d2
					size += mass[j] / math.Sqrt(d2)
				}
			}
			if x, y := tree.pull(p, 0); math.Abs(x-wantX) > 1e-9*(1+size) || math.Abs(y-wantY) > 1e-9*(1+size) {
				t.Fatalf("theta 0, point %d of %d: got %v %v, want %v %v", i, n, x, y, wantX, wantY)
			}
			if x, y := tree.pull(p, 0.5); math.Hypot(x-wantX, y-wantY) > 0.05*(1+size) {
				t.Fatalf("theta 0.5, point %d of %d: got %v %v, want %v %v", i, n, x, y, wantX, wantY)
			}
		}
	})
}

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
		ok := RemoveOverlap(points, radii)
		if got := overlaps(points, radii); got > 0 || !ok {
			t.Fatalf("%d discs within %v: %d pairs still overlap, reported %v", n, spread, got, ok)
		}
	})
	apart := []Point{{0, 0}, {5, 0}, {0, 9}}
	if before := slices.Clone(apart); !RemoveOverlap(apart, []float64{1, 2, 3}) || !slices.Equal(apart, before) {
		t.Errorf("discs that do not overlap: moved to %v", apart)
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
	points, err := Place(context.Background(), n, edges, radii, PlaceOptions{Components: component, Communities: slices.Clone(component)})
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

func BenchmarkPlace1431(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 0))
	var edges []graph.Edge
	for u := 14; u < 1431; u++ {
		edges = append(edges, link(u, r.IntN(14)), link(u, r.IntN(1431)))
	}
	radii := make([]float64, 1431)
	for i := range radii {
		radii[i] = 1
	}
	for b.Loop() {
		if _, err := Place(context.Background(), 1431, edges, radii, PlaceOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
