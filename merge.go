package adentro

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Observations are what a set of dumps says, before accounts are numbered.
// In canonical form, which Merge yields: sources by SHA-256, path and member;
// profiles and appearances by key, each account among one of both; tweets by id; pages by origin; all unique.
type Observations struct {
	Sources     []Source
	Profiles    []Profile
	Appearances Appearances // more profiles; in canonical form of accounts with an id of which one record tells
	Tweets      []Tweet
	Pages       []Page
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
// What one record shows of an account stays an appearance if those of all parts share their contents,
// else it becomes a profile; which of both an account has says nothing.
//
// Merge does not change its arguments, but its result shares their memory.
// Cost: O(n) in items with ids, O(n log n) in those with names.
func Merge(parts ...*Observations) *Observations {
	var m Observations
	remaps := mergeSources(&m, parts)
	together(
		func() { m.Profiles, m.Appearances = mergeProfiles(parts, remaps) },
		func() {
			m.Tweets = mergeTweets(parts, remaps)
			for i, p := range parts {
				for _, x := range p.Pages {
					x.Origin.Source = remaps[i][x.Origin.Source]
					m.Pages = append(m.Pages, x)
				}
			}
			m.Pages = foldRuns(m.Pages, comparePages, func(a, _ Page) Page { return a })
		},
	)
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

// mergeProfiles unites the profiles and appearances of the parts.
func mergeProfiles(parts []*Observations, remaps [][]int32) ([]Profile, Appearances) {
	// The places of a part's appearances come behind those of its profiles.
	places := placesOf(parts, func(p *Observations) int { return len(p.Profiles) + p.Appearances.Len() })
	key := func(x place) Key {
		if p := parts[x.part]; int(x.at) < len(p.Profiles) {
			return p.Profiles[x.at].Key
		} else {
			return p.Appearances.key(int(x.at) - len(p.Profiles))
		}
	}
	appearance := func(x place) (appearance, bool) {
		n := int(x.at) - len(parts[x.part].Profiles)
		if n < 0 {
			return appearance{}, false
		}
		a := parts[x.part].Appearances.all[n]
		a.source = remaps[x.part][a.source]
		return a, true
	}
	runs := sortByKey(places, key)
	var alone Appearances
	if of := commonContents(parts); of != nil {
		if alone.all, places, runs = takeAlone(places, runs, appearance); len(alone.all) > 0 {
			alone.of = of
		}
	}
	profiles := foldSorted(places, runs, func(batch []place) func([]place) []Profile {
		in := roomFor(parts, batch)
		var (
			same gathering
			full []Profile
		)
		return func(run []place) []Profile {
			full = full[:0]
			same.clear()
			for _, x := range run {
				p := parts[x.part]
				if a, ok := appearance(x); ok {
					same.add(&p.Appearances, int(x.at)-len(p.Profiles), a.sighting())
				} else {
					full = append(full, in.move(p.Profiles[x.at], remaps[x.part]))
				}
			}
			full = same.appendProfiles(full, in)
			return full
		}
	}, joinProfiles)
	return profiles, alone
}

// commonContents returns the contents of all appearances, nil if there are several or none.
func commonContents(parts []*Observations) (of *Contents) {
	for _, p := range parts {
		if p.Appearances.Len() == 0 {
			continue
		}
		if of != nil && of != p.Appearances.of {
			return nil
		}
		of = p.Appearances.of
	}
	return of
}

// takeAlone takes the runs that are one appearance of an account with an id, however often, and returns them beside the others. A million accounts of one record each need no profile before they are packed:
// it would take 500 bytes.
func takeAlone(places []place, runs []int32, at func(place) (appearance, bool)) ([]appearance, []place, []int32) {
	taken := make([][]appearance, batches(len(runs)))
	end := func(i int) int32 {
		if i+1 < len(runs) {
			return runs[i+1]
		}
		return int32(len(places))
	}
	others := make([][]int32, len(taken)) // runs
	inBatches(len(runs), func(b, from, to int) {
		mine := make([]appearance, 0, to-from)
		for i := from; i < to; i++ {
			first, ok := at(places[runs[i]])
			ok = ok && first.id != 0
			for k := runs[i] + 1; ok && k < end(i); k++ {
				a, also := at(places[k])
				ok = also && a == first
			}
			if ok {
				mine = append(mine, first)
			} else {
				others[b] = append(others[b], int32(i))
			}
		}
		taken[b] = mine
	})
	var keptPlaces []place
	var keptRuns []int32
	for _, of := range others {
		for _, i := range of {
			keptRuns = append(keptRuns, int32(len(keptPlaces)))
			keptPlaces = append(keptPlaces, places[runs[i]:end(int(i))]...)
		}
	}
	return slices.Concat(taken...), keptPlaces, keptRuns
}

// mergeTweets unites the tweets of the parts.
func mergeTweets(parts []*Observations, remaps [][]int32) []Tweet {
	places := placesOf(parts, func(p *Observations) int { return len(p.Tweets) })
	key := func(x place) Key { return parts[x.part].Tweets[x.at].ID }
	return fold(places, key, func([]place) func([]place) []Tweet {
		var all []Tweet
		return func(run []place) []Tweet {
			all = all[:0]
			for _, x := range run {
				t := parts[x.part].Tweets[x.at]
				t.Origin.Source = remaps[x.part][t.Origin.Source]
				all = append(all, t)
			}
			return all
		}
	}, joinTweets)
}
