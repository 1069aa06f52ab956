package graph

import (
	"context"
	"fmt"
	"math"
)

// A Dijkstra finds the distances from one source after another, where the
// weight of an edge is its length. It is not for use by several goroutines at once.
type Dijkstra struct {
	Dist  []float64 // by node: length of a shortest path from the source; +Inf: not reached
	Order []int32   // the nodes reached, by distance; an edge of a shortest path runs from an earlier to a later one
	g     *Graph
	heap  []int32 // nodes to settle, each nearer than its four children
	place []int32 // by node: its place in the heap plus 1; 0: not reached; settled: settled already
}

const settled = -1

// Lengths have to lie in these bounds, so that no sum or reciprocal of
// distances leaves the range of floats.
const (
	leastLength   = 1e-100
	largestLength = 1e100
)

// NewDijkstra returns a search of g, in which an edge is 1 long if g is not weighted. It errs on a
// weight outside 1e-100..1e100: an edge of length 0 would make cycles of no
// length, and with them endlessly many shortest paths. O(m); 24 bytes a node.
func NewDijkstra(g *Graph) (*Dijkstra, error) {
	for u := range int32(g.N()) {
		for i, w := range g.OutWeights(u) {
			if w < leastLength || w > largestLength {
				return nil, fmt.Errorf("edge from %d to %d: length %v is not between %g and %g", u, g.Out(u)[i], w, leastLength, largestLength)
			}
		}
	}
	d := &Dijkstra{g: g, Dist: make([]float64, g.N()), place: make([]int32, g.N())}
	for u := range d.Dist {
		d.Dist[u] = math.Inf(1)
	}
	return d, nil
}

// From fills Dist and Order for a source, over what they held before. Lengths
// are added up from the source on, as float64s. It errs on a source that is not in the
// graph. (Dijkstra 1959, doi:10.1007/BF01386390, with a heap of four children a node.)
// O((n+m) log n).
func (d *Dijkstra) From(ctx context.Context, source int32) error {
	if !d.g.has(int64(source)) {
		return fmt.Errorf("search from node %d: not in a graph of %d nodes", source, d.g.N())
	}
	d.reset()
	d.reach(source, 0)
	for len(d.heap) > 0 {
		if len(d.Order)%stopEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		u := d.pop()
		weights := d.g.OutWeights(u)
		for i, v := range d.g.Out(u) {
			length := 1.0
			if weights != nil {
				length = weights[i]
			}
			d.reach(v, d.Dist[u]+length)
		}
	}
	return nil
}

// reset forgets the last search, also one that was cut short.
func (d *Dijkstra) reset() {
	for _, list := range [][]int32{d.Order, d.heap} {
		for _, u := range list {
			d.Dist[u], d.place[u] = math.Inf(1), 0
		}
	}
	d.Order, d.heap = d.Order[:0], d.heap[:0]
}

// reach notes that a path of this length leads to v.
func (d *Dijkstra) reach(v int32, dist float64) {
	if d.place[v] == settled || dist >= d.Dist[v] {
		return
	}
	d.Dist[v] = dist
	if d.place[v] == 0 {
		d.heap = append(d.heap, v)
		d.place[v] = int32(len(d.heap))
	}
	d.rise(int(d.place[v]) - 1)
}

// rise moves the node at place i towards the root.
func (d *Dijkstra) rise(i int) {
	v := d.heap[i]
	for i > 0 {
		parent := (i - 1) / 4
		if d.Dist[d.heap[parent]] <= d.Dist[v] {
			break
		}
		d.put(i, d.heap[parent])
		i = parent
	}
	d.put(i, v)
}

// pop settles the nearest node.
func (d *Dijkstra) pop() int32 {
	nearest := d.heap[0]
	d.place[nearest] = settled
	d.Order = append(d.Order, nearest)
	last := len(d.heap) - 1
	v := d.heap[last]
	d.heap = d.heap[:last]
	if last == 0 {
		return nearest
	}
	i := 0
	for {
		least := 4*i + 1
		if least >= last {
			break
		}
		for child := least + 1; child < min(4*i+5, last); child++ {
			if d.Dist[d.heap[child]] < d.Dist[d.heap[least]] {
				least = child
			}
		}
		if d.Dist[d.heap[least]] >= d.Dist[v] {
			break
		}
		d.put(i, d.heap[least])
		i = least
	}
	d.put(i, v)
	return nearest
}

func (d *Dijkstra) put(i int, v int32) { d.heap[i], d.place[v] = v, int32(i)+1 }
