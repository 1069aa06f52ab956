// Package gazetteer reads places out of free text: the country and first-level
// unit that a location field declares, and the places that an institution names in its
// handle, name or bio. Its tables cover every country in Spanish and English, the
// first-level units, municipalities and towns of Cuba and Venezuela, units of the countries
// that share names with them, and cities of the world from 200,000 inhabitants.
//
// The rules follow the idea of Hecht, Hong, Suh and Chi (CHI 2011,
// doi:10.1145/1978942.1978976) that most location fields are places in plain words and a third
// are not places at all; what cannot be decided is said to be ambiguous or unresolved, never guessed.
package gazetteer

import (
	"strings"
	"sync"
	"unicode"
)

// Tier says how well a location is resolved.
type Tier byte

// The tiers. A to C name one country.
const (
	None       Tier = 'N' // nothing visible
	Country    Tier = 'A' // a country's name or flag
	Agreed     Tier = 'B' // a unit or city, and its country
	Unique     Tier = 'C' // a unit, city, nickname or people of one country
	Ambiguous  Tier = 'D' // a name that several countries share, or one that the text keeps at a distance
	Multiple   Tier = 'M' // two countries
	Unresolved Tier = 'U' // no place that the tables know
)

// A Basis says what decided.
type Basis byte

// What decides: a country's own name before its flag, a flag before a code, and a place only where
// neither is there.
const (
	ByName      Basis = 'n' // a country's name
	ByFlag      Basis = 'f'
	ByCode      Basis = 'k' // a two- or three-letter code
	ByPlace     Basis = 'p' // a place, or a nickname, that only this country has
	BySize      Basis = 's' // a place that in this country is much larger than its namesakes
	ByNeighbour Basis = 'c' // the only country that could hold all the places named
	ByPeople    Basis = 'g' // the people of a country or of a place in it
	Open        Basis = 'o' // nothing: tier D, several countries have the name
	Distant     Basis = 'd' // nothing: tier D, the text keeps the country away, or names only whose work it is
)

// A Place is what a location text was resolved to.
type Place struct {
	Tier     Tier
	Basis    Basis    // 0 in tiers M, U and N
	Country  string   // ISO 3166-1 alpha-2; "" unless tier A to C
	Region   string   // ISO 3166-2; "" if no first-level unit is named, or more than one could be meant
	From, To int      // bytes of the deciding words in the text
	Also     []string // sorted; tiers D and M: the countries that could be meant, or are named; C: those set aside
}

// A Hit is a place named in a text.
type Hit struct {
	Code     string // ISO 3166-1 alpha-2 or ISO 3166-2
	From, To int    // bytes of its words in the text
}

// tables are built at first use, in a few milliseconds, and read-only after.
var tables = sync.OnceValue(load)

// scanners keeps the room that a scan needs for the next one.
var scanners = sync.Pool{New: func() any { return new(scanner) }}

// Resolve reads the country and the first-level unit that a location text
// declares, in time linear in its length. A country's own name or flag decides; a place inside it that stands
// beside it confirms it; a place of another country makes the text Multiple. Without a
// country, places decide that only one country has, or of which the best known is at least dominance times as
// populous as the next, unless Spanish speakers know several of the name. The people of a country ("cubana de
// corazón") decide only where no place is named: a location may say where someone is from.
//
// Only the first 2,048 bytes of a text are read.
func Resolve(s string) Place {
	if !visible(s) {
		return Place{Tier: None}
	}
	t := tables()
	own, _ := scanners.Get().(*scanner)
	defer scanners.Put(own)
	sc := own.scan(s)
	sc.muteAddresses()
	hits := t.find(sc, resolvable)
	if strings.IndexByte(s, '@') >= 0 {
		hits = t.dropHandles(sc, hits)
	}
	return t.judge(sc, hits)
}

// Name returns the Spanish (lang "es") or English name of a country or of a
// first-level unit; the code itself if it is not in the tables.
func Name(code, lang string) string {
	n, ok := tables().titles[code]
	switch {
	case !ok:
		return code
	case lang == "en":
		return n[1]
	}
	return n[0]
}

// CountryOfCode returns the country of an ISO 3166-1 alpha-2 or alpha-3 code in
// any case, such as the "gtm" that ends a handle; "uk" is GB.
func CountryOfCode(token string) (string, bool) {
	if len(token) > 3 {
		return "", false
	}
	code, ok := tables().codes[upper(token)]
	return code, ok
}

// upper is strings.ToUpper for the ASCII letters of a code.
func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// visible reports whether s has a rune that is neither space, control nor format.
func visible(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.C, r) {
			return true
		}
	}
	return false
}
