package ingest

import (
	"strconv"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// twibotUsers are the names of a profile in TwiBot-20: those of the API v1.1, each
// value a string with spaces behind it.
var twibotUsers = userNames{
	id: []string{"id_str", "id"}, handle: []string{"screen_name"}, name: []string{"name"}, bio: []string{"description"}, location: []string{"location"}, url: []string{"url"}, created: []string{"created_at"},
	followers: []string{"followers_count"}, following: []string{"friends_count"}, tweets: []string{"statuses_count"}, listed: []string{"listed_count"}, likes: []string{"favourites_count"},
	protected: []string{"protected"}, verified: []string{"verified"}, defaultImage: []string{"default_profile_image"}, image: []string{"profile_image_url_https", "profile_image_url"}, escaped: true, null: "None",
}

const twibot = "twibot-20"

// twibotLabels are what the makers of TwiBot-20 mean by their figures.
var twibotLabels = map[string]string{"0": "human", "1": "bot"}

func fitsTwibot20(s *shape) bool {
	return s.any("ID") && s.any("profile", "neighbor") && s.any("tweet", "domain", "label", "neighbor")
}

// decodeTwibot20 reads an account of TwiBot-20 with its label, its latest texts, which
// have neither id nor date, and a random sample of at most twenty neighbours.
func decodeTwibot20(d *decoder, v jsontape.Value) {
	r := d.begin(v, time.Time{})
	key, reason := d.twibotUser(r, v)
	d.settle(r, listing{}, reason)
	for e := range v.Get("tweet").Elems() {
		if d.cut(e) {
			continue
		}
		r := d.begin(e, time.Time{})
		if e.Kind() != jsontape.String || key.IsZero() {
			d.reject(r, "unknown_shape", details["unknown_shape"])
			continue
		}
		d.obs.Tweets = append(d.obs.Tweets, twibotTweet(r, e, key))
		d.accept(r, listing{owner: key})
	}
	sample := v.Get("neighbor")
	for _, n := range []struct {
		name string
		kind adentro.ListKind
	}{{"follower", adentro.Followers}, {"following", adentro.Following}} {
		if list := sample.Get(n.name); list.Kind() == jsontape.Array {
			d.ownedList(list, listing{key, n.kind, adentro.Stated, "content"})
		}
	}
}

func (d *decoder) twibotUser(r *record, v jsontape.Value) (adentro.Key, string) {
	id, q := jsonID(v.Get("ID"))
	profile := v.Get("profile")
	if profile.Kind() != jsontape.Object || profile.Len() == 0 {
		if q != exact {
			return adentro.Key{}, idReason(q)
		}
		d.addProfile(adentro.Seen(adentro.IDKey(id), r.sighting()))
	} else if key, reason := d.namedUser(r, profile, &twibotUsers, r.at); reason != "" {
		return key, reason
	} else if q != exact {
		id = key.ID
	}
	p := &d.obs.Profiles[len(d.obs.Profiles)-1]
	if q == exact {
		p.Key = adentro.IDKey(id)
	}
	if label := string(v.Get("label").Token()); v.Get("label").Exists() && label != "" {
		if word := twibotLabels[label]; word != "" {
			label = word
		}
		p.AddLabel(twibot, label)
	}
	return p.Key, ""
}

// twibotTweet makes a tweet of a text alone. It is named by author and text, since
// nothing else tells it from others.
func twibotTweet(r *record, e jsontape.Value, author adentro.Key) adentro.Tweet {
	name := author.String() + "\n" + e.Text()
	t := adentro.Tweet{ID: adentro.OpaqueKey(twibot, strconv.FormatUint(xxhash.Sum64String(name), 16)), Hash: r.hash(), Origin: r.origin(), Text: strings.TrimSpace(plainText(e)), TextKind: adentro.TextFull}
	t.Author.Key = author
	whole := wholeWords(t.Text)
	t.Hashtags, t.Mentions = textTags(whole), textMentions(whole)
	if from := retweeted(t.Text); from != "" {
		t.Wrapper, t.Mentions, t.TextKind = t.Mentions, nil, adentro.TextCopy
		addRef(&t, adentro.Ref{Kind: adentro.Retweet, Author: adentro.AccountRef{Key: adentro.HandleKey(from)}})
	}
	return t
}
