package adentro

import "time"

// ListKind is the sense of a list, which decides the direction of its edges.
type ListKind uint8

// The kinds of list. ListUnknown yields accounts and no edges.
const (
	ListUnknown ListKind = iota
	Followers            // members follow the owner
	Following            // the owner follows the members
)

// String returns unknown, followers or following.
func (k ListKind) String() string { return [...]string{"unknown", "followers", "following"}[k] }

// Basis says how the owner and the kind of a list are known.
type Basis uint8

// Stated is in the content, the case file or a flag; Guessed is spelled in the
// name of the file or its folder, and said so on the page.
const (
	Stated Basis = iota
	Guessed
)

// String returns stated or guessed.
func (b Basis) String() string { return [...]string{"stated", "guessed"}[b] }

// Completeness says whether a list holds all that the platform would give.
type Completeness uint8

// The answers.
const (
	CompleteUnknown Completeness = iota
	CompleteYes
	CompleteNo
)

// String returns unknown, yes or no.
func (c Completeness) String() string { return [...]string{"unknown", "yes", "no"}[c] }

// A Member is one entry of a page, before accounts are numbered.
type Member struct {
	Key    Key
	Offset int64 // of its record in the page's source
}

// A Page is a run of members as one record, page or file gave it. Resolve
// chains the pages of a list: by cursor where every page has one, else by the
// natural order of file names.
type Page struct {
	Owner    Key
	Kind     ListKind
	Basis    Basis
	Origin   Origin
	Cursor   string // token that asked for this page; "" on a first page or if unknown
	Next     string // token of the page after it; "" if unknown
	First    bool   // known to begin the list
	Last     bool   // known to end the list
	Members  Members
	Observed time.Time // zero if unknown

	// Bare is true where each member is a record that says nothing else, such as
	// a line of a file of ids: a member met twice is then a duplicate record.
	Bare bool
	// Continues is true where the page goes on with the last page of the stretch
	// of the same source before it: large files are read in several.
	Continues bool
}

// ListMember is one member of a resolved list.
type ListMember struct {
	Account int32 // index in Snapshot.Accounts
	Rank    int32 // 0-based over the whole list, newest first as the platform gives it; -1 where no order is known
	Origin  Origin
}

// A List is one follower or following list of one account, its pages joined
// and its members unique.
type List struct {
	Owner    int32 // index in Snapshot.Accounts
	Kind     ListKind
	Basis    Basis // Guessed if any page was
	Declared Count // what the platform said the length was
	Complete Completeness
	Ordered  bool      // ranks are known
	Observed time.Time // of its newest page; zero if unknown
	Pages    int
	Members  []ListMember // by rank where ordered, else by account
}

// A Count is a number that may be missing; missing is not zero.
type Count struct {
	N     int64
	Known bool
}
