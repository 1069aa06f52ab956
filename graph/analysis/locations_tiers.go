package analysis

import (
	"cmp"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
)

// A Basis says what in a location decided: name, flag, code, place, size, neighbour, people, open or distant, as
// internal/gazetteer explains them.
type Basis string

var bases = map[gazetteer.Basis]Basis{
	gazetteer.ByName: "name", gazetteer.ByFlag: "flag", gazetteer.ByCode: "code", gazetteer.ByPlace: "place", gazetteer.BySize: "size",
	gazetteer.ByNeighbour: "neighbour", gazetteer.ByPeople: "people", gazetteer.Open: "open", gazetteer.Distant: "distant",
}

// A TierCount is a number of accounts in a tier.
type TierCount struct {
	Tier Tier
	N    int
}

// A BasisCount is a number of accounts whose country rests on the same kind of words.
type BasisCount struct {
	Basis Basis
	N     int
}

var allTiers = []Tier{TierA, TierB, TierC, TierD, TierMultiple, TierUnresolved, TierNone, TierUnknown}

// countTiers fills Tiers and Bases.
func (r *Locations) countTiers(members []int32) {
	r.Tiers = make([]TierCount, len(allTiers))
	for i, t := range allTiers {
		r.Tiers[i].Tier = t
	}
	rests := map[Basis]int{}
	for _, u := range members {
		d := &r.Declared[u]
		r.Tiers[slices.Index(allTiers, d.Tier)].N++
		if d.Country != "" {
			rests[d.Basis]++
		}
	}
	r.Bases = make([]BasisCount, 0, len(rests))
	for b, n := range rests {
		r.Bases = append(r.Bases, BasisCount{b, n})
	}
	slices.SortFunc(r.Bases, func(a, b BasisCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Basis, b.Basis)) })
}

// A prior gives ambiguous locations a country: of those that a text could mean, the one that most members declare, if it
// is one. It breaks ties in a sweep and nowhere else: no count of a country rests on it.
type prior map[string]int

// of returns the country that the prior gives an ambiguous location, "" if it gives none.
func (p prior) of(d *Declared) string {
	if d.Tier != TierD || d.Basis != bases[gazetteer.Open] {
		return ""
	}
	best, tied := "", true
	for _, c := range d.Also {
		switch n := p[c]; {
		case n == 0:
		case best == "" || n > p[best]:
			best, tied = c, false
		case n == p[best]:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return best
}

// guess makes the prior of the counts by country, and fills Guessed.
func (r *Locations) guess(members []int32) prior {
	p := prior{}
	for _, c := range r.Countries {
		p[c.Code] = c.N
	}
	guessed := map[string]int{}
	for _, u := range members {
		if c := p.of(&r.Declared[u]); c != "" {
			guessed[c]++
		}
	}
	r.Guessed = ranked(guessed)
	return p
}

// tierSteps are the rules of counting that are tried: only a country's own name or flag, also units and cities beside
// it, also places of one country (the rule that counts), and also ambiguous ones by the prior.
var tierSteps = []string{"tiers_a", "tiers_ab", "tiers_abc", "tiers_abcd"}

const countedStep = 2 // tiers_abc

// firstStep returns the country that a location counts for and the first step at which it does; len(tierSteps) if none.
func firstStep(d *Declared, p prior) (country string, step int) {
	switch d.Tier {
	case TierA, TierB, TierC:
		return d.Country, slices.Index(allTiers, d.Tier)
	case TierD:
		if c := p.of(d); c != "" {
			return c, len(tierSteps) - 1
		}
	}
	return "", len(tierSteps)
}

// reportCountries makes a fact of every country that is compared: how many declare it, and how many would under each
// rule of counting. It holds where the country keeps its rank among all.
func (r *Locations) reportCountries(members []int32, home map[string]bool, p prior) {
	counts := make([]map[string]int, len(tierSteps))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	who := map[string][]int32{}
	for _, u := range members {
		c, step := firstStep(&r.Declared[u], p)
		for i := step; i < len(tierSteps); i++ {
			counts[i][c]++
		}
		if step <= countedStep {
			who[c] = append(who[c], u)
		}
	}
	rank := func(step int, code string) int {
		return slices.IndexFunc(ranked(counts[step]), func(c CodeCount) bool { return c.N <= counts[step][code] })
	}
	for _, code := range r.compared(home) {
		f := Fact{Name: "declares_country", Item: code, Value: float64(len(who[code])), Unit: "accounts", Of: "with_location", N: int64(r.Located),
			Innocent: []adentro.Note{{Code: "location_innocent"}}, Evidence: Evidence{Accounts: who[code]}}
		for i, name := range tierSteps {
			f.Sweep = append(f.Sweep, Step{At: float64(i + 1), Name: name, Value: float64(counts[i][code]), P: untested, Holds: rank(i, code) == rank(countedStep, code)})
		}
		r.Facts = append(r.Facts, f)
	}
	for _, c := range r.Guessed {
		r.Facts = append(r.Facts, Fact{Name: "ambiguous_by_context", Item: c.Code, Value: float64(c.N), Unit: "accounts", Of: "ambiguous", N: int64(r.Ambiguous), Level: Inferred})
	}
}

// mostCompared is how many countries outside home are compared between groups, leastCompared how many
// accounts must declare one. Both look only at the population as a whole, so that they favour no group.
const mostCompared, leastCompared = 4, 5

// compared returns the countries that are compared: those of home that anybody declares, then the most declared others.
func (r *Locations) compared(home map[string]bool) []string {
	var at, abroad []string
	for _, c := range r.Countries {
		switch {
		case home[c.Code]:
			at = append(at, c.Code)
		case len(abroad) < mostCompared && c.N >= leastCompared:
			abroad = append(abroad, c.Code)
		}
	}
	return append(at, abroad...)
}
