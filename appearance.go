package adentro

import (
	"cmp"
	"slices"
	"time"
	"unique"
)

// An Appearance is the profile that one record shows, in little memory: all that is the same in other
// records is kept once for all of them. An account appears in every list that it is in and beside
// every tweet of its, mostly unchanged.
type Appearance struct {
	Sighting
	shown unique.Handle[shown]
	empty uint16 // bits of fields that are known to be empty, beside those that shown has
}

// shown is what a record shows, whenever and wherever it does.
type shown struct {
	key                              Key
	handle, name, bio, location, url string
	created                          time.Time
	counts                           [5]int64
	flags                            [3]bool
	from                             [NumFields]uint8
	status                           Status
	basis                            StatusBasis
}

// Appear returns what one record shows as an Appearance. It reports false of a profile that says
// more than one record does, or bears labels. It may be called by several goroutines at once. Cost: a hash
// of all texts.
func Appear(p *Profile) (Appearance, bool) {
	if !p.ofOneRecord() || p.Labels != nil {
		return Appearance{}, false
	}
	x := shown{
		key: p.Key, handle: p.Handle, name: p.Name, bio: p.Bio, location: p.Location, url: p.URL, created: p.Created,
		counts: [5]int64{p.Followers, p.Following, p.Tweets, p.Listed, p.Likes}, flags: [3]bool{p.Protected, p.Verified, p.DefaultImage}, from: p.from,
	}
	if len(p.Statuses) == 1 {
		x.status, x.basis = p.Statuses[0].Status, p.Statuses[0].Basis
	}
	return Appearance{Sighting: p.Sightings[0], shown: unique.Make(x)}, true
}

// ofOneRecord reports whether p was set with one sighting, and joined with nothing.
func (p *Profile) ofOneRecord() bool {
	if len(p.Sightings) != 1 || len(p.Handles) > 1 || len(p.Statuses) > 1 || p.series != nil || p.creations != nil {
		return false
	}
	s := p.Sightings[0]
	for _, h := range p.Handles {
		if h != (HandleSpan{p.Handle, s.At, s.At, s.At.IsZero()}) {
			return false
		}
	}
	for _, e := range p.Statuses {
		if e.At != s.At || e.Origin != s.Origin {
			return false
		}
	}
	return p.Known(FieldHandle) == (len(p.Handles) == 1)
}

// Date does what Profile.Date does.
func (a *Appearance) Date(at time.Time) {
	if a.At.IsZero() {
		a.At = at
	}
}

// SetEmpty records that a text field of the account is empty.
func (a *Appearance) SetEmpty(f Field) { a.empty |= 1 << f }

func (a *Appearance) key() Key { return a.shown.Value().key }

// profile returns the profile that a was made of, as of the sighting that a has now.
func (a *Appearance) profile() Profile {
	x := a.shown.Value()
	p := Seen(x.key, a.Sighting)
	p.Name, p.Bio, p.Location, p.URL, p.Created = x.name, x.bio, x.location, x.url, x.created
	p.Followers, p.Following, p.Tweets, p.Listed, p.Likes = x.counts[0], x.counts[1], x.counts[2], x.counts[3], x.counts[4]
	p.Protected, p.Verified, p.DefaultImage = x.flags[0], x.flags[1], x.flags[2]
	p.from = x.from
	if p.Known(FieldHandle) {
		p.SetText(FieldHandle, x.handle)
	}
	if x.status != StatusUnknown || x.basis != BasisNone {
		p.SetStatus(x.status, x.basis)
	}
	for f := range NumFields {
		if a.empty&(1<<f) != 0 {
			p.SetText(f, "")
		}
	}
	return p
}

// A gathering unites the appearances of one account, those with the same content without a Profile for each.
type gathering struct {
	all []gathered
	of  map[appeared]int // index in all, plus 1
}

// appeared tells contents apart.
type appeared struct {
	shown unique.Handle[shown]
	empty uint16
}

// A gathered is what joining the profiles of appearances with the same content comes to.
type gathered struct {
	newest  Appearance  // whose sighting supplies all fields
	oldest  Sighting    // stands for the account where there are none
	first   StatusEvent // the first and last report of its status; only when and where
	last    StatusEvent
	handle  HandleSpan // only the times
	instant []int64    // milliseconds of the sightings
}

func (g *gathering) clear() {
	g.all = g.all[:0]
	clear(g.of)
}

// add takes one more appearance of the account.
func (g *gathering) add(a *Appearance) {
	event := StatusEvent{At: a.At, Origin: a.Origin}
	span := HandleSpan{First: a.At, Last: a.At, Undated: a.At.IsZero()}
	k := appeared{a.shown, a.empty}
	i := g.of[k]
	if i == 0 {
		if g.of == nil {
			g.of = map[appeared]int{}
		}
		g.all = append(g.all, gathered{*a, a.Sighting, event, event, span, []int64{a.At.UnixMilli()}})
		g.of[k] = len(g.all)
		return
	}
	x := &g.all[i-1]
	if c := cmp.Or(a.At.Compare(x.newest.At), -cmp.Compare(a.Hash, x.newest.Hash), -compareOrigins(a.Origin, x.newest.Origin)); c > 0 {
		x.newest = *a
	}
	if compareSightings(a.Sighting, x.oldest) < 0 {
		x.oldest = a.Sighting
	}
	if c := cmp.Or(a.At.Compare(x.first.At), compareOrigins(a.Origin, x.first.Origin)); c < 0 {
		x.first = event
	}
	if c := cmp.Or(-a.At.Compare(x.last.At), compareOrigins(a.Origin, x.last.Origin)); c < 0 {
		x.last = event
	}
	x.handle = joinSpans(x.handle, span)
	if ms := a.At.UnixMilli(); ms != x.instant[len(x.instant)-1] {
		x.instant = append(x.instant, ms)
	}
}

// appendProfiles appends a profile for each content.
func (g *gathering) appendProfiles(to []Profile) []Profile {
	for i := range g.all {
		to = append(to, g.all[i].profile())
	}
	return to
}

func (x *gathered) profile() Profile {
	p := x.newest.profile()
	if p.from == [NumFields]uint8{} {
		p.Sightings[0] = x.oldest
	}
	for i := range p.Handles {
		x.handle.Handle = p.Handles[i].Handle
		p.Handles[i] = x.handle
	}
	if len(p.Statuses) == 1 {
		one := p.Statuses[0]
		p.Statuses[0].At, p.Statuses[0].Origin = x.first.At, x.first.Origin
		if !x.first.At.Equal(x.last.At) {
			one.At, one.Origin = x.last.At, x.last.Origin
			p.Statuses = append(p.Statuses, one)
		}
	}
	slices.Sort(x.instant)
	if x.instant = slices.Compact(x.instant); len(x.instant) > 1 {
		p.seriesAt(x.instant)
	}
	return p
}
