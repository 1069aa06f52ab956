package centrality

import (
	"context"
	"math"
	"math/cmplx"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func TestEigenvectorAgainstDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted")).Undirected()
		if g.M() == 0 {
			return
		}
		res, err := Eigenvector(context.Background(), g, EigenvectorOptions{Tolerance: 1e-13})
		if err != nil || !res.Converged {
			t.Fatal(res.Residual, err)
		}
		want, value, next := projected(dense(g), ones(g.N()))
		if !near(res.Value, value, 1e-12) {
			t.Fatalf("%v: eigenvalue %v, want %v", g.AllEdges(), res.Value, value)
		}
		for u := range g.N() {
			if !near(res.Scores[u], want.AtVec(u), 1e-11/(1-next)) {
				t.Fatalf("node %d of %v: got %v, want %v", u, g.AllEdges(), res.Scores[u], want.AtVec(u))
			}
		}
	})
}

// TestEigenvectorDirected compares with gonum's dense solution where the largest eigenvalue stands apart: then 5000 steps, of which
// each leaves less than 99 % of the error, must converge. Where it does not, k steps on a strongly connected graph leave a
// residual of some g·(1-g)^k, for a gap of g, which is below 1/(ek) whatever g is. On other graphs components may share the
// eigenvalue: see limitOfPowers.
func TestEigenvectorDirected(t *testing.T) {
	const steps, apart = 5000, 0.01
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted"))
		strong := rapid.Bool().Draw(t, "strongly connected")
		n := g.N()
		if strong {
			edges := g.AllEdges()
			for u := range n {
				edges = append(edges, graph.Edge{From: int32(u), To: int32((u + 1) % n), Weight: 1})
			}
			g = build(t, n, edges, g.Weighted())
		}
		res, err := Eigenvector(context.Background(), g, EigenvectorOptions{Tolerance: 1e-12, MaxIterations: steps})
		if err != nil {
			t.Fatal(err)
		}
		var want []float64
		tolerance := 1e-8
		if value, vector, gap := first(t, g); strong && gap > apart {
			if !res.Converged || !near(res.Value, value, 1e-10) {
				t.Fatalf("%v: eigenvalue %v, residual %v; want %v, which stands apart by %v", g.AllEdges(), res.Value, res.Residual, value, gap)
			}
			want = vector
		} else if strong && res.Residual > 1.0/steps {
			t.Fatalf("%v: residual %v", g.AllEdges(), res.Residual)
		} else if res.Converged && res.Value > 0 {
			want, tolerance = limitOfPowers(g), 1e-6
		}
		for u := range want {
			if !near(res.Scores[u], want[u], tolerance) {
				t.Fatalf("node %d of %v: got %v, want %v", u, g.AllEdges(), res.Scores[u], want[u])
			}
		}
	})
}

// first returns the largest eigenvalue λ of Aᵀ with its vector, and by which part of itself λ + λ/8 stands apart from
// the other eigenvalues plus λ/8.
func first(t *rapid.T, g *graph.Graph) (value float64, vector []float64, gap float64) {
	var eigen mat.Eigen
	if !eigen.Factorize(dense(g).T(), mat.EigenRight) {
		t.Fatal("no eigenvalues")
	}
	values := eigen.Values(nil)
	k := 0
	for i, v := range values {
		if real(v) > real(values[k]) {
			k = i
		}
	}
	value, gap = real(values[k]), 1
	for i, v := range values {
		if i != k {
			gap = min(gap, 1-cmplx.Abs(v+complex(value/8, 0))/(value*9/8))
		}
	}
	var vectors mat.CDense
	eigen.VectorsTo(&vectors)
	vector = make([]float64, g.N())
	for u := range vector {
		vector[u] = math.Abs(real(vectors.At(u, k))) // all of one sign, by Perron's theorem
	}
	floats.Scale(1/floats.Norm(vector, 2), vector)
	return value, vector, gap
}

// limitOfPowers returns the limit of (Aᵀ+I)^k·1, of length 1, by squaring 30 times: with each the rounding of eigenvalues that
// two components share doubles, and after 50 tears them apart.
func limitOfPowers(g *graph.Graph) []float64 {
	m := mat.DenseCopyOf(dense(g).T())
	for u := range g.N() {
		m.Set(u, u, m.At(u, u)+1)
	}
	for range 30 {
		var square mat.Dense
		square.Mul(m, m)
		m.Scale(1/mat.Max(&square), &square)
	}
	var v mat.VecDense
	v.MulVec(m, ones(g.N()))
	v.ScaleVec(1/mat.Norm(&v, 2), &v)
	return v.RawVector().Data
}

// TestEigenvectorPath: on a path of n nodes node j has sin(jπ/(n+1)), and λ is
// 2cos(π/(n+1)), near the next, so that the basis is restarted often.
func TestEigenvectorPath(t *testing.T) {
	const n = 300
	res, err := Eigenvector(context.Background(), build(t, n, path(n), false).Undirected(), EigenvectorOptions{Tolerance: 1e-12, MaxIterations: 10000})
	if err != nil || !res.Converged || res.Iterations < 3*basisSize {
		t.Fatal(res.Residual, res.Iterations, err)
	}
	if want := 2 * math.Cos(math.Pi/(n+1)); !near(res.Value, want, 1e-14) {
		t.Errorf("eigenvalue: got %v, want %v", res.Value, want)
	}
	for j := range n {
		if want := math.Sqrt(2.0/(n+1)) * math.Sin(float64(j+1)*math.Pi/(n+1)); !near(res.Scores[j], want, 1e-8) {
			t.Errorf("node %d: got %v, want %v", j, res.Scores[j], want)
		}
	}
}

// TestEigenvectorPublished compares with numpy 2.4.6 (eigh), by networkx 3.6.1, and with
// scipy 1.17.1 (eigs, tol 0) for the directed graph.
func TestEigenvectorPublished(t *testing.T) {
	for name, tt := range map[string]struct {
		value float64
		want  map[int]float64
	}{
		"karate":    {6.725697727631729, map[int]float64{0: 0.3554914445, 33: 0.3733634703, 2: 0.3171925045, 16: 0.0236356281}},
		"lesmis":    {65.02628035526055, map[int]float64{11: 0.45566649344002924, 55: 0.41871408813559446, 26: 0.3741914673950733}},
		"wiki-Vote": {45.14469545, map[int]float64{2204: 0.11719694619047791, 3649: 0.10896914427330921, 12: 0.09818046327225059}},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := Eigenvector(context.Background(), graphdata.Load(t, name), EigenvectorOptions{Tolerance: 1e-10})
			if err != nil || !res.Converged || !near(res.Value, tt.value, 1e-9) {
				t.Fatalf("eigenvalue %v, residual %v, error %v; want %v", res.Value, res.Residual, err, tt.value)
			}
			for u, want := range tt.want {
				if !near(res.Scores[u], want, 1e-8) {
					t.Errorf("node %d: got %v, want %v", u, res.Scores[u], want)
				}
			}
		})
	}
}

func TestEigenvectorByHand(t *testing.T) {
	half := math.Sqrt(0.5)
	ring3 := []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}}
	for _, tt := range []struct {
		name  string
		n     int
		edges []graph.Edge
		value float64
		want  []float64
	}{
		{"star", 5, append(star(5), graph.Edge{From: 0, To: 1}, graph.Edge{From: 0, To: 2}, graph.Edge{From: 0, To: 3}, graph.Edge{From: 0, To: 4}), 2, []float64{half, half / 2, half / 2, half / 2, half / 2}},
		{"no cycle", 4, append(path(3), graph.Edge{From: 0, To: 3}), 0, []float64{0, 0, 0, 0}},
		{"self-loops", 3, []graph.Edge{{From: 0, To: 0}, {From: 2, To: 2}}, 1, []float64{half, 0, half}},
		// Node 3 is pointed at by the ring, and 4 points at it.
		{"ring with tails", 5, append(ring3, graph.Edge{From: 1, To: 3}, graph.Edge{From: 4, To: 0}), 1, []float64{0.5, 0.5, 0.5, 0.5, 0}},
	} {
		res, err := Eigenvector(context.Background(), build(t, tt.n, tt.edges, false), EigenvectorOptions{})
		if err != nil || !res.Converged || !near(res.Value, tt.value, 1e-8) {
			t.Errorf("%s: eigenvalue %v, residual %v, error %v; want %v", tt.name, res.Value, res.Residual, err, tt.value)
			continue
		}
		for u, want := range tt.want {
			if !near(res.Scores[u], want, 1e-8) {
				t.Errorf("%s, node %d: got %v, want %v", tt.name, u, res.Scores[u], want)
			}
		}
	}
	// One self-loop leads to another of the same eigenvalue.
	res, err := Eigenvector(context.Background(), build(t, 2, []graph.Edge{{From: 0, To: 0}, {From: 0, To: 1}, {From: 1, To: 1}}, false), EigenvectorOptions{})
	if err != nil || res.Converged {
		t.Errorf("two loops in a row: got %+v, %v, want no convergence", res, err)
	}
}
