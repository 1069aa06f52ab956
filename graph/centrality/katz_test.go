package centrality

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// TestKatzAgainstDense solves (I-αAᵀ)x = 1 directly.
func TestKatzAgainstDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted"))
		opt := KatzOptions{Tolerance: 1e-14}
		if rapid.Bool().Draw(t, "fixed") {
			opt.Alpha = 0.005
		}
		res, err := Katz(context.Background(), g, opt)
		if err != nil || !res.Converged {
			t.Fatal(res.Change, err)
		}
		m := mat.DenseCopyOf(dense(g).T())
		m.Scale(-res.Alpha, m)
		for u := range g.N() {
			m.Set(u, u, 1+m.At(u, u))
		}
		var want mat.VecDense
		if err := want.SolveVec(m, ones(g.N())); err != nil {
			t.Fatal(err)
		}
		if opt.Alpha == 0 && res.Value > 0 && !near(res.Alpha*res.Value, 0.85, 1e-12) {
			t.Fatalf("alpha %v for an eigenvalue of %v", res.Alpha, res.Value)
		}
		for u := range g.N() {
			if !near(res.Scores[u], want.AtVec(u), 1e-10) {
				t.Fatalf("node %d of %v: got %v, want %v", u, g.AllEdges(), res.Scores[u], want.AtVec(u))
			}
		}
	})
}

// TestKatzPublished compares with networkx 3.6.1 (katz_centrality_numpy, not normalised) on the
// karate club and with scipy 1.17.1 (spsolve) on wiki-Vote.
func TestKatzPublished(t *testing.T) {
	for name, tt := range map[string]struct {
		alpha float64
		want  map[int]float64
	}{
		"karate":    {0.1, map[int]float64{0: 4.982993566538766, 33: 5.139338796430176, 16: 1.4062146692209405}},
		"wiki-Vote": {0.01, map[int]float64{3649: 8.240329772065511, 2204: 7.238739925894549, 12: 7.054451184349832}},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := Katz(context.Background(), graphdata.Load(t, name), KatzOptions{Alpha: tt.alpha, Tolerance: 1e-13})
			if err != nil || !res.Converged {
				t.Fatal(res.Change, err)
			}
			for u, want := range tt.want {
				if !near(res.Scores[u], want, 1e-10) {
					t.Errorf("node %d: got %v, want %v", u, res.Scores[u], want)
				}
			}
		})
	}
}

func TestKatzByHand(t *testing.T) {
	// On a path without cycles x0 = 1, x1 = 1+α, x2 = 1+α+α².
	res, err := Katz(context.Background(), build(t, 3, path(3), false), KatzOptions{Alpha: 2})
	if err != nil || res.Scores[0] != 1 || res.Scores[1] != 3 || res.Scores[2] != 7 || !res.Converged {
		t.Errorf("path: got %+v, %v, want 1, 3, 7", res, err)
	}
	// A self-loop of weight 4 has 1/(1-4α).
	loop := build(t, 1, []graph.Edge{{From: 0, To: 0, Weight: 4}}, true)
	res, err = Katz(context.Background(), loop, KatzOptions{Alpha: 0.125})
	if err != nil || !near(res.Scores[0], 2, 1e-7) || !near(res.Value, 4, 1e-8) {
		t.Errorf("loop: got %+v, %v, want 2", res, err)
	}
	for _, alpha := range []float64{0.25, 1, -1, math.NaN(), math.Inf(1)} {
		if res, err := Katz(context.Background(), loop, KatzOptions{Alpha: alpha}); err == nil {
			t.Errorf("loop, alpha %v: got %+v, want an error", alpha, res)
		}
	}
	if res, err := Katz(context.Background(), build(t, 3000, path(3000), false), KatzOptions{Alpha: 10, MaxIterations: 5000}); err == nil {
		t.Errorf("long path, alpha 10: got %+v, want an error", res.Change)
	}
}
