package ingest

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// scrapedWords are the columns of the tables that people make of what snscrape gives,
// with pandas: the object flat, or the author's properties beside it as user.username.
var scrapedWords = dictionary{
	"id": colTweetID, "date": colDate, "lang": colLang, "hashtags": colHashtags, "links": colURLs, "outlinks": colURLs, "inReplyToTweetId": colReplyTweet,
	"username": colHandle, "user.username": colHandle, "user.id": colID, "user.displayname": colName, "user.rawDescription": colBio, "user.description": colBio,
	"user.location": colLocation, "user.created": colCreated, "user.followersCount": colFollowers, "user.friendsCount": colFollowing, "user.statusesCount": colTweets,
	"user.listedCount": colListed, "user.favouritesCount": colLikes, "user.protected": colProtected, "user.verified": colVerified, "user.profileImageUrl": colImage,
}

// readSnscrapeTable reads tables of snscrape's tweets. Accounts and tweets inside a tweet
// stand in a cell as Python prints them, or as their addresses.
func readSnscrapeTable(d *decoder, h *header) rowReader {
	text := h.find("rawContent", "content", "renderedContent")
	if text < 0 || !h.bears("id", "date") || h.find("conversationId", "renderedContent", "rawContent", "inReplyToTweetId") < 0 || h.find("user", "username", "user.username", "url") < 0 {
		return rowReader{}
	}
	words := maps.Clone(scrapedWords)
	words[h.names[text]] = colText
	if client := h.find("sourceLabel", "source"); client >= 0 {
		words[h.names[client]] = colClient
	}
	t := &scrapedTable{url: h.find("url"), user: h.find("user"), retweeted: h.find("retweetedTweet"), quoted: h.find("quotedTweet"), replied: h.find("inReplyToUser"), mentioned: h.find("mentionedUsers")}
	t.tweetTable = tweetTable{d: d, h: h.by(words), list: scrapedList, who: t.poster, author: t.profile, also: t.refer}
	if h.folded[text] == foldName("renderedContent") {
		t.textKind = adentro.TextNormalised
	}
	if t.mentioned >= 0 {
		t.mentions = func(r *row) []adentro.Mention { return scrapedMentions(r.cell(t.mentioned)) }
	}
	return rowReader{row: t.row}
}

type scrapedTable struct {
	tweetTable

	url, user, retweeted, quoted, replied, mentioned int // columns
}

// poster returns the author: of the cell with the account, else of the columns, else of
// the tweet's address.
func (t *scrapedTable) poster(r *row) (adentro.Key, string) {
	if m := scrapedUser(r.cell(t.user)); !m.Key.IsZero() {
		return m.Key, ""
	}
	if key, reason := t.d.account(t.h, r, colID, colHandle); reason == "" {
		return key, ""
	}
	by, _, _ := tweetAddress(r.cell(t.url))
	return adentro.HandleKey(by), ""
}

// profile sets what the row says of the author.
func (t *scrapedTable) profile(p *adentro.Profile, r *row) {
	x := scrapedUser(r.cell(t.user))
	if x.Handle == "" && p.Key.ID != 0 {
		x.Handle, _, _ = tweetAddress(r.cell(t.url))
	}
	if x.Handle != "" {
		p.SetText(adentro.FieldHandle, strings.Clone(x.Handle))
	}
	says := scrapedMembers(r.cell(t.user))
	for _, s := range []struct {
		name  string
		field adentro.Field
	}{{"displayname", adentro.FieldName}, {"rawDescription", adentro.FieldBio}, {"description", adentro.FieldBio}, {"location", adentro.FieldLocation}} {
		if v, ok := says[s.name]; ok && !p.Known(s.field) {
			p.SetText(s.field, prose(v))
		}
	}
	for name, f := range map[string]adentro.Field{"followersCount": adentro.FieldFollowers, "friendsCount": adentro.FieldFollowing, "statusesCount": adentro.FieldTweets, "listedCount": adentro.FieldListed, "favouritesCount": adentro.FieldLikes} {
		t.d.columnCount(p, f, says[name])
	}
	for name, f := range map[string]adentro.Field{"protected": adentro.FieldProtected, "verified": adentro.FieldVerified} {
		if v, ok := parseFlag(says[name]); ok {
			p.SetFlag(f, v)
		}
	}
	if is, ok := isDefaultImage(says["profileImageUrl"]); ok {
		p.SetFlag(adentro.FieldDefaultImage, is)
	}
	if at, ok := parseDate(says["created"]); ok {
		t.d.setCreated(p, at, time.Time{})
	}
	if p.Known(adentro.FieldName) || p.Known(adentro.FieldFollowers) {
		setActive(p)
	}
}

// refer reads the tweets inside this one.
func (t *scrapedTable) refer(_ *record, r *row, tw *adentro.Tweet) {
	for _, x := range []struct {
		kind adentro.TweetKind
		at   int
	}{{adentro.Retweet, t.retweeted}, {adentro.Quote, t.quoted}} {
		says := scrapedMembers(r.cell(x.at))
		by, id, ok := tweetAddress(cmp.Or(says["url"], r.cell(x.at)))
		if !ok {
			id, ok = digits([]byte(says["id"]))
		}
		if ok {
			refine(tw, adentro.Ref{Kind: x.kind, ID: adentro.IDKey(id), Author: adentro.AccountRef{Key: adentro.HandleKey(by)}})
		}
	}
	if m := scrapedUser(r.cell(t.replied)); !m.Key.IsZero() {
		refine(tw, adentro.Ref{Kind: adentro.Reply, Author: m.AccountRef})
	}
}

// refine adds a reference, or what it says to the one of its kind that is there.
func refine(tw *adentro.Tweet, x adentro.Ref) {
	if i := slices.IndexFunc(tw.Refs, func(old adentro.Ref) bool { return old.Kind == x.Kind }); i >= 0 {
		old := tw.Refs[i]
		if x.ID.IsZero() {
			x.ID = old.ID
		}
		if x.Author.Key.IsZero() {
			x.Author = old.Author
		}
		tw.Refs = slices.Delete(tw.Refs, i, i+1)
	}
	addRef(tw, x)
}

// scrapedMember matches a member of an object in a cell: 'id': 12 of a dictionary, id=12 of
// a class of Python, "id": 12 of JSON.
var scrapedMember = regexp.MustCompile(`['"]?\b([A-Za-z_]\w*)['"]?\s*[:=]\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s,'"(){}\[\]]+)`)

// scrapedPairs calls f with the members of the objects in a cell, in their order.
func scrapedPairs(cell string, f func(name, value string)) {
	if !strings.ContainsAny(cell, "({") {
		return
	}
	for _, m := range scrapedMember.FindAllStringSubmatch(cell, -1) {
		value := m[2]
		if value[0] == '\'' || value[0] == '"' {
			value, _, _ = pythonString(value, false)
		}
		if !isNothing(value) {
			f(m[1], value)
		}
	}
}

// scrapedMembers returns the members of the object in a cell; of a name that an object in
// it has too, the first stands.
func scrapedMembers(cell string) map[string]string {
	x := map[string]string{}
	scrapedPairs(cell, func(name, value string) {
		if _, ok := x[name]; !ok {
			x[name] = value
		}
	})
	return x
}

// scrapedUser reads an account in a cell: an object or an address.
func scrapedUser(cell string) adentro.Mention {
	x := scrapedMembers(cell)
	hd := handle(cmp.Or(x["username"], cell))
	if id, q := parseID([]byte(x["id"])); q == exact {
		return mention(id, hd)
	}
	return mention(0, hd)
}

// scrapedMentions reads the accounts in a cell. The name of each stands before its id.
func scrapedMentions(cell string) (ms []adentro.Mention) {
	scrapedPairs(cell, func(name, value string) {
		switch name {
		case "username":
			ms = append(ms, mention(0, handle(value)))
		case "id":
			if id, q := parseID([]byte(value)); q == exact && len(ms) > 0 && ms[len(ms)-1].Key.ID == 0 {
				ms[len(ms)-1] = mention(id, ms[len(ms)-1].Handle)
			}
		}
	})
	if ms == nil {
		for _, s := range pythonStrings(cell) {
			ms = append(ms, mention(0, handle(s)))
		}
	}
	return ms
}

// scrapedList reads a list of strings as Python prints it, or of links with their addresses.
func scrapedList(cell string) (out []string) {
	scrapedPairs(cell, func(name, value string) {
		if name == "url" {
			out = append(out, value)
		}
	})
	if out != nil {
		return out
	}
	if strings.HasPrefix(strings.TrimSpace(cell), "[") {
		return pythonStrings(cell)
	}
	return cellList(cell)
}
