package text

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// AppendBare appends to dst what is left of s, folded, without everything but the
// letters a to z and the digits: "Misión Médica 2" gives "misionmedica2". What stands in a folded
// text stands bare in its bare form, so that a search there never misses; it makes no garbage.
func AppendBare(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				dst = append(dst, c)
			case 'A' <= c && c <= 'Z':
				dst = append(dst, c|0x20)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < latin:
			dst = append(dst, bareLatin()[r]...)
		case r == 'ẞ' || norm.NFKC.PropertiesString(s[i:]).Decomposition() != nil:
			dst = append(dst, bare(Fold(s[i:i+n]))...)
		}
		i += n
	}
	return dst
}

// Bare returns AppendBare's result as a string.
func Bare(s string) string { return string(AppendBare(nil, s)) }

// latin ends the characters that are looked up: the Latin letters with their marks.
const latin = 0x250

// bareLatin holds the bare form of every character below latin.
var bareLatin = sync.OnceValue(func() *[latin]string {
	var t [latin]string
	for r := range t {
		t[r] = bare(Fold(string(rune(r))))
	}
	return &t
})

// bare drops all but a to z and digits of a folded text.
func bare(folded string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, folded)
}
