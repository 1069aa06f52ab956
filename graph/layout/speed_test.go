package layout

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// planted returns a graph of communities of 20 to 400 nodes, with m edges, a quarter of
// which leave their community.
func planted(n, m int) *graph.Graph {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	home, end := make([]int, n), make([]int, n) // where the community of each node begins and ends
	for at := 0; at < n; {
		to := min(n, at+20+int(380*math.Pow(r.Float64(), 4)))
		for u := at; u < to; u++ {
			home[u], end[u] = at, to
		}
		at = to
	}
	var edges []graph.Edge
	for range m {
		u := r.IntN(n)
		v := home[u] + int(math.Pow(r.Float64(), 2)*float64(end[u]-home[u]))
		if r.IntN(4) == 0 {
			v = r.IntN(n)
		}
		edges = append(edges, graph.Edge{From: int32(u), To: int32(v)})
	}
	g, err := graph.New(n, edges, false)
	if err != nil {
		panic(err)
	}
	return g
}

func BenchmarkStep(b *testing.B) {
	for _, size := range [][2]int{{1431, 12_000}, {10_000, 200_000}, {100_000, 2_000_000}} {
		g := planted(size[0], size[1])
		opt := ForceAtlas2Options{Workers: 1}
		opt.setDefaults()
		b.Run(fmt.Sprint(size[0]), func(b *testing.B) {
			f := newForces(newNet(g, opt), startPlaces(g.N(), nil, 100, 0), opt)
			for b.Loop() {
				if err := f.step(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPlace1431(b *testing.B) {
	g := planted(1431, 12_000)
	radii := make([]float64, g.N())
	for i := range radii {
		radii[i] = 1
	}
	for b.Loop() {
		if _, err := Place(context.Background(), g, radii, PlaceOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
