// Package safe makes text from dumps harmless in each kind of output. What a
// stranger wrote in a profile must not become a formula, a tag, a statement or
// a terminal command.
package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSV returns a cell that no spreadsheet takes for a formula: where the first
// visible character could start one (= + - @, their full-width forms, TAB, CR,
// LF), an apostrophe stands before it. NUL is dropped. What would act in a terminal or turn the
// rest of the line round (other control characters, bidirectional overrides and isolates) is shown
// as ⟨U+202E⟩; marks that Arabic and Hebrew need stay. Quoting is left to encoding/csv.
// See OWASP, "CSV Injection".
func CSV(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
	if strings.ContainsFunc(s, disturbs) {
		var b strings.Builder
		for _, r := range s {
			if disturbs(r) {
				fmt.Fprintf(&b, "⟨U+%04X⟩", r)
			} else {
				b.WriteRune(r)
			}
		}
		s = b.String()
	}
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '|', '%':
			return "'" + s
		}
		if unicode.IsSpace(r) || unicode.Is(unicode.C, r) {
			continue // a spreadsheet trims these and looks at what follows
		}
		break
	}
	return s
}

// disturbs reports whether a character inside a cell changes more than itself.
func disturbs(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
		return true
	}
	return unicode.IsControl(r)
}

// ID returns an id as a cell that spreadsheets keep as text: an apostrophe
// and all its digits. Opened as a number, a 19-digit id loses its last ones.
func ID(s string) string {
	if s == "" {
		return ""
	}
	if s[0] >= '0' && s[0] <= '9' {
		return "'" + s
	}
	return CSV(s)
}

// XML returns s with every character that XML 1.0 forbids dropped, and how
// many were. Escaping is left to encoding/xml.
func XML(s string) (string, int) {
	dropped := 0
	ok := func(r rune) bool {
		return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
	}
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				dropped++
				continue
			}
		}
		if !ok(r) {
			dropped++
			continue
		}
		b.WriteRune(r)
	}
	if dropped == 0 {
		return s, 0
	}
	return b.String(), dropped
}

// DOT returns s as a quoted DOT string. Backslashes are doubled, so that
// neither \N nor \G is expanded, and a quoted string is never an HTML label.
func DOT(s string) string {
	s = Visible(s)
	s = strings.ReplaceAll(s, `\`, `\\`)
	s = strings.ReplaceAll(s, `"`, `\"`)
	return `"` + s + `"`
}

// Terminal returns s for a terminal: line breaks and TAB become spaces, all
// other control, format and override characters are shown by number.
func Terminal(s string) string { return Visible(s) }

// Visible returns s with line breaks and TAB as spaces, and every other
// character that would act rather than show (control, bidirectional override, tag,
// line separator, invalid byte) as ⟨U+202E⟩. Zero-width joiners inside emoji stay; more than
// four combining marks on one character are cut.
func Visible(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	marks := 0
	for i, r := range s {
		if unicode.Is(unicode.M, r) {
			if marks++; marks > 4 {
				continue
			}
		} else {
			marks = 0
		}
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError && badByte(s[i:]):
			fmt.Fprintf(&b, "⟨%02X⟩", s[i])
		case acts(r):
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func badByte(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	return n == 1
}

// acts reports whether a character changes how others show, or shows nothing.
func acts(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r == '\u200D' || r == '\u200C': // joiners: emoji and Persian need them
		return false
	case r >= 0xE0020 && r <= 0xE007F: // tag characters: flags of England, Scotland, Wales
		return true
	case r == '\u2028' || r == '\u2029' || r == '\u3164' || r == '\u115F' || r == '\u1160' || r == '\uFFA0':
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == 0xFFFE || r == 0xFFFF
}

// Clamp returns at most n runes of s, with … where it was cut.
func Clamp(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count := 0
	for i := range s {
		if count == n {
			return s[:i] + "…"
		}
		count++
	}
	return s
}
