package ingest

import (
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

func TestNameListing(t *testing.T) {
	const f, g = adentro.Followers, adentro.Following
	tests := []struct {
		label string
		owner string // "" for none
		kind  adentro.ListKind
	}{
		{"jack_followers.txt", "handle:jack", f},
		{"followers_jack.txt", "handle:jack", f},
		{"@jack-followers.json.gz", "handle:jack", f},
		{"jack.followers.jsonl.zst", "handle:jack", f},
		{"followers_Maria_Lopez-3.json", "handle:maria_lopez", f},
		{"maria_lopez_friends.json", "handle:maria_lopez", g},
		{"jack_following_page3.json", "handle:jack", g},
		{"jack_followers-p2.json", "handle:jack", f},
		{"followers_jack_1.json", "handle:jack", f},
		{"followers_jack_page_3.json", "handle:jack", f},
		{"followers_marta_2.json", "handle:marta", f},
		{"followers_marta_12.json", "handle:marta", f},
		{"followers_jack (2).json", "handle:jack", f},
		{"followers_12345-2.json", "12345", f},
		{"followers_jack2.json", "handle:jack2", f},
		{"cdi_2301/seguidores.json", "handle:cdi_2301", f},
		{"seguidores_cdi_norte.csv", "handle:cdi_norte", f},
		{"seguidores-de-cdi_norte-2021-04-02.csv.gz", "handle:cdi_norte", f},
		{"20210402_cdi_norte_seguidores.csv", "handle:cdi_norte", f},
		{"seguidos_jack.csv", "handle:jack", g},
		{"siguiendo_jack.csv", "handle:jack", g},
		{"follower_ids_jack.txt", "handle:jack", f},
		{"jack_follower_ids.txt", "handle:jack", f},
		{"12345_followers.json", "12345", f},
		{"followers_1234567890.txt", "1234567890", f},
		{"followers_1234567890123456789.txt", "1234567890123456789", f},
		{"followers_jack_1617321600.json", "handle:jack", f},
		{"jack_followers_1617321600000.json", "handle:jack", f},
		{"twitter-jack_Followers-1617321600000.json", "handle:jack", f},
		{"twitter-Followers-1617321600000.json", "", f},
		{"followers/jack.txt", "handle:jack", f},
		{"follower_ids/12345.txt", "12345", f},
		{"seguidores/cdi_norte.2.json", "handle:cdi_norte", f},
		{"friends/jack.json", "handle:jack", g},
		{"jack/followers_3.json", "handle:jack", f},
		{"followers/jack/page_1.json", "handle:jack", f},
		{"a/jack/following/1.json", "handle:jack", g},
		{"seguidores/12345678/2.json.gz", "12345678", f},
		{"followers/data/1.json", "", f},
		{"followers/1.json", "", f},
		{"jack/1.json", "", 0},
		{"jack/archive/1.json", "", 0},
		{"a/b/cdi_norte/seguidores.csv", "handle:cdi_norte", f},
		{"jack_followers_2021-04-02T10-30.json", "handle:jack", f},
		{"followers_20210402.json", "", f},

		{"followers_la_patilla.txt", "handle:la_patilla", f},
		{"el_pais_followers.txt", "handle:el_pais", f},
		{"seguidores_de_los_cubanos-2.csv", "handle:los_cubanos", f},
		{"seguidores-de-la-cuenta-cdi_norte.csv", "handle:cdi_norte", f},
		{"seguidores de @cdi_x.csv", "handle:cdi_x", f},
		{"los_seguidores_de_ana_b.csv", "handle:ana_b", f},
		{"_maria_followers.txt", "handle:_maria", f},
		{"followers_maria_.txt", "handle:maria_", f},
		{"followers.cdi_x.json", "handle:cdi_x", f},
		{"followers_cdi_x_v2.jsonl", "handle:cdi_x", f},
		{"siguiendo_a_cdi_norte.txt", "handle:cdi_norte", g},
		{"2021-04-02/jack/followers.json", "handle:jack", f},
		{"jack_20210402/followers.json", "handle:jack", f},
		{"jack_20210402_followers.json", "handle:jack", f},
		{"_jack_20210402_followers.json", "handle:_jack", f},

		// Two readings are none.
		{"cdi_x_followers.txt", "", f},
		{"seguidores_cdi_2301.json", "", f},
		{"seguidores/cdi_2301.json", "", f},
		{"seguidores-cdi-2301.json", "", f},
		{"cdi_2301_seguidores.json", "", f},
		{"@cdi_2301_seguidores.json", "", f},
		{"followers_jack_2.json", "", f},
		{"followers_jack_p2.json", "", f},
		{"followers_12345_2.json", "", f},
		{"followers_of_nobody_final(2).json", "", f},
		{"followers_cdi_x_old.txt", "", f},
		{"followers_maria_1990.txt", "", f},
		{"followers_ana_20210402_maria.txt", "", f},
		{"followers_ana20210402_maria.txt", "", f},
		{"maria__followers.txt", "", f},
		{"seguidores_seguidos_cdi_norte.txt", "", 0},
		{"1617321600_followers.txt", "", f},
		{"followers_202104.txt", "", f},
		{"followers_100000.txt", "", f},
		{"20210402/followers.json", "", f},
		{"abril/followers.json", "", f},
		{"seguidores_abril_2021.csv", "", f},
		{"followers_with_location.csv", "", f},
		{"bots_followers.csv", "", f},
		{"followers_ab.txt", "", f},
		{"followers.json", "", f},
		{"get_followers_0.json", "", f},
		{"get_follower_ids_stringify.json", "", f},
		{"get_friends_paged_additional_params.json", "", g},
		{"get_friends_paged_uid.json", "", g},
		{"follower_ids.txt", "", f},
		{"users_followers.json", "", f},
		{"followers_list2.json", "", f},
		{"followers_page1.json", "", f},
		{"all_followers.csv", "", f},
		{"data/followers.csv", "", f},
		{"usernames_followers.csv", "", f},
		{"seguidores.xlsx.csv", "", f},
		{"seguidores_ana_perez.xlsx - Hoja1.csv", "", f},
		{"seguidores_ana_perez.xlsx.csv", "handle:ana_perez", f},
		{"followers_by_handle.json", "", f},
		{"gql/followers.json", "", f},
		{"graphql_2/seguidores.json", "", f},
		{"Documents/followers.csv", "", f},
		{"phantombuster_followers_2.csv", "", f},
		{"scraped_followers.json", "", f},
		{"dumps/followers_3.json", "", f},
		{"my_data_1/followers.csv", "", f},
		{"followers/ids.txt", "", f},
		{"followers/page_3.json", "", f},
		{"followers/3.json", "", f},
		{"jack_followers_of_followers.csv", "", 0},
		{"friends_of_cuba_followers.json", "", 0},
		{"case1_followers_jack.json", "", f},
		{"create_friendship.json", "", 0},
		{"jack.json", "", 0},
		{"unfollowers_jack.txt", "", 0},
		{"friends_timeline-kesuke.json", "", g},
		{"-", "", 0},
		{"", "", 0},
		{"followers_../../etc/passwd", "", 0},
	}
	for _, tt := range tests {
		got := nameListing(tt.label, func(base string) bool { return base == "followers_marta_1.json" })
		if got.owner.String() != tt.owner || tt.owner != "" && got.kind != tt.kind {
			t.Errorf("%q: got %q %s, want %q %s", tt.label, got.owner, got.kind, tt.owner, tt.kind)
		}
		if tt.owner != "" && got.basis != adentro.Guessed {
			t.Errorf("%q: the basis is not guessed", tt.label)
		}
	}
}

func TestNameDate(t *testing.T) {
	for name, want := range map[string]string{
		"followers_2021-04-02.json":                 "2021-04-02T00:00:00Z",
		"20210402_x.csv":                            "2021-04-02T00:00:00Z",
		"x_2021_04_02.csv":                          "2021-04-02T00:00:00Z",
		"twitter-Followers-1617321600000.json":      "2021-04-02T00:00:00Z",
		"followers_jack_1617321600.json":            "2021-04-02T00:00:00Z",
		"followers_1234567890.txt":                  "",
		"20211302.csv":                              "",
		"1380000000000000000.json":                  "",
		"19990101.json":                             "",
		"tweets.json":                               "",
		"followers_1380000000020210402000.json":     "",
		"adentro-2021-04-02T10-30-00Z-followers.gz": "2021-04-02T00:00:00Z",
	} {
		got, ok := nameDate(name)
		s := ""
		if ok {
			s = got.Format(time.RFC3339)
		}
		if s != want {
			t.Errorf("%q: got %q, want %q", name, s, want)
		}
	}
}

// TestAside checks the order of what is believed of a list: case file, flags,
// the name.
func TestAside(t *testing.T) {
	day := time.Date(2021, 4, 2, 0, 0, 0, 0, time.UTC)
	hints := []adentro.ListHint{{File: "lists/*.json", Owner: adentro.IDKey(7), Kind: adentro.Following, Observed: day}, {File: "b.txt", Kind: adentro.Followers}}
	tests := []struct {
		name, label string
		opt         Options
		want        listing
		date        string
	}{
		{"name", "jack_followers.txt", Options{}, listing{adentro.HandleKey("jack"), adentro.Followers, adentro.Guessed, "name"}, ""},
		{"flags over name", "jack_followers.txt", Options{Owner: adentro.IDKey(1), Kind: adentro.Following}, listing{adentro.IDKey(1), adentro.Following, adentro.Stated, "flag"}, ""},
		{"kind alone agrees with the name", "jack_followers.txt", Options{Kind: adentro.Followers}, listing{adentro.HandleKey("jack"), adentro.Followers, adentro.Guessed, "name"}, ""},
		{"kind alone contradicts the name", "jack_followers.txt", Options{Kind: adentro.Following}, listing{kind: adentro.Following, from: "flag"}, ""},
		{"owner alone takes the kind from the name", "followers.txt", Options{Owner: adentro.IDKey(1)}, listing{adentro.IDKey(1), adentro.Followers, adentro.Guessed, "name"}, ""},
		{"case over flags", "lists/a.json", Options{Owner: adentro.IDKey(1), Kind: adentro.Followers, Lists: hints}, listing{adentro.IDKey(7), adentro.Following, adentro.Stated, "case"}, "case"},
		{"case by base name, owner by flag", "x/b.txt", Options{Owner: adentro.IDKey(1), Lists: hints}, listing{adentro.IDKey(1), adentro.Followers, adentro.Stated, "flag"}, ""},
		{"the kind alone is kept for the content's owner", "seguidores.csv", Options{}, listing{kind: adentro.Followers, basis: adentro.Guessed, from: "name"}, ""},
		{"nothing", "dump.json", Options{}, listing{}, ""},
	}
	for _, tt := range tests {
		got, date := aside(tt.label, "", &tt.opt, nil)
		if got != tt.want || date.basis != tt.date {
			t.Errorf("%s: got %+v %q, want %+v %q", tt.name, got, date.basis, tt.want, tt.date)
		}
	}
}

// TestHintInArchive: a pattern of the case file also means a member of an archive, with or without the
// folders that it was packed with.
func TestHintInArchive(t *testing.T) {
	for member, want := range map[string]bool{"followers/a.json": true, "caso/followers/a.json": true, "caso/followers/a.csv": false, "following/a.json": false} {
		_, ok := hint("caso.zip/"+member, member, []adentro.ListHint{{File: "followers/*.json"}})
		if ok != want {
			t.Errorf("%s: %v, want %v", member, ok, want)
		}
	}
	if _, ok := hint("x/followers/a.json", "", []adentro.ListHint{{File: "followers/*.json"}}); ok {
		t.Error("a file of another folder is meant")
	}
}
