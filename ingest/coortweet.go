package ingest

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// Tables for the search of coordinated sharing: who shared which object when. CooRTweet
// takes object_id, account_id, content_id, timestamp_share; its sample data have post_id and
// a column for every kind of object. A post stands on as many rows as it shares objects.

// coorObjects are the columns that hold an object, folded, and what it is called.
var coorObjects = []struct{ name, what string }{
	{"objectid", "object"}, {"urlid", "url"}, {"hashtagid", "hashtag"}, {"domainid", "domain"}, {"phashid", "phash"},
}

const coorSpace = "coortweet"

func readCoor(d *decoder, h *header) rowReader {
	if h.has(colText) {
		return rowReader{}
	}
	t := &coorTable{d: d, account: h.named("accountid"), content: h.named("contentid"), time: h.named("timestampshare")}
	if t.content < 0 {
		t.content = h.named("postid")
	}
	if t.time < 0 {
		t.time = h.named("timestamp")
	}
	for _, o := range coorObjects {
		t.objects = append(t.objects, h.named(o.name))
	}
	if t.account < 0 || t.content < 0 || t.time < 0 || !slices.ContainsFunc(t.objects, func(i int) bool { return i >= 0 }) {
		return rowReader{}
	}
	return rowReader{row: t.row}
}

type coorTable struct {
	d                      *decoder
	account, content, time int
	objects                []int // by index in coorObjects; -1: no such column
}

func (t *coorTable) row(rec *record, r *row) {
	d := t.d
	account, content := strings.TrimSpace(r.cell(t.account)), strings.TrimSpace(r.cell(t.content))
	sent, ok := parseDate(r.cell(t.time))
	tw, author, reason := d.shared(rec, coorSpace, content, account, sent, ok)
	d.settle(rec, listing{}, reason)
	if reason != "" {
		return
	}
	tw.Author.Key = author
	for i, column := range t.objects {
		switch s := strings.TrimSpace(r.cell(column)); {
		case s == "" || s == "NA":
		case strings.Contains(s, "://"):
			tw.URLs = append(tw.URLs, s)
		default: // a number or a hash that means something in its data set only
			tw.URLs = append(tw.URLs, "urn:"+coorSpace+":"+coorObjects[i].what+":"+s)
		}
	}
	tw.URLs = uniqueStrings(tw.URLs)
	d.obs.Tweets = append(d.obs.Tweets, tw)
}

// shared begins the tweet of a row that names a message, its author and its time. Ids of
// the platform prove themselves: a tweet's tells the second in which it was sent. Any
// other belongs to the namespace of the data set, and so does then its author's.
func (d *decoder) shared(rec *record, space, message, author string, sent time.Time, ok bool) (adentro.Tweet, adentro.Key, string) {
	tw := adentro.Tweet{Hash: rec.hash(), Origin: rec.origin(), Observed: rec.at}
	if message == "" || author == "" || message == "NA" || author == "NA" {
		return tw, adentro.Key{}, "no_id"
	}
	if len(message) > maxNodeID || len(author) > maxNodeID {
		return tw, adentro.Key{}, "bad_id"
	}
	id, q := parseID([]byte(message))
	by, qBy := parseID([]byte(author))
	if diff := snowflake(id).Sub(sent); ok && q == exact && qBy == exact && diff > -2*time.Second && diff < 2*time.Second {
		tw.ID = adentro.IDKey(id)
		tw.Created = d.tweetTime(id, sent, true, rec.at)
		return tw, adentro.IDKey(by), ""
	}
	if q == lossy || qBy == lossy {
		return tw, adentro.Key{}, "lossy_id"
	}
	tw.ID = adentro.OpaqueKey(space, message)
	switch {
	case !ok:
		d.warned["bad_date"]++
	case !plausible(sent):
		d.warned["implausible_date"]++
	default:
		tw.Created = d.tweetTime(0, sent, true, rec.at)
	}
	return tw, adentro.OpaqueKey(space, author), ""
}

// readCrowdTangle passes over exports of CrowdTangle, which CooRnet reads as well: posts of
// Facebook and Instagram.
func readCrowdTangle(d *decoder, h *header) rowReader {
	if h.named("pagename") < 0 && h.named("account") < 0 || h.named("facebookid") < 0 && h.named("overperformingscore") < 0 && h.named("platformid") < 0 {
		return rowReader{}
	}
	return rowReader{row: func(*record, *row) { d.ignore("crowdtangle") }}
}
