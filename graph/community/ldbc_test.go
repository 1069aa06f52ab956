package community

import (
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro/internal/graphdata"
)

// TestComponentsLDBC compares with the validation outputs of LDBC Graphalytics
// (https://ldbcouncil.org/benchmarks/graphalytics/): the same partition.
func TestComponentsLDBC(t *testing.T) {
	for _, name := range []string{"wcc/dir", "wcc/undir", "wcc/example-directed", "wcc/example-undirected"} {
		v := graphdata.LDBC(t, name)
		if got, want := weakOf(t, v.Graph), number(v.Nodes(t)); !slices.Equal(got.Group, want.Group) {
			t.Errorf("%s: got %v, want %v", name, got.Group, want.Group)
		}
	}
}
