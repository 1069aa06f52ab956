package ingest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// TestPlainFollows: the short way of plain rows gives what the way of all rows gives.
func TestPlainFollows(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for round := range 300 {
		var b strings.Builder
		b.WriteString([]string{"follower_id,followed_id\n", "followed_id,follower_id\n"}[round%2])
		ids := func(n int) uint64 {
			return []uint64{7, 1 << 40, adentro.MaxID - 50, 123456789012345678}[rng.IntN(4)] + rng.Uint64N(uint64(n))
		}
		odd := []string{"1,2,3\n", "\n", "x,\n", "\"5\",\"6\"\n", "0,9\n", "12345678901234567890,4\n", "ana_perez,88\n", " 3,4\n", "01,2\n", "5,6\r\n", "9223372036854775808,1\n"}
		owners, members := 1+rng.IntN(20), 1+rng.IntN(50)
		for range rng.IntN(400) {
			if round%3 > 0 && rng.IntN(40) == 0 {
				b.WriteString(odd[rng.IntN(len(odd))])
			}
			fmt.Fprintf(&b, "%d,%d\n", ids(members), ids(owners))
		}
		if round%5 == 0 {
			b.WriteString("11,12") // no line end
		}
		content := []byte(b.String())
		if round%7 == 0 {
			content = content[:rng.IntN(len(content)-24)+24]
		}
		opt := &Options{MaxRecord: DefaultMaxRecord}
		table := newTable(newPiece(content, false))
		fast := newDecoder("follows.csv", opt, Formats())
		fast.decodeTable(table, newPiece(content, false), true)

		slow := newDecoder("follows.csv", opt, Formats())
		s := newRowScanner(newPiece(content, false), table.sep, opt.MaxRecord)
		s.next()
		s.want, s.looks, s.begins = table.want, table.h.plausible, table.h.identified
		from, to := followColumns(table.h)
		reader := &followTable{h: table.h, from: from, to: to, follows: follows{d: slow, bare: true}}
		for r, ok := s.next(); ok; r, ok = s.next() {
			rec := slow.beginRaw(r.raw, r.off, r.line, jsontape.Value{}, time.Time{})
			if r.reason != "" {
				slow.reject(rec, r.reason, rowDetails[r.reason])
			} else {
				reader.row(rec, &r)
			}
		}
		for _, e := range reader.edges {
			reader.add(adentro.IDKey(e.from), adentro.IDKey(e.to), e.off)
		}
		slices.SortFunc(reader.pairs, func(a, b pair) int { return cmp.Compare(a.off, b.off) })
		reader.follows.finish()
		if table.want != 2 {
			t.Fatalf("round %d: %d columns", round, table.want)
		}
		if !reflect.DeepEqual(fast.src, slow.src) {
			t.Fatalf("round %d: sums %+v, want %+v\n%s", round, fast.src, slow.src, content)
		}
		if got, want := pageText(&fast.obs), pageText(&slow.obs); got != want {
			t.Fatalf("round %d: got %s\nwant %s\n%s", round, got, want, content)
		}
		if fast.learned != slow.learned || len(fast.ids) != len(slow.ids) {
			t.Fatalf("round %d: learned %+v, want %+v", round, fast.learned, slow.learned)
		}
	}
}

// pageText writes out the pages of obs.
func pageText(obs *adentro.Observations) string {
	var b strings.Builder
	for i := range obs.Pages {
		p := &obs.Pages[i]
		fmt.Fprintf(&b, "%v %v %v %v %v:", p.Owner, p.Kind, p.Basis, p.Bare, p.Origin)
		for _, m := range p.Members.All() {
			fmt.Fprintf(&b, " %v@%d", m.Key, m.Offset)
		}
		b.WriteString("\n")
	}
	return b.String()
}
