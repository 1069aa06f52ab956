package dossier

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"
	"unsafe"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/snappy"

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

// next makes place for the next value, which is to be written there.
func (e *encoder) next() *parquet.Value {
	if e.rep == 0 {
		if len(e.values) == cap(e.values) { // rows must be written whole
			e.flush()
		}
		e.rows++
	}
	if len(e.values) == cap(e.values) {
		e.values = slices.Grow(e.values, 1)
	}
	e.values = e.values[:len(e.values)+1]
	return &e.values[len(e.values)-1]
}

// emit takes a value that is there. Its levels are set in place, which the compiler inlines, and
// not at all in a column whose rows all have one value.
func (e *encoder) emit(v parquet.Value) {
	to := e.next()
	*to = v
	if e.top > 0 {
		to.SetDefinitionLevel(e.top)
		to.SetRepetitionLevel(e.rep)
	}
}

// room makes place for n rows of one value each, or for as many of them as there is.
func (e *encoder) room(n int) []parquet.Value {
	if len(e.values) == cap(e.values) {
		e.flush()
	}
	at := len(e.values)
	n = min(n, cap(e.values)-at)
	e.values = e.values[:at+n]
	e.rows += int64(n)
	return e.values[at:]
}

// repeat takes n rows of the same value; its levels are set.
func (e *encoder) repeat(v parquet.Value, n int) {
	for n > 0 {
		room := e.room(n)
		for i := range room {
			room[i] = v
		}
		n -= len(room)
	}
}

// ids takes a row an id, NULL for 0.
func (e *encoder) ids(ids []uint64) {
	for len(ids) > 0 {
		room := e.room(len(ids))
		for i, id := range ids[:len(room)] {
			if id == 0 {
				room[i] = e.nulled
			} else {
				room[i] = parquet.Int64Value(int64(id))
				room[i].SetDefinitionLevel(e.top)
			}
		}
		ids = ids[len(room):]
	}
}

// places takes a row an offset, from base. Its column has no NULL.
func (e *encoder) places(offsets []uint32, base int64) {
	for len(offsets) > 0 {
		room := e.room(len(offsets))
		for i, o := range offsets[:len(room)] {
			room[i] = parquet.Int64Value(base + int64(o))
		}
		offsets = offsets[len(room):]
	}
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
		*e.next() = parquet.Value{}.Level(e.rep, e.top-1, e.col)
	} else {
		*e.next() = e.nulled
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
		*e.next() = parquet.Value{}.Level(0, 0, e.col)
		return
	}
	for i := range n {
		e.rep = min(i, 1)
		each(i)
	}
	e.rep = 0
}

// A writer makes segments of one table, one after another in the same memory.
type writer struct {
	out      bytes.Buffer
	file     *parquet.GenericWriter[any]
	encoders []encoder // a column each
}

// writer returns one that nobody uses. Putting it into t.writers ends its use, and that of what it has written.
func (t *table) writer() *writer {
	if w, ok := t.writers.Get().(*writer); ok {
		w.reset()
		return w
	}
	return t.newWriter()
}

func (t *table) newWriter() *writer {
	w := &writer{}
	w.file = parquet.NewGenericWriter[any](&w.out, t.schema(),
		parquet.Compression(&snappy.Codec{}), // zstd makes dossiers 7 to 10 % smaller, and an ingest 4 % slower, more on a busy machine
		parquet.CreatedBy("adentro", "", ""),
		parquet.WriteBufferSize(0), // out is a buffer
		parquet.DataPageStatistics(false))
	paths := t.schema().Columns()
	for i, column := range w.file.ColumnWriters() {
		leaf, _ := t.schema().Lookup(paths[i]...)
		e := encoder{w: column, col: i, top: leaf.MaxDefinitionLevel, values: make([]parquet.Value, 0, 1024)}
		e.nulled = e.nulled.Level(0, max(0, e.top-1), i)
		w.encoders = append(w.encoders, e)
	}
	return w
}

// reset makes ready for the next segment.
func (w *writer) reset() {
	// Reset wipes what it forgets, also the paths of the columns, which the next file would share
	// (github.com/parquet-go/parquet-go/issues/602): so that it gets others to wipe.
	for _, g := range w.file.File().Metadata().RowGroups {
		for i := range g.Columns {
			m := &g.Columns[i].MetaData
			m.PathInSchema = slices.Clone(m.PathInSchema)
		}
	}
	w.out.Reset()
	w.file.Reset(&w.out)
	for i := range w.encoders {
		w.encoders[i].rows = 0
	}
}

// encode makes a segment of table t that holds the rows of a batch.
func (w *writer) encode(ctx context.Context, t *table, batch []kept, rows int64) error {
	err := par.For(ctx, 0, len(w.encoders), func(i int) error {
		e := &w.encoders[i]
		t.columns[i](e, batch)
		e.flush()
		clear(e.values[:cap(e.values)]) // they hold texts, and the writer may wait for long
		if e.err == nil && e.rows != rows {
			e.err = fmt.Errorf("%d rows for %d", e.rows, rows)
		}
		if e.err == nil {
			e.err = e.w.Flush()
		}
		if e.err != nil {
			return fmt.Errorf("column %v of %s: %w", t.schema().Columns()[i], t.name, e.err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.out.Grow(int(w.file.Size()) + 64<<10) // and the footer
	if err := w.file.Close(); err != nil {
		return fmt.Errorf("table %s: %w", t.name, err)
	}
	return nil
}
