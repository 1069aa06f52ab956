package adentro

import (
	"maps"
	"slices"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// Resolve numbers the accounts and derives what needs all observations at
// once: which account a bare handle means, the current status, former
// handles, duplicates among the records of bare pages, chained lists. The same
// observations give the same Snapshot, bit for bit. Its result shares memory with
// obs, which must not be used afterwards.
//
// A handle means an account if exactly one bore it; if several did, the one
// that was seen with it within 30 days of the record. Else the
// record keeps a node of its own and a note tells that the handle was reused.
//
// Cost: O(n) in members, O(n log n) in tweets and names; 4 bytes a member of scratch and 32 MB.
func Resolve(obs *Observations) *Snapshot {
	s := &Snapshot{Sources: slices.Clone(obs.Sources)}
	s.Tweets, s.Unshown = splitUnshown(obs.Tweets)
	obs.Tweets = s.Tweets
	var (
		n        *numbering
		members  [][]int32
		handles  *handleIndex
		profiles []Profile
		alone    Appearances
	)
	together(
		func() { n, members = numberIDs(obs) },
		func() { handles = indexHandles(obs.Profiles, obs.Appearances) },
	)
	together(
		func() {
			countDuplicates(s.Sources, obs.Pages, members, n.len())
			settlePages(obs.Pages, handles)
		},
		func() {
			profiles, alone = settleProfiles(obs.Profiles, obs.Appearances, handles)
			settleTweets(s.Tweets, handles)
			settleTweets(s.Unshown, handles)
		},
	)
	n.rankNames(usedNames(profiles, s.Tweets, obs.Pages))
	s.Accounts = makeTouched[Account](n.len())
	inBatches(n.len(), func(_, from, to int) {
		for i := from; i < to; i++ {
			s.Accounts[i].Key = n.key(i)
		}
	})
	shown := s.linkTweets(n)
	for i := range s.Unshown {
		r := &s.Unshown[i].Author
		r.Index = n.find(r.Key)
	}
	s.keepProfiles(profiles, alone, n, shown)
	total := 0
	for _, m := range members {
		total += len(m)
	}
	s.linkLists(makeSheets(obs.Pages, members, n), workersFor(total))
	s.FollowCount = s.countFollows()
	s.Notes = append(s.Notes, handles.notes()...)
	s.noteHistory()
	return s
}

// splitUnshown parts the tweets that records show from those of which only the notice of
// their deletion is known. The first share the array of tweets, which it leaves in their order.
func splitUnshown(tweets []Tweet) (shown, unshown []Tweet) {
	shown = tweets[:0]
	for i := range tweets {
		if tweets[i].Unshown {
			unshown = append(unshown, tweets[i])
		} else if i == len(shown) {
			shown = shown[:i+1]
		} else {
			shown = append(shown, tweets[i])
		}
	}
	clear(tweets[len(shown):])
	return shown, unshown
}

// numberIDs numbers every platform id that anything names, and returns the
// index of each member of each page that has one. A handle that means an account
// means one with a profile, so that no id comes later.
func numberIDs(obs *Observations) (*numbering, [][]int32) {
	n := &numbering{}
	others := make([]uint64, 0, len(obs.Profiles)+obs.Appearances.Len()+len(obs.Tweets)+len(obs.Pages))
	for i := range obs.Profiles {
		others = append(others, obs.Profiles[i].Key.ID)
	}
	for i := range obs.Appearances.Len() {
		others = append(others, obs.Appearances.key(i).ID)
	}
	for i := range obs.Tweets {
		obs.Tweets[i].accounts(func(r *AccountRef, _ string) { others = append(others, r.Key.ID) })
	}
	rows := make([][]uint64, len(obs.Pages), len(obs.Pages)+1)
	total := 0
	for i := range obs.Pages {
		if obs.Pages[i].Kind != ListUnknown {
			others = append(others, obs.Pages[i].Owner.ID)
		}
		rows[i] = obs.Pages[i].Members.ids
		total += len(rows[i])
	}
	return n, n.number(append(rows, others), workersFor(total+len(others)), stretchSize)[:len(rows)]
}

// accounts calls f with every account that t refers to, and the handle by which it does.
func (t *Tweet) accounts(f func(r *AccountRef, handle string)) {
	f(&t.Author, "")
	for i := range t.Refs {
		f(&t.Refs[i].Author, "")
	}
	for i := range t.Mentions {
		f(&t.Mentions[i].AccountRef, t.Mentions[i].Handle)
	}
	for i := range t.Wrapper {
		f(&t.Wrapper[i].AccountRef, t.Wrapper[i].Handle)
	}
}

// countDuplicates moves from Accepted to Duplicate the members of bare pages that
// a bare page of the same owner and kind has before, in the order of the pages.
// Here the keys are still those of the records. ids is their number.
func countDuplicates(sources []Source, pages []Page, members [][]int32, ids int) {
	var order []int32
	for i := range pages {
		if pages[i].Bare {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(i, j int32) int { return compareContexts(&pages[i], &pages[j]) })
	met := fresh.Slice[int32](ids)
	var names map[string]bool
	group := int32(0)
	for k, i := range order {
		p := &pages[i]
		if k == 0 || compareContexts(&pages[order[k-1]], p) != 0 {
			group++
			names = map[string]bool{}
		}
		twice := int64(0)
		for m, id := range p.Members.ids {
			if id == 0 {
				name := p.Members.names[int32(m)].Name
				if names[name] {
					twice++
				}
				names[name] = true
				continue
			}
			u := members[i][m]
			if met[u] == group {
				twice++
			}
			met[u] = group
		}
		r := &sources[p.Origin.Source].Records
		r.Accepted -= twice
		r.Duplicate += twice
	}
}

// compareContexts orders pages by whose list they are of.
func compareContexts(a, b *Page) int {
	if c := a.Owner.Compare(b.Owner); c != 0 {
		return c
	}
	return int(a.Kind) - int(b.Kind)
}

// usedNames lists the keys without an id.
func usedNames(profiles []Profile, tweets []Tweet, pages []Page) []string {
	var names []string
	add := func(k Key) {
		if k.ID == 0 && k.Name != "" {
			names = append(names, k.Name)
		}
	}
	for i := range profiles {
		add(profiles[i].Key)
	}
	for i := range tweets {
		tweets[i].accounts(func(r *AccountRef, _ string) { add(r.Key) })
	}
	for i := range pages {
		if pages[i].Kind != ListUnknown {
			add(pages[i].Owner)
		}
		for _, k := range pages[i].Members.names {
			add(k)
		}
	}
	return names
}

// linkTweets fills the indexes of all account references, and returns by which
// handle tweets mention an account, for those that nothing else gives one: of several, the first.
func (s *Snapshot) linkTweets(n *numbering) map[int32]string {
	shown := make([]map[int32]string, batches(len(s.Tweets)))
	inBatches(len(s.Tweets), func(i, from, to int) {
		own := map[int32]string{}
		for k := from; k < to; k++ {
			s.Tweets[k].accounts(func(r *AccountRef, handle string) {
				if r.Index = n.of(r.Key); r.Index >= 0 && handle != "" && own[r.Index] == "" {
					own[r.Index] = handle
				}
			})
		}
		shown[i] = own
	})
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if t.Author.Index >= 0 {
			s.Accounts[t.Author.Index].Posts++
		}
		for _, mentions := range [][]Mention{t.Mentions, t.Wrapper} {
			for _, m := range mentions {
				if m.Index >= 0 {
					s.Accounts[m.Index].Mentioned = true
				}
			}
		}
	}
	all := map[int32]string{}
	for _, own := range slices.Backward(shown) { // the first comes last, and stays
		maps.Copy(all, own)
	}
	return all
}

// keepProfiles gives the accounts what records say of them. A handle by which an
// account is only mentioned is for display: FieldHandle stays unknown.
func (s *Snapshot) keepProfiles(profiles []Profile, alone Appearances, n *numbering, shown map[int32]string) {
	keep := func(p *Profile, next int32, w *packer) int32 { // profiles are in order of key, as ids are
		u := next
		if p.Key.ID == 0 || next < 0 {
			u = n.of(p.Key)
		} else {
			for n.ids[u] != p.Key.ID {
				u++
			}
		}
		if p.Key.ID != 0 {
			next = u
		}
		if p.Handle == "" {
			p.Handle = shown[u]
		}
		s.Accounts[u].settle(p, w)
		return next
	}
	inBatches(len(profiles), func(_, from, to int) {
		var w packer
		next := int32(-1)
		for k := from; k < to; k++ {
			if p := profiles[k]; !p.Key.IsZero() {
				next = keep(&p, next, &w)
			}
		}
	})
	inBatches(alone.Len(), func(_, from, to int) {
		var (
			w  packer
			in room
		)
		next := int32(-1)
		for k := from; k < to; k++ {
			in.clear()
			p := alone.profile(k, alone.all[k].sighting(), &in)
			next = keep(&p, next, &w)
		}
	})
	var w packer
	for u, handle := range shown {
		if s.Accounts[u].said == "" {
			s.Accounts[u].settle(&Profile{Handle: handle}, &w)
		}
	}
}
