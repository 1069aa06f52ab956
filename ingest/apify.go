package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// vended are the names of the resellers of web data: twitterapi.io, and the
// actors of apidojo on Apify.
var vended = tweetNames{
	id: []string{"id"}, text: []string{"fullText", "text"}, created: []string{"createdAt"}, lang: []string{"lang"}, client: []string{"source"},
	escaped: true, textKind: adentro.TextFull, user: []string{"author", "user"},
	users: &userNames{
		id: []string{"id", "userId", "user_id"}, handle: []string{"userName", "screen_name"}, name: []string{"name"}, bio: []string{"description", "profile_bio/description"}, location: []string{"location"},
		url: []string{"profile_bio/entities/url/urls/expanded_url", "entities/url/urls/expanded_url", "website"}, created: []string{"createdAt", "created_at"},
		followers: []string{"followers", "followers_count"}, following: []string{"following", "following_count", "friends_count"}, tweets: []string{"statusesCount", "statuses_count"}, listed: []string{"listedCount", "listed_count"}, likes: []string{"favouritesCount", "favourites_count"},
		protected: []string{"protected"}, verified: []string{"isVerified", "verified"}, gone: []string{"unavailable"}, escaped: true,
		defaultImage: []string{"default_profile_image"}, image: []string{"profilePicture", "profile_image_url_https", "profile_image_url"},
	},
	retweet: []string{"retweet", "retweeted_tweet"}, quote: []string{"quote", "quoted_tweet"}, quoteID: []string{"quoteId"},
	replyID: []string{"inReplyToId"}, replyUserID: []string{"inReplyToUserId"}, replyHandle: []string{"inReplyToUsername"},
	hashtags: []string{"entities/hashtags"}, tag: []string{"text", "tag"}, urls: []string{"entities/urls"}, link: []string{"expanded_url", "url"},
	mentions: []string{"entities/user_mentions"}, mentionID: []string{"id_str", "id"}, mentionHandle: []string{"screen_name", "username"},
}

// vendedLists are the names under which their pages hold accounts, with the kind of the
// list, if it is one.
var vendedLists = []struct {
	name string
	kind adentro.ListKind
}{{"followers", adentro.Followers}, {"followings", adentro.Following}, {"following", adentro.Following}, {"users", adentro.ListUnknown}, {"members", adentro.ListUnknown}}

func fitsApify(s *shape) bool {
	if s.any("id_str", "public_metrics", "author_id") { // the API's own objects, which are many
		return twoHandles(s)
	}
	switch s.get("type").Text() {
	case "user":
		return s.any("userName", "unavailable")
	case "tweet", "reply", "retweet", "quote":
		return s.any("createdAt") && (s.any("author") || s.any("text", "fullText"))
	case "mock_tweet":
		return true
	}
	if s.any("noResults") || s.any("userName") && s.any("isBlueVerified", "followers", "followers_count", "id") {
		return true
	}
	if s.any("status") && vendedUser(s.get("data")) { // one account, in an envelope
		return true
	}
	return vendedPage(s) || twoHandles(s)
}

func vendedUser(v jsontape.Value) bool { return v.Get("userName").Exists() }

// vendedPage reports whether an object is a page, also one whose end is cut off.
func vendedPage(s *shape) bool {
	if s.any("has_next_page") {
		return true
	}
	for _, n := range vendedLists {
		if vendedUser(firstElem(s.get(n.name))) {
			return true
		}
	}
	return vendedUser(firstElem(s.get("tweets")).Get("author"))
}

// twoHandles reports whether a record names two accounts: some actors put the one that
// was asked for in username, and the one that they found in screen_name.
func twoHandles(s *shape) bool {
	if !s.has("username", "screen_name") {
		return false
	}
	u, n := handle(s.get("username").Text()), handle(s.get("screen_name").Text())
	return u != "" && n != "" && !strings.EqualFold(u, n)
}

func decodeApify(d *decoder, v jsontape.Value) {
	s := newShape(v)
	switch {
	case vendedPage(s):
		d.vendedPage(v)
	case vendedUser(s.get("data")) && s.any("status"):
		d.vendedUser(v.Get("data"), listing{})
	case s.any("noResults"), s.get("type").Text() == "mock_tweet":
		d.begin(v, time.Time{})
		d.ignore("answer")
	case twoHandles(s):
		d.foundUser(v)
	case s.any("author") || s.get("type").Text() != "user" && s.any("text", "fullText"):
		d.vendedTweet(v)
	default:
		if key, off := d.vendedUser(v, d.list); !key.IsZero() && d.list.known() {
			d.member(key, off)
		}
	}
}

// vendedPage reads a page of tweets or accounts. Which list it is of the page tells,
// whose it is it does not.
func (d *decoder) vendedPage(v jsontape.Value) {
	for _, name := range []string{"tweets", "replies"} {
		for _, list := range []jsontape.Value{v.Get(name), v.Get("data").Get(name)} {
			for e := range list.Elems() {
				d.vendedTweet(e)
			}
		}
	}
	for _, n := range vendedLists {
		users := v.Get(n.name)
		if users.Kind() != jsontape.Array {
			continue
		}
		l := d.list
		if n.kind == adentro.ListUnknown || l.kind != n.kind && l.kind != adentro.ListUnknown {
			l = listing{}
		}
		page := -1
		if n.kind != adentro.ListUnknown {
			l.kind = n.kind
			page = d.newPage(l, d.frame.off+int64(users.Offset()))
			p := &d.obs.Pages[page]
			if more, known := truth(v.Get("has_next_page")); known && more {
				p.Next = v.Get("next_cursor").Text()
			} else {
				p.Last = known
			}
		}
		if !l.known() {
			l = listing{}
		}
		for e := range users.Elems() {
			if key, off := d.vendedUser(e, l); !key.IsZero() && page >= 0 {
				d.addMember(page, key, off)
			}
		}
	}
}

func (d *decoder) vendedTweet(v jsontape.Value) {
	if d.cut(v) {
		return
	}
	r := d.begin(v, time.Time{})
	_, reason := d.namedTweet(r, v, &vended)
	d.settle(r, listing{}, reason)
}

// vendedUser reads an account, or what became of it, and returns the key and the
// place of one that can be a member.
func (d *decoder) vendedUser(v jsontape.Value, l listing) (adentro.Key, int64) {
	if d.cut(v) {
		return adentro.Key{}, 0
	}
	r := d.begin(v, time.Time{})
	if gone, _ := truth(v.Get("unavailable")); gone {
		id, q := d.idAt(v, vended.users.id)
		key, _ := d.keyOf(id, q, handle(firstAt(v, vended.users.handle).Text()))
		s := statusOf(0, v.Get("unavailableReason").Text())
		if s == adentro.StatusUnknown {
			s = adentro.Unavailable
		}
		d.status(r, key, s)
		return adentro.Key{}, 0
	}
	key, reason := d.namedUser(r, v, vended.users, r.at)
	d.settle(r, l, reason)
	return key, r.off
}

// foundUser reads an account that stands beside another. Nothing says that the
// other is the owner of a list, and of which: only the operator may say so.
func (d *decoder) foundUser(v jsontape.Value) {
	r := d.begin(v, time.Time{})
	l := listing{}
	if d.list.known() && d.list.basis == adentro.Stated {
		l = d.list
	} else {
		d.unowned = true
	}
	n := *vended.users
	n.handle = []string{"screen_name"}
	key, reason := d.namedUser(r, v, &n, r.at)
	d.settle(r, l, reason)
	if reason == "" && l.known() {
		d.member(key, r.off)
	}
}
