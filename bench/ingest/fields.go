package main

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

var userFields = jsontape.Select("id", "id_str", "name", "screen_name", "location", "description", "url", "entities", "protected", "verified",
	"followers_count", "friends_count", "listed_count", "favourites_count", "statuses_count", "created_at")

// fields decodes users with what adentro decodes all JSON with, into the struct that the peers fill: what is
// compared is decoding alone. Structure and UTF-8 of all of each line are checked.
func fields(_ context.Context, paths []string) error {
	w := newWatch()
	s, err := stretches(paths[0], func(stretch []byte, s *sum) error {
		var tape jsontape.Tape
		tape.Load(stretch)
		for at := 0; at < len(stretch); {
			n, err := tape.ParseAt(at, true)
			if err != nil {
				return err
			}
			at += n + 1
			u := userOf(tape.Root())
			addUser(&u, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.lap("decode")
	return w.tell(s.answer())
}

func userOf(v jsontape.Value) (u user) {
	var m [16]jsontape.Value
	v.Pick(userFields, m[:])
	u.ID, _ = m[0].Digits()
	u.IDStr, u.Name, u.ScreenName, u.Location, u.Description, u.URL = m[1].Text(), m[2].Text(), m[3].Text(), m[4].Text(), m[5].Text(), m[6].Text()
	u.Protected, u.Verified = m[8].Kind() == jsontape.True, m[9].Kind() == jsontape.True
	u.Followers, u.Friends, u.Listed, u.Favourites, u.Statuses = count(m[10]), count(m[11]), count(m[12]), count(m[13]), count(m[14])
	u.CreatedAt = m[15].Text()
	for e := range m[7].Find("url").Find("urls").Elems() {
		u.Entities.URL.URLs = append(u.Entities.URL.URLs, struct {
			ExpandedURL string `json:"expanded_url"`
		}{e.Find("expanded_url").Text()})
	}
	return u
}

func count(v jsontape.Value) int64 {
	n, _ := v.Digits()
	return int64(n)
}
