package main

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// user is a v1.1 user as a struct with the fields that adentro keeps.
type user struct {
	ID          uint64 `json:"id"`
	IDStr       string `json:"id_str"`
	Name        string `json:"name"`
	ScreenName  string `json:"screen_name"`
	Location    string `json:"location"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Entities    struct {
		URL struct {
			URLs []struct {
				ExpandedURL string `json:"expanded_url"`
			} `json:"urls"`
		} `json:"url"`
	} `json:"entities"`
	Protected  bool   `json:"protected"`
	Verified   bool   `json:"verified"`
	Followers  int64  `json:"followers_count"`
	Friends    int64  `json:"friends_count"`
	Listed     int64  `json:"listed_count"`
	Favourites int64  `json:"favourites_count"`
	Statuses   int64  `json:"statuses_count"`
	CreatedAt  string `json:"created_at"`
}

// A sum is what contenders tell of the users that they read. Sums of sums are the same in any order.
type sum struct {
	records, tweets          int64 // users or rows; tweets, those inside of others too
	followers, counts, bytes int64
	tweetBytes               int64
	handles                  []byte // a line each: a string would keep all of its page from being freed
}

func (s *sum) user(handle, name, location, bio, url string, followers, rest int64) {
	s.records++
	s.followers += followers
	s.counts += followers + rest
	s.bytes += int64(len(handle) + len(name) + len(location) + len(bio) + len(url))
	s.handles = append(append(s.handles, handle...), '\n')
}

func (s *sum) add(t *sum) {
	s.records += t.records
	s.followers += t.followers
	s.counts += t.counts
	s.bytes += t.bytes
	s.tweets += t.tweets
	s.tweetBytes += t.tweetBytes
	s.handles = append(s.handles, t.handles...)
}

// answer is to be called outside of what is timed.
func (s *sum) answer() map[string]int64 {
	a := map[string]int64{}
	for what, n := range map[string]int64{"records": s.records, "tweets": s.tweets, "followers": s.followers, "counts": s.counts, "bytes of text": s.bytes, "bytes of tweets": s.tweetBytes} {
		if n != 0 {
			a[what] = n
		}
	}
	if len(s.handles) > 0 {
		a["hash of handles"] = hashOf(strings.Split(strings.TrimSuffix(string(s.handles), "\n"), "\n"))
	}
	return a
}

// hashOf is the start of the SHA-256 of the sorted words, a line each.
func hashOf(words []string) int64 {
	slices.Sort(words)
	h := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return int64(binary.BigEndian.Uint64(h[:8]) >> 1)
}
