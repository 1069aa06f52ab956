package dossier

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

type numberEdge struct {
	Weight float32 `parquet:"weight"`
	Target int64   `parquet:"target,dict"`
	Source *int64  `parquet:"source,optional"`
}

type wordEdge struct {
	A string `parquet:"a"`
	B string `parquet:"b,dict"`
}

// parquetOf writes rows, three to a group.
func parquetOf[T any](t *testing.T, rows []T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "edges.parquet")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := parquet.NewGenericWriter[T](f, parquet.MaxRowsPerRowGroup(3))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() error{w.Close, f.Close} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// edgesIn returns the rows of a Parquet file in order, by name.
func edgesIn(t *testing.T, path string, opt ingest.EdgeListOptions) (*ingest.EdgeList, []string) {
	t.Helper()
	s, err := OpenEdges(path, opt.Weighted)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ingest.NumberEdges(context.Background(), s, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var got []string
	for _, p := range l.Parts {
		err := p.Walk(func(from, to []int32, weights []float64) {
			for i, u := range from {
				s := l.Name(u) + ">" + l.Name(to[i])
				if weights != nil {
					s += fmt.Sprint("=", weights[i])
				}
				got = append(got, s)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return l, got
}

func TestOpenEdges(t *testing.T) {
	id := func(n int64) *int64 { return &n }
	path := parquetOf(t, []numberEdge{{1, 5, id(7)}, {2, 5, id(8)}, {0.5, 7, nil}, {1, 8, id(5)}, {-1, 8, id(5)}, {3, 5, id(7)}, {1, 1 << 60, id(0)}})
	for _, workers := range []int{1, 8} {
		l, got := edgesIn(t, path, ingest.EdgeListOptions{Weighted: true, Workers: workers})
		want := []string{"7>5=1", "8>5=2", "5>8=1", "7>5=3", "0>1152921504606846976=1"}
		if !slices.Equal(got, want) || l.Nodes != 5 || l.Records != (adentro.Records{Seen: 7, Accepted: 5, Rejected: 2}) {
			t.Errorf("%d workers: got %v of %d nodes, %+v, want %v", workers, got, l.Nodes, l.Records, want)
		}
		if len(l.Rejects) != 2 || l.Rejects[0].Line != 3 || l.Rejects[1].Line != 5 {
			t.Errorf("rejects: %+v", l.Rejects)
		}
	}
	if _, got := edgesIn(t, parquetOf(t, []wordEdge{{"luis", "ana"}, {"ana", "bea"}, {"bea", "ana"}, {"luis", "luis"}}), ingest.EdgeListOptions{Undirected: true}); !slices.Equal(got, []string{"luis>ana", "ana>luis", "ana>bea", "bea>ana", "bea>ana", "ana>bea", "luis>luis"}) {
		t.Errorf("words: %v", got)
	}
}

func TestOpenEdgesRefuses(t *testing.T) {
	type one struct{ A int64 }
	type mixed struct {
		A int64
		B string
	}
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("PAR1 and nothing more PAR1"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"one column": parquetOf(t, []one{{1}}), "mixed": parquetOf(t, []mixed{{1, "a"}}), "broken": broken, "none": broken + "x"} {
		if _, err := OpenEdges(path, false); !errors.Is(err, ingest.ErrNoInput) {
			t.Errorf("%s: got %v, want ErrNoInput", name, err)
		}
	}
	if !IsParquet(broken) || IsParquet(broken+"x") {
		t.Error("IsParquet")
	}
}
