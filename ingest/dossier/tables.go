package dossier

import (
	"sync"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A kept chunk is one that was put, with its number in the dossier.
type kept struct {
	number int64
	page   int64 // number of its first page
	c      *ingest.Chunk
}

// A part is where a chunk's rows lie in the segment being read.
type part struct {
	kept
	first, rows int
	sizes       []int64 // members of each page
}

// A table is one kind of segment: a folder of Parquet files with the same columns.
type table struct {
	name    string
	schema  func() *parquet.Schema
	rows    func(c *ingest.Chunk) int
	columns []func(e *encoder, batch []kept)       // in order of the schema's leaves
	numbers int                                    // so many columns come first that repeat what the catalogue says
	later   []string                               // columns that segments of earlier formats lack; what they say is unknown there
	restore func(columns []*column, parts []*part) // does without these, which are nil

	writers sync.Pool // *writer: those that are not in use
}

// tables returns the tables in the order in which they are read: pages before their members.
var tables = sync.OnceValue(func() []*table {
	return []*table{accounts(), tweets(), pages(), members(), records(), rejects()}
})

// schemaOf returns the schema that the tags of T spell.
func schemaOf[T any](name string) func() *parquet.Schema {
	s := parquet.NewSchema(name, parquet.SchemaOf(*new(T)))
	return func() *parquet.Schema { return s }
}

// each makes a column of one entry an item.
func each[T any](items func(c *ingest.Chunk) []T, put func(e *encoder, k kept, x *T)) func(*encoder, []kept) {
	return func(e *encoder, batch []kept) {
		for _, k := range batch {
			xs := items(k.c)
			for i := range xs {
				put(e, k, &xs[i])
			}
		}
	}
}

// words translate an enumeration to the words that segments hold and back.
type words[T ~uint8] struct {
	word  []string
	value map[string]T
}

// wordsOf takes the words of the values from 0 to last.
func wordsOf[T interface {
	~uint8
	String() string
}](last T) words[T] {
	w := words[T]{value: map[string]T{}}
	for v := T(0); v <= last; v++ {
		w.word = append(w.word, v.String())
		w.value[v.String()] = v
	}
	return w
}

// has reports whether v has a word.
func (w words[T]) has(v T) bool { return int(v) < len(w.word) }
