package analysis

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// placeFields are where a place is read: what an account calls itself before
// what it tells.
var placeFields = []adentro.Field{adentro.FieldHandle, adentro.FieldName, adentro.FieldBio}

// place returns what the place facet of class c finds, and in which field.
//
// "region:XX": the one first-level unit of XX that the handle calls by its own name, else
// the name, else the bio; else, in the same order, the one in which a town or parish lies. "country": the one country that handle or name names, else the bio. There the
// country that the class's own title names (Cuba, of Cuba Coopera) sends and is not served, and
// a home country of the case counts only where no other is named; of a home
// country the first-level unit is returned where one is named. Two places in one field decide
// nothing.
func (x *classRules) place(c int, t *accountTexts, labels []Label) (string, adentro.Field) {
	facet := x.classes[c].Place
	if facet == "" {
		return "", adentro.FieldHandle
	}
	var left [3]string
	for i, f := range placeFields {
		left[i] = x.without(c, &t[i], f, labels)
	}
	if country, ok := strings.CutPrefix(facet, "region:"); ok {
		var named [3][]gazetteer.Hit
		for i, f := range placeFields {
			named[i] = regionHits(country, left[i])
			if r := only(codes(unitHits(left[i], named[i]))); r != "" {
				return r, f
			}
		}
		for i, f := range placeFields {
			if r := only(codes(named[i])); r != "" {
				return r, f
			}
		}
		return "", adentro.FieldHandle
	}
	return x.countryServed(c, left)
}

// countryServed decides the facet "country".
func (x *classRules) countryServed(c int, left [3]string) (string, adentro.Field) {
	var named [3][]string
	// A handle's last letters are read as a code only where the name names no place: the
	// platform cuts handles, and CubaCooperaBel may be of Belize, CubaCooperaBol of Bolívar.
	spelt := slices.ContainsFunc(countriesIn(left[1], false), func(code string) bool { return !x.senders[c][code] }) ||
		slices.ContainsFunc(x.home, func(home string) bool { return len(unitsIn(home, left[1])) > 0 })
	for i := range left {
		for _, code := range countriesIn(left[i], i == 0 && !spelt) {
			if !x.senders[c][code] {
				named[i] = append(named[i], code)
			}
		}
	}
	for _, span := range [][2]int{{0, 2}, {2, 3}} { // handle and name, then bio
		for i := span[0]; i < span[1]; i++ {
			if code := only(slices.DeleteFunc(slices.Clone(named[i]), x.isHome)); code != "" {
				return code, placeFields[i]
			}
		}
		for i := span[0]; i < span[1]; i++ {
			if f := placeFields[i]; len(slices.DeleteFunc(slices.Clone(named[i]), x.isHome)) == 0 {
				for _, home := range x.home {
					if r := only(unitsIn(home, left[i])); r != "" {
						return r, f
					}
				}
				if code := only(named[i]); code != "" {
					return code, f
				}
			}
		}
	}
	return "", adentro.FieldHandle
}

func (x *classRules) isHome(code string) bool { return slices.Contains(x.home, code) }

// without returns the text of a field with the matches of the class taken out,
// because "Cuba Coopera" is no place; what a pattern captured as (?P<place>…) stays.
func (x *classRules) without(c int, t *fieldText, f adentro.Field, labels []Label) string {
	out := []byte(t.raw)
	blank := byte(' ')
	if f == adentro.FieldHandle {
		blank = '_' // so that it still reads as a handle, of its length
	}
	for _, l := range labels {
		if l.Field != f || l.Rule == LabelOverride {
			continue
		}
		keepFrom, keepTo := 0, 0
		for i := range x.rules[c] {
			if r := &x.rules[c][i]; r.id == l.Rule && r.place > 0 {
				if at := r.pattern.FindStringSubmatchIndex(t.folded); at != nil && at[2*r.place] >= 0 {
					keepFrom, keepTo = t.span(at[2*r.place], at[2*r.place+1])
				}
			}
		}
		for i := l.From; i < l.To; i++ {
			if i < keepFrom || i >= keepTo {
				out[i] = blank
			}
		}
	}
	return string(out)
}

// countriesIn returns the countries that s names, each once, in order. A
// handle may end in a country's code, as in CubaCooperaGTM.
func countriesIn(s string, handle bool) []string {
	out := codes(gazetteer.Countries(s))
	if words := text.Tokens(strings.TrimRight(s, "0123456789_")); handle && len(out) == 0 && len(words) > 0 {
		if code, ok := gazetteer.CountryOfCode(words[len(words)-1].Text); ok {
			out = append(out, code)
		}
	}
	return out
}

// countriesOfTitle returns the countries that the titles of a class name.
func countriesOfTitle(cl *adentro.Class) map[string]bool {
	out := map[string]bool{}
	for _, title := range cl.Title {
		for _, code := range countriesIn(title, false) {
			out[code] = true
		}
	}
	return out
}

// unitsIn returns the first-level units of a country that s calls by their own names, each
// once, in order.
func unitsIn(country, s string) []string { return codes(unitHits(s, regionHits(country, s))) }

// regionHits returns where s names first-level units of a country: by their own names, or by those
// of towns and parishes, which many places share. A country's name is no unit, though a parish may
// bear it.
func regionHits(country, s string) []gazetteer.Hit {
	hits := gazetteer.Regions(country, s)
	if len(hits) == 0 {
		return nil
	}
	countries := gazetteer.Countries(s)
	return slices.DeleteFunc(hits, func(h gazetteer.Hit) bool {
		return slices.ContainsFunc(countries, func(c gazetteer.Hit) bool { return c.From <= h.From && h.To <= c.To })
	})
}

// unitHits keeps the hits that are the names of the units themselves.
func unitHits(s string, hits []gazetteer.Hit) []gazetteer.Hit {
	var out []gazetteer.Hit
	for _, h := range hits {
		if strings.HasSuffix(text.Fold(s[h.From:h.To]), text.Fold(gazetteer.Name(h.Code, "es"))) {
			out = append(out, h)
		}
	}
	return out
}

func codes(hits []gazetteer.Hit) []string {
	var out []string
	for _, h := range hits {
		if !slices.Contains(out, h.Code) {
			out = append(out, h.Code)
		}
	}
	return out
}

// only returns the one element of a list of one, else "".
func only(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}
