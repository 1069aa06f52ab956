package community

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// TestComponentsLDBC compares with the validation outputs of LDBC Graphalytics
// (https://ldbcouncil.org/benchmarks/graphalytics/): the same partition.
func TestComponentsLDBC(t *testing.T) {
	rows := func(name string) (out [][]string) {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "graphs", "ldbc", name))
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip("the LDBC validation graphs are not here")
		}
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if f := strings.Fields(line); len(f) > 0 {
				out = append(out, f)
			}
		}
		return out
	}
	for _, name := range []string{"wcc/dir", "wcc/undir", "example/example-directed", "example/example-undirected"} {
		output := name + "-output"
		if strings.HasPrefix(name, "example") {
			output = name + "-WCC"
		}
		index, label := map[string]int32{}, []string{}
		for _, row := range rows(output) {
			index[row[0]] = int32(len(label))
			label = append(label, row[1])
		}
		var edges []graph.Edge
		for _, row := range rows(name + "-input") {
			for _, v := range row[1:] {
				edges = append(edges, graph.Edge{From: index[row[0]], To: index[v]})
			}
		}
		d := weakOf(t, build(t, len(label), edges, false))
		for u := range label {
			for v := range label {
				if got, want := d.Group[u] == d.Group[v], label[u] == label[v]; got != want {
					t.Fatalf("%s: nodes %d and %d together: got %v, want %v", name, u, v, got, want)
				}
			}
		}
	}
}
