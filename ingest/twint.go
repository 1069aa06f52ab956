package ingest

import (
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// CSV files of twint, which read the web pages of the platform.
var twintWords = dictionary{
	"id": colTweetID, "tweet": colText, "language": colLang, "user_id": colID, "username": colHandle, "name": colName, "hashtags": colHashtags, "urls": colURLs,
}

var twintUserWords = dictionary{
	"id": colID, "username": colHandle, "name": colName, "bio": colBio, "location": colLocation, "url": colURL, "join_date": colCreated,
	"followers": colFollowers, "following": colFollowing, "tweets": colTweets, "likes": colLikes, "private": colProtected, "verified": colVerified, "profile_image_url": colImage,
}

// readTwint reads tables of tweets and of users. Tables with nothing but a username
// are csv-users.
func readTwint(d *decoder, h *header) rowReader {
	if r := readTwintTweets(d, h); r.row != nil {
		return r
	}
	return readTwintUsers(d, h)
}

// readTwintTweets reads tables of tweets. Lists are as Python prints them; texts lost
// their line ends. created_at is in the time of the machine that collected: date, time and
// timezone together tell the moment, and the id does.
func readTwintTweets(d *decoder, h *header) rowReader {
	if !h.bears("id", "conversation_id", "date", "time", "timezone", "username", "tweet") {
		return rowReader{}
	}
	t := &twintTable{
		thread: h.find("conversation_id"), created: h.find("created_at"), date: h.find("date"), clock: h.find("time"), zone: h.find("timezone"),
		mentioned: h.find("mentions"), replied: h.find("reply_to"), quoted: h.find("quote_url"),
		retweet: h.find("retweet_id"), retweeter: h.find("user_rt_id"), retweeterName: h.find("user_rt"),
	}
	t.tweetTable = tweetTable{d: d, h: h.by(twintWords), textKind: adentro.TextNormalised, list: pythonStrings, date: t.moment, mentions: t.mentions, also: t.refer}
	return rowReader{row: t.row}
}

type twintTable struct {
	tweetTable

	thread, created, date, clock, zone, mentioned, replied, quoted, retweet, retweeter, retweeterName int // columns
}

// moment reads when the tweet was sent; of a zone that is a name nothing is known.
func (t *twintTable) moment(r *row) (time.Time, bool) {
	if at, err := time.Parse("2006-01-02 15:04:05 -0700", r.cell(t.date)+" "+r.cell(t.clock)+" "+strings.ReplaceAll(r.cell(t.zone), ":", "")); err == nil {
		return at.UTC(), true
	}
	if s := r.cell(t.created); strings.Trim(s, "0123456789") == "" { // milliseconds in earlier versions
		return parseDate(s)
	}
	return time.Time{}, false
}

func (t *twintTable) mentions(r *row) (ms []adentro.Mention) {
	for _, x := range pythonList(r.cell(t.mentioned)) {
		ms = append(ms, twintUser(x))
	}
	return ms
}

// twintUser reads a user in a list: a dictionary, whose words differ between versions, or
// a handle alone.
func twintUser(x map[string]string) adentro.Mention {
	hd := handle(x["screen_name"] + x["username"] + x[""])
	for _, name := range []string{"id", "user_id"} {
		if id, q := parseID([]byte(x[name])); q == exact {
			return mention(id, hd)
		}
	}
	return mention(0, hd)
}

// refer reads replies and quotes, and the retweet by which the tweet was found: the row
// shows the original and its author, and beside them who retweeted it.
func (t *twintTable) refer(rec *record, r *row, tw *adentro.Tweet) {
	for _, x := range pythonList(r.cell(t.replied)) {
		if m := twintUser(x); m.Key != tw.Author.Key && !m.Key.IsZero() { // some versions name the author first
			addRef(tw, adentro.Ref{Kind: adentro.Reply, Author: m.AccountRef})
			break
		}
	}
	if id, q := parseID([]byte(r.cell(t.thread))); tw.Kind == adentro.Original && q == exact && adentro.IDKey(id) != tw.ID && tw.ID.ID != 0 {
		addRef(tw, adentro.Ref{Kind: adentro.Reply})
	}
	if by, id, ok := tweetAddress(r.cell(t.quoted)); ok {
		addRef(tw, adentro.Ref{Kind: adentro.Quote, ID: adentro.IDKey(id), Author: adentro.AccountRef{Key: adentro.HandleKey(by)}})
	}
	id, q := parseID([]byte(r.cell(t.retweet)))
	if q != exact || adentro.IDKey(id) == tw.ID {
		return
	}
	by, q := parseID([]byte(r.cell(t.retweeter)))
	rt := *tw
	rt.ID, rt.Author.Key = adentro.IDKey(id), adentro.IDKey(by)
	if q != exact {
		rt.Author.Key = adentro.HandleKey(handle(r.cell(t.retweeterName)))
	}
	rt.Created = t.d.tweetTime(id, time.Time{}, false, rec.at)
	rt.Refs = nil
	addRef(&rt, adentro.Ref{Kind: adentro.Retweet, ID: tw.ID, Author: tw.Author})
	t.d.obs.Tweets = append(t.d.obs.Tweets, rt)
	tw.Included = true
}

// tweetAddress reads the handle and the id in the address of a tweet.
func tweetAddress(url string) (by string, id uint64, ok bool) {
	head, rest, ok := strings.Cut(url, "/status/")
	if !ok {
		return "", 0, false
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		rest = rest[:end]
	}
	id, ok = digits([]byte(rest))
	return handle(head[strings.LastIndexByte(head, '/')+1:]), id, ok
}

// pythonStrings returns the strings and numbers of a list as Python prints it.
func pythonStrings(cell string) (out []string) {
	for _, x := range pythonList(cell) {
		if s := x[""]; s != "" {
			out = append(out, s)
		}
	}
	return out
}

// readTwintUsers reads tables of users; whose followers they are, twint did not write.
func readTwintUsers(d *decoder, h *header) rowReader {
	if !h.bears("id", "username", "bio", "join_date", "join_time", "private") {
		return rowReader{}
	}
	t := newUserTable(d, h.by(twintUserWords))
	date, clock := h.find("join_date"), h.find("join_time")
	t.also = func(p *adentro.Profile, r *row) {
		if at, ok := columnDate(r.cell(date), h.order); ok {
			d.setCreated(p, at.Add(clockTime(r.cell(clock))), time.Time{})
		}
	}
	return rowReader{row: t.row}
}
