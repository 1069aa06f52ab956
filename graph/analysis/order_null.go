package analysis

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// An orderNull draws orders in which accounts follow for reasons of their own.
//
// It is the model of proportional hazards: whenever somebody follows, it is one of those accounts
// of the list that exist by then and have not followed yet, each with a chance that depends on its
// age alone. When follows come, and how many at a time, is arbitrary, and so is when the accounts were
// created: growth, a rush after an event, and waves of new accounts do not count as findings. That new
// accounts follow late is in the model, because they cannot follow earlier; that many follow in
// their first days is in it by the chance of each age, which is estimated from the list by Cox' partial
// likelihood, as is a taste for old accounts. With equal chances all orders that the dates
// allow are equally likely: the permutations of truncated data of Efron and Petrosian.
//
// How readily new accounts follow beside old ones may change with the years, so that in lists of a thousand or more the
// chances of the young are of up to four periods: one chance for all years finds runs at the end of long lists, where
// many hurry in, that are none.
//
// In a rush, a week with far more follows than the half year around it, all who exist have the same
// chance: what brings them is then not their age.
//
// The follow times that bound the draw are the lower bounds, joined between records by straight lines.
type orderNull struct {
	clock   []int64 // by place, seconds of Unix time, ascending
	created []int64 // by account; accounts are numbered by creation
	listed  []int32 // the accounts in the order of the list, oldest follow first
	busy    []bool  // by place: in a week with many more follows than the half year around it
	chance  [periods][ageClasses]float64
	moves   []move // those of place i at [movesAt[i],movesAt[i+1])
	movesAt []int32
}

const (
	ageClasses = 7
	periods    = 4   // at most, of as many places each: how readily new accounts follow changes with the years
	inPeriod   = 500 // places at least
)

// period returns the period of a place.
func (m *orderNull) period(place int) int {
	n := len(m.clock)
	return int(int64(place) * int64(max(1, min(periods, n/inPeriod))) / int64(n))
}

// ageClass sorts an age in seconds: up to 2, 8, 31, 93, 279 and 837 days, and above.
func ageClass(age int64) int {
	const day = 86400
	switch {
	case age < 31*day:
		switch {
		case age < 2*day:
			return 0
		case age < 8*day:
			return 1
		}
		return 2
	case age < 93*day:
		return 3
	case age < 279*day:
		return 4
	case age < 837*day:
		return 5
	}
	return 6
}

// youngest returns the age at which class b begins.
func youngest(b int) int64 {
	return [ageClasses]int64{0, 2, 8, 31, 93, 279, 837}[b] * 86400
}

// newOrderNull fits the model to dated followers, oldest follow first. end is when the list was
// fetched, 0 if unknown; rng is of the draws that fit it. Cost: O(n log n).
func newOrderNull(dated []FollowBound, end int64, rng *rand.PCG) *orderNull {
	n := len(dated)
	m := &orderNull{clock: make([]int64, n), created: make([]int64, n), listed: make([]int32, n)}
	byDate := make([]int32, n)
	for i := range byDate {
		byDate[i] = int32(i)
	}
	slices.SortFunc(byDate, func(a, b int32) int {
		return cmp.Or(cmp.Compare(dated[a].Created, dated[b].Created), cmp.Compare(a, b))
	})
	for a, i := range byDate {
		m.created[a], m.listed[i] = dated[i].Created, int32(a)
	}
	m.setClock(dated, end)
	m.findRushes()
	m.setMoves()
	m.fit()
	m.match(rng)
	return m
}

// setClock joins the lower bounds by straight lines.
func (m *orderNull) setClock(dated []FollowBound, end int64) {
	from := 0
	for i := 1; i <= len(dated); i++ {
		if i < len(dated) && dated[i].Earliest == dated[from].Earliest {
			continue
		}
		to := end
		if i < len(dated) {
			to = dated[i].Earliest
		}
		at := dated[from].Earliest
		for k := from; k < i; k++ {
			m.clock[k] = at
			if to > at {
				m.clock[k] += int64(float64(to-at) * (float64(k-from) + 0.5) / float64(i-from))
			}
		}
		from = i
	}
}

// findRushes marks the places of busy weeks: ten follows at least, and more than four times those of an
// average week of the 26 around it.
func (m *orderNull) findRushes() {
	const half, least, times = 13 * weekSeconds, 10, 4
	n := len(m.clock)
	m.busy = make([]bool, n)
	lo, hi := 0, 0
	for from := 0; from < n; {
		to := m.weekEnd(from)
		for m.clock[lo] < m.clock[from]-half {
			lo++
		}
		for hi < n && m.clock[hi] < m.clock[from]+half {
			hi++
		}
		if k := to - from; k >= least && k*2*half/weekSeconds > times*(hi-lo) {
			for i := from; i < to; i++ {
				m.busy[i] = true
			}
		}
		from = to
	}
}

const weekSeconds = 7 * 86400

// weekEnd returns the first place after the week of a place.
func (m *orderNull) weekEnd(from int) int {
	to := from
	for to < len(m.clock) && m.clock[to]/weekSeconds == m.clock[from]/weekSeconds {
		to++
	}
	return to
}

// match turns the chances until drawn orders have as many follows at each age as the list has, week by week:
// the clock is good to some days only, which the likelihood does not know. The chances of old accounts stay as they
// were fitted: how many follow at such an age hardly depends on them, so that they would drift.
func (m *orderNull) match(rng *rand.PCG) {
	const rounds, places, matched = 8, 3000, 5
	n := len(m.clock)
	weight := m.weekly()
	order, pools := make([]int32, n), newPools(n)
	draws := max(1, min(30, places/n))
	tally := func(order []int32) (sum [periods][ageClasses]float64) {
		for i, t := range m.clock {
			sum[m.period(i)][ageClass(t-m.created[order[i]])] += weight[i]
		}
		return sum
	}
	want := tally(m.listed)
	for range rounds {
		var got [periods][ageClasses]float64
		for range draws {
			m.draw(rng, order, pools)
			for k, sums := range tally(order) {
				for b, v := range sums {
					got[k][b] += v / float64(draws)
				}
			}
		}
		for k := range m.chance {
			for b := range matched {
				m.chance[k][b] *= (want[k][b] + 1) / (got[k][b] + 1)
			}
			scaleChance(&m.chance[k])
		}
	}
}

// scaleChance makes the greatest chance 1, and the least no less than a ten-thousandth.
func scaleChance(chance *[ageClasses]float64) {
	top := slices.Max(chance[:])
	for b := range chance {
		chance[b] = max(chance[b]/top, 1e-4)
	}
}

// fit estimates the chance of each age by maximum partial likelihood, with the minorising steps of
// D. R. Hunter, 2004 (doi:10.1214/aos/1079120141). Every week counts alike, whatever the number of its
// follows: a mass follow must not pass for the habit of the whole list. The least chance is 1/10,000 of the greatest.
func (m *orderNull) fit() {
	const most, rounds = 1000, 40
	followed, atRisk, counts := m.riskSets(most)
	chance := even()
	for range rounds {
		var expected [ageClasses]float64
		for i, row := range atRisk {
			sum := 0.0
			for b, k := range row {
				sum += float64(float64(k) * chance[b])
			}
			each := counts[i] / sum
			for b, k := range row {
				expected[b] += float64(float64(k) * chance[b] * each)
			}
		}
		for b := range chance {
			chance[b] *= (followed[b] + 1) / (expected[b] + 1)
		}
		scaleChance(&chance)
	}
	for k := range m.chance {
		m.chance[k] = chance
	}
}

// riskSets looks at no more than so many places: who followed there by age, who could have, and for
// how much the place counts.
func (m *orderNull) riskSets(most int) (followed [ageClasses]float64, atRisk [][ageClasses]int32, counts []float64) {
	const gone = -1
	n := len(m.clock)
	every := (n + most - 1) / most
	var now [ageClasses]int32
	class := make([]int8, n) // of each account at the moment
	weight := m.weekly()
	for i, who := range m.listed {
		for _, v := range m.moves[m.movesAt[i]:m.movesAt[i+1]] {
			if a := v.account(); class[a] != gone {
				if v.from() < ageClasses {
					now[v.from()]--
				}
				now[v.to()]++
				class[a] = int8(v.to())
			}
		}
		if i%every == 0 {
			atRisk, counts = append(atRisk, now), append(counts, weight[i])
			followed[class[who]] += weight[i]
		}
		now[class[who]]--
		class[who] = gone
	}
	return followed, atRisk, counts
}

// settledAge is how old an account must be for its follow to count in a run. Many accounts that were
// opened together follow somebody on their first days, where the platform or a friend suggests it; that
// they were opened together is for the creation analysis to tell.
const settledAge = 31 * 86400

// settled reports whether account a is no longer fresh at a place.
func (m *orderNull) settled(place int, a int32) bool {
	return m.clock[place]-m.created[a] >= settledAge
}

// weekly returns how much each place tells of the chances by age: one over the number of places in its
// week, nothing in a rush.
func (m *orderNull) weekly() []float64 {
	out := make([]float64, len(m.clock))
	for from := 0; from < len(out); {
		to := m.weekEnd(from)
		for i := from; i < to && !m.busy[i]; i++ {
			out[i] = 1 / float64(to-from)
		}
		from = to
	}
	return out
}

// even are the same chances at every age.
func even() (chance [ageClasses]float64) {
	for b := range chance {
		chance[b] = 1
	}
	return chance
}
