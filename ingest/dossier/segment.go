package dossier

import (
	"bytes"
	"context"
	"fmt"
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
