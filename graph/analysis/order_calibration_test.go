package analysis

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A follower of the worlds of these tests, in seconds of Unix time.
type follower struct{ created, followed int64 }

const secondsADay = 86400

// followWorld draws n followers of an account opened in May 2012, up to April 2021, who
// follow by themselves. What differs is when they were created and how soon they follow.
func followWorld(rng *rand.Rand, kind string, n int) []follower {
	from, start, to := day(2009, 1, 1).Unix(), day(2012, 5, 1).Unix(), day(2021, 4, 18).Unix()
	between := func(a, b int64) int64 { return a + rng.Int64N(b-a) }
	wave, event := between(start, to-20*secondsADay), between(start, to-20*secondsADay)
	var visits [6]int64 // "others": when another account brings its followers
	for i := range visits {
		visits[i] = between(start, to-10*secondsADay)
	}
	out := make([]follower, 0, n)
	for len(out) < n {
		c := between(from, to)
		visit := int64(0)
		switch kind {
		case "season", "cohorts": // six of ten are opened in a September
			if rng.Float64() < 0.6 {
				c = day(2012+rng.IntN(9), 9, 1).Unix() + rng.Int64N(30*secondsADay)
			}
		case "others": // whose audience has grown until then
			if rng.Float64() < 0.6 {
				visit = visits[rng.IntN(len(visits))]
				c = visit - int64(rng.ExpFloat64()*700*secondsADay)
			}
		case "growth", "power":
			c = to - int64(rng.ExpFloat64()*700*secondsADay)
		case "wave":
			if rng.Float64() < 0.2 {
				c = between(wave, wave+10*secondsADay)
			}
		}
		if c < from || c >= to {
			continue
		}
		f := between(max(c, start), to)
		switch kind {
		case "growth":
			f = max(c, start) + int64(rng.ExpFloat64()*500*secondsADay)
		case "young", "wave":
			if rng.Float64() < 0.4 && c >= start {
				f = c + rng.Int64N(secondsADay)
			}
		case "season", "cohorts": // they follow one to six months later; in the first world so do all others
			if kind == "season" || time.Unix(c, 0).UTC().Month() == 9 {
				f = max(c, start) + (30+rng.Int64N(150))*secondsADay + rng.Int64N(secondsADay)
			}
		case "others":
			if visit > 0 {
				f = visit + rng.Int64N(10*secondsADay)
			}
		case "event":
			if rng.Float64() < 0.3 && c < event {
				f = between(event, event+7*secondsADay)
			}
		case "rush": // the same, for all who exist by then
			if rng.Float64() < 0.5 {
				f = event + rng.Int64N(7*secondsADay)
			} else {
				f = between(start, to)
			}
			if f < max(c, start) {
				continue
			}
		case "power":
			f = max(c, start) + int64(3600*math.Exp(rng.Float64()*math.Log(10*365*24)))
		}
		if f < to {
			out = append(out, follower{c, f})
		}
	}
	return out
}

// followKinds are the worlds. In exactKinds everybody who exists is as likely to be the next, which is the model
// with even chances. In the others the model holds about, if at all; in cohorts, in which accounts
// opened together come together, is what a mass follow is, and that is no world without one.
func followKinds() []string {
	return append(exactKinds(), "young", "wave", "power", "event", "season", "others", "cohorts")
}

func exactKinds() []string { return []string{"uniform", "growth", "rush"} }

// plant turns k followers into accounts created within 20 days, who all follow within the same hours.
// late is how many days after.
func plant(rng *rand.Rand, w []follower, k, late int) {
	at := day(2019, 3, 1).Unix() + rng.Int64N(300*secondsADay)
	for i := range k {
		c := at + rng.Int64N(20*secondsADay)
		w[i] = follower{c, at + int64(20+late)*secondsADay + rng.Int64N(7200)}
	}
}

// bounded sorts a world by follow and bounds its follow times.
func bounded(w []follower) []FollowBound {
	slices.SortFunc(w, func(a, b follower) int {
		return cmp.Or(cmp.Compare(a.followed, b.followed), cmp.Compare(a.created, b.created))
	})
	out := make([]FollowBound, len(w))
	top := day(2012, 5, 1).Unix()
	for i, f := range w {
		out[i] = FollowBound{Account: int32(i), Dated: true, Created: f.created, Record: f.created > top}
		top = max(top, f.created)
		out[i].Earliest = top
	}
	return out
}

// massTested tests the strongest run of a world alone.
func massTested(t testing.TB, w []follower, item string, draws int) (m *massTest, p float64) {
	null := newOrderNull(bounded(w), day(2021, 4, 18).Unix())
	m = newMassTest(newMassScan(null, longestRun, widestSpan, nil), 1, item)
	if err := m.drawTo(context.Background(), 1, draws); err != nil {
		t.Fatal(err)
	}
	if len(m.runs) == 0 {
		return m, 1
	}
	return m, m.p(0)
}

// massRank returns a p by rank among drawn orders alone, in which ties are broken by lot: exactly uniform where every order that is drawn
// is as likely as that of the list.
func massRank(w []follower, item string, draws int, lot float64) float64 {
	s := newMassScan(newOrderNull(bounded(w), day(2021, 4, 18).Unix()), longestRun, widestSpan, nil).searcher()
	listed := s.best(s.null.listed, 0, nil).score
	above, ties := 0, 0
	for i := range draws {
		v := s.draw(stream(2, "order", item+" "+strconv.Itoa(i)), 0).score
		above += index(v > listed)
		ties += index(v == listed)
	}
	return (float64(above) + lot*float64(ties+1)) / float64(draws+1)
}

// worlds is how many are drawn: more where ADENTRO_CALIBRATE asks for it.
func worlds(few, many int) int {
	if os.Getenv("ADENTRO_CALIBRATE") != "" {
		return many
	}
	return few
}

// TestMassFollowCalibration: where everybody follows by themselves the p by rank is uniform if the model holds exactly, and the p
// that is told is no more often below 0.05 than 6 times in a hundred, be there new accounts that follow on their
// first day, waves of new accounts, seasons, events, or visits of other audiences.
func TestMassFollowCalibration(t *testing.T) {
	n := worlds(16, 200)
	for _, kind := range followKinds() {
		for _, size := range []int{300, 1500} {
			if size > 300 && n < 200 {
				continue
			}
			rng := rand.New(rand.NewPCG(11, uint64(size)))
			var rank []float64
			low, lowRank := 0, 0
			for i := range n {
				w := followWorld(rng, kind, size)
				_, p := massTested(t, w, kind+strconv.Itoa(i), replicates)
				low += index(p <= Significance)
				p = massRank(w, kind+strconv.Itoa(i), 79, rng.Float64())
				lowRank += index(p <= Significance)
				rank = append(rank, p)
			}
			t.Logf("%s, %d followers: told %d of %d worlds with p <= 0.05; by rank %d, ks %.3f, excess %.3f", kind, size, low, n, lowRank, ks(rank), excess(rank))
			if slices.Contains(exactKinds(), kind) && ks(rank) < 0.001 {
				t.Errorf("%s, %d followers: p is not uniform, ks %.5f", kind, size, ks(rank))
			}
			if limit := 0.06*float64(n) + 3*math.Sqrt(0.06*0.94*float64(n)); kind != "cohorts" && float64(low) > limit {
				t.Errorf("%s, %d followers: %d of %d worlds have p <= 0.05, more than %.0f", kind, size, low, n, limit)
			}
		}
	}
}

// manyLists tests many lists together; of the first some have 30 planted followers.
func manyLists(t *testing.T, seed uint64, lists, planted, size int, kinds []string) []*OrderList {
	t.Helper()
	var tested []*OrderList
	s := &adentro.Snapshot{}
	for i := range lists {
		rng := rand.New(rand.NewPCG(uint64(i), seed))
		w := followWorld(rng, kinds[i%len(kinds)], size)
		if i < planted {
			plant(rng, w, 30, 150)
		}
		s.Accounts = append(s.Accounts, adentro.MakeAccount(adentro.Seen(adentro.IDKey(uint64(i+1)), adentro.Sighting{At: day(2021, 4, 18)})))
		s.Lists = append(s.Lists, adentro.List{Owner: int32(i), Observed: day(2021, 4, 18)})
		tested = append(tested, &OrderList{List: int32(i), Owner: int32(i), Verdict: OrderInformative, Followers: bounded(w), Dated: len(w)})
	}
	in := &Input{Snap: s, Seed: seed, Workers: 2}
	if err := massFollows(t.Context(), in, &Results{}, tested); err != nil {
		t.Fatal(err)
	}
	correctRuns(tested)
	return tested
}

// TestMassFollowCalibrationOfManyLists: of what is told of a thousand lists, no more than 6 in a hundred are lists in which nobody acts
// together; and where that is all of them, no more than 6 in a hundred thousands of lists tell anything.
func TestMassFollowCalibrationOfManyLists(t *testing.T) {
	times, lists := worlds(1, 20), worlds(100, 1000)
	kinds := []string{"young", "uniform", "growth", "rush", "power", "event", "wave", "season", "others"}
	wrong, told, missed, alarms := 0, 0, 0, 0
	for k := range times {
		for i, l := range manyLists(t, uint64(100+k), lists, lists/20, 300, kinds) {
			found := len(l.Runs) > 0 && l.Runs[0].Significant()
			told += index(found)
			wrong += index(found && i >= lists/20)
			missed += index(!found && i < lists/20)
		}
		alarm := false
		for _, l := range manyLists(t, uint64(200+k), lists, 0, 300, kinds) {
			alarm = alarm || len(l.Runs) > 0 && l.Runs[0].Significant()
		}
		alarms += index(alarm)
	}
	t.Logf("%d times %d lists, %d of them planted: %d told, %d of these wrongly, %d missed; none planted: something told %d times", times, lists, lists/20, told, wrong, missed, alarms)
	if limit := 0.06*float64(told) + 3*math.Sqrt(0.06*float64(told)) + 1; float64(wrong) > limit {
		t.Errorf("%d of %d told are wrong", wrong, told)
	}
	if limit := 0.06*float64(times) + 3*math.Sqrt(0.06*float64(times)) + 1; float64(alarms) > limit {
		t.Errorf("where nothing is planted something is told %d of %d times", alarms, times)
	}
	if told == 0 || missed > lists*times/20/2 {
		t.Errorf("%d of %d planted are missed", missed, lists*times/20)
	}
}

// TestMassFollowPower: the more accounts are planted the more often they are found, if they come months after
// they were created. Those who come in their first weeks are left to the creation analysis: between the two, and
// in lists that bound the follows loosely, power is less.
func TestMassFollowPower(t *testing.T) {
	n := worlds(8, 100)
	for _, kind := range []string{"uniform", "young", "power"} {
		for _, late := range []int{45, 150} {
			last := 0.0
			for _, k := range []int{5, 10, 15, 20, 30, 40} {
				if n < 100 && k != 5 && k != 20 {
					continue
				}
				rng := rand.New(rand.NewPCG(8, uint64(k)))
				hits := 0
				for i := range n {
					w := followWorld(rng, kind, 500)
					plant(rng, w, k, late)
					if _, p := massTested(t, w, kind+strconv.Itoa(i), 199); p <= Significance {
						hits++
					}
				}
				power := float64(hits) / float64(n)
				t.Logf("%s, %d days after: %d planted of 500: found in %.0f %% of %d worlds", kind, late, k, 100*power, n)
				if power < last-0.3 {
					t.Errorf("%s: %d planted are found less often than fewer: %.2f after %.2f", kind, k, power, last)
				}
				last = max(last, power)
			}
			if late > 100 && last < 0.7 {
				t.Errorf("%s, %d days after: the largest plant is found in %.0f %% of worlds only", kind, late, 100*last)
			}
		}
	}
}
