package ingest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// namedTweet adds a tweet, those inside it and their authors. It returns the reason
// why the tweet is of no use, if it is of none.
func (d *decoder) namedTweet(r *record, v jsontape.Value, n *tweetNames) (adentro.Tweet, string) {
	id, q := d.idAt(v, n.id)
	if q != exact && q != lossy {
		return adentro.Tweet{}, idReason(q)
	}
	t := adentro.Tweet{ID: tweetKey(id, q, v), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	t.Author.Key = d.namedAuthor(r, v, n)
	sent, ok := jsonDate(firstAt(v, n.created))
	t.Created = d.tweetTime(id, sent, ok, r.at)
	t.Lang = firstAt(v, n.lang).Text()
	t.Client = client(firstAt(v, n.client).Text())
	d.namedBody(v, n, &t)
	if o := firstAt(v, n.retweet); o.Kind() == jsontape.Object && (n.share == nil || n.share(v)) {
		d.namedRetweet(r, o, n, &t)
	} else {
		d.namedQuote(r, v, n, &t)
	}
	d.namedReply(r, v, n, &t)
	setCountsOf(v, &t, &namedCounts)
	d.obs.Tweets = append(d.obs.Tweets, t)
	return t, ""
}

// namedAuthor returns the author of a tweet, and adds the profile that is inside it.
func (d *decoder) namedAuthor(r *record, v jsontape.Value, n *tweetNames) adentro.Key {
	if u := firstAt(v, n.user); u.Kind() == jsontape.Object {
		seen := r.at
		if n.timeless != nil && n.timeless(v) {
			seen = time.Time{}
		}
		if key, reason := d.namedUser(r, u, n.users, seen); reason == "" {
			return key
		}
		d.warned["author_lost"]++
	}
	id, q := d.idAt(v, n.userID)
	key, _ := d.keyOf(id, q, handle(firstAt(v, n.userHandle).Text()))
	return key
}

// namedBody reads text, hashtags, URLs and mentions.
func (d *decoder) namedBody(v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	if s := firstAt(v, n.text); s.Kind() == jsontape.String {
		t.Text, t.TextKind = s.Text(), n.textKind
		if n.escaped {
			t.Text = unescapeHTML(t.Text)
		}
	}
	if tags := firstAt(v, n.hashtags); tags.Kind() == jsontape.Array {
		for e := range tags.Elems() {
			if s := strings.TrimLeft(elementText(e, n.tag), "#＃"); s != "" {
				t.Hashtags = append(t.Hashtags, s)
			}
		}
	} else {
		t.Hashtags = textTags(wholeWords(t.Text))
	}
	for e := range firstAt(v, n.urls).Elems() {
		if s := elementText(e, n.link); s != "" && !firstAt(e, n.quiet).Exists() {
			t.URLs = append(t.URLs, s)
		}
	}
	if ms := firstAt(v, n.mentions); ms.Kind() == jsontape.Array {
		for e := range ms.Elems() {
			id, _ := d.idAt(e, n.mentionID)
			t.Mentions = append(t.Mentions, mention(id, handle(elementText(e, n.mentionHandle))))
		}
	} else {
		t.Mentions = textMentions(wholeWords(t.Text))
	}
	t.Hashtags, t.URLs, t.Mentions = uniqueStrings(t.Hashtags), uniqueStrings(t.URLs), uniqueMentions(t.Mentions)
}

// wholeWords returns a text without the word that it is cut in.
func wholeWords(s string) string {
	if !strings.HasSuffix(s, "…") {
		return s
	}
	return s[:strings.LastIndexAny(s, " \n")+1]
}

// elementText returns a string, or the one that an object has under a name.
func elementText(e jsontape.Value, names []string) string {
	if e.Kind() == jsontape.Object {
		e = firstAt(e, names)
	}
	return e.Text()
}

// namedRetweet takes the body of the original, because that of the wrapper is cut.
// A mere reference to the original has none.
func (d *decoder) namedRetweet(r *record, original jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Retweet}
	t.Wrapper = t.Mentions
	if id, q := d.idAt(original, n.id); !firstAt(original, n.text).Exists() {
		if q == exact {
			ref.ID = adentro.IDKey(id)
		}
		t.TextKind, t.Mentions = min(t.TextKind, adentro.TextCopy), nil
		ref.Author.Key = adentro.HandleKey(retweeted(t.Text))
	} else if o, reason := d.namedTweet(r, original, n); reason == "" {
		d.included()
		ref.ID, ref.Author = o.ID, o.Author
		t.Text, t.TextKind, t.Hashtags, t.URLs, t.Mentions = o.Text, o.TextKind, o.Hashtags, o.URLs, o.Mentions
	} else {
		d.warned["original_lost"]++
	}
	addRef(t, ref)
}

// namedQuote notes the quoted tweet; the link to it is then no URL of the tweet.
func (d *decoder) namedQuote(r *record, v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Quote}
	id, q := d.idAt(v, n.quoteID)
	if q == exact {
		ref.ID, ref.Author.Key = adentro.IDKey(id), adentro.HandleKey(handle(firstAt(v, n.quoteHandle).Text()))
	}
	if of, by := statusLink(firstAt(v, n.quoteLink).Text()); !of.IsZero() && (ref.ID.IsZero() || of == ref.ID && !by.IsZero()) {
		ref.ID, ref.Author.Key = of, by
	}
	if o := firstAt(v, n.quote); o.Kind() == jsontape.Object {
		if id, q := d.idAt(o, n.id); q == exact {
			ref.ID = adentro.IDKey(id)
		}
		if firstAt(o, n.text).Exists() {
			if quoted, reason := d.namedTweet(r, o, n); reason == "" {
				d.included()
				ref.ID, ref.Author = quoted.ID, quoted.Author
			}
		}
	}
	if ref.ID.IsZero() {
		return
	}
	addRef(t, ref)
	t.URLs = slices.DeleteFunc(t.URLs, func(u string) bool { return isStatusLink(u, ref.ID) })
}

// namedReply notes what the tweet answers: a tweet, or only an account.
func (d *decoder) namedReply(r *record, v jsontape.Value, n *tweetNames, t *adentro.Tweet) {
	ref := adentro.Ref{Kind: adentro.Reply}
	ref.ID, ref.Author.Key = statusLink(firstAt(v, n.replyLink).Text())
	if id, q := d.idAt(v, n.replyID); q == exact {
		ref.ID = adentro.IDKey(id)
	}
	id, q := d.idAt(v, n.replyUserID)
	h := handle(firstAt(v, n.replyHandle).Text())
	if u := firstAt(v, n.replyTo); u.Kind() == jsontape.Object {
		id, q = d.idAt(u, n.users.id)
		h = handle(firstAt(u, n.users.handle).Text())
		if firstAt(u, n.users.followers).Exists() {
			d.namedUser(r, u, n.users, r.at)
		}
	}
	if q == exact || h != "" {
		ref.Author.Key, _ = d.keyOf(id, q, h)
	}
	if !ref.ID.IsZero() || !ref.Author.Key.IsZero() {
		addRef(t, ref)
	}
}

// statusLink reads tweet and author from the address of a tweet.
func statusLink(s string) (tweet, author adentro.Key) {
	rest := s
	for _, host := range []string{"twitter.com/", "x.com/"} {
		if _, after, ok := strings.Cut(s, "//"+host); ok {
			rest = after
		} else if _, after, ok := strings.Cut(s, "."+host); ok {
			rest = after
		}
	}
	parts := strings.Split(rest, "/")
	if rest == s || len(parts) < 3 || parts[1] != "status" && parts[1] != "statuses" {
		return
	}
	end := strings.IndexFunc(parts[2], func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(parts[2])
	}
	if id, ok := digits([]byte(parts[2][:end])); ok {
		tweet = adentro.IDKey(id)
		if isHandle(parts[0]) && parts[0] != "i" {
			author = adentro.HandleKey(parts[0])
		}
	}
	return
}
