package ingest

// CSV exports of Social Feed Manager. Since 2017 they have the columns of twarc's
// json2csv; before, twitter_id was the id of the tweet.
var (
	sfmWords = dictionary{
		"twitter_id": colTweetID, "created_at": colDate, "created_at_date": colDate, "screen_name": colHandle, "text": colText, "followers_count": colFollowers, "friends_count": colFollowing,
		"in_reply_to_screen_name": colReplyHandle, "is_retweet": colIsRetweet, "is_quote": colIsQuote, "hashtags": colHashtags, "mentions": colMentionHandles, "url1_expanded": colURLs,
	}
	json2csvWords = dictionary{
		"id": colTweetID, "created_at": colDate, "text": colText, "lang": colLang, "source": colClient, "hashtags": colHashtags, "urls": colURLs,
		"in_reply_to_screen_name": colReplyHandle, "in_reply_to_status_id": colReplyTweet, "in_reply_to_user_id": colReplyID,
		"retweet_id": colRetweetTweet, "reweet_id": colRetweetTweet, "retweet_screen_name": colRetweetHandle, "retweet_user_id": colRetweetID,
		"user_id": colID, "user_screen_name": colHandle, "user_name": colName, "user_description": colBio, "user_location": colLocation, "user_urls": colURL, "user_created_at": colCreated,
		"user_favourites_count": colLikes, "user_followers_count": colFollowers, "user_friends_count": colFollowing, "user_listed_count": colListed, "user_statuses_count": colTweets, "user_verified": colVerified,
		"user_default_profile_image": colDefaultImage,
	}
)

// readSFM reads both. In later exports one column holds the tweet that was retweeted
// or quoted, and tweet_type says which.
func readSFM(d *decoder, h *header) rowReader {
	switch {
	case h.bears("twitter_id", "screen_name", "text", "created_at"):
		x := h.by(sfmWords)
		x.order = monthFirst
		return rowReader{row: (&tweetTable{d: d, h: x, list: splitCell(", ")}).row}
	case !h.bears("id", "tweet_url", "text", "user_screen_name", "user_followers_count"):
		return rowReader{}
	}
	plain, retweet, quote := h.by(json2csvWords), h.by(json2csvWords), h.by(json2csvWords)
	kind := h.find("tweet_type")
	for c, name := range map[[2]column]string{{colRetweetTweet, colQuoteTweet}: "retweet_or_quote_id", {colRetweetID, colQuoteID}: "retweet_or_quote_user_id", {colRetweetHandle, colQuoteHandle}: "retweet_or_quote_screen_name"} {
		if i := h.find(name); i >= 0 {
			retweet.at[c[0]], quote.at[c[1]] = i, i
		}
	}
	read := map[string]*tweetTable{}
	for word, x := range map[string]*header{"": plain, "retweet": retweet, "quote": quote} {
		read[word] = &tweetTable{d: d, h: x}
	}
	return rowReader{row: func(rec *record, r *row) {
		t := read[r.cell(kind)]
		if t == nil {
			t = read[""]
		}
		t.row(rec, r)
	}}
}
