package adentro

import (
	"cmp"
	"slices"
)

// A gathering unites the appearances of one account, those with the same content without a Profile for each.
type gathering struct {
	all []gathered
	of  map[appeared]int // index in all, plus 1
}

// appeared tells contents apart.
type appeared struct {
	of    *Contents
	shown uint32
	empty uint16
}

// A gathered is what joining the profiles of appearances with the same content comes to.
type gathered struct {
	in      *Appearances
	number  int         // of one of those with this content
	newest  Sighting    // supplies all fields
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

// add takes one more appearance of the account: number n of in, seen as s says.
func (g *gathering) add(in *Appearances, n int, s Sighting) {
	event := StatusEvent{At: s.At, Origin: s.Origin}
	span := HandleSpan{First: s.At, Last: s.At, Undated: s.At.IsZero()}
	k := appeared{in.of, in.all[n].shown, in.all[n].empty}
	i := g.of[k]
	if i == 0 {
		if g.of == nil {
			g.of = map[appeared]int{}
		}
		g.all = append(g.all, gathered{in, n, s, s, event, event, span, []int64{s.At.UnixMilli()}})
		g.of[k] = len(g.all)
		return
	}
	x := &g.all[i-1]
	if c := cmp.Or(s.At.Compare(x.newest.At), -cmp.Compare(s.Hash, x.newest.Hash), -compareOrigins(s.Origin, x.newest.Origin)); c > 0 {
		x.newest = s
	}
	if compareSightings(s, x.oldest) < 0 {
		x.oldest = s
	}
	if c := cmp.Or(s.At.Compare(x.first.At), compareOrigins(s.Origin, x.first.Origin)); c < 0 {
		x.first = event
	}
	if c := cmp.Or(-s.At.Compare(x.last.At), compareOrigins(s.Origin, x.last.Origin)); c < 0 {
		x.last = event
	}
	x.handle = joinSpans(x.handle, span)
	if ms := s.At.UnixMilli(); ms != x.instant[len(x.instant)-1] {
		x.instant = append(x.instant, ms)
	}
}

// appendProfiles appends a profile for each content.
func (g *gathering) appendProfiles(to []Profile, in *room) []Profile {
	for i := range g.all {
		to = append(to, g.all[i].profile(in))
	}
	return to
}

func (x *gathered) profile(in *room) Profile {
	p := x.in.profile(x.number, x.newest, in)
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
