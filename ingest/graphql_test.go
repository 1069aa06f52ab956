package ingest

import (
	"path/filepath"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// TestWebListsAreNeverComplete reads lists that end with the last cursor: the
// platform shows browsers part of a long list, so that they do not count as complete.
func TestWebListsAreNeverComplete(t *testing.T) {
	for _, name := range []string{"graphql", "har/x.com.har"} {
		s := adentro.Resolve(read(t, Options{}, filepath.Join(fixtures, name)))
		n := 0
		for i := range s.Lists {
			l := &s.Lists[i]
			if l.Pages != 2 {
				continue // that of the REST API, which says itself where it ends
			}
			n++
			if l.Complete == adentro.CompleteYes {
				t.Errorf("%s: list of %d pages is complete", name, l.Pages)
			}
			if !l.Ordered {
				t.Errorf("%s: list of %d pages has no order", name, l.Pages)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d lists of two pages, want 1", name, n)
		}
	}
}

// TestWebOwner refuses the edges of lists whose owner nothing states.
func TestWebOwner(t *testing.T) {
	const body = `{"data":{"user":{"result":{"timeline":{"timeline":{"instructions":[{"type":"TimelineAddEntries","entries":[
		{"entryId":"user-12","content":{"itemContent":{"user_results":{"result":{"__typename":"User","rest_id":"12","core":{"screen_name":"doce"},"legacy":{}}}}}},
		{"entryId":"cursor-bottom-1","content":{"cursorType":"Bottom","value":"0|1"}}]}]}}}}}}`
	for label, want := range map[string]adentro.Key{
		"Followers.json": {}, "page_1.json": {}, "response.json": {}, "data.json": {},
		"cdi_este_followers.json": adentro.HandleKey("cdi_este"), "followers/99912345.json": adentro.IDKey(99912345),
	} {
		d := decodeBytes(t, label, []byte(body))
		if len(d.obs.Pages) != 1 || d.obs.Pages[0].Owner != want || d.src.Records.Accepted != 1 || len(d.obs.Profiles) != 1 {
			t.Errorf("%s: %+v, %d profiles, %+v", label, d.obs.Pages, len(d.obs.Profiles), d.src.Records)
		}
	}
}

// TestWebOddities are answers in which something is missing or wrong.
func TestWebOddities(t *testing.T) {
	entry := func(result string) string {
		return `{"data":{"search_by_raw_query":{"search_timeline":{"timeline":{"instructions":[{"entries":[{"entryId":"tweet-1","content":{"itemContent":{"tweet_results":{"result":` + result + `}}}},{"content":{"cursorType":"Bottom","value":"x"}}]}]}}}}}`
	}
	tests := []struct {
		name, text string
		want       adentro.Records
		tweet      string
	}{
		{"an id in words", entry(`{"__typename":"Tweet","rest_id":"uno","legacy":{"full_text":"x"}}`), adentro.Records{Seen: 1, Rejected: 1}, ""},
		{"no id", entry(`{"__typename":"Tweet","legacy":{"full_text":"x"}}`), adentro.Records{Seen: 1, Rejected: 1}, ""},
		{"a mangled id", entry(`{"__typename":"Tweet","id":1620723631518646300,"rest_id":"1620723631518646277","legacy":{"full_text":"x","user_id_str":"5"}}`), adentro.Records{Seen: 1, Accepted: 1}, "1620723631518646277"},
		{"an author who is gone", entry(`{"__typename":"Tweet","rest_id":"1620723631518646277","core":{"user_results":{"result":{"__typename":"UserUnavailable","reason":"Suspended"}}},"legacy":{"full_text":"x","user_id_str":"5"}}`), adentro.Records{Seen: 1, Accepted: 1}, "1620723631518646277"},
		{"a result that is no object", entry(`[1]`), adentro.Records{Seen: 1, Ignored: 1}, ""},
		{"entries that are none", `{"data":{"home":{"home_timeline_urt":{"instructions":[{"entries":[1,"x",null,[]]},7]}}}}`, adentro.Records{Seen: 4, Rejected: 4}, ""},
		{"nothing", `{"data":{}}`, adentro.Records{Seen: 1, Ignored: 1}, ""},
		{"direct messages", `{"data":{"viewer":{"result":{"__typename":"X"},"dm_inbox":{"users":[{"result":{"rest_id":"5","legacy":{"screen_name":"x"}}}]}}}}`, adentro.Records{Seen: 1, Ignored: 1}, ""},
		{"a page of the API v2", `{"data":{"id":"5","username":"cinco","name":"Cinco"}}`, adentro.Records{Seen: 1, Accepted: 1}, ""},
	}
	for _, tt := range tests {
		d := decodeBytes(t, "x.json", []byte(tt.text))
		if d.src.Records != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, d.src.Records, tt.want)
		}
		if tt.tweet != "" && (len(d.obs.Tweets) != 1 || d.obs.Tweets[0].ID.String() != tt.tweet || d.obs.Tweets[0].Author.Key != adentro.IDKey(5)) {
			t.Errorf("%s: %+v", tt.name, d.obs.Tweets)
		}
	}
	d := decodeBytes(t, "x.json", []byte(`{"data":{"user":{"result":{"timeline":{"timeline":{"instructions":[{"type":"TimelineAddEntries","entries":[]}]}}}}}}`))
	if len(d.src.Warnings) != 1 || d.src.Warnings[0].Code != "suspect_empty" || d.src.Records.Seen != 0 {
		t.Errorf("an empty page: %+v %+v", d.src.Warnings, d.src.Records)
	}
}
