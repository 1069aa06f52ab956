package ingest

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// The words that spell a kind of list, bounded by anything but letters and digits.
var (
	kindWord   = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(followers?|seguidor(?:es|as)?|friends?|followings?|followees?|seguid[oa]s|siguiendo)(?:[^a-z0-9]|$)`)
	yearPart   = regexp.MustCompile(`[-_. ](?:19|20)[0-9]{2}$`)
	datePart   = regexp.MustCompile(`(?:^|[^0-9])((?:20[0-3][0-9])[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12][0-9]|3[01]))(?:[T_-]?[0-9]{2}[-:h]?[0-9]{2}(?:[-:]?[0-9]{2})?Z?)?(?:[^0-9]|$)`)
	epochPart  = regexp.MustCompile(`(?:^|[^0-9])(1[0-9]{12}|1[0-9]{9})(?:[^0-9]|$)`)
	pagePart   = regexp.MustCompile(`(?i)[-_. ]*(?:p|pg|page|pag|pagina|página|part|parte|chunk|batch|cursor|n)?[-_. ]*\(?[0-9]{1,4}\)?$`)
	extensions = regexp.MustCompile(`(?i)(\.(json|jsonl|ndjson|txt|csv|tsv|tab|ids|gz|gzip|zst|zstd|bz2|xz|dump|log|data|xlsx?|ods|html?))+$`)
)

// qualifiers stand beside the kind's word and say nothing of the owner.
var qualifiers = wordSet("a id ids list lists lista listas listado de del of for from by user users usuario usuarios account accounts cuenta cuentas profile profiles perfil perfiles full raw all todos todas complete completo completa twitter tw x api v1 v11 v2 twarc twarc2 tweepy graph data datos dump export exported output hydrated hidratados jsonl json csv txt stringify")

// articles stand before the kind's word (los seguidores de ana), but behind it
// they begin handles (la_patilla).
var articles = wordSet("the los las la el")

// loose words are qualifiers that handles contain as well (cdi_x, radio_todos).
var loose = wordSet("full all todos todas complete completo completa twitter tw x api graph data datos user usuario account cuenta profile perfil")

// technical words end names and hardly ever handles.
var technical = wordSet("id ids raw twarc twarc2 tweepy v1 v11 v2 dump export exported output hydrated hidratados jsonl json csv txt stringify")

// doubtful words at an end of what would be a handle may be part of it or say
// what state the file is in, so that the name is read in no way.
var doubtful = wordSet(`old new final crudo backup bak copia copy tmp temp clean cleaned limpio limpios sorted unique unicos dedup deduped merged combined combinado
	updated actualizado nuevo nuevos nueva nuevas viejo viejos ok full all todo todos todas complete completo completa sample random muestra missing faltantes rest resto
	with without sin con por para and or y not no bot bots fake falsos top lost perdidos zero our nuestros common mutual active inactive activos inactivos suspended suspendidos verified verificados`)

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
	unique merged combined clean cleaned filtered unfollowers mutual mutuals common list2 unknown none null na undefined anon public private meta metadata info stats misc other otros varios
	retweeters likers mentions menciones replies respuestas location locations ubicacion ubicaciones parta partb partc split
	handle handles username usernames screenname screennames phantombuster apify brightdata twint snscrape twscrape minet tcat gephi scrape scraped scraper scraping crawl crawled crawler
	gql graphql rest http https www web html xml har sql sqlite db parquet pandas excel xlsx csvs jsons txts zip tar gz selenium playwright postman insomnia curl wget requests browser chrome firefox cache desktop documents documentos escritorio`)

// months are no handles, and at the end of one they may be a date.
var months = wordSet(`january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
	enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic`)

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
//	followers/jack/page_1.json  jack/followers/1.json
//
// It refuses generic names, names that could be read in two ways, and names
// with a verb. beside tells whether a file of another name lies in the same folder; it may be nil.
func nameListing(label string, beside func(base string) bool) listing {
	above, base := path.Split(label)
	paged := func(tail string) bool { return beside != nil && startsPages(base, tail, beside) }
	above, dir := path.Split(strings.TrimSuffix(above, "/"))
	dir = undated(dir)
	stem := undated(extensions.ReplaceAllString(base, ""))
	if isPage(stem) && dir != "" {
		return pageListing(undated(path.Base(above)), dir)
	}
	words := kindWords(stem)
	if again := kindWords(dir); len(words) == 0 && len(again) == 1 {
		before, _ := around(dir[:again[0][0]], true)
		after, _ := around(dir[again[0][1]:], false)
		if before != "" || after != "" {
			return listing{}
		}
		return guessed(ownerIn(stem, paged), kindOf(dir[again[0][0]:again[0][1]]))
	}
	if len(words) != 1 {
		return listing{}
	}
	kind := kindOf(stem[words[0][0]:words[0][1]])
	before, after := stem[:words[0][0]], stem[words[0][1]:]
	for _, w := range tokens(before) {
		if verbs[w] {
			return listing{kind: kind}
		}
	}
	before, ok := around(before, true)
	after, also := around(after, false)
	if !ok || !also {
		return listing{kind: kind}
	}
	if pagePart.FindString(after) == after && !longNumber(after) {
		after = ""
	}
	switch {
	case before != "" && after == "":
		return guessed(ownerIn(before, paged), kind)
	case before == "" && after != "":
		return guessed(ownerIn(after, paged), kind)
	case before == "" && after == "" && dir != "":
		return guessed(ownerIn(dir, nil), kind)
	}
	return listing{kind: kind}
}

// isPage reports whether a stem is no more than the number of a page.
func isPage(stem string) bool {
	return stem != "" && pagePart.FindString(stem) == stem && !longNumber(stem)
}

// pageListing guesses from two folders, the outer and the inner, around a
// numbered page: one is the kind, the other the owner.
func pageListing(outer, inner string) listing {
	for _, f := range [][2]string{{inner, outer}, {outer, inner}} {
		if at := kindWords(f[0]); len(at) == 1 && at[0] == [2]int{0, len(f[0])} {
			return guessed(ownerIn(f[1], nil), kindOf(f[0]))
		}
	}
	return listing{}
}

// kindWords returns where a name spells a kind of list. Two such words may
// share the separator between them.
func kindWords(s string) (at [][2]int) {
	for from := 0; ; {
		m := kindWord.FindStringSubmatchIndex(s[from:])
		if m == nil {
			return at
		}
		at = append(at, [2]int{from + m[2], from + m[3]})
		from += m[3]
	}
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

// ownerIn returns the account that a piece of a name spells, the zero Key if
// none, or if the piece can be read in more ways than one. paged tells whether what ends the name
// of a file numbers its pages; it is nil for a folder.
func ownerIn(s string, paged func(tail string) bool) adentro.Key {
	folder := paged == nil
	s = strings.Trim(s, "-. ")
	if id, ok := digits([]byte(s)); ok {
		if len(s) < 5 || id%1000 == 0 || dateLike(s) {
			return adentro.Key{}
		}
		return adentro.IDKey(id)
	}
	at := strings.HasPrefix(s, "@")
	if !folder && !yearPart.MatchString(s) {
		cut := pagePart.ReplaceAllString(s, "")
		tail := s[len(cut):]
		either := strings.HasPrefix(tail, "_") // of the handle or of a page
		switch page := pageLike(tail) || either && paged(tail); {
		case page && isNumber(cut): // an id and a page
			return ownerIn(cut, nil)
		case page:
			s = cut
		case either:
			return adentro.Key{}
		}
	}
	h := handle(s)
	if at {
		return adentro.HandleKey(h)
	}
	if len(h) < 3 || isGeneric(h, folder) || yearPart.MatchString(h) {
		return adentro.Key{}
	}
	ws := tokens(h)
	first, last := ws[0], ws[len(ws)-1]
	if doubtful[first] || doubtful[last] || len(ws) > 1 && (len(first) < 3 && isNumber(first) || qualifiers[first] || months[first] || months[last]) {
		return adentro.Key{}
	}
	return adentro.HandleKey(h)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// dateLike reports whether a number may as well be a date: 202104, 02042021,
// or seconds of Unix time since 2015.
func dateLike(s string) bool {
	for _, l := range []string{"200601", "02012006", "20060102"} {
		if t, err := time.Parse(l, s); err == nil && plausible(t) {
			return true
		}
	}
	t, ok := parseDate(s)
	return ok && len(s) == 10 && t.Year() >= 2015 && plausible(t)
}

// pageLike reports whether what ends a name is a page's number rather than a part of
// the handle, as in cdi_2301: set off by a sign that no handle has, and short, or called so by a word.
func pageLike(s string) bool {
	if s == "" || !strings.ContainsRune("-_. ", rune(s[0])) {
		return false
	}
	word := strings.Trim(s, "-_. ()0123456789")
	return len(word) > 2 || strings.ContainsRune(s, '(') || s[0] != '_' && len(strings.Trim(s, "-_. ()")) < 4
}

// startsPages reports whether the number in tail, which ends a name, is that of a first page,
// or the first page lies beside it.
func startsPages(base, tail string, beside func(base string) bool) bool {
	digits := strings.TrimLeft(tail, "-_. pgnPGN")
	switch n := strings.TrimLeft(digits, "0"); {
	case n == "" || n == "1":
		return true
	case !isNumber(digits):
		return false
	}
	at := strings.LastIndex(base, tail)
	if at < 0 {
		return false
	}
	before, after := base[:at+len(tail)-len(digits)], base[at+len(tail):]
	for _, n := range []string{"1", "0"} {
		if beside(before+n+after) || beside(before+strings.Repeat("0", len(digits)-1)+n+after) {
			return true
		}
	}
	return false
}

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
		if w == "" || generic[w] || months[w] || doubtful[w] || len(w) == 1 {
			some = some || generic[w] || months[w]
			continue
		}
		all = false
	}
	return all || folder && some
}

func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("-_. ", r) })
}

// A part is one word of a name and the separators between it and the kind's word.
type part struct{ sep, word string }

// parts cuts what stands before or behind the kind's word into words, the
// nearest first. Underscores at the far end belong to the last word: handles
// may begin and end so.
func parts(s string, before bool) (ps []part) {
	for s != "" {
		var p part
		if before {
			rest := strings.TrimRight(s, "-_. ")
			i := strings.LastIndexAny(rest, "-_. ") + 1
			if strings.Trim(rest[:i], "_") == "" {
				i = 0
			}
			p, s = part{s[len(rest):], rest[i:]}, rest[:i]
		} else {
			rest := strings.TrimLeft(s, "-_. ")
			i := strings.IndexAny(rest, "-_. ")
			if i < 0 || strings.Trim(rest[i:], "_") == "" {
				i = len(rest)
			}
			p, s = part{s[:len(s)-len(rest)], rest[:i]}, rest[i:]
		}
		if p.word != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// around returns what stands before or behind the kind's word, without what
// says nothing of the owner: qualifiers next to the word, and at the far end
// technical words, or any qualifier behind a sign that no handle has. ok is
// false if the piece can be read in two ways.
func around(s string, before bool) (piece string, ok bool) {
	ps := parts(s, before)
	is := func(i int, sets ...map[string]bool) bool {
		return i < len(ps) && slices.ContainsFunc(sets, func(m map[string]bool) bool { return m[strings.ToLower(ps[i].word)] })
	}
	for {
		if is(0, qualifiers) || before && is(0, articles) {
			if len(ps) > 1 && ps[1].sep == "_" && is(0, loose) && !is(1, qualifiers, articles) {
				return "", false
			}
			ps = ps[1:]
		} else if is(0, articles) && is(1, qualifiers) { // de la cuenta x
			ps = ps[2:]
		} else {
			break
		}
	}
	for n := len(ps) - 1; n > 0 && (is(n, technical) || is(n, qualifiers, articles) && ps[n].sep != "_"); n-- {
		ps = ps[:n]
	}
	for i, p := range ps {
		switch {
		case i == 0:
			piece = p.word
		case before:
			piece = p.word + p.sep + piece
		default:
			piece += p.sep + p.word
		}
	}
	return piece, len(ps) == 0 || !strings.Contains(ps[0].sep, "__")
}
