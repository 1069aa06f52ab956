package casefile

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

var placeForm = regexp.MustCompile(`^(country|region:[A-Z]{2})?$`)

// ruleFields are the fields that a rule may read.
var ruleFields = []string{"handle", "name", "bio", "location"}

// fillClasses adds the classes. A class with the key of one already there
// replaces what it states and inherits the rest, so that an investigation can add an
// override table to a class that ships without copying its rules.
func (r *reader) fillClasses(c *adentro.Case, doc *document) error {
	own := map[string]bool{}
	for i := range doc.Class {
		d := &doc.Class[i]
		at := fmt.Sprintf("class[%d]", i)
		switch {
		case d.Key == "":
			return r.errorf(at, "a class needs a key")
		case !keyForm.MatchString(d.Key):
			return r.errorf(at+".key", "class key %q: use lower-case letters, digits, - and _", d.Key)
		case d.Key == "all" || d.Key == "none":
			return r.errorf(at+".key", "class key %q is reserved", d.Key)
		case own[d.Key]:
			return r.errorf(at+".key", "class %q is given twice", d.Key)
		}
		own[d.Key] = true
		j := c.ClassIndex(d.Key)
		if j < 0 {
			j = len(c.Classes)
			c.Classes = append(c.Classes, adentro.Class{Key: d.Key})
		}
		if err := r.fillClass(&c.Classes[j], d, at); err != nil {
			return err
		}
	}
	if err := r.fillOverrides(c, doc); err != nil {
		return err
	}
	return r.fillReviewed(c, doc)
}

func (r *reader) fillClass(cl *adentro.Class, d *classDoc, at string) error {
	if err := r.titles(at, d.Title); err != nil {
		return err
	}
	if err := r.languages(at+".about", d.About); err != nil {
		return err
	}
	cl.Title, cl.About = overlay(cl.Title, d.Title), overlay(cl.About, d.About)
	if d.Institution != nil {
		cl.Institution = *d.Institution
	}
	if d.Place != nil {
		if !placeForm.MatchString(*d.Place) {
			return r.errorf(at+".place", "place %q: country, or region: and a country's code such as region:VE", *d.Place)
		}
		cl.Place = *d.Place
	}
	if d.Register != nil {
		if *d.Register < 1 {
			return r.errorf(at+".register", "register must be at least 1")
		}
		cl.Register = *d.Register
	}
	if d.RegisterOf != nil {
		cl.RegisterOf = *d.RegisterOf
	}
	for i, code := range d.Served {
		if !countryForm.MatchString(code) {
			return r.errorf(fmt.Sprintf("%s.served[%d]", at, i), "served %q is not an ISO 3166 code of two capital letters", code)
		}
	}
	if d.Served != nil {
		cl.Served = slices.Compact(slices.Sorted(slices.Values(d.Served)))
	}
	if d.ServedOf != nil {
		cl.ServedOf = *d.ServedOf
	}
	if d.Rule != nil {
		rules, err := r.rules(d.Rule, at)
		if err != nil {
			return err
		}
		cl.Rules = rules
	}
	if len(cl.Rules) == 0 && d.Overrides == "" {
		return r.errorf(at, "class %q has neither rules nor overrides", d.Key)
	}
	return nil
}

// overlay returns the texts of base, replaced where over has one; base is not changed.
func overlay(base, over map[string]string) map[string]string {
	if over == nil {
		return base
	}
	out := maps.Clone(base)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, over)
	return out
}

func (r *reader) rules(docs []ruleDoc, at string) ([]adentro.Rule, error) {
	var rules []adentro.Rule
	sum := 0.0
	for i := range docs {
		rule, err := r.rule(&docs[i], i, fmt.Sprintf("%s.rule[%d]", at, i))
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(rules, func(o adentro.Rule) bool { return o.ID == rule.ID }) {
			return nil, r.errorf(fmt.Sprintf("%s.rule[%d].id", at, i), "rule %q is given twice", rule.ID)
		}
		if rule.Weight == 0 {
			sum++
		}
		sum += rule.Weight
		rules = append(rules, rule)
	}
	if len(rules) > 0 && sum < 1 {
		return nil, r.errorf(at+".rule[0]", "the weights of the rules sum to %g: no account can reach 1", sum)
	}
	return rules, nil
}

func (r *reader) rule(d *ruleDoc, i int, at string) (adentro.Rule, error) {
	rule := adentro.Rule{ID: d.ID, Fields: d.Fields, Tokens: d.Tokens, Phrase: d.Phrase, Pattern: d.Pattern, Not: d.Not}
	if rule.ID == "" {
		rule.ID = fmt.Sprintf("rule-%d", i+1)
	}
	if !keyForm.MatchString(rule.ID) || rule.ID == "override" {
		return rule, r.errorf(at+".id", "rule id %q: use lower-case letters, digits, - and _, and not \"override\"", rule.ID)
	}
	for j, f := range d.Fields {
		if !slices.Contains(ruleFields, f) {
			return rule, r.errorf(fmt.Sprintf("%s.fields[%d]", at, j), "unknown field %q: one of %s", f, strings.Join(ruleFields, ", "))
		}
	}
	if len(d.Tokens) == 0 && d.Phrase == "" && d.Pattern == "" {
		return rule, r.errorf(at, "rule %q has no condition: give tokens, a phrase or a pattern", rule.ID)
	}
	for j, t := range d.Tokens {
		if n := len(text.Tokens(t)); n != 1 {
			return rule, r.errorf(fmt.Sprintf("%s.tokens[%d]", at, j), "token %q is not one word: several words are a phrase", t)
		}
	}
	if d.Phrase != "" && len(text.Tokens(d.Phrase)) == 0 {
		return rule, r.errorf(at+".phrase", "phrase %q has no words", d.Phrase)
	}
	for j, n := range d.Not {
		if len(text.Tokens(n)) == 0 {
			return rule, r.errorf(fmt.Sprintf("%s.not[%d]", at, j), "%q has no words", n)
		}
	}
	if d.Pattern != "" {
		if err := checkPattern(d.Pattern); err != nil {
			return rule, r.errorf(at+".pattern", "%v", err)
		}
	}
	if d.Weight != nil {
		if w := *d.Weight; !(w > 0) || math.IsInf(w, 0) {
			return rule, r.errorf(at+".weight", "weight %g is not above 0", w)
		}
		rule.Weight = *d.Weight
	}
	return rule, nil
}

// checkPattern refuses a pattern that does not compile, and one that matches
// whatever an account says: it finds a match in each of some unlike texts.
func checkPattern(p string) error {
	rx, err := regexp.Compile(p)
	if err != nil {
		return fmt.Errorf("pattern %q: %v", p, err)
	}
	for _, probe := range []string{"q", "7", "_", "qqqq 77"} {
		if !rx.MatchString(probe) {
			return nil
		}
	}
	return fmt.Errorf("pattern %q matches everything", p)
}
