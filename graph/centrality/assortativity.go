package centrality

import (
	"context"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// AssortativityOptions tune DegreeAssortativity. The zero value is the usual choice.
type AssortativityOptions struct {
	Workers int // 0: all processors; never changes the result
}

// A DegreeAssortativityResult holds correlations of the degrees at the two ends of edges,
// -1..1. One that is not defined, because there is no edge or all degrees at an end are equal, is 0.
type DegreeAssortativityResult struct {
	Undirected float64 // of the numbers of neighbours in the collapsed graph
	OutIn      float64 // out-degree of the source with in-degree of the target: Newman's directed r
	InIn       float64 // in-degree of the source with in-degree of the target
	InOut      float64 // in-degree of the source with out-degree of the target
	OutOut     float64 // out-degree of the source with out-degree of the target
	Edges      int     // that the directed four are of
	Links      int     // pairs of nodes that Undirected is of
}

// DegreeAssortativity tells whether nodes of large degree are joined to each other (above 0)
// or to nodes of small degree (below 0): Pearson correlations over edges. (Undirected and
// directed: Newman 2003, doi:10.1103/PhysRevE.67.026126; all four directed ones: Foster, Foster,
// Grassberger & Paczuski 2010, doi:10.1073/pnas.0912671107.) Weights are not used. Self-loops are left out,
// of the degrees as well.
//
// O(n+m); 24 bytes a node.
func DegreeAssortativity(ctx context.Context, g *graph.Graph, opt AssortativityOptions) (DegreeAssortativityResult, error) {
	n := g.N()
	d := degrees{in: make([]int32, n), out: make([]int32, n), all: make([]int32, n)}
	blocks := (n + degreeBlock - 1) / degreeBlock
	each := func(do func(b, from, to int)) error {
		return par.For(ctx, opt.Workers, blocks, func(b int) error {
			do(b, b*degreeBlock, min(n, (b+1)*degreeBlock))
			return nil
		})
	}
	err := each(func(_, from, to int) { d.count(g, from, to) })
	if err != nil {
		return DegreeAssortativityResult{}, err
	}
	var res DegreeAssortativityResult
	for u := range n {
		res.Edges += int(d.out[u])
		res.Links += int(d.all[u])
	}
	sourceIn, sourceOut := deviations(d.in, d.out), deviations(d.out, d.out)
	targetIn, targetOut := deviations(d.in, d.in), deviations(d.out, d.in)
	both := deviations(d.all, d.all)
	sums := make([][5]float64, blocks)
	err = each(func(b, from, to int) {
		var buf []int32
		for u := int32(from); int(u) < to; u++ {
			var in, out, all float64
			for _, v := range g.Out(u) {
				if v != u {
					in += targetIn.of(v)
					out += targetOut.of(v)
				}
			}
			var nodes []int32
			nodes, buf = neighbours(g, u, buf)
			for _, v := range nodes {
				all += both.of(v)
			}
			for i, x := range [5]float64{sourceOut.of(u) * in, sourceIn.of(u) * in, sourceIn.of(u) * out, sourceOut.of(u) * out, both.of(u) * all} {
				sums[b][i] += x
			}
		}
	})
	if err != nil {
		return DegreeAssortativityResult{}, err
	}
	var sum [5]float64
	for _, s := range sums {
		for i, x := range s {
			sum[i] += x
		}
	}
	res.OutIn = correlation(sum[0], sourceOut, targetIn)
	res.InIn = correlation(sum[1], sourceIn, targetIn)
	res.InOut = correlation(sum[2], sourceIn, targetOut)
	res.OutOut = correlation(sum[3], sourceOut, targetOut)
	res.Undirected = correlation(sum[4], both, both)
	res.Links /= 2
	return res, nil
}

// degreeBlock is the number of nodes in one piece of work. Blocks are summed in
// order, so it is part of the result's last bits.
const degreeBlock = 1 << 12

// degrees are those without self-loops.
type degrees struct{ in, out, all []int32 }

func (d *degrees) count(g *graph.Graph, from, to int) {
	var nodes, buf []int32
	for u := int32(from); int(u) < to; u++ {
		nodes, buf = neighbours(g, u, buf)
		d.all[u] = int32(len(nodes))
		d.in[u], d.out[u] = int32(len(g.In(u))), int32(len(g.Out(u)))
		if g.SelfLoops() > 0 && g.HasEdge(u, u) {
			d.in[u]--
			d.out[u]--
		}
	}
}

// A deviation is a degree at one end of all edges, less its mean.
type deviation struct {
	degree []int32
	mean   float64
	square float64 // sum over edges of squares
}

// deviations takes the degree of each node as often as times says.
func deviations(degree, times []int32) deviation {
	var sum, edges int64
	for u, d := range degree {
		sum += int64(d) * int64(times[u])
		edges += int64(times[u])
	}
	dev := deviation{degree: degree}
	if edges == 0 {
		return dev
	}
	dev.mean = float64(sum) / float64(edges)
	least, most := int32(math.MaxInt32), int32(-1)
	for u, k := range times {
		if k > 0 {
			x := dev.of(int32(u))
			dev.square += float64(float64(k) * float64(x*x))
			least, most = min(least, degree[u]), max(most, degree[u])
		}
	}
	if least == most { // exactly, whatever the mean was rounded to
		dev.square = 0
	}
	return dev
}

func (d *deviation) of(u int32) float64 { return float64(d.degree[u]) - d.mean }

// correlation returns Pearson's r, 0 where an end does not vary.
func correlation(products float64, a, b deviation) float64 {
	if a.square == 0 || b.square == 0 {
		return 0
	}
	return max(-1, min(1, products/(math.Sqrt(a.square)*math.Sqrt(b.square))))
}
