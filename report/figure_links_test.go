package report

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// twoNodes is a view of nodes at the left and at the right, and these links.
func twoNodes(edges ...analysis.ViewEdge) (*analysis.View, []placed, vg.Rectangle) {
	v := &analysis.View{Nodes: []analysis.ViewNode{{Class: -1}, {Class: -1}}, Edges: edges}
	nodes := []placed{{&v.Nodes[0], vg.Point{X: 100, Y: 100}, 5}, {&v.Nodes[1], vg.Point{X: 200, Y: 100}, 8}}
	return v, nodes, vg.Rectangle{Max: vg.Point{X: 300, Y: 200}}
}

// A link is as wide as it is to be at its source, ends in a point at the rim of
// its target, and bends to its left; so the two links of a pair enclose a room.
func TestLinkPointsAtItsTarget(t *testing.T) {
	v, nodes, room := twoNodes(analysis.ViewEdge{From: 0, To: 1, Weight: 1}, analysis.ViewEdge{From: 1, To: 0, Weight: 1}, analysis.ViewEdge{From: 1, To: 1, Weight: 1})
	links := newLinks(v, nodes, room)
	if len(links) != 2 || !links[0].mutual || !links[1].mutual {
		t.Fatalf("got %d links, want two mutual ones and no self-loop", len(links))
	}
	for i, l := range links {
		var s sketch
		l.outline(&s)
		start, tip, end := s.path[0].Pos, s.path[1].Pos, s.path[2].Pos
		if w := math.Hypot(float64(start.X-end.X), float64(start.Y-end.Y)); math.Abs(w-float64(l.width)) > 1e-9 {
			t.Errorf("link %d is %g wide at its source, want %g", i, w, l.width)
		}
		target := nodes[1-i]
		if d := math.Hypot(float64(tip.X-target.at.X), float64(tip.Y-target.at.Y)); math.Abs(d-float64(target.r)-0.8) > 1e-9 {
			t.Errorf("link %d ends %g from its target of radius %g", i, d, target.r)
		}
		bend := s.path[1].Control[0].Y - 100
		if left := []bool{bend > 0, bend < 0}[i]; !left { // to the right the left is up, to the left it is down
			t.Errorf("link %d bends by %g", i, bend)
		}
	}
}

func TestLinksOfOneWay(t *testing.T) {
	v, nodes, room := twoNodes(analysis.ViewEdge{From: 0, To: 1, Weight: 1}, analysis.ViewEdge{From: 0, To: 1, Weight: 9})
	links := newLinks(v, nodes, room)
	if links[0].mutual || links[1].mutual {
		t.Error("links of one way are mutual")
	}
	if links[1].width <= links[0].width {
		t.Errorf("the heavier link is %g wide, the lighter %g", links[1].width, links[0].width)
	}
	nodes[1].at = nodes[0].at
	var s sketch
	links[0].outline(&s)
	if len(s.path) != 0 {
		t.Error("a link without length is drawn")
	}
}

// What is far apart lies fainter than what is near.
func TestLongLinksFade(t *testing.T) {
	v, nodes, room := twoNodes(analysis.ViewEdge{From: 0, To: 1, Weight: 1})
	var faded []int
	for _, x := range []vg.Length{105, 150, 200, 290} {
		nodes[1].at.X = x
		faded = append(faded, newLinks(v, nodes, room)[0].fade)
	}
	if want := []int{0, 1, 2, 3}; !slices.Equal(faded, want) {
		t.Errorf("got %v, want %v", faded, want)
	}
	for m := range 2 {
		for i := 1; i < len(fades); i++ {
			if a, b := linkInk(m == 1, i-1, 0.5).A, linkInk(m == 1, i, 0.5).A; b >= a {
				t.Errorf("step %d keeps %d, the one before %d", i, b, a)
			}
		}
	}
}

// The figure says in itself what it shows, what sizes and links mean, and what it hides.
func TestNetworkExplainsItself(t *testing.T) {
	m := testModel(plainText)
	m.Lang = "en"
	m.Results.Drawing.Overview.Edges = append(m.Results.Drawing.Overview.Edges, analysis.ViewEdge{From: 0, To: 1, Weight: 1})
	f, _ := formatNamed("overview.svg")
	svg := string(write(t, f, m))
	for _, want := range []string{
		"Follow network: 61 accounts and 60 links. Not drawn: 1 account and 3 links.", "class0: 6", "class1: 2", "No class: 53", "Seed account: 4",
		"Size: accounts in the data that follow it", "the point is at the account that is followed", "reciprocal (1 pair)", "Source: title.", "Synthetic data", "Dates in UTC",
	} {
		if !strings.Contains(strings.ReplaceAll(svg, "\u00a0", " "), want) {
			t.Errorf("the figure does not say %q", want)
		}
	}
	m.Results.Drawing.Overview.SizeBy = "betweenness"
	if svg := string(write(t, f, m)); !strings.Contains(svg, "Size: betweenness") {
		t.Error("the figure does not say that sizes are betweenness")
	}
}

func TestScaleShowsSmallAndLarge(t *testing.T) {
	var nodes []placed
	for i := range 101 {
		nodes = append(nodes, placed{&analysis.ViewNode{Size: float64(i), Class: -1}, vg.Point{}, vg.Length(1 + math.Sqrt(float64(i)))})
	}
	got := scale(nodes)
	if len(got) != 3 || got[0].Size != 0 || got[1].Size != 20 || got[2].Size != 100 { // 1+√20 is nearest to 11/2
		t.Errorf("got %d nodes: %v", len(got), got)
	}
	if got := scale(nodes[:1]); len(got) != 1 {
		t.Errorf("one node: got %d", len(got))
	}
	if got := scale(nil); got != nil {
		t.Errorf("no node: got %d", len(got))
	}
}

// A PDF has the dates of the data, no text and no font, and is the same twice.
func TestPDF(t *testing.T) {
	f, _ := formatNamed("overview.pdf")
	a, b := write(t, f, testModel(plainText)), write(t, f, testModel(plainText))
	if !bytes.Equal(a, b) {
		t.Error("two PDFs of the same data differ")
	}
	for _, want := range []string{"%PDF-1.", "/CreationDate (D:20210417120000", "/ModDate (D:20210417120000"} {
		if !bytes.Contains(a, []byte(want)) {
			t.Errorf("the PDF holds no %q", want)
		}
	}
	if regexp.MustCompile(`/Type */Font\b`).Match(a) {
		t.Error("the PDF needs a font")
	}
}

func TestCurvedIsACircle(t *testing.T) {
	var p vg.Path
	disc(&p, vg.Point{X: 10, Y: 20}, 5)
	for _, q := range [][]vg.PathComp{p, {{Type: vg.MoveComp, Pos: vg.Point{X: 15, Y: 20}}, {Type: vg.ArcComp, Pos: vg.Point{X: 10, Y: 20}, Radius: 5, Angle: -2 * math.Pi}}} {
		at := vg.Point{}
		for _, k := range curved(q) {
			if k.Type == vg.CurveComp {
				mid := at.Add(k.Control[0].Scale(3)).Add(k.Control[1].Scale(3)).Add(k.Pos).Scale(1.0 / 8)
				for _, x := range []vg.Point{mid, k.Pos} {
					if r := math.Hypot(float64(x.X-10), float64(x.Y-20)); math.Abs(r-5) > 0.002 {
						t.Errorf("%v is %g from the middle, want 5", x, r)
					}
				}
			}
			at = k.Pos
		}
	}
}
