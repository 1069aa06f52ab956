package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// split divides those of the k groups that are not connected into their components,
// in place, and returns how many those groups were. It names every group by one of its
// nodes. A search ends when it has found the whole group, mostly long before it has
// seen all edges.
func (n *network) split(ctx context.Context, group []int32, k, workers int) (int, error) {
	start, members := bucket(group, k)
	found := make([]int32, n.size()) // the first node of the component of a node; -1: not yet found
	for u := range found {
		found[u] = -1
	}
	divided := make([]bool, k)
	err := par.For(ctx, workers, k, func(c int) error {
		nodes := members[start[c]:start[c+1]]
		queue := make([]int32, 0, len(nodes))
		for _, u := range nodes {
			if found[u] >= 0 {
				continue
			}
			divided[c] = len(queue) > 0
			found[u] = u
			queue = n.reach(u, append(queue, u), len(nodes), group, found)
			if len(queue) == len(nodes) {
				break
			}
		}
		return nil
	})
	copy(group, found)
	split := 0
	for _, d := range divided {
		if d {
			split++
		}
	}
	return split, err
}

// reach appends to queue, which ends with u, the nodes of the group of u that edges
// join to it, until the queue holds size nodes.
func (n *network) reach(u int32, queue []int32, size int, group, found []int32) []int32 {
	for i := len(queue) - 1; i < len(queue) && len(queue) < size; i++ {
		to, weights := n.row(queue[i])
		for j, v := range to {
			if group[v] == group[u] && found[v] < 0 && (weights == nil || weights[j] > 0) {
				found[v] = u
				queue = append(queue, v)
			}
		}
	}
	return queue
}
