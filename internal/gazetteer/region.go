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
			if s.country != code || s.region == "" || s.level == parish || s.level == nickname || counted[s.region] {
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
