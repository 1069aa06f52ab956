// Package community divides the nodes of a graph into groups. Groups are
// numbered by size, largest first, and those of the same size by their smallest node.
package community

import (
	"cmp"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// A Division puts every node into one group.
type Division struct {
	Group []int32 // by node: 0..len(Sizes)-1
	Sizes []int   // nodes of each group, not increasing
}

// WeakComponents returns the groups of nodes that are joined by edges taken
// either way. Union by smaller index with path halving, close to O(n+m).
func WeakComponents(g *graph.Graph) Division {
	parent := make([]int32, g.N())
	for u := range parent {
		parent[u] = int32(u)
	}
	find := func(u int32) int32 {
		for parent[u] != u {
			parent[u] = parent[parent[u]]
			u = parent[u]
		}
		return u
	}
	for u := range int32(g.N()) {
		for _, v := range g.Out(u) {
			a, b := find(u), find(v)
			parent[max(a, b)] = min(a, b)
		}
	}
	for u := range parent {
		parent[u] = find(int32(u))
	}
	return number(parent)
}

// number renames groups, known by any labels 0..n-1, by size and smallest
// node. It changes label.
func number(label []int32) Division {
	type group struct {
		first int32
		size  int
	}
	groups := make([]group, len(label))
	for u, l := range label {
		if groups[l].size == 0 {
			groups[l].first = int32(u)
		}
		groups[l].size++
	}
	var order []int32
	for l := range groups {
		if groups[l].size > 0 {
			order = append(order, int32(l))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(groups[b].size, groups[a].size), cmp.Compare(groups[a].first, groups[b].first))
	})
	d := Division{Group: label, Sizes: make([]int, len(order))}
	name := make([]int32, len(label))
	for i, l := range order {
		name[l] = int32(i)
		d.Sizes[i] = groups[l].size
	}
	for u, l := range label {
		label[u] = name[l]
	}
	return d
}
