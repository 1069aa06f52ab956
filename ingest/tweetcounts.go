package ingest

import (
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// countMembers are the names of a tweet's counts in the APIs, v1.1's and those of v2.
var countMembers = [adentro.NumTweetCounts][]string{
	adentro.CountRetweets: {"retweet_count", "repost_count"},
	adentro.CountReplies:  {"reply_count"},
	adentro.CountLikes:    {"favorite_count", "like_count"},
	adentro.CountQuotes:   {"quote_count"},
}

// namedCounts are their names in what scrapers and vendors return.
var namedCounts = [adentro.NumTweetCounts][]string{
	adentro.CountRetweets: {"retweetCount", "retweets_count", "reposts"},
	adentro.CountReplies:  {"replyCount", "replies_count", "replies"},
	adentro.CountLikes:    {"likeCount", "favoritesCount", "likes_count", "likes"},
	adentro.CountQuotes:   {"quoteCount", "quotes_count", "quotes"},
}

// setCounts reads the counts that the APIs give.
func setCounts(v jsontape.Value, t *adentro.Tweet) { setCountsOf(v, t, &countMembers) }

// setCountsOf reads the counts that are members of v, unless t is a retweet, which
// shows those of its original.
func setCountsOf(v jsontape.Value, t *adentro.Tweet, members *[adentro.NumTweetCounts][]string) {
	if t.Kind == adentro.Retweet || v.Kind() != jsontape.Object {
		return
	}
	for c, names := range members {
		if n := firstOf(v, names...); n.Exists() {
			t.SetCount(adentro.TweetCount(c), number(n))
		}
	}
}

// countColumns are the names that tables have for a tweet's counts, each by its rank: of
// two columns the one named first counts.
var countColumns = [adentro.NumTweetCounts][]string{
	adentro.CountRetweets: {"retweet_count", "public_metrics.retweet_count", "public_metrics.repost_count", "retweets_count", "repost_count", "reposts_count", "retweets", "reposts", "retuits"},
	adentro.CountReplies:  {"reply_count", "public_metrics.reply_count", "replies_count", "replies", "respuestas"},
	adentro.CountLikes:    {"favorite_count", "like_count", "public_metrics.like_count", "likes_count", "likes", "favorites", "favoritos", "me gusta"},
	adentro.CountQuotes:   {"quote_count", "public_metrics.quote_count", "quotes_count", "quotes", "citas"},
}

// countsAt returns the columns of a tweet's counts, -1 where there is none. A column that
// was taken to say something else is none.
func (h *header) countsAt() (at [adentro.NumTweetCounts]int) {
	taken := make([]bool, len(h.names))
	for _, i := range h.at {
		taken[i] = true
	}
	for c, names := range countColumns {
		at[c] = -1
		for _, name := range names {
			if i := h.find(name); i >= 0 && !taken[i] {
				at[c] = i
				break
			}
		}
	}
	return at
}

// counts reads the counts of a row, unless it is a retweet, which shows those of its original.
func (t *tweetTable) counts(r *row, tw *adentro.Tweet) {
	if tw.Kind == adentro.Retweet {
		return
	}
	if t.countsAt == nil {
		at := t.h.countsAt()
		t.countsAt = &at
	}
	for c, i := range t.countsAt {
		if i >= 0 {
			tw.SetCount(adentro.TweetCount(c), parseCount(r.cell(i)))
		}
	}
}
