package analysis

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// lists adds complete lists of the followers of several owners.
func (b *builder) lists(owners ...uint64) {
	for _, o := range owners {
		p := b.list(adentro.IDKey(o), adentro.Followers, o+1, o+2)
		p.First, p.Last = true, true
	}
}

// Each question is allowed, allowed in part or not by what the data hold, and the answer says why.
func TestCapability(t *testing.T) {
	now := day(2021, 4, 6)
	people := func(b *builder, n int, created func(i int) time.Time) {
		for i := range n {
			b.account(uint64(i+1), "cuenta"+strconv.Itoa(i), "Cuenta", "", "Caracas", created(i))
		}
	}
	days := func(i int) time.Time { return day(2012, 1, 1).AddDate(0, 0, 53*i) }
	for _, tt := range []struct {
		name, question string
		build          func(b *builder)
		want           Allowance
		code           string // of a note that must be there
	}{
		{"nothing", "follows", func(*builder) {}, NotAllowed, "lacks_lists"},
		{"nothing", "co_tweet", func(*builder) {}, NotAllowed, "lacks_tweets"},
		{"whole lists", "follows", func(b *builder) { b.lists(1, 10) }, Allowed, "have_lists"},
		{"a guessed list", "follows", func(b *builder) { b.lists(1); b.obs.Pages[0].Basis = adentro.Guessed }, PartlyOnly, "lacks_stated"},
		{"an open list", "follows", func(b *builder) { b.list(adentro.IDKey(1), adentro.Followers, 2, 3) }, PartlyOnly, "lacks_completeness"},
		{"two lists", "overlap", func(b *builder) { b.lists(1, 10) }, Allowed, "have_two_lists"},
		{"one list", "overlap", func(b *builder) { b.lists(1) }, NotAllowed, "lacks_two_lists"},
		{"two lists of two kinds", "overlap", func(b *builder) {
			b.lists(1)
			b.list(adentro.IDKey(10), adentro.Following, 11)
		}, NotAllowed, "lacks_two_lists"},
		{"a list of unknown kind", "follows", func(b *builder) { b.list(adentro.IDKey(1), adentro.ListUnknown, 2) }, NotAllowed, "lacks_lists"},
		{"a list of followers in order", "order", func(b *builder) { b.lists(1); people(b, 3, days) }, Allowed, "have_ranks"},
		{"followers in order, of unknown age", "order", func(b *builder) { b.lists(1) }, NotAllowed, "lacks_creation"},
		{"whom somebody follows, in order", "order", func(b *builder) {
			b.list(adentro.IDKey(1), adentro.Following, 2, 3)
			people(b, 3, days)
		}, NotAllowed, "lacks_follower_lists"},
		{"profiles", "locations", func(b *builder) { people(b, 3, days) }, Allowed, "have_locations"},
		{"a profile without the field", "locations", func(b *builder) { b.account(1, "uno", "Uno", "", "", now) }, NotAllowed, "lacks_location_fields"},
		{"dates", "creation", func(b *builder) { people(b, 30, days) }, Allowed, "have_creation"},
		{"few dates", "creation", func(b *builder) { people(b, 3, days) }, NotAllowed, "lacks_enough_creation"},
		{"months", "creation", func(b *builder) {
			people(b, 30, func(i int) time.Time { return day(2012+i%9, time.Month(1+i%12), 1) })
		}, NotAllowed, "lacks_days"},
		{"a code", "suspensions", func(b *builder) {
			b.account(1, "uno", "", "", "", time.Time{}).SetStatus(adentro.Suspended, adentro.BasisCode)
		}, Allowed, "have_statuses"},
		{"left out of an answer", "suspensions", func(b *builder) {
			b.account(1, "uno", "", "", "", time.Time{}).SetStatus(adentro.NotFound, adentro.BasisAbsent)
		}, PartlyOnly, "lacks_reasons"},
		{"profiles", "suspensions", func(b *builder) { people(b, 3, days) }, NotAllowed, "lacks_statuses"},
		{"no classes in the case", "classes", func(b *builder) { people(b, 3, days) }, NotAllowed, "lacks_classes"},
		{"a tag", "hashtags", func(b *builder) { b.tweet(1, now, "tag") }, Allowed, "have_hashtags"},
		{"no tag", "hashtags", func(b *builder) { b.tweet(1, now) }, NotAllowed, "lacks_hashtags"},
		{"one time of two", "timeline", func(b *builder) { b.tweet(1, now); b.tweet(2, time.Time{}) }, PartlyOnly, "lacks_some_times"},
		{"no times", "timeline", func(b *builder) { b.tweet(1, time.Time{}) }, NotAllowed, "lacks_times"},
		{"retweets", "co_retweet", func(b *builder) {
			b.retweet(1, now, 900, adentro.IDKey(9))
			b.retweet(2, now, 900, adentro.IDKey(9))
		}, Allowed, "have_references"},
		{"retweets of one account", "co_retweet", func(b *builder) {
			b.retweet(1, now, 900, adentro.IDKey(9))
			b.retweet(1, now, 901, adentro.IDKey(9))
		}, NotAllowed, "lacks_retweeters"},
		{"retweets of who knows what", "co_retweet", func(b *builder) { b.retweet(1, now, 0, adentro.IDKey(9)).Refs[0].ID = adentro.Key{} }, NotAllowed, "lacks_references"},
		{"texts", "co_tweet", func(b *builder) {
			for i := range uint64(2) {
				x := b.tweet(i+1, now)
				x.Text, x.TextKind = "hola", adentro.TextFull
			}
		}, Allowed, "have_texts"},
		{"texts whole and cut", "co_tweet", func(b *builder) {
			for i, k := range []adentro.TextKind{adentro.TextFull, adentro.TextTruncated} {
				x := b.tweet(uint64(i+1), now)
				x.Text, x.TextKind = "hola", k
			}
		}, PartlyOnly, "lacks_comparable_texts"},
		{"nobody is addressed", "interactions", func(b *builder) { b.tweet(1, now) }, NotAllowed, "lacks_interactions"},
		{"a mention", "interactions", func(b *builder) { b.tweet(1, now).Mentions = []adentro.Mention{mention("dos")} }, Allowed, "have_interactions"},
	} {
		b := &builder{}
		tt.build(b)
		c := capability(&Input{Snap: b.snapshot(t), Case: &adentro.Case{}})
		i := slices.IndexFunc(c.Rows, func(a Ability) bool { return a.Name == tt.question })
		if i < 0 {
			t.Fatalf("no question is called %s", tt.question)
		}
		a := c.Rows[i]
		if a.Allowed != tt.want || !slices.ContainsFunc(slices.Concat(a.Have, a.Lacks), func(n adentro.Note) bool { return n.Code == tt.code }) {
			t.Errorf("%s, %s: %s %v %v; want %s with %s", tt.name, tt.question, a.Allowed, a.Have, a.Lacks, tt.want, tt.code)
		}
		for _, a := range c.Rows {
			if a.Allowed != Allowed && len(a.Lacks) == 0 {
				t.Errorf("%s, %s: %s, and nothing says why", tt.name, a.Name, a.Allowed)
			}
		}
	}
}

// Lists that nobody says the owner of are told, for a person may know.
func TestCapabilityTellsUnownedLists(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "Uno", "", "", day(2021, 1, 1))
	s := b.snapshot(t)
	s.Sources[0].Why = []adentro.Note{{Code: "owner_unknown"}}
	a := capability(&Input{Snap: s, Case: &adentro.Case{}}).Rows[0]
	if a.Name != "follows" || a.Allowed != NotAllowed || len(a.Lacks) != 2 || a.Lacks[1].Code != "lacks_owners" || a.Lacks[1].Args[0] != "1" {
		t.Errorf("%+v", a)
	}
}
