package ingest

import (
	"testing"
)

func TestCampaign(t *testing.T) {
	for in, want := range map[string]string{
		"venezuela_201901_1_tweets_csv_hashed.csv": "venezuela_201901_1",
		"io/Cuba_082020_users_csv_unhashed.csv":    "cuba_082020",
		"costera_tweets.csv":                       "costera",
		"users.csv":                                "unnamed",
		"all_tweets.csv":                           "unnamed",
		"archivo.csv":                              "unnamed",
	} {
		if got := ioCampaign(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestHashes(t *testing.T) {
	for in, want := range map[string]bool{
		"vw7DaU4SLgZ9mWSjjsfYQVeB30sk9EKtdntGIfuY+MU=":                     true,
		"7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=":                      true,
		"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881": true,
		"1383027390673846673":                                              false,
		"un texto que no es ninguna suma, por cierto=":                     false,
		"": false,
	} {
		if isHash(in) != want {
			t.Errorf("%q: got %v", in, !want)
		}
	}
}

// TestRealTables reads real tables: nothing is rejected, and hashes are no handles.
func TestRealTables(t *testing.T) {
	for name, want := range map[string]int64{"io-archive": 11, "rtweet-venezuela": 5661} {
		obs := read(t, Options{}, sharedData(t, name))
		var seen, rejected int64
		for _, s := range obs.Sources {
			seen, rejected = seen+s.Records.Seen, rejected+s.Records.Rejected
		}
		if seen != want || rejected != 0 {
			t.Errorf("%s: seen %d, rejected %d, want %d and none", name, seen, rejected, want)
		}
		for i := range obs.Tweets {
			if x := &obs.Tweets[i]; x.Author.Key.IsZero() || x.Created.IsZero() || x.Text == "" {
				t.Errorf("%s: tweet %s lacks its author, date or text", name, x.ID)
			}
		}
	}
}
