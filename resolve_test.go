package adentro

import (
	"slices"
	"testing"
	"time"
)

func day(d int) time.Time { return time.Date(2021, 4, d, 0, 0, 0, 0, time.UTC) }

// seen makes the profile of an account as collected on a day of April 2021; 0: undated.
func seen(key Key, d int, handle string) Profile {
	var when time.Time
	if d > 0 {
		when = day(d)
	}
	p := Seen(key, Sighting{At: when, Hash: uint64(d) + 1})
	if handle != "" {
		p.SetText(FieldHandle, handle)
	}
	return p
}

func resolve(profiles []Profile, tweets []Tweet, pages ...Page) *Snapshot {
	return Resolve(Merge(&Observations{Sources: []Source{{Path: "a"}}, Profiles: profiles, Tweets: tweets, Pages: pages}))
}

func TestHandlesMeanAccounts(t *testing.T) {
	mention := func(d int, h string) Tweet {
		return Tweet{ID: IDKey(uint64(100 + d)), Created: day(d), Author: AccountRef{Key: IDKey(1)}, Mentions: []Mention{{AccountRef: AccountRef{Key: HandleKey(h)}, Handle: h}}}
	}
	for _, tt := range []struct {
		name     string
		profiles []Profile
		tweet    Tweet
		want     string
	}{
		{"one bearer", []Profile{seen(IDKey(2), 1, "CDI_Uno")}, mention(20, "cdi_uno"), "2"},
		{"nobody", nil, mention(20, "cdi_uno"), "handle:cdi_uno"},
		{"reused, near one", []Profile{seen(IDKey(2), 1, "x"), seen(IDKey(2), 2, "y"), at3(IDKey(3), "x")}, mention(2, "x"), "2"},
		{"reused, near both", []Profile{seen(IDKey(2), 1, "x"), seen(IDKey(3), 3, "x")}, mention(2, "x"), "handle:x"},
		{"hashed bearer", []Profile{seen(OpaqueKey("io", "h"), 1, "x")}, mention(2, "x"), "io:h"},
	} {
		s := resolve(tt.profiles, []Tweet{tt.tweet})
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := s.Tweets[0].Mentions[0].Key.String(); got != tt.want {
			t.Errorf("%s: the mention means %s, want %s", tt.name, got, tt.want)
		}
	}
}

// at3 is an account seen with a handle three months later.
func at3(key Key, handle string) Profile {
	p := Seen(key, Sighting{At: day(1).AddDate(0, 3, 0), Hash: 9})
	p.SetText(FieldHandle, handle)
	return p
}

func TestStatusTimeline(t *testing.T) {
	event := func(d int, s Status, b StatusBasis) Profile {
		p := seen(IDKey(1), d, "")
		p.SetStatus(s, b)
		return p
	}
	for _, tt := range []struct {
		name   string
		events []Profile
		want   Status
		back   bool
	}{
		{"suspended later", []Profile{event(1, Active, BasisRecord), event(2, Suspended, BasisCode)}, Suspended, false},
		{"reinstated", []Profile{event(1, Suspended, BasisCode), event(2, Active, BasisRecord)}, Active, true},
		{"undated word of the platform stands", []Profile{event(0, Suspended, BasisCode), event(2, Active, BasisRecord)}, Suspended, false},
		{"nothing known", []Profile{seen(IDKey(1), 1, "x")}, StatusUnknown, false},
	} {
		a := resolve(tt.events, nil).Accounts[0]
		if a.Status != tt.want || a.Reinstated() != tt.back {
			t.Errorf("%s: %v reinstated=%v, want %v %v", tt.name, a.Status, a.Reinstated(), tt.want, tt.back)
		}
	}
}

func TestNotFoundSaysNothingOfTheID(t *testing.T) {
	lost := seen(HandleKey("x"), 5, "")
	lost.SetStatus(NotFound, BasisCode)
	alive := seen(IDKey(1), 1, "x")
	alive.SetStatus(Active, BasisRecord)
	s := resolve([]Profile{lost, alive}, nil)
	if len(s.Accounts) != 1 || s.Accounts[0].Status != Active {
		t.Errorf("got %d accounts, first %v; a handle that is not found may have been changed", len(s.Accounts), s.Accounts[0].Status)
	}
}

func TestDuressZero(t *testing.T) {
	count := func(d int, n int64) Profile {
		p := seen(IDKey(1), d, "")
		p.SetCount(FieldFollowers, n)
		return p
	}
	a := resolve([]Profile{count(1, 250), count(2, 0)}, nil).Accounts[0]
	if a.Count(FieldFollowers) != 250 || !a.DuressZero() {
		t.Errorf("got %d followers, flag %v; want 250 and the flag", a.Count(FieldFollowers), a.DuressZero())
	}
}

func TestFormerHandles(t *testing.T) {
	a := resolve([]Profile{seen(IDKey(1), 1, "uno"), seen(IDKey(1), 2, "Dos"), seen(IDKey(1), 3, "tres")}, nil).Accounts[0]
	if a.Handle() != "tres" || !slices.Equal(a.Former(), []string{"uno", "Dos"}) {
		t.Errorf("handle %q, former %q", a.Handle(), a.Former())
	}
}

// pages of three members each, linked by cursors unless loose.
func page(n int, cursor, next string, first, last bool) Page {
	p := Page{Owner: IDKey(1), Kind: Followers, Cursor: cursor, Next: next, First: first, Last: last, Origin: Origin{0, int64(n * 100)}}
	for i := range 3 {
		p.Members.Append(IDKey(uint64(10*n+i)), int64(n*100+i))
	}
	return p
}

func TestPagesChainByCursor(t *testing.T) {
	// The last page comes first in the file: the cursors know better.
	s := resolve(nil, nil, page(3, "c3", "", false, true), page(1, "", "c2", true, false), page(2, "c2", "c3", false, false))
	s2 := resolve(nil, nil, page(1, "c3", "", false, true), page(3, "", "c2", true, false), page(2, "c2", "c3", false, false))
	for i, s := range []*Snapshot{s, s2} {
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		l := s.Lists[0]
		want := []string{"10", "11", "12", "20", "21", "22", "30", "31", "32"}
		if i == 1 {
			want = []string{"30", "31", "32", "20", "21", "22", "10", "11", "12"}
		}
		var got []string
		for _, u := range l.Members {
			got = append(got, s.Accounts[u].Key.String())
		}
		if !slices.Equal(got, want) || l.Complete != CompleteYes || !l.Ordered || len(s.Lists) != 1 {
			t.Errorf("members %v complete %v ordered %v in %d lists", got, l.Complete, l.Ordered, len(s.Lists))
		}
	}
}

func TestPagesInFileOrder(t *testing.T) {
	s := resolve(nil, nil, page(2, "", "", false, false), page(1, "", "", false, false))
	l := s.Lists[0]
	if l.Rank(0) != 0 || s.Accounts[l.Members[0]].Key.ID != 10 || l.Complete != CompleteUnknown {
		t.Errorf("first member %v, complete %v", s.Accounts[l.Members[0]].Key, l.Complete)
	}
	if follows := slices.Collect(s.Follows()); len(follows) != 6 || s.FollowCount != 6 || follows[0].Followed != l.Owner {
		t.Errorf("%d follows %+v", s.FollowCount, follows)
	}
}

// TestCopiedPages reads every page of a chain twice, as from a copy of its file.
func TestCopiedPages(t *testing.T) {
	obs := &Observations{Sources: []Source{{Path: "a.jsonl"}, {Path: "copia/a.jsonl.gz"}}}
	for source := range int32(2) {
		for _, p := range []Page{page(1, "", "c2", true, false), page(2, "c2", "c3", false, false), page(3, "c3", "", false, true)} {
			p.Origin.Source = source
			obs.Pages = append(obs.Pages, p)
		}
	}
	s := Resolve(obs)
	if len(s.Lists) != 1 || s.Lists[0].Complete != CompleteYes || !s.Lists[0].Ordered || len(s.Lists[0].Members) != 9 || s.Lists[0].Pages != 3 {
		t.Errorf("got %d lists, first %+v; want one, complete and in order, of 9 members on 3 pages", len(s.Lists), s.Lists[0])
	}
}

// TestPagesOfOtherNames reads two files of one list that are no pages of one
// another: which comes first is not known.
func TestPagesOfOtherNames(t *testing.T) {
	for _, tt := range []struct {
		a, b    string
		ordered bool
	}{
		{"ana_followers_1.json", "ana_followers_2.json.gz", true},
		{"followers_ana.txt", "followers_ana (2).txt", true},
		{"ana_followers.txt", "seguidores_ana.csv", false},
		{"x/ana_followers.txt", "y/ana_followers.txt", false},
	} {
		obs := &Observations{Sources: []Source{{Path: tt.a}, {Path: tt.b}}}
		for source := range int32(2) {
			p := page(int(source)+1, "", "", false, false)
			p.Origin.Source = source
			obs.Pages = append(obs.Pages, p)
		}
		s := Resolve(obs)
		if len(s.Lists) != 1 || len(s.Lists[0].Members) != 6 || s.Lists[0].Ordered != tt.ordered {
			t.Errorf("%s and %s: got %d lists, first %+v; want one of 6 members, ordered %v", tt.a, tt.b, len(s.Lists), s.Lists[0], tt.ordered)
		}
	}
}

func TestBrokenChain(t *testing.T) {
	s := resolve(nil, nil, page(1, "", "c2", true, false))
	if l := s.Lists[0]; l.Complete != CompleteNo {
		t.Errorf("a first page whose next is missing: complete %v, want no", l.Complete)
	}
}

func TestFollowsKeepTheirDirection(t *testing.T) {
	p := page(1, "", "", true, true)
	p.Kind = Following
	s := resolve(nil, nil, p)
	for f := range s.Follows() {
		if s.Accounts[f.Follower].Key.ID != 1 {
			t.Errorf("follow %+v: the owner of a following list follows its members", f)
		}
	}
}

func TestSelfFollowIsDropped(t *testing.T) {
	p := page(1, "", "", true, true)
	p.Members.Append(IDKey(1), 0)
	s := resolve(nil, nil, p)
	if s.FollowCount != 3 || len(s.Notes) != 1 || s.Notes[0].Code != "self_follow" {
		t.Errorf("%d follows, notes %v", s.FollowCount, s.Notes)
	}
}

func TestFind(t *testing.T) {
	s := resolve([]Profile{seen(IDKey(5), 1, "Uno"), seen(IDKey(6), 1, "dos")}, nil)
	for _, tt := range []struct {
		key  Key
		want int32
	}{{IDKey(6), 1}, {HandleKey("@UNO"), 0}, {HandleKey("tres"), -1}, {IDKey(7), -1}} {
		if got := s.Find(tt.key); got != tt.want {
			t.Errorf("Find(%v) = %d, want %d", tt.key, got, tt.want)
		}
	}
}

func TestPresent(t *testing.T) {
	for in, want := range map[string]bool{"": false, " \t": false, "\u200b\u200d": false, "\u2060": false, "Cuba": true, "🇨🇺": true, "\u200bx": true} {
		if got := Present(in); got != want {
			t.Errorf("Present(%q) = %v", in, got)
		}
	}
}
