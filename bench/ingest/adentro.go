package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
)

// A runner is a contender written in Go. It prints its result.
type runner func(ctx context.Context, paths []string) error

func goContenders() map[string]runner {
	return map[string]runner{
		"adentro":        decode(ingest.Decode),
		"profiles":       decode(ingest.DecodeProfiles),
		"fields-users":   fields(addUserFields),
		"fields-tweets":  fields(addTweetFields),
		"fields-pages":   fields(addPageFields),
		"fields-ids":     fields(addIDFields),
		"text":           text(open),
		"text-klauspost": text(klauspost),
		"rows":           rows,
		"scan":           scan,
		"end-to-end":     endToEnd,
		"goccy-users":    structs(goccy, addUser),
		"goccy-tweets":   structs(goccy, addTweet),
		"goccy-pages":    structs(goccy, addPage),
		"goccy-ids":      structs(goccy, addIDs),
		"standard-users": structs(standard, addUser),
		"csv-rows":       csvRows,
		"csv-tweets":     csvTweets,
	}
}

func contend(ctx context.Context, name string, paths []string) error {
	run, ok := goContenders()[name]
	if !ok {
		return fmt.Errorf("no contender is called %s", name)
	}
	if to := os.Getenv("BENCH_PROFILE"); to != "" { // go run . contender end-to-end FILES…
		f, err := os.Create(to)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	return run(ctx, paths)
}

// decode returns a contender that reads a dump with all that is inside of Scan but the three SHA-256 (file, chunk, key):
// reading, framing, validation of structure and UTF-8, xxHash64 of every record, the fields
// checked and put into profiles, and what else the records hold: latest tweets, origins, identities.
func decode(how func(context.Context, io.Reader, string, ingest.Options, func(*ingest.Chunk) error) error) runner {
	return func(ctx context.Context, paths []string) error {
		f, err := os.Open(paths[0])
		if err != nil {
			return err
		}
		defer f.Close()
		w := newWatch()
		var s sum
		err = how(ctx, f, "dump", ingest.Options{Workers: runtime.GOMAXPROCS(0)}, func(c *ingest.Chunk) error {
			s.chunk(c)
			return nil
		})
		if err != nil {
			return err
		}
		w.lap("decode")
		return w.tell(s.answer())
	}
}

// rows cuts a table into its cells, and checks that they are UTF-8.
func rows(_ context.Context, paths []string) error {
	f, err := os.Open(paths[0])
	if err != nil {
		return err
	}
	defer f.Close()
	w := newWatch()
	var s sum
	header := true
	err = ingest.Rows(f, ',', func(cells [][]byte) error {
		if header {
			header = false
			return nil
		}
		s.records++
		s.tweetBytes += int64(len(cells[12]))
		return nil
	})
	if err != nil {
		return err
	}
	w.lap("rows")
	return w.tell(s.answer())
}

// chunk adds up what a chunk says.
func (s *sum) chunk(c *ingest.Chunk) {
	s.tweets += int64(len(c.Obs.Tweets))
	for i := range c.Obs.Tweets {
		s.tweetBytes += int64(len(c.Obs.Tweets[i].Text))
	}
	for i := range c.Obs.Profiles {
		p := &c.Obs.Profiles[i]
		s.user(p.Handle, p.Name, p.Location, p.Bio, p.URL, p.Followers, p.Following+p.Listed+p.Likes+p.Tweets)
	}
	for i := range c.Obs.Pages {
		if p := &c.Obs.Pages[i]; p.Bare {
			s.records += int64(p.Members.Len())
			for _, id := range p.Members.IDs() {
				s.counts += int64(id >> 8)
			}
		}
	}
}

// scan is what `adentro ingest` does, SHA-256 included, into a sink that keeps nothing.
func scan(ctx context.Context, paths []string) error {
	w := newWatch()
	var sink summing
	if err := ingest.Scan(ctx, paths, ingest.Options{Workers: runtime.GOMAXPROCS(0)}, &sink); err != nil {
		return err
	}
	w.lap("scan")
	return w.tell(sink.answer())
}

type summing struct {
	mu sync.Mutex
	sum
}

func (*summing) Known(ingest.ChunkKey) (ingest.Facts, bool) { return ingest.Facts{}, false }
func (*summing) Seal(*ingest.Sealed) error                  { return nil }
func (s *summing) Put(c *ingest.Chunk) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chunk(c)
	return nil
}

// endToEnd reads dumps into a dossier on the disk, and that into a Snapshot.
func endToEnd(ctx context.Context, paths []string) error {
	w := newWatch()
	contents := &adentro.Contents{}
	hand := map[ingest.ChunkKey]*ingest.Chunk{}
	kept := func(chunks []*ingest.Chunk) {
		var wg sync.WaitGroup
		for _, c := range chunks {
			wg.Go(func() { c.Share(contents) })
			hand[c.Key] = c
		}
		wg.Wait()
	}
	d, err := dossier.Open("dossier", dossier.Create, dossier.Options{Tool: "bench", Kept: kept})
	if err != nil {
		return err
	}
	if err := ingest.Scan(ctx, paths, ingest.Options{}, d); err != nil {
		return err
	}
	if err := d.Flush(); err != nil {
		return err
	}
	w.lap("ingest")
	defer d.Close()
	sealed, chunks, err := d.Load(ctx, 0, hand, func(c *ingest.Chunk) { c.Share(contents) })
	if err != nil {
		return err
	}
	w.lap("load")
	obs, err := ingest.Assemble(ctx, sealed, func(k ingest.ChunkKey) *ingest.Chunk { return chunks[k] }, 0)
	if err != nil {
		return err
	}
	w.lap("assemble")
	clear(hand) // as run does
	sealed, chunks, contents = nil, nil, nil
	snap := adentro.Resolve(obs)
	w.lap("resolve")
	obs = nil
	return w.tell(snapshotAnswer(snap), weigh(snap)...)
}

// snapshotAnswer is what the peers can tell too.
func snapshotAnswer(snap *adentro.Snapshot) map[string]int64 {
	var followers, known int64
	var handles []string
	for i := range snap.Accounts {
		a := &snap.Accounts[i]
		if a.Known(adentro.FieldFollowers) {
			known++
			followers += a.Count(adentro.FieldFollowers)
			handles = append(handles, a.Handle())
		}
	}
	return map[string]int64{
		"accounts": int64(len(snap.Accounts)), "profiles": known, "followers": followers, "hash of handles": hashOf(handles),
		"follows": int64(snap.FollowCount), "duplicates": snap.Records().Duplicate,
	}
}

// weigh measures what is left in memory when only the Snapshot is.
func weigh(snap *adentro.Snapshot) []string {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	accounts, lists := snap.Memory()
	tweets := int64(m.HeapAlloc) - accounts - lists
	return []string{
		fmt.Sprintf("Snapshot: %.0f B an account of %d, %.2f B a follow of %d", float64(accounts)/float64(len(snap.Accounts)), len(snap.Accounts), float64(lists)/float64(max(snap.FollowCount, 1)), snap.FollowCount),
		fmt.Sprintf("heap after collection %.0f MB, of which %.0f MB tweets and all else (%d tweets)", float64(m.HeapAlloc)/1e6, float64(tweets)/1e6, len(snap.Tweets)),
	}
}
