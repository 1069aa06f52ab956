package ingest

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

func fitsV2Page(s *shape) bool {
	switch data := s.get("data"); data.Kind() {
	case jsontape.Array:
		return true
	case jsontape.Object:
		return s.any("includes", "meta", "__twarc", "matching_rules", "errors") || data.Get("id").Exists() || data.Get("following").Exists()
	}
	if s.get("includes").Kind() == jsontape.Object || s.get("meta").Get("result_count").Exists() || bareIncludes(s) {
		return true
	}
	for e := range s.get("errors").Elems() { // a page of nothing but errors
		return e.Get("title").Exists() || e.Get("resource_type").Exists()
	}
	return s.any("title") && s.any("type") && s.any("detail") && !s.any("text")
}

// bareIncludes reports whether an object is what academictwitteR saves beside the tweets
// of a page: the includes alone.
func bareIncludes(s *shape) bool {
	if u := firstElem(s.get("users")); u.Exists() {
		return u.Get("username").Exists() && u.Get("id").Exists() && !u.Get("screen_name").Exists()
	}
	t := firstElem(s.get("tweets"))
	return t.Get("author_id").Exists() && t.Get("text").Exists() && s.any("users", "media")
}

// A v2page is what the elements of a page know of each other.
type v2page struct {
	at      time.Time
	in      jsontape.Value // what holds the included users, tweets and media
	bare    bool           // users alone, who may be a list
	list    listing
	page    int // index of the adentro.Page, -1 if the data are no list
	request string
	asked   bool // all fields of users were asked for: what is missing is empty
	twarc   bool
	users   map[string]jsontape.Value // included users by id
	names   map[string]jsontape.Value // and by handle, in lower case
	tweets  map[string]jsontape.Value // included tweets by id
}

// decodeV2Page reads a page of the v2 API: each element of data, includes and
// errors is a record.
func decodeV2Page(d *decoder, v jsontape.Value) {
	p := d.newV2Page(v)
	data := v.Get("data")
	if data.Kind() == jsontape.Object {
		d.v2Element(p, data)
	}
	for e := range data.Elems() {
		d.v2Element(p, e)
	}
	in := p.in
	for u := range in.Get("users").Elems() {
		if p.bare {
			d.v2Element(p, u)
			continue
		}
		if d.cut(u) {
			continue
		}
		r := d.begin(u, p.at)
		_, reason := d.v2User(r, u, p.asked)
		d.settle(r, listing{}, reason)
	}
	for _, name := range []string{"tweets", "posts"} {
		for t := range in.Get(name).Elems() {
			if d.cut(t) {
				continue
			}
			r := d.begin(t, p.at)
			reason := d.v2Tweet(r, t, p)
			if reason == "" {
				d.included()
			}
			d.settle(r, listing{}, reason)
		}
	}
	for _, name := range []string{"media", "places", "polls", "topics"} {
		for e := range in.Get(name).Elems() {
			if !d.cut(e) {
				d.begin(e, p.at)
				d.ignore(strings.TrimSuffix(name, "s"))
			}
		}
	}
	for e := range v.Get("errors").Elems() {
		if !d.cut(e) {
			d.v2Error(p, e)
		}
	}
	if v.Get("title").Exists() && !data.Exists() && !v.Get("errors").Exists() {
		d.v2Error(p, v)
	}
	if p.page < 0 && p.list.known() && data.Kind() == jsontape.None && v.Get("meta").Get("result_count").Exists() {
		d.v2Members(p, v) // an empty list is a list
	}
}

func (d *decoder) newV2Page(v jsontape.Value) *v2page {
	p := &v2page{page: -1, list: d.list, users: map[string]jsontape.Value{}, names: map[string]jsontape.Value{}, tweets: map[string]jsontape.Value{}}
	if p.in = v.Get("includes"); p.in.Kind() != jsontape.Object {
		p.in = v
		p.bare = v.Get("users").Len() > 0 && v.Get("tweets").Len() == 0 && !v.Get("media").Exists()
	}
	in := p.in
	for u := range in.Get("users").Elems() {
		p.users[string(u.Get("id").Token())] = u
		p.names[strings.ToLower(u.Get("username").Text())] = u
	}
	for _, name := range []string{"tweets", "posts"} {
		for t := range in.Get(name).Elems() {
			p.tweets[string(t.Get("id").Token())] = t
		}
	}
	d.twarc(p, v.Get("__twarc"))
	data := v.Get("data")
	for e := range data.Elems() {
		if e.Get("username").Exists() {
			d.v2Members(p, v)
		}
		break
	}
	if p.bare || data.Kind() == jsontape.Array && data.Len() == 0 && p.list.known() {
		d.v2Members(p, v)
	}
	return p
}

var (
	listPath  = regexp.MustCompile(`/2/users/([0-9]{1,19})/(followers|following)(?:[?/]|$)`)
	otherPath = regexp.MustCompile(`/2/(lists|tweets|posts|spaces|communities)/|/(liking_users|retweeted_by|reposted_by|members|followed_lists|blocking|muting|search)(?:[?/]|$)`)
)

// twarc reads what twarc2 notes beside a page: when it was retrieved, and the
// address that was asked, which names the owner of a list.
func (d *decoder) twarc(p *v2page, t jsontape.Value) {
	if t.Kind() != jsontape.Object {
		return
	}
	p.twarc = true
	if at, ok := jsonDate(t.Get("retrieved_at")); ok && plausible(at) {
		p.at = at
	}
	p.request = t.Get("url").Text()
	p.asked = !strings.Contains(p.request, "user.fields=") || strings.Contains(p.request, "location")
	if m := listPath.FindStringSubmatch(p.request); m != nil {
		id, _ := digits([]byte(m[1]))
		kind := adentro.Followers
		if m[2] == "following" {
			kind = adentro.Following
		}
		stated := listing{adentro.IDKey(id), kind, adentro.Stated, "content"}
		if d.list.known() && (d.list.kind != kind || d.list.owner.ID != 0 && d.list.owner != stated.owner) {
			d.overrule = stated.owner
		}
		p.list = stated
	} else if otherPath.MatchString(p.request) {
		p.list = listing{} // some other list of users
	}
}

// v2Members begins the page of a list of users, with its tokens.
func (d *decoder) v2Members(p *v2page, v jsontape.Value) {
	if p.page >= 0 {
		return
	}
	if !p.list.known() && p.request != "" && !listPath.MatchString(p.request) {
		return // the request was for something other than a list
	}
	p.page = d.newPage(p.list, d.frame.off+int64(v.Offset()))
	pg := &d.obs.Pages[p.page]
	pg.Observed = p.at
	meta := v.Get("meta")
	pg.Next = meta.Get("next_token").Text()
	if u, err := url.Parse(p.request); err == nil {
		pg.Cursor = u.Query().Get("pagination_token")
	}
	pg.First = p.twarc && pg.Cursor == "" || meta.Exists() && !p.twarc && !meta.Get("previous_token").Exists()
	pg.Last = meta.Exists() && pg.Next == ""
}

// v2Element reads one element of data, which may be of any type.
func (d *decoder) v2Element(p *v2page, e jsontape.Value) {
	if d.cut(e) {
		return
	}
	r := d.begin(e, p.at)
	switch what := d.elementOf(e); {
	case what.user:
		l := listing{}
		if p.page >= 0 {
			l = p.list
		}
		key, reason := d.v2User(r, e, p.asked)
		d.settle(r, l, reason)
		if reason == "" && p.page >= 0 {
			d.addMember(p.page, key, r.off)
		}
	case what.tweet:
		d.settle(r, listing{}, d.v2Tweet(r, e, p))
	case what.other != "":
		d.ignore(what.other)
	default:
		d.reject(r, "unknown_shape", details["unknown_shape"])
	}
}

func fitsV2Flat(s *shape) bool {
	return s.any("id") && (s.any("text") && !s.any("user") || s.any("username") && !s.any("text")) || s.has("id", "action", "reason")
}

// decodeV2Flat reads a tweet or a user that stands alone.
func decodeV2Flat(d *decoder, v jsontape.Value) {
	p := &v2page{page: -1, list: d.list}
	d.twarc(p, v.Get("__twarc"))
	r := d.begin(v, p.at)
	switch {
	case v.Get("text").Exists():
		d.settle(r, listing{}, d.v2Tweet(r, v, p))
	case v.Get("username").Exists():
		key, reason := d.v2User(r, v, p.asked)
		d.settle(r, p.list, reason)
		if reason == "" && p.list.known() {
			d.flatMember(p.list, key, r)
		}
		if reason == "" {
			d.nested(v, key)
		}
	default:
		d.compliance(r, v)
	}
}

// flatMember adds a flattened user to its list: flattening keeps __twarc, but
// not the pages, so that the users of one list make up one page.
func (d *decoder) flatMember(l listing, key adentro.Key, r *record) {
	if l == d.list {
		d.member(key, r.off)
		return
	}
	if n := len(d.obs.Pages) - 1; n >= 0 && d.obs.Pages[n].Owner == l.owner && d.obs.Pages[n].Kind == l.kind {
		d.addMember(n, key, r.off)
		return
	}
	n := d.newPage(l, r.off)
	d.obs.Pages[n].Observed = r.at
	d.addMember(n, key, r.off)
}

// compliance reads a line of a compliance job. Those of users say what became
// of an account; those of tweets that one was deleted, or that its author was lost, which
// says nothing of the tweet. Only the file's name tells which.
func (d *decoder) compliance(r *record, v jsontape.Value) {
	label := strings.ToLower(d.label())
	id, q := jsonID(v.Get("id"))
	if strings.Contains(label, "tweet") && q == exact && v.Get("reason").Text() == "deleted" {
		if at, ok := firstDate(v, "redacted_at"); ok {
			r.at = at
		}
		d.deletion(r, id, q, 0)
		return
	}
	s := statusOf(0, v.Get("reason").Text())
	if !strings.Contains(label, "user") || strings.Contains(label, "tweet") || q != exact || s == adentro.StatusUnknown {
		d.ignore("compliance")
		return
	}
	if at, ok := firstDate(v, "redacted_at", "created_at"); ok {
		r.at = at
	}
	d.status(r, adentro.IDKey(id), s)
}

func firstDate(v jsontape.Value, names ...string) (time.Time, bool) {
	for _, n := range names {
		if t, ok := jsonDate(v.Get(n)); ok && plausible(t) {
			return t, true
		}
	}
	return time.Time{}, false
}
