package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// v2Tweet adds a tweet, and what a flattened one has embedded. It returns the
// reason why the tweet is of no use, if it is of none.
func (d *decoder) v2Tweet(r *record, v jsontape.Value, p *v2page) string {
	id, q := jsonID(v.Get("id"))
	if q != exact && q != lossy {
		return idReason(q)
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	t.Author.Key = d.v2Author(r, v, p, true)
	sent, ok := jsonDate(v.Get("created_at"))
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Lang = v.Get("lang").Text()
	t.Client = client(v.Get("source").Text())
	d.v2Body(r, v, p, &t)
	for _, name := range []string{"referenced_tweets", "referenced_posts"} {
		for e := range v.Get(name).Elems() {
			d.v2Ref(r, v, e, p, &t)
		}
	}
	d.v2ReplyTo(r, v, p, &t)
	setCounts(firstOf(v, "public_metrics"), &t)
	d.v2Edits(v, &t)
	d.obs.Tweets = append(d.obs.Tweets, t)
	return ""
}

// v2Edits links the versions of a tweet that was edited; each is a tweet of its own.
func (d *decoder) v2Edits(v jsontape.Value, t *adentro.Tweet) {
	ids := firstOf(v, "edit_history_tweet_ids", "edit_history_post_ids")
	if ids.Len() < 2 {
		return
	}
	for e := range ids.Elems() {
		if id, q := jsonID(e); q == exact {
			t.Edits = append(t.Edits, id)
		}
	}
	slices.Sort(t.Edits)
	t.Edits = slices.Compact(t.Edits)
}

// v2Author returns the author of a tweet, and adds the profile of a flattened
// one. An empty author object means that the platform did not return the account.
func (d *decoder) v2Author(r *record, v jsontape.Value, p *v2page, add bool) adentro.Key {
	a := v.Get("author")
	if !a.Exists() {
		a = v.Get("author_user")
	}
	if add && a.Kind() == jsontape.Object && a.Get("id").Exists() {
		if key, reason := d.v2User(r, a, p.asked); reason == "" {
			return key
		}
	}
	if id, q := jsonID(v.Get("author_id")); q == exact {
		return adentro.IDKey(id)
	}
	if id, q := jsonID(a.Get("id")); q == exact {
		return adentro.IDKey(id)
	}
	return adentro.HandleKey(a.Get("username").Text())
}

// v2Body reads text, hashtags, URLs and mentions; those of a long tweet are in
// its note.
func (d *decoder) v2Body(r *record, v jsontape.Value, p *v2page, t *adentro.Tweet) {
	body, entities := v.Get("text"), v.Get("entities")
	if note := firstOf(v, "note_tweet", "note_post"); note.Get("text").Exists() {
		body = note.Get("text")
		if e := note.Get("entities"); e.Exists() {
			entities = e
		}
	}
	if body.Kind() == jsontape.String {
		t.Text, t.TextKind = plainText(body), adentro.TextFull
	}
	for e := range entities.Get("hashtags").Elems() {
		if tag := firstOf(e, "tag", "text").Text(); tag != "" {
			t.Hashtags = append(t.Hashtags, tag)
		}
	}
	for e := range entities.Get("urls").Elems() {
		if e.Get("media_key").Exists() { // the tweet's own picture
			continue
		}
		if u := firstOf(e, "unwound_url", "expanded_url", "url").Text(); u != "" {
			t.URLs = append(t.URLs, u)
		}
	}
	for e := range entities.Get("mentions").Elems() {
		t.Mentions = append(t.Mentions, d.v2Mention(r, e, p))
	}
	if !entities.Exists() {
		t.Hashtags, t.Mentions = textTags(t.Text), textMentions(t.Text)
	}
	t.Hashtags, t.URLs, t.Mentions = uniqueStrings(t.Hashtags), uniqueStrings(t.URLs), uniqueMentions(t.Mentions)
}

// v2Mention reads one mention; flattening merges the mentioned user into it.
func (d *decoder) v2Mention(r *record, e jsontape.Value, p *v2page) adentro.Mention {
	h := displayHandle(e.Get("username").Text())
	id, q := jsonID(e.Get("id"))
	if q != exact {
		id, q = jsonID(p.names[strings.ToLower(h)].Get("id"))
	}
	if q != exact {
		id = 0
	} else if e.Get("public_metrics").Exists() {
		d.v2User(r, e, p.asked)
	}
	return mention(id, h)
}

// v2Ref adds one reference. A retweet takes the body of its original, where
// the page or the record has it: its own is cut.
func (d *decoder) v2Ref(r *record, v, e jsontape.Value, p *v2page, t *adentro.Tweet) {
	id, q := jsonID(e.Get("id"))
	if q != exact {
		return
	}
	ref := adentro.Ref{ID: adentro.IDKey(id)}
	switch e.Get("type").Text() {
	case "retweeted", "reposted":
		ref.Kind = adentro.Retweet
	case "quoted":
		ref.Kind = adentro.Quote
	case "replied_to":
		ref.Kind = adentro.Reply
	default:
		return
	}
	o := p.tweets[string(e.Get("id").Token())]
	if e.Get("text").Exists() {
		o = e
		if d.v2Tweet(r, e, p) == "" {
			d.included()
		}
	}
	if o.Kind() == jsontape.Object {
		ref.Author.Key = d.v2Author(r, o, p, false)
	}
	switch ref.Kind {
	case adentro.Retweet:
		t.Wrapper = t.Mentions
		if o.Get("text").Exists() {
			t.Hashtags, t.URLs, t.Mentions = nil, nil, nil
			d.v2Body(r, o, p, t)
		} else {
			t.Mentions = nil
			t.TextKind = adentro.TextCopy
			if ref.Author.Key.IsZero() {
				ref.Author.Key = d.v2Named(retweeted(t.Text), p)
			}
		}
	case adentro.Quote:
		t.URLs = slices.DeleteFunc(t.URLs, func(u string) bool { return isStatusLink(u, ref.ID) })
	case adentro.Reply:
		if ref.Author.Key.IsZero() {
			ref.Author.Key = d.v2ReplyAuthor(v)
		}
	}
	addRef(t, ref)
}

// v2Named returns the account that bears a handle on this page.
func (d *decoder) v2Named(h string, p *v2page) adentro.Key {
	if id, q := jsonID(p.names[strings.ToLower(h)].Get("id")); q == exact {
		return adentro.IDKey(id)
	}
	return adentro.HandleKey(h)
}

func (d *decoder) v2ReplyAuthor(v jsontape.Value) adentro.Key {
	if id, q := jsonID(v.Get("in_reply_to_user_id")); q == exact {
		return adentro.IDKey(id)
	}
	return adentro.Key{}
}

// v2ReplyTo notes an answer to an account without a tweet, and the profile
// that flattening adds.
func (d *decoder) v2ReplyTo(r *record, v jsontape.Value, p *v2page, t *adentro.Tweet) {
	if u := v.Get("in_reply_to_user"); u.Get("id").Exists() {
		d.v2User(r, u, p.asked)
	}
	key := d.v2ReplyAuthor(v)
	if key.IsZero() {
		return
	}
	if _, ok := t.Ref(adentro.Reply); !ok {
		addRef(t, adentro.Ref{Kind: adentro.Reply, Author: adentro.AccountRef{Key: key}})
	}
}
