package ingest

import (
	"time"

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

// decodeNotice passes over a notice. The tweet that a delete notice names may
// still stand elsewhere in the dumps; deleting it is the investigator's decision.
func decodeNotice(d *decoder, v jsontape.Value) {
	d.begin(v, time.Time{})
	for _, n := range notices {
		if v.Get(n.member).Exists() {
			d.ignore(n.what)
			return
		}
	}
	d.ignore("event")
}
