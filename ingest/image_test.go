package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

const (
	defaultAddress = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"
	ownAddress     = "https://pbs.twimg.com/profile_images/1/default_profile_normal.png"
)

// TestDefaultImage reads in every shape a profile with the platform's picture, one with a picture of
// its own, and one of which the record does not tell.
func TestDefaultImage(t *testing.T) {
	for _, tt := range []struct {
		format, file, text string // $ stands for what tells
		yes, no, none      string
	}{
		{"v1-users", "u.jsonl", `{"id_str":"7","screen_name":"ana","followers_count":1$}`, `,"default_profile_image":true`, `,"default_profile_image":false`, `,"default_profile_image":null`},
		{"v1-users", "u.jsonl", `{"id_str":"7","screen_name":"ana","followers_count":1$}`, `,"default_profile_image":true,"profile_image_url":"` + ownAddress + `"`, `,"default_profile_image":false,"profile_image_url":"` + defaultAddress + `"`, ""},
		{"v1-users", "u.jsonl", `{"id_str":"7","screen_name":"ana","followers_count":1$}`, `,"profile_image_url":"` + strings.ReplaceAll(defaultAddress, "/", `\/`) + `"`, `,"profile_image_url_https":"` + ownAddress + `"`, `,"profile_image_url":""`},
		{"v1-tweets", "t.jsonl", `{"id_str":"1383027390673846273","text":"hola","truncated":false,"user":{"id_str":"7","screen_name":"ana"$}}`, `,"default_profile_image":true`, `,"default_profile_image":false`, ""},
		{"v2-pages", "p.json", `{"data":[{"id":"7","username":"ana","name":"Ana","protected":false$}],"meta":{"result_count":1}}`, `,"profile_image_url":"` + defaultAddress + `"`, `,"profile_image_url":"` + ownAddress + `"`, ""},
		{"graphql", "g.json", `{"data":{"user":{"result":{"__typename":"User","rest_id":"7","core":{"screen_name":"ana","name":"Ana"}$,"legacy":{"followers_count":1}}}}}`, `,"avatar":{"image_url":"` + defaultAddress + `"}`, `,"avatar":{"image_url":"` + ownAddress + `"}`, `,"avatar":{}`},
		{"graphql", "g.json", `{"data":{"user":{"result":{"__typename":"User","rest_id":"7","legacy":{"screen_name":"ana","name":"Ana","followers_count":1$}}}}}`, `,"default_profile_image":true,"profile_image_url_https":"` + ownAddress + `"`, `,"profile_image_url_https":"` + ownAddress + `"`, ""},
		{"snscrape", "s.jsonl", `{"_type":"snscrape.modules.twitter.User","username":"ana","id":7,"displayname":"Ana"$}`, `,"profileImageUrl":"` + defaultAddress + `"`, `,"profileImageUrl":"` + ownAddress + `"`, `,"profileImageUrl":null`},
		{"apify", "a.jsonl", `{"type":"user","userName":"ana","id":"7","name":"Ana"$}`, `,"profilePicture":"` + defaultAddress + `"`, `,"profilePicture":"` + ownAddress + `"`, ""},
		{"twint-json", "t.jsonl", `{"id":7,"username":"ana","name":"Ana","join_date":"2012-03-04"$}`, `,"profile_image_url":"` + defaultAddress + `"`, `,"profile_image_url":"` + ownAddress + `"`, `,"profile_image_url":""`},
		{"brightdata", "b.jsonl", `{"x_id":"7","id":"ana","profile_name":"Ana"$}`, `,"profile_image_link":"` + defaultAddress + `"`, `,"profile_image_link":"` + ownAddress + `"`, ""},
		{"twibot-20", "t.json", `[{"ID":"7","profile":{"id":"7 ","screen_name":"ana "$},"tweet":null,"neighbor":null,"domain":[],"label":"0"}]`, `,"default_profile_image":"True "`, `,"profile_image_url":"` + ownAddress + ` "`, `,"profile_image_url":"None "`},
		{"gnip", "g.jsonl", `{"id":"tag:search.twitter.com,2005:858984338027446273","objectType":"activity","verb":"post","postedTime":"2017-05-01T10:00:00.000Z","body":"hola","actor":{"id":"id:twitter.com:7","preferredUsername":"ana"$}}`, `,"image":"` + defaultAddress + `"`, `,"image":"` + ownAddress + `"`, ""},
		{"web-exporter", "twitter-Followers-1700000000000.json", `[{"id":"7","screen_name":"ana","name":"Ana","followers_count":1,"followed_by":false,"website":null$}]`, `,"profile_image_url":"` + defaultAddress + `"`, `,"profile_image_url":"` + ownAddress + `"`, ""},
		{"csv-users", "u.csv", "id,screen_name,name,default_profile_image,profile_image_url\n7,ana,Ana,$\n", "1,", "," + ownAddress, ","},
		{"csv-users", "u.csv", "user_id;username;followers_count;user_profile_image_url_https\n7;ana;3;$\n", defaultAddress, ownAddress, "NA"},
		{"csv-users", "u.csv", "id,screen_name,name,Default profile image?\n7,ana,Ana,$\n", "sí", "no", ""},
		{"minet-tweets", "u.csv", "id,screen_name,name,timestamp_utc,tweets,followers,friends,likes,lists,image,default_profile_image\n7,ana,Ana,1357095845,1,2,3,4,5,$\n", ",1", ownAddress + ",", ","},
		{"twarc-csv", "u.csv", "id,username,name,profile_image_url,public_metrics.followers_count,__twarc.url\n7,ana,Ana,$,3,\n", defaultAddress, ownAddress, ""},
		{"twint", "u.csv", "id,name,username,bio,location,url,join_date,join_time,private,profile_image_url\n7,Ana,ana,,,,2012-03-04,05:06:07,0,$\n", defaultAddress, ownAddress, ""},
		{"vendor-csv", "v.csv", "x_id,id,profile_name,biography,profile_image_link\n7,ana,Ana,,$\n", defaultAddress, ownAddress, ""},
		{"rtweet", "r.csv", "user_id,status_id,created_at,screen_name,text,is_retweet,name,profile_image_url\n7,1383027390673846273,2021-04-16 12:00:00,ana,hola,FALSE,Ana,$\n", defaultAddress, ownAddress, "NA"},
		{"sfm", "s.csv", "id,tweet_url,created_at,text,user_screen_name,user_followers_count,user_id,user_default_profile_image\n1383027390673846273,https://twitter.com/ana/status/1383027390673846273,Fri Apr 16 12:00:00 +0000 2021,hola,ana,3,7,$\n", "True", "False", ""},
		{"tcat", "t.csv", "id,created_at,text,from_user_name,from_user_id,from_user_followercount,from_user_profile_image_url\n1383027390673846273,2021-04-16 12:00:00,hola,ana,7,3,$\n", defaultAddress, ownAddress, ""},
		{"snscrape", "s.csv", "id,date,rawContent,user.username,user.id,user.displayname,user.profileImageUrl\n1383027390673846273,2021-04-16 12:00:00+00:00,hola,ana,7,Ana,$\n", defaultAddress, ownAddress, ""},
		{"snscrape", "s.csv", "id,date,rawContent,user\n1383027390673846273,2021-04-16 12:00:00+00:00,hola,\"{'username': 'ana', 'id': 7, 'displayname': 'Ana'$}\"\n", ", 'profileImageUrl': '" + defaultAddress + "'", ", 'profileImageUrl': '" + ownAddress + "'", ""},
	} {
		for tells, want := range map[string]string{tt.yes: "yes", tt.no: "no", tt.none: "unknown"} {
			text := strings.Replace(tt.text, "$", tells, 1)
			obs := read(t, Options{}, folder(t, map[string]string{tt.file: text}))
			if f := obs.Sources[0].Format; f != tt.format {
				t.Errorf("%s was taken for %q, not %s", text, f, tt.format)
			}
			got := "nobody"
			for i := range obs.Profiles {
				p := &obs.Profiles[i]
				if p.Key != adentro.IDKey(7) {
					continue
				}
				switch got = "unknown"; {
				case p.Known(adentro.FieldDefaultImage) && p.DefaultImage:
					got = "yes"
				case p.Known(adentro.FieldDefaultImage):
					got = "no"
				}
			}
			if got != want {
				t.Errorf("%s %s: the default picture: %s, want %s", tt.format, text, got, want)
			}
		}
	}
}

func TestIsDefaultImage(t *testing.T) {
	for address, want := range map[string][2]bool{
		defaultAddress: {true, true},
		ownAddress:     {false, true},
		"http://a1.twimg.com/sticky/default_profile_images/default_profile_6_normal.png": {true, true},
		"http://static.twitter.com/images/default_profile_normal.png":                    {true, true},
		"http://s.twimg.com/a/1292022067/images/default_profile_5_normal.png":            {true, true},
		"":                        {},
		"None":                    {},
		"default_profile_images/": {},
	} {
		if is, known := isDefaultImage(address); is != want[0] || known != want[1] {
			t.Errorf("%q: %v, %v, want %v", address, is, known, want)
		}
	}
}

// TestDefaultImageIsMapped reads the column that a mapping names, be it a flag or an address.
func TestDefaultImageIsMapped(t *testing.T) {
	m := &Mapping{Columns: map[string]string{"id": "n", "default_image": "huevo"}}
	obs := mapped(t, "x.csv", "n,huevo,foto\n1,sí,\n2,"+ownAddress+",\n3,,"+defaultAddress+"\n", m)
	var got []string
	for i := range obs.Profiles {
		p := &obs.Profiles[i]
		got = append(got, fmt.Sprint(p.Key, p.Known(adentro.FieldDefaultImage), p.DefaultImage))
	}
	if want := "1 true true; 2 true false; 3 false false"; strings.Join(got, "; ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "; "), want)
	}
}

// TestDefaultImageKeepsNoAddress: what is looked at in passing is not copied.
func TestDefaultImageKeepsNoAddress(t *testing.T) {
	var tape jsontape.Tape
	if _, err := tape.Parse([]byte(`{"a":"`+defaultAddress+`"}`), true); err != nil {
		t.Fatal(err)
	}
	p := adentro.Seen(adentro.IDKey(1), adentro.Sighting{})
	v := tape.Root().Get("a")
	if n := testing.AllocsPerRun(100, func() { setDefaultImage(&p, jsontape.Value{}, v) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if !p.DefaultImage {
		t.Error("not read")
	}
}
