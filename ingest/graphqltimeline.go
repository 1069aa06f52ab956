package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// webTimeline reads the instructions by which the platform builds a timeline:
// entries to add, to pin, to replace, and items to add to a module.
func (d *decoder) webTimeline(p *webPage, instructions jsontape.Value, of bool) {
	p.timelines++
	entries, marks := p.entries, p.marks
	for in := range instructions.Elems() {
		if d.cut(in) {
			continue
		}
		for e := range in.Get("entries").Elems() {
			d.webEntry(p, e, of)
		}
		for e := range in.Get("moduleItems").Elems() {
			d.webModuleItem(p, e, false)
		}
		if e := in.Get("entry"); e.Exists() {
			d.webEntry(p, e, of)
		}
		if in.Get("type").Text() == "TimelineTerminateTimeline" && strings.HasSuffix(in.Get("direction").Text(), "Bottom") {
			p.next, p.last = "", true
		}
	}
	if p.entries == entries && p.marks == marks {
		d.warned["suspect_empty"]++ // a true end has a cursor; rate limits and renewed hashes have none
	}
}

// webEntry reads one entry of a timeline: an item, a module of items, or a cursor.
func (d *decoder) webEntry(p *webPage, e jsontape.Value, of bool) {
	if d.cut(e) {
		return
	}
	id, content := e.Get("entryId").Text(), e.Get("content")
	if item := content.Get("itemContent"); item.Exists() {
		d.webItem(p, id, item, of)
		return
	}
	if e.Get("item").Exists() { // an item of a module that lost its module
		d.webModuleItem(p, e, suggested(id))
		return
	}
	if items := content.Get("items"); items.Kind() == jsontape.Array {
		for item := range items.Elems() {
			d.webModuleItem(p, item, suggested(id))
		}
		return
	}
	if c := content.Get("operation").Get("cursor"); c.Exists() {
		d.webCursor(p, c)
		return
	}
	if content.Get("cursorType").Exists() {
		d.webCursor(p, content)
		return
	}
	p.entries++
	if e.Kind() != jsontape.Object {
		d.reject(d.begin(e, p.at), "unknown_shape", details["unknown_shape"])
		return
	}
	d.begin(e, p.at)
	d.ignore("web_other")
}

// suggested reports whether a module shows accounts that the platform recommends.
func suggested(entryID string) bool {
	return strings.HasPrefix(entryID, "who-to-") || strings.HasPrefix(entryID, "whoToFollow") || strings.HasPrefix(entryID, "similar-")
}

// webModuleItem reads one item of a module, such as the tweets of a conversation.
func (d *decoder) webModuleItem(p *webPage, e jsontape.Value, suggestion bool) {
	if d.cut(e) {
		return
	}
	if suggestion {
		p.entries++
		d.begin(e, p.at)
		d.ignore("suggested")
		return
	}
	item := e.Get("item").Get("itemContent")
	if item.Kind() != jsontape.Object {
		d.begin(e, p.at)
		d.ignore("web_other")
		return
	}
	d.webItem(p, e.Get("entryId").Text(), item, false)
}

// webItem reads what an entry shows. of says that accounts in it stand in the list of
// an account.
func (d *decoder) webItem(p *webPage, entryID string, item jsontape.Value, of bool) {
	if item.Get("cursorType").Exists() {
		d.webCursor(p, item)
		return
	}
	p.entries++
	user, tweet := item.Get("user_results"), item.Get("tweet_results")
	switch {
	case item.Get("promotedMetadata").Exists(), strings.HasPrefix(entryID, "promoted"):
		d.begin(item, p.at)
		d.ignore("promoted")
	case user.Exists():
		page, l := -1, listing{}
		if of {
			page, l = d.webList(p, item), p.list
		}
		v := user.Get("result")
		if v.Kind() != jsontape.Object {
			v = user
		}
		d.webAccount(p, v, entryAccount(entryID), l, page)
	case tweet.Exists():
		if v := tweet.Get("result"); v.Kind() == jsontape.Object {
			d.webStatus(p, v)
			return
		}
		d.begin(tweet, p.at)
		d.ignore("web_empty")
	default:
		d.begin(item, p.at)
		d.ignore("web_other")
	}
}

// entryAccount reads the account from the id of an entry: user-123.
func entryAccount(entryID string) adentro.Key {
	if i := strings.LastIndex(entryID, "user-"); i >= 0 {
		if id, ok := digits([]byte(entryID[i+len("user-"):])); ok {
			return adentro.IDKey(id)
		}
	}
	return adentro.Key{}
}

// webCursor notes the token of the next page. A list is at its end where the token begins
// with zero. That the end was reached does not make the list complete: the
// platform shows browsers no more than part of a long list.
func (d *decoder) webCursor(p *webPage, c jsontape.Value) {
	p.marks++
	if c.Get("cursorType").Text() != "Bottom" {
		return
	}
	p.next = c.Get("value").Text()
	if p.last = strings.HasPrefix(p.next, "0|"); p.last {
		p.next = ""
	}
}

// webList begins the page of a list of accounts and returns its index, -1 if the
// request was for something else. It is never the first of a list, so that
// the list never counts as complete.
func (d *decoder) webList(p *webPage, at jsontape.Value) int {
	if p.page >= 0 || p.operation != "" && listKinds[p.operation] == adentro.ListUnknown {
		return p.page
	}
	p.page = d.newPage(p.list, d.frame.off+int64(at.Offset()))
	pg := &d.obs.Pages[p.page]
	pg.Observed, pg.Cursor = p.at, p.cursor
	return p.page
}

// adaptive reads an answer of the time before the GraphQL: tweets and accounts in two maps
// by id, and a timeline that refers to them. Tweets that the timeline does not
// name are there because others refer to them.
func (d *decoder) adaptive(p *webPage, v jsontape.Value) {
	objects := v.Get("globalObjects")
	tweets := objects.Get("tweets")
	shown, promoted := map[string]bool{}, map[string]bool{}
	for in := range v.Get("timeline").Get("instructions").Elems() {
		for e := range in.Get("addEntries").Get("entries").Elems() {
			t := e.Get("content").Get("item").Get("content").Get("tweet")
			if t.Get("promotedMetadata").Exists() {
				promoted[t.Get("id").Text()] = true
			} else if t.Exists() {
				shown[t.Get("id").Text()] = true
			}
		}
	}
	for name, t := range tweets.Members() {
		if d.cut(t) {
			continue
		}
		r := d.begin(t, p.at)
		if id := name.Text(); promoted[id] && !shown[id] {
			d.ignore("promoted")
		} else if _, reason := d.adaptiveTweet(r, t, tweets); reason != "" {
			d.reject(r, reason, details[reason])
		} else {
			if len(shown) > 0 && !shown[id] {
				d.included()
			}
			d.accept(r, listing{})
		}
	}
	for _, u := range objects.Get("users").Members() {
		if d.cut(u) {
			continue
		}
		r := d.begin(u, p.at)
		_, reason := d.v1User(r, u)
		d.settle(r, listing{}, reason)
	}
}

// adaptiveTweet adds a v1.1 tweet that names its author and the tweets that it
// refers to by their ids.
func (d *decoder) adaptiveTweet(r *record, v, tweets jsontape.Value) (adentro.Tweet, string) {
	var author adentro.AccountRef
	if id, q := jsonID(v.Get("user_id_str")); q == exact {
		author.Key = adentro.IDKey(id)
	}
	_, reason := d.v1Tweet(r, v, author)
	if reason != "" {
		return adentro.Tweet{}, reason
	}
	t := &d.obs.Tweets[len(d.obs.Tweets)-1]
	if id, q := jsonID(v.Get("retweeted_status_id_str")); q == exact {
		ref := adentro.Ref{Kind: adentro.Retweet, ID: adentro.IDKey(id)}
		t.Wrapper = t.Mentions
		if o := tweets.Get(ref.ID.String()); o.Exists() {
			t.Hashtags, t.URLs, t.Mentions = nil, nil, nil
			d.v1Body(o, t)
			if id, q := jsonID(o.Get("user_id_str")); q == exact {
				ref.Author.Key = adentro.IDKey(id)
			}
		} else {
			t.Mentions, t.TextKind = nil, adentro.TextCopy
			ref.Author.Key = adentro.HandleKey(retweeted(t.Text))
		}
		addRef(t, ref)
	}
	return *t, ""
}
