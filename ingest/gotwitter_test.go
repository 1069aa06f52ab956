package ingest

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	//lint:ignore SA1019 the adapter of this library is what is tested
	"github.com/dghubble/go-twitter/twitter"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/seed-1b5e0f84/adentro"
)

// TestFromTwitter reads the v1.1 fixtures through go-twitter and by the decoder:
// what the library can parse comes to the same accounts and tweets.
func TestFromTwitter(t *testing.T) {
	users, tweets := 0, 0
	for _, f := range loadFixtures(t) {
		if f.format != "v1-users" && f.format != "v1-tweets" {
			continue
		}
		w := newWindow(readerOf(f.text))
		fr := newFramer(w, 1<<20)
		for x, ok := fr.next(); ok; x, ok = fr.next() {
			if x.reason != "" {
				continue
			}
			d := newDecoder("x.json", &Options{}, Formats())
			d.frame = x
			if f.format == "v1-users" {
				var u twitter.User
				if json.Unmarshal(x.data, &u) != nil {
					continue // an id that the library cannot hold
				}
				d.value(x.value)
				if len(d.obs.Profiles) == 1 && u.ID != 107 && u.ID != 111 { // twins that differ: the library keeps the last
					users++
					sameProfile(t, d.obs.Profiles[0], FromUser(&u))
				}
				continue
			}
			var tw twitter.Tweet
			if json.Unmarshal(x.data, &tw) != nil {
				continue
			}
			d.value(x.value)
			tweets++
			got, profiles := FromTweet(&tw)
			want := d.obs.Tweets[len(d.obs.Tweets)-1]
			want.Hash, want.Origin, want.Observed = 0, adentro.Origin{}, time.Time{}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(adentro.Tweet{})); diff != "" {
				t.Errorf("tweet %s: -decoder +adapter\n%s", want.ID, diff)
			}
			if len(profiles) != len(d.obs.Profiles) {
				t.Errorf("tweet %s: %d profiles, want %d", want.ID, len(profiles), len(d.obs.Profiles))
			}
			for _, p := range profiles {
				i := slices.IndexFunc(d.obs.Profiles, func(q adentro.Profile) bool { return q.Key == p.Key })
				if i < 0 {
					t.Errorf("tweet %s: the decoder has no profile of %s", want.ID, p.Key)
					continue
				}
				sameProfile(t, d.obs.Profiles[i], p)
			}
		}
	}
	if users < 5 || tweets < 5 {
		t.Errorf("only %d users and %d tweets were compared", users, tweets)
	}
	if p, _ := FromTweet(nil); !p.ID.IsZero() || !FromUser(nil).Key.IsZero() {
		t.Error("nil is somebody")
	}
}

// sameProfile compares the fields that the decoder knows; the adapter cannot
// tell a missing one from an empty one.
func sameProfile(t *testing.T, want, got adentro.Profile) {
	t.Helper()
	type fields struct {
		Key                                         adentro.Key
		Handle, Name, Bio, Location, URL            string
		Created                                     time.Time
		Followers, Following, Tweets, Listed, Likes int64
		Protected, Verified, DefaultImage           bool
	}
	of := func(p adentro.Profile) fields {
		return fields{p.Key, p.Handle, p.Name, p.Bio, p.Location, p.URL, p.Created, p.Followers, p.Following, p.Tweets, p.Listed, p.Likes, p.Protected, p.Verified, p.DefaultImage}
	}
	if diff := cmp.Diff(of(want), of(got)); diff != "" {
		t.Errorf("%s: -decoder +adapter\n%s", want.Key, diff)
	}
}
