package ingest

import "testing"

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
		"vw7DaU4SLgZ9mWSjjsfYQVeB30sk9EKtdntGIfuY+MU=": true,
		"7WTYPcAGruW7ZtKtLorAsQoBkPdRwCt0vtm6931MVE=":  true,
		"1383027390673846673":                          false,
		"un texto que no es ninguna suma, por cierto=": false,
		"": false,
	} {
		if isHash(in) != want {
			t.Errorf("%q: got %v", in, !want)
		}
	}
}
