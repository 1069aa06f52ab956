package community

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// theta is how far the choice of a refinement strays from the best: a group whose
// gain is less by this share of the mean weight of an edge is chosen e times less often.
// The value is that of Traag, Waltman & van Eck 2019; taken of the mean weight, no
// scale of weights changes a result.
const theta = 0.01

// A group whose gain is less than the best by this many theta is chosen less often than
// a random number of 53 bits can tell.
const negligible = 40

// A refiner divides each group of a network into connected parts.
type refiner struct {
	*network
	bound  []int32   // by node: the group that it may not leave
	label  []int32   // by node: its part, named by one of its nodes
	volume []float64 // mass, by part
	cut    []float64 // weight of the edges to the rest of the group, by part
	joined []bool    // by node: in a part of more than one
}

// newRefiner begins with each node a part of its own.
func newRefiner(n *network, group []int32) *refiner {
	return &refiner{
		network: n, bound: group, label: identity(n.size()), volume: slices.Clone(n.mass),
		cut: make([]float64, n.size()), joined: make([]bool, n.size()),
	}
}

// run divides each of the k groups into parts that are connected, and well connected
// with the rest of the group; label tells them. Nodes that are still alone join, in
// random order, a part of their group that they have an edge to, at random, the likelier
// the more it gains. Groups are independent of each other, each with its own random
// numbers.
func (r *refiner) run(ctx context.Context, k int, seed uint64, workers int) error {
	start, members := bucket(r.bound, k)
	pool := newPool(workers, r.size())
	return par.For(ctx, workers, k, func(c int) error {
		nodes := members[start[c]:start[c+1]]
		if len(nodes) > 1 {
			t := pool.get()
			r.divide(nodes, t, rand.New(rand.NewPCG(seed, uint64(c))))
			pool.put(t)
		}
		return nil
	})
}

// divide refines one group, whose nodes it shuffles.
func (r *refiner) divide(nodes []int32, t *tally, random *rand.Rand) {
	random.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
	whole := r.fill(t, nodes)
	for i, u := range nodes {
		if r.joined[u] || !r.wellConnected(u, whole) {
			continue
		}
		t.reset()
		to, weights := t.rows.row(int32(i))
		t.add(to, weights, r.label)
		if c := r.choose(u, whole, t, random); c != u {
			r.label[u] = c
			r.joined[u], r.joined[c] = true, true
			r.volume[c] += r.mass[u]
			r.cut[c] += r.cut[u] - 2*t.weight[c]
		}
		t.clear()
	}
}

// fill makes the rows of t the edges inside of the group of these nodes, row i being that of
// nodes[i], and returns the mass of the group. It fills cut.
func (r *refiner) fill(t *tally, nodes []int32) (whole float64) {
	n := &t.rows
	c, most := r.bound[nodes[0]], 0
	for _, u := range nodes {
		most += int(r.at[u+1] - r.at[u])
		whole += r.mass[u]
	}
	n.at, n.to = grown(n.at, len(nodes)+1), grown(n.to, most+1)
	if r.weight != nil {
		n.weight = grown(n.weight, most+1)
	}
	k, inner := 0, n.to
	for i, u := range nodes {
		t.sink += r.fetch(nodes, i)
		to, weights := r.row(u)
		first, sum := k, 0.0
		for j, v := range to {
			inner[k] = v
			in := 0
			if r.bound[v] == c {
				in = 1
			}
			if weights != nil {
				n.weight[k] = weights[j]
				sum += float64(in) * weights[j]
			}
			k += in
		}
		if weights == nil {
			sum = float64(k - first)
		}
		r.cut[u] = sum
		n.at[i], n.at[i+1] = int64(first), int64(k)
	}
	return whole
}

// grown returns a slice of n, its memory that of s if it is large enough.
func grown[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// wellConnected reports whether part c of a group of this mass has as much weight to
// the rest of it as the quality asks for.
func (r *refiner) wellConnected(c int32, whole float64) bool {
	return r.cut[c] >= r.per*r.volume[c]*(whole-r.volume[c])
}

// choose returns the part that u joins: itself, if it stays alone.
func (r *refiner) choose(u int32, whole float64, t *tally, random *rand.Rand) int32 {
	per, theta := r.per*r.mass[u], theta*r.unit
	most := 0.0
	odds := t.odds[:0]
	for _, c := range t.touched {
		gain := -1.0
		if r.wellConnected(c, whole) {
			gain = t.weight[c] - float64(per*r.volume[c])
		}
		odds = append(odds, gain)
		most = max(most, gain)
	}
	t.odds = odds
	sum := math.Exp(-most / theta) // of staying alone
	least := max(0, most-negligible*theta)
	for i, gain := range odds {
		odds[i] = 0
		if gain >= least {
			odds[i] = math.Exp((gain - most) / theta)
			sum += odds[i]
		}
	}
	x := random.Float64() * sum
	for i, p := range odds {
		if x -= p; x < 0 {
			return t.touched[i]
		}
	}
	return u
}
