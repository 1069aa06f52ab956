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
	return rowReader{row: (&tweetTable{d: d, h: x}).row}
}

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

	id       func(cell string) (adentro.Key, quality)     // an id of a tweet or an account
	date     func(r *row) (time.Time, bool)               // when the tweet was sent
	list     func(cell string) []string                   // the values of a cell that holds several
	mentions func(r *row) []adentro.Mention               // whom the tweet mentions
	author   func(p *adentro.Profile, r *row)             // what the row says of the author; nil: that it was there
	also     func(rec *record, r *row, tw *adentro.Tweet) // what else the row says, before the tweet is kept
	textKind adentro.TextKind                             // of the texts; TextNone means TextFull
	original bool                                         // retweets have the text and the entities of their originals
}

func (t *tweetTable) row(rec *record, r *row) {
	d, h := t.d, t.h
	h.seen(d, rec, r)
	tw := adentro.Tweet{Observed: rec.at, Hash: rec.hash(), Origin: rec.origin()}
	id, q := t.key(r, colTweetID)
	if !h.has(colTweetID) {
		q = lossy
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
	tw.Lang = h.get(r, colLang)
	tw.Client = client(h.get(r, colClient))
	t.refs(r, &tw)
	t.entities(r, &tw)
	if t.also != nil {
		t.also(rec, r, &tw)
	}
	d.accept(rec, listing{})
	if !author.IsZero() {
		p, filled := d.rowSays(h, rec, r, author)
		switch {
		case t.author != nil:
			t.author(&p, r)
		case filled:
			setActive(&p)
		}
		d.addProfile(p)
	}
	d.obs.Tweets = append(d.obs.Tweets, tw)
}

// key reads an id. Of a column that was rounded the digits come back as they
// stand, with the quality lossy.
func (t *tweetTable) key(r *row, c column) (adentro.Key, quality) {
	i, ok := t.h.at[c]
	if !ok {
		return adentro.Key{}, missing
	}
	if t.id != nil {
		return t.id(t.h.get(r, c))
	}
	id, q := parseID([]byte(t.h.get(r, c)))
	if q == exact && t.h.rounded[i] && id >= 1e15 {
		q = lossy
	}
	return adentro.IDKey(id), q
}

// account reads the author. A row need not have one.
func (t *tweetTable) account(r *row) (adentro.Key, string) {
	if t.id == nil {
		return t.d.account(t.h, r, colID, colHandle)
	}
	if k, q := t.key(r, colID); q == exact {
		return k, ""
	} else if hd := handle(t.h.get(r, colHandle)); hd != "" {
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
	return columnDate(t.h.get(r, colDate), t.h.order)
}

// coarsely reports whether a date written without seconds, or without a time,
// is that minute or day of the moment.
func coarsely(date, moment time.Time) bool {
	return date.Equal(moment.Truncate(time.Minute)) || date.Equal(moment.Truncate(24*time.Hour))
}

// ref reads the tweet and the account that a reference names. Ids that lost
// their digits name nobody.
func (t *tweetTable) ref(r *row, kind adentro.TweetKind, tweet, id, name column) adentro.Ref {
	x := adentro.Ref{Kind: kind}
	k, q := t.key(r, tweet)
	if q == exact {
		x.ID = k
	}
	author, of := t.key(r, id)
	if of == exact {
		x.Author.Key = author
	} else {
		x.Author.Key = adentro.HandleKey(handle(t.h.get(r, name)))
	}
	if q == lossy || of == lossy {
		t.d.warned["lossy_refs"]++
	}
	return x
}

// refs reads what the tweet refers to, from columns with ids or handles or with
// a yes. Without a column that says so, a text that begins with "RT @handle:"
// is a retweet, cut by the wrapper.
func (t *tweetTable) refs(r *row, tw *adentro.Tweet) {
	h := t.h
	says := func(x adentro.Ref, flag column) (yes, no bool) {
		v, known := parseFlag(h.get(r, flag))
		return v || !x.ID.IsZero() || !x.Author.Key.IsZero(), known && !v
	}
	rt := t.ref(r, adentro.Retweet, colRetweetTweet, colRetweetID, colRetweetHandle)
	of := retweeted(tw.Text)
	yes, no := says(rt, colIsRetweet)
	if yes || of != "" && !no {
		if rt.Author.Key.IsZero() {
			rt.Author.Key = adentro.HandleKey(of)
		}
		if s := h.text(r, colRetweetText); s != "" {
			tw.Text = s
		} else if of != "" {
			tw.TextKind = min(tw.TextKind, adentro.TextCopy)
		}
		addRef(tw, rt)
	} else {
		x := t.ref(r, adentro.Quote, colQuoteTweet, colQuoteID, colQuoteHandle)
		if yes, _ := says(x, colIsQuote); yes {
			addRef(tw, x)
		}
	}
	x := t.ref(r, adentro.Reply, colReplyTweet, colReplyID, colReplyHandle)
	if yes, _ := says(x, colIsReply); yes {
		addRef(tw, x)
	}
}

// entities reads hashtags, URLs and mentions from their columns, else from
// the text.
func (t *tweetTable) entities(r *row, tw *adentro.Tweet) {
	h := t.h
	cut := cellList
	if t.list != nil {
		cut = t.list
	}
	tw.Hashtags = textTags(uncut(tw))
	for _, tag := range cut(h.get(r, colHashtags)) {
		tag = strings.TrimPrefix(tag, "#")
		if !slices.ContainsFunc(tw.Hashtags, func(s string) bool { return strings.EqualFold(s, tag) }) { // some write them in lower case
			tw.Hashtags = append(tw.Hashtags, tag)
		}
	}
	tw.Hashtags = uniqueStrings(tw.Hashtags)
	for _, u := range cut(h.get(r, colURLs)) {
		if strings.Contains(u, ".") {
			tw.URLs = append(tw.URLs, u)
		}
	}
	tw.URLs = uniqueStrings(tw.URLs)
	if x, ok := tw.Ref(adentro.Quote); ok {
		tw.URLs = slices.DeleteFunc(tw.URLs, func(u string) bool { return isStatusLink(u, x.ID) })
	}
	tw.Mentions = t.mentioned(r, uncut(tw))
	if tw.Kind == adentro.Retweet && !t.original {
		tw.Wrapper, tw.Mentions = tw.Mentions, nil
		if tw.TextKind == adentro.TextFull && h.get(r, colRetweetText) != "" {
			tw.Mentions = textMentions(tw.Text)
		}
	}
}

// uncut returns the text of a tweet up to the word that was cut with it: a half of
// a hashtag is another hashtag.
func uncut(tw *adentro.Tweet) string {
	text, ok := strings.CutSuffix(tw.Text, "…")
	if !ok || tw.TextKind == adentro.TextFull {
		return tw.Text
	}
	return text[:strings.LastIndexAny(text, " \n")+1]
}

// mentioned reads whom the row mentions: by ids, with their handles where there are
// as many, else by handles, else by the text.
func (t *tweetTable) mentioned(r *row, text string) []adentro.Mention {
	if t.mentions != nil {
		return uniqueMentions(t.mentions(r))
	}
	h := t.h
	cut := cellList
	if t.list != nil {
		cut = t.list
	}
	ids, names := cut(h.get(r, colMentionIDs)), cut(h.get(r, colMentionHandles))
	var ms []adentro.Mention
	if len(ids) == 0 {
		for _, s := range names {
			ms = append(ms, mention(0, handle(s)))
		}
		if ms = uniqueMentions(ms); len(ms) == 0 {
			return textMentions(text)
		}
		return ms
	}
	for i, s := range ids {
		m := mention(0, "")
		if len(names) == len(ids) {
			m = mention(0, handle(names[i]))
		}
		if id, q := parseID([]byte(s)); q == exact && !h.rounded[h.at[colMentionIDs]] {
			m.Key = adentro.IDKey(id)
		}
		ms = append(ms, m)
	}
	return uniqueMentions(ms)
}

// cellList splits a cell that holds several values: separated by spaces,
// commas, semicolons or bars, perhaps in brackets and quotes.
func cellList(s string) []string {
	s = strings.Trim(strings.TrimSpace(s), "[]")
	if strings.Contains(s, "{") { // lists of objects are not of this kind
		return nil
	}
	var out []string
	for _, x := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;|\t\n", r) }) {
		if x = strings.Trim(x, `'"`); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// splitCell returns a function that cuts cells at a separator, without spaces.
func splitCell(sep string) func(string) []string {
	return func(s string) []string {
		var out []string
		for x := range strings.SplitSeq(s, sep) {
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, x)
			}
		}
		return out
	}
}

// wholeRetweet takes "RT @handle: " off the text of a retweet whose collector put
// the whole text of the original behind it.
func wholeRetweet(tw *adentro.Tweet) {
	of := retweeted(tw.Text)
	if tw.Kind != adentro.Retweet || of == "" {
		return
	}
	text := tw.Text[len("RT @")+len(of)+len(":"):]
	if len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	if n := len(text); n < len("…") || text[n-len("…"):] != "…" {
		tw.Text, tw.TextKind = text, adentro.TextFull
	}
}
