package ingest

import (
	"path"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A listing says whose list records stand in, and how that is known.
type listing struct {
	owner adentro.Key
	kind  adentro.ListKind
	basis adentro.Basis
	from  string // content, case, flag, name
}

func (l listing) known() bool { return !l.owner.IsZero() && l.kind != adentro.ListUnknown }

// aside gathers what is known of a file's list and date beside its content:
// from the case file, then from the operator, then from its name. A name
// counts only if it spells both owner and kind. beside is that of nameListing.
func aside(label, member string, opt *Options, beside func(base string) bool) (listing, fileDate) {
	var l listing
	var date fileDate
	if h, ok := hint(label, member, opt.Lists); ok {
		l = listing{h.Owner, h.Kind, adentro.Stated, "case"}
		if !h.Observed.IsZero() {
			date = fileDate{h.Observed.UTC(), "case"}
		}
	}
	if l.owner.IsZero() && !opt.Owner.IsZero() {
		l.owner, l.from = opt.Owner, "flag"
	}
	if l.kind == adentro.ListUnknown && opt.Kind != adentro.ListUnknown {
		l.kind, l.from = opt.Kind, "flag"
	}
	guess := nameListing(label, beside)
	switch {
	case l.owner.IsZero() && l.kind == adentro.ListUnknown:
		if l = guess; l.kind != adentro.ListUnknown { // the content may still name the owner
			l.basis, l.from = adentro.Guessed, "name"
		}
	case l.owner.IsZero() && guess.known() && guess.kind == l.kind:
		l = guess
	case l.kind == adentro.ListUnknown && guess.kind != adentro.ListUnknown:
		// The owner is stated, the kind is spelled: a guess all the same.
		l.kind, l.basis, l.from = guess.kind, adentro.Guessed, "name"
	}
	for p := label; date.at.IsZero() && p != "." && p != "/"; p = path.Dir(p) { // captures often lie in dated folders
		if t, ok := nameDate(path.Base(p)); ok {
			date = fileDate{t, "filename"}
		}
	}
	return l, date
}

// hint finds the first entry of the case file that means the file: by its path or base name, and
// of a member of an archive by its path in it, with or without the folders that it was packed with.
func hint(label, member string, hints []adentro.ListHint) (adentro.ListHint, bool) {
	names := []string{label, path.Base(label)}
	for ok := member != ""; ok; _, member, ok = strings.Cut(member, "/") {
		names = append(names, member)
	}
	for _, h := range hints {
		pattern := strings.TrimPrefix(path.Clean(strings.ReplaceAll(h.File, `\`, "/")), "./")
		for _, name := range names {
			if ok, err := path.Match(pattern, name); pattern == name || err == nil && ok {
				return h, true
			}
		}
	}
	return adentro.ListHint{}, false
}

// undated cuts dates out of a name, each with one of the separators around it.
func undated(s string) string {
	for {
		m := datePart.FindStringSubmatchIndex(s)
		if m == nil {
			break
		}
		from, to := m[0], m[1]
		if from < m[2] {
			from++ // keep the separators
		}
		if to < len(s) || to > 0 && !isDigit(s[to-1]) && s[to-1] != 'Z' {
			to--
		}
		s = without(s, from, max(to, m[3]))
	}
	if m := epochPart.FindStringSubmatchIndex(s); m != nil && (m[3]-m[2] == 13 || strings.Trim(s[:m[2]], "-_. ") != "" && len(kindWord.FindString(s)) > 0 && otherOwner(s[:m[2]]+s[m[3]:])) {
		s = without(s, m[2], m[3])
	}
	return strings.Trim(s, "-. ")
}

// without cuts s[from:to] out of s, and a separator on each side. What was parted by it stays parted, by a space: handles hold
// none, so that two words never become one.
func without(s string, from, to int) string {
	const separators = "-_. "
	left, right := s[:from], s[to:]
	if n := len(left); n > 0 && strings.IndexByte(separators, left[n-1]) >= 0 {
		left = left[:n-1]
	}
	if right != "" && strings.IndexByte(separators, right[0]) >= 0 {
		right = right[1:]
	}
	if left == "" || right == "" {
		return left + right
	}
	return left + " " + right
}

// otherOwner reports whether a name spells an owner even without the number
// that was cut from it.
func otherOwner(s string) bool {
	m := kindWord.FindStringSubmatchIndex(s)
	before, _ := around(s[:m[2]], true)
	after, _ := around(s[m[3]:], false)
	return before != "" || after != ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// nameDate reads the date that a file name spells: 2021-04-02, 20210402, with
// or without a time, or seconds or milliseconds of Unix time.
func nameDate(base string) (time.Time, bool) {
	if m := datePart.FindStringSubmatch(base); m != nil {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, m[1])
		if t, err := time.Parse("20060102", digits); err == nil && plausible(t) {
			return t, true
		}
	}
	if m := epochPart.FindStringSubmatch(base); m != nil && (len(m[1]) == 13 || undated(extensions.ReplaceAllString(base, "")) != strings.Trim(extensions.ReplaceAllString(base, ""), "-_. ")) {
		if t, ok := parseDate(m[1]); ok && plausible(t) {
			return t, true
		}
	}
	return time.Time{}, false
}
