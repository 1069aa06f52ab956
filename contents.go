package adentro

import (
	"hash/maphash"
	"strings"
	"sync"

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
