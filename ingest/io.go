package ingest

import (
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// The releases of the platform's Information Operations archive (2018 to 2021):
// a table of tweets and one of users a campaign.
var ioWords = dictionary{
	"tweetid": colTweetID, "userid": colID, "tweet_text": colText, "tweet_time": colDate, "tweet_language": colLang, "tweet_client_name": colClient,
	"user_display_name": colName, "user_screen_name": colHandle, "user_reported_location": colLocation, "user_profile_description": colBio, "user_profile_url": colURL,
	"display_name": colName, "screen_name": colHandle, "reported_location": colLocation, "profile_description": colBio, "profile_url": colURL,
	"follower_count": colFollowers, "following_count": colFollowing, "account_creation_date": colCreated,
	"in_reply_to_userid": colReplyID, "in_reply_to_tweetid": colReplyTweet, "quoted_tweet_tweetid": colQuoteTweet,
	"is_retweet": colIsRetweet, "retweet_userid": colRetweetID, "retweet_tweetid": colRetweetTweet, "hashtags": colHashtags, "urls": colURLs, "user_mentions": colMentionIDs,
}

// readIO reads tweets or users of the archive. Accounts with fewer than 5,000
// followers appear by a hash in place of id, handle and name: such a key lives
// in the space "io", where the whole archive agrees, and never meets a real id. Every account
// in it was suspended by the platform, which is what its status and its label say.
func readIO(d *decoder, h *header) rowReader {
	if !h.bears("userid", "account_creation_date", "account_language") {
		return rowReader{}
	}
	real := h.by(ioWords)
	hashed := h.by(ioWords)
	delete(hashed.at, colHandle)
	delete(hashed.at, colName)
	t := &ioTable{d: d, real: ioTweets(d, real), hashed: ioTweets(d, hashed), campaign: ioCampaign(d.label())}
	t.real.author, t.hashed.author = t.suspended, t.suspended
	switch {
	case real.has(colTweetID, colText):
		return rowReader{row: t.tweet}
	case !real.any(colTweetID, colText):
		return rowReader{row: t.user}
	}
	return rowReader{}
}

type ioTable struct {
	d            *decoder
	real, hashed *tweetTable // the two readings of the header
	campaign     string
}

func ioTweets(d *decoder, h *header) *tweetTable {
	t := &tweetTable{d: d, h: h, id: ioID, list: ioList}
	t.also = func(_ *record, _ *row, tw *adentro.Tweet) {
		if tw.Kind == adentro.Retweet { // "RT @" and a hash, so that the text alone does not tell
			tw.TextKind = adentro.TextCopy
		}
	}
	t.mentions = func(r *row) (ms []adentro.Mention) {
		for _, s := range ioList(h.view(r, colMentionIDs)) {
			if k, q := ioID(s); q == exact {
				ms = append(ms, adentro.Mention{AccountRef: adentro.AccountRef{Key: k}})
			}
		}
		return ms
	}
	return t
}

// reading returns the table as the row is to be read: by its header without
// handle and name where these are hashes.
func (t *ioTable) reading(r *row) *tweetTable {
	if isHash(t.real.h.view(r, colID)) {
		return t.hashed
	}
	return t.real
}

func (t *ioTable) tweet(rec *record, r *row) { t.reading(r).row(rec, r) }

func (t *ioTable) user(rec *record, r *row) {
	x := t.reading(r)
	key, reason := x.account(r)
	t.d.settle(rec, listing{}, reason)
	if reason != "" {
		return
	}
	p, _ := t.d.shown(x.h, rec, r, key)
	t.suspended(p, r)
}

// suspended notes what the release says of all its accounts.
func (t *ioTable) suspended(p *adentro.Profile, _ *row) {
	p.SetStatus(adentro.Suspended, adentro.BasisLabel)
	p.AddLabel("twitter-io", t.campaign)
}

// ioFile matches the names of the releases, such as
// venezuela_201901_1_tweets_csv_hashed.csv.
var ioFile = regexp.MustCompile(`(?i)^(.+?)[-_. ](?:tweets|users)(?:[-_. ]|$)`)

// ioCampaign returns the campaign that a release is named after, "unnamed" if the name
// of the file does not tell.
func ioCampaign(label string) string {
	base := label[strings.LastIndexAny(label, `/\`)+1:]
	if m := ioFile.FindStringSubmatch(base); m != nil && !isGeneric(m[1], false) {
		return strings.ToLower(m[1])
	}
	return "unnamed"
}

// ioID reads an id of the archive, which may be a hash.
func ioID(s string) (adentro.Key, quality) {
	if isHash(s) {
		return adentro.OpaqueKey("io", s), exact
	}
	id, q := parseID([]byte(s))
	if q != exact {
		return adentro.Key{}, q
	}
	return adentro.IDKey(id), exact
}

// isHash reports whether s is a hash of the archive: 256 bits in base64, from which the
// slashes were dropped, so that its length varies; in the first releases in hexadecimal.
func isHash(s string) bool {
	if len(s) == 64 {
		_, err := hex.DecodeString(s)
		return err == nil
	}
	if len(s) < 36 || len(s) > 44 || s[len(s)-1] != '=' {
		return false
	}
	for _, c := range []byte(s[:len(s)-1]) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/') {
			return false
		}
	}
	return true
}

// ioList splits [a, b] and ['a', 'b']; older releases put no quotes.
func ioList(s string) []string {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "["), "]")
	list := splitCell(", ")(s)
	for i, x := range list {
		list[i] = strings.Trim(x, `'"`)
	}
	return list
}
