package jsontape

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

var (
	errControl = errors.New("control character in a string")
	errEscape  = errors.New("unknown escape in a string")
)

// str reads the string whose opening quote is at i.
func (t *Tape) str(i int) (int, error) {
	d := t.data
	t.token(i)
	for i++; ; {
		i, _ = plain(d, i)
		if i == len(d) {
			return i, ErrMore
		}
		switch c := d[i]; {
		case c == '"':
			t.token(i)
			return i + 1, nil
		case c < 0x20:
			return i, &SyntaxError{i, errControl}
		}
		if i+1 == len(d) {
			return i + 1, ErrMore
		}
		end := i + int(escapeLengths[d[i+1]])
		if end == i {
			return i + 1, &SyntaxError{i + 1, errEscape}
		}
		for i += 2; i < end; i++ {
			if i == len(d) {
				return i, ErrMore
			}
			if !isHex(d[i]) {
				return i, &SyntaxError{i, errEscape}
			}
		}
	}
}

// plain returns the first place from i on that holds a quote, a backslash or
// a control character, or len(d), and whether what comes before it may be other than ASCII. It looks at eight bytes a step.
func plain(d []byte, i int) (end int, high bool) {
	var all uint64
	for ; i+8 <= len(d); i += 8 {
		w := word(d, i)
		if hit := stops(w); hit != 0 {
			k := bits.TrailingZeros64(hit)
			return i + k/8, (all|w<<(64-uint(k)&^7))&highs != 0
		}
		all |= w
	}
	for ; i < len(d); i++ {
		if c := d[i]; c == '"' || c == '\\' || c < 0x20 {
			break
		}
	}
	return i, true
}

func hex4(s []byte) rune {
	_ = s[3]
	return rune(hexValue[s[0]])<<12 | rune(hexValue[s[1]])<<8 | rune(hexValue[s[2]])<<4 | rune(hexValue[s[3]])
}

// hexValue holds the value of each hexadecimal digit, and more than 15 for other bytes.
var hexValue = func() (table [256]uint8) {
	for c := range table {
		table[c] = 0xff
	}
	for i, c := range "0123456789abcdef" {
		table[c] = uint8(i)
	}
	copy(table['A':], table['a':'f'+1])
	return table
}()

func isEscape(c byte) bool { return escapeLengths[c] != 0 }

func isHex(c byte) bool { return hexValue[c] < 16 }

// areHex reports whether four bytes are hexadecimal digits.
func areHex(b []byte) bool {
	return hexValue[b[0]]|hexValue[b[1]]|hexValue[b[2]]|hexValue[b[3]] < 16
}

// escapeLengths are the lengths of escapes by their second byte, 0 for bytes that are none.
var escapeLengths = [256]uint8{'"': 2, '\\': 2, '/': 2, 'b': 2, 'f': 2, 'n': 2, 'r': 2, 't': 2, 'u': 6}

// valid returns s with U+FFFD in the place of each bad byte.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// text returns the text of a valid string body, its bad bytes and lone
// surrogates replaced by U+FFFD. clean says that it has none.
func (a *arena) text(s []byte, clean bool) string {
	if len(s) == 0 {
		return ""
	}
	out := fastest.text(a.room(len(s)+textRoom), s)
	if clean || utf8.Valid(out) {
		return a.keep(out)
	}
	return valid(string(out))
}

// textRoom is how many bytes a way may write behind a text.
const textRoom = 32

// textPortable appends the text of a valid string body to b, which has room for it and textRoom, with its bad bytes.
func textPortable(b, s []byte) []byte {
	if slash := copyWords(b, s); slash {
		return unescape(b, s)
	}
	return b[:len(s)]
}

// copyWords copies s to the room of dst, which is 8 bytes more at least, eight bytes a step. It reports
// whether there may be a backslash in s.
func copyWords(dst, s []byte) bool {
	n := len(s)
	if cap(s) < n+8 { // the end of the text is near
		copy(dst[:n], s)
		return escaped(s)
	}
	dst, s = dst[:n+8], s[:n+8]
	hit := uint64(0)
	for i := 0; i < n; i += 8 {
		w := le(s[i:])
		binary.LittleEndian.PutUint64(dst[i:], w)
		hit |= slashes(w)
	}
	return hit != 0
}

// unescape appends the text of a valid string body to b, with its bad bytes. It
// appends no more bytes than s has.
func unescape(b, s []byte) []byte {
	b = slices.Grow(b, len(s))
	n := len(b)
	b = b[:n+len(s)]
	for i := 0; i < len(s); {
		for i+8 <= len(s) { // n is never ahead of i
			w := binary.LittleEndian.Uint64(s[i:])
			binary.LittleEndian.PutUint64(b[n:], w)
			k := firstSlash(w)
			i, n = i+k, n+k
			if k < 8 {
				break
			}
		}
		for i < len(s) && s[i] != '\\' {
			b[n] = s[i]
			i, n = i+1, n+1
		}
		if i == len(s) {
			break
		}
		if c := s[i+1]; c != 'u' {
			b[n] = unescaped[c]
			i, n = i+2, n+1
			continue
		}
		r, size := escape(s[i:])
		i, n = i+size, n+utf8.EncodeRune(b[n:], r)
	}
	return b[:n]
}

// escape returns what the escape of six bytes, or the pair of them, that s begins with stands for, and how many bytes it has.
func escape(s []byte) (r rune, size int) {
	r = hex4(s[2:])
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if pair := utf16.DecodeRune(r, hex4(s[8:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// wellEscaped reports whether unescape knows the escapes of s.
func wellEscaped(s []byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if i++; i == len(s) || !isEscape(s[i]) {
			return false
		}
		if s[i] == 'u' {
			for range 4 {
				if i++; i == len(s) || !isHex(s[i]) {
					return false
				}
			}
		}
	}
	return true
}

// slashes marks the first backslash of w, and perhaps bytes behind it, by their highest bits.
func slashes(w uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	w ^= ones * '\\'
	return (w - ones) &^ w & highs
}

// highs are the highest bits of eight bytes.
const highs = 0x8080808080808080

// stops marks the first quote, backslash or control character of w, and perhaps bytes behind it, by their highest bits.
func stops(w uint64) uint64 {
	const ones = 0x0101010101010101
	quote := w ^ ones*'"'
	slash := w ^ ones*'\\'
	return ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w) & highs
}

// firstSlash returns how many bytes of w come before its first backslash, 8 without one.
func firstSlash(w uint64) int { return bits.TrailingZeros64(slashes(w)) / 8 }

// unescaped are the bytes that escapes of one byte stand for.
var unescaped = func() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
	}
	table['b'], table['f'], table['n'], table['r'], table['t'] = '\b', '\f', '\n', '\r', '\t'
	return table
}()

// An arena holds the bytes of many strings in few pieces, so that each costs
// no allocation. A piece lives as long as any of its strings.
type arena struct {
	free []byte // length 0
}

const arenaPiece = 16 << 10

// room returns an empty slice that n bytes can be appended to.
func (a *arena) room(n int) []byte {
	if cap(a.free) < n {
		a.free = make([]byte, 0, max(n, arenaPiece))
	}
	return a.free
}

// keep makes a string of what was written to room.
func (a *arena) keep(b []byte) string {
	a.free = b[len(b):]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// escaped reports whether a string body has escapes.
func escaped(b []byte) bool { return bytes.IndexByte(b, '\\') >= 0 }
