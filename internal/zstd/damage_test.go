package zstd

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// peer reads all with klauspost/compress; tests here are not parallel.
func peer(packed []byte) ([]byte, error) {
	if err := theirs.Reset(bytes.NewReader(packed)); err != nil {
		return nil, err
	}
	return io.ReadAll(theirs)
}

var theirs, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(window), zstd.WithDecodeBuffersBelow(0))

// compare holds a Reader against klauspost/compress: what that reads is read, as the same text; else an error says where, and
// the text before it is the same. Ways do not differ in anything.
func compare(t *testing.T, packed []byte) {
	t.Helper()
	want, wantErr := peer(packed)
	var first []byte
	var firstErr error
	for i, w := range ways() {
		fastest = w
		got, err := io.ReadAll(NewReader(bytes.NewReader(packed), window))
		shown := packed[:min(len(packed), 1000)]
		n := min(len(got), len(want))
		if wantErr == nil && (err != nil || len(got) != len(want)) || !bytes.Equal(got[:n], want[:n]) {
			t.Fatalf("%s, %x: %d bytes, %v; klauspost/compress gives %d, %v", w.name, shown, len(got), err, len(want), wantErr)
		}
		var damage *Error
		if err != nil && (!errors.As(err, &damage) || damage.Offset > int64(len(packed))) {
			t.Fatalf("%s, %x: %v", w.name, shown, err)
		}
		if i == 0 {
			first, firstErr = got, err
		} else if !bytes.Equal(got, first) || (err == nil) != (firstErr == nil) || err != nil && err.Error() != firstErr.Error() {
			t.Fatalf("%s, %x: %d bytes, %v; %s gives %d, %v", w.name, shown, len(got), err, ways()[0].name, len(first), firstErr)
		}
	}
	fastest = ways()[0]
}

// small are frames of all kinds of blocks, of up to a few kilobytes.
func small(t testing.TB) (out [][]byte) {
	text := dump(t, "users", 8)
	for level := zstd.SpeedFastest; level <= zstd.SpeedBestCompression; level++ {
		out = append(out, packed(t, text[:700], zstd.WithEncoderLevel(level)), packed(t, text, zstd.WithEncoderLevel(level), zstd.WithEncoderCRC(false)), packed(t, text, zstd.WithEncoderLevel(level), zstd.WithWindowSize(1<<10)))
	}
	two := packed(t, []byte("abcabcabcabcabcabcabcabc"))
	return append(out, packed(t, nil, zstd.WithZeroFrames(true)), append(two, two...), append([]byte("\x50\x2a\x4d\x18\x02\x00\x00\x00ab"), two...))
}

// TestCut cuts frames, small ones at every byte: what comes before is read, and the more the later the cut.
func TestCut(t *testing.T) {
	for _, b := range small(t) {
		text, err := peer(b)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for n := 0; n < len(b); n += 1 + len(b)/700 {
			compare(t, b[:n])
			got, err := io.ReadAll(NewReader(bytes.NewReader(b[:n]), window))
			if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(text, got) || len(got) < last {
				t.Fatalf("cut at %d of %d: %d bytes, %v", n, len(b), len(got), err)
			}
			last = len(got)
		}
	}
}

// TestFlips turns every bit of small frames, and many bits of others.
func TestFlips(t *testing.T) {
	for _, b := range small(t) {
		for i := range 8 * min(len(b), 200) {
			b[i/8] ^= 1 << (i % 8)
			compare(t, b)
			b[i/8] ^= 1 << (i % 8)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, text := range texts(t) {
		b := packed(t, text, zstd.WithEncoderCRC(false))
		for range 20 {
			bad := bytes.Clone(b)
			for range 1 + r.IntN(3) {
				if len(bad) > 0 {
					bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
				}
			}
			compare(t, bad)
		}
	}
}

// TestNoise: blocks of bytes that mean nothing.
func TestNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		b := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, byte(r.IntN(12)) << 3, 0, 0, 0}
		for range 1 + r.IntN(300) {
			b = append(b, byte(r.Uint32()))
		}
		h := (len(b)-9)<<3 | compressed<<1
		b[6], b[7], b[8] = byte(h), byte(h>>8), byte(h>>16)
		if r.IntN(2) == 0 { // literals that are there
			b[9] = byte(min(len(b)-10, r.IntN(31))) << 3
		}
		compare(t, b)
	}
}

// FuzzReader compares as compare does.
func FuzzReader(f *testing.F) {
	for _, b := range small(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 1<<16 {
			compare(t, b)
		}
	})
}
