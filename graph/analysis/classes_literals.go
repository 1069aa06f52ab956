package analysis

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// requiredLiterals returns bare strings (text.Bare) of which at least one stands in the bare
// form of every folded text that the pattern matches, or nil where no set of useful size is found.
// Looking for them first spares most accounts the regular expression. The idea is R. Cox's
// ("Regular Expression Matching with a Trigram Index", 2012); because nothing but letters and digits is
// kept, what a pattern allows between two words does not part them: brigada\W+medica gives brigadamedica.
func requiredLiterals(pattern string) []string {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	l := literalsOf(re.Simplify())
	best := better(l.some, l.all)
	return slices.DeleteFunc(slices.Clone(best), func(s string) bool { // where a shorter one stands, it is found
		return slices.ContainsFunc(best, func(o string) bool { return o != s && strings.Contains(s, o) })
	})
}

// The bounds of a set: beyond maxLiterals the search costs what it spares, and strings shorter
// than minLiteral stand in every text.
const (
	maxLiterals = 96
	minLiteral  = 2
)

// A literalSet says what the bare form of a match may be: one of all, where they can be listed,
// and holding one of some, where any are known.
type literalSet struct {
	all, some []string
}

func literalsOf(re *syntax.Regexp) literalSet {
	switch re.Op {
	case syntax.OpLiteral:
		s := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 {
			s = strings.ToLower(s) // the text is folded
		}
		return literalSet{all: []string{bareOnly(s)}}
	case syntax.OpCharClass:
		return literalSet{all: classMembers(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return literalSet{all: []string{""}}
	case syntax.OpCapture:
		return literalsOf(re.Sub[0])
	case syntax.OpPlus:
		sub := literalsOf(re.Sub[0])
		if onlyEmpty(sub.all) {
			return sub
		}
		return literalSet{some: better(sub.some, sub.all)}
	case syntax.OpStar:
		if sub := literalsOf(re.Sub[0]); onlyEmpty(sub.all) {
			return sub
		}
	case syntax.OpQuest:
		if sub := literalsOf(re.Sub[0]); sub.all != nil {
			return literalSet{all: union(sub.all, []string{""})}
		}
	case syntax.OpConcat:
		return literalsOfConcat(re.Sub)
	case syntax.OpAlternate:
		return literalsOfAlternate(re.Sub)
	}
	return literalSet{}
}

// literalsOfConcat joins what stands side by side for as long as it can be listed.
func literalsOfConcat(subs []*syntax.Regexp) literalSet {
	run, whole := []string{""}, true
	var some []string
	for _, sub := range subs {
		l := literalsOf(sub)
		some = better(some, l.some)
		joined := product(run, l.all)
		if joined == nil {
			some = better(some, run)
			whole = false
			joined = l.all
			if joined == nil {
				joined = []string{""}
			}
		}
		run = joined
	}
	if whole {
		return literalSet{all: run, some: some}
	}
	return literalSet{some: better(some, run)}
}

func literalsOfAlternate(subs []*syntax.Regexp) literalSet {
	first := literalsOf(subs[0])
	all, some := first.all, better(first.some, first.all)
	for _, sub := range subs[1:] {
		l := literalsOf(sub)
		best := better(l.some, l.all)
		if all != nil && l.all != nil {
			all = union(all, l.all)
		} else {
			all = nil
		}
		if some != nil && best != nil {
			some = union(some, best)
		} else {
			some = nil
		}
	}
	return literalSet{all: all, some: some}
}

// classMembers returns the bare forms of the characters of a class, nil where it holds many.
func classMembers(ranges []rune) []string {
	out := []string(nil)
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := max(ranges[i], '0'); r <= min(ranges[i+1], 'z'); r++ {
			if unicode.IsLower(r) || unicode.IsDigit(r) {
				out = append(out, string(r))
			}
		}
		if len(out) > 10 {
			return nil
		}
	}
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if bareOnly(string(r)) == "" {
				return union(out, []string{""}) // a character of which nothing is kept
			}
		}
	}
	return out
}

// bareOnly keeps the letters and digits of a text that is folded.
func bareOnly(folded string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, folded)
}

// better returns the set whose shortest string is longer, of equals the smaller; nil for sets of no use.
func better(a, b []string) []string {
	if x, y := shortest(a), shortest(b); y > x || y == x && len(b) < len(a) {
		a = b
	}
	if shortest(a) < minLiteral {
		return nil
	}
	return a
}

// product returns every string of a before every string of b, nil where they are too many.
func product(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > maxLiterals {
		return nil
	}
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return union(out, nil)
}

// union returns the strings of both without repetition, in order; nil where they are too many.
func union(a, b []string) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, list := range [][]string{a, b} {
		for _, s := range list {
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	if len(out) > maxLiterals {
		return nil
	}
	return out
}

func onlyEmpty(list []string) bool { return len(list) == 1 && list[0] == "" }

// shortest returns the length of the shortest string; 0 of none.
func shortest(list []string) int {
	n := 0
	for i, s := range list {
		if i == 0 || len(s) < n {
			n = len(s)
		}
	}
	return n
}

// needs returns the bare strings of which one stands in every field where a rule holds, nil if
// no such set is known.
func (r *classRule) literals() []string {
	var best []string
	for _, t := range r.tokens {
		best = better(best, []string{text.Bare(t)})
	}
	if len(r.phrase) > 0 {
		best = better(best, []string{text.Bare(strings.Join(r.phrase, " "))})
	}
	if r.pattern != nil {
		best = better(best, requiredLiterals(r.pattern.String()))
	}
	return best
}
