package layout

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

func plainNet(g *graph.Graph) *net {
	opt := ForceAtlas2Options{}
	opt.setDefaults()
	return newNet(g, opt)
}

// TestNet by hand: both arcs of a pair pull, a self-loop does not.
func TestNet(t *testing.T) {
	g := build(t, 4, []graph.Edge{{From: 0, To: 1, Weight: 2}, {From: 1, To: 0, Weight: 3}, {From: 2, To: 1, Weight: 4}, {From: 3, To: 3, Weight: 9}})
	n := plainNet(g)
	if want := []int64{0, 1, 3, 4, 4}; !slices.Equal(n.at, want) {
		t.Errorf("rows begin at %v, want %v", n.at, want)
	}
	if want := []int32{1, 0, 2, 1}; !slices.Equal(n.to, want) {
		t.Errorf("neighbours %v, want %v", n.to, want)
	}
	if want := []float32{5, 5, 4, 4}; !slices.Equal(n.pull, want) {
		t.Errorf("pulls %v, want %v", n.pull, want)
	}
	if want := []float32{2, 3, 2, 1}; !slices.Equal(n.mass, want) {
		t.Errorf("masses %v, want %v", n.mass, want)
	}
}

// TestCoarsenByHand: a path of four is two pairs, its ends first; a star is one group.
func TestCoarsenByHand(t *testing.T) {
	n, edges := path(4)
	if group, k := plainNet(build(t, n, edges)).coarsen(); k != 2 || group[0] != group[1] || group[2] != group[3] {
		t.Errorf("path: %d groups %v", k, group)
	}
	n, edges = star(9)
	if group, k := plainNet(build(t, n, edges)).coarsen(); k != 1 {
		t.Errorf("star: %d groups %v", k, group)
	}
}

// TestContract: groups are connected, no more than half the linked nodes, and masses and pulls between groups are kept.
func TestContract(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "n")
		var edges []graph.Edge
		for range rapid.IntRange(0, 120).Draw(rt, "m") {
			edges = append(edges, graph.Edge{From: rapid.Int32Range(0, int32(n-1)).Draw(rt, "u"), To: rapid.Int32Range(0, int32(n-1)).Draw(rt, "v"), Weight: float64(rapid.IntRange(1, 5).Draw(rt, "w"))})
		}
		fine := plainNet(build(t, n, edges))
		group, k := fine.coarsen()
		coarse := fine.contract(group, k)
		linked, alone := 0, 0
		var mass, across, left float32
		for u := range int32(n) {
			near, pull := fine.row(u)
			mate := false
			for i, v := range near {
				w := float32(1)
				if pull != nil {
					w = pull[i]
				}
				if mate = mate || group[u] == group[v]; group[u] != group[v] {
					across += w
				}
			}
			if mass += fine.mass[u]; len(near) == 0 {
				alone++
				continue
			}
			if linked++; !mate {
				rt.Fatalf("node %d has no neighbour in its group: %v", u, group)
			}
		}
		for c := range int32(k) {
			near, pull := coarse.row(c)
			mass -= coarse.mass[c]
			for i, d := range near {
				left += pull[i]
				if d == c || slices.Contains(near[:i], d) {
					rt.Fatalf("row %d: %v", c, near)
				}
			}
		}
		if mass != 0 || across != left || k > linked/2+alone {
			rt.Fatalf("%d groups of %d nodes with and %d without links; mass off by %v; pulls %v, want %v", k, linked, alone, mass, left, across)
		}
	})
}

// TestMultilevelUntangles: a grid of 25 by 25, from coarser versions, is nearly free of crossings;
// at once it is not within the same steps.
func TestMultilevelUntangles(t *testing.T) {
	var edges []graph.Edge
	for u := range 625 {
		if u%25 > 0 {
			edges = append(edges, link(u-1, u))
		}
		if u >= 25 {
			edges = append(edges, link(u-25, u))
		}
	}
	g := build(t, 625, edges)
	crossings := func(opt ForceAtlas2Options) float64 {
		q, err := Quality(t.Context(), g, lay(t, g, opt).Points, QualityOptions{Pairs: 1e7})
		if err != nil {
			t.Fatal(err)
		}
		return q.Crossings
	}
	start := make([]Point, 625)
	for i, p := range startPlaces(625, nil, 100, 1) {
		start[i] = Point{float64(p.x), float64(p.y)}
	}
	if with, without := crossings(ForceAtlas2Options{Iterations: 60}), crossings(ForceAtlas2Options{Iterations: 60, Start: start}); with > 200 || without < 5*with {
		t.Errorf("%v crossings, %v without coarser versions", with, without)
	}
}
