package gazetteer

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/countries.tsv
var countriesTable string

//go:embed data/units.tsv
var unitsTable string

//go:embed data/places.tsv
var placesTable string

//go:embed data/names.tsv
var namesTable string

// A level says what kind of place a name means in one country; larger is
// larger, and a name's largest meaning in a country stands for it there.
type level uint8

const (
	parish level = iota + 1 // read only where the country is known
	people
	nickname
	town
	municipality
	city
	unit
	country
)

// A sense is one meaning of a name.
type sense struct {
	country, region string
	level           level
	people          float64 // thousands of inhabitants, 0 if unknown
}

// A name is what the tables know of one spelling.
type name struct {
	senses []sense
	caps   bool // counts only in capitals
	common bool // a word first: never places a text by itself
	shared bool // size never decides
	person bool // a person's name in longer phrases
	bare   bool // counts only by itself
	own    bool // holds the name of its country, as Santiago de Cuba does

	countries []string // of all senses, sorted
	decisive  string   // the country that all senses together stand for, "" if none
}

// maxTokens is the length of the longest name that is looked for.
const maxTokens = 8

// index holds the tables.
type index struct {
	names   map[string]*name
	flags   map[string][]sense   // what the flag of a country means
	codes   map[string]string    // alpha-2 and alpha-3 to alpha-2
	titles  map[string][2]string // Spanish and English name of countries and units
	kinds   map[string]byte      // of units, as unitKinds has them
	parents map[string]string    // of territories with a code of their own

	light, given, distance, abroad, wordCodes, stateCodes map[string]bool

	countryNames func() []spelling        // for handles, made when first needed
	localNames   func() map[string]*local // likewise, by country
}

// territories are countries of ISO 3166-1 that belong to another: named beside
// it they are not a second country.
const territories = `PR:US GU:US VI:US AS:US MP:US UM:US GF:FR GP:FR MQ:FR RE:FR YT:FR PM:FR BL:FR MF:FR NC:FR PF:FR WF:FR TF:FR
AW:NL CW:NL SX:NL BQ:NL GI:GB FK:GB BM:GB KY:GB VG:GB TC:GB MS:GB AI:GB SH:GB PN:GB IO:GB GS:GB GG:GB JE:GB IM:GB
GL:DK FO:DK AX:FI HK:CN MO:CN CK:NZ NU:NZ TK:NZ CX:AU CC:AU NF:AU HM:AU SJ:NO BV:NO`

// load builds the index from the embedded tables.
func load() *index {
	t := &index{
		names: make(map[string]*name, 12_000), codes: tableOfCodes(), titles: map[string][2]string{},
		flags: map[string][]sense{}, kinds: map[string]byte{}, parents: map[string]string{},
		light: set(lightWords), given: set(givenNames), distance: set(distance), abroad: set(abroad), wordCodes: set(wordCodes), stateCodes: set(stateCodes),
	}
	for pair := range strings.FieldsSeq(territories) {
		t.parents[pair[:2]] = pair[3:]
	}
	for f := range rows(countriesTable) {
		t.titles[f[0]] = [2]string{f[2], f[3]}
		s := sense{country: f[0], level: country}
		t.flags[f[0]] = []sense{s}
		t.add(f[2], s)
		t.add(f[3], s)
		t.addList(f[4], s)
		for _, w := range peopleWords(f[5]) {
			t.add(w, sense{country: f[0], level: people})
		}
	}
	for f := range rows(unitsTable) {
		t.titles[f[0]] = [2]string{f[3], f[4]}
		t.kinds[f[0]] = f[1][0]
		s := sense{country: f[0][:2], region: f[0], level: unit, people: number(f[2])}
		t.add(f[3], s)
		t.add(f[4], s)
		t.addList(f[5], s)
	}
	kinds := map[string]level{"c": city, "m": municipality, "t": town, "p": parish, "s": town, "n": nickname, "g": people}
	for f := range rows(placesTable) {
		t.add(f[3], placeSense(f[0], kinds[f[1]], f[2]))
	}
	for f := range rows(namesTable) {
		s := placeSense(f[1], kinds[f[0]], f[2])
		if f[0] != "g" {
			t.addList(f[3], s)
			continue
		}
		for _, w := range peopleWords(f[3]) {
			t.add(w, s)
		}
	}
	t.finish()
	t.countryNames = sync.OnceValue(func() []spelling {
		return t.gatherNames(func(n *name) string {
			if n.senses[0].level == country {
				return n.senses[0].country
			}
			return ""
		})
	})
	t.localNames = sync.OnceValue(t.locals)
	return t
}

// locals gathers the names of places inside each country that has units in the tables.
func (t *index) locals() map[string]*local {
	out := map[string]*local{}
	for code := range t.kinds {
		c := code[:2]
		if out[c] != nil {
			continue
		}
		l := &local{has: map[*name]bool{}}
		for _, n := range t.names {
			inside := slices.ContainsFunc(n.senses, func(s sense) bool {
				return s.country == c && s.level != people && s.level != country
			})
			l.has[n] = inside && (!n.common || n.senses[0].level == unit) || n.senses[0].level == country
		}
		l.names = t.gatherNames(func(n *name) string {
			if l.has[n] && !n.person {
				return regionIn(n.senses, c)
			}
			return ""
		})
		out[c] = l
	}
	return out
}

// placeSense reads the code of a country or of a unit.
func placeSense(code string, l level, thousands string) sense {
	s := sense{country: code[:2], level: l, people: number(thousands)}
	if len(code) > 2 {
		s.region = code
	}
	return s
}

// addList adds names that are parted by semicolons.
func (t *index) addList(list string, s sense) {
	for w := range strings.SplitSeq(list, ";") {
		t.add(strings.TrimSpace(w), s)
	}
}

// add gives a name one more sense; the same place under the same name is one.
func (t *index) add(spelling string, s sense) {
	bare, caps := strings.CutPrefix(spelling, "^")
	sc := scan(bare)
	key := string(sc.buf)
	if key == "" || len(sc.tokens) > maxTokens || strings.Contains(key, "\n") {
		return
	}
	n := t.names[key]
	if n == nil {
		n = &name{caps: caps}
		t.names[key] = n
	}
	n.caps = n.caps && caps
	for i := range n.senses {
		if o := &n.senses[i]; o.country == s.country && o.region == s.region && (o.level == parish) == (s.level == parish) && (o.level == people) == (s.level == people) {
			o.level, o.people = max(o.level, s.level), max(o.people, s.people)
			return
		}
	}
	n.senses = append(n.senses, s)
}

// shortestTight is how long a name without its spaces must be to count: La Lisa is Lalisa,
// but so are people.
const shortestTight = 6

// finish marks the names that need care, puts every name's senses in order,
// and adds the spelling without spaces that hashtags and handles use.
func (t *index) finish() {
	common, shared, persons, bare := set(commonWords), set(sharedNames), set(personNames), set(wordCountries)
	countryWords := map[string]string{}
	keys := make([]string, 0, len(t.names))
	for key, n := range t.names {
		keys = append(keys, key)
		for _, s := range n.senses {
			if s.level == country && !strings.Contains(key, " ") {
				countryWords[key] = s.country
			}
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		n := t.names[key]
		n.common, n.shared, n.person, n.bare = common[key], shared[key], persons[key], bare[key]
		slices.SortFunc(n.senses, func(a, b sense) int {
			return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(b.people, a.people), cmp.Compare(a.country, b.country), cmp.Compare(a.region, b.region))
		})
		words := strings.Fields(key)
		for _, w := range words {
			n.own = n.own || len(words) > 1 && n.senses[0].level < country && n.senses[0].level > nickname && countryWords[w] == n.senses[0].country
		}
		if tight := strings.ReplaceAll(key, " ", ""); tight != key && len(tight) > shortestTight && !n.caps && t.names[tight] == nil {
			t.names[tight] = n
		}
		n.countries = countriesOf(n.senses)
		n.decisive = decide(n.senses, n.countries, n.shared)
	}
}

// peopleWords spells out the gender and number of the words for a people:
// cubano, cubana, cubanos, cubanas; a word after = stands for itself.
func peopleWords(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ";") {
		w = strings.TrimSpace(w)
		stem, isO := strings.CutSuffix(w, "o")
		es, isEs := strings.CutSuffix(w, "és")
		switch literal, ok := strings.CutPrefix(w, "="); {
		case w == "":
		case ok:
			out = append(out, literal)
		case isO:
			out = append(out, w, stem+"a", stem+"os", stem+"as")
		case isEs:
			out = append(out, w, es+"esa", es+"eses", es+"esas")
		case strings.HasSuffix(w, "án"), strings.HasSuffix(w, "ón"), strings.HasSuffix(w, "ol"):
			out = append(out, w, w+"a", w+"es", w+"as")
		case strings.HasSuffix(w, "í"):
			out = append(out, w, w+"es", w+"s")
		default:
			out = append(out, w, w+"s")
		}
	}
	return out
}

// rows yields the cells of each line of a table that is not a comment.
func rows(table string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// number reads a count of the tables, which their tests have checked.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(fmt.Sprintf("gazetteer: bad number %q in an embedded table", s))
	}
	return v
}

// tableOfCodes maps alpha-2 and alpha-3 codes to alpha-2.
var tableOfCodes = sync.OnceValue(func() map[string]string {
	m := map[string]string{"UK": "GB"}
	for f := range rows(countriesTable) {
		m[f[0]], m[f[1]] = f[0], f[0]
	}
	return m
})

// tableOfFolds folds the Latin letters once.
var tableOfFolds = sync.OnceValue(func() *[foldedRunes]string {
	var m [foldedRunes]string
	for r := range rune(foldedRunes) {
		m[r] = foldSlow(r)
	}
	return &m
})
