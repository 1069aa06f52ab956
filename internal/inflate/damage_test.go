package inflate

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

// standard reads all with compress/flate.
func standard(packed []byte) ([]byte, error) {
	reused.standard.(flate.Resetter).Reset(bytes.NewReader(packed), nil)
	return io.ReadAll(reused.standard)
}

// reused are readers of one stream after another; tests here are not parallel.
var reused = struct {
	standard io.ReadCloser
	ours     *Reader
}{flate.NewReader(bytes.NewReader(nil)), NewReader(bytes.NewReader(nil))}

// compare holds a Reader against compress/flate: the same verdict, the same text if it is good, and no
// less if it is not.
func compare(t *testing.T, packed []byte) {
	t.Helper()
	want, wantErr := standard(packed)
	for _, size := range []int{directSize, 100} {
		z := reused.ours
		z.Reset(bytes.NewReader(packed))
		got, err := inPieces(z, size)
		if (err == io.EOF) != (wantErr == nil) || !bytes.HasPrefix(got, want) || err == io.EOF && len(got) > len(want) {
			t.Fatalf("%x: %d bytes, %v; compress/flate gives %d, %v", packed[:min(len(packed), 1000)], len(got), err, len(want), wantErr)
		}
		var damage *Error
		if err != io.EOF && !errors.As(err, &damage) || z.Offset() > int64(len(packed)) || damage != nil && damage.Offset != z.Offset() {
			t.Fatalf("%x: %v, offset %d", packed[:min(len(packed), 1000)], err, z.Offset())
		}
	}
}

// small are streams of all kinds of blocks.
func small(t testing.TB) (out [][]byte) {
	text := dump(t, "users", 5)
	for _, level := range []int{0, 1, 6, 9, flate.HuffmanOnly} {
		out = append(out, deflated(t, text[:700], level), deflated(t, text[:2000], level))
	}
	out = append(out, deflated(t, []byte("abcabcabcabc"), 6), deflated(t, nil, 6))
	var b bytes.Buffer // blocks of all types one after another
	w, err := flate.NewWriter(&b, 6)
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 300)
	for i := range noise {
		noise[i] = byte(i * i * 31 >> 3)
	}
	for _, s := range [][]byte{text[:300], noise, []byte("fin"), text[:300]} {
		w.Write(s)
		w.Flush()
	}
	w.Close()
	return append(out, b.Bytes())
}

// TestCut cuts streams at every byte.
func TestCut(t *testing.T) {
	for _, packed := range small(t) {
		text, err := standard(packed)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for n := range packed {
			compare(t, packed[:n])
			reused.ours.Reset(bytes.NewReader(packed[:n]))
			got, err := io.ReadAll(reused.ours)
			if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(text, got) || len(got) < last {
				t.Fatalf("cut at %d of %d: %d bytes, %v", n, len(packed), len(got), err)
			}
			last = len(got)
		}
	}
}

// TestFlips turns every bit of small streams, and many bits of others.
func TestFlips(t *testing.T) {
	for _, packed := range small(t) {
		for i := range 8 * min(len(packed), 400) {
			packed[i/8] ^= 1 << (i % 8)
			compare(t, packed)
			packed[i/8] ^= 1 << (i % 8)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, text := range texts(t) {
		packed := deflated(t, text, 6)
		for range 20 {
			bad := bytes.Clone(packed)
			for range 1 + r.IntN(3) {
				bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
			}
			compare(t, bad)
		}
	}
}

// TestNoise: bytes that are no stream, and such that begin as a block with codes of its own does.
func TestNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 10_000 {
		b := make([]byte, 1+r.IntN(200))
		for j := range b {
			b[j] = byte(r.Uint32())
		}
		if i%2 == 0 {
			b[0] = b[0]&^7 | 4
		}
		compare(t, b)
	}
}

// A packer writes bits, the first one lowest.
type packer struct {
	b []byte
	n int
}

func (w *packer) bits(x, n int) *packer {
	for i := range n {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n/8] |= byte(x >> i & 1 << (w.n % 8))
		w.n++
	}
	return w
}

// code writes a Huffman code, whose first bit is the highest.
func (w *packer) code(x, n int) *packer {
	for i := n - 1; i >= 0; i-- {
		w.bits(x>>i, 1)
	}
	return w
}

// TestErrors: every kind of damage by hand, with its place and the text before it. In the
// fixed code 'a' is 0x91 of 8 bits, the length 3 is 1 of 7 bits, the end 0.
func TestErrors(t *testing.T) {
	fixed := func() *packer { return new(packer).bits(1, 1).bits(1, 2).code(0x91, 8) }
	stored := binary.LittleEndian.AppendUint32([]byte{1}, 5|(0xffff-4)<<16)
	tests := []struct {
		name   string
		packed []byte
		text   string
		err    error
		at     int64
	}{
		{"nothing", nil, "", io.ErrUnexpectedEOF, 0},
		{"type 3", []byte{7}, "", ErrBlockType, 1},
		{"length of a stored block", append(stored, "abcde"...), "", ErrStored, 5},
		{"cut stored block", append([]byte{1, 5, 0, 0xfa, 0xff}, "abc"...), "abc", io.ErrUnexpectedEOF, 8},
		{"cut", fixed().b, "a", io.ErrUnexpectedEOF, 2},
		{"symbol 286", fixed().code(0xc6, 8).bits(0, 40).b, "a", ErrSymbol, 3},
		{"distance symbol 30", fixed().code(1, 7).code(30, 5).bits(0, 40).b, "a", ErrSymbol, 3},
		{"distance 2 behind one byte", fixed().code(1, 7).code(1, 5).bits(0, 40).b, "a", ErrDistance, 3},
		{"287 lengths", new(packer).bits(1, 1).bits(2, 2).bits(30, 5).bits(0, 5).bits(0, 4).bits(0, 80).b, "", ErrCode, 3},
		{"31 distances", new(packer).bits(1, 1).bits(2, 2).bits(0, 5).bits(30, 5).bits(0, 4).bits(0, 80).b, "", ErrCode, 3},
		{"repeat of nothing", new(packer).bits(1, 1).bits(2, 2).bits(0, 14).bits(1, 3).bits(0, 3).bits(0, 3).bits(1, 3).bits(1, 1).bits(0, 40).b, "", ErrCode, 4},
		{"code of three codes of one bit", new(packer).bits(1, 1).bits(2, 2).bits(0, 14).bits(1, 3).bits(1, 3).bits(1, 3).bits(0, 3).bits(0, 80).b, "", ErrCode, 4},
		{"code that is not all given away", new(packer).bits(1, 1).bits(2, 2).bits(0, 14).bits(2, 3).bits(2, 3).bits(2, 3).bits(0, 3).bits(0, 80).b, "", ErrCode, 4},
	}
	for _, tt := range tests {
		got, err := io.ReadAll(NewReader(bytes.NewReader(tt.packed)))
		var damage *Error
		if !errors.As(err, &damage) || !errors.Is(err, tt.err) || string(got) != tt.text || damage.Offset != tt.at {
			t.Errorf("%s: %q, %v; want %q, %v at byte %d", tt.name, got, err, tt.text, tt.err, tt.at)
		}
		compare(t, tt.packed)
	}
}

// TestOneCode: codes of one symbol, and of none, which zlib writes where a block has one distance or no copies.
func TestOneCode(t *testing.T) {
	// 'a' has 1 bit, the end 2, the length 3 2 bits.
	block := func(distances ...int) *packer {
		w := new(packer).bits(1, 1).bits(2, 2).bits(1, 5).bits(len(distances)-1, 5).bits(14, 4)
		for _, i := range codeOrder[:18] { // lengths 0, 1, 2 and 18: two bits each
			w.bits(map[uint8]int{0: 2, 1: 2, 2: 2, 18: 2}[i], 3)
		}
		w.code(3, 2).bits(97-11, 7).code(1, 2)                                    // 97 zeros, 'a'
		w.code(3, 2).bits(127, 7).code(3, 2).bits(20-11, 7).code(2, 2).code(2, 2) // 158 zeros, the end, 3
		for _, n := range distances {
			w.code(n, 2)
		}
		return w
	}
	for name, packed := range map[string][]byte{
		"no distances":                 block(0).code(0, 1).code(0, 1).code(2, 2).b,
		"no distances, but a copy":     block(0).code(0, 1).code(3, 2).bits(0, 40).b,
		"one distance":                 block(1).code(0, 1).code(3, 2).bits(0, 1).code(2, 2).b,
		"the other half of one":        block(1).code(0, 1).code(3, 2).bits(1, 1).bits(0, 40).b,
		"one distance of two bits":     block(2).code(0, 1).code(2, 2).b,
		"two distances":                block(1, 1).code(0, 1).code(0, 1).code(3, 2).bits(1, 1).code(2, 2).b,
		"two distances, with the rest": block(1, 1).code(0, 1).code(0, 1).code(3, 2).bits(1, 1).code(2, 2).bits(0, 100).b,
	} {
		compare(t, packed)
		got, err := io.ReadAll(NewReader(bytes.NewReader(packed)))
		good := map[string]string{"no distances": "aa", "one distance": "aaaa", "two distances": "aaaaa", "two distances, with the rest": "aaaaa"}
		if want, ok := good[name]; ok != (err == nil) || ok && string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
}

// FuzzInflate holds whatever comes against compress/flate.
func FuzzInflate(f *testing.F) {
	for _, packed := range small(f) {
		f.Add(packed)
	}
	f.Fuzz(func(t *testing.T, packed []byte) { compare(t, packed) })
}
