package adentro

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Observations are what a set of dumps says, before accounts are numbered.
// In canonical form, which Merge yields: sources by SHA-256, path and member;
// profiles by key; tweets by id; pages by origin; all unique.
type Observations struct {
	Sources  []Source
	Profiles []Profile
	Tweets   []Tweet
	Pages    []Page
}

// Merge unites observations. It is commutative, associative and idempotent on
// observations in canonical form, so files may be read in any order, on any
// number of workers, and more than once.
//
// The tie rule, per field of an account: the later sighting wins; a sighting
// without a date is earlier than all with one. At the same instant a value
// that is present beats one that is known to be empty, then the
// smaller record hash wins, then the earlier source and offset. A field that
// no record gave never overrides one that some record gave. A tweet keeps the
// best text (full before truncated, then the longer, then the smaller hash), the union
// of references, hashtags, URLs, mentions and versions, every count, and the first time at which
// its deletion was seen; the notice of a deletion takes no text away.
//
// Merge does not change its arguments, but its result shares their memory.
// Cost: O(n) in items with ids, O(n log n) in those with names.
func Merge(parts ...*Observations) *Observations {
	var m Observations
	remaps := mergeSources(&m, parts)
	m.Profiles = fold(parts, func(p *Observations) []Profile { return p.Profiles }, mover(parts, remaps), func(p *Profile) Key { return p.Key }, joinProfiles)
	m.Tweets = fold(parts, func(p *Observations) []Tweet { return p.Tweets }, func(x Tweet, part int) Tweet {
		x.Origin.Source = remaps[part][x.Origin.Source]
		return x
	}, func(t *Tweet) Key { return t.ID }, joinTweets)
	for i, p := range parts {
		for _, x := range p.Pages {
			x.Origin.Source = remaps[i][x.Origin.Source]
			m.Pages = append(m.Pages, x)
		}
	}
	m.Pages = foldRuns(m.Pages, comparePages, func(a, _ Page) Page { return a })
	return &m
}

// mergeSources unites the source tables into m and returns, for each part, the
// new index of each of its sources.
func mergeSources(m *Observations, parts []*Observations) [][]int32 {
	type place struct{ part, index int }
	var all []place
	for i, p := range parts {
		for j := range p.Sources {
			all = append(all, place{i, j})
		}
	}
	at := func(p place) *Source { return &parts[p.part].Sources[p.index] }
	slices.SortStableFunc(all, func(a, b place) int { return compareSources(at(a), at(b)) })
	remaps := make([][]int32, len(parts))
	for i, p := range parts {
		remaps[i] = make([]int32, max(len(p.Sources), 1))
	}
	for _, pl := range all {
		s := at(pl)
		if n := len(m.Sources); n == 0 || compareSources(&m.Sources[n-1], s) != 0 {
			m.Sources = append(m.Sources, *s)
		}
		remaps[pl.part][pl.index] = int32(len(m.Sources) - 1)
	}
	return remaps
}

func compareSources(a, b *Source) int {
	return cmp.Or(bytes.Compare(a.SHA256[:], b.SHA256[:]), strings.Compare(a.Path, b.Path), strings.Compare(a.Member, b.Member))
}

func comparePages(a, b *Page) int {
	return cmp.Or(compareOrigins(a.Origin, b.Origin), a.Owner.Compare(b.Owner), cmp.Compare(a.Kind, b.Kind))
}

func compareOrigins(a, b Origin) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Offset, b.Offset))
}

func byKey(a, b *Profile) int { return a.Key.Compare(b.Key) }

// mover returns a function that points the origins of a part's profile into the
// new table of sources. What it copies lies in two arrays, one for all sightings and
// one for all statuses: a million profiles would else be two million allocations.
func mover(parts []*Observations, remaps [][]int32) func(Profile, int) Profile {
	var sightings, statuses int
	for _, p := range parts {
		for i := range p.Profiles {
			sightings += len(p.Profiles[i].Sightings)
			statuses += len(p.Profiles[i].Statuses)
		}
	}
	seen, events := make([]Sighting, 0, sightings), make([]StatusEvent, 0, statuses)
	return func(x Profile, part int) Profile {
		n, k := len(seen), len(events)
		for _, s := range x.Sightings {
			s.Origin.Source = remaps[part][s.Origin.Source]
			seen = append(seen, s)
		}
		for _, e := range x.Statuses {
			e.Origin.Source = remaps[part][e.Origin.Source]
			events = append(events, e)
		}
		if len(seen) > n {
			x.Sightings = slices.Clip(seen[n:])
		}
		if len(events) > k {
			x.Statuses = slices.Clip(events[k:])
		}
		return x
	}
}

// fold unites the items of one sort: in order of key, those of one key joined in
// the order of the parts. move makes an item of a part one of the whole. Places are
// sorted, because items are large and most are only a copy of another.
func fold[T any](parts []*Observations, of func(*Observations) []T, move func(x T, part int) T, key func(*T) Key, join func(a, b T) T) []T {
	var items []*T
	var part []int32
	for i, p := range parts {
		xs := of(p)
		items, part = slices.Grow(items, len(xs)), slices.Grow(part, len(xs))
		for j := range xs {
			items, part = append(items, &xs[j]), append(part, int32(i))
		}
	}
	order := sortByKey(items, key)
	// Many items of one key are joined by halves: what they say grows with each join.
	var joined func(from, to int) T
	joined = func(from, to int) T {
		if to-from == 1 {
			return move(*items[order[from]], int(part[order[from]]))
		}
		half := (from + to) / 2
		a := joined(from, half)
		return join(a, joined(half, to))
	}
	var runs []int32 // where each begins
	for i := range order {
		if i == 0 || key(items[order[i-1]]) != key(items[order[i]]) {
			runs = append(runs, int32(i))
		}
	}
	out := make([]T, len(runs))
	for i, from := range runs {
		to := len(order)
		if i+1 < len(runs) {
			to = int(runs[i+1])
		}
		out[i] = joined(int(from), to)
	}
	return out
}

// sortByKey returns the places of the items in order of key, those of one key in
// their order.
func sortByKey[T any](items []*T, key func(*T) Key) []int32 {
	ids := make([]idPlace, 0, len(items))
	var named []int32
	for i, x := range items {
		if k := key(x); k.ID != 0 {
			ids = append(ids, idPlace{k.ID, int32(i)})
		} else {
			named = append(named, int32(i))
		}
	}
	slices.SortStableFunc(named, func(i, j int32) int { return strings.Compare(key(items[i]).Name, key(items[j]).Name) })
	order := make([]int32, 0, len(items))
	for _, p := range sortIDs(ids) {
		order = append(order, p.place)
	}
	return append(order, named...)
}

// foldRuns sorts the items of one slice, which stays as it is, and joins those that
// compare equal.
func foldRuns[T any](xs []T, compare func(a, b *T) int, join func(a, b T) T) []T {
	if rising(xs, compare) {
		return xs
	}
	sorted := make([]*T, len(xs))
	for i := range xs {
		sorted[i] = &xs[i]
	}
	slices.SortStableFunc(sorted, compare)
	out := make([]T, 0, len(xs))
	for i, x := range sorted {
		if i > 0 && compare(sorted[i-1], x) == 0 {
			last := &out[len(out)-1]
			*last = join(*last, *x)
		} else {
			out = append(out, *x)
		}
	}
	return out
}

// rising reports whether xs are sorted and no two compare equal.
func rising[T any](xs []T, compare func(a, b *T) int) bool {
	for i := 1; i < len(xs); i++ {
		if compare(&xs[i-1], &xs[i]) >= 0 {
			return false
		}
	}
	return true
}
