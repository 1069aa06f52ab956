package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// wrappedLists are the names under which people's own scripts keep a list beside its owner.
var wrappedLists = []struct {
	name string
	kind adentro.ListKind
}{
	{"followers", adentro.Followers}, {"follower_ids", adentro.Followers}, {"followers_ids", adentro.Followers}, {"followers_list", adentro.Followers},
	{"followerIds", adentro.Followers}, {"followersIds", adentro.Followers}, {"followersList", adentro.Followers}, {"seguidores", adentro.Followers},
	{"following", adentro.Following}, {"following_ids", adentro.Following}, {"following_list", adentro.Following}, {"followings", adentro.Following}, {"followees", adentro.Following},
	{"friends", adentro.Following}, {"friends_ids", adentro.Following}, {"friend_ids", adentro.Following}, {"friends_list", adentro.Following},
	{"followingIds", adentro.Following}, {"friendIds", adentro.Following}, {"friendsIds", adentro.Following}, {"followingList", adentro.Following}, {"friendsList", adentro.Following},
	{"seguidos", adentro.Following}, {"siguiendo", adentro.Following},
}

// fitsWrapper tells an object that holds lists and is no profile: profiles keep the lists
// inside them by themselves.
func fitsWrapper(s *shape) bool {
	if s.any("followers_count", "friends_count", "public_metrics", "has_next_page", "_type") || s.any("id", "id_str") && s.any("screen_name", "username") {
		return false
	}
	for _, n := range wrappedLists {
		if isList(s.get(n.name)) {
			// {"friends":[…]} alone is what streams begin with.
			return n.name != "friends" || s.v.Len() > 1
		}
	}
	return false
}

// isList reports whether v is an array, a page, or a map from owners to arrays.
func isList(v jsontape.Value) bool {
	return v.Kind() == jsontape.Array || pageElements(v).Kind() == jsontape.Array || isOwnerMap(v)
}

// decodeWrapper reads the lists of an object that says whose they are, or leaves that
// to the file's name.
func decodeWrapper(d *decoder, v jsontape.Value) {
	owner := d.wrapperOwner(v)
	for _, n := range wrappedLists {
		list := v.Get(n.name)
		if !isList(list) {
			continue
		}
		if owner.IsZero() && isOwnerMap(list) {
			for name, e := range list.Members() {
				d.ownedList(e, listing{namedOwner(name.Text()), n.kind, adentro.Stated, "content"})
			}
			continue
		}
		l := listing{owner, n.kind, adentro.Stated, "content"}
		switch {
		case owner.IsZero() && (d.list.kind == n.kind || d.list.kind == adentro.ListUnknown):
			l = d.list // as far as it goes: the kind is the content's
			l.kind = n.kind
		case !owner.IsZero() && d.list.known() && d.list.owner != owner && (d.list.owner.ID != 0) == (owner.ID != 0):
			d.overrule = owner
		}
		d.ownedList(list, l)
	}
}

// ownerNames are what the owner of a list is called beside it.
var ownerNames = []string{"owner", "owner_id", "owner_screen_name", "seed", "target", "usuario", "cuenta", "profile"}

// wrapperOwner returns the account that an object with lists is about. An owner of
// whom both id and handle are known is a record of its own.
func (d *decoder) wrapperOwner(v jsontape.Value) adentro.Key {
	about := v
	for _, n := range append(ownerNames, "user", "account") {
		if x := v.Get(n); x.Kind() == jsontape.Object {
			about = x
			break
		}
	}
	key := adentro.Key{}
	for _, n := range ownerNames {
		if x := v.Get(n); key.IsZero() && (x.Kind() == jsontape.String || x.Kind() == jsontape.Number) {
			key = namedOwner(string(x.Token()))
		}
	}
	if key.IsZero() {
		key = askedKey(about)
	}
	if h := about.Get("name").Text(); key.IsZero() && strings.HasPrefix(h, "@") {
		key = adentro.HandleKey(handle(h))
	}
	h := displayHandle(firstOf(about, "screen_name", "username", "handle").Text())
	if key.ID == 0 || h == "" || d.cut(about) {
		return key
	}
	r := d.begin(about, time.Time{})
	p := adentro.Seen(key, r.sighting())
	p.SetText(adentro.FieldHandle, h)
	setText(&p, adentro.FieldName, about.Get("name"))
	d.addProfile(p)
	d.accept(r, listing{})
	return key
}

// namedOwner reads an owner that is one word: an id, or a handle that means something.
func namedOwner(s string) adentro.Key {
	if id, ok := digits([]byte(s)); ok {
		return adentro.IDKey(id)
	}
	h := handle(s)
	if h == "" || !strings.HasPrefix(s, "@") && isGeneric(h, false) {
		return adentro.Key{}
	}
	return adentro.HandleKey(h)
}

// isOwnerMap reports whether v is an object whose names are accounts and whose values are
// their lists.
func isOwnerMap(v jsontape.Value) bool {
	some := false
	for name, e := range v.Members() {
		if namedOwner(name.Text()).IsZero() || e.Kind() != jsontape.Array && !holdsList(e) {
			return false
		}
		some = true
	}
	return some
}

// holdsList reports whether an object holds a list under a name that spells its kind.
func holdsList(v jsontape.Value) bool {
	for _, n := range wrappedLists {
		if x := v.Get(n.name); x.Kind() == jsontape.Array || pageElements(x).Kind() == jsontape.Array {
			return true
		}
	}
	return false
}

// isErrorBody reports whether v is what the API answers instead of an account.
func isErrorBody(v jsontape.Value) bool {
	return v.Kind() == jsontape.Object && firstOf(v, "errors", "error").Exists() && !firstOf(v, "id", "id_str", "screen_name", "username", "data").Exists()
}

// isUserMap reports whether v is an object whose names are accounts and whose
// values are their profiles, or null or an error for those that were not found.
func isUserMap(v jsontape.Value) bool {
	some := false
	for name, e := range v.Members() {
		if _, q := parseID(name.Token()); q != exact && namedOwner(name.Text()).IsZero() {
			return false
		}
		switch {
		case e.Kind() == jsontape.Null, isErrorBody(e):
		case firstOf(e, "screen_name", "username", "followers_count", "public_metrics").Exists() && !firstOf(e, "text", "full_text").Exists():
			some = true
		default:
			return false
		}
	}
	return some
}

func fitsMap(s *shape) bool {
	for name := range s.v.Members() {
		switch s.get(name.Text()).Kind() {
		case jsontape.Array, jsontape.Object, jsontape.Null:
			return isOwnerMap(s.v) || isUserMap(s.v)
		}
		break
	}
	return false
}

// decodeMap reads a map from accounts to their lists or profiles. What kind of lists they
// are must be spelled inside them or by the file's name; else nobody knows
// whether their numbers are accounts at all.
func decodeMap(d *decoder, v jsontape.Value) {
	users := isUserMap(v)
	for name, e := range v.Members() {
		if d.cut(e) {
			continue
		}
		if users {
			d.mappedUser(name, e)
			continue
		}
		owner := namedOwner(name.Text())
		if e.Kind() == jsontape.Object {
			for _, n := range wrappedLists {
				if list := e.Get(n.name); isList(list) {
					d.ownedList(list, listing{owner, n.kind, adentro.Stated, "content"})
				}
			}
			continue
		}
		if d.list.kind != adentro.ListUnknown {
			d.ownedList(e, listing{owner, d.list.kind, d.list.basis, "content"})
			continue
		}
		if first := firstElem(e); firstOf(first, "screen_name", "username", "rest_id").Exists() { // accounts, whatever the list
			d.ownedList(e, listing{})
			continue
		}
		for x := range e.Elems() {
			if d.cut(x) {
				continue
			}
			d.begin(x, time.Time{})
			d.ignore("unclear_ids")
		}
	}
}

// mappedUser reads a profile of a map. Its name there is its id where it has none inside.
func (d *decoder) mappedUser(name, e jsontape.Value) {
	r := d.begin(e, time.Time{})
	if e.Kind() == jsontape.Null {
		d.ignore("missing_account")
		return
	}
	if isErrorBody(e) {
		err := e.Get("error")
		if first := firstElem(e.Get("errors")); first.Exists() {
			err = first
		}
		code, message := errorOf(err)
		d.v1Error(r, e, namedOwner(name.Text()), code, message)
		return
	}
	read := d.v1User
	if e.Get("username").Exists() {
		read = func(r *record, v jsontape.Value) (adentro.Key, string) { return d.v2User(r, v, false) }
	}
	n := len(d.obs.Profiles)
	key, reason := read(r, e)
	if id, q := parseID(name.Token()); reason == "" && q == exact && key.ID == 0 {
		key = adentro.IDKey(id)
		d.obs.Profiles[n].Key = key
	}
	d.settle(r, d.list, reason)
	if reason == "" {
		if d.list.known() {
			d.member(key, r.off)
		}
		d.nested(e, key)
	}
}
