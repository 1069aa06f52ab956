package gen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The shapes of REST v1.1, in the order in which the API printed its fields.

type v1User struct {
	ID             uint64   `json:"id"`
	IDStr          string   `json:"id_str"`
	Name           string   `json:"name"`
	ScreenName     string   `json:"screen_name"`
	Location       string   `json:"location"`
	Description    string   `json:"description"`
	URL            *string  `json:"url"`
	Entities       v1Bio    `json:"entities"`
	Protected      bool     `json:"protected"`
	Followers      int      `json:"followers_count"`
	Friends        int      `json:"friends_count"`
	Listed         int      `json:"listed_count"`
	CreatedAt      string   `json:"created_at"`
	Favourites     int      `json:"favourites_count"`
	UTCOffset      *int     `json:"utc_offset"`
	TimeZone       *string  `json:"time_zone"`
	GeoEnabled     bool     `json:"geo_enabled"`
	Verified       bool     `json:"verified"`
	Statuses       int      `json:"statuses_count"`
	Lang           *string  `json:"lang"`
	DefaultProfile bool     `json:"default_profile"`
	DefaultImage   bool     `json:"default_profile_image"`
	Withheld       []string `json:"withheld_in_countries"`
}

type v1Bio struct {
	URL         *v1URLs `json:"url,omitempty"`
	Description v1URLs  `json:"description"`
}

type v1URLs struct {
	URLs []v1URL `json:"urls"`
}

type v1URL struct {
	URL      string `json:"url"`
	Expanded string `json:"expanded_url"`
	Display  string `json:"display_url"`
	Indices  [2]int `json:"indices"`
}

type v1UsersPage struct {
	Users    []v1User `json:"users"`
	Next     int64    `json:"next_cursor"`
	NextStr  string   `json:"next_cursor_str"`
	Previous int64    `json:"previous_cursor"`
	PrevStr  string   `json:"previous_cursor_str"`
	Total    *int     `json:"total_count"`
}

type v1IDsPage struct {
	IDs      any    `json:"ids"` // []uint64 or []string
	Next     int64  `json:"next_cursor"`
	NextStr  string `json:"next_cursor_str"`
	Previous int64  `json:"previous_cursor"`
	PrevStr  string `json:"previous_cursor_str"`
	Total    *int   `json:"total_count"`
}

type v1Tweet struct {
	CreatedAt    string     `json:"created_at"`
	ID           uint64     `json:"id"`
	IDStr        string     `json:"id_str"`
	FullText     string     `json:"full_text"`
	Truncated    bool       `json:"truncated"`
	Range        [2]int     `json:"display_text_range"`
	Entities     v1Entities `json:"entities"`
	Source       string     `json:"source"`
	ReplyTweet   *uint64    `json:"in_reply_to_status_id"`
	ReplyTweetS  *string    `json:"in_reply_to_status_id_str"`
	ReplyUser    *uint64    `json:"in_reply_to_user_id"`
	ReplyUserS   *string    `json:"in_reply_to_user_id_str"`
	ReplyName    *string    `json:"in_reply_to_screen_name"`
	User         v1User     `json:"user"`
	Geo          *string    `json:"geo"`
	Retweeted    *v1Tweet   `json:"retweeted_status,omitempty"`
	IsQuote      bool       `json:"is_quote_status"`
	QuotedID     uint64     `json:"quoted_status_id,omitempty"`
	QuotedIDS    string     `json:"quoted_status_id_str,omitempty"`
	Quoted       *v1Tweet   `json:"quoted_status,omitempty"`
	RetweetCount int        `json:"retweet_count"`
	Favorites    int        `json:"favorite_count"`
	Lang         string     `json:"lang"`
}

type v1Entities struct {
	Hashtags []v1Tag     `json:"hashtags"`
	Symbols  []v1Tag     `json:"symbols"`
	Mentions []v1Mention `json:"user_mentions"`
	URLs     []v1URL     `json:"urls"`
}

type v1Tag struct {
	Text    string `json:"text"`
	Indices [2]int `json:"indices"`
}

type v1Mention struct {
	ScreenName string `json:"screen_name"`
	Name       string `json:"name"`
	ID         uint64 `json:"id"`
	IDStr      string `json:"id_str"`
	Indices    [2]int `json:"indices"`
}

// encode returns v as one line of JSON without HTML escapes and line end.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	must(e.Encode(v))
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// indent returns v as JSON for people.
func indent(v any) []byte {
	var b bytes.Buffer
	must(json.Indent(&b, encode(v), "", "  "))
	b.WriteByte('\n')
	return b.Bytes()
}

// lines joins records into JSONL.
func lines(records [][]byte) []byte {
	var b bytes.Buffer
	for _, r := range records {
		b.Write(r)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func ruby(t time.Time) string { return t.UTC().Format(time.RubyDate) }

func id(n uint64) string { return strconv.FormatUint(n, 10) }

func makeV1User(a *Account) v1User {
	u := v1User{
		ID: a.ID, IDStr: id(a.ID), Name: a.Name, ScreenName: a.Handle, Location: a.Location, Description: a.Bio,
		Protected: a.Protected, Followers: a.Followers, Friends: a.Following, Listed: a.Listed, CreatedAt: ruby(a.Created),
		Favourites: a.Likes, Verified: a.Verified, Statuses: a.Tweets, DefaultProfile: a.Listed == 0, DefaultImage: a.DefaultImage, Withheld: []string{},
		Entities: v1Bio{Description: v1URLs{[]v1URL{}}},
	}
	if a.URL != "" {
		short := shortURL(a.ID)
		u.URL = &short
		u.Entities.URL = &v1URLs{[]v1URL{{short, a.URL, strings.TrimPrefix(a.URL, "https://"), [2]int{0, len(short)}}}}
	}
	return u
}

// shortURL is what the platform's shortener would print; it leads nowhere.
func shortURL(n uint64) string {
	return "https://t.co/" + strconv.FormatUint(n%1_000_000_007+36*36*36*36*36, 36)
}

// V1User returns one user object.
func V1User(a *Account) []byte { return encode(makeV1User(a)) }

// V1Users returns the answer of users/lookup: an array of user objects.
func V1Users(as []*Account) []byte {
	users := make([]v1User, len(as))
	for i, a := range as {
		users[i] = makeV1User(a)
	}
	return encode(users)
}

// cursors returns the tokens of n pages: 0, then what the platform might print.
func cursors(owner uint64, n int) []int64 {
	r := NewRand(owner, "cursors")
	out := make([]int64, n+1)
	at := int64(1_695_000_000_000_000_000)
	for i := 1; i < n; i++ {
		at -= 1 + int64(r.below(1<<50))
		out[i] = at
	}
	return out
}

// V1ListPages returns followers/list or friends/list answers of at most per
// users each. The body does not say whose list it is.
func V1ListPages(l List, per int) [][]byte {
	var out [][]byte
	pages := slices.Collect(slices.Chunk(l.Members, per))
	cur := cursors(l.Owner.ID, len(pages))
	for i, members := range pages {
		p := v1UsersPage{Next: cur[i+1], NextStr: fmt.Sprint(cur[i+1]), Previous: -cur[i], PrevStr: fmt.Sprint(-cur[i])}
		for _, m := range members {
			p.Users = append(p.Users, makeV1User(m))
		}
		out = append(out, encode(p))
	}
	return out
}

// V1IDPages returns followers/ids or friends/ids answers, the ids as numbers
// or, with quoted, as strings.
func V1IDPages(l List, per int, quoted bool) [][]byte {
	var out [][]byte
	pages := slices.Collect(slices.Chunk(l.Members, per))
	cur := cursors(l.Owner.ID, len(pages))
	for i, members := range pages {
		p := v1IDsPage{Next: cur[i+1], NextStr: fmt.Sprint(cur[i+1]), Previous: -cur[i], PrevStr: fmt.Sprint(-cur[i])}
		var numbers []uint64
		var texts []string
		for _, m := range members {
			numbers = append(numbers, m.ID)
			texts = append(texts, id(m.ID))
		}
		p.IDs = numbers
		if quoted {
			p.IDs = texts
		}
		out = append(out, encode(p))
	}
	return out
}

// V1Tweet returns one status in extended mode, with the user and the tweets
// that it repeats or quotes inside.
func V1Tweet(t *Tweet) []byte { return encode(makeV1Tweet(t, true)) }

func makeV1Tweet(t *Tweet, inner bool) *v1Tweet {
	body, mentions, tags := t.Text, t.Mentions, t.Tags
	if t.Retweet != nil {
		body = cut("RT @"+t.Retweet.Author.Handle+": "+t.Retweet.Text, 140)
		mentions = append([]*Account{t.Retweet.Author}, t.Retweet.Mentions...)
		tags = t.Retweet.Tags
	}
	out := &v1Tweet{
		CreatedAt: ruby(t.At), ID: t.ID, IDStr: id(t.ID), FullText: escape(body), Range: [2]int{0, utf8.RuneCountInString(escape(body))},
		Source: `<a href="` + clientURL(t.Client) + `" rel="nofollow">` + t.Client + `</a>`, User: makeV1User(t.Author), Lang: "es",
		Entities: v1Entities{Hashtags: []v1Tag{}, Symbols: []v1Tag{}, Mentions: []v1Mention{}, URLs: []v1URL{}},
	}
	for _, tag := range tags {
		if at, ok := find(body, "#"+tag); ok {
			out.Entities.Hashtags = append(out.Entities.Hashtags, v1Tag{tag, at})
		}
	}
	for _, m := range mentions {
		if at, ok := find(body, "@"+m.Handle); ok {
			out.Entities.Mentions = append(out.Entities.Mentions, v1Mention{m.Handle, m.Name, m.ID, id(m.ID), at})
		}
	}
	if p := t.Reply; p != nil {
		tid, uid := id(p.ID), id(p.Author.ID)
		out.ReplyTweet, out.ReplyTweetS, out.ReplyUser, out.ReplyUserS, out.ReplyName = &p.ID, &tid, &p.Author.ID, &uid, &p.Author.Handle
	}
	if q := t.Quote; q != nil {
		out.IsQuote, out.QuotedID, out.QuotedIDS = true, q.ID, id(q.ID)
		if inner {
			out.Quoted = makeV1Tweet(q, false)
		}
	}
	if t.Retweet != nil {
		out.Retweeted = makeV1Tweet(t.Retweet, inner)
	}
	return out
}

func clientURL(client string) string {
	if strings.Contains(client, "Android") {
		return "http://twitter.com/download/android"
	}
	return "https://mobile.twitter.com"
}

// escape writes text as the platform does: three characters as entities.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// cut shortens s to n characters, the last an ellipsis, as the platform did
// with the texts of retweets.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// find returns where part stands in the escaped form of text, in code points, and
// whether it stands there as a whole word.
func find(text, part string) ([2]int, bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return [2]int{}, false
		}
		i += from
		end := i + len(part)
		if next, _ := utf8.DecodeRuneInString(text[end:]); !isWord(next) {
			start := utf8.RuneCountInString(escape(text[:i]))
			return [2]int{start, start + utf8.RuneCountInString(part)}, true
		}
		from = end
	}
}

func isWord(r rune) bool {
	return r == '_' || r == '…' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0xC0 && r < 0x250
}

// V1Error returns the body that answers a request about an account that the
// platform no longer shows: code 63 suspended, 50 not found. Collectors write the handle
// that they asked for beside it; with "" the body stands alone.
func V1Error(code int, asked string) []byte {
	type problem struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	message := map[int]string{50: "User not found.", 63: "User has been suspended."}[code]
	return encode(struct {
		Asked  string    `json:"screen_name,omitempty"`
		Errors []problem `json:"errors"`
	}{asked, []problem{{code, message}}})
}
