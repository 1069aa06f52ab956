package analysis

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/internal/gen"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// TestScanner holds the automaton against strings.Contains on random words over a small alphabet,
// so that they overlap.
func TestScanner(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab0"[rng.IntN(3)]
		}
		return string(b)
	}
	for range 300 {
		words := map[string][]int32{}
		var list []string
		for i := range 1 + rng.IntN(12) {
			w := word(1 + rng.IntN(4))
			list = append(list, w)
			words[w] = append(words[w], int32(i))
		}
		s := newScanner(words)
		for range 20 {
			body := word(rng.IntN(12))
			got := make([]bool, len(list))
			s.find([]byte(body), func(i int32) { got[i] = true })
			for i, w := range list {
				if got[i] != strings.Contains(body, w) {
					t.Fatalf("%q in %q among %q: got %v", w, body, list, got[i])
				}
			}
		}
	}
}

// TestLookDeniesNothing: the pass before the rules never hides one that holds, on texts put together
// from pieces of what the rules look for, with marks and signs between.
func TestLookDeniesNothing(t *testing.T) {
	k, err := casefile.Ship("barrio-adentro")
	if err != nil {
		t.Fatal(err)
	}
	odd := adentro.Class{Key: "odd", Rules: []adentro.Rule{
		{ID: "a", Pattern: `(?i)CUBA+.?coop`}, {ID: "b", Phrase: "Brigada Médica"}, {ID: "c", Tokens: []string{"cdi", "2"}},
		{ID: "d", Fields: []string{"location"}, Pattern: `[ñz]+\d?x|médica|🇨🇺`}, {ID: "e", Pattern: `(c|(d|e)+i?){2,3}\b`, Tokens: []string{"salud"}},
		{ID: "f", Pattern: `^(mi)?sion(es)?\W*$`, Weight: 0.5}, {ID: "g", Pattern: `.`, Weight: 0.5},
	}}
	rules, err := compileClasses(append(slices.Clone(k.Classes), odd), k.Home)
	if err != nil {
		t.Fatal(err)
	}
	pieces := []string{"CDI", "cdi_", "La", "los", "Centro", "de", "Diagnóstico", "INTEGRAL", "Cuba", "coop", "era", "Brigada", "Me\u0301dica", "médica", "BMC", "SRI", "𝗖𝗗𝗜", "🇨🇺", "🏥", ".", "_", " ", "\u200b", "2", "salud", "cuenta oficial del", "somos", "misión", "Barrio", "Adentro", "venezuela", "embajada", "ñ", "ß", "ﬁ", "\xff", "c", "d", "i", "ASIC", "cat", "alta tecnología", "rehabilitación", "soy", "dra"}
	rng := rand.New(rand.NewPCG(3, 4))
	say := func() string {
		var b strings.Builder
		for range rng.IntN(7) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
			b.WriteString([]string{"", " ", "", "-"}[rng.IntN(4)])
		}
		return b.String()
	}
	view, all, held := rules.newSighted(), rules.newSighted(), 0
	for i := range all.maybe {
		all.maybe[i] = true
	}
	for c := range all.reach {
		all.reach[c] = 9
	}
	for range 1500 {
		b := &builder{}
		b.account(1, say(), say(), say(), say(), day(2020, 1, 1))
		p := b.obs.Profiles[0]
		a := adentro.MakeAccount(p)
		near := rules.look(&a, view)
		texts := readTexts(&a)
		for c := range rules.classes {
			got, want := rules.judge(c, texts, view), rules.judge(c, texts, all)
			if want.sum < NearWeight && want.sum+want.lost < 1 { // out of reach: nobody asks
				want, got = verdict{}, verdict{}
			}
			if want.sum > 0 || want.lost > 0 {
				held++
			}
			if !reflect.DeepEqual(got, want) || want.sum > 0 && !near {
				t.Fatalf("class %s on @%s, %q, %q, %q:\ngot  %+v\nwant %+v", rules.classes[c].Key, a.Handle(), a.Name(), a.Bio(), a.Location(), got, want)
			}
			for _, l := range want.labels {
				if f := a.Text(l.Field); l.From < 0 || l.From > l.To || l.To > len(f) || text.Bare(f[l.From:l.To]) == "" && l.Rule != "d" && l.Rule != "g" && l.Rule != "cc-cuba-sign" {
					t.Fatalf("rule %s: the span %d to %d of %q", l.Rule, l.From, l.To, f)
				}
			}
		}
	}
	if held < 300 {
		t.Errorf("only %d times a rule held: the texts test nothing", held)
	}
}

func BenchmarkClasses(b *testing.B) {
	k, err := casefile.Ship("barrio-adentro")
	if err != nil {
		b.Fatal(err)
	}
	w, err := gen.Scale(gen.ScaleOptions{Accounts: 20000, Follows: 20000, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	x := &builder{}
	for i, a := range w.Accounts {
		x.account(uint64(i+1), a.Handle, a.Name, a.Bio, a.Location, a.Created)
	}
	s := x.snapshot(b)
	in := &Input{Snap: s, Case: k, Seed: 1, Workers: 1}
	out := &Results{}
	if err := populationAnalysis.Run(b.Context(), in, out); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(s.Accounts)), "accounts")
	for b.Loop() {
		if err := classesAnalysis.Run(b.Context(), in, out); err != nil {
			b.Fatal(err)
		}
	}
}
