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
	"github.com/seed-1b5e0f84/adentro/graph/community"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func randomGraph(t *testing.T, r *rand.Rand, n, m int) *graph.Graph {
	var edges []graph.Edge
	for range m {
		edges = append(edges, link(r.IntN(n), r.IntN(n)))
	}
	return build(t, n, edges)
}

// TestDistances: every source hears of every node that it reaches, once, nearest first.
func TestDistances(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 150).Draw(rt, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		g := randomGraph(t, r, n, r.IntN(2*n))
		sources := make([]int32, r.IntN(200))
		for i := range sources {
			sources[i] = int32(r.IntN(n))
		}
		want := slowDistances(g)
		got, last := make([][]int, len(sources)), make([]int, len(sources))
		for i := range got {
			got[i] = make([]int, n)
		}
		err := newNet(g, ForceAtlas2Options{}).distances(t.Context(), 1, sources, func(i int, v int32, d int) {
			if got[i][v] != 0 || d < last[i] {
				rt.Fatalf("source %d: node %d at %d, after %d; before at %d", i, v, d, last[i], got[i][v])
			}
			got[i][v], last[i] = d, d
		})
		if err != nil {
			rt.Fatal(err)
		}
		for i, u := range sources {
			for v, d := range want[u] {
				if math.IsInf(d, 1) {
					d = 0
				}
				if got[i][v] != int(d) {
					rt.Fatalf("from %d to %d: %d, want %v", u, v, got[i][v], d)
				}
			}
		}
	})
}

// TestRelaxByHand: what can be drawn without stress comes to be.
func TestRelaxByHand(t *testing.T) {
	for name, c := range map[string]struct {
		edges  []graph.Edge
		points []Point
	}{
		"pair":             {[]graph.Edge{link(0, 1), link(1, 0)}, []Point{{3, 4}, {0, 0}}},
		"bent path":        {[]graph.Edge{link(0, 1), link(1, 2), link(2, 3)}, []Point{{0, 0}, {5, 5}, {10, 5}, {20, 0}}},
		"triangle":         {[]graph.Edge{link(0, 1), link(1, 2), link(2, 0)}, []Point{{0, 0}, {1, 0.1}, {9, 0}}},
		"two paths, alone": {[]graph.Edge{link(0, 1), link(1, 2), link(3, 4), link(6, 6)}, []Point{{0, 0}, {1, 3}, {2, 0}, {0, 0}, {7, 7}, {1, 1}, {2, 2}}},
	} {
		g := build(t, len(c.points), c.edges)
		for range 3000 {
			if err := relax(t.Context(), g, c.points, 1, 0, 1); err != nil {
				t.Fatal(err)
			}
		}
		for u, row := range slowDistances(g) {
			for v, d := range row {
				if got := distance(c.points[u], c.points[v]); !math.IsInf(d, 1) && math.Abs(got-d) > 0.01 {
					t.Errorf("%s: nodes %d and %d lie %v apart, want %v", name, u, v, got, d)
				}
			}
		}
	}
}

// TestRelaxSlowly compares a step with one of matrices; up to 50 nodes all are pivots.
func TestRelaxSlowly(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 50).Draw(rt, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		g := randomGraph(t, r, n, r.IntN(4*n))
		points := make([]Point, n)
		for i := range points {
			points[i] = Point{9 * r.Float64(), 5 * r.Float64()}
		}
		want := slowScale(g, slowStep(g, slowScale(g, points)))
		if err := relax(t.Context(), g, points, 1, r.Uint64(), 1); err != nil {
			rt.Fatal(err)
		}
		for u, p := range points {
			if off := distance(p, want[u]); !(off < 1e-9) {
				rt.Fatalf("node %d of %d at %v, want %v", u, n, p, want[u])
			}
		}
	})
}

func slowScale(g *graph.Graph, points []Point) []Point {
	linear, square := 0.0, 0.0
	for u, row := range slowDistances(g) {
		for v, d := range row {
			if l := distance(points[u], points[v]); u != v && !math.IsInf(d, 1) {
				linear, square = linear+l, square+l*l/d
			}
		}
	}
	out := slices.Clone(points)
	for u := range out {
		if square > 0 {
			out[u] = Point{out[u].X * linear / square, out[u].Y * linear / square}
		}
	}
	return out
}

func slowStep(g *graph.Graph, at []Point) []Point {
	n, d := g.N(), slowDistances(g)
	// Rows of mean sum to one: a node and its neighbours.
	mean := make([][]float64, n)
	for u := range mean {
		mean[u] = make([]float64, n)
		near := 0.0
		for v := range n {
			if d[u][v] <= 1 {
				near++
			}
		}
		for v := range n {
			if d[u][v] <= 1 {
				mean[u][v] = 1 / near
			}
		}
	}
	own := make([]Point, n)
	for u := range n {
		to, weight := Point{}, 0.0
		for v := range n {
			if l := distance(at[u], at[v]); u != v && !math.IsInf(d[u][v], 1) {
				to.X += (at[v].X + d[u][v]*(at[u].X-at[v].X)/l) / d[u][v]
				to.Y += (at[v].Y + d[u][v]*(at[u].Y-at[v].Y)/l) / d[u][v]
				weight += 1 / d[u][v]
			}
		}
		if weight > 0 {
			own[u] = Point{to.X/weight - at[u].X, to.Y/weight - at[u].Y}
		}
	}
	out := slices.Clone(at)
	for u := range n {
		out[u].X += 0.2 * own[u].X
		out[u].Y += 0.2 * own[u].Y
		for v := range n {
			for w := range n {
				out[u].X += 0.8 * mean[u][v] * mean[v][w] * own[w].X
				out[u].Y += 0.8 * mean[u][v] * mean[v][w] * own[w].Y
			}
		}
	}
	return out
}

// TestRelaxSameForAnyWorkers, with fewer pivots than nodes.
func TestRelaxSameForAnyWorkers(t *testing.T) {
	g := planted(1500, 6000)
	start := make([]Point, g.N())
	for i := range start {
		start[i] = sunflower(i, len(start))
	}
	var first []Point
	for _, workers := range []int{1, 2, 8} {
		points := slices.Clone(start)
		if err := relax(t.Context(), g, points, 6, 0, workers); err != nil {
			t.Fatal(err)
		}
		if workers == 1 {
			first = points
		}
		if !slices.Equal(points, first) {
			t.Errorf("%d workers: points differ from those of 1", workers)
		}
	}
	other := slices.Clone(start)
	if err := relax(t.Context(), g, other, 6, 5, 1); err != nil || slices.Equal(other, first) {
		t.Errorf("another seed gives the same points (%v)", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := relax(ctx, g, other, 6, 0, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want context.Canceled", err)
	}
}

// TestRelaxEnough: no step is taken more than the stress asks for.
func TestRelaxEnough(t *testing.T) {
	n, edges := cliques(4, 10)
	g := build(t, n, edges)
	byOne := make([]Point, n)
	for i := range byOne {
		byOne[i] = sunflower(i*7%n, n)
	}
	atOnce := slices.Clone(byOne)
	steps := 0
	for before := slowWeighted(g, byOne); slowWeighted(g, byOne) > enough*before; steps++ {
		if err := relax(t.Context(), g, byOne, 1, 0, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := relax(t.Context(), g, atOnce, 1000, 0, 1); err != nil {
		t.Fatal(err)
	}
	for u := range atOnce {
		if steps < 2 || distance(atOnce[u], byOne[u]) > 1e-6 {
			t.Fatalf("node %d at %v, after %d steps one by one at %v", u, atOnce[u], steps, byOne[u])
		}
	}
}

// slowWeighted returns Σ(s·length − distance)²/distance at the best s, over Σ distance.
func slowWeighted(g *graph.Graph, points []Point) float64 {
	linear, square, all := 0.0, 0.0, 0.0
	for u, row := range slowDistances(g) {
		for v, d := range row {
			if l := distance(points[u], points[v]); u != v && !math.IsInf(d, 1) {
				linear, square, all = linear+l, square+l*l/d, all+d
			}
		}
	}
	return 1 - linear*linear/square/all
}

// TestRelaxShapes: nothing, one node, loops, all in one spot, stars and paths give finite points.
func TestRelaxShapes(t *testing.T) {
	check := func(name string, n int, edges []graph.Edge, spread float64) {
		points := make([]Point, n)
		for i := range points {
			points[i] = sunflower(i, n)
			points[i].X *= spread
			points[i].Y *= spread
		}
		if err := relax(t.Context(), build(t, n, edges), points, 2, 0, 0); err != nil {
			t.Fatal(err)
		}
		for u, p := range points {
			if !finite(p.X) || !finite(p.Y) {
				t.Fatalf("%s: node %d is at %v", name, u, p)
			}
		}
	}
	check("nothing", 0, nil, 1)
	check("one", 1, nil, 1)
	check("loops", 3, []graph.Edge{link(0, 0), link(1, 1)}, 1)
	check("one spot", 4, []graph.Edge{link(0, 1), link(1, 2)}, 0)
	check("far away", 4, []graph.Edge{link(0, 1), link(1, 2)}, 1e120)
	check("close by", 4, []graph.Edge{link(0, 1), link(1, 2)}, 1e-200)
	n, edges := star(100_000)
	check("star", n, edges, 100)
	n, edges = path(70_000) // longer than distances are kept
	check("path", n, edges, 100)
}

// TestPlacePublished holds whole pictures to the stress of Graphviz 2.43's sfdp, whose crossings were
// 78, 742, 203,257 and 9.66 million and whose share of kept neighbours .370, .425, .410 and .067.
func TestPlacePublished(t *testing.T) {
	for _, c := range []struct {
		name              string
		stress, crossings float64 // at most
		preservation      float64 // at least
	}{
		{"karate", 0.0976, 78, 0.375},
		{"lesmis", 0.1207, 850, 0.41},
		{"jazz", 0.1502, 195_000, 0.41},
		{"polblogs", 0.1639, 9.3e6, 0.064},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := graphdata.Load(t, c.name)
			parts, err := community.WeakComponents(t.Context(), g, community.ComponentsOptions{})
			if err != nil {
				t.Fatal(err)
			}
			points, err := Place(t.Context(), g, slices.Repeat([]float64{1}, g.N()), PlaceOptions{Components: parts.Group, Force: ForceAtlas2Options{EdgeWeightInfluence: -1}})
			if err != nil {
				t.Fatal(err)
			}
			r, err := Quality(t.Context(), g, points, QualityOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Stress > c.stress || r.Crossings > c.crossings || r.NeighborhoodPreservation < c.preservation {
				t.Errorf("got %+v, want at most %v and %v, at least %v", r, c.stress, c.crossings, c.preservation)
			}
			t.Logf("%+v", r)
		})
	}
}
