package community

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// TestRefine: parts stay in their groups and are connected, what is not well connected
// with its group stays alone, and the sums that are kept on the way are right.
func TestRefine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, true)
		group := rapid.SliceOfN(rapid.Int32Range(0, min(3, int32(g.N())-1)), g.N(), g.N()).Draw(t, "group")
		q := quality{rapid.SampledFrom([]float64{0.1, 0.5, 1, 3}).Draw(t, "γ"), rapid.Bool().Draw(t, "cpm")}
		if g.M() == 0 {
			return
		}
		n, err := newNetwork(t.Context(), g, q, 1)
		if err != nil {
			t.Fatal(err)
		}
		k := compact(group)
		r := newRefiner(n, group)
		if err := r.run(t.Context(), k, rapid.Uint64().Draw(t, "seed"), 1); err != nil {
			t.Fatal(err)
		}
		s := g.Undirected()
		whole, cut, size := make([]float64, k), make([]float64, g.N()), make([]int, g.N())
		for u, l := range r.label {
			whole[group[u]] += n.mass[u]
			size[l]++
			if group[l] != group[u] {
				t.Fatalf("%v: node %d of group %d is in part %d of %d", g.AllEdges(), u, group[u], l, group[l])
			}
		}
		for u := range int32(g.N()) {
			within := 0.0
			for i, v := range s.Out(u) {
				if v != u && group[u] == group[v] {
					within += s.OutWeights(u)[i]
					if r.label[u] != r.label[v] {
						cut[r.label[u]] += s.OutWeights(u)[i]
					}
				}
			}
			if within < n.per*n.mass[u]*(whole[group[u]]-n.mass[u])-1e-9 && size[r.label[u]] > 1 {
				t.Fatalf("%v, groups %v: node %d is not well connected, yet in a part of %d", g.AllEdges(), group, u, size[r.label[u]])
			}
		}
		for _, l := range r.label {
			if math.Abs(cut[l]-r.cut[l]) > 1e-9 {
				t.Fatalf("%v, groups %v, parts %v: cut of %d: got %v, want %v", g.AllEdges(), group, r.label, l, r.cut[l], cut[l])
			}
		}
		if !connected(t, g, number(r.label)) {
			t.Fatalf("%v: parts are not connected", g.AllEdges())
		}
	})
}

// weighted returns g with weights at random.
func weighted(t testing.TB, g *graph.Graph) *graph.Graph {
	r := rand.New(rand.NewPCG(3, 0))
	edges := g.AllEdges()
	for i := range edges {
		edges[i].Weight = 2 * r.Float64()
	}
	return build(t, g.N(), edges, true)
}

// TestMoverGains: what the moves gain one by one is what the quality rises by; where nodes bid
// together it is about that.
func TestMoverGains(t *testing.T) {
	small, _ := planted(t, 40, 100, 8, 3, 2)
	large, _ := planted(t, 164, 100, 8, 3, 2)
	for i, g := range []*graph.Graph{small, weighted(t, small), large, weighted(t, large)} {
		for _, q := range []quality{{1, false}, {0.01, true}} {
			n, err := newNetwork(t.Context(), g, q, 1)
			if err != nil {
				t.Fatal(err)
			}
			m := newMover(n, identity(n.size()))
			value := func() float64 {
				if q.cpm {
					return CPM(g, m.group, q.gamma)
				}
				return Modularity(g, m.group, q.gamma) * n.total / 2
			}
			before := value()
			gained, err := m.run(t.Context(), 2, 0)
			off := 1e-9
			if g.N() >= smallest {
				off = 0.05
			}
			if want := value() - before; err != nil || !(math.Abs(gained-want) <= off*want) {
				t.Errorf("graph %d, %+v: gained %v, error %v, want %v", i, q, gained, err, want)
			}
		}
	}
}

// TestBlocks: the blocks are the queue, each with a share of the edges or a node that
// has more, also where there are no edges.
func TestBlocks(t *testing.T) {
	var star []graph.Edge
	for u := int32(1); u < smallest; u++ {
		star = append(star, graph.Edge{From: u, To: 0})
	}
	some, _ := planted(t, 164, 100, 3, 1, 2)
	for i, g := range []*graph.Graph{some, build(t, smallest, star, false), build(t, smallest, nil, false), build(t, 3, star[:2], false)} {
		n, err := newNetwork(t.Context(), g, quality{gamma: 1}, 1)
		if err != nil {
			t.Fatal(err)
		}
		m := newMover(n, identity(n.size()))
		if order := slices.Sorted(slices.Values(m.queue)); !slices.Equal(order, identity(n.size())) {
			t.Fatalf("graph %d: the queue does not hold every node once", i)
		}
		for from := 0; from < len(m.queue); {
			nodes, edges := m.block(from), 0
			if len(nodes) == 0 || len(nodes) > batch || nodes[0] != m.queue[from] {
				t.Fatalf("graph %d: block of %d nodes from %d", i, len(nodes), from)
			}
			for _, u := range nodes[:len(nodes)-1] {
				to, _ := n.row(u)
				edges += len(to)
			}
			if edges > len(n.to)/share {
				t.Errorf("graph %d: %d edges in a block from %d, of %d", i, edges, from, len(n.to))
			}
			from += len(nodes)
		}
		if _, err := m.run(t.Context(), 2, 0); err != nil {
			t.Error(err)
		}
	}
}

// TestMoverLeads: where volumes count for next to nothing, no node has more weight to
// another group than to its own when the moves end, though few nodes are visited often.
func TestMoverLeads(t *testing.T) {
	check := func(t interface {
		Fatal(...any)
		Fatalf(string, ...any)
	}, g *graph.Graph) {
		n, err := newNetwork(context.Background(), g, quality{1e-9, true}, 1)
		if err != nil {
			t.Fatal(err)
		}
		m := newMover(n, identity(n.size()))
		if _, err := m.run(context.Background(), 2, 0); err != nil {
			t.Fatal(err)
		}
		for u := range int32(g.N()) {
			sum := map[int32]float64{}
			to, weights := n.row(u)
			for i, v := range to {
				w := 1.0
				if weights != nil {
					w = weights[i]
				}
				sum[m.group[v]] += w
			}
			for c, w := range sum {
				if w > sum[m.group[u]]+1e-3 {
					t.Fatalf("node %d: %v to group %d, %v to its own", u, w, c, sum[m.group[u]])
				}
			}
		}
	}
	g, _ := planted(t, 164, 100, 3, 1, 2)
	check(t, g)
	check(t, weighted(t, g))
	rapid.Check(t, func(t *rapid.T) { check(t, drawGraph(t, true)) })
}

// TestMoverLeaves: nodes that are better alone go, each to an empty group.
func TestMoverLeaves(t *testing.T) {
	var edges []graph.Edge
	for u := range int32(5) {
		for v := range u {
			edges = append(edges, graph.Edge{From: u, To: v})
		}
	}
	n, err := newNetwork(t.Context(), build(t, 5, edges, false), quality{2, true}, 1)
	if err != nil {
		t.Fatal(err)
	}
	m := newMover(n, make([]int32, 5))
	if _, err := m.run(t.Context(), 1, 0); err != nil || compact(m.group) != 5 {
		t.Errorf("a clique at γ 2: groups %v, error %v", m.group, err)
	}
}
