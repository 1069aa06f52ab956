package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

func profilesOf(t *testing.T, b *builder, k *adentro.Case, workers int) (*adentro.Snapshot, *Profiles) {
	t.Helper()
	s := b.snapshot(t)
	res, err := Run(t.Context(), &Input{Snap: s, Case: k, Seed: 1, Workers: workers}, "profiles")
	if err != nil {
		t.Fatal(err)
	}
	return s, res.Profiles
}

func TestEmojiIn(t *testing.T) {
	for text, want := range map[string][]string{
		"🇨🇺🇻🇪 hola 🇨🇺":    {"🇨🇺", "🇻🇪"},
		"👩‍⚕️ y 👩🏽‍⚕️":    {"👩\u200d⚕"},
		"❤️❤ ♥":           {"♥", "❤"},
		"sin nada 123 #*": nil,
		"🥼💪🏾":             {"💪", "🥼"},
		"🇨":               nil, // a lone letter is no flag
	} {
		if d := cmp.Diff(want, emojiIn(text)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

// TestLexicons: words are whole words, tags are tags, flags are flags.
func TestLexicons(t *testing.T) {
	w := compileLexicons([]adentro.Lexicon{{Words: []string{"#SomosContinuidad", "patria o muerte", "Fidel", "🇨🇺", "👩‍⚕️"}}})[0]
	for text, want := range map[string]bool{
		"Somos #somoscontinuidad.": true, "#SomosContinuidadSiempre": false, "somos continuidad": false,
		"¡PATRIA O MUERTE!": true, "la patria, o la muerte": false, "Fidelito": false, "Yo soy FIDEL": true, "#YoSoyFidel": true,
		"🇻🇪🇨🇺": true, "🇺🇨🇺🇻": false, "👩🏾‍⚕️ médica": true, "👩 ⚕": false, "": false,
	} {
		if got := w.in(newSpoken(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestDefaultHandle(t *testing.T) {
	for h, want := range map[string]bool{"Richard54741234": true, "a12345678": true, "12345678": false, "ana_12345678": false, "ana1234567": false, "ana123456789": false, "": false} {
		if got := defaultHandle(h); got != want {
			t.Errorf("%q: %v, want %v", h, got, want)
		}
	}
}

// TestProfilesByHand: thirty centres, half of which bear a slogan, beside sixty people of
// whom three do; three of the centres share a bio.
func TestProfilesByHand(t *testing.T) {
	b := &builder{}
	b.account(1, "semilla", "Semilla", "", "", day(2012, 1, 1))
	var members []uint64
	for i := range uint64(90) {
		id := 100 + i
		members = append(members, id)
		handle, bio := fmt.Sprintf("gente_s%d", i), fmt.Sprintf("Persona número %d de esta prueba tan larga", i)
		switch {
		case i < 15:
			handle, bio = fmt.Sprintf("cdi_s%d", i), fmt.Sprintf("¡Venceremos! Centro %d", i)
		case i < 30:
			handle, bio = fmt.Sprintf("cdi_s%d", i), fmt.Sprintf("Centro de salud %d", i)
		case i < 33:
			bio = "venceremos"
		}
		if i >= 27 && i < 30 {
			bio = "Atención las 24 horas para todo el barrio."
		}
		p := b.account(id, handle, "Nombre", bio, "", day(2012, 1, 1))
		p.SetCount(adentro.FieldFollowers, int64(i))
	}
	b.list(adentro.IDKey(1), adentro.Followers, members...)
	k := smallCase()
	k.Lexicons = []adentro.Lexicon{{Key: "consignas", Words: []string{"venceremos"}}}
	for _, workers := range []int{1, 2, 8} {
		s, r := profilesOf(t, b, k, workers)
		f := r.Fact("profile_trait", "lexicon:consignas cdi")
		if f == nil || f.Value != 0.5 || f.N != 30 || !f.Significant() || len(f.Evidence.Accounts) > 0 {
			t.Errorf("slogans of the centres: %+v", f)
		}
		if f := r.Fact("profile_trait", "lexicon:consignas none"); f == nil || math.Abs(f.Value-3.0/61) > 1e-12 || f.Test != nil {
			t.Errorf("slogans of the others: %+v", f)
		}
		if len(r.Bios) != 1 || !r.Bios[0].Named || len(r.Bios[0].Accounts) != 3 || s.Accounts[r.Bios[0].Accounts[0]].Key != adentro.IDKey(127) {
			t.Errorf("families of bios: %+v", r.Bios)
		}
		for _, x := range r.Counts {
			if x.Field == "followers" && r.Groups[x.Group].Key == "cdi" && (x.Median != 14.5 || x.Percentile != 0 || x.N != 30) {
				t.Errorf("followers of the centres: %+v", x)
			}
		}
	}
}

// TestDefaultImages: of forty centres and sixty people each second profile tells of its picture; among
// those half of the centres and a tenth of the people show the platform's. Where no record tells, that is said.
func TestDefaultImages(t *testing.T) {
	for _, told := range []bool{true, false} {
		b := &builder{}
		b.account(1, "semilla", "Semilla", "", "", day(2012, 1, 1))
		var members []uint64
		for i := range uint64(100) {
			handle := fmt.Sprintf("gente_s%d", i)
			if i < 40 {
				handle = fmt.Sprintf("cdi_s%d", i)
			}
			p := b.account(100+i, handle, "Nombre", "", "", day(2012, 1, 1))
			if told && i%2 == 0 {
				p.SetFlag(adentro.FieldDefaultImage, i < 20 || i >= 40 && i < 46)
			}
			members = append(members, 100+i)
		}
		b.list(adentro.IDKey(1), adentro.Followers, members...)
		_, r := profilesOf(t, b, smallCase(), 1)
		noted := slices.ContainsFunc(r.Warnings, func(n adentro.Note) bool { return n.Code == "profiles_no_pictures" })
		centres, people := r.Fact("profile_trait", "default_image cdi"), r.Fact("profile_trait", "default_image none")
		if !told {
			if !noted || centres != nil || people != nil {
				t.Errorf("of unknown pictures: %+v, %+v, noted %v", centres, people, noted)
			}
			continue
		}
		if noted || centres == nil || centres.Value != 0.5 || centres.N != 20 || !centres.Significant() {
			t.Errorf("noted %v, of the centres: %+v", noted, centres)
		}
		if people == nil || people.Value != 0.1 || people.N != 30 {
			t.Errorf("of the people: %+v", people)
		}
	}
}

// TestProfilesOfNobody: without profiles, or without anybody, there is nothing to say.
func TestProfilesOfNobody(t *testing.T) {
	b := &builder{}
	b.list(adentro.IDKey(1), adentro.Followers, 2, 3)
	for _, world := range []*builder{{}, b} {
		if _, r := profilesOf(t, world, smallCase(), 1); len(r.Traits)+len(r.Counts)+len(r.Bios) != 0 {
			t.Errorf("of no profile: %+v", r)
		}
	}
}

// TestProfilesCalibrated: where centres and people write alike, a trait is told in no more worlds
// than it may be; where centres use a slogan more often, it is told the more often the more they do.
func TestProfilesCalibrated(t *testing.T) {
	worlds := 40
	if os.Getenv("ADENTRO_CALIBRATE") != "" {
		worlds = 200
	}
	told := func(extra float64) float64 {
		n := 0
		for w := range uint64(worlds) {
			rng := rand.New(rand.NewPCG(w, 13))
			b := &builder{}
			var members []uint64
			for i := range uint64(200) {
				handle, bio, chance := fmt.Sprintf("g%d", i), "una vida tranquila", 0.1
				if i < 60 {
					handle, chance = fmt.Sprintf("cdi_s%d", i), 0.1+extra
				}
				if rng.Float64() < chance {
					bio = "venceremos"
				}
				b.account(100+i, handle, "N", bio, "", day(2015, 1, 1))
				members = append(members, 100+i)
			}
			b.list(adentro.IDKey(1), adentro.Followers, members...)
			k := smallCase()
			k.Lexicons = []adentro.Lexicon{{Key: "consignas", Words: []string{"venceremos"}}}
			_, r := profilesOf(t, b, k, 1)
			if slices.ContainsFunc(r.Facts, func(f Fact) bool { return f.Significant() }) {
				n++
			}
		}
		return float64(n) / float64(worlds)
	}
	var power []float64
	for _, extra := range []float64{0, 0.05, 0.1, 0.2, 0.3} {
		power = append(power, told(extra))
	}
	t.Logf("%d worlds: told with an excess of 0, 5, 10, 20, 30 points: %.2f", worlds, power)
	if limit := 0.06 + 3*math.Sqrt(0.05*0.95/float64(worlds)); power[0] > limit {
		t.Errorf("told in %v of the worlds with nothing planted", power[0])
	}
	if !slices.IsSorted(power) || power[4] < 0.9 {
		t.Errorf("power %v does not rise with the effect", power)
	}
}
