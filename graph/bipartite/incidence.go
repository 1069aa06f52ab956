// Package bipartite asks what two rows of an incidence share: followers of two
// accounts, links of two users. It measures overlap and similarity, and says which
// overlap is more than chance gives under a stated null model. Every function is pure,
// and gives the same bits for any number of workers.
//
// An overlap is tested against one of three nulls, which keep ever more of what was
// observed: Hypergeometric the sizes of the rows, SDSM the sizes of rows and columns on
// average, FDSM both exactly. FDSM is the usual choice for up to 50 rows, SDSM above.
// Many pairs are many tests: BenjaminiHochberg or Bonferroni over all of them, those
// that share nothing included.
package bipartite

import (
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// An Incidence says which rows hold which columns, and how often: seeds and their
// followers, users and the objects that they share. It is immutable, and the slices that
// it hands out belong to it or to the graph that it was made from.
//
// Memory beside the graph: 24 bytes a row (48 with counts), 8 bytes a column, 4 bytes an
// incidence.
type Incidence struct {
	rows   [][]int32   // sorted columns, by row; slices of a graph
	counts [][]float64 // parallel to rows; nil when every count is 1
	at     []int64     // column c is held by holders[at[c]:at[c+1]]
	held   []int32
}

// New returns the incidence of these pairs, row From holding column To. Duplicates
// become one: with counts, their weights are summed; without, weights are ignored. It
// errs on a pair outside rows and columns, and on a weight that is negative or not finite.
// Cost as of graph.New.
func New(rows, columns int, pairs []graph.Edge, counts bool) (*Incidence, error) {
	if rows < 0 || columns < 0 {
		return nil, fmt.Errorf("an incidence of %d rows and %d columns", rows, columns)
	}
	for i, e := range pairs {
		if int(e.From) >= rows || int(e.To) >= columns {
			return nil, fmt.Errorf("pair %d of row %d and column %d: not in an incidence of %d rows and %d columns", i, e.From, e.To, rows, columns)
		}
	}
	g, err := graph.New(max(rows, columns), pairs, counts)
	if err != nil {
		return nil, err
	}
	all := make([]int32, rows)
	for i := range all {
		all[i] = int32(i)
	}
	return of(g, all, columns), nil
}

// Select returns the incidence whose row i holds the nodes that rows[i] has an edge to:
// whom it follows. On g.Reverse() it holds those that have an edge to it: its followers.
// Columns keep the numbers of the nodes. It errs on a row that is no node, and on one
// that is named twice. O(n + incidences).
func Select(g *graph.Graph, rows []int32) (*Incidence, error) {
	seen := make([]bool, g.N())
	for i, u := range rows {
		if u < 0 || int(u) >= g.N() {
			return nil, fmt.Errorf("row %d is node %d: not in a graph of %d nodes", i, u, g.N())
		}
		if seen[u] {
			return nil, fmt.Errorf("row %d is node %d, as a row before it", i, u)
		}
		seen[u] = true
	}
	return of(g, rows, g.N()), nil
}

// of returns the incidence of valid rows.
func of(g *graph.Graph, rows []int32, columns int) *Incidence {
	in := &Incidence{rows: make([][]int32, len(rows)), at: make([]int64, columns+1)}
	if g.Weighted() {
		in.counts = make([][]float64, len(rows))
	}
	for i, u := range rows {
		in.rows[i] = g.Out(u)
		if in.counts != nil {
			in.counts[i] = g.OutWeights(u)
		}
		for _, c := range in.rows[i] {
			in.at[c+1]++
		}
	}
	for c := range columns {
		in.at[c+1] += in.at[c]
	}
	// Filling moves every start to the end of its column, which is the start of the next.
	in.held = make([]int32, in.at[columns])
	for i, row := range in.rows {
		for _, c := range row {
			in.held[in.at[c]] = int32(i)
			in.at[c]++
		}
	}
	copy(in.at[1:], in.at[:columns])
	in.at[0] = 0
	return in
}

// Rows returns the number of rows.
func (in *Incidence) Rows() int { return len(in.rows) }

// Columns returns the number of columns, those that no row holds included.
func (in *Incidence) Columns() int { return len(in.at) - 1 }

// Len returns the number of incidences: of pairs of a row and a column that it holds.
func (in *Incidence) Len() int { return len(in.held) }

// Row returns the columns that row i holds, sorted. Not to be changed.
func (in *Incidence) Row(i int) []int32 { return in.rows[i] }

// Counts returns how often row i holds each of Row(i), nil if the incidence has no
// counts. Not to be changed.
func (in *Incidence) Counts(i int) []float64 {
	if in.counts == nil {
		return nil
	}
	return in.counts[i]
}

// Holders returns the rows that hold column c, sorted. Not to be changed.
func (in *Incidence) Holders(c int) []int32 { return in.held[in.at[c]:in.at[c+1]] }

// Held returns the number of columns that at least one row holds.
func (in *Incidence) Held() int {
	n := 0
	for c := range in.Columns() {
		if in.at[c+1] > in.at[c] {
			n++
		}
	}
	return n
}

// maxPairs bounds the pairs of which a struct each is kept: some 130 GB.
const maxPairs = math.MaxInt32

// pairs returns the number of pairs of rows, and errs where they are too many to list.
func (in *Incidence) pairs() (int, error) {
	r := int64(in.Rows())
	if n := r * (r - 1) / 2; n <= maxPairs {
		return int(n), nil
	}
	return 0, fmt.Errorf("%d rows have more than %d pairs; TopPairs does not keep them all", r, maxPairs)
}
