package dossier

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A stored segment is one that is written, under its name.
type stored struct {
	table *table
	file  string
	rows  int64
	bytes int64
	w     *writer // holds it until it is on the disk
	sum   string
	of    []int64 // rows of each chunk of the batch
}

// commit writes a batch: segments, then the generation of the catalogue that lists them. A batch that
// holds nothing new writes nothing.
func (d *Dossier) commit(b batch) error {
	sealed, err := d.cat.news(b.sealed)
	if err != nil || len(b.order) == 0 && len(sealed) == 0 {
		return err
	}
	chunks, err := d.cat.enumerate(b.order)
	if err != nil {
		return err
	}
	segments := make([]stored, len(tables()))
	err = par.For(context.Background(), 0, len(segments), func(i int) (err error) {
		segments[i], err = newSegment(tables()[i], chunks)
		return err
	})
	if err != nil {
		return err
	}
	segments = slices.DeleteFunc(segments, func(s stored) bool { return s.rows == 0 })
	for i := range segments {
		if err := d.store(&segments[i]); err != nil {
			return err
		}
	}
	tx, err := d.cat.db.Begin()
	if err != nil {
		return err
	}
	if err := d.cat.add(tx, &d.opt, chunks, segments, sealed); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if d.cat.bytes, err = d.cat.store(&d.disk, d.cat.generation+1); err != nil {
		return err
	}
	d.cat.generation++
	return d.disk.forget(d.cat.generation)
}

// newSegment makes a segment of the rows of a table, and reads them back.
func newSegment(t *table, chunks []kept) (stored, error) {
	s := stored{table: t}
	for _, k := range chunks {
		n := int64(t.rows(k.c))
		s.of = append(s.of, n)
		s.rows += n
	}
	if s.rows == 0 {
		return s, nil
	}
	s.w = t.writer()
	if err := s.w.encode(context.Background(), t, chunks, s.rows); err != nil {
		return s, err
	}
	data := s.w.out.Bytes()
	if err := verifyRows(data, s.rows); err != nil {
		return s, fmt.Errorf("%w: table %s: %w", ErrWrite, t.name, err)
	}
	s.bytes = int64(len(data))
	sum := sha256.Sum256(data)
	s.sum = hex.EncodeToString(sum[:])
	s.file = t.name + "/" + s.sum + ".parquet"
	return s, nil
}

// store makes a segment durable.
func (d *Dossier) store(s *stored) error {
	temp := tempName + s.table.name
	if err := d.disk.write(temp, s.w.out.Bytes()); err != nil {
		return err
	}
	s.table.writers.Put(s.w)
	s.w = nil
	if err := d.disk.rename(temp, s.file); err != nil {
		return err
	}
	return d.disk.syncDir(s.table.name)
}

// news returns the sources that change anything, the last of each.
func (c *catalogue) news(sealed []*ingest.Sealed) ([]*ingest.Sealed, error) {
	last := map[sourceKey]int{}
	for i, s := range sealed {
		last[keyOf(&s.Source)] = i
	}
	var news []*ingest.Sealed
	for i, s := range sealed {
		if last[keyOf(&s.Source)] != i {
			continue
		}
		same, err := c.unchanged(s)
		if err != nil {
			return nil, err
		}
		if !same {
			news = append(news, s)
		}
	}
	return news, nil
}

// enumerate gives the chunks of a batch their numbers.
func (c *catalogue) enumerate(order []*ingest.Chunk) ([]kept, error) {
	var number, page int64
	err := c.db.QueryRow(`SELECT (SELECT coalesce(max(chunk), 0) FROM chunks), (SELECT coalesce(sum(rows), 0) FROM segments WHERE kind = 'pages')`).Scan(&number, &page)
	if err != nil {
		return nil, err
	}
	chunks := make([]kept, len(order))
	for i, ch := range order {
		number++
		chunks[i] = kept{number, page, ch}
		page += int64(len(ch.Obs.Pages))
	}
	return chunks, nil
}

// add enters a batch.
func (c *catalogue) add(tx *sql.Tx, opt *Options, chunks []kept, segments []stored, sealed []*ingest.Sealed) error {
	if c.run == 0 {
		var at any
		if !opt.Now.IsZero() {
			at = timeText(opt.Now)
		}
		res, err := tx.Exec(`INSERT INTO runs(tool, at) VALUES (?, ?)`, opt.Tool, at)
		if err != nil {
			return err
		}
		if c.run, err = res.LastInsertId(); err != nil {
			return err
		}
	}
	numbers := map[ingest.ChunkKey]int64{}
	for _, k := range chunks {
		facts, err := writeFacts(&k.c.Facts)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO chunks VALUES (?,?,?,?,?,?)`, k.number, hex.EncodeToString(k.c.Key[:]), chunks[0].number, k.c.Size, k.c.Lines, facts)
		if err != nil {
			return err
		}
		if err := addLists(tx, k); err != nil {
			return err
		}
		numbers[k.c.Key] = k.number
	}
	for _, s := range segments {
		if err := addSegment(tx, s, chunks); err != nil {
			return err
		}
	}
	number := func(key ingest.ChunkKey) (n int64, err error) {
		if n, ok := numbers[key]; ok {
			return n, nil
		}
		err = tx.QueryRow(`SELECT chunk FROM chunks WHERE key = ?`, hex.EncodeToString(key[:])).Scan(&n)
		return n, err
	}
	for _, s := range sealed {
		if err := c.seal(tx, s, number); err != nil {
			return err
		}
	}
	return nil
}

func addSegment(tx *sql.Tx, s stored, chunks []kept) error {
	res, err := tx.Exec(`INSERT INTO segments(batch, kind, file, rows, bytes, sha256) VALUES (?,?,?,?,?,?)`, chunks[0].number, s.table.name, s.file, s.rows, s.bytes, s.sum)
	if err != nil {
		return err
	}
	segment, err := res.LastInsertId()
	if err != nil {
		return err
	}
	first := int64(0)
	for i, n := range s.of {
		if n > 0 {
			if _, err := tx.Exec(`INSERT INTO ranges VALUES (?,?,?,?)`, chunks[i].number, segment, first, n); err != nil {
				return err
			}
		}
		first += n
	}
	return nil
}

// addLists enters what the lists of a chunk come to.
func addLists(tx *sql.Tx, k kept) error {
	type list struct {
		owner adentro.Key
		kind  adentro.ListKind
	}
	type sums struct {
		pages, entries int
		observed       time.Time
	}
	var order []list
	of := map[list]*sums{}
	for i := range k.c.Obs.Pages {
		p := &k.c.Obs.Pages[i]
		l := list{p.Owner, p.Kind}
		s := of[l]
		if s == nil {
			s = &sums{}
			of[l] = s
			order = append(order, l)
		}
		s.pages++
		s.entries += p.Members.Len()
		if p.Observed.After(s.observed) {
			s.observed = p.Observed
		}
	}
	for _, l := range order {
		s := of[l]
		_, err := tx.Exec(`INSERT INTO chunk_lists VALUES (?,?,?,?,?,?)`, k.number, l.owner.String(), l.kind.String(), s.pages, s.entries, timeText(s.observed))
		if err != nil {
			return err
		}
	}
	return nil
}

// check returns an error if a dossier cannot keep the chunk as it is. Decoders make none
// such; it would be lost in part otherwise.
func check(c *ingest.Chunk) error {
	if len(c.Obs.Sources) > 0 {
		return errors.New("a chunk with sources")
	}
	for i := range c.Obs.Profiles {
		if err := checkProfile(&c.Obs.Profiles[i]); err != nil {
			return err
		}
	}
	for i := range c.Obs.Tweets {
		if err := checkTweet(&c.Obs.Tweets[i]); err != nil {
			return err
		}
	}
	for i := range c.Obs.Pages {
		if err := checkPage(&c.Obs.Pages[i]); err != nil {
			return err
		}
	}
	last := int32(-1)
	for _, u := range c.Unfilled {
		if u.Profile <= last || int(u.Profile) >= len(c.Obs.Profiles) {
			return errors.New("unfilled fields of no profile")
		}
		last = u.Profile
	}
	return nil
}

// weigh estimates the memory of a chunk, in bytes. Texts are part of its content, which a chunk
// cannot hold much more of than it was cut from.
func weigh(c *ingest.Chunk) int64 {
	n := c.Size + 700*int64(len(c.Obs.Profiles)) + 500*int64(len(c.Obs.Tweets)) + 16*int64(len(c.Identities)) + 100*int64(len(c.Facts.Rejects))
	for i := range c.Obs.Pages {
		n += 250 + 12*int64(c.Obs.Pages[i].Members.Len())
	}
	return n
}
