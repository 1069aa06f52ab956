package dossier

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A rows is the place of a chunk's rows in one segment.
type rows struct{ first, n int }

// A file is one segment as the catalogue lists it.
type file struct {
	id    int64
	table *table
	name  string
	rows  int64
	bytes int64
	sum   string
}

// A group is the chunks that were written together.
type group struct {
	files  []file
	chunks []kept
	ranges map[int64]map[int64]rows // by segment, then by chunk
}

// Load returns what was sealed, in the order of SHA-256, path and member, and the chunks that it consists
// of, as they were put, which is what ingest.Assemble takes. Chunks that no sealed source holds are left out. Every
// byte is checked against its checksum; an error wraps ErrDamaged where one is not
// as it was written. It reads with as many workers as given (0: all processors), which call
// each, if it is not nil, with every chunk once that is read. Chunks that are at hand, which may be nil, are not
// read but taken from there, so that who writes a dossier need not read what it has just put.
func (d *Dossier) Load(ctx context.Context, workers int, hand map[ingest.ChunkKey]*ingest.Chunk, each func(*ingest.Chunk)) ([]*ingest.Sealed, map[ingest.ChunkKey]*ingest.Chunk, error) {
	sealed, err := d.cat.sealed()
	if err != nil {
		return nil, nil, err
	}
	groups, err := d.cat.groups()
	if err != nil {
		return nil, nil, err
	}
	used := map[ingest.ChunkKey]bool{}
	for i := range sealed {
		for _, ref := range sealed[i].Chunks {
			used[ref.Key] = true
		}
	}
	groups = slices.DeleteFunc(groups, func(g *group) bool {
		return !slices.ContainsFunc(g.chunks, func(k kept) bool { return used[k.c.Key] && hand[k.c.Key] == nil })
	})
	err = par.For(ctx, workers, len(groups), func(i int) error {
		if err := groups[i].load(&d.disk); err != nil || each == nil {
			return err
		}
		for _, k := range groups[i].chunks {
			each(k.c)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	chunks := make(map[ingest.ChunkKey]*ingest.Chunk, len(used))
	for key, c := range hand {
		if used[key] {
			chunks[key] = c
		}
	}
	for _, g := range groups {
		for _, k := range g.chunks {
			if used[k.c.Key] && chunks[k.c.Key] == nil {
				chunks[k.c.Key] = k.c
			}
		}
	}
	return sealed, chunks, nil
}

// groups returns the batches in the order in which they were written.
func (c *catalogue) groups() ([]*group, error) {
	byName := map[string]*table{}
	for _, t := range tables() {
		byName[t.name] = t
	}
	var all []*group
	of, segment := map[int64]*group{}, map[int64]*group{}
	err := query(c.db, `SELECT chunk, key, batch, size, lines, facts FROM chunks ORDER BY chunk`, func(scan func(...any) error) error {
		var key, facts string
		var batch int64
		k := kept{c: &ingest.Chunk{}}
		err := scan(&k.number, &key, &batch, &k.c.Size, &k.c.Lines, &facts)
		if err != nil {
			return err
		}
		if _, err := hex.Decode(k.c.Key[:], []byte(key)); err != nil {
			return fmt.Errorf("%w: key of chunk %d: %w", ErrDamaged, k.number, err)
		}
		if k.c.Facts, err = readFacts(facts); err != nil {
			return err
		}
		g := of[batch]
		if g == nil {
			g = &group{ranges: map[int64]map[int64]rows{}}
			of[batch] = g
			all = append(all, g)
		}
		g.chunks = append(g.chunks, k)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = query(c.db, `SELECT segment, batch, kind, file, rows, bytes, sha256 FROM segments ORDER BY segment`, func(scan func(...any) error) error {
		var f file
		var batch int64
		var kind string
		if err := scan(&f.id, &batch, &kind, &f.name, &f.rows, &f.bytes, &f.sum); err != nil {
			return err
		}
		g := of[batch]
		if f.table = byName[kind]; g == nil || f.table == nil || f.name != kind+"/"+f.sum+".parquet" {
			return fmt.Errorf("%w: segment %d of no batch or table", ErrDamaged, f.id)
		}
		g.files = append(g.files, f)
		g.ranges[f.id] = map[int64]rows{}
		segment[f.id] = g
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = query(c.db, `SELECT chunk, segment, first, rows FROM ranges ORDER BY segment, chunk`, func(scan func(...any) error) error {
		var chunk, id int64
		var r rows
		if err := scan(&chunk, &id, &r.first, &r.n); err != nil {
			return err
		}
		if segment[id] == nil {
			return fmt.Errorf("%w: rows of chunk %d in segment %d", ErrDamaged, chunk, id)
		}
		segment[id].ranges[id][chunk] = r
		return nil
	})
	return all, err
}

// load fills the chunks of a group.
func (g *group) load(d *disk) (err error) {
	defer func() { // rows that contradict each other, as no checksum can tell
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	parts := make([]*part, len(g.chunks))
	for i, k := range g.chunks {
		parts[i] = &part{kept: k}
	}
	for _, t := range tables() { // pages before their members
		for _, f := range g.files {
			if f.table != t {
				continue
			}
			data, err := f.read(d)
			if err != nil {
				return err
			}
			columns, err := decode(t, data, f.rows, t.numbers)
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			var here []*part
			for _, p := range parts {
				if r, ok := g.ranges[f.id][p.number]; ok {
					p.first, p.rows = r.first, r.n
					here = append(here, p)
				}
			}
			t.restore(columns, here)
		}
	}
	return nil
}

// What may have become of a segment.
var (
	errMissing = errors.New("is missing")
	errChanged = errors.New("has another checksum than the catalogue says")
)

// read returns the bytes of a segment, if they are those that were written.
func (f *file) read(d *disk) ([]byte, error) {
	data, err := os.ReadFile(d.path(f.name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s %w", ErrDamaged, f.name, errMissing)
	} else if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sum || int64(len(data)) != f.bytes {
		return nil, fmt.Errorf("%w: %s %w", ErrDamaged, f.name, errChanged)
	}
	return data, nil
}

// verifyRows checks that a segment holds so many rows, in all its columns.
func verifyRows(data []byte, rows int64) error {
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	if f.NumRows() != rows {
		return fmt.Errorf("it reads back as %d rows of %d", f.NumRows(), rows)
	}
	for _, g := range f.RowGroups() {
		for i, c := range g.ColumnChunks() {
			if c.NumValues() < g.NumRows() {
				return fmt.Errorf("column %d reads back as %d values for %d rows", i, c.NumValues(), g.NumRows())
			}
		}
	}
	return nil
}
