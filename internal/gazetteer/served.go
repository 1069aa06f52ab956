package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// Countries returns the countries that a handle, name or bio names, by name or
// flag, left to right. Where a name is shared by two countries the one that bears it officially is
// taken, since institutions write official names. Peoples do not count: a "Brigada Médica Cubana"
// serves another country. In a handle, which has no spaces, a name may also end a word
// (bmcargelia), and be cut at the platform's 15 characters (CubaCooperaGuat).
func Countries(s string) []Hit {
	t := tables()
	sc := scan(s)
	hits := t.find(sc, func(n *name) bool { return n.senses[0].level > people })
	var out []Hit
	covered := make([]bool, len(sc.tokens))
	for _, h := range hits {
		for i := h.first; i <= h.last; i++ {
			covered[i] = true
		}
		if h.senses[0].level != country {
			continue
		}
		from, to := sc.span(h.first, h.last)
		out = append(out, Hit{h.senses[0].country, from, to})
	}
	if isHandle(s) {
		out = append(out, sc.inside(covered, t.countryNames())...)
	}
	slices.SortFunc(out, func(a, b Hit) int { return cmp.Compare(a.From, b.From) })
	return out
}

// Regions returns the first-level units of a country that a handle, name or
// bio names, left to right: by their own names, or by a municipality, town or parish that only one
// unit of the country has, or that dominates its namesakes there. Units named after people count only
// where the words do not name the person, and no other place is named.
func Regions(country, s string) []Hit {
	t := tables()
	local := t.localNames()[country]
	if local == nil {
		return nil
	}
	sc := scan(s)
	hits := t.find(sc, func(n *name) bool { return local.has[n] })
	covered := make([]bool, len(sc.tokens))
	var out, persons []Hit
	for _, h := range hits {
		for i := h.first; i <= h.last; i++ {
			covered[i] = true
		}
		region := regionIn(h.senses, country)
		if region == "" {
			continue
		}
		from, to := sc.span(h.first, h.last)
		stated := h // narrow changes what it is given
		switch {
		case !h.name.person || t.narrow(sc, &stated):
			out = append(out, Hit{region, from, to})
		case !t.named(sc, h):
			persons = append(persons, Hit{region, from, to})
		}
	}
	if isHandle(s) {
		out = append(out, sc.inside(covered, local.names)...)
	}
	if len(out) == 0 {
		out = persons
	}
	slices.SortFunc(out, func(a, b Hit) int { return cmp.Compare(a.From, b.From) })
	return out
}

// regionIn returns the one first-level unit of the country that the senses
// mean: the unit of that name, the only one with such a place, or the one whose place dominates.
func regionIn(senses []sense, code string) string {
	regions := map[string]bool{}
	region := ""
	for _, s := range senses {
		if s.country != code || s.region == "" || s.level == nickname {
			continue
		}
		if s.level == unit {
			return s.region
		}
		regions[s.region] = true
		region = s.region
	}
	if len(regions) == 1 {
		return region
	}
	return largestIn([]hit{{senses: senses}}, code)
}

// A spelling is a name without spaces, and the code that it stands for.
type spelling struct{ text, code string }

// A local holds the names of places inside one country.
type local struct {
	has   map[*name]bool
	names []spelling
}

// shortest names that count inside a word, at its end, and cut short.
const (
	minInside = 5
	minCut    = 4
)

// inside finds names at the end of the words of a handle that no name covers.
// A handle of the longest length allowed may have been cut: there the end of its last word may begin a name.
func (sc *scanned) inside(covered []bool, names []spelling) []Hit {
	var out []Hit
	for i, tok := range sc.tokens {
		if covered[i] || tok.digits || tok.flag != "" {
			continue
		}
		word := sc.word(i)
		best := spelling{}
		for _, n := range names {
			if len(n.text) > len(best.text) && (len(n.text) >= minInside || len(word) >= 2*minInside && len(n.text) >= minCut) && strings.HasSuffix(word, n.text) {
				best = n
			}
		}
		if best.text == "" && i == len(sc.tokens)-1 && len(sc.text) == maxHandle {
			best = cutName(word, names)
		}
		if best.text != "" {
			out = append(out, Hit{best.code, tok.to - len(best.text), tok.to})
		}
	}
	return out
}

// cutName returns the longest end of a word that begins names of only one
// place: the whole word from 4 letters, a part of it from 5.
func cutName(word string, names []spelling) spelling {
	for i := 0; len(word)-i >= minCut; i++ {
		end := word[i:]
		if i > 0 && len(end) < minInside {
			break
		}
		code := ""
		for _, n := range names {
			if len(n.text) <= len(end) || !strings.HasPrefix(n.text, end) || n.code == code {
				continue
			}
			if code != "" {
				return spelling{}
			}
			code = n.code
		}
		if code != "" {
			return spelling{end, code}
		}
	}
	return spelling{}
}

// maxHandle is the platform's longest handle today; some old ones have 20.
const maxHandle, maxOldHandle = 15, 20

// isHandle reports whether s may be a handle: one word of ASCII letters, digits and underscores.
func isHandle(s string) bool { return len(s) <= maxOldHandle && plainWord(s) }

// plainWord reports whether s holds only the characters that handles allow.
func plainWord(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_') {
			return false
		}
	}
	return s != ""
}

// gatherNames lists the spellings without spaces of the names that code accepts.
func (t *index) gatherNames(code func(*name) string) []spelling {
	var out []spelling
	for key, n := range t.names {
		if c := code(n); c != "" && !n.caps && !n.common && !strings.Contains(key, " ") && len(key) >= minCut && plainWord(key) {
			out = append(out, spelling{key, c})
		}
	}
	slices.SortFunc(out, func(a, b spelling) int { return cmp.Compare(a.text, b.text) })
	return out
}

// Spellings returns the names of all countries, and of the places inside the given ones, as
// handles spell them: sorted, in small letters, without accents and spaces. Names of people and common
// words are left out, and so are municipalities of one word, because most are surnames too, and smaller
// places.
func Spellings(inside ...string) []string {
	t := tables()
	var out []string
	for key, n := range t.names {
		if n.person || n.common || n.caps {
			continue
		}
		tight := strings.ReplaceAll(key, " ", "")
		if len(tight) < minCut || !plainWord(tight) {
			continue
		}
		if slices.ContainsFunc(n.senses, func(s sense) bool {
			return s.level == country || slices.Contains(inside, s.country) && (s.level >= city || s.level == municipality && tight != key)
		}) {
			out = append(out, tight)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
