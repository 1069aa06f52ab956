package ingest

import (
	"fmt"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
)

// utf16Content returns the content as UTF-8 if it is UTF-16: by its mark, or by
// its zero bytes. Offsets are then those of the UTF-8.
func utf16Content(w *window) (*utf16Reader, bool) {
	w.fill(1 << 10)
	b := w.rest()
	if len(b) >= 2 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff) {
		w.skip(2)
		return &utf16Reader{w: w, big: b[0] == 0xfe}, true
	}
	if big, ok := unmarked(b[:min(len(b), 1<<10)]); ok {
		return &utf16Reader{w: w, big: big}, true
	}
	return nil, false
}

// unmarked tells UTF-16 without a mark beyond doubt: of its first pairs of
// bytes nearly all have a zero on one side, as Latin letters have, none has one on the
// other side, and none is a control character.
func unmarked(b []byte) (big, ok bool) {
	n := len(b) / 2
	var zeros [2]int
	for i := range 2 * n {
		if b[i] == 0 {
			zeros[i%2]++
		}
	}
	big = zeros[0] > 0
	high := 1 // which byte of a pair is the zero one
	if big {
		high = 0
	}
	if n < 8 || zeros[1-high] > 0 || zeros[high]*10 < n*9 {
		return false, false
	}
	for i := range n {
		if c := b[2*i+1-high]; b[2*i+high] == 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return false, false
		}
	}
	return big, true
}

// eightBit returns the note for a text that as a whole is not UTF-8 but in an
// eight-bit encoding: it has bytes above 127 and none of them belong together as in UTF-8. The two encodings
// in use differ in the bytes 80 to 9F, which only Windows fills with letters and quotes.
func eightBit(text []byte) (adentro.Note, bool) {
	var high, windows byte
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		if r, n := utf8.DecodeRune(text[i:]); r != utf8.RuneError || n > 1 {
			return adentro.Note{}, false
		}
		if len(text)-i < utf8.UTFMax && !utf8.FullRune(text[i:]) { // cut by the end of the sample
			break
		}
		high = text[i]
		if high < 0xa0 && windows == 0 {
			windows = high
		}
		i++
	}
	switch {
	case windows != 0:
		return adentro.Note{Code: "eight_bit", Args: []string{"Windows-1252", fmt.Sprintf("%02X", windows)}}, true
	case high != 0:
		return adentro.Note{Code: "eight_bit", Args: []string{"Latin-1", fmt.Sprintf("%02X", high)}}, true
	}
	return adentro.Note{}, false
}

func (u *utf16Reader) damaged() bool { return u.w.damaged() }
