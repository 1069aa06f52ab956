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
// best text (full before truncated, then the longer, then the smaller hash) and the union
// of references, hashtags, URLs and mentions.
//
// Merge does not change its arguments, but its result shares their memory.
// Cost: O(n log n) in the number of items.
func Merge(parts ...*Observations) *Observations {
	var m Observations
	remaps := mergeSources(&m, parts)
	m.gather(parts, remaps)
	m.Profiles = foldRuns(m.Profiles, func(a, b *Profile) int { return a.Key.Compare(b.Key) }, joinProfiles)
	m.Tweets = foldRuns(m.Tweets, func(a, b *Tweet) int { return a.ID.Compare(b.ID) }, joinTweets)
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

// gather appends the items of all parts, their origins pointing into the new
// table of sources.
func (m *Observations) gather(parts []*Observations, remaps [][]int32) {
	var profiles, tweets, pages, sightings, statuses int
	for _, p := range parts {
		profiles, tweets, pages = profiles+len(p.Profiles), tweets+len(p.Tweets), pages+len(p.Pages)
		for i := range p.Profiles {
			sightings += len(p.Profiles[i].Sightings)
			statuses += len(p.Profiles[i].Statuses)
		}
	}
	m.Profiles, m.Tweets, m.Pages = make([]Profile, 0, profiles), make([]Tweet, 0, tweets), make([]Page, 0, pages)
	// One array for all sightings and one for all statuses: a million profiles
	// would else be two million allocations.
	seen, events := make([]Sighting, 0, sightings), make([]StatusEvent, 0, statuses)
	for i, p := range parts {
		remap := remaps[i]
		for j := range p.Profiles {
			x := p.Profiles[j]
			n, k := len(seen), len(events)
			for _, s := range x.Sightings {
				s.Origin.Source = remap[s.Origin.Source]
				seen = append(seen, s)
			}
			for _, e := range x.Statuses {
				e.Origin.Source = remap[e.Origin.Source]
				events = append(events, e)
			}
			x.Sightings, x.Statuses = slices.Clip(seen[n:]), slices.Clip(events[k:])
			m.Profiles = append(m.Profiles, x)
		}
		for _, x := range p.Tweets {
			x.Origin.Source = remap[x.Origin.Source]
			m.Tweets = append(m.Tweets, x)
		}
		for _, x := range p.Pages {
			x.Origin.Source = remap[x.Origin.Source]
			m.Pages = append(m.Pages, x)
		}
	}
}

// foldRuns returns xs sorted, with the items that compare equal joined in the
// order in which they came. Indexes are sorted, because the items are large.
func foldRuns[T any](xs []T, compare func(a, b *T) int, join func(a, b T) T) []T {
	if rising(xs, compare) {
		return xs
	}
	order := make([]int32, len(xs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		if c := compare(&xs[i], &xs[j]); c != 0 {
			return c
		}
		return int(i) - int(j)
	})
	runs := 0
	for i := range order {
		if i == 0 || compare(&xs[order[i-1]], &xs[order[i]]) != 0 {
			runs++
		}
	}
	out := make([]T, 0, runs)
	for i := 0; i < len(order); {
		x, j := xs[order[i]], i+1
		for ; j < len(order) && compare(&xs[order[i]], &xs[order[j]]) == 0; j++ {
			x = join(x, xs[order[j]])
		}
		out = append(out, x)
		i = j
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
