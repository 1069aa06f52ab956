package report

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// printable returns s as a figure may show it: one line, composed, with the
// characters that would act made visible.
func printable(s string) string {
	return strings.Join(pieces(norm.NFC.String(safe.Visible(s))), " ")
}

// pieces cuts s at spaces where a line may break.
func pieces(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) && r != nbsp })
}

// nbsp is the space at which no line breaks.
const nbsp = '\u00a0'

// silent reports whether a character has no look of its own: joiners, choosers of a
// variant or of the colour of a skin, the frame of a key.
func silent(r rune) bool {
	return r == '\u200c' || r == '\u200d' || r == '\u20e3' || unicode.Is(unicode.Variation_Selector, r) || r >= 0x1f3fb && r <= 0x1f3ff
}

// wide reports whether r is an ASCII character in its form as wide as a Chinese one.
func wide(r rune) bool { return r >= 0xff01 && r <= 0xff5e }

// spelled returns s with every character that no font of ours has in words
// that they all have: C for a script C, [VE] for a flag, [syringe] for an emoji, [Devanagari] for a word in
// another script, [U+2A6D6] for what has no name. A picture shows no empty boxes.
func (t *typesetter) spelled(s string) string {
	if isASCII(s) || t.plain(s) {
		return s
	}
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case silent(r):
		case region(r) != 0 && i+1 < len(runes) && region(runes[i+1]) != 0:
			b.WriteString("[" + string(region(r)) + string(region(runes[i+1])) + "]")
			i++
		case region(r) != 0:
			b.WriteString("[" + string(region(r)) + "]")
		case t.glyph(r, false) != nil && !wide(r):
			b.WriteRune(r)
		case t.alike(r) != "":
			b.WriteString(t.alike(r))
		case unicode.IsLetter(r) || unicode.IsMark(r):
			script := scriptOf(r)
			b.WriteString(nameless(r, script))
			for script != "" && i+1 < len(runes) && t.glyph(runes[i+1], false) == nil && (scriptOf(runes[i+1]) == script || unicode.IsMark(runes[i+1])) {
				i++
			}
		default:
			b.WriteString(nameless(r, strings.ToLower(runenames.Name(r))))
		}
	}
	return b.String()
}

// alike returns the plain letters of a fancy one that no font has, such as a
// script C from the mathematical alphabets; "" where there are none.
func (t *typesetter) alike(r rune) string {
	plain := norm.NFKC.String(string(r))
	if plain == string(r) || strings.ContainsFunc(plain, func(r rune) bool { return t.glyph(r, false) == nil }) {
		return ""
	}
	return plain
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// plain reports whether nothing of s needs to be spelled out.
func (t *typesetter) plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return silent(r) || wide(r) || region(r) != 0 || t.glyph(r, false) == nil })
}

// longestName is the longest name of a character that is spelled out.
const longestName = 30

// nameless returns [name], or the character's number where the name is none for
// readers. Han beyond the first plane are ideographs by the thousand, each known by number.
func nameless(r rune, name string) string {
	if name == "" || name == "Han" || len(name) > longestName || strings.HasPrefix(name, "<") {
		return fmt.Sprintf("[U+%04X]", r)
	}
	return "[" + strings.ReplaceAll(name, "_", " ") + "]"
}

// region returns the letter of a regional indicator, two of which are a flag; else 0.
func region(r rune) rune {
	if r >= 0x1f1e6 && r <= 0x1f1ff {
		return 'A' + r - 0x1f1e6
	}
	return 0
}

// scriptOf returns the script of a letter; "" for those of many scripts.
func scriptOf(r rune) string {
	for name, table := range unicode.Scripts { // at most one holds r
		if unicode.Is(table, r) && name != "Common" && name != "Inherited" {
			return name
		}
	}
	return ""
}
