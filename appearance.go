package adentro

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/fresh"
)

// Contents keep what records show of accounts, each content once for all records that show the same: an
// account appears in every list that it is in and beside every tweet of its, mostly unchanged. The zero value is
// empty. They may be used by several goroutines at once.
type Contents struct {
	once   sync.Once
	seed   maphash.Seed
	shards [contentShards]contentShard
}

const contentShards = 64

// A contentShard numbers the contents whose hash ends alike: an open-addressing table of their indexes.
type contentShard struct {
	mu    sync.Mutex
	all   []content
	table []uint32 // index+1; 0 is free
	packer
}

// A content is what a record shows, whenever and wherever it does: the fields of a packed profile, a byte for the status, and
// the texts.
type content struct {
	name  string // of the account, if it has no id
	shown packed
	hash  uint64
}

// statusShown tells a status from none in the byte for it.
const statusShown = 1 << 7

// appendShown appends what a profile of one record shows.
func (p *Profile) appendShown(b []byte) []byte {
	b = p.appendFields(b)
	status := byte(0)
	if len(p.Statuses) == 1 {
		status = statusShown | byte(p.Statuses[0].Basis)<<4 | byte(p.Statuses[0].Status)
	}
	return p.appendTexts(append(b, status))
}

// intern returns the number of a content.
func (c *Contents) intern(name string, shown []byte) uint32 {
	hash := maphash.Bytes(c.seed, shown)
	if name != "" {
		hash ^= maphash.String(c.seed, name)
	}
	s := &c.shards[hash%contentShards]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(name, shown, hash)*contentShards + uint32(hash%contentShards)
}

// add returns the index of a content, which it adds if need be.
func (s *contentShard) add(name string, shown []byte, hash uint64) uint32 {
	if 2*len(s.all) >= len(s.table) {
		s.grow(max(2*len(s.table), 64))
	}
	i := s.slot(hash)
	for ; s.table[i] != 0; i = (i + 1) & uint64(len(s.table)-1) {
		n := s.table[i] - 1
		if x := &s.all[n]; x.hash == hash && x.name == name && string(x.shown) == string(shown) {
			return n
		}
	}
	s.all = append(s.all, content{strings.Clone(name), s.keep(shown), hash}) // which hold no others in memory
	s.table[i] = uint32(len(s.all))
	return uint32(len(s.all) - 1)
}

// slot returns where in the table the search for a hash begins.
func (s *contentShard) slot(hash uint64) uint64 {
	return hash / contentShards & uint64(len(s.table)-1)
}

// grow makes room for n slots, a power of two.
func (s *contentShard) grow(n int) {
	s.table = fresh.Slice[uint32](n)
	for k := range s.all {
		i := s.slot(s.all[k].hash)
		for s.table[i] != 0 {
			i = (i + 1) & uint64(n-1)
		}
		s.table[i] = uint32(k + 1)
	}
}

// at returns a content. No other goroutine may intern meanwhile.
func (c *Contents) at(n uint32) *content { return &c.shards[n%contentShards].all[n/contentShards] }

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
	others = Appearances{of: a.of}
	for i := range a.all {
		if out[i] {
			taken = append(taken, a.profile(i, a.all[i].sighting(), &room{}))
		} else if len(out) > 0 {
			others.all = append(others.all, a.all[i])
		}
	}
	if len(out) == 0 {
		return nil, a
	}
	return taken, others
}

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
