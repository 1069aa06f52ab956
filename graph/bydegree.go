package graph

import "context"

// ByDegree returns g with its nodes numbered anew: those with most edges, in and out, first, equal
// ones as they were. Node u of h is node old[u] of g. What reads the neighbours of many nodes finds
// those that it needs most often side by side. (Such orders: Wei, Yu, Lu & Lin 2016,
// doi:10.1145/2882903.2915220.)
//
// O(n+m), by counting; memory beside h as of FromParts.
func ByDegree(g *Graph) (h *Graph, old []int32) {
	degree := func(u int32) int { return len(g.Out(u)) + len(g.In(u)) }
	most := 0
	for u := range int32(g.n) {
		most = max(most, degree(u))
	}
	next := make([]int32, most+2) // places of the nodes of each degree, the largest first
	for u := range int32(g.n) {
		next[most-degree(u)+1]++
	}
	for d := range most + 1 {
		next[d+1] += next[d]
	}
	rank := make([]int32, g.n)
	old = make([]int32, g.n)
	for u := range int32(g.n) {
		i := next[most-degree(u)]
		next[most-degree(u)]++
		rank[u], old[i] = i, u
	}
	blocks := g.out.blocks(blockSize)
	parts := make([]Part, len(blocks)-1)
	for j := range parts {
		lo, hi := blocks[j], blocks[j+1]
		parts[j] = Part{int(g.out.at[hi] - g.out.at[lo]), func(block func(from, to []int32, weights []float64)) error {
			var from, to []int32
			for u := lo; u < hi; u++ {
				from, to = from[:0], to[:0]
				for _, v := range g.Out(u) {
					from, to = append(from, rank[u]), append(to, rank[v])
				}
				block(from, to, g.OutWeights(u))
			}
			return nil
		}}
	}
	return must(FromParts(context.Background(), g.n, parts, PartsOptions{Weighted: g.Weighted()})), old
}
