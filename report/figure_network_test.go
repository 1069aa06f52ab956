package report

import (
	"fmt"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// A crowd of seeds gets the names that there is room for: none covers another
// name or another seed.
func TestLabelsOfACrowdDoNotCover(t *testing.T) {
	e, err := newEdition(testModel(plainText))
	if err != nil {
		t.Fatal(err)
	}
	p := newPen(newSVG(400, 400))
	room := vg.Rectangle{Max: vg.Point{X: 400, Y: 400}}
	var taken []obstacle
	var nodes []placed
	for i := range 60 {
		n := placed{&analysis.ViewNode{Account: int32(i), Seed: true}, vg.Point{X: 160 + vg.Length(i%8)*9, Y: 160 + vg.Length(i/8)*9}, 3}
		nodes = append(nodes, n)
		taken = append(taken, obstacle{box(n.at, n.r, n.r), true})
	}
	written := 0
	for _, n := range nodes {
		if p.label(e, n, room, &taken) {
			written++
		}
	}
	if written == 0 || written == len(nodes) {
		t.Errorf("%d of %d names written, want some but not all", written, len(nodes))
	}
	for i, a := range taken[len(nodes):] {
		for j, b := range taken[:len(nodes)+i] {
			if overlap(a.Rectangle, b.Rectangle) > 0 {
				t.Errorf("name %d at %v covers obstacle %d at %v", i, a.Rectangle, j, b.Rectangle)
			}
		}
	}
}

// Colour and shape tell every one of the first classes apart, and Graphviz
// knows all shapes.
func TestMarksAreDistinct(t *testing.T) {
	known := []string{"circle", "square", "triangle", "diamond", "star", "invtriangle"} // graphviz.org/doc/info/shapes.html
	seen := map[string]int32{}
	for c := range int32(42) {
		m := classMark(c)
		if !slices.Contains(known, m.dot) {
			t.Errorf("class %d: Graphviz has no shape %q", c, m.dot)
		}
		k := fmt.Sprint(m.color, m.glyph, m.dot)
		if d, twice := seen[k]; twice {
			t.Errorf("classes %d and %d look the same: %s", d, c, k)
		}
		seen[k] = c
	}
}
