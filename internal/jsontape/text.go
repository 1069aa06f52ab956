package jsontape

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	errControl = errors.New("control character in a string")
	errEscape  = errors.New("unknown escape in a string")
)

// str reads the string whose opening quote is at i.
func (t *Tape) str(i int, _ bool) (int, error) {
	d := t.data
	start := i + 1
	escaped := false
	for i = start; ; {
		i = plain(d, i)
		if i == len(d) {
			return i, ErrMore
		}
		switch c := d[i]; {
		case c == '"':
			t.add(String, start, i, escaped)
			return i + 1, nil
		case c < 0x20:
			return i, &SyntaxError{i, errControl}
		}
		escaped = true
		if i+1 == len(d) {
			return i + 1, ErrMore
		}
		switch d[i+1] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			i += 2
		case 'u':
			for j := i + 2; j < i+6; j++ {
				if j == len(d) {
					return j, ErrMore
				}
				if _, ok := hex(d[j]); !ok {
					return j, &SyntaxError{j, errEscape}
				}
			}
			i += 6
		default:
			return i + 1, &SyntaxError{i + 1, errEscape}
		}
	}
}

// plain returns the first place from i on that holds a quote, a backslash or
// a control character, or len(d). It looks at eight bytes a step.
func plain(d []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(d); i += 8 {
		w := binary.LittleEndian.Uint64(d[i:])
		quote := w ^ ones*'"'
		slash := w ^ ones*'\\'
		hit := ((quote - ones) &^ quote) | ((slash - ones) &^ slash) | ((w - ones*0x20) &^ w)
		if hit &= highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for ; i < len(d); i++ {
		if c := d[i]; c == '"' || c == '\\' || c < 0x20 {
			break
		}
	}
	return i
}

func hex(c byte) (rune, bool) {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0'), true
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10), true
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10), true
	}
	return 0, false
}

func hex4(s []byte) rune {
	var r rune
	for _, c := range s[:4] {
		h, _ := hex(c)
		r = r<<4 | h
	}
	return r
}

// valid returns s with U+FFFD in the place of each bad byte.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// unescape returns the text of a valid string body, its bad bytes and lone
// surrogates replaced by U+FFFD.
func unescape(s []byte) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] != '\\' {
			j++
		}
		b.Write(s[i:j])
		if j == len(s) {
			break
		}
		i = j + 2
		switch c := s[j+1]; c {
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u':
			r := hex4(s[j+2:])
			i = j + 6
			if utf16.IsSurrogate(r) {
				pair := utf8.RuneError
				if i+6 <= len(s) && s[i] == '\\' && s[i+1] == 'u' {
					pair = utf16.DecodeRune(r, hex4(s[i+2:]))
				}
				if pair != utf8.RuneError {
					i += 6
				}
				r = pair
			}
			b.WriteRune(r)
		default:
			b.WriteByte(c)
		}
	}
	return valid(b.String())
}
