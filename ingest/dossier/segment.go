package dossier

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"
	"unsafe"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A segment is written and read by column, in parallel: the reflection of
// parquet-go's rows took four times as long to read.

// An encoder takes the values of one column, row by row.
type encoder struct {
	w      *parquet.ColumnWriter
	col    int
	top    int // definition level of a value that is there
	rep    int // repetition level of the next value
	nulled parquet.Value
	values []parquet.Value
	rows   int64
	err    error
}

// add takes a value whose levels are set.
func (e *encoder) add(v parquet.Value) {
	if e.rep == 0 {
		if len(e.values) == cap(e.values) { // rows must be written whole
			e.flush()
		}
		e.rows++
	}
	e.values = append(e.values, v)
}

// emit takes a value that is there. A column whose rows all have one has no levels, and is
// spared them: they are half the cost of writing members.
func (e *encoder) emit(v parquet.Value) {
	if e.top > 0 {
		v = v.Level(e.rep, e.top, e.col)
	}
	e.add(v)
}

func (e *encoder) flush() {
	if e.err == nil && len(e.values) > 0 {
		_, e.err = e.w.WriteRowValues(e.values)
	}
	e.values = e.values[:0]
}

func (e *encoder) int(n int64) { e.emit(parquet.Int64Value(n)) }
func (e *encoder) small(n int) { e.emit(parquet.Int32Value(int32(n))) }
func (e *encoder) flag(b bool) { e.emit(parquet.BooleanValue(b)) }

func (e *encoder) null() {
	if e.rep > 0 {
		e.add(parquet.Value{}.Level(e.rep, e.top-1, e.col))
	} else {
		e.add(e.nulled)
	}
}

// text does not copy s: parquet-go copies the bytes into its page before emit's
// values are used again.
func (e *encoder) text(s string) {
	e.emit(parquet.ByteArrayValue(unsafe.Slice(unsafe.StringData(s), len(s))))
}

// some writes a text that is NULL where it is empty.
func (e *encoder) some(s string) {
	if s == "" {
		e.null()
	} else {
		e.text(s)
	}
}

// id and name write the two columns of a key; one of them is NULL.
func (e *encoder) id(k adentro.Key) {
	if k.ID == 0 {
		e.null()
	} else {
		e.int(int64(k.ID))
	}
}

func (e *encoder) name(k adentro.Key) { e.some(k.Name) }

// micros and nanos write the two columns of a time: microseconds, which every reader
// takes, and what few dumps have below them.
func (e *encoder) micros(t time.Time) {
	if t.IsZero() {
		e.null()
	} else {
		e.int(t.UnixMicro())
	}
}

func (e *encoder) nanos(t time.Time) {
	if n := t.Nanosecond() % 1000; n == 0 || t.IsZero() {
		e.null()
	} else {
		e.small(n)
	}
}

// list writes a row of n elements; each writes its own.
func (e *encoder) list(n int, each func(i int)) {
	if n == 0 {
		e.add(parquet.Value{}.Level(0, 0, e.col))
		return
	}
	for i := range n {
		e.rep = min(i, 1)
		each(i)
	}
	e.rep = 0
}

// encode makes a segment of table t that holds the rows of a batch.
func encode(ctx context.Context, t *table, batch []kept, rows int64) ([]byte, error) {
	var out bytes.Buffer
	w := parquet.NewGenericWriter[any](&out, t.schema(),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.CreatedBy("adentro", "", ""),
		parquet.DataPageStatistics(false))
	columns, paths := w.ColumnWriters(), t.schema().Columns()
	if len(columns) != len(t.columns) {
		return nil, fmt.Errorf("table %s has %d columns for %d", t.name, len(t.columns), len(columns))
	}
	err := par.For(ctx, 0, len(columns), func(i int) error {
		leaf, _ := t.schema().Lookup(paths[i]...)
		e := &encoder{w: columns[i], col: i, top: leaf.MaxDefinitionLevel, values: make([]parquet.Value, 0, 1024)}
		e.nulled = e.nulled.Level(0, max(0, e.top-1), i)
		t.columns[i](e, batch)
		e.flush()
		if e.err == nil && e.rows != rows {
			e.err = fmt.Errorf("%d rows for %d", e.rows, rows)
		}
		if e.err != nil {
			return fmt.Errorf("column %v of %s: %w", paths[i], t.name, e.err)
		}
		return columns[i].Flush()
	})
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("table %s: %w", t.name, err)
	}
	return out.Bytes(), nil
}

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
// parquet-go is an error.
func decode(t *table, data []byte, rows int64) (columns []*column, err error) {
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
	if got := f.Schema().Columns(); f.NumRows() != rows || fmt.Sprint(got) != fmt.Sprint(paths) {
		return nil, fmt.Errorf("%w: table %s: %d rows of %v, not %d of %v", ErrDamaged, t.name, f.NumRows(), got, rows, paths)
	}
	columns = make([]*column, len(paths))
	for i := range columns {
		leaf, _ := t.schema().Lookup(paths[i]...)
		columns[i] = &column{}
		for _, g := range f.RowGroups() {
			if err := columns[i].read(g.ColumnChunks()[i], leaf, int(rows)); err != nil {
				return nil, fmt.Errorf("%w: column %v of %s: %w", ErrDamaged, paths[i], t.name, err)
			}
		}
		if err := columns[i].finish(leaf, int(rows)); err != nil {
			return nil, fmt.Errorf("%w: column %v of %s: %w", ErrDamaged, paths[i], t.name, err)
		}
	}
	return columns, nil
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
