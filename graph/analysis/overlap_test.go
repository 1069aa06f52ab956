package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// TestOverlapByHand: three lists of followers, of which two are of accounts that follow each other.
func TestOverlapByHand(t *testing.T) {
	w := &sharedLists{accounts: 12}
	w.add(0, adentro.Followers, 1, 3, 4, 5, 6)
	w.add(1, adentro.Followers, 0, 2, 4, 5, 6, 7)
	w.add(2, adentro.Followers, 0, 1, 8, 9)
	w.add(0, adentro.Following, 1, 4, 10)
	w.add(1, adentro.Followers, 2, 7, 11) // a second fetch
	o := overlapOf(t, w, 1, 1)
	if o.Case != 3 || o.Kind != adentro.Followers || o.Null != "fixed_margins" || o.Held != 8 || o.Owners {
		t.Errorf("%d lists of %v, %s, %d held, owners %v", o.Case, o.Kind, o.Null, o.Held, o.Owners)
	}
	for i, want := range []struct{ common, a, b, owners int }{{3, 4, 5, 0}, {0, 4, 2, 1}, {0, 5, 2, 1}} {
		p := &o.Pairs[i]
		if p.Common != want.common || p.A != want.a || p.B != want.b || p.Owners != want.owners {
			t.Errorf("pair %d: %+v, want %+v", i, p, want)
		}
	}
	if p := &o.Pairs[0]; math.Abs(p.Jaccard()-3.0/6) > 1e-15 || math.Abs(p.OverlapCoefficient()-3.0/4) > 1e-15 {
		t.Errorf("Jaccard %v, overlap coefficient %v", p.Jaccard(), p.OverlapCoefficient())
	}
	if l := o.Core[0]; l.M != 2 || l.Observed != 3 || !slices.Equal(l.Accounts, []int32{4, 5, 6}) {
		t.Errorf("core %+v", l)
	}
	if len(o.FollowBack) != 1 || o.FollowBack[0].Back != 2 || o.FollowBack[0].Following != 3 || o.FollowBack[0].Followers != 5 {
		t.Errorf("follow back %+v: accounts 1 and 4 do, 10 does not", o.FollowBack)
	}
	if o.Control != nil || !warned(&o.Result, "overlap_no_control") || warned(&o.Result, "overlap_incomplete") {
		t.Errorf("control %v, warnings %v", o.Control, o.Warnings)
	}
}

func warned(r *Result, code string) bool {
	return slices.ContainsFunc(r.Warnings, func(n adentro.Note) bool { return n.Code == code })
}

// TestOverlapSlow compares with sets of names.
func TestOverlapSlow(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 5))
		w := nothingPlanted(r, 2+int(seed), 60, 2)
		o := overlapOf(t, w, seed, 0)
		rows := int32(len(w.lists))
		holds := func(l, u int32) bool { return slices.Contains(w.lists[l].Members, u) }
		at := 0
		for a := range rows {
			for b := a + 1; b < rows; b++ {
				common, owners := 0, 0
				for u := range int32(w.accounts) {
					switch both := holds(a, u) && holds(b, u); {
					case both && u < rows:
						owners++
					case both:
						common++
					}
				}
				if p := &o.Pairs[at]; p.U != a || p.V != b || p.Common != common || p.Owners != owners {
					t.Errorf("lists %d and %d: %+v, want %d and %d owners", a, b, p, common, owners)
				}
				at++
			}
		}
		for _, l := range o.Core {
			n := 0
			for u := rows; u < int32(w.accounts); u++ {
				in := 0
				for a := range rows {
					if holds(a, u) {
						in++
					}
				}
				if in >= l.M {
					n++
				}
			}
			if l.Observed != n || len(l.Accounts) != n {
				t.Errorf("core %d: %d and %d accounts, want %d", l.M, l.Observed, len(l.Accounts), n)
			}
		}
		for _, c := range o.Mixing {
			n, pairs := 0, int64(0)
			for a := range rows {
				for u := range int32(w.accounts) {
					if u != a && w.primary[a] == c.Owner && w.primary[u] == c.Member {
						pairs++
						if holds(a, u) {
							n++
						}
					}
				}
			}
			if c.Observed != n || c.Pairs != pairs {
				t.Errorf("%c follows %c: %d of %d, want %d of %d", 'a'+c.Member, 'a'+c.Owner, c.Observed, c.Pairs, n, pairs)
			}
		}
	}
}

// TestOverlapSame: any number of workers and any order of lists give the same bits; other numbers of the accounts the same
// counts, and p-values as near as draws are.
func TestOverlapSame(t *testing.T) {
	w := nothingPlanted(rand.New(rand.NewPCG(3, 3)), 9, 300, 3)
	for u := range int32(9) {
		w.add(u, adentro.Following, (u+1)%9, (u+2)%9, 20+u, 30+u)
	}
	w.control = []int32{7, 8}
	want := overlapOf(t, w, 4, 1)
	same := []cmp.Option{cmpopts.EquateNaNs(), cmp.AllowUnexported(OverlapList{})}
	for _, workers := range []int{2, 8} {
		if d := cmp.Diff(want, overlapOf(t, w, 4, workers), same...); d != "" {
			t.Errorf("%d workers: %s", workers, d)
		}
	}
	turned := *w
	turned.accounts, turned.lists, turned.control = w.accounts, nil, []int32{int32(w.accounts) - 8, int32(w.accounts) - 9}
	turned.primary = slices.Clone(w.primary)
	slices.Reverse(turned.primary)
	last := int32(w.accounts) - 1
	for _, l := range w.lists {
		var members []int32
		for _, u := range l.Members {
			members = append(members, last-u)
		}
		slices.Sort(members)
		turned.add(last-l.Owner, l.Kind, members...)
	}
	got := overlapOf(t, &turned, 4, 0)
	if got.Case != want.Case || got.Held != want.Held || got.Hubs != want.Hubs {
		t.Errorf("renumbered: %d lists, %d held, %d hubs", got.Case, got.Held, got.Hubs)
	}
	for i := range want.Pairs {
		a := &want.Pairs[i]
		for j := range got.Pairs {
			b := &got.Pairs[j]
			if got.Lists[b.U].Account == last-want.Lists[a.V].Account && got.Lists[b.V].Account == last-want.Lists[a.U].Account {
				if a.Common != b.Common || a.A != b.B || math.Abs(a.Upper-b.Upper) > 0.08 || math.Abs(a.HypergeometricP-b.HypergeometricP) > 1e-12 {
					t.Errorf("pair %d renumbered: %+v, want %+v", i, b, a)
				}
			}
		}
	}
	for i := range want.Mixing {
		if a, b := &want.Mixing[i], &got.Mixing[i]; a.Observed != b.Observed || a.Pairs != b.Pairs || math.Abs(a.P-b.P) > 0.08 {
			t.Errorf("mixing %d renumbered: %+v, want %+v", i, b, a)
		}
	}
}

// TestOverlapNothing: no account, no list, one list, empty lists, the same list twice, all lists alike.
func TestOverlapNothing(t *testing.T) {
	for name, w := range map[string]*sharedLists{
		"no account":  {},
		"no list":     {accounts: 5},
		"one list":    {accounts: 5, lists: []adentro.List{{Owner: 0, Kind: adentro.Followers, Members: []int32{1, 2}}}},
		"empty lists": {accounts: 5, lists: []adentro.List{{Owner: 0, Kind: adentro.Followers}, {Owner: 1, Kind: adentro.Followers}}},
		"itself":      {accounts: 2, lists: []adentro.List{{Owner: 0, Kind: adentro.Followers, Members: []int32{0}}, {Owner: 1, Kind: adentro.Followers, Members: []int32{1}}}},
		"each other":  {accounts: 2, lists: []adentro.List{{Owner: 0, Kind: adentro.Followers, Members: []int32{1}}, {Owner: 1, Kind: adentro.Followers, Members: []int32{0}}}},
		"alike":       {accounts: 9, lists: []adentro.List{{Owner: 0, Kind: adentro.Followers, Members: []int32{3, 4, 5}}, {Owner: 1, Kind: adentro.Followers, Members: []int32{3, 4, 5}}, {Owner: 2, Kind: adentro.Followers, Members: []int32{3, 4, 5}}}},
		"unknown":     {accounts: 9, lists: []adentro.List{{Owner: 0, Members: []int32{3, 4, 5}}, {Owner: 1, Members: []int32{3, 4, 5}}}},
		"apart":       {accounts: 9, lists: []adentro.List{{Owner: 0, Kind: adentro.Following, Members: []int32{3, 4}}, {Owner: 1, Kind: adentro.Following, Members: []int32{5, 6}}}},
	} {
		o := overlapOf(t, w, 1, 0)
		if o.Significant != 0 || o.Backbone != nil {
			t.Errorf("%s: %d pairs told", name, o.Significant)
		}
		for _, f := range o.Facts {
			if math.IsNaN(f.Value) || f.Test != nil && (math.IsNaN(f.Test.P) || math.IsNaN(f.Test.Q) || math.IsNaN(f.Test.Expected)) {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

// TestOverlapControl: the case's lists share what the control's do not; with both alike nothing is said.
func TestOverlapControl(t *testing.T) {
	for _, planted := range []bool{false, true} {
		r := rand.New(rand.NewPCG(6, 1))
		w := &sharedLists{accounts: 1016}
		for i := range int32(16) {
			var members []int32
			for _, c := range r.Perm(1000)[:60] {
				members = append(members, int32(16+c))
			}
			if planted && i < 8 {
				for c := range int32(20) {
					members = append(members, 16+c)
				}
			}
			slices.Sort(members)
			w.add(i, adentro.Followers, slices.Compact(members)...)
			if i >= 8 {
				w.control = append(w.control, i)
			}
		}
		o := overlapOf(t, w, 2, 0)
		c := o.Control
		if c == nil || c.Case.Lists != 8 || c.Control.Lists != 8 || (c.P <= 0.01) != planted || warned(&o.Result, "overlap_no_control") {
			t.Errorf("planted %v: %+v", planted, c)
		}
	}
}

// TestOverlapManyLists: above fixedLists the null is SDSM, above overlapLists the shortest lists are left out.
func TestOverlapManyLists(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	w := &sharedLists{accounts: 3000}
	for i := range int32(overlapLists + 20) {
		var members []int32
		for range 3 + r.IntN(20) {
			members = append(members, int32(1000+r.IntN(2000)))
		}
		if i < 2 {
			for c := range int32(15) {
				members = append(members, 1100+c)
			}
		}
		slices.Sort(members)
		w.add(i, adentro.Followers, slices.Compact(members)...)
	}
	o := overlapOf(t, w, 2, 0)
	if o.Null != "sdsm" || o.Case != overlapLists || o.Hidden != 20 || !warned(&o.Result, "overlap_lists_left_out") || len(o.Heat) != heatLists {
		t.Errorf("%s, %d lists, %d hidden, %d in the heat map", o.Null, o.Case, o.Hidden, len(o.Heat))
	}
	told := o.Strongest()
	if len(told) == 0 || o.Pairs[told[0]].U != 0 || o.Pairs[told[0]].V != 1 || o.Backbone == nil {
		t.Errorf("told %v, want the planted pair first", told)
	}
	if len(told) > 0 {
		i := slices.IndexFunc(o.Facts, func(f Fact) bool { return f.Name == "overlap_pair" })
		if f := &o.Facts[i]; len(f.Evidence.Accounts) != int(f.Value) || f.Test.Family != len(o.Pairs) || !strings.Contains(f.Item, " × ") {
			t.Errorf("%+v", f)
		}
	}
}

// TestRingWalkUniform reaches every directed network with the same degrees as often as any other, also those that only the turning
// of a circle leads to.
func TestRingWalkUniform(t *testing.T) {
	for _, edges := range [][][2]int32{
		{{0, 1}, {1, 2}, {2, 0}}, // two circles, which no exchange joins
		{{0, 1}, {1, 0}, {2, 3}, {3, 2}},
		{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {3, 0}},
	} {
		n := 4
		fresh := func() *walk {
			w := &walk{n: n, edges: slices.Clone(edges), has: make([]bool, n*n)}
			for _, e := range edges {
				*w.at(e[0], e[1]) = true
			}
			return w
		}
		kinds := countNetworks(n, edges)
		seen := map[string]int{}
		const draws = 6000
		for i := range uint64(draws) {
			w := fresh()
			w.walk(rand.New(rand.NewPCG(i, 7)), 400)
			seen[fmt.Sprint(w.has)]++
		}
		if len(seen) != kinds {
			t.Fatalf("%v: %d networks reached, %d have these degrees", edges, len(seen), kinds)
		}
		expected, chi := float64(draws)/float64(kinds), 0.0
		for _, k := range seen {
			chi += (float64(k) - expected) * (float64(k) - expected) / expected
		}
		if limit := float64(kinds-1) + 4*math.Sqrt(2*float64(kinds-1)) + 4; chi > limit {
			t.Errorf("%v: chi-square %v over %d networks", edges, chi, kinds)
		}
	}
}

// countNetworks lists all networks of n nodes without loops and counts those with the degrees of edges.
func countNetworks(n int, edges [][2]int32) int {
	degrees := func(has func(u, v int) bool) string {
		d := make([]int, 2*n)
		for u := range n {
			for v := range n {
				if u != v && has(u, v) {
					d[u]++
					d[n+v]++
				}
			}
		}
		return fmt.Sprint(d)
	}
	want := degrees(func(u, v int) bool { return slices.Contains(edges, [2]int32{int32(u), int32(v)}) })
	count := 0
	for bits := range 1 << (n * n) {
		loops := false
		for u := range n {
			loops = loops || bits>>(u*n+u)&1 == 1
		}
		if !loops && degrees(func(u, v int) bool { return bits>>(u*n+v)&1 == 1 }) == want {
			count++
		}
	}
	return count
}

// TestMixingSlow deals the labels out one by one.
func TestMixingSlow(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	w := nothingPlanted(r, 6, 80, 2)
	o := overlapOf(t, w, 1, 0)
	degree := make([]int, w.accounts)
	for _, l := range w.lists {
		for _, u := range l.Members {
			degree[u]++
		}
	}
	const draws = 4000
	for _, c := range o.Mixing {
		atLeast, sum := 0, 0.0
		for range draws {
			label := slices.Clone(w.primary)
			for d := 1; d <= len(w.lists); d++ {
				var who []int
				for u := range degree {
					if degree[u] == d {
						who = append(who, u)
					}
				}
				r.Shuffle(len(who), func(i, j int) { label[who[i]], label[who[j]] = label[who[j]], label[who[i]] })
			}
			n := 0
			for _, l := range w.lists {
				for _, u := range l.Members {
					if w.primary[l.Owner] == c.Owner && label[u] == c.Member {
						n++
					}
				}
			}
			sum += float64(n)
			if n >= c.Observed {
				atLeast++
			}
		}
		if p := float64(atLeast) / draws; math.Abs(p-c.P) > 0.05 || math.Abs(sum/draws-c.Expected) > 0.5 {
			t.Errorf("%d→%d: p %v, expected %v, want %v and %v", c.Member, c.Owner, c.P, c.Expected, p, sum/draws)
		}
	}
}

// TestOverlapBundled holds the bundled world to what was planted in it: no pair of centres, and brigades that follow many of them.
func TestOverlapBundled(t *testing.T) {
	s, k := bundled(t)
	in, out := &Input{Snap: s, Case: k, Seed: 1}, &Results{}
	for _, a := range []Analysis{populationAnalysis, classesAnalysis, overlapAnalysis} {
		if err := a.Run(t.Context(), in, out); err != nil {
			t.Fatal(err)
		}
	}
	o := out.Overlap
	if o.Case != 15 || o.Significant != 0 || o.Hypergeometric == 0 {
		t.Errorf("%d lists, %d pairs told, %d by the hypergeometric law", o.Case, o.Significant, o.Hypergeometric)
	}
	f := o.Fact("core_class", "cubacoopera")
	if f == nil || !f.Significant() {
		t.Fatalf("brigades in many lists: %+v", f)
	}
	if stable, _ := f.Stable(); !stable {
		t.Errorf("not at all numbers of lists: %+v", f.Sweep)
	}
}

// TestTailOf holds p by mean and deviation to p by counting many draws: near it where that can be counted, and not much
// below it in the far tail.
func TestTailOf(t *testing.T) {
	w := nothingPlanted(rand.New(rand.NewPCG(2, 2)), 8, 400, 0)
	in, out := w.input(1)
	m, _, err := matrix(in, listsOf(in, out, adentro.Followers))
	if err != nil {
		t.Fatal(err)
	}
	many, err := bipartite.FDSM(t.Context(), m, bipartite.FixedMarginsOptions{Replicates: 6000})
	if err != nil {
		t.Fatal(err)
	}
	few, err := bipartite.FDSM(t.Context(), m, bipartite.FixedMarginsOptions{Replicates: 60, Seed: 9})
	if err != nil {
		t.Fatal(err)
	}
	for i := range many {
		got, want := tailOf(&few[i], 60), many[i].Upper
		if want < 0.4 && (got > 3*want+0.02 || got < want/3) {
			t.Errorf("pair %d: %v, counted %v", i, got, want)
		}
	}
	for _, mean := range []float64{0.3, 3, 30} { // Poisson's law itself
		for k := int(mean) + 1; k < int(3*mean)+5; k++ {
			x := bipartite.Test{Pair: bipartite.Pair{Common: k}, Expected: mean, StdDev: math.Sqrt(mean)}
			got, want := tailOf(&x, 100), distuv.Poisson{Lambda: mean}.Survival(float64(k)-1)
			if want > 1e-12 && got < 0.99*want {
				t.Errorf("mean %v, %d: p %v, want %v or more", mean, k, got, want)
			}
		}
	}
}
