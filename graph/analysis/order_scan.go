package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	minMassFollow = 50  // dated followers below which none is sought
	longestRun    = 200 // followers
	widestSpan    = 62  // days
	leastExpected = 0.2 // accounts of a span in a run, where the model expects fewer
	minInRun      = 5   // accounts created together that a run must hold
	maxRuns       = 5   // told of one list
	placeGroups   = 50  // stretches of a list over which expected counts are taken as even
)

// A massScan searches orders of one list for runs of followers created together.
type massScan struct {
	null    *orderNull
	spans   *spanSet
	lengths []int        // of the runs tried, ascending
	groups  int          // of places
	before  []float64    // by span and group, and one more: expected accounts of the span before the group
	at      []groupPlace // of each place, and one more
}

// A groupPlace is where a place stands: in which group, and how far into it, from 0 to 1.
type groupPlace struct {
	group int32
	into  float32
}

// newMassScan prepares the search. Cost: O(50·n).
func newMassScan(null *orderNull, longest, widest int, bursts []Burst) *massScan {
	n := len(null.clock)
	s := &massScan{null: null, spans: newSpanSet(null, widest, bursts), groups: min(n, placeGroups), at: make([]groupPlace, n+1)}
	for _, part := range []int{20, 10, 4, 2, 1} {
		if m := longest / part; m >= minInRun && m <= n/3 {
			s.lengths = append(s.lengths, m)
		}
	}
	k := s.groups + 1
	s.before = make([]float64, s.spans.len()*k)
	null.density(s.groups, func(g, draws int, sums []float64) {
		from, to := g*n/s.groups, (g+1)*n/s.groups
		for i := from; i < to; i++ {
			s.at[i] = groupPlace{int32(g), float32(i-from) / float32(to-from)}
		}
		for w := range s.spans.from {
			s.before[w*k+g+1] = s.before[w*k+g] + float64(float64(draws)*(sums[s.spans.to[w]]-sums[s.spans.from[w]]))
		}
	})
	s.at[n] = groupPlace{int32(s.groups - 1), 1}
	return s
}

// expectedBefore returns how many accounts of a span the model expects before a place, by straight lines
// within a group.
func (s *massScan) expectedBefore(w, place int) float64 {
	at := s.at[place]
	row := s.before[w*(s.groups+1)+int(at.group):][:2]
	return row[0] + float64((row[1]-row[0])*float64(at.into))
}

// A massRun is a run of places and a span, with its log likelihood ratio; count 0: none.
type massRun struct {
	first, last int // places, both inside
	span        int
	count       int
	score       float64
}

// A searcher is the scratch of one worker on one list.
type searcher struct {
	*massScan
	order []int32
	pools *pools
	met   []int32 // places of the accounts of each span met so far, in the room of the span
	count []int32 // by span, how many
}

func (s *massScan) searcher() *searcher {
	n := len(s.null.clock)
	return &searcher{s, make([]int32, n), newPools(n), make([]int32, len(s.spans.of)), make([]int32, s.spans.len())}
}

// draw returns the strongest run of a drawn order, if its score is above floor, and leaves the order in s.order.
func (s *searcher) draw(rng *rand.PCG, floor float64) massRun {
	s.null.draw(rng, s.order, s.pools)
	return s.best(s.order, floor, nil)
}

// best returns the strongest run of an order that ends with a follower of its span and touches no place taken
// already, if its score is above floor. The score is the log likelihood ratio of c followers created in
// the span among those of the run, where μ are expected. Cost: some 20 steps a follower; the higher the floor the fewer.
//
// Most followers are done with one look at each of their spans: so many places back as the longest
// run has, there must stand as many of the span as a score above the floor needs at least.
func (s *searcher) best(order []int32, floor float64, taken []massRun) massRun {
	top := massRun{score: floor}
	if len(s.lengths) == 0 {
		return top
	}
	clear(s.count)
	longest := s.lengths[len(s.lengths)-1]
	least := leastCount(floor)
	for i, a := range order {
		if !s.null.settled(i, a) {
			continue
		}
		for _, w := range s.spans.spansOf(a) {
			met := s.met[s.spans.room[w]:]
			c := int(s.count[w])
			met[c] = int32(i)
			c++
			s.count[w] = int32(c)
			if c < least || i-int(met[c-least]) >= longest {
				continue
			}
			if s.tryLengths(&top, int(w), i, met[:c], least, taken) {
				least = leastCount(top.score)
			}
		}
	}
	for top.count > 0 && !s.counts(top.first, order[top.first], top.span) {
		top.first++
	}
	return top
}

// tryLengths tries the runs that end at place i, where met are the places of those of span w up to there.
func (s *searcher) tryLengths(top *massRun, w, i int, met []int32, least int, taken []massRun) (better bool) {
	upTo := s.expectedBefore(w, i+1)
	k := len(met) - 1
	for _, m := range s.lengths {
		if m > i+1 {
			break
		}
		for k > 0 && int(met[k-1]) > i-m {
			k--
		}
		count := len(met) - k
		if count < least {
			continue
		}
		mu := max(leastExpected, upTo-s.expectedBefore(w, i-m+1))
		if !above(top.score, count, m, mu) {
			continue
		}
		if v := llr(count, m, mu); v > top.score && !touched(i-m+1, i, taken) {
			*top, better = massRun{i - m + 1, i, w, count, v}, true
		}
	}
	return better
}

// leastCount returns how many a run must hold to score above floor where the fewest are expected.
func leastCount(floor float64) int {
	c := minInRun
	for float64(c)*math.Log(float64(c)/leastExpected) <= floor { // that of a run of no others
		c++
	}
	return c
}

func touched(first, last int, taken []massRun) bool {
	return slices.ContainsFunc(taken, func(t massRun) bool { return first <= t.last && t.first <= last })
}

// counts reports whether account a, following at this place, is one of span w.
func (s *massScan) counts(place int, a int32, w int) bool {
	return s.spans.holds(w, a) && s.null.settled(place, a)
}

// countIn returns how many followers of a run of places an order has in its span.
func (s *massScan) countIn(order []int32, run massRun) int {
	c := 0
	for k := run.first; k <= run.last; k++ {
		if s.counts(k, order[k], run.span) {
			c++
		}
	}
	return c
}
