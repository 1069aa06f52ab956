package analysis

import (
	"cmp"
	"slices"
)

// An orderNull draws orders in which accounts follow for reasons of their own.
//
// It is the model of proportional hazards: whenever somebody follows, it is one of those accounts
// of the list that exist by then and have not followed yet, each with a chance that depends on its
// age alone. When follows come, and how many at a time, is arbitrary, and so is when the accounts were
// created: growth, a rush after an event, and waves of new accounts do not count as findings. That new
// accounts follow late is in the model, because they cannot follow earlier; a taste for new or old ones is in it by the
// chance of each age, which is estimated from the list by Cox' partial likelihood.
//
// Nobody knows when the follows came, but records, those created after all who came before, tell who existed: at a place
// between two records all accounts created before the first of them, and whoever came there is one of these. Records
// therefore keep their places, and at every other place one of those known to exist is drawn. Whatever the
// times were, the order of the list is one of the draws where chances are even: all orders with the same
// records are equally likely, as are the permutations of truncated data of Efron and Petrosian, and p is exact. Where
// chances differ by age, ages are needed, and they are read from lower bounds joined between records by straight lines; p is then
// as good as these and the estimate.
//
// How readily new accounts follow beside old ones may change with the years, so that in lists of a thousand or more the
// chances are of up to four periods: one chance for all years finds runs at the end of long lists, where
// many hurry in, that are none.
//
// In a rush, a week with far more follows than the half year around it, all who exist have the same
// chance: what brings them is then not their age.
type orderNull struct {
	clock   []int64 // by place, seconds of Unix time, ascending
	known   []int64 // by place: accounts created until then existed
	record  []bool  // by place: its account was created after all before it, and keeps its place
	created []int64 // by account; accounts are numbered by creation
	listed  []int32 // the accounts in the order of the list, oldest follow first
	period  []int8  // by place, which chances hold there
	chance  [periods + 1][ageClasses]float64
	drawn   [periods + 1]weights // the same, to draw by
	moves   []move               // those of place i at [movesAt[i],movesAt[i+1])
	movesAt []int32
}

const (
	ageClasses = 7
	inRush     = periods // the period of rushes
	periods    = 4       // at most, of as many places each: how readily new accounts follow changes with the years
	inPeriod   = 500     // places at least
)

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
func newOrderNull(dated []FollowBound, end int64) *orderNull {
	n := len(dated)
	m := &orderNull{clock: make([]int64, n), known: make([]int64, n), record: make([]bool, n), created: make([]int64, n), listed: make([]int32, n)}
	byDate := make([]int32, n)
	for i := range byDate {
		byDate[i] = int32(i)
		m.known[i], m.record[i] = dated[i].Earliest, dated[i].Record
	}
	slices.SortFunc(byDate, func(a, b int32) int {
		return cmp.Or(cmp.Compare(dated[a].Created, dated[b].Created), cmp.Compare(a, b))
	})
	for a, i := range byDate {
		m.created[a], m.listed[i] = dated[i].Created, int32(a)
	}
	m.setClock(dated, end)
	m.setPeriods()
	m.setMoves()
	m.fit()
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

// setPeriods cuts the list into periods and marks rushes: weeks of ten follows at least, and more than four times those of an
// average week of the 26 around it.
func (m *orderNull) setPeriods() {
	const least, times = 10, 4
	n := len(m.clock)
	m.period = make([]int8, n)
	parts := int64(max(1, min(periods, n/inPeriod)))
	m.weeks(func(from, to int, usual float64) {
		k := to - from
		rush := k >= least && float64(k) > times*usual
		for i := from; i < to; i++ {
			if m.period[i] = int8(int64(i) * parts / int64(n)); rush {
				m.period[i] = inRush
			}
		}
	})
}

// weeks calls use with the places of each week, and those of an average week of the 26 around it.
func (m *orderNull) weeks(use func(from, to int, usual float64)) {
	const half = 13 * weekSeconds
	n := len(m.clock)
	lo, hi := 0, 0
	for from := 0; from < n; {
		to := m.weekEnd(from)
		for m.clock[lo] < m.clock[from]-half {
			lo++
		}
		for hi < n && m.clock[hi] < m.clock[from]+half {
			hi++
		}
		use(from, to, float64(hi-lo)/(2*half/weekSeconds))
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

// scaleChance makes the greatest chance 1, and the least no less than a ten-thousandth.
func scaleChance(chance *[ageClasses]float64) {
	top := slices.Max(chance[:])
	for b := range chance {
		chance[b] = max(chance[b]/top, 1e-4)
	}
}

// fit estimates the chance of each age by maximum partial likelihood, with the minorising steps of
// D. R. Hunter, 2004 (doi:10.1214/aos/1079120141): of all places outside of rushes, blended with even chances as if
// one follower of each age more had come by them; then of each period, blended with those of all as if ten had.
func (m *orderNull) fit() {
	var sets [periods][]riskSet
	all := m.riskSets(1000)
	for _, s := range all {
		sets[s.period] = append(sets[s.period], s)
	}
	given := fitChance(all, even(), 1)
	for k := range sets {
		m.chance[k] = fitChance(sets[k], given, 10)
		scaleChance(&m.chance[k])
	}
	m.chance[inRush] = even()
	for k := range m.chance {
		m.drawn[k] = newWeights(m.chance[k])
	}
}

// fitChance estimates chances from risk sets, blended with those given as if so many of each age had come by them.
func fitChance(sets []riskSet, given [ageClasses]float64, blend float64) [ageClasses]float64 {
	const rounds = 20
	chance := given
	for range rounds {
		var followed, expected [ageClasses]float64
		for i := range sets {
			s := &sets[i]
			sum := 0.0
			for b, n := range s.atRisk {
				sum += float64(float64(n) * chance[b])
			}
			each := s.weight / sum
			for b, n := range s.atRisk {
				expected[b] += float64(float64(n) * each)
			}
			followed[s.followed] += s.weight
		}
		for b := range chance {
			chance[b] = (followed[b] + blend) / (expected[b] + blend/given[b])
		}
	}
	return chance
}

// A riskSet is who followed at a place, by age, who could have, and for how much the place counts.
type riskSet struct {
	atRisk   [ageClasses]int32
	followed int8
	period   int8
	weight   float64
}

// riskSets looks at no more than so many places, of which none is a record's or in a rush.
func (m *orderNull) riskSets(most int) (out []riskSet) {
	const gone = -1
	n := len(m.clock)
	every := (n + most - 1) / most
	var now [ageClasses]int32
	class := make([]int8, n) // of each account at the moment
	weight := m.weights()
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
		if m.record[i] {
			continue
		}
		if i%every == 0 && m.period[i] != inRush {
			out = append(out, riskSet{now, class[who], m.period[i], weight[i]})
		}
		now[class[who]]--
		class[who] = gone
	}
	return out
}

// settledAge is how old an account must be for its follow to count in a run. Many accounts that were
// opened together follow somebody on their first days, where the platform or a friend suggests it; that
// they were opened together is for the creation analysis to tell.
const settledAge = 31 * 86400

// settled reports whether account a is no longer fresh at a place.
func (m *orderNull) settled(place int, a int32) bool {
	return m.clock[place]-m.created[a] >= settledAge && !m.record[place]
}

// weights returns how much each place tells of the chances by age: 1, but less in a week with more than twice the
// follows of an average week, and nothing in a rush. A mass follow must not pass for the habit of the whole list.
func (m *orderNull) weights() []float64 {
	out := make([]float64, len(m.clock))
	m.weeks(func(from, to int, usual float64) {
		for i := from; i < to; i++ {
			out[i] = min(1, 2*usual/float64(to-from))
		}
	})
	return out
}

// even are the same chances at every age.
func even() (chance [ageClasses]float64) {
	for b := range chance {
		chance[b] = 1
	}
	return chance
}
