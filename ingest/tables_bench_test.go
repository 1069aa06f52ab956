package ingest

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// bulk returns records of a large invented file.
func bulk(b *testing.B, shape string, n int) []byte {
	b.Helper()
	var text bytes.Buffer
	if err := gen.Bulk(&text, shape, n, 1); err != nil {
		b.Fatal(err)
	}
	return hashes.ReplaceAll(text.Bytes(), []byte("$1="))
}

// hashes gives the hashes of a release the padding that base64 ends in.
var hashes = regexp.MustCompile(`\b([0-9a-f]{43})[0-9a-f]\b`)

// tables are the shapes that the benchmarks of tables read.
var tables = []struct {
	shape string
	n     int
}{{"io", 20_000}, {"follows", 600_000}}

// BenchmarkTables decodes tables as Scan does, on one core. The sums of
// the file and of its chunks, some 1.2 GB/s together, are in it.
func BenchmarkTables(b *testing.B) {
	for _, x := range tables {
		b.Run(x.shape, func(b *testing.B) {
			text := bulk(b, x.shape, x.n)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if err := Scan(context.Background(), []string{"-"}, Options{Workers: 1, Stdin: bytes.NewReader(text)}, &nowhere{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(x.n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// BenchmarkDecodeTable decodes one piece, without sums.
func BenchmarkDecodeTable(b *testing.B) {
	for _, x := range tables {
		b.Run(x.shape, func(b *testing.B) {
			text := bulk(b, x.shape, x.n)
			text = text[:min(len(text), pieceSize)]
			text = text[:cutRow(text)]
			t := newTable(newPiece(text, false))
			formats := Formats()
			var rows int64
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				d := newDecoder("x.csv", &Options{MaxRecord: DefaultMaxRecord}, formats)
				d.size = int64(len(text))
				d.decodeTable(t, newPiece(text, false), true)
				if rows = d.src.Records.Seen; d.src.Records.Rejected != 0 {
					b.Fatal(d.src.Rejects[0])
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// BenchmarkRows cuts rows into cells and does nothing else, beside encoding/csv.
func BenchmarkRows(b *testing.B) {
	for _, x := range tables {
		text := bulk(b, x.shape, x.n)
		b.Run(x.shape+"/adentro", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s := newRowScanner(newPiece(text, false), ',', DefaultMaxRecord)
				n := 0
				for r, ok := s.next(); ok; r, ok = s.next() {
					s.want = len(r.cells)
					n++
				}
				if n != x.n+1 {
					b.Fatal(n)
				}
			}
		})
		b.Run(x.shape+"/encoding-csv", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(text))
				r.ReuseRecord = true
				for {
					if _, err := r.Read(); errors.Is(err, io.EOF) {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// nowhere is the sink that keeps nothing.
type nowhere struct{}

func (nowhere) Known(ChunkKey) (Facts, bool) { return Facts{}, false }
func (nowhere) Put(*Chunk) error             { return nil }
func (nowhere) Seal(*Sealed) error           { return nil }
