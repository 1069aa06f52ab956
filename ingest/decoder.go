package ingest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// An identity tells a record by its bytes and by the list that it stands in:
// one profile in two accounts' lists is two records.
type identity uint64

// A decoder decodes one file. Its records go through begin and then through
// exactly one of accept, reject and ignore, so that the sums of the source add up.
type decoder struct {
	opt     *Options
	formats []Format
	src     adentro.Source
	obs     adentro.Observations
	ids     []identity // of the records that were accepted

	list     listing  // what is known of the list beside the content
	date     fileDate // what is known of the date beside the content
	page     int      // 1 + index in obs.Pages of the list that bare records make up
	pages    int      // lists seen, of known owner or not
	guessed  bool     // a list rests on the file's name
	unowned  bool     // a list has no known owner or kind
	overrule adentro.Key

	sibling func(name string) ([]byte, error) // reads a file of the same folder or archive, at most 1 MiB; may be nil

	frame   frame // that the current record is part of
	blanked []int // offsets in frame of elements that were cut out

	fits    []int64 // values by index in formats
	misfits int64   // values of no format
	ignored map[string]int64
	warned  map[string]int64

	newestTweet, newestAccount, newestRecord time.Time

	bareIDs     []bareID // of files that hold nothing but ids
	bareHandles []string // of those without an id, in order
	unfilled    []unfilled
	filled      [3]bool // some v2 user had a location, bio, url
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
	d := &decoder{opt: opt, formats: formats, fits: make([]int64, len(formats)), ignored: map[string]int64{}, warned: map[string]int64{}}
	d.src.Path = label
	d.src.Role = adentro.RoleIgnored
	d.src.ObservedBasis = "unknown"
	d.list, d.date = aside(label, opt)
	return d
}

// fail notes what keeps the file, or its rest, from being read. No path of the
// machine gets into the note.
func (d *decoder) fail(err error) {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	d.src.Damage = err.Error()
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
	r := &record{v: v, raw: raw, off: off, line: line, at: at, sum: xxhash.Sum64(raw)}
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
	d.ids = append(d.ids, l.identify(r))
	if r.v.Kind() == jsontape.Object && !r.v.Clean() {
		d.warned["bad_utf8"]++
	}
}

// identify derives a record's identity in list l. A list without an owner tells
// no record from its twin.
func (l listing) identify(r *record) identity {
	if l.owner.IsZero() {
		return identity(r.sum)
	}
	var room [80]byte
	b := binary.LittleEndian.AppendUint64(room[:0], r.sum)
	b = append(b, byte(l.kind))
	b = binary.LittleEndian.AppendUint64(b, l.owner.ID)
	b = append(b, l.owner.Name...)
	return identity(xxhash.Sum64(b))
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

// addProfile keeps a profile and returns its index. Profiles are large, so that
// their slice doubles rather than grow by quarters.
func (d *decoder) addProfile(p adentro.Profile) int {
	if n := len(d.obs.Profiles); n == cap(d.obs.Profiles) {
		d.obs.Profiles = slices.Grow(d.obs.Profiles, n+16)
	}
	d.obs.Profiles = append(d.obs.Profiles, p)
	return len(d.obs.Profiles) - 1
}

// member adds an account to the list that the bare records of a file make up.
func (d *decoder) member(k adentro.Key, off int64) {
	if d.page == 0 {
		d.page = d.newPage(d.list, off) + 1
	}
	p := &d.obs.Pages[d.page-1]
	p.Members.Append(k, off)
}

// newPage begins a page of list l and returns its index.
func (d *decoder) newPage(l listing, off int64) int {
	d.pages++
	if !l.known() {
		d.unowned = true
		l = listing{}
	} else if l.basis == adentro.Guessed {
		d.guessed = true
	}
	d.obs.Pages = append(d.obs.Pages, adentro.Page{Owner: l.owner, Kind: l.kind, Basis: l.basis, Origin: adentro.Origin{Offset: off}})
	return len(d.obs.Pages) - 1
}

// finish derives what needs the whole file.
func (d *decoder) finish() {
	d.finishBareIDs()
	d.finishUnfilled()
	d.finishDates()
	d.finishVerdict()
	slices.SortStableFunc(d.src.Rejects, func(a, b adentro.Reject) int { return cmp.Compare(a.Offset, b.Offset) })
}

// finishUnfilled turns a missing field of a v2 user into one known to be empty
// where other users of the file show that the field was asked for.
func (d *decoder) finishUnfilled() {
	for _, u := range d.unfilled {
		for i, f := range fillable {
			if u.fields[i] && d.filled[i] {
				d.obs.Profiles[u.profile].SetText(f, "")
			}
		}
	}
	d.unfilled = nil
}

// finishDates dates the records that bear no date of their own.
func (d *decoder) finishDates() {
	date := d.date
	if date.basis == "filename" && d.newestTweet.After(date.at.Add(48*time.Hour)) {
		date = fileDate{} // the name tells of something else than the collection
	}
	if date.at.IsZero() {
		date = fileDate{d.newestTweet, "content"}
		if date.at.IsZero() {
			date.at = d.newestAccount
		}
	}
	if !date.at.IsZero() {
		for i := range d.obs.Profiles {
			d.obs.Profiles[i].Date(date.at)
		}
		for i := range d.obs.Tweets {
			if t := &d.obs.Tweets[i]; t.Observed.IsZero() {
				t.Observed = date.at
			}
		}
		// Pages of one list in several files would seem to be of several dates
		// if the newest content dated them, so that it does not.
		for i := range d.obs.Pages {
			if p := &d.obs.Pages[i]; p.Observed.IsZero() && date.basis != "content" {
				p.Observed = date.at
			}
		}
		d.src.Observed, d.src.ObservedBasis = date.at, date.basis
	}
	if !d.newestRecord.IsZero() {
		d.src.Observed, d.src.ObservedBasis = d.newestRecord, "record"
	}
}

// finishVerdict says what the file was taken for.
func (d *decoder) finishVerdict() {
	var sum, best int64
	winner := -1
	for i, n := range d.fits {
		sum += n
		if n > best {
			winner, best = i, n
		}
	}
	if winner >= 0 {
		d.src.Format = d.formats[winner].Name
		d.src.Confidence = float64(best) / float64(sum+d.misfits)
		for i, n := range d.fits {
			if i != winner && n > 0 {
				d.note("also_format", d.formats[i].Name, count(n))
			}
		}
	}
	switch {
	case d.guessed && d.list.owner.IsZero():
		d.note("kind_guessed", d.list.kind.String())
	case d.guessed:
		d.note("owner_guessed", name(d.list.owner), d.list.kind.String())
	case d.pages > 0 && d.list.known() && d.list.from == "case":
		d.note("owner_case", name(d.list.owner), d.list.kind.String())
	case d.pages > 0 && d.list.known() && d.list.from == "flag":
		d.note("owner_flag", name(d.list.owner), d.list.kind.String())
	}
	if d.unowned {
		d.note("owner_unknown")
	}
	if !d.overrule.IsZero() {
		d.note("owner_content_wins", name(d.overrule), name(d.list.owner))
	}
	for _, what := range sortedKeys(d.ignored) {
		d.note("ignored_"+what, count(d.ignored[what]))
	}
	for _, code := range sortedKeys(d.warned) {
		d.src.Warnings = append(d.src.Warnings, adentro.Note{Code: code, Args: []string{count(d.warned[code])}})
	}
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

func compareSources(a, b *adentro.Source) int {
	return cmp.Or(bytes.Compare(a.SHA256[:], b.SHA256[:]), strings.Compare(a.Path, b.Path))
}

// countDuplicates moves from accepted to duplicate the records that the same
// file or one before it holds already; parts are in order of source. The
// identities are dealt into 256 heaps by their highest byte, and each heap is
// sorted by itself. Cost: O(n log n) time, 16 bytes a record.
func countDuplicates(ctx context.Context, parts []*decoder, workers int) error {
	type placed struct {
		id   identity
		part int32
	}
	var sizes [256]int
	for _, d := range parts {
		for _, id := range d.ids {
			sizes[id>>56]++
		}
	}
	var heaps [256][]placed
	for i, n := range sizes {
		heaps[i] = make([]placed, 0, n)
	}
	for i, d := range parts {
		for _, id := range d.ids {
			heaps[id>>56] = append(heaps[id>>56], placed{id, int32(i)})
		}
		d.ids = nil
	}
	var twice [256]map[int32]int64
	err := par.For(ctx, workers, len(heaps), func(h int) error {
		heap := heaps[h]
		slices.SortFunc(heap, func(a, b placed) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.part, b.part)) })
		twice[h] = map[int32]int64{}
		for i := 1; i < len(heap); i++ {
			if heap[i].id == heap[i-1].id {
				twice[h][heap[i].part]++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range twice {
		for part, n := range m {
			parts[part].src.Records.Accepted -= n
			parts[part].src.Records.Duplicate += n
		}
	}
	return nil
}
