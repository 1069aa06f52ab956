package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

var familiesAnalysis = Analysis{
	Name:   "families",
	Needs:  []string{"population", "classes"},
	Source: "definition: handles that begin alike and go on with a place, with digits or with an underscore; exact hypergeometric law for beginnings and ends dealt anew, Benjamini and Hochberg, 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
	Run: func(_ context.Context, in *Input, out *Results) error {
		out.Families = findFamilies(in, out)
		return nil
	},
}

// Families are the groups of accounts of the population whose handles follow one template.
type Families struct {
	Result
	Handles   int      // members of the population whose handle is known
	Rows      []Family // those told as more than chance first, then the largest
	Suggested []int32  // handles of letters and eight digits, as the platform proposes them
}

// A Family is three accounts or more whose handles begin alike and end in the same way.
type Family struct {
	Kind     FamilyKind
	Begin    string // letters in common, small and without digits and underscores
	Accounts []int32
	Alike    int // handles that begin with these letters, whatever follows
	First    time.Time
	Last     time.Time // of the creation dates that are known; zero if none is
	Dated    int
	ByClass  []int  // by primary class, then one more cell for none
	Test     *Test  // nil where there is nothing to compare with
	ByCut    []Step // of one told as more than chance: its accounts where ends cut other numbers of letters of a place
	ByLeast  []Step // and where a family is other numbers of accounts; P of both is corrected
}

// A FamilyKind is how the handles of a family end.
type FamilyKind string

// The kinds.
const (
	FamilyPlace  FamilyKind = "place"  // in a place, perhaps cut at the platform's 15 characters
	FamilyDigits FamilyKind = "digits" // in digits
	FamilyWords  FamilyKind = "words"  // in an underscore and anything
)

// The bounds of a family.
const (
	leastFamily    = 3
	leastBegin     = 2 // letters
	leastCutPlace  = 5 // letters of a place that the end of a handle cuts
	maxHandle      = 15
	maxFamilyFacts = 200
)

// findFamilies mines the handles of the population. Digits and underscores are masked, so that
// cdi_4barinas and CDIBarinas are one template; places are all countries, and units,
// cities and municipalities of the home countries that are no surnames (gazetteer.Spellings).
//
// Chance: were beginnings and ends dealt anew among the handles, the number of handles with this beginning
// that end in a place (or in digits) would follow the hypergeometric law; so a common first name before
// places is no finding, a beginning that nearly always goes with places is. Every beginning of two
// letters or more that three handles share counts as a test. Templates of words have no such
// comparison: they are held against the control accounts of the case, if it names any, by Fisher's
// exact test, and else only counted.
//
// Cost: O(n log n) for sorting n handles, seven times that where a family is more than chance; memory some 100 bytes a handle.
func findFamilies(in *Input, res *Results) *Families {
	r := familiesBy(in, res, familyBounds{least: leastFamily, cut: leastCutPlace})
	for i := range r.Rows {
		r.Rows[i].describe(in, res)
	}
	slices.SortStableFunc(r.Rows, func(a, b Family) int {
		return cmp.Or(index(b.Significant())-index(a.Significant()), cmp.Compare(len(b.Accounts), len(a.Accounts)))
	})
	r.vary(in, res)
	r.report()
	return r
}

// A familyBounds is what makes a family.
type familyBounds struct {
	least int // accounts
	cut   int // letters of a place that the end of a handle cuts, at least
}

// familiesBy mines and tests the families of the population, sorted by template.
func familiesBy(in *Input, res *Results, bounds familyBounds) *Families {
	r := &Families{Result: Result{Name: "families", Level: Observed}}
	m := newFamilyMiner(in, res.Population.Members, bounds)
	r.Handles, r.Suggested = len(m.handles), m.suggested
	for key, accounts := range m.found {
		if len(accounts) >= bounds.least {
			r.Rows = append(r.Rows, Family{Kind: key.kind, Begin: key.begin, Accounts: accounts, Alike: m.alike(key.begin)})
		}
	}
	slices.SortFunc(r.Rows, func(a, b Family) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Begin, b.Begin))
	})
	r.compareEnds(m)
	r.compareControl(in, res, bounds)
	return r
}

// vary mines anew under other bounds, and tells of each family that is more than chance what becomes of it.
func (r *Families) vary(in *Input, res *Results) {
	if len(r.Rows) == 0 || !r.Rows[0].Significant() {
		return
	}
	by := func(bounds familyBounds) func(key familyKey) (float64, float64) {
		under := map[familyKey]*Family{}
		rows := r.Rows
		if bounds != (familyBounds{leastFamily, leastCutPlace}) {
			rows = familiesBy(in, res, bounds).Rows
		}
		for i := range rows {
			under[familyKey{rows[i].Kind, rows[i].Begin}] = &rows[i]
		}
		return func(key familyKey) (float64, float64) {
			f := under[key]
			if f == nil || f.Test == nil {
				return 0, 1
			}
			return float64(len(f.Accounts)), f.Test.Q
		}
	}
	cut, least := map[float64]func(familyKey) (float64, float64){}, map[float64]func(familyKey) (float64, float64){}
	for _, k := range Factors {
		cut[k*leastCutPlace] = by(familyBounds{leastFamily, int(math.Ceil(k * leastCutPlace))})
		least[k*leastFamily] = by(familyBounds{int(math.Ceil(k * leastFamily)), leastCutPlace})
	}
	holds := func(_, q float64) bool { return q <= Significance }
	for i := range r.Rows {
		f := &r.Rows[i]
		if !f.Significant() {
			break // those come first
		}
		key := familyKey{f.Kind, f.Begin}
		if f.Kind != FamilyWords {
			f.ByCut = sweep(leastCutPlace, func(at float64) (float64, float64) { return cut[at](key) }, holds)
		}
		f.ByLeast = sweep(leastFamily, func(at float64) (float64, float64) { return least[at](key) }, holds)
	}
}

// Significant reports whether chance alone rarely gives the family.
func (f *Family) Significant() bool { return f.Test != nil && f.Test.Q <= Significance }

// describe fills what is known of the accounts.
func (f *Family) describe(in *Input, res *Results) {
	f.ByClass = make([]int, len(in.Case.Classes)+1)
	for _, u := range f.Accounts {
		c := len(in.Case.Classes)
		if p := res.Classes.Primary[u]; p >= 0 {
			c = int(p)
		}
		f.ByClass[c]++
		at := in.Snap.Accounts[u].Created()
		if at.IsZero() {
			continue
		}
		if f.Dated == 0 || at.Before(f.First) {
			f.First = at
		}
		if at.After(f.Last) {
			f.Last = at
		}
		f.Dated++
	}
}

// compareEnds tests the templates of places and digits against beginnings and ends dealt anew.
func (r *Families) compareEnds(m *familyMiner) {
	p := make([]float64, m.beginnings())
	for i := range p {
		p[i] = 1
	}
	var tested []int
	for i := range r.Rows {
		f := &r.Rows[i]
		if f.Kind == FamilyWords || len(tested) == len(p) {
			continue
		}
		law := bipartite.Hypergeometric{A: f.Alike, B: m.ends[f.Kind], N: r.Handles}
		p[len(tested)] = law.Upper(len(f.Accounts))
		f.Test = &Test{Null: "ends_dealt", Expected: law.Mean(), P: p[len(tested)], Family: len(p)}
		tested = append(tested, i)
	}
	q := bipartite.BenjaminiHochberg(p)
	for j, i := range tested {
		r.Rows[i].Test.Q = q[j]
	}
}

// compareControl tests the templates of words against the handles of the control accounts.
func (r *Families) compareControl(in *Input, res *Results, bounds familyBounds) {
	control := controlAccounts(in, res)
	if len(control) == 0 {
		return
	}
	isControl := make([]bool, len(in.Snap.Accounts))
	for _, u := range control {
		isControl[u] = true
	}
	theirs := newFamilyMiner(in, control, bounds)
	ours := 0
	for _, u := range res.Population.Members {
		if !isControl[u] && handleOf(&in.Snap.Accounts[u]) != "" {
			ours++
		}
	}
	if len(theirs.handles) < minControl || ours == 0 {
		return
	}
	var p []float64
	var tested []int
	for i := range r.Rows {
		f := &r.Rows[i]
		if f.Kind != FamilyWords {
			continue
		}
		hit := 0
		for _, u := range f.Accounts {
			hit += index(!isControl[u])
		}
		others := len(theirs.found[familyKey{FamilyWords, f.Begin}])
		c := contrast(Contingency{Hit: hit, Miss: ours - hit, ControlHit: others, ControlMiss: len(theirs.handles) - others})
		f.Test = &Test{Null: "control_handles", Expected: c.Expected, P: c.Greater}
		p, tested = append(p, c.Greater), append(tested, i)
	}
	for j, q := range bipartite.BenjaminiHochberg(p) {
		r.Rows[tested[j]].Test.Q, r.Rows[tested[j]].Test.Family = q, len(p)
	}
}

// report makes the facts of the first families and the warnings.
func (r *Families) report() {
	for i := range r.Rows[:min(len(r.Rows), maxFamilyFacts)] {
		f := &r.Rows[i]
		fact := Fact{
			Name: "family_accounts", Item: f.Template(), Value: float64(len(f.Accounts)), Unit: "accounts", Of: "handles", N: int64(r.Handles),
			Test: f.Test, Sweep: f.ByCut, Evidence: Evidence{Accounts: f.Accounts},
		}
		if f.Test != nil {
			fact.Level = Inferred
			fact.Innocent = []adentro.Note{{Code: "family_norm"}}
		}
		r.Facts = append(r.Facts, fact)
		if f.ByLeast != nil {
			fact.Name, fact.Sweep, fact.Innocent, fact.Evidence = "family_least", f.ByLeast, nil, Evidence{}
			r.Facts = append(r.Facts, fact)
		}
	}
	if len(r.Suggested) > 0 {
		r.Facts = append(r.Facts, Fact{
			Name: "suggested_handles", Value: float64(len(r.Suggested)), Unit: "accounts", Of: "handles", N: int64(r.Handles),
			Evidence: Evidence{Accounts: r.Suggested},
		})
		r.warn("handles_suggested", itoa(len(r.Suggested)), itoa(r.Handles))
	}
}

// Template writes the family as a template: cdi<place>, ana#, cdi_*.
func (f *Family) Template() string {
	switch f.Kind {
	case FamilyPlace:
		return f.Begin + "<place>"
	case FamilyDigits:
		return f.Begin + "#"
	}
	return f.Begin + "_*"
}

// A familyKey is a template.
type familyKey struct {
	kind  FamilyKind
	begin string
}

// A familyMiner sorts handles into templates.
type familyMiner struct {
	bounds    familyBounds
	handles   []string // letters only, sorted
	found     map[familyKey][]int32
	ends      map[FamilyKind]int // handles that end so, whatever their beginning
	suggested []int32
	places    map[string]bool
	cut       map[string]bool // beginnings of the names of places
}

func newFamilyMiner(in *Input, accounts []int32, bounds familyBounds) *familyMiner {
	m := &familyMiner{bounds: bounds, found: map[familyKey][]int32{}, ends: map[FamilyKind]int{}, places: map[string]bool{}, cut: map[string]bool{}}
	for _, name := range gazetteer.Spellings(in.Case.Home...) {
		m.places[name] = true
		for n := bounds.cut; n < len(name); n++ {
			m.cut[name[:n]] = true
		}
	}
	for _, u := range accounts {
		if h := handleOf(&in.Snap.Accounts[u]); h != "" {
			m.add(u, strings.ToLower(h))
		}
	}
	slices.Sort(m.handles)
	return m
}

// add sorts one handle, in small letters, into its templates.
func (m *familyMiner) add(u int32, handle string) {
	plain := onlyLetters(handle)
	m.handles = append(m.handles, plain)
	if first, rest, ok := strings.Cut(strings.TrimLeft(handle, "_"), "_"); ok && rest != "" {
		if begin := onlyLetters(first); len(begin) >= leastBegin {
			m.put(FamilyWords, begin, u)
		}
	}
	stem := strings.TrimRight(handle, "0123456789")
	digits := len(handle) - len(stem)
	if digits == 8 && stem == plain && stem != "" {
		m.suggested = append(m.suggested, u)
	}
	for i := leastBegin; i+4 <= len(plain); i++ {
		end := plain[i:]
		if m.places[end] || len(handle) == maxHandle && digits == 0 && len(end) >= m.bounds.cut && m.cut[end] {
			m.put(FamilyPlace, plain[:i], u)
			return
		}
	}
	if digits > 0 && len(plain) >= leastBegin && digits != 8 {
		m.put(FamilyDigits, plain, u)
	}
}

func (m *familyMiner) put(kind FamilyKind, begin string, u int32) {
	key := familyKey{kind, begin}
	m.found[key] = append(m.found[key], u)
	m.ends[kind]++
}

// alike counts the handles that begin with these letters.
func (m *familyMiner) alike(begin string) int {
	from, _ := slices.BinarySearch(m.handles, begin)
	to, _ := slices.BinarySearch(m.handles, begin+"\x7f")
	return to - from
}

// beginnings counts the different beginnings of leastBegin letters or more that as many handles as make a family
// share: in a sorted list, each is told by the first window of so many handles that has it.
func (m *familyMiner) beginnings() int {
	n, before := 0, leastBegin-1
	for i := 0; i+m.bounds.least <= len(m.handles); i++ {
		shared := common(m.handles[i], m.handles[i+m.bounds.least-1])
		n += max(0, shared-max(before, leastBegin-1))
		before = shared
	}
	return n
}

// common returns how many letters two strings begin with alike.
func common(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

// onlyLetters drops digits and underscores from a handle.
func onlyLetters(handle string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, text.Fold(handle))
}
