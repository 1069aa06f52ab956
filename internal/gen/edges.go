package gen

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// RMAT returns m different edges, none from a node to itself, among n nodes, skewed like a follow
// network: R-MAT with the shares .57, .19, .19, .05 of Graph500 (Chakrabarti, Zhan & Faloutsos
// 2004, doi:10.1137/1.9781611972740.43), its nodes shuffled. It panics if m is above a quarter of n², for all edges are drawn at random.
func RMAT(n, m int, seed uint64) [][2]int32 {
	r := rand.New(rand.NewPCG(seed, 42))
	name := r.Perm(n)
	return distinct(r, n, m, func() (u, v int32, ok bool) {
		at, to := 0, 0
		for bit := 1; bit < n; bit <<= 1 {
			at, to = at<<1, to<<1
			switch x := r.Float64(); {
			case x < .57:
			case x < .76:
				to |= 1
			case x < .95:
				at |= 1
			default:
				at, to = at|1, to|1
			}
		}
		if at >= n || to >= n || at == to {
			return 0, 0, false
		}
		return int32(name[at]), int32(name[to]), true
	})
}

// Planted returns m different edges among n nodes in communities of sizes by a power law, 50 and up;
// a share mixing of the edges leaves its community. Few nodes get most edges. It panics as RMAT does.
func Planted(n, m int, mixing float64, seed uint64) [][2]int32 {
	r := rand.New(rand.NewPCG(seed, 1))
	community, first := make([]int32, n), []int{}
	for at := 0; at < n; {
		size := min(n-at, max(n/20, 1), int(50*math.Pow(1-r.Float64(), -0.75)))
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
	return distinct(r, n, m, func() (u, v int32, ok bool) {
		u = int32(order[int(math.Pow(r.Float64(), 1.6)*float64(n))])
		c := community[u]
		v = skewed(first[c], first[c+1])
		if r.Float64() < mixing {
			v = int32(order[skewed(0, n)])
		}
		return u, v, u != v
	})
}

// distinct returns m different edges among n nodes that draw returned, in random order.
func distinct(r *rand.Rand, n, m int, draw func() (u, v int32, ok bool)) [][2]int32 {
	if int64(m) > int64(n)*int64(n)/4 {
		panic(fmt.Sprintf("gen: %d edges among %d nodes", m, n))
	}
	edges := make([][2]int32, 0, m+m/8)
	for {
		for len(edges) < m+m/8 {
			if u, v, ok := draw(); ok {
				edges = append(edges, [2]int32{u, v})
			}
		}
		slices.SortFunc(edges, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
		if edges = slices.Compact(edges); len(edges) >= m {
			r.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
			return edges[:m]
		}
	}
}
