package jsontape

import (
	"unicode/utf16"
	"unicode/utf8"
)

// A walker goes through an array or object, from phrase to phrase. The assembly knows where its fields are.
type walker struct {
	at      int              // byte that comes next
	tokens  int              // that were found
	kinds   uint64           // of what is open, a bit each, the innermost lowest: 1 for an object; above the outermost a 1
	depth   int              // arrays and objects that are open
	open    [MaxDepth]uint32 // their tokens, the innermost last
	phrase  uint32           // that was read last
	unclean bool             // some text is
	book    book
}

// walk reads the array or object at byte at. It reports false for whatever is not perfectly right, and for what is nested as deep as
// MaxDepth: strict then says what is wrong.
func (t *Tape) walk(at int) bool {
	w := &t.walker
	w.book.open()
	w.at, w.kinds, w.depth, w.phrase, w.unclean = at, 1, 0, beginning, false
	t.pos = t.pos[:0]
	for {
		why := t.steps()
		if why == unknown && w.depth > 0 && t.recall() {
			why = odd // what comes behind it has not been looked at
		}
		if why == unknown {
			if !t.spell(false) {
				return false
			}
		} else if w.depth > 0 && t.data[w.at]|0x20 == '{' { // where no array or object was before
			w.phrase = elsewhere
			if !t.spell(true) {
				return false
			}
		}
		if w.depth == 0 {
			t.root, t.end, t.clean = 0, w.at, !w.unclean
			return true
		}
		if !t.value() {
			return false
		}
	}
}

// value reads the string, number or literal that comes next.
func (t *Tape) value() bool {
	w, d := &t.walker, t.data
	if w.at == len(d) {
		return false
	}
	if d[w.at] != '"' {
		if !scalar(d, w.at) {
			return false
		}
		t.token(w.at)
		for w.at++; !ends[d[w.at]]; {
			w.at++
		}
		return true
	}
	end, ok := t.quote(w.at + 1)
	if ok {
		t.token(w.at)
		t.token(end)
		w.at = end + 1
	}
	return ok
}

// quote returns the quote that ends the string whose text begins at byte i, and keeps whether the text is clean.
func (t *Tape) quote(i int) (end int, ok bool) {
	d, from, high, alone := t.data, i, false, false
	for {
		var more bool
		i, more = plain(d, i)
		high = high || more
		if i == len(d) || d[i] < 0x20 {
			return i, false
		}
		if d[i] == '"' {
			break
		}
		n := 0
		if i+1 < len(d) {
			n = int(escapeLengths[d[i+1]])
		}
		if n == 0 || i+n > len(d) {
			return i, false
		}
		if n == 6 {
			if !areHex(d[i+2 : i+6]) {
				return i, false
			}
			if utf16.IsSurrogate(hex4(d[i+2:])) {
				if i+12 <= len(d) && areHex(d[i+8:i+12]) && !loneSurrogate(d[i:i+12]) {
					n = 12
				} else {
					alone = true
				}
			}
		}
		i += n
	}
	t.unclean = t.unclean || alone || high && !utf8.Valid(d[from:i])
	return i, true
}
