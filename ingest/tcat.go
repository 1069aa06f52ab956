package ingest

import "github.com/seed-1b5e0f84/adentro"

// Exports of the Digital Methods Initiative's Twitter Capture and Analysis Toolset.
var tcatWords = dictionary{
	"id": colTweetID, "created_at": colDate, "text": colText, "lang": colLang, "source": colClient, "location": colLocation,
	"from_user_id": colID, "from_user_name": colHandle, "from_user_realname": colName, "from_user_description": colBio, "from_user_url": colURL, "from_user_verified": colVerified, "from_user_profile_image_url": colImage,
	"from_user_tweetcount": colTweets, "from_user_followercount": colFollowers, "from_user_friendcount": colFollowing, "from_user_favourites_count": colLikes, "from_user_listed": colListed,
	"from_user_created_at": colCreated, "to_user_name": colReplyHandle, "to_user_id": colReplyID, "in_reply_to_status_id": colReplyTweet, "quoted_status_id": colQuoteTweet,
	"retweet_id": colRetweetTweet, "mentions": colMentionHandles, "hashtags": colHashtags,
}

// readTCAT reads a full export. Its texts lost line ends, and their entities were
// undone. Dates are in the time of the server: where the id tells the time,
// that stands. Which tweet a retweet is of is told by its text alone.
func readTCAT(d *decoder, h *header) rowReader {
	if !h.bears("id", "text", "from_user_name", "from_user_followercount") {
		return rowReader{}
	}
	x := h.by(tcatWords)
	if i := h.find("urls_followed", "urls_expanded", "urls"); i >= 0 {
		x.at[colURLs] = i
	}
	cut := h.find("truncated")
	t := &tweetTable{d: d, h: x, textKind: adentro.TextNormalised, list: splitCell("; ")}
	x.prose = func(s string) string { return s }
	t.also = func(_ *record, r *row, tw *adentro.Tweet) {
		if yes, _ := parseFlag(r.cell(cut)); yes {
			d.warned["truncated_texts"]++
		}
	}
	return rowReader{row: t.row}
}
