package ingest

// readTweetIDs passes over tables that hold the ids of tweets and what somebody found in
// them, without text and author: what may be published of tweets. They say nothing of an
// account before somebody fetches the tweets.
func readTweetIDs(d *decoder, h *header) rowReader {
	if !h.has(colTweetID) || h.any(colText, colID, colHandle, colOwner, colFollower, colFollowed, colFollowerID, colFriendID) {
		return rowReader{}
	}
	return rowReader{row: func(rec *record, r *row) {
		if id, q := parseID([]byte(h.get(r, colTweetID))); q != exact {
			d.reject(rec, idReason(q), details[idReason(q)])
		} else if h.rounded[h.at[colTweetID]] && id >= 1e15 {
			d.reject(rec, "lossy_id", details["lossy_id"])
		} else {
			d.ignore("tweet_ids")
		}
	}}
}
