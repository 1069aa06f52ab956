package centrality

import (
	"context"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// benchmarkSizes runs on skewed networks of 100,000 and a million nodes with 20 edges a node.
func benchmarkSizes(b *testing.B, run func(b *testing.B, g *graph.Graph)) {
	for _, size := range []struct {
		name string
		n    int
	}{{"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			run(b, graphdata.RMAT(b, size.n, 20*size.n, 4))
		})
	}
}

func BenchmarkPageRank(b *testing.B) {
	benchmarkSizes(b, func(b *testing.B, g *graph.Graph) {
		iterations := 0
		for b.Loop() {
			res, err := PageRank(context.Background(), g, PageRankOptions{Tolerance: 1e-8})
			if err != nil || !res.Converged {
				b.Fatal(res.Change, err)
			}
			iterations = res.Iterations
		}
		b.ReportMetric(float64(iterations), "iterations")
	})
}

func BenchmarkHITS(b *testing.B) {
	benchmarkSizes(b, func(b *testing.B, g *graph.Graph) {
		iterations := 0
		for b.Loop() {
			res, err := HITS(context.Background(), g, HITSOptions{})
			if err != nil || !res.Converged {
				b.Fatal(res.Residual, err)
			}
			iterations = res.Iterations
		}
		b.ReportMetric(float64(iterations), "iterations")
	})
}

func BenchmarkEigenvector(b *testing.B) {
	benchmarkSizes(b, func(b *testing.B, g *graph.Graph) {
		iterations := 0
		for b.Loop() {
			res, err := Eigenvector(context.Background(), g, EigenvectorOptions{})
			if err != nil || !res.Converged {
				b.Fatal(res.Residual, err)
			}
			iterations = res.Iterations
		}
		b.ReportMetric(float64(iterations), "iterations")
	})
}
