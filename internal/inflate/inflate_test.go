package inflate

import (
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

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

// dump is n records of the bulk inputs.
func dump(t testing.TB, shape string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gen.Bulk(&b, shape, n, 1); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// texts are of many kinds: with few and many copies, near and far, short codes and long.
func texts(t testing.TB) map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 150_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	letters := make([]byte, 150_000)
	skewed := make([]byte, 150_000) // codes of up to 15 bits
	for i := range letters {
		letters[i] = "etaoin shrdlu"[r.IntN(13)]
		for skewed[i] = 'a'; r.IntN(2) == 0 && skewed[i] < 'a'+40; skewed[i]++ {
		}
	}
	far := bytes.Repeat(noise[:windowSize], 4) // copies from 32,768 bytes back
	near := []byte{}
	for n := 1; n < 40; n++ { // every small distance
		near = append(near, bytes.Repeat(noise[100*n:100*n+n], 1+600/n)...)
	}
	out := map[string][]byte{
		"nothing": nil, "one byte": {'x'}, "two bytes": []byte("xy"), "zeros": make([]byte, 300_000), "noise": noise, "letters": letters, "skewed": skewed,
		"far": far, "near": near, "users": dump(t, "users", 200), "io": dump(t, "io", 500), "follows": dump(t, "follows", 5000),
	}
	for _, n := range []int{257, 258, 259, 4096, 65535, 65536} {
		out[fmt.Sprint("noise of ", n)] = noise[:n]
		out[fmt.Sprint("zeros of ", n)] = make([]byte, n)
	}
	return out
}

// TestLevels: what compress/flate packs at any level is what comes out, however it is read.
func TestLevels(t *testing.T) {
	for name, text := range texts(t) {
		for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
			packed := deflated(t, text, level)
			got, err := io.ReadAll(NewReader(bytes.NewReader(packed)))
			if err != nil || !bytes.Equal(got, text) {
				t.Fatalf("%s, level %d: %d bytes of %d, %v", name, level, len(got), len(text), err)
			}
		}
		packed := deflated(t, text, 6)
		for size := 1; size < 2*len(text); size = 3*size + 1 {
			z := NewReader(bytes.NewReader(packed))
			got, err := inPieces(z, size)
			if err != io.EOF || !bytes.Equal(got, text) || z.Offset() != int64(len(packed)) {
				t.Fatalf("%s by %d: %d bytes of %d, %v, offset %d of %d", name, size, len(got), len(text), err, z.Offset(), len(packed))
			}
		}
		for _, source := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
			if got, err := io.ReadAll(NewReader(source(bytes.NewReader(packed)))); err != nil || !bytes.Equal(got, text) {
				t.Fatalf("%s: %d bytes of %d, %v", name, len(got), len(text), err)
			}
		}
	}
}

// inPieces reads size bytes at once, to the error.
func inPieces(r io.Reader, size int) (all []byte, err error) {
	p := make([]byte, size)
	for err == nil {
		var n int
		n, err = r.Read(p)
		all = append(all, p[:n]...)
	}
	return all, err
}

// TestLarge: 100 MB, whose sums agree.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB")
	}
	from, to := io.Pipe()
	want, got := sha256.New(), sha256.New()
	go func() {
		w, err := flate.NewWriter(to, 1)
		text := dump(t, "users", 9000)
		for n := 0; n < 100_000_000 && err == nil; n += len(text) {
			want.Write(text)
			_, err = w.Write(text)
		}
		w.Close()
		to.CloseWithError(err)
	}()
	n, err := io.CopyBuffer(struct{ io.Writer }{got}, struct{ io.Reader }{NewReader(from)}, make([]byte, 100_000))
	if err != nil || n < 100_000_000 || !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
		t.Errorf("%d bytes, %v, or the sums differ", n, err)
	}
}

// TestRest: a bufio.Reader stands right behind the stream, whatever follows.
func TestRest(t *testing.T) {
	text := dump(t, "users", 20)
	for n := 0; n < 40; n++ {
		for _, level := range []int{0, 1, 6, flate.HuffmanOnly} {
			packed := deflated(t, text[:len(text)-n], level)
			for _, size := range []int{16, 100, 1 << 20} {
				rest := strings.Repeat("rest", n)
				b := bufio.NewReaderSize(strings.NewReader(string(packed)+rest), size)
				z := NewReader(b)
				if _, err := io.ReadAll(z); err != nil {
					t.Fatal(err)
				}
				if got, _ := io.ReadAll(b); string(got) != rest || z.Offset() != int64(len(packed)) {
					t.Fatalf("%d bytes are left of %d, offset %d of %d", len(got), len(rest), z.Offset(), len(packed))
				}
			}
		}
	}
}

// TestReset: nothing of one stream gets into the next.
func TestReset(t *testing.T) {
	z := NewReader(strings.NewReader("\x07 no block"))
	for _, packed := range []string{"\xff", string(deflated(t, []byte("abcabcabc"), 6)), "\x03\x02", "\x4b"} {
		z.Reset(strings.NewReader(packed))
		got, err := io.ReadAll(z)
		want, wantErr := io.ReadAll(NewReader(strings.NewReader(packed)))
		if !bytes.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%q: %q, %v; want %q, %v", packed, got, err, want, wantErr)
		}
	}
}

// TestSourceFails: the source's error is handed on, behind the text before it.
func TestSourceFails(t *testing.T) {
	text := dump(t, "users", 20)
	packed := deflated(t, text, 6)
	broken := errors.New("the disk is broken")
	for n := range len(packed) {
		got, err := io.ReadAll(NewReader(io.MultiReader(bytes.NewReader(packed[:n]), iotest.ErrReader(broken))))
		if err != broken || !bytes.HasPrefix(text, got) {
			t.Fatalf("cut at %d: %d bytes, %v", n, len(got), err)
		}
	}
}

// BenchmarkInflate reads dumps as zlib packs them by default.
func BenchmarkInflate(b *testing.B) {
	for shape, records := range map[string]int{"users": 30_000, "io": 30_000, "follows": 500_000} {
		text := dump(b, shape, records)
		packed := deflated(b, text, 6)
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
					for err := error(nil); err == nil; {
						_, err = io.ReadFull(z, p)
					}
				}
				b.ReportMetric(float64(len(text))/float64(len(packed)), "ratio")
			})
		}
	}
}
