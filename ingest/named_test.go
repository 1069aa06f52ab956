package ingest

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

func TestStatusLink(t *testing.T) {
	for s, want := range map[string]string{
		"https://twitter.com/ana_71/status/20":                    "20 handle:ana_71",
		"http://www.twitter.com/ana_71/statuses/20":               "20 handle:ana_71",
		"https://x.com/ana_71/status/20?s=20":                     "20 handle:ana_71",
		"https://mobile.x.com/ana_71/status/20/photo/1":           "20 handle:ana_71",
		"https://twitter.com/i/status/20":                         "20 ",
		"https://twitter.com/ana_71":                              " ",
		"https://ejemplo.example/ana_71/status/20":                " ",
		"https://notx.com/ana_71/status/20":                       " ",
		"https://twitter.com/ana_71/status/x":                     " ",
		"https://twitter.com/ana_71/status/999999999999999999999": " ",
		"": " ",
	} {
		tweet, author := statusLink(s)
		if got := tweet.String() + " " + author.String(); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

// TestTwoAccounts reads records that name two accounts: the one that was found is
// read, and whose list it is in only the operator can say.
func TestTwoAccounts(t *testing.T) {
	dir := folder(t, map[string]string{"seguidores_cdi_plaza.jsonl": `{"username":"cdi_plaza","screen_name":"eva_72","id":"72","followers_count":3}` + "\n" + `{"username":"cdi_plaza","screen_name":"ana_73","id":"73","followers_count":4}` + "\n"})
	obs := read(t, Options{}, dir)
	if len(obs.Profiles) != 2 || obs.Profiles[0].Handle != "eva_72" || len(obs.Pages) != 0 {
		t.Errorf("got %d accounts and %d lists, want 2 and 0", len(obs.Profiles), len(obs.Pages))
	}
	if s := obs.Sources[0]; !slices.ContainsFunc(s.Why, func(n adentro.Note) bool { return n.Code == "owner_unknown" }) {
		t.Errorf("nothing says that the owner is unknown: %v", s.Why)
	}
	obs = read(t, Options{Owner: adentro.HandleKey("cdi_plaza"), Kind: adentro.Followers}, dir)
	if len(obs.Pages) != 1 || obs.Pages[0].Members.Len() != 2 {
		t.Errorf("with owner and kind stated: %d lists, want one of 2", len(obs.Pages))
	}
}

// TestLists reads objects and maps that hold lists: whose they are, of what kind, how that is
// known, and who is in them. An empty answer is a list that makes no edges.
func TestLists(t *testing.T) {
	for _, tt := range []struct{ file, text, want string }{
		{"a.json", `{"user":"cdi_este","followers":[1,"2"]}`, "followers of handle:cdi_este stated: 1 2"},
		{"a.json", `{"owner":{"id":5},"following":["1","2"]}`, "following of 5 stated: 1 2"},
		{"a.json", `{"screen_name":"cdi_este","friends":[{"id":1,"screen_name":"ana"}]}`, "following of handle:cdi_este stated: 1"},
		{"a.json", `{"id":5,"followers":{"ids":[1,2]}}`, "followers of 5 stated: 1 2"},
		{"a.json", `{"id":5,"screen_name":"cdi","followers":{"users":[{"id":1,"screen_name":"ana"}]}}`, "followers of 5 stated: 1"},
		{"a.json", `{"id":"page_1","owner":"cdi_este","followers":[1]}`, "followers of handle:cdi_este stated: 1"},
		{"a.json", `{"user":"5","followers":["ana","12"," @eva","x y"]}`, "followers of 5 stated: handle:ana handle:12 handle:eva"},
		{"a.json", `{"type":"followers","created_at":"2021-04-18","user":"cdi_este","followers":[1]}`, "followers of handle:cdi_este stated: 1"},
		{"a.json", `{"followers":[1,2]}`, ""},
		{"cdi_este_followers.json", `{"followers":[1,2]}`, "followers of handle:cdi_este guessed: 1 2"},
		{"cdi_este_followers.json", `{"following":[1,2]}`, ""},
		{"cdi_sur_followers.json", `{"user":"cdi_este","followers":[1]}`, "followers of handle:cdi_este stated: 1"},
		{"a.json", `{"friends":[1,2]}`, "none"},
		{"a.json", `{"followers":{"cdi_este":[1],"7":[2]}}`, "followers of handle:cdi_este stated: 1; followers of 7 stated: 2"},
		{"a.json", `{"cdi_este":{"followers":[1],"friends":{"ids":[2]}}}`, "followers of handle:cdi_este stated: 1; following of handle:cdi_este stated: 2"},
		{"followers.json", `{"cdi_este":[1,2]}`, "followers of handle:cdi_este guessed: 1 2"},
		{"a.json", `{"cdi_este":[1,2]}`, "none"},
		{"a.json", `{"hashtags":["uno","dos"]}`, "none"},
		{"followers.json", `{"tags":["uno"],"data":[1]}`, "none"},
		{"a.json", `{"user":"cdi_este","followers":[1.5e18,{"name":"nadie"}]}`, "followers of handle:cdi_este stated:"},
	} {
		d := decodeBytes(t, tt.file, []byte(tt.text))
		var got []string
		for _, p := range d.obs.Pages {
			if p.Owner.IsZero() {
				got = append(got, "")
				continue
			}
			s := p.Kind.String() + " of " + p.Owner.String() + " " + p.Basis.String() + ":"
			for _, m := range p.Members.All() {
				s += " " + m.Key.String()
			}
			got = append(got, s)
		}
		if len(got) == 0 {
			got = []string{"none"}
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("%s %s:\n got %q\nwant %q", tt.file, tt.text, strings.Join(got, "; "), tt.want)
		}
	}
}

// TestLabels reads what TwiBot-20 says of its accounts; adentro says nothing of them.
func TestLabels(t *testing.T) {
	obs := read(t, Options{}, fixtures+"/twibot-20")
	got := map[string]string{}
	for i := range obs.Profiles {
		for _, l := range obs.Profiles[i].Labels {
			got[obs.Profiles[i].Key.String()] += l.Scheme + " " + l.Value
		}
	}
	if len(got) != 3 || got["2601"] != "twibot-20 human" || got["2605"] != "twibot-20 bot" || got["2608"] != "twibot-20 human" {
		t.Errorf("got %v, want those of 2601, 2605 and 2608", got)
	}
	for _, l := range adentro.Resolve(obs).Lists {
		if l.Complete == adentro.CompleteYes {
			t.Errorf("a sample of neighbours is taken for the whole list: %+v", l)
		}
	}
}

// TestRendered reads a tweet of which only the text as displayed was kept.
func TestRendered(t *testing.T) {
	d := decodeBytes(t, "a.jsonl", []byte(`{"_type":"snscrape.modules.twitter.Tweet","id":1383027390673847073,"date":"2021-04-16T12:00:00+00:00","renderedContent":"Corto…","user":{"id":1,"username":"ana"}}`))
	if len(d.obs.Tweets) != 1 || d.obs.Tweets[0].TextKind != adentro.TextNormalised || d.obs.Tweets[0].Text != "Corto…" {
		t.Errorf("got %+v", d.obs.Tweets)
	}
}

// TestCutWords keeps a word that is cut from being taken for a whole one.
func TestCutWords(t *testing.T) {
	d := decodeBytes(t, "a.jsonl", []byte(`{"_type":"snscrape.modules.twitter.Tweet","id":1383027390673847073,"date":"2021-04-16T12:00:00+00:00","rawContent":"RT @eva: #Entera con @ana y #Cort…","retweetedTweet":{"id":1383027390673847072},"user":{"id":1,"username":"luz"}}`))
	if tw := d.obs.Tweets[0]; len(tw.Hashtags) != 1 || tw.Hashtags[0] != "Entera" || tw.Kind != adentro.Retweet || tw.TextKind != adentro.TextCopy {
		t.Errorf("got %+v", tw)
	}
}
