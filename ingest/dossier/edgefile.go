package dossier

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro/ingest"
)

// An edgeFile is an edge list in a Parquet file, which need be none of a dossier.
type edgeFile struct {
	file    *os.File
	parquet *parquet.File
	columns []int // of the ends and the weight, or of the ends alone
	words   bool
}

// IsParquet reports whether a file begins as Parquet does.
func IsParquet(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	_, err = io.ReadFull(f, magic[:])
	return err == nil && string(magic[:]) == "PAR1"
}

// OpenEdges opens a Parquet file with a row an edge. The ends are the columns that their names
// tell, else the first two: both of whole numbers or both of text; the weight is the column of that
// name, else the third. An error wraps ingest.ErrNoInput. Row groups are read side by side, one page of each
// column in memory.
func OpenEdges(path string, weighted bool) (s ingest.EdgeSource, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ingest.ErrNoInput, err)
	}
	e := &edgeFile{file: f}
	defer func() {
		if err != nil {
			f.Close()
			err = fmt.Errorf("%w: %q: %w", ingest.ErrNoInput, path, err)
		}
	}()
	defer recovered(&err)
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if e.parquet, err = parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true)); err != nil {
		return nil, err
	}
	return e, e.choose(weighted)
}

// recovered makes an error of a panic of parquet-go, which bad files can raise.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("not readable as Parquet: %v", r)
	}
}

// choose finds the columns.
func (e *edgeFile) choose(weighted bool) error {
	var names []string
	for _, c := range e.parquet.Schema().Columns() {
		names = append(names, c[len(c)-1])
	}
	if len(names) < 2 || weighted && len(names) < 3 {
		return fmt.Errorf("it has %d columns: an edge needs two ends, and a weight if it is asked for", len(names))
	}
	left, right, weight := ingest.EdgeColumns(names)
	e.columns = []int{left, right}
	if weighted {
		if weight < 0 {
			weight = 2
		}
		e.columns = append(e.columns, weight)
	}
	var kinds []parquet.Kind
	for _, i := range e.columns {
		leaf, _ := e.parquet.Schema().Lookup(e.parquet.Schema().Columns()[i]...)
		if leaf.MaxRepetitionLevel > 0 {
			return fmt.Errorf("column %s holds lists", names[i])
		}
		kinds = append(kinds, leaf.Node.Type().Kind())
	}
	whole := func(k parquet.Kind) bool { return k == parquet.Int64 || k == parquet.Int32 }
	switch e.words = kinds[0] == parquet.ByteArray; {
	case !(whole(kinds[0]) && whole(kinds[1])) && !(e.words && kinds[1] == parquet.ByteArray):
		return fmt.Errorf("columns %s and %s are neither whole numbers both nor texts", names[left], names[right])
	case weighted && !whole(kinds[2]) && kinds[2] != parquet.Double && kinds[2] != parquet.Float:
		return fmt.Errorf("column %s holds no numbers", names[e.columns[2]])
	}
	return nil
}

func (e *edgeFile) Words() bool  { return e.words }
func (e *edgeFile) Close() error { return e.file.Close() }

func (e *edgeFile) Pieces() (rows []int64) {
	for _, g := range e.parquet.RowGroups() {
		rows = append(rows, g.NumRows())
	}
	return rows
}

// Scan reads a row group.
func (e *edgeFile) Scan(piece int, row func(ingest.EdgeRow) error) (err error) {
	defer recovered(&err)
	g := e.parquet.RowGroups()[piece]
	cursors := make([]*cursor, len(e.columns))
	for i, c := range e.columns {
		cursors[i] = &cursor{pages: g.ColumnChunks()[c].Pages()}
		defer cursors[i].close()
	}
	for range g.NumRows() {
		r := ingest.EdgeRow{Weight: 1}
		for i, c := range cursors {
			v, err := c.next()
			if err != nil {
				return fmt.Errorf("%w: %w", ingest.ErrNoInput, err)
			}
			e.set(&r, i, v)
		}
		if err := row(r); err != nil {
			return err
		}
	}
	return nil
}

// set puts the value of column i into a row.
func (e *edgeFile) set(r *ingest.EdgeRow, i int, v parquet.Value) {
	switch {
	case v.IsNull():
		r.Missing = true
	case i == 2:
		r.Weight = number(v)
		r.Missing = r.Missing || !(r.Weight >= 0 && r.Weight <= math.MaxFloat64)
	case e.words && i == 0:
		r.LeftWord = v.ByteArray()
	case e.words:
		r.RightWord = v.ByteArray()
	default:
		id := whole(v)
		r.Missing = r.Missing || id < 0
		if i == 0 {
			r.Left = uint64(id)
		} else {
			r.Right = uint64(id)
		}
	}
}

func whole(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

func number(v parquet.Value) float64 {
	switch v.Kind() {
	case parquet.Double:
		return v.Double()
	case parquet.Float:
		return float64(v.Float())
	}
	return float64(whole(v))
}

// A cursor gives the values of a column chunk one by one.
type cursor struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buffer [256]parquet.Value
	n, i   int
}

// next returns a value, which stands until the next call.
func (c *cursor) next() (parquet.Value, error) {
	for c.i == c.n {
		if c.values == nil {
			p, err := c.pages.ReadPage()
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return parquet.Value{}, err
			}
			if c.page != nil {
				parquet.Release(c.page)
			}
			c.page, c.values = p, p.Values()
		}
		n, err := c.values.ReadValues(c.buffer[:])
		if c.n, c.i = n, 0; errors.Is(err, io.EOF) {
			c.values = nil
		} else if err != nil {
			return parquet.Value{}, err
		}
	}
	c.i++
	return c.buffer[c.i-1], nil
}

func (c *cursor) close() {
	if c.page != nil {
		parquet.Release(c.page)
	}
	c.pages.Close()
}
