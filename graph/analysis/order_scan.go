package analysis

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	minMassFollow = 50   // dated followers below which none is sought
	longestRun    = 200  // followers
	widestSpan    = 62   // days
	leastExpected = 0.2  // accounts of a span in a run, where the model expects fewer
	minInRun      = 5    // accounts created together that a run must hold
	clockSlack    = 1.35 // by which a score is divided before it is ranked; see massScan.run
	exceedances   = 10   // drawn orders as strong as the list, after which no more are drawn
	maxRuns       = 5    // told of one list
)

// A spanSet is the spans of creation dates that are tried: of an eighth, a half and the whole of the
// widest, each begun every half of its length, and those that the creation analysis found.
type spanSet struct {
	from, to []int   // by span, the accounts by date that it holds: [from,to)
	of       []int32 // spans of each account, of account a at [at[a],at[a+1])
	at       []int32
}

// newSpanSet lays the spans over the dates of m. Spans of fewer accounts than a run must hold are left out.
func newSpanSet(m *orderNull, widest int, bursts []Burst) *spanSet {
	s := &spanSet{}
	n := len(m.byDate)
	date := func(k int) int64 { return m.created[m.byDate[k]] }
	add := func(from, to int64) {
		lo, _ := slices.BinarySearchFunc(m.byDate, from, func(a int32, t int64) int { return cmp.Compare(m.created[a], t) })
		hi, _ := slices.BinarySearchFunc(m.byDate, to, func(a int32, t int64) int { return cmp.Compare(m.created[a], t) })
		if hi-lo >= minInRun {
			s.from, s.to = append(s.from, lo), append(s.to, hi)
		}
	}
	for _, part := range []int{8, 2, 1} {
		width := max(1, int64(widest)*86400/int64(part))
		for k := 0; k < n; { // spans without an account are leapt over
			begin := date(k) - ((date(k)%width)+width)%width
			for _, from := range []int64{begin, begin + width/2} {
				add(from, from+width)
			}
			for k < n && date(k) < begin+width {
				k++
			}
		}
	}
	for i := range bursts {
		if b := &bursts[i]; b.Source == "scan" && b.P <= Significance {
			add(b.From.Unix(), b.To.AddDate(0, 0, 1).Unix())
		}
	}
	s.index(m)
	return s
}

// index lists the spans of each account.
func (s *spanSet) index(m *orderNull) {
	n := len(m.byDate)
	s.at = make([]int32, n+1)
	for w := range s.from {
		for _, a := range m.byDate[s.from[w]:s.to[w]] {
			s.at[a+1]++
		}
	}
	for a := range n {
		s.at[a+1] += s.at[a]
	}
	s.of = make([]int32, s.at[n])
	next := slices.Clone(s.at[:n])
	for w := range s.from {
		for _, a := range m.byDate[s.from[w]:s.to[w]] {
			s.of[next[a]] = int32(w)
			next[a]++
		}
	}
}

// A massScan searches orders of one list for runs of followers created together.
type massScan struct {
	null    *orderNull
	spans   *spanSet
	lengths []int     // of the runs tried
	groups  int       // of places
	before  []float64 // by group and span: expected accounts of the span at the places before the group
}

// newMassScan prepares the search. Cost: O(200·n).
func newMassScan(null *orderNull, longest, widest int, bursts []Burst) *massScan {
	n := len(null.clock)
	s := &massScan{null: null, spans: newSpanSet(null, widest, bursts), groups: min(n, 200)}
	for _, part := range []int{20, 10, 4, 2, 1} {
		if m := longest / part; m >= minInRun && m <= n/3 {
			s.lengths = append(s.lengths, m)
		}
	}
	k := len(s.spans.from)
	s.before = make([]float64, (s.groups+1)*k)
	null.density(s.groups, func(g int, sums []float64) {
		places := float64((g+1)*n/s.groups - g*n/s.groups)
		for w := range k {
			s.before[(g+1)*k+w] = s.before[g*k+w] + float64(places*(sums[s.spans.to[w]]-sums[s.spans.from[w]]))
		}
	})
	return s
}

// A massRun is a run of places and a span, with its log likelihood ratio; count 0: none.
type massRun struct {
	first, last int // places, both inside
	span        int
	count       int
	score       float64
}

// best returns the strongest run of an order that ends with a follower of its span and touches no place taken already. Its score is
// c ln(c/μ) - (c-μ), Poisson's, of c followers created in the span where μ are expected. counts is
// scratch, as long as there are spans. Cost: some 20 steps a follower for each length.
func (s *massScan) best(order, counts []int32, taken []massRun) massRun {
	var top massRun
	k, n := len(s.spans.from), len(order)
	for _, m := range s.lengths {
		clear(counts)
		for i, a := range order {
			if i >= m && s.null.settled(i-m, order[i-m]) {
				for _, w := range s.spansOf(order[i-m]) {
					counts[w]--
				}
			}
			if !s.null.settled(i, a) {
				continue
			}
			from, to := s.group(i-m+1), s.group(i)+1
			share := float64(m) / float64(to*n/s.groups-from*n/s.groups)
			from, to = from*k, to*k
			for _, w := range s.spansOf(a) {
				counts[w]++
				if counts[w] < minInRun || i < m-1 {
					continue
				}
				c, mu := float64(counts[w]), max(leastExpected, (s.before[to+int(w)]-s.before[from+int(w)])*share)
				if over := c - mu; over <= 0 || over*over <= 2*mu*top.score {
					continue // x ln x - x + 1 <= (x-1)²/2 above 1
				}
				v := c*math.Log(c/mu) - (c - mu)
				if v <= top.score || touched(i-m+1, i, taken) {
					continue
				}
				top = massRun{i - m + 1, i, int(w), int(counts[w]), v}
			}
		}
	}
	for top.count > 0 && !s.counts(top.first, order[top.first], top.span) {
		top.first++
	}
	return top
}

// group returns the group of a place.
func (s *massScan) group(place int) int {
	return (max(0, place)*s.groups + s.groups - 1) / len(s.null.clock)
}

func touched(first, last int, taken []massRun) bool {
	return slices.ContainsFunc(taken, func(t massRun) bool { return first <= t.last && t.first <= last })
}

func (s *massScan) spansOf(a int32) []int32 { return s.spans.of[s.spans.at[a]:s.spans.at[a+1]] }

// counts reports whether account a, following at this place, is one of span w.
func (s *massScan) counts(place int, a int32, w int) bool {
	return s.null.settled(place, a) && slices.Contains(s.spansOf(a), int32(w))
}

// A massResult is the runs of a list beside those of the drawn orders.
type massResult struct {
	runs     []massRun
	p        []float64 // of each run
	expected []float64 // mean count in the places and the span of each run
	drawn    int
}

// run searches the list, and the orders drawn of it: at most so many, and no more once ten of
// them are as strong as the list, when p is 10 over their number (J. Besag & P. Clifford, 1991,
// doi:10.1093/biomet/78.2.301).
//
// The follow times behind the model are made of the records of the list itself, and fit it a little
// better than they fit drawn orders. The scores of the list are therefore divided by 1.35 before they
// are ranked: without, up to a quarter of worlds in which nobody acts together had p <= 0.05, in the worst
// case that is tested; with it no more than a twentieth.
func (s *massScan) run(ctx context.Context, in *Input, item string, most int) (massResult, error) {
	n := len(s.null.clock)
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	var r massResult
	counts := make([]int32, len(s.spans.from))
	for len(r.runs) < maxRuns {
		top := s.best(order, counts, r.runs)
		if top.count == 0 {
			break
		}
		r.runs = append(r.runs, top)
	}
	if len(r.runs) == 0 {
		return r, nil
	}
	above := make([]int, len(r.runs))
	sums := make([]int, len(r.runs))
	const block = 16
	type drawn struct {
		score  float64
		counts [maxRuns]int
	}
	draws := make([]drawn, block)
	scratch := make([][4][]int32, block)
	for r.drawn < most && above[0] < exceedances {
		err := par.For(ctx, in.Workers, block, func(b int) error {
			x := &scratch[b]
			if x[0] == nil {
				*x = [4][]int32{make([]int32, n), make([]int32, n), make([]int32, len(counts)), make([]int32, n)}
			}
			s.null.draw(stream(in.Seed, "order", item+" "+strconv.Itoa(r.drawn+b)), x[0], x[1], x[3])
			draws[b] = drawn{score: s.best(x[0], x[2], nil).score}
			for i, run := range r.runs {
				for k := run.first; k <= run.last; k++ {
					if s.counts(k, x[0][k], run.span) {
						draws[b].counts[i]++
					}
				}
			}
			return nil
		})
		if err != nil {
			return r, err
		}
		for _, d := range draws {
			if r.drawn == most || above[0] == exceedances {
				break
			}
			r.drawn++
			for i, run := range r.runs {
				if d.score >= run.score/clockSlack {
					above[i]++
				}
				sums[i] += d.counts[i]
			}
		}
	}
	for i := range r.runs {
		p := float64(1+above[i]) / float64(1+r.drawn)
		if above[0] == exceedances {
			p = float64(above[i]) / float64(r.drawn)
		}
		r.p = append(r.p, p)
		r.expected = append(r.expected, float64(sums[i])/float64(r.drawn))
	}
	return r, nil
}

// stream is random as a bare generator: drawing orders takes its bits by hand.
func stream(seed uint64, analysis, item string) *rand.PCG {
	r := random(seed, analysis, item)
	return rand.NewPCG(r.Uint64(), r.Uint64())
}

// massFollow seeks the runs of a list.
func massFollow(ctx context.Context, in *Input, res *Results, l *OrderList, most int) error {
	places := l.places()
	scan := newMassScan(l.null(in.Snap, places, in.Seed), longestRun, widestSpan, burstsOf(res))
	found, err := scan.run(ctx, in, l.item(in.Snap), most)
	if err != nil {
		return err
	}
	l.Replicates = found.drawn
	for i, run := range found.runs {
		r := FollowRun{First: places[run.first], Last: places[run.last], N: run.last - run.first + 1, Expected: found.expected[i], Score: run.score, P: found.p[i]}
		for k := run.first; k <= run.last; k++ {
			if !scan.counts(k, int32(k), run.span) {
				continue
			}
			f := &l.Followers[places[k]]
			d := utcDay(time.Unix(f.Created, 0))
			if len(r.Accounts) == 0 || d.Before(r.From) {
				r.From = d
			}
			if d.After(r.To) {
				r.To = d
			}
			r.Accounts = append(r.Accounts, f.Account)
		}
		r.Count = len(r.Accounts)
		r.countries(res, l)
		l.Runs = append(l.Runs, r)
	}
	return nil
}

// places returns the indexes of the dated followers.
func (l *OrderList) places() []int {
	out := make([]int, 0, l.Dated)
	for i := range l.Followers {
		if l.Followers[i].Dated {
			out = append(out, i)
		}
	}
	return out
}

func (l *OrderList) null(s *adentro.Snapshot, places []int, seed uint64) *orderNull {
	dated := make([]FollowBound, len(places))
	for i, k := range places {
		dated[i] = l.Followers[k]
	}
	end := int64(0)
	if t := s.Lists[l.List].Observed; !t.IsZero() {
		end = t.Unix()
	}
	return newOrderNull(dated, end, stream(seed, "order", l.item(s)+" fit"))
}

// item names the list for its random draws, whatever its account is numbered.
func (l *OrderList) item(s *adentro.Snapshot) string {
	return s.Accounts[l.Owner].Key.String() + " " + s.Lists[l.List].Observed.UTC().Format(time.RFC3339)
}

func burstsOf(res *Results) []Burst {
	if res.Creation == nil {
		return nil
	}
	return res.Creation.Bursts
}

// countries counts what the followers of a run declare, and how many of them the rest of the list lets
// expect in the span for followers of the same countries who existed by then.
func (r *FollowRun) countries(res *Results, l *OrderList) {
	if res.Locations == nil {
		return
	}
	country := func(u int32) string {
		if int(u) >= len(res.Locations.Declared) {
			return ""
		}
		return res.Locations.Declared[u].Country
	}
	in := map[string]int{}
	for _, f := range l.Followers[r.First : r.Last+1] {
		if f.Dated {
			in[country(f.Account)]++
		}
	}
	within, all := map[string]int{}, map[string]int{}
	from, to, last := r.From.Unix(), r.To.AddDate(0, 0, 1).Unix(), l.Followers[r.Last].Earliest
	for i, f := range l.Followers {
		if i >= r.First && i <= r.Last || !f.Dated || f.Created > last {
			continue
		}
		c := country(f.Account)
		all[c]++
		if from <= f.Created && f.Created < to {
			within[c]++
		}
	}
	for c, n := range in {
		if c != "" {
			r.Countries = append(r.Countries, CodeCount{c, n})
			r.Declaring += n
		}
	}
	slices.SortFunc(r.Countries, func(a, b CodeCount) int { return cmp.Or(b.N-a.N, cmp.Compare(a.Code, b.Code)) })
	for _, c := range append(slices.Clone(r.Countries), CodeCount{"", in[""]}) {
		if all[c.Code] > 0 {
			r.ByCountry += float64(c.N) * float64(within[c.Code]) / float64(all[c.Code])
		}
	}
}
