package adentro

import (
	"hash/maphash"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// handleSlack is how far outside the span in which an account was seen with a
// handle a record may lie and still mean that account.
const handleSlack = 30 * 24 * time.Hour

// A handleIndex knows which accounts bore which handle, and when. It holds the hash of each handle with the
// place of the profile, 16 bytes, in buckets of four or fewer on the average: a map of so many strings would wait for memory
// at each, and when it grows once more.
type handleIndex struct {
	profiles    []Profile
	appearances Appearances // their places come behind those of profiles
	seed        maphash.Seed
	shift       int       // from a hash to its bucket
	first       []int32   // where each bucket begins
	places      []idPlace // those of the same hash in the order of profiles
	reused      []string  // handles that several accounts bore
}

func foldHandle(h string) string { return strings.ToLower(h) }

// indexHandles indexes the handles of profiles and appearances, each of which is of another account. They must not change
// while the index is used.
func indexHandles(profiles []Profile, appearances Appearances) *handleIndex {
	x := &handleIndex{profiles: profiles, appearances: appearances, seed: maphash.MakeSeed()}
	total := len(profiles) + appearances.Len()
	batch := make([][]idPlace, batches(total))
	inBatches(total, func(i, from, to int) {
		batch[i] = make([]idPlace, 0, to-from)
		for k := from; k < to; k++ {
			if _, bare := x.key(int32(k)).Handle(); bare {
				continue
			}
			for h := range x.spans(int32(k)) {
				if h.Handle != "" {
					batch[i] = append(batch[i], idPlace{x.hash(h.Handle), int32(k)})
				}
			}
		}
	})
	n := 0
	for _, b := range batch {
		n += len(b)
	}
	width := bits.Len(uint(n) / 4)
	x.shift, x.first, x.places = 64-width, make([]int32, 1<<width+1), make([]idPlace, n)
	end := x.first[1:]
	for _, b := range batch {
		for _, p := range b {
			end[p.id>>x.shift]++
		}
	}
	sum := int32(0)
	for i, n := range end {
		end[i], sum = sum, sum+n
	}
	for _, b := range batch {
		for _, p := range b {
			at := &end[p.id>>x.shift]
			x.places[*at] = p
			*at++
		}
	}
	x.findReused()
	return x
}

// key returns the account at a place.
func (x *handleIndex) key(place int32) Key {
	if n := int(place) - len(x.profiles); n >= 0 {
		return x.appearances.key(n)
	}
	return x.profiles[place].Key
}

// spans gives the handles of the account at a place.
func (x *handleIndex) spans(place int32) iter.Seq[HandleSpan] {
	return func(yield func(HandleSpan) bool) {
		if n := int(place) - len(x.profiles); n >= 0 {
			if h, ok := x.appearances.handle(n); ok {
				yield(h)
			}
			return
		}
		for _, h := range x.profiles[place].Handles {
			if !yield(h) {
				return
			}
		}
	}
}

// hash returns the hash of a handle in any case.
func (x *handleIndex) hash(h string) uint64 {
	var folded [16]byte // longer ones are not handles
	if len(h) > len(folded) {
		return maphash.String(x.seed, foldHandle(h))
	}
	for i := range len(h) {
		c := h[i]
		if c >= 0x80 {
			return maphash.String(x.seed, foldHandle(h))
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		folded[i] = c
	}
	return maphash.Bytes(x.seed, folded[:len(h)])
}

// findReused sorts the buckets by hash, and lists the handles of those hashes that several profiles have.
func (x *handleIndex) findReused() {
	for i := range len(x.first) - 1 {
		bucket := x.places[x.first[i]:x.first[i+1]]
		slices.SortStableFunc(bucket, compareIDs)
		for len(bucket) > 0 {
			n := 1
			for n < len(bucket) && bucket[n].id == bucket[0].id {
				n++
			}
			if run := bucket[:n]; run[0].place != run[n-1].place {
				x.reused = append(x.reused, x.borneTwice(run)...)
			}
			bucket = bucket[n:]
		}
	}
	slices.Sort(x.reused)
}

// borneTwice returns the handles that several profiles at places of one hash have: one, as a rule.
func (x *handleIndex) borneTwice(places []idPlace) (twice []string) {
	by := map[string]int32{} // of a handle the first profile, -1 once it is listed
	for _, p := range places {
		for h := range x.spans(p.place) {
			if x.hash(h.Handle) != p.id {
				continue
			}
			name := foldHandle(h.Handle)
			if first, met := by[name]; !met {
				by[name] = p.place
			} else if first >= 0 && first != p.place {
				by[name] = -1
				twice = append(twice, name)
			}
		}
	}
	return twice
}

// bearers gives the accounts that bore a folded handle, in their order, and the span in which each did.
func (x *handleIndex) bearers(handle string) iter.Seq2[Key, HandleSpan] {
	return func(yield func(Key, HandleSpan) bool) {
		hash := x.hash(handle)
		bucket, last := hash>>x.shift, int32(-1)
		for _, at := range x.places[x.first[bucket]:x.first[bucket+1]] {
			if at.id != hash || at.place == last { // the same handle in another case
				continue
			}
			last = at.place
			span, met := HandleSpan{}, false
			for h := range x.spans(at.place) {
				if foldHandle(h.Handle) != handle {
					continue
				}
				if !met {
					span, met = h, true
				} else {
					span = joinSpans(span, h)
				}
			}
			if met && !yield(x.key(at.place), span) {
				return
			}
		}
	}
}

// settle returns the key of the account that k means in a record of time t.
func (x *handleIndex) settle(k Key, t time.Time) Key {
	h, ok := k.Handle()
	if !ok || h == "" {
		return k
	}
	var bearer, then Key
	bearers, thenBearers := 0, 0
	for key, span := range x.bearers(h) {
		bearer = key
		bearers++
		if t.IsZero() || span.First.IsZero() || t.Before(span.First.Add(-handleSlack)) || t.After(span.Last.Add(handleSlack)) {
			continue
		}
		then = key
		if thenBearers++; thenBearers > 1 {
			return k
		}
	}
	switch {
	case bearers == 1:
		return bearer
	case thenBearers == 1:
		return then
	}
	return k
}

func (x *handleIndex) notes() []Note {
	if len(x.reused) == 0 {
		return nil
	}
	return []Note{{"handle_reused", []string{strconv.Itoa(len(x.reused)), "@" + strings.Join(x.reused[:min(5, len(x.reused))], ", @")}}}
}

// settleProfiles gives the profiles of bare handles to the accounts that they
// mean, and drops a lookup's "not found" for a handle from the account that once bore
// it: it may just have changed its handle.
func settleProfiles(profiles []Profile, appearances Appearances, handles *handleIndex) ([]Profile, Appearances) {
	meant := map[int]Key{} // by place of a profile that moves
	for i := range profiles {
		p := &profiles[i]
		if _, bare := p.Key.Handle(); !bare {
			continue
		}
		var at time.Time
		if n := len(p.Sightings); n > 0 {
			at = p.Sightings[n-1].At
		}
		if k := handles.settle(p.Key, at); k != p.Key {
			meant[i] = k
		}
	}
	if len(meant) > 0 {
		joined, others := appearances.take(maps.Values(meant))
		n := len(joined)
		profiles, appearances = append(joined, profiles...), others
		for i, k := range meant {
			p := &profiles[n+i]
			p.Key = k
			p.Statuses = slices.DeleteFunc(slices.Clone(p.Statuses), func(e StatusEvent) bool { return e.Status == NotFound || e.Status == Deactivated })
		}
	}
	return foldRuns(profiles, byKey, joinProfiles), appearances
}

func settleTweets(tweets []Tweet, handles *handleIndex) {
	for i := range tweets {
		t := &tweets[i]
		t.accounts(func(r *AccountRef, _ string) { r.Key = handles.settle(r.Key, t.Created) })
		t.Mentions, t.Wrapper = unionMentions(t.Mentions, nil), unionMentions(t.Wrapper, nil)
	}
	if rising(tweets, compareTweets) {
		return
	}
	sorted := make([]*Tweet, len(tweets)) // tweets are large
	for i, t := range slices.Clone(tweets) {
		sorted[i] = &t
	}
	slices.SortFunc(sorted, compareTweets)
	for i, t := range sorted {
		tweets[i] = *t
	}
}

func settlePages(pages []Page, handles *handleIndex) {
	for i := range pages {
		p := &pages[i]
		p.Owner = handles.settle(p.Owner, p.Observed)
		for k, key := range p.Members.names {
			p.Members.names[k] = handles.settle(key, p.Observed)
		}
	}
}
