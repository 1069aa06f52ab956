package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-1b5e0f84/adentro"
)

// grouped is located with classes: class[i] is that of account i, -1 none.
func grouped(t *testing.T, home []string, texts []string, class []int32, keys ...string) (*Input, *Results) {
	t.Helper()
	in, pop := located(t, home, texts...)
	res := &Results{Population: pop, Classes: &Classes{Primary: class, Members: make([][]int32, len(keys))}}
	for _, k := range keys {
		in.Case.Classes = append(in.Case.Classes, adentro.Class{Key: k, Institution: true})
	}
	for i, c := range class {
		if c >= 0 {
			res.Classes.Members[c] = append(res.Classes.Members[c], int32(i))
		}
	}
	res.Classes.All = res.Classes.Members
	return in, res
}

func runLocations(t *testing.T, in *Input, res *Results) *Locations {
	t.Helper()
	if err := locationsAnalysis.Run(context.Background(), in, res); err != nil {
		t.Fatal(err)
	}
	return res.Locations
}

// repeat gives each text so many times.
func repeat(counts map[string]int) []string {
	var out []string
	keys := make([]string, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		for range counts[k] {
			out = append(out, k)
		}
	}
	return out
}

// TestLocationGroups counts a small case by hand: 12 of class cdi, of which 9 of the 10 that declare something declare
// Cuba; 20 without a class, of which 2 of 20 do.
func TestLocationGroups(t *testing.T) {
	cdi := repeat(map[string]int{"Cuba": 4, "La Habana, Cuba": 3, "Bayamo": 2, "Bolívar": 1, "": 1, "-": 1})
	rest := repeat(map[string]int{"Cuba": 1, "Holguín": 1, "Venezuela": 10, "Caracas": 5, "Madrid": 1, "Cuba y Venezuela": 1, "la luna": 1})
	class := make([]int32, len(cdi)+len(rest))
	for i := range class {
		class[i] = -1
		if i < len(cdi) {
			class[i] = 0
		}
	}
	in, res := grouped(t, []string{"VE"}, append(cdi, rest...), class, "cdi")
	r := runLocations(t, in, res)
	if len(r.Groups) != 3 || r.Control != 2 || r.Groups[2].Key != "none" {
		t.Fatalf("groups %+v, control %d", r.Groups, r.Control)
	}
	g := r.Groups[1]
	if diff := cmp.Diff([]CodeCount{{"CU", 9}}, g.Countries); diff != "" || g.Located != 10 || g.Ambiguous != 1 || g.None != 1 || g.Unprofiled != 1 {
		t.Errorf("class cdi: %+v", g)
	}
	var codes []string
	for _, x := range r.Contrasts {
		if x.Group == 1 {
			codes = append(codes, x.Code)
		}
	}
	if want := []string{"VE", "CU", OutsideHome}; !slices.Equal(codes, want) { // one account in Madrid is too few
		t.Errorf("compared %v, want %v", codes, want)
	}
	f := r.Fact("group_declares", "CU cdi")
	if f == nil || f.Value != 0.9 || f.N != 10 || f.Level != Inferred || !f.Significant() || f.Test.Family != 3 || f.Test.Null != "fisher_none" {
		t.Fatalf("fact of the class: %+v", f)
	}
	// by hand: of the tables with these margins only (9, 2) and (10, 1) are as unlikely
	want := (binomial(10, 9)*binomial(20, 2) + binomial(10, 10)*binomial(20, 1)) / binomial(30, 11)
	if math.Abs(f.Test.P-want) > 1e-12 {
		t.Errorf("p = %g, want %g", f.Test.P, want)
	}
	var values []float64
	for _, s := range f.Sweep {
		values = append(values, s.Value)
		if !s.Holds && s.Name != "tiers_a" {
			t.Errorf("the conclusion does not hold at %s", s.Name)
		}
	}
	if want := []float64{0.4, 0.7, 0.9, 0.9}; !slices.Equal(values, want) { // Bolívar is not Cuba's
		t.Errorf("sweep %v, want %v", values, want)
	}
	if len(f.Evidence.Accounts) != 9 {
		t.Errorf("%d accounts as evidence, want 9", len(f.Evidence.Accounts))
	}
	if c := r.Fact("declares_country", "VE"); c == nil || c.Value != 15 || c.Sweep[0].Value != 10 || c.Sweep[3].Value != 16 {
		t.Errorf("Venezuela: %+v, want 15, 10 by name, 16 with Bolívar by context", c)
	}
	if diff := cmp.Diff([]CodeCount{{"VE", 1}}, r.Guessed); diff != "" {
		t.Errorf("guessed by context:\n%s", diff)
	}
}

func binomial(n, k int) float64 { return math.Exp(logChoose(n, k)) }

// TestTwoSided compares with the p of contrast on random tables.
func TestTwoSided(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 2000 {
		c := Contingency{r.IntN(30), r.IntN(30), r.IntN(60), r.IntN(60)}
		if a, b := twoSided(c), contrast(c).TwoSided; math.Abs(a-b) > 1e-9 {
			t.Fatalf("%+v: %g and %g", c, a, b)
		}
	}
}

// TestLocationPrior: context breaks ties only, never what the text keeps away, and never a count.
func TestLocationPrior(t *testing.T) {
	in, pop := located(t, nil, "Bolívar", "Lejos de Cuba", "Médico cubano", "Cuba", "Cuba", "Venezuela", "Valencia")
	r := locate(t, in, pop)
	if diff := cmp.Diff([]CodeCount{{"VE", 2}}, r.Guessed); diff != "" { // Bolívar and Valencia; Colombia and Spain have none
		t.Error(diff)
	}
	if diff := cmp.Diff([]CodeCount{{"CU", 2}, {"VE", 1}}, r.Countries); diff != "" {
		t.Error(diff)
	}
	in, pop = located(t, nil, "Valencia", "España", "Venezuela")
	if r := locate(t, in, pop); len(r.Guessed) != 0 {
		t.Errorf("a tie gives %v", r.Guessed)
	}
}

// TestLocationLaws: in every group each account is in one count, tiers and bases add up, and accounts that are numbered
// otherwise give the same.
func TestLocationLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 40 {
		n := r.IntN(200)
		texts, class := make([]string, n), make([]int32, n)
		for i := range n {
			texts[i], class[i] = synthetic[r.IntN(len(synthetic))], int32(r.IntN(4)-1)
		}
		in, res := grouped(t, []string{"VE", "ES"}, texts, class, "a", "b", "c")
		got := runLocations(t, in, res)
		for _, g := range got.Groups {
			sum := g.Multiple + g.Ambiguous + g.Unresolved
			for _, c := range g.Countries {
				sum += c.N
			}
			if sum != g.Located || sum+g.None+g.Unprofiled != len(g.Accounts) {
				t.Fatalf("group %s does not add up: %+v", g.Key, g)
			}
		}
		sum := 0
		for _, c := range got.Tiers {
			sum += c.N
		}
		for _, b := range got.Bases {
			sum -= b.N
		}
		for _, c := range got.Tiers[3:] {
			sum -= c.N
		}
		if sum != 0 {
			t.Fatalf("tiers %v and bases %v do not add up", got.Tiers, got.Bases)
		}
		order := r.Perm(n)
		moved, movedClass := make([]string, n), make([]int32, n)
		for i, j := range order {
			moved[j], movedClass[j] = texts[i], class[i]
		}
		in2, res2 := grouped(t, []string{"VE", "ES"}, moved, movedClass, "a", "b", "c")
		again := runLocations(t, in2, res2)
		opts := cmp.Options{cmpopts.EquateNaNs(), cmpopts.IgnoreFields(Group{}, "Accounts"), cmpopts.IgnoreFields(Fact{}, "Evidence"), cmpopts.IgnoreFields(Locations{}, "Declared")}
		if diff := cmp.Diff(got, again, opts); diff != "" {
			t.Fatalf("accounts in another order:\n%s", diff)
		}
	}
}

// locationWorlds is how many worlds a calibration has.
func locationWorlds() int {
	if os.Getenv("ADENTRO_CALIBRATE") != "" {
		return 200
	}
	return 20
}

// locationWorld is a world of 400 accounts in which the first class declares Cuba more often by shift.
func locationWorld(t *testing.T, world uint64, shift float64) *Locations {
	r := rand.New(rand.NewPCG(world, 11))
	const n = 400
	texts, class := make([]string, n), make([]int32, n)
	for i := range n {
		class[i] = int32(min(3, r.IntN(8)) - 1 - 3*(r.IntN(2)))
		class[i] = max(-1, class[i])
		switch x := r.Float64(); {
		case class[i] == 0 && r.Float64() < shift || x < 0.25:
			texts[i] = "Cuba"
		case x < 0.7:
			texts[i] = []string{"Venezuela", "Caracas", "España", "Bolívar", "en la luna"}[r.IntN(5)]
		default:
			texts[i] = ""
		}
	}
	in, res := grouped(t, []string{"VE"}, texts, class, "a", "b", "c")
	return runLocations(t, in, res)
}

// TestLocationCalibration: where groups declare alike, p at most α comes up in at most α of the tests (Fisher's test is
// discrete, so it is less), and any finding in at most 5 % of the worlds, with noise.
func TestLocationCalibration(t *testing.T) {
	worlds, tests, found := locationWorlds(), 0, 0
	alphas := []float64{0.01, 0.05, 0.2}
	below := make([]int, len(alphas))
	for w := range worlds {
		r := locationWorld(t, uint64(w), 0)
		any := false
		for _, x := range r.Contrasts {
			if x.Contrast == nil {
				continue
			}
			tests++
			any = any || x.Q <= Significance
			for i, a := range alphas {
				if x.Contrast.TwoSided <= a {
					below[i]++
				}
			}
		}
		if any {
			found++
		}
	}
	for i, a := range alphas {
		k := below[i]
		limit := a*float64(tests) + 3*math.Sqrt(float64(tests)*a*3) // tests of one world depend on each other
		t.Logf("p ≤ %g in %.3f of %d tests", a, float64(k)/float64(tests), tests)
		if float64(k) > limit {
			t.Errorf("p ≤ %g in %d of %d tests", a, k, tests)
		}
	}
	t.Logf("a finding in %d of %d worlds where nothing is planted", found, worlds)
	if limit := 0.06*float64(worlds) + 3*math.Sqrt(0.05*float64(worlds)); float64(found) > limit {
		t.Errorf("a finding in %d of %d worlds", found, worlds)
	}
}

// TestLocationPower: the more a class declares Cuba, the oftener it is found.
func TestLocationPower(t *testing.T) {
	worlds := locationWorlds()
	last := -1
	for _, shift := range []float64{0, 0.2, 0.4, 0.6} {
		found := 0
		for w := range worlds {
			for _, x := range locationWorld(t, uint64(w), shift).Contrasts {
				if x.Code == "CU" && x.Group == 1 && x.Contrast != nil && x.Q <= Significance {
					found++
				}
			}
		}
		t.Logf("shift %.1f: found in %d of %d worlds", shift, found, worlds)
		if found < last {
			t.Errorf("shift %.1f is found less often than a smaller one", shift)
		}
		last = found
	}
	if last < worlds*7/10 {
		t.Errorf("the largest shift is found in %d of %d worlds", last, worlds)
	}
}
