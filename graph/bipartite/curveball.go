package bipartite

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
)

// FixedMarginsOptions tune FixedMargins. The zero value is the usual choice.
type FixedMarginsOptions struct {
	Replicates int    // 0 means 1,000
	Trades     int    // by row, from the hub to a replicate; 0 means 10
	Seed       uint64 // of all draws
	Workers    int    // 0: all processors; never changes what is drawn
	Progress   func(done, total int64)
}

// fill puts the usual choices where none was made.
func (opt FixedMarginsOptions) fill() (FixedMarginsOptions, error) {
	if opt.Replicates < 0 || opt.Trades < 0 {
		return opt, fmt.Errorf("%d replicates of %d trades by row", opt.Replicates, opt.Trades)
	}
	if opt.Replicates == 0 {
		opt.Replicates = 1000
	}
	if opt.Trades == 0 {
		opt.Trades = 10
	}
	return opt, nil
}

// hubItem seeds the walk to the hub; replicates are seeded by their number.
const hubItem = 1 << 63

// FixedMargins draws incidences in which every row and every column has the size
// observed, each of them as likely as any other, and calls visit with the sorted rows of each: once
// for every replicate, by any worker, in any order. The rows are valid during the call alone.
//
// A trade takes two rows at random and deals the columns that only one of them holds out anew,
// sizes kept (curveball: Strona et al. 2014, doi:10.1038/ncomms5114; on sorted rows, as
// fastball: Godard & Neal 2022, doi:10.1093/comnet/cnac049; that it comes to the uniform law:
// Carstens 2015, doi:10.1103/PhysRevE.91.042812). From what was observed, Trades·rows trades
// lead to a hub, and from the hub as many, drawn for each replicate by a PCG of its own, to
// every replicate. So twice as many lie between any two of observed and replicates, and under
// the null they are exchangeable: (1+#{T* ≥ T})/(R+1) is a valid p-value even where the walks
// are too short to forget the hub (Besag & Clifford 1989, doi:10.1093/biomet/76.4.633). Ten
// trades a row are twice what the first paper asks for: with five, draws from incidences of 4
// or 5 rows still lean to the hub by some percent.
//
// O(replicates · Trades · incidences) time; 4 bytes an incidence and worker.
func FixedMargins(ctx context.Context, in *Incidence, opt FixedMarginsOptions, visit func(replicate int, rows [][]int32)) error {
	opt, err := opt.fill()
	if err != nil {
		return err
	}
	_, err = eachReplicate(ctx, in, opt, func() struct{} { return struct{}{} }, func(_ struct{}, i int, rows [][]int32) { visit(i, rows) })
	return err
}

// eachReplicate draws the replicates of FixedMargins for workers with a state of their own.
func eachReplicate[S any](ctx context.Context, in *Incidence, opt FixedMarginsOptions, newState func() S, visit func(s S, replicate int, rows [][]int32)) ([]S, error) {
	type state struct {
		own S
		*trader
	}
	hub := newTrader(in)
	hub.set(in.rows)
	if err := hub.walk(ctx, rand.NewPCG(opt.Seed, hubItem), opt.Trades); err != nil {
		return nil, err
	}
	states, err := spread(ctx, spreadOptions{opt.Workers, opt.Progress}, opt.Replicates, func() state { return state{newState(), newTrader(in)} }, func(s state, i int) {
		s.set(hub.rows)
		if s.walk(ctx, rand.NewPCG(opt.Seed, uint64(i)), opt.Trades) == nil {
			visit(s.own, i, s.rows)
		}
	})
	if err != nil {
		return nil, err
	}
	own := make([]S, len(states))
	for i, s := range states {
		own[i] = s.own
	}
	return own, nil
}

// A trader holds rows that trade columns.
type trader struct {
	rows [][]int32 // with room for one column more, which is written to but never read
	pool []int32   // scratch: the union of two rows, with ^c for a column c of both
}

// newTrader returns a trader with room for the rows of in.
func newTrader(in *Incidence) *trader {
	t := &trader{rows: make([][]int32, in.Rows())}
	all := make([]int32, in.Len()+in.Rows())
	longest := 0
	for i, row := range in.rows {
		t.rows[i], all = all[:len(row):len(row)+1], all[len(row)+1:]
		longest = max(longest, len(row))
	}
	t.pool = make([]int32, 2*longest)
	return t
}

// set copies rows of the same sizes.
func (t *trader) set(rows [][]int32) {
	for i, row := range rows {
		copy(t.rows[i], row)
	}
}

// walk makes trades·rows trades, each between two rows drawn evenly.
func (t *trader) walk(ctx context.Context, r *rand.PCG, trades int) error {
	n := uint64(len(t.rows))
	if n < 2 {
		return nil
	}
	for range trades {
		if err := ctx.Err(); err != nil {
			return err
		}
		for range n {
			i, j := below(r, n), below(r, n-1)
			if j >= i {
				j++
			}
			t.trade(r, t.rows[i], t.rows[j])
		}
	}
	return nil
}

// below returns an even draw from [0,n), but for n/2⁶⁴.
func below(r *rand.PCG, n uint64) uint64 {
	high, _ := bits.Mul64(r.Uint64(), n)
	return high
}

// trade deals the columns that one of a and b holds, of which a has as many after as before:
// each goes to a with the chance that is left for a among those left. Both stay sorted. What
// is drawn decides on no jump, only on where the next column is written.
func (t *trader) trade(r *rand.PCG, a, b []int32) {
	pool := merge(t.pool, a, b)
	common := len(a) + len(b) - len(pool)
	need, left := uint64(len(a)-common), uint64(len(pool)-common)
	if need == 0 || need == left {
		return
	}
	a, b = a[:len(a)+1], b[:len(b)+1]
	i, j := 0, 0
	for _, c := range pool {
		if c < 0 {
			a[i], b[j] = ^c, ^c
			i++
			j++
			continue
		}
		a[i], b[j] = c, c
		toA := (below(r, left) - need) >> 63 // 1 if below need
		i += int(toA)
		j += int(1 - toA)
		need -= toA
		left--
	}
}

// merge writes the union of two sorted rows to pool, long enough for both, sorted, with ^c
// for a column c of both, and returns it. Which row is ahead is computed from signs: as a jump it
// would be guessed wrong half of the time.
func merge(pool, a, b []int32) []int32 {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		fromA, fromB := uint32(x-y-1)>>31, uint32(y-x-1)>>31 // 1 if x ≤ y, if y ≤ x
		pool[n] = min(x, y) ^ -int32(fromA&fromB)
		n++
		i += int(fromA)
		j += int(fromB)
	}
	n += copy(pool[n:], a[i:])
	n += copy(pool[n:], b[j:])
	return pool[:n]
}
