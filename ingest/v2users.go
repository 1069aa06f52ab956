package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The members of a v2 user and of its metrics, as they are picked.
const (
	v2ID = iota
	v2Handle
	v2Name
	v2Bio
	v2Location
	v2URL
	v2Entities
	v2Created
	v2Metrics
	v2Protected
	v2Verified
	v2Image
	v2Members
)

const (
	v2Followers = iota
	v2Following
	v2Tweets
	v2Posts
	v2Listed
	v2Likes
	v2Metered
)

var (
	v2Selection = jsontape.Select("id", "username", "name", "description", "location", "url", "entities", "created_at", "public_metrics", "protected", "verified", "profile_image_url")
	v2Metric    = jsontape.Select("followers_count", "following_count", "tweet_count", "post_count", "listed_count", "like_count")
)

// fillable are the fields that a v2 user lacks when they are empty.
var fillable = [3]adentro.Field{adentro.FieldLocation, adentro.FieldBio, adentro.FieldURL}

// v2User adds the profile that a v2 user object shows, and returns the
// account's key, or the reason why the object is of no use. asked says that all fields
// were asked for, so that one that is missing is known to be empty.
func (d *decoder) v2User(r *record, v jsontape.Value, asked bool) (adentro.Key, string) {
	var m [v2Members]jsontape.Value
	v.Pick(v2Selection, m[:])
	handle := displayHandle(m[v2Handle].Text())
	id, q := jsonID(m[v2ID])
	var key adentro.Key
	switch {
	case q == exact:
		key = adentro.IDKey(id)
	case q == missing && handle != "":
		key = adentro.HandleKey(handle)
	default:
		return key, idReason(q)
	}
	p := d.newProfile(key, r)
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(p, adentro.FieldName, m[v2Name])
	setText(p, adentro.FieldBio, m[v2Bio])
	setText(p, adentro.FieldLocation, m[v2Location])
	if u := m[v2URL]; u.Kind() == jsontape.String {
		p.SetText(adentro.FieldURL, expandedIn(m[v2Entities], u))
	}
	d.created(p, m[v2Created], r.at)
	var n [v2Metered]jsontape.Value
	m[v2Metrics].Pick(v2Metric, n[:])
	setCount(p, adentro.FieldFollowers, n[v2Followers])
	setCount(p, adentro.FieldFollowing, n[v2Following])
	if n[v2Tweets].Exists() {
		setCount(p, adentro.FieldTweets, n[v2Tweets])
	} else {
		setCount(p, adentro.FieldTweets, n[v2Posts])
	}
	setCount(p, adentro.FieldListed, n[v2Listed])
	setCount(p, adentro.FieldLikes, n[v2Likes])
	setFlag(p, adentro.FieldProtected, m[v2Protected])
	setFlag(p, adentro.FieldVerified, m[v2Verified])
	setDefaultImage(p, jsontape.Value{}, m[v2Image])
	setActive(p)
	d.fill(p, v, asked)
	return key, ""
}

// fill settles what the missing fields of the profile added last mean, now or when
// the whole file is known. A user with id, name and handle only was not asked for more.
func (d *decoder) fill(p *adentro.Profile, v jsontape.Value, asked bool) {
	u := unfilled{}
	some := false
	for i, f := range fillable {
		switch {
		case p.Known(f):
			d.filled[i] = true
		case asked:
			p.SetText(f, "")
		default:
			u.fields[i], some = true, true
		}
	}
	if some {
		u.profile = len(d.obs.Profiles) - 1
		d.unfilled = append(d.unfilled, u)
	}
}

// A v2element says what an element of a page is: a user, a tweet, something that holds nothing to keep, or
// none of these.
type v2element struct {
	user, tweet bool
	other       string // the end of a note's code
}

// elementOf asks v2elementOf once for all objects with the same names and kinds.
func (d *decoder) elementOf(e jsontape.Value) v2element {
	shared := e.Shape()
	what, ok := d.spare.elements[shared]
	if !ok {
		what = v2elementOf(newShape(e))
		if d.spare.elements == nil {
			d.spare.elements = map[uint64]v2element{}
		}
		if shared != 0 && len(d.spare.elements) < 1<<12 {
			d.spare.elements[shared] = what
		}
	}
	return what
}

func v2elementOf(s *shape) v2element {
	other := otherOf(s)
	switch {
	case other == "direct_message", s.any("event_type"):
		return v2element{other: "direct_message"}
	case s.any("username"):
		return v2element{user: true}
	case s.any("text"):
		return v2element{tweet: true}
	case other == "" && s.any("following", "pending_follow", "deleted", "liked", "retweeted", "hidden", "upload_expires_at", "download_url", "state", "value", "tag"):
		return v2element{other: "answer"}
	}
	return v2element{other: other}
}

// v2Error reads one error of a page: what became of an account that was asked
// for or mentioned. Suspension has no type of its own, only a sentence.
func (d *decoder) v2Error(p *v2page, e jsontape.Value) {
	r := d.begin(e, p.at)
	s := v2Status(e)
	if s == adentro.StatusUnknown && v2Trouble(e) {
		d.ignore("collector_error")
		return
	}
	if s == adentro.StatusUnknown || !aboutUser(e) {
		d.ignore("error_nobody")
		return
	}
	d.status(r, erredKey(e), s)
}

// v2Trouble reports whether an error is about the collector's own request: its rights,
// its quota, its parameters, or the platform's failure.
func v2Trouble(e jsontape.Value) bool {
	kind := e.Get("type").Text()
	return kind == "about:blank" || strings.Contains(kind, "/2/problems/") && !strings.Contains(kind, "resource")
}

func aboutUser(e jsontape.Value) bool {
	if t := e.Get("resource_type").Text(); t != "" {
		return t == "user"
	}
	detail := strings.ToLower(e.Get("detail").Text())
	return strings.Contains(detail, "user") && !strings.Contains(detail, "tweet") && !strings.Contains(detail, "post")
}

// erredKey returns the account of an error. resource_id may hold a handle.
func erredKey(e jsontape.Value) adentro.Key {
	by := e.Get("parameter").Text()
	byName := strings.Contains(by, "username")
	for _, n := range []string{"resource_id", "value"} {
		x := e.Get(n)
		if id, q := jsonID(x); q == exact && !byName {
			return adentro.IDKey(id)
		}
		if h := handle(x.Text()); h != "" {
			return adentro.HandleKey(h)
		}
	}
	// "User has been suspended: [123]."
	detail := e.Get("detail").Text()
	_, rest, _ := strings.Cut(detail, "[")
	inner, _, ok := strings.Cut(rest, "]")
	if !ok {
		return adentro.Key{}
	}
	if id, ok := digits([]byte(inner)); ok && !byName {
		return adentro.IDKey(id)
	}
	return adentro.HandleKey(handle(inner))
}

// v2Status tells by its sentence what an error says of an account.
func v2Status(e jsontape.Value) adentro.Status {
	detail, kind := e.Get("detail").Text(), e.Get("type").Text()
	switch {
	case strings.HasPrefix(detail, "User has been suspended"):
		return adentro.Suspended
	case strings.HasPrefix(detail, "Could not find user"):
		return adentro.NotFound
	case strings.HasSuffix(kind, "/not-authorized-for-resource"), strings.HasPrefix(detail, "Sorry, you are not authorized"):
		return adentro.Protected
	case strings.HasSuffix(kind, "/resource-unavailable"), strings.HasSuffix(kind, "/disallowed-resource"):
		return adentro.Unavailable
	case strings.HasSuffix(kind, "/resource-not-found"):
		return adentro.NotFound
	}
	return adentro.StatusUnknown
}
