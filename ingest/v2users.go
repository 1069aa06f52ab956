package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fillable are the fields that a v2 user lacks when they are empty.
var fillable = [3]adentro.Field{adentro.FieldLocation, adentro.FieldBio, adentro.FieldURL}

// v2User adds the profile that a v2 user object shows, and returns the
// account's key, or the reason why the object is of no use. asked says that all fields
// were asked for, so that one that is missing is known to be empty.
func (d *decoder) v2User(r *record, v jsontape.Value, asked bool) (adentro.Key, string) {
	handle := displayHandle(v.Get("username").Text())
	id, q := jsonID(v.Get("id"))
	var key adentro.Key
	switch {
	case q == exact:
		key = adentro.IDKey(id)
	case q == missing && handle != "":
		key = adentro.HandleKey(handle)
	default:
		return key, idReason(q)
	}
	p := adentro.Seen(key, r.sighting())
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(&p, adentro.FieldName, v.Get("name"))
	setText(&p, adentro.FieldBio, v.Get("description"))
	setText(&p, adentro.FieldLocation, v.Get("location"))
	if u := v.Get("url"); u.Kind() == jsontape.String {
		p.SetText(adentro.FieldURL, expandedURL(v, u))
	}
	d.created(&p, v.Get("created_at"), r.at)
	m := v.Get("public_metrics")
	setCount(&p, adentro.FieldFollowers, m.Get("followers_count"))
	setCount(&p, adentro.FieldFollowing, m.Get("following_count"))
	setCount(&p, adentro.FieldTweets, firstOf(m, "tweet_count", "post_count"))
	setCount(&p, adentro.FieldListed, m.Get("listed_count"))
	setCount(&p, adentro.FieldLikes, m.Get("like_count"))
	setFlag(&p, adentro.FieldProtected, v.Get("protected"))
	setFlag(&p, adentro.FieldVerified, v.Get("verified"))
	setActive(&p)
	d.fill(&p, v, asked)
	return key, ""
}

// fill adds the profile and settles what its missing fields mean, now or when
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
	u.profile = d.addProfile(*p)
	if some {
		d.unfilled = append(d.unfilled, u)
	}
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
