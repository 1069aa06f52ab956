package adentro

import "slices"

// A room is where the slices of many profiles lie: a million profiles would else be three million allocations.
type room struct {
	sightings []Sighting
	handles   []HandleSpan
	statuses  []StatusEvent
}

// clear empties the room. What was in it must not be used any more.
func (in *room) clear() {
	in.sightings, in.handles, in.statuses = in.sightings[:0], in.handles[:0], in.statuses[:0]
}

// one puts x into the room, and returns a slice of it alone.
func one[T any](in *[]T, x T) []T {
	*in = append(*in, x)
	return slices.Clip((*in)[len(*in)-1:])
}

// roomFor makes room for what is copied of the profiles and appearances of a batch.
func roomFor(parts []*Observations, batch []place) *room {
	var sightings, handles, statuses int
	for _, x := range batch {
		if p := parts[x.part]; int(x.at) < len(p.Profiles) {
			sightings += len(p.Profiles[x.at].Sightings)
			statuses += len(p.Profiles[x.at].Statuses)
		} else {
			sightings, handles, statuses = sightings+1, handles+1, statuses+1
		}
	}
	return &room{make([]Sighting, 0, sightings), make([]HandleSpan, 0, handles), make([]StatusEvent, 0, statuses)}
}

// move returns a part's profile with its origins pointing into the new table of sources, of which remap tells.
func (in *room) move(x Profile, remap []int32) Profile {
	n, k := len(in.sightings), len(in.statuses)
	for _, s := range x.Sightings {
		s.Origin.Source = remap[s.Origin.Source]
		in.sightings = append(in.sightings, s)
	}
	for _, e := range x.Statuses {
		e.Origin.Source = remap[e.Origin.Source]
		in.statuses = append(in.statuses, e)
	}
	if len(x.Sightings) > 0 {
		x.Sightings = slices.Clip(in.sightings[n:])
	}
	if len(x.Statuses) > 0 {
		x.Statuses = slices.Clip(in.statuses[k:])
	}
	return x
}
