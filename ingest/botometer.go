package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fitsBotometer tells the probes of the Botometer repository: an account, and when it was looked at.
func fitsBotometer(s *shape) bool {
	if s.any("id", "id_str", "text", "full_text", "event", "data") {
		return false
	}
	u := s.get("user")
	return u.Kind() == jsontape.Object && u.Get("screen_name").Exists() && s.any("created_at", "probe_timestamp")
}

func decodeBotometer(d *decoder, v jsontape.Value) {
	var probed time.Time
	if t, ok := firstDate(v, "probe_timestamp", "created_at"); ok {
		probed = t
	}
	r := d.begin(v, probed)
	_, reason := d.v1User(r, v.Get("user"))
	d.settle(r, listing{}, reason)
}
