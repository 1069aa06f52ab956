package graph

import (
	"slices"
	"sort"
)

// columns are the nodes at the other end of edges, with the weights of the edges.
type columns struct {
	nodes   []int32
	weights []float64 // nil when every edge weighs 1
}

func newColumns(m int, weighted bool) columns {
	c := columns{nodes: make([]int32, m)}
	if weighted {
		c.weights = make([]float64, m)
	}
	return c
}

// first returns the first n columns.
func (c columns) first(n int64) columns {
	c.nodes = c.nodes[:n]
	if c.weights != nil {
		c.weights = c.weights[:n]
	}
	return c
}

// rows are compressed sparse rows: that of node u is the columns [at[u], at[u+1]).
type rows struct {
	at []int64 // nil if there are no nodes
	columns
}

// row returns the nodes of the row of u.
func (r *rows) row(u int32) []int32 { return r.nodes[r.at[u]:r.at[u+1]] }

// rowWeights returns the weights of the row of u, nil if there are none.
func (r *rows) rowWeights(u int32) []float64 {
	if r.weights == nil {
		return nil
	}
	return r.weights[r.at[u]:r.at[u+1]]
}

// n returns the number of rows.
func (r *rows) n() int { return max(len(r.at)-1, 0) }

// total returns the sum of all weights.
func (r *rows) total() float64 {
	if r.weights == nil {
		return float64(len(r.nodes))
	}
	sum := 0.0
	for _, w := range r.weights {
		sum += w
	}
	return sum
}

// fit gives memory back where much of it is left over.
func (r rows) fit() rows {
	if len(r.nodes) < cap(r.nodes)/8*7 {
		r.nodes = slices.Clone(r.nodes)
		if r.weights != nil {
			r.weights = slices.Clone(r.weights)
		}
	}
	return r
}

// blockSize is the number of nodes and edges in a block of rows, about.
const blockSize = 1 << 18

// blocks cuts the rows into pieces of about the same work: block j is the rows
// [b[j], b[j+1]). It depends on nothing but the rows.
func (r *rows) blocks(size int64) []int32 {
	n := r.n()
	if n == 0 {
		return []int32{0}
	}
	b := []int32{0}
	for work := size; ; work += size {
		u := int32(sort.Search(n, func(u int) bool { return r.at[u]+int64(u) >= work }))
		if u == int32(n) {
			return append(b, u)
		}
		if u > b[len(b)-1] {
			b = append(b, u)
		}
	}
}

// joinDuplicates makes one of equal nodes in the rows [lo,hi), which are sorted and end at end, sums their weights,
// and returns where the rows end then.
func (r *rows) joinDuplicates(lo, hi int, end int64) int64 {
	if !r.duplicates(lo, hi, end) {
		return end
	}
	i := r.at[lo]
	w := i
	for u := lo; u < hi; u++ {
		begin, stop := w, end
		if u+1 < hi {
			stop = r.at[u+1]
		}
		r.at[u] = begin
		for ; i < stop; i++ {
			if w > begin && r.nodes[w-1] == r.nodes[i] {
				if r.weights != nil {
					r.weights[w-1] += r.weights[i]
				}
				continue
			}
			r.move(w, i, 1)
			w++
		}
	}
	return w
}

// duplicates reports whether one of these rows has a node twice.
func (r *rows) duplicates(lo, hi int, end int64) bool {
	if !repeats(r.nodes[r.at[lo]:end]) {
		return false
	}
	for u := lo; u < hi; u++ {
		stop := end
		if u+1 < hi {
			stop = r.at[u+1]
		}
		if repeats(r.nodes[r.at[u]:stop]) {
			return true
		}
	}
	return false
}

// repeats reports whether a node stands next to itself.
func repeats(nodes []int32) bool {
	last := int32(-1)
	for _, v := range nodes {
		if v == last {
			return true
		}
		last = v
	}
	return false
}

// move moves n columns from one place to an earlier one.
func (r *rows) move(to, from, n int64) {
	copy(r.nodes[to:], r.nodes[from:from+n])
	if r.weights != nil {
		copy(r.weights[to:], r.weights[from:from+n])
	}
}
