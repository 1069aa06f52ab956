package analysis

import (
	"fmt"
	"regexp"
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
}

type classRule struct {
	id      string
	fields  []adentro.Field
	tokens  []string
	phrase  []string
	pattern *regexp.Regexp
	needs   []string // some of these stand in every text that the pattern matches; nil: not known
	place   int      // index of the pattern's group (?P<place>…), or -1
	not     [][]string
	weight  float64
}

// textFields are the fields that rules read, in the order in which a match is
// looked for.
var textFields = [...]adentro.Field{adentro.FieldHandle, adentro.FieldName, adentro.FieldBio, adentro.FieldLocation}

func compileClasses(classes []adentro.Class, home []string) (*classRules, error) {
	x := &classRules{classes: classes, home: home}
	for i := range classes {
		cl := &classes[i]
		var rules []classRule
		for j := range cl.Rules {
			r, err := compileRule(&cl.Rules[j])
			if err != nil {
				return nil, fmt.Errorf("class %s: %w", cl.Key, err)
			}
			rules = append(rules, r)
		}
		x.rules = append(x.rules, rules)
		x.senders = append(x.senders, countriesOfTitle(cl))
	}
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
	for _, f := range textFields {
		for _, n := range names {
			if n == f.String() {
				r.fields = append(r.fields, f)
			}
		}
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
		r.pattern, r.place, r.needs = rx, rx.SubexpIndex("place"), requiredLiterals(d.Pattern)
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

// match returns a label for every rule of class c that holds, or nil where
// their weights do not reach 1.
func (x *classRules) match(c int, t *accountTexts) []Label {
	var labels []Label
	sum := 0.0
	for i := range x.rules[c] {
		r := &x.rules[c][i]
		for j, f := range textFields {
			if !r.reads(f) {
				continue
			}
			from, to, ok := r.find(&t[j])
			if !ok {
				continue
			}
			if !r.denied(t) {
				labels = append(labels, Label{Class: int32(c), Rule: r.id, Field: f, From: from, To: to})
				sum += r.weight
			}
			break
		}
	}
	if sum < 1 {
		return nil
	}
	return labels
}

func (r *classRule) reads(f adentro.Field) bool {
	for _, g := range r.fields {
		if f == g {
			return true
		}
	}
	return false
}

// find reports whether the text satisfies every condition, and the bytes of the
// match: of the pattern, else of the phrase, else of the first token.
func (r *classRule) find(f *fieldText) (from, to int, ok bool) {
	if f.raw == "" || !r.possible(f.folded) {
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

// possible is quick and never says no to a text that the pattern matches.
func (r *classRule) possible(folded string) bool {
	if r.needs == nil {
		return true
	}
	for _, n := range r.needs {
		if strings.Contains(folded, n) {
			return true
		}
	}
	return false
}

// denied reports whether some field holds a negative: its words in a row, or,
// in a handle, glued together where they make five letters or more.
func (r *classRule) denied(t *accountTexts) bool {
	for _, n := range r.not {
		for j := range t {
			if _, _, ok := findPhrase(t[j].tokens, n); ok {
				return true
			}
		}
		if glued := strings.Join(n, ""); len(glued) >= 5 && strings.Contains(strings.ReplaceAll(t[0].folded, "_", ""), glued) {
			return true
		}
	}
	return false
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
