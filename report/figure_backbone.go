package report

import (
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// backboneView returns the view of lists that share more than chance gives, nil where none does.
func (e *edition) backboneView() *analysis.View {
	if o := e.Results.Overlap; o != nil && o.Backbone != nil && len(o.Backbone.Nodes) > 0 {
		return o.Backbone
	}
	return nil
}

func (e *edition) backboneSub(v *analysis.View) string {
	hidden := ""
	if v.HiddenNodes > 0 || v.HiddenEdges > 0 {
		hidden = e.l.T("figure.hidden", e.l.Count("count.lists", int64(v.HiddenNodes)), e.l.Count("count.links", int64(v.HiddenEdges)))
	}
	return e.l.T("figure.backbone.sub", e.l.Count("count.lists", int64(len(v.Nodes))), e.l.Count("count.links", int64(len(v.Edges))), e.shared(e.Results.Overlap), hidden)
}

// backboneHeight leaves the picture the room that its proportions ask for.
func backboneHeight(e *edition, p *pen, width vg.Length) vg.Length {
	v := e.backboneView()
	if v == nil {
		return 200
	}
	inner := width - 2*margin
	subs := len(p.wrap(faceSub(), e.backboneSub(v), inner))
	rows := p.legendRows(inner, e.classKeys(v))
	tall := vg.Length(0.3)
	if size := extentOf(v).Size(); size.X > 0 {
		tall = size.Y / size.X
	}
	return 112 + vg.Length(subs)*faceSub().size*1.3 + vg.Length(rows)*faceLabel().size*1.5 + stripHeight + inner*min(max(tall, 0.3), 0.9)
}

// drawBackbone shows the lists as signs as large as they are long, joined by lines as wide as they share much.
func drawBackbone(e *edition, p *pen, f *figure) error {
	v := e.backboneView()
	if v == nil {
		return ErrNothing
	}
	room := p.frame(e, f, e.l.T("figure.backbone.heading", e.shared(e.Results.Overlap)), e.backboneSub(v))
	room.Max.Y = p.legend(room, e.classKeys(v))
	strip := room
	strip.Max.Y = strip.Min.Y + stripHeight
	room.Min.Y = strip.Max.Y + 4
	nodes := place(v, room)
	largest := vg.Length(smallSign)
	for _, n := range nodes {
		largest = max(largest, n.r)
	}
	for i := range nodes { // the scale has room for small signs
		nodes[i].r *= smallSign / largest
	}
	lines := slices.Clone(v.Edges)
	slices.SortStableFunc(lines, func(a, b analysis.ViewEdge) int { return int(a.Weight) - int(b.Weight) })
	most := 1.0
	for _, x := range lines {
		most = max(most, x.Weight)
	}
	width := func(w float64) vg.Length { return vg.Length(0.5 + 5.5*w/most) }
	for _, x := range lines {
		ink := inkEdge()
		ink.A = 0xB0
		p.line(ink, width(x.Weight), nil, nodes[x.From].at, nodes[x.To].at)
	}
	p.nodes(nodes)
	p.labels(e, nodes, room)
	p.explainBackbone(e, strip, nodes, lines, width)
	return nil
}

// explainBackbone writes what sizes and widths mean.
func (p *pen) explainBackbone(e *edition, strip vg.Rectangle, nodes []placed, lines []analysis.ViewEdge, width func(float64) vg.Length) {
	x, y := strip.Min.X, strip.Max.Y-smallSign
	write := func(s string, gap vg.Length) {
		p.text(faceTick(), vg.Point{X: x, Y: y}, text.XLeft, text.YCenter, s)
		x += p.width(faceTick(), s) + gap
	}
	write(e.l.Raw("figure.backbone.size"), 8)
	for _, n := range scale(nodes) {
		p.dot(vg.Point{X: x + n.r, Y: y}, n.r, inkNone())
		x += 2*n.r + 4
		write(e.size(n.Size), 12)
	}
	x, y = strip.Min.X, strip.Min.Y+smallSign
	write(e.l.T("figure.backbone.width", e.shared(e.Results.Overlap)), 8)
	for i, l := range []analysis.ViewEdge{lines[0], lines[len(lines)-1]} {
		if i == 1 && lines[0].Weight == l.Weight {
			break
		}
		p.line(inkEdge(), width(l.Weight), nil, vg.Point{X: x, Y: y}, vg.Point{X: x + 26, Y: y})
		x += 31
		write(e.size(l.Weight), 12)
	}
}
