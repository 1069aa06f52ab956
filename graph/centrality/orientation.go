package centrality

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// An orientation is the collapsed graph with its nodes ranked by degree, then index, and
// every edge turned towards the higher rank.
type orientation struct {
	node   []int32  // by rank
	degree []int32  // by rank
	at     []int64  // the row of rank r is to[at[r]:at[r+1]]
	to     []uint32 // rank, times two; plus one if edges run both ways and that was asked for
}

// row returns the edges of rank r to higher ranks, in no order that counts.
func (o *orientation) row(r uint32) []uint32 { return o.to[o.at[r]:o.at[r+1]] }

// orientBlock is the number of nodes in one piece of work.
const orientBlock = 1 << 12

// orient ranks the nodes and turns the edges.
func orient(ctx context.Context, g *graph.Graph, opt ClusteringOptions) (*orientation, error) {
	n := g.N()
	blocks := (n + orientBlock - 1) / orientBlock
	degree := make([]int32, n)
	err := par.For(ctx, opt.Workers, blocks, func(b int) error {
		var nodes, buf []int32
		for u := b * orientBlock; u < min(n, (b+1)*orientBlock); u++ {
			nodes, buf = neighbours(g, int32(u), buf)
			degree[u] = int32(len(nodes))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	o, rank := rankByDegree(degree)
	rows := make([][]uint32, blocks)
	err = par.For(ctx, opt.Workers, blocks, func(b int) error {
		var buf []int32
		for r := b * orientBlock; r < min(n, (b+1)*orientBlock); r++ {
			before := len(rows[b])
			rows[b], buf = appendHigher(rows[b], g, o.node[r], rank, opt.Directed, buf)
			o.at[r+1] = int64(len(rows[b]) - before)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for r := range n {
		o.at[r+1] += o.at[r]
	}
	o.to = make([]uint32, 0, o.at[n])
	for b, row := range rows {
		o.to = append(o.to, row...)
		rows[b] = nil
	}
	return o, nil
}

// rankByDegree sorts nodes by counting, and returns the rank of each as well.
func rankByDegree(degree []int32) (*orientation, []int32) {
	n := len(degree)
	o := &orientation{node: make([]int32, n), degree: make([]int32, n), at: make([]int64, n+1)}
	next := make([]int32, n+1) // degrees are below n
	for _, d := range degree {
		next[d+1]++
	}
	for d := range n {
		next[d+1] += next[d]
	}
	rank := make([]int32, n)
	for u, d := range degree {
		r := next[d]
		next[d]++
		rank[u], o.node[r], o.degree[r] = r, int32(u), d
	}
	return o, rank
}

// appendHigher appends the row of u.
func appendHigher(row []uint32, g *graph.Graph, u int32, rank []int32, both bool, buf []int32) (_ []uint32, _ []int32) {
	nodes, buf := neighbours(g, u, buf)
	out, in := g.Out(u), g.In(u)
	for _, v := range nodes {
		if rank[v] < rank[u] {
			continue
		}
		e := uint32(rank[v]) << 1
		if both {
			for len(out) > 0 && out[0] < v {
				out = out[1:]
			}
			for len(in) > 0 && in[0] < v {
				in = in[1:]
			}
			if len(out) > 0 && out[0] == v && len(in) > 0 && in[0] == v {
				e |= 1
			}
		}
		row = append(row, e)
	}
	return row, buf
}

// coefficients turns counts by rank into the result by node.
func (o *orientation) coefficients(c *corners) ClusteringResult {
	n := len(o.node)
	res := ClusteringResult{Local: make([]float64, n), Triangles: make([]int64, n)}
	for r, u := range o.node {
		d := int64(o.degree[r])
		res.Triangles[u] = c.triangles[r]
		res.Total += c.triangles[r]
		res.Triples += d * (d - 1) / 2
		edges := 2 * c.triangles[r]
		if c.edges != nil {
			edges = c.edges[r]
		}
		if d > 1 {
			res.Local[u] = float64(edges) / float64(d*(d-1))
		}
	}
	res.Total /= 3
	if n > 0 {
		res.Average = total(res.Local) / float64(n)
	}
	if res.Triples > 0 {
		res.Transitivity = 3 * float64(res.Total) / float64(res.Triples)
	}
	return res
}
