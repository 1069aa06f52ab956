package main

// tweet is a v1.1 tweet as a struct with the fields that adentro keeps.
type tweet struct {
	ID        uint64 `json:"id"`
	IDStr     string `json:"id_str"`
	CreatedAt string `json:"created_at"`
	FullText  string `json:"full_text"`
	Source    string `json:"source"`
	Lang      string `json:"lang"`
	Entities  struct {
		Hashtags []struct {
			Text string `json:"text"`
		} `json:"hashtags"`
		Mentions []struct {
			ID         uint64 `json:"id"`
			IDStr      string `json:"id_str"`
			ScreenName string `json:"screen_name"`
		} `json:"user_mentions"`
		URLs []struct {
			ExpandedURL string `json:"expanded_url"`
		} `json:"urls"`
	} `json:"entities"`
	ReplyStatus     string `json:"in_reply_to_status_id_str"`
	ReplyUser       string `json:"in_reply_to_user_id_str"`
	ReplyName       string `json:"in_reply_to_screen_name"`
	User            *user  `json:"user"`
	RetweetedStatus *tweet `json:"retweeted_status"`
	QuotedStatus    *tweet `json:"quoted_status"`
	RetweetCount    int64  `json:"retweet_count"`
	FavoriteCount   int64  `json:"favorite_count"`
}

// page is an API v2 page of users.
type page struct {
	Data []v2User `json:"data"`
	Meta struct {
		ResultCount int    `json:"result_count"`
		NextToken   string `json:"next_token"`
	} `json:"meta"`
	Twarc struct {
		URL         string `json:"url"`
		RetrievedAt string `json:"retrieved_at"`
	} `json:"__twarc"`
}

type v2User struct {
	ID            string `json:"id"`
	Username      string `json:"username"`
	Name          string `json:"name"`
	Description   string `json:"description"`
	Location      string `json:"location"`
	URL           string `json:"url"`
	CreatedAt     string `json:"created_at"`
	Protected     bool   `json:"protected"`
	Verified      bool   `json:"verified"`
	PublicMetrics struct {
		Followers int64 `json:"followers_count"`
		Following int64 `json:"following_count"`
		Tweets    int64 `json:"tweet_count"`
		Listed    int64 `json:"listed_count"`
	} `json:"public_metrics"`
}

// idPage is a v1.1 page of ids.
type idPage struct {
	IDs      []uint64 `json:"ids"`
	Next     string   `json:"next_cursor_str"`
	Previous string   `json:"previous_cursor_str"`
}
