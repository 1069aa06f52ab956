package gen

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The shapes of API v2 as twarc2 archives them: one page a line.

type v2User struct {
	ID          string    `json:"id"`
	Username    string    `json:"username"`
	Name        string    `json:"name"`
	CreatedAt   string    `json:"created_at"`
	Description string    `json:"description"`
	Location    string    `json:"location,omitempty"` // the API leaves an empty one out
	Image       string    `json:"profile_image_url"`
	Metrics     v2Metrics `json:"public_metrics"`
	Protected   bool      `json:"protected"`
	URL         string    `json:"url"`
	Entities    *v2Bio    `json:"entities,omitempty"`
	Verified    bool      `json:"verified"`
}

type v2Bio struct {
	URL v2URLs `json:"url"`
}

type v2URLs struct {
	URLs []v2URL `json:"urls"`
}

type v2URL struct {
	Start    int    `json:"start"`
	End      int    `json:"end"`
	URL      string `json:"url"`
	Expanded string `json:"expanded_url"`
	Display  string `json:"display_url"`
}

type v2Metrics struct {
	Followers int `json:"followers_count"`
	Following int `json:"following_count"`
	Tweets    int `json:"tweet_count"`
	Listed    int `json:"listed_count"`
}

type v2Tweet struct {
	ID           string         `json:"id"`
	Author       string         `json:"author_id"`
	Conversation string         `json:"conversation_id"`
	CreatedAt    string         `json:"created_at"`
	Text         string         `json:"text"`
	Lang         string         `json:"lang"`
	Source       string         `json:"source"`
	ReplyUser    string         `json:"in_reply_to_user_id,omitempty"`
	References   []v2Reference  `json:"referenced_tweets,omitempty"`
	Entities     *v2Entities    `json:"entities,omitempty"`
	Metrics      map[string]int `json:"public_metrics"`
	Sensitive    bool           `json:"possibly_sensitive"`
}

type v2Reference struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type v2Entities struct {
	Hashtags []v2Tag     `json:"hashtags,omitempty"`
	Mentions []v2Mention `json:"mentions,omitempty"`
}

type v2Tag struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Tag   string `json:"tag"`
}

type v2Mention struct {
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Username string `json:"username"`
	ID       string `json:"id,omitempty"`
}

type v2Meta struct {
	Count    int    `json:"result_count"`
	Newest   string `json:"newest_id,omitempty"`
	Oldest   string `json:"oldest_id,omitempty"`
	Next     string `json:"next_token,omitempty"`
	Previous string `json:"previous_token,omitempty"`
}

type v2Error struct {
	Value     string `json:"value"`
	Detail    string `json:"detail"`
	Title     string `json:"title"`
	Resource  string `json:"resource_type"`
	Parameter string `json:"parameter"`
	ID        string `json:"resource_id"`
	Type      string `json:"type"`
}

type v2Includes struct {
	Users  []v2User  `json:"users,omitempty"`
	Tweets []v2Tweet `json:"tweets,omitempty"`
}

type twarc struct {
	URL       string `json:"url"`
	Version   string `json:"version"`
	Retrieved string `json:"retrieved_at"`
}

type v2Page struct {
	Data     any         `json:"data,omitempty"`
	Includes *v2Includes `json:"includes,omitempty"`
	Errors   []v2Error   `json:"errors,omitempty"`
	Meta     *v2Meta     `json:"meta,omitempty"`
	Twarc    twarc       `json:"__twarc"`
}

const (
	v2Host       = "https://api.twitter.com/2/"
	v2UserFields = "user.fields=created_at%2Cdescription%2Centities%2Cid%2Clocation%2Cname%2Cprofile_image_url%2Cprotected%2Cpublic_metrics%2Curl%2Cusername%2Cverified"
	v2NotFound   = "https://api.twitter.com/2/problems/resource-not-found"
)

func makeV2User(a *Account) v2User {
	u := v2User{
		ID: id(a.ID), Username: a.Handle, Name: a.Name, CreatedAt: rfc3339(a.Created), Description: a.Bio, Location: a.Location, Image: imageURL(a),
		Metrics: v2Metrics{a.Followers, a.Following, a.Tweets, a.Listed}, Protected: a.Protected, Verified: a.Verified,
	}
	if a.URL != "" {
		u.URL = shortURL(a.ID)
		u.Entities = &v2Bio{v2URLs{[]v2URL{{0, len(u.URL), u.URL, a.URL, strings.TrimPrefix(a.URL, "https://")}}}}
	}
	return u
}

// imageURL is the address that the platform would give of a picture; only that of its own one is.
func imageURL(a *Account) string {
	if a.DefaultImage {
		return "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"
	}
	return "https://pbs.example/profile_images/" + id(a.ID) + "_normal.jpg"
}

func rfc3339(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func retrieved(url string, at time.Time) twarc {
	return twarc{v2Host + url, "2.0.8", at.UTC().Format("2006-01-02T15:04:05+00:00")}
}

// token is a page token as the API might print it; 0 gives none.
func token(owner uint64, page int) string {
	if page == 0 {
		return ""
	}
	const digits = "0123456789abcdefghijklmnopqrstuv"
	r := NewRand(owner, fmt.Sprint("token", page))
	b := []byte("7140dibdnow9c7btw")
	for range 27 {
		b = append(b, digits[r.N(len(digits))])
	}
	return string(b)
}

// V2ListPages returns what twarc2 archives of a follower or following list: a
// page of at most per users a line, whose address names the owner by id.
func V2ListPages(l List, per int, at time.Time) []byte {
	var out [][]byte
	pages := slices.Collect(slices.Chunk(l.Members, per))
	for i, members := range pages {
		users := make([]v2User, len(members))
		for j, m := range members {
			users[j] = makeV2User(m)
		}
		url := fmt.Sprintf("users/%d/%s?%s&max_results=%d", l.Owner.ID, l.Kind, v2UserFields, per)
		if i > 0 {
			url += "&pagination_token=" + token(l.Owner.ID, i)
		}
		meta := &v2Meta{Count: len(users)}
		if i > 0 {
			meta.Previous = "7140dibdnow9" + token(l.Owner.ID, -i)[12:]
		}
		if i+1 < len(pages) {
			meta.Next = token(l.Owner.ID, i+1)
		}
		out = append(out, encode(v2Page{Data: users, Meta: meta, Twarc: retrieved(url, at.Add(time.Duration(i)*2*time.Second))}))
	}
	return lines(out)
}

// V2Lookup returns what twarc2 archives of a lookup of accounts by id, of
// which the platform reports some suspended.
func V2Lookup(found, suspended []*Account, at time.Time) []byte {
	users := make([]v2User, len(found))
	ids := make([]string, 0, len(found)+len(suspended))
	for i, a := range found {
		users[i] = makeV2User(a)
		ids = append(ids, id(a.ID))
	}
	var errs []v2Error
	for _, a := range suspended {
		ids = append(ids, id(a.ID))
		errs = append(errs, v2Error{id(a.ID), "User has been suspended: [" + id(a.ID) + "].", "Forbidden", "user", "ids", id(a.ID), v2NotFound})
	}
	url := "users?" + v2UserFields + "&ids=" + strings.Join(ids, "%2C")
	return append(encode(v2Page{Data: users, Errors: errs, Twarc: retrieved(url, at)}), '\n')
}

// V2Search returns what twarc2 archives of a search: pages of at most per
// tweets, newest first, with the authors and the tweets that they refer to beside
// them, and an error for each suspended account that they mention.
func V2Search(tweets []*Tweet, per int, query string, at time.Time) []byte {
	newest := slices.Clone(tweets)
	slices.Reverse(newest)
	var out [][]byte
	pages := slices.Collect(slices.Chunk(newest, per))
	for i, page := range pages {
		p := v2Page{Includes: &v2Includes{}, Meta: &v2Meta{Count: len(page), Newest: id(page[0].ID), Oldest: id(page[len(page)-1].ID)}}
		data := make([]v2Tweet, len(page))
		seen := map[uint64]bool{}
		user := func(a *Account) {
			if seen[a.ID] {
				return
			}
			seen[a.ID] = true
			switch a.State {
			case Suspended:
				p.Errors = append(p.Errors, v2Error{a.Handle, "User has been suspended: [" + a.Handle + "].", "Forbidden", "user", "entities.mentions.username", a.Handle, v2NotFound})
			case Shown:
				p.Includes.Users = append(p.Includes.Users, makeV2User(a))
			}
		}
		for j, t := range page {
			data[j] = makeV2Tweet(t)
			user(t.Author)
			for _, m := range t.Mentions {
				user(m)
			}
			for _, o := range []*Tweet{t.Retweet, t.Quote, t.Reply} {
				if o == nil {
					continue
				}
				user(o.Author)
				if !seen[o.ID] {
					seen[o.ID] = true
					p.Includes.Tweets = append(p.Includes.Tweets, makeV2Tweet(o))
				}
			}
		}
		p.Data = data
		url := "tweets/search/all?query=" + query + "&" + v2UserFields + fmt.Sprintf("&max_results=%d", per)
		if i > 0 {
			url += "&next_token=" + token(page[0].ID, i)
		}
		if i+1 < len(pages) {
			p.Meta.Next = token(pages[i+1][0].ID, i+1)
		}
		p.Twarc = retrieved(url, at.Add(time.Duration(i)*3*time.Second))
		out = append(out, encode(p))
	}
	return lines(out)
}

func makeV2Tweet(t *Tweet) v2Tweet {
	body, mentions, tags := t.Text, t.Mentions, t.Tags
	if t.Retweet != nil {
		body = cut("RT @"+t.Retweet.Author.Handle+": "+t.Retweet.Text, 140)
		mentions = append([]*Account{t.Retweet.Author}, t.Retweet.Mentions...)
		tags = t.Retweet.Tags
	}
	out := v2Tweet{
		ID: id(t.ID), Author: id(t.Author.ID), Conversation: id(t.ID), CreatedAt: rfc3339(t.At), Text: escape(body), Lang: "es", Source: t.Client,
		Metrics: map[string]int{"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0}, Entities: &v2Entities{},
	}
	for _, tag := range tags {
		if at, ok := find(body, "#"+tag); ok {
			out.Entities.Hashtags = append(out.Entities.Hashtags, v2Tag{at[0], at[1], tag})
		}
	}
	for _, m := range mentions {
		if at, ok := find(body, "@"+m.Handle); ok {
			mention := v2Mention{Start: at[0], End: at[1], Username: m.Handle}
			if m.State == Shown {
				mention.ID = id(m.ID)
			}
			out.Entities.Mentions = append(out.Entities.Mentions, mention)
		}
	}
	for _, r := range []struct {
		word string
		to   *Tweet
	}{{"retweeted", t.Retweet}, {"quoted", t.Quote}, {"replied_to", t.Reply}} {
		if r.to != nil {
			out.References = append(out.References, v2Reference{r.word, id(r.to.ID)})
		}
	}
	if t.Reply != nil {
		out.Conversation, out.ReplyUser = id(t.Reply.ID), id(t.Reply.Author.ID)
	}
	return out
}
