package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

func fitsV1User(s *shape) bool {
	return s.any("screen_name") && (s.any("id", "id_str") || s.any("followers_count", "friends_count", "statuses_count")) ||
		s.has("id_str", "followers_count")
}

// decodeV1User reads a user object that stands alone, in JSONL or in an array.
// In a file that is somebody's list it is a member.
func decodeV1User(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	key, reason := d.v1User(r, v)
	d.settle(r, d.list, reason)
	if reason != "" {
		return
	}
	if d.list.known() {
		d.member(key, r.off)
	}
	if d.lists {
		d.nested(v, key)
	}
}

// v1User adds the profile that a v1.1 user object shows, and its latest tweet. It returns
// the account's key, or the reason why the object is of no use.
// Objects of 2009 lack most fields; what is missing stays unknown.
func (d *decoder) v1User(r *record, v jsontape.Value) (adentro.Key, string) {
	handle := displayHandle(v.Get("screen_name").Text())
	key, reason := d.accountKey(v, "id", "id_str", handle)
	if reason != "" {
		return key, reason
	}
	p := d.newProfile(key, r)
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(p, adentro.FieldName, v.Get("name"))
	setText(p, adentro.FieldBio, v.Get("description"))
	setText(p, adentro.FieldLocation, v.Get("location"))
	if u := v.Get("url"); u.Kind() != jsontape.None {
		p.SetText(adentro.FieldURL, expandedURL(v, u))
	}
	d.created(p, v.Get("created_at"), r.at)
	setCount(p, adentro.FieldFollowers, v.Get("followers_count"))
	setCount(p, adentro.FieldFollowing, v.Get("friends_count"))
	setCount(p, adentro.FieldTweets, v.Get("statuses_count"))
	setCount(p, adentro.FieldListed, v.Get("listed_count"))
	setCount(p, adentro.FieldLikes, v.Get("favourites_count"))
	setFlag(p, adentro.FieldProtected, v.Get("protected"))
	setFlag(p, adentro.FieldVerified, v.Get("verified"))
	setActive(p)
	if s := v.Get("status"); s.Kind() == jsontape.Object {
		d.v1Tweet(r, s, adentro.AccountRef{Key: key})
	}
	return key, ""
}

// setActive notes that the platform returned the account.
func setActive(p *adentro.Profile) {
	if p.Protected {
		p.SetStatus(adentro.Protected, adentro.BasisRecord)
	} else {
		p.SetStatus(adentro.Active, adentro.BasisRecord)
	}
}

// accountKey reads the key of an account: its id, else its handle.
func (d *decoder) accountKey(v jsontape.Value, idName, idStrName, handle string) (adentro.Key, string) {
	id, q, differ := twinID(v, idName, idStrName)
	if differ {
		d.warned["id_twin_mismatch"]++
	}
	switch {
	case q == exact:
		return adentro.IDKey(id), ""
	case q == missing && handle != "":
		return adentro.HandleKey(handle), ""
	}
	return adentro.Key{}, idReason(q)
}

// expandedURL returns the address behind a profile's shortened link.
func expandedURL(user, u jsontape.Value) string {
	for e := range user.Get("entities").Get("url").Get("urls").Elems() {
		if x := e.Get("expanded_url"); x.Kind() == jsontape.String {
			return x.Text()
		}
	}
	return u.Text()
}
