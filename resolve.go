package adentro

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// handleSlack is how far outside the span in which an account was seen with a
// handle a record may lie and still mean that account.
const handleSlack = 30 * 24 * time.Hour

// duressSlack is how old a positive count may be and still replace a zero.
const duressSlack = 30 * 24 * time.Hour

// Resolve numbers the accounts and derives what needs all observations at
// once: which account a bare handle means, the current status, former
// handles, chained lists, unique follows. The same observations give the same
// Snapshot, bit for bit. Its result shares memory with obs, which must not be used
// afterwards.
//
// A handle means an account if exactly one bore it; if several did, the one
// that was seen with it within 30 days of the record. Else the
// record keeps a node of its own and a note tells that the handle was reused.
func Resolve(obs *Observations) *Snapshot {
	s := &Snapshot{Sources: obs.Sources, Tweets: obs.Tweets}
	names := indexHandles(obs.Profiles)
	profiles := settleProfiles(obs.Profiles, names)
	settleTweets(s.Tweets, names)
	for i := range obs.Pages {
		p := &obs.Pages[i]
		p.Owner = names.settle(p.Owner, p.Observed)
		p.Members.rename(func(k Key) Key { return names.settle(k, p.Observed) })
	}
	s.Accounts = number(profiles, s.Tweets, obs.Pages)
	s.linkTweets()
	for i := range s.Accounts {
		s.Accounts[i].derive()
	}
	s.linkLists(obs.Pages)
	s.Notes = append(s.Notes, names.notes()...)
	return s
}

// handleIndex knows which accounts bore which handle, and when.
type handleIndex map[string][]handleBearer

type handleBearer struct {
	key  Key
	span HandleSpan
}

func foldHandle(h string) string { return strings.ToLower(h) }

func indexHandles(profiles []Profile) handleIndex {
	x := handleIndex{}
	for i := range profiles {
		p := &profiles[i]
		if _, bare := p.Key.Handle(); bare {
			continue
		}
		for _, h := range p.Handles {
			f := foldHandle(h.Handle)
			if f == "" {
				continue
			}
			b := x[f]
			if n := len(b); n > 0 && b[n-1].key == p.Key { // the same handle in another case
				joined := joinHandles([]HandleSpan{{f, b[n-1].span.First, b[n-1].span.Last, b[n-1].span.Undated}}, []HandleSpan{{f, h.First, h.Last, h.Undated}})
				b[n-1].span = joined[0]
				continue
			}
			x[f] = append(b, handleBearer{p.Key, h})
		}
	}
	return x
}

// settle returns the key of the account that k means in a record of time t.
func (x handleIndex) settle(k Key, t time.Time) Key {
	h, ok := k.Handle()
	if !ok {
		return k
	}
	b := x[h]
	if len(b) == 1 {
		return b[0].key
	}
	var found Key
	for _, c := range b {
		if t.IsZero() || c.span.First.IsZero() || t.Before(c.span.First.Add(-handleSlack)) || t.After(c.span.Last.Add(handleSlack)) {
			continue
		}
		if !found.IsZero() {
			return k
		}
		found = c.key
	}
	if found.IsZero() {
		return k
	}
	return found
}

func (x handleIndex) notes() []Note {
	var reused []string
	for h, b := range x {
		if len(b) > 1 {
			reused = append(reused, h)
		}
	}
	if len(reused) == 0 {
		return nil
	}
	slices.Sort(reused)
	return []Note{{"handle_reused", []string{strconv.Itoa(len(reused)), "@" + strings.Join(reused[:min(5, len(reused))], ", @")}}}
}

// settleProfiles gives the profiles of bare handles to the accounts that they
// mean, and drops a lookup's "not found" for a handle from the account that once bore
// it: it may just have changed its handle.
func settleProfiles(profiles []Profile, names handleIndex) []Profile {
	out := make([]Profile, 0, len(profiles))
	for _, p := range profiles {
		if _, bare := p.Key.Handle(); bare {
			var at time.Time
			if n := len(p.Sightings); n > 0 {
				at = p.Sightings[n-1].At
			}
			if k := names.settle(p.Key, at); k != p.Key {
				p.Key = k
				p.Statuses = slices.DeleteFunc(slices.Clone(p.Statuses), func(e StatusEvent) bool { return e.Status == NotFound || e.Status == Deactivated })
			}
		}
		out = append(out, p)
	}
	return foldRuns(out, func(a, b *Profile) int { return a.Key.Compare(b.Key) }, joinProfiles)
}

func settleTweets(tweets []Tweet, names handleIndex) {
	for i := range tweets {
		t := &tweets[i]
		t.Author.Key = names.settle(t.Author.Key, t.Created)
		for j := range t.Refs {
			t.Refs[j].Author.Key = names.settle(t.Refs[j].Author.Key, t.Created)
		}
		for _, m := range []*[]Mention{&t.Mentions, &t.Wrapper} {
			for j := range *m {
				(*m)[j].Key = names.settle((*m)[j].Key, t.Created)
			}
			*m = unionMentions(*m, nil)
		}
	}
	slices.SortFunc(tweets, func(a, b Tweet) int { return compareTweets(&a, &b) })
}

// number lists every account that anything names, in order of key. profiles
// are in that order. Keys are gathered and sorted by themselves: a list of millions of
// ids makes as many accounts, which are large.
func number(profiles []Profile, tweets []Tweet, pages []Page) []Account {
	n := len(profiles) + 2*len(tweets)
	for i := range pages {
		n += 1 + pages[i].Members.Len()
	}
	keys := make([]Key, 0, n)
	add := func(k Key) {
		if !k.IsZero() {
			keys = append(keys, k)
		}
	}
	for i := range profiles {
		add(profiles[i].Key)
	}
	for i := range tweets {
		add(tweets[i].Author.Key)
		for _, r := range tweets[i].Refs {
			add(r.Author.Key)
		}
		for _, m := range tweets[i].Mentions {
			add(m.Key)
		}
		for _, m := range tweets[i].Wrapper {
			add(m.Key)
		}
	}
	for i := range pages {
		if pages[i].Kind != ListUnknown {
			add(pages[i].Owner)
		}
		for _, m := range pages[i].Members.All() {
			add(m.Key)
		}
	}
	slices.SortFunc(keys, Key.Compare)
	keys = slices.Compact(keys)
	accounts := make([]Account, len(keys))
	for i, k := range keys {
		for len(profiles) > 0 && profiles[0].Key.Compare(k) < 0 {
			profiles = profiles[1:] // names nothing
		}
		if len(profiles) > 0 && profiles[0].Key == k {
			accounts[i].Profile, profiles = profiles[0], profiles[1:]
		}
		accounts[i].Key = k
	}
	return accounts
}

// linkTweets fills the indexes of all account references.
func (s *Snapshot) linkTweets() {
	index := make(map[Key]int32, len(s.Accounts))
	for i := range s.Accounts {
		index[s.Accounts[i].Key] = int32(i)
	}
	link := func(r *AccountRef) int32 {
		r.Index = -1
		if !r.Key.IsZero() {
			r.Index = index[r.Key]
		}
		return r.Index
	}
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if a := link(&t.Author); a >= 0 {
			s.Accounts[a].Posts++
		}
		for j := range t.Refs {
			link(&t.Refs[j].Author)
		}
		for _, ms := range [][]Mention{t.Mentions, t.Wrapper} {
			for j := range ms {
				a := link(&ms[j].AccountRef)
				if a < 0 {
					continue
				}
				s.Accounts[a].Mentioned = true
				if acc := &s.Accounts[a]; acc.Handle == "" {
					acc.Handle = ms[j].Handle // for display; FieldHandle stays unknown
				}
			}
		}
	}
}

// derive settles what an account's whole history says.
func (a *Account) derive() {
	a.deriveStatus()
	a.deriveFormer()
	for i, f := range []Field{FieldFollowers, FieldFollowing} {
		n := []*int64{&a.Followers, &a.Following}[i]
		last := a.positive[i]
		if a.Known(f) && *n == 0 && last.n > 0 && a.Sighting(f).At.Sub(last.at) <= duressSlack {
			*n, a.DuressZero = last.n, true
		}
	}
}

// deriveStatus takes the newest event. An undated word of the platform that an
// account is lost stands against profiles of whatever date: they may be older.
func (a *Account) deriveStatus() {
	var last StatusEvent
	for _, e := range a.Statuses {
		undatedLoss := last.Status.Lost() && last.At.IsZero() && last.Basis == BasisCode
		if undatedLoss && e.Basis != BasisCode {
			continue
		}
		if last.Status == Suspended && (e.Status == Active || e.Status == Protected) && e.At.After(last.At) {
			a.Reinstated = true
		}
		last = e
	}
	a.Status, a.StatusFrom = last.Status, last
}

// deriveFormer lists the handles other than the current one, oldest first.
func (a *Account) deriveFormer() {
	spans := slices.Clone(a.Handles)
	slices.SortStableFunc(spans, func(x, y HandleSpan) int { return x.Last.Compare(y.Last) })
	for _, h := range spans {
		if h.Handle != "" && foldHandle(h.Handle) != foldHandle(a.Handle) {
			a.Former = append(a.Former, h.Handle)
		}
	}
}
