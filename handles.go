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

// A handleIndex knows which accounts bore which handle, and when.
type handleIndex struct {
	first   map[string]int32 // of a folded handle, in bearers
	bearers []handleBearer
	reused  []string // handles that several accounts bore
}

type handleBearer struct {
	key  Key
	span HandleSpan
	next int32 // the next bearer of the handle, -1 after the last
	last int32 // of the first bearer: the last
}

func foldHandle(h string) string { return strings.ToLower(h) }

func indexHandles(profiles []Profile) *handleIndex {
	x := &handleIndex{first: make(map[string]int32, len(profiles)), bearers: make([]handleBearer, 0, len(profiles))}
	for i := range profiles {
		p := &profiles[i]
		if _, bare := p.Key.Handle(); bare {
			continue
		}
		for _, h := range p.Handles {
			if h.Handle = foldHandle(h.Handle); h.Handle != "" {
				x.add(p.Key, h)
			}
		}
	}
	slices.Sort(x.reused)
	return x
}

// add notes that an account bore a handle, which is folded. The spans of one account
// come one after another.
func (x *handleIndex) add(key Key, h HandleSpan) {
	at := int32(len(x.bearers))
	b := handleBearer{key: key, span: h, next: -1, last: at}
	first, met := x.first[h.Handle]
	if !met {
		x.first[h.Handle] = at
		x.bearers = append(x.bearers, b)
		return
	}
	last := &x.bearers[x.bearers[first].last]
	if last.key == key { // the same handle in another case
		last.span = joinSpans(last.span, h)
		return
	}
	if last.next < 0 && x.bearers[first].last == first {
		x.reused = append(x.reused, h.Handle)
	}
	last.next = at
	x.bearers[first].last = at
	x.bearers = append(x.bearers, b)
}

// settle returns the key of the account that k means in a record of time t.
func (x *handleIndex) settle(k Key, t time.Time) Key {
	h, ok := k.Handle()
	if !ok {
		return k
	}
	i, met := x.first[h]
	if !met {
		return k
	}
	if x.bearers[i].next < 0 {
		return x.bearers[i].key
	}
	var found Key
	for ; i >= 0; i = x.bearers[i].next {
		c := &x.bearers[i]
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

func (x *handleIndex) notes() []Note {
	if len(x.reused) == 0 {
		return nil
	}
	return []Note{{"handle_reused", []string{strconv.Itoa(len(x.reused)), "@" + strings.Join(x.reused[:min(5, len(x.reused))], ", @")}}}
}

// settleProfiles gives the profiles of bare handles to the accounts that they
// mean, and drops a lookup's "not found" for a handle from the account that once bore
// it: it may just have changed its handle.
func settleProfiles(profiles []Profile, handles *handleIndex) []Profile {
	bare := func(p *Profile) bool { _, ok := p.Key.Handle(); return ok }
	moved := false
	settled := func(p *Profile) Key {
		var at time.Time
		if n := len(p.Sightings); n > 0 {
			at = p.Sightings[n-1].At
		}
		return handles.settle(p.Key, at)
	}
	for i := range profiles {
		moved = moved || bare(&profiles[i]) && settled(&profiles[i]) != profiles[i].Key
	}
	if moved {
		profiles = slices.Clone(profiles)
	}
	for i := range profiles {
		p := &profiles[i]
		if !moved || !bare(p) {
			continue
		}
		if k := settled(p); k != p.Key {
			p.Key = k
			p.Statuses = slices.DeleteFunc(slices.Clone(p.Statuses), func(e StatusEvent) bool { return e.Status == NotFound || e.Status == Deactivated })
		}
	}
	return foldRuns(profiles, byKey, joinProfiles)
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
