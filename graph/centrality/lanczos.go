package centrality

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	// basisSize is the most vectors that a Lanczos basis holds, keptSize how many
	// Ritz vectors are kept when it is full.
	basisSize, keptSize = 14, 4
	// vectorBlock is the number of entries that one piece of work sums. Blocks are
	// summed in order, so it is part of the last bits of results.
	vectorBlock = 1 << 13
	// leastResidual is as far as rounding lets a residual fall.
	leastResidual = 1e-14
)

// An eigenpair is the largest eigenvalue of a matrix without negative entries,
// with an eigenvector of length 1 without negative entries; both 0 if there is none.
type eigenpair struct {
	value    float64
	vector   []float64
	steps    int     // products with the matrix
	residual float64 // ‖Ax-λx‖/λ in the Euclidean norm
}

// A lanczos finds the largest eigenvalue of a symmetric matrix by the Lanczos
// method with thick restarts (Wu & Simon 2000, doi:10.1137/S0895479898334605). New vectors are
// made orthogonal to the whole basis, twice, by classical Gram-Schmidt. 120 bytes an entry.
type lanczos struct {
	multiply  func(x, y []float64) error // sets y = Ax
	tolerance float64                    // residual at which to stop
	maxSteps  int
	workers   int

	store     [][]float64                   // vectors to use again
	size      int                           // of the basis, store[:size], which is orthonormal
	projected [basisSize][basisSize]float64 // the matrix as the basis sees it
	dots      [][basisSize]float64          // by block
	squares   []float64                     // by block
}

// largest returns the largest eigenvalue whose eigenvectors are not all orthogonal to
// start, and of these the one that start, which has no negative entry, is projected on: no step
// leaves the span of start, A·start, A²·start…
func (l *lanczos) largest(ctx context.Context, start []float64) (p eigenpair, err error) {
	blocks := (len(start) + vectorBlock - 1) / vectorBlock
	l.dots, l.squares = make([][basisSize]float64, blocks), make([]float64, blocks)
	l.store = [][]float64{append([]float64(nil), start...)}
	length, err := l.orthogonalise(ctx, l.store[0])
	if err != nil || length == 0 {
		return eigenpair{vector: make([]float64, len(start))}, err
	}
	for {
		if l.size == basisSize {
			values, ritz := l.ritz()
			if err := l.restart(ctx, values, ritz); err != nil {
				return p, err
			}
		}
		x := l.store[l.size]
		for i := range x {
			x[i] /= length
		}
		if l.size++; l.size == len(l.store) {
			l.store = append(l.store, make([]float64, len(start)))
		}
		next := l.store[l.size]
		if err := l.multiply(x, next); err != nil {
			return p, err
		}
		if length, err = l.orthogonalise(ctx, next); err != nil {
			return p, err
		}
		p.steps++
		values, ritz := l.ritz()
		p.value = values[0]
		p.residual = length * math.Abs(ritz.At(l.size-1, 0)) / p.value
		if p.residual <= max(l.tolerance, leastResidual) || p.steps >= l.maxSteps {
			p.vector = l.store[l.size] // next is not needed any more
			err := l.combine(ctx, ritz, [][]float64{p.vector})
			perron(p.vector)
			return p, err
		}
	}
}

// ritz returns the eigenvalues of the projected matrix, falling, and its
// eigenvectors as columns.
func (l *lanczos) ritz() ([]float64, *mat.Dense) {
	k := l.size
	t := mat.NewSymDense(k, nil)
	for i := range k {
		for j := i; j < k; j++ {
			t.SetSym(i, j, l.projected[i][j])
		}
	}
	var e mat.EigenSym
	if !e.Factorize(t, true) {
		panic("centrality: a finite symmetric matrix has no eigenvalues")
	}
	rising := e.Values(nil)
	var columns mat.Dense
	e.VectorsTo(&columns)
	values, vectors := make([]float64, k), mat.NewDense(k, k, nil)
	for j := range k {
		values[j] = rising[k-1-j]
		for i := range k {
			vectors.Set(i, j, columns.At(i, k-1-j))
		}
	}
	return values, vectors
}

// restart makes the best Ritz vectors the basis, and puts the vector that was to be
// the next behind them.
func (l *lanczos) restart(ctx context.Context, values []float64, ritz *mat.Dense) error {
	err := l.combine(ctx, ritz, l.store[:keptSize])
	l.store[keptSize], l.store[l.size] = l.store[l.size], l.store[keptSize]
	l.size = keptSize
	l.projected = [basisSize][basisSize]float64{}
	for i := range keptSize {
		l.projected[i][i] = values[i]
	}
	return err
}

// combine sets each of to, which may be of the basis, to the combination of the basis
// by a column of coefficients.
func (l *lanczos) combine(ctx context.Context, coefficients *mat.Dense, to [][]float64) error {
	return l.each(ctx, len(l.store[0]), func(_, first, last int) {
		var entry [basisSize]float64
		for i := first; i < last; i++ {
			for k := range l.size {
				entry[k] = l.store[k][i]
			}
			for j := range to {
				sum := 0.0
				for k, x := range entry[:l.size] {
					sum += float64(x * coefficients.At(k, j))
				}
				to[j][i] = sum
			}
		}
	})
}

// orthogonalise takes what the basis spans off w, adds the coefficients to the last
// column of the projected matrix, and returns the length of the rest.
func (l *lanczos) orthogonalise(ctx context.Context, w []float64) (float64, error) {
	basis := l.store[:l.size]
	for range 2 {
		err := l.each(ctx, len(w), func(b, from, to int) {
			for j, v := range basis {
				l.dots[b][j] = dot(v[from:to], w[from:to])
			}
		})
		if err != nil {
			return 0, err
		}
		var c [basisSize]float64
		for _, d := range l.dots {
			for j := range basis {
				c[j] += d[j]
			}
		}
		for j := range basis {
			l.projected[j][l.size-1] += c[j]
		}
		err = l.each(ctx, len(w), func(b, from, to int) {
			rest := w[from:to]
			for j, v := range basis {
				for i, x := range v[from:to] {
					rest[i] -= float64(c[j] * x)
				}
			}
			l.squares[b] = dot(rest, rest)
		})
		if err != nil {
			return 0, err
		}
	}
	return math.Sqrt(total(l.squares)), nil
}

// each runs do on the blocks of vectors of n entries, side by side.
func (l *lanczos) each(ctx context.Context, n int, do func(block, from, to int)) error {
	return par.For(ctx, l.workers, len(l.squares), func(b int) error {
		do(b, b*vectorBlock, min(n, (b+1)*vectorBlock))
		return nil
	})
}

// dot returns the sum of products. Four sums run side by side, as in matrix.row.
func dot(x, y []float64) float64 {
	var a, b, c, d float64
	for ; len(x) >= 4 && len(y) >= 4; x, y = x[4:], y[4:] {
		a += float64(x[0] * y[0])
		b += float64(x[1] * y[1])
		c += float64(x[2] * y[2])
		d += float64(x[3] * y[3])
	}
	for i := range x {
		a += float64(x[i] * y[i])
	}
	return (a + b) + (c + d)
}

// perron gives an eigenvector that is known to have no entries of both signs its
// sign and length 1: entries of the wrong sign are errors of the approximation.
func perron(x []float64) {
	if total(x) < 0 {
		for i := range x {
			x[i] = -x[i]
		}
	}
	for i := range x {
		x[i] = max(0, x[i])
	}
	normalise(x)
}

// normalise makes the length of x 1, unless it is 0.
func normalise(x []float64) {
	length := math.Sqrt(dot(x, x))
	if length == 0 {
		return
	}
	for i := range x {
		x[i] /= length
	}
}
