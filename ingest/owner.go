package ingest

import (
	"path"
	"regexp"
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
// counts only if it spells both owner and kind.
func aside(label string, opt *Options) (listing, fileDate) {
	var l listing
	var date fileDate
	if h, ok := hint(label, opt.Lists); ok {
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
	guess := nameListing(label)
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
	if date.at.IsZero() {
		if t, ok := nameDate(path.Base(label)); ok {
			date = fileDate{t, "filename"}
		}
	}
	return l, date
}

// hint finds the first entry of the case file that means the file.
func hint(label string, hints []adentro.ListHint) (adentro.ListHint, bool) {
	base := path.Base(label)
	for _, h := range hints {
		pattern := strings.TrimPrefix(path.Clean(strings.ReplaceAll(h.File, `\`, "/")), "./")
		if pattern == label || pattern == base {
			return h, true
		}
		if ok, err := path.Match(pattern, label); err == nil && ok {
			return h, true
		}
		if ok, err := path.Match(pattern, base); err == nil && ok {
			return h, true
		}
	}
	return adentro.ListHint{}, false
}

// The words that spell a kind of list, bounded by anything but letters and digits.
var (
	kindWord   = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(followers?|seguidor(?:es|as)?|friends?|followings?|followees?|seguid[oa]s|siguiendo)(?:[^a-z0-9]|$)`)
	datePart   = regexp.MustCompile(`(?:^|[^0-9])((?:20[0-3][0-9])[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12][0-9]|3[01]))(?:[T_-]?[0-9]{2}[-:h]?[0-9]{2}(?:[-:]?[0-9]{2})?Z?)?(?:[^0-9]|$)`)
	epochPart  = regexp.MustCompile(`(?:^|[^0-9])(1[0-9]{12}|1[0-9]{9})(?:[^0-9]|$)`)
	pagePart   = regexp.MustCompile(`(?i)[-_. ]*(?:p|pg|page|pag|pagina|página|part|parte|chunk|batch|cursor|n)?[-_. ]*\(?[0-9]{1,4}\)?$`)
	extensions = regexp.MustCompile(`(?i)(\.(json|jsonl|ndjson|txt|csv|tsv|tab|ids|gz|gzip|zst|zstd|bz2|xz|dump|log|data))+$`)
)

// qualifiers stand beside the kind's word and say nothing of the owner.
var qualifiers = wordSet("id ids list lists lista listas listado de del of for from by the los las la el user users usuario usuarios account accounts cuenta cuentas profile profiles perfil perfiles full raw all todos todas complete completo completa twitter tw x api v1 v11 v2 twarc twarc2 tweepy graph data datos dump export exported output hydrated hidratados jsonl json csv txt stringify")

// generic words are not taken for handles: they name what a file is, where it
// lies, or the call that made it.
var generic = wordSet(`get fetch test tests sample samples example examples ejemplo ejemplos prueba pruebas out output outputs salida in input inputs entrada
	data datos dato dump dumps volcado volcados list lists lista listas page pages pagina paginas paged page1 part parts parte partes uid uids id ids user users usuario usuarios
	account accounts cuenta cuentas profile profiles perfil perfiles file files archivo archivos fichero ficheros result results resultado resultados response respuestas respuesta
	all todo todos todas everyone new old nuevo nuevos viejo tmp temp backup copia copy raw full crudo final download downloads descarga descargas export exports
	case caso casos project proyecto network red graph grafo edges nodes nodos tweets tweet tuits statuses status timeline timelines search hashtag hashtags
	followers follower friends friend following followees followee seguidores seguidor seguidos siguiendo amigos ids stringify
	params param additional extra cursor next prev previous count counts total json csv txt jsonl ndjson python ruby java go node api v1 v2 v11 twarc twarc2 tweepy rtweet twitter tw x collection collected
	seed seeds semilla semillas account1 home root src lib dataset datasets corpus archive archives first second last batch chunk log logs main my mis the los las daily weekly snapshot snapshots captura capturas
	unique merged combined clean cleaned filtered unfollowers mutual mutuals common list2 unknown none null na undefined anon public private meta metadata info stats misc other otros varios`)

// verbs before the kind's word mean that the name is that of a call or a test.
var verbs = wordSet("get fetch test sample example prueba download show lookup post create destroy incoming outgoing list members")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// nameListing guesses owner and kind from the name of a file and of its folder:
//
//	jack_followers.txt  seguidores-jack-2021-04-02.csv.gz  12345_friends_p2.json
//	followers/jack.txt  jack/followers_3.json
//
// It refuses generic names, names that could be read in two ways, and names
// with a verb.
func nameListing(label string) listing {
	dir, base := path.Split(label)
	dir = path.Base(strings.TrimSuffix(dir, "/"))
	stem := undated(extensions.ReplaceAllString(base, ""))
	words := kindWord.FindAllStringSubmatchIndex(stem, -1)
	if again := kindWord.FindAllStringSubmatchIndex(dir, -1); len(words) == 0 && len(again) == 1 && dir != "." {
		before, after := trimQualifiers(dir[:again[0][2]]), trimQualifiers(dir[again[0][3]:])
		if before != "" || after != "" {
			return listing{}
		}
		return guessed(ownerIn(stem, false), kindOf(dir[again[0][2]:again[0][3]]))
	}
	if len(words) != 1 {
		return listing{}
	}
	kind := kindOf(stem[words[0][2]:words[0][3]])
	before, after := stem[:words[0][2]], stem[words[0][3]:]
	for _, w := range tokens(before) {
		if verbs[w] {
			return listing{kind: kind}
		}
	}
	before, after = trimQualifiers(before), trimQualifiers(after)
	if pagePart.FindString(after) == after && !longNumber(after) {
		after = ""
	}
	switch {
	case before != "" && after == "":
		return guessed(ownerIn(before, false), kind)
	case before == "" && after != "":
		return guessed(ownerIn(after, false), kind)
	case before == "" && after == "" && dir != "." && dir != "":
		return guessed(ownerIn(dir, true), kind)
	}
	return listing{kind: kind}
}

func guessed(owner adentro.Key, kind adentro.ListKind) listing {
	if owner.IsZero() {
		return listing{kind: kind}
	}
	return listing{owner, kind, adentro.Guessed, "name"}
}

func kindOf(word string) adentro.ListKind {
	switch w := strings.ToLower(word); {
	case strings.HasPrefix(w, "follower"), strings.HasPrefix(w, "seguidor"):
		return adentro.Followers
	}
	return adentro.Following
}

// ownerIn returns the account that a piece of a name spells, the zero Key if none.
func ownerIn(s string, folder bool) adentro.Key {
	s = strings.Trim(s, "-_. ")
	if s == "" {
		return adentro.Key{}
	}
	if id, ok := digits([]byte(s)); ok {
		if len(s) < 5 {
			return adentro.Key{}
		}
		return adentro.IDKey(id)
	}
	at := strings.HasPrefix(s, "@")
	if !at && !folder {
		if cut := pagePart.ReplaceAllString(s, ""); pageLike(s[len(cut):]) {
			s = cut
		}
	}
	h := handle(s)
	if at {
		return adentro.HandleKey(h)
	}
	if len(h) < 2 || isGeneric(h, folder) {
		return adentro.Key{}
	}
	return adentro.HandleKey(h)
}

// pageLike reports whether what ends a name is a page's number rather than a
// part of the handle: set off by a separator.
func pageLike(s string) bool { return s != "" && strings.ContainsRune("-_. ", rune(s[0])) }

// longNumber reports whether s is a number too long for a page's.
func longNumber(s string) bool {
	s = strings.Trim(s, "-_. ")
	return len(s) >= 5 && strings.Trim(s, "0123456789") == ""
}

// isGeneric reports whether h is made of generic words and numbers only. Of a
// folder's name one generic word is enough.
func isGeneric(h string, folder bool) bool {
	some, all := false, true
	for _, w := range tokens(h) {
		w = strings.TrimRight(w, "0123456789")
		if w == "" || generic[w] || len(w) == 1 {
			some = some || w != "" && generic[w]
			continue
		}
		all = false
	}
	return all || folder && some
}

func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("-_. ", r) })
}

// trimQualifiers takes qualifiers and separators from both ends of s.
func trimQualifiers(s string) string {
	for {
		s = strings.Trim(s, "-_. ")
		if s == "" {
			return s
		}
		first, last := s, s
		if i := strings.IndexAny(s, "-_. "); i >= 0 {
			first = s[:i]
			last = s[strings.LastIndexAny(s, "-_. ")+1:]
		}
		switch {
		case qualifiers[strings.ToLower(first)]:
			s = s[len(first):]
		case qualifiers[strings.ToLower(last)]:
			s = s[:len(s)-len(last)]
		default:
			return s
		}
	}
}

// undated cuts dates out of a name.
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
		s = s[:from] + s[max(to, m[3]):]
	}
	if m := epochPart.FindStringSubmatchIndex(s); m != nil && (m[3]-m[2] == 13 || strings.Trim(s[:m[2]], "-_. ") != "" && len(kindWord.FindString(s)) > 0 && otherOwner(s[:m[2]]+s[m[3]:])) {
		s = s[:m[2]] + s[m[3]:]
	}
	return strings.Trim(s, "-_. ")
}

// otherOwner reports whether a name spells an owner even without the number
// that was cut from it.
func otherOwner(s string) bool {
	m := kindWord.FindStringSubmatchIndex(s)
	return trimQualifiers(s[:m[2]]) != "" || trimQualifiers(s[m[3]:]) != ""
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
