// Package community divides the nodes of a graph into groups. Groups are
// numbered by size, largest first, and those of the same size by their smallest node.
package community

// A Division puts every node into one group.
type Division struct {
	Group []int32 // by node: 0..len(Sizes)-1
	Sizes []int   // nodes of each group, not increasing
}

// number renames groups, known by any labels 0..n-1, by size and smallest
// node. It changes label. O(n); 16 bytes a node.
func number(label []int32) Division {
	n := len(label)
	size := make([]int32, n)
	for _, l := range label {
		size[l]++
	}
	// Groups in the order of their smallest nodes are sorted by size, counting.
	at := make([]int32, n+2) // at[s]: where groups of n-s nodes go
	groups := 0
	for _, s := range size {
		if s > 0 {
			at[n-int(s)+1]++
			groups++
		}
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	d := Division{Group: label, Sizes: make([]int, groups)}
	name := make([]int32, n)
	for u, l := range label {
		if s := size[l]; s > 0 { // u is the smallest node of its group
			name[l] = at[n-int(s)]
			at[n-int(s)]++
			d.Sizes[name[l]] = int(s)
			size[l] = 0
		}
		label[u] = name[l]
	}
	return d
}
