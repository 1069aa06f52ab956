package ingest

import (
	"bytes"
	"context"
	"encoding/base64"
	"hash/crc32"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func zstded(t testing.TB, text string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(text), nil))
}

// idsBzipped is "55001\n55002\n55003\n" as the usual tool compresses it.
const idsBzipped = "QlpoOTFBWSZTWWtZbR4AAAfIAAAQegAgACI9I2oMAvVHCCeLuSKcKEg1rLaPAA=="

// TestStdin reads every container from standard input.
func TestStdin(t *testing.T) {
	ids := "55001\n55002\n55003\n"
	b, err := base64.StdEncoding.DecodeString(idsBzipped)
	if err != nil {
		t.Fatal(err)
	}
	bz := string(b)
	for name, text := range map[string]string{
		"plain": ids, "gzip": gzipped(t, ids), "zstd": zstded(t, ids), "bzip2": bz, "two bzip2 streams": bz + bz, "skippable zstd": "\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + zstded(t, ids),
		"zip": zipped(t, file{"ids.txt", ids}), "tar": tarred(t, file{"ids.txt", ids}), "tar.gz": gzipped(t, tarred(t, file{"ids.txt", ids})), "tar.zst": zstded(t, tarred(t, file{"ids.txt", ids})),
		"bzip2 in tar": tarred(t, file{"ids.txt.bz2", bz}), "zip in gzip": gzipped(t, zipped(t, file{"ids.txt.zst", zstded(t, ids)})),
	} {
		obs := read(t, Options{Stdin: struct{ io.Reader }{strings.NewReader(text)}}, "-")
		checkSums(t, obs)
		var seen, kept, size int64
		for _, s := range obs.Sources {
			seen, kept = seen+s.Records.Seen, kept+s.Records.Accepted
			size = max(size, s.Bytes)
			if s.Damage != "" {
				t.Errorf("%s: damage %q", name, s.Damage)
			}
		}
		want := int64(3)
		if name == "two bzip2 streams" {
			want = 6
		}
		if seen != want || kept != want || size != int64(len(text)) {
			t.Errorf("%s: %d seen, %d kept, %d bytes of %d", name, seen, kept, size, len(text))
		}
	}
}

// TestCutContainers cuts containers anywhere: what comes out is the beginning
// of the text, and the cut is told.
func TestCutContainers(t *testing.T) {
	text := users(1, 40)
	for name, packed := range map[string]string{"gzip": gzipped(t, text), "zstd": zstded(t, text)} {
		for n := 1; n < len(packed); n += 1 + len(packed)/300 {
			c := streamed(packed[:n])
			got, err := io.ReadAll(c)
			if err != nil || c.finish() != nil || c.stored.n != int64(n) {
				t.Fatalf("%s cut at %d: %v, %d bytes hashed", name, n, err, c.stored.n)
			}
			if len(c.layers) > 0 && (c.broken == nil || !strings.HasPrefix(text, string(got))) {
				t.Fatalf("%s cut at %d of %d: %v, %d bytes came out", name, n, len(packed), c.broken, len(got))
			}
		}
	}
}

// BenchmarkOpen reads compressed users alone and with a consumer that takes
// about as long as a decoder, to see that inflating hides behind it.
func BenchmarkOpen(b *testing.B) {
	text := users(1, 60_000)
	for _, packed := range []struct{ name, text string }{{"plain", text}, {"gzip", gzipText([]byte(text))}, {"zstd", zstded(b, text)}} {
		for _, work := range []struct {
			name string
			do   func([]byte)
		}{{"alone", func([]byte) {}}, {"consumed", func(p []byte) {
			for range 12 {
				crc32.ChecksumIEEE(p)
			}
		}}} {
			b.Run(packed.name+"/"+work.name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				p := make([]byte, windowSize)
				for b.Loop() {
					c := open(context.Background(), bytes.NewReader([]byte(packed.text)), func(int) {})
					for {
						n, err := c.Read(p)
						work.do(p[:n])
						if err != nil {
							break
						}
					}
					c.finish()
				}
			})
		}
	}
}
