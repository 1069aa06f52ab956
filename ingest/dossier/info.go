package dossier

import (
	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// An Info is what a dossier holds, without reading any segment.
type Info struct {
	Format     int
	CreatedBy  string
	Generation int64
	Runs       []Run
	Sources    []*ingest.Sealed // with their chunks; in the order of SHA-256, path and member
	Records    adentro.Records  // of all sources; a duplicate still counts as accepted, until all is put together
	Lists      []List           // by owner and kind
	Chunks     int64
	Unused     int64   // chunks that no source holds: of an ingest that was cut short, or of a source that was read otherwise since
	Tables     []Table // in the order of the format's description
	Bytes      int64   // of the segments and the newest catalogue
}

// A Run is one ingest that brought anything.
type Run struct {
	Number  int64
	Tool    string
	At      string // RFC 3339; "" where no clock was handed in
	Sources int64  // new, or read otherwise than before, and not replaced since
}

// A List is what the pages of one owner and kind come to, over all captures.
type List struct {
	Owner    string // as adentro.Key prints; "" if unknown
	Kind     string
	Pages    int64
	Entries  int64  // members of the pages; one met twice counts twice
	Observed string // of the newest page, RFC 3339; "" where no page bears a date of its own
}

// A Table sums the segments of one kind.
type Table struct {
	Name     string
	Segments int64
	Rows     int64
	Bytes    int64
}

// Info returns what the dossier holds.
func (d *Dossier) Info() (*Info, error) {
	info := &Info{Format: int(d.cat.format), Generation: d.cat.generation, Bytes: d.cat.bytes}
	var err error
	if info.Sources, err = d.cat.sealed(); err != nil {
		return nil, err
	}
	for i := range info.Sources {
		info.Records = info.Records.Add(info.Sources[i].Source.Records)
	}
	db := d.cat.db
	err = db.QueryRow(`SELECT (SELECT value FROM meta WHERE name = 'created_by'), (SELECT count(*) FROM chunks),
		(SELECT count(*) FROM chunks WHERE chunk NOT IN (SELECT chunk FROM source_chunks))`).Scan(&info.CreatedBy, &info.Chunks, &info.Unused)
	if err != nil {
		return nil, err
	}
	err = query(db, `SELECT run, tool, coalesce(at, ''), (SELECT count(*) FROM sources WHERE sources.run = runs.run) FROM runs ORDER BY run`, func(scan func(...any) error) error {
		var r Run
		err := scan(&r.Number, &r.Tool, &r.At, &r.Sources)
		info.Runs = append(info.Runs, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = query(db, `SELECT owner, kind, pages, entries, observed FROM lists ORDER BY owner, kind`, func(scan func(...any) error) error {
		var l List
		err := scan(&l.Owner, &l.Kind, &l.Pages, &l.Entries, &l.Observed)
		info.Lists = append(info.Lists, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, t := range tables() {
		s := Table{Name: t.name}
		err := db.QueryRow(`SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(bytes), 0) FROM segments WHERE kind = ?`, t.name).Scan(&s.Segments, &s.Rows, &s.Bytes)
		if err != nil {
			return nil, err
		}
		info.Bytes += s.Bytes
		info.Tables = append(info.Tables, s)
	}
	return info, nil
}
