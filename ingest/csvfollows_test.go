package ingest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// TestBareFollows counts edges that were told before, in whatever spelling, as
// duplicates where rows say nothing else.
func TestBareFollows(t *testing.T) {
	for in, want := range map[string]adentro.Records{
		"follower_id,followed_id\n1,9\n2,9\n1,9\n\"1\",\"9\"\n1,8\n":          {Seen: 5, Accepted: 3, Duplicate: 2},
		"follower_id,followed_id,weight\n1,9,1\n2,9,1\n1,9,1\n1,9,2\n1,8,1\n": {Seen: 5, Accepted: 4, Duplicate: 1},
	} {
		d := decodeOnly(t, "x.csv", []byte(in))
		obs := d.obs
		obs.Sources = []adentro.Source{d.src}
		if got := adentro.Resolve(adentro.Merge(&obs)).Sources[0].Records; got != want {
			t.Errorf("%q: %+v, want %+v", in, got, want)
		}
	}
}

func TestLeadingID(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 100_000 {
		s := fmt.Sprint(r.Uint64() >> r.IntN(64))
		switch i % 4 {
		case 1:
			s += string(rune(r.IntN(256)))
		case 2:
			s = strings.Replace(s, s[len(s)/2:len(s)/2+1], string([]byte{byte(r.IntN(256))}), 1)
		}
		b := []byte(s + ",1234567\n")
		end := bytes.IndexFunc(b, func(r rune) bool { return r < '0' || r > '9' })
		want, ok := digits(b[:end])
		if id, n := leadingID(b); id != want && ok || n != end && ok || n != 0 && !ok {
			t.Fatalf("%q: %d of %d bytes, want %d of %d, %v", b, id, n, want, end, ok)
		}
	}
}

// TestFollowColumns: the names of columns say who follows whom, or the table is none of follows.
func TestFollowColumns(t *testing.T) {
	for in, want := range map[string]string{
		"screen_name,follower_screen_name\nana,eva\nana,luz\n": "handle:eva>handle:ana handle:luz>handle:ana",
		"user_id,follower_user_id\n12,13\n12,14\n":             "13>12 14>12",
		"user_id,screen_name,follower\n12,ana,eva\n":           "handle:eva>12",
		"user,follower\nana,eva\n":                             "handle:eva>handle:ana",
		"user_id,friend_id\n12,13\n12,14\n":                    "12>13 12>14",
		"usuario,seguido\nana,eva\n":                           "handle:ana>handle:eva",
		"user_id,follower\n12,13\n":                            "", // perhaps a count
		"user,bio,follower\nana,Ana,eva\n":                     "",
		"follower_user_id,followed_user_id\n13,12\n":           "13>12",
	} {
		d := decodeOnly(t, "x.csv", []byte(in))
		if got := edgesOf(&d.obs); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// TestJSONFollows reads objects that are follows, also where chunks part them.
func TestJSONFollows(t *testing.T) {
	text := `{"follower_id":12,"followed_id":14}` + "\n" + `{"follower_id":13,"followed_id":14}` + "\n" + `{"followee":"@ana","follower":"eva"}` + "\n"
	d := decodeOnly(t, "x.jsonl", []byte(text))
	if got, want := edgesOf(&d.obs), "12>14 13>14 handle:eva>handle:ana"; got != want || d.src.Records.Accepted != 3 {
		t.Errorf("%s of %+v, want %s", got, d.src.Records, want)
	}
}
