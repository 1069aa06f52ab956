package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// maxText is how many characters of a text from a dump the page shows.
const maxText = 160

// tool returns the name and version that every output bears.
func (e *edition) tool() string { return strings.TrimSpace("adentro " + e.Version) }

// title returns the case's title, or the words for an investigation without one.
func (e *edition) title() string {
	if t := strings.TrimSpace(e.Case.Title); t != "" {
		return t
	}
	if e.Case.Name != "" {
		return e.Case.Name
	}
	return e.l.Raw("untitled")
}

// classTitle returns the name of a class in the report's language.
func (e *edition) classTitle(c int32) string {
	if c < 0 || int(c) >= len(e.Case.Classes) {
		return e.l.Raw("class_none")
	}
	k := &e.Case.Classes[c]
	for _, code := range []string{e.Lang, "es", "en"} {
		if t := k.Title[code]; t != "" {
			return t
		}
	}
	return k.Key
}

// seriesTitle returns the name of a class key or of "all".
func (e *edition) seriesTitle(key string) string {
	if key == "all" {
		return e.l.Raw("class_all")
	}
	if i := e.Case.ClassIndex(key); i >= 0 {
		return e.classTitle(int32(i))
	}
	return key
}

// place returns the name of a country or first-level unit in the report's
// language; its code where it has no name.
func (e *edition) place(code string) string {
	if code == "" {
		return e.l.Raw("place_none")
	}
	if n := gazetteer.Name(code, e.Lang); n != "" {
		return n
	}
	return code
}

// label returns the handle or key of account u, made visible.
func (e *edition) label(u int32) string {
	if u < 0 || int(u) >= len(e.Snap.Accounts) {
		return e.l.Raw("unknown")
	}
	return safe.Clamp(safe.Visible(e.Snap.Accounts[u].Label()), maxText)
}

// origin returns "file @ offset".
func (e *edition) origin(o adentro.Origin) string {
	return e.sourceName(o.Source) + " @ " + strconv.FormatInt(o.Offset, 10)
}

// sourceName returns the path of a source, with its member where it has one.
func (e *edition) sourceName(i int32) string {
	if i < 0 || int(i) >= len(e.Snap.Sources) {
		return e.l.Raw("unknown")
	}
	s := &e.Snap.Sources[i]
	if s.Member != "" {
		return safe.Visible(s.Path + "!" + s.Member)
	}
	return safe.Visible(s.Path)
}

// newest returns the date that the report bears.
func (e *edition) newest() time.Time {
	t := e.Snap.Newest()
	for i := range e.Snap.Tweets { // a dump that says no date is at least as new as its newest tweet
		if c := e.Snap.Tweets[i].Created; c.After(t) {
			t = c
		}
	}
	return t
}

// pop returns the population, empty if it was not computed.
func (e *edition) pop() *analysis.Population {
	if p := e.Results.Population; p != nil {
		return p
	}
	return &analysis.Population{Kind: "all", In: make([]bool, len(e.Snap.Accounts)), Total: len(e.Snap.Accounts)}
}

// members returns how many of the population carry class c.
func (e *edition) members(c int) []int32 {
	if r := e.Results.Classes; r != nil && c < len(r.Members) {
		return r.Members[c]
	}
	return nil
}

// primary returns the first class that account u carries, or -1.
func (e *edition) primary(u int32) int32 {
	if r := e.Results.Classes; r != nil && u >= 0 && int(u) < len(r.Primary) {
		return r.Primary[u]
	}
	return -1
}

// labels returns the reasons for the classes of account u.
func (e *edition) labels(u int32) []analysis.Label {
	if r := e.Results.Classes; r != nil && u >= 0 && int(u) < len(r.Labels) {
		return r.Labels[u]
	}
	return nil
}

// declared returns what the location of account u was resolved to.
func (e *edition) declared(u int32) analysis.Declared {
	if r := e.Results.Locations; r != nil && int(u) < len(r.Declared) {
		return r.Declared[u]
	}
	return analysis.Declared{Tier: analysis.TierUnknown}
}

// named reports whether a figure may show the handle of account u: seeds,
// accounts of a class, and those with many followers.
func (e *edition) named(u int32, seed bool) bool {
	if u < 0 || int(u) >= len(e.Snap.Accounts) {
		return false
	}
	limit := e.Case.Thresholds.NameFollowers
	if limit <= 0 {
		limit = 5000
	}
	a := &e.Snap.Accounts[u]
	return seed || e.primary(u) >= 0 || a.Known(adentro.FieldFollowers) && a.Count(adentro.FieldFollowers) >= limit
}

// share returns the share of a country of this denominator.
func (e *edition) share(code, of string) (analysis.Share, bool) {
	if r := e.Results.Locations; r != nil {
		for _, s := range r.Shares {
			if s.Code == code && s.Of == of {
				return s, true
			}
		}
	}
	return analysis.Share{}, false
}

// isNumber reports whether x can be printed.
func isNumber(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// sig9 writes x with nine significant digits, and nothing where x is no number.
func sig9(x float64) string {
	if !isNumber(x) {
		return ""
	}
	if x == 0 {
		return "0" // not -0
	}
	return strconv.FormatFloat(x, 'g', 9, 64)
}

// day writes the UTC day, and nothing where t is unknown.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// instant writes the UTC second, and nothing where t is unknown.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
