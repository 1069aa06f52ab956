package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The user script twitter-web-exporter saves what a browser showed as JSON or CSV,
// called twitter-Followers-1700000000000.json or the like: the number is the time. Whose
// followers they are it does not write down; "following" and "followed_by" are relations to whoever
// was logged in, and are not read. With all metadata included each record also holds the
// platform's own result, which is read instead.

// fitsWebExporter tells its accounts and tweets from those of the API v1.1 by members that
// only they have.
func fitsWebExporter(s *shape) bool {
	if !s.has("id", "screen_name") || s.any("id_str", "user") {
		return false
	}
	return s.any("full_text") || s.has("followers_count", "followed_by") && s.any("website", "birthdate", "is_blue_verified", "metadata")
}

func decodeWebExporter(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	if m := v.Get("metadata"); m.Kind() == jsontape.Object {
		d.exported(r, m)
		return
	}
	if v.Get("full_text").Exists() {
		d.settle(r, listing{}, d.exporterTweet(r, v))
		return
	}
	key, reason := d.exporterUser(r, v)
	d.exporterMember(r, key, reason)
}

// exporterMember closes the record of an account: one of a list, if the file's name says that
// it is one of followers or following, of whomever.
func (d *decoder) exporterMember(r *record, key adentro.Key, reason string) {
	d.settle(r, d.list, reason)
	if reason == "" && d.list.kind != adentro.ListUnknown {
		d.member(key, r.off)
	}
}

// exported reads the platform's own result of a record.
func (d *decoder) exported(r *record, m jsontape.Value) {
	switch {
	case isTombstone(m):
		d.ignore("tombstone")
	case isWebUser(m):
		key, reason := d.webUser(r, m)
		d.exporterMember(r, key, reason)
	default:
		_, reason := d.webTweet(r, m)
		d.settle(r, listing{}, reason)
	}
}

func (d *decoder) exporterUser(r *record, v jsontape.Value) (adentro.Key, string) {
	handle := displayHandle(v.Get("screen_name").Text())
	key, reason := d.accountKey(v, "id", "rest_id", handle)
	if reason == "lossy_id" && handle != "" {
		key, reason = adentro.HandleKey(handle), ""
		d.warned["lossy_ids"]++
	}
	if reason != "" {
		return key, reason
	}
	p := adentro.Seen(key, r.sighting())
	if handle != "" {
		p.SetText(adentro.FieldHandle, handle)
	}
	setText(&p, adentro.FieldName, v.Get("name"))
	setText(&p, adentro.FieldBio, v.Get("description"))
	setText(&p, adentro.FieldLocation, v.Get("location"))
	setText(&p, adentro.FieldURL, v.Get("website")) // url is the profile's own address
	if at, ok := jsonDate(v.Get("created_at")); ok {
		d.setCreated(&p, at, r.at)
	} else if v.Get("created_at").Exists() {
		d.warned["bad_date"]++
	}
	setCount(&p, adentro.FieldFollowers, v.Get("followers_count"))
	setCount(&p, adentro.FieldFollowing, v.Get("friends_count"))
	setCount(&p, adentro.FieldTweets, v.Get("statuses_count"))
	setCount(&p, adentro.FieldListed, v.Get("listed_count"))
	setCount(&p, adentro.FieldLikes, v.Get("favourites_count"))
	setFlag(&p, adentro.FieldProtected, v.Get("protected"))
	setDefaultImage(&p, jsontape.Value{}, v.Get("profile_image_url"))
	setActive(&p)
	d.addProfile(p)
	return key, ""
}

func (d *decoder) exporterTweet(r *record, v jsontape.Value) string {
	id, q := jsonID(v.Get("id"))
	if q != exact && q != lossy {
		return idReason(q)
	}
	if q == lossy {
		d.warned["lossy_tweets"]++
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	handle := displayHandle(v.Get("screen_name").Text())
	if t.Author.Key = adentro.HandleKey(handle); !t.Author.Key.IsZero() {
		if id, q := jsonID(v.Get("user_id")); q == exact {
			t.Author.Key = adentro.IDKey(id)
		}
		p := adentro.Seen(t.Author.Key, r.sighting())
		p.SetText(adentro.FieldHandle, handle)
		setText(&p, adentro.FieldName, v.Get("name"))
		setDefaultImage(&p, jsontape.Value{}, v.Get("profile_image_url"))
		setActive(&p)
		d.addProfile(p)
	}
	sent, ok := jsonDate(v.Get("created_at"))
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Text, t.TextKind = plainText(v.Get("full_text")), adentro.TextFull
	t.Hashtags, t.Mentions = textTags(t.Text), textMentions(t.Text)
	for _, x := range []struct {
		name string
		kind adentro.TweetKind
	}{{"retweeted_status", adentro.Retweet}, {"quoted_status", adentro.Quote}, {"in_reply_to", adentro.Reply}} {
		of, q := jsonID(v.Get(x.name))
		if q != exact {
			continue
		}
		ref := adentro.Ref{Kind: x.kind, ID: adentro.IDKey(of)}
		if x.kind == adentro.Retweet { // what the cut went through is no name
			whole := t.Text
			if rest, cut := strings.CutSuffix(whole, "…"); cut {
				whole = rest[:strings.LastIndexByte(rest, ' ')+1]
			}
			t.Hashtags, t.TextKind = textTags(whole), adentro.TextCopy
			t.Wrapper, t.Mentions = textMentions(whole), nil
			ref.Author.Key = adentro.HandleKey(retweeted(t.Text))
		}
		addRef(&t, ref)
	}
	d.obs.Tweets = append(d.obs.Tweets, t)
	return ""
}
