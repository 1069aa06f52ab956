package adentro

import (
	"slices"
	"sort"
	"time"
)

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

// A List is one follower or following list of one account as it was fetched
// once, its pages joined and its members unique.
//
// Memory: 8 bytes a member, 12 where no order is known.
type List struct {
	Owner    int32 // index in Snapshot.Accounts
	Kind     ListKind
	Basis    Basis // Guessed if any page was
	Declared Count // what the platform said the length was
	Complete Completeness
	Ordered  bool      // ranks are known
	Observed time.Time // of its newest page; zero if unknown
	Pages    int
	Members  []int32 // indexes in Snapshot.Accounts: where ordered by rank, newest first as the platform gives them, else by account

	places
}

// places are the origins of a list's members, in order: offsets in runs of one source.
type places struct {
	offsets []uint32 // from the base of the member's run
	runs    []run
	runOf   []int32 // of each member; nil where the runs follow one another
}

type run struct {
	first int32  // the first member
	base  Origin // of offset 0
}

// add appends members at offsets from base. It keeps the offsets.
func (p *places) add(base Origin, offsets []uint32) {
	p.runs = append(p.runs, run{int32(len(p.offsets)), base})
	if len(p.offsets) == 0 {
		p.offsets = slices.Clip(offsets)
		return
	}
	p.offsets = append(p.offsets, offsets...)
}

// Rank returns the place of member i in the list, -1 where no order is known.
func (l *List) Rank(i int) int32 {
	if !l.Ordered {
		return -1
	}
	return int32(i)
}

// Origin returns the record that names member i. O(log pages).
func (l *List) Origin(i int) Origin {
	if i >= len(l.offsets) { // made by hand
		return Origin{}
	}
	r := 0
	if l.runOf != nil {
		r = int(l.runOf[i])
	} else {
		r = sort.Search(len(l.runs), func(r int) bool { return int(l.runs[r].first) > i }) - 1
	}
	o := l.runs[r].base
	o.Offset += int64(l.offsets[i])
	return o
}

// edge returns who follows whom where the list has member u; ok is false if its
// kind does not tell.
func (l *List) edge(u int32) (follower, followed int32, ok bool) {
	switch l.Kind {
	case Followers:
		return u, l.Owner, true
	case Following:
		return l.Owner, u, true
	}
	return 0, 0, false
}

// A Count is a number that may be missing; missing is not zero.
type Count struct {
	N     int64
	Known bool
}
