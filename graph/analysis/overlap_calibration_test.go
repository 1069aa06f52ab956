package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// randomised turns what a draw gives into a p-value that is uniform under the null although counts are whole numbers: of the draws that
// equal the observed one, and itself, a random share counts as larger.
func randomised(r *rand.Rand, above, equal, draws int) float64 {
	return (float64(above) + r.Float64()*float64(equal+1)) / float64(draws+1)
}

// TestOverlapCalibrated: on worlds where nothing is planted p-values of pairs, of mixing and of rings are
// uniform, and false discoveries as rare as they should be.
func TestOverlapCalibrated(t *testing.T) {
	worlds := calibrationWorlds()
	var pair, mixed, ring, core []float64
	wrong := map[string]int{}
	for i := range uint64(worlds) {
		r := rand.New(rand.NewPCG(i, 2021))
		w := nothingPlanted(r, 8, 250, 3)
		o := overlapOf(t, w, i, 0)
		p := &o.Pairs[r.IntN(len(o.Pairs))]
		atLeast, atMost := int(math.Round(p.Upper*float64(o.Replicates+1)))-1, int(math.Round(p.Lower*float64(o.Replicates+1)))-1
		equal := atLeast + atMost - o.Replicates
		pair = append(pair, randomised(r, atLeast-equal, equal, o.Replicates))
		mixed = append(mixed, mixingP(t, r, w, i)...)
		ring = append(ring, ringP(r, w))
		if slices.ContainsFunc(o.Pairs, func(p OverlapPair) bool { return p.Q <= Significance }) {
			wrong["pairs"]++
		}
		if slices.ContainsFunc(o.Mixing, func(c MixingCell) bool { return c.Tested && c.Q <= Significance }) {
			wrong["mixing"]++
		}
		if slices.ContainsFunc(o.Rings, func(x Ring) bool { return x.Q <= Significance }) {
			wrong["rings"]++
		}
		if slices.ContainsFunc(o.CoreClasses, func(x CoreClass) bool { return x.Q <= Significance }) {
			core = append(core, 1)
		}
	}
	for name, p := range map[string][]float64{"pairs": pair, "mixing": mixed, "rings": ring} {
		k := ks(p)
		t.Logf("%s: %d p-values, Kolmogorov's p %.3f", name, len(p), k)
		if k < 0.001 {
			t.Errorf("%s: p-values are not uniform: Kolmogorov's p %v", name, k)
		}
	}
	t.Logf("worlds of %d with a false discovery at q ≤ 0.05: %v; by class in the core (classes go with activity here): %d", worlds, wrong, len(core))
	for name, k := range wrong {
		limit := 1.2*Significance*float64(worlds) + 2*math.Sqrt(Significance*float64(worlds)) // and the noise of so many worlds
		if float64(k) > limit {
			t.Errorf("%s: false discoveries in %d of %d worlds", name, k, worlds)
		}
	}
}

// mixingP returns the randomised p-value of one cell.
func mixingP(t *testing.T, r *rand.Rand, w *sharedLists, seed uint64) []float64 {
	in, out := w.input(seed)
	lists := listsOf(in, out, adentro.Followers)
	table := newMixTable(w.accounts, lists, out.Classes.Primary)
	drawn, err := table.draws(t.Context(), in, "test")
	if err != nil {
		t.Fatal(err)
	}
	owner, member := w.primary[r.IntN(len(w.lists))], int32(r.IntN(3))
	observed := 0
	for _, l := range lists {
		for _, u := range l.members {
			if l.Class == owner && w.primary[u] == member {
				observed++
			}
		}
	}
	above, equal := 0, 0
	d := drawn[table.cell(member, owner)]
	if slices.Max(d) == slices.Min(d) {
		return nil // all lists are of this class
	}
	for _, k := range d {
		if int(k) > observed {
			above++
		} else if int(k) == observed {
			equal++
		}
	}
	return []float64{randomised(r, above, equal, len(d))}
}

// ringP returns the randomised p-value of the ring of all owners.
func ringP(r *rand.Rand, w *sharedLists) float64 {
	in, out := w.input(0)
	x := newWalk(listsOf(in, out, adentro.Followers))
	observed, steps := x.mutual(), 20*len(x.edges)
	x.walk(r, steps)
	above, equal := 0, 0
	const draws = 199
	for range draws {
		y := x.clone()
		y.walk(r, steps)
		if k := y.mutual(); k > observed {
			above++
		} else if k == observed {
			equal++
		}
	}
	return randomised(r, above, equal, draws)
}

// TestOverlapPower: the more is planted, the more often it is found: common followers of a pair, follows inside a class, and
// mutual follows.
func TestOverlapPower(t *testing.T) {
	worlds, sizes := calibrationWorlds()/5, []int{0, 10, 20, 40, 80}
	if worlds < 10 {
		worlds, sizes = 4, []int{0, 80}
	}
	var first, last [3]float64
	for _, extra := range sizes {
		var found [3]float64
		for i := range uint64(worlds) {
			r := rand.New(rand.NewPCG(i, 99))
			w := nothingPlanted(r, 8, 250, 2)
			plantShared(r, w, extra)
			o := overlapOf(t, w, i, 0)
			if o.Pairs[0].Q <= Significance {
				found[0]++
			}
			if slices.ContainsFunc(o.Mixing, func(c MixingCell) bool { return c.Owner == 0 && c.Member == 0 && c.Q <= Significance }) {
				found[1]++
			}
			if slices.ContainsFunc(o.Rings, func(x Ring) bool { return x.Class < 0 && x.Q <= Significance }) {
				found[2]++
			}
		}
		for k := range found {
			found[k] /= float64(worlds)
			if extra > 0 && found[k] < last[k]-0.15 {
				t.Errorf("%d planted: found in %v of the worlds, with fewer in %v", extra, found, last)
			}
		}
		t.Logf("%2d planted: pair found in %3.0f %%, mixing in %3.0f %%, ring in %3.0f %% of %d worlds", extra, 100*found[0], 100*found[1], 100*found[2], worlds)
		if last = found; extra == 0 {
			first = found
		}
	}
	for k := range last {
		if last[k] < first[k]+0.5 {
			t.Errorf("found in %v of the worlds with the most planted, in %v of those with nothing", last, first)
		}
	}
}

// plantShared gives the first two lists as many as extra followers in common, in the place of others; moves as many follows of accounts
// of class 0 from lists of other classes to lists of class 0; and turns as many follows between owners so that they become mutual.
func plantShared(r *rand.Rand, w *sharedLists, extra int) {
	rows := int32(len(w.lists))
	others := func() int32 { return rows + int32(r.IntN(w.accounts-int(rows)-extra)) }
	exchange := func(l, out, in int32) {
		m := w.lists[l].Members
		m[slices.Index(m, out)] = in
		slices.Sort(m)
	}
	has := func(l, u int32) bool { return slices.Contains(w.lists[l].Members, u) }
	for k := 0; k < extra; k++ {
		for _, l := range []int32{0, 1} {
			if u := int32(w.accounts-1) - int32(k); !has(l, u) {
				if out := w.lists[l].Members[r.IntN(len(w.lists[l].Members))]; out >= rows {
					exchange(l, out, u)
				}
			}
		}
	}
	for moved, tries := 0, 0; moved < extra && tries < 3000*extra; tries++ {
		c, from, to := others(), int32(r.IntN(int(rows))), int32(r.IntN(int(rows)))
		if w.primary[c] != 0 || w.primary[from] == 0 || w.primary[to] != 0 || !has(from, c) || has(to, c) {
			continue
		}
		if x := others(); w.primary[x] != 0 && has(to, x) && !has(from, x) {
			exchange(from, c, x)
			exchange(to, x, c)
			moved++
		}
	}
	for turned, tries := 0, 0; turned < extra/8 && tries < 200*extra; tries++ {
		a, b, c := int32(r.IntN(int(rows))), int32(r.IntN(int(rows))), int32(r.IntN(int(rows)))
		if a != b && b != c && a != c && has(b, a) && !has(a, b) && has(c, b) && !has(b, c) { // a follows b, b follows c: b follows a instead
			m := w.lists[c].Members
			w.lists[c].Members = slices.Delete(m, slices.Index(m, b), slices.Index(m, b)+1)
			w.lists[a].Members = append(w.lists[a].Members, b)
			slices.Sort(w.lists[a].Members)
			turned++
		}
	}
}
