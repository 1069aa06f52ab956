package main

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fields returns a contender that decodes with what adentro decodes all JSON with, into the structs that the
// peers fill, so that decoding alone is compared. Structure and UTF-8 of all of each line are checked.
func fields(add func(v jsontape.Value, s *sum)) runner {
	return func(_ context.Context, paths []string) error {
		w := newWatch()
		s, err := stretches(paths[0], func() func(stretch []byte, s *sum) error {
			var tape jsontape.Tape
			return func(stretch []byte, s *sum) error {
				tape.Load(stretch)
				for at := 0; at < len(stretch); {
					n, err := tape.ParseAt(at, true)
					if err != nil {
						return err
					}
					at += n + 1
					add(tape.Root(), s)
				}
				return nil
			}
		})
		if err != nil {
			return err
		}
		w.lap("decode")
		return w.tell(s.answer())
	}
}

func addUserFields(v jsontape.Value, s *sum) {
	u := userOf(v)
	addUser(&u, s)
}

func addTweetFields(v jsontape.Value, s *sum) { addTweet(tweetOf(v), s) }

func addPageFields(v jsontape.Value, s *sum) {
	p := pageOf(v)
	addPage(&p, s)
}

func addIDFields(v jsontape.Value, s *sum) {
	var m [3]jsontape.Value
	v.Pick(idPageFields, m[:])
	p := idPage{Next: m[1].Text(), Previous: m[2].Text()}
	p.IDs, _, _ = m[0].AppendDigits(make([]uint64, 0, 5000), make([]uint32, 0, 5000))
	addIDs(&p, s)
}

var (
	userFields = jsontape.Select("id", "id_str", "name", "screen_name", "location", "description", "url", "entities", "protected", "verified",
		"followers_count", "friends_count", "listed_count", "favourites_count", "statuses_count", "created_at")
	tweetFields = jsontape.Select("id", "id_str", "created_at", "full_text", "source", "lang", "entities", "in_reply_to_status_id_str", "in_reply_to_user_id_str",
		"in_reply_to_screen_name", "user", "retweeted_status", "quoted_status", "retweet_count", "favorite_count")
	entityFields  = jsontape.Select("hashtags", "user_mentions", "urls")
	mentionFields = jsontape.Select("id", "id_str", "screen_name")
	v2UserFields  = jsontape.Select("id", "username", "name", "description", "location", "url", "created_at", "protected", "verified", "public_metrics")
	metricFields  = jsontape.Select("followers_count", "following_count", "tweet_count", "listed_count")
	idPageFields  = jsontape.Select("ids", "next_cursor_str", "previous_cursor_str")
)

func userOf(v jsontape.Value) (u user) {
	var m [16]jsontape.Value
	v.Pick(userFields, m[:])
	u.ID, _ = m[0].Digits()
	u.IDStr, u.Name, u.ScreenName, u.Location, u.Description, u.URL = m[1].Text(), m[2].Text(), m[3].Text(), m[4].Text(), m[5].Text(), m[6].Text()
	for e := range m[7].Find("url").Find("urls").Elems() {
		u.Entities.URL.URLs = append(u.Entities.URL.URLs, struct {
			ExpandedURL string `json:"expanded_url"`
		}{e.Find("expanded_url").Text()})
	}
	u.Protected, u.Verified = m[8].Kind() == jsontape.True, m[9].Kind() == jsontape.True
	u.Followers, u.Friends, u.Listed, u.Favourites, u.Statuses = count(m[10]), count(m[11]), count(m[12]), count(m[13]), count(m[14])
	u.CreatedAt = m[15].Text()
	return u
}

func tweetOf(v jsontape.Value) *tweet {
	var m [15]jsontape.Value
	v.Pick(tweetFields, m[:])
	t := &tweet{IDStr: m[1].Text(), CreatedAt: m[2].Text(), FullText: m[3].Text(), Source: m[4].Text(), Lang: m[5].Text(),
		ReplyStatus: m[7].Text(), ReplyUser: m[8].Text(), ReplyName: m[9].Text(), RetweetCount: count(m[13]), FavoriteCount: count(m[14])}
	t.ID, _ = m[0].Digits()
	var x [3]jsontape.Value
	m[6].Pick(entityFields, x[:])
	for e := range x[0].Elems() {
		t.Entities.Hashtags = append(t.Entities.Hashtags, struct {
			Text string `json:"text"`
		}{e.Find("text").Text()})
	}
	for e := range x[1].Elems() {
		var y [3]jsontape.Value
		e.Pick(mentionFields, y[:])
		id, _ := y[0].Digits()
		t.Entities.Mentions = append(t.Entities.Mentions, struct {
			ID         uint64 `json:"id"`
			IDStr      string `json:"id_str"`
			ScreenName string `json:"screen_name"`
		}{id, y[1].Text(), y[2].Text()})
	}
	for e := range x[2].Elems() {
		t.Entities.URLs = append(t.Entities.URLs, struct {
			ExpandedURL string `json:"expanded_url"`
		}{e.Find("expanded_url").Text()})
	}
	if m[10].Exists() {
		u := userOf(m[10])
		t.User = &u
	}
	if m[11].Exists() {
		t.RetweetedStatus = tweetOf(m[11])
	}
	if m[12].Exists() {
		t.QuotedStatus = tweetOf(m[12])
	}
	return t
}

func pageOf(v jsontape.Value) (p page) {
	p.Data = make([]v2User, 0, 100)
	for e := range v.Get("data").Elems() {
		var m [10]jsontape.Value
		e.Pick(v2UserFields, m[:])
		p.Data = append(p.Data, v2User{ID: m[0].Text(), Username: m[1].Text(), Name: m[2].Text(), Description: m[3].Text(), Location: m[4].Text(), URL: m[5].Text(),
			CreatedAt: m[6].Text(), Protected: m[7].Kind() == jsontape.True, Verified: m[8].Kind() == jsontape.True})
		var x [4]jsontape.Value
		m[9].Pick(metricFields, x[:])
		metrics := &p.Data[len(p.Data)-1].PublicMetrics
		metrics.Followers, metrics.Following, metrics.Tweets, metrics.Listed = count(x[0]), count(x[1]), count(x[2]), count(x[3])
	}
	meta, twarc := v.Get("meta"), v.Get("__twarc")
	p.Meta.ResultCount, p.Meta.NextToken = int(count(meta.Get("result_count"))), meta.Get("next_token").Text()
	p.Twarc.URL, p.Twarc.RetrievedAt = twarc.Get("url").Text(), twarc.Get("retrieved_at").Text()
	return p
}

func count(v jsontape.Value) int64 {
	n, _ := v.Digits()
	return int64(n)
}
