package bipartite

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// A BiCM is the bipartite configuration model of an incidence: the law of largest entropy
// under which every row and every column has, on average, the size observed. Row u holds
// column c with probability x·y/(1+x·y), for an x of the row and a y of the column, apart from
// all others. (Saracco, Di Clemente, Gabrielli & Squartini 2015, doi:10.1038/srep10595;
// Saracco et al. 2017, doi:10.1088/1367-2630/aa6b38.) Rows of the same size have the same x,
// columns the same y, so it is kept by size: 8 bytes a row and a column, 40 a distinct size.
type BiCM struct {
	MaxError float64 // the largest difference between an expected and an observed size

	rowClass, columnClass []int32 // by row, by column
	rows, columns         []sizeClass
	low, high             []int     // by class of rows: columns of size ≤ low are held surely not, of size ≥ high surely
	theta, eta            []float64 // log x by class of rows, log y by class of columns
}

// A sizeClass is the rows or columns of one size.
type sizeClass struct{ size, count int }

// FitBiCM fits the model to the sizes of in, by Newton's method with conjugate gradients
// on the concave likelihood of the distinct sizes. (The reduction to distinct sizes as in
// Vallarano et al. 2021, doi:10.1038/s41598-021-93830-4.)
//
// Some sizes leave no choice: a row that holds all columns, or any block that must be full
// or empty by the theorem of Gale and Ryser (Gale 1957, doi:10.2140/pjm.1957.7.1073). There
// x and y would be infinite; those probabilities are set to 1 and 0, and the blocks between are
// fitted one by one.
//
// It errs where sizes do not match to 1e-8, or to 1e-14 of the largest. O(rows + columns) and,
// with p and q distinct sizes, O(p·q) time for each of some hundred to thousand steps and
// 8·p·q bytes.
func FitBiCM(ctx context.Context, in *Incidence) (*BiCM, error) {
	b := &BiCM{}
	b.rowClass, b.rows = classes(in.Rows(), func(i int) int { return len(in.Row(i)) })
	b.columnClass, b.columns = classes(in.Columns(), func(c int) int { return len(in.Holders(c)) })
	b.low, b.high = make([]int, len(b.rows)), make([]int, len(b.rows))
	b.theta, b.eta = make([]float64, len(b.rows)), make([]float64, len(b.columns))
	from, above := 0, 0 // first class of rows of the block, and the rows before it
	for _, cut := range b.cuts() {
		for i := from; i < cut.classes; i++ {
			b.low[i], b.high[i] = above, cut.rows
		}
		if err := b.fitBlock(ctx, from, cut.classes); err != nil {
			return nil, err
		}
		from, above = cut.classes, cut.rows
	}
	b.MaxError = b.maxError()
	if limit := max(1e-8, 1e-14*float64(max(in.Rows(), in.Columns()))); b.MaxError > limit {
		return nil, fmt.Errorf("the bipartite configuration model: sizes differ by %g from those observed, more than %g", b.MaxError, limit)
	}
	return b, nil
}

// classes numbers n things by size, the largest first.
func classes(n int, size func(int) int) (class []int32, all []sizeClass) {
	class = make([]int32, n)
	count := map[int]int{}
	for i := range n {
		count[size(i)]++
	}
	for s, k := range count {
		all = append(all, sizeClass{s, k})
	}
	slices.SortFunc(all, func(a, b sizeClass) int { return cmp.Compare(b.size, a.size) })
	at := make(map[int]int32, len(all))
	for i, c := range all {
		at[c.size] = int32(i)
	}
	for i := range n {
		class[i] = at[size(i)]
	}
	return class, all
}

// A cut is a number of largest rows that between them hold as much as the sizes of the
// columns allow: every column gives them all it has, up to one for each of them.
type cut struct{ classes, rows int }

// cuts returns the cuts in order of rows, the last of which is all rows.
func (b *BiCM) cuts() []cut {
	var all []cut
	rows, held := 0, 0 // of the largest rows
	for i, r := range b.rows {
		rows += r.count
		held += r.count * r.size
		most := 0
		for _, c := range b.columns {
			most += c.count * min(c.size, rows)
		}
		if held == most {
			all = append(all, cut{i + 1, rows})
		}
	}
	return all
}

// P returns the probability that row i holds column c.
func (b *BiCM) P(i, c int) float64 { return b.p(int(b.rowClass[i]), int(b.columnClass[c])) }

// p returns the probability that a row of class i holds a column of class j.
func (b *BiCM) p(i, j int) float64 {
	switch size := b.columns[j].size; {
	case size <= b.low[i]:
		return 0
	case size >= b.high[i]:
		return 1
	}
	return 1 / (1 + math.Exp(-b.theta[i]-b.eta[j]))
}

// Overlap returns the law of the number of columns that rows u and v, not the same, both
// hold. O(distinct sizes of columns).
func (b *BiCM) Overlap(u, v int) PoissonBinomial {
	var o PoissonBinomial
	for j, c := range b.columns {
		o.P = append(o.P, b.p(int(b.rowClass[u]), j)*b.p(int(b.rowClass[v]), j))
		o.Count = append(o.Count, c.count)
	}
	return o
}

// maxError compares expected and observed sizes.
func (b *BiCM) maxError() float64 {
	worst := 0.0
	sums := make([]float64, len(b.columns))
	for i, r := range b.rows {
		sum := 0.0
		for j, c := range b.columns {
			p := b.p(i, j)
			sum += float64(float64(c.count) * p)
			sums[j] += float64(float64(r.count) * p)
		}
		worst = max(worst, math.Abs(sum-float64(r.size)))
	}
	for j, c := range b.columns {
		worst = max(worst, math.Abs(sums[j]-float64(c.size)))
	}
	return worst
}
