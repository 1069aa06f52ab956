package centrality

import (
	"context"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

func BenchmarkBetweenness(b *testing.B) {
	g := graphdata.RMAT(b, 10_000, 200_000, 1)
	for b.Loop() {
		betweenness(b, g, BetweennessOptions{})
	}
}

// BenchmarkBetweennessSampled follows 16 sources of a large graph.
func BenchmarkBetweennessSampled(b *testing.B) {
	g := graphdata.RMAT(b, 1_000_000, 20_000_000, 4)
	sources, _ := pickSources(g.N(), -1, 16, 1)
	for b.Loop() {
		if _, err := sumDependencies(context.Background(), g, sources, true, BetweennessOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCloseness(b *testing.B) {
	g := graphdata.RMAT(b, 10_000, 200_000, 1)
	for b.Loop() {
		closeness(b, g, ClosenessOptions{})
	}
}
