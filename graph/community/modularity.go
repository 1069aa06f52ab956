package community

import "github.com/seed-1b5e0f84/adentro/graph"

// Modularity returns Q of a division of the undirected view A of g, weights
// summed: the sum over groups of A within / 2m - γ·(volume / 2m)², 2m the sum of A. A
// negative group stands for a group of its own. Q is at most 1; it is 0 for a graph
// without edges. (Newman & Girvan 2004, doi:10.1103/PhysRevE.69.026113; γ as in
// Reichardt & Bornholdt 2006, doi:10.1103/PhysRevE.74.016110.) O(n+m).
func Modularity(g *graph.Graph, groups []int32, gamma float64) float64 {
	s := g.Undirected()
	if s.Total() == 0 {
		return 0
	}
	k := int32(0)
	for _, c := range groups {
		k = max(k, c+1)
	}
	within, volume := make([]float64, k), make([]float64, k)
	alone := 0.0
	for u := range int32(s.N()) {
		c := groups[u]
		weights := s.OutWeights(u)
		degree := 0.0
		for i, v := range s.Out(u) {
			degree += weights[i]
			switch {
			case c >= 0 && groups[v] == c:
				within[c] += weights[i]
			case c < 0 && v == u:
				alone += weights[i] / s.Total()
			}
		}
		if c >= 0 {
			volume[c] += degree
		} else {
			share := degree / s.Total()
			alone -= float64(gamma * share * share)
		}
	}
	q := alone
	for c := range within {
		share := volume[c] / s.Total()
		q += within[c]/s.Total() - float64(gamma*share*share)
	}
	return q
}
