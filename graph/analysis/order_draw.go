package analysis

import (
	"math/bits"
	"math/rand/v2"
	"sort"
)

// A pools holds the accounts that exist and have not followed yet, by class of age: scratch of draws.
type pools struct {
	of [ageClasses][]int32
	at []int32 // by account: where it stands in its pool; -1 once it has followed
}

func newPools(n int) *pools { return &pools{at: make([]int32, n)} }

// add puts an account into a pool.
func (p *pools) add(b int, a int32) {
	p.at[a] = int32(len(p.of[b]))
	p.of[b] = append(p.of[b], a)
}

// remove takes the account at k out of a pool, in whose place comes the last.
func (p *pools) remove(b, k int) {
	list := p.of[b]
	last := list[len(list)-1]
	list[k], p.at[last] = last, int32(k)
	p.of[b] = list[:len(list)-1]
}

// weights are chances in whole numbers, so that every machine draws the same.
type weights [ageClasses]uint64

func newWeights(chance [ageClasses]float64) (w weights) {
	for b, c := range chance {
		w[b] = max(1, uint64(c*(1<<20)))
	}
	return w
}

// A move is what age does to an account before somebody follows at a place: it leaves one class, or
// comes into being if that is ageClasses, and enters another. It has room for 67 million accounts.
type move uint32

func makeMove(a, from, to int) move { return move(a)<<6 | move(from<<3|to) }

func (m move) account() int32 { return int32(m >> 6) }
func (m move) from() int      { return int(m >> 3 & 7) }
func (m move) to() int        { return int(m & 7) }

// setMoves lists the moves of each place, which are the same in every order. Accounts are numbered by
// creation, so that those who outgrow a class are the next of it.
func (m *orderNull) setMoves() {
	n := len(m.created)
	m.movesAt = make([]int32, n+1)
	var entered [ageClasses]int // accounts that have reached the class
	keeps := make([]bool, n)
	for i, a := range m.listed {
		keeps[a] = m.record[i]
	}
	for i, t := range m.clock {
		for b := ageClasses - 1; b >= 0; b-- {
			reached := min(m.known[i], t-youngest(b))
			for ; entered[b] < n && m.created[entered[b]] <= reached; entered[b]++ {
				from := b - 1
				for from >= 0 && entered[from] <= entered[b] {
					entered[from]++ // it leaps over that class
					from--
				}
				if from < 0 {
					from = ageClasses
				}
				if !keeps[entered[b]] {
					m.moves = append(m.moves, makeMove(entered[b], from, b))
				}
			}
		}
		m.movesAt[i+1] = int32(len(m.moves))
	}
}

// draw fills order with the accounts in a drawn order, oldest follow first. Cost: some 50 ns a
// follower while the pools fit the cache, 200 beyond; each follower takes one random number.
func (m *orderNull) draw(rng *rand.PCG, order []int32, p *pools) {
	for b := range p.of {
		p.of[b] = p.of[b][:0]
	}
	for i := range order {
		for _, v := range m.moves[m.movesAt[i]:m.movesAt[i+1]] {
			switch a, from := v.account(), v.from(); {
			case from == ageClasses:
				p.add(v.to(), a)
			case p.at[a] >= 0:
				p.remove(from, int(p.at[a]))
				p.add(v.to(), a)
			}
		}
		if m.record[i] {
			order[i] = m.listed[i]
			continue
		}
		w := &m.drawn[m.period[i]]
		all := uint64(0)
		for b := range w {
			all += w[b] * uint64(len(p.of[b]))
		}
		x, _ := bits.Mul64(rng.Uint64(), all)
		b := 0
		for x >= w[b]*uint64(len(p.of[b])) {
			x -= w[b] * uint64(len(p.of[b]))
			b++
		}
		k := int(x / w[b])
		a := p.of[b][k]
		p.remove(b, k)
		p.at[a] = -1
		order[i] = a
	}
}

// density returns for each of groups of places, and each account, the chance that the
// account follows at one place of the group: the mean of the model, by steps of a group.
// It calls use with the group and the running sums over the accounts, which are overwritten. Cost:
// O(groups·n).
func (m *orderNull) density(groups int, use func(group, draws int, sums []float64)) {
	n := len(m.clock)
	left := make([]float64, n) // chance that the account has not followed yet
	sums := make([]float64, n+1)
	for i, a := range m.listed {
		left[a] = float64(1 - index(m.record[i]))
	}
	for g := range groups {
		from, to := g*n/groups, (g+1)*n/groups
		draws := 0
		for i := from; i < to; i++ {
			draws += 1 - index(m.record[i])
		}
		t, chance := m.clock[to-1], m.chance[m.period[to-1]]
		all, ends := 0.0, m.classEnds(t, m.known[to-1])
		for b := range chance {
			sum := 0.0
			for _, l := range left[ends[b+1]:ends[b]] {
				sum += l
			}
			all += float64(chance[b] * sum)
		}
		if all == 0 {
			clear(sums)
			use(g, draws, sums)
			continue
		}
		sum := 0.0
		for b := ageClasses - 1; b >= 0; b-- {
			hazard := chance[b] / all
			stays := 1 / (1 + float64(float64(draws)*hazard))
			if youngest(b) < settledAge {
				for k := ends[b+1]; k < ends[b]; k++ {
					left[k] *= stays
					sums[k+1] = sum
				}
				continue
			}
			for k := ends[b+1]; k < ends[b]; k++ {
				sum += float64(hazard * left[k])
				left[k] *= stays
				sums[k+1] = sum
			}
		}
		for k := ends[0]; k < n; k++ {
			sums[k+1] = sum
		}
		use(g, draws, sums)
	}
}

// classEnds returns for each class the number of accounts that are older than it begins at a time,
// so that the accounts of class b are [ends[b+1],ends[b]).
func (m *orderNull) classEnds(t, known int64) (ends [ageClasses + 1]int) {
	for b := range ageClasses {
		reached := min(known, t-youngest(b))
		ends[b] = sort.Search(len(m.created), func(a int) bool { return m.created[a] > reached })
	}
	return ends
}
