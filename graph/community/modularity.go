package community

import "github.com/seed-1b5e0f84/adentro/graph"

// Modularity returns Q of a division of the undirected view A of g, weights
// summed: the sum over groups of A within / 2m - γ·(volume / 2m)², 2m the sum of A. A
// negative group stands for a group of its own. Q is at most 1; it is 0 for a graph
// without edges. (Newman & Girvan 2004, doi:10.1103/PhysRevE.69.026113; γ as in
// Reichardt & Bornholdt 2006, doi:10.1103/PhysRevE.74.016110.) O(n+m), 16 bytes a group.
func Modularity(g *graph.Graph, groups []int32, gamma float64) float64 {
	scale := scaleOf(g)
	total := 0.0
	q := 0.0
	groups, k := ownGroups(groups)
	within, volume := make([]float64, k), make([]float64, k)
	eachEdge(g, func(u, v int32, w float64) {
		w *= scale
		total += w
		volume[groups[u]] += w
		volume[groups[v]] += w
		if groups[u] == groups[v] {
			within[groups[u]] += w
		}
	})
	if total == 0 {
		return 0
	}
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
// O(n+m), 16 bytes a group.
func CPM(g *graph.Graph, groups []int32, gamma float64) float64 {
	groups, k := ownGroups(groups)
	within, size := make([]float64, k), make([]float64, k)
	for _, c := range groups {
		size[c]++
	}
	eachEdge(g, func(u, v int32, w float64) {
		if groups[u] == groups[v] {
			within[groups[u]] += w
		}
	})
	q := 0.0
	for c := range within {
		q += within[c] - float64(gamma*size[c]*(size[c]-1)/2)
	}
	return q
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

// eachEdge calls f for every edge of g, in order.
func eachEdge(g *graph.Graph, f func(u, v int32, w float64)) {
	for u := range int32(g.N()) {
		weights := g.OutWeights(u)
		for i, v := range g.Out(u) {
			if weights == nil {
				f(u, v, 1)
			} else {
				f(u, v, weights[i])
			}
		}
	}
}
