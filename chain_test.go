package adentro

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestLinkListsForAnyWorkers chains the same invented pages alone and in company.
func TestLinkListsForAnyWorkers(t *testing.T) {
	const accounts = 60
	link := func(workers int) *Snapshot {
		r := rand.New(rand.NewPCG(5, 6))
		s := &Snapshot{Accounts: make([]Account, 2*accounts), Sources: []Source{{Path: "a_1.txt"}, {Path: "b.txt"}}}
		var sheets []*sheet
		for range 300 {
			p := &sheet{owner: r.Int32N(accounts)}
			p.Kind, p.Origin = Followers+ListKind(r.IntN(2)), Origin{r.Int32N(2), r.Int64N(1 << 30)}
			for range r.IntN(40) {
				p.members = append(p.members, r.Int32N(accounts+1)-1)
			}
			p.add(p.Origin, make([]uint32, len(p.members)))
			sheets = append(sheets, p)
		}
		s.linkLists(sheets, workers)
		return s
	}
	want := link(1)
	if len(want.Lists) < 50 || len(want.Notes) != 1 {
		t.Fatalf("%d lists, %d notes", len(want.Lists), len(want.Notes))
	}
	for _, workers := range []int{2, 3, 8} {
		if got := link(workers); !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers make other lists than one", workers)
		}
	}
}
