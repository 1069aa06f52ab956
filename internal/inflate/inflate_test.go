package inflate

import (
	"bytes"
	"compress/flate"
	"io"
	"testing"

	kflate "github.com/klauspost/compress/flate"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

func deflated(t testing.TB, text []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(text)
	w.Close()
	return b.Bytes()
}

func dump(t testing.TB, shape string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gen.Bulk(&b, shape, n, 1); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestQuick(t *testing.T) {
	text := dump(t, "users", 3000)
	for level := -2; level <= 9; level++ {
		d := deflated(t, text, level)
		got, err := io.ReadAll(NewReader(bytes.NewReader(d)))
		if err != nil || !bytes.Equal(got, text) {
			i := 0
			for i < len(got) && got[i] == text[i] {
				i++
			}
			t.Fatal(level, len(d), err, len(got), len(text), i)
		}
	}
}

func BenchmarkInflate(b *testing.B) {
	for _, shape := range []string{"users", "io"} {
		n := 30000
		text := dump(b, shape, n)
		packed := deflated(b, text, 6)
		b.Logf("%s: %d to %d", shape, len(text), len(packed))
		for _, way := range []struct {
			name string
			open func(r io.Reader) io.Reader
		}{
			{"adentro", func(r io.Reader) io.Reader { return NewReader(r) }},
			{"klauspost", func(r io.Reader) io.Reader { return kflate.NewReader(r) }},
			{"standard", func(r io.Reader) io.Reader { return flate.NewReader(r) }},
		} {
			b.Run(shape+"/"+way.name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				p := make([]byte, 256<<10)
				for b.Loop() {
					z := way.open(bytes.NewReader(packed))
					for {
						if _, err := io.ReadFull(z, p); err != nil {
							break
						}
					}
				}
			})
		}
	}
}
