package layout

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// QualityOptions tune Quality.
type QualityOptions struct {
	Pivots  int    // nodes from which distances are measured; 0 means 500, and all where there are no more
	Pairs   int    // pairs of edges looked at for crossings; 0 means 1,000,000, and all where there are no more
	Nodes   int    // nodes whose neighbours are looked for; 0 means 1,000, and all where there are no more
	Seed    uint64 // of the samples
	Workers int    // 0: all processors; never changes the result
}

// A QualityResult says how well a picture shows a graph. Edges count without direction, once,
// and not those from a node to itself.
type QualityResult struct {
	// Stress is the mean of ((s·length - distance)/distance)² over pairs of nodes joined by a path,
	// with lengths in the picture, distances in edges, and the scale s at which it is least: 0 where
	// all lengths are as distances, below 1. Gansner, Koren & North 2004,
	// doi:10.1007/978-3-540-31843-9_25.
	Stress float64
	// Crossings is the number of pairs of edges that cross in a point inside both,
	// estimated where not all pairs were looked at, and CrossingShare their share, 0..1, of the pairs without common end.
	Crossings, CrossingShare float64
	// NeighborhoodPreservation is the mean over nodes with neighbours of the overlap, |A∩B|/|A∪B|,
	// of its k neighbours with the k nodes nearest in the picture (lower index first where equally near), 0..1; after
	// Kruiger et al. 2017, doi:10.1111/cgf.13187, who also count neighbours of neighbours.
	NeighborhoodPreservation float64
	// AngularResolution is the mean over nodes with k ≥ 2 edges of the least angle between two of them,
	// over 2π/k: 1 where all are even. Purchase 2002, doi:10.1006/jvlc.2002.0232.
	AngularResolution float64
}

// Quality measures a picture of g. Figures over nothing (no path, no pair, no node) are 0. It
// errs where points are not one a node, or not finite.
//
// O(pivots·(n+m) + pairs + nodes·n + m log m); 40 bytes a node for each worker.
func Quality(ctx context.Context, g *graph.Graph, points []Point, opt QualityOptions) (QualityResult, error) {
	if len(points) != g.N() {
		return QualityResult{}, fmt.Errorf("layout: %d points for %d nodes", len(points), g.N())
	}
	for u, p := range points {
		if !finite(p.X) || !finite(p.Y) {
			return QualityResult{}, fmt.Errorf("layout: node %d lies at %v, %v", u, p.X, p.Y)
		}
	}
	opt.Pivots, opt.Pairs, opt.Nodes = cmp.Or(opt.Pivots, 500), cmp.Or(opt.Pairs, 1_000_000), cmp.Or(opt.Nodes, 1000)
	q := picture{newNet(g, ForceAtlas2Options{EdgeWeightInfluence: -1}), unit(points), opt}
	r := QualityResult{AngularResolution: q.angularResolution()}
	var err error
	if r.Stress, err = q.stress(ctx); err != nil {
		return QualityResult{}, err
	}
	if r.Crossings, r.CrossingShare, err = q.crossings(ctx); err != nil {
		return QualityResult{}, err
	}
	r.NeighborhoodPreservation, err = q.preservation(ctx)
	return r, err
}

// unit returns points scaled and moved into the unit square, so that no square overflows.
func unit(points []Point) []Point {
	low, high := bounds(points)
	size := max(high.X/2-low.X/2, high.Y/2-low.Y/2)
	if size == 0 {
		size = 1
	}
	out := make([]Point, len(points))
	for i, p := range points {
		out[i] = Point{(p.X/2 - low.X/2) / size, (p.Y/2 - low.Y/2) / size}
	}
	return out
}

// A picture is a net with the places of its nodes.
type picture struct {
	net    *net
	points []Point
	opt    QualityOptions
}

func (q *picture) distance2(u, v int32) float64 {
	dx, dy := q.points[u].X-q.points[v].X, q.points[u].Y-q.points[v].Y
	return float64(dx*dx) + float64(dy*dy)
}

// sample returns k of the numbers 0..n-1 in order, all if there are no more.
func sample(n, k int, seed uint64) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	if k >= n {
		return all
	}
	r := rand.New(rand.NewPCG(seed, 3))
	for i := range k {
		j := i + r.IntN(n-i)
		all[i], all[j] = all[j], all[i]
	}
	slices.Sort(all[:k])
	return all[:k]
}

// stress measures from pivots to all nodes (sampling: Ortmann, Klimenta & Brandes 2017,
// doi:10.7155/jgaa.00440).
func (q *picture) stress(ctx context.Context) (float64, error) {
	pivots := sample(len(q.points), q.opt.Pivots, q.opt.Seed)
	type sums struct{ pairs, linear, square float64 }
	parts := make([]sums, len(pivots))
	err := q.net.distances(ctx, q.opt.Workers, pivots, func(i int, v int32, distance int) {
		s, ratio := &parts[i], math.Sqrt(q.distance2(pivots[i], v))/float64(distance)
		s.pairs++
		s.linear += ratio
		s.square += float64(ratio * ratio)
	})
	var all sums
	for _, s := range parts {
		all.pairs += s.pairs
		all.linear += s.linear
		all.square += s.square
	}
	if all.pairs == 0 || err != nil {
		return 0, err
	}
	if all.square == 0 {
		return 1, nil // all in one point
	}
	// Σ(s·ratio - 1)² is least at s = linear/square.
	return max(0, 1-all.linear/all.square*all.linear/all.pairs), nil
}

// preservation compares neighbours in the graph and in the picture.
func (q *picture) preservation(ctx context.Context) (float64, error) {
	var linked []int32
	for u := range int32(len(q.points)) {
		if q.net.at[u] < q.net.at[u+1] {
			linked = append(linked, u)
		}
	}
	if len(linked) == 0 {
		return 0, nil
	}
	chosen := sample(len(linked), q.opt.Nodes, q.opt.Seed)
	parts := make([]float64, len(chosen))
	err := par.For(ctx, q.opt.Workers, len(chosen), func(i int) error {
		found, k := q.nearest(linked[chosen[i]])
		parts[i] = float64(found) / float64(2*k-found)
		return nil
	})
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum / float64(len(parts)), err
}

// nearest returns how many of the k neighbours of u are among the k nodes nearest to it.
func (q *picture) nearest(u int32) (found, k int) {
	closer := func(a, b int32) int {
		return cmp.Or(cmp.Compare(q.distance2(u, a), q.distance2(u, b)), cmp.Compare(a, b))
	}
	row, _ := q.net.row(u)
	near := slices.SortedFunc(slices.Values(row), closer)
	// between[i] counts the other nodes that are nearer than near[i], but not than near[i-1].
	between := make([]int, len(near)+1)
	for v := range int32(len(q.points)) {
		if at, ours := slices.BinarySearchFunc(near, v, closer); v != u && !ours {
			between[at]++
		}
	}
	others := 0
	for i := range near {
		if others += between[i]; i+others < len(near) {
			found++
		}
	}
	return found, len(near)
}

// angularResolution looks at all nodes.
func (q *picture) angularResolution() float64 {
	sum, nodes := 0.0, 0
	var angles []float64
	for u, p := range q.points {
		near, _ := q.net.row(int32(u))
		if len(near) < 2 {
			continue
		}
		angles = angles[:0]
		for _, v := range near {
			angles = append(angles, math.Atan2(q.points[v].Y-p.Y, q.points[v].X-p.X))
		}
		slices.Sort(angles)
		least := angles[0] + 2*math.Pi - angles[len(angles)-1]
		for i := 1; i < len(angles); i++ {
			least = min(least, angles[i]-angles[i-1])
		}
		sum += least * float64(len(near)) / (2 * math.Pi)
		nodes++
	}
	return sum / float64(max(1, nodes))
}
