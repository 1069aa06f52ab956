package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// webUser adds the profile that a user result shows, and returns the account's
// key, or the reason why the result is of no use. Since May 2025 most fields lie outside legacy.
// Verified is the platform's own mark; is_blue_verified, a subscription, is another thing.
func (d *decoder) webUser(r *record, v jsontape.Value) (adentro.Key, string) {
	core, legacy := v.Get("core"), v.Get("legacy")
	handle := displayHandle(eitherOf(core, legacy, "screen_name").Text())
	key := webKey(v)
	if key.IsZero() {
		if _, q := jsonID(v.Get("rest_id")); q != missing {
			return key, idReason(q)
		}
		if handle == "" {
			return key, "no_id"
		}
		key = adentro.HandleKey(handle)
	}
	p := adentro.Seen(key, r.sighting())
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(&p, adentro.FieldName, eitherOf(core, legacy, "name"))
	setText(&p, adentro.FieldBio, eitherOf(v.Get("profile_bio"), legacy, "description"))
	setText(&p, adentro.FieldLocation, eitherOf(v.Get("location"), legacy, "location"))
	if u := legacy.Get("url"); u.Kind() == jsontape.String {
		p.SetText(adentro.FieldURL, expandedURL(legacy, u))
	}
	d.created(&p, eitherOf(core, legacy, "created_at"), r.at)
	setCount(&p, adentro.FieldFollowers, legacy.Get("followers_count"))
	setCount(&p, adentro.FieldFollowing, legacy.Get("friends_count"))
	setCount(&p, adentro.FieldTweets, legacy.Get("statuses_count"))
	setCount(&p, adentro.FieldListed, legacy.Get("listed_count"))
	setCount(&p, adentro.FieldLikes, legacy.Get("favourites_count"))
	setFlag(&p, adentro.FieldProtected, eitherOf(v.Get("privacy"), legacy, "protected"))
	setFlag(&p, adentro.FieldVerified, eitherOf(v.Get("verification"), legacy, "verified"))
	setDefaultImage(&p, legacy.Get("default_profile_image"), v.Get("avatar").Get("image_url"), legacy.Get("profile_image_url_https"))
	setActive(&p)
	d.addProfile(p)
	return key, ""
}

// eitherOf returns a member from where it now lies, else from where it used to lie.
func eitherOf(now, then jsontape.Value, name string) jsontape.Value {
	if x := now.Get(name); x.Exists() {
		return x
	}
	return then.Get(name)
}

// webKey reads the id of a result. rest_id is it; a number called id may have
// gone through a float, and a string of that name is "User:123" in base64.
func webKey(v jsontape.Value) adentro.Key {
	for _, x := range []jsontape.Value{v.Get("rest_id"), v.Get("legacy").Get("id_str"), v.Get("id")} {
		if x.Kind() != jsontape.String {
			continue
		}
		if id, q := jsonID(x); q == exact {
			return adentro.IDKey(id)
		}
	}
	return adentro.Key{}
}

// shownTweet returns the tweet inside a result: one with limited visibility lies a
// level deeper.
func shownTweet(v jsontape.Value) jsontape.Value {
	if t := v.Get("tweet"); t.Kind() == jsontape.Object && !v.Get("legacy").Exists() {
		return t
	}
	return v
}

// webTweet adds a tweet result and what is embedded in it. It returns the tweet,
// or the reason why the result is of no use.
func (d *decoder) webTweet(r *record, v jsontape.Value) (adentro.Tweet, string) {
	v = shownTweet(v)
	legacy := v.Get("legacy")
	id, q := jsonID(v.Get("rest_id"))
	if other, also := jsonID(legacy.Get("id_str")); also == exact {
		if q == exact && other != id {
			d.warned["id_twin_mismatch"]++
		} else {
			id, q = other, exact
		}
	}
	if q != exact && q != lossy {
		return adentro.Tweet{}, idReason(q)
	}
	if q == lossy {
		d.warned["lossy_tweets"]++
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	t.Author.Key = d.webAuthor(r, v, id)
	sent, ok := jsonDate(legacy.Get("created_at"))
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Lang = legacy.Get("lang").Text()
	t.Client = client(eitherOf(v, legacy, "source").Text())
	if o := webInner(legacy, v, "retweeted_status_result"); o.Kind() == jsontape.Object {
		d.webRetweet(r, v, o, &t)
	} else {
		d.webBody(v, &t)
		d.webQuote(r, v, &t)
		setCounts(legacy, &t)
	}
	d.v1Reply(legacy, &t)
	d.obs.Tweets = append(d.obs.Tweets, t)
	return t, ""
}

// webInner returns the result inside an envelope of legacy or of the tweet itself.
func webInner(legacy, v jsontape.Value, name string) jsontape.Value {
	return eitherOf(legacy, v, name).Get("result")
}

// webAuthor adds the author of a tweet and returns its key. Where the author is left out,
// legacy has the id, and the address of a picture the handle.
func (d *decoder) webAuthor(r *record, v jsontape.Value, tweet uint64) adentro.Key {
	legacy := v.Get("legacy")
	u := v.Get("core").Get("user_results").Get("result")
	if !u.Exists() {
		u = firstOf(v, "author", "user")
	}
	var key adentro.Key
	if id, q := jsonID(legacy.Get("user_id_str")); q == exact {
		key = adentro.IDKey(id)
	}
	switch {
	case isUnavailable(u):
		if k := webKey(u); !k.IsZero() {
			key = k
		}
		if key.IsZero() {
			break
		}
		p := adentro.Seen(key, r.sighting())
		p.SetStatus(webStatusOf(u), adentro.BasisCode)
		d.addProfile(p)
		return key
	case u.Get("legacy").Exists() || u.Get("core").Exists():
		if k, reason := d.webUser(r, u); reason == "" {
			return k
		}
		d.warned["author_lost"]++
	case u.Get("screen_name").Exists(): // the user of an adaptive answer
		if k, reason := d.v1User(r, u); reason == "" {
			return k
		}
		d.warned["author_lost"]++
	}
	handle := pictureHandle(legacy, tweet)
	switch {
	case key.IsZero():
		return adentro.HandleKey(handle)
	case handle != "":
		p := adentro.Seen(key, r.sighting())
		p.SetText(adentro.FieldHandle, handle)
		d.addProfile(p)
	}
	return key
}

// pictureHandle reads the author's handle from the address of a picture, if that
// names the tweet itself: pictures keep the address of the tweet that first showed them.
func pictureHandle(legacy jsontape.Value, tweet uint64) string {
	for _, n := range []string{"extended_entities", "entities"} {
		for m := range legacy.Get(n).Get("media").Elems() {
			s := m.Get("expanded_url").Text()
			_, rest, ok := strings.Cut(s, "/status/")
			if !ok {
				continue
			}
			of, _, _ := strings.Cut(rest, "/")
			if id, ok := digits([]byte(of)); ok && id == tweet {
				return handle(s)
			}
		}
	}
	return ""
}

// webBody reads text, hashtags, URLs and mentions. The text of a long tweet and
// what stands in it are in its note.
func (d *decoder) webBody(v jsontape.Value, t *adentro.Tweet) {
	d.v1Body(v.Get("legacy"), t)
	note := v.Get("note_tweet").Get("note_tweet_results").Get("result")
	text := note.Get("text")
	if text.Kind() != jsontape.String {
		return
	}
	t.Text, t.TextKind = plainText(text), adentro.TextFull
	set := note.Get("entity_set")
	for e := range set.Get("hashtags").Elems() {
		if tag := e.Get("text").Text(); tag != "" {
			t.Hashtags = append(t.Hashtags, tag)
		}
	}
	for e := range set.Get("urls").Elems() {
		if u := firstOf(e, "expanded_url", "url").Text(); u != "" {
			t.URLs = append(t.URLs, u)
		}
	}
	for e := range set.Get("user_mentions").Elems() {
		id, q := jsonID(e.Get("id_str"))
		if q != exact {
			id = 0
		}
		t.Mentions = append(t.Mentions, mention(id, displayHandle(e.Get("screen_name").Text())))
	}
	t.Hashtags, t.URLs, t.Mentions = uniqueStrings(t.Hashtags), uniqueStrings(t.URLs), uniqueMentions(t.Mentions)
}

// webRetweet takes the text and the entities of the original, because those of
// the wrapper are cut.
func (d *decoder) webRetweet(r *record, v, original jsontape.Value, t *adentro.Tweet) {
	o, reason := d.webTweet(r, original)
	if reason != "" {
		d.warned["original_lost"]++
		d.webBody(v, t)
		t.TextKind, t.Wrapper, t.Mentions = adentro.TextCopy, t.Mentions, nil
		addRef(t, adentro.Ref{Kind: adentro.Retweet, Author: adentro.AccountRef{Key: adentro.HandleKey(retweeted(t.Text))}})
		return
	}
	d.included()
	t.Text, t.TextKind = o.Text, o.TextKind
	t.Hashtags, t.URLs, t.Mentions = o.Hashtags, o.URLs, o.Mentions
	var own adentro.Tweet
	d.v1Body(v.Get("legacy"), &own)
	t.Wrapper = own.Mentions
	addRef(t, adentro.Ref{Kind: adentro.Retweet, ID: o.ID, Author: o.Author})
}

// webQuote notes the quoted tweet; the link to it is then no URL of the tweet.
func (d *decoder) webQuote(r *record, v jsontape.Value, t *adentro.Tweet) {
	legacy := v.Get("legacy")
	ref := adentro.Ref{Kind: adentro.Quote}
	if id, q := jsonID(legacy.Get("quoted_status_id_str")); q == exact {
		ref.ID = adentro.IDKey(id)
	}
	if o := webInner(legacy, v, "quoted_status_result"); o.Kind() == jsontape.Object && !isTombstone(o) {
		if quoted, reason := d.webTweet(r, o); reason == "" {
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
