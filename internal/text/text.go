// Package text folds and splits text the way classes, places and hashtags are
// compared: without case, accents or compatibility forms, and cut where a person
// would read a new word in a handle.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns s in NFKC, case-folded and without combining marks, so that
// "MÉDICA" equals "medica". Ñ folds to n.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	if folded, ok := foldLatin(s); ok {
		return folded
	}
	return foldAny(s)
}

// latin1 are the folded characters up to U+00FF, none of which acts on another.
var latin1 = func() (table [256]string) {
	for r := range table {
		table[r] = foldAny(string(rune(r)))
	}
	return table
}()

// foldLatin folds what consists of those, as most texts in Spanish do.
func foldLatin(s string) (folded string, ok bool) {
	b := make([]byte, 0, 2*len(s))
	for _, r := range s {
		if r >= rune(len(latin1)) {
			return "", false
		}
		b = append(b, latin1[r]...)
	}
	return string(b), true
}

// foldAny folds any text.
func foldAny(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// FoldTag returns the form in which hashtags compare: NFKC and case folding,
// accents kept, as the platform does.
func FoldTag(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	return cases.Fold().String(norm.NFKC.String(s))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// A Token is one word of a text.
type Token struct {
	Text     string // folded
	From, To int    // bytes of the original text
}

// Tokens cuts s into folded words: at everything that is neither letter nor
// digit, between lower and upper case (CubaCoopera), before the last capital of a run that
// a lower-case letter follows (CDILaPastora), and between letters and digits (CDI2).
func Tokens(s string) []Token {
	type char struct {
		r        rune
		from, to int
	}
	const firstMark = 0x300 // there is none before
	cs := make([]char, 0, utf8.RuneCountInString(s))
	for i, r := range s {
		if r >= firstMark && unicode.Is(unicode.Mn, r) && len(cs) > 0 {
			cs[len(cs)-1].to = i + len(string(r))
			continue
		}
		cs = append(cs, char{r, i, i + runeLen(s, i)})
	}
	var out []Token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			from, to := cs[start].from, cs[end-1].to
			if f := strings.TrimSpace(Fold(s[from:to])); f != "" {
				out = append(out, Token{f, from, to})
			}
			start = -1
		}
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for i, c := range cs {
		if !word(c.r) {
			flush(i)
			continue
		}
		if start >= 0 {
			p := cs[i-1].r
			switch {
			case unicode.IsDigit(p) != unicode.IsDigit(c.r),
				unicode.IsLower(p) && unicode.IsUpper(c.r),
				unicode.IsUpper(p) && unicode.IsUpper(c.r) && i+1 < len(cs) && unicode.IsLower(cs[i+1].r):
				flush(i)
			}
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(cs))
	return out
}

// runeLen returns the width in bytes of the rune at s[i], 1 for a bad byte.
func runeLen(s string, i int) int {
	for n := 1; n < 4 && i+n < len(s); n++ {
		if s[i+n]&0xC0 != 0x80 {
			return n
		}
	}
	return min(4, len(s)-i)
}
