package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// twinted are the names of twint. It put spaces before links and took line ends
// out, so that its texts are not those that were posted.
var twinted = tweetNames{
	id: []string{"id"}, text: []string{"tweet"}, lang: []string{"language"}, client: []string{"source"}, textKind: adentro.TextNormalised,
	userID: []string{"user_id"}, userHandle: []string{"username"}, quoteLink: []string{"quote_url"},
	hashtags: []string{"hashtags"}, urls: []string{"urls"}, mentions: []string{"mentions"}, mentionID: []string{"id"}, mentionHandle: []string{"screen_name"},
	users: &userNames{
		id: []string{"id"}, handle: []string{"username"}, name: []string{"name"}, bio: []string{"bio"}, location: []string{"location"}, url: []string{"url"},
		followers: []string{"followers"}, following: []string{"following"}, tweets: []string{"tweets"}, likes: []string{"likes"},
		protected: []string{"private", "is_private"}, verified: []string{"verified", "is_verified"}, image: []string{"profile_image_url"},
	},
}

func fitsTwintJSON(s *shape) bool {
	return s.has("tweet", "conversation_id") || s.any("username") && s.any("join_date", "join_datetime")
}

// decodeTwintJSON reads a tweet or a user.
func decodeTwintJSON(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	if !v.Get("tweet").Exists() {
		n := len(d.obs.Profiles)
		key, reason := d.namedUser(r, v, twinted.users, r.at)
		if reason == "" {
			if t, ok := twintDate(v, "join_date", "join_time", ""); ok {
				d.setCreated(&d.obs.Profiles[n], t, r.at)
			}
		}
		d.settle(r, d.list, reason)
		if reason == "" && d.list.known() {
			d.member(key, r.off)
		}
		return
	}
	t, reason := d.namedTweet(r, v, &twinted)
	if reason == "" {
		d.twintTweet(r, v, t)
	}
	d.settle(r, listing{}, reason)
}

// twintTweet completes the tweet that was added last: its date, the account it answers,
// its author's profile, and the retweet of it that was found.
func (d *decoder) twintTweet(r *record, v jsontape.Value, t adentro.Tweet) {
	last := &d.obs.Tweets[len(d.obs.Tweets)-1]
	sent, ok := twintDate(v, "date", "time", "timezone")
	last.Created = d.tweetTime(t.ID.ID, sent, ok, r.at)
	for e := range v.Get("reply_to").Elems() { // the first is whom it answers, the others are mentioned
		id, q := jsonID(firstOf(e, "id", "user_id"))
		key, _ := d.keyOf(id, q, handle(firstOf(e, "screen_name", "username").Text()))
		if conversation, q := jsonID(v.Get("conversation_id")); !key.IsZero() && q == exact && conversation != t.ID.ID {
			addRef(last, adentro.Ref{Kind: adentro.Reply, Author: adentro.AccountRef{Key: key}})
		}
		break
	}
	if h := displayHandle(v.Get("username").Text()); h != "" && !t.Author.Key.IsZero() {
		p := adentro.Seen(t.Author.Key, r.sighting())
		p.SetText(adentro.FieldHandle, h)
		setText(&p, adentro.FieldName, v.Get("name"))
		d.addProfile(p)
	}
	if is, _ := truth(v.Get("retweet")); !is {
		return
	}
	id, q := jsonID(v.Get("retweet_id"))
	by, qBy := jsonID(v.Get("user_rt_id"))
	author, _ := d.keyOf(by, qBy, handle(v.Get("user_rt").Text()))
	if q != exact || author.IsZero() {
		return
	}
	original := *last
	last.Included = true
	again := original
	again.ID, again.Refs, again.Wrapper, again.Client = adentro.IDKey(id), nil, nil, ""
	again.Author.Key = author
	sent, ok = jsonDate(v.Get("retweet_date"))
	again.Created = d.tweetTime(id, sent, ok, r.at)
	addRef(&again, adentro.Ref{Kind: adentro.Retweet, ID: original.ID, Author: original.Author})
	d.obs.Tweets = append(d.obs.Tweets, again)
}

// twintDate joins date, time and zone, which stand apart. Without a zone they are those of
// an unknown machine: the day is kept, and ids tell the time.
func twintDate(v jsontape.Value, date, clock, zone string) (time.Time, bool) {
	s := v.Get(date).Text()
	if c := v.Get(clock).Text(); c != "" {
		s += " " + c
	}
	if z := v.Get(zone).Text(); zone != "" && z != "" {
		s += " " + z
	}
	return columnDate(s, orderUnknown)
}
