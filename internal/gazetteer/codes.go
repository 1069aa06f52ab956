package gazetteer

import "slices"

// codesIn reads codes as people write them after a city: alone between a comma, a bracket or a slash and
// the next mark ("Miami, FL", "Cumaná, VE", "Venezuela/MX"), after "in" ("raised in NJ"), and three letters that are
// the whole text ("CUB"). They are in capitals, but for those of a state that has the place before them ("cleveland, oh").
func (t *index) codesIn(sc *scanned, hits []hit) []hit {
	var out []hit // made with the first code
	k, copied := 0, 0
	for i := range sc.tokens {
		for k < len(hits) && hits[k].last < i {
			k++
		}
		if k < len(hits) && hits[k].first <= i && hits[k].level() > people {
			continue
		}
		tok := &sc.tokens[i]
		size := tok.end - tok.start
		alone := i+1 == len(sc.tokens) || sc.tokens[i+1].phrase != tok.phrase
		if tok.digits || tok.mute || size < 2 || size > 3 || !alone {
			continue
		}
		before := (*hit)(nil)
		switch {
		case k > 0 && hits[k-1].last == i-1:
			before = &hits[k-1]
		case len(out) > 0 && out[len(out)-1].last == i-1:
			before = &out[len(out)-1]
		}
		if h, ok := t.codeAt(sc, i, before); ok {
			out = append(append(out, hits[copied:k]...), h)
			copied = k
		}
	}
	if out == nil {
		return hits
	}
	return append(out, hits[copied:]...)
}

// codeAt reads token i as a code; before is the name that ends just before it, if one does.
func (t *index) codeAt(sc *scanned, i int, before *hit) (hit, bool) {
	tok := &sc.tokens[i]
	word := upper(sc.word(i))
	h := hit{senses: t.codeSenses(word), first: i, last: i, code: true}
	if len(h.senses) == 0 {
		return h, false
	}
	h.name = &name{shared: true}
	switch {
	case !tok.caps: // only the state that has the place, or any of its country where the code is no word
		return h, tok.mark == ',' && before != nil && before.level() > nickname && h.keep(func(s sense) bool {
			return s.level == unit && (before.has(s.region) || !t.wordCodes[word] && before.in(s.country))
		})
	case tok.mark == ',', tok.mark == '(':
		h.name.common = t.wordCodes[word] && (i == 0 || sc.tokens[i-1].caps) || tok.mark == '(' && h.senses[0].level == country
		if word == "CA" && (before == nil || !before.in("CA")) {
			h.keep(func(s sense) bool { return s.region == "US-CA" })
		}
		return h, true
	case t.wordCodes[word]:
		return h, false
	case tok.mark == '/':
		h.code = false // beside a country's name it is another country
		return h, len(h.senses) == 1 && h.senses[0].level == country && before != nil && before.level() == country
	case i > 0 && tok.gap == space && sc.word(i-1) == "in":
		h.code = false
		return h, h.keep(func(s sense) bool { return s.level == unit })
	}
	return h, len(word) == 3 && len(sc.tokens) == 1
}

// codeSenses returns what a code in capitals may mean: a country, and with two letters
// a state of the United States or a province of Canada.
func (t *index) codeSenses(word string) []sense {
	var out []sense
	if c, ok := t.codes[word]; ok {
		out = append(out, sense{country: c, level: country})
	}
	if len(word) == 2 && t.stateCodes[word] {
		out = out[:0]
	}
	for _, c := range []string{"US", "CA"} {
		if region := c + "-" + word; len(word) == 2 && t.titles[region][0] != "" {
			out = append(out, sense{country: c, region: region, level: unit})
		}
	}
	return out
}

// level is that of the largest meaning.
func (h *hit) level() level { return h.senses[0].level }

// has reports whether the hit may be in the first-level unit.
func (h *hit) has(region string) bool {
	return slices.ContainsFunc(h.senses, func(s sense) bool { return s.region == region })
}
