package community

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// theta is how far the choice of a refinement strays from the best: a group whose
// gain is less by this much weight is chosen e times less often. The value is that of
// Traag, Waltman & van Eck 2019.
const theta = 0.01

// A refiner divides each group of a network into connected ones.
type refiner struct {
	*network
	bound  []int32   // by node: the group that it may not leave
	label  []int32   // by node: its refined group, named by one of its nodes
	volume []float64 // mass, by refined group
	cut    []float64 // weight of the edges to the rest of the group, by refined group
	joined []bool    // by refined group: has more than one node
}

// refine divides each of the k groups into parts that are connected, and well
// connected with the rest of the group, and returns the part of each node, labelled
// 0..n-1. Nodes that are still alone join, in random order, a part of their group
// that they have an edge to, at random, the likelier the more it gains. Groups are
// independent of each other, each with its own random numbers.
func (n *network) refine(ctx context.Context, group []int32, k int, seed uint64, workers int) ([]int32, error) {
	r := &refiner{
		network: n, bound: group, label: identity(n.size()), volume: slices.Clone(n.mass),
		cut: make([]float64, n.size()), joined: make([]bool, n.size()),
	}
	start, members := bucket(group, k)
	pool := newPool(workers, n.size())
	err := par.For(ctx, workers, k, func(c int) error {
		nodes := members[start[c]:start[c+1]]
		if len(nodes) > 1 {
			t := pool.get()
			r.divide(nodes, t, rand.New(rand.NewPCG(seed, uint64(n.size())<<32|uint64(c))))
			pool.put(t)
		}
		return ctx.Err()
	})
	return r.label, err
}

// divide refines one group, whose nodes it shuffles.
func (r *refiner) divide(nodes []int32, t *tally, random *rand.Rand) {
	whole := 0.0
	for _, u := range nodes {
		whole += r.mass[u]
		r.cut[u] = r.inside(u)
	}
	random.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
	var odds []float64
	for _, u := range nodes {
		if r.joined[u] || !r.wellConnected(u, whole) {
			continue
		}
		t.reset()
		t.addWithin(r.network, u, r.label, r.bound)
		c := u
		c, odds = r.choose(u, whole, t, odds[:0], random)
		if c != u {
			r.label[u] = c
			r.joined[u], r.joined[c] = true, true
			r.volume[c] += r.mass[u]
			r.cut[c] += r.cut[u] - 2*t.weight[c]
		}
		t.clear()
	}
}

// inside returns the weight of the edges from u to its own group.
func (r *refiner) inside(u int32) float64 {
	c, sum := r.bound[u], 0.0
	for i := r.at[u]; i < r.at[u+1]; i++ {
		if r.bound[r.to[i]] != c {
			continue
		}
		if r.weight == nil {
			sum++
		} else {
			sum += r.weight[i]
		}
	}
	return sum
}

// wellConnected reports whether part c of a group of this mass has as much weight to
// the rest of it as the quality asks for.
func (r *refiner) wellConnected(c int32, whole float64) bool {
	return r.cut[c] >= r.per*r.volume[c]*(whole-r.volume[c])
}

// choose returns the part that u joins: itself, if it stays alone.
func (r *refiner) choose(u int32, whole float64, t *tally, odds []float64, random *rand.Rand) (int32, []float64) {
	per := r.per * r.mass[u]
	most := 0.0
	for _, c := range t.touched {
		gain := t.weight[c] - float64(per*r.volume[c])
		if !r.wellConnected(c, whole) {
			gain = -1
		}
		odds = append(odds, gain)
		most = max(most, gain)
	}
	sum := math.Exp(-most / theta) // of staying alone
	for i, gain := range odds {
		if gain < 0 {
			odds[i] = 0
			continue
		}
		odds[i] = math.Exp((gain - most) / theta)
		sum += odds[i]
	}
	x := random.Float64() * sum
	for i, p := range odds {
		if x -= p; x < 0 {
			return t.touched[i], odds
		}
	}
	return u, odds
}
