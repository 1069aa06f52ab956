package ingest

import (
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

func fitsV1Tweet(s *shape) bool {
	if !s.any("id", "id_str") || s.any("author_id", "author", "edit_history_tweet_ids", "edit_history_post_ids") {
		return false
	}
	if s.any("text", "full_text") {
		return s.any("user", "in_reply_to_status_id", "retweet_count", "truncated", "full_text")
	}
	return s.kind("user") == jsontape.Object && s.has("created_at") && s.any("user_mentions", "entities")
}

func decodeV1Tweet(d *decoder, v jsontape.Value) { d.v1Status(v) }

// v1Status reads one tweet as one record: the tweet, those embedded in it, and
// the profiles of their authors.
func (d *decoder) v1Status(v jsontape.Value) {
	if d.cut(v) {
		return
	}
	r := d.begin(v, time.Time{})
	if v.Kind() != jsontape.Object {
		d.reject(r, "unknown_shape", details["unknown_shape"])
		return
	}
	if ms := v.Get("timestamp_ms"); ms.Exists() { // streams give tweets as they are sent
		if t, ok := parseDate(string(ms.Token())); ok && plausible(t) {
			r.at = t
			if t.After(d.newestRecord) {
				d.newestRecord = t
			}
		}
	}
	_, reason := d.v1Tweet(r, v, adentro.AccountRef{})
	d.settle(r, listing{}, reason)
}

// The members of a v1.1 tweet, as they are picked by those who read them.
var (
	v1Head     = jsontape.Select("id", "id_str", "user", "created_at", "lang", "source", "retweeted_status")
	v1Text     = jsontape.Select("entities", "extended_tweet", "full_text", "text", "truncated", "hashtags", "user_mentions")
	v1Tags     = jsontape.Select("hashtags", "urls", "user_mentions")
	v1Mention  = jsontape.Select("id", "id_str", "screen_name")
	v1Quoted   = jsontape.Select("quoted_status_id", "quoted_status_id_str", "quoted_status")
	v1Answered = jsontape.Select("in_reply_to_status_id", "in_reply_to_status_id_str", "in_reply_to_user_id", "in_reply_to_user_id_str", "in_reply_to_screen_name")
)

// v1Tweet adds a tweet and what is embedded in it. author is used where the
// tweet does not say. A tweet whose id was rounded is kept under a key of its own. It
// returns the reason why the tweet is of no use, if it is of none.
func (d *decoder) v1Tweet(r *record, v jsontape.Value, author adentro.AccountRef) (adentro.Tweet, string) {
	var m [7]jsontape.Value
	v.Pick(v1Head, m[:])
	id, q, differ := twins(m[0], m[1])
	if differ {
		d.warned["id_twin_mismatch"]++
	}
	if q != exact && q != lossy {
		return adentro.Tweet{}, idReason(q)
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Author: author, Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	if u := m[2]; u.Kind() == jsontape.Object {
		key, reason := d.v1User(r, u)
		if reason != "" {
			d.warned["author_lost"]++
			key = adentro.HandleKey(u.Get("screen_name").Text())
		}
		t.Author.Key = key
	}
	sent, ok := jsonDate(m[3])
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Lang = m[4].Text()
	t.Client = client(m[5].Text())
	if o := m[6]; o.Kind() == jsontape.Object {
		d.v1Retweet(r, v, o, &t)
	} else {
		d.v1Body(v, &t)
		d.v1Quote(r, v, &t)
		setCounts(v, &t)
	}
	d.v1Reply(v, &t)
	d.obs.Tweets = append(room(d, d.obs.Tweets), t)
	return t, ""
}

// included marks the tweet added last as known only because another refers to it.
func (d *decoder) included() { d.obs.Tweets[len(d.obs.Tweets)-1].Included = true }

// v1Retweet takes the text and the entities of the original, because those of
// the wrapper are cut.
func (d *decoder) v1Retweet(r *record, v, original jsontape.Value, t *adentro.Tweet) {
	o, reason := d.v1Tweet(r, original, adentro.AccountRef{})
	if reason != "" {
		d.warned["original_lost"]++
		d.v1Body(v, t)
		addRef(t, adentro.Ref{Kind: adentro.Retweet})
		return
	}
	d.included()
	t.Text, t.TextKind = o.Text, o.TextKind
	t.Hashtags, t.URLs, t.Mentions = o.Hashtags, o.URLs, o.Mentions
	var own adentro.Tweet
	d.v1Body(v, &own)
	t.Wrapper = own.Mentions
	addRef(t, adentro.Ref{Kind: adentro.Retweet, ID: o.ID, Author: o.Author})
}

// v1Body reads text, hashtags, URLs and mentions. The full text of a tweet
// above 140 signs is full_text, or in streams extended_tweet.full_text.
func (d *decoder) v1Body(v jsontape.Value, t *adentro.Tweet) {
	var m [7]jsontape.Value
	v.Pick(v1Text, m[:])
	entities, full := m[0], m[2]
	if x := m[1]; x.Kind() == jsontape.Object {
		entities, full = x.Get("entities"), x.Get("full_text")
	}
	if full.Kind() == jsontape.String {
		t.Text, t.TextKind = plainText(full), adentro.TextFull
	} else if s := m[3]; s.Kind() == jsontape.String {
		t.Text, t.TextKind = plainText(s), adentro.TextFull
		if cut, _ := truth(m[4]); cut {
			t.TextKind = adentro.TextTruncated
		}
	}
	if !entities.Exists() && (m[5].Exists() || m[6].Exists()) {
		entities = v // flattened by a client library
	}
	if !entities.Exists() {
		t.Hashtags, t.Mentions = textTags(t.Text), textMentions(t.Text)
		return
	}
	var tags [3]jsontape.Value
	entities.Pick(v1Tags, tags[:])
	for e := range tags[0].Elems() {
		if tag := e.Find("text").Text(); tag != "" {
			t.Hashtags = append(t.Hashtags, tag)
		}
	}
	for e := range tags[1].Elems() {
		u := firstOf(e.Get("unwound"), "url")
		if !u.Exists() {
			u = firstOf(e, "expanded_url", "url")
		}
		if s := u.Text(); s != "" {
			t.URLs = append(t.URLs, s)
		}
	}
	for e := range tags[2].Elems() {
		var who [3]jsontape.Value
		e.Pick(v1Mention, who[:])
		id, q, _ := twins(who[0], who[1])
		if q != exact {
			id = 0
		}
		t.Mentions = append(t.Mentions, mention(id, displayHandle(who[2].Text())))
	}
	t.Hashtags, t.URLs, t.Mentions = uniqueStrings(t.Hashtags), uniqueStrings(t.URLs), uniqueMentions(t.Mentions)
}

// v1Quote notes the quoted tweet; the link to it is then no URL of the tweet.
func (d *decoder) v1Quote(r *record, v jsontape.Value, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Quote}
	var m [3]jsontape.Value
	v.Pick(v1Quoted, m[:])
	if id, q, _ := twins(m[0], m[1]); q == exact {
		ref.ID = adentro.IDKey(id)
	}
	if o := m[2]; o.Kind() == jsontape.Object {
		if quoted, reason := d.v1Tweet(r, o, adentro.AccountRef{}); reason == "" {
			d.included()
			ref.ID, ref.Author = quoted.ID, quoted.Author
		}
	}
	if ref.ID.IsZero() {
		return
	}
	addRef(t, ref)
	t.URLs = slices.DeleteFunc(t.URLs, func(u string) bool { return isStatusLink(u, ref.ID) })
}

// v1Reply notes what the tweet answers: a tweet, or only an account.
func (d *decoder) v1Reply(v jsontape.Value, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Reply}
	var m [5]jsontape.Value
	v.Pick(v1Answered, m[:])
	if id, q, _ := twins(m[0], m[1]); q == exact {
		ref.ID = adentro.IDKey(id)
	}
	if id, q, _ := twins(m[2], m[3]); q == exact {
		ref.Author.Key = adentro.IDKey(id)
	} else {
		ref.Author.Key = adentro.HandleKey(m[4].Text())
	}
	if !ref.ID.IsZero() || !ref.Author.Key.IsZero() {
		addRef(t, ref)
	}
}
