package ingest

import (
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// A spare holds small things that records need one each of, so that they are
// allocated many at a time, and answers that many records share.
type spare struct {
	elements  map[uint64]v2element // what elements of pages of a shape are
	records   []record
	sightings []adentro.Sighting
	handles   []adentro.HandleSpan
	statuses  []adentro.StatusEvent

	list listing // the last one in which a record was identified
	said []byte  // what is hashed to identify it: room for its hash, and the list
}

const spares = 128

// take returns room for one more element, from a stock that is filled up when it is empty.
func take[T any](stock *[]T) []T {
	if len(*stock) == 0 {
		*stock = make([]T, spares)
	}
	x := (*stock)[:0:1]
	*stock = (*stock)[1:]
	return x
}

func (s *spare) record() *record { return &take(&s.records)[:1][0] }

// newProfile begins the profile that a record shows of an account. It is the last of
// d.obs.Profiles, and stays where it is until the next is added.
func (d *decoder) newProfile(key adentro.Key, r *record) *adentro.Profile {
	all := room(d, d.obs.Profiles)
	d.obs.Profiles = all[:len(all)+1]
	p := &d.obs.Profiles[len(all)] // which is zero: profiles are never taken back
	p.Key = key
	p.Sightings = append(take(&d.spare.sightings), r.sighting())
	p.Handles, p.Statuses = take(&d.spare.handles), take(&d.spare.statuses)
	return p
}

// room makes room for one more element in a slice of what the records of a piece say. It
// expects of the rest of the piece what there was of it so far.
func room[T any](d *decoder, s []T) []T {
	n := len(s)
	if n < cap(s) {
		return s
	}
	more := n + 16
	if done := d.frame.off; n >= 16 && 0 < done && done < d.size {
		rest := int(float64(n) * float64(d.size-done) / float64(done))
		more = min(rest+rest/16+16, 16*n)
	}
	s = slices.Grow(s, more)
	fresh.Touch(s[n:cap(s)])
	return s
}
