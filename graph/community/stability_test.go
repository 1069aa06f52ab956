package community

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func TestAgreementByHand(t *testing.T) {
	tests := []struct {
		a, b     []int32
		ari, nmi float64
	}{
		{nil, nil, 1, 1},
		{[]int32{0}, []int32{3}, 1, 1},
		{[]int32{0, 1, 2}, []int32{2, 0, 1}, 1, 1},
		{[]int32{0, 0, 0, 0}, []int32{0, 1, 2, 3}, 0, 0},
		// One pair in both, of 2 and 1, of 6: (1 - 2/6) / (3/2 - 2/6) = 4/7; ln 2 shared of
		// entropies ln 2 and 3/2 ln 2.
		{[]int32{0, 0, 1, 1}, []int32{0, 0, 1, 2}, 4.0 / 7, 0.8},
		// Crossed: (0 - 4/6) / (2 - 4/6).
		{[]int32{0, 0, 1, 1}, []int32{0, 1, 0, 1}, -0.5, 0},
	}
	for _, tt := range tests {
		ari, err := AdjustedRand(tt.a, tt.b)
		if err != nil || math.Abs(ari-tt.ari) > 1e-12 {
			t.Errorf("adjusted Rand of %v and %v: got %v, error %v, want %v", tt.a, tt.b, ari, err, tt.ari)
		}
		nmi, err := NormalizedMutualInformation(tt.a, tt.b)
		if err != nil || math.Abs(nmi-tt.nmi) > 1e-12 {
			t.Errorf("mutual information of %v and %v: got %v, error %v, want %v", tt.a, tt.b, nmi, err, tt.nmi)
		}
	}
	if _, err := AdjustedRand([]int32{0}, []int32{0, 1}); err == nil {
		t.Error("different lengths: no error")
	}
	if _, err := NormalizedMutualInformation([]int32{0}, []int32{-1}); err == nil {
		t.Error("negative group: no error")
	}
}

// TestAgreementAgainstSlow counts all pairs of nodes, and sums over the whole table.
func TestAgreementAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "n")
		a := rapid.SliceOfN(rapid.Int32Range(0, 6), n, n).Draw(t, "a")
		b := rapid.SliceOfN(rapid.Int32Range(0, 9), n, n).Draw(t, "b")
		var both, inA, inB, all float64
		for u := range n {
			for v := range u {
				all++
				if a[u] == a[v] {
					inA++
				}
				if b[u] == b[v] {
					inB++
				}
				if a[u] == a[v] && b[u] == b[v] {
					both++
				}
			}
		}
		want := 1.0
		if d := (inA+inB)/2 - inA*inB/all; d != 0 {
			want = (both - inA*inB/all) / d
		}
		got, err := AdjustedRand(a, b)
		other, _ := AdjustedRand(b, a)
		if err != nil || math.Abs(got-want) > 1e-9 || math.Abs(got-other) > 1e-12 {
			t.Fatalf("adjusted Rand of %v and %v: got %v, the other way %v, want %v", a, b, got, other, want)
		}
		var table [7][10]float64
		var x [7]float64
		var y [10]float64
		for u := range n {
			p := 1 / float64(n)
			table[a[u]][b[u]] += p
			x[a[u]] += p
			y[b[u]] += p
		}
		shared, entropy := 0.0, 0.0
		plogp := func(p float64) float64 {
			if p == 0 {
				return 0
			}
			return p * math.Log(p)
		}
		for i := range x {
			entropy -= plogp(x[i])
			for j := range y {
				if table[i][j] > 0 {
					shared += table[i][j] * math.Log(table[i][j]/x[i]/y[j])
				}
			}
		}
		for j := range y {
			entropy -= plogp(y[j])
		}
		if entropy < 1e-9 {
			return
		}
		nmi, err := NormalizedMutualInformation(a, b)
		if want := 2 * shared / entropy; err != nil || math.Abs(nmi-want) > 1e-9 {
			t.Fatalf("mutual information of %v and %v: got %v, want %v", a, b, nmi, want)
		}
	})
}

// TestCompanyAgainstSlow compares sets of companions.
func TestCompanyAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		a := rapid.SliceOfN(rapid.Int32Range(0, 4), n, n).Draw(t, "a")
		b := rapid.SliceOfN(rapid.Int32Range(0, 7), n, n).Draw(t, "b")
		got := make([]float64, n)
		addCompany(got, newGroups(a), newGroups(b))
		for u := range n {
			both, either := 0.0, 0.0
			for v := range n {
				if v != u && (a[u] == a[v] || b[u] == b[v]) {
					either++
					if a[u] == a[v] && b[u] == b[v] {
						both++
					}
				}
			}
			want := 1.0
			if either > 0 {
				want = both / either
			}
			if math.Abs(got[u]-want) > 1e-12 {
				t.Fatalf("%v, %v: node %d: got %v, want %v", a, b, u, got[u], want)
			}
		}
	})
}

func stability(t *testing.T, g *graph.Graph, opt StabilityOptions) StabilityResult {
	t.Helper()
	r, err := Stability(context.Background(), g, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestStability: two cliques that share a node, which belongs to neither; it alone is
// unstable.
func TestStability(t *testing.T) {
	var edges []graph.Edge
	for u := range int32(6) {
		for v := range u {
			edges = append(edges, graph.Edge{From: u, To: v}, graph.Edge{From: u + 6, To: v + 6})
		}
		edges = append(edges, graph.Edge{From: 12, To: u}, graph.Edge{From: 12, To: u + 6})
	}
	g := build(t, 13, edges, false)
	r := stability(t, g, StabilityOptions{Leiden: LeidenOptions{Seed: 4}, Runs: 40, Threshold: 0.7})
	if !slices.Equal(r.Unstable, []int32{12}) || len(r.Quality) != 40 {
		t.Errorf("unstable %v of %v, want node 12; %d runs", r.Unstable, r.Node, len(r.Quality))
	}
	if r.AdjustedRand < 0.5 || r.AdjustedRand > 1 {
		t.Errorf("adjusted Rand %v", r.AdjustedRand)
	}
	if one := stability(t, g, StabilityOptions{Runs: 1}); one.AdjustedRand != 1 || slices.Min(one.Node) != 1 || one.Unstable != nil {
		t.Errorf("one run: adjusted Rand %v, nodes %v", one.AdjustedRand, one.Node)
	}
	if none := stability(t, build(t, 0, nil, false), StabilityOptions{}); none.AdjustedRand != 1 || len(none.Node) != 0 {
		t.Errorf("no node: %+v", none)
	}
}

// TestStabilityPlantedAndRandom: groups that are well apart are stable; those of a
// random graph, which has none, are not.
func TestStabilityPlantedAndRandom(t *testing.T) {
	g, _ := planted(t, 10, 50, 8, 1, 1)
	if r := stability(t, g, StabilityOptions{}); r.AdjustedRand < 0.99 || len(r.Unstable) > 0 {
		t.Errorf("planted: adjusted Rand %v, %d nodes unstable", r.AdjustedRand, len(r.Unstable))
	}
	g, _ = planted(t, 1, 500, 0, 4, 1)
	if r := stability(t, g, StabilityOptions{}); r.AdjustedRand > 0.6 || len(r.Unstable) < 250 {
		t.Errorf("random: adjusted Rand %v, %d nodes unstable", r.AdjustedRand, len(r.Unstable))
	}
}

func TestStabilityWorkers(t *testing.T) {
	g := graphdata.Load(t, "jazz")
	one := stability(t, g, StabilityOptions{Runs: 6, Workers: 1})
	for _, workers := range []int{2, 8} {
		if d := cmp.Diff(one, stability(t, g, StabilityOptions{Runs: 6, Workers: workers})); d != "" {
			t.Errorf("%d workers:\n%s", workers, d)
		}
	}
}
