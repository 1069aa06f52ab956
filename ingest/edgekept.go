package ingest

import (
	"math"
	"slices"
)

// mostKept is how much memory the edges of the first pass may take, so that the text need not be read
// again: a network of that size is loaded in half the time, and larger ones need no more memory for it.
const mostKept = 64 << 20

// keptEdges are some edges between the ids as they were read.
type keptEdges struct {
	left, right []int32
	weights     []float64 // nil if they are not read
}

// A keeping keeps the edges of a piece, or nothing of it if one of them is too large or memory runs out.
type keeping struct {
	list   *EdgeList
	edges  []keptEdges
	bytes  int64
	failed bool
}

// add keeps the edges of a block.
func (k *keeping) add(s *edgeScan) {
	if k.failed {
		return
	}
	size := int64(8 * (len(s.left) + len(s.weights)))
	k.bytes += size
	left, ok := narrow(s.left)
	right, and := narrow(s.right)
	if k.list.kept.Add(size) > mostKept || !ok || !and || s.layout.words {
		k.list.kept.Add(-k.bytes)
		k.edges, k.failed = nil, true
		return
	}
	k.edges = append(k.edges, keptEdges{left, right, slices.Clone(s.weights)})
}

// narrow returns ids in 32 bits; false if one is too large.
func narrow(ids []uint64) ([]int32, bool) {
	out := make([]int32, len(ids))
	all := uint64(0)
	for i, id := range ids {
		out[i] = int32(id)
		all |= id
	}
	return out, all <= math.MaxInt32
}
