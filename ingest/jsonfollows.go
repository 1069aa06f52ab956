package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// What the two sides of a follow are called in objects that are nothing but one.
var (
	followerNames = []string{"follower_id", "follower_user_id", "followerId", "follower_screen_name", "follower_username", "follower", "seguidor"}
	followedNames = []string{"followed_id", "followed_user_id", "followedId", "followed_screen_name", "followed_username", "followed",
		"followee_id", "followeeId", "followee", "following_id", "followingId", "friend_id", "friendId", "seguido"}
)

// fitsJSONFollow tells an object that names who follows and who is followed.
func fitsJSONFollow(s *shape) bool {
	return isAccount(firstOf(s.v, followerNames...)) && isAccount(firstOf(s.v, followedNames...))
}

func isAccount(v jsontape.Value) bool {
	return v.Kind() == jsontape.Number || v.Kind() == jsontape.String
}

// decodeJSONFollow keeps a follow until the others of the chunk are known.
func decodeJSONFollow(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	from, reason := jsonParty(firstOf(v, followerNames...))
	to, other := jsonParty(firstOf(v, followedNames...))
	if reason == "" {
		reason = other
	}
	d.settle(r, listing{}, reason)
	if reason != "" {
		return
	}
	if d.edges == nil {
		d.edges = &follows{d: d}
	}
	d.edges.add(from, to, r.off)
}

// jsonParty reads an account that is an id or a handle.
func jsonParty(v jsontape.Value) (adentro.Key, string) {
	id, q := jsonID(v)
	if h := handle(v.Text()); q == invalid && h != "" {
		return adentro.HandleKey(h), ""
	}
	if q != exact {
		return adentro.Key{}, idReason(q)
	}
	return adentro.IDKey(id), ""
}

// finishEdges makes lists of the follows between the objects of the chunk.
func (d *decoder) finishEdges() {
	if d.edges == nil {
		return
	}
	first := len(d.obs.Pages)
	d.edges.finish()
	for i := range d.obs.Pages[first:] {
		d.obs.Pages[first+i].Continues = d.later
	}
}
