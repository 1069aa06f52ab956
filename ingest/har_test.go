package ingest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro"
)

func harFixture(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtures, "har", "x.com.har"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestHARKeepsNoSecrets looks for the cookies, tokens, messages and settings of the
// fixture, which all bear one word, in everything that reading it gives: whole, cut and
// with broken bytes.
func TestHARKeepsNoSecrets(t *testing.T) {
	text := harFixture(t)
	if n := bytes.Count(text, []byte("CANARY")); n < 50 {
		t.Fatalf("the fixture has only %d secrets", n)
	}
	look := func(text []byte, what string) {
		d := decodeOnly(t, "x.com.har", text)
		all, err := json.Marshal(d.src)
		if err != nil {
			t.Fatal(err)
		}
		said := string(all) + fmt.Sprintf("%+v %+v %+v", d.obs.Profiles, d.obs.Tweets, d.obs.Pages)
		if i := strings.Index(said, "CANARY"); i >= 0 {
			t.Fatalf("%s: %s", what, said[max(i-200, 0):min(i+100, len(said))])
		}
	}
	look(text, "whole")
	for n := len(text) - 1; n > 0; n -= 331 {
		look(text[:n], fmt.Sprintf("cut at %d", n))
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		broken := bytes.Clone(text)
		for range 3 {
			broken[r.IntN(len(broken))] ^= 1 << r.IntN(8)
		}
		look(broken, "broken")
	}
}

// TestHARStreams reads a capture of many times the limit on one record.
func TestHARStreams(t *testing.T) {
	entry := func(i int) string {
		body := fmt.Sprintf(`{"data":{"user":{"result":{"__typename":"User","rest_id":"%d","core":{"screen_name":"cuenta_%d"},"legacy":{"description":"%s"}}}}}`, 5000+i, i, strings.Repeat("á", 60<<10))
		quoted, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf(`{"startedDateTime":"2026-05-01T10:00:00.000Z","request":{"url":"https://x.com/i/api/graphql/a/UserByScreenName"},"response":{"content":{"text":%s}}}`, quoted)
	}
	var b strings.Builder
	b.WriteString(`{ "log" : {"version":"1.2","comment":"\"entries\":[","pages":[{"entries":[1,2]}],"entries":[`)
	for i := range 40 {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString(entry(i))
	}
	b.WriteString(`],"comment":"fin"}}` + "\n")
	d := decodeBytes(t, "x.har", []byte(b.String()))
	if r := d.src.Records; b.Len() < 4<<20 || r.Accepted != 40 || r.Seen != 40 || d.src.Format != "har" || len(d.src.Warnings) != 0 {
		t.Errorf("of %d bytes: %+v as %s, %v", b.Len(), r, d.src.Format, d.src.Warnings)
	}
}

// TestHAROffsets holds the places of records to the strings of the answers that they lie in.
func TestHAROffsets(t *testing.T) {
	text := harFixture(t)
	spans := regexp.MustCompile(`"text": "(?:[^"\\]|\\.)*"`).FindAllIndex(text, -1)
	inside := func(o adentro.Origin) bool {
		for _, s := range spans {
			if o.Offset >= int64(s[0]) && o.Offset < int64(s[1]) {
				return true
			}
		}
		return false
	}
	d := decodeBytes(t, "x.com.har", text)
	for i := range d.obs.Profiles {
		for _, s := range d.obs.Profiles[i].Sightings {
			if !inside(s.Origin) {
				t.Errorf("%s at %d", d.obs.Profiles[i].Key, s.Origin.Offset)
			}
		}
	}
	for _, p := range d.obs.Pages {
		for _, m := range p.Members.All() {
			if !inside(adentro.Origin{Offset: m.Offset}) {
				t.Errorf("member %s at %d", m.Key, m.Offset)
			}
		}
	}
}

// TestHARAmongValues reads captures one a line as those that are files of their own.
func TestHARAmongValues(t *testing.T) {
	var line bytes.Buffer
	if err := json.Compact(&line, harFixture(t)); err != nil {
		t.Fatal(err)
	}
	alone := decodeBytes(t, "x.har", line.Bytes())
	among := decodeBytes(t, "x.jsonl", append([]byte(`{"id":7,"screen_name":"otra","followers_count":1}`+"\n"), append(line.Bytes(), '\n')...))
	if alone.src.Records.Accepted+1 != among.src.Records.Accepted || alone.src.Records.Ignored != among.src.Records.Ignored || len(alone.obs.Pages) != len(among.obs.Pages) {
		t.Errorf("alone %+v, among values %+v", alone.src.Records, among.src.Records)
	}
	twice := decodeBytes(t, "x.har", append(append(line.Bytes(), '\n'), line.Bytes()...))
	if r := twice.src.Records; r.Seen != 2*alone.src.Records.Seen || r.Rejected != 0 {
		t.Errorf("twice: %+v", r)
	}
}

func TestReadRequest(t *testing.T) {
	const gql = "https://x.com/i/api/graphql/hAsH/"
	list := func(k adentro.Key, kind adentro.ListKind) listing { return listing{k, kind, adentro.Stated, "content"} }
	tests := []struct {
		address, body string
		want          webRequest
	}{
		{gql + "Followers?variables=%7B%22userId%22%3A%221330002345678901234%22%2C%22cursor%22%3A%22AB%7C1%22%7D", "",
			webRequest{operation: "Followers", list: list(adentro.IDKey(1330002345678901234), adentro.Followers), cursor: "AB|1"}},
		{gql + "Following", `{"variables":{"userId":"12"},"queryId":"x"}`, webRequest{operation: "Following", list: list(adentro.IDKey(12), adentro.Following)}},
		{gql + "Following", `{"variables":"{\"userId\":\"12\"}"}`, webRequest{operation: "Following", list: list(adentro.IDKey(12), adentro.Following)}},
		{gql + "Followers", `not json`, webRequest{operation: "Followers", list: list(adentro.Key{}, adentro.Followers)}},
		{gql + "Followers?variables=%7B%22userId%22%3A1.3e18%7D", "", webRequest{operation: "Followers", list: list(adentro.Key{}, adentro.Followers)}},
		{gql + "FollowersYouKnow?variables=%7B%22userId%22%3A%2212%22%7D", "", webRequest{operation: "FollowersYouKnow"}},
		{gql + "UserByScreenName?variables=%7B%22screen_name%22%3A%22Ana_P%22%7D", "", webRequest{operation: "UserByScreenName", account: adentro.HandleKey("ana_p")}},
		{"https://api.twitter.com/1.1/followers/ids.json?user_id=12", "", webRequest{list: list(adentro.IDKey(12), adentro.Followers)}},
		{"https://api.x.com/2/users/12/following?max_results=5", "", webRequest{list: list(adentro.IDKey(12), adentro.Following)}},
		{"https://api.x.com/1.1/followers/list.json", "", webRequest{}},
		{"::", "", webRequest{}},
	}
	for _, tt := range tests {
		got := readRequest(tt.address, tt.body)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(webRequest{}, listing{})); diff != "" {
			t.Errorf("%s %s: -want +got\n%s", tt.address, tt.body, diff)
		}
	}
}

func TestKindOfAddress(t *testing.T) {
	for address, want := range map[string]addressKind{
		"https://x.com/i/api/graphql/a/Followers":                      dataAddress,
		"https://API.twitter.com/1.1/users/lookup.json":                dataAddress,
		"https://mobile.twitter.com/i/api/2/search/adaptive.json?q=x":  dataAddress,
		"https://x.com/i/api/graphql/a/DmAllSearchSlice":               messagesAddress,
		"https://x.com/i/api/1.1/dm/conversation/1-2.json":             messagesAddress,
		"https://x.com/i/api/1.1/account/multi/list.json":              privateAddress,
		"https://x.com/i/api/2/notifications/all.json":                 privateAddress,
		"https://x.com/i/api/graphql/a/NotificationsTimeline":          privateAddress,
		"https://x.com/i/api/graphql/a/Bookmarks":                      privateAddress,
		"https://x.com/i/api/1.1/jot/client_event.json":                otherAddress,
		"https://x.com/home":                                           otherAddress,
		"https://notx.com/i/api/graphql/a/Followers":                   otherAddress,
		"https://x.com.example/i/api/graphql/a/Followers":              otherAddress,
		"https://evil.example/?u=https://x.com/i/api/graphql/a/Viewer": otherAddress,
		"data:text/plain,x":                                            otherAddress,
	} {
		if got := kindOfAddress(address); got != want {
			t.Errorf("%s: got %d, want %d", address, got, want)
		}
	}
}
