package adentro

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
	"time"
)

// Appearances are profiles of one record each, in little memory.
type Appearances struct {
	of  *Contents
	all []appearance
}

// An appearance has no pointers, so that the collector of garbage passes over millions of them.
type appearance struct {
	id     uint64 // of the account, 0 if its content has its name
	hash   uint64 // of the sighting, as are the next four
	offset int64
	second int64
	nano   int32
	source int32
	shown  uint32
	empty  uint16 // bits of fields that are known to be empty, beside those that the content has
}

// Share returns profiles as appearances. It reports false if one of them says
// more than one record does, or bears labels. Cost: a hash of all texts.
func (c *Contents) Share(profiles []Profile) (Appearances, bool) {
	c.once.Do(func() { c.seed = maphash.MakeSeed() })
	all := make([]appearance, len(profiles))
	var shown []byte
	for i := range profiles {
		p := &profiles[i]
		if !p.ofOneRecord() || p.Labels != nil || p.Sightings[0].At.Location() != time.UTC {
			return Appearances{}, false
		}
		shown = p.appendShown(shown[:0])
		all[i].id = p.Key.ID
		all[i].shown = c.intern(p.Key.Name, shown)
		all[i].set(p.Sightings[0])
	}
	return Appearances{c, all}, true
}

func (a *appearance) set(s Sighting) {
	a.hash, a.source, a.offset = s.Hash, s.Origin.Source, s.Origin.Offset
	a.second, a.nano = s.At.Unix(), int32(s.At.Nanosecond())
}

func (a *appearance) sighting() Sighting {
	return Sighting{time.Unix(a.second, int64(a.nano)).UTC(), a.hash, Origin{a.source, a.offset}}
}

// Len returns their number.
func (a *Appearances) Len() int { return len(a.all) }

// Place does for all what Profile.Date does, and moves their offsets.
func (a *Appearances) Place(date time.Time, offset int64) {
	for i := range a.all {
		s := a.all[i].sighting()
		if s.At.IsZero() {
			s.At = date
		}
		s.Origin.Offset += offset
		a.all[i].set(s)
	}
}

// SetEmpty records that a text field of number i is empty.
func (a *Appearances) SetEmpty(i int, f Field) { a.all[i].empty |= 1 << f }

func (a *Appearances) key(i int) Key {
	if id := a.all[i].id; id != 0 {
		return Key{ID: id}
	}
	return Key{Name: a.of.at(a.all[i].shown).name}
}

// profile returns the profile that number i was made of, as of another sighting.
func (a *Appearances) profile(i int, s Sighting, in *room) Profile {
	x := &a.all[i]
	p := Profile{Key: a.key(i), Sightings: one(&in.sightings, s)}
	shown := a.of.at(x.shown).shown
	u := p.readFields(shown)
	for f := range NumFields {
		if shown.known(f) || x.empty&(1<<f) != 0 {
			p.from[f] = 1
		}
	}
	if p.Known(FieldHandle) {
		p.Handles = one(&in.handles, HandleSpan{p.Handle, s.At, s.At, s.At.IsZero()})
	}
	if c := u.byte(); c != 0 {
		p.Statuses = one(&in.statuses, StatusEvent{Status(c & 15), StatusBasis(c >> 4 & 7), s.At, s.Origin})
	}
	return p
}

// handle returns the handle that number i shows, if it shows one, and when.
func (a *Appearances) handle(i int) (HandleSpan, bool) {
	shown := a.of.at(a.all[i].shown).shown
	if !shown.known(FieldHandle) {
		return HandleSpan{}, false
	}
	h, _ := shown.text(FieldHandle)
	at := a.all[i].sighting().At
	return HandleSpan{h, at, at, at.IsZero()}, true
}

// Unshared returns the same observations with a profile in place of each appearance. If o is in canonical form its result is.
func (o *Observations) Unshared() *Observations {
	if o.Appearances.Len() == 0 {
		return o
	}
	out := *o
	out.Appearances = Appearances{}
	out.Profiles = make([]Profile, 0, len(o.Profiles)+o.Appearances.Len())
	out.Profiles = append(out.Profiles, o.Profiles...)
	for i := range o.Appearances.all {
		out.Profiles = append(out.Profiles, o.Appearances.profile(i, o.Appearances.all[i].sighting(), &room{}))
	}
	slices.SortStableFunc(out.Profiles, func(a, b Profile) int { return a.Key.Compare(b.Key) })
	return &out
}

// take parts appearances in canonical form into the profiles of some accounts and the appearances of the others.
func (a Appearances) take(keys iter.Seq[Key]) (taken []Profile, others Appearances) {
	out := map[int]bool{}
	for k := range keys {
		if i, met := slices.BinarySearchFunc(a.all, k.ID, func(x appearance, id uint64) int { return cmp.Compare(x.id, id) }); met {
			out[i] = true
		}
	}
	if len(out) == 0 {
		return nil, a
	}
	others = Appearances{of: a.of}
	for i := range a.all {
		if out[i] {
			taken = append(taken, a.profile(i, a.all[i].sighting(), &room{}))
		} else {
			others.all = append(others.all, a.all[i])
		}
	}
	return taken, others
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
