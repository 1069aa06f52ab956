package community

import (
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A tally sums weights by group. It is dense, and remembers what it touched, so
// that clearing it costs no more than filling it.
type tally struct {
	weight  []float64 // by group; 0 where not touched
	touched []int32
	odds    []float64 // of the touched; scratch of the refinement
	rows    network   // rows of some nodes; scratch of the refinement, and of contract
	sink    int32     // for fetch
}

func (t *tally) reset() { t.touched = t.touched[:0] }

// clear makes all sums 0 again; what was touched stays listed until reset.
func (t *tally) clear() {
	for _, c := range t.touched {
		t.weight[c] = 0
	}
}

// add adds a row of edges, by the group of the other end. Whether a group is new
// cannot be foretold, so the loops do not branch on it.
func (t *tally) add(to []int32, weights []float64, group []int32) {
	sum, k := t.weight, len(t.touched)
	touched := slices.Grow(t.touched, len(to))[:k+len(to)]
	if weights == nil {
		for _, v := range to {
			c := group[v]
			w := sum[c]
			touched[k] = c
			k += isZero(w)
			sum[c] = w + 1
		}
	} else {
		for i, v := range to {
			c := group[v]
			w := sum[c]
			touched[k] = c
			if weights[i] != 0 {
				k += isZero(w)
			}
			sum[c] = w + weights[i]
		}
	}
	t.touched = touched[:k]
}

// isZero returns 1 for 0, else 0; of bits, for which the compiler needs no branch.
func isZero(w float64) (one int) {
	if math.Float64bits(w) == 0 {
		one = 1
	}
	return one
}

// A pool lends tallies to workers, as many as there are; which one a worker gets
// does not matter, for all are clear.
type pool struct {
	idle   chan *tally
	groups int
}

func newPool(workers, groups int) pool {
	p := pool{make(chan *tally, par.Workers(workers)), groups}
	for range cap(p.idle) {
		p.idle <- &tally{}
	}
	return p
}

func (p pool) get() *tally {
	t := <-p.idle
	if t.weight == nil {
		t.weight = make([]float64, p.groups)
	}
	return t
}

func (p pool) put(t *tally) { p.idle <- t }
