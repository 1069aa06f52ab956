package adentro

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSortIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 100, 2047, 2048, 20_000} {
		for _, bits := range []int{1, 12, 33, 63} {
			xs := make([]idPlace, n)
			for i := range xs {
				xs[i] = idPlace{r.Uint64() >> (64 - bits), int32(i)}
			}
			want := slices.Clone(xs)
			slices.SortStableFunc(want, func(a, b idPlace) int { return cmp.Compare(a.id, b.id) })
			if got := sortIDs(xs); !slices.Equal(got, want) {
				t.Errorf("%d ids of %d bits: not sorted, or not stably", n, bits)
			}
		}
	}
}

func TestIDSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x idSet
		want := map[uint64]int32{}
		for _, id := range rapid.SliceOf(rapid.OneOf(rapid.Uint64Range(0, 50), rapid.Uint64())).Draw(t, "ids") {
			n, met := want[id]
			if !met {
				n = int32(len(want))
				if x.has(id) {
					t.Fatalf("%d is there before it was added", id)
				}
				want[id] = n
			}
			if got := x.add(id); got != n {
				t.Fatalf("%d is number %d, want %d", id, got, n)
			}
		}
		for id, n := range want {
			if x.find(id) != n || x.ids[n] != id {
				t.Fatalf("%d is found at %d, want %d", id, x.find(id), n)
			}
		}
	})
}

// TestNumberingForAnyWorkers numbers the same ids alone and in company, at once and in many rounds.
func TestNumberingForAnyWorkers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := make([][]uint64, rapid.IntRange(0, 9).Draw(t, "rows"))
		for i := range rows {
			rows[i] = rapid.SliceOfN(rapid.Uint64Range(0, 40), 0, 30).Draw(t, fmt.Sprint("row", i))
		}
		var one, more numbering
		want := one.number(rows, 1, stretchSize)
		got := more.number(rows, rapid.IntRange(2, 5).Draw(t, "workers"), rapid.IntRange(1, 20).Draw(t, "stretch"))
		if d := gocmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
		met := slices.Concat(rows...)
		slices.Sort(met)
		met = slices.DeleteFunc(slices.Compact(met), func(id uint64) bool { return id == 0 })
		if !slices.Equal(one.ids, met) || !slices.Equal(more.ids, met) {
			t.Fatalf("ids %v and %v, want %v", one.ids, more.ids, met)
		}
		for i := range rows {
			for k, id := range rows[i] {
				if id != 0 && (one.ids[want[i][k]] != id || one.of(IDKey(id)) != want[i][k] || more.find(IDKey(id)) != want[i][k]) {
					t.Fatalf("id %d of row %d is taken for %d", k, i, one.ids[want[i][k]])
				}
			}
		}
		if u := more.find(IDKey(41)); u != -1 {
			t.Fatalf("an id that was not met is found at %d", u)
		}
	})
}
