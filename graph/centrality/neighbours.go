package centrality

import (
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// neighbours returns the nodes that an edge joins to u, whichever way it runs: each
// once, sorted, without u itself. The slice is a row of g or lies in buf, which is returned
// for the next call; it is not to be changed.
func neighbours(g *graph.Graph, u int32, buf []int32) (nodes, _ []int32) {
	out, in := g.Out(u), g.In(u)
	switch {
	case len(in) == 0:
		nodes = out
	case len(out) == 0:
		nodes = in
	case &out[0] == &in[0]: // the rows of Undirected
		nodes = out
	default:
		buf = slices.Grow(buf[:0], len(out)+len(in))[:len(out)+len(in)]
		nodes = buf[:union(buf, out, in)]
	}
	if g.SelfLoops() == 0 {
		return nodes, buf
	}
	i, loop := slices.BinarySearch(nodes, u)
	if !loop {
		return nodes, buf
	}
	buf = append(append(buf[:0], nodes[:i]...), nodes[i+1:]...)
	return buf, buf
}

// union writes what is in a or b, both sorted, to dst and returns how much that is.
// Which row goes on is reckoned by the sign of a difference: a branch would be guessed wrong every
// second time, which takes twice as long.
func union(dst, a, b []int32) int {
	i, j, k := 0, 0, 0
	for i < len(a) && j < len(b) {
		x, y := int64(a[i]), int64(b[j])
		dst[k] = int32(min(x, y))
		k++
		i += int(uint64(x-y-1) >> 63) // 1 if x ≤ y
		j += int(uint64(y-x-1) >> 63)
	}
	k += copy(dst[k:], a[i:])
	return k + copy(dst[k:], b[j:])
}
