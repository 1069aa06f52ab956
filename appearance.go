package adentro

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sync"
	"time"
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

type contentShard struct {
	mu     sync.Mutex
	last   map[uint64]uint32 // by hash: 1 + the index of the content added last
	blocks [][]content       // of contentBlock each: what is in one stays where it is when more come
	len    uint32
}

const contentBlock = 64

type content struct {
	shown
	before uint32 // of those of the same hash the one added before, as in last
}

func (s *contentShard) at(i uint32) *content { return &s.blocks[i/contentBlock][i%contentBlock] }

// add returns the index of a new content.
func (s *contentShard) add(x content) uint32 {
	if s.len%contentBlock == 0 {
		s.blocks = append(s.blocks, make([]content, contentBlock))
	}
	*s.at(s.len) = x
	s.len++
	return s.len - 1
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

// intern returns the number of a content.
func (c *Contents) intern(x *shown) uint32 {
	c.once.Do(func() { c.seed = maphash.MakeSeed() })
	hash := maphash.Comparable(c.seed, *x)
	s := &c.shards[hash%contentShards]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[uint64]uint32{}
	}
	i := s.last[hash]
	for i != 0 && s.at(i-1).shown != *x {
		i = s.at(i - 1).before
	}
	if i == 0 {
		i = 1 + s.add(content{x.apart(), s.last[hash]})
		s.last[hash] = i
	}
	return (i-1)*contentShards + uint32(hash%contentShards)
}

// apart returns x with texts of its own, which hold no others in memory.
func (x *shown) apart() shown {
	y := *x
	all := x.key.Name + x.handle + x.name + x.bio + x.location + x.url
	for _, s := range []*string{&y.key.Name, &y.handle, &y.name, &y.bio, &y.location, &y.url} {
		n := len(*s)
		*s, all = all[:n], all[n:]
	}
	return y
}

// at returns a content, which must not change. No other goroutine may intern meanwhile.
func (c *Contents) at(n uint32) *shown { return &c.shards[n%contentShards].at(n / contentShards).shown }

// Appearances are profiles of one record each, in little memory.
type Appearances struct {
	of  *Contents
	all []appearance
}

// An appearance has no pointers, so that the collector of garbage passes over millions of them.
type appearance struct {
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
	all := make([]appearance, len(profiles))
	for i := range profiles {
		p := &profiles[i]
		if !p.ofOneRecord() || p.Labels != nil || p.Sightings[0].At.Location() != time.UTC {
			return Appearances{}, false
		}
		x := shown{
			key: p.Key, handle: p.Handle, name: p.Name, bio: p.Bio, location: p.Location, url: p.URL, created: p.Created,
			counts: [5]int64{p.Followers, p.Following, p.Tweets, p.Listed, p.Likes}, flags: [3]bool{p.Protected, p.Verified, p.DefaultImage}, from: p.from,
		}
		if len(p.Statuses) == 1 {
			x.status, x.basis = p.Statuses[0].Status, p.Statuses[0].Basis
		}
		all[i].shown = c.intern(&x)
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

func (a *Appearances) key(i int) Key { return a.of.at(a.all[i].shown).key }

// profile returns the profile that number i was made of, as of another sighting.
func (a *Appearances) profile(i int, s Sighting) Profile {
	x, empty := a.of.at(a.all[i].shown), a.all[i].empty
	p := Seen(x.key, s)
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
		if empty&(1<<f) != 0 {
			p.SetText(f, "")
		}
	}
	return p
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
func (g *gathering) appendProfiles(to []Profile) []Profile {
	for i := range g.all {
		to = append(to, g.all[i].profile())
	}
	return to
}

func (x *gathered) profile() Profile {
	p := x.in.profile(x.number, x.newest)
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
