package ingest

import (
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
	defaultImage, image                         []string // whether its picture is the platform's; the address of the picture
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
		for i, name := range t.names {
			x := at(v, name)
			if x.Kind() != jsontape.String {
				continue
			}
			s := textOf(x, n.escaped)
			if s == "" && i+1 < len(t.names) && firstAt(v, t.names[i+1:]).Exists() {
				continue // some leave a text empty that stands in full elsewhere
			}
			if n.null == "" || s != n.null {
				p.SetText(t.f, s)
			}
			break
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
	setDefaultImage(&p, firstAt(v, n.defaultImage), firstAt(v, n.image))
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
