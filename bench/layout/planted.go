package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// planted returns m different edges among n nodes in communities of sizes by a power law, 50 and up;
// a share mixing of the edges leaves its community. Few nodes get most edges.
func planted(n, m int, mixing float64, seed uint64) [][2]int32 {
	r := rand.New(rand.NewPCG(seed, 1))
	community, first := make([]int32, n), []int{}
	for at := 0; at < n; {
		size := min(n-at, n/20, int(50*math.Pow(1-r.Float64(), -0.75)))
		for u := at; u < at+size; u++ {
			community[u] = int32(len(first))
		}
		first = append(first, at)
		at += size
	}
	first = append(first, n)
	// skewed draws from a range, its beginning more often.
	skewed := func(from, to int) int32 { return int32(from + int(math.Pow(r.Float64(), 2.2)*float64(to-from))) }
	order := r.Perm(n)
	edges := make([][2]int32, 0, m)
	for {
		for len(edges) < m+m/8 {
			u := int(math.Pow(r.Float64(), 1.6) * float64(n))
			u = order[u]
			c := community[u]
			v := skewed(first[c], first[c+1])
			if r.Float64() < mixing {
				v = int32(order[skewed(0, n)])
			}
			if int(v) != u {
				edges = append(edges, [2]int32{int32(u), v})
			}
		}
		slices.SortFunc(edges, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		if edges = slices.Compact(edges); len(edges) >= m {
			r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
			return edges[:m]
		}
	}
}
