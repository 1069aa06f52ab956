package bipartite

import (
	"context"
	"math"
)

// A block is the part of a BiCM between two cuts: classes of rows and columns of which
// every probability lies between 0 and 1. Vectors of it hold the rows, then the columns.
type block struct {
	p, q   int       // classes of rows, of columns
	count  []float64 // rows or columns of each class
	size   []float64 // of each, within the block
	z      []float64 // log x of each class of rows, log y of columns
	grad   []float64 // of the likelihood: count·(size - expected size)
	hess   []float64 // p·q: the mixed second derivatives, less their sign
	diag   []float64 // their sums, the second derivatives
	loglik float64
}

// fitBlock fits the classes [from,to) of rows with the columns between their cuts.
func (b *BiCM) fitBlock(ctx context.Context, from, to int) error {
	low, high := b.low[from], b.high[from]
	k := &block{p: to - from}
	full, first := 0, len(b.columns) // columns that all rows of the block hold; the first class between
	for j, c := range b.columns {
		if c.size >= high {
			full += c.count
		} else if c.size > low {
			first = min(first, j)
			k.q++
		}
	}
	if k.q == 0 {
		return nil
	}
	for _, r := range b.rows[from:to] {
		k.count, k.size = append(k.count, float64(r.count)), append(k.size, float64(r.size-full))
	}
	for _, c := range b.columns[first : first+k.q] {
		k.count, k.size = append(k.count, float64(c.count)), append(k.size, float64(c.size-low))
	}
	if err := k.fit(ctx); err != nil {
		return err
	}
	copy(b.theta[from:to], k.z[:k.p])
	copy(b.eta[first:first+k.q], k.z[k.p:])
	return nil
}

// fit climbs the likelihood. It starts where rows and columns add up in the logit, and
// ends when no step makes the sizes match better.
func (k *block) fit(ctx context.Context) error {
	n := k.p + k.q
	k.z, k.grad, k.diag = make([]float64, n), make([]float64, n), make([]float64, n)
	k.hess = make([]float64, k.p*k.q)
	rows, columns, all := sum(k.count[:k.p]), sum(k.count[k.p:]), 0.0
	for i := range k.p {
		all += float64(k.count[i] * k.size[i])
	}
	for i := range n {
		of := columns
		if i >= k.p {
			of = rows
		}
		k.z[i] = math.Log(k.size[i]/(of-k.size[i])) - 0.5*math.Log(all/(rows*columns-all))
	}
	k.evaluate()
	start := make([]float64, n)
	for range 200 {
		if err := ctx.Err(); err != nil {
			return err
		}
		before := k.error()
		if before <= 1e-12 {
			return nil
		}
		step := k.newton()
		slope := dot(k.grad, step)
		copy(start, k.z)
		loglik := k.loglik
		// The whole step, or the first half of a half that climbs by some of what the slope
		// promises. Near the top the likelihood has no digits left to tell.
		for t := 1.0; t > 1e-10; t /= 2 {
			for i := range k.z {
				k.z[i] = start[i] + float64(t*step[i])
			}
			k.evaluate()
			if k.loglik >= loglik+float64(1e-4*t*slope)-1e-12*math.Abs(loglik) {
				break
			}
		}
		if after := k.error(); before < 1e-9 && after >= before/2 {
			if after > before {
				copy(k.z, start)
			}
			return nil
		}
	}
	return nil
}

// evaluate fills the likelihood and its derivatives at z.
func (k *block) evaluate() {
	clear(k.diag)
	k.loglik = 0
	for i := range k.grad {
		k.grad[i] = k.count[i] * k.size[i]
		k.loglik += float64(k.grad[i] * k.z[i])
	}
	for i := range k.p {
		for j := range k.q {
			x := k.z[i] + k.z[k.p+j]
			cells := k.count[i] * k.count[k.p+j]
			e := math.Exp(-math.Abs(x))
			p := 1 / (1 + e) // of what is likelier
			curve := cells * p * (e * p)
			if x < 0 {
				p = e * p
			}
			k.loglik -= float64(cells * (max(x, 0) + math.Log1p(e)))
			k.grad[i] -= float64(cells * p)
			k.grad[k.p+j] -= float64(cells * p)
			k.hess[i*k.q+j] = curve
			k.diag[i] += curve
			k.diag[k.p+j] += curve
		}
	}
}

// error returns the largest difference between a size and its expectation.
func (k *block) error() float64 {
	worst := 0.0
	for i, g := range k.grad {
		worst = max(worst, math.Abs(g)/k.count[i])
	}
	return worst
}

// newton solves for the step of Newton by conjugate gradients, each unknown scaled by
// its own second derivative. The system does not tell x·t, y/t from x, y, which does
// not hurt: gradients have no part along that.
func (k *block) newton() []float64 {
	n := len(k.grad)
	step, rest := make([]float64, n), make([]float64, n)
	copy(rest, k.grad)
	scaled, direction := make([]float64, n), make([]float64, n)
	product := make([]float64, n)
	norm := 0.0
	target := 0.0
	for it := range 4 * n {
		for i := range n {
			scaled[i] = rest[i] / k.diag[i]
		}
		next := dot(rest, scaled)
		if it == 0 {
			target = 1e-16 * next
		}
		if next <= target || next == 0 {
			break
		}
		for i := range n {
			if it == 0 {
				direction[i] = scaled[i]
			} else {
				direction[i] = scaled[i] + float64(next/norm*direction[i])
			}
		}
		norm = next
		k.multiply(product, direction)
		curve := dot(direction, product)
		if curve <= 0 {
			break
		}
		a := next / curve
		for i := range n {
			step[i] += float64(a * direction[i])
			rest[i] -= float64(a * product[i])
		}
	}
	return step
}

// multiply writes to y the second derivatives, sign turned, times x.
func (k *block) multiply(y, x []float64) {
	for i := range y {
		y[i] = k.diag[i] * x[i]
	}
	for i := range k.p {
		row := k.hess[i*k.q : (i+1)*k.q]
		s := 0.0
		for j, h := range row {
			s += float64(h * x[k.p+j])
			y[k.p+j] += float64(h * x[i])
		}
		y[i] += s
	}
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += float64(x[i] * y[i])
	}
	return s
}
