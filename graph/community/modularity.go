package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// Modularity returns Q of a division of the undirected view A of g, weights
// summed: the sum over groups of A within / 2m - γ·(volume / 2m)², 2m the sum of A. A
// negative group stands for a group of its own. Q is at most 1; it is 0 for a graph
// without edges. (Newman & Girvan 2004, doi:10.1103/PhysRevE.69.026113; γ as in
// Reichardt & Bornholdt 2006, doi:10.1103/PhysRevE.74.016110.) O(n+m), 16 bytes a node and
// 16 a group.
func Modularity(g *graph.Graph, groups []int32, gamma float64) float64 {
	return modularity(g, groups, gamma, 1)
}

func modularity(g *graph.Graph, groups []int32, gamma float64, workers int) float64 {
	groups, k := ownGroups(groups)
	inside, degree := sums(g, groups, scaleOf(g), workers)
	within, volume, total := make([]float64, k), make([]float64, k), 0.0
	for u, c := range groups {
		within[c] += inside[u]
		volume[c] += degree[u]
		total += degree[u] / 2
	}
	if total == 0 {
		return 0
	}
	q := 0.0
	for c := range within {
		share := volume[c] / total / 2
		q += within[c]/total - float64(gamma*share*share)
	}
	return q
}

// CPM returns the quality of a division of the undirected view A of g under the
// constant Potts model: the sum over groups of the weight of A within, each pair once,
// less γ for each pair of nodes. A negative group stands for a group of its own. It is
// in units of weight. (Traag, Van Dooren & Nesterov 2011,
// doi:10.1103/PhysRevE.84.016114, in the form of Traag, Waltman & van Eck 2019.)
// O(n+m), 16 bytes a node and 16 a group.
func CPM(g *graph.Graph, groups []int32, gamma float64) float64 {
	return cpm(g, groups, gamma, 1)
}

func cpm(g *graph.Graph, groups []int32, gamma float64, workers int) float64 {
	groups, k := ownGroups(groups)
	inside, _ := sums(g, groups, 1, workers)
	within, size := make([]float64, k), make([]float64, k)
	for u, c := range groups {
		within[c] += inside[u]
		size[c]++
	}
	q := 0.0
	for c := range within {
		q += within[c] - float64(gamma*size[c]*(size[c]-1)/2)
	}
	return q
}

// sums returns, by node, the weight of its edges out to its own group, and that of all of
// its edges; weights times scale.
func sums(g *graph.Graph, groups []int32, scale float64, workers int) (inside, degree []float64) {
	inside, degree = make([]float64, g.N()), make([]float64, g.N())
	_ = forBlocks(context.Background(), workers, g.N(), func(from, to int) {
		for u := int32(from); u < int32(to); u++ {
			own := groups[u]
			if !g.Weighted() {
				same := 0
				for _, v := range g.Out(u) {
					if groups[v] == own {
						same++
					}
				}
				inside[u], degree[u] = float64(same), float64(len(g.Out(u))+len(g.In(u)))
				continue
			}
			weights := g.OutWeights(u)
			for i, v := range g.Out(u) {
				if groups[v] == own {
					inside[u] += weights[i] * scale
				}
				degree[u] += weights[i] * scale
			}
			for _, w := range g.InWeights(u) {
				degree[u] += w * scale
			}
		}
	})
	return inside, degree
}

// ownGroups gives nodes without a group one each, and returns how many there are.
func ownGroups(groups []int32) ([]int32, int) {
	k := int32(0)
	alone := false
	for _, c := range groups {
		k = max(k, c+1)
		alone = alone || c < 0
	}
	if !alone {
		return groups, int(k)
	}
	all := make([]int32, len(groups))
	for u, c := range groups {
		if c < 0 {
			c = k
			k++
		}
		all[u] = c
	}
	return all, int(k)
}
