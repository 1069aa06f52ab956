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

// The members of a v1.1 user that say something of the account, as they are picked.
const (
	v1ID = iota
	v1IDStr
	v1Handle
	v1Name
	v1Bio
	v1Location
	v1URL
	v1Entities
	v1Created
	v1Followers
	v1Following
	v1Tweets
	v1Listed
	v1Likes
	v1Protected
	v1Verified
	v1DefaultImage
	v1ImageHTTPS
	v1Image
	v1Latest
	v1Members
)

var v1Names = [v1Members]string{
	v1ID: "id", v1IDStr: "id_str", v1Handle: "screen_name", v1Name: "name", v1Bio: "description", v1Location: "location", v1URL: "url",
	v1Entities: "entities", v1Created: "created_at", v1Followers: "followers_count", v1Following: "friends_count", v1Tweets: "statuses_count",
	v1Listed: "listed_count", v1Likes: "favourites_count", v1Protected: "protected", v1Verified: "verified", v1DefaultImage: "default_profile_image",
	v1ImageHTTPS: "profile_image_url_https", v1Image: "profile_image_url", v1Latest: "status",
}

var v1Selection = jsontape.Select(v1Names[:]...)

// v1User adds the profile that a v1.1 user object shows, and its latest tweet. It returns
// the account's key, or the reason why the object is of no use.
func (d *decoder) v1User(r *record, v jsontape.Value) (adentro.Key, string) {
	var m [v1Members]jsontape.Value
	v.Pick(v1Selection, m[:])
	key, reason := d.v1Profile(r, &m)
	if s := m[v1Latest]; reason == "" && s.Kind() == jsontape.Object {
		d.v1Tweet(r, s, adentro.AccountRef{Key: key})
	}
	return key, reason
}

// v1Profile adds the profile alone.
// Objects of 2009 lack most fields; what is missing stays unknown.
func (d *decoder) v1Profile(r *record, m *[v1Members]jsontape.Value) (adentro.Key, string) {
	handle := displayHandle(m[v1Handle].Text())
	key, reason := d.twinKey(m[v1ID], m[v1IDStr], handle)
	if reason != "" {
		return key, reason
	}
	p := d.newProfile(key, r)
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(p, adentro.FieldName, m[v1Name])
	setText(p, adentro.FieldBio, m[v1Bio])
	setText(p, adentro.FieldLocation, m[v1Location])
	if u := m[v1URL]; u.Kind() != jsontape.None {
		p.SetText(adentro.FieldURL, expandedIn(m[v1Entities], u))
	}
	d.created(p, m[v1Created], r.at)
	setCount(p, adentro.FieldFollowers, m[v1Followers])
	setCount(p, adentro.FieldFollowing, m[v1Following])
	setCount(p, adentro.FieldTweets, m[v1Tweets])
	setCount(p, adentro.FieldListed, m[v1Listed])
	setCount(p, adentro.FieldLikes, m[v1Likes])
	setFlag(p, adentro.FieldProtected, m[v1Protected])
	setFlag(p, adentro.FieldVerified, m[v1Verified])
	setDefaultImage(p, m[v1DefaultImage], m[v1ImageHTTPS], m[v1Image])
	setActive(p)
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
	return d.twinKey(v.Get(idName), v.Get(idStrName), handle)
}

// twinKey reads the key from an id that is given twice.
func (d *decoder) twinKey(id, idStr jsontape.Value, handle string) (adentro.Key, string) {
	n, q, differ := twins(id, idStr)
	if differ {
		d.warned["id_twin_mismatch"]++
	}
	switch {
	case q == exact:
		return adentro.IDKey(n), ""
	case q == missing && handle != "":
		return adentro.HandleKey(handle), ""
	}
	return adentro.Key{}, idReason(q)
}

// expandedURL returns the address behind a profile's shortened link.
func expandedURL(user, u jsontape.Value) string { return expandedIn(user.Get("entities"), u) }

func expandedIn(entities, u jsontape.Value) string {
	for e := range entities.Find("url").Find("urls").Elems() {
		if x := e.Find("expanded_url"); x.Kind() == jsontape.String {
			return x.Text()
		}
	}
	return u.Text()
}
