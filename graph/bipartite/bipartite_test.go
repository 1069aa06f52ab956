package bipartite

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// fataler is a *testing.T or a *rapid.T.
type fataler interface {
	Helper()
	Fatal(...any)
}

// parse reads an incidence written as one string of digits, the counts, for each row.
func parse(t fataler, rows ...string) *Incidence {
	t.Helper()
	var pairs []graph.Edge
	columns := 0
	for i, row := range rows {
		columns = max(columns, len(row))
		for c, x := range row {
			if x != '0' {
				pairs = append(pairs, graph.Edge{From: int32(i), To: int32(c), Weight: float64(x - '0')})
			}
		}
	}
	in, err := New(len(rows), columns, pairs, true)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// random returns an incidence in which row i holds column c with probability p(i,c).
func random(t fataler, r *rand.Rand, rows, columns int, p func(i, c int) float64) *Incidence {
	t.Helper()
	var pairs []graph.Edge
	for i := range rows {
		for c := range columns {
			if r.Float64() < p(i, c) {
				pairs = append(pairs, graph.Edge{From: int32(i), To: int32(c), Weight: float64(1 + r.IntN(5))})
			}
		}
	}
	in, err := New(rows, columns, pairs, true)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// draw returns any incidence of up to 9 rows and 12 columns.
func draw(t *rapid.T) *Incidence {
	rows := make([]string, rapid.IntRange(0, 9).Draw(t, "rows"))
	columns := rapid.IntRange(0, 12).Draw(t, "columns")
	for i := range rows {
		cells := rapid.SliceOfN(rapid.SampledFrom([]rune{'0', '0', '1', '3'}), columns, columns).Draw(t, "row")
		rows[i] = string(cells)
	}
	return parse(t, rows...)
}

func must[T any](t fataler) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func near(a, b, relative float64) bool {
	return a == b || math.Abs(a-b) <= relative*max(math.Abs(a), math.Abs(b))
}

func TestIncidence(t *testing.T) {
	in := parse(t, "1020", "0000", "1103")
	if in.Rows() != 3 || in.Columns() != 4 || in.Len() != 5 || in.Held() != 4 {
		t.Errorf("%d rows, %d columns, %d incidences, %d held; want 3, 4, 5, 4", in.Rows(), in.Columns(), in.Len(), in.Held())
	}
	var holders [][]int32
	for c := range in.Columns() {
		holders = append(holders, in.Holders(c))
	}
	if d := cmp.Diff([][]int32{{0, 2}, {2}, {0}, {2}}, holders); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]float64{1, 1, 3}, in.Counts(2)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int32{0, 1, 3}, in.Row(2)); d != "" {
		t.Error(d)
	}
	for name, pair := range map[string]graph.Edge{"row": {From: 2}, "column": {To: 3}, "negative": {From: -1}, "weight": {Weight: math.NaN()}} {
		if _, err := New(2, 3, []graph.Edge{pair}, true); err == nil {
			t.Errorf("a bad %s is taken", name)
		}
	}
	if _, err := New(-1, 3, nil, true); err == nil {
		t.Error("a negative number of rows is taken")
	}
}

func TestSelect(t *testing.T) {
	// 0, 1 and 2 follow 3; 1 and 3 follow 4; 4 follows itself.
	g := must[*graph.Graph](t)(graph.New(5, []graph.Edge{{From: 0, To: 3}, {From: 1, To: 3}, {From: 2, To: 3}, {From: 1, To: 4}, {From: 3, To: 4}, {From: 4, To: 4}}, false))
	in := must[*Incidence](t)(Select(g.Reverse(), []int32{4, 3}))
	if d := cmp.Diff([][]int32{{1, 3, 4}, {0, 1, 2}}, [][]int32{in.Row(0), in.Row(1)}); d != "" {
		t.Error(d)
	}
	pairs := must[[]Pair](t)(Pairs(t.Context(), in, PairsOptions{}))
	if d := cmp.Diff([]Pair{{0, 1, 1, 3, 3}}, pairs); d != "" {
		t.Error(d)
	}
	for _, rows := range [][]int32{{5}, {-1}, {1, 1}} {
		if _, err := Select(g, rows); err == nil {
			t.Errorf("rows %v are taken", rows)
		}
	}
}

func TestMeasuresByHand(t *testing.T) {
	p := Pair{Common: 2, A: 2, B: 8}
	if p.Cosine() != 0.5 || p.Jaccard() != 0.25 || p.OverlapCoefficient() != 1 {
		t.Errorf("cosine %v, Jaccard %v, coefficient %v; want 1/2, 1/4, 1", p.Cosine(), p.Jaccard(), p.OverlapCoefficient())
	}
	for _, p := range []Pair{{}, {A: 3}, {B: 3}} {
		if p.Cosine() != 0 || p.Jaccard() != 0 || p.OverlapCoefficient() != 0 {
			t.Errorf("%v: an empty row is like another", p)
		}
	}
}

// slowPairs compares all rows with all.
func slowPairs(in *Incidence, counted func(c int32) bool) []Pair {
	var pairs []Pair
	size := func(row []int32) (n int) {
		for _, c := range row {
			if counted(c) {
				n++
			}
		}
		return n
	}
	for i := range in.Rows() {
		for j := i + 1; j < in.Rows(); j++ {
			p := Pair{U: int32(i), V: int32(j), A: size(in.Row(i)), B: size(in.Row(j))}
			for _, c := range in.Row(i) {
				if slices.Contains(in.Row(j), c) && counted(c) {
					p.Common++
				}
			}
			pairs = append(pairs, p)
		}
	}
	return pairs
}

func TestPairsAgainstSlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := draw(t)
		want := slowPairs(in, func(int32) bool { return true })
		for _, workers := range []int{1, 2, 8} {
			got := must[[]Pair](t)(Pairs(context.Background(), in, PairsOptions{workers}))
			if !slices.Equal(got, want) {
				t.Fatalf("%d workers: got %v, want %v", workers, got, want)
			}
		}
	})
}

func TestTopPairsAgainstSlow(t *testing.T) {
	type search = func(context.Context, *Incidence, topPairs) ([]*topPairs, error)
	rapid.Check(t, func(t *rapid.T) {
		in := draw(t)
		opt := TopPairsOptions{
			K: rapid.IntRange(1, 9).Draw(t, "K"), By: Measure(rapid.IntRange(0, 2).Draw(t, "by")),
			MinCommon: rapid.IntRange(0, 3).Draw(t, "least common"), MinSize: rapid.IntRange(0, 4).Draw(t, "least size"),
			MaxHolders: rapid.IntRange(0, 5).Draw(t, "most holders"),
		}
		var want TopPairsResult
		counted := func(c int32) bool { return opt.MaxHolders == 0 || len(in.Holders(int(c))) <= opt.MaxHolders }
		for c := range int32(in.Columns()) {
			if h := len(in.Holders(int(c))); !counted(c) {
				want.Skipped.Columns++
				want.Skipped.Pairs += int64(h * (h - 1) / 2)
			}
		}
		for _, p := range slowPairs(in, counted) {
			if p.Common >= max(1, opt.MinCommon) && min(p.A, p.B) >= opt.MinSize {
				want.Pairs = append(want.Pairs, p)
			}
		}
		want.Compared = int64(len(want.Pairs))
		value := [...]func(Pair) float64{Pair.Cosine, Pair.Jaccard, Pair.OverlapCoefficient}[opt.By]
		slices.SortStableFunc(want.Pairs, func(a, b Pair) int {
			if x, y := value(a), value(b); math.Abs(x-y) > 1e-12 { // equal but for rounding
				return map[bool]int{true: -1, false: 1}[x > y]
			}
			return 0
		})
		if len(want.Pairs) > opt.K {
			want.Pairs = want.Pairs[:opt.K]
		}
		for _, workers := range []int{1, 2, 8} {
			opt.Workers = workers
			got := must[TopPairsResult](t)(TopPairs(context.Background(), in, opt))
			if d := cmp.Diff(want, got); d != "" {
				t.Fatalf("%+v: %s", opt, d)
			}
		}
		// The other way of counting, for many rows.
		opt.MinCommon = max(1, opt.MinCommon)
		skip, _ := heavy(in, opt.MaxHolders)
		var all topPairs
		all.opt = opt
		for _, top := range must[[]*topPairs](t)(search(topByRow)(context.Background(), in, topPairs{opt: opt, skip: skip, sizes: countedSizes(in, skip)})) {
			all.best = append(all.best, top.best...)
		}
		all.trim()
		var got []Pair
		for _, r := range all.best {
			got = append(got, r.Pair)
		}
		if !slices.Equal(got, want.Pairs) {
			t.Fatalf("by row, %+v: got %v, want %v", opt, got, want.Pairs)
		}
	})
}

// TestTopPairsOfMany: above denseRows rows both ways give the same, for any number of
// workers, and the cap on holders is counted.
func TestTopPairsOfMany(t *testing.T) {
	g := rmat(t, 13, 80_000)
	rows := mostFollowed(g, denseRows+200)
	in := must[*Incidence](t)(Select(g.Reverse(), rows))
	opt := TopPairsOptions{K: 300, MinSize: 3, MaxHolders: 100}
	one := must[TopPairsResult](t)(TopPairs(t.Context(), in, opt))
	if len(one.Pairs) != 300 || one.Skipped.Columns == 0 || one.Compared < 300 {
		t.Errorf("%d pairs of %d, %d columns skipped", len(one.Pairs), one.Compared, one.Skipped.Columns)
	}
	for _, workers := range []int{2, 8} {
		opt.Workers = workers
		if d := cmp.Diff(one, must[TopPairsResult](t)(TopPairs(t.Context(), in, opt))); d != "" {
			t.Errorf("%d workers: %s", workers, d)
		}
	}
	skip, _ := heavy(in, opt.MaxHolders)
	opt.MinCommon = 1
	dense := must[[]*topPairs](t)(topDense(t.Context(), in, topPairs{opt: opt, skip: skip, sizes: countedSizes(in, skip)}))[0]
	dense.trim()
	for i, r := range dense.best {
		if r.Pair != one.Pairs[i] {
			t.Fatalf("pair %d: dense %v, by row %v", i, r.Pair, one.Pairs[i])
		}
	}
}

// TestEqualCosinesTie: 1/√2 and 3/√18 are equal, though their floats are not.
func TestEqualCosinesTie(t *testing.T) {
	a, b := Pair{Common: 1, A: 1, B: 2}, Pair{Common: 3, A: 3, B: 6}
	for scale := 1; scale < 2000; scale++ {
		c := Pair{Common: scale, A: scale, B: 2 * scale}
		if Cosine.rank(c) != Cosine.rank(a) {
			t.Fatalf("%v and %v rank apart", a, c)
		}
	}
	if Cosine.rank(b) != Cosine.rank(a) {
		t.Errorf("%v and %v rank apart", a, b)
	}
}

// TestMeasuresPeer compares with scipy 1.17.1: pdist by cosine and by Jaccard, summed, and
// the four largest cosines, of which the last two are equal.
func TestMeasuresPeer(t *testing.T) {
	in := parse(t, finches...)
	cosine, jaccard := 0.0, 0.0
	for _, p := range must[[]Pair](t)(Pairs(t.Context(), in, PairsOptions{})) {
		cosine += p.Cosine()
		jaccard += p.Jaccard()
	}
	if !near(cosine, 43.1261455444463, 1e-12) || !near(jaccard, 32.161542868895815, 1e-12) {
		t.Errorf("sums of cosine %v and Jaccard %v, want 43.1261455444463 and 32.161542868895815", cosine, jaccard)
	}
	want := []Pair{{1, 2, 13, 13, 14}, {1, 4, 12, 13, 12}, {6, 9, 10, 10, 11}, {8, 9, 10, 10, 11}}
	got := must[TopPairsResult](t)(TopPairs(t.Context(), in, TopPairsOptions{K: 4}))
	if d := cmp.Diff(TopPairsResult{Pairs: want, Compared: got.Compared}, got); d != "" {
		t.Error(d)
	}
}

// TestRelabelled: other numbers of rows and columns name the same overlaps.
func TestRelabelled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := draw(t)
		numbers := func(n int) []int32 {
			all := make([]int32, n)
			for i := range all {
				all[i] = int32(i)
			}
			return rapid.Permutation(all).Draw(t, "numbers")
		}
		row, column := numbers(in.Rows()), numbers(in.Columns())
		var pairs []graph.Edge
		for i := range in.Rows() {
			for k, c := range in.Row(i) {
				pairs = append(pairs, graph.Edge{From: row[i], To: column[c], Weight: in.Counts(i)[k]})
			}
		}
		other := must[*Incidence](t)(New(in.Rows(), in.Columns(), pairs, true))
		tests, _, err := SDSM(context.Background(), in, SDSMOptions{})
		others, _, otherErr := SDSM(context.Background(), other, SDSMOptions{})
		if err != nil || otherErr != nil {
			t.Fatal(err, otherErr)
		}
		for _, a := range tests {
			u, v := row[a.U], row[a.V]
			b := others[pairsFrom(in.Rows(), int(min(u, v)))+int(max(u, v)-min(u, v))-1]
			if a.Common != b.Common || a.Jaccard() != b.Jaccard() || !near(a.Upper, b.Upper, 1e-6) || !near(a.Expected, b.Expected, 1e-6) {
				t.Fatalf("%+v, relabelled %+v", a, b)
			}
		}
		a := must[TFIDFResult](t)(TFIDF(context.Background(), in, TFIDFOptions{MinCount: -1, Quantile: -1}))
		b := must[TFIDFResult](t)(TFIDF(context.Background(), other, TFIDFOptions{MinCount: -1, Quantile: -1}))
		sums := [2]float64{}
		for i, r := range []TFIDFResult{a, b} {
			for _, e := range r.Pairs {
				sums[i] += e.Weight
			}
		}
		if a.Similar != b.Similar || !near(sums[0], sums[1], 1e-12) {
			t.Fatalf("%d similar pairs of sum %v, relabelled %d of %v", a.Similar, sums[0], b.Similar, sums[1])
		}
	})
}

// finches are the 13 species of Darwin's finches on 17 islands of the Galápagos.
// (Sanderson 2000, Am. Sci. 88, as in Chen, Diaconis, Holmes & Liu 2005,
// doi:10.1198/016214504000001303.)
var finches = strings.Fields(`
	00111111110111111
	11111111110101100
	11111111111101100
	00111001010110111
	11101111110101100
	00000000001010000
	00111111100101100
	00000000000100000
	00111111110100100
	00111111110101100
	00111011010000000
	00110000000000000
	11111111111111111`)
