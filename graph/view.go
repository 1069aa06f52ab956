package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// TrimOptions say which part of a graph is worth drawing. A limit of 0 is no
// limit.
type TrimOptions struct {
	MaxNodes int
	MaxEdges int
	Keep     []bool      // by node: drawn before all others; nil: none
	Scores   [][]float64 // by node; larger first, later scores break ties of earlier ones, then the index
}

// A Trimmed graph is the part worth drawing, with what was dropped.
type Trimmed struct {
	Nodes       []int32 // of the graph, sorted
	Edges       []Edge  // From and To are indexes in Nodes; by From, then To
	HiddenNodes int
	HiddenEdges int
}

// Trim returns the nodes to keep, then those with an edge to another node, by
// score, up to a limit, and the edges among them without self-loops. Where those
// are too many, every node keeps the edge to its highest neighbour first; the rest go
// by weight, then by the rank of both ends. O(n log n + m log m).
func Trim(g *Graph, opt TrimOptions) Trimmed {
	order, rank := rankNodes(g, opt)
	nodes := slices.Clone(order)
	if opt.MaxNodes > 0 && len(nodes) > opt.MaxNodes {
		nodes = nodes[:opt.MaxNodes]
	}
	slices.Sort(nodes)
	at := make([]int32, g.N())
	for i := range at {
		at[i] = -1
	}
	for i, u := range nodes {
		at[u] = int32(i)
	}
	t := Trimmed{Nodes: nodes, HiddenNodes: g.N() - len(nodes)}
	for _, e := range g.AllEdges() {
		if at[e.From] >= 0 && at[e.To] >= 0 && e.From != e.To {
			t.Edges = append(t.Edges, e)
		}
	}
	if opt.MaxEdges > 0 && len(t.Edges) > opt.MaxEdges {
		t.Edges = strongest(t.Edges, rank, opt.MaxEdges)
	}
	for i, e := range t.Edges {
		t.Edges[i].From, t.Edges[i].To = at[e.From], at[e.To]
	}
	slices.SortFunc(t.Edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	t.HiddenEdges = g.M() - len(t.Edges)
	return t
}

// rankNodes returns the nodes that may be drawn, best first, and the place of
// every node in that order (g.N() where it has none).
func rankNodes(g *Graph, opt TrimOptions) (order []int32, rank []int) {
	keep := func(u int32) bool { return opt.Keep != nil && opt.Keep[u] }
	rank = make([]int, g.N())
	for u := range int32(g.N()) {
		rank[u] = g.N()
		if keep(u) || linked(g, u) {
			order = append(order, u)
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if ka, kb := keep(a), keep(b); ka != kb {
			if ka {
				return -1
			}
			return 1
		}
		for _, s := range opt.Scores {
			if c := cmp.Compare(s[b], s[a]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	for i, u := range order {
		rank[u] = i
	}
	return order, rank
}

// linked reports whether u has an edge to or from another node.
func linked(g *Graph, u int32) bool {
	for _, row := range [][]int32{g.Out(u), g.In(u)} {
		if len(row) > 1 || len(row) == 1 && row[0] != u {
			return true
		}
	}
	return false
}

// strongest returns limit of the edges.
func strongest(edges []Edge, rank []int, limit int) []Edge {
	// best[u] is the highest neighbour of u among these edges.
	best := map[int32]int32{}
	better := func(u, v int32) {
		if b, ok := best[u]; !ok || rank[v] < rank[b] {
			best[u] = v
		}
	}
	for _, e := range edges {
		better(e.From, e.To)
		better(e.To, e.From)
	}
	class := func(e Edge) int {
		if best[e.From] == e.To || best[e.To] == e.From {
			return 0
		}
		return 1
	}
	slices.SortFunc(edges, func(a, b Edge) int {
		return cmp.Or(
			cmp.Compare(class(a), class(b)),
			cmp.Compare(b.Weight, a.Weight),
			cmp.Compare(min(rank[a.From], rank[a.To]), min(rank[b.From], rank[b.To])),
			cmp.Compare(max(rank[a.From], rank[a.To]), max(rank[b.From], rank[b.To])),
			cmp.Compare(a.From, b.From),
		)
	})
	return edges[:limit]
}

// Linked returns the nodes with an edge, self-loops included, sorted.
func Linked(g *Graph) []int32 {
	var nodes []int32
	for u := range int32(g.N()) {
		if len(g.Out(u)) > 0 || len(g.In(u)) > 0 {
			nodes = append(nodes, u)
		}
	}
	return nodes
}

// Induce returns the graph of these nodes, sorted and unique, and the edges
// among them: its node i is nodes[i] of g. O(n+m).
func Induce(g *Graph, nodes []int32) *Graph {
	at := make([]int32, g.N())
	for i := range at {
		at[i] = -1
	}
	for i, u := range nodes {
		at[u] = int32(i)
	}
	h := &Graph{n: len(nodes), out: g.out.induce(nodes, at), in: g.in.induce(nodes, at)}
	_ = h.count(context.Background(), 0) // the context has no error
	return h
}

// induce returns the rows of these nodes with what place keeps of them, -1 being nothing.
// Both are in ascending order, so the rows stay sorted.
func (r *rows) induce(nodes, place []int32) rows {
	at := make([]int64, len(nodes)+1)
	each := func(do func(i int)) {
		const block = 1 << 12
		_ = par.For(context.Background(), 0, (len(nodes)+block-1)/block, func(j int) error {
			for i := j * block; i < min((j+1)*block, len(nodes)); i++ {
				do(i)
			}
			return nil
		})
	}
	each(func(i int) {
		for _, v := range r.row(nodes[i]) {
			if place[v] >= 0 {
				at[i+1]++
			}
		}
	})
	for i := range nodes {
		at[i+1] += at[i]
	}
	s := rows{at, newColumns(int(at[len(nodes)]), r.weights != nil)}
	each(func(i int) {
		to, weights := at[i], r.rowWeights(nodes[i])
		for k, v := range r.row(nodes[i]) {
			if place[v] < 0 {
				continue
			}
			s.nodes[to] = place[v]
			if weights != nil {
				s.weights[to] = weights[k]
			}
			to++
		}
	})
	return s
}
