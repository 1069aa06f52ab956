package gazetteer

import "slices"

// dominance is how many times more populous the best known place of a name must
// be than its largest namesake abroad to stand for the name. Five parts London from London, Ontario and
// leaves Valencia, Mérida and Trujillo open.
const dominance = 5

// notable is the number of inhabitants, in thousands, from which a place of
// another country beside a country's name counts as a second country.
const notable = 40

// unmeasured is the size, in thousands, that a place whose inhabitants the
// tables do not know is taken for: a large one of its level, so that only much better known places outweigh it.
var unmeasured = [country + 1]float64{municipality: 100, town: 20}

// judge decides what the names found in a location text say together.
func (t *index) judge(sc *scanned, hits []hit) Place {
	hits = t.codesIn(sc, hits)
	t.standing(sc, hits)
	places, people := t.weigh(sc, hits)
	if len(places) == 0 {
		if len(people) == 0 && len(hits) == 1 && t.alone(sc, hits[0]) {
			return t.place(sc, Ambiguous, "", hits)
		}
		return t.judgePeople(sc, people)
	}
	t.absorbTowns(sc, places)
	for _, h := range places {
		if t.distant(sc, h) {
			return distantly(t.place(sc, Ambiguous, "", places))
		}
	}
	named := t.countriesNamed(places, false)
	if len(named) == 0 {
		if named = t.countriesNamed(places, true); len(named) == 1 {
			p := t.judgeNamed(sc, named[0], places)
			if p.Tier == Multiple { // a code and a place that disagree: one of them was misread
				p.Tier, p.Basis = Ambiguous, Open
			}
			return p
		}
	}
	switch {
	case len(named) > 1:
		return t.place(sc, Multiple, "", places)
	case len(named) == 1:
		return t.judgeNamed(sc, named[0], places)
	case len(places) == 1:
		if c := t.decisive(&places[0]); c != "" {
			return t.place(sc, Unique, c, places)
		}
		return t.place(sc, Ambiguous, "", places)
	}
	return t.judgeTogether(sc, places)
}

// countriesNamed returns the countries that names and flags decide, or codes
// do, sorted, without the sovereigns of territories that are also named.
func (t *index) countriesNamed(hits []hit, codes bool) []string {
	var out []string
	for i := range hits {
		h := &hits[i]
		if h.senses[0].level != country || h.code != codes {
			continue
		}
		if c := t.decisive(h); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	all := slices.Clone(out)
	return slices.DeleteFunc(out, func(c string) bool {
		return slices.ContainsFunc(all, func(o string) bool { return t.parents[o] == c })
	})
}

// decisive returns the one country that the hit stands for, "" if it is open.
func (t *index) decisive(h *hit) string {
	if len(h.senses) == len(h.name.senses) {
		return h.name.decisive
	}
	return decide(h.senses, h.countries(), h.name.shared)
}

// decide returns the one country that the senses stand for, "" if it is open; where size may not decide, only
// if they are all in one.
func decide(senses []sense, all []string, shared bool) string {
	if len(all) == 1 {
		return all[0]
	}
	if shared {
		return ""
	}
	if senses[0].level == country {
		if len(senses) > 1 && senses[1].level == country {
			return ""
		}
		return senses[0].country
	}
	var best, second float64
	code := ""
	for _, c := range all {
		size := 0.0
		for _, s := range senses {
			if s.country == c {
				size = max(size, s.people)
				if s.people == 0 {
					size = max(size, unmeasured[s.level])
				}
			}
		}
		if size > best {
			code, best, second = c, size, best
		} else {
			second = max(second, size)
		}
	}
	if best < dominance*second || best == 0 {
		return ""
	}
	return code
}

// judgeNamed judges a text that names one country: other places confirm it,
// or show that there are two.
func (t *index) judgeNamed(sc *scanned, code string, hits []hit) Place {
	tier := Country
	used := make([]hit, 0, len(hits))
	for k, h := range hits {
		inside := k+1 < len(hits) && !hits[k+1].code && sc.leadsTo(h, hits[k+1]) && hits[k+1].in(code)
		abroad := t.decisive(&h)
		switch {
		case h.code && !h.in(code):
		case (h.in(code) || t.belongs(h, code)) && (inside || abroad == "" || abroad == code || t.belongs(h, code) || h.senses[0].level >= unit):
			if !onlyCountry(h, code) {
				tier = Agreed
			}
			used = append(used, h)
		case h.whole && t.weighty(h) && !(inside && t.mayBeNamesake(h)):
			return t.place(sc, Multiple, "", hits)
		}
	}
	return t.place(sc, tier, code, used)
}

// mayBeNamesake reports whether a place just before a country's name may be one
// of that country which the tables lack ("Surrey, England"): it is neither a unit, nor in Cuba or Venezuela, where they lack none, nor a metropolis.
func (t *index) mayBeNamesake(h hit) bool {
	return !slices.ContainsFunc(h.senses, func(s sense) bool {
		return s.level >= unit || s.level == nickname || s.country == "CU" || s.country == "VE" || s.people >= 1000
	})
}

// belongs reports whether the hit is in a territory of the country, or in the
// sovereign of the territory: "San Juan, Puerto Rico, USA".
func (t *index) belongs(h hit, code string) bool {
	return slices.ContainsFunc(h.senses, func(s sense) bool { return t.parents[s.country] == code || t.parents[code] == s.country })
}

// onlyCountry reports whether the hit says no more of the country than its name.
func onlyCountry(h hit, code string) bool {
	return !slices.ContainsFunc(h.senses, func(s sense) bool {
		return s.country == code && s.level > nickname && s.level < country
	}) || h.senses[0].level == country && h.senses[0].country == code
}

// weighty reports whether the hit is well enough known to name a second country.
func (t *index) weighty(h hit) bool {
	return slices.ContainsFunc(h.senses, func(s sense) bool { return s.level >= unit || s.level == nickname || s.people >= notable })
}

// judgeTogether judges several places without a country's name by the countries
// that could hold all of them.
func (t *index) judgeTogether(sc *scanned, hits []hit) Place {
	common := slices.Clone(hits[0].countries())
	for _, h := range hits[1:] {
		common = slices.DeleteFunc(common, func(c string) bool { return !h.in(c) })
	}
	var decided []string
	for i := range hits {
		if c := t.decisive(&hits[i]); c != "" && !slices.Contains(decided, c) {
			decided = append(decided, c)
		}
	}
	if len(decided) > 1 {
		common = slices.DeleteFunc(common, func(c string) bool { return !t.holds(sc, hits, c) })
	}
	switch {
	case len(common) == 1:
		tier := Unique
		if slices.ContainsFunc(hits, func(h hit) bool {
			return slices.ContainsFunc(h.senses, func(s sense) bool { return s.level == country && s.country == common[0] })
		}) {
			tier = Agreed
		}
		return t.place(sc, tier, common[0], hits)
	case len(common) > 1:
		decided = slices.DeleteFunc(decided, func(c string) bool { return !slices.Contains(common, c) })
		if len(decided) == 1 {
			return t.place(sc, Unique, decided[0], hits)
		}
		var joined []string
		for _, c := range common {
			if t.sameUnit(hits, c) {
				joined = append(joined, c)
			}
		}
		if len(joined) == 1 {
			return t.place(sc, Unique, joined[0], hits)
		}
		return t.place(sc, Ambiguous, "", hits)
	}
	strong := slices.DeleteFunc(slices.Clone(hits), func(h hit) bool { return !h.whole || !t.weighty(h) })
	if len(strong) > 0 && len(strong) < len(hits) {
		return t.judgeAgain(sc, strong)
	}
	if len(decided) == 0 {
		return t.place(sc, Ambiguous, "", hits)
	}
	return t.place(sc, Multiple, "", hits)
}

// holds reports whether every place that by itself stands for another country is followed, or led, by a unit of
// this one, so that it may be there: "London, Ontario", but not "Madrid / París", though the United States have both names.
func (t *index) holds(sc *scanned, hits []hit, code string) bool {
	in := func(h hit) bool {
		return slices.ContainsFunc(h.senses, func(s sense) bool { return s.country == code && s.level >= unit })
	}
	for k := range hits {
		if c := t.decisive(&hits[k]); c == "" || c == code {
			continue
		}
		after := k+1 < len(hits) && sc.leadsTo(hits[k], hits[k+1]) && in(hits[k+1])
		before := k > 0 && sc.leadsTo(hits[k-1], hits[k]) && in(hits[k-1])
		if !after && !before {
			return false
		}
	}
	return true
}

// judgeAgain judges again without the names that are too small or too loosely
// placed to stand against the others.
func (t *index) judgeAgain(sc *scanned, strong []hit) Place {
	if len(strong) > 1 {
		return t.judgeTogether(sc, strong)
	}
	if c := t.decisive(&strong[0]); c != "" {
		return t.place(sc, Unique, c, strong)
	}
	return t.place(sc, Ambiguous, "", strong)
}

// sameUnit reports whether two names have a first-level unit of the country in
// common, one of them as its own name: "Barcelona, Anzoátegui", "Trujillo, Trujillo".
func (t *index) sameUnit(hits []hit, code string) bool {
	for i, h := range hits {
		for _, s := range h.senses {
			if s.country != code || s.level != unit {
				continue
			}
			for j, o := range hits {
				if i != j && slices.ContainsFunc(o.senses, func(p sense) bool { return p.region == s.region }) {
					return true
				}
			}
		}
	}
	return false
}

// judgePeople judges a text that names a people and no place. A people counts
// where it is the whole phrase or its beginning; "misión médica cubana" says whose mission, not where.
func (t *index) judgePeople(sc *scanned, hits []hit) Place {
	if len(hits) == 0 {
		return Place{Tier: Unresolved}
	}
	var codes []string
	said := false
	for _, h := range hits {
		for _, c := range h.countries() {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
		said = said || h.whole || h.first == 0
	}
	switch {
	case len(codes) == 1 && said && !t.far(sc):
		return t.place(sc, Unique, codes[0], hits)
	case len(hits) > 1 && len(codes) > 1:
		return t.place(sc, Multiple, "", hits)
	}
	return distantly(t.place(sc, Ambiguous, "", hits))
}

// distantly marks an answer that no context can decide.
func distantly(p Place) Place {
	p.Basis = Distant
	return p
}
