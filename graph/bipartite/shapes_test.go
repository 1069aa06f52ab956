package bipartite

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// TestStarAndPath: a million rows of one column each, the same or another.
func TestStarAndPath(t *testing.T) {
	const n = 1 << 20
	var star, path []graph.Edge
	all := make([]int32, n)
	for u := int32(1); u < n; u++ {
		all[u] = u
		star, path = append(star, graph.Edge{From: u, To: 0}), append(path, graph.Edge{From: u - 1, To: u})
	}
	for name, edges := range map[string][]graph.Edge{"star": star, "path": path} {
		g := must[*graph.Graph](t)(graph.New(n, edges, false))
		in := must[*Incidence](t)(Select(g, all))
		got := must[TopPairsResult](t)(TopPairs(t.Context(), in, TopPairsOptions{MaxHolders: 1000}))
		want := TopPairsResult{}
		if name == "star" {
			want.Skipped = Skipped{1, (n - 1) * (n - 2) / 2}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		similar := must[TFIDFResult](t)(TFIDF(t.Context(), in, TFIDFOptions{MinCount: -1, MaxHolders: 1000}))
		if similar.Similar != 0 || similar.Skipped != want.Skipped {
			t.Errorf("%s: %+v", name, similar)
		}
		// The other way round the star is one row of a million columns.
		in = must[*Incidence](t)(Select(g.Reverse(), []int32{0, 1}))
		if tests, b, err := SDSM(t.Context(), in, SDSMOptions{}); err != nil || b.MaxError != 0 || tests[0].Upper != 1 {
			t.Errorf("%s: %v, %v", name, tests, err)
		}
		if test := must[[]Test](t)(HypergeometricTest(t.Context(), in, HypergeometricOptions{}))[0]; test.Upper != 1 || test.Common != 0 {
			t.Errorf("%s: %+v", name, test)
		}
	}
	if _, err := Pairs(t.Context(), must[*Incidence](t)(New(n, 1, nil, false)), PairsOptions{}); err == nil {
		t.Error("the pairs of a million rows are listed")
	}
}

func TestNothing(t *testing.T) {
	ctx := t.Context()
	for name, in := range map[string]*Incidence{"no row": parse(t), "one row": parse(t, "0110"), "empty rows": parse(t, "000", "000", "000")} {
		n := in.Rows() * (in.Rows() - 1) / 2
		pairs := must[[]Pair](t)(Pairs(ctx, in, PairsOptions{}))
		top := must[TopPairsResult](t)(TopPairs(ctx, in, TopPairsOptions{}))
		similar := must[TFIDFResult](t)(TFIDF(ctx, in, TFIDFOptions{MinCount: -1}))
		hyper := must[[]Test](t)(HypergeometricTest(ctx, in, HypergeometricOptions{}))
		fixed := must[[]Test](t)(FDSM(ctx, in, FixedMarginsOptions{Replicates: 3}))
		average, b, err := SDSM(ctx, in, SDSMOptions{})
		if err != nil || b.MaxError != 0 {
			t.Errorf("%s: SDSM: %v", name, err)
		}
		core := must[CoreAudienceResult](t)(CoreAudience(ctx, in, CoreAudienceOptions{Replicates: 3}))
		if len(pairs) != n || len(top.Pairs) != 0 || len(similar.Pairs) != 0 || len(hyper) != n || len(fixed) != n || len(average) != n || len(core.Levels) != in.Rows() {
			t.Errorf("%s: wrong lengths", name)
		}
		for _, tests := range [][]Test{hyper, fixed, average} {
			for _, test := range tests {
				if test.Upper != 1 || test.Lower != 1 || test.Z() != 0 || test.Expected != 0 {
					t.Errorf("%s: %+v, want p-values of 1", name, test)
				}
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in := parse(t, "1100", "0110", "0011")
	for name, err := range map[string]error{
		"Pairs":    second(Pairs(ctx, in, PairsOptions{})),
		"TopPairs": second(TopPairs(ctx, in, TopPairsOptions{})),
		"TFIDF":    second(TFIDF(ctx, in, TFIDFOptions{})),
		"FDSM":     second(FDSM(ctx, in, FixedMarginsOptions{})),
		"FitBiCM":  second(FitBiCM(ctx, parse(t, "1100", "0010", "0011"))),
		"core":     second(CoreAudience(ctx, in, CoreAudienceOptions{})),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestSameBits for any number of workers, with more rows and columns than one takes at a
// time, and progress to the end.
func TestSameBits(t *testing.T) {
	in := random(t, rand.New(rand.NewPCG(8, 3)), 150, 300, func(i, c int) float64 { return 0.3 * float64(c%10) / 10 })
	var pairs []Pair
	var similar TFIDFResult
	for _, workers := range []int{1, 2, 8} {
		p := must[[]Pair](t)(Pairs(t.Context(), in, PairsOptions{workers}))
		var most atomic.Int64
		progress := func(done, total int64) {
			if total != 150 || done > total {
				t.Errorf("progress: %d of %d", done, total)
			}
			most.Store(max(most.Load(), done))
		}
		s := must[TFIDFResult](t)(TFIDF(t.Context(), in, TFIDFOptions{Quantile: 0.9, TopK: 20, Workers: workers, Progress: progress}))
		if workers == 1 {
			pairs, similar = p, s
			if len(s.Pairs) < 100 || most.Load() != 150 {
				t.Errorf("%d similar pairs, progress to %d of 150", len(s.Pairs), most.Load())
			}
		}
		if !slices.Equal(p, pairs) || !reflect.DeepEqual(s, similar) {
			t.Errorf("%d workers: not what one gives", workers)
		}
	}
}
