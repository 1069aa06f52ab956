package gen

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// BulkShapes are the shapes that Bulk writes, each with what one record of it is.
func BulkShapes() map[string]string {
	return map[string]string{
		"users":   "REST v1.1 users as JSONL, most with their latest tweet",
		"tweets":  "REST v1.1 tweets as JSONL",
		"pages":   "API v2 pages of 100 followers as JSONL",
		"lookups": "API v2 lookups of 100 users as JSONL, as twarc2 prints them",
		"ids":     "REST v1.1 followers/ids pages of 5,000 as JSONL",
		"io":      "the tweets table of an Information Operations release",
		"follows": "a table of follows, follower_id and followed_id",
		"planted": "the same among a twentieth as many accounts in communities, at random",
		"rmat":    "the same without communities, few accounts having most",
	}
}

// Bulk writes n records of one shape, for measurements: what they say is invented and
// of no interest, but lengths, escapes, scripts and the members that are there vary as in real dumps, and so does what
// can be compressed. Memory does not grow with n, but for planted and rmat.
func Bulk(w io.Writer, shape string, n int, seed uint64) error {
	b := bufio.NewWriterSize(w, 1<<20)
	r := NewRand(seed, "bulk "+shape)
	x := &bulk{r: r, w: b, names: append(womensNames(), mensNames()...), lasts: lastNames(), bios: append(bios(), brigadeBios()...)}
	x.vocabulary = strings.Fields(strings.Join(x.bios, " "))
	switch shape {
	case "users":
		for i := range n {
			x.style(i)
			x.user(i, r.Chance(7, 10))
			x.raw("\n")
		}
	case "tweets":
		for i := range n {
			x.style(i)
			x.tweet(i, r.Chance(1, 3), true)
			x.raw("\n")
		}
	case "pages":
		for i := 0; i < n; i += 100 {
			x.page(i, min(100, n-i))
		}
	case "lookups":
		x.style(1) // as Python prints
		for i := 0; i < n; i += 100 {
			x.lookup(i, min(100, n-i))
		}
	case "ids":
		for i := 0; i < n; i += 5000 {
			x.ids(min(5000, n-i), i)
		}
	case "io":
		x.release(n)
	case "follows":
		x.raw("follower_id,followed_id\n")
		for i := range n {
			x.num(x.account(r.N(1_000_000)))
			x.raw(",")
			x.num(x.account(i / 2000))
			x.raw("\n")
		}
	case "planted":
		x.edges(Planted(nodesFor(n), n, 0.3, seed))
	case "rmat":
		x.edges(RMAT(nodesFor(n), n, seed))
	default:
		return fmt.Errorf("no bulk shape is called %q", shape)
	}
	return errors.Join(x.err, b.Flush())
}

// nodesFor returns among how many accounts so many follows are: a twentieth, but never so few that most of
// them follow each other.
func nodesFor(edges int) int { return max(edges/20, 8*int(math.Sqrt(float64(edges))), 8) }

// edges writes follows between accounts that are numbered.
func (b *bulk) edges(edges [][2]int32) {
	b.raw("follower_id,followed_id\n")
	for _, e := range edges {
		b.num(b.account(int(e[0])))
		b.raw(",")
		b.num(b.account(int(e[1])))
		b.raw("\n")
	}
}

type bulk struct {
	r                  *Rand
	w                  *bufio.Writer
	names, lasts, bios []string
	vocabulary         []string
	escaped, spaced    bool // see style
	buf                []byte
	err                error
}

func (b *bulk) raw(s string) {
	if _, err := b.w.WriteString(s); err != nil {
		b.err = err
	}
}

func (b *bulk) num(n uint64) {
	b.buf = strconv.AppendUint(b.buf[:0], n, 10)
	if _, err := b.w.Write(b.buf); err != nil {
		b.err = err
	}
}

// account returns the id of account i: old short ones and snowflakes.
func (b *bulk) account(i int) uint64 {
	if i%3 == 0 {
		return uint64(i)*977 + 20_000
	}
	return uint64(170_000_000_000+int64(i)*6_000)<<22 | uint64(i%4096)
}

func (b *bulk) when() time.Time {
	return b.r.Time(date(2009, 1, 1), date(2021, 4, 1))
}

func (b *bulk) person() string { return Pick(b.r, b.names) + " " + Pick(b.r, b.lasts) }

// page writes a v2 page of n followers of one owner.
func (b *bulk) page(first, n int) {
	b.raw(`{"data":[`)
	for i := range n {
		if i > 0 {
			b.raw(",")
		}
		b.raw(`{"id":"`)
		b.num(b.account(first + i))
		b.raw(`","username":"cuenta_` + strconv.Itoa(first+i) + `","name":`)
		b.text(b.person())
		b.raw(`,"description":`)
		b.text(b.words(b.r.N(24)))
		if b.r.Chance(2, 3) {
			b.raw(`,"location":`)
			b.text(Pick(b.r, places))
		}
		b.raw(`,"created_at":"` + b.when().Format("2006-01-02T15:04:05.000Z") + `","public_metrics":{"followers_count":` + strconv.Itoa(b.r.Count(300)) + `,"following_count":` + strconv.Itoa(b.r.Count(300)) + `,"tweet_count":` + strconv.Itoa(b.r.Count(900)) + `,"listed_count":` + strconv.Itoa(b.r.N(9)) + `},"protected":` + strconv.FormatBool(b.r.Chance(1, 20)) + `,"verified":false}`)
	}
	owner := strconv.FormatUint(b.account(first/1000), 10)
	b.raw(`],"meta":{"result_count":` + strconv.Itoa(n) + `},"__twarc":{"url":"https://api.twitter.com/2/users/` + owner + `/followers?max_results=100","version":"2.8.1","retrieved_at":"2021-04-18T10:00:00+00:00"}}` + "\n")
}

// ids writes a v1.1 page of n ids.
func (b *bulk) ids(n, first int) {
	b.raw(`{"ids":[`)
	for i := range n {
		if i > 0 {
			b.raw(",")
		}
		b.num(b.account(b.r.N(1_000_000)))
	}
	b.raw(`],"next_cursor":` + strconv.Itoa(first+n) + `,"next_cursor_str":"` + strconv.Itoa(first+n) + `","previous_cursor":` + strconv.Itoa(first) + `,"previous_cursor_str":"` + strconv.Itoa(first) + `"}` + "\n")
}

// release writes n tweets as the Information Operations releases have them: all
// cells in quotes, accounts hashed, lists in brackets.
func (b *bulk) release(n int) {
	b.raw(`"tweetid","userid","user_display_name","user_screen_name","user_reported_location","user_profile_description","user_profile_url","follower_count","following_count","account_creation_date","account_language","tweet_language","tweet_text","tweet_time","tweet_client_name","in_reply_to_userid","in_reply_to_tweetid","quoted_tweet_tweetid","is_retweet","retweet_userid","retweet_tweetid","latitude","longitude","quote_count","reply_count","like_count","retweet_count","hashtags","urls","user_mentions"` + "\n")
	cell := func(s string) {
		b.buf = append(b.buf[:0], '"')
		for i := range len(s) {
			if s[i] == '"' {
				b.buf = append(b.buf, '"')
			}
			b.buf = append(b.buf, s[i])
		}
		b.buf = append(b.buf, '"')
		if _, err := b.w.Write(b.buf); err != nil {
			b.err = err
		}
	}
	hash := func(i int) string { return fmt.Sprintf("%022x%021x=", b.account(i), uint64(i)*2654435761) }
	for i := range n {
		at := date(2019, 4, 6).Add(time.Duration(i) * 37 * time.Second)
		id := uint64(at.UnixMilli()-1288834974657)<<22 | uint64(i%4096)
		who := i % 5000
		body := Pick(b.r, b.bios) + " " + Pick(b.r, b.bios) + ` "citado" #CubaVive`
		retweet := i%3 == 0
		for j, s := range []string{
			strconv.FormatUint(id, 10), hash(who), hash(who), hash(who), Pick(b.r, []string{"", "Caracas, Venezuela", "La Habana"}), b.bios[who%len(b.bios)], "", strconv.Itoa(who), strconv.Itoa(who * 2),
			"2018-03-04", "es", "es", body, at.Format("2006-01-02 15:04"), "Twitter Web Client", "", "", "", map[bool]string{true: "True", false: "False"}[retweet],
			map[bool]string{true: hash(who + 1)}[retweet], map[bool]string{true: strconv.FormatUint(id-1<<30, 10)}[retweet], "absent", "absent", "0", "0", "3", "1", "[CubaVive]", "[]", "[" + hash(who+2) + "]",
		} {
			if j > 0 {
				b.raw(",")
			}
			cell(s)
		}
		b.raw("\n")
	}
}
