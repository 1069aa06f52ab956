package gazetteer

import (
	"cmp"
	"math"
	"slices"
)

// place makes the answer: the bytes from the first to the last of the hits,
// the unit for one country, the countries in question for tiers D and M.
func (t *index) place(sc *scanned, tier Tier, code string, hits []hit) Place {
	p := Place{Tier: tier, Country: code}
	if tier == Ambiguous {
		p.Basis = Open
	}
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
	p.Region = t.regionOf(sc, hits, code)
	p.Basis = t.basis(sc, hits, code)
	if tier == Unique && slices.ContainsFunc(hits, func(h hit) bool { return h.name.own && h.in(code) }) {
		p.Tier = Agreed
	}
	if p.Tier == Unique && (p.Basis == BySize || p.Basis == ByNeighbour) {
		for i := range hits {
			p.Also = append(p.Also, hits[i].countries()...)
		}
		slices.Sort(p.Also)
		p.Also = slices.DeleteFunc(slices.Compact(p.Also), func(c string) bool { return c == code })
	}
	return p
}

// basis says what in the hits decided for the country.
func (t *index) basis(sc *scanned, hits []hit, code string) Basis {
	best := ByNeighbour
	rank := func(b Basis) int {
		return slices.Index([]Basis{ByName, ByFlag, ByCode, ByPlace, BySize, ByNeighbour, ByPeople}, b)
	}
	for i := range hits {
		h := &hits[i]
		b := ByNeighbour
		switch {
		case sc.tokens[h.first].flag == code:
			b = ByFlag
		case h.code && h.in(code):
			b = ByCode
		case h.level() == country && h.in(code):
			b = ByName
		case h.level() == people:
			b = ByPeople
			if best == ByNeighbour {
				best = b
			}
		case t.decisive(h) == code && len(h.countries()) > 1:
			b = BySize
		case t.decisive(h) == code:
			b = ByPlace
		}
		if rank(b) < rank(best) {
			best = b
		}
	}
	return best
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
func (t *index) regionOf(sc *scanned, hits []hit, code string) string {
	if t.parted(sc, hits, code) {
		return ""
	}
	type tally struct {
		region       string
		votes, named int
	}
	var tallies []tally
	for i := range hits {
		senses := hits[i].senses
		for k, s := range senses { // larger levels first
			if s.country != code || !s.votes() || slices.ContainsFunc(senses[:k], func(o sense) bool { return o.region == s.region && o.votes() && o.country == code }) {
				continue
			}
			at := slices.IndexFunc(tallies, func(n tally) bool { return n.region == s.region })
			if at < 0 {
				at = len(tallies)
				tallies = append(tallies, tally{region: s.region})
			}
			n := &tallies[at]
			n.votes++
			if s.level == unit {
				n.votes, n.named = n.votes+1, i+1
			}
		}
	}
	best, tied := tally{}, false
	for _, n := range tallies {
		order := cmp.Or(cmp.Compare(n.votes, best.votes), cmp.Compare(n.named, best.named))
		if order > 0 {
			best, tied = n, false
		} else if order == 0 {
			tied = true
		}
	}
	if tied {
		return largestIn(hits, code)
	}
	return best.region
}

// votes reports whether the sense speaks for a first-level unit.
func (s sense) votes() bool { return s.region != "" && s.level != parish && s.level != nickname }

// parted reports whether a slash, a dash or a word parts two neighbouring places that are in different
// units of the country: "Barinas / Mérida", "Caracas y Maracay".
func (t *index) parted(sc *scanned, hits []hit, code string) bool {
	for k := 1; k < len(hits); k++ {
		a, b := &hits[k-1], &hits[k]
		joined := sc.leadsTo(*a, *b) || !a.named(code) || !b.named(code)
		for i := a.last + 1; i < b.first; i++ {
			joined = joined || !t.light[sc.word(i)] // "Eldorado Springs, CO" is one place
		}
		if joined {
			continue
		}
		if !slices.ContainsFunc(a.senses, func(s sense) bool { return s.country == code && s.votes() && b.has(s.region) }) {
			return true
		}
	}
	return false
}

// named reports whether the hit names a unit of the country or a place in one.
func (h *hit) named(code string) bool {
	return slices.ContainsFunc(h.senses, func(s sense) bool { return s.country == code && s.votes() })
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
