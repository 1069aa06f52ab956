package analysis

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

// orderWorld has one seed whose followers come as the world says; ids grow with the date of creation.
func orderWorld(t testing.TB, w []follower, order func(newest []uint64) []uint64) (*adentro.Snapshot, *builder) {
	b := &builder{}
	b.account(1, "semilla", "Semilla", "", "", day(2012, 5, 1))
	byDate := make([]int, len(w))
	bounded(w)
	for i := range byDate {
		byDate[i] = i
	}
	slices.SortStableFunc(byDate, func(i, j int) int { return int(w[i].created - w[j].created) })
	ids := make([]uint64, len(w))
	for k, i := range byDate {
		ids[i] = uint64(100 + k)
		b.account(ids[i], "h"+strconv.Itoa((i*7919)%100003), "x", "", "", time.Unix(w[i].created, 0))
	}
	slices.Reverse(ids) // newest first
	if order != nil {
		ids = order(ids)
	}
	b.list(adentro.IDKey(1), adentro.Followers, ids...)
	return b.snapshot(t), b
}

func orderOf(t testing.TB, s *adentro.Snapshot, workers int) *Order {
	t.Helper()
	in := &Input{Snap: s, Case: &adentro.Case{}, Seed: 1, Workers: workers}
	out := &Results{}
	out.Population = population(in)
	o, err := order(context.Background(), in, out)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestOrderByHand: five followers; the bounds are the creation of the seed, then of the newest so far.
func TestOrderByHand(t *testing.T) {
	s := &adentro.Snapshot{}
	for i, d := range []time.Time{day(2012, 1, 1), day(2010, 1, 1), day(2013, 1, 1), day(2011, 1, 1), day(2014, 1, 1)} {
		p := adentro.Seen(adentro.IDKey(uint64(i+1)), adentro.Sighting{At: day(2021, 1, 1)})
		p.SetCreated(d)
		s.Accounts = append(s.Accounts, adentro.MakeAccount(p))
	}
	l := &adentro.List{Owner: 0, Kind: adentro.Followers, Ordered: true, Members: []int32{3, 4, 2, 1}} // newest first
	o := OrderList{}
	o.bound(birthsOf(s), l)
	want := []FollowBound{
		{1, true, false, day(2010, 1, 1).Unix(), day(2012, 1, 1).Unix(), day(2013, 1, 1).Unix()},
		{2, true, true, day(2013, 1, 1).Unix(), day(2013, 1, 1).Unix(), day(2014, 1, 1).Unix()},
		{4, true, true, day(2014, 1, 1).Unix(), day(2014, 1, 1).Unix(), 0},
		{3, true, false, day(2011, 1, 1).Unix(), day(2014, 1, 1).Unix(), 0},
	}
	if d := cmp.Diff(want, o.Followers, cmp.Transformer("fields", func(f FollowBound) []int64 {
		bit := map[bool]int64{true: 1}
		return []int64{int64(f.Account), bit[f.Dated], bit[f.Record], f.Created, f.Earliest, f.Next}
	})); d != "" {
		t.Error(d)
	}
	months := o.Months()
	if len(months) != 25 || months[0].Since != 4 || months[0].Bounds != 1 || months[12].Since != 3 || months[24].Since != 2 {
		t.Errorf("months %+v", months)
	}
	if got := o.FollowedSince(day(2013, 1, 1)); got != 3 {
		t.Errorf("%d came in 2013 or later, want 3", got)
	}
}

// TestRecordsOfShuffledLists: over all orders of six, and the figure 5.9 ± 2.1 for two hundred.
func TestRecordsOfShuffledLists(t *testing.T) {
	var sum, squares, n float64
	var permute func(x []int64, k int)
	permute = func(x []int64, k int) {
		if k == len(x) {
			r := float64(countRecords(x))
			sum, squares, n = sum+r, squares+r*r, n+1
			return
		}
		for i := k; i < len(x); i++ {
			x[k], x[i] = x[i], x[k]
			permute(x, k+1)
			x[k], x[i] = x[i], x[k]
		}
	}
	permute([]int64{1, 2, 3, 4, 5, 6}, 0)
	if mean, sd := sum/n, math.Sqrt(squares/n-sum*sum/n/n); math.Abs(mean-harmonic(6)) > 1e-9 || math.Abs(sd-recordDeviation(6)) > 1e-9 {
		t.Errorf("six: mean %v, deviation %v; computed %v, %v", mean, sd, harmonic(6), recordDeviation(6))
	}
	if h, d := harmonic(200), recordDeviation(200); math.Abs(h-5.88) > 0.01 || math.Abs(d-2.06) > 0.01 {
		t.Errorf("two hundred: %v ± %v, want 5.9 ± 2.1", h, d)
	}
	if p := recordTail(43, 295); p > 1e-6 || recordTail(3, 295) != 1 {
		t.Errorf("tail %v", p)
	}
}

// TestOrderVerdicts: what is not the order of the follows is told, and nothing is bounded then.
func TestOrderVerdicts(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	shuffle := func(x []uint64) []uint64 {
		rng.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		return x
	}
	blocks := func(size int, do func([]uint64)) func([]uint64) []uint64 {
		return func(x []uint64) []uint64 {
			for from := 0; from < len(x); from += size {
				do(x[from:min(len(x), from+size)])
			}
			return x
		}
	}
	for _, c := range []struct {
		name  string
		order func([]uint64) []uint64
		want  Verdict
		back  bool
	}{
		{"true", nil, OrderInformative, false},
		{"oldest first", func(x []uint64) []uint64 { slices.Reverse(x); return x }, OrderInformative, true},
		{"shuffled", shuffle, OrderFewRecords, false},
		{"by id", func(x []uint64) []uint64 { slices.Sort(x); return x }, OrderByID, false},
		{"by id, newest first", func(x []uint64) []uint64 { slices.Sort(x); slices.Reverse(x); return x }, OrderByID, false},
		{"pages sorted by id", blocks(100, func(x []uint64) { slices.Sort(x) }), OrderByID, false},
		{"half sorted by id", func(x []uint64) []uint64 { slices.Sort(x[:len(x)/2]); return x }, OrderPartlySorted, false},
		{"twenty", func(x []uint64) []uint64 { return x[:12] }, OrderFewDated, false},
	} {
		s, _ := orderWorld(t, followWorld(rng, "young", 800), c.order)
		l := orderOf(t, s, 1).Lists[0]
		if l.Verdict != c.want || l.Reversed != c.back || (len(l.Followers) > 0) != l.Informative() {
			t.Errorf("%s: verdict %s, reversed %v, %d records, want %s", c.name, l.Verdict, l.Reversed, l.Records, c.want)
		}
	}
	s, b := orderWorld(t, followWorld(rng, "young", 200), nil)
	b.obs.Pages = nil
	if s.Lists[0].Members == nil {
		t.Fatal("no members")
	}
	byHandle := slices.Clone(s.Lists[0].Members)
	slices.SortFunc(byHandle, func(x, y int32) int {
		return cmpStrings(s.Accounts[x].Handle(), s.Accounts[y].Handle())
	})
	s.Lists[0].Members = byHandle
	if l := orderOf(t, s, 1).Lists[0]; l.Verdict != OrderByHandle {
		t.Errorf("by handle: verdict %s", l.Verdict)
	}
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// TestOrderDrawIsEven: with equal chances all orders that the dates and the records allow are drawn equally often.
func TestOrderDrawIsEven(t *testing.T) {
	m := &orderNull{
		clock: []int64{10, 20, 30, 40, 50, 60}, known: []int64{9, 9, 15, 15, 15, 45}, created: []int64{1, 5, 8, 11, 15, 45},
		listed: []int32{2, 0, 4, 1, 3, 5}, record: []bool{2: true, 5: true}, period: make([]int8, 6), drawn: [periods + 1]weights{newWeights(even())},
	}
	m.setMoves()
	const draws = 40000
	seen := map[[6]int32]int{}
	order, p := make([]int32, 6), newPools(6)
	rng := rand.NewPCG(1, 2)
	for range draws {
		m.draw(rng, order, p)
		seen[[6]int32(order)]++
	}
	allowed := 3 * 2 * 2 // two of the three that existed from the beginning, a record, then the third of them and a fourth
	if len(seen) != allowed {
		t.Fatalf("%d different orders, want %d", len(seen), allowed)
	}
	mean := float64(draws) / float64(allowed)
	for o, n := range seen {
		if math.Abs(float64(n)-mean) > 5*math.Sqrt(mean) {
			t.Errorf("%v is drawn %d times, want about %.0f", o, n, mean)
		}
		for i, a := range o {
			if m.created[a] > m.clock[i] {
				t.Errorf("%v: somebody follows before being created", o)
			}
		}
	}
}

// TestMassScanSlow tries every run of every length and every span anew.
func TestMassScanSlow(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for i := range 6 {
		w := followWorld(rng, followKinds()[i], 150)
		plant(rng, w, 8, 90)
		s := newMassScan(newOrderNull(bounded(w), 0), longestRun, widestSpan, nil)
		n, order := len(w), s.null.listed
		got := s.searcher().best(order, 0, nil)
		want := 0.0
		for _, m := range s.lengths {
			for last := m - 1; last < n; last++ {
				for sp := range s.spans.from {
					c := 0
					for p := last - m + 1; p <= last; p++ {
						if s.counts(p, order[p], sp) {
							c++
						}
					}
					mu := max(leastExpected, s.expectedBefore(sp, last+1)-s.expectedBefore(sp, last-m+1))
					if c >= minInRun && float64(c) > mu && s.counts(last, order[last], sp) {
						want = max(want, llr(c, m, mu))
					}
				}
			}
		}
		if math.Abs(got.score-want) > 1e-9*(1+want) {
			t.Errorf("world %d: score %v, slowly %v", i, got.score, want)
		}
	}
}

// TestRiskSetsSlow counts who could follow at each place anew.
func TestRiskSetsSlow(t *testing.T) {
	w := bounded(followWorld(rand.New(rand.NewPCG(2, 9)), "young", 120))
	m := newOrderNull(w, 0)
	sets := m.riskSets(1000)
	for i, f := range w {
		if f.Record || m.period[i] == inRush {
			continue
		}
		var want [ageClasses]int32
		for k := i; k < len(w); k++ {
			if !w[k].Record && w[k].Created <= f.Earliest {
				want[ageClass(m.clock[i]-w[k].Created)]++
			}
		}
		if got := sets[0]; got.atRisk != want || int(got.followed) != ageClass(m.clock[i]-f.Created) {
			t.Fatalf("place %d: %+v, want %v", i, got, want)
		}
		sets = sets[1:]
	}
	if len(sets) > 0 {
		t.Errorf("%d places too many", len(sets))
	}
}

// TestOrderFindsTheRun: forty accounts of twenty days who come together months later are found, and the
// same again for any number of workers and other ids.
func TestOrderFindsTheRun(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	w := followWorld(rng, "young", 600)
	plant(rng, w, 40, 150)
	s, _ := orderWorld(t, w, nil)
	one, eight := orderOf(t, s, 1), orderOf(t, s, 8)
	if d := cmp.Diff(one, eight); d != "" {
		t.Errorf("1 and 8 workers differ:\n%s", d)
	}
	l := one.Lists[0]
	if len(l.Runs) == 0 || !l.Runs[0].Significant() || l.Runs[0].Count < 30 || l.Runs[0].N > 60 {
		t.Fatalf("runs %+v", l.Runs)
	}
	f := one.Fact("mass_follow", "@semilla "+l.Runs[0].From.Format(time.DateOnly)+"–"+l.Runs[0].To.Format(time.DateOnly))
	if f == nil || len(f.Sweep) != 4 || len(f.Innocent) < 4 || f.Test.Replicates != replicates || len(f.Evidence.Accounts) != l.Runs[0].Count {
		t.Errorf("fact %+v", f)
	}
	if stable, swept := f.Stable(); !stable || !swept {
		t.Errorf("sweep %+v", f.Sweep)
	}
}

// TestOrderOfOtherFiles: the same lists from files in another order, and with accounts of other numbers, tell the same.
func TestOrderOfOtherFiles(t *testing.T) {
	world := func() *builder {
		rng := rand.New(rand.NewPCG(4, 3))
		w := followWorld(rng, "young", 400)
		plant(rng, w, 30, 150)
		_, b := orderWorld(t, w, nil)
		b.account(2, "otra", "Otra", "", "", day(2013, 1, 1))
		_, second := orderWorld(t, followWorld(rng, "growth", 400), func(x []uint64) []uint64 { return x })
		for _, p := range second.obs.Profiles[1:] {
			p.Key.ID += 10_000
			b.obs.Profiles = append(b.obs.Profiles, p)
		}
		page := second.obs.Pages[0]
		page.Owner, page.Members = adentro.IDKey(2), adentro.Members{}
		for _, m := range second.obs.Pages[0].Members.All() {
			page.Members.Append(adentro.IDKey(m.Key.ID+10_000), m.Offset)
		}
		b.obs.Pages = append(b.obs.Pages, page)
		return b
	}
	// told names accounts by their handles, and sorts the lists by owner.
	told := func(b *builder) []string {
		s := b.snapshot(t)
		var out []string
		o := orderOf(t, s, 2)
		for _, l := range o.Lists {
			name := func(u int32) string { return s.Accounts[u].Name() }
			text := fmt.Sprint(s.Accounts[l.Owner].Handle(), l.Verdict, l.Records, l.Replicates)
			for _, f := range l.Followers {
				text += fmt.Sprint(" ", f.Earliest, f.Created, f.Record)
			}
			for _, r := range l.Runs {
				text += fmt.Sprint("; ", r.First, r.Last, r.From, r.To, r.Count, r.Expected, r.Score, r.P, r.Q, name(r.Accounts[0]))
			}
			out = append(out, text)
		}
		slices.Sort(out)
		return out
	}
	want := told(world())
	if len(want) != 2 {
		t.Fatalf("%d lists, want 2", len(want))
	}
	b := world()
	slices.Reverse(b.obs.Profiles)
	slices.Reverse(b.obs.Pages)
	if d := cmp.Diff(want, told(b)); d != "" {
		t.Errorf("files in another order:\n%s", d)
	}
	b = world()
	flip := func(k adentro.Key) adentro.Key {
		if k.ID > 2 {
			k.ID = 50_000 - k.ID
		}
		return k
	}
	for i := range b.obs.Profiles {
		b.obs.Profiles[i].Key = flip(b.obs.Profiles[i].Key)
	}
	for i := range b.obs.Pages {
		var flipped adentro.Members
		for _, m := range b.obs.Pages[i].Members.All() {
			flipped.Append(flip(m.Key), m.Offset)
		}
		b.obs.Pages[i].Members = flipped
	}
	if d := cmp.Diff(want, told(b)); d != "" {
		t.Errorf("renumbered:\n%s", d)
	}
}

// TestOrderOldestFirst: a list given oldest first tells the same as newest first.
func TestOrderOldestFirst(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	w := followWorld(rng, "young", 600)
	plant(rng, w, 40, 150)
	s, _ := orderWorld(t, w, nil)
	newest := orderOf(t, s, 1).Lists[0]
	s, _ = orderWorld(t, w, func(x []uint64) []uint64 { slices.Reverse(x); return x })
	oldest := orderOf(t, s, 1).Lists[0]
	if !oldest.Reversed || newest.Reversed || len(newest.Runs) == 0 {
		t.Fatalf("reversed %v and %v, %d runs", newest.Reversed, oldest.Reversed, len(newest.Runs))
	}
	oldest.Reversed = false
	if d := cmp.Diff(newest, oldest); d != "" {
		t.Errorf("oldest first differs:\n%s", d)
	}
}

// TestOrderOfMixedPages: pages that each keep the order, put together in another, are told, and nothing is read into
// them; in their order, or all the other way round, they inform.
func TestOrderOfMixedPages(t *testing.T) {
	mixed := map[Verdict]int{}
	const worlds, size = 30, 100
	for seed := range uint64(worlds) {
		rng := rand.New(rand.NewPCG(seed, 8))
		kind := []string{"young", "growth", "power"}[seed%3]
		s, _ := orderWorld(t, followWorld(rng, kind, 1200), nil)
		l := &s.Lists[0]
		l.Pages = len(l.Members) / size
		for _, back := range []bool{false, true} {
			if o := readOrder(s, birthsOf(s), 0); !o.Informative() || o.Reversed != back {
				t.Errorf("%s, world %d, back %v: verdict %s in order", kind, seed, back, o.Verdict)
			}
			slices.Reverse(l.Members)
		}
		pages := slices.Collect(slices.Chunk(l.Members, size))
		rng.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		l.Members = slices.Concat(pages...)
		o := readOrder(s, birthsOf(s), 0)
		mixed[o.Verdict]++
	}
	t.Logf("verdicts on mixed pages: %v", mixed)
	if mixed[OrderPagesMixed] < worlds*9/10 {
		t.Errorf("verdicts on mixed pages: %v", mixed)
	}
}

// TestMassFollowsOfManyLists: among many lists in which nobody acts together the few planted ones are found, and no
// more orders are drawn than the number of open lists asks for.
func TestMassFollowsOfManyLists(t *testing.T) {
	const lists, planted = 60, 3
	tested := manyLists(t, 12, lists, planted, 400, []string{"young"})
	drawn := 0
	for i, l := range tested {
		drawn += l.Replicates
		if found := len(l.Runs) > 0 && l.Runs[0].Significant(); found != (i < planted) {
			t.Errorf("list %d: significant %v after %d orders, runs %+v", i, found, l.Replicates, l.Runs)
		}
	}
	if drawn > 40*lists+100*lists {
		t.Errorf("%d orders drawn", drawn)
	}
}

// TestOrderOfLittle: nothing, one account, no list, no profile.
func TestOrderOfLittle(t *testing.T) {
	if o := orderOf(t, &adentro.Snapshot{}, 1); len(o.Lists)+len(o.Facts) != 0 {
		t.Errorf("of nothing: %+v", o)
	}
	b := &builder{}
	b.list(adentro.IDKey(1), adentro.Followers, 2)
	if o := orderOf(t, b.snapshot(t), 1); len(o.Lists) != 1 || o.Lists[0].Verdict != OrderFewDated || o.Tested != 0 {
		t.Errorf("of one: %+v", o.Lists)
	}
	b = &builder{}
	var ids []uint64
	for i := range 300 {
		ids = append(ids, uint64(5000+(i*7919)%10007))
	}
	b.list(adentro.IDKey(1), adentro.Followers, ids...)
	if o := orderOf(t, b.snapshot(t), 1); o.Lists[0].Verdict != OrderFewDated {
		t.Errorf("without profiles: %s", o.Lists[0].Verdict)
	}
}
