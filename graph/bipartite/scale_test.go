package bipartite

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// rmat returns a random graph of 2^bits nodes with heavy tails both ways. (R-MAT, Chakrabarti,
// Zhan & Faloutsos 2004, doi:10.1137/1.9781611972740.43, with the parameters of Graph 500.)
func rmat(t testing.TB, bits, m int) *graph.Graph {
	r := rand.New(rand.NewPCG(20, 42))
	label := r.Perm(1 << bits)
	edges := make([]graph.Edge, m)
	for i := range edges {
		u, v := 0, 0
		for range bits {
			x := r.Uint32N(100)
			u, v = u<<1, v<<1
			if x >= 76 {
				u |= 1
			}
			if x >= 57 && x < 76 || x >= 95 {
				v |= 1
			}
		}
		edges[i] = graph.Edge{From: int32(label[u]), To: int32(label[v])}
	}
	g, err := graph.New(1<<bits, edges, false)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// mostFollowed returns the k nodes with the most in-neighbours, ties by index.
func mostFollowed(g *graph.Graph, k int) []int32 {
	nodes := graph.Linked(g)
	slices.SortStableFunc(nodes, func(a, b int32) int { return len(g.In(b)) - len(g.In(a)) })
	return nodes[:k]
}

// BenchmarkTopPairs finds the 1,000 pairs of largest cosine among the 1,000 most followed
// of a million accounts, with the making of the incidence and without it.
func BenchmarkTopPairs(b *testing.B) {
	g := rmat(b, 20, 20_000_000)
	rows := mostFollowed(g, 1000)
	followers := func(b *testing.B) *Incidence {
		in, err := Select(g.Reverse(), rows)
		if err != nil {
			b.Fatal(err)
		}
		return in
	}
	in := followers(b)
	b.Run("selected", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := TopPairs(b.Context(), in, TopPairsOptions{Workers: 1}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("whole", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := TopPairs(b.Context(), followers(b), TopPairsOptions{Workers: 1}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFDSM tests 14 lists of followers, 5,000 follows in all, of 1,431 accounts.
func BenchmarkFDSM(b *testing.B) {
	in := random(b, rand.New(rand.NewPCG(3, 4)), 14, 1431, func(int, int) float64 { return 0.25 })
	for b.Loop() {
		if _, err := FDSM(b.Context(), in, FixedMarginsOptions{Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSDSM tests all pairs of 300 rows over 20,000 columns.
func BenchmarkSDSM(b *testing.B) {
	in := random(b, rand.New(rand.NewPCG(3, 4)), 300, 20000, func(i, c int) float64 { return 0.2 / float64(1+i%20) / float64(1+c%50) })
	for b.Loop() {
		if _, _, err := SDSM(b.Context(), in, SDSMOptions{Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
