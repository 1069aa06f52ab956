package ingest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// readTweets reads tables of tweets, one a row, with what they say of the
// author. Where no column is named for the tweet's id, "id" is it; where there is none, a
// text with its author and its date is a tweet all the same.
func readTweets(d *decoder, h *header) rowReader {
	if !h.has(colText) || !h.any(colHandle, colID) {
		return rowReader{}
	}
	x := h.clone()
	if !h.has(colTweetID) {
		delete(x.at, colID)
		for i := len(h.names) - 1; i >= 0; i-- {
			switch {
			case h.cols[i] != colID:
			case bareNames[h.folded[i]]:
				x.at[colTweetID] = i
			default:
				x.at[colID] = i // the author's
			}
		}
	}
	x.besideTweets()
	if !x.any(colID, colHandle) || !x.has(colTweetID) && !x.has(colDate) {
		return rowReader{}
	}
	x.prose = func(s string) string { return prose(pythonBytes(s)) }
	return rowReader{row: (&tweetTable{d: d, h: x, link: 1 + h.find(linkNames...)}).row}
}

// linkNames are those of the address of the tweet, which tells its id where no column does.
var linkNames = []string{"tweet_url", "tweet_link", "status_url", "permalink", "permalink_path", "url", "link", "enlace"}

// bareNames are those that beside a text mean the id of the tweet.
var bareNames = map[string]bool{"id": true, "idstr": true, "identificador": true}

// tweetsOwn are the names that beside a tweet are the tweet's, not its author's.
var tweetsOwn = map[column]string{
	colLikes:    "likes favoritos megusta favoritescount favourites favorites likecount likescount",
	colURL:      "url enlace link expandedurl pagina",
	colLocation: "place lugar donde",
	colCreated:  "created creado creadoel creationdate fechacreacion fechadecreacion",
}

// besideTweets takes back what columns were taken to say of an account where they
// say it of the tweet.
func (h *header) besideTweets() {
	for c, own := range tweetsOwn {
		at, ok := h.at[c]
		if !ok {
			continue
		}
		delete(h.at, c)
		for i := len(h.names) - 1; i >= at; i-- {
			if h.cols[i] == c && !slices.Contains(strings.Fields(own), h.folded[i]) {
				h.at[c] = i
			}
		}
		if c == colCreated && !h.has(colCreated) && !h.has(colDate) {
			h.at[colDate] = at
		}
	}
}

// A tweetTable reads rows that are tweets. The functions say what the tables of
// one collector have of their own; those that are nil do as spreadsheets do.
type tweetTable struct {
	d *decoder
	h *header

	id       func(cell string) (adentro.Key, quality)     // an id of a tweet or an account; keeps nothing of the cell
	link     int                                          // 1 + the column with the tweet's address; 0: none
	who      func(r *row) (adentro.Key, string)           // its author, or why there is none
	date     func(r *row) (time.Time, bool)               // when the tweet was sent
	list     func(cell string) []string                   // the values of a cell that holds several
	mentions func(r *row) []adentro.Mention               // whom the tweet mentions
	author   func(p *adentro.Profile, r *row)             // what the row says of the author; nil: that it was there
	also     func(rec *record, r *row, tw *adentro.Tweet) // what else the row says, before the tweet is kept
	textKind adentro.TextKind                             // of the texts; TextNone means TextFull
	original bool                                         // retweets have the text and the entities of their originals
	countsAt *[adentro.NumTweetCounts]int                 // the columns of counts; nil until they are looked for

	tweet adentro.Tweet     // of the row that is read
	words map[string]string // that rows have in common: languages, clients
}

func (t *tweetTable) row(rec *record, r *row) {
	d, h := t.d, t.h
	h.seen(d, rec, r)
	id, q := t.key(r, colTweetID)
	if !h.has(colTweetID) {
		q = lossy
		if by, n, ok := tweetAddress(r.view(t.link - 1)); ok && strings.EqualFold(by, handle(h.view(r, colHandle))) {
			id, q = adentro.IDKey(n), exact
		}
	}
	if q != exact && q != lossy {
		d.reject(rec, idReason(q), details[idReason(q)])
		return
	}
	author, reason := t.account(r)
	if reason != "" && reason != "no_id" {
		d.reject(rec, reason, details[reason])
		return
	}
	sent, ok := t.sent(r)
	if flake := snowflake(id.ID); ok && coarsely(sent, flake) {
		sent = flake
	}
	t.tweet = adentro.Tweet{Observed: rec.at, Hash: rec.hash(), Origin: rec.origin()}
	tw := &t.tweet
	tw.ID, tw.Author.Key = id, author
	tw.Created = d.tweetTime(id.ID, sent, ok, rec.at) // a rounded id still tells the millisecond
	if q == lossy {
		tw.ID = rec.lossyKey()
		if h.has(colTweetID) {
			d.warned["lossy_tweets"]++
		} else {
			d.warned["tweets_without_id"]++
		}
	}
	tw.Text, tw.TextKind = h.text(r, colText), t.textKind
	if tw.TextKind == adentro.TextNone {
		tw.TextKind = adentro.TextFull
	}
	tw.Lang = t.word(h.view(r, colLang))
	tw.Client = t.word(client(h.view(r, colClient)))
	t.refs(r, tw)
	t.entities(r, tw)
	if t.also != nil {
		t.also(rec, r, tw)
	}
	t.counts(r, tw)
	d.accept(rec, listing{})
	if !author.IsZero() {
		p, filled := d.shown(h, rec, r, author)
		switch {
		case t.author != nil:
			t.author(p, r)
		case filled:
			setActive(p)
		}
	}
	d.obs.Tweets = append(room(d, d.obs.Tweets), *tw)
}

// word returns s, which may lie in a row, as a string to keep, the same for all rows.
func (t *tweetTable) word(s string) string {
	if known, ok := t.words[s]; ok {
		return known
	}
	if t.words == nil || len(t.words) == maxWords {
		t.words = map[string]string{}
	}
	s = strings.Clone(s)
	t.words[s] = s
	return s
}

// maxWords bounds how many words are kept for the rows to come.
const maxWords = 4096

// key reads an id. Of a column that was rounded the digits come back as they
// stand, with the quality lossy.
func (t *tweetTable) key(r *row, c column) (adentro.Key, quality) {
	i := t.h.index(c)
	if i < 0 {
		return adentro.Key{}, missing
	}
	if t.id != nil {
		return t.id(t.h.view(r, c))
	}
	id, q := parseID([]byte(t.h.view(r, c)))
	if q == exact && t.h.rounded[i] && id >= 1e15 {
		q = lossy
	}
	return adentro.IDKey(id), q
}

// account reads the author. A row need not have one.
func (t *tweetTable) account(r *row) (adentro.Key, string) {
	if t.who != nil {
		return t.who(r)
	}
	if t.id == nil {
		return t.d.account(t.h, r, colID, colHandle)
	}
	if k, q := t.key(r, colID); q == exact {
		return k, ""
	} else if hd := handle(t.h.view(r, colHandle)); hd != "" {
		return adentro.HandleKey(hd), ""
	} else {
		return adentro.Key{}, idReason(q)
	}
}

// sent reads when the tweet was sent.
func (t *tweetTable) sent(r *row) (time.Time, bool) {
	if t.date != nil {
		return t.date(r)
	}
	return t.h.date(r, colDate)
}

// coarsely reports whether a date written without seconds, or without a time,
// is that minute or day of the moment.
func coarsely(date, moment time.Time) bool {
	return date.Equal(moment.Truncate(time.Minute)) || date.Equal(moment.Truncate(24*time.Hour))
}
