package ingest

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

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
		x.Author.Key = adentro.HandleKey(handle(t.h.view(r, name)))
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
		v, known := parseFlag(h.view(r, flag))
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
