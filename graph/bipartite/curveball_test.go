package bipartite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// enumerate calls visit with every incidence, as a string of rows, of these sizes.
func enumerate(sizes, columns []int, rows string, visit func(string)) {
	if len(sizes) == 0 {
		if slices.Max(columns) == 0 {
			visit(rows)
		}
		return
	}
	row := make([]byte, len(columns))
	var fill func(c, left int)
	fill = func(c, left int) {
		if c == len(columns) {
			if left == 0 {
				enumerate(sizes[1:], columns, rows+string(row)+" ", visit)
			}
			return
		}
		row[c] = '0'
		fill(c+1, left)
		if left > 0 && columns[c] > 0 {
			row[c] = '1'
			columns[c]--
			fill(c+1, left-1)
			columns[c]++
		}
	}
	fill(0, sizes[0])
}

func render(rows [][]int32, columns int) string {
	out := ""
	for _, row := range rows {
		line := slices.Repeat([]byte{'0'}, columns)
		for _, c := range row {
			line[c] = '1'
		}
		out += string(line) + " "
	}
	return out
}

// sizesOf returns the sizes of rows and columns.
func sizesOf(in *Incidence) (rows, columns []int) {
	for i := range in.Rows() {
		rows = append(rows, len(in.Row(i)))
	}
	for c := range in.Columns() {
		columns = append(columns, len(in.Holders(c)))
	}
	return rows, columns
}

// drawKinds counts how often each incidence with the sizes of in is drawn, and returns the p-value that all are
// equally likely: chi-square over the whole list.
func drawKinds(t *testing.T, in *Incidence, replicates int, seed uint64) (kinds int, p float64) {
	t.Helper()
	rows, columns := sizesOf(in)
	count := map[string]int{}
	enumerate(rows, columns, "", func(s string) { count[s] = 0 })
	kinds = len(count)
	var mu sync.Mutex
	err := FixedMargins(t.Context(), in, FixedMarginsOptions{Replicates: replicates, Seed: seed}, func(_ int, rows [][]int32) {
		s := render(rows, in.Columns())
		mu.Lock()
		count[s]++
		mu.Unlock()
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(count) != kinds {
		t.Fatalf("%v: %d kinds drawn, %d have these sizes", in.rows, len(count), kinds)
	}
	if kinds < 2 {
		return kinds, 1
	}
	expected := float64(replicates) / float64(kinds)
	chi := 0.0
	for _, k := range count {
		chi += (float64(k) - expected) * (float64(k) - expected) / expected
	}
	return kinds, distuv.ChiSquared{K: float64(kinds - 1)}.Survival(chi)
}

// TestFixedMarginsUniform draws each of all incidences with the same sizes as often as
// any other.
func TestFixedMarginsUniform(t *testing.T) {
	for i, rows := range [][]string{
		{"10", "01"},
		{"110", "101", "010"},
		{"1100", "1010", "0110"},
		{"11000", "10110", "01001", "00110"},
		{"1111", "1000", "0100", "0110"},
		{"111000", "100110", "011001"},
		{"1110", "1000", "1000", "0111", "0100"},
	} {
		in := parse(t, rows...)
		kinds, p := drawKinds(t, in, 20000, uint64(i))
		if kinds < 2 {
			t.Fatalf("%v: nothing to choose", rows)
		}
		if p < 0.001 {
			t.Errorf("%v: %d kinds, p %v", rows, kinds, p)
		}
	}
}

// TestFixedMarginsUniformEverywhere does the same for all sizes that incidences of 2×3 to 4×4 have, up to the order of rows
// and columns, where more than one incidence has them.
func TestFixedMarginsUniformEverywhere(t *testing.T) {
	seen, tested := map[string]bool{}, 0
	var worst float64 = 1
	for _, shape := range [][2]int{{2, 3}, {3, 2}, {2, 4}, {3, 3}, {3, 4}, {4, 3}, {4, 4}} {
		for bits := range 1 << (shape[0] * shape[1]) {
			rows := make([]string, shape[0])
			for i := range shape[0] * shape[1] {
				rows[i/shape[1]] += string(rune('0' + bits>>i&1))
			}
			in := parse(t, rows...)
			r, c := sizesOf(in)
			slices.Sort(r)
			slices.Sort(c)
			if key := fmt.Sprint(r, c); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			kinds, p := drawKinds(t, in, 1000, uint64(bits))
			if kinds > 1 {
				tested++
				worst = min(worst, p)
			}
			if p < 1e-6 { // some hundred tests are made
				t.Errorf("%v: %d kinds, p %v", rows, kinds, p)
			}
		}
	}
	if tested < 80 {
		t.Errorf("only %d sizes leave a choice", tested)
	}
	t.Logf("%d sizes with a choice, the smallest p %v", tested, worst)
}

// TestFixedMarginsKeepsMargins: sizes of rows and columns hold exactly, rows stay sorted, and
// replicate i is the same for any number of workers.
func TestFixedMarginsKeepsMargins(t *testing.T) {
	in := random(t, rand.New(rand.NewPCG(1, 2)), 30, 200, func(i, c int) float64 { return float64(i+1) / 40 * float64(c%7) / 7 })
	var first []string
	for _, workers := range []int{1, 2, 8} {
		drawn := make([]string, 40)
		err := FixedMargins(t.Context(), in, FixedMarginsOptions{Replicates: len(drawn), Seed: 7, Workers: workers}, func(replicate int, rows [][]int32) {
			columns := make([]int, in.Columns())
			for i, row := range rows {
				if len(row) != len(in.Row(i)) || !slices.IsSorted(row) || len(slices.Compact(slices.Clone(row))) != len(row) {
					t.Errorf("row %d: %v", i, row)
				}
				for _, c := range row {
					columns[c]++
				}
			}
			for c, k := range columns {
				if k != len(in.Holders(c)) {
					t.Errorf("column %d is held %d times, want %d", c, k, len(in.Holders(c)))
				}
			}
			drawn[replicate] = fmt.Sprint(rows)
		})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = drawn
		}
		if !slices.Equal(first, drawn) {
			t.Errorf("%d workers draw otherwise than one", workers)
		}
		if distinct := slices.Compact(slices.Sorted(slices.Values(drawn))); len(distinct) != len(drawn) {
			t.Errorf("%d of %d replicates differ", len(distinct), len(drawn))
		}
	}
	if _, err := FDSM(t.Context(), in, FixedMarginsOptions{Replicates: -1}); err == nil {
		t.Error("-1 replicates are taken")
	}
}

// TestFinches repeats a published test. The species share islands less evenly than chance
// gives: of the tables with these margins, 67,149,106,137,567,626 in all, the mean square of
// the overlaps is as large as the observed 53.1 in some 4 of 10,000. (Chen, Diaconis, Holmes &
// Liu 2005, doi:10.1198/016214504000001303: 3.96e-4 ± 0.36e-4.)
func TestFinches(t *testing.T) {
	in := parse(t, finches...)
	observed, total := 0, 0
	for _, p := range must[[]Pair](t)(Pairs(t.Context(), in, PairsOptions{})) {
		observed += p.Common * p.Common
		total++
	}
	if s := float64(observed) / float64(total); s < 53.05 || s > 53.15 {
		t.Fatalf("observed %v, want 53.1", s)
	}
	const replicates = 20000
	var mu sync.Mutex
	atLeast := 0
	err := FixedMargins(t.Context(), in, FixedMarginsOptions{Replicates: replicates, Seed: 1}, func(_ int, rows [][]int32) {
		s := 0
		for i := range rows {
			for j := range rows[:i] {
				common := len(rows[i]) + len(rows[j]) - len(merge(make([]int32, 34), rows[i], rows[j]))
				s += common * common
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if s >= observed {
			atLeast++
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if p := float64(atLeast) / replicates; p < 1e-4 || p > 9e-4 {
		t.Errorf("p = %v, want about 4e-4", p)
	}
}
