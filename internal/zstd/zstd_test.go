package zstd

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

const window = 64 << 20

// dump is n records of the bulk inputs.
func dump(t testing.TB, shape string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gen.Bulk(&b, shape, n, 1); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// texts are of many kinds: with few and many copies, near and far, of few letters and of many.
func texts(t testing.TB) map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	letters := make([]byte, 150_000)
	for i := range letters {
		letters[i] = "etaoin shrdlu"[r.IntN(13)]
	}
	near := []byte{}
	for n := 1; n < 70; n++ { // every small distance
		near = append(near, bytes.Repeat(noise[100*n:100*n+n], 1+900/n)...)
	}
	out := map[string][]byte{
		"nothing": nil, "one byte": {'x'}, "two bytes": []byte("xy"), "zeros": make([]byte, 300_000), "noise": noise, "letters": letters, "near": near,
		"far": bytes.Repeat(noise[:131_000], 12), "users": dump(t, "users", 1500), "io": dump(t, "io", 500), "follows": dump(t, "follows", 20_000),
	}
	for _, n := range []int{255, 256, 257, 1023, 1024, 65_535, 65_536, 65_791, 65_792, maxBlock - 1, maxBlock, maxBlock + 1} {
		out[fmt.Sprint("noise of ", n)] = noise[:n]
		out[fmt.Sprint("letters of ", n)] = letters[:n]
		out[fmt.Sprint("zeros of ", n)] = make([]byte, n)
	}
	return out
}

func packed(t testing.TB, text []byte, options ...zstd.EOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, append([]zstd.EOption{zstd.WithEncoderConcurrency(1)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(text)
	w.Close()
	return b.Bytes()
}

// eachWay runs a test for each way that this machine can go.
func eachWay(t *testing.T, run func(t *testing.T)) {
	defer func() { fastest = ways()[0] }()
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			fastest = w
			run(t)
		})
	}
}

// TestLevels: what klauspost/compress packs, at any level and with any window, is what comes out, however it is read.
func TestLevels(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		for name, text := range texts(t) {
			for level := zstd.SpeedFastest; level <= zstd.SpeedBestCompression; level++ {
				for _, size := range []int{1 << 10, 16 << 10, 1 << 20} {
					b := packed(t, text, zstd.WithEncoderLevel(level), zstd.WithWindowSize(size), zstd.WithEncoderCRC(level%2 == 0))
					if got, err := io.ReadAll(NewReader(bytes.NewReader(b), window)); err != nil || !bytes.Equal(got, text) {
						t.Fatalf("%s, %v, window of %d: %d bytes of %d, %v", name, level, size, len(got), len(text), err)
					}
				}
			}
			one, err := zstd.NewWriter(nil)
			if err != nil {
				t.Fatal(err)
			}
			b := one.EncodeAll(text, nil) // in one piece: its size is told
			for _, source := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
				if got, err := io.ReadAll(NewReader(source(bytes.NewReader(b)), window)); err != nil || !bytes.Equal(got, text) {
					t.Fatalf("%s: %d bytes of %d, %v", name, len(got), len(text), err)
				}
			}
			if got, err := io.ReadAll(iotest.OneByteReader(NewReader(bytes.NewReader(b), window))); err != nil || !bytes.Equal(got, text) {
				t.Fatalf("%s by byte: %d bytes of %d, %v", name, len(got), len(text), err)
			}
		}
	})
}

// TestReference reads what the zstd program packs, if there is one: levels and windows have tables and codes of their own.
func TestReference(t *testing.T) {
	program, err := exec.LookPath("zstd")
	if err != nil {
		t.Skip("no zstd program here")
	}
	eachWay(t, func(t *testing.T) {
		all := texts(t)
		for _, name := range []string{"nothing", "one byte", "zeros", "noise", "letters", "near", "far", "users", "io"} {
			text := all[name]
			for _, how := range [][]string{{"-1"}, {"-3"}, {"-7"}, {"-12"}, {"-16"}, {"--fast=5"}, {"-3", "--zstd=wlog=10"}, {"-5", "--zstd=wlog=17"}, {"-3", "--no-check"}, {"-9", "--long=24"}} {
				cmd := exec.Command(program, append(how, "-qc")...)
				cmd.Stdin = bytes.NewReader(text)
				b, err := cmd.Output()
				if err != nil {
					t.Fatal(err)
				}
				if got, err := io.ReadAll(NewReader(bytes.NewReader(b), window)); err != nil || !bytes.Equal(got, text) {
					t.Fatalf("%s, %v: %d bytes of %d, %v", name, how, len(got), len(text), err)
				}
			}
		}
	})
}

// TestLarge: 100 MB, whose sums agree.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB")
	}
	text := dump(t, "users", 40_000)
	b := packed(t, text)
	for _, w := range ways() {
		fastest = w
		h := sha256.New()
		if _, err := io.Copy(h, NewReader(bytes.NewReader(b), window)); err != nil || [32]byte(h.Sum(nil)) != sha256.Sum256(text) {
			t.Errorf("%s: %v, or another text", w.name, err)
		}
	}
	fastest = ways()[0]
}

// TestFrames reads several in one file, some of which are to be skipped.
func TestFrames(t *testing.T) {
	skipped := "\x5f\x2a\x4d\x18\x03\x00\x00\x00abc"
	b := skipped + string(packed(t, []byte("uno "))) + skipped + skipped + string(packed(t, nil, zstd.WithZeroFrames(true))) + string(packed(t, bytes.Repeat([]byte("dos "), 100_000))) + skipped
	got, err := io.ReadAll(NewReader(bytes.NewReader([]byte(b)), window))
	if want := "uno " + string(bytes.Repeat([]byte("dos "), 100_000)); err != nil || string(got) != want {
		t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
	}
}

// TestByHand reads frames that are written down here, bit by bit.
func TestByHand(t *testing.T) {
	const single, checked = "\x28\xb5\x2f\xfd\x20", "\x28\xb5\x2f\xfd\x24"
	for _, tt := range []struct {
		name, packed, text string
		err                error
		at                 int64
	}{
		{"empty file", "", "", nil, 0},
		{"stored", single + "\x04" + "\x21\x00\x00hola", "hola", nil, 0},
		{"repeated", single + "\x05" + "\x2b\x00\x00a", "aaaaa", nil, 0},
		{"two blocks", single + "\x07" + "\x20\x00\x00hola" + "\x1b\x00\x00!", "hola!!!", nil, 0},
		{"size of two bytes", "\x28\xb5\x2f\xfd\x60\x01\x00" + "\x0b\x08\x00z", string(bytes.Repeat([]byte("z"), 257)), nil, 0},
		// A header of one byte tells 4 stored literals; one sequence, whose three tables have one code each: 2 literals, the offset 5-3, a copy of 3.
		{"sequence", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x05", "hohohla", nil, 0},
		// The same without bits for the offset: it is the recent one, 1.
		{"recent offset", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x00\x00\x01", "hoooola", nil, 0},
		{"checksum", checked + "\x04" + "\x21\x00\x00hola" + "\x0c\xd7\xc2\x9d", "hola", ErrChecksum, 13},
		{"no frame", "hola", "", ErrMagic, 0},
		{"another behind the frame", single + "\x04" + "\x21\x00\x00hola" + "hola", "hola", ErrMagic, 13},
		{"cut magic", "\x28\xb5", "", io.ErrUnexpectedEOF, 0},
		{"cut header", single, "", io.ErrUnexpectedEOF, 0},
		{"cut block", single + "\x04" + "\x21\x00\x00hol", "", io.ErrUnexpectedEOF, 6},
		{"no block", single + "\x04", "", io.ErrUnexpectedEOF, 6},
		{"cut behind a block", single + "\x07" + "\x20\x00\x00hola", "hola", io.ErrUnexpectedEOF, 13},
		{"cut frame that is skipped", "\x50\x2a\x4d\x18\x04\x00\x00\x00abc", "", io.ErrUnexpectedEOF, 0},
		{"reserved bit", "\x28\xb5\x2f\xfd\x28\x04" + "\x21\x00\x00hola", "", ErrHeader, 0},
		{"dictionary", "\x28\xb5\x2f\xfd\x21\x07\x04" + "\x21\x00\x00hola", "", ErrDictionary, 0},
		{"window of 2 GiB", "\x28\xb5\x2f\xfd\x00\xa8" + "\x21\x00\x00hola", "", ErrWindow, 0},
		{"reserved kind of block", single + "\x04" + "\x27\x00\x00hola", "", ErrBlock, 6},
		{"block larger than the window", single + "\x03" + "\x21\x00\x00hola", "", ErrBlock, 6},
		{"less text than told", single + "\x05" + "\x21\x00\x00hola", "hola", ErrSize, 13},
		{"more text than told", single + "\x05" + "\x20\x00\x00hola" + "\x21\x00\x00hola", "hola", ErrSize, 13},
		{"empty block", single + "\x04" + "\x05\x00\x00", "", ErrLiterals, 6},
		{"fewer literals than told", single + "\x04" + "\x1d\x00\x00" + "\x20ho", "", ErrLiterals, 6},
		{"literals in a code that was not told", single + "\x04" + "\x25\x00\x00" + "\x43\x40\x00\x01", "", ErrLiterals, 6},
		{"no sequences told", single + "\x04" + "\x2d\x00\x00" + "\x20hola", "", ErrSequences, 6},
		{"bytes behind no sequences", single + "\x04" + "\x3d\x00\x00" + "\x20hola\x00\x01", "", ErrSequences, 6},
		{"sequence without bits", single + "\x07" + "\x55\x00\x00" + "\x20hola\x01\x54\x02\x02\x00", "", ErrSequences, 6},
		{"last byte of zero", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x00", "", ErrSequences, 6},
		{"bits left over", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x09", "", ErrSequences, 6},
		{"bits missing", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x02", "", ErrSequences, 6},
		{"reserved bits of the tables", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x55\x02\x02\x00\x05", "", ErrSequences, 6},
		{"code that no offset has", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x1f\x00\x05", "", ErrCode, 6},
		{"table of no earlier block", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\xd4\x02\x02\x00\x05", "", ErrCode, 6},
		{"offset before the text", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x06", "", ErrDistance, 6},
		{"offset of zero", single + "\x07" + "\x5d\x00\x00" + "\x20hola\x01\x54\x00\x01\x00\x03", "", ErrDistance, 6},
		{"more literals than there are", single + "\x09" + "\x5d\x00\x00" + "\x20hola\x01\x54\x05\x02\x00\x05", "", ErrBlock, 6},
		{"text larger than a block", single + "\x06" + "\x5d\x00\x00" + "\x20hola\x01\x54\x02\x02\x00\x05", "", ErrBlock, 6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := io.ReadAll(NewReader(bytes.NewReader([]byte(tt.packed)), window))
			var damage *Error
			if errors.As(err, &damage); string(got) != tt.text || !errors.Is(err, tt.err) || damage != nil && damage.Offset != tt.at {
				t.Errorf("%q, %v; want %q, %v at byte %d", got, err, tt.text, tt.err, tt.at)
			}
		})
	}
}

// TestSource: what the source fails with is what the reader fails with.
func TestSource(t *testing.T) {
	b := packed(t, dump(t, "users", 200))
	broken := errors.New("the disk is gone")
	for _, n := range []int{0, 1, 5, 100, len(b) - 2} {
		got, err := io.ReadAll(NewReader(io.MultiReader(bytes.NewReader(b[:n]), iotest.ErrReader(broken)), window))
		if err != broken || !bytes.HasPrefix(dump(t, "users", 200), got) {
			t.Errorf("%d bytes, then an error: %d bytes of text, %v", n, len(got), err)
		}
	}
}

// A writer makes blocks of sequences whose three tables have one code each, so that they are bits alone.
type writer struct {
	b      []byte
	text   []byte
	fields []string // of bits, as they are read
}

// block appends a block of literals and sequences: how many literals, offset value, length of the copy.
func (w *writer) block(literals []byte, codes [3]int, count int, last bool) {
	b := []byte{byte(len(literals)<<4) | 3<<2, byte(len(literals) >> 4), byte(len(literals) >> 12)}
	b = append(append(b, literals...), 0xff, byte(count), byte(count>>8))
	if count < 0x7f00 {
		b = append(b[:len(b)-3], 128+byte(count>>8), byte(count))
	}
	b = append(b, 0x54, byte(codes[0]), byte(codes[1]), byte(codes[2]))
	stream := "1"
	for _, f := range w.fields {
		stream += f
	}
	for len(stream)%8 != 0 {
		stream = "0" + stream
	}
	for i := len(stream); i > 0; i -= 8 {
		n, _ := strconv.ParseUint(stream[i-8:i], 2, 8)
		b = append(b, byte(n))
	}
	h := len(b)<<3 | compressed<<1
	if last {
		h |= 1
	}
	w.b = append(append(w.b, byte(h), byte(h>>8), byte(h>>16)), b...)
	w.fields = nil
}

// TestRing: frames one after another in one ring, with windows of all sizes and blocks of all sizes, each a stored one and then a copy from as far back
// as the window reaches.
func TestRing(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		for seed := range uint64(600) {
			r := rand.New(rand.NewPCG(seed, 2))
			var b, text []byte
			for range 1 + r.IntN(5) {
				exponent, mantissa := r.IntN(4), r.IntN(8)
				size := 1 << (10 + exponent)
				size += size / 8 * mantissa
				b = append(b, 0x28, 0xb5, 0x2f, 0xfd, 0, byte(exponent<<3|mantissa))
				first := len(text)
				for range r.IntN(30) {
					n := 1 + r.IntN(size)
					h := n<<3 | stored<<1
					b = append(b, byte(h), byte(h>>8), byte(h>>16))
					for range n {
						text = append(text, byte(r.Uint32()))
						b = append(b, text[len(text)-1])
					}
					if size > len(text)-first {
						continue
					}
					const length = 40 // the code of 67 to 82 bytes
					code := bits.Len(uint(size+3)) - 1
					w := &writer{fields: []string{fmt.Sprintf("%0*b", code, size+3-1<<code), "1010"}}
					w.block(nil, [3]int{0, code, length}, 1, false)
					b = append(b, w.b...)
					for range 67 + 10 {
						text = append(text, text[len(text)-size])
					}
				}
				b = append(b, 1, 0, 0)
			}
			got, err := io.ReadAll(NewReader(bytes.NewReader(b), window))
			if err != nil || !bytes.Equal(got, text) {
				t.Fatalf("seed %d: %d bytes of %d, %v", seed, len(got), len(text), err)
			}
		}
	})
}

// TestWindows: random sequences in windows that are filled many times, against text that grows byte by byte.
func TestWindows(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		for seed := range uint64(100) {
			r := rand.New(rand.NewPCG(seed, 1))
			exponent := r.IntN(5) // of windows from 1 KiB
			w := &writer{b: []byte{0x28, 0xb5, 0x2f, 0xfd, 0, byte(exponent << 3)}}
			size := 1 << (10 + exponent)
			recent := []int{1, 4, 8}
			for n := 2 + r.IntN(60); n > 0; n-- {
				codes := [3]int{r.IntN(20), 0, r.IntN(40)}
				most := min(size, len(w.text))
				for r.IntN(8) > 0 && 1<<(codes[1]+1) < most {
					codes[1]++
				}
				var literals []byte
				count := 0
				for room := size; ; count++ {
					fields, x := []string{}, [3]int{}
					for _, i := range []int{1, 2, 0} {
						m := &meanings[i]
						k := int(m.bits[codes[i]])
						v := r.IntN(1 << k)
						if x[i] = int(m.bases[codes[i]]) + v; k > 0 {
							fields = append(fields, fmt.Sprintf("%0*b", k, v))
						}
					}
					offset, was := x[1]-3, recent
					if x[1] > 3 {
						recent = []int{offset, was[0], was[1]}
					} else {
						i := x[1] - 1
						if x[0] == 0 {
							i++
						}
						switch i {
						case 1:
							recent = []int{was[1], was[0], was[2]}
						case 2:
							recent = []int{was[2], was[0], was[1]}
						case 3:
							recent = []int{was[0] - 1, was[0], was[1]}
						}
						offset = recent[0]
					}
					if room -= x[0] + x[2]; room < 0 || offset < 1 || offset > min(size, len(w.text)+x[0]) || count == 3000 {
						recent = was
						break
					}
					for range x[0] {
						literals = append(literals, byte(r.Uint32()))
					}
					w.text = append(w.text, literals[len(literals)-x[0]:]...)
					for range x[2] {
						w.text = append(w.text, w.text[len(w.text)-offset])
					}
					w.fields = append(w.fields, fields...)
				}
				if count == 0 {
					w.fields = nil
					w.b = append(w.b, 2, 4, 0, '-') // repeated 128 times
					w.text = append(w.text, bytes.Repeat([]byte("-"), 128)...)
					continue
				}
				w.block(literals, codes, count, false)
			}
			w.b = append(w.b, 1, 0, 0)
			got, err := io.ReadAll(NewReader(bytes.NewReader(w.b), window))
			if err != nil || !bytes.Equal(got, w.text) {
				at := 0
				for at < min(len(got), len(w.text)) && got[at] == w.text[at] {
					at++
				}
				t.Fatalf("seed %d: %d bytes of %d, %v, equal up to %d; window %d", seed, len(got), len(w.text), err, at, size)
			}
		}
	})
}
