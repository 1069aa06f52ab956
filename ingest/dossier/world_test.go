package dossier

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A dice draws a number below n. The worlds of the tests are made of nothing else, so
// that rapid and a seeded generator make the same kind of them.
type dice func(n int) int

func fromRapid(t *rapid.T) dice {
	return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }
}

func fromSeed(seed uint64) dice { return rand.New(rand.NewPCG(seed, 0)).IntN }

func (d dice) coin() bool { return d(2) == 1 }

func (d dice) text() string {
	return []string{"", "a", "Barrio Adentro", "ñandú 🇨🇺", "a\x00b", "'; DROP TABLE", "línea\nlínea", "0", "null", "\ufffd", "x\u202ey"}[d(11)]
}

func (d dice) count() int64 {
	return []int64{0, 1, 15870, 1 << 31, 1<<63 - 1}[d(5)]
}

func (d dice) hash() uint64 { return []uint64{0, 1, 1 << 63, 1<<64 - 1, 0xdeadbeef}[d(5)] }

func (d dice) time() time.Time {
	return []time.Time{
		{},
		time.Unix(0, 0).UTC(),
		time.Date(2009, 3, 21, 0, 0, 0, 0, time.UTC),
		time.Date(2018, 10, 10, 20, 19, 24, 0, time.UTC),
		time.Date(2021, 5, 1, 1, 2, 3, 456e6, time.UTC),
		time.Date(2021, 5, 1, 1, 2, 3, 456789e3, time.UTC),
		time.Date(2021, 5, 1, 1, 2, 3, 456789012, time.UTC),
		time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC),
		time.Date(1950, 1, 1, 0, 0, 0, 999, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Date(10000, 1, 1, 0, 0, 0, 1, time.UTC),
		time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC),
	}[d(12)]
}

func (d dice) key() adentro.Key {
	return []adentro.Key{
		{},
		adentro.IDKey(1),
		adentro.IDKey(adentro.MaxID),
		adentro.IDKey(1234567890123456789),
		adentro.HandleKey("cdi_ejemplo"),
		{Name: "handle:@ana_perez"}, // its text parses to another key
		adentro.OpaqueKey("io-2021", "a:b"),
		adentro.OpaqueKey("lossy", "12"),
	}[d(8)]
}

func (d dice) offset() int64 { return int64(d(1 << 23)) }

func repeat[T any](d dice, most int, one func() T) []T {
	var out []T
	for range d(most + 1) {
		out = append(out, one())
	}
	return out
}

func (d dice) profile() adentro.Profile {
	p := adentro.Seen(d.key(), adentro.Sighting{At: d.time(), Hash: d.hash(), Origin: adentro.Origin{Offset: d.offset()}})
	for f := range adentro.NumFields {
		if d.coin() {
			continue
		}
		switch {
		case slices.Contains(profileTexts, f):
			p.SetText(f, d.text())
		case slices.Contains(profileCounts, f):
			p.SetCount(f, d.count())
		case slices.Contains(profileFlags, f):
			p.SetFlag(f, d.coin())
		default:
			p.SetCreated(d.time())
		}
	}
	if d.coin() {
		p.SetStatus(adentro.Status(d(len(statuses.word))), adentro.StatusBasis(d(len(statusBases.word))))
	}
	for range d(3) {
		p.AddLabel(d.text(), d.text())
	}
	return p
}

func (d dice) mention() adentro.Mention {
	return adentro.Mention{AccountRef: adentro.AccountRef{Key: d.key()}, Handle: d.text()}
}

func (d dice) tweet() adentro.Tweet {
	t := adentro.Tweet{
		ID: d.key(), Author: adentro.AccountRef{Key: d.key()}, Created: d.time(), Kind: adentro.TweetKind(d(4)),
		Text: d.text(), TextKind: adentro.TextKind(d(5)), Lang: d.text(), Client: d.text(),
		Hashtags: repeat(d, 3, d.text), URLs: repeat(d, 2, d.text),
		Mentions: repeat(d, 3, d.mention), Wrapper: repeat(d, 1, d.mention),
		Included: d.coin(), Observed: d.time(), Hash: d.hash(), Origin: adentro.Origin{Offset: d.offset()},
	}
	for c := range adentro.NumTweetCounts {
		if d.coin() {
			t.SetCount(c, d.count())
		}
	}
	t.Edits = repeat(d, 2, func() uint64 { return uint64(d.offset()) + adentro.MaxID - 1<<23 })
	if d(4) == 0 {
		t.MarkDeleted()
	}
	t.Refs = repeat(d, 2, func() adentro.Ref {
		return adentro.Ref{Kind: adentro.TweetKind(d(4)), ID: d.key(), Author: adentro.AccountRef{Key: d.key()}}
	})
	return t
}

func (d dice) page() adentro.Page {
	p := adentro.Page{
		Owner: d.key(), Kind: adentro.ListKind(d(3)), Basis: adentro.Basis(d(2)), Origin: adentro.Origin{Offset: d.offset()},
		Cursor: d.text(), Next: d.text(), First: d.coin(), Last: d.coin(), Observed: d.time(), Bare: d.coin(), Continues: d.coin(),
	}
	at := d.offset()
	for range d(6) {
		p.Members.Append(d.key(), at)
		at += int64(d(50))
	}
	p.Members.Shift(int64(d(3)) - 1)
	return p
}

func (d dice) facts() ingest.Facts {
	tally := func() map[string]int64 {
		m := map[string]int64{}
		for range d(3) {
			m[d.text()] = d.count()
		}
		return m
	}
	f := ingest.Facts{
		Records: adentro.Records{Seen: d.count(), Accepted: d.count(), Duplicate: d.count(), Rejected: d.count(), Ignored: d.count()},
		Fits:    tally(), Misfits: d.count(), Ignored: tally(), Warned: tally(),
		Lists: d(3), Guessed: d.coin(), Unowned: d.coin(), Filled: uint8(d(8)), Overrule: d.key(),
		NewestTweet: d.time(), NewestAccount: d.time(), NewestRecord: d.time(),
	}
	f.Notes = repeat(d, 2, d.note)
	f.Used, f.Lines, f.EndArray = d(1<<23), d.count(), d.coin()
	l := &f.Learned
	l.Bare, l.BareLossy, l.Handles, l.BareWhat, l.Follows = d.coin(), d.coin(), d.coin(), d.text(), adentro.ListKind(d(3))
	f.Rejects = repeat(d, 3, d.reject)
	return f
}

func (d dice) reject() adentro.Reject {
	return adentro.Reject{Offset: d.offset(), Line: int64(d(1000)), Reason: d.text(), Detail: d.text()}
}

func (d dice) chunk() *ingest.Chunk {
	c := &ingest.Chunk{Size: d.offset(), Lines: int64(d(1000)), Facts: d.facts()}
	for i := range c.Key {
		c.Key[i] = byte(d(256))
	}
	c.Obs.Profiles = repeat(d, 4, d.profile)
	c.Obs.Tweets = repeat(d, 3, d.tweet)
	c.Obs.Pages = repeat(d, 3, d.page)
	for i := range c.Obs.Profiles {
		if d.coin() {
			c.Unfilled = append(c.Unfilled, ingest.Unfilled{Profile: int32(i), Fields: uint8(d(8))})
		}
	}
	c.Identities = repeat(d, 4, func() ingest.Identity { return ingest.Identity{Hash: d.hash(), Offset: d.offset()} })
	return c
}

func (d dice) note() adentro.Note {
	return adentro.Note{Code: d.text(), Args: repeat(d, 2, d.text)}
}

// sealed makes source i of some of the chunks.
func (d dice) sealed(i int, chunks []*ingest.Chunk) *ingest.Sealed {
	s := &ingest.Sealed{
		Source: adentro.Source{
			Path: fmt.Sprintf("f%d/\xff%s", i, d.text()), Member: d.text(), SHA256: sha256.Sum256([]byte{byte(i)}), Bytes: d.count(), Text: d.count(),
			Role: adentro.RoleDump, Format: d.text(), Confidence: float64(d(7)) / 6, Why: repeat(d, 2, d.note), Warnings: repeat(d, 2, d.note),
			Records: adentro.Records{Seen: d.count(), Accepted: d.count(), Rejected: d.count(), Ignored: d.count()},
			Rejects: repeat(d, 1, d.reject), Damage: d.text(), Observed: d.time(), ObservedBasis: d.text(), Terms: d.text(),
		},
		Date: d.time(), DateBasis: d.text(), Filled: uint8(d(8)),
	}
	at := int64(0)
	for _, c := range chunks {
		if d(4) > 0 {
			s.Chunks = append(s.Chunks, ingest.ChunkRef{Key: c.Key, Offset: at, Line: int64(d(1000))})
			at += c.Size
		}
	}
	return s
}

// A world is what a test puts into a dossier.
type world struct {
	chunks []*ingest.Chunk
	sealed []*ingest.Sealed
}

func (d dice) world(chunks, sources int) *world {
	w := &world{}
	for range chunks {
		w.chunks = append(w.chunks, d.chunk())
	}
	for i := range sources {
		w.sealed = append(w.sealed, d.sealed(i, w.chunks))
	}
	return w
}

// put hands all to the sink, and asks first, as Scan does.
func (w *world) put(sink ingest.Sink) error {
	for _, c := range w.chunks {
		if _, ok := sink.Known(c.Key); ok {
			continue
		}
		if err := sink.Put(c); err != nil {
			return err
		}
	}
	for _, s := range w.sealed {
		if err := sink.Seal(s); err != nil {
			return err
		}
	}
	return nil
}

// fill makes dir a dossier of the world.
func (w *world) fill(dir string, opt Options) error {
	d, err := Open(dir, Create, opt)
	if err != nil {
		return err
	}
	if err := w.put(d); err != nil {
		d.Close()
		return err
	}
	return d.Close()
}

// same lists the differences between what a dossier holds and the world.
func (w *world) same(d *Dossier) (string, error) {
	sealed, chunks, err := d.Load(context.Background(), 2, nil, nil)
	if err != nil {
		return "", err
	}
	want := map[ingest.ChunkKey]*ingest.Chunk{}
	var sources []*ingest.Sealed
	for _, s := range w.sealed {
		sources = append(sources, s)
		for _, ref := range s.Chunks {
			i := slices.IndexFunc(w.chunks, func(c *ingest.Chunk) bool { return c.Key == ref.Key })
			want[ref.Key] = w.chunks[i]
		}
	}
	slices.SortFunc(sources, func(a, b *ingest.Sealed) int { return slices.Compare(a.Source.SHA256[:], b.Source.SHA256[:]) })
	return cmp.Diff(sources, sealed, exactly...) + cmp.Diff(want, chunks, exactly...), nil
}

// exactly compares everything but the difference between no and an empty slice or map, and
// where the offsets of members count from.
var exactly = []cmp.Option{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b adentro.Members) bool {
		return slices.Equal(slices.Collect(values(a)), slices.Collect(values(b)))
	}),
}

func values(m adentro.Members) func(func(adentro.Member) bool) {
	return func(yield func(adentro.Member) bool) {
		for _, x := range m.All() {
			if !yield(x) {
				return
			}
		}
	}
}

func open(t testing.TB, dir string, mode Mode) *Dossier {
	t.Helper()
	d, err := Open(dir, mode, Options{Tool: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}
