// Package graph holds a network in compressed rows and builds one from a
// Snapshot. Node u of a graph is account u of the Snapshot, so no map of ids exists
// here or above.
package graph

// A Graph is a directed network of nodes 0..N-1 in compressed sparse rows,
// both ways. Rows are sorted and hold no duplicate. It is immutable.
//
// Memory: 8 bytes a node and 4 bytes an edge, each way; with weights, 8 bytes
// an edge more, each way.
type Graph struct {
	n           int
	outAt, inAt []int64 // row u is [at[u], at[u+1])
	out, in     []int32
	outW, inW   []float64 // nil when every edge weighs 1
	total       float64   // sum of weights
	selfLoops   int
}

// An Edge is an arc with its weight.
type Edge struct {
	From, To int32
	Weight   float64
}
