package bipartite

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// slowTFIDF computes every similarity from whole vectors.
func slowTFIDF(in *Incidence, minCount float64, maxHolders int) (pairs []graph.Edge, rows, columns int) {
	vectors := make([][]float64, in.Rows())
	for i := range vectors {
		total := 0.0
		v := make([]float64, in.Columns())
		for k, c := range in.Row(i) {
			v[c] = in.Counts(i)[k]
			total += v[c]
		}
		if total >= minCount {
			vectors[i] = v
			rows++
		}
	}
	for c := range in.Columns() {
		df := 0
		for _, v := range vectors {
			if v != nil && v[c] > 0 {
				df++
			}
		}
		stays := df > 1 && (maxHolders == 0 || len(in.Holders(c)) <= maxHolders)
		if stays {
			columns++
		}
		for _, v := range vectors {
			if v == nil {
				continue
			}
			if stays {
				v[c] *= math.Log((1+float64(rows))/(1+float64(df))) + 1
			} else {
				v[c] = 0
			}
		}
	}
	for i, v := range vectors {
		for j := i + 1; j < len(vectors); j++ {
			w := vectors[j]
			if v == nil || w == nil {
				continue
			}
			if s := dot(v, w) / math.Sqrt(dot(v, v)*dot(w, w)); s > 0 {
				pairs = append(pairs, graph.Edge{From: int32(i), To: int32(j), Weight: s})
			}
		}
	}
	return pairs, rows, columns
}

func TestTFIDFAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := draw(t)
		opt := TFIDFOptions{MinCount: rapid.SampledFrom([]float64{-1, 3, 0}).Draw(t, "least count"), Quantile: rapid.SampledFrom([]float64{-1, 0.3, 0.5, 0.9, 0}).Draw(t, "quantile")}
		minCount, quantile := opt.MinCount, opt.Quantile
		if minCount == 0 {
			minCount = 10
		}
		if quantile == 0 {
			quantile = 0.995
		}
		opt.MaxHolders = rapid.IntRange(0, 6).Draw(t, "most holders")
		want, rows, columns := slowTFIDF(in, minCount, opt.MaxHolders)
		threshold := 0.0
		if similar := len(want); quantile > 0 && similar > 0 {
			sorted := make([]float64, similar)
			for i, e := range want {
				sorted[i] = e.Weight
			}
			slices.Sort(sorted)
			threshold = sorted[int(math.Ceil(quantile*float64(similar)))-1]
		}
		for _, workers := range []int{1, 2, 8} {
			opt.Workers = workers
			got := must[TFIDFResult](t)(TFIDF(context.Background(), in, opt))
			if got.Rows != rows || got.Columns != columns || got.Similar != int64(len(want)) || math.Abs(got.Threshold-threshold) > 1e-12 {
				t.Fatalf("%+v; want %d rows, %d columns, %d similar, threshold %v", got, rows, columns, len(want), threshold)
			}
			kept := map[[2]int32]float64{}
			for _, e := range got.Pairs {
				kept[[2]int32{e.From, e.To}] = e.Weight
			}
			for _, e := range want {
				weight, ok := kept[[2]int32{e.From, e.To}]
				if ok && math.Abs(weight-e.Weight) > 1e-12 || !ok && e.Weight > threshold+1e-12 || ok && e.Weight < threshold-1e-12 {
					t.Fatalf("%v: got %v (%v), threshold %v", e, weight, ok, threshold)
				}
			}
			if !slices.IsSortedFunc(got.Pairs, byEnds) {
				t.Fatal("pairs are not sorted")
			}
		}
	})
}

// TestTFIDFPeer compares with scikit-learn 1.9.1: TfidfTransformer on the counts without the
// columns of df = 1, then cosine_similarity.
func TestTFIDFPeer(t *testing.T) {
	in := parse(t, "5302010", "4100001", "0023100", "1022010", "0000300")
	got := must[TFIDFResult](t)(TFIDF(t.Context(), in, TFIDFOptions{MinCount: -1, Quantile: -1}))
	want := []graph.Edge{
		{From: 0, To: 1, Weight: 0.8837823962208892},
		{From: 0, To: 2, Weight: 0.2255959489664404},
		{From: 0, To: 3, Weight: 0.4525641287025503},
		{From: 1, To: 3, Weight: 0.2735051663327223},
		{From: 2, To: 3, Weight: 0.8363283280008692},
		{From: 2, To: 4, Weight: 0.2987878163339466},
	}
	if len(got.Pairs) != len(want) {
		t.Fatalf("got %v", got.Pairs)
	}
	for i, e := range got.Pairs {
		if e.From != want[i].From || e.To != want[i].To || !near(e.Weight, want[i].Weight, 1e-12) {
			t.Errorf("got %v, want %v", e, want[i])
		}
	}
}

func TestTFIDFTopK(t *testing.T) {
	pairs := []graph.Edge{{From: 0, To: 1, Weight: 0.5}, {From: 0, To: 2, Weight: 0.9}, {From: 0, To: 3, Weight: 0.5}, {From: 1, To: 2, Weight: 0.7}, {From: 2, To: 3, Weight: 0.1}}
	// The best of 0 and 2 is 0-2; of 1, 1-2; of 3, 0-3.
	want := []graph.Edge{pairs[1], pairs[2], pairs[3]}
	if d := cmp.Diff(want, topOfEither(slices.Clone(pairs), 4, 1)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(pairs, topOfEither(slices.Clone(pairs), 4, 9)); d != "" {
		t.Error(d)
	}
	for _, opt := range []TFIDFOptions{{Quantile: 1}, {Quantile: math.NaN()}, {TopK: -1}} {
		if _, err := TFIDF(t.Context(), parse(t, "1"), opt); err == nil {
			t.Errorf("%+v is taken", opt)
		}
	}
}

func TestDisparityByHand(t *testing.T) {
	// Node 0 sends 75 of 115 to one of five: (1-75/115)^4. The others judge by what they
	// receive: node 5 gets 75 of 76 in two edges.
	g := must[*graph.Graph](t)(graph.New(6, []graph.Edge{
		{From: 0, To: 1, Weight: 10}, {From: 0, To: 2, Weight: 10}, {From: 0, To: 3, Weight: 10}, {From: 0, To: 4, Weight: 10},
		{From: 0, To: 5, Weight: 75}, {From: 1, To: 5, Weight: 1}, {From: 5, To: 5, Weight: 1000},
	}, true))
	light := math.Pow(105.0/115, 4)
	want := []float64{light, light, light, light, 1.0 / 76, 75.0 / 76, 1}
	for i, got := range Disparity(g) {
		if !near(got, want[i], 1e-12) {
			t.Errorf("edge %v: got %v, want %v", g.AllEdges()[i], got, want[i])
		}
	}
	// The edge 0-5, undirected: (1-75/115)^4 at 0, 1-75/76 at 5, which is smaller.
	if got := Disparity(g.Undirected()); !near(got[4], 1.0/76, 1e-12) {
		t.Errorf("undirected: got %v", got[4])
	}
	if got := Disparity(must[*graph.Graph](t)(graph.New(0, nil, false))); len(got) != 0 {
		t.Errorf("no edges: got %v", got)
	}
	star := make([]graph.Edge, 100000)
	for i := range star {
		star[i] = graph.Edge{From: 0, To: int32(i + 1)}
	}
	for _, a := range Disparity(must[*graph.Graph](t)(graph.New(len(star)+1, star, false))) {
		if !near(a, 1/math.E, 1e-4) {
			t.Fatalf("a star of equal edges: got %v, want 1/e", a)
		}
	}
}

// TestDisparityIsUniform where a node's weight is broken at random, which is its null.
func TestDisparityIsUniform(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	below := make([]int, 4)
	levels := []float64{0.01, 0.05, 0.15, 0.5}
	total := 0
	for range 4000 {
		var edges []graph.Edge
		for v := range int32(8) {
			edges = append(edges, graph.Edge{From: 0, To: v + 1, Weight: r.ExpFloat64()}) // broken evenly, in all
		}
		for _, a := range Disparity(must[*graph.Graph](t)(graph.New(9, edges, true))) {
			total++
			for i, level := range levels {
				if a < level {
					below[i]++
				}
			}
		}
	}
	for i, level := range levels {
		if got := float64(below[i]) / float64(total); math.Abs(got-level) > 5*math.Sqrt(level/4000) {
			t.Errorf("%v of the edges are below %v", got, level)
		}
	}
}

func TestMultipleByHand(t *testing.T) {
	// The example of Benjamini & Hochberg 1995, §3.2: at 0.05, four of fifteen are rejected,
	// by Bonferroni three.
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000}
	count := func(q []float64) (n int) {
		for _, v := range q {
			if v <= 0.05 {
				n++
			}
		}
		return n
	}
	if n := count(BenjaminiHochberg(p)); n != 4 {
		t.Errorf("%d rejected, want 4", n)
	}
	if n := count(Bonferroni(p)); n != 3 {
		t.Errorf("Bonferroni: %d rejected, want 3", n)
	}
	if q := BenjaminiHochberg([]float64{0.04, 0.01, 0.04}); !near(q[0], 0.04, 1e-12) || !near(q[1], 0.03, 1e-12) || q[2] != q[0] {
		t.Errorf("got %v, want [0.04 0.03 0.04]", q)
	}
	if len(BenjaminiHochberg(nil)) != 0 || len(Bonferroni(nil)) != 0 {
		t.Error("no tests: got some")
	}
}

// TestBenjaminiHochbergAgainstSlow: q ≤ α where the procedure of the paper rejects at α.
func TestBenjaminiHochbergAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Map(rapid.IntRange(0, 20), func(k int) float64 { return float64(k) / 20 })).Draw(t, "p")
		alpha := rapid.Float64Range(0.001, 1).Draw(t, "alpha")
		sorted := slices.Sorted(slices.Values(p))
		limit := -1.0
		for i, v := range sorted {
			if v*float64(len(p))/float64(i+1) <= alpha {
				limit = v
			}
		}
		for i, q := range BenjaminiHochberg(p) {
			if (q <= alpha) != (p[i] <= limit) {
				t.Fatalf("p %v: q %v, limit %v at %v", p[i], q, limit, alpha)
			}
		}
	})
}
