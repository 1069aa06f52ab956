package adentro

import (
	"strings"
	"testing"
	"time"
)

// sound returns a small invented Snapshot that breaks no invariant.
func sound() *Snapshot {
	s := &Snapshot{}
	for _, id := range []uint64{11, 12, 13} {
		a := Account{}
		a.Key = IDKey(id)
		s.Accounts = append(s.Accounts, a)
	}
	ref := func(i int32) AccountRef { return AccountRef{s.Accounts[i].Key, i} }
	at := time.Date(2021, 4, 6, 12, 0, 0, 0, time.UTC)
	s.Tweets = []Tweet{
		{ID: IDKey(1), Author: ref(0), Created: at, Mentions: []Mention{{AccountRef: ref(1)}}},
		{ID: IDKey(2), Author: ref(1), Created: at, Kind: Retweet, Refs: []Ref{{Retweet, IDKey(1), ref(0)}}},
	}
	s.Lists = []List{{Owner: 0, Kind: Followers, Members: []int32{1, 2}}}
	s.FollowCount = 2
	s.Sources = []Source{
		{Path: "a", Records: Records{Seen: 3, Accepted: 2, Rejected: 1}, Rejects: []Reject{{}}},
		{Path: "b"},
	}
	return s
}

// TestCheck breaks one invariant at a time.
func TestCheck(t *testing.T) {
	if err := sound().Check(); err != nil {
		t.Fatalf("a sound Snapshot: %v", err)
	}
	for _, tt := range []struct {
		name, want string
		damage     func(s *Snapshot)
	}{
		{"accounts swapped", "order of key", func(s *Snapshot) { s.Accounts[0], s.Accounts[1] = s.Accounts[1], s.Accounts[0] }},
		{"an account twice", "order of key", func(s *Snapshot) { s.Accounts[1].Key = s.Accounts[0].Key }},
		{"no key", "no key", func(s *Snapshot) { s.Accounts = s.Accounts[:1]; s.Accounts[0].Key = Key{} }},
		{"tweets swapped", "order of time", func(s *Snapshot) { s.Tweets[0], s.Tweets[1] = s.Tweets[1], s.Tweets[0] }},
		{"an author outside", "tweet 0", func(s *Snapshot) { s.Tweets[0].Author.Index = 3 }},
		{"another author", "tweet 0", func(s *Snapshot) { s.Tweets[0].Author.Index = 1 }},
		{"a mention outside", "tweet 0", func(s *Snapshot) { s.Tweets[0].Mentions[0].Index = -1 }},
		{"a reference to nobody with an index", "tweet 1", func(s *Snapshot) { s.Tweets[1].Refs[0].Author.Key = Key{} }},
		{"a wrong kind", "called a quote", func(s *Snapshot) { s.Tweets[1].Kind = Quote }},
		{"an owner outside", "no owner", func(s *Snapshot) { s.Lists[0].Owner = -1 }},
		{"a member outside", "no account", func(s *Snapshot) { s.Lists[0].Members[1] = 3 }},
		{"a self-follow", "its owner", func(s *Snapshot) { s.Lists[0].Members[0] = 0 }},
		{"a member twice", "twice", func(s *Snapshot) { s.Lists[0].Members[1] = 1 }},
		{"members swapped", "nor sorted", func(s *Snapshot) { s.Lists[0].Members = []int32{2, 1} }},
		{"a wrong sum of follows", "not 3", func(s *Snapshot) { s.FollowCount = 3 }},
		{"sources swapped", "not in order", func(s *Snapshot) { s.Sources[0], s.Sources[1] = s.Sources[1], s.Sources[0] }},
		{"a lost record", "add up", func(s *Snapshot) { s.Sources[0].Records.Seen++ }},
		{"a reject that is not told", "add up", func(s *Snapshot) { s.Sources[0].Rejects = nil }},
	} {
		s := sound()
		tt.damage(s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}

// TestFindAll: what one pass finds is what looking one by one finds.
func TestFindAll(t *testing.T) {
	var o Observations
	for i, h := range []string{"ana", "Ana_2", "twice", "TWICE", ""} {
		p := Seen(IDKey(uint64(10+i)), Sighting{Hash: uint64(i)})
		if h != "" {
			p.SetText(FieldHandle, h)
		}
		o.Profiles = append(o.Profiles, p)
	}
	o.Profiles = append(o.Profiles, Seen(HandleKey("bare"), Sighting{Hash: 9}))
	s := Resolve(Merge(&o))
	keys := []Key{IDKey(12), IDKey(99), HandleKey("ANA"), HandleKey("ana_2"), HandleKey("twice"), HandleKey("bare"), HandleKey("nobody"), HandleKey("ana")}
	got := s.FindAll(keys)
	for i, k := range keys {
		if want := s.Find(k); got[i] != want {
			t.Errorf("%s: found %d, want %d", k, got[i], want)
		}
	}
	if got[2] < 0 || got[4] != -1 || len(s.FindAll(nil)) != 0 {
		t.Errorf("found %v", got)
	}
}
