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
