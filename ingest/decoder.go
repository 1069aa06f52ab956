package ingest

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A decoder decodes one chunk of a file. Its records go through begin and then through
// exactly one of accept, reject and ignore, so that the sums of the source add up.
type decoder struct {
	opt     *Options
	formats []Format
	src     adentro.Source // of the chunk: its sums, rejects and notes
	obs     adentro.Observations
	ids     []Identity // of the records that were accepted, without the members of bare pages

	list    listing // what is known of the list beside the content
	learned learned // what the first chunk told of the whole file
	later   bool    // another chunk of the file comes before
	named   bool    // the file's name decided something

	page     int  // 1 + index in obs.Pages of the list that the file's users make up
	bare     int  // likewise of the one that its ids make up
	pages    int  // lists seen, of known owner or not
	guessed  bool // a list rests on the file's name
	owned    bool // so does its owner
	unowned  bool // a list has no known owner or kind
	overrule adentro.Key

	sibling func(name string) ([]byte, error) // reads a file of the same folder or archive, at most 1 MiB; may be nil

	frame   frame // that the current record is part of
	size    int64 // of the piece
	blanked []int // offsets in frame of elements that were cut out
	spare   spare

	shapes  map[uint64]judged // what was found of objects of a shape
	lists   bool              // the current value may hold lists
	fits    []int64           // values by index in formats
	misfits int64             // values of no format
	ignored map[string]int64
	warned  map[string]int64

	newestTweet, newestAccount, newestRecord time.Time

	edges       *follows // of objects that are follows; may be nil
	bareIDs     []bareID // of files that hold nothing but ids
	bareHandles []string // of those without an id, in order
	unfilled    []unfilled
	filled      [3]bool // some v2 user had a location, bio, url
}

// judged is what names and kinds tell of an object.
type judged struct {
	format int  // index of the first that fits, -1 for none
	lists  bool // it has members that may be nested lists
}

// bareID is one id of a file that holds nothing but ids.
type bareID struct {
	id        uint64 // 0: a handle instead
	off, line int64
}

// unfilled is a v2 profile without some of the fields that may have been left
// out because they were empty, or because they were not asked for.
type unfilled struct {
	profile int
	fields  [3]bool // location, bio, url
}

func newDecoder(label string, opt *Options, formats []Format) *decoder {
	d := &decoder{opt: opt, formats: formats, fits: make([]int64, len(formats)), shapes: map[uint64]judged{}, ignored: map[string]int64{}, warned: map[string]int64{}}
	d.src.Path = label
	return d
}

// label returns the file's name where the content alone cannot tell; what is decoded
// then depends on it.
func (d *decoder) label() string {
	d.named = true
	return d.src.Path
}

// A record is the smallest part of a file that can be rejected alone.
type record struct {
	v    jsontape.Value
	raw  []byte
	off  int64
	line int64     // 0: count it when needed
	at   time.Time // when it was collected, if it says so
	sum  uint64    // xxHash64 of raw
}

// begin opens the record of a JSON value that lies in the current frame.
func (d *decoder) begin(v jsontape.Value, at time.Time) *record {
	return d.beginRaw(v.Raw(), d.frame.off+int64(v.Offset()), 0, v, at)
}

func (d *decoder) beginRaw(raw []byte, off, line int64, v jsontape.Value, at time.Time) *record {
	d.src.Records.Seen++
	r := d.spare.record()
	*r = record{v: v, raw: raw, off: off, line: line, at: at, sum: xxhash.Sum64(raw)}
	if at.After(d.newestRecord) {
		d.newestRecord = at
	}
	return r
}

func (r *record) hash() uint64 { return r.sum }

func (r *record) sighting() adentro.Sighting {
	return adentro.Sighting{At: r.at, Hash: r.hash(), Origin: adentro.Origin{Offset: r.off}}
}

// accept closes a record that gave something. l is the list that it stands in.
func (d *decoder) accept(r *record, l listing) {
	d.src.Records.Accepted++
	d.ids = append(room(d, d.ids), Identity{d.identify(r, l), r.off})
	if r.v.Kind() == jsontape.Object && !r.v.Clean() {
		d.warned["bad_utf8"]++
	}
}

// identify derives a record's identity in list l. A list without an owner tells
// no record from its twin.
func (d *decoder) identify(r *record, l listing) uint64 {
	if l.owner.IsZero() {
		return r.hash()
	}
	s := &d.spare
	if s.said == nil || s.list != l {
		s.list, s.said = l, append(make([]byte, 8, 80), byte(l.kind))
		s.said, _ = l.owner.AppendText(s.said)
	}
	binary.BigEndian.PutUint64(s.said, r.hash())
	return xxhash.Sum64(s.said)
}

// ignore closes a record that was recognised and holds nothing to keep. what
// is the end of a note's code.
func (d *decoder) ignore(what string) {
	d.src.Records.Ignored++
	d.ignored[what]++
}

// reject closes a record that cannot be used.
func (d *decoder) reject(r *record, reason, detail string) {
	line := r.line
	if line == 0 {
		in := min(max(int(r.off-d.frame.off), 0), len(d.frame.data))
		line = d.frame.line + int64(bytes.Count(d.frame.data[:in], newline))
	}
	if reason == "unknown_shape" {
		d.misfits++
	}
	d.src.Records.Rejected++
	d.src.Rejects = append(d.src.Rejects, adentro.Reject{Offset: r.off, Line: line, Reason: reason, Detail: detail})
}

// settle closes a record by what decoding it came to: a reason to reject it, or none.
func (d *decoder) settle(r *record, l listing, reason string) {
	if reason != "" {
		d.reject(r, reason, details[reason])
		return
	}
	d.accept(r, l)
}

// details are the sentences of the rejections that need no more than one.
var details = map[string]string{
	"lossy_id":      "the id went through a floating-point number and lost its last digits",
	"no_id":         "the record names no account and no tweet",
	"bad_id":        "the id is not a number between 1 and 2^63-1",
	"unknown_shape": "the record has none of the shapes that are known",
}

// lossyKey names a tweet whose id lost its last digits: by its record's bytes, so that it
// is one tweet with its copies and with no other.
func (r *record) lossyKey() adentro.Key {
	return adentro.OpaqueKey("lossy", strconv.FormatUint(r.hash(), 16))
}

// addProfile keeps a profile and returns its index.
func (d *decoder) addProfile(p adentro.Profile) int {
	d.obs.Profiles = append(room(d, d.obs.Profiles), p)
	return len(d.obs.Profiles) - 1
}

// member adds an account to the list that the bare records of a file make up.
func (d *decoder) member(k adentro.Key, off int64) {
	if d.page == 0 {
		d.page = d.newPage(d.list, off) + 1
		d.obs.Pages[d.page-1].Continues = d.later
	}
	p := &d.obs.Pages[d.page-1]
	p.Members.Append(k, off)
}

// bareMember accepts a record that is nothing but a member of the file's list.
func (d *decoder) bareMember(k adentro.Key, off int64) {
	if d.bare == 0 {
		d.bare = d.newPage(d.list, off) + 1
		p := &d.obs.Pages[d.bare-1]
		p.Bare, p.Continues = true, d.later
	}
	d.src.Records.Accepted++
	d.obs.Pages[d.bare-1].Members.Append(k, off)
}

// newPage begins a page of list l and returns its index.
func (d *decoder) newPage(l listing, off int64) int {
	d.pages++
	if !l.known() {
		d.unowned = true
		l = listing{}
	} else if l.basis == adentro.Guessed {
		d.guessed, d.owned = true, d.owned || l.owner == d.list.owner
	}
	d.obs.Pages = append(d.obs.Pages, adentro.Page{Owner: l.owner, Kind: l.kind, Basis: l.basis, Origin: adentro.Origin{Offset: off}})
	return len(d.obs.Pages) - 1
}

func (d *decoder) note(code string, args ...string) {
	d.src.Why = append(d.src.Why, adentro.Note{Code: code, Args: args})
}

func count(n int64) string { return strconv.FormatInt(n, 10) }

// name shows a key to a reader: a handle with @, an id bare.
func name(k adentro.Key) string {
	if h, ok := k.Handle(); ok {
		return "@" + h
	}
	return k.String()
}

func sortedKeys(m map[string]int64) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
