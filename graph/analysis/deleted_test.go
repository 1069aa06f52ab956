package analysis

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

// TestDeletionsAreNoPosts holds that tweets of which only the notice of their deletion is known
// change no result, be their author in the data or not, and that a deletion takes
// no tweet out of them.
func TestDeletionsAreNoPosts(t *testing.T) {
	results := func(deleted bool) *Results {
		b := listWorld()
		b.tweet(3, day(2021, 4, 17), "Uno")
		if deleted {
			shown := b.obs.Tweets[len(b.obs.Tweets)-1].ID.ID
			for _, x := range [][2]uint64{{shown, 3}, {900, 3}, {901, 902}} {
				n := adentro.Tweet{ID: adentro.IDKey(x[0]), Author: adentro.AccountRef{Key: adentro.IDKey(x[1])}, Created: day(2021, 4, 17), Observed: day(2021, 4, 19)}
				n.MarkDeleted()
				b.obs.Tweets = append(b.obs.Tweets, n)
			}
		}
		s := b.snapshot(t)
		if want := map[bool]int{true: 2}[deleted]; len(s.Unshown) != want {
			t.Fatalf("%d tweets are unshown, want %d", len(s.Unshown), want)
		}
		return study(t, s, smallCase(), 1)
	}
	without, with := results(false), results(true)
	for _, of := range []struct{ want, got any }{
		{without.Population, with.Population}, {without.Hashtags, with.Hashtags}, {without.Lost, with.Lost},
	} {
		if d := cmp.Diff(of.want, of.got); d != "" {
			t.Errorf("-without +with\n%s", d)
		}
	}
}
