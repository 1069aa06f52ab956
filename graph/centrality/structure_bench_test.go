package centrality

import (
	"context"
	"fmt"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// BenchmarkStructure has the sizes of the measurements of peers: -bench Structure/100k/ for the small one.
func BenchmarkStructure(b *testing.B) {
	ctx := context.Background()
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("%dk", n/1000), func(b *testing.B) {
			g := graphdata.RMAT(b, n, 20*n, 1)
			run := func(name string, do func(workers int) error) {
				for _, workers := range []int{1, 2} {
					b.Run(fmt.Sprintf("%s/%d", name, workers), func(b *testing.B) {
						b.ReportAllocs()
						for b.Loop() {
							if err := do(workers); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
			}
			run("KCore", func(w int) error { _, err := KCore(ctx, g, KCoreOptions{Workers: w}); return err })
			run("KCoreTotal", func(w int) error { _, err := KCore(ctx, g, KCoreOptions{Degree: CoreTotal, Workers: w}); return err })
			run("Clustering", func(w int) error { _, err := Clustering(ctx, g, ClusteringOptions{Workers: w}); return err })
			run("DegreeAssortativity", func(w int) error {
				_, err := DegreeAssortativity(ctx, g, AssortativityOptions{Workers: w})
				return err
			})
			run("Diameter", func(w int) error { _, err := Diameter(ctx, g, DiameterOptions{Workers: w}); return err })
		})
	}
}
