package analysis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A Difference is what changed between two captures of the same accounts. Indexes of accounts
// are pairs: the place in the snapshot before, and after; -1 where that one does not know the account.
type Difference struct {
	Result
	Accounts []Pair
	Changes  []Change       // of profiles, by kind, then account
	Follows  []FollowChange // by kind, then follower, then followed
	// Follows of which it cannot be said whether they began or ended, because the list that would
	// tell is missing or incomplete in the other capture.
	Unsettled struct{ Begun, Ended int }
	Covered   int       // lists that are complete in both captures
	From, To  time.Time // newest collection of each; zero if unknown
}

// A Pair is one account in two captures.
type Pair struct{ Before, After int32 }

// A ChangeKind says what changed.
type ChangeKind string

// The kinds, in the order in which they are reported. Appeared and Absent say what the dumps
// hold, and nothing of whether the account exists.
const (
	Appeared   ChangeKind = "appeared" // only the later capture knows it
	Absent     ChangeKind = "absent"   // only the earlier capture knows it
	Renamed    ChangeKind = "renamed"  // another handle
	Reused     ChangeKind = "reused"   // the handle that it bore is borne by another account
	StatusNow  ChangeKind = "status"   // suspended, deactivated, protected, active again
	NameNow    ChangeKind = "name"     // another display name
	BioNow     ChangeKind = "bio"      // another text of the bio
	LocationOf ChangeKind = "location" // another declared location
)

// ChangeKinds returns the kinds in order.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{Appeared, Absent, Renamed, Reused, StatusNow, NameNow, BioNow, LocationOf}
}

// A Change is one of an account.
type Change struct {
	Kind     ChangeKind
	Account  int32 // index in Difference.Accounts
	Old, New string
	By       int32 // of Reused: the pair that bears the handle now; else -1
}

// A FollowChange is an edge that one capture shows and the other, which would show it, does not.
type FollowChange struct {
	Begun    bool  // else ended
	Follower int32 // indexes in Difference.Accounts
	Followed int32
	Gone     bool  // of an ended one: an end of it is lost or absent in the later capture
	List     int32 // that shows it: of the later capture where it began, else of the earlier
	Member   int32 // its place in that list's Members
}

// Compare says what changed between two snapshots of the same investigation. Accounts are the same
// where their keys are, and where one capture knows only the handle that one account alone bears
// in the other. A field counts as changed only where both captures know it. A follow ended only
// if a complete list of the later capture would show it, and began only if one of the earlier
// would: a list that was cut says nothing of those it lacks.
//
// Cost: O(n log n) in accounts and follows; memory 16 bytes a follow of both captures.
func Compare(ctx context.Context, before, after *adentro.Snapshot) (*Difference, error) {
	d := &Difference{Result: Result{Name: "diff", Level: Observed}, From: before.Newest(), To: after.Newest()}
	p := pairUp(before, after)
	d.Accounts = p.pairs
	d.profiles(before, after)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d.follows(before, after, p)
	d.reportDifference(before, after)
	return d, nil
}

// pairing leads from the indexes of two snapshots to pairs.
type pairing struct {
	pairs         []Pair
	before, after []int32 // index in pairs
}

func pairUp(a, b *adentro.Snapshot) *pairing {
	p := &pairing{before: make([]int32, len(a.Accounts)), after: make([]int32, len(b.Accounts))}
	for i := range p.after {
		p.after[i] = -1
	}
	bearerA, bearerB := bearers(a), bearers(b)
	partner := func(u int32) int32 {
		k := a.Accounts[u].Key
		if i, ok := slices.BinarySearchFunc(b.Accounts, k, func(x adentro.Account, k adentro.Key) int { return x.Key.Compare(k) }); ok {
			return int32(i)
		}
		if h, ok := k.Handle(); ok { // only its handle is known here: there it has an id
			return bearerB(h)
		}
		if h := a.Accounts[u].Handle(); h != "" { // only its handle is known there
			if v := bearerB(h); v >= 0 && bearerA(h) == u {
				if _, ok := b.Accounts[v].Key.Handle(); ok {
					return v
				}
			}
		}
		return -1
	}
	for u := range a.Accounts {
		v := partner(int32(u))
		if v >= 0 && p.after[v] >= 0 {
			v = -1 // taken: two keys here for one there
		}
		p.before[u] = int32(len(p.pairs))
		if v >= 0 {
			p.after[v] = int32(len(p.pairs))
		}
		p.pairs = append(p.pairs, Pair{int32(u), v})
	}
	for v := range b.Accounts {
		if p.after[v] < 0 {
			p.after[v] = int32(len(p.pairs))
			p.pairs = append(p.pairs, Pair{-1, int32(v)})
		}
	}
	return p
}

// bearers returns a function from a handle to the one account that bears it, -1 where none or
// several do.
func bearers(s *adentro.Snapshot) func(handle string) int32 {
	by := make(map[adentro.Key]int32, len(s.Accounts))
	for i := range s.Accounts {
		k := s.Accounts[i].Key
		if _, ok := k.Handle(); !ok {
			h := s.Accounts[i].Handle()
			if h == "" {
				continue
			}
			k = adentro.HandleKey(h)
		}
		if _, twice := by[k]; twice {
			by[k] = -1
		} else {
			by[k] = int32(i)
		}
	}
	return func(h string) int32 {
		if u, ok := by[adentro.HandleKey(h)]; ok {
			return u
		}
		return -1
	}
}

// profiles fills Changes.
func (d *Difference) profiles(a, b *adentro.Snapshot) {
	bearer := bearers(b)
	pairOf := make(map[int32]int32, len(d.Accounts))
	for i, p := range d.Accounts {
		if p.After >= 0 {
			pairOf[p.After] = int32(i)
		}
	}
	add := func(k ChangeKind, i int, was, is string, by int32) {
		d.Changes = append(d.Changes, Change{k, int32(i), was, is, by})
	}
	for i, p := range d.Accounts {
		switch {
		case p.Before < 0:
			add(Appeared, i, "", b.Accounts[p.After].Label(), -1)
			continue
		case p.After < 0:
			add(Absent, i, a.Accounts[p.Before].Label(), "", -1)
		}
		x := &a.Accounts[p.Before]
		h := x.Handle()
		if v := bearer(h); h != "" && v >= 0 && v != p.After && x.Key != b.Accounts[v].Key {
			add(Reused, i, "@"+h, b.Accounts[v].Key.String(), pairOf[v])
		}
		if p.After < 0 {
			continue
		}
		y := &b.Accounts[p.After]
		if g := y.Handle(); h != "" && g != "" && adentro.HandleKey(h) != adentro.HandleKey(g) {
			add(Renamed, i, "@"+h, "@"+g, -1)
		}
		if x.Status != y.Status && y.Status != adentro.StatusUnknown && !(x.Status == adentro.StatusUnknown && y.Status == adentro.Active) {
			add(StatusNow, i, x.Status.String(), y.Status.String(), -1)
		}
		for _, f := range []struct {
			kind  ChangeKind
			field adentro.Field
		}{{NameNow, adentro.FieldName}, {BioNow, adentro.FieldBio}, {LocationOf, adentro.FieldLocation}} {
			if x.Known(f.field) && y.Known(f.field) && x.Text(f.field) != y.Text(f.field) {
				add(f.kind, i, x.Text(f.field), y.Text(f.field), -1)
			}
		}
	}
	rank := map[ChangeKind]int{}
	for i, k := range ChangeKinds() {
		rank[k] = i
	}
	slices.SortStableFunc(d.Changes, func(x, y Change) int { return cmp.Compare(rank[x.Kind], rank[y.Kind]) })
}

// A reach is what the newest lists of a capture show: the follows, as pairs, sorted; and of each
// pair whether a complete list shows all its followers, and all that it follows.
type reach struct {
	edges                []uint64
	followers, following []bool
}

func reachOf(s *adentro.Snapshot, of []int32, pairs int) *reach {
	r := &reach{followers: make([]bool, pairs), following: make([]bool, pairs)}
	newest := map[[2]int32]time.Time{}
	at := func(l *adentro.List) [2]int32 { return [2]int32{l.Owner, int32(l.Kind)} }
	for i := range s.Lists {
		if l := &s.Lists[i]; l.Observed.After(newest[at(l)]) {
			newest[at(l)] = l.Observed
		}
	}
	for i := range s.Lists {
		l := &s.Lists[i]
		if l.Kind == adentro.ListUnknown || !l.Observed.IsZero() && !l.Observed.Equal(newest[at(l)]) {
			continue // or an older list of the same owner
		}
		complete := l.Complete == adentro.CompleteYes
		for _, m := range l.Members {
			u, v := of[m], of[l.Owner]
			if l.Kind == adentro.Following {
				u, v = v, u
			}
			r.edges = append(r.edges, uint64(uint32(u))<<32|uint64(uint32(v)))
		}
		if o := of[l.Owner]; l.Kind == adentro.Followers {
			r.followers[o] = r.followers[o] || complete
		} else {
			r.following[o] = r.following[o] || complete
		}
	}
	slices.Sort(r.edges)
	r.edges = slices.Compact(r.edges)
	return r
}

// would reports whether the lists would show that u follows v.
func (r *reach) would(u, v int32) bool { return r.followers[v] || r.following[u] }

// follows fills Follows and Unsettled.
func (d *Difference) follows(a, b *adentro.Snapshot, p *pairing) {
	was, is := reachOf(a, p.before, len(p.pairs)), reachOf(b, p.after, len(p.pairs))
	for i := range p.pairs {
		for _, both := range [2]bool{was.followers[i] && is.followers[i], was.following[i] && is.following[i]} {
			if both {
				d.Covered++
			}
		}
	}
	only := func(x, y *reach, begun bool, unsettled *int) {
		for _, e := range x.edges {
			if _, both := slices.BinarySearch(y.edges, e); both {
				continue
			}
			u, v := int32(e>>32), int32(uint32(e))
			if !y.would(u, v) {
				*unsettled++
				continue
			}
			f := FollowChange{Begun: begun, Follower: u, Followed: v}
			for _, end := range [2]int32{u, v} {
				q := p.pairs[end].After
				f.Gone = f.Gone || !begun && (q < 0 || b.Accounts[q].Status.Lost())
			}
			d.Follows = append(d.Follows, f)
		}
	}
	only(is, was, true, &d.Unsettled.Begun)
	only(was, is, false, &d.Unsettled.Ended)
	d.locate(b, p.after, true)
	d.locate(a, p.before, false)
}

// locate finds the list and the member that show each follow that began, or ended.
func (d *Difference) locate(s *adentro.Snapshot, of []int32, begun bool) {
	want := map[[2]int32]int{}
	for i, f := range d.Follows {
		if f.Begun == begun {
			want[[2]int32{f.Follower, f.Followed}] = i
		}
	}
	for i := len(s.Lists) - 1; i >= 0 && len(want) > 0; i-- { // the newest of an owner last
		l := &s.Lists[i]
		for j, m := range l.Members {
			u, v := of[m], of[l.Owner]
			if l.Kind == adentro.Following {
				u, v = v, u
			}
			if at, ok := want[[2]int32{u, v}]; ok && l.Kind != adentro.ListUnknown {
				d.Follows[at].List, d.Follows[at].Member = int32(i), int32(j)
				delete(want, [2]int32{u, v})
			}
		}
	}
}

// reportDifference makes the facts and notes.
func (d *Difference) reportDifference(a, b *adentro.Snapshot) {
	known := 0 // in both
	for _, p := range d.Accounts {
		if p.Before >= 0 && p.After >= 0 {
			known++
		}
	}
	d.Facts = append(d.Facts, Fact{Name: "diff_both", Value: float64(known), Unit: "accounts", Of: "diff_any", N: int64(len(d.Accounts))})
	for _, k := range ChangeKinds() {
		n := 0
		for _, c := range d.Changes {
			if c.Kind == k {
				n++
			}
		}
		of, total := "diff_before", len(a.Accounts)
		if k == Appeared {
			of, total = "diff_after", len(b.Accounts)
		} else if k != Absent && k != Reused {
			of, total = "diff_both", known
		}
		d.Facts = append(d.Facts, Fact{Name: "diff_" + string(k), Value: float64(n), Unit: "accounts", Of: of, N: int64(total)})
	}
	begun, ended, gone := 0, 0, 0
	for _, f := range d.Follows {
		switch {
		case f.Begun:
			begun++
		case f.Gone:
			ended, gone = ended+1, gone+1
		default:
			ended++
		}
	}
	d.Facts = append(d.Facts,
		Fact{Name: "diff_begun", Value: float64(begun), Unit: "follows", Of: "diff_after_follows", N: int64(b.FollowCount)},
		Fact{Name: "diff_ended", Value: float64(ended), Unit: "follows", Of: "diff_before_follows", N: int64(a.FollowCount)},
		Fact{Name: "diff_gone", Value: float64(gone), Unit: "follows", Of: "diff_ended", N: int64(ended)})
	if n := d.Unsettled.Begun + d.Unsettled.Ended; n > 0 {
		d.warn("diff_unsettled", itoa(d.Unsettled.Begun), itoa(d.Unsettled.Ended))
	}
	if !d.From.IsZero() && !d.To.IsZero() && d.To.Before(d.From) {
		d.warn("diff_backwards", d.From.Format(time.DateOnly), d.To.Format(time.DateOnly))
	}
	if len(d.Accounts) > len(a.Accounts) || known < len(a.Accounts) {
		d.warn("diff_absent_is_not_gone")
	}
}
