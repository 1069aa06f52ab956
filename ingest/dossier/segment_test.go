package dossier

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/ingest"
)

// TestWriterAgain: a segment has the same bytes whatever its writer wrote before.
func TestWriterAgain(t *testing.T) {
	batch := func(chunks []*ingest.Chunk) (b []kept) {
		for i, c := range chunks {
			b = append(b, kept{int64(i + 1), int64(100 * i), c})
		}
		return b
	}
	var batches [][]kept
	for seed := range uint64(6) {
		batches = append(batches, batch(fromSeed(seed).world(1+int(seed)*3, 1).chunks))
	}
	batches = slices.Insert(batches, 1, batch(profileChunks(9000)), batch(idChunks(200_000))) // pages of Parquet, many of them
	for _, table := range tables() {
		write := func(w *writer, b []kept) []byte {
			rows := int64(0)
			for _, k := range b {
				rows += int64(table.rows(k.c))
			}
			if rows == 0 {
				return nil
			}
			if err := w.encode(context.Background(), table, b, rows); err != nil {
				t.Fatal(err)
			}
			if err := verifyRows(w.out.Bytes(), rows); err != nil {
				t.Errorf("%s: %v", table.name, err)
			}
			return bytes.Clone(w.out.Bytes())
		}
		again := table.newWriter()
		if len(again.encoders) != len(table.columns) {
			t.Errorf("%s: %d columns are written of %d", table.name, len(table.columns), len(again.encoders))
		}
		written := 0
		for i, b := range batches {
			again.reset()
			got := write(again, b)
			if !bytes.Equal(got, write(table.newWriter(), b)) {
				t.Errorf("%s: batch %d is written otherwise than by a new writer", table.name, i)
			}
			if got != nil {
				written++
			}
		}
		if written < 3 {
			t.Errorf("%s: only %d batches had rows", table.name, written)
		}
	}
}
