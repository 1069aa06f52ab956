package dossier

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"
	"unsafe"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro"
)

// A column is one column of a segment in memory. Of texts, ints and flags one
// is filled, an entry a row, or an entry an element where rows are lists.
type column struct {
	texts  []string
	ints   []int64
	flags  []bool
	nulls  []bool  // nil where nothing is NULL
	void   int     // so many entries, all NULL, are all there is; the slices are empty
	starts []int32 // of each row's elements, and their end; nil where rows are no lists
}

func (c *column) null(i int) bool { return c.void > 0 || c.nulls != nil && c.nulls[i] }

// text and int return an entry, "" and 0 for NULL.
func (c *column) text(i int) string {
	if c.void > 0 {
		return ""
	}
	return c.texts[i]
}

func (c *column) int(i int) int64 {
	if c.void > 0 {
		return 0
	}
	return c.ints[i]
}

// ids returns n entries from row first, 0 for NULL. They may be the column's own.
func (c *column) ids(first, n int) []uint64 {
	if c.void > 0 {
		return make([]uint64, n)
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(c.ints[first:first+n]))), n)
}

// span returns the elements of row i.
func (c *column) span(i int) (from, to int) { return int(c.starts[i]), int(c.starts[i+1]) }

// readKey joins the two columns of a key, readTime those of a time.
func readKey(id, name *column, i int) adentro.Key {
	return adentro.Key{ID: uint64(id.int(i)), Name: name.text(i)}
}

func readTime(micros, nanos *column, i int) time.Time {
	if micros.null(i) {
		return time.Time{}
	}
	return time.UnixMicro(micros.int(i)).Add(time.Duration(nanos.int(i))).UTC()
}

// decode reads a segment. Its bytes are those that were written, as their checksum says; that
// they are a segment of this table all the same is checked, and a panic of
// parquet-go is an error. The first skip columns are left nil.
func decode(t *table, data []byte, rows int64, skip int) (columns []*column, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: table %s: %v", ErrDamaged, t.name, r)
		}
	}()
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("%w: table %s: %w", ErrDamaged, t.name, err)
	}
	paths := t.schema().Columns()
	at, ok := t.places(f.Schema().Columns())
	if f.NumRows() != rows || !ok {
		return nil, fmt.Errorf("%w: table %s: %d rows of %v, not %d of %v", ErrDamaged, t.name, f.NumRows(), f.Schema().Columns(), rows, paths)
	}
	columns = make([]*column, len(paths))
	for i := skip; i < len(columns); i++ {
		leaf, _ := t.schema().Lookup(paths[i]...)
		columns[i] = &column{}
		if at[i] < 0 {
			columns[i].void = int(rows)
			continue
		}
		for _, g := range f.RowGroups() {
			if err := columns[i].read(g.ColumnChunks()[at[i]], leaf, int(rows)); err != nil {
				return nil, fmt.Errorf("%w: column %v of %s: %w", ErrDamaged, paths[i], t.name, err)
			}
		}
		if err := columns[i].finish(leaf, int(rows)); err != nil {
			return nil, fmt.Errorf("%w: column %v of %s: %w", ErrDamaged, paths[i], t.name, err)
		}
	}
	return columns, nil
}

// places returns where in a segment with the columns got each column of the table lies, -1 where the
// segment is older than the column; false if these are not the columns of the table.
func (t *table) places(got [][]string) (at []int, ok bool) {
	n := 0
	for _, path := range t.schema().Columns() {
		switch {
		case n < len(got) && slices.Equal(path, got[n]):
			at = append(at, n)
			n++
		case slices.Contains(t.later, path[0]):
			at = append(at, -1)
		default:
			return nil, false
		}
	}
	return at, n == len(got)
}

func (c *column) read(chunk parquet.ColumnChunk, leaf parquet.LeafColumn, rows int) error {
	pages := chunk.Pages()
	defer pages.Close()
	for {
		p, err := pages.ReadPage()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		c.page(p, leaf, rows)
		parquet.Release(p)
	}
}

// page appends the entries of a page to a column of about so many rows.
func (c *column) page(p parquet.Page, leaf parquet.LeafColumn, rows int) {
	data, defs, reps := p.Data(), p.DefinitionLevels(), p.RepetitionLevels()
	kind := leaf.Node.Type().Kind()
	if reps == nil && p.NumNulls() == p.NumValues() && c.len() == c.void {
		c.void += int(p.NumValues())
		return
	}
	c.fill(kind, rows)
	var add func(j int) // appends value j of those that are there
	switch kind {
	case parquet.ByteArray:
		if d := p.Dictionary(); d != nil {
			words, at := d.Page().Data(), data.Int32()
			texts := split(words.ByteArray())
			add = func(j int) { c.texts = append(c.texts, texts[at[j]]) }
			break
		}
		texts := split(data.ByteArray())
		if reps == nil && p.NumNulls() == 0 {
			c.texts = append(c.texts, texts...)
			c.present(len(texts))
			return
		}
		add = func(j int) { c.texts = append(c.texts, texts[j]) }
	case parquet.Int64:
		ints := data.Int64()
		if reps == nil && p.NumNulls() == 0 {
			c.ints = append(c.ints, ints...)
			c.present(len(ints))
			return
		}
		add = func(j int) { c.ints = append(c.ints, ints[j]) }
	case parquet.Int32:
		ints := data.Int32()
		add = func(j int) { c.ints = append(c.ints, int64(ints[j])) }
	case parquet.Boolean:
		bits := data.Boolean()
		add = func(j int) { c.flags = append(c.flags, bits[j/8]>>(j%8)&1 == 1) }
	}
	if defs == nil {
		for j := range int(p.NumValues()) {
			add(j)
		}
		return
	}
	top, j := byte(leaf.MaxDefinitionLevel), 0
	for i, def := range defs {
		if reps != nil && reps[i] == 0 {
			c.starts = append(c.starts, int32(c.len()))
		}
		switch {
		case def == top:
			c.present(1)
			add(j)
			j++
		case reps == nil || def == top-1 && top == 2:
			c.absent(kind)
		}
	}
}

func (c *column) len() int { return max(c.void, len(c.texts), len(c.ints), len(c.flags)) }

// fill makes room for the rows, and entries of what was void before.
func (c *column) fill(kind parquet.Kind, rows int) {
	if c.len() > c.void {
		return
	}
	switch kind {
	case parquet.ByteArray:
		c.texts = make([]string, c.void, max(rows, c.void))
	case parquet.Boolean:
		c.flags = make([]bool, c.void, max(rows, c.void))
	default:
		c.ints = make([]int64, c.void, max(rows, c.void))
	}
	for range c.void {
		c.nulls = append(c.nulls, true)
	}
	c.void = 0
}

// present notes that the next entries are not NULL.
func (c *column) present(n int) {
	if c.nulls != nil {
		c.nulls = append(c.nulls, make([]bool, n)...)
	}
}

// absent appends an entry that is NULL.
func (c *column) absent(kind parquet.Kind) {
	if c.nulls == nil {
		c.nulls = make([]bool, c.len(), max(cap(c.texts), cap(c.ints), cap(c.flags), 1))
	}
	c.nulls = append(c.nulls, true)
	switch kind {
	case parquet.ByteArray:
		c.texts = append(c.texts, "")
	case parquet.Boolean:
		c.flags = append(c.flags, false)
	default:
		c.ints = append(c.ints, 0)
	}
}

// finish checks that there are as many entries as rows.
func (c *column) finish(leaf parquet.LeafColumn, rows int) error {
	n := c.len()
	if leaf.MaxRepetitionLevel > 0 {
		n = len(c.starts)
		c.starts = append(c.starts, int32(c.len()))
	}
	if n != rows {
		return fmt.Errorf("%d rows for %d", n, rows)
	}
	return nil
}

// split cuts one copy of all bytes into texts.
func split(data []byte, offsets []uint32) []string {
	if len(offsets) == 0 {
		return nil
	}
	all := string(data)
	texts := make([]string, len(offsets)-1)
	for i := range texts {
		texts[i] = all[offsets[i]:offsets[i+1]]
	}
	return texts
}
