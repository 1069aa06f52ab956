package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// notices are the control messages of the v1.1 streams, by the member that
// tells them, and what they are called among the ignored.
var notices = []struct{ member, what string }{
	{"delete", "delete"}, {"status_withheld", "withheld"}, {"user_withheld", "withheld"}, {"scrub_geo", "scrub_geo"},
	{"limit", "stream_limit"}, {"disconnect", "stream_limit"}, {"warning", "stream_limit"}, {"control", "stream_limit"}, {"connection_issue", "stream_limit"},
	{"direct_message", "direct_message"}, {"friends", "stream_preamble"}, {"friends_str", "stream_preamble"}, {"sent", "stream_limit"},
}

func fitsNotice(s *shape) bool {
	if len := s.v.Len(); len > 4 || s.any("text", "full_text", "screen_name", "username") {
		return false
	}
	if s.has("event", "source", "target") {
		return true
	}
	for _, n := range notices {
		if k := s.get(n.member).Kind(); k == jsontape.Object || k == jsontape.Array {
			return true
		}
	}
	return false
}

// decodeNotice keeps that a tweet was deleted, and passes over the other notices. The tweet may
// still stand elsewhere in the dumps; taking it out is the investigator's decision.
func decodeNotice(d *decoder, v jsontape.Value) {
	if n := v.Get("delete"); n.Get("status").Kind() == jsontape.Object {
		at, _ := firstDate(n, "timestamp_ms")
		r := d.begin(v, at)
		id, q, differ := twinID(n.Get("status"), "id", "id_str")
		if differ {
			d.warned["id_twin_mismatch"]++
		}
		author, of, _ := twinID(n.Get("status"), "user_id", "user_id_str")
		if of != exact {
			author = 0
		}
		d.deletion(r, id, q, author)
		return
	}
	d.begin(v, time.Time{})
	for _, n := range notices {
		if v.Get(n.member).Exists() {
			d.ignore(n.what)
			return
		}
	}
	d.ignore("event")
}

// deletion settles the record of a notice that a tweet was deleted when the record says.
// author is 0 if it is not known. A rounded id may be any of some hundred tweets'.
func (d *decoder) deletion(r *record, id uint64, q quality, author uint64) {
	if q != exact {
		d.settle(r, listing{}, idReason(q))
		return
	}
	t := adentro.Tweet{ID: adentro.IDKey(id), Created: d.tweetTime(id, time.Time{}, false, r.at), Observed: r.at, Hash: r.hash(), Origin: r.origin()}
	if author != 0 {
		t.Author.Key = adentro.IDKey(author)
	}
	t.MarkDeleted()
	d.obs.Tweets = append(room(d, d.obs.Tweets), t)
	d.settle(r, listing{}, "")
}
