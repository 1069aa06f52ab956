package adentro

import (
	"reflect"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestPack keeps profiles of any history and gets them back, but for the hashes.
func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		obs := Merge(drawObservations(t, "a"), drawObservations(t, "b"), drawObservations(t, "c"))
		var w packer
		for i := range obs.Profiles {
			p := &obs.Profiles[i]
			if rapid.Bool().Draw(t, "labelled") {
				p.AddLabel("ejemplo-20", rapid.String().Draw(t, "label"))
			}
			if rapid.Bool().Draw(t, "hostile") {
				p.Bio, p.Followers, p.Protected = rapid.String().Draw(t, "bio"), rapid.Int64Min(0).Draw(t, "n"), true
				if !p.Known(FieldFollowers) {
					p.Followers = 0
				}
			}
			s := w.pack(p)
			for f := range NumFields {
				if s.known(f) != p.Known(f) {
					t.Fatalf("known(%s) = %v", f, s.known(f))
				}
				if v := p.flag(f); v != nil && s.flag(f) != *v {
					t.Fatalf("flag(%s) = %v", f, s.flag(f))
				}
			}
			want := *p
			want.Sightings = append([]Sighting{}, p.Sightings...)
			for k := range want.Sightings {
				want.Sightings[k].Hash = 0
			}
			if d := gocmp.Diff(want, s.unpack(p.Key), exportAll); d != "" {
				t.Fatalf("-want +got\n%s", d)
			}
		}
	})
}

// TestRebuild takes the profile of one record apart by what is exported and makes it
// again, as a store does.
func TestRebuild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		when := rapid.SampledFrom([]time.Time{{}, day(3), day(3).Add(123456 * time.Microsecond)}).Draw(t, "at")
		p := Seen(IDKey(7), Sighting{At: when, Hash: 9, Origin: Origin{0, 33}})
		for f := range NumFields {
			if !rapid.Bool().Draw(t, f.String()) {
				continue
			}
			switch {
			case p.text(f) != nil:
				p.SetText(f, rapid.SampledFrom([]string{"", "x", "Ñandú 🇨🇺"}).Draw(t, "text"))
			case p.count(f) != nil:
				p.SetCount(f, rapid.Int64Min(0).Draw(t, "count"))
			case p.flag(f) != nil:
				p.SetFlag(f, rapid.Bool().Draw(t, "flag"))
			default:
				p.SetCreated(rapid.SampledFrom([]time.Time{{}, day(1)}).Draw(t, "created"))
			}
		}
		if rapid.Bool().Draw(t, "status") {
			p.SetStatus(Suspended, BasisCode)
		}
		for range rapid.IntRange(0, 3).Draw(t, "labels") {
			p.AddLabel(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "scheme"), "v")
		}

		q := Seen(p.Key, p.Sightings[0])
		for f, v := range map[Field]string{FieldHandle: p.Handle, FieldName: p.Name, FieldBio: p.Bio, FieldLocation: p.Location, FieldURL: p.URL} {
			if p.Known(f) {
				q.SetText(f, v)
			}
		}
		for f, n := range map[Field]int64{FieldFollowers: p.Followers, FieldFollowing: p.Following, FieldTweets: p.Tweets, FieldListed: p.Listed, FieldLikes: p.Likes} {
			if p.Known(f) {
				q.SetCount(f, n)
			}
		}
		if p.Known(FieldCreated) {
			q.SetCreated(p.Created)
		}
		if p.Known(FieldProtected) {
			q.SetFlag(FieldProtected, p.Protected)
		}
		if p.Known(FieldVerified) {
			q.SetFlag(FieldVerified, p.Verified)
		}
		if p.Known(FieldDefaultImage) {
			q.SetFlag(FieldDefaultImage, p.DefaultImage)
		}
		for _, e := range p.Statuses {
			q.SetStatus(e.Status, e.Basis)
		}
		for _, l := range p.Labels {
			q.AddLabel(l.Scheme, l.Value)
		}
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("-want +got\n%s", gocmp.Diff(p, q, exportAll))
		}
	})
}

// BenchmarkAccount reads one field of a packed account.
func BenchmarkAccount(b *testing.B) {
	a := MakeAccount(scaleOf(10, 1, 0)[0].Profiles[0])
	b.ReportAllocs()
	for b.Loop() {
		if a.Location() == "" || a.Count(FieldTweets) < 0 {
			b.Fatal("no location")
		}
	}
}
