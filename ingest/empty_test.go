package ingest

import (
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// TestNoRecords: a list or table of a known shape without records is told as that, with its owner where the
// name tells; what is cut or unknown is not.
func TestNoRecords(t *testing.T) {
	for _, c := range []struct {
		name, text, format string
		note               bool
		lists              int
	}{
		{"follows.csv", "follower_id,followed_id\n", "csv-follows", true, 0},
		{"ana_followers.csv", "screen_name,name,followers_count\n", "csv-users", true, 1},
		{"ana_followers.json", "[]", "ids", true, 1},
		{"ana_followers.json", " [ \n ] \n", "ids", true, 1},
		{"ana_followers.json", `{"ids":[],"next_cursor":0}`, "v1-ids", false, 1},
		{"dump.json", "[]\n", "ids", true, 0},
		{"ana_followers.json", "[", "", false, 0},
		{"ana_followers.json", "[{}]", "", false, 0},
		{"ana_followers.json", "[12]", "ids", false, 1},
		{"odd.csv", "precio,peso\n", "", false, 0},
	} {
		obs, _ := Read(t.Context(), []string{folder(t, map[string]string{c.name: c.text})}, Options{})
		s := obs.Sources[0]
		note := false
		for _, n := range s.Why {
			note = note || n.Code == "no_records"
		}
		lists := 0
		for _, p := range obs.Pages {
			if p.Owner == adentro.HandleKey("ana") && p.Kind == adentro.Followers && p.Basis == adentro.Guessed {
				lists++
			}
		}
		if s.Format != c.format || note != c.note || lists != c.lists {
			t.Errorf("%s of %q: format %q, note %v, %d lists, want %+v", c.name, c.text, s.Format, note, lists, c)
		}
	}
}
