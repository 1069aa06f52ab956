package ingest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// Scrapers and vendors return the same accounts and tweets, each under names of
// its own. A format of theirs is a table of names, and the two readers here.
// A name is that of a member, or a path of names with slashes; of several the
// first that is there counts.

// userNames says under which names an account's properties lie.
type userNames struct {
	id                                          []string // strings before numbers
	handle, name, bio, location, url, created   []string
	followers, following, tweets, listed, likes []string
	protected, verified, gone                   []string // gone: the account is shown, but was not there any more
	escaped                                     bool     // texts have &amp; for &
	rounding                                    string   // ending of a member that tells to what a count was rounded
	null                                        string   // text that stands for none
}

// tweetNames says under which names a tweet's parts lie.
type tweetNames struct {
	id, text, created, lang, client []string
	escaped                         bool             // the text has &amp; for &
	textKind                        adentro.TextKind // of a text that is not cut
	user                            []string         // the author, an object
	userID, userHandle              []string         // the author, where there is no object
	users                           *userNames
	timeless                        func(v jsontape.Value) bool // whether the author is shown as of another time than the tweet

	retweet, quote                             []string // the tweets inside this one
	share                                      func(v jsontape.Value) bool
	quoteID, quoteLink, quoteHandle            []string
	replyID, replyLink, replyTo                []string // replyTo: an object
	replyUserID, replyHandle                   []string
	hashtags, urls, mentions                   []string // arrays of strings or objects
	tag, link, mentionID, mentionHandle, quiet []string // in those objects; quiet: URLs that are not the tweet's own
}

// at follows a path of names; in an array it goes on in the first element.
func at(v jsontape.Value, path string) jsontape.Value {
	for {
		for e := range v.Elems() {
			v = e
			break
		}
		name, rest, more := strings.Cut(path, "/")
		v = v.Get(name)
		if !more {
			return v
		}
		path = rest
	}
}

// firstAt returns the first that is there and not null.
func firstAt(v jsontape.Value, paths []string) jsontape.Value {
	for _, p := range paths {
		if x := at(v, p); x.Exists() {
			return x
		}
	}
	return jsontape.Value{}
}

// idAt reads an id that is given once or in several forms: the first that is exact.
func (d *decoder) idAt(v jsontape.Value, paths []string) (id uint64, q quality) {
	worst := missing
	for _, p := range paths {
		n, qn := jsonID(at(v, p))
		switch {
		case q == exact && (qn == lossy || qn == exact && n != id):
			d.warned["id_twin_mismatch"]++
			return id, q
		case q == exact:
		case qn == exact:
			id, q = n, exact
		default:
			worst = max(worst, qn)
		}
	}
	if q != exact {
		return 0, worst
	}
	return id, exact
}

// keyOf settles an account's key: its id; else its handle, also where the id lost its
// last digits; else the reason why it has none.
func (d *decoder) keyOf(id uint64, q quality, handle string) (adentro.Key, string) {
	switch {
	case q == exact:
		return adentro.IDKey(id), ""
	case handle != "" && (q == missing || q == lossy):
		if q == lossy {
			d.warned["lossy_ids"]++
		}
		return adentro.HandleKey(handle), ""
	}
	return adentro.Key{}, idReason(q)
}

// tweetKey names a tweet by its id, or by the bytes of v where that is lossy.
func tweetKey(id uint64, q quality, v jsontape.Value) adentro.Key {
	if q == lossy {
		return adentro.OpaqueKey("lossy", strconv.FormatUint(xxhash.Sum64(v.Raw()), 16))
	}
	return adentro.IDKey(id)
}

// namedUser adds the profile that a user object shows, as seen at the given time. It
// returns the account's key, or the reason why the object is of no use.
func (d *decoder) namedUser(r *record, v jsontape.Value, n *userNames, seen time.Time) (adentro.Key, string) {
	handle := displayHandle(firstAt(v, n.handle).Text())
	id, q := d.idAt(v, n.id)
	key, reason := d.keyOf(id, q, handle)
	if reason != "" {
		return key, reason
	}
	s := r.sighting()
	s.At = seen
	p := adentro.Seen(key, s)
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	for _, t := range []struct {
		f     adentro.Field
		names []string
	}{{adentro.FieldName, n.name}, {adentro.FieldBio, n.bio}, {adentro.FieldLocation, n.location}, {adentro.FieldURL, n.url}} {
		if x := firstAt(v, t.names); x.Kind() == jsontape.String {
			if s := textOf(x, n.escaped); n.null == "" || s != n.null {
				p.SetText(t.f, s)
			}
		}
	}
	d.created(&p, firstAt(v, n.created), seen)
	for _, c := range []struct {
		f     adentro.Field
		names []string
	}{{adentro.FieldFollowers, n.followers}, {adentro.FieldFollowing, n.following}, {adentro.FieldTweets, n.tweets}, {adentro.FieldListed, n.listed}, {adentro.FieldLikes, n.likes}} {
		d.namedCount(&p, v, c.f, c.names, n.rounding)
	}
	setFlag(&p, adentro.FieldProtected, firstAt(v, n.protected))
	setFlag(&p, adentro.FieldVerified, firstAt(v, n.verified))
	if gone, _ := truth(firstAt(v, n.gone)); !gone {
		setActive(&p)
	}
	d.addProfile(p)
	return key, ""
}

func textOf(v jsontape.Value, escaped bool) string {
	if escaped {
		return strings.TrimSpace(plainText(v))
	}
	return strings.TrimSpace(v.Text())
}

// namedCount reads a count. Where it was read off a page it is rounded, which is
// told beside it or by a letter behind it.
func (d *decoder) namedCount(p *adentro.Profile, v jsontape.Value, f adentro.Field, names []string, rounding string) {
	for _, name := range names {
		x := at(v, name)
		if x.Kind() != jsontape.Number && x.Kind() != jsontape.String {
			continue // also a list of that name
		}
		n := number(x)
		if n < 0 {
			if n = shortCount(x.Text()); n >= 0 {
				d.warned["short_count"]++
			} else if strings.TrimSpace(x.Text()) != "" {
				d.warned["bad_count"]++
			}
		} else if rounding != "" && number(v.Get(name+rounding)) > 1 {
			d.warned["short_count"]++
		}
		p.SetCount(f, n)
		return
	}
}

// namedTweet adds a tweet, those inside it and their authors. It returns the reason
// why the tweet is of no use, if it is of none.
func (d *decoder) namedTweet(r *record, v jsontape.Value, n *tweetNames) (adentro.Tweet, string) {
	id, q := d.idAt(v, n.id)
	if q != exact && q != lossy {
		return adentro.Tweet{}, idReason(q)
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	t.Author.Key = d.namedAuthor(r, v, n)
	sent, ok := jsonDate(firstAt(v, n.created))
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Lang = firstAt(v, n.lang).Text()
	t.Client = client(firstAt(v, n.client).Text())
	d.namedBody(v, n, &t)
	if o := firstAt(v, n.retweet); o.Kind() == jsontape.Object && (n.share == nil || n.share(v)) {
		d.namedRetweet(r, o, n, &t)
	} else {
		d.namedQuote(r, v, n, &t)
	}
	d.namedReply(r, v, n, &t)
	d.obs.Tweets = append(d.obs.Tweets, t)
	return t, ""
}

// namedAuthor returns the author of a tweet, and adds the profile that is inside it.
func (d *decoder) namedAuthor(r *record, v jsontape.Value, n *tweetNames) adentro.Key {
	if u := firstAt(v, n.user); u.Kind() == jsontape.Object {
		seen := r.at
		if n.timeless != nil && n.timeless(v) {
			seen = time.Time{}
		}
		if key, reason := d.namedUser(r, u, n.users, seen); reason == "" {
			return key
		}
		d.warned["author_lost"]++
	}
	id, q := d.idAt(v, n.userID)
	key, _ := d.keyOf(id, q, handle(firstAt(v, n.userHandle).Text()))
	return key
}

// namedBody reads text, hashtags, URLs and mentions.
func (d *decoder) namedBody(v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	if s := firstAt(v, n.text); s.Kind() == jsontape.String {
		t.Text, t.TextKind = s.Text(), n.textKind
		if n.escaped {
			t.Text = unescapeHTML(t.Text)
		}
	}
	if tags := firstAt(v, n.hashtags); tags.Kind() == jsontape.Array {
		for e := range tags.Elems() {
			if s := strings.TrimLeft(elementText(e, n.tag), "#＃"); s != "" {
				t.Hashtags = append(t.Hashtags, s)
			}
		}
	} else {
		t.Hashtags = textTags(wholeWords(t.Text))
	}
	for e := range firstAt(v, n.urls).Elems() {
		if s := elementText(e, n.link); s != "" && !firstAt(e, n.quiet).Exists() {
			t.URLs = append(t.URLs, s)
		}
	}
	if ms := firstAt(v, n.mentions); ms.Kind() == jsontape.Array {
		for e := range ms.Elems() {
			id, _ := d.idAt(e, n.mentionID)
			t.Mentions = append(t.Mentions, mention(id, handle(elementText(e, n.mentionHandle))))
		}
	} else {
		t.Mentions = textMentions(wholeWords(t.Text))
	}
	t.Hashtags, t.URLs, t.Mentions = uniqueStrings(t.Hashtags), uniqueStrings(t.URLs), uniqueMentions(t.Mentions)
}

// wholeWords returns a text without the word that it is cut in.
func wholeWords(s string) string {
	if !strings.HasSuffix(s, "…") {
		return s
	}
	return s[:strings.LastIndexAny(s, " \n")+1]
}

// elementText returns a string, or the one that an object has under a name.
func elementText(e jsontape.Value, names []string) string {
	if e.Kind() == jsontape.Object {
		e = firstAt(e, names)
	}
	return e.Text()
}

// namedRetweet takes the body of the original, because that of the wrapper is cut.
// A mere reference to the original has none.
func (d *decoder) namedRetweet(r *record, original jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Retweet}
	t.Wrapper = t.Mentions
	if id, q := d.idAt(original, n.id); !firstAt(original, n.text).Exists() {
		if q == exact {
			ref.ID = adentro.IDKey(id)
		}
		t.TextKind, t.Mentions = min(t.TextKind, adentro.TextCopy), nil
		ref.Author.Key = adentro.HandleKey(retweeted(t.Text))
	} else if o, reason := d.namedTweet(r, original, n); reason == "" {
		d.included()
		ref.ID, ref.Author = o.ID, o.Author
		t.Text, t.TextKind, t.Hashtags, t.URLs, t.Mentions = o.Text, o.TextKind, o.Hashtags, o.URLs, o.Mentions
	} else {
		d.warned["original_lost"]++
	}
	addRef(t, ref)
}

// namedQuote notes the quoted tweet; the link to it is then no URL of the tweet.
func (d *decoder) namedQuote(r *record, v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Quote}
	id, q := d.idAt(v, n.quoteID)
	if q == exact {
		ref.ID, ref.Author.Key = adentro.IDKey(id), adentro.HandleKey(handle(firstAt(v, n.quoteHandle).Text()))
	} else {
		ref.ID, ref.Author.Key = statusLink(firstAt(v, n.quoteLink).Text())
	}
	if o := firstAt(v, n.quote); o.Kind() == jsontape.Object {
		if id, q := d.idAt(o, n.id); q == exact {
			ref.ID = adentro.IDKey(id)
		}
		if firstAt(o, n.text).Exists() {
			if quoted, reason := d.namedTweet(r, o, n); reason == "" {
				d.included()
				ref.ID, ref.Author = quoted.ID, quoted.Author
			}
		}
	}
	if ref.ID.IsZero() {
		return
	}
	addRef(t, ref)
	t.URLs = slices.DeleteFunc(t.URLs, func(u string) bool { return isStatusLink(u, ref.ID) })
}

// namedReply notes what the tweet answers: a tweet, or only an account.
func (d *decoder) namedReply(r *record, v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Reply}
	ref.ID, ref.Author.Key = statusLink(firstAt(v, n.replyLink).Text())
	if id, q := d.idAt(v, n.replyID); q == exact {
		ref.ID = adentro.IDKey(id)
	}
	id, q := d.idAt(v, n.replyUserID)
	h := handle(firstAt(v, n.replyHandle).Text())
	if u := firstAt(v, n.replyTo); u.Kind() == jsontape.Object {
		id, q = d.idAt(u, n.users.id)
		h = handle(firstAt(u, n.users.handle).Text())
		if firstAt(u, n.users.followers).Exists() {
			d.namedUser(r, u, n.users, r.at)
		}
	}
	if q == exact || h != "" {
		ref.Author.Key, _ = d.keyOf(id, q, h)
	}
	if !ref.ID.IsZero() || !ref.Author.Key.IsZero() {
		addRef(t, ref)
	}
}

// statusLink reads tweet and author from the address of a tweet.
func statusLink(s string) (tweet, author adentro.Key) {
	rest := s
	for _, host := range []string{"twitter.com/", "x.com/"} {
		if _, after, ok := strings.Cut(s, "//"+host); ok {
			rest = after
		} else if _, after, ok := strings.Cut(s, "."+host); ok {
			rest = after
		}
	}
	parts := strings.Split(rest, "/")
	if rest == s || len(parts) < 3 || parts[1] != "status" && parts[1] != "statuses" {
		return
	}
	end := strings.IndexFunc(parts[2], func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(parts[2])
	}
	if id, ok := digits([]byte(parts[2][:end])); ok {
		tweet = adentro.IDKey(id)
		if isHandle(parts[0]) && parts[0] != "i" {
			author = adentro.HandleKey(parts[0])
		}
	}
	return
}
