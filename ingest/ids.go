package ingest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	mathbits "math/bits"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A quality says what the digits of an id are worth.
type quality uint8

const (
	missing quality = iota // no id
	exact                  // the platform's number, to the last digit
	lossy                  // went through a float: the last digits are gone
	opaque                 // a hash, or a number of somebody's own
	invalid                // not an id at all
)

// maxExact is the largest integer up to which a float64 holds all integers.
const maxExact = 1 << 53

// parseID reads an id as dumps spell it: bare digits, the defences against
// spreadsheets ('123, ="123", ID_123, x123), the prefixes of collections (u123, t123,
// tag:…:123) and the base64 of "User:123". It never makes a float of it.
func parseID(tok []byte) (uint64, quality) {
	if id, ok := digits(tok); ok {
		return id, exact
	}
	s := strings.Trim(string(tok), " \t\r\n\u00a0\ufeff")
	s = strings.TrimPrefix(s, "=")
	s = strings.TrimPrefix(strings.Trim(s, `"`), "'")
	s = strings.Trim(s, " \u00a0")
	switch strings.ToLower(s) {
	case "", "0", "-1", "nan", "none", "null", "na", "n/a", "[]", "<na>", "undefined":
		return 0, missing
	}
	for _, p := range []string{"ID_", "id_", "id:twitter.com:", "x", "u", "t"} {
		if rest, ok := strings.CutPrefix(s, p); ok && rest != "" && rest[0] >= '1' && rest[0] <= '9' {
			s = rest
			break
		}
	}
	if rest, ok := strings.CutPrefix(s, "tag:"); ok {
		s = rest[strings.LastIndexByte(rest, ':')+1:]
	}
	if id, ok := digits([]byte(s)); ok {
		return id, exact
	}
	if id, q := floatID(s); q != invalid {
		return id, q
	}
	if raw, err := base64.StdEncoding.DecodeString(s); err == nil {
		if rest, ok := bytes.CutPrefix(raw, []byte("User:")); ok {
			if id, ok := digits(rest); ok {
				return id, exact
			}
		}
	}
	if n := len(s); (n == 64 || n == 40 || n == 32) && strings.Trim(s, "0123456789abcdefABCDEF") == "" || (n == 43 || n == 44) && !strings.ContainsAny(s, " .,:") {
		return 0, opaque
	}
	return 0, invalid
}

// digits reads 1..MaxID written without sign or leading zero.
func digits(b []byte) (uint64, bool) {
	if len(b) == 0 || len(b) > 19 || b[0] == '0' {
		return 0, false
	}
	var n uint64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, n <= adentro.MaxID
}

// leadingID reads the id that b begins with, as digits does, and returns its length; 0 if
// there is none, or if fewer than eight bytes follow its last eight digits. Eight digits are
// read together.
func leadingID(b []byte) (id uint64, n int) {
	if len(b) == 0 || b[0] == '0' {
		return 0, 0
	}
	for n+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[n:]) ^ ones*'0' // digits become 0 to 9
		m := (x&^highs + (0x80-10)*ones | x) & highs      // of bytes that are none
		if m == 0 {
			if n == 16 {
				return 0, 0
			}
			id = id*1e8 + eightDigits(x)
			n += 8
			continue
		}
		k := mathbits.TrailingZeros64(m) / 8
		id = id*tens[k] + eightDigits(x<<(64-8*k))
		if n += k; n > 19 || id > adentro.MaxID {
			return 0, 0
		}
		return id, n
	}
	return 0, 0
}

var tens = [8]uint64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7}

// eightDigits returns the number that eight bytes of 0 to 9 write, the lowest byte first.
func eightDigits(x uint64) uint64 {
	x = (x*10 + x>>8) & 0x00ff00ff00ff00ff   // four numbers of two digits
	x = (x*100 + x>>16) & 0x0000ffff0000ffff // two of four
	return (x*1e4 + x>>32) & 0xffffffff
}

// floatID reads what a spreadsheet or a float made of an id: 123.0 is whole
// while it is small, 1.2E+18 is lost.
func floatID(s string) (uint64, quality) {
	if strings.Trim(s, "0123456789.,eE+") != "" || !strings.ContainsAny(s, ".,eE") || s[0] < '1' || s[0] > '9' {
		return 0, invalid
	}
	if whole, zeros, ok := strings.Cut(s, "."); ok && strings.Trim(zeros, "0") == "" && zeros != "" {
		if id, ok := digits([]byte(whole)); ok && id <= maxExact {
			return id, exact
		}
		return 0, lossy
	}
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return 0, invalid
	}
	if f < 1e15 && !strings.ContainsAny(s, "eE") {
		return 0, invalid // a decimal number is no id
	}
	return 0, lossy
}

// jsonID reads an id that is a number or a string.
func jsonID(v jsontape.Value) (uint64, quality) {
	switch v.Kind() {
	case jsontape.None, jsontape.Null, jsontape.False:
		return 0, missing
	case jsontape.Number, jsontape.String:
		if id, ok := v.Digits(); ok && id <= adentro.MaxID {
			return id, exact
		}
		return parseID(v.Token())
	}
	return 0, invalid
}

// twinID reads an id that v1.1 gives twice, as a number and as a string. The
// string wins; differ reports that the number says something else.
func twinID(v jsontape.Value, name, nameStr string) (id uint64, q quality, differ bool) {
	return twins(v.Get(name), v.Get(nameStr))
}

// twins reads an id of a number and a string.
func twins(number, text jsontape.Value) (id uint64, q quality, differ bool) {
	s, qs := jsonID(text)
	n, qn := jsonID(number)
	if qs == exact {
		return s, exact, qn == lossy || qn == exact && n != s
	}
	if qs == lossy || qn == missing || qn == invalid && qs != missing {
		return 0, max(qs, qn), false
	}
	return n, qn, false
}

// rounded reports whether a column of ids was rounded on its way: by a float
// (the low 8 bits are zero), by the shortest decimal form of a float (two zeros at the end), or
// by a spreadsheet's 15 digits (three zeros). The limits lie far above what true
// ids show: 47 %, 2 % and 0.4 %. It needs 20 different ids above 10^17 to tell: one
// author's id on every row says nothing of a column.
func rounded(ids []uint64) bool {
	var n, bits, two, three int
	met := map[uint64]bool{}
	for _, id := range ids {
		if id < 1e17 || met[id] {
			continue
		}
		met[id] = true
		n++
		if id&0xff == 0 {
			bits++
		}
		if id%100 == 0 {
			two++
		}
		if id%1000 == 0 {
			three++
		}
	}
	return n >= 20 && (bits*100 > n*95 || two*100 > n*90 || three*100 > n*90)
}

// seemRounded reports whether the ids above 10^17, however few, all end as rounded ones do.
// True ids may as well: it is for columns beside one that was rounded.
func seemRounded(ids []uint64) bool {
	n, bits, two := 0, 0, 0
	for _, id := range ids {
		if id < 1e17 {
			continue
		}
		n++
		if id&0xff == 0 {
			bits++
		}
		if id%100 == 0 {
			two++
		}
	}
	return n > 0 && (bits == n || two == n)
}

// handle returns a handle as displayed, without @, taken from a handle or the
// address of a profile; "" if s is neither.
func handle(s string) string {
	s = strings.Trim(s, " \t\r\n\u00a0\ufeff'\"")
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		host, path, _ := strings.Cut(rest, "/")
		if !isWeb(scheme) || strings.ContainsAny(path, " ,;|\t\"") { // a row with an address in it
			return ""
		}
		switch strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(host), "www."), "mobile.") {
		case "twitter.com", "x.com":
		default:
			return ""
		}
		s, _, _ = strings.Cut(path, "/")
		s, _, _ = strings.Cut(s, "?")
		switch strings.ToLower(s) {
		case "i", "home", "search", "intent", "hashtag":
			return ""
		}
	}
	s = strings.TrimPrefix(s, "@")
	if !isHandle(s) {
		return ""
	}
	return s
}

func isWeb(scheme string) bool {
	return strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
}

// isHandle reports whether s can be a handle: up to 20 letters, digits and
// underscores (15 today, a few old ones are longer).
func isHandle(s string) bool {
	if len(s) == 0 || len(s) > 20 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_') {
			return false
		}
	}
	return true
}

// isUnicodeHandle accepts the few handles beyond ASCII that the platform
// itself returned in its first years.
func displayHandle(s string) string {
	if isHandle(s) {
		return s
	}
	s = strings.TrimPrefix(strings.TrimSpace(s), "@")
	if len(s) > 60 || strings.ContainsAny(s, " \t\r\n,;:/\\\"<>") {
		return ""
	}
	return s
}
