package ingest

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
	_ "modernc.org/sqlite" // the driver
)

// A database is read table by table, in the order of their names, each as if it
// were a CSV file with the names of its columns as header. That covers the databases of
// twitter-to-sqlite, whose columns are those of the API, and those that people make for
// themselves. The tables of a database are not lists: --owner and --kind count only if one table can be read.
//
// The position of a record is the number of its row, from 0, counted over all tables. A database is read
// from a copy in a temporary folder, which takes as much room as it has bytes.

const sqliteMagic = "SQLite format 3\x00"

func opensSQLite(head []byte) bool {
	return strings.HasPrefix(string(head[:min(len(head), 16)]), sqliteMagic)
}

// A sqliteFile is a database that is being read.
type sqliteFile struct {
	d    *decoder
	db   *sql.DB
	rows int64 // so far
	room int64 // rows that the file has room for: a damaged tree may seem to hold more
}

// A sqliteTable is one of its tables.
type sqliteTable struct {
	name    string
	columns []string // that hold values
	header  *header
	reader  rowReader
	client  map[string]string // of twitter-to-sqlite: names in the table sources
}

func readSQLite(d *decoder, w *window) {
	f := &sqliteFile{d: d}
	path, size, err := spool(w)
	if err == nil {
		defer os.Remove(path)
		f.room = size / 4
		err = f.read(path)
	}
	if err != nil {
		f.broken("the database cannot be read", err)
	}
	d.note("row_positions")
}

// spool copies the content to a temporary file.
func spool(w *window) (path string, size int64, err error) {
	f, err := os.CreateTemp("", "adentro-*.db")
	if err != nil {
		return "", 0, err
	}
	for {
		b := w.rest()
		if _, err = f.Write(b); err != nil {
			break
		}
		size += int64(len(b))
		if w.skip(len(b)); !w.more() {
			break
		}
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), size, err
}

// broken rejects what an error keeps from being read. The path is that of the copy.
func (f *sqliteFile) broken(what string, err error) {
	var at *os.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	f.d.src.Records.Seen++
	f.d.reject(&record{off: f.rows, line: f.rows + 1}, "damaged", what+": "+err.Error())
}

func (f *sqliteFile) read(path string) (err error) {
	// Nothing is written, nothing that the schema says is run, no other file is looked for.
	uri := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=query_only(1)&_pragma=mmap_size(0)"}
	if f.db, err = sql.Open("sqlite", uri.String()); err != nil {
		return err
	}
	defer f.db.Close()
	f.db.SetMaxOpenConns(1)
	names, err := f.tables()
	if err != nil {
		return err
	}
	var tables []*sqliteTable
	readable := 0
	for _, name := range names {
		t := &sqliteTable{name: name}
		if err := f.look(t); err != nil {
			f.broken("the table "+name+" cannot be read", err)
			continue
		}
		if t.reader.row != nil {
			readable++
		}
		tables = append(tables, t)
	}
	if readable > 1 && f.d.list != (listing{}) {
		f.d.list = listing{}
		f.d.note("list_of_many_tables")
	}
	for _, t := range tables {
		if err := f.table(t); err != nil {
			f.broken("the table "+t.name+" cannot be read to its end", err)
		}
	}
	return nil
}

// tables returns the names of the tables that hold records: none of SQLite's
// own, and none of those that make up an index for searching texts.
func (f *sqliteFile) tables() ([]string, error) {
	rows, err := f.db.Query("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names, virtual []string
	for rows.Next() {
		var name, made string
		if err := rows.Scan(&name, &made); err != nil {
			return nil, err
		}
		switch {
		case strings.HasPrefix(name, "sqlite_"):
		case strings.HasPrefix(strings.ToUpper(made), "CREATE VIRTUAL"):
			virtual = append(virtual, name+"_")
		default:
			names = append(names, name)
		}
	}
	names = slices.DeleteFunc(names, func(n string) bool {
		return slices.ContainsFunc(virtual, func(v string) bool { return strings.HasPrefix(n, v) })
	})
	return names, rows.Err()
}

// look reads the columns of a table and its first rows, and finds a reader.
func (f *sqliteFile) look(t *sqliteTable) error {
	rows, err := f.db.Query("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", t.name)
	if err != nil {
		return err
	}
	for rows.Next() {
		var c string
		if err := rows.Scan(&c); err != nil {
			break
		}
		t.columns = append(t.columns, c)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(t.columns) == 0 {
		return err
	}
	if slices.Contains(t.columns, "source") && slices.Contains(t.columns, "retweeted_status") {
		t.client = f.sources()
	}
	var sample [][]string
	err = f.each(t, 2000, func(cells [][]byte) {
		line := make([]string, len(cells))
		for i, c := range cells {
			line[i] = cellText(c)
		}
		sample = append(sample, line)
	})
	if err != nil && len(sample) == 0 {
		return err
	}
	var names [][]byte
	for _, c := range t.meanings(sample) {
		names = append(names, []byte(c))
	}
	t.header = newHeader(names)
	t.header.judge(sample)
	reader, format := f.d.tableReader(t.header)
	if reader.row != nil && (f.d.formats[format].Name != "csv-users" || t.ofAccounts()) {
		t.reader = reader
	}
	return nil
}

// ofAccounts reports whether more than a bare id says that the rows are
// accounts: in a database every thing has an id, and often a name.
func (t *sqliteTable) ofAccounts() bool {
	h := t.header
	return h.any(colHandle, colBio, colFollowers, colFollowing, colTweets, colProtected, colVerified) || foldName(h.names[h.at[colID]]) != "id"
}

// numbersRows reports whether a column does no more than number the rows.
func numbersRows(sample [][]string, column int) bool {
	for i, cells := range sample {
		if cells[column] != strconv.Itoa(i+1) {
			return false
		}
	}
	return len(sample) > 0
}

// meanings returns the names of the columns as other tables write them:
// twitter-to-sqlite names a reference after the table that it leads to, and keeps what the API says of
// the reader of a profile beside what it says of the profile. A column that numbers the rows is
// nobody's id.
func (t *sqliteTable) meanings(sample [][]string) []string {
	names := slices.Clone(t.columns)
	has := func(c string) bool { return slices.Contains(t.columns, c) }
	for i, c := range names {
		switch {
		case has("retweeted_status") && (c == "user" || c == "retweeted_status" || c == "quoted_status"):
			names[i] = c + "_id"
		case has("friends_count") && c == "following", has("retweeted_status") && c == "place":
			names[i] = ""
		case foldName(c) == "id" && numbersRows(sample, i):
			names[i] = ""
		}
	}
	return names
}

// sources returns the names of the posting clients by the keys that tweets have
// of them.
func (f *sqliteFile) sources() map[string]string {
	rows, err := f.db.Query("SELECT id, name FROM sources LIMIT 100000")
	if err != nil {
		return nil // the names stand in the tweets themselves
	}
	defer rows.Close()
	names := map[string]string{}
	for rows.Next() {
		var id, name string
		if rows.Scan(&id, &name) == nil {
			names[id] = name
		}
	}
	return names
}

// each shows up to limit rows in the order in which they lie. Their bytes live
// until the next. The sign before a column keeps its declared type from changing its value.
func (f *sqliteFile) each(t *sqliteTable, limit int64, show func(cells [][]byte)) error {
	columns := make([]string, len(t.columns))
	for i, c := range t.columns {
		columns[i] = "+" + quoteName(c)
	}
	rows, err := f.db.Query(fmt.Sprintf("SELECT %s FROM %s NOT INDEXED LIMIT %d", strings.Join(columns, ", "), quoteName(t.name), limit))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, at := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		at[i] = &values[i]
	}
	cells := make([][]byte, len(columns))
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		for i, v := range values {
			cells[i] = appendValue(cells[i][:0], v)
			if name, ok := t.client[string(cells[i])]; ok && t.columns[i] == "source" {
				cells[i] = append(cells[i][:0], name...)
			}
		}
		show(cells)
	}
	return rows.Err()
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// appendValue writes a value as a table of text has it.
func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return strconv.AppendFloat(b, v, 'g', -1, 64)
	case string:
		return append(b, v...)
	case []byte:
		if utf8.Valid(v) {
			return append(b, v...)
		}
	}
	return b
}

// table reads the rows of one table. Those of a table that means nothing here
// are counted.
func (f *sqliteFile) table(t *sqliteTable) error {
	d := f.d
	left := f.room - f.rows
	if t.reader.row == nil {
		var n int64
		err := f.db.QueryRow(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s NOT INDEXED LIMIT %d)", quoteName(t.name), left)).Scan(&n)
		if n > 0 {
			d.src.Records.Seen += n
			d.src.Records.Ignored += n
			d.ignored["other_rows"] += n
			f.rows += n
		}
		return err
	}
	var raw []byte
	err := f.each(t, left, func(cells [][]byte) {
		raw = append(append(raw[:0], t.name...), 0)
		for _, c := range cells {
			raw = append(append(raw, c...), 0x1f)
		}
		r := row{cells: cells, raw: raw, off: f.rows, line: f.rows + 1}
		rec := d.beginRaw(raw, r.off, r.line, jsontape.Value{}, time.Time{})
		f.rows++
		if int64(len(raw)) > d.opt.MaxRecord {
			d.reject(rec, "too_large", "the row is larger than the limit on one record")
			return
		}
		t.reader.row(rec, &r)
	})
	if t.reader.finish != nil {
		t.reader.finish()
	}
	if err == nil && f.rows >= f.room {
		err = errRows
	}
	return err
}

var errRows = errors.New("it has more rows than the file has room for")
