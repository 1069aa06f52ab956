package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// CSV files of twarc-csv, which flattens API v2. Columns of authors and of users differ by
// a prefix.
var twarcWords = dictionary{
	"id": colTweetID, "created_at": colDate, "text": colText, "lang": colLang, "source": colClient, "__twarc.retrieved_at": colObserved,
	"referenced_tweets.replied_to.id": colReplyTweet, "in_reply_to_user_id": colReplyID, "in_reply_to_username": colReplyHandle,
	"referenced_tweets.retweeted.id": colRetweetTweet, "retweeted_user_id": colRetweetID, "retweeted_username": colRetweetHandle,
	"referenced_tweets.quoted.id": colQuoteTweet, "quoted_user_id": colQuoteID, "quoted_username": colQuoteHandle,
	"entities.hashtags": colHashtags, "entities.urls": colURLs,
	"author_id": colID, "author.id": colID, "author.username": colHandle, "author.name": colName, "author.description": colBio, "author.location": colLocation, "author.url": colURL,
	"author.created_at": colCreated, "author.protected": colProtected, "author.verified": colVerified, "author.profile_image_url": colImage,
	"author.public_metrics.followers_count": colFollowers, "author.public_metrics.following_count": colFollowing, "author.public_metrics.tweet_count": colTweets, "author.public_metrics.listed_count": colListed,
}

var twarcUserWords = dictionary{
	"id": colID, "created_at": colCreated, "username": colHandle, "name": colName, "description": colBio, "location": colLocation, "url": colURL, "protected": colProtected, "verified": colVerified, "profile_image_url": colImage,
	"public_metrics.followers_count": colFollowers, "public_metrics.following_count": colFollowing, "public_metrics.tweet_count": colTweets, "public_metrics.listed_count": colListed,
	"__twarc.retrieved_at": colObserved,
}

// readTwarcCSV reads its tables of tweets and of users. Retweets have the text,
// the entities and the counts of their originals. Lists are JSON; pandas wrote
// line ends as \n, and ids beside missing ones as floats.
func readTwarcCSV(d *decoder, h *header) rowReader {
	switch {
	case h.bears("id", "text", "author.username", "author.public_metrics.followers_count"):
		return twarcTweets(d, h)
	case h.bears("id", "username", "public_metrics.followers_count", "__twarc.url"):
		return twarcUsers(d, h)
	}
	return rowReader{}
}

func twarcTweets(d *decoder, h *header) rowReader {
	x := h.by(twarcWords)
	x.prose = pandasText
	named := h.find("entities.mentions")
	t := &tweetTable{d: d, h: x, original: true, list: jsonStrings}
	t.mentions = func(r *row) (ms []adentro.Mention) {
		for e := range jsonCell(r.cell(named)).Elems() {
			id, q := jsonID(e.Get("id"))
			if q != exact {
				id = 0
			}
			ms = append(ms, mention(id, handle(jsonString(e))))
		}
		return ms
	}
	t.also = func(_ *record, _ *row, tw *adentro.Tweet) {
		if tw.Kind == adentro.Retweet && retweeted(tw.Text) != "" { // written without the originals
			tw.Wrapper, tw.Mentions = tw.Mentions, nil
		}
	}
	return rowReader{row: t.row}
}

// twarcUsers reads users. The address that was asked tells the owner and the kind
// of a list.
func twarcUsers(d *decoder, h *header) rowReader {
	x := h.by(twarcUserWords)
	x.prose = pandasText
	asked, links := h.find("__twarc.url"), h.find("entities.url.urls")
	t := newUserTable(d, x)
	t.states = func(r *row) (listing, bool) {
		m := listPath.FindStringSubmatch(r.cell(asked))
		switch {
		case r.cell(asked) == "":
			return d.list, false
		case m == nil:
			return listing{}, false
		}
		id, _ := digits([]byte(m[1]))
		l := listing{adentro.IDKey(id), kindWordOf(m[2]), adentro.Stated, "content"}
		if d.list.known() && (d.list.kind != l.kind || d.list.owner.ID != 0 && d.list.owner != l.owner) {
			d.overrule = l.owner
		}
		return l, true
	}
	t.also = func(p *adentro.Profile, r *row) {
		if s := jsonStrings(r.cell(links)); len(s) > 0 {
			p.SetText(adentro.FieldURL, s[0])
		}
	}
	return rowReader{row: t.row}
}

// pandasText undoes what twarc-csv does to line ends, in texts that the API had escaped.
func pandasText(s string) string { return strings.ReplaceAll(prose(s), `\n`, "\n") }

// jsonCell parses a cell that holds JSON; what is none gives the empty value.
func jsonCell(cell string) jsontape.Value {
	var tape jsontape.Tape
	if n, err := tape.Parse([]byte(cell), true); err != nil || strings.TrimSpace(cell[n:]) != "" {
		return jsontape.Value{}
	}
	return tape.Root()
}

// jsonStrings returns the strings of a list in JSON: words, or the API's entities.
func jsonStrings(cell string) (out []string) {
	for e := range jsonCell(cell).Elems() {
		if s := jsonString(e); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// jsonString returns a string, or of an entity the word, the handle or the widest form of
// the address.
func jsonString(v jsontape.Value) string {
	if v.Kind() == jsontape.Object {
		v = firstOf(v, "tag", "username", "unwound_url", "expanded_url", "url")
	}
	return v.Text()
}
