package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/community"
)

// values reads what a contender wrote of a piece of work, nil for nothing.
func (b *bench) values(in *input, name, work string) []float64 {
	raw, err := os.ReadFile(filepath.Join(b.folder(in, name), work))
	if err != nil {
		return nil
	}
	xs := make([]float64, len(raw)/8)
	for i := range xs {
		xs[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	return xs
}

// tolerances are how far values may lie from those of adentro: the sum of differences by the sum of
// values. Of PageRank all stop where a step changes less than 1e-8, of vectors where 1e-8 is left, in
// norms of their own.
var tolerances = map[string]float64{"pagerank": 1e-6, "betweenness": 1e-9, "harmonic": 1e-9, "hits": 1e-5, "eigenvector": 1e-5, "co-followers": 1e-9}

// judge holds values against those of adentro, and says what came out.
func judge(work string, g *graph.Graph, mine, others []float64) (says string, same bool) {
	switch {
	case others == nil:
		return "", true
	case work == "louvain" || work == "leiden":
		groups := make([]int32, len(others))
		for i, x := range others {
			groups[i] = int32(x)
		}
		return fmt.Sprintf("Q %.5f", community.Modularity(g, groups, 1)), true
	case len(mine) != len(others):
		return fmt.Sprintf("%d values, not %d", len(others), len(mine)), false
	case work == "weak components" || work == "strong components":
		n, same := sameGroups(mine, others)
		return fmt.Sprintf("%d components", n), same
	}
	unit := 1.0
	if work == "hits" || work == "eigenvector" { // whose length is not settled
		unit = sum(mine) / sum(others)
	}
	diff := 0.0
	for i := range mine {
		diff += math.Abs(mine[i] - unit*others[i])
	}
	diff /= max(sum(mine), 1e-300)
	limit := tolerances[work]
	if diff == 0 {
		return "equal", true
	}
	return fmt.Sprintf("differ by %.1e", diff), diff <= limit
}

func sum(xs []float64) (s float64) {
	for _, x := range xs {
		s += math.Abs(x)
	}
	return s
}

// sameGroups reports whether two divisions put the same nodes together, and the number of groups.
func sameGroups(a, b []float64) (n int, same bool) {
	to, from := map[float64]float64{}, map[float64]float64{}
	for i := range a {
		x, known := to[a[i]]
		y, met := from[b[i]]
		if known != met || known && (x != b[i] || y != a[i]) {
			return len(to), false
		}
		to[a[i]], from[b[i]] = b[i], a[i]
	}
	return len(to), true
}
