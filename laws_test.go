package adentro

import (
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The merge rules, M1 to M12, each as a law.

// merged resolves profiles, each of a part of its own, drawn in any order.
func merged(profiles ...Profile) *Snapshot {
	var parts []*Observations
	for _, p := range profiles {
		parts = append(parts, &Observations{Sources: []Source{{Path: "a"}}, Profiles: []Profile{p}})
	}
	return Resolve(Merge(parts...))
}

// inAnyOrder checks that do gives the same for every order of xs that rapid draws.
func inAnyOrder[T any, R any](t *testing.T, xs []T, do func(xs []T) R, want R) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		got := do(rapid.Permutation(xs).Draw(t, "order"))
		if d := gocmp.Diff(want, got, exportAll); d != "" {
			t.Fatalf("-want +got\n%s", d)
		}
	})
}

// TestM1 keeps ids of different namespaces apart, be their digits the same.
func TestM1(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]Key{IDKey(7), IDKey(8), OpaqueKey("io-2021", "7"), OpaqueKey("io-2019", "7"), HandleKey("siete"), HandleKey("7")}), 1, 8).Draw(t, "keys")
		var profiles []Profile
		unique := map[Key]bool{}
		for i, k := range keys {
			p := Seen(k, Sighting{Hash: uint64(i)})
			p.SetText(FieldName, k.String())
			profiles = append(profiles, p)
			unique[k] = true
		}
		s := merged(profiles...)
		if len(s.Accounts) != len(unique) {
			t.Fatalf("%d accounts of %d keys", len(s.Accounts), len(unique))
		}
		for i := range s.Accounts {
			if a := &s.Accounts[i]; a.Name() != a.Key.String() {
				t.Fatalf("%s took what is said of %s", a.Key, a.Name())
			}
		}
	})
}

// TestM2 takes each field from its latest sighting, an unknown date being the
// earliest, and lets nothing that is not said override what is.
func TestM2(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var profiles []Profile
		newest, want := map[Field]int{}, map[Field]string{}
		flags := map[Field]bool{}
		days := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "days")
		for _, d := range days {
			p := at(d, uint64(d))
			for _, f := range []Field{FieldName, FieldBio, FieldLocation} {
				if !rapid.Bool().Draw(t, fmt.Sprint(d, f)) {
					continue
				}
				v := rapid.SampledFrom([]string{"", "uno", "dos"}).Draw(t, fmt.Sprint(d, f, "value"))
				p.SetText(f, v)
				if n, met := newest[f]; !met || d >= n {
					newest[f], want[f] = d, v
				}
			}
			for _, f := range []Field{FieldProtected, FieldVerified, FieldDefaultImage} {
				if !rapid.Bool().Draw(t, fmt.Sprint(d, f)) {
					continue
				}
				v := rapid.Bool().Draw(t, fmt.Sprint(d, f, "value"))
				p.SetFlag(f, v)
				if n, met := newest[f]; !met || d >= n {
					newest[f], flags[f] = d, v
				}
			}
			profiles = append(profiles, p)
		}
		a := &merged(profiles...).Accounts[0]
		for _, f := range []Field{FieldName, FieldBio, FieldLocation} {
			if _, said := want[f]; a.Known(f) != said || a.Text(f) != want[f] {
				t.Fatalf("%s is %q, known %v; want %q, %v", f, a.Text(f), a.Known(f), want[f], said)
			}
		}
		for _, f := range []Field{FieldProtected, FieldVerified, FieldDefaultImage} {
			if _, said := flags[f]; a.Known(f) != said || a.Flag(f) != flags[f] {
				t.Fatalf("%s is %v, known %v; want %v, %v", f, a.Flag(f), a.Known(f), flags[f], said)
			}
		}
	})
}

// TestM3 gives a bare handle to the one account that bore it about then; a handle of two
// accounts is told and never joins them.
func TestM3(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gap := rapid.IntRange(0, 120).Draw(t, "days between")
		p, q := Seen(IDKey(2), Sighting{At: day(1), Hash: 1}), Seen(IDKey(3), Sighting{At: day(1).AddDate(0, 0, gap), Hash: 2})
		p.SetText(FieldHandle, "Ejemplo")
		q.SetText(FieldHandle, "ejemplo")
		tweet := Tweet{ID: IDKey(100), Created: day(1), Author: AccountRef{Key: IDKey(1)}, Mentions: []Mention{{AccountRef: AccountRef{Key: HandleKey("ejemplo")}, Handle: "ejemplo"}}}
		s := resolve([]Profile{p, q}, []Tweet{tweet})
		want := "2"
		if gap <= 30 {
			want = "handle:ejemplo"
		}
		if got := s.Tweets[0].Mentions[0].Key.String(); got != want {
			t.Fatalf("%d days apart the mention means %s, want %s", gap, got, want)
		}
		if s.Find(IDKey(2)) < 0 || s.Find(IDKey(3)) < 0 || len(s.Notes) != 1 || s.Notes[0].Code != "handle_reused" {
			t.Fatalf("notes %v of %d accounts", s.Notes, len(s.Accounts))
		}
	})
}

// TestM4 keeps the handles of an account with the spans in which it bore them.
func TestM4(t *testing.T) {
	handle := func(d int, h string) Profile { p := at(d, uint64(d)); p.SetText(FieldHandle, h); return p }
	want := []HandleSpan{
		{"dos", day(3), day(5), false},
		{"uno", day(1), day(4), true},
	}
	inAnyOrder(t, []Profile{handle(1, "uno"), handle(0, "uno"), handle(4, "uno"), handle(3, "dos"), handle(5, "dos")}, func(ps []Profile) []HandleSpan {
		a := &merged(ps...).Accounts[0]
		if a.Handle() != "dos" || !slices.Equal(a.Former(), []string{"uno"}) {
			t.Errorf("handle %q, former %q", a.Handle(), a.Former())
		}
		return a.Profile().Handles
	}, want)
}

// TestM5 keeps statuses as a timeline: nothing erases what was, an absence is weaker than a
// code, contradictions of one instant both stay.
func TestM5(t *testing.T) {
	event := func(d int, s Status, b StatusBasis) Profile { p := at(d, uint64(d)); p.SetStatus(s, b); return p }
	for _, tt := range []struct {
		name                string
		events              []Profile
		kept                int
		want                Status
		reinstated, contrar bool
	}{
		{"suspended after it was active", []Profile{event(1, Active, BasisRecord), event(2, Suspended, BasisCode)}, 2, Suspended, false, false},
		{"back, by way of an absence", []Profile{event(1, Suspended, BasisCode), event(2, Unavailable, BasisAbsent), event(3, Active, BasisRecord)}, 3, Active, true, false},
		{"an absence after a code", []Profile{event(1, Suspended, BasisCode), event(2, Unavailable, BasisAbsent)}, 2, Suspended, false, false},
		{"an absence after a record", []Profile{event(1, Active, BasisRecord), event(2, Unavailable, BasisAbsent)}, 2, Unavailable, false, false},
		{"a contradiction", []Profile{event(2, Active, BasisRecord), event(2, Suspended, BasisCode)}, 2, Suspended, false, true},
		{"the same thrice", []Profile{event(1, Active, BasisRecord), event(2, Active, BasisRecord), event(3, Active, BasisRecord)}, 2, Active, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inAnyOrder(t, tt.events, func(ps []Profile) [4]any {
				a := &merged(ps...).Accounts[0]
				return [4]any{len(a.Profile().Statuses), a.Status, a.Reinstated(), a.Contradicted()}
			}, [4]any{tt.kept, tt.want, tt.reinstated, tt.contrar})
		})
	}
}

// TestM6 keeps every distinct count with its time, averages nothing, and does not
// take a zero of the platform's bad days for the latest count.
func TestM6(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var profiles []Profile
		want := map[CountPoint]bool{}
		newest := CountPoint{N: -1}
		for i := range rapid.IntRange(1, 12).Draw(t, "records") {
			d, n := rapid.IntRange(0, 4).Draw(t, fmt.Sprint("day", i)), rapid.Int64Range(1, 3).Draw(t, fmt.Sprint("n", i))
			p := at(d, uint64(n)) // of one instant, the smaller hash
			p.SetCount(FieldTweets, n)
			profiles = append(profiles, p)
			x := CountPoint{p.Sightings[0].At, n}
			want[x] = true
			if newest.N < 0 || x.At.After(newest.At) || x.At.Equal(newest.At) && n < newest.N {
				newest = x
			}
		}
		a := &merged(profiles...).Accounts[0]
		p := a.Profile()
		got := p.CountsSeen(FieldTweets)
		for _, x := range got {
			if !want[x] {
				t.Fatalf("nobody said %v", x)
			}
		}
		if len(got) != len(want) || a.Count(FieldTweets) != newest.N {
			t.Fatalf("%d points, latest %d; want %d, %d", len(got), a.Count(FieldTweets), len(want), newest.N)
		}
	})
	count := func(d int, n int64) Profile { p := at(d, uint64(d)); p.SetCount(FieldFollowers, n); return p }
	a := &merged(count(1, 250), count(2, 0)).Accounts[0]
	p := a.Profile()
	if a.Count(FieldFollowers) != 250 || !a.DuressZero() || len(p.CountsSeen(FieldFollowers)) != 2 {
		t.Errorf("followers %d, flag %v, points %v; want 250, the flag, and both", a.Count(FieldFollowers), a.DuressZero(), p.CountsSeen(FieldFollowers))
	}
}

// TestM7 holds that an account is created once: the finest date stands, dates that
// cannot both be right are flagged.
func TestM7(t *testing.T) {
	created := func(d int, when string) Profile {
		p := at(d, uint64(d))
		x, err := time.Parse(time.DateTime, when)
		if err != nil {
			t.Fatal(err)
		}
		p.SetCreated(x)
		return p
	}
	for _, tt := range []struct {
		name, a, b, want string
		conflict         bool
	}{
		{"a later bare day", "2019-03-02 10:11:12", "2019-03-02 00:00:00", "2019-03-02 10:11:12", false},
		{"a second apart", "2019-03-02 10:11:12", "2019-03-02 10:11:13", "2019-03-02 10:11:13", false},
		{"two seconds apart", "2019-03-02 10:11:12", "2019-03-02 10:11:14", "2019-03-02 10:11:14", true},
		{"another day", "2019-03-02 10:11:12", "2019-03-03 00:00:00", "2019-03-02 10:11:12", true},
		{"two bare days", "2019-03-02 00:00:00", "2019-03-04 00:00:00", "2019-03-04 00:00:00", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inAnyOrder(t, []Profile{created(1, tt.a), created(2, tt.b), created(1, tt.a)}, func(ps []Profile) [2]any {
				a := &merged(ps...).Accounts[0]
				return [2]any{a.Created().Format(time.DateTime), a.CreationConflict()}
			}, [2]any{tt.want, tt.conflict})
		})
	}
}

// TestM8 unites the edges of all lists, with the dates between which they were seen;
// somebody left only where a complete later list lacks them.
func TestM8(t *testing.T) {
	list := func(d int, complete bool, members ...uint64) Page {
		p := Page{Owner: IDKey(1), Kind: Followers, Observed: day(d), First: true, Last: complete, Origin: Origin{0, int64(d) * 100}}
		for i, id := range members {
			p.Members.Append(IDKey(id), int64(d*100+i))
		}
		return p
	}
	for _, complete := range []bool{true, false} {
		s := resolve(nil, nil, list(1, true, 11, 12, 13), list(3, complete, 11, 14), list(9, true, 11, 12))
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		if len(s.Lists) != 3 || s.FollowCount != 4 {
			t.Fatalf("%d lists, %d follows; want 3, 4", len(s.Lists), s.FollowCount)
		}
		gone, by := s.Unfollowed(0)
		var ids []uint64
		for _, u := range gone {
			ids = append(ids, s.Accounts[u].Key.ID)
		}
		want, wantBy := []uint64{12, 13}, 1
		if !complete { // who is not in a part of a list may be in the rest
			want, wantBy = []uint64{13}, 2
		}
		if !slices.Equal(ids, want) || by != wantBy {
			t.Errorf("complete %v: %v left by list %d, want %v by %d", complete, ids, by, want, wantBy)
		}
		if gone, by := s.Unfollowed(2); gone != nil || by != -1 {
			t.Errorf("nothing comes after the last list, yet %v left by %d", gone, by)
		}
		for f := range s.Follows() {
			if s.Accounts[f.Follower].Key.ID == 12 {
				if first, last, n := s.FollowSeen(f); !first.Equal(day(1)) || !last.Equal(day(9)) || n != 2 {
					t.Errorf("seen from %s to %s in %d lists", first, last, n)
				}
			}
		}
	}
}

// TestM9 keeps the best text of a tweet and the union of what its records refer to.
func TestM9(t *testing.T) {
	tweet := func(kind TextKind, text string, tags ...string) Tweet {
		return Tweet{ID: IDKey(5), Author: AccountRef{Key: IDKey(1)}, TextKind: kind, Text: text, Hashtags: tags, Hash: uint64(len(text))}
	}
	versions := []Tweet{tweet(TextTruncated, "médicos cubanos en…", "uno"), tweet(TextFull, "médicos cubanos en los CDI", "dos"), tweet(TextNormalised, "medicos cubanos en los CDI de Venezuela", "tres")}
	inAnyOrder(t, versions, func(ts []Tweet) [2]any {
		var parts []*Observations
		for _, x := range ts {
			parts = append(parts, &Observations{Sources: []Source{{}}, Tweets: []Tweet{x}})
		}
		got := Merge(parts...).Tweets
		if len(got) != 1 {
			t.Errorf("%d tweets of one id", len(got))
		}
		return [2]any{got[0].Text, got[0].Hashtags}
	}, [2]any{"médicos cubanos en los CDI", []string{"dos", "tres", "uno"}})
}

// TestM11 drops follows of oneself with a note, and counts an edge once however many
// lists show it.
func TestM11(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pages []Page
		edges := map[[2]uint64]bool{}
		self := 0
		for i := range rapid.IntRange(1, 6).Draw(t, "lists") {
			l := fmt.Sprint("list", i)
			owner := rapid.Uint64Range(1, 4).Draw(t, l)
			p := Page{Owner: IDKey(owner), Kind: rapid.SampledFrom([]ListKind{Followers, Following}).Draw(t, l+"kind"), Observed: day(i + 1), Origin: Origin{0, int64(i) * 100}}
			for k, u := range rapid.SliceOfNDistinct(rapid.Uint64Range(1, 6), 0, 6, rapid.ID).Draw(t, l+"members") {
				p.Members.Append(IDKey(u), int64(i*100+k))
				switch {
				case u == owner:
					self++
				case p.Kind == Followers:
					edges[[2]uint64{u, owner}] = true
				default:
					edges[[2]uint64{owner, u}] = true
				}
			}
			pages = append(pages, p)
		}
		s := resolve(nil, nil, pages...)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		got := slices.Collect(s.Follows())
		for i, f := range got {
			if !edges[[2]uint64{s.Accounts[f.Follower].Key.ID, s.Accounts[f.Followed].Key.ID}] {
				t.Fatalf("no list shows %+v", f)
			}
			if i > 0 && (got[i-1].Follower > f.Follower || got[i-1].Follower == f.Follower && got[i-1].Followed >= f.Followed) {
				t.Fatalf("%+v comes after %+v", f, got[i-1])
			}
		}
		if len(got) != len(edges) || s.FollowCount != len(edges) {
			t.Fatalf("%d follows, counted %d; want %d", len(got), s.FollowCount, len(edges))
		}
		if told := len(s.Notes) == 1 && s.Notes[0].Code == "self_follow" && s.Notes[0].Args[0] == fmt.Sprint(self); told != (self > 0) {
			t.Fatalf("%d follows of oneself, notes %v", self, s.Notes)
		}
	})
}

// TestM12 keeps the hashed ids of a release under its name, in lists as elsewhere.
func TestM12(t *testing.T) {
	p := Page{Owner: OpaqueKey("io-2021", "abc"), Kind: Followers}
	p.Members.Append(OpaqueKey("io-2021", "7"), 0)
	p.Members.Append(IDKey(7), 1)
	p.Members.Append(OpaqueKey("io-2019", "7"), 2)
	s := resolve(nil, nil, p)
	var got []string
	for _, u := range s.Lists[0].Members {
		got = append(got, s.Accounts[u].Key.String())
	}
	if want := []string{"io-2021:7", "7", "io-2019:7"}; !slices.Equal(got, want) {
		t.Errorf("members %v, want %v", got, want)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}
