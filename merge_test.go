package adentro

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var exportAll = gocmp.Exporter(func(reflect.Type) bool { return true })

// drawObservations draws what one file could say: few keys, handles, dates and
// values, so that every kind of conflict is met often.
func drawObservations(t *rapid.T, label string) *Observations {
	src := Source{Path: fmt.Sprintf("f%d", rapid.IntRange(0, 3).Draw(t, label+"path"))}
	src.SHA256[0] = src.Path[1] // one content per path
	obs := &Observations{Sources: []Source{src}}
	day := func(l string) time.Time {
		if d := rapid.IntRange(0, 3).Draw(t, l); d > 0 {
			return time.Date(2021, 4, d, 12, 0, 0, 0, time.UTC)
		}
		return time.Time{}
	}
	key := func(l string) Key {
		switch n := rapid.IntRange(0, 4).Draw(t, l); n {
		case 0:
			return HandleKey("ana")
		case 4:
			return OpaqueKey("io", "h")
		default:
			return IDKey(uint64(n))
		}
	}
	word := func(l string) string { return rapid.SampledFrom([]string{"", "ana", "Ana", "bea"}).Draw(t, l) }
	// Records that differ may share hash and offset here: the laws must not need luck.
	for i := range rapid.IntRange(0, 4).Draw(t, label+"profiles") {
		l := fmt.Sprint(label, "p", i)
		p := Seen(key(l), Sighting{At: day(l + "at"), Hash: uint64(rapid.IntRange(1, 3).Draw(t, l+"hash")), Origin: Origin{0, int64(rapid.IntRange(0, 5).Draw(t, l+"off"))}})
		for _, f := range []Field{FieldHandle, FieldName, FieldLocation} {
			if rapid.Bool().Draw(t, l+f.String()) {
				p.SetText(f, word(l+f.String()+"v"))
			}
		}
		if rapid.Bool().Draw(t, l+"count") {
			p.SetCount(FieldFollowers, int64(rapid.IntRange(0, 2).Draw(t, l+"n")))
		}
		for _, f := range []Field{FieldProtected, FieldDefaultImage} {
			if rapid.Bool().Draw(t, l+f.String()) {
				p.SetFlag(f, rapid.Bool().Draw(t, l+f.String()+"v"))
			}
		}
		if rapid.Bool().Draw(t, l+"created") {
			p.SetCreated(time.Date(2020, 1, 1, rapid.IntRange(0, 1).Draw(t, l+"h"), 0, 0, 0, time.UTC))
		}
		if rapid.Bool().Draw(t, l+"status") {
			p.SetStatus(rapid.SampledFrom([]Status{Active, Suspended}).Draw(t, l+"s"), rapid.SampledFrom([]StatusBasis{BasisRecord, BasisCode}).Draw(t, l+"b"))
		}
		obs.Profiles = append(obs.Profiles, p)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, label+"tweets") {
		l := fmt.Sprint(label, "t", i)
		tw := Tweet{ID: IDKey(uint64(rapid.IntRange(1, 2).Draw(t, l))), Author: AccountRef{Key: key(l + "a")}, Created: day(l + "c"),
			Text: word(l + "x"), TextKind: TextKind(rapid.IntRange(0, 4).Draw(t, l+"k")), Lang: word(l + "l"), Observed: day(l + "o"),
			Hash: uint64(rapid.IntRange(1, 3).Draw(t, l+"hash")), Origin: Origin{0, int64(rapid.IntRange(0, 5).Draw(t, l+"off"))}}
		if rapid.Bool().Draw(t, l+"ref") {
			var id Key
			if rapid.Bool().Draw(t, l+"refid") {
				id = IDKey(9)
			}
			tw.Refs = []Ref{{Kind: rapid.SampledFrom([]TweetKind{Reply, Retweet}).Draw(t, l+"rk"), ID: id, Author: AccountRef{Key: key(l + "ra")}}}
		}
		tw.Included = rapid.Bool().Draw(t, l+"inc")
		for c := range NumTweetCounts {
			tw.SetCount(c, int64(rapid.IntRange(-1, 1).Draw(t, l+c.String())))
		}
		tw.Edits = unionIDs(nil, rapid.SliceOfN(rapid.Uint64Range(1, 4), 0, 2).Draw(t, l+"edits"))
		if rapid.Bool().Draw(t, l+"deleted") {
			tw.MarkDeleted()
		}
		tw.Kind = KindOf(tw.Refs)
		tw.Hashtags = unionStrings(nil, []string{word(l + "h1"), word(l + "h2")})
		tw.Mentions = unionMentions(nil, []Mention{{AccountRef: AccountRef{Key: key(l + "m")}, Handle: word(l + "mh")}})
		obs.Tweets = append(obs.Tweets, tw)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, label+"pages") {
		l := fmt.Sprint(label, "g", i)
		// One place in one file holds one page: its content follows from the place.
		off := rapid.IntRange(0, 2).Draw(t, l)
		obs.Pages = append(obs.Pages, Page{Owner: IDKey(uint64(off + 1)), Kind: Followers, Origin: Origin{0, int64(off)}, Members: MakeMembers([]uint64{uint64(off + 5)}, []uint32{0}, int64(off), nil)})
	}
	return Merge(obs)
}

func diff(a, b *Observations) string { return gocmp.Diff(a, b, exportAll) }

func TestMergeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawObservations(t, "a"), drawObservations(t, "b"), drawObservations(t, "c")
		if d := diff(Merge(a, a), a); d != "" {
			t.Fatalf("not idempotent:\n%s", d)
		}
		if d := diff(Merge(a, b), Merge(b, a)); d != "" {
			t.Fatalf("not commutative:\n%s", d)
		}
		left, right := Merge(Merge(a, b), c), Merge(a, Merge(b, c))
		if d := diff(left, right); d != "" {
			t.Fatalf("not associative:\n%s", d)
		}
		if d := diff(left, Merge(a, b, c)); d != "" {
			t.Fatalf("three at once differ from two and two:\n%s", d)
		}
	})
}

func TestMergeKeepsItsArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawObservations(t, "a"), drawObservations(t, "b")
		before := fmt.Sprintf("%+v %+v", *a, *b)
		Merge(b, a)
		if after := fmt.Sprintf("%+v %+v", *a, *b); after != before {
			t.Fatalf("arguments changed:\n%s\n%s", before, after)
		}
	})
}

func TestResolveIsDeterministicAndSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := []*Observations{drawObservations(t, "a"), drawObservations(t, "b"), drawObservations(t, "c")}
		one := Resolve(Merge(parts...))
		slices.Reverse(parts)
		two := Resolve(Merge(parts...))
		if err := one.Check(); err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(one, two, exportAll); d != "" {
			t.Fatalf("the order of parts shows:\n%s", d)
		}
	})
}

// at makes a profile of account 7 seen on a day of April 2021; 0 is no date.
func at(day int, hash uint64) Profile {
	var when time.Time
	if day > 0 {
		when = time.Date(2021, 4, day, 0, 0, 0, 0, time.UTC)
	}
	return Seen(IDKey(7), Sighting{At: when, Hash: hash})
}

func TestTieRule(t *testing.T) {
	loc := func(p Profile, v string) Profile { p.SetText(FieldLocation, v); return p }
	for _, tt := range []struct {
		name string
		a, b Profile
		want string
	}{
		{"later wins", loc(at(1, 1), "Cuba"), loc(at(2, 2), "Caracas"), "Caracas"},
		{"known-empty overrides older", loc(at(1, 1), "Cuba"), loc(at(2, 2), ""), ""},
		{"unknown never overrides", loc(at(1, 1), "Cuba"), at(2, 2), "Cuba"},
		{"undated is oldest", loc(at(0, 1), "Cuba"), loc(at(1, 2), "Caracas"), "Caracas"},
		{"same instant, present beats empty", loc(at(1, 1), ""), loc(at(1, 2), "Cuba"), "Cuba"},
		{"same instant, smaller hash", loc(at(1, 5), "Cuba"), loc(at(1, 2), "Caracas"), "Caracas"},
	} {
		m := Merge(&Observations{Sources: []Source{{}}, Profiles: []Profile{tt.a}}, &Observations{Sources: []Source{{}}, Profiles: []Profile{tt.b}})
		if got := m.Profiles[0].Location; got != tt.want {
			t.Errorf("%s: location %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	want := []string{"followers", "p1", "p2", "p02", "p10", "p10b", "q"}
	got := slices.Clone(want)
	slices.SortFunc(got, func(a, b string) int { return cmp.Compare(b, a) })
	slices.SortFunc(got, compareNatural)
	if !slices.Equal(got, want) {
		t.Errorf("natural order: got %q, want %q", got, want)
	}
}

// TestMergeTakesAppearances as the profiles that they were made of, dated and completed before or after, be there
// many of one account that show the same.
func TestMergeTakesAppearances(t *testing.T) {
	shared, alone := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var full, slim []*Observations
		contents := &Contents{}
		bare := rapid.IntRange(0, 3).Draw(t, "bare") == 0 // accounts of which no field is known
		if b := drawObservations(t, "b"); !bare {
			full, slim = append(full, b), append(slim, b)
		}
		for part := range rapid.IntRange(1, 3).Draw(t, "parts") {
			a := drawObservations(t, fmt.Sprint("a", part))
			x, y := *a, *a
			x.Profiles, y.Profiles = nil, nil
			for _, p := range a.Profiles {
				if !p.ofOneRecord() {
					if !bare {
						x.Profiles, y.Profiles = append(x.Profiles, p), append(y.Profiles, p)
					}
					continue
				}
				if bare {
					p = Profile{Key: p.Key, Statuses: p.Statuses}
				}
				for range rapid.IntRange(1, 5).Draw(t, "copies") {
					p, a := drawCopies(t, contents, p)
					x.Profiles = append(x.Profiles, p)
					y.Appearances = Appearances{contents, append(y.Appearances.all, a.all...)}
					shared++
				}
			}
			full, slim = append(full, &x), append(slim, &y)
		}
		want, got := Merge(full...), Merge(rapid.Permutation(slim).Draw(t, "order")...)
		if d := diff(want, got.Unshared()); d != "" {
			t.Fatalf("-profiles +appearances\n%s", d)
		}
		alone += got.Appearances.Len()
		if d := diff(got, Merge(got, got)); d != "" {
			t.Fatalf("not idempotent:\n%s", d)
		}
		if d := diff(want, Merge(Merge(slim[:1]...), Merge(slim[1:]...)).Unshared()); d != "" {
			t.Fatalf("not associative:\n%s", d)
		}
		if d := gocmp.Diff(Resolve(want), Resolve(got), exportAll); d != "" {
			t.Fatalf("resolved, -profiles +appearances\n%s", d)
		}
	})
	if shared == 0 || alone == 0 {
		t.Errorf("%d profiles became appearances, %d stayed", shared, alone)
	}
}

// drawCopies draws when and where a record shows what p shows, and returns it as a profile and as an appearance.
func drawCopies(t *rapid.T, c *Contents, p Profile) (Profile, Appearances) {
	date := time.Date(2021, 4, rapid.IntRange(1, 3).Draw(t, "date"), 0, 0, 0, 0, time.UTC)
	s := Sighting{Hash: uint64(rapid.IntRange(1, 2).Draw(t, "hash")), Origin: Origin{0, int64(rapid.IntRange(0, 3).Draw(t, "off"))}}
	if rapid.Bool().Draw(t, "dated") {
		s.At = date
	}
	p.Sightings, p.Handles, p.Statuses = []Sighting{s}, slices.Clone(p.Handles), slices.Clone(p.Statuses)
	if p.Known(FieldHandle) {
		p.SetText(FieldHandle, p.Handle)
	}
	for _, e := range p.Statuses {
		p.SetStatus(e.Status, e.Basis)
	}
	a, ok := c.Share([]Profile{p})
	if !ok {
		t.Fatalf("not of one record: %+v", p)
	}
	if rapid.Bool().Draw(t, "file dated") {
		a.Place(date, 2)
		p.Date(date)
		p.Sightings[0].Origin.Offset += 2
		for i := range p.Statuses {
			p.Statuses[i].Origin.Offset += 2
		}
	}
	if rapid.Bool().Draw(t, "empty") {
		a.SetEmpty(0, FieldBio)
		p.SetText(FieldBio, "")
	}
	return p, a
}
