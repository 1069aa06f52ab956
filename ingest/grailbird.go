package ingest

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The archive that the platform gave to owners from 2012 to 2018, named after its
// viewer: one script a month with tweets in the shape of the API, a few scripts about the archive, and all
// tweets once more in tweets.csv.

var grailbirdOpening = regexp.MustCompile(`^\s*(?:Grailbird\.data\.(tweets)_[0-9_]+|var\s+(user_details|payload_details|tweet_index))\s*=\s*`)

func grailbirdName(head []byte) (string, int) {
	m := grailbirdOpening.FindSubmatch(head[:min(len(head), 1<<10)])
	if m == nil {
		return "", 0
	}
	return string(m[1]) + string(m[2]), len(m[0])
}

func opensGrailbird(head []byte) bool {
	name, _ := grailbirdName(head)
	return name != ""
}

func readGrailbird(d *decoder, w *window) {
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	what, n := grailbirdName(w.rest())
	w.skip(n)
	d.assigned(w, func(v jsontape.Value) {
		switch what {
		case "tweets":
			d.v1Status(v)
		case "user_details":
			d.grailbirdOwner(v)
		default:
			d.begin(v, time.Time{})
			d.ignore("archive_index")
		}
	})
}

// grailbirdOwner reads whose the archive is.
func (d *decoder) grailbirdOwner(v jsontape.Value) {
	r := d.begin(v, time.Time{})
	key, reason := d.accountKey(v, "id", "id_str", displayHandle(v.Get("screen_name").Text()))
	d.settle(r, listing{}, reason)
	if reason != "" {
		return
	}
	p := adentro.Seen(key, r.sighting())
	if h := displayHandle(v.Get("screen_name").Text()); h != "" {
		p.SetText(adentro.FieldHandle, h)
	}
	setText(&p, adentro.FieldName, v.Get("full_name"))
	setText(&p, adentro.FieldBio, v.Get("bio"))
	setText(&p, adentro.FieldLocation, v.Get("location"))
	if u := firstOf(v, "expanded_url", "url"); u.Exists() {
		setText(&p, adentro.FieldURL, u)
	}
	d.created(&p, v.Get("created_at"), r.at)
	d.addProfile(p)
}

var grailbirdWords = dictionary{
	"tweet_id": colTweetID, "timestamp": colDate, "source": colClient, "text": colText, "in_reply_to_status_id": colReplyTweet, "in_reply_to_user_id": colReplyID,
	"retweeted_status_id": colRetweetTweet, "retweeted_status_user_id": colRetweetID,
}

// readGrailbirdTable reads tweets.csv. Its rows do not name their author, who
// is the archive's owner: known if the operator or the case says so, as owner of the file.
func readGrailbirdTable(d *decoder, h *header) rowReader {
	if !h.bears("tweet_id", "timestamp", "text", "retweeted_status_user_id", "expanded_urls") || h.any(colHandle) {
		return rowReader{}
	}
	x := h.by(grailbirdWords)
	links := h.find("expanded_urls")
	t := &tweetTable{d: d, h: x}
	t.also = func(_ *record, r *row, tw *adentro.Tweet) {
		if d.list.basis == adentro.Stated {
			tw.Author.Key = d.list.owner
		}
		for _, u := range strings.Split(r.cell(links), ",") {
			if strings.Contains(u, "://") {
				tw.URLs = append(tw.URLs, u)
			}
		}
		tw.URLs = uniqueStrings(tw.URLs)
	}
	return rowReader{row: t.row}
}
