package community

import (
	"context"
	"fmt"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// BenchmarkComponents has the sizes of the measurements of peers: -bench Components/100k/ for the small one.
func BenchmarkComponents(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("%dk", n/1000), func(b *testing.B) {
			g := graphdata.RMAT(b, n, 20*n, 1)
			for _, k := range []struct {
				name    string
				workers int
				do      func(context.Context, *graph.Graph, ComponentsOptions) (Division, error)
			}{{"Weak/1", 1, WeakComponents}, {"Weak/2", 2, WeakComponents}, {"Strong", 1, StrongComponents}} {
				b.Run(k.name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if _, err := k.do(context.Background(), g, ComponentsOptions{Workers: k.workers}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
