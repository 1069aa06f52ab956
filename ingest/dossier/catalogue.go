package dossier

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// schema is the catalogue of formats 1 and 2; docs/dossier.md explains it.
const schema = `
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE runs(run INTEGER PRIMARY KEY, tool TEXT NOT NULL, at TEXT);
CREATE TABLE segments(segment INTEGER PRIMARY KEY, batch INTEGER NOT NULL, kind TEXT NOT NULL, file TEXT NOT NULL UNIQUE,
  rows INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE chunks(chunk INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, batch INTEGER NOT NULL, size INTEGER NOT NULL,
  lines INTEGER NOT NULL, facts TEXT NOT NULL);
CREATE TABLE ranges(chunk INTEGER NOT NULL REFERENCES chunks, segment INTEGER NOT NULL REFERENCES segments,
  first INTEGER NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY(chunk, segment)) WITHOUT ROWID;
CREATE TABLE sources(source INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, path TEXT NOT NULL, member TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs, bytes INTEGER NOT NULL, text INTEGER NOT NULL, role TEXT NOT NULL, format TEXT NOT NULL, confidence REAL NOT NULL,
  seen INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL, ignored INTEGER NOT NULL,
  damage TEXT NOT NULL, observed TEXT NOT NULL, observed_basis TEXT NOT NULL, terms TEXT NOT NULL,
  date TEXT NOT NULL, date_basis TEXT NOT NULL, filled INTEGER NOT NULL, why TEXT NOT NULL, warnings TEXT NOT NULL, rejects TEXT NOT NULL,
  digest TEXT NOT NULL, UNIQUE(sha256, path, member));
CREATE TABLE source_chunks(source INTEGER NOT NULL REFERENCES sources, ordinal INTEGER NOT NULL, chunk INTEGER NOT NULL REFERENCES chunks,
  "offset" INTEGER NOT NULL, line INTEGER NOT NULL, PRIMARY KEY(source, ordinal)) WITHOUT ROWID;
CREATE TABLE chunk_lists(chunk INTEGER NOT NULL REFERENCES chunks, owner TEXT NOT NULL, kind TEXT NOT NULL, pages INTEGER NOT NULL,
  entries INTEGER NOT NULL, observed TEXT NOT NULL, PRIMARY KEY(chunk, owner, kind)) WITHOUT ROWID;
CREATE TABLE labels(account TEXT NOT NULL, class TEXT NOT NULL, author TEXT NOT NULL, date TEXT NOT NULL, reason TEXT NOT NULL);
CREATE VIEW lists AS SELECT owner, kind, sum(pages) AS pages, sum(entries) AS entries, max(observed) AS observed
  FROM chunk_lists WHERE chunk IN (SELECT chunk FROM source_chunks) GROUP BY owner, kind;
`

// A catalogue is one generation, in memory: SQLite never touches the files of the dossier, so
// that each is written whole, and the bytes that were checked are those that are read.
type catalogue struct {
	db         *sql.DB
	generation int64
	format     int64 // of that generation
	bytes      int64
	run        int64 // of this writer, once it has begun
}

// serializer is what the driver's connections can do beyond SQL.
type serializer interface {
	Serialize() ([]byte, error)
	Deserialize([]byte) error
}

func openMemory() (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // another connection would be another database
	return db, nil
}

// raw calls f with the connection.
func raw(db *sql.DB, f func(s serializer) error) error {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		s, ok := c.(serializer)
		if !ok {
			return errors.New("the SQLite driver cannot serialize")
		}
		return f(s)
	})
}

func newCatalogue(tool string) (*catalogue, error) {
	db, err := openMemory()
	if err != nil {
		return nil, err
	}
	_, err = db.Exec(schema+`INSERT INTO meta VALUES ('format', ?), ('created_by', ?), ('generation', '0');`, fmt.Sprint(Format), tool)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &catalogue{db: db}, nil
}

func (c *catalogue) close() error { return c.db.Close() }

// readCatalogue reads generation g, if it is as it was written.
func readCatalogue(d *disk, g generation) (*catalogue, error) {
	data, err := os.ReadFile(d.path(g.name))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != g.sum {
		return nil, fmt.Errorf("%w: %s has another checksum than its name says", ErrDamaged, g.name)
	}
	db, err := openMemory()
	if err != nil {
		return nil, err
	}
	c := &catalogue{db: db, generation: g.number, bytes: int64(len(data))}
	var number int64
	err = raw(db, func(s serializer) error { return s.Deserialize(data) })
	if err == nil {
		err = db.QueryRow(`SELECT (SELECT value FROM meta WHERE name = 'format'), (SELECT value FROM meta WHERE name = 'generation')`).Scan(&c.format, &number)
	}
	switch {
	case err != nil:
		err = fmt.Errorf("%w: %s: %w", ErrDamaged, g.name, err)
	case c.format > Format:
		err = fmt.Errorf("%w: its format is %d, this one reads up to %d", ErrNewer, c.format, Format)
	case number != g.number:
		err = fmt.Errorf("%w: %s holds generation %d", ErrDamaged, g.name, number)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return c, nil
}

// store writes the catalogue as a generation and returns its size; the rename is the commit.
func (c *catalogue) store(d *disk, number int64) (int64, error) {
	c.format = max(c.format, Format) // what is read may be of an earlier one
	_, err := c.db.Exec(`UPDATE meta SET value = CASE name WHEN 'format' THEN ? ELSE ? END WHERE name IN ('format', 'generation')`, fmt.Sprint(c.format), fmt.Sprint(number))
	if err != nil {
		return 0, err
	}
	var data []byte
	err = raw(c.db, func(s serializer) (err error) { data, err = s.Serialize(); return err })
	if err != nil {
		return 0, err
	}
	temp := tempName + "catalogue"
	if err := d.write(temp, data); err != nil {
		return 0, err
	}
	if err := d.rename(temp, catalogueFile(number, sha256.Sum256(data))); err != nil {
		return 0, err
	}
	return int64(len(data)), d.syncDir(".")
}

// files returns the names of all segments.
func (c *catalogue) files() (map[string]bool, error) {
	files := map[string]bool{}
	err := query(c.db, `SELECT file FROM segments`, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		files[name] = true
		return err
	})
	return files, err
}

// known returns the facts of a chunk.
func (c *catalogue) known(key ingest.ChunkKey) (facts ingest.Facts, ok bool, err error) {
	var text string
	err = c.db.QueryRow(`SELECT facts FROM chunks WHERE key = ?`, hex.EncodeToString(key[:])).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return facts, false, nil
	} else if err != nil {
		return facts, false, fmt.Errorf("catalogue: %w", err)
	}
	facts, err = readFacts(text)
	return facts, err == nil, err
}

// query calls each for every row.
func query(db *sql.DB, q string, each func(scan func(...any) error) error, args ...any) error {
	rows, err := db.Query(q, args...)
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return fmt.Errorf("catalogue: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	return nil
}

// factsRow is Facts as JSON keeps them: a key as its parts, because its text does not
// always read back as the same key, times as text of any year, and no rejects.
type factsRow struct {
	ingest.Facts
	Rejects                                  *struct{} `json:",omitempty"`
	Overrule                                 *keyRow   `json:",omitempty"`
	NewestTweet, NewestAccount, NewestRecord string    `json:",omitempty"`
}

type keyRow struct {
	ID   uint64 `json:",string,omitempty"`
	Name string `json:",omitempty"`
}

func writeFacts(f *ingest.Facts) (string, error) {
	row := factsRow{Facts: *f, NewestTweet: timeText(f.NewestTweet), NewestAccount: timeText(f.NewestAccount), NewestRecord: timeText(f.NewestRecord)}
	if !f.Overrule.IsZero() {
		row.Overrule = &keyRow{f.Overrule.ID, f.Overrule.Name}
	}
	b, err := json.Marshal(row)
	return string(b), err
}

func readFacts(text string) (ingest.Facts, error) {
	var row factsRow
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return ingest.Facts{}, fmt.Errorf("%w: facts of a chunk: %w", ErrDamaged, err)
	}
	f := row.Facts
	if row.Overrule != nil {
		f.Overrule = adentro.Key{ID: row.Overrule.ID, Name: row.Overrule.Name}
	}
	var errs [3]error
	f.NewestTweet, errs[0] = textTime(row.NewestTweet)
	f.NewestAccount, errs[1] = textTime(row.NewestAccount)
	f.NewestRecord, errs[2] = textTime(row.NewestRecord)
	return f, errors.Join(errs[:]...)
}
