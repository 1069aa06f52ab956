package gen

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// A Rand draws the world's accidents. It uses the generator alone and none of
// the library's derived draws, whose algorithms may change.
type Rand struct{ pcg *rand.PCG }

// NewRand returns a PCG seeded by SHA-256 of the seed and the name of what is
// drawn, so that a change in one part of a world leaves the others as they are.
func NewRand(seed uint64, item string) *Rand {
	h := sha256.Sum256([]byte(strconv.FormatUint(seed, 10) + "\x00" + item))
	return &Rand{rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16]))}
}

// N returns an integer in [0,n); 0 for n < 1.
func (r *Rand) N(n int) int {
	if n < 1 {
		return 0
	}
	return int(r.below(uint64(n)))
}

// below returns an integer in [0,n).
func (r *Rand) below(n uint64) uint64 {
	hi, _ := bits.Mul64(r.pcg.Uint64(), n)
	return hi
}

// Between returns an integer in [lo,hi].
func (r *Rand) Between(lo, hi int) int { return lo + r.N(hi-lo+1) }

// Chance is true k times in n.
func (r *Rand) Chance(k, n int) bool { return r.N(n) < k }

// Count returns a count with a long tail: about mid in the middle, at times
// many times as much.
func (r *Rand) Count(mid int) int {
	n := r.Between(mid/4, mid*7/4)
	for r.Chance(1, 5) {
		n = n * r.Between(2, 3)
	}
	return n
}

// Time returns an instant in [from,to), to the second.
func (r *Rand) Time(from, to time.Time) time.Time {
	return from.Add(time.Duration(r.N(int(to.Sub(from)/time.Second))) * time.Second)
}

// Weighted returns an index with chances in proportion to the weights.
func (r *Rand) Weighted(weights []int) int { return r.Among(sums(weights)) }

// Among does what Weighted does, for weights of which these are the sums.
func (r *Rand) Among(sums []int) int {
	x := r.N(sums[len(sums)-1])
	i, _ := slices.BinarySearch(sums, x+1)
	return i
}

// sums returns the sums of the weights up to and with each.
func sums(weights []int) []int {
	out, sum := make([]int, len(weights)), 0
	for i, w := range weights {
		sum += w
		out[i] = sum
	}
	return out
}

// Pick returns one of xs, which must not be empty.
func Pick[T any](r *Rand, xs []T) T { return xs[r.N(len(xs))] }

// Shuffle puts xs in random order.
func Shuffle[T any](r *Rand, xs []T) {
	for i := len(xs) - 1; i > 0; i-- {
		j := r.N(i + 1)
		xs[i], xs[j] = xs[j], xs[i]
	}
}

// Sample returns n different items of xs, or all of them if there are fewer.
func Sample[T any](r *Rand, xs []T, n int) []T {
	out := append([]T(nil), xs...)
	Shuffle(r, out)
	return out[:min(n, len(out))]
}
