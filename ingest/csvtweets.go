package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// readTweets reads tables of tweets, one a row, with what they say of the
// author. Where no column is named for the tweet's id, "id" is it.
func readTweets(d *decoder, h *header) rowReader {
	if !h.has(colText) || !h.any(colTweetID, colID) || !h.any(colHandle, colID) {
		return rowReader{}
	}
	x := *h
	x.at = map[column]int{}
	for c, i := range h.at {
		x.at[c] = i
	}
	if !h.has(colTweetID) {
		x.at[colTweetID] = h.at[colID]
		delete(x.at, colID)
		for i, name := range h.names { // the author's id beside the tweet's
			if i != x.at[colTweetID] && columnOf(name) == colID {
				x.at[colID] = i
				break
			}
		}
	}
	if !x.any(colID, colHandle) {
		return rowReader{}
	}
	t := &tweetTable{d, &x}
	return rowReader{row: t.row}
}

type tweetTable struct {
	d *decoder
	h *header
}

func (t *tweetTable) row(rec *record, r *row) {
	d, h := t.d, t.h
	h.seen(d, rec, r)
	id, q := parseID([]byte(h.get(r, colTweetID)))
	if q == exact && h.rounded[h.at[colTweetID]] && id >= 1e15 {
		q = lossy
	}
	if q != exact {
		d.reject(rec, idReason(q), details[idReason(q)])
		return
	}
	author, reason := d.account(h, r, colID, colHandle)
	if reason != "" && reason != "no_id" {
		d.reject(rec, reason, details[reason])
		return
	}
	tw := adentro.Tweet{ID: adentro.IDKey(id), Author: adentro.AccountRef{Key: author}, Observed: rec.at, Hash: rec.hash(), Origin: rec.origin()}
	sent, ok := columnDate(h.get(r, colDate), h.order)
	tw.Created = d.tweetTime(id, sent, ok, rec.at)
	tw.Text, tw.TextKind = unescapeHTML(h.get(r, colText)), adentro.TextFull
	tw.Lang = h.get(r, colLang)
	tw.Client = client(h.get(r, colClient))
	t.refs(r, &tw)
	t.entities(r, &tw)
	d.accept(rec, listing{})
	if !author.IsZero() {
		d.rowProfile(h, rec, r, author)
	}
	d.obs.Tweets = append(d.obs.Tweets, tw)
}

// refs reads what the tweet refers to. Without columns for it, a text that
// begins with "RT @handle:" is a retweet, cut by the wrapper.
func (t *tweetTable) refs(r *row, tw *adentro.Tweet) {
	h := t.h
	key := func(c column) adentro.Key {
		if id, q := parseID([]byte(h.get(r, c))); q == exact && !(h.has(c) && h.rounded[h.at[c]]) {
			return adentro.IDKey(id)
		}
		return adentro.Key{}
	}
	author := func(id, name column) adentro.Key {
		if k := key(id); !k.IsZero() {
			return k
		}
		return adentro.HandleKey(handle(h.get(r, name)))
	}
	if x := (adentro.Ref{Kind: adentro.Retweet, ID: key(colRetweetTweet), Author: adentro.AccountRef{Key: author(colRetweetID, colRetweetHandle)}}); !x.ID.IsZero() {
		if s := h.get(r, colRetweetText); s != "" {
			tw.Text = unescapeHTML(s)
		} else if retweeted(tw.Text) != "" {
			tw.TextKind = adentro.TextCopy
		}
		addRef(tw, x)
	} else if of := retweeted(tw.Text); of != "" {
		tw.TextKind = adentro.TextCopy
		addRef(tw, adentro.Ref{Kind: adentro.Retweet, Author: adentro.AccountRef{Key: adentro.HandleKey(of)}})
	}
	if x := (adentro.Ref{Kind: adentro.Quote, ID: key(colQuoteTweet), Author: adentro.AccountRef{Key: key(colQuoteID)}}); !x.ID.IsZero() {
		addRef(tw, x)
	}
	if x := (adentro.Ref{Kind: adentro.Reply, ID: key(colReplyTweet), Author: adentro.AccountRef{Key: author(colReplyID, colReplyHandle)}}); !x.ID.IsZero() || !x.Author.Key.IsZero() {
		addRef(tw, x)
	}
}

// entities reads hashtags, URLs and mentions from their columns, else from
// the text.
func (t *tweetTable) entities(r *row, tw *adentro.Tweet) {
	h := t.h
	tw.Hashtags, tw.Mentions = textTags(tw.Text), textMentions(tw.Text)
	if tags := cellList(h.get(r, colHashtags)); len(tags) > 0 {
		for i := range tags {
			tags[i] = strings.TrimPrefix(tags[i], "#")
		}
		tw.Hashtags = uniqueStrings(append(tw.Hashtags, tags...))
	}
	for _, u := range cellList(h.get(r, colURLs)) {
		if strings.Contains(u, ".") {
			tw.URLs = append(tw.URLs, u)
		}
	}
	tw.URLs = uniqueStrings(tw.URLs)
	ids, names := cellList(h.get(r, colMentionIDs)), cellList(h.get(r, colMentionHandles))
	if len(ids) > 0 {
		tw.Mentions = nil
		for i, s := range ids {
			id, q := parseID([]byte(s))
			if q != exact {
				continue
			}
			name := ""
			if len(names) == len(ids) {
				name = handle(names[i])
			}
			tw.Mentions = append(tw.Mentions, mention(id, name))
		}
	} else {
		for _, s := range names {
			tw.Mentions = append(tw.Mentions, mention(0, handle(s)))
		}
	}
	tw.Mentions = uniqueMentions(tw.Mentions)
	if tw.Kind == adentro.Retweet && tw.TextKind == adentro.TextCopy {
		tw.Wrapper, tw.Mentions = tw.Mentions, nil
	}
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
