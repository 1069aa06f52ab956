package centrality

import (
	"context"
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// MixingClasses is the largest number of classes that Mixing takes: a matrix of
// more would not be read by anyone, and costs 8 bytes a pair.
const MixingClasses = 1024

// MixingOptions tune Mixing. The zero value is the usual choice.
type MixingOptions struct{}

// A MixingResult is the outcome of Mixing. Classes are 0..Classes-1; Classes itself, the
// last row and column, is "none": the nodes without a class. Rows are the classes that edges come from, columns
// those that they go to.
type MixingResult struct {
	Classes  int
	Nodes    []int64     // by class
	From     []int64     // by class: edges that come from it
	To       []int64     // by class: edges that go to it
	Total    int64       // edges, self-loops left out
	Edges    [][]int64   // counted
	Expected [][]float64 // under the configuration model
	StdDev   [][]float64 // of the count under the configuration model
	Ratio    [][]float64 // Edges by Expected; 0 where nothing is expected
	Z        [][]float64 // (Edges-Expected)/StdDev; 0 where the model leaves no choice
	Density  [][]float64 // Edges by the pairs of different nodes that there are, 0..1

	// Assortativity is 1 if all edges stay in their class, 0 as in the configuration model; 0 if it is
	// not defined, because all edges come from and go to one class. StdErr is its jackknife error.
	Assortativity, StdErr float64

	// LargestPair is the largest number of edges that the model expects from one node to another. A
	// graph holds one at most; far above 1, the model expects more edges between hubs than there can be.
	LargestPair float64
}

// Mixing counts the edges between classes of nodes and compares them with the directed configuration
// model, in which every node keeps its numbers of edges out and in, and ends are joined at random (Molloy & Reed
// 1995, doi:10.1002/rsa.3240060204; directed: Newman, Strogatz & Watts 2001, doi:10.1103/PhysRevE.64.026118).
// From a outgoing ends of a class, b incoming ends of another and m edges, the number of edges is then
// hypergeometric: mean ab/m, variance ab(m-a)(m-b)/(m²(m-1)), exactly. The model allows self-loops and parallel
// edges, which g counts as none and one. Assortativity and its jackknife error after Newman 2003,
// doi:10.1103/PhysRevE.67.026126, "none" being a class as well. Weights are not used.
//
// labels holds the class of each node, -1 for none. Mixing errs if their number is not that of the nodes, and on
// a label below -1 or not below MixingClasses.
//
// O(n + m + Classes²), 48 bytes a pair of classes.
func Mixing(ctx context.Context, g *graph.Graph, labels []int32, _ MixingOptions) (MixingResult, error) {
	k, err := countClasses(g.N(), labels)
	if err != nil {
		return MixingResult{}, err
	}
	res := MixingResult{
		Classes: k, Nodes: make([]int64, k+1), From: make([]int64, k+1), To: make([]int64, k+1),
		Edges: square[int64](k + 1), Expected: square[float64](k + 1), StdDev: square[float64](k + 1),
		Ratio: square[float64](k + 1), Z: square[float64](k + 1), Density: square[float64](k + 1),
	}
	class := func(u int32) int {
		if labels[u] < 0 {
			return k
		}
		return int(labels[u])
	}
	out, in := 0, 0
	for u := range int32(g.N()) {
		if u%4096 == 0 && ctx.Err() != nil {
			return MixingResult{}, ctx.Err()
		}
		c := class(u)
		row := res.Edges[c]
		loop := 0
		for _, v := range g.Out(u) {
			if v == u {
				loop = 1
				continue
			}
			row[class(v)]++
		}
		res.Nodes[c]++
		out, in = max(out, len(g.Out(u))-loop), max(in, len(g.In(u))-loop)
	}
	for i, row := range res.Edges {
		for j, c := range row {
			res.From[i] += c
			res.To[j] += c
			res.Total += c
		}
	}
	if res.Total > 0 {
		res.LargestPair = float64(out) * float64(in) / float64(res.Total)
		res.expect()
		res.assort()
	}
	return res, ctx.Err()
}

func countClasses(n int, labels []int32) (k int, err error) {
	if len(labels) != n {
		return 0, fmt.Errorf("%d labels for %d nodes", len(labels), n)
	}
	for u, l := range labels {
		if l < -1 || l >= MixingClasses {
			return 0, fmt.Errorf("label %d of node %d: not between -1 and %d", l, u, MixingClasses-1)
		}
		k = max(k, int(l)+1)
	}
	return k, nil
}

func square[T any](n int) [][]T {
	cells := make([]T, n*n)
	rows := make([][]T, n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n : (i+1)*n]
	}
	return rows
}

// expect fills the matrices beside the counts.
func (res *MixingResult) expect() {
	m := float64(res.Total)
	for i, row := range res.Edges {
		for j, count := range row {
			a, b := float64(res.From[i]), float64(res.To[j])
			mean := a * b / m
			res.Expected[i][j] = mean
			if mean > 0 {
				res.Ratio[i][j] = float64(count) / mean
			}
			if variance := mean * ((m - a) / m) * ((m - b) / max(1, m-1)); variance > 0 {
				res.StdDev[i][j] = math.Sqrt(variance)
				res.Z[i][j] = (float64(count) - mean) / res.StdDev[i][j]
			}
			pairs := float64(res.Nodes[i]) * float64(res.Nodes[j])
			if i == j {
				pairs -= float64(res.Nodes[i])
			}
			if count > 0 {
				res.Density[i][j] = float64(count) / pairs
			}
		}
	}
}

// assort fills the coefficient, and its error from the coefficients without each
// of the edges, which differ by the classes at its ends only.
func (res *MixingResult) assort() {
	// With s edges inside classes and p = Σ From·To, r = (m·s - p) / (m² - p).
	var inside, products float64
	for i := range res.Edges {
		inside += float64(res.Edges[i][i])
		products += float64(float64(res.From[i]) * float64(res.To[i]))
	}
	r := func(m, inside, products float64) float64 {
		if square := float64(m * m); products < square {
			return (float64(m*inside) - products) / (square - products)
		}
		return 0
	}
	m := float64(res.Total)
	res.Assortativity = r(m, inside, products)
	variance := 0.0
	for i, row := range res.Edges {
		for j, count := range row {
			if count == 0 {
				continue
			}
			s, p := inside, products-float64(res.To[i])-float64(res.From[j])
			if i == j {
				s, p = s-1, p+1
			}
			d := r(m-1, s, p) - res.Assortativity
			variance += float64(float64(count) * float64(d*d))
		}
	}
	res.StdErr = math.Sqrt(variance)
}
