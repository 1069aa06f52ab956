package centrality

import (
	"context"
	"fmt"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// Sizes of the peers' measurements: an average degree of 20.
var benchSizes = []int{100_000, 1_000_000}

func BenchmarkKCore(b *testing.B) {
	for _, n := range benchSizes {
		g := graphdata.RMAT(b, n, 20*n, 1)
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%dk/%d", n/1000, workers), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := KCore(context.Background(), g, KCoreOptions{Workers: workers}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
