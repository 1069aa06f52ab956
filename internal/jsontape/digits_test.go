package jsontape

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestDigitRuns reads runs of digits of every length before every byte, at the end
// of the data and away from it.
func TestDigitRuns(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for c := range 256 {
		for n := range 20 {
			b := make([]byte, n, n+12)
			for i := range b {
				b[i] = '0' + byte(r.IntN(10))
			}
			want, _ := strconv.ParseUint(string(b), 10, 64)
			if '0' <= c && c <= '9' {
				continue
			}
			for _, behind := range []string{"", string([]byte{byte(c)}), string([]byte{byte(c)}) + "1234567890"} {
				if got, i := digits(append(b, behind...)); got != want || i != n {
					t.Fatalf("%q then %q: got %d after %d bytes, want %d after %d", b, behind, got, i, want, n)
				}
			}
		}
	}
}

// TestRun reads runs of digits, some with another byte in them, behind all kinds of bytes.
func TestRun(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 200000 {
		d := make([]byte, 30+r.IntN(30))
		for i := range d {
			d[i] = byte(r.IntN(256))
		}
		to := 24 + r.IntN(len(d)-23)
		from := to - r.IntN(26)
		if from < 0 {
			continue
		}
		for i := from; i < to; i++ {
			d[i] = '0' + byte(r.IntN(10))
		}
		if r.IntN(2) == 0 && from < to {
			d[from+r.IntN(to-from)] = byte(r.IntN(256))
		}
		right := from < to && to-from <= 24
		for _, c := range d[from:to] {
			right = right && '0' <= c && c <= '9'
		}
		n, ok := run(d, from, to)
		if ok != right {
			t.Fatalf("%q: %v", d[from:to], ok)
		}
		if want, err := strconv.ParseUint(string(d[from:to]), 10, 64); ok && err == nil && n != want {
			t.Fatalf("%q: %d", d[from:to], n)
		}
	}
}
