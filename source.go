package adentro

import (
	"slices"
	"time"
)

// An Origin is the way back to the bytes: a record of a source.
type Origin struct {
	Source int32 // index in Observations.Sources or Snapshot.Sources
	Offset int64 // bytes from the start of the decompressed content
}

// Role says what a file of the input was taken for.
type Role string

// The roles of a source.
const (
	RoleDump    Role = "dump"    // its records were decoded
	RoleConfig  Role = "config"  // case.toml and the files that it names
	RoleIgnored Role = "ignored" // listed, not decoded: ORIGIN, README*, dot-files, pictures
)

// A Source is one file, or one member of an archive, and the account of
// everything that was read from it.
type Source struct {
	Path   string // relative to the argument it came from, with slashes; a label, never opened
	Member string // path inside a container, else empty
	SHA256 [32]byte
	Bytes  int64 // size of the file as stored
	Text   int64 // size of the decompressed content that could be read

	Role       Role
	Format     string  // a name of ingest.Formats, or "" where none fits
	Why        []Note  // why this format, owner and kind
	Confidence float64 // 0..1, share of sampled records that fit the format

	Records  Records
	Rejects  []Reject // every one, in order of offset
	Warnings []Note
	Damage   string // what broke the container, such as "gzip: unexpected EOF"; else empty

	Observed      time.Time // when its contents were collected; zero if unknown
	ObservedBasis string    // record, case, filename, content (no earlier than the newest content), operator, unknown
	Terms         string    // under which terms it was released, where the case says so
}

// Foreign reports whether s was meant as a dump and fits no known format. An archive has
// none either, but what is inside it stands in sources of its own.
func (s *Source) Foreign() bool {
	archive := func(n Note) bool { return n.Code == "archive" }
	return s.Role == RoleDump && s.Format == "" && !slices.ContainsFunc(s.Why, archive)
}

// Records counts what a source held. Always Seen = Accepted + Duplicate +
// Rejected + Ignored.
type Records struct {
	Seen      int64 // smallest elements that can be rejected alone
	Accepted  int64
	Duplicate int64 // the same bytes in the same list context, met before
	Rejected  int64
	Ignored   int64 // recognised, nothing to keep
}

// Add returns the sum of two counts.
func (r Records) Add(o Records) Records {
	return Records{r.Seen + o.Seen, r.Accepted + o.Accepted, r.Duplicate + o.Duplicate, r.Rejected + o.Rejected, r.Ignored + o.Ignored}
}

// Balanced reports whether nothing was lost in silence.
func (r Records) Balanced() bool { return r.Seen == r.Accepted+r.Duplicate+r.Rejected+r.Ignored }

// A Reject is one record that could not be used.
type Reject struct {
	Offset int64  // of the record's first byte, in the decompressed content
	Line   int64  // 1-based line of that byte
	Reason string // short stable word, such as "bad_json"
	Detail string // one sentence for a person
}

// A Note is a sentence that travels with numbers: a warning, a guess, a gap.
// Code is a key of report/lang, Args fill its sentence in order. Rooms below
// the report never write sentences for readers themselves.
type Note struct {
	Code string
	Args []string
}
