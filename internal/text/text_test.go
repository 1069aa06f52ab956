package text

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"MÉDICA", "medica"}, {"Año", "ano"}, {"𝓒𝓾𝓫𝓪", "cuba"}, {"ＣＵＢＡ", "cuba"}, {"Straße", "strasse"}, {"ﬁn", "fin"}, {"", ""}, {"CDI-2", "cdi-2"},
		{"cafe\u0301", "cafe"}, {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFoldTag(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"BarrioAdentro18Aniversario", "barrioadentro18aniversario"}, {"HéroesDeBatasBlancas", "héroesdebatasblancas"}, {"Ｃｕｂａ", "cuba"},
	} {
		if got := FoldTag(c.in); got != c.want {
			t.Errorf("FoldTag(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"CubaCoopera", []string{"cuba", "coopera"}},
		{"CDILaPastora2", []string{"cdi", "la", "pastora", "2"}},
		{"cdi_la-pastora", []string{"cdi", "la", "pastora"}},
		{"Médicos  del Barrio", []string{"medicos", "del", "barrio"}},
		{"cafe\u0301 Cuba", []string{"cafe", "cuba"}},
		{"🇨🇺 Cuba❤️", []string{"cuba"}},
		{"", nil},
		{"¡¿!", nil},
	} {
		var got []string
		for _, tok := range Tokens(c.in) {
			got = append(got, tok.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Tokens(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// FuzzTokens checks that tokens are in order, inside the text, and not empty.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"CubaCoopera", "\xff\x80a\u0301", "CDILaPastora2", "ǅ İ ß"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, tok := range Tokens(s) {
			if tok.From < last || tok.To <= tok.From || tok.To > len(s) || tok.Text == "" {
				t.Fatalf("Tokens(%q) gives %+v after byte %d", s, tok, last)
			}
			last = tok.To
		}
		if utf8.ValidString(s) && !utf8.ValidString(Fold(s)) {
			t.Errorf("Fold(%q) = %q is not UTF-8", s, Fold(s))
		}
	})
}

// TestFoldLatin: characters up to U+00FF fold together as each does alone.
func TestFoldLatin(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	for range 20_000 {
		s := make([]rune, 1+r.IntN(8))
		for i := range s {
			s[i] = rune(r.IntN(0x100))
		}
		got, ok := foldLatin(string(s))
		if want := foldAny(string(s)); !ok || got != want {
			t.Fatalf("%q: got %q, %v; want %q", string(s), got, ok, want)
		}
	}
	if _, ok := foldLatin("ı"); ok {
		t.Error("a character beyond U+00FF was folded by the table")
	}
	if _, ok := foldLatin("\xff"); ok {
		t.Error("a bad byte was folded by the table")
	}
}
