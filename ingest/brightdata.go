package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// bright are the names of Bright Data's collections of posts and profiles. In a
// profile "id" is the handle and "x_id" the number; in a post "id" is the post's number.
var bright = tweetNames{
	id: []string{"id", "post_id"}, text: []string{"description"}, created: []string{"date_posted"}, textKind: adentro.TextFull,
	userHandle: []string{"user_posted"}, users: &brightUsers,
	quoteID: []string{"quoted_post/post_id"}, quoteLink: []string{"quoted_post/url"}, quoteHandle: []string{"quoted_post/profile_id"}, hashtags: []string{"hashtags"}, urls: []string{"external_urls"},
	mentions: []string{"tagged_users"}, mentionID: []string{"x_id"}, mentionHandle: []string{"url", "profile_id", "id"},
}

var brightUsers = userNames{
	id: []string{"x_id"}, handle: []string{"id"}, name: []string{"profile_name"}, bio: []string{"biography"}, location: []string{"location"}, url: []string{"external_link"}, created: []string{"date_joined"},
	followers: []string{"followers"}, following: []string{"following"}, tweets: []string{"posts_count"}, image: []string{"profile_image_link"},
}

func fitsBright(s *shape) bool {
	return s.any("x_id") && s.any("profile_name", "biography", "date_joined") || s.any("user_posted") && s.any("date_posted")
}

// decodeBright reads a profile with its latest posts, or a post with what the page told of its author.
func decodeBright(d *decoder, v jsontape.Value) {
	var seen time.Time
	if t, ok := jsonDate(v.Get("timestamp")); ok && plausible(t) {
		seen = t
	}
	r := d.begin(v, seen)
	if v.Get("user_posted").Exists() {
		author := brightUsers
		author.id, author.handle, author.name, author.location = nil, []string{"user_posted"}, []string{"name"}, nil
		d.namedUser(r, v, &author, seen)
		_, reason := d.namedTweet(r, v, &bright)
		d.settle(r, listing{}, reason)
		return
	}
	key, reason := d.namedUser(r, v, &brightUsers, seen)
	d.settle(r, d.list, reason)
	if reason != "" {
		return
	}
	if d.list.known() {
		d.member(key, r.off)
	}
	post := bright
	post.id = []string{"post_id"}
	for e := range v.Get("posts").Elems() {
		if t, reason := d.namedTweet(r, e, &post); reason == "" && t.Author.Key.IsZero() {
			d.obs.Tweets[len(d.obs.Tweets)-1].Author.Key = key
		}
	}
}
