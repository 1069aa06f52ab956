package graph

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro"
)

// partsOf cuts edges into parts of these sizes, the last of what is left, each in blocks of at most three.
func partsOf(edges []Edge, sizes ...int) (parts []Part) {
	for len(edges) > 0 {
		n := len(edges)
		if len(sizes) > 0 {
			n, sizes = min(n, sizes[0]), sizes[1:]
		}
		some := edges[:n]
		edges = edges[n:]
		parts = append(parts, Part{n, func(block func(from, to []int32, weights []float64)) error {
			for b := range slices.Chunk(some, 3) {
				var from, to []int32
				var weights []float64
				for _, e := range b {
					from, to, weights = append(from, e.From), append(to, e.To), append(weights, e.Weight)
				}
				block(from, to, weights)
			}
			return nil
		}})
	}
	return parts
}

// byMap sums duplicates in the order of the edges, and sorts.
func byMap(n int, edges []Edge, weighted bool) (out []Edge) {
	type pair struct{ u, v int32 }
	sum := map[pair]float64{}
	for _, e := range edges {
		sum[pair{e.From, e.To}] += e.Weight
	}
	for p, w := range sum {
		if !weighted {
			w = 1
		}
		out = append(out, Edge{p.u, p.v, w})
	}
	slices.SortFunc(out, func(a, b Edge) int { return (int(a.From)-int(b.From))*n + int(a.To) - int(b.To) })
	return out
}

// checkGraph compares both directions of g with edges.
func checkGraph(t interface{ Fatalf(string, ...any) }, g *Graph, want []Edge) {
	if got := g.AllEdges(); !slices.Equal(got, want) {
		t.Fatalf("edges (-want +got):\n%s", cmp.Diff(want, got))
	}
	var in []Edge
	loops, total := 0, 0.0
	for v := range int32(g.N()) {
		for i, u := range g.In(v) {
			e := Edge{u, v, 1}
			if w := g.InWeights(v); w != nil {
				e.Weight = w[i]
			}
			in = append(in, e)
		}
	}
	slices.SortStableFunc(in, func(a, b Edge) int { return int(a.From) - int(b.From) })
	if !slices.Equal(in, want) {
		t.Fatalf("edges by their ends (-want +got):\n%s", cmp.Diff(want, in))
	}
	for _, e := range want {
		total += e.Weight
		if e.From == e.To {
			loops++
		}
	}
	if g.SelfLoops() != loops || g.Total() != total || g.M() != len(want) {
		t.Fatalf("loops, total, edges: %d %v %d; want %d %v %d", g.SelfLoops(), g.Total(), g.M(), loops, total, len(want))
	}
}

func TestFromPartsAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		node := rapid.Int32Range(0, int32(n-1))
		edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Edge {
			return Edge{node.Draw(t, "from"), node.Draw(t, "to"), rapid.Float64Range(0, 1).Draw(t, "weight")}
		}), 0, 80).Draw(t, "edges")
		sizes := rapid.SliceOfN(rapid.IntRange(1, 20), 0, 5).Draw(t, "sizes")
		for _, opt := range []PartsOptions{{}, {Weighted: true}, {Weighted: true, Workers: 3}} {
			g, err := FromParts(context.Background(), n, partsOf(edges, sizes...), opt)
			if err != nil {
				t.Fatal(err)
			}
			checkGraph(t, g, byMap(n, edges, opt.Weighted))
		}
		from, to := ends(edges)
		g, err := FromEnds(context.Background(), n, from, to, PartsOptions{})
		if err != nil {
			t.Fatal(err)
		}
		checkGraph(t, g, byMap(n, edges, false))
	})
}

// ends returns the sources and the targets of edges.
func ends(edges []Edge) (from, to []int32) {
	for _, e := range edges {
		from, to = append(from, e.From), append(to, e.To)
	}
	return from, to
}

// TestFromPartsLarge builds graphs of many buckets and blocks: any number of workers gives the same
// bits, and what the map gives. One source and one target have many of all edges, so that their buckets are large. Of three
// million nodes entries take 64 bits.
func TestFromPartsLarge(t *testing.T) {
	for _, n := range []int32{5000, 3_000_000} {
		testLarge(t, n)
	}
}

func testLarge(t *testing.T, nodes int32) {
	r := rand.New(rand.NewPCG(1, 2))
	const m = 280_000
	n := int(nodes)
	edges := make([]Edge, m)
	for i := range edges {
		edges[i] = Edge{r.Int32N(nodes), r.Int32N(nodes), r.Float64()}
		if i%3 == 0 {
			edges[i].To = 7
		}
		if i%5 == 0 {
			edges[i].From = nodes - 1
		}
	}
	for _, weighted := range []bool{false, true} {
		want := byMap(n, edges, weighted)
		var first *Graph
		for _, workers := range []int{1, 2, 8} {
			g, err := FromParts(context.Background(), n, partsOf(edges, 1000, 100_000, 1, 150_000), PartsOptions{Weighted: weighted, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = g
				checkGraph(t, g, want)
			}
			if !slices.Equal(g.out.nodes, first.out.nodes) || !slices.Equal(g.out.weights, first.out.weights) || !slices.Equal(g.in.weights, first.in.weights) || !slices.Equal(g.in.at, first.in.at) {
				t.Errorf("weighted %v: %d workers give other rows than one", weighted, workers)
			}
		}
	}
	for _, workers := range []int{1, 2, 8} {
		from, to := ends(edges)
		g, err := FromEnds(context.Background(), n, from, to, PartsOptions{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		checkGraph(t, g, byMap(n, edges, false))
	}
}

// TestFromPartsShapes: a star and a path of a million nodes, both ways round, and empty graphs.
func TestFromPartsShapes(t *testing.T) {
	const n = 1_000_000
	star, path := make([]Edge, n-1), make([]Edge, n-1)
	for i := range n - 1 {
		star[i] = Edge{0, int32(i + 1), 1}
		path[i] = Edge{int32(n - 1 - i), int32(n - 2 - i), 1}
	}
	g := must(New(n, star, false))
	if len(g.Out(0)) != n-1 || g.M() != n-1 || !slices.Equal(g.In(n-1), []int32{0}) {
		t.Errorf("star: %d out of the centre, %d edges", len(g.Out(0)), g.M())
	}
	g = must(New(n, path, true))
	if !slices.Equal(g.Out(1), []int32{0}) || !slices.Equal(g.In(1), []int32{2}) || g.M() != n-1 || len(g.Out(0)) != 0 {
		t.Errorf("path: %v out of 1, %v into it", g.Out(1), g.In(1))
	}
	for n := range 2 {
		if g := must(FromParts(context.Background(), n, nil, PartsOptions{})); g.N() != n || g.M() != 0 || g.Undirected().M() != 0 || Induce(g, nil).N() != 0 {
			t.Errorf("%d nodes, no parts: %d nodes, %d edges", n, g.N(), g.M())
		}
	}
}

func TestFromPartsRefuses(t *testing.T) {
	boom := errors.New("boom")
	one := func(edges int, from, to []int32, w []float64) []Part {
		return []Part{{edges, func(block func(from, to []int32, weights []float64)) error { block(from, to, w); return nil }}}
	}
	for name, parts := range map[string][]Part{
		"too many edges":  one(1, []int32{0, 1}, []int32{1, 0}, nil),
		"ends of a block": one(2, []int32{0, 1}, []int32{1}, nil),
		"weights":         one(1, []int32{0}, []int32{1}, []float64{1, 2}),
		"node":            one(1, []int32{0}, []int32{2}, nil),
		"negative node":   one(1, []int32{-1}, []int32{0}, nil),
		"NaN":             one(1, []int32{0}, []int32{1}, []float64{math.NaN()}),
	} {
		if g, err := FromParts(context.Background(), 2, parts, PartsOptions{Weighted: true}); err == nil {
			t.Errorf("%s: got %v, want an error", name, g.AllEdges())
		}
	}
	for _, from := range [][]int32{{0, 1}, {2}, {-1}} {
		if g, err := FromEnds(context.Background(), 2, from, []int32{0}, PartsOptions{}); err == nil {
			t.Errorf("from %v to 0: got %v, want an error", from, g.AllEdges())
		}
	}
	if _, err := FromParts(context.Background(), 2, []Part{{1, func(func(from, to []int32, weights []float64)) error { return boom }}}, PartsOptions{}); !errors.Is(err, boom) {
		t.Errorf("got %v, want boom", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := FromParts(ctx, 2, one(1, []int32{0}, []int32{1}, nil), PartsOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if g := must(FromParts(context.Background(), 2, one(9, []int32{0}, []int32{1}, nil), PartsOptions{Weighted: true})); g.M() != 1 || g.EdgeWeight(0, 1) != 1 {
		t.Errorf("fewer edges than said, without weights: %v", g.AllEdges())
	}
}

// TestFromListsLong compares lists of more members than a part holds with the edges that they are.
func TestFromListsLong(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const n = 3000
	var lists []adentro.List
	var edges []Edge
	for i := range 40 {
		l := adentro.List{Owner: r.Int32N(n), Kind: adentro.Followers}
		if i%2 == 0 {
			l.Kind = adentro.Following
		}
		for range 20_000 {
			u := r.Int32N(n+20) - 10
			l.Members = append(l.Members, u)
			switch {
			case u < 0 || u >= n:
			case l.Kind == adentro.Followers:
				edges = append(edges, Edge{u, l.Owner, 1})
			default:
				edges = append(edges, Edge{l.Owner, u, 1})
			}
		}
		lists = append(lists, l)
	}
	checkGraph(t, FromLists(n, lists), byMap(n, edges, false))
}

func TestByDegree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		node := rapid.Int32Range(0, int32(n-1))
		var edges []Edge
		for range rapid.IntRange(0, 60).Draw(t, "m") {
			edges = append(edges, Edge{node.Draw(t, "from"), node.Draw(t, "to"), float64(rapid.IntRange(1, 5).Draw(t, "weight"))})
		}
		g := must(New(n, edges, rapid.Bool().Draw(t, "weighted")))
		h, old := ByDegree(g)
		degree := func(g *Graph, u int32) int { return len(g.Out(u)) + len(g.In(u)) }
		var back []Edge
		for _, e := range h.AllEdges() {
			back = append(back, Edge{old[e.From], old[e.To], e.Weight})
		}
		checkGraph(t, g, byMap(n, back, true))
		for i := range int32(n - 1) {
			a, b := degree(h, i), degree(h, i+1)
			if a < b || a == b && old[i] > old[i+1] {
				t.Fatalf("degrees %d, %d of nodes %d, %d stand in this order", a, b, old[i], old[i+1])
			}
		}
	})
}

// FuzzFromParts builds graphs of random bytes, in random parts, and compares with a map.
func FuzzFromParts(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 0, 0, 2, 2, 2}, uint8(3), uint8(2), true)
	f.Add([]byte{}, uint8(0), uint8(1), false)
	f.Fuzz(func(t *testing.T, b []byte, nodes, size uint8, weighted bool) {
		n := int(nodes)
		var edges []Edge
		for ; len(b) >= 3 && n > 0; b = b[3:] {
			edges = append(edges, Edge{int32(int(b[0]) % n), int32(int(b[1]) % n), float64(b[2]) / 7})
		}
		var sizes []int
		for range len(edges) {
			sizes = append(sizes, int(size)+1)
		}
		g, err := FromParts(context.Background(), n, partsOf(edges, sizes...), PartsOptions{Weighted: weighted, Workers: int(size)%4 + 1})
		if err != nil {
			t.Fatal(err)
		}
		checkGraph(t, g, byMap(n, edges, weighted))
		if len(edges) > 0 {
			edges[len(edges)/2].To = int32(n)
			if _, err := FromParts(context.Background(), n, partsOf(edges, sizes...), PartsOptions{}); err == nil {
				t.Fatal(fmt.Sprint("an edge to ", n, " was let in"))
			}
		}
	})
}
