package analysis

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// classRules are the rules of a case, ready to match. They are immutable.
type classRules struct {
	classes []adentro.Class
	rules   [][]classRule
	senders []map[string]bool // by class: countries that its own title names
	home    []string

	scan   *scanner
	fields [len(textFields)]bool     // that any rule reads
	reads  []([len(textFields)]bool) // by rule number: the fields that it reads
	class  []int32                   // by rule number: its class
	always []float64                 // by class: weight of the rules that the scan cannot deny
}

type classRule struct {
	id      string
	number  int32 // among the rules of all classes
	always  bool  // no string is known that stands wherever it holds
	fields  [len(textFields)]bool
	tokens  []string
	phrase  []string
	pattern *regexp.Regexp
	place   int // index of the pattern's group (?P<place>…), or -1
	not     [][]string
	weight  float64
}

// textFields are the fields that rules read, in the order in which a match is
// looked for.
var textFields = [...]adentro.Field{adentro.FieldHandle, adentro.FieldName, adentro.FieldBio, adentro.FieldLocation}

func compileClasses(classes []adentro.Class, home []string) (*classRules, error) {
	x := &classRules{classes: classes, home: home, always: make([]float64, len(classes))}
	words := map[string][]int32{}
	for i := range classes {
		cl := &classes[i]
		var rules []classRule
		for j := range cl.Rules {
			r, err := compileRule(&cl.Rules[j])
			if err != nil {
				return nil, fmt.Errorf("class %s: %w", cl.Key, err)
			}
			r.number = int32(len(x.class))
			x.class = append(x.class, int32(i))
			x.reads = append(x.reads, r.fields)
			for f, reads := range r.fields {
				x.fields[f] = x.fields[f] || reads
			}
			needs := r.literals()
			for _, w := range needs {
				words[w] = append(words[w], r.number)
			}
			if r.always = needs == nil; r.always {
				x.always[i] += r.weight
			}
			rules = append(rules, r)
		}
		x.rules = append(x.rules, rules)
		x.senders = append(x.senders, countriesOfTitle(cl))
	}
	x.scan = newScanner(words)
	return x, nil
}

func compileRule(d *adentro.Rule) (classRule, error) {
	r := classRule{id: d.ID, weight: d.Weight, place: -1, phrase: words(d.Phrase)}
	if r.weight == 0 {
		r.weight = 1
	}
	names := d.Fields
	if len(names) == 0 {
		names = []string{"handle", "name", "bio"}
	}
	for i, f := range textFields {
		r.fields[i] = slices.Contains(names, f.String())
	}
	for _, t := range d.Tokens {
		r.tokens = append(r.tokens, words(t)...)
	}
	for _, n := range d.Not {
		r.not = append(r.not, words(n))
	}
	if d.Pattern != "" {
		rx, err := regexp.Compile(d.Pattern)
		if err != nil {
			return r, fmt.Errorf("rule %s: %w", d.ID, err)
		}
		r.pattern, r.place = rx, rx.SubexpIndex("place")
	}
	if len(r.tokens) == 0 && len(r.phrase) == 0 && r.pattern == nil {
		return r, fmt.Errorf("rule %s has no condition", d.ID)
	}
	return r, nil
}

func words(s string) []string {
	var out []string
	for _, t := range text.Tokens(s) {
		out = append(out, t.Text)
	}
	return out
}

// accountTexts are the texts of one account, by index of textFields.
type accountTexts [len(textFields)]fieldText

// A fieldText is one text of an account with its folded form and its words.
type fieldText struct {
	raw    string
	folded string
	from   []int // by byte of folded: the byte of raw where its character begins; nil: folded bytes are raw bytes
	to     []int // and where it ends
	tokens []text.Token
}

func readTexts(a *adentro.Account) *accountTexts {
	var t accountTexts
	for i, s := range [...]string{handleOf(a), a.Name(), a.Bio(), a.Location()} {
		t[i] = foldText(s)
	}
	return &t
}

// foldText folds s character by character, so that every byte of the result
// knows where it comes from.
func foldText(s string) fieldText {
	f := fieldText{raw: s, tokens: text.Tokens(s)}
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < 0x80
	}
	if plain {
		f.folded = text.Fold(s)
		return f
	}
	var b strings.Builder
	flush := func(from, to int) {
		n := b.Len()
		b.WriteString(text.Fold(s[from:to]))
		for range b.Len() - n {
			f.from, f.to = append(f.from, from), append(f.to, to)
		}
	}
	start := 0
	for i, r := range s {
		if i > start && !unicode.Is(unicode.Mn, r) {
			flush(start, i)
			start = i
		}
	}
	flush(start, len(s))
	f.folded = b.String()
	return f
}

// span returns the bytes of the original text behind [from,to) of the folded.
func (f *fieldText) span(from, to int) (int, int) {
	if f.from == nil || from >= to {
		return from, to
	}
	return f.from[from], f.to[to-1]
}

// A sighted account is one worker's view of the account at hand: which rules may hold.
type sighted struct {
	bare  []byte
	maybe []bool    // by rule number
	hits  []int32   // the rules for which maybe is true
	reach []float64 // by class: weight that the rules that may hold sum to
}

func (x *classRules) newSighted() *sighted {
	return &sighted{maybe: make([]bool, len(x.class)), reach: slices.Clone(x.always)}
}

// look finds the rules that may hold for an account, and reports whether any class is in reach.
// It never denies one that holds.
func (x *classRules) look(a *adentro.Account, s *sighted) bool {
	for _, r := range s.hits {
		s.maybe[r] = false
		s.reach[x.class[r]] = x.always[x.class[r]]
	}
	s.hits = s.hits[:0]
	for i, f := range textFields {
		if !x.fields[i] {
			continue
		}
		field := a.Text(f)
		if f == adentro.FieldHandle {
			field = handleOf(a)
		}
		s.bare = text.AppendBare(s.bare[:0], field)
		x.scan.find(s.bare, func(r int32) {
			if x.reads[r][i] && !s.maybe[r] {
				s.maybe[r] = true
				s.hits = append(s.hits, r)
			}
		})
	}
	for c := range x.rules {
		for i := range x.rules[c] {
			if r := &x.rules[c][i]; s.maybe[r.number] {
				s.reach[c] += r.weight
			}
		}
	}
	return slices.ContainsFunc(s.reach, func(w float64) bool { return w >= NearWeight })
}

// A verdict is what the rules of one class say of one account.
type verdict struct {
	labels    []Label // of the rules that hold
	sum       float64 // of their weights, each rule once
	cancelled []Label // of the rules that would hold but for a negative
	lost      float64 // of their weights
}

// judge tries the rules of class c that may hold.
func (x *classRules) judge(c int, t *accountTexts, s *sighted) verdict {
	var v verdict
	if s.reach[c] < NearWeight {
		return v
	}
	for i := range x.rules[c] {
		r := &x.rules[c][i]
		if !r.always && !s.maybe[r.number] {
			continue
		}
		first := len(v.labels)
		for j, f := range textFields {
			if !r.fields[j] {
				continue
			}
			if from, to, ok := r.find(&t[j]); ok {
				v.labels = append(v.labels, Label{Class: int32(c), Rule: r.id, Field: f, From: from, To: to, Weight: r.weight})
			}
		}
		if len(v.labels) == first {
			continue
		}
		not := r.denied(t)
		if not == "" {
			v.sum += r.weight
			continue
		}
		for _, l := range v.labels[first:] {
			l.Not = not
			v.cancelled = append(v.cancelled, l)
		}
		v.labels = v.labels[:first]
		v.lost += r.weight
	}
	return v
}

// find reports whether the text satisfies every condition, and the bytes of the
// match: of the pattern, else of the phrase, else of the first token.
func (r *classRule) find(f *fieldText) (from, to int, ok bool) {
	if f.raw == "" {
		return 0, 0, false
	}
	for i := len(r.tokens) - 1; i >= 0; i-- {
		if from, to, ok = findPhrase(f.tokens, r.tokens[i:i+1]); !ok {
			return 0, 0, false
		}
	}
	if len(r.phrase) > 0 {
		if from, to, ok = findPhrase(f.tokens, r.phrase); !ok {
			return 0, 0, false
		}
	}
	if r.pattern != nil {
		at := r.pattern.FindStringIndex(f.folded)
		if at == nil {
			return 0, 0, false
		}
		from, to = f.span(at[0], at[1])
	}
	return from, to, true
}

// denied returns the first negative that some field holds, "" if none does: its words in a row, or,
// in a handle, glued together where they make five letters or more.
func (r *classRule) denied(t *accountTexts) string {
	for _, n := range r.not {
		for j := range t {
			if _, _, ok := findPhrase(t[j].tokens, n); ok {
				return strings.Join(n, " ")
			}
		}
		if glued := strings.Join(n, ""); len(glued) >= 5 && strings.Contains(strings.ReplaceAll(t[0].folded, "_", ""), glued) {
			return strings.Join(n, " ")
		}
	}
	return ""
}

// findPhrase returns the bytes of the first run of tokens that spells the words.
func findPhrase(tokens []text.Token, words []string) (from, to int, ok bool) {
next:
	for i := 0; i+len(words) <= len(tokens); i++ {
		for j, w := range words {
			if tokens[i+j].Text != w {
				continue next
			}
		}
		return tokens[i].From, tokens[i+len(words)-1].To, true
	}
	return 0, 0, false
}
