package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// nestedLists are the names under which collectors keep lists inside a user.
var nestedLists = []struct {
	name string
	kind adentro.ListKind
}{
	{"followers_ids", adentro.Followers}, {"follower_ids", adentro.Followers}, {"followers", adentro.Followers},
	{"friends_ids", adentro.Following}, {"following_ids", adentro.Following}, {"friends", adentro.Following}, {"following", adentro.Following},
}

// nested reads the lists that a collector put inside a user object. Each element
// is a record, and the user is the owner: the content says so.
func (d *decoder) nested(v jsontape.Value, owner adentro.Key) {
	for _, n := range nestedLists {
		list := v.Get(n.name)
		if list.Kind() != jsontape.Array {
			continue // in the API's own objects "following" is a flag of the reader's
		}
		l := listing{owner, n.kind, adentro.Stated, "content"}
		page := d.newPage(l, d.frame.off+int64(list.Offset()))
		for e := range list.Elems() {
			if d.cut(e) {
				continue
			}
			r := d.begin(e, time.Time{})
			key, reason := d.nestedMember(r, e)
			d.settle(r, l, reason)
			if reason == "" {
				d.addMember(page, key, r.off)
			}
		}
	}
}

// nestedMember reads an element of a nested list: a user object or an id.
func (d *decoder) nestedMember(r *record, e jsontape.Value) (adentro.Key, string) {
	if e.Kind() == jsontape.Object {
		if e.Get("username").Exists() {
			return d.v2User(r, e, false)
		}
		return d.v1User(r, e)
	}
	id, q := jsonID(e)
	if q != exact {
		return adentro.Key{}, idReason(q)
	}
	return adentro.IDKey(id), ""
}
