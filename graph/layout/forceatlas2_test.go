package layout

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func link(u, v int) graph.Edge { return graph.Edge{From: int32(u), To: int32(v), Weight: 1} }

func build(t *testing.T, n int, edges []graph.Edge) *graph.Graph {
	t.Helper()
	g, err := graph.New(n, edges, true)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

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

// star returns a hub, node 0, and its leaves.
func star(leaves int) (n int, edges []graph.Edge) {
	for u := range leaves {
		edges = append(edges, link(u+1, 0))
	}
	return leaves + 1, edges
}

func path(n int) (int, []graph.Edge) {
	var edges []graph.Edge
	for u := 1; u < n; u++ {
		edges = append(edges, link(u-1, u))
	}
	return n, edges
}

func lay(t *testing.T, g *graph.Graph, opt ForceAtlas2Options) ForceAtlas2Result {
	t.Helper()
	r, err := ForceAtlas2(t.Context(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range r.Points {
		if !finite(p.X) || !finite(p.Y) {
			t.Fatalf("node %d of %d is at %v", i, g.N(), p)
		}
	}
	return r
}

func distance(p, q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// apart returns the mean distance between nodes of different groups over that within groups.
func apart(points []Point, group func(u int) int) float64 {
	var inside, across float64
	var ni, na int
	for i, p := range points {
		for j, q := range points[:i] {
			if group(i) == group(j) {
				inside += distance(p, q)
				ni++
			} else {
				across += distance(p, q)
				na++
			}
		}
	}
	return (across / float64(na)) / (inside / float64(ni))
}

func TestForceAtlas2PartsCliques(t *testing.T) {
	n, edges := cliques(4, 10)
	start := make([]Point, n)
	for name, opt := range map[string]ForceAtlas2Options{
		"plain":  {},
		"linlog": {LinLog: true},
		"strong": {StrongGravity: true, Gravity: 0.05},
		"hubs":   {DissuadeHubs: true},
		"flat":   {Start: start},
		"sizes":  {Radii: slices.Repeat([]float64{2}, n)},
	} {
		r := lay(t, build(t, n, edges), opt)
		if ratio := apart(r.Points, func(u int) int { return u / 10 }); ratio < 1.5 {
			t.Errorf("%s: distance across cliques is %.2f times that inside, want 1.5 or more", name, ratio)
		}
	}
}

// TestForceAtlas2PartsUnlinkedCliques: nothing holds them together but gravity.
func TestForceAtlas2PartsUnlinkedCliques(t *testing.T) {
	_, one := cliques(1, 20)
	var edges []graph.Edge
	for _, e := range one {
		edges = append(edges, e, graph.Edge{From: e.From + 20, To: e.To + 20, Weight: 1})
	}
	r := lay(t, build(t, 40, edges), ForceAtlas2Options{})
	if ratio := apart(r.Points, func(u int) int { return u / 20 }); ratio < 3 {
		t.Errorf("distance across cliques is %.2f times that inside, want 3 or more", ratio)
	}
}

// TestForceAtlas2Balance: two nodes lie where what pulls them together, a link and gravity, equals
// what pushes them apart. Without gravity w·d = kr·m²/d, with m = 2.
func TestForceAtlas2Balance(t *testing.T) {
	const kr = 2.0
	for name, c := range map[string]struct {
		weight float64
		opt    ForceAtlas2Options
		want   float64 // distance of the two
	}{
		"link":                     {1, ForceAtlas2Options{Gravity: -1}, math.Sqrt(kr * 4)},
		"weight 4":                 {4, ForceAtlas2Options{Gravity: -1}, math.Sqrt(kr * 4 / 4)},
		"weight 4, half influence": {4, ForceAtlas2Options{Gravity: -1, EdgeWeightInfluence: 0.5}, math.Sqrt(kr * 4 / 2)},
		"weight 4, no influence":   {4, ForceAtlas2Options{Gravity: -1, EdgeWeightInfluence: -1}, math.Sqrt(kr * 4)},
		"mass 3":                   {1, ForceAtlas2Options{Gravity: -1, Mass: []float64{3, 3}}, math.Sqrt(kr * 9)},
		"hubs, all alike":          {1, ForceAtlas2Options{Gravity: -1, DissuadeHubs: true}, math.Sqrt(kr * 4)},
		"hubs, source of thrice":   {1, ForceAtlas2Options{Gravity: -1, DissuadeHubs: true, Mass: []float64{3, 1}}, math.Sqrt(kr * 3 / (2.0 / 3))},
		"gravity":                  {1, ForceAtlas2Options{}, 2},                    // d + 1·m = kr·m²/d
		"strong gravity":           {1, ForceAtlas2Options{StrongGravity: true}, 2}, // d + m·d/2 = kr·m²/d
		"rim to rim":               {1, ForceAtlas2Options{Gravity: -1, Radii: []float64{1, 4}}, math.Sqrt(kr*4) + 5},
		"scaling 8":                {1, ForceAtlas2Options{Gravity: -1, Scaling: 8}, math.Sqrt(8 * 4)},
		"linlog":                   {1, ForceAtlas2Options{Gravity: -1, LinLog: true}, 4.6296}, // d·log(1+d) = 8
	} {
		g := build(t, 2, []graph.Edge{{From: 0, To: 1, Weight: c.weight}})
		c.opt.Start = []Point{{-20, 3}, {5, 9}}
		o := c.opt
		o.setDefaults()
		f := newForces(newNet(g, o), startPlaces(2, o.Start, 0, 0), o)
		for range 2000 {
			if err := f.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := length(f.places[1].x-f.places[0].x, f.places[1].y-f.places[0].y); !(math.Abs(got-c.want) < 0.02*c.want) {
			t.Errorf("%s: the nodes are %.3f apart, want %.3f", name, got, c.want)
		}
	}
}

// TestForceAtlas2Symmetric: two leaves of one hub, started as mirror images, stay so. The hub begins in the very middle, where
// gravity has no direction.
func TestForceAtlas2Symmetric(t *testing.T) {
	g := build(t, 4, []graph.Edge{link(0, 1), link(0, 2), link(0, 3)})
	opt := ForceAtlas2Options{}
	opt.setDefaults()
	places := []vec{{0, 0}, {8, 2}, {-8, 2}, {0, -5}}
	f := newForces(newNet(g, opt), places, opt)
	for step := range 300 {
		if err := f.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if d := math.Abs(float64(places[1].x+places[2].x)) + math.Abs(float64(places[1].y-places[2].y)); !(d < 0.05) || !(length(places[0].x, places[0].y) < 1e3) {
			t.Fatalf("step %d: %v and %v are no mirror images any more", step, places[1], places[2])
		}
	}
}

func TestLog1p(t *testing.T) {
	for d := 1e-30; d < 1e30; d *= 1.37 {
		x := float32(d)
		if got, want := float64(log1p(x)), math.Log1p(float64(x)); math.Abs(got-want) > 2e-6*want {
			t.Errorf("log(1+%v): got %v, want %v", x, got, want)
		}
	}
	if got := log1p(0); got != 0 {
		t.Errorf("log(1): got %v", got)
	}
}

func TestForceAtlas2Shapes(t *testing.T) {
	same := make([]Point, 50)
	wild := []Point{{math.NaN(), 0}, {math.Inf(1), 0}, {1e300, 0}, {0, -1e300}}
	for name, c := range map[string]struct {
		n     int
		edges []graph.Edge
		opt   ForceAtlas2Options
	}{
		"no node":               {0, nil, ForceAtlas2Options{}},
		"one":                   {1, []graph.Edge{link(0, 0)}, ForceAtlas2Options{}},
		"two":                   {2, []graph.Edge{link(0, 1), link(1, 0)}, ForceAtlas2Options{}},
		"self-loops":            {300, []graph.Edge{link(7, 7), link(8, 8)}, ForceAtlas2Options{}},
		"all in one place":      {50, nil, ForceAtlas2Options{Start: same}},
		"all in one place, big": {50, nil, ForceAtlas2Options{Start: same, Radii: slices.Repeat([]float64{3}, 50)}},
		"far away":              {4, []graph.Edge{link(0, 1)}, ForceAtlas2Options{Start: []Point{{1e12, 1e12}, {1e12 + 1, 1e12}, {1e12, 1e12 + 1}, {1e12, 1e12}}}},
		"wild":                  {4, []graph.Edge{{From: 0, To: 1, Weight: 1e300}, {From: 1, To: 2}}, ForceAtlas2Options{Start: wild, Mass: []float64{math.NaN(), -1, math.Inf(1), 1e5}}},
		"heavy":                 {60, []graph.Edge{{From: 0, To: 1, Weight: 1e300}, {From: 1, To: 2, Weight: 1e-300}}, ForceAtlas2Options{LinLog: true, Radii: slices.Repeat([]float64{math.NaN()}, 60)}},
		"no weight":             {70, []graph.Edge{{From: 0, To: 1}, {From: 2, To: 3}}, ForceAtlas2Options{}},
	} {
		r := lay(t, build(t, c.n, c.edges), c.opt)
		if len(r.Points) != c.n {
			t.Errorf("%s: %d points", name, len(r.Points))
		}
		for i := range r.Points {
			if slices.Contains(r.Points[:i], r.Points[i]) {
				t.Errorf("%s: two nodes at %v", name, r.Points[i])
			}
		}
	}
}

// TestForceAtlas2Star: the leaves lie around the hub.
func TestForceAtlas2Star(t *testing.T) {
	n, edges := star(2000)
	r := lay(t, build(t, n, edges), ForceAtlas2Options{})
	mean, mid := 0.0, Point{}
	for _, p := range r.Points[1:] {
		mean += distance(p, r.Points[0]) / float64(n-1)
		mid.X += p.X / float64(n-1)
		mid.Y += p.Y / float64(n-1)
	}
	if off := distance(mid, r.Points[0]); off > mean/4 {
		t.Errorf("the hub lies %.0f off the middle of its leaves, which are %.0f from it", off, mean)
	}
}

// TestForceAtlas2Large: many leaves, and a long path, which coarser versions unroll.
func TestForceAtlas2Large(t *testing.T) {
	n, edges := star(100_000)
	lay(t, build(t, n, edges), ForceAtlas2Options{Iterations: 3})
	n, edges = path(100_000)
	r := lay(t, build(t, n, edges), ForceAtlas2Options{Iterations: 8})
	low, high := bounds(r.Points)
	links := 0.0
	for u := 1; u < n; u++ {
		links += distance(r.Points[u-1], r.Points[u]) / float64(n-1)
	}
	if width := distance(low, high); links > width/500 {
		t.Errorf("links of a path are %.1f long in a picture %.0f wide", links, width)
	}
}

func TestForceAtlas2Errors(t *testing.T) {
	n, edges := path(3000)
	g := build(t, n, edges)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ForceAtlas2(ctx, g, ForceAtlas2Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	for _, opt := range []ForceAtlas2Options{{Start: make([]Point, 3)}, {Mass: make([]float64, 1)}, {Radii: make([]float64, 3001)}} {
		if _, err := ForceAtlas2(t.Context(), g, opt); err == nil {
			t.Errorf("%d starts, %d masses and %d radii for 3000 nodes: no error", len(opt.Start), len(opt.Mass), len(opt.Radii))
		}
	}
	steps := 0
	_, err := ForceAtlas2(ctx, g, ForceAtlas2Options{Progress: func(done, total int64) {
		if steps++; steps == 3 {
			cancel()
		}
		if done < 1 || done > total {
			t.Errorf("step %d of %d", done, total)
		}
	}})
	if !errors.Is(err, context.Canceled) || steps > 3 {
		t.Errorf("cancelled in step 3: got %v after %d steps", err, steps)
	}
}

func TestSameForAnyWorkers(t *testing.T) {
	g := planted(1500, 6_000)
	radii := slices.Repeat([]float64{1}, 1500)
	for name, opt := range map[string]ForceAtlas2Options{
		"plain": {}, "linlog": {LinLog: true, DissuadeHubs: true}, "sizes": {Radii: radii}, "start": {Start: make([]Point, 1500)},
	} {
		opt.Iterations, opt.Workers = 12, 1
		first := lay(t, g, opt)
		for _, workers := range []int{2, 8} {
			opt.Workers = workers
			if got := lay(t, g, opt); !slices.Equal(got.Points, first.Points) {
				t.Errorf("%s, %d workers: points differ from those of 1", name, workers)
			}
		}
		opt.Seed = 9
		if got := lay(t, g, opt); slices.Equal(got.Points, first.Points) {
			t.Errorf("%s: another seed gives the same points", name)
		}
	}
}

// TestRadiiPartDiscs: with radii, discs that a plain layout puts over one another lie apart.
func TestRadiiPartDiscs(t *testing.T) {
	n, edges := cliques(3, 12)
	g, radii := build(t, n, edges), make([]float64, n)
	for i := range radii {
		radii[i] = 6 + float64(i%4)
	}
	plain, sized := overlaps(lay(t, g, ForceAtlas2Options{}).Points, radii), overlaps(lay(t, g, ForceAtlas2Options{Radii: radii}).Points, radii)
	if plain < 50 || sized > plain/20 {
		t.Errorf("%d pairs overlap without radii, %d with; want many and hardly any", plain, sized)
	}
}

// TestPolblogsCamps: the two camps of political blogs (Adamic & Glance 2005,
// doi:10.1145/1134271.1134277; the first 758 are liberal) are seen.
func TestPolblogsCamps(t *testing.T) {
	g := graphdata.Load(t, "polblogs")
	r := lay(t, g, ForceAtlas2Options{})
	var points []Point
	var camp []int
	for u, p := range r.Points {
		if len(g.Out(int32(u))) > 0 {
			points = append(points, p)
			camp = append(camp, u/758)
		}
	}
	if ratio := apart(points, func(u int) int { return camp[u] }); ratio < 1.3 {
		t.Errorf("distance between camps is %.2f times that within, want 1.3 or more", ratio)
	}
}
