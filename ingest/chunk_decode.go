package ingest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// decoderVersion is part of every chunk's key: raise it whenever the same
// bytes are decoded to something else, and dossiers read their dumps anew.
const decoderVersion = 3

// learned is what the first chunk of a file tells of all of it. A chunk that
// finds a question open answers it from its own records.
type learned struct {
	Bare      bool             // ids that stand alone were judged:
	BareLossy bool             // they lost their last digits
	Handles   bool             // some are handles
	Names     bool             // all are handles, without the @, even those of digits alone
	Rows      bool             // several ids stand on a line
	BareWhat  string           // they are no accounts, but what this note says; "" for accounts
	Follows   adentro.ListKind // of which kind the lists of a table of follows are
}

// state is where in the grammar of its file a chunk begins.
type state struct {
	Array bool      // inside the array that is the whole file
	Skip  *skipping // inside a record that is too large
}

func (s state) equal(o state) bool {
	if s.Array != o.Array || (s.Skip == nil) != (o.Skip == nil) {
		return false
	}
	return s.Skip == nil || *s.Skip == *o.Skip
}

// A reading is one file, or one member of an archive, on its way into chunks. What
// it holds is the same for all its chunks.
type reading struct {
	opt     *Options
	formats []Format
	label   string
	member  string
	list    listing
	date    fileDate
	sibling func(name string) ([]byte, error)

	class   class
	table   *table // of class table
	first   []byte // of class JSON: how the values of an array begin
	learned learned
	context []byte // what decoding depends on, hashed into the keys
	unkeyed bool   // no keys are wanted
}

// name returns what the file is called, in its archive if it is in one.
func (f *reading) name() string {
	if f.member == "" {
		return f.label
	}
	return f.label + "/" + f.member
}

// A decoded is what became of a piece of content.
type decoded struct {
	chunk *Chunk // nil if the sink knows it
	facts Facts
	key   ChunkKey
	used  int   // bytes of the piece that the chunk holds; what follows belongs to the next
	end   state // where the next begins
	lines int64 // line ends in the bytes used
	tells learned
	panic any // what went wrong on another goroutine
}

// A stretch is content that is to become one chunk.
type stretch struct {
	data   []byte
	sum    [sha256.Size]byte // of the content from its beginning to the end of data
	start  int64             // of data in the content
	from   state
	later  bool // something comes before
	last   bool // nothing comes after
	force  bool // leave nothing, although more comes after
	broken bool // the content breaks off at its end
}

// decode makes a chunk of a stretch. Unless it is the last of its file, a record
// that does not end in it is left for the next chunk.
func (f *reading) decode(x stretch, sink Sink) decoded {
	plain, named := f.key(x, false), f.key(x, true)
	for _, k := range []ChunkKey{plain, named} {
		if facts, ok := sink.Known(k); ok {
			return decoded{facts: facts, key: k, used: facts.Used, end: state{facts.EndArray, facts.EndSkip}, lines: facts.Lines, tells: facts.Learned}
		}
	}
	d := newDecoder(f.name(), f.opt, f.formats)
	d.list, d.learned, d.later, d.sibling = f.list, f.learned, x.later, f.sibling
	w := newPiece(x.data, x.broken)
	var out decoded
	switch f.class {
	case classJSON:
		out.used, out.end = d.decodeJSON(w, x.from, x.last || x.force)
	case classTable:
		out.used = d.decodeTable(f.table, w, x.last || x.force)
	case classLines:
		d.decodeLines(w)
		out.used = len(x.data)
	}
	out.key = plain
	if d.named {
		out.key = named
	}
	if out.lines = w.line - 1; int64(out.used) != w.off { // a record was begun and left
		out.lines = int64(bytes.Count(x.data[:out.used], newline))
	}
	out.chunk = d.finish(out.key, int64(out.used), out.lines)
	c := out.chunk
	c.Facts.Used, c.Facts.Lines, c.Facts.Learned = out.used, out.lines, d.learned
	c.Facts.EndArray, c.Facts.EndSkip = out.end.Array, out.end.Skip
	out.facts, out.tells = c.Facts, d.learned
	return out
}

// key derives the key of a chunk. The sum of all content up to its end and its length stand
// for its bytes, so that a file that is not compressed is summed once for its chunks and itself.
func (f *reading) key(x stretch, named bool) ChunkKey {
	var flags uint64
	for i, b := range []bool{x.from.Array, x.from.Skip != nil, x.later, x.last, x.force, x.broken, f.learned.Bare, f.learned.BareLossy, f.learned.Handles, f.learned.Names, f.learned.Rows} {
		if b {
			flags |= 1 << i
		}
	}
	b := binary.BigEndian.AppendUint64(slices.Clone(f.context), flags)
	b = binary.BigEndian.AppendUint64(b, uint64(x.start))
	b = binary.BigEndian.AppendUint64(b, uint64(len(x.data)))
	if x.from.Skip != nil {
		b = x.from.Skip.append(b)
	}
	b = append(b, f.learned.BareWhat...)
	b = append(b, 0, byte(f.learned.Follows))
	if named {
		b = append(b, f.name()...)
	}
	return sha256.Sum256(append(b, x.sum[:]...))
}

// finish closes what is still open and returns the chunk.
func (d *decoder) finish(key ChunkKey, size, lines int64) *Chunk {
	d.finishBareIDs()
	d.finishEdges()
	slices.SortStableFunc(d.src.Rejects, func(a, b adentro.Reject) int { return cmp.Compare(a.Offset, b.Offset) })
	c := &Chunk{Key: key, Size: size, Lines: lines, Obs: d.obs, Identities: d.ids}
	for _, u := range d.unfilled {
		c.Unfilled = append(c.Unfilled, Unfilled{int32(u.profile), bits(u.fields)})
	}
	c.Facts = Facts{
		Records: d.src.Records, Rejects: d.src.Rejects, Misfits: d.misfits, Ignored: d.ignored, Warned: d.warned, Notes: d.src.Why,
		Lists: d.pages, Guessed: d.guessed, Named: d.owned, Unowned: d.unowned, Filled: bits(d.filled), Overrule: d.overrule,
		NewestTweet: d.newestTweet, NewestAccount: d.newestAccount, NewestRecord: d.newestRecord, Fits: map[string]int64{},
	}
	for i, n := range d.fits {
		if n > 0 {
			c.Facts.Fits[d.formats[i].Name] = n
		}
	}
	return c
}

func bits(fields [3]bool) (b uint8) {
	for i, set := range fields {
		if set {
			b |= 1 << i
		}
	}
	return b
}

// prepare reads from the head of a file what holds for all of it, and returns
// the state in which its pieces probably begin.
func (f *reading) prepare(w *window) state {
	var guess state
	head := bytes.TrimLeft(bytes.TrimPrefix(w.rest(), utf8BOM), " \t\r\n\x00")
	switch f.class {
	case classTable:
		f.table = newTable(w)
	case classJSON:
		if guess.Array = len(head) > 0 && head[0] == '['; guess.Array {
			f.first = opening(bytes.TrimLeft(head[1:], " \t\r\n"))
		}
	}
	f.depend()
	return guess
}

// depend writes down what decoding depends on beside the content itself.
func (f *reading) depend() {
	b := fmt.Appendf(nil, "adentro %d\n%d\n%d %d\n", decoderVersion, f.class, f.opt.MaxRecord, f.opt.Direction)
	b = fmt.Appendf(b, "%q %d %d %q\n", f.list.owner.String(), f.list.kind, f.list.basis, f.list.from)
	if m := f.opt.Map; m != nil {
		b = fmt.Appendf(b, "%x\n", m.SHA256)
	}
	if t := f.table; t != nil {
		b = fmt.Appendf(b, "%q %d %q %v %v %v %v %d\n", t.head, t.want, t.sep, t.h.rounded, t.h.numeric, t.h.repeats, t.h.large, t.h.order)
	}
	f.context = b
}
