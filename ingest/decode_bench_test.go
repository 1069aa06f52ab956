package ingest

import (
	"bytes"
	"os"
	"testing"
)

// BenchmarkDecode decodes a piece of JSON on one core, without sums. users16 puts the fields of v1.1
// users into profiles and passes over their latest tweets, which are checked all the same;
// the others do all that Scan does. ADENTRO_BENCH_JSON names a file whose beginning is
// decoded instead of what is invented; -bench then says as what.
func BenchmarkDecode(b *testing.B) {
	for _, x := range []struct {
		name, shape string
		n           int
		formats     []Format
	}{
		{"users16", "users", 4000, profilesAlone()},
		{"users", "users", 4000, Formats()},
		{"tweets", "tweets", 4000, Formats()},
		{"pages", "pages", 16_000, Formats()},
		{"ids", "ids", 500_000, Formats()},
	} {
		b.Run(x.name, func(b *testing.B) {
			piece := jsonPiece(b, x.shape, x.n)
			b.SetBytes(int64(len(piece)))
			b.ReportAllocs()
			for b.Loop() {
				d := newDecoder("x.jsonl", &Options{MaxRecord: DefaultMaxRecord}, x.formats)
				d.decodeJSON(newPiece(piece, false), state{}, true)
				if len(d.src.Rejects) > 0 || d.src.Records.Accepted == 0 {
					b.Fatal(d.src.Records, d.src.Rejects)
				}
			}
		})
	}
}

// BenchmarkFrame finds and checks values, and does nothing with them.
func BenchmarkFrame(b *testing.B) {
	piece := jsonPiece(b, "users", 4000)
	b.SetBytes(int64(len(piece)))
	for b.Loop() {
		f := newFramer(newPiece(piece, false), DefaultMaxRecord)
		for fr, ok := f.next(); ok; fr, ok = f.next() {
			if fr.reason != "" {
				b.Fatal(fr.detail)
			}
		}
	}
}

// jsonPiece returns whole lines.
func jsonPiece(b *testing.B, shape string, n int) []byte {
	b.Helper()
	path := os.Getenv("ADENTRO_BENCH_JSON")
	if path == "" {
		return bulk(b, shape, n)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	text = text[:min(len(text), pieceSize)]
	return bytes.Clone(text[:bytes.LastIndexByte(text, '\n')+1])
}
