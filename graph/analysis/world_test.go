package analysis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A builder collects a synthetic world: every account, date and text of these
// tests is invented.
type builder struct {
	obs adentro.Observations
	at  int64
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func (b *builder) sighting() adentro.Sighting {
	b.at++
	return adentro.Sighting{At: day(2021, 4, 18), Hash: uint64(b.at), Origin: adentro.Origin{Offset: b.at}}
}

// account adds a profile; empty texts and a zero date stay unknown.
func (b *builder) account(id uint64, handle, name, bio, location string, created time.Time) *adentro.Profile {
	p := adentro.Seen(adentro.IDKey(id), b.sighting())
	for f, v := range map[adentro.Field]string{adentro.FieldHandle: handle, adentro.FieldName: name, adentro.FieldBio: bio, adentro.FieldLocation: location} {
		if v != "" {
			p.SetText(f, v)
		}
	}
	if !created.IsZero() {
		p.SetCreated(created)
	}
	b.obs.Profiles = append(b.obs.Profiles, p)
	return &b.obs.Profiles[len(b.obs.Profiles)-1]
}

func (b *builder) list(owner adentro.Key, kind adentro.ListKind, members ...uint64) *adentro.Page {
	s := b.sighting()
	p := adentro.Page{Owner: owner, Kind: kind, Origin: s.Origin, Observed: s.At}
	for _, m := range members {
		p.Members.Append(adentro.IDKey(m), 0)
	}
	b.obs.Pages = append(b.obs.Pages, p)
	return &b.obs.Pages[len(b.obs.Pages)-1]
}

func (b *builder) tweet(author uint64, at time.Time, tags ...string) *adentro.Tweet {
	s := b.sighting()
	b.obs.Tweets = append(b.obs.Tweets, adentro.Tweet{
		ID: adentro.IDKey(uint64(b.at)), Author: adentro.AccountRef{Key: adentro.IDKey(author)}, Created: at, Hashtags: tags, Origin: s.Origin,
	})
	return &b.obs.Tweets[len(b.obs.Tweets)-1]
}

func (b *builder) retweet(author uint64, at time.Time, of uint64, by adentro.Key, tags ...string) *adentro.Tweet {
	t := b.tweet(author, at, tags...)
	t.Kind = adentro.Retweet
	t.Refs = []adentro.Ref{{Kind: adentro.Retweet, ID: adentro.IDKey(of), Author: adentro.AccountRef{Key: by}}}
	return t
}

func mention(handle string) adentro.Mention {
	return adentro.Mention{AccountRef: adentro.AccountRef{Key: adentro.HandleKey(handle)}, Handle: handle}
}

// snapshot resolves the world.
func (b *builder) snapshot(t testing.TB) *adentro.Snapshot {
	t.Helper()
	b.obs.Sources = []adentro.Source{{Path: "synthetic"}}
	s := adentro.Resolve(adentro.Merge(&b.obs))
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	return s
}

// study runs the analyses of accounts and tags.
func study(t testing.TB, s *adentro.Snapshot, k *adentro.Case, workers int) *Results {
	t.Helper()
	if k == nil {
		k = &adentro.Case{}
	}
	in := &Input{Snap: s, Case: k, Seed: 1, Workers: workers}
	out := &Results{}
	for _, a := range []Analysis{populationAnalysis, classesAnalysis, seedsAnalysis, creationAnalysis, hashtagsAnalysis, lostAnalysis} {
		if err := a.Run(context.Background(), in, out); err != nil {
			t.Fatalf("%s: %v", a.Name, err)
		}
	}
	return out
}

// smallCase has a class by token, with a burst window.
func smallCase() *adentro.Case {
	return &adentro.Case{
		Home:  []string{"VE"},
		Seeds: []adentro.Key{adentro.IDKey(1)},
		Classes: []adentro.Class{{Key: "cdi", Place: "region:VE", Register: 499, RegisterOf: "2009",
			Rules: []adentro.Rule{{ID: "token", Fields: []string{"handle", "name"}, Tokens: []string{"cdi"}, Not: []string{"club deportivo"}}}}},
		Windows: []adentro.Window{{Name: "w", Class: "cdi", From: day(2021, 2, 1), To: day(2021, 3, 31)}},
		Tags:    []adentro.Tag{{Name: "Uno", Announced: day(2021, 4, 16)}, {Name: "Dos"}},
	}
}

// burstWorld has a seed with 1,430 followers, 114 of them in class cdi, of
// which 41 were created in February and March 2021.
func burstWorld(rng *rand.Rand) *builder {
	b := &builder{}
	b.account(1, "semilla_sintetica", "Semilla", "", "", day(2012, 5, 1))
	var members []uint64
	span := func(from, to time.Time) time.Time {
		return from.Add(time.Duration(rng.Int64N(int64(to.Sub(from)))))
	}
	for i := range 1430 {
		id := uint64(i + 2)
		members = append(members, id)
		switch {
		case i < 41:
			b.account(id, fmt.Sprintf("cdi_s%d", i), "CDI", "", "", span(day(2021, 2, 1), day(2021, 4, 1)))
		case i < 114:
			b.account(id, fmt.Sprintf("cdi_s%d", i), "CDI", "", "", span(day(2012, 1, 1), day(2021, 1, 1)))
		default:
			b.account(id, fmt.Sprintf("s%d", i), "Sintética", "", "", span(day(2009, 1, 1), day(2021, 4, 10)))
		}
	}
	b.list(adentro.IDKey(1), adentro.Followers, members...)
	return b
}
