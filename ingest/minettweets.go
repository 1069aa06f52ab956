package ingest

import "github.com/seed-1b5e0f84/adentro"

// CSV output of minet and of gazouilloire, which name their columns alike.
var (
	minetTweets = dictionary{
		"id": colTweetID, "timestamp_utc": colDate, "text": colText, "lang": colLang, "source_name": colClient, "collection_time": colObserved,
		"user_id": colID, "user_screen_name": colHandle, "user_name": colName, "user_description": colBio, "user_location": colLocation, "user_url": colURL, "user_timestamp_utc": colCreated, "user_verified": colVerified,
		"user_tweets": colTweets, "user_followers": colFollowers, "user_friends": colFollowing, "user_likes": colLikes, "user_lists": colListed, "user_image": colImage,
		"to_username": colReplyHandle, "to_userid": colReplyID, "to_tweetid": colReplyTweet,
		"retweeted_id": colRetweetTweet, "retweeted_user": colRetweetHandle, "retweeted_user_id": colRetweetID,
		"quoted_id": colQuoteTweet, "quoted_user": colQuoteHandle, "quoted_user_id": colQuoteID,
		"links": colURLs, "hashtags": colHashtags, "mentioned_names": colMentionHandles, "mentioned_ids": colMentionIDs,
	}
	minetUsers = dictionary{
		"id": colID, "screen_name": colHandle, "name": colName, "description": colBio, "url": colURL, "timestamp_utc": colCreated, "location": colLocation, "verified": colVerified, "protected": colProtected,
		"tweets": colTweets, "followers": colFollowers, "friends": colFollowing, "likes": colLikes, "lists": colListed,
		"default_profile_image": colDefaultImage, "image": colImage,
	}
)

// readMinetTweets reads tables of tweets and of users. Lists are joined by bars; a
// retweet has the whole text of its original.
func readMinetTweets(d *decoder, h *header) rowReader {
	switch {
	case h.bears("id", "timestamp_utc", "user_screen_name", "text", "retweeted_id"):
		t := &tweetTable{d: d, h: h.by(minetTweets), list: splitCell("|")}
		t.also = func(_ *record, _ *row, tw *adentro.Tweet) {
			if wholeRetweet(tw); tw.Kind == adentro.Retweet && tw.TextKind == adentro.TextFull {
				tw.Mentions = textMentions(tw.Text)
			}
		}
		return rowReader{row: t.row}
	case h.bears("screen_name", "timestamp_utc", "friends", "likes", "lists"):
		return rowReader{row: newUserTable(d, h.by(minetUsers)).row}
	}
	return rowReader{}
}
