package inflate

import (
	"bytes"
	"compress/gzip"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func gzipped(t testing.TB, text string, h gzip.Header) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Header = h
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

// withSum gives a header that has no name its sum.
func withSum(packed string) string {
	b := []byte(packed)
	b[3] |= hasSum
	sum := crc32.ChecksumIEEE(b[:10])
	return string(b[:10]) + string([]byte{byte(sum), byte(sum >> 8)}) + string(b[10:])
}

func TestGzip(t *testing.T) {
	text := string(dump(t, "users", 30))
	plain := gzipped(t, text, gzip.Header{})
	flip := func(s string, at int) string {
		b := []byte(s)
		b[at] ^= 1
		return string(b)
	}
	full := gzip.Header{Name: strings.Repeat("nombre", 100), Comment: "comentario", Extra: []byte(strings.Repeat("extra", 1000)), ModTime: time.Unix(1e9, 0)}
	n := len(plain)
	tests := []struct {
		name, packed, text string
		err                error
		at                 int
		padded             bool
	}{
		{"plain", plain, text, nil, 0, false},
		{"all fields", gzipped(t, text, full), text, nil, 0, false},
		{"sum of the header", withSum(plain), text, nil, 0, false},
		{"wrong sum of the header", flip(withSum(plain), 4), "", ErrHeader, 12, false},
		{"two members", plain + gzipped(t, text, full), text + text, nil, 0, false},
		{"empty members", strings.Repeat(gzipped(t, "", gzip.Header{}), 1000), "", nil, 0, false},
		{"a thousand members", strings.Repeat(gzipped(t, "uno", gzip.Header{}), 1000), strings.Repeat("uno", 1000), nil, 0, false},
		{"zeros", plain + strings.Repeat("\x00", 100_000), text, nil, 0, true},
		{"zeros and more", plain + "\x00\x00\x01", text, ErrTrailing, n + 2, false},
		{"other bytes", plain + "other", text, ErrTrailing, n, false},
		{"half the magic", plain + "\x1f", text, ErrTrailing, n, false},
		{"second member without method", plain + "\x1f\x8b\x07" + strings.Repeat("\x00", 20), text, ErrHeader, n + 10, false},
		{"second member cut in the header", plain + plain[:5], text, io.ErrUnexpectedEOF, n + 5, false},
		{"no magic", "\x1f\x8c" + plain[2:], "", ErrHeader, 10, false},
		{"sum", flip(plain, n-8), text, ErrChecksum, n, false},
		{"size", flip(plain, n-4), text, ErrSize, n, false},
		{"nothing", "", "", io.ErrUnexpectedEOF, 0, false},
		{"block", plain[:10] + "\x07", "", ErrBlockType, 11, false},
		{"block of the second", plain + plain[:10] + "\x07", text, ErrBlockType, n + 11, false},
	}
	for _, tt := range tests {
		for _, source := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader} {
			z := NewGzip(source(strings.NewReader(tt.packed)))
			got, err := inPieces(z, 10_000)
			if string(got) != tt.text || z.Padded() != tt.padded {
				t.Errorf("%s: %d bytes of %d, padded %v", tt.name, len(got), len(tt.text), z.Padded())
			}
			var damage *Error
			if tt.err == nil {
				if err != io.EOF {
					t.Errorf("%s: %v", tt.name, err)
				}
			} else if !errors.As(err, &damage) || !errors.Is(err, tt.err) || damage.Offset != int64(tt.at) {
				t.Errorf("%s: %v; want %v at byte %d", tt.name, err, tt.err, tt.at)
			}
			if _, again := z.Read(make([]byte, 10)); again != err {
				t.Errorf("%s: %v, and then %v", tt.name, err, again)
			}
		}
	}
}

// TestCutGzip: wherever a file of two members is cut, the place is told, and as much text comes as there is.
func TestCutGzip(t *testing.T) {
	text := string(dump(t, "users", 2))
	one := gzipped(t, text, gzip.Header{Name: "uno", Extra: []byte("extra")})
	packed := one + withSum(gzipped(t, text, gzip.Header{}))
	last := 0
	for n := range packed {
		got, err := io.ReadAll(NewGzip(strings.NewReader(packed[:n])))
		if n == len(one) {
			if err != nil || string(got) != text {
				t.Errorf("the first member: %d bytes, %v", len(got), err)
			}
			continue
		}
		var damage *Error
		at := n
		if n == len(one)+1 { // half the magic is no member
			at = len(one)
		}
		if !errors.As(err, &damage) || !strings.HasPrefix(text+text, string(got)) || len(got) < last || damage.Offset != int64(at) {
			t.Fatalf("cut at %d: %d bytes, %v", n, len(got), err)
		}
		if n >= len(one)-8 && len(got) < len(text) {
			t.Fatalf("cut at %d: %d bytes of %d", n, len(got), len(text))
		}
		last = len(got)
	}
}

// TestGzipSourceFails: an error of the source is no damage, also where the file might end.
func TestGzipSourceFails(t *testing.T) {
	packed := gzipped(t, "uno", gzip.Header{Name: "uno"})
	broken := errors.New("the disk is broken")
	for n := range len(packed) + 1 {
		if _, err := io.ReadAll(NewGzip(io.MultiReader(strings.NewReader(packed[:n]), iotest.ErrReader(broken)))); err != broken {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}
