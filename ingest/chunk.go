package ingest

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A ChunkKey is the SHA-256 of a stretch of content, of what comes before it, and of everything that its
// decoding depended on: version, format of the whole file, header, owner, options.
// The same beginning of a file read in the same way has the same keys, whatever the file
// is called, however it is compressed, and whatever was appended to it.
type ChunkKey [32]byte

// A Chunk is what one stretch of a source says: about 8 MiB of content, cut
// between records. It stands for itself, so that it can be kept, found again by
// its key, and put together with others in any order.
type Chunk struct {
	Key   ChunkKey
	Size  int64 // bytes of content
	Lines int64 // line ends in them

	// Obs has no Sources. All origins are of source 0, and their offsets count
	// from the start of the chunk.
	Obs adentro.Observations

	// Unfilled are the profiles whose record left out fields that may be empty or may
	// not have been asked for; the whole file tells. By rising index.
	Unfilled []Unfilled

	// Identities are those of the records that were accepted, in order of
	// offset, without the members of bare pages, which are identities themselves.
	Identities []Identity

	Facts Facts
}

// An Identity tells an accepted record from others: the same bytes in the same list
// context have the same hash.
type Identity struct {
	Hash   uint64
	Offset int64
}

// Share keeps the profiles as appearances from now on, which take little memory where many
// records show the same. A chunk that bears labels stays as it is. It may be
// called for several chunks at once.
func (c *Chunk) Share(contents *adentro.Contents) {
	if all, ok := contents.Share(c.Obs.Profiles); ok {
		c.Obs.Profiles, c.Obs.Appearances = nil, all
	}
}

// Unfilled marks fields of a profile that its record did not have although
// other records of the same file may.
type Unfilled struct {
	Profile int32 // index in Obs.Profiles, or in Obs.Appearances
	Fields  uint8 // bits: 1 location, 2 bio, 4 url
}

// Facts are what the account of a whole file needs of each of its chunks. They add up.
type Facts struct {
	Records  adentro.Records  // Duplicate is 0: that is told when all chunks are known
	Rejects  []adentro.Reject `json:",omitempty"` // offset and line count from the chunk's start; the first line is 1
	Fits     map[string]int64 `json:",omitempty"` // values by name of format
	Misfits  int64            `json:",omitempty"` // values of no format
	Ignored  map[string]int64 `json:",omitempty"` // by what they were
	Warned   map[string]int64 `json:",omitempty"` // by code of the note
	Lists    int              `json:",omitempty"` // lists seen, of known owner or not
	Guessed  bool             `json:",omitempty"` // a list rests on the file's name
	Named    bool             `json:",omitempty"` // so does its owner, not its kind alone
	Unowned  bool             `json:",omitempty"` // a list has no known owner or kind
	Filled   uint8            `json:",omitempty"` // fields, as in Unfilled, that some record had
	Notes    []adentro.Note   `json:",omitempty"` // why the file was taken for what it is
	Overrule adentro.Key      // owner in the content that differs from the one stated beside it

	NewestTweet, NewestAccount, NewestRecord time.Time

	// What the reader of the file needs to go on behind a chunk that is known.
	Used     int
	Lines    int64
	EndArray bool
	EndSkip  *skipping `json:",omitempty"`
	Learned  learned
}

// A ChunkRef says where in a source a chunk lies.
type ChunkRef struct {
	Key    ChunkKey
	Offset int64 // of its first byte, in the content of the source
	Line   int64 // line ends before it
}

// A Sealed source is one that was read to its end, with the chunks that it
// consists of. Its sums count no duplicates and it lists no rejects yet: Assemble
// adds both.
type Sealed struct {
	Source adentro.Source
	Chunks []ChunkRef

	Date      time.Time // for observations that bear none of their own; zero if unknown
	DateBasis string    // how Date is known, as Source.ObservedBasis
	Filled    uint8     // fields, as in Unfilled, that some record of the source had
}

// A Sink keeps what Scan decodes. Its methods may be called by several
// goroutines at once; an error of any ends the scan.
type Sink interface {
	// Known returns the facts of a chunk that is kept already, so that it need not be decoded.
	Known(key ChunkKey) (Facts, bool)
	// Put keeps a chunk, which then belongs to the sink.
	Put(c *Chunk) error
	// Seal keeps a source all of whose chunks have been put or were known.
	Seal(s *Sealed) error
}
