package community

import (
	"fmt"
	"math"
)

// AdjustedRand returns the adjusted Rand index of two divisions of the same nodes:
// the share of pairs of nodes that both put together, corrected for what chance would
// give. It is 1 for equal divisions, 0 on average for independent ones, and can be
// negative; 1 where both leave all nodes apart, or both put all together. (Hubert &
// Arabie 1985, doi:10.1007/BF01908075.) Groups are numbered from 0; it errs if the
// lengths differ or a group is negative. O(n), 12 bytes a node.
func AdjustedRand(a, b []int32) (float64, error) {
	if err := sameNodes(a, b); err != nil {
		return 0, err
	}
	return adjustedRand(newGroups(a), newGroups(b)), nil
}

// NormalizedMutualInformation returns the mutual information of two divisions of the same
// nodes over the mean of their entropies, between 0 and 1; 1 for equal divisions. (Danon,
// Díaz-Guilera, Duch & Arenas 2005, doi:10.1088/1742-5468/2005/09/P09008.) It is not corrected for
// chance, so that many small groups look alike. Groups are numbered from 0; it errs if
// the lengths differ or a group is negative. O(n), 12 bytes a node.
func NormalizedMutualInformation(a, b []int32) (float64, error) {
	if err := sameNodes(a, b); err != nil {
		return 0, err
	}
	x, y := newGroups(a), newGroups(b)
	entropy := x.entropy() + y.entropy()
	if entropy == 0 {
		return 1, nil
	}
	n, shared := float64(len(a)), 0.0
	overlaps(x, y, func(c, d, both int32) {
		p := float64(both) / n
		shared += p * math.Log(p*n*n/(float64(x.size(c))*float64(y.size(d))))
	})
	return min(max(2*shared/entropy, 0), 1), nil
}

func sameNodes(a, b []int32) error {
	if len(a) != len(b) {
		return fmt.Errorf("divisions of %d and of %d nodes", len(a), len(b))
	}
	for _, d := range [][]int32{a, b} {
		for u, c := range d {
			if c < 0 {
				return fmt.Errorf("node %d is in group %d", u, c)
			}
		}
	}
	return nil
}

// groups is a division sorted by group.
type groups struct {
	group   []int32 // by node
	start   []int32
	members []int32 // of group c: members[start[c]:start[c+1]]
}

func newGroups(group []int32) groups {
	k := int32(0)
	for _, c := range group {
		k = max(k, c+1)
	}
	start, members := bucket(group, int(k))
	return groups{group, start, members}
}

func (g groups) size(c int32) int32 { return g.start[c+1] - g.start[c] }

// entropy is in nats.
func (g groups) entropy() (h float64) {
	n := float64(len(g.group))
	for c := range len(g.start) - 1 {
		if s := float64(g.size(int32(c))); s > 0 {
			h -= float64(s / n * math.Log(s/n))
		}
	}
	return h
}

// overlaps calls f for every group c of a and d of b that share nodes, with how many.
func overlaps(a, b groups, f func(c, d, both int32)) {
	count := make([]int32, len(b.start))
	var touched []int32
	for c := range int32(len(a.start) - 1) {
		touched = touched[:0]
		for _, u := range a.members[a.start[c]:a.start[c+1]] {
			d := b.group[u]
			if count[d] == 0 {
				touched = append(touched, d)
			}
			count[d]++
		}
		for _, d := range touched {
			f(c, d, count[d])
			count[d] = 0
		}
	}
}

// adjustedRand counts in floats: pairs of 2^31 nodes are exact enough.
func adjustedRand(a, b groups) float64 {
	pairs := func(size int32) float64 { return float64(size) * float64(size-1) / 2 }
	together := func(g groups) (sum float64) {
		for c := range int32(len(g.start) - 1) {
			sum += pairs(g.size(c))
		}
		return sum
	}
	both := 0.0
	overlaps(a, b, func(_, _, n int32) { both += pairs(n) })
	inA, inB, all := together(a), together(b), pairs(int32(len(a.group)))
	if inA == inB && (inA == 0 || inA == all) {
		return 1
	}
	chance := inA * inB / all
	return (both - chance) / ((inA+inB)/2 - chance)
}
