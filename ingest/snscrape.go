package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// scraped are the names of snscrape 0.3 to 0.7, and of twscrape, which took them
// over. Where readers round large integers, "id.str" stands beside "id".
var scraped = tweetNames{
	id: []string{"id.str", "id_str", "id"}, text: []string{"rawContent", "content"}, created: []string{"date"}, lang: []string{"lang"},
	client: []string{"sourceLabel", "source"}, escaped: true, textKind: adentro.TextFull, user: []string{"user"},
	users: &userNames{
		id: []string{"id.str", "id_str", "id"}, handle: []string{"username"}, name: []string{"displayname", "displayName"},
		bio: []string{"rawDescription", "description", "renderedDescription"}, location: []string{"location"}, url: []string{"link/url", "linkUrl"}, created: []string{"created"},
		followers: []string{"followersCount"}, following: []string{"friendsCount"}, tweets: []string{"statusesCount"}, listed: []string{"listedCount"}, likes: []string{"favouritesCount"},
		protected: []string{"protected"}, verified: []string{"verified"}, image: []string{"profileImageUrl"}, escaped: true, rounding: ".granularity",
	},
	retweet: []string{"retweetedTweet"}, quote: []string{"quotedTweet"},
	replyID: []string{"inReplyToTweetId.str", "inReplyToTweetIdStr", "inReplyToTweetId"}, replyTo: []string{"inReplyToUser"},
	hashtags: []string{"hashtags"}, urls: []string{"links", "outlinks"}, link: []string{"url", "tcourl"},
	mentions: []string{"mentionedUsers"}, mentionID: []string{"id.str", "id_str", "id"}, mentionHandle: []string{"username"},
}

const scrapedType = "snscrape.modules.twitter."

func fitsSnscrape(s *shape) bool {
	if t := s.get("_type"); t.Kind() == jsontape.String {
		return strings.HasPrefix(t.Text(), scrapedType)
	}
	if s.any("displayname") && s.any("username") { // the first versions named no type
		return true
	}
	return s.any("date") && s.any("content", "rawContent") && s.get("user").Get("username").Exists()
}

// decodeSnscrape reads a tweet or a user; a profile that was found without its
// posts, a trend or a gap in a thread says nothing to keep.
func decodeSnscrape(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	kind := strings.TrimPrefix(v.Get("_type").Text(), scrapedType)
	switch {
	case kind == "User" || kind == "UserRef" || kind == "" && v.Get("username").Exists():
		key, reason := d.namedUser(r, v, scraped.users, r.at)
		d.settle(r, d.list, reason)
		if reason == "" && d.list.known() {
			d.member(key, r.off)
		}
	case kind == "Tweet" || kind == "":
		_, reason := d.namedTweet(r, v, d.rendered(v))
		d.settle(r, listing{}, reason)
	case kind == "Trend":
		d.ignore("trends")
	default: // TweetRef, Tombstone
		d.ignore("missing_tweet")
	}
}

// rendered returns the names for a tweet of which only the text as displayed, with its
// links shortened, was kept.
func (d *decoder) rendered(v jsontape.Value) *tweetNames {
	if firstAt(v, scraped.text).Exists() || !v.Get("renderedContent").Exists() {
		return &scraped
	}
	n := scraped
	n.text, n.textKind = []string{"renderedContent"}, adentro.TextNormalised
	return &n
}
