package gazetteer

import (
	"cmp"
	"math"
	"slices"
)

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
			return t.place(sc, Ambiguous, "", places)
		}
	}
	named := t.countriesNamed(places)
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

// alone reports whether the text is a place of Cuba or Venezuela and nothing
// more, though its name is a word first, such as Libertador or Playa.
func (t *index) alone(sc *scanned, h hit) bool {
	return h.first == 0 && h.last == len(sc.tokens)-1 && slices.ContainsFunc(h.senses, func(s sense) bool { return s.level > nickname && (s.country == "CU" || s.country == "VE") })
}

// weigh parts the hits that name places from those that name a people, and
// drops the words that are no evidence here: common words, small places and persons inside a longer phrase.
func (t *index) weigh(sc *scanned, hits []hit) (places, peoples []hit) {
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
		return s.level == unit && t.kinds[s.region] == kind || kind == 'm' && s.level == municipality
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

// countriesNamed returns the countries that names and flags decide, sorted,
// without the sovereigns of territories that are also named.
func (t *index) countriesNamed(hits []hit) []string {
	var out []string
	for i := range hits {
		h := &hits[i]
		if h.senses[0].level != country {
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
	all := h.countries()
	if len(all) == 1 {
		return all[0]
	}
	if h.name.shared {
		return ""
	}
	if h.senses[0].level == country {
		if len(h.senses) > 1 && h.senses[1].level == country {
			return ""
		}
		return h.senses[0].country
	}
	var best, second float64
	code := ""
	for _, c := range all {
		size := 0.0
		for _, s := range h.senses {
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
	for _, h := range hits {
		switch {
		case h.in(code) || t.belongs(h, code):
			if !onlyCountry(h, code) {
				tier = Agreed
			}
			used = append(used, h)
		case h.whole && t.weighty(h):
			return t.place(sc, Multiple, "", hits)
		}
	}
	return t.place(sc, tier, code, used)
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
	common := hits[0].countries()
	for _, h := range hits[1:] {
		common = slices.DeleteFunc(common, func(c string) bool { return !h.in(c) })
	}
	var decided []string
	for i := range hits {
		if c := t.decisive(&hits[i]); c != "" && !slices.Contains(decided, c) {
			decided = append(decided, c)
		}
	}
	switch {
	case len(common) == 1:
		tier := Unique
		if slices.ContainsFunc(hits, func(h hit) bool { return h.senses[0].level == country && h.in(common[0]) }) {
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
		return t.judge2(sc, strong)
	}
	if len(decided) == 0 {
		return t.place(sc, Ambiguous, "", hits)
	}
	return t.place(sc, Multiple, "", hits)
}

// judge2 judges again without the names that are too small or too loosely
// placed to stand against the others.
func (t *index) judge2(sc *scanned, strong []hit) Place {
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
	case len(codes) == 1 && said:
		return t.place(sc, Unique, codes[0], hits)
	case len(hits) > 1 && len(codes) > 1:
		return t.place(sc, Multiple, "", hits)
	}
	return t.place(sc, Ambiguous, "", hits)
}

// place makes the answer: the bytes from the first to the last of the hits,
// the unit for one country, the countries in question for tiers D and M.
func (t *index) place(sc *scanned, tier Tier, code string, hits []hit) Place {
	p := Place{Tier: tier, Country: code}
	p.From, p.To = sc.span(hits[0].first, hits[0].last)
	for _, h := range hits[1:] {
		from, to := sc.span(h.first, h.last)
		p.From, p.To = min(p.From, from), max(p.To, to)
	}
	if code == "" {
		for i := range hits {
			codes := hits[i].countries()
			if c := t.decisive(&hits[i]); c != "" && (tier == Multiple || len(hits) == 1) {
				codes = []string{c}
			}
			p.Also = append(p.Also, codes...)
		}
		slices.Sort(p.Also)
		p.Also = slices.Compact(p.Also)
		return p
	}
	p.Region = regionOf(hits, code)
	if tier == Unique && slices.ContainsFunc(hits, func(h hit) bool { return h.name.own && h.in(code) }) {
		p.Tier = Agreed
	}
	return p
}

// span returns the bytes of tokens first to last in the text.
func (sc *scanned) span(first, last int) (from, to int) {
	from, to = math.MaxInt, 0
	for _, tok := range sc.tokens[first : last+1] {
		if tok.to > 0 {
			from, to = min(from, tok.from), max(to, tok.to)
		}
	}
	return min(from, to), to
}

// regionOf returns the first-level unit of the country on which most hits
// agree, a unit's own name counting double; among equals the unit named last ("Sucre, Bolívar"), else none.
func regionOf(hits []hit, code string) string {
	type tally struct{ votes, named int }
	tallies := map[string]tally{}
	for i, h := range hits {
		counted := map[string]bool{}
		for _, s := range h.senses { // larger levels first
			if s.country != code || s.region == "" || s.level <= nickname || counted[s.region] {
				continue
			}
			counted[s.region] = true
			n := tallies[s.region]
			n.votes++
			if s.level == unit {
				n.votes, n.named = n.votes+1, i+1
			}
			tallies[s.region] = n
		}
	}
	winner, tied := "", false
	for r, n := range tallies {
		best := tallies[winner]
		order := cmp.Or(cmp.Compare(n.votes, best.votes), cmp.Compare(n.named, best.named))
		if winner == "" || order > 0 {
			winner, tied = r, false
		} else if order == 0 {
			tied = true
		}
	}
	if tied {
		return largestIn(hits, code)
	}
	return winner
}

// largestIn returns the unit of the largest place that the hits may mean in
// the country, where it dominates its namesakes there.
func largestIn(hits []hit, code string) string {
	var best, second float64
	region := ""
	for _, h := range hits {
		for _, s := range h.senses {
			if s.country != code || s.region == "" || s.region == region {
				continue
			}
			if s.people > best {
				region, best, second = s.region, s.people, best
			} else {
				second = max(second, s.people)
			}
		}
	}
	if best < dominance*second || best == 0 {
		return ""
	}
	return region
}
