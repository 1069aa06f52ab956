package analysis

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// familiesOf mines handles.
func familiesOf(t testing.TB, k *adentro.Case, handles ...string) *Families {
	b := &builder{}
	for i, h := range handles {
		b.account(uint64(i+1), h, "x", "", "", day(2020, 1, 1+i%28))
	}
	s := b.snapshot(t)
	res := study(t, s, k, 1)
	return findFamilies(&Input{Snap: s, Case: k, Seed: 1}, res)
}

func (r *Families) row(template string) *Family {
	for i := range r.Rows {
		if r.Rows[i].Template() == template {
			return &r.Rows[i]
		}
	}
	return nil
}

func TestFamiliesByHand(t *testing.T) {
	r := familiesOf(t, &adentro.Case{Home: []string{"VE"}},
		"cdi_barinas", "CDIMerida2", "cdi4_trujillo", "cdi_puertolacru", // cut at 15 characters
		"CubaCooperaAngola", "cubacoopera_hait", "cubacoopera_jamaica",
		"maria_luz", "Maria_Sol", "maria_55", "maria77", "maria1985", "maria3",
		"richard54741234", "ana12345678", "sola", "_", "x_1")
	for template, want := range map[string]int{"cdi<place>": 4, "cubacoopera<place>": 2, "maria_*": 3, "maria#": 4, "cdi_*": 3, "sola_*": 0} {
		got := 0
		if f := r.row(template); f != nil {
			got = len(f.Accounts)
		}
		if want < leastFamily {
			want = 0
		}
		if got != want {
			t.Errorf("%s: %d accounts, want %d: %+v", template, got, want, r.Rows)
		}
	}
	if len(r.Suggested) != 2 || r.Handles != 18 {
		t.Errorf("%d of the suggested kind among %d handles", len(r.Suggested), r.Handles)
	}
	f := r.row("cdi<place>")
	if f.Dated != 4 || !f.First.Equal(day(2020, 1, 1)) || !f.Last.Equal(day(2020, 1, 4)) || f.Alike != 4 || f.ByClass[0] != 4 {
		t.Errorf("cdi<place>: %+v", f)
	}
	// All 4 handles with this beginning end in one of the 6 places among 18: C(6,4)/C(18,4).
	if want := 15.0 / 3060; f.Test == nil || f.Test.P < want*0.99 || f.Test.P > want*1.01 {
		t.Errorf("p is %v, want %g", f.Test, want)
	}
	if r := familiesOf(t, &adentro.Case{}); len(r.Rows) != 0 || r.Handles != 0 {
		t.Errorf("nothing gives %+v", r)
	}
}

func TestBeginningsAgainstSlow(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	for range 200 {
		m := &familyMiner{bounds: familyBounds{least: leastFamily}}
		count := map[string]int{}
		for range rng.IntN(40) {
			b := make([]byte, rng.IntN(7))
			for i := range b {
				b[i] = "ab"[rng.IntN(2)]
			}
			m.handles = append(m.handles, string(b))
			for n := leastBegin; n <= len(b); n++ {
				count[string(b[:n])]++
			}
		}
		slices.Sort(m.handles)
		want := 0
		for begin, n := range count {
			if n >= leastFamily {
				want++
			}
			if m.alike(begin) != n {
				t.Fatalf("%q begins %d of %q, want %d", begin, m.alike(begin), m.handles, n)
			}
		}
		if got := m.beginnings(); got != want {
			t.Fatalf("%q: %d beginnings, want %d", m.handles, got, want)
		}
	}
}

// worldOfHandles deals beginnings and ends independently; of the beginnings, planted handles begin
// with cdi and end in a place.
func worldOfHandles(rng *rand.Rand, n, planted int) []string {
	begins := []string{"maria", "jose", "luis", "ana", "carlos", "yusmary", "dr", "el", "la", "cdi", "pedro", "solo"}
	places := []string{"barinas", "merida", "zulia", "tachira", "angola", "caracas", "maracay", "cojedes"}
	var out []string
	for i := range n {
		h := begins[min(rng.IntN(len(begins)), rng.IntN(len(begins)))]
		switch rng.IntN(4) {
		case 0:
			h += places[rng.IntN(len(places))]
		case 1:
			h += fmt.Sprint(rng.IntN(9999))
		default:
			h += "_" + string(rune('a'+rng.IntN(26))) + "xq"
		}
		if i < planted {
			h = "cdi_" + places[rng.IntN(len(places))]
		}
		out = append(out, h)
	}
	return out
}

func TestFamiliesCalibration(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	worlds := 30
	if os.Getenv("ADENTRO_CALIBRATE") == "1" {
		worlds = 200
	}
	k := &adentro.Case{Home: []string{"VE"}}
	below, tests, falseWorlds := 0, 0, 0
	for range worlds {
		r := familiesOf(t, k, worldOfHandles(rng, 300, 0)...)
		wrong := false
		for i := range r.Rows {
			if x := r.Rows[i].Test; x != nil {
				tests++
				below += index(x.P <= 0.05)
				wrong = wrong || r.Rows[i].Significant()
			}
		}
		falseWorlds += index(wrong)
	}
	share, wrong := float64(below)/float64(tests), float64(falseWorlds)/float64(worlds)
	t.Logf("of %d tests of nothing %.3f have p ≤ 0.05; a false finding in %.3f of %d worlds", tests, share, wrong, worlds)
	if share > 0.08 || wrong > 0.06+0.1*float64(index(worlds < 100)) {
		t.Errorf("chance gives too much")
	}
}

func TestFamiliesPower(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	worlds := 4
	if os.Getenv("ADENTRO_CALIBRATE") == "1" {
		worlds = 200
	}
	k := &adentro.Case{Home: []string{"VE"}}
	last := 0.0
	for _, planted := range []int{0, 4, 8, 16, 32} {
		found := 0
		for range worlds {
			f := familiesOf(t, k, worldOfHandles(rng, 300, planted)...).row("cdi<place>")
			found += index(f != nil && f.Significant())
		}
		last = float64(found) / float64(worlds)
		t.Logf("%d planted of 300: found in %.2f", planted, last)
	}
	if last < 0.9 {
		t.Errorf("32 planted handles are found in %.2f of the worlds", last)
	}
}

// TestFamiliesVary: at other bounds a family has the accounts and the p that the whole analysis gives it there.
func TestFamiliesVary(t *testing.T) {
	b := &builder{}
	handles := append(worldOfHandles(rand.New(rand.NewPCG(4, 4)), 300, 0), "asic_puertolacr", "asic_puertocabe", "asic_barinas", "asic_merida", "asic_zulia", "asic_cojedes")
	for i, h := range handles {
		b.account(uint64(i+1), h, "x", "", "", day(2020, 1, 1))
	}
	s, k := b.snapshot(t), &adentro.Case{Home: []string{"VE"}}
	in, res := &Input{Snap: s, Case: k, Seed: 1}, study(t, s, k, 1)
	r := findFamilies(in, res)
	f := r.row("asic<place>")
	if f == nil || !f.Significant() || len(f.ByCut) != len(Factors) || len(f.ByLeast) != len(Factors) {
		t.Fatalf("asic<place>: %+v", f)
	}
	for i, at := range []int{3, 5, 10, 20} { // letters of the two places that are cut: puertolacr and puertocabe
		under := familiesBy(in, res, familyBounds{leastFamily, at}).row("asic<place>")
		if got := f.ByCut[i]; got.Value != float64(len(under.Accounts)) || got.P != under.Test.Q || got.Holds != under.Significant() {
			t.Errorf("cut at %d letters: %+v, want %d accounts and q %g", at, got, len(under.Accounts), under.Test.Q)
		}
	}
	if a, z := f.ByCut[0].Value, f.ByCut[3].Value; a <= z {
		t.Errorf("with places cut %g accounts, without %g", a, z)
	}
	for i, least := range []int{2, 3, 6, 12} {
		want, holds := 0, false
		if under := familiesBy(in, res, familyBounds{least, leastCutPlace}).row("asic<place>"); under != nil {
			want, holds = len(under.Accounts), under.Significant()
		}
		if got := f.ByLeast[i]; got.Value != float64(want) || got.Holds != holds || (want > 0) != (least <= 6) {
			t.Errorf("families of %d: %+v, want %d accounts", least, got, want)
		}
	}
	if fact := r.Fact("family_least", "asic<place>"); fact == nil || len(fact.Sweep) != len(Factors) {
		t.Errorf("no fact of it")
	}
	if f := r.row("maria<place>"); f != nil && !f.Significant() && f.ByCut != nil {
		t.Errorf("a family of chance is varied")
	}
}

func TestFamiliesWithControl(t *testing.T) {
	b := &builder{}
	id := uint64(0)
	add := func(h, name string) { id++; b.account(id, h, name, "", "", day(2020, 1, 1)) }
	for i := range 60 {
		add(fmt.Sprintf("maria_a%d", i), "c")
		add(fmt.Sprintf("maria_b%d", i), "x")
		add(fmt.Sprintf("cdi_w%d", i), "x")
	}
	k := classCase(adentro.Rule{Tokens: []string{"c"}})
	k.Control.Class = "c"
	s := b.snapshot(t)
	r := findFamilies(&Input{Snap: s, Case: k, Seed: 1}, study(t, s, k, 1))
	if f := r.row("cdi_*"); f == nil || !f.Significant() || f.Test.Null != "control_handles" {
		t.Errorf("cdi_*: %+v", f)
	}
	if f := r.row("maria_*"); f == nil || f.Significant() {
		t.Errorf("maria_*: %+v", f)
	}
}

// TestClassesSameForAnyWorkers: so are families, which read them, and the sample.
func TestClassesSameForAnyWorkers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	b := &builder{}
	for i, h := range worldOfHandles(rng, 3000, 40) {
		b.account(uint64(i+1), h, []string{"CDI Uno", "CDI club deportivo", "x"}[rng.IntN(3)], "", "", day(2020, 1, 1+i%28))
	}
	s := b.snapshot(t)
	k := classCase(adentro.Rule{ID: "a", Fields: []string{"name"}, Tokens: []string{"cdi"}, Not: []string{"club deportivo"}}, adentro.Rule{ID: "b", Fields: []string{"handle"}, Pattern: "^cdi", Weight: 0.5})
	k.Home = []string{"VE"}
	k.Classes[0].Overrides = []adentro.Override{{Account: adentro.IDKey(5), Member: true}, {Account: adentro.IDKey(6)}}
	var first *Results
	for _, workers := range []int{1, 2, 8} {
		in := &Input{Snap: s, Case: k, Seed: 3, Workers: workers}
		res := study(t, s, k, workers)
		res.Families = findFamilies(in, res)
		if first == nil {
			first = res
		}
		if !reflect.DeepEqual(res.Classes, first.Classes) || !reflect.DeepEqual(res.Families, first.Families) || !reflect.DeepEqual(DrawSample(in, res), DrawSample(in, first)) {
			t.Errorf("%d workers give something else than 1", workers)
		}
	}
	if c := first.Classes; len(c.Settled) != 2 || len(c.Near) == 0 || len(c.Members[0]) < 500 {
		t.Errorf("%d settled, %d near, %d members", len(c.Settled), len(c.Near), len(c.Members[0]))
	}
}
