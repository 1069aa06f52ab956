package centrality

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// dense returns the adjacency matrix.
func dense(g *graph.Graph) *mat.Dense {
	a := mat.NewDense(g.N(), g.N(), nil)
	for _, e := range g.AllEdges() {
		a.Set(int(e.From), int(e.To), e.Weight)
	}
	return a
}

func ones(n int) *mat.VecDense {
	v := mat.NewVecDense(n, nil)
	for i := range n {
		v.SetVec(i, 1)
	}
	return v
}

// projected returns x projected on the space of the largest eigenvalue of a symmetric
// matrix, at length 1, that eigenvalue, and the next by it.
func projected(a mat.Matrix, x *mat.VecDense) (p *mat.VecDense, largest, next float64) {
	n, _ := a.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, a.At(i, j))
		}
	}
	var e mat.EigenSym
	e.Factorize(s, true)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	values := e.Values(nil)
	largest = values[n-1]
	p = mat.NewVecDense(n, nil)
	for j := n - 1; j >= 0; j-- {
		if values[j] < largest*(1-1e-9) {
			next = values[j] / largest
			break
		}
		v := vectors.ColView(j)
		p.AddScaledVec(p, mat.Dot(v, x), v)
	}
	p.ScaleVec(1/mat.Norm(p, 2), p)
	return p, largest, next
}

func TestHITSAgainstDense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t, rapid.Bool().Draw(t, "weighted"))
		if g.M() == 0 {
			return
		}
		res, err := HITS(context.Background(), g, HITSOptions{Tolerance: 1e-13})
		if err != nil || !res.Converged {
			t.Fatal(res.Residual, err)
		}
		a := dense(g)
		var aat mat.Dense
		aat.Mul(a, a.T())
		hubs, _, next := projected(&aat, ones(g.N()))
		var authorities mat.VecDense
		authorities.MulVec(a.T(), hubs)
		authorities.ScaleVec(1/mat.Norm(&authorities, 2), &authorities)
		tolerance := 1e-12 / (1 - next) * 10
		for u := range g.N() {
			if !near(res.Hubs[u], hubs.AtVec(u), tolerance) || !near(res.Authorities[u], authorities.AtVec(u), tolerance) {
				t.Fatalf("node %d of %v: got %v and %v, want %v and %v", u, g.AllEdges(), res.Hubs[u], res.Authorities[u], hubs.AtVec(u), authorities.AtVec(u))
			}
		}
	})
}

// TestHITSAgainstGonum, on graphs where its plain iteration converges.
func TestHITSAgainstGonum(t *testing.T) {
	for seed := range uint64(5) {
		g := graphdata.RMAT(t, 200, 2000, seed)
		res, err := HITS(context.Background(), g, HITSOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for u, want := range network.HITS(oracle(g), 1e-12) {
			if !near(res.Hubs[u], want.Hub, 1e-7) || !near(res.Authorities[u], want.Authority, 1e-7) {
				t.Errorf("seed %d, node %d: got %v and %v, gonum %v", seed, u, res.Hubs[u], res.Authorities[u], want)
			}
		}
	}
}

// TestHITSPublished has the graph of networkx's own test, whose authorities are
// (√3-1)/2, 1-√3/2 and 1/2 of their sum, and hubs of wiki-Vote by scipy 1.17.1 (svds, tol 0).
func TestHITSPublished(t *testing.T) {
	var edges []graph.Edge
	for _, e := range [][2]int32{{1, 3}, {1, 5}, {2, 1}, {3, 5}, {5, 4}, {5, 3}, {6, 5}} {
		edges = append(edges, graph.Edge{From: e[0], To: e[1]})
	}
	res, err := HITS(context.Background(), build(t, 7, edges, false), HITSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	a, h := total(res.Authorities), total(res.Hubs)
	for u, want := range []float64{0, 0, 0, (math.Sqrt(3) - 1) / 2, 1 - math.Sqrt(3)/2, 0.5, 0} {
		if !near(res.Authorities[u]/a, want, 1e-8) {
			t.Errorf("authority of %d: got %v, want %v", u, res.Authorities[u]/a, want)
		}
	}
	for u, want := range []float64{0, 0.366025, 0, 0.211325, 0, 0.211325, 0.211325} {
		if !near(res.Hubs[u]/h, want, 1e-6) {
			t.Errorf("hub %d: got %v, want %v", u, res.Hubs[u]/h, want)
		}
	}
	res, err = HITS(context.Background(), graphdata.Load(t, "wiki-Vote"), HITSOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range map[int]float64{2204: 0.09211925177862533, 3649: 0.09187268425244152, 3064: 0.08313163601169121} {
		if !near(res.Authorities[u], want, 1e-8) {
			t.Errorf("wiki-Vote, authority of %d: got %v, want %v", u, res.Authorities[u], want)
		}
	}
	for u, want := range map[int]float64{2356: 0.219183948976349, 702: 0.2090767893627975, 2471: 0.17777224388069118} {
		if !near(res.Hubs[u], want, 1e-8) {
			t.Errorf("wiki-Vote, hub %d: got %v, want %v", u, res.Hubs[u], want)
		}
	}
}

// TestHITSEqualStars: four leaves that point at 0, and 5 that points at four: every hub of
// the four and 5 counts alike, and 0 has as much as all four of 5. A smaller star has nothing.
func TestHITSEqualStars(t *testing.T) {
	var edges []graph.Edge
	for i := int32(1); i <= 4; i++ {
		edges = append(edges, graph.Edge{From: i, To: 0}, graph.Edge{From: 5, To: 5 + i})
	}
	edges = append(edges, graph.Edge{From: 10, To: 12}, graph.Edge{From: 11, To: 12})
	res, err := HITS(context.Background(), build(t, 14, edges, false), HITSOptions{})
	if err != nil || !res.Converged {
		t.Fatal(res, err)
	}
	for u := range 14 {
		hub, authority := 0.0, 0.0
		switch {
		case u == 0:
			authority = 4 / math.Sqrt(20)
		case u <= 5:
			hub = 1 / math.Sqrt(5)
		case u <= 9:
			authority = 1 / math.Sqrt(20)
		}
		if !near(res.Hubs[u], hub, 1e-8) || !near(res.Authorities[u], authority, 1e-8) {
			t.Errorf("node %d: got %v and %v, want %v and %v", u, res.Hubs[u], res.Authorities[u], hub, authority)
		}
	}
}

// TestHITSReversed: hubs are the authorities of the graph turned round.
func TestHITSReversed(t *testing.T) {
	for seed := range uint64(5) {
		g := graphdata.RMAT(t, 300, 2000, seed)
		res, err := HITS(context.Background(), g, HITSOptions{})
		if err != nil {
			t.Fatal(err)
		}
		back, err := HITS(context.Background(), g.Reverse(), HITSOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for u := range g.N() {
			if !near(res.Hubs[u], back.Authorities[u], 1e-7) || !near(res.Authorities[u], back.Hubs[u], 1e-7) {
				t.Errorf("seed %d, node %d: %v and %v, turned round %v and %v", seed, u, res.Hubs[u], res.Authorities[u], back.Authorities[u], back.Hubs[u])
			}
		}
	}
}
