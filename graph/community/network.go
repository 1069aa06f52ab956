package community

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A network is what communities are sought in: the undirected view of a graph, or
// one whose nodes stand for groups of nodes of another. It has no self-loops, for
// no move changes what they add to the quality; they count in mass.
//
// The quality of a division is the sum, over groups, of the weight within less
// per·(mass of the group)²/2, up to terms that are the same for all divisions.
// With mass the degree and per γ/2m that is modularity times m; with mass the number
// of nodes and per γ it is the constant Potts model.
type network struct {
	at     []int64   // row u is [at[u], at[u+1])
	to     []int32   // neighbours, in no particular order; of an unweighted graph twice where edges run both ways
	weight []float64 // nil when all are 1
	mass   []float64 // by node
	gamma  float64
	per    float64
	total  float64 // sum of all degrees, self-loops included
	unit   float64 // mean weight of an edge of the graph
}

// A quality is what makes one division better than another.
type quality struct {
	gamma float64
	cpm   bool
}

// resolve returns the quality of these options.
func resolve(gamma float64, cpm bool) (quality, error) {
	if gamma == 0 {
		gamma = 1
	}
	if !(gamma > 0 && gamma <= 1e9) {
		return quality{}, fmt.Errorf("a resolution of %v: not between 0 and 1e9", gamma)
	}
	return quality{gamma, cpm}, nil
}

func (n *network) size() int { return len(n.at) - 1 }

// row returns the neighbours of u and the weights of the edges to them.
func (n *network) row(u int32) (to []int32, weights []float64) {
	from, end := n.at[u], n.at[u+1]
	if n.weight == nil {
		return n.to[from:end], nil
	}
	return n.to[from:end], n.weight[from:end]
}

// fetch reads, for every so many of these nodes, the rows of the next, which lie anywhere,
// a line of memory at a time: the processor fetches many at once, as it could not if work
// came between, and they are near when the work comes. What it returns is only there so that
// it is done.
func (n *network) fetch(nodes []int32, i int) (sum int32) {
	if i%fetched != 0 {
		return 0
	}
	for _, u := range nodes[i:min(i+fetched, len(nodes))] {
		for e := n.at[u]; e < n.at[u+1]; e += 16 {
			sum += n.to[e]
		}
	}
	return sum
}

const fetched = 32 // rows: some kilobytes

// scaleOf returns the power of two by which weights are multiplied so that sums of
// them, and quotients by sums, stay finite. It is 1 for all but absurd weights.
func scaleOf(g *graph.Graph) float64 {
	switch t := g.Total(); {
	case t > 0x1p900:
		return 0x1p-200
	case t > 0 && t < 0x1p-900:
		return 0x1p200
	}
	return 1
}

// newNetwork copies the undirected view of g: the row of a node is its row out,
// then its row in. So an edge each way stands twice, and weighs the sum.
func newNetwork(ctx context.Context, g *graph.Graph, q quality, workers int) (*network, error) {
	n := g.N()
	net := &network{at: make([]int64, n+1), mass: make([]float64, n)}
	for u := range int32(n) {
		net.at[u+1] = net.at[u] + int64(len(g.Out(u))+len(g.In(u)))
		if !g.Weighted() && g.SelfLoops() > 0 && g.HasEdge(u, u) {
			net.at[u+1] -= 2
		}
	}
	net.to = make([]int32, net.at[n])
	if g.Weighted() {
		net.weight = make([]float64, net.at[n])
	}
	scale := scaleOf(g)
	err := forBlocks(ctx, workers, n, func(from, to int) {
		for u := from; u < to; u++ {
			net.mass[u] = net.fill(g, int32(u), scale)
		}
	})
	if err != nil {
		return nil, err
	}
	for _, k := range net.mass {
		net.total += k
	}
	net.gamma = q.gamma
	if net.total > 0 {
		net.unit = net.total / float64(2*g.M())
		net.per = q.gamma / net.total
	}
	if q.cpm {
		net.per = q.gamma * scale
		for u := range net.mass {
			net.mass[u] = 1
		}
	}
	return net, nil
}

// fill writes the row of u and returns its degree. Where edges have weights the
// self-loop stays, weighing 0, as do edges that weigh nothing: none of them joins.
func (n *network) fill(g *graph.Graph, u int32, scale float64) (degree float64) {
	i := n.at[u]
	for _, half := range []struct {
		to     []int32
		weight []float64
	}{{g.Out(u), g.OutWeights(u)}, {g.In(u), g.InWeights(u)}} {
		if half.weight == nil {
			for _, v := range half.to {
				if v != u {
					n.to[i] = v
					i++
				}
			}
			degree += float64(len(half.to))
			continue
		}
		for k, v := range half.to {
			w := half.weight[k] * scale
			degree += w
			if v == u {
				w = 0
			}
			n.to[i], n.weight[i] = v, w
			i++
		}
	}
	return degree
}

// contract returns the network whose nodes are the k groups; group[u] is that of
// u. Each block of groups is summed apart, in the order of its members.
func (n *network) contract(ctx context.Context, group []int32, k, workers int) (*network, error) {
	c := &network{at: make([]int64, k+1), mass: make([]float64, k), gamma: n.gamma, per: n.per, total: n.total, unit: n.unit}
	start, members := bucket(group, k)
	type part struct {
		to     []int32
		weight []float64
	}
	parts := make([]part, blocksOf(k))
	pool := newPool(workers, k)
	err := forBlocks(ctx, workers, k, func(from, to int) {
		t := pool.get()
		defer pool.put(t)
		rows := &t.rows
		rows.to, rows.weight = rows.to[:0], rows.weight[:0]
		for x := from; x < to; x++ {
			t.reset()
			nodes := members[start[x]:start[x+1]]
			for i, u := range nodes {
				t.sink += n.fetch(nodes, i)
				c.mass[x] += n.mass[u]
				to, weights := n.row(u)
				t.add(to, weights, group)
			}
			for _, y := range t.touched {
				if y != int32(x) {
					rows.to, rows.weight = append(rows.to, y), append(rows.weight, t.weight[y])
					c.at[x+1]++
				}
			}
			t.clear()
		}
		parts[from/blockSize] = part{slices.Clone(rows.to), slices.Clone(rows.weight)}
	})
	if err != nil {
		return nil, err
	}
	for x := range k {
		c.at[x+1] += c.at[x]
	}
	c.to, c.weight = make([]int32, c.at[k]), make([]float64, c.at[k])
	err = par.For(ctx, workers, len(parts), func(i int) error {
		at := c.at[i*blockSize]
		copy(c.to[at:], parts[i].to)
		copy(c.weight[at:], parts[i].weight)
		parts[i] = part{}
		return nil
	})
	return c, err
}

// bucket sorts nodes by group, of which there are k: those of group c are
// members[start[c]:start[c+1]], in order of index.
func bucket(group []int32, k int) (start, members []int32) {
	start, members = make([]int32, k+1), make([]int32, len(group))
	for _, c := range group {
		start[c+1]++
	}
	for c := range k {
		start[c+1] += start[c]
	}
	next := slices.Clone(start)
	for u, c := range group {
		members[next[c]] = int32(u)
		next[c]++
	}
	return start, members
}

// compact renames groups, labelled 0..n-1, in the order of their first nodes, in
// place, and returns how many there are.
func compact(group []int32) int {
	name := make([]int32, len(group))
	k := int32(0)
	for u, c := range group {
		if name[c] == 0 {
			k++
			name[c] = k
		}
		group[u] = name[c] - 1
	}
	return int(k)
}

// Work on nodes is shared out in blocks of this many. More would leave workers idle
// where few groups hold most of the edges.
const blockSize = 64

func blocksOf(n int) int { return (n + blockSize - 1) / blockSize }

// forBlocks calls do for every block of [0,n), in parallel.
func forBlocks(ctx context.Context, workers, n int, do func(from, to int)) error {
	return par.For(ctx, workers, blocksOf(n), func(i int) error {
		do(i*blockSize, min(n, (i+1)*blockSize))
		return nil
	})
}
