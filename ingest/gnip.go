package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// activity are the names of the activity streams that Gnip and PowerTrack sold.
var activity = tweetNames{
	id: []string{"id"}, text: []string{"long_object/body", "body"}, created: []string{"postedTime"}, lang: []string{"twitter_lang"}, client: []string{"generator/displayName"},
	escaped: true, textKind: adentro.TextFull, user: []string{"actor"},
	users: &userNames{
		id: []string{"id"}, handle: []string{"preferredUsername"}, name: []string{"displayName"}, bio: []string{"summary"}, location: []string{"location/displayName"}, url: []string{"links/href"}, created: []string{"postedTime"},
		followers: []string{"followersCount"}, following: []string{"friendsCount"}, tweets: []string{"statusesCount"}, listed: []string{"listedCount"}, likes: []string{"favoritesCount"},
		verified: []string{"verified"}, image: []string{"image"}, escaped: true,
	},
	timeless: func(v jsontape.Value) bool { return updatedLater(v) || updatedLater(v.Get("actor")) },
	retweet:  []string{"object"}, share: func(v jsontape.Value) bool { return v.Get("verb").Text() == "share" },
	quote: []string{"twitter_quoted_status"}, replyLink: []string{"inReplyTo/link"},
	hashtags: []string{"long_object/twitter_entities/hashtags", "twitter_entities/hashtags"}, tag: []string{"text"},
	urls: []string{"gnip/urls", "long_object/twitter_entities/urls", "twitter_entities/urls"}, link: []string{"expanded_url", "url"},
	mentions: []string{"long_object/twitter_entities/user_mentions", "twitter_entities/user_mentions"}, mentionID: []string{"id_str", "id"}, mentionHandle: []string{"screen_name"},
}

// updatedLater reports whether a historical job replaced the properties of an
// account by those of the day it ran: since November 2019 jobs name them.
func updatedLater(v jsontape.Value) bool {
	k := v.Get("updated").Kind()
	return k == jsontape.Array || k == jsontape.Object
}

func fitsGnip(s *shape) bool {
	if s.get("info").Get("message").Exists() && !s.any("text", "id") {
		return true
	}
	return s.any("verb") && s.get("actor").Kind() == jsontape.Object && s.any("id", "postedTime", "body")
}

// decodeGnip reads an activity, or the line that ends a file of them. A stream gives
// activities as they are posted, so that they were observed then.
func decodeGnip(d *decoder, v jsontape.Value) {
	if !v.Get("verb").Exists() {
		d.begin(v, time.Time{})
		d.ignore("stream_limit")
		return
	}
	var posted time.Time
	if t, ok := jsonDate(v.Get("postedTime")); ok && plausible(t) {
		posted = t
	}
	r := d.begin(v, posted)
	switch v.Get("verb").Text() {
	case "post", "share":
		_, reason := d.namedTweet(r, v, &activity)
		d.settle(r, listing{}, reason)
	case "delete":
		id, q := d.idAt(v, []string{"object/id"})
		author, of := d.idAt(v, []string{"actor/id"})
		if of != exact {
			author = 0
		}
		d.deletion(r, id, q, author)
	default: // scrub_geo, user_protect, status_withheld and their like
		d.ignore("event")
	}
}
