package ingest

// CSV files of rtweet before version 1.0, an R package. Where its user did not choose
// columns there are ninety.
var rtweetWords = dictionary{
	"status_id": colTweetID, "created_at": colDate, "user_id": colID, "screen_name": colHandle, "text": colText, "source": colClient, "lang": colLang,
	"reply_to_status_id": colReplyTweet, "reply_to_user_id": colReplyID, "reply_to_screen_name": colReplyHandle,
	"is_quote": colIsQuote, "quoted_status_id": colQuoteTweet, "quoted_user_id": colQuoteID, "quoted_screen_name": colQuoteHandle,
	"is_retweet": colIsRetweet, "retweet_status_id": colRetweetTweet, "retweet_user_id": colRetweetID, "retweet_screen_name": colRetweetHandle, "retweet_text": colRetweetText,
	"hashtags": colHashtags, "urls_expanded_url": colURLs, "mentions_user_id": colMentionIDs, "mentions_screen_name": colMentionHandles,
	"name": colName, "description": colBio, "location": colLocation, "profile_expanded_url": colURL, "account_created_at": colCreated,
	"followers_count": colFollowers, "friends_count": colFollowing, "statuses_count": colTweets, "listed_count": colListed, "favourites_count": colLikes, "protected": colProtected, "verified": colVerified,
	"profile_image_url": colImage,
}

// readRtweet reads tables of tweets. Ids may begin with an x, which kept them
// from spreadsheets; where they do not, a column may have been rounded.
func readRtweet(d *decoder, h *header) rowReader {
	if !h.bears("status_id", "created_at", "screen_name", "text") || h.find("is_retweet", "is_quote", "display_text_width") < 0 {
		return rowReader{}
	}
	t := &tweetTable{d: d, h: h.by(rtweetWords)}
	return rowReader{row: t.row}
}
