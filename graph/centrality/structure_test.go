package centrality

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// The structural kernels, for tests that take one graph and default options.
func coreOf(t interface{ Fatal(...any) }, g *graph.Graph, kind CoreKind) []int32 {
	r, err := KCore(context.Background(), g, KCoreOptions{Degree: kind})
	if err != nil {
		t.Fatal(err)
	}
	return r.Core
}

func clusteringOf(t interface{ Fatal(...any) }, g *graph.Graph, directed bool) ClusteringResult {
	r, err := Clustering(context.Background(), g, ClusteringOptions{Directed: directed})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func assortativityOf(t interface{ Fatal(...any) }, g *graph.Graph) DegreeAssortativityResult {
	r, err := DegreeAssortativity(context.Background(), g, AssortativityOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mixingOf(t interface{ Fatal(...any) }, g *graph.Graph, labels []int32) MixingResult {
	r, err := Mixing(context.Background(), g, labels, MixingOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func diameterOf(t interface{ Fatal(...any) }, g *graph.Graph) DiameterResult {
	r, err := Diameter(context.Background(), g, DiameterOptions{MaxSearches: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// adjacent returns whether an edge runs from u to v, without self-loops.
func adjacent(g *graph.Graph) [][]bool {
	a := make([][]bool, g.N())
	for u := range a {
		a[u] = make([]bool, g.N())
	}
	for _, e := range g.AllEdges() {
		a[e.From][e.To] = e.From != e.To
	}
	return a
}

// slowCore takes nodes below k away until there are none, for every k.
func slowCore(g *graph.Graph, kind CoreKind) []int32 {
	a := adjacent(g)
	degree := func(u int, in []bool) (d int32) {
		for v := range a {
			if !in[v] {
				continue
			}
			from, to := a[v][u], a[u][v]
			if kind == CoreNeighbours && (from || to) || kind == CoreIn && from || kind == CoreOut && to {
				d++
			}
			if kind == CoreTotal && from {
				d++
			}
			if kind == CoreTotal && to {
				d++
			}
		}
		return d
	}
	core := make([]int32, g.N())
	for k, some := int32(1), true; some; k++ {
		in := make([]bool, g.N())
		for u := range in {
			in[u] = true
		}
		for changed := true; changed; {
			changed = false
			for u := range in {
				if in[u] && degree(u, in) < k {
					in[u], changed = false, true
				}
			}
		}
		some = false
		for u := range in {
			if in[u] {
				core[u], some = k, true
			}
		}
	}
	return core
}

func TestKCoreAgainstSlowAndGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		for _, kind := range []CoreKind{CoreNeighbours, CoreTotal, CoreIn, CoreOut} {
			if got, want := coreOf(t, g, kind), slowCore(g, kind); !slices.Equal(got, want) {
				t.Fatalf("core of %v by degree %d: got %v, want %v", g.AllEdges(), kind, got, want)
			}
		}
		if got, want := coreOf(t, g.Reverse(), CoreIn), coreOf(t, g, CoreOut); !slices.Equal(got, want) {
			t.Fatalf("core of %v: in-degree of the reverse gives %v, out-degree %v", g.AllEdges(), got, want)
		}
		core := coreOf(t, g, CoreNeighbours)
		_, gonums := topo.DegeneracyOrdering(undirectedOracle(g))
		for k, nodes := range gonums {
			for _, u := range nodes {
				if core[u.ID()] != int32(k) {
					t.Fatalf("core of node %d of %v: got %d, gonum %d", u.ID(), g.AllEdges(), core[u.ID()], k)
				}
			}
		}
	})
}

// TestKCoreByHand: a triangle 0,1,2 with a tail 2-3-4, all edges one way but 3-4.
func TestKCoreByHand(t *testing.T) {
	g := build(t, 6, []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}, {From: 2, To: 3}, {From: 3, To: 4}, {From: 4, To: 3}, {From: 4, To: 4}}, false)
	for kind, want := range map[CoreKind][]int32{CoreNeighbours: {2, 2, 2, 1, 1, 0}, CoreTotal: {2, 2, 2, 2, 2, 0}, CoreIn: {1, 1, 1, 1, 1, 0}, CoreOut: {1, 1, 1, 1, 1, 0}} {
		if got := coreOf(t, g, kind); !slices.Equal(got, want) {
			t.Errorf("degree %d: got %v, want %v", kind, got, want)
		}
	}
}

// slowClustering looks at all triples.
func slowClustering(g *graph.Graph, directed bool) ClusteringResult {
	a, n := adjacent(g), g.N()
	joined := func(u, v int) bool { return a[u][v] || a[v][u] }
	r := ClusteringResult{Local: make([]float64, n), Triangles: make([]int64, n)}
	var ends int64
	for u := range n {
		var edges, pairs int64
		for v := range n {
			for w := range n {
				if v == w || !joined(u, v) || !joined(u, w) {
					continue
				}
				pairs++
				if directed && a[v][w] || !directed && joined(v, w) {
					edges++
				}
				if joined(v, w) {
					r.Triangles[u]++
				}
			}
		}
		r.Triangles[u] /= 2
		r.Triples += pairs / 2
		ends += r.Triangles[u]
		if pairs > 0 {
			r.Local[u] = float64(edges) / float64(pairs)
		}
		r.Average += r.Local[u] / float64(n)
	}
	r.Total = ends / 3
	if r.Triples > 0 {
		r.Transitivity = float64(ends) / float64(r.Triples)
	}
	return r
}

func TestClusteringAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		for _, directed := range []bool{false, true} {
			got, want := clusteringOf(t, g, directed), slowClustering(g, directed)
			if !slices.Equal(got.Local, want.Local) || !slices.Equal(got.Triangles, want.Triangles) || got.Total != want.Total || got.Triples != want.Triples ||
				!near(got.Average, want.Average, 1e-12) || !near(got.Transitivity, want.Transitivity, 1e-12) {
				t.Fatalf("clustering of %v, directed %v:\n got %+v\nwant %+v", g.AllEdges(), directed, got, want)
			}
		}
		both := g.Undirected()
		if a, b := clusteringOf(t, both, true), clusteringOf(t, both, false); !slices.Equal(a.Local, b.Local) {
			t.Fatalf("clustering of the symmetric %v: directed %v, undirected %v", g.AllEdges(), a.Local, b.Local)
		}
	})
}

func TestClusteringLDBC(t *testing.T) {
	for _, name := range []string{"lcc/dir", "lcc/undir", "lcc/example-directed", "lcc/example-undirected"} {
		v := graphdata.LDBC(t, name)
		got := clusteringOf(t, v.Graph, true).Local
		for u, want := range v.Floats(t) {
			if math.Abs(got[u]-want) > 1e-4*want {
				t.Errorf("%s, node %d: got %v, want %v", name, v.IDs[u], got[u], want)
			}
		}
	}
}

func TestDegreeAssortativityAgainstGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		a := adjacent(g)
		in, out, all := make([]float64, g.N()), make([]float64, g.N()), make([]float64, g.N())
		for u := range a {
			for v := range a {
				if a[u][v] {
					out[u]++
					in[v]++
				}
				if a[u][v] || a[v][u] {
					all[u]++
				}
			}
		}
		slow := func(from, to []float64, undirected bool) float64 {
			var x, y []float64
			for u := range a {
				for v := range a {
					if a[u][v] || undirected && a[v][u] {
						x, y = append(x, from[u]), append(y, to[v])
					}
				}
			}
			if len(x) == 0 || slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y) {
				return 0
			}
			return stat.Correlation(x, y, nil)
		}
		r := assortativityOf(t, g)
		for name, x := range map[string][2]float64{
			"undirected": {r.Undirected, slow(all, all, true)}, "out-in": {r.OutIn, slow(out, in, false)}, "in-in": {r.InIn, slow(in, in, false)},
			"in-out": {r.InOut, slow(in, out, false)}, "out-out": {r.OutOut, slow(out, out, false)},
		} {
			if !near(x[0], x[1], 1e-9) {
				t.Fatalf("%s assortativity of %v: got %v, want %v", name, g.AllEdges(), x[0], x[1])
			}
		}
		b := assortativityOf(t, g.Reverse())
		if !near(b.OutIn, r.OutIn, 1e-9) || !near(b.InIn, r.OutOut, 1e-9) || !near(b.InOut, r.InOut, 1e-9) || b.Links != r.Links {
			t.Fatalf("assortativity of %v: %+v, of its reverse %+v", g.AllEdges(), r, b)
		}
	})
}

func TestDiameterAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, false)
		n, a := g.N(), adjacent(g)
		distance := make([][]int, n)
		for u := range n {
			distance[u] = make([]int, n)
			for v := range n {
				switch {
				case u == v:
				case a[u][v] || a[v][u]:
					distance[u][v] = 1
				default:
					distance[u][v] = n + 1
				}
			}
		}
		for k := range n {
			for u := range n {
				for v := range n {
					distance[u][v] = min(distance[u][v], distance[u][k]+distance[k][v])
				}
			}
		}
		nodes, want := 0, 0
		for u := range n {
			size, far := 0, 0
			for v := range n {
				if distance[u][v] <= n {
					size++
					for w := range n {
						if distance[v][w] <= n {
							far = max(far, distance[v][w])
						}
					}
				}
			}
			if size > nodes {
				nodes, want = size, far
			}
		}
		got := diameterOf(t, g)
		if !got.Exact || got.Lower != want || got.Upper != want || got.Nodes != nodes || distance[got.From][got.To] != want {
			t.Fatalf("diameter of %v: got %+v, want %d of %d nodes", g.AllEdges(), got, want, nodes)
		}
		few, err := Diameter(context.Background(), g, DiameterOptions{MaxSearches: 1})
		if err != nil || few.Lower > want || few.Upper < want {
			t.Fatalf("diameter of %v in few searches: got %+v, want bounds around %d", g.AllEdges(), few, want)
		}
	})
}

// TestStructurePublished compares with published figures: karate and jazz by KONECT
// (http://konect.cc/networks/ucidata-zachary/, http://konect.cc/networks/arenas-jazz/); the power grid's clustering of .080 by
// Watts & Strogatz 1998 (doi:10.1038/30918); wiki-Vote by SNAP (https://snap.stanford.edu/data/wiki-Vote.html). Of the first
// three all figures are those of networkx 3.6.1 as well. What is 0 here is not published.
func TestStructurePublished(t *testing.T) {
	for _, tt := range []struct {
		name                                 string
		triangles                            int64
		average, transitivity, assortativity float64
		core                                 int32
		diameter                             int
	}{
		{"karate", 45, 0.5706, 0.2557, -0.4756, 4, 5},
		{"jazz", 17899, 0.6175, 0.5203, 0.0202, 29, 6},
		{"power", 651, 0.0801, 0.1032, 0.0035, 5, 46},
		{"wiki-Vote", 608389, 0.1409, 0, 0, 0, 7},
	} {
		g := graphdata.Load(t, tt.name)
		c, r, d := clusteringOf(t, g, false), assortativityOf(t, g), diameterOf(t, g)
		t.Logf("%s: %d triangles, clustering %.4f, transitivity %.4f, assortativity %.4f, core %d, %+v", tt.name, c.Total, c.Average, c.Transitivity, r.Undirected, slices.Max(coreOf(t, g, CoreNeighbours)), d)
		if c.Total != tt.triangles || math.Abs(c.Average-tt.average) > 6e-5 {
			t.Errorf("%s: %d triangles, clustering %.5f; want %d, %v", tt.name, c.Total, c.Average, tt.triangles, tt.average)
		}
		if !d.Exact || d.Lower != tt.diameter {
			t.Errorf("%s: diameter %+v, want %d", tt.name, d, tt.diameter)
		}
		if tt.core == 0 {
			continue
		}
		if math.Abs(c.Transitivity-tt.transitivity) > 6e-5 || math.Abs(r.Undirected-tt.assortativity) > 6e-5 || slices.Max(coreOf(t, g, CoreNeighbours)) != tt.core {
			t.Errorf("%s: transitivity %.5f, assortativity %.5f; want %v, %v, core %d", tt.name, c.Transitivity, r.Undirected, tt.transitivity, tt.assortativity, tt.core)
		}
	}
}

// TestDegreeAssortativityOfWikiVote compares with networkx 3.6.1 (degree_assortativity_coefficient).
func TestDegreeAssortativityOfWikiVote(t *testing.T) {
	r := assortativityOf(t, graphdata.Load(t, "wiki-Vote"))
	for name, x := range map[string][2]float64{
		"in-in": {r.InIn, 0.0050910065792613285}, "in-out": {r.InOut, 0.007095795579867658}, "out-in": {r.OutIn, -0.08324455771686791}, "out-out": {r.OutOut, -0.018909153225472316},
		"undirected": {r.Undirected, -0.08305248270016032},
	} {
		if !near(x[0], x[1], 1e-10) {
			t.Errorf("%s: got %v, want %v", name, x[0], x[1])
		}
	}
}

func TestStructureForAnyWorkers(t *testing.T) {
	g := graphdata.RMAT(t, 40_000, 200_000, 5)
	ctx := context.Background()
	var first []float64
	for _, workers := range []int{1, 2, 8} {
		core, err := KCore(ctx, g, KCoreOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		var told int64
		cl, err := Clustering(ctx, g, ClusteringOptions{Directed: true, Workers: workers, Progress: func(done, _ int64) { told = max(told, done) }})
		if err != nil || told != int64(g.N()) {
			t.Fatal(told, err)
		}
		a, err := DegreeAssortativity(ctx, g, AssortativityOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		d, err := Diameter(ctx, g, DiameterOptions{Workers: workers, MaxSearches: 50})
		if err != nil {
			t.Fatal(err)
		}
		all := append(slices.Clone(cl.Local), cl.Average, cl.Transitivity, float64(cl.Total), a.Undirected, a.InIn, a.InOut, a.OutIn, a.OutOut,
			float64(d.Lower), float64(d.Upper), float64(d.Searches), float64(d.From), float64(d.To))
		for _, c := range core.Core {
			all = append(all, float64(c))
		}
		if first == nil {
			first = all
		}
		if !slices.Equal(all, first) {
			t.Errorf("%d workers: results differ from those of 1", workers)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, e1 := KCore(cancelled, g, KCoreOptions{})
	_, e2 := Clustering(cancelled, g, ClusteringOptions{})
	_, e3 := DegreeAssortativity(cancelled, g, AssortativityOptions{})
	_, e4 := Diameter(cancelled, g, DiameterOptions{})
	_, e5 := Mixing(cancelled, g, make([]int32, g.N()), MixingOptions{})
	for i, err := range []error{e1, e2, e3, e4, e5} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled kernel %d: got %v", i+1, err)
		}
	}
}

func TestStructureShapes(t *testing.T) {
	const n = 1_000_000
	for _, tt := range []struct {
		name     string
		n        int
		edges    []graph.Edge
		core     int32
		diameter int
	}{
		{"no node", 0, nil, 0, 0},
		{"one node", 1, nil, 0, 0},
		{"self-loops only", 3, shapes[2].edges, 0, 0},
		{"star of a million leaves", n + 1, star(n + 1), 1, 2},
		{"path of a million nodes", n, path(n), 1, n - 1},
	} {
		g := build(t, tt.n, tt.edges, false)
		for kind, want := range []int32{tt.core, tt.core, 0, 0} {
			if got := coreOf(t, g, CoreKind(kind)); len(got) != tt.n || len(got) > 0 && slices.Max(got) != want {
				t.Errorf("%s: largest core by degree %d is not %d", tt.name, kind, want)
			}
		}
		c, m := clusteringOf(t, g, true), mixingOf(t, g, make([]int32, tt.n))
		if c.Total != 0 || c.Average != 0 || c.Transitivity != 0 || len(c.Local) != tt.n || m.Assortativity != 0 || m.StdErr != 0 {
			t.Errorf("%s: %d triangles, average %v, transitivity %v, mixing %v ± %v", tt.name, c.Total, c.Average, c.Transitivity, m.Assortativity, m.StdErr)
		}
		if d := diameterOf(t, g); !d.Exact || d.Lower != tt.diameter || d.Searches > 10 {
			t.Errorf("%s: diameter %+v, want %d", tt.name, d, tt.diameter)
		}
		// On the star every edge has the same degrees but undirected, where it joins the largest to the smallest.
		r := assortativityOf(t, g)
		if tt.n == n+1 && (!near(r.Undirected, -1, 1e-9) || r.OutIn != 0) || r.OutIn != r.OutIn || r.InOut != r.InOut {
			t.Errorf("%s: assortativity %+v", tt.name, r)
		}
		if share, of := Density(g); share < 0 || share > 1 || of != int64(tt.n)*max(0, int64(tt.n)-1) {
			t.Errorf("%s: density %v of %d", tt.name, share, of)
		}
	}
}

// undirectedOracle copies the collapsed graph for gonum.
func undirectedOracle(g *graph.Graph) *simple.UndirectedGraph {
	o := simple.NewUndirectedGraph()
	for u := range g.N() {
		o.AddNode(simple.Node(u))
	}
	for _, e := range g.AllEdges() {
		if e.From != e.To {
			o.SetEdge(simple.Edge{F: simple.Node(e.From), T: simple.Node(e.To)})
		}
	}
	return o
}

func TestStrengths(t *testing.T) {
	g := build(t, 3, []graph.Edge{{From: 0, To: 1, Weight: 2}, {From: 1, To: 0, Weight: 3}, {From: 1, To: 2, Weight: 0.5}, {From: 2, To: 2, Weight: 7}}, true)
	for name, x := range map[string][2][]float64{
		"in": {InStrength(g), {3, 2, 7.5}}, "out": {OutStrength(g), {2, 3.5, 7}}, "both": {Strength(g), {5, 5.5, 14.5}},
	} {
		if !slices.Equal(x[0], x[1]) {
			t.Errorf("%s: got %v, want %v", name, x[0], x[1])
		}
	}
	if u := build(t, 5001, star(5001), false); !slices.Equal(InStrength(u), InDegree(u)) || !slices.Equal(Strength(u), Degree(u)) {
		t.Error("without weights strengths are not degrees")
	}
	if share, of := Density(g); share != 0.5 || of != 6 {
		t.Errorf("density: got %v of %d, want 1/2 of 6", share, of)
	}
}
