package graph

import (
	"math"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

var (
	_ gonum.Directed         = (*Graph)(nil)
	_ gonum.WeightedDirected = (*Graph)(nil)
)

// has reports whether id is a node.
func (g *Graph) has(id int64) bool { return 0 <= id && id < int64(g.n) }

// Node returns the node with this id, or nil. With the methods below it makes
// a Graph a gonum graph.WeightedDirected.
func (g *Graph) Node(id int64) gonum.Node {
	if !g.has(id) {
		return nil
	}
	return simple.Node(id)
}

// Nodes returns all nodes in order.
func (g *Graph) Nodes() gonum.Nodes {
	if g.n == 0 {
		return gonum.Empty
	}
	return iterator.NewImplicitNodes(0, g.n, func(id int) gonum.Node { return simple.Node(id) })
}

// From returns the nodes that id has an edge to, in order.
func (g *Graph) From(id int64) gonum.Nodes {
	if !g.has(id) {
		return gonum.Empty
	}
	return row(g.Out(int32(id)))
}

// To returns the nodes that have an edge to id, in order.
func (g *Graph) To(id int64) gonum.Nodes {
	if !g.has(id) {
		return gonum.Empty
	}
	return row(g.In(int32(id)))
}

func row(ids []int32) gonum.Nodes {
	if len(ids) == 0 {
		return gonum.Empty
	}
	return iterator.NewImplicitNodes(0, len(ids), func(i int) gonum.Node { return simple.Node(ids[i]) })
}

// HasEdgeFromTo reports whether an edge runs from u to v.
func (g *Graph) HasEdgeFromTo(u, v int64) bool {
	return g.has(u) && g.has(v) && g.HasEdge(int32(u), int32(v))
}

// HasEdgeBetween reports whether an edge runs between x and y, either way.
func (g *Graph) HasEdgeBetween(x, y int64) bool {
	return g.HasEdgeFromTo(x, y) || g.HasEdgeFromTo(y, x)
}

// Edge returns the edge from u to v, or nil.
func (g *Graph) Edge(u, v int64) gonum.Edge {
	if e := g.WeightedEdge(u, v); e != nil {
		return e
	}
	return nil
}

// WeightedEdge returns the edge from u to v, or nil.
func (g *Graph) WeightedEdge(u, v int64) gonum.WeightedEdge {
	if !g.HasEdgeFromTo(u, v) {
		return nil
	}
	return simple.WeightedEdge{F: simple.Node(u), T: simple.Node(v), W: g.EdgeWeight(int32(u), int32(v))}
}

// Weight returns the weight of the edge from x to y and true; where none runs,
// 0 and true from a node to itself, else +Inf and false, as for a shortest path.
func (g *Graph) Weight(x, y int64) (float64, bool) {
	switch {
	case g.HasEdgeFromTo(x, y):
		return g.EdgeWeight(int32(x), int32(y)), true
	case x == y && g.has(x):
		return 0, true
	}
	return math.Inf(1), false
}

// WeightedEdges returns all edges, by source, then target.
func (g *Graph) WeightedEdges() gonum.WeightedEdges {
	if g.M() == 0 {
		return gonum.Empty
	}
	edges := make([]gonum.WeightedEdge, 0, g.M())
	for _, e := range g.AllEdges() {
		edges = append(edges, simple.WeightedEdge{F: simple.Node(e.From), T: simple.Node(e.To), W: e.Weight})
	}
	return iterator.NewOrderedWeightedEdges(edges)
}
