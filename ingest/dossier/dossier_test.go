package dossier

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// What was put comes back as it was: from the writer, from a reader, and over several commits.
func TestRoundTrip(t *testing.T) {
	root := memoryDir(t)
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(root, "d")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		w := fromRapid(t).world(rapid.IntRange(0, 6).Draw(t, "chunks"), rapid.IntRange(0, 3).Draw(t, "sources"))
		if err := w.fill(dir, Options{Memory: int64(rapid.SampledFrom([]int{1, 1 << 20}).Draw(t, "memory"))}); err != nil {
			t.Fatal(err)
		}
		d, err := Open(dir, Read, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if diff, err := w.same(d); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		for _, c := range w.chunks {
			f, ok := d.Known(c.Key)
			want := c.Facts
			want.Rejects = nil
			if diff := cmp.Diff(want, f, exactly...); !ok || diff != "" {
				t.Fatalf("facts of %x: %v %s", c.Key[:4], ok, diff)
			}
		}
		if c, err := d.Verify(t.Context()); err != nil || len(c.Problems) > 0 {
			t.Fatal(err, c.Problems)
		}
	})
}

// A field that is added to what is kept must be kept: this list is where that is remembered.
func TestNoFieldIsForgotten(t *testing.T) {
	for _, x := range []struct {
		v    any
		want string
	}{
		{ingest.Chunk{}, "Key Size Lines Obs Unfilled Identities Facts"},
		{ingest.Facts{}, "Records Rejects Fits Misfits Ignored Warned Lists Guessed Named Unowned Filled Notes Overrule NewestTweet NewestAccount NewestRecord Used Lines EndArray EndSkip Learned"},
		{ingest.Sealed{}, "Source Chunks Date DateBasis Filled"},
		{ingest.Facts{}.Learned, "Bare BareLossy Handles Names Rows BareWhat Follows"},
		{ingest.ChunkRef{}, "Key Offset Line"},
		{ingest.Identity{}, "Hash Offset"},
		{ingest.Unfilled{}, "Profile Fields"},
		{adentro.Source{}, "Path Member SHA256 Bytes Text Role Format Why Confidence Records Rejects Warnings Damage Observed ObservedBasis Terms"},
		{adentro.Reject{}, "Offset Line Reason Detail"},
		{adentro.Tweet{}, "ID Author Created Kind Refs Text TextKind Lang Client Hashtags URLs Mentions Wrapper Included Deleted Unshown Edits DeletedAt counts Observed Hash Origin"},
		{adentro.Page{}, "Owner Kind Basis Origin Cursor Next First Last Members Observed Bare Continues"},
	} {
		var names []string
		for i := range reflect.TypeOf(x.v).NumField() {
			names = append(names, reflect.TypeOf(x.v).Field(i).Name)
		}
		if got := strings.Join(names, " "); got != x.want {
			t.Errorf("%T has the fields\n%s, the dossier keeps\n%s", x.v, got, x.want)
		}
	}
	for what, next := range map[string]func() string{
		"status":       func() string { return adentro.Status(len(statuses.word)).String() },
		"status basis": func() string { return adentro.StatusBasis(len(statusBases.word)).String() },
		"tweet kind":   func() string { return adentro.TweetKind(len(tweetKinds.word)).String() },
		"text kind":    func() string { return adentro.TextKind(len(textKinds.word)).String() },
		"list kind":    func() string { return adentro.ListKind(len(listKinds.word)).String() },
		"basis":        func() string { return adentro.Basis(len(bases.word)).String() },
	} {
		func() {
			defer func() { recover() }()
			t.Errorf("%s %q has no word in the dossier", what, next())
		}()
	}
}

// Once more changes nothing; another name for the same content adds a source and no segment; the same file
// read otherwise takes the place of its earlier reading.
func TestExactlyOnce(t *testing.T) {
	dir := t.TempDir()
	w := fromSeed(1).world(5, 2)
	for range 2 {
		if err := w.fill(dir, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	info := func() *Info {
		t.Helper()
		d := open(t, dir, Read)
		if diff, err := w.same(d); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		i, err := d.Info()
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	first := info()
	if first.Generation != 2 || first.Chunks != 5 || len(first.Sources) != 2 || len(first.Runs) != 1 {
		t.Fatalf("%+v", first)
	}
	copied := *w.sealed[0]
	copied.Source.Path = "copy.json"
	w.sealed = append(w.sealed[:1:1], &copied, w.sealed[1])
	if err := w.fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, Read)
	second, err := d.Info()
	if err != nil {
		t.Fatal(err)
	}
	if second.Generation != 3 || second.Chunks != 5 || len(second.Sources) != 3 || !reflect.DeepEqual(second.Tables, first.Tables) {
		t.Fatalf("%+v", second)
	}
	w = &world{w.chunks, []*ingest.Sealed{w.sealed[0], w.sealed[2]}}
	changed := *w.sealed[0]
	changed.DateBasis, changed.Chunks = "operator", changed.Chunks[:1]
	w.sealed[0] = &changed
	if err := w.fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	sealed, _, err := open(t, dir, Read).Load(t.Context(), 1, nil, nil)
	if err != nil || len(sealed) != 3 {
		t.Fatal(len(sealed), err)
	}
}

// Goroutines may put and seal at once, and the same chunk twice.
func TestManyPutters(t *testing.T) {
	dir := t.TempDir()
	w := fromSeed(2).world(60, 4)
	d := open(t, dir, Create)
	d.opt.Memory = 1 << 16
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := w.put(d); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if diff, err := w.same(open(t, dir, Read)); err != nil || diff != "" {
		t.Fatal(err, diff)
	}
}

// A second writer is told within a second; readers see what was committed when they opened.
func TestOneWriterManyReaders(t *testing.T) {
	dir := t.TempDir()
	w := fromSeed(3).world(4, 1)
	if err := w.fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	writer, reader := open(t, dir, Write), open(t, dir, Read)
	start := time.Now()
	if _, err := Open(dir, Create, Options{}); !errors.Is(err, ErrLocked) || time.Since(start) > time.Second {
		t.Fatalf("%v after %v", err, time.Since(start))
	}
	for i := range 5 {
		if err := fromSeed(uint64(10+i)).world(2, 1).put(writer); err != nil {
			t.Fatal(err)
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
		if diff, err := w.same(reader); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, Write)
	if err := reader.Put(fromSeed(4).chunk()); err == nil {
		t.Error("a reader took a chunk")
	}
}

func TestWhatIsNoDossier(t *testing.T) {
	dir := t.TempDir()
	for _, mode := range []Mode{Read, Write} {
		if _, err := Open(dir, mode, Options{}); !errors.Is(err, ErrNotDossier) {
			t.Errorf("mode %d of an empty folder: %v", mode, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "absent"), Read, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Create, Options{}); !errors.Is(err, ErrNotDossier) || !strings.Contains(err.Error(), "notes.txt") {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("a refused folder holds %v", left)
	}
	open(t, filepath.Join(dir, "a", "b"), Create)
}

func TestNewerFormat(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir, Create)
	d.cat.format = Format + 1
	if _, err := d.cat.store(&d.disk, 2); err != nil {
		t.Fatal(err)
	}
	d.Close()
	for _, mode := range []Mode{Read, Write, Create} {
		if _, err := Open(dir, mode, Options{}); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), fmt.Sprint(Format+1)) {
			t.Error(err)
		}
	}
}

// What a row cannot hold is refused, not cut.
func TestRefusesWhatItCannotKeep(t *testing.T) {
	d := open(t, t.TempDir(), Create)
	for name, spoil := range map[string]func(c *ingest.Chunk){
		"two sightings": func(c *ingest.Chunk) {
			c.Obs.Profiles[0].Sightings = append(c.Obs.Profiles[0].Sightings, adentro.Sighting{})
		},
		"another source": func(c *ingest.Chunk) { c.Obs.Tweets[0].Origin.Source = 1 },
		"two counts": func(c *ingest.Chunk) {
			c.Obs.Tweets[0].ClearCounts()
			c.Obs.Tweets[0].SetCount(0, 1)
			c.Obs.Tweets[0].SetCount(0, 2)
		},
		"counts of then": func(c *ingest.Chunk) {
			c.Obs.Tweets[0].SetCount(adentro.CountLikes, 1)
			c.Obs.Tweets[0].Observed = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		"deleted and shown": func(c *ingest.Chunk) { c.Obs.Tweets[0].MarkDeleted(); c.Obs.Tweets[0].Unshown = false },
		"status unknown":    func(c *ingest.Chunk) { c.Obs.Profiles[0].SetStatus(99, adentro.BasisCode) },
		"list kind":         func(c *ingest.Chunk) { c.Obs.Pages[0].Kind = 77 },
		"sources":           func(c *ingest.Chunk) { c.Obs.Sources = make([]adentro.Source, 1) },
		"unfilled nothing":  func(c *ingest.Chunk) { c.Unfilled = []ingest.Unfilled{{Profile: 99}} },
	} {
		dice := fromSeed(5)
		c := dice.chunk()
		c.Obs.Profiles = []adentro.Profile{dice.profile()}
		c.Obs.Tweets = []adentro.Tweet{dice.tweet()}
		c.Obs.Pages = []adentro.Page{dice.page()}
		spoil(c)
		if err := d.Put(c); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
}
