package gazetteer

import "slices"

// A hit is a name of the tables found in a text.
type hit struct {
	name        *name
	senses      []sense // of the name, perhaps narrowed by the words beside it
	first, last int     // tokens
	whole       bool    // its phrase holds nothing but places and light words
	code        bool    // a two- or three-letter code
}

// resolvable reports whether a name may count in a location text. Parishes are
// too many and too alike to be read without knowing the country.
func resolvable(n *name) bool { return n.senses[0].level > parish }

// flagged stands for the name of a flag.
var flagged name

// find returns the names in a text from left to right, the longest that keep
// accepts at each place, with flags and codes.
func (t *index) find(sc *scanned, keep func(*name) bool) []hit {
	out := sc.hits[:0]
	for i := 0; i < len(sc.tokens); {
		if sc.tokens[i].mute {
			i++
			continue
		}
		if code := sc.tokens[i].flag; code != "" {
			out = append(out, hit{name: &flagged, senses: t.flags[code], first: i, last: i})
			i++
			continue
		}
		n, last := t.longest(sc, i, keep)
		if n == nil {
			i++
			continue
		}
		out = append(out, hit{name: n, senses: n.senses, first: i, last: last})
		i = last + 1
	}
	sc.hits = out
	return out
}

// longest returns the longest name that starts at token i and its last token.
func (t *index) longest(sc *scanned, i int, keep func(*name) bool) (*name, int) {
	last := i
	for last+1 < len(sc.tokens) && last-i+1 < maxTokens && sc.tokens[last+1].gap != cut && sc.tokens[last+1].flag == "" && !sc.tokens[last+1].mute {
		last++
	}
	for ; last >= i; last-- {
		n := t.names[string(sc.buf[sc.tokens[i].start:sc.tokens[last].end])]
		if n == nil || !keep(n) || n.caps && !capitals(sc, i, last) {
			continue
		}
		return n, last
	}
	return nil, 0
}

// capitals reports whether tokens i to last are written in capitals, or are a word of
// at least three letters that is the whole text.
func capitals(sc *scanned, i, last int) bool {
	if i == 0 && last == len(sc.tokens)-1 && sc.tokens[last].end-sc.tokens[i].start > 2 {
		return true
	}
	for ; i <= last; i++ {
		if !sc.tokens[i].caps {
			return false
		}
	}
	return true
}

// standing fills hit.whole: whether the phrase of each hit holds nothing but
// places, light words and numbers.
func (t *index) standing(sc *scanned, hits []hit) {
	k := 0
	for i := range sc.tokens {
		for k < len(hits) && hits[k].last < i {
			k++
		}
		if taken := k < len(hits) && hits[k].first <= i; taken {
			continue
		}
		tok := &sc.tokens[i]
		if tok.flag == "" && !tok.digits && !tok.mute && !t.light[string(sc.buf[tok.start:tok.end])] {
			tok.loose = true
		}
	}
	for k := range hits {
		hits[k].whole = !sc.isLoose(hits[k].first, hits[k].last)
	}
}

// isLoose reports whether the phrases of tokens first to last hold a loose word.
func (sc *scanned) isLoose(first, last int) bool {
	for first > 0 && sc.tokens[first-1].phrase == sc.tokens[first].phrase {
		first--
	}
	for last+1 < len(sc.tokens) && sc.tokens[last+1].phrase == sc.tokens[last].phrase {
		last++
	}
	return slices.ContainsFunc(sc.tokens[first:last+1], func(tok token) bool { return tok.loose })
}

// in reports whether the hit may be in the country.
func (h *hit) in(code string) bool {
	return slices.ContainsFunc(h.senses, func(s sense) bool { return s.country == code })
}

// countries returns the countries that the hit may be in, sorted; read only.
func (h *hit) countries() []string {
	if len(h.senses) == len(h.name.senses) {
		return h.name.countries
	}
	return countriesOf(h.senses)
}

func countriesOf(senses []sense) []string {
	var out []string
	for _, s := range senses {
		if !slices.Contains(out, s.country) {
			out = append(out, s.country)
		}
	}
	slices.Sort(out)
	return out
}
