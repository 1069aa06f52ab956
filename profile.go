package adentro

import (
	"time"
	"unicode"
)

// A Field is one property of an account that records observe separately.
type Field uint8

// The fields of a Profile.
const (
	FieldHandle Field = iota
	FieldName
	FieldBio
	FieldLocation
	FieldURL
	FieldCreated
	FieldFollowers
	FieldFollowing
	FieldTweets
	FieldListed
	FieldLikes
	FieldProtected
	FieldVerified
	FieldDefaultImage // whether it shows the platform's default picture
	NumFields
)

var fieldNames = [NumFields]string{"handle", "name", "bio", "location", "url", "created", "followers", "following", "tweets", "listed", "likes", "protected", "verified", "default_image"}

// String returns the field's word, as case files and exports spell it.
func (f Field) String() string { return fieldNames[f] }

// A Sighting is the record that a field was read from.
type Sighting struct {
	At     time.Time // when the record was collected; zero if unknown, which sorts before all known
	Hash   uint64    // xxHash64 of the record's bytes
	Origin Origin
}

// A Profile is what records say of one account, field by field. A field that
// no record gave is unknown, which is neither empty nor zero: ask Known.
// Decoders make one with Seen and the Set methods; Merge joins them.
type Profile struct {
	Key      Key
	Handle   string // as displayed, without @
	Name     string
	Bio      string
	Location string
	URL      string    // expanded where the record has it
	Created  time.Time // UTC

	Followers, Following, Tweets, Listed, Likes int64

	Protected, Verified, DefaultImage bool

	Sightings []Sighting       // the records that still supply a field, oldest first
	from      [NumFields]uint8 // index+1 in Sightings; 0 = unknown
	Handles   []HandleSpan     // every handle seen, sorted by handle
	Statuses  []StatusEvent    // every status reported, oldest first
	Labels    []Label          // every label that a release gave it, sorted, unique
	series    series           // every count seen; nil where the fields above are all
	creations []time.Time      // every creation date stated, sorted; nil where Created is the only one
}

// A Label is what the makers of a data set say of an account, such as "bot". It is
// theirs, never ours: adentro keeps it and classes nobody by it.
type Label struct {
	Scheme string // who says so, such as "twibot-20"
	Value  string
}

// A HandleSpan says between which collections an account bore a handle.
type HandleSpan struct {
	Handle      string
	First, Last time.Time // zero: at an unknown time
	Undated     bool      // also seen in a record without a date
}

// Seen starts the profile of an account as one record shows it.
func Seen(key Key, s Sighting) Profile { return Profile{Key: key, Sightings: []Sighting{s}} }

// Known reports whether any record gave the field, be it empty or zero.
func (p *Profile) Known(f Field) bool { return p.from[f] != 0 }

// Sighting returns the record that supplied the field; the zero Sighting if
// none did.
func (p *Profile) Sighting(f Field) Sighting {
	if p.from[f] == 0 {
		return Sighting{}
	}
	return p.Sightings[p.from[f]-1]
}

// text, count and flag return where the value of a field of that type lives,
// nil for a field of another type.
func (p *Profile) text(f Field) *string {
	switch f {
	case FieldHandle:
		return &p.Handle
	case FieldName:
		return &p.Name
	case FieldBio:
		return &p.Bio
	case FieldLocation:
		return &p.Location
	case FieldURL:
		return &p.URL
	}
	return nil
}

func (p *Profile) count(f Field) *int64 {
	switch f {
	case FieldFollowers:
		return &p.Followers
	case FieldFollowing:
		return &p.Following
	case FieldTweets:
		return &p.Tweets
	case FieldListed:
		return &p.Listed
	case FieldLikes:
		return &p.Likes
	}
	return nil
}

func (p *Profile) flag(f Field) *bool {
	switch f {
	case FieldProtected:
		return &p.Protected
	case FieldVerified:
		return &p.Verified
	case FieldDefaultImage:
		return &p.DefaultImage
	}
	return nil
}

// SetText records a text field of the profile's one sighting. The empty
// string is knowledge too: the account left it empty. It panics if f is not a text.
func (p *Profile) SetText(f Field, v string) {
	*p.text(f) = v
	if f == FieldHandle {
		s := p.Sightings[0]
		p.Handles = set(p.Handles, HandleSpan{v, s.At, s.At, s.At.IsZero()})
	}
	p.from[f] = 1
}

// SetCount records a count of the profile's one sighting. Negative values,
// which no account can have, are ignored. It panics if f is not a count.
func (p *Profile) SetCount(f Field, n int64) {
	if n < 0 {
		return
	}
	*p.count(f) = n
	p.from[f] = 1
}

// SetFlag records Protected, Verified or DefaultImage. It panics on another field.
func (p *Profile) SetFlag(f Field, v bool) {
	*p.flag(f) = v
	p.from[f] = 1
}

// SetCreated records when the account was created.
func (p *Profile) SetCreated(t time.Time) {
	p.Created = t.UTC()
	p.from[FieldCreated] = 1
}

// SetStatus records what the platform said of the account.
func (p *Profile) SetStatus(s Status, basis StatusBasis) {
	e := p.Sightings[0]
	p.Statuses = set(p.Statuses, StatusEvent{s, basis, e.At, e.Origin})
}

// set returns a slice of x alone. It takes the room of an empty one: decoders hand out
// room for many profiles at once.
func set[T any](old []T, x T) []T {
	if len(old) == 0 {
		return append(old, x)
	}
	return []T{x}
}

// AddLabel records what a release says of the account.
func (p *Profile) AddLabel(scheme, value string) {
	p.Labels = joinLabels(p.Labels, []Label{{scheme, value}})
}

// Date gives a profile whose record bears no date of its own the date of the
// file that it came from. It is for decoders, before any Merge.
func (p *Profile) Date(at time.Time) {
	if len(p.Sightings) != 1 || !p.Sightings[0].At.IsZero() || at.IsZero() {
		return
	}
	p.Sightings[0].At = at
	for i := range p.Handles {
		p.Handles[i] = HandleSpan{p.Handles[i].Handle, at, at, false}
	}
	for i := range p.Statuses {
		p.Statuses[i].At = at
	}
}

// Present reports whether s holds at least one rune that is neither space nor
// control nor format, so that a lone zero-width joiner does not count as text.
func Present(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.C, r) {
			return true
		}
	}
	return false
}
