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

// hasNested reports whether one of the names holds an array or object.
func hasNested(v jsontape.Value) bool {
	for _, n := range nestedLists {
		if v.Get(n.name).Kind() >= jsontape.Array {
			return true
		}
	}
	return false
}

// nested reads the lists that a collector put inside a user object. Each element
// is a record, and the user is the owner: the content says so.
func (d *decoder) nested(v jsontape.Value, owner adentro.Key) {
	for _, n := range nestedLists {
		// In the API's own objects "following" is a flag of the reader's.
		if list := v.Get(n.name); list.Kind() == jsontape.Array || list.Kind() == jsontape.Object && pageElements(list).Kind() == jsontape.Array {
			d.ownedList(list, listing{owner, n.kind, adentro.Stated, "content"})
		}
	}
}

// ownedList reads a list that lies inside another object: an array of ids, handles or
// users, a page of them, or an array of pages.
func (d *decoder) ownedList(list jsontape.Value, l listing) {
	page := -1
	if elements := pageElements(list); elements.Kind() == jsontape.Array {
		page = d.v1NewPage(list, l)
		list = elements
	} else if pageElements(firstElem(list)).Kind() == jsontape.Array {
		for e := range list.Elems() {
			d.ownedList(e, l)
		}
		return
	} else {
		page = d.newPage(l, d.frame.off+int64(list.Offset()))
	}
	if !l.known() {
		l = listing{}
	}
	handles := ofHandles(list)
	for e := range list.Elems() {
		if d.cut(e) {
			continue
		}
		r := d.begin(e, time.Time{})
		key, reason := d.nestedMember(r, e, handles)
		d.settle(r, l, reason)
		if reason == "" {
			d.addMember(page, key, r.off)
		}
	}
}

// pageElements returns the accounts in a page that lies inside another object.
func pageElements(v jsontape.Value) jsontape.Value {
	return firstOf(v, "ids", "users", "data", "list", "items", "results", "accounts", "usernames", "screen_names", "handles")
}

func firstElem(v jsontape.Value) jsontape.Value {
	for e := range v.Elems() {
		return e
	}
	return jsontape.Value{}
}

// ofHandles reports whether the strings of a list are handles rather than ids: a
// number among handles is a handle, too.
func ofHandles(list jsontape.Value) bool {
	ids, handles := 0, 0
	for e := range list.Elems() {
		if e.Kind() != jsontape.String {
			continue
		}
		if _, ok := digits(e.Token()); ok {
			ids++
		} else if handle(e.Text()) != "" {
			handles++
		}
	}
	return handles > ids
}

// nestedMember reads an element of a nested list: a user object, an id or a handle.
func (d *decoder) nestedMember(r *record, e jsontape.Value, handles bool) (adentro.Key, string) {
	switch e.Kind() {
	case jsontape.Object:
		switch {
		case e.Get("userName").Exists():
			return d.namedUser(r, e, vended.users, r.at)
		case e.Get("displayname").Exists():
			return d.namedUser(r, e, scraped.users, r.at)
		case e.Get("username").Exists():
			return d.v2User(r, e, false)
		}
		return d.v1User(r, e)
	case jsontape.String:
		if h := handle(e.Text()); handles && h != "" {
			return adentro.HandleKey(h), ""
		}
	}
	id, q := jsonID(e)
	return d.keyOf(id, q, "")
}
