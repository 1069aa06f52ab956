package ingest

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestDamageIsLocal breaks bytes of one record of files of many: all other records are
// where they were.
func TestDamageIsLocal(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	const signs = "\"\\{}[],:;\x00\x01x'0\xff\t "
	tried, touched := 0, 0
	for _, f := range loadFixtures(t) {
		text, ok := manyTo(f, 6<<10)
		if !ok {
			continue
		}
		want := decodeBytes(t, f.label, text)
		_, parts := partsOf(text)
		parts = slices.DeleteFunc(parts, func(p extent) bool { return p.frame || p.to == p.from })
		for range amount(1500) / 100 {
			if len(parts) == 0 {
				continue
			}
			p := parts[r.IntN(len(parts))]
			p.to = p.from + int64(len(bytes.TrimRight(text[p.from:p.to], "\r\n"))) // line ends are between records
			b := bytes.Clone(text)
			for range 1 + r.IntN(3) {
				at := p.from + r.Int64N(p.to-p.from)
				b[at] = signs[r.IntN(len(signs))]
			}
			tried++
			got := decodeBytes(t, f.label, b)
			if x, y := outside(want, p), outside(got, p); !slices.Equal(x, y) {
				touched++
				t.Errorf("%s/%s: %q made %q, and of %d other records %d are left", f.format, f.label, text[p.from:p.to], b[p.from:p.to], len(x), len(y))
			}
		}
	}
	t.Logf("%d records broken, neighbours touched by %d", tried, touched)
}

// outside are the places of the records of d that were kept and are not in p, in order.
func outside(d *said, p extent) []int64 {
	places := slices.DeleteFunc(slices.Clone(d.offsets), func(o int64) bool { return p.from <= o && o < p.to })
	slices.Sort(places)
	return places
}
