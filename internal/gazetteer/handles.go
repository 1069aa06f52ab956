package gazetteer

import "strings"

// muteAddresses takes web and mail addresses out of what is read: that a site or a mailbox is called
// after a place says nothing of whose it is.
func (sc *scanned) muteAddresses() {
	if !mayHoldAddress(sc.text) {
		return
	}
	at := 0
	for at < len(sc.text) {
		for at < len(sc.text) && sc.text[at] <= ' ' {
			at++
		}
		end := at
		for end < len(sc.text) && sc.text[end] > ' ' {
			end++
		}
		if isAddress(sc.text[at:end]) {
			sc.mute(at, end)
		}
		at = end
	}
}

// mayHoldAddress spares most texts the search.
func mayHoldAddress(s string) bool {
	return strings.IndexByte(s, '@') > 0 || strings.IndexByte(s, '.') >= 0 || strings.IndexByte(s, '/') >= 0
}

func isAddress(word string) bool {
	if strings.Contains(word, "://") || strings.HasPrefix(strings.ToLower(word), "www.") {
		return true
	}
	if i := strings.IndexByte(word, '@'); i > 0 && isWordByte(word[i-1]) && i+1 < len(word) && isWordByte(word[i+1]) {
		return true
	}
	for _, end := range []string{".com", ".net", ".org", ".me/"} {
		if i := strings.Index(word, end); i > 0 && isWordByte(word[i-1]) && (i+len(end) == len(word) || strings.IndexByte("/.,:)", word[i+len(end)]) >= 0 || end == ".me/") {
			return true
		}
	}
	return false
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
}

// mute marks the tokens between two bytes of the text as saying nothing.
func (sc *scanned) mute(from, to int) {
	for i := range sc.tokens {
		if t := &sc.tokens[i]; from <= t.from && t.from < to {
			t.mute = true
		}
	}
}

// dropHandles drops names that are only a part of a handle: @la_habana is a place, @yuly_cuba a
// person and @CubaCooperaVE an office, of whom the text does not say where they are.
func (t *index) dropHandles(sc *scanned, hits []hit) []hit {
	text := sc.text
	for at := strings.IndexByte(text, '@'); at >= 0; {
		end := at + 1
		for end < len(text) && (isWordByte(text[end]) && text[end] < 0x80 || text[end] == '.' && end+1 < len(text) && isWordByte(text[end+1])) {
			end++
		}
		if end > at+1 && !t.isPlace(sc, hits, at, end) {
			sc.mute(at, end)
			kept := hits[:0:0]
			for _, h := range hits {
				if !sc.tokens[h.first].mute && !sc.tokens[h.last].mute {
					kept = append(kept, h)
				}
			}
			hits = kept
		}
		next := strings.IndexByte(text[end:], '@')
		if next < 0 {
			break
		}
		at = end + next
	}
	return hits
}

// isPlace reports whether all words between two bytes of the text belong to names of places or are light.
func (t *index) isPlace(sc *scanned, hits []hit, from, to int) bool {
	any := false
	for i, tok := range sc.tokens {
		if tok.from < from || tok.from >= to {
			continue
		}
		taken := false
		for _, h := range hits {
			taken = taken || h.first <= i && i <= h.last && h.level() > people
		}
		if !taken && !t.light[sc.word(i)] || tok.to > to {
			return false
		}
		any = any || taken
	}
	return any
}

// far reports whether the text says that its people are elsewhere: "Venezuelan abroad".
func (t *index) far(sc *scanned) bool {
	for _, tok := range sc.tokens {
		if t.abroad[string(sc.buf[tok.start:tok.end])] {
			return true
		}
	}
	return false
}
