package report

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// visual returns the characters of a line from left to right, with Arabic
// letters in the forms in which they join. As in the SVG, the line as a whole runs from
// left to right, and a number after right-to-left text stands at its left
// (Unicode Standard Annex 9).
func visual(s string) []rune {
	if !strings.ContainsFunc(s, rightToLeft) {
		return []rune(s)
	}
	var p bidi.Paragraph
	const mark = "\u200e" // left-to-right mark: decides the direction of the line
	if _, err := p.SetString(mark + s); err != nil {
		return []rune(s)
	}
	order, err := p.Order()
	if err != nil {
		return []rune(s)
	}
	var out, stretch []rune // stretch: what runs from right to left, as seen from the left
	open := 0               // brackets that it opens
	for i := range order.NumRuns() {
		run := order.Run(i)
		text := []rune(strings.TrimPrefix(run.String(), mark))
		if run.Direction() == bidi.RightToLeft {
			text = joined(text)
			open += opened(text)
			mirror(text)
			stretch = slices.Concat(text, stretch)
			continue
		}
		number := 0
		for len(stretch) > 0 && number < len(text) && unicode.IsDigit(text[number]) {
			number++
		}
		stretch, text = slices.Concat(text[:number], stretch), text[number:]
		for open > 0 && len(text) > 0 && opened(text[:1]) < 0 { // bidi leaves what closes a bracket outside (rule N0)
			mirror(text[:1])
			stretch, text = slices.Concat(text[:1], stretch), text[1:]
			open--
		}
		if len(text) > 0 {
			out, stretch, open = slices.Concat(out, stretch, text), nil, 0
		}
	}
	return append(out, stretch...)
}

// opened returns how many more brackets a text opens than it closes.
func opened(text []rune) int {
	n := 0
	for _, r := range text {
		if p, _ := bidi.LookupRune(r); p.IsBracket() {
			if p.IsOpeningBracket() {
				n++
			} else {
				n--
			}
		}
	}
	return n
}

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// mirror turns text around, marks after their letters, brackets to face the
// other way.
func mirror(text []rune) {
	slices.Reverse(text)
	for i, r := range text {
		if p, _ := bidi.LookupRune(r); p.IsBracket() {
			text[i] = []rune(bidi.ReverseString(string(r)))[0]
		}
	}
	for i := 0; i < len(text); i++ { // marks came to stand before their letters
		end := i
		for end < len(text) && unicode.Is(unicode.Mn, text[end]) {
			end++
		}
		if end > i && end < len(text) {
			letter := text[end]
			copy(text[i+1:end+1], text[i:end])
			text[i] = letter
			i = end
		}
	}
}

// The forms of an Arabic letter.
const (
	isolated = iota
	final
	initial
	medial
)

// arabicForms returns the forms of each Arabic letter: four of those that join on both
// sides, two of those that join to the letter before, one of those that never do; and the
// forms of lam with alef. They are read off Unicode's presentation forms, which stand
// in this order and decompose to their letters.
var arabicForms = sync.OnceValue(func() map[string][]rune {
	forms := map[string][]rune{}
	for _, block := range [][2]rune{{0xfb50, 0xfbff}, {0xfe80, 0xfefc}} {
		for r := block[0]; r <= block[1]; r++ {
			letters := norm.NFKC.String(string(r))
			if letters == string(r) || r == 0xfbe8 || r == 0xfbe9 { // these two would join alef maksura as Uighur does
				continue
			}
			forms[letters] = append(forms[letters], r)
		}
	}
	return forms
})

// joined returns text, in the order of reading, with its Arabic letters in the
// forms that their neighbours ask for.
func joined(text []rune) []rune {
	forms := arabicForms()
	const tatweel = '\u0640' // joins on both sides and stays as it is
	joinsNext := func(r rune) bool { return r == tatweel || len(forms[string(r)]) == 4 }
	joinsBefore := func(r rune) bool { return r == tatweel || len(forms[string(r)]) >= 2 }
	var out []rune
	before := false // the letter before joins to the next
	for i := 0; i < len(text); i++ {
		r := text[i]
		if unicode.Is(unicode.Mn, r) {
			out = append(out, r)
			continue
		}
		next := i + 1
		for next < len(text) && unicode.Is(unicode.Mn, text[next]) {
			next++
		}
		after := next < len(text) && joinsNext(r) && joinsBefore(text[next])
		own := forms[string(r)]
		if after && next == i+1 {
			if pair := forms[string(text[i:i+2])]; len(pair) == 2 { // lam with alef
				own, after = pair, false
				i++
			}
		}
		form := isolated
		switch {
		case before && after:
			form = medial
		case after:
			form = initial
		case before && len(own) > 1:
			form = final
		}
		if form < len(own) {
			r = own[form]
		}
		out = append(out, r)
		before = after
	}
	return out
}
