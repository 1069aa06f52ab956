package text

import (
	"testing"
	"unicode/utf8"
)

func TestBare(t *testing.T) {
	for in, want := range map[string]string{
		"Misión Médica 2": "misionmedica2", "𝗖𝗗𝗜 «Ñandú»": "cdinandu", "Straße ẞ": "strassess", "🇨🇺": "", "ﬁn_1": "fin1", "\xffa\xfe": "a", "Cafe\u0301": "cafe", "": "", "Ⅳ ㎏": "ivkg",
	} {
		if got := Bare(in); got != want {
			t.Errorf("Bare(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestBareOfEveryCharacter: what Fold makes of a character is what Bare keeps of it.
func TestBareOfEveryCharacter(t *testing.T) {
	for r := rune(0); r < 0x30000; r++ { // no character beyond folds to anything else
		if s := string(r); Bare(s) != bare(Fold(s)) {
			t.Errorf("%U: Bare gives %q, folding %q", r, Bare(s), bare(Fold(s)))
		}
	}
}

// FuzzBare: the words of a text stand in its bare form, one after the other.
func FuzzBare(f *testing.F) {
	for _, s := range []string{"CDILaPastora2 médico", "e\u0301\u0338 ﬁ ß", "\xff\x80", "ᄀ가"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var words string
		for _, tok := range Tokens(s) {
			words += bare(tok.Text)
		}
		if utf8.ValidString(s) && bare(Fold(s)) != Bare(s) {
			t.Errorf("%q: Bare gives %q, folding %q", s, Bare(s), bare(Fold(s)))
		}
		if utf8.ValidString(s) && !isSubsequence(words, Bare(s)) {
			t.Errorf("%q: the words %q do not stand in %q", s, words, Bare(s))
		}
	})
}

// isSubsequence reports whether a is b with characters left out.
func isSubsequence(a, b string) bool {
	i := 0
	for j := 0; j < len(b) && i < len(a); j++ {
		if a[i] == b[j] {
			i++
		}
	}
	return i == len(a)
}
