package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// hubWorld returns an invented network of n accounts, of which the first hubs
// are seeds with followers of a few to some hundred, most of one seed only; seeds
// follow the seed after them. One follower in ten carries class 0, a few class 1.
func hubWorld(hubs, n int) (*Input, *Results) {
	r := rand.New(rand.NewPCG(1, 2))
	var follows []graph.Edge
	seen := map[[2]int32]bool{}
	follow := func(u, v int) {
		if k := [2]int32{int32(u), int32(v)}; u != v && !seen[k] {
			seen[k] = true
			follows = append(follows, graph.Edge{From: k[0], To: k[1]})
		}
	}
	for h := range hubs {
		follow((h+1)%hubs, h)
		if h%3 == 0 {
			follow((h+5)%hubs, h)
		}
	}
	// The hubs share out the followers unevenly.
	share := make([]float64, hubs)
	sum := 0.0
	for h := range share {
		share[h] = 1 / math.Pow(float64(h+1), 0.7)
		sum += share[h]
	}
	pick := func() int {
		x := r.Float64() * sum
		for h := range share {
			if x -= share[h]; x < 0 {
				return h
			}
		}
		return hubs - 1
	}
	class := make([]int32, n)
	for u := range class {
		class[u] = -1
		if u < hubs {
			class[u] = 0
			continue
		}
		switch x := r.Float64(); {
		case x < 0.07:
			class[u] = 0
		case x < 0.085:
			class[u] = 1
		}
		follow(u, pick())
		for r.Float64() < 0.3 {
			follow(u, pick())
		}
		if class[u] == 0 {
			follow(u, hubs+r.IntN(n-hubs))
		}
	}
	snap := &adentro.Snapshot{Accounts: make([]adentro.Account, n)}
	for u := range snap.Accounts {
		snap.Accounts[u].Key = adentro.IDKey(uint64(u) + 1)
	}
	in := &Input{Snap: snap, Case: &adentro.Case{}, Follows: newGraph(n, follows), Seed: 1}
	out := &Results{
		Population: &Population{Kind: "lists"},
		Classes:    &Classes{Primary: class},
	}
	for h := range hubs {
		out.Population.Seeds = append(out.Population.Seeds, int32(h))
	}
	return in, out
}

// newGraph returns the unweighted graph of edges that are valid.
func newGraph(n int, edges []graph.Edge) *graph.Graph {
	g, err := graph.New(n, edges, false)
	if err != nil {
		panic(err)
	}
	return g
}

func drawBoth(t *testing.T, in *Input, out *Results) *Drawing {
	t.Helper()
	if err := runNetwork(context.Background(), in, out); err != nil {
		t.Fatal(err)
	}
	if err := runDrawing(context.Background(), in, out); err != nil {
		t.Fatal(err)
	}
	return out.Drawing
}

// checkView fails unless discs are inside the box, apart, and links lead to nodes.
func checkView(t *testing.T, name string, v *View) {
	t.Helper()
	for i, a := range v.Nodes {
		if !(a.R > 0 && a.X-a.R >= -1e-6 && a.X+a.R <= v.Width+1e-6 && a.Y-a.R >= -1e-6 && a.Y+a.R <= v.Height+1e-6) {
			t.Fatalf("%s: node %d at %v,%v with radius %v, outside %v×%v", name, i, a.X, a.Y, a.R, v.Width, v.Height)
		}
		for j, b := range v.Nodes[:i] {
			if d := math.Hypot(a.X-b.X, a.Y-b.Y); d < (a.R+b.R)*(1-1e-6) {
				t.Fatalf("%s: nodes %d and %d overlap: %v apart, radii %v and %v", name, j, i, d, a.R, b.R)
			}
		}
	}
	for _, e := range v.Edges {
		if e.From < 0 || int(e.From) >= len(v.Nodes) || e.To < 0 || int(e.To) >= len(v.Nodes) || e.From == e.To {
			t.Fatalf("%s: link %v in a view of %d nodes", name, e, len(v.Nodes))
		}
	}
}

// TestDrawingCounts checks that every account and link is drawn or counted as
// hidden, below the limits and above them.
func TestDrawingCounts(t *testing.T) {
	for _, world := range [][2]int{{1, 3}, {14, 1431}, {40, 2500}, {320, 3000}} {
		hubs, n := world[0], world[1]
		in, out := hubWorld(hubs, n)
		d := drawBoth(t, in, out)
		checkView(t, "business", d.Business)
		checkView(t, "overview", d.Overview)
		drawn, weight, seeds, groups := d.Business.HiddenNodes, d.Business.HiddenEdges, 0, 0
		for _, n := range d.Business.Nodes {
			drawn += max(1, len(n.Members))
			if n.Seed {
				seeds++
			} else {
				groups++
			}
		}
		for _, e := range d.Business.Edges {
			weight += int(e.Weight)
		}
		accounts, toSeeds := 0, 0
		for u := range int32(n) {
			linked := int(u) < hubs
			for _, v := range in.Follows.Out(u) {
				if int(v) < hubs {
					toSeeds++
					linked = true
				}
			}
			if linked {
				accounts++
			}
		}
		if drawn != accounts || weight != toSeeds {
			t.Errorf("%d hubs, %d accounts: business accounts for %d accounts and %d follows, want %d and %d", hubs, n, drawn, weight, accounts, toSeeds)
		}
		if seeds > businessSeeds || groups > businessGroups {
			t.Errorf("%d hubs, %d accounts: %d seeds and %d groups drawn", hubs, n, seeds, groups)
		}
		if nodes, links := len(d.Overview.Nodes)+d.Overview.HiddenNodes, len(d.Overview.Edges)+d.Overview.HiddenEdges; nodes != out.Network.Nodes || links != out.Network.Edges {
			t.Errorf("%d hubs, %d accounts: overview accounts for %d nodes and %d links, want %d and %d", hubs, n, nodes, links, out.Network.Nodes, out.Network.Edges)
		}
	}
}

func TestDrawingSameForAnyWorkers(t *testing.T) {
	var first *Drawing
	for _, workers := range []int{1, 3, 8} {
		in, out := hubWorld(6, 400)
		in.Workers = workers
		d := drawBoth(t, in, out)
		if first == nil {
			first = d
		}
		if !reflect.DeepEqual(d, first) {
			t.Errorf("%d workers: the drawing differs from that of 1", workers)
		}
	}
}

// Of many pairs that cannot all be drawn, none is drawn by half.
func TestOverviewHasNoLonelyNodes(t *testing.T) {
	n := 2*overviewNodes + 200
	var follows []graph.Edge
	for u := range int32(n / 2) {
		follows = append(follows, graph.Edge{From: u, To: int32(n) - 1 - u})
	}
	in, out := hubWorld(1, n)
	in.Follows = newGraph(n, follows)
	out.Population.Seeds = nil
	for u := range out.Classes.Primary {
		out.Classes.Primary[u] = -1
	}
	v := drawBoth(t, in, out).Overview
	if v == nil || len(v.Edges) == 0 {
		t.Fatal("nothing is drawn of pairs")
	}
	touched := make([]bool, len(v.Nodes))
	for _, e := range v.Edges {
		touched[e.From], touched[e.To] = true, true
	}
	for i := range touched {
		if !touched[i] {
			t.Errorf("node %d (account %d) is drawn without a link", i, v.Nodes[i].Account)
		}
	}
	if got := v.HiddenNodes + len(v.Nodes); got != n {
		t.Errorf("%d drawn and hidden, want %d", got, n)
	}
	if got := len(v.Nodes); got < overviewNodes-1 {
		t.Errorf("%d accounts drawn, want all %d that there is room for", got, overviewNodes)
	}
}

// Sizes are the score that was asked for, and larger scores have larger radii.
func TestOverviewSizes(t *testing.T) {
	in, out := hubWorld(4, 60)
	for _, name := range Sizes() {
		in.SizeBy = name
		v, net := drawBoth(t, in, out).Overview, out.Network
		scores := map[string][]float64{"in_degree": net.InDegree, "out_degree": net.OutDegree, "pagerank": net.PageRank, "betweenness": net.Betweenness}
		if v.SizeBy != name {
			t.Errorf("sizes by %q, want %q", v.SizeBy, name)
		}
		for _, a := range v.Nodes {
			if a.Size != scores[name][a.Account] {
				t.Errorf("%s: account %d has size %g, want %g", name, a.Account, a.Size, scores[name][a.Account])
			}
			for _, b := range v.Nodes {
				if !a.Seed && !b.Seed && a.Size < b.Size && a.R > b.R {
					t.Errorf("%s: size %g has radius %g, size %g has %g", name, a.Size, a.R, b.Size, b.R)
				}
			}
		}
	}
	in.SizeBy = "fame"
	if err := runDrawing(t.Context(), in, &Results{Population: out.Population, Classes: out.Classes, Network: out.Network}); err == nil {
		t.Error("a score that does not exist was accepted")
	}
}
