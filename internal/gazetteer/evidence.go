package gazetteer

import "slices"

// alone reports whether the text is a place of Cuba or Venezuela and nothing
// more, though its name is a word first, such as Libertador or Playa.
func (t *index) alone(sc *scanned, h hit) bool {
	return h.first == 0 && h.last == len(sc.tokens)-1 && slices.ContainsFunc(h.senses, func(s sense) bool { return s.level > nickname && (s.country == "CU" || s.country == "VE") })
}

// weigh parts the hits that name places from those that name a people, and
// drops the words that are no evidence here: common words, small places and persons inside a longer phrase.
func (t *index) weigh(sc *scanned, hits []hit) (places, peoples []hit) {
	places = sc.places[:0]
	for _, h := range hits {
		top := h.senses[0]
		if top.level == people {
			peoples = append(peoples, h)
			continue
		}
		explicit := t.narrow(sc, &h)
		switch {
		case h.code:
			if h.name.common && !slices.ContainsFunc(hits, func(o hit) bool {
				return !o.code && slices.ContainsFunc(o.senses, func(s sense) bool { return h.in(s.country) && s.level > nickname && s.level < country })
			}) {
				continue
			}
		case h.name.common && top.level < unit && !explicit && !insideAny(h, hits), h.name.bare && !sc.bare(h):
			continue
		case h.name.person && !explicit && (!h.whole || t.named(sc, h)):
			continue
		case top.level <= municipality && top.level > nickname && !h.whole && !explicit:
			continue
		}
		places = append(places, h)
	}
	sc.places = places
	return places, peoples
}

// insideAny reports whether another name is a unit that holds a place of this
// name: "Independencia, Miranda".
func insideAny(h hit, hits []hit) bool {
	return slices.ContainsFunc(hits, func(o hit) bool {
		return o.first != h.first && slices.ContainsFunc(o.senses, func(u sense) bool {
			return u.level == unit && slices.ContainsFunc(h.senses, func(s sense) bool { return s.region == u.region })
		})
	})
}

// narrow keeps the senses that the word before the name allows, and reports
// whether there was such a word: only a state is called "estado", and only Venezuela shortens it
// so before Bolívar or Sucre (Mexico before its own).
func (t *index) narrow(sc *scanned, h *hit) bool {
	i := h.first - 1
	for i >= 0 && sc.tokens[i+1].gap != cut && (sc.word(i) == "de" || sc.word(i) == "del") {
		i--
	}
	if i < 0 || sc.tokens[i+1].gap == cut {
		return false
	}
	word := sc.word(i)
	kind, ok := unitKinds[word]
	if !ok || kind == 'm' && h.name.shared && len(h.countries()) > 1 {
		return false
	}
	stated := h.keep(func(s sense) bool {
		return s.level == unit && t.kinds[s.region] == kind || kind == 'm' && s.level == municipality || kind == 'q' && s.level == parish
	})
	if stated && word == "edo" {
		h.keep(func(s sense) bool { return s.country == "VE" })
	}
	return stated
}

// keep narrows the hit to the senses that ok accepts, if there are any.
func (h *hit) keep(ok func(sense) bool) bool {
	var kept []sense
	for _, s := range h.senses {
		if ok(s) {
			kept = append(kept, s)
		}
	}
	if len(kept) > 0 {
		h.senses = kept
	}
	return len(kept) > 0
}

// bare reports whether nothing else stands in the phrase of the hit.
func (sc *scanned) bare(h hit) bool {
	before := h.first > 0 && sc.tokens[h.first-1].phrase == sc.tokens[h.first].phrase
	after := h.last+1 < len(sc.tokens) && sc.tokens[h.last+1].phrase == sc.tokens[h.last].phrase
	return !before && !after
}

// named reports whether the word before the hit makes it a person's name.
func (t *index) named(sc *scanned, h hit) bool {
	return h.first > 0 && sc.tokens[h.first].gap <= space && t.given[sc.word(h.first-1)]
}

// absorbTowns turns a country's name into the town of that name when the
// unit or country that holds the town follows it: "Cuba, Missouri", "Colombia, Las Tunas", "Armenia, Colombia".
func (t *index) absorbTowns(sc *scanned, hits []hit) {
	for k := 0; k+1 < len(hits); k++ {
		h, next := &hits[k], &hits[k+1]
		if h.senses[0].level != country || next.senses[0].level < unit || next.first != h.last+1 || sc.tokens[next.first].gap == dash {
			continue
		}
		if sc.tokens[next.first].flag != "" || sc.tokens[next.first].gap == cut && !sc.tokens[next.first].comma {
			continue
		}
		var towns []sense
		for _, s := range h.senses {
			if s.level == country {
				continue
			}
			for _, o := range next.senses {
				sameUnit := o.level == unit && s.region == o.region && s.region != ""
				inCountry := o.level == country && s.country == o.country && s.people >= notable
				inUnit := o.level == unit && s.region == "" && s.people >= notable
				if o.country == s.country && (sameUnit || inUnit || inCountry) {
					towns = append(towns, s)
					break
				}
			}
		}
		if len(towns) > 0 && !slices.ContainsFunc(next.senses, func(s sense) bool { return s.country == h.senses[0].country }) {
			h.senses = towns
		}
	}
}

// distant reports whether the text keeps the hit away ("fuera de Cuba").
func (t *index) distant(sc *scanned, h hit) bool {
	i := h.first - 1
	for i >= 0 && sc.tokens[i+1].gap <= space && slices.Contains([]string{"de", "of", "from", "mi", "la", "for", "but"}, sc.word(i)) {
		i--
	}
	return i >= 0 && sc.tokens[i+1].gap <= space && t.distance[sc.word(i)]
}

// leadsTo reports whether a comma or nothing parts the hit from the next, as a
// place is parted from what holds it; a slash or a dash puts two places side by side.
func (sc *scanned) leadsTo(h, next hit) bool {
	tok := sc.tokens[next.first]
	return next.first == h.last+1 && (tok.gap == space || tok.gap == cut && (tok.comma || tok.flag != ""))
}
