package ingest

// CSV output of t, the command-line client of Erik Berlin (sferik).
var (
	sferikTweets = dictionary{"ID": colTweetID, "Posted at": colDate, "Screen name": colHandle, "Text": colText}
	sferikUsers  = dictionary{
		"ID": colID, "Since": colCreated, "Screen name": colHandle, "Name": colName, "Bio": colBio, "Location": colLocation, "URL": colURL,
		"Tweets": colTweets, "Favorites": colLikes, "Listed": colListed, "Following": colFollowing, "Followers": colFollowers, "Verified": colVerified, "Protected": colProtected,
	}
)

// readSferik reads its tables of tweets and of users. Whose followers the users are was
// only in the command. The latest tweet of a user stands without an id and is passed over.
func readSferik(d *decoder, h *header) rowReader {
	switch {
	case h.bears("ID", "Posted at", "Screen name", "Text"):
		return rowReader{row: (&tweetTable{d: d, h: h.by(sferikTweets)}).row}
	case h.bears("ID", "Since", "Last tweeted at", "Screen name"):
		return rowReader{row: newUserTable(d, h.by(sferikUsers)).row}
	}
	return rowReader{}
}
