package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/par"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// A Lead is an account created after a lost one was last known to exist that shares a
// rare trait with it. It is where to look next, and no finding: homonyms, a new office with an
// old name and an institution that opens its account again give the same.
type Lead struct {
	Lost, Newer int32
	Traits      []Trait // in order of Traits
	Created     time.Time
	Existed     time.Time // when the lost account was last known to exist; zero: since its creation only
}

// A Trait is what two accounts share.
type Trait string

// The traits. They count where at most rareTrait accounts of the data share them.
const (
	SameStem    Trait = "handle"  // the letters of the handle, without digits and low lines; at least six
	SameName    Trait = "name"    // the folded words of the display name; at least eight letters
	SameBio     Trait = "bio"     // the folded words of the bio; at least five words and 20 letters
	SameFollows Trait = "follows" // at least eight accounts followed by both, and four in five of those followed by either
)

// Limits of traits.
const (
	rareTrait    = 3
	leastStem    = 6
	leastName    = 8
	leastWords   = 5
	leastLetters = 20
	leastAlike   = 8
	leastJaccard = 0.8
	mostPairs    = 50_000_000 // follows looked at in search of equal follow sets
	comparedWith = 2000       // accounts that are not lost, to see how often chance makes leads
)

// respawn looks for leads, and for leads of accounts that are not lost, which say how many
// chance gives: an account that is not lost may have any later namesake, so that the comparison expects
// too many rather than too few.
//
// Cost: one pass over all profiles where any account is lost, else nothing.
func (r *Lost) respawn(ctx context.Context, in *Input) error {
	if len(r.Accounts) == 0 {
		return nil
	}
	s := in.Snap
	var lost, shown []int32
	for i := range r.Accounts {
		lost = append(lost, r.Accounts[i].Account)
	}
	slices.Sort(lost)
	for u := range s.Accounts {
		if a := &s.Accounts[u]; !a.Status.Lost() && a.Known(adentro.FieldHandle) && !a.Created().IsZero() {
			shown = append(shown, int32(u))
		}
	}
	rng := random(in.Seed, "lost", "comparison")
	rng.Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
	shown = shown[:min(comparedWith, len(shown))]
	slices.Sort(shown)

	f := &traitFinder{snap: s, existed: existedUntil(s, lost)}
	if err := f.index(ctx, slices.Concat(lost, shown), in.Workers); err != nil {
		return err
	}
	f.network, f.budget = in.Follows, mostPairs
	var t Contingency
	var accounts []int32
	for _, u := range lost {
		if !f.tells(u) {
			continue
		}
		leads := f.leads(u)
		if len(leads) == 0 {
			t.Miss++
			continue
		}
		t.Hit++
		r.Leads = append(r.Leads, leads...)
		accounts = append(accounts, u)
		for _, l := range leads {
			accounts = append(accounts, l.Newer)
		}
	}
	for _, u := range shown {
		if f.tells(u) {
			if len(f.leads(u)) > 0 {
				t.ControlHit++
			} else {
				t.ControlMiss++
			}
		}
	}
	if f.budget <= 0 {
		r.warn("respawn_follows_skipped")
	}
	if t.Hit+t.Miss == 0 {
		r.warn("respawn_nothing_known", itoa(len(lost)))
		return nil
	}
	slices.SortFunc(r.Leads, func(a, b Lead) int {
		return cmp.Or(-cmp.Compare(len(a.Traits), len(b.Traits)), cmp.Compare(a.Lost, b.Lost), cmp.Compare(a.Newer, b.Newer))
	})
	c := contrast(t)
	n := t.Hit + t.Miss
	fact := Fact{Name: "respawn_leads", Value: float64(t.Hit), Unit: "accounts", Of: "lost_searched", N: int64(n), Level: Derived, Evidence: Evidence{Accounts: accounts}}
	if t.ControlHit+t.ControlMiss > 0 {
		fact.Test = single("fisher_shown", c.Expected, c.Greater, 0)
	}
	if t.Hit > 0 {
		fact.Innocent = []adentro.Note{{Code: "respawn_innocent"}}
	}
	r.Facts = append(r.Facts, fact)
	return nil
}

// existedUntil returns when each account was last known to exist: its last tweet, its last
// record as active; for one that only others name, the first mention.
func existedUntil(s *adentro.Snapshot, of []int32) map[int32]time.Time {
	at := make(map[int32]time.Time, len(of))
	for _, u := range of {
		p := s.Accounts[u].Profile()
		t := s.Accounts[u].Created()
		for _, e := range p.Statuses {
			if (e.Status == adentro.Active || e.Status == adentro.Protected) && e.At.After(t) {
				t = e.At
			}
		}
		at[u] = t
	}
	mentioned := map[int32]time.Time{}
	for i := range s.Tweets {
		t := &s.Tweets[i]
		if was, ok := at[t.Author.Index]; ok && t.Created.After(was) {
			at[t.Author.Index] = t.Created
		}
		for _, m := range t.Mentions {
			if was := mentioned[m.Index]; was.IsZero() || t.Created.Before(was) {
				mentioned[m.Index] = t.Created
			}
		}
	}
	for u, t := range at {
		if t.IsZero() {
			at[u] = mentioned[u]
		}
	}
	return at
}

// traits are the folded forms of an account's texts; "" where they are too short to tell.
type traits struct{ stem, name, bio string }

func traitsOf(a *adentro.Account) traits {
	var t traits
	handle := a.Handle()
	if h, ok := a.Key.Handle(); ok && handle == "" {
		handle = h
	}
	t.stem = strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, handle)
	if len(t.stem) < leastStem {
		t.stem = ""
	}
	joined := func(s string) (string, int, int) {
		words, letters := 0, 0
		var b strings.Builder
		for _, w := range text.Tokens(s) {
			words++
			letters += len([]rune(w.Text))
			b.WriteString(w.Text)
			b.WriteByte(' ')
		}
		return b.String(), words, letters
	}
	if s, _, letters := joined(a.Name()); letters >= leastName {
		t.name = s
	}
	if s, words, letters := joined(a.Bio()); words >= leastWords && letters >= leastLetters {
		t.bio = s
	}
	return t
}

// A traitFinder knows who shares the traits that are looked for.
type traitFinder struct {
	snap    *adentro.Snapshot
	existed map[int32]time.Time
	of      map[int32]traits   // of those that are looked for
	sharing map[string][]int32 // by trait and form
	network *graph.Graph
	budget  int
}

// index finds all accounts that share a trait of those wanted.
func (f *traitFinder) index(ctx context.Context, wanted []int32, workers int) error {
	f.of, f.sharing = make(map[int32]traits, len(wanted)), map[string][]int32{}
	for _, u := range wanted {
		t := traitsOf(&f.snap.Accounts[u])
		f.of[u] = t
		for _, k := range t.keys() {
			f.sharing[k] = nil
		}
	}
	type match struct {
		key string
		u   int32
	}
	const block = 1 << 13
	n := (len(f.snap.Accounts) + block - 1) / block
	found := make([][]match, n)
	err := par.For(ctx, workers, n, func(b int) error {
		for u := b * block; u < min((b+1)*block, len(f.snap.Accounts)); u++ {
			for _, k := range traitsOf(&f.snap.Accounts[u]).keys() {
				if _, ok := f.sharing[k]; ok {
					found[b] = append(found[b], match{k, int32(u)})
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, ms := range found {
		for _, m := range ms {
			f.sharing[m.key] = append(f.sharing[m.key], m.u)
		}
	}
	return nil
}

// keys returns the traits as keys of sharing.
func (t traits) keys() []string {
	var out []string
	for _, x := range []struct{ kind, form string }{{string(SameStem), t.stem}, {string(SameName), t.name}, {string(SameBio), t.bio}} {
		if x.form != "" {
			out = append(out, x.kind+"\x00"+x.form)
		}
	}
	return out
}

// tells reports whether account u has anything by which it could be known again.
func (f *traitFinder) tells(u int32) bool {
	return len(f.of[u].keys()) > 0 || f.network != nil && len(f.network.Out(u)) >= leastAlike
}

// leads returns the leads of account u, by account.
func (f *traitFinder) leads(u int32) []Lead {
	by := map[int32]*Lead{}
	since := f.existed[u]
	if since.IsZero() {
		since = f.snap.Accounts[u].Created()
	}
	add := func(v int32, t Trait) {
		created := f.snap.Accounts[v].Created()
		if v == u || since.IsZero() || !created.After(since) || f.snap.Accounts[v].Status.Lost() {
			return
		}
		if by[v] == nil {
			by[v] = &Lead{Lost: u, Newer: v, Created: created, Existed: f.existed[u]}
		}
		by[v].Traits = append(by[v].Traits, t)
	}
	for _, k := range f.of[u].keys() {
		kind, _, _ := strings.Cut(k, "\x00")
		if who := f.sharing[k]; len(who) <= rareTrait {
			for _, v := range who {
				add(v, Trait(kind))
			}
		}
	}
	if who := f.followAlike(u); len(who) <= rareTrait {
		for _, v := range who {
			add(v, SameFollows)
		}
	}
	var out []Lead
	for _, l := range by { // sorted below
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Lead) int { return cmp.Compare(a.Newer, b.Newer) })
	return out
}

// followAlike returns who follows nearly the same accounts as u.
func (f *traitFinder) followAlike(u int32) []int32 {
	if f.network == nil || f.budget <= 0 {
		return nil
	}
	follows := f.network.Out(u)
	if len(follows) < leastAlike {
		return nil
	}
	for _, v := range follows {
		f.budget -= len(f.network.In(v))
	}
	if f.budget <= 0 {
		return nil
	}
	common := map[int32]int{}
	for _, v := range follows {
		for _, w := range f.network.In(v) {
			common[w]++
		}
	}
	var out []int32
	for w, k := range common {
		if union := len(follows) + len(f.network.Out(w)) - k; w != u && k >= leastAlike && float64(k) >= leastJaccard*float64(union) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}
