package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// CSV files of 4CAT, the Capture and Analysis Toolkit, from its sources of tweets.
var fourcatWords = dictionary{
	"id": colTweetID, "timestamp": colDate, "body": colText, "author": colHandle, "author_fullname": colName, "author_id": colID, "author_followers": colFollowers,
	"source": colClient, "language_guess": colLang, "is_retweet": colIsRetweet, "retweeted_user": colRetweetHandle, "is_quote_tweet": colIsQuote, "quote_tweet_id": colQuoteTweet, "verified": colVerified, "quoted_user": colQuoteHandle, "quote_author": colQuoteHandle,
	"is_reply": colIsReply, "replied_user": colReplyHandle, "replied_author": colReplyHandle, "hashtags": colHashtags, "urls": colURLs, "mentions": colMentionHandles,
}

// readFourCAT reads them. A retweet has the whole text of its original behind
// "RT @handle: ", where 4CAT knew it, and the entities of both. Tweets that could not be
// fetched stand as rows of an unknown author.
func readFourCAT(d *decoder, h *header) rowReader {
	if !h.bears("id", "thread_id", "body", "author", "unix_timestamp", "author_fullname") {
		return rowReader{}
	}
	x := h.by(fourcatWords)
	t := &tweetTable{d: d, h: x, list: commaSet, original: true}
	t.also = func(_ *record, _ *row, tw *adentro.Tweet) { wholeRetweet(tw) }
	return rowReader{row: func(rec *record, r *row) {
		if x.get(r, colHandle) == "UNKNOWN" && x.get(r, colID) == "UNKNOWN" {
			d.ignore("missing_tweet")
			return
		}
		t.row(rec, r)
	}}
}

// commaSet splits a set joined by commas. Of addresses, only what begins as
// one is an element: addresses hold commas too.
func commaSet(s string) []string {
	list := splitCell(",")(s)
	out := list[:0]
	for _, x := range list {
		if n := len(out); n > 0 && strings.Contains(out[n-1], "://") && !strings.Contains(x, "://") {
			out[n-1] += "," + x
			continue
		}
		out = append(out, x)
	}
	return out
}
