package report

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// drawBusiness shows who follows the seeds: followers of the same seeds are one
// sign whose area is their number.
func drawBusiness(e *edition, p *pen, f *figure) error {
	v := e.view(f.name)
	if v == nil {
		return ErrNothing
	}
	return drawView(e, p, f, v)
}

// drawOverview shows the network with its classes.
func drawOverview(e *edition, p *pen, f *figure) error { return drawBusiness(e, p, f) }

// view returns the view that a figure shows, nil if there is nothing to show.
func (e *edition) view(name string) *analysis.View {
	d := e.Results.Drawing
	if d == nil {
		return nil
	}
	v := d.Overview
	if name == "business" {
		v = d.Business
	}
	if v == nil || len(v.Nodes) == 0 {
		return nil
	}
	return v
}

// acts reports whether a figure's links are acts such as retweets, not follows.
func (e *edition) acts(name string) bool {
	r := e.Results.Network
	return name != "business" && r != nil && r.Kind != string(graph.Follows)
}

// viewSub returns the line under the title: what is drawn, and what is not.
func (e *edition) viewSub(name string, v *analysis.View) string {
	accounts := 0
	for i := range v.Nodes {
		accounts += max(1, len(v.Nodes[i].Members))
	}
	hidden := ""
	if v.HiddenNodes > 0 || v.HiddenEdges > 0 {
		hidden = e.l.T("figure.hidden", e.l.Count("count.accounts", int64(v.HiddenNodes)), e.l.Count("count.links", int64(v.HiddenEdges)))
	}
	links := 0.0
	for _, x := range v.Edges {
		if name != "business" || !isNumber(x.Weight) {
			links++
		} else {
			links += x.Weight // a link of a group is one of each of its members
		}
	}
	kind := string(graph.Follows)
	if r := e.Results.Network; name != "business" && r != nil && e.l.Has("kind."+r.Kind) {
		kind = r.Kind
	}
	return e.l.T("figure."+name+".sub", e.l.Count("count.accounts", int64(accounts)), e.l.Count("count.links", int64(links)), hidden, e.l.Raw("kind."+kind))
}

// placed is a node of a View on paper.
type placed struct {
	*analysis.ViewNode
	at vg.Point
	r  vg.Length
}

// stripHeight is the room under a network for what explains it, where no sign of
// the scale is wider than smallSign.
const (
	stripHeight = 46
	smallSign   = 12
)

func drawView(e *edition, p *pen, f *figure, v *analysis.View) error {
	room := p.frame(e, f, e.l.Raw("figure."+f.name+".title"), e.viewSub(f.name, v))
	room.Max.Y = p.legend(room, e.classKeys(v))
	strip, nodes := room, []placed(nil)
	for tall := vg.Length(smallSign); ; { // the scale shows signs as large as they are
		strip.Max.Y = strip.Min.Y + stripHeight + 2*(tall-smallSign)
		room.Min.Y = strip.Max.Y + 4
		nodes = place(v, room)
		widest := vg.Length(0)
		for _, n := range scale(nodes) {
			widest = max(widest, n.r)
		}
		if widest <= tall {
			break
		}
		tall = widest
	}
	links := newLinks(v, nodes, room)
	p.edges(links)
	p.nodes(nodes)
	p.sizes(e, nodes)
	p.labels(e, nodes, room)
	p.explain(e, f.name, strip, nodes, links)
	return nil
}

// viewHeight leaves a network the room that its proportions ask for.
func viewHeight(name string) func(*edition, *pen, vg.Length) vg.Length {
	return func(e *edition, p *pen, width vg.Length) vg.Length {
		v := e.view(name)
		if v == nil {
			return 200
		}
		inner := width - 2*margin
		subs := len(p.wrap(faceSub(), e.viewSub(name, v), inner))
		rows := p.legendRows(inner, e.classKeys(v))
		around := 112 + vg.Length(subs)*faceSub().size*1.3 + vg.Length(rows)*faceLabel().size*1.5 + stripHeight
		box := extentOf(v)
		size := box.Size()
		tall := vg.Length(0.3)
		if size.X > 0 {
			tall = size.Y / size.X
		}
		return around + inner*min(max(tall, 0.3), 1.15)
	}
}

// classKeys returns the legend: the classes that the view shows, the seeds, and
// the rest, each with how many accounts are drawn.
func (e *edition) classKeys(v *analysis.View) []key {
	seen := map[int32]int{}
	seeds := 0
	for i := range v.Nodes {
		seen[v.Nodes[i].Class] += max(1, len(v.Nodes[i].Members))
		if v.Nodes[i].Seed {
			seeds++
		}
	}
	counted := func(label string, n int) string { return label + ": " + e.l.Int(int64(n)) }
	var keys []key
	classes := int32(len(e.Case.Classes))
	if v.ByGroup {
		classes = int32(len(seen))
	}
	for c := range classes {
		if seen[c] > 0 {
			m, title := classMark(c), ""
			if v.ByGroup {
				title = e.l.T("figure.community", e.l.Int(int64(c+1)))
			} else {
				title = e.classTitle(c)
			}
			keys = append(keys, key{ink: m.color, shape: m.shape, label: counted(title, seen[c])})
		}
	}
	if seen[-1] > 0 {
		label := "figure.no_class"
		if v.ByGroup {
			label = "figure.no_community"
		}
		if len(keys) == 0 {
			label = "figure.account"
		}
		keys = append(keys, key{ink: inkNone(), shape: disc, label: counted(e.l.Raw(label), seen[-1])})
	}
	if seeds > 0 {
		keys = append(keys, key{ink: inkDark(), shape: ring, label: counted(e.l.Raw("figure.seed"), seeds)})
	}
	return keys
}

// ring is the sign of a seed in a legend.
func ring(path *vg.Path, at vg.Point, r vg.Length) {
	disc(path, at, r*1.15)
	path.Move(vg.Point{X: at.X + r*0.7, Y: at.Y})
	path.Arc(at, r*0.7, 0, -2*math.Pi)
	path.Close()
}

// extentOf returns the box that the nodes of a view fill, in its own unit.
func extentOf(v *analysis.View) vg.Rectangle {
	box := vg.Rectangle{Min: vg.Point{X: vg.Length(math.Inf(1)), Y: vg.Length(math.Inf(1))}, Max: vg.Point{X: vg.Length(math.Inf(-1)), Y: vg.Length(math.Inf(-1))}}
	for i := range v.Nodes {
		x, y, r := spot(v, i)
		box.Min.X, box.Max.X = min(box.Min.X, vg.Length(x-r)), max(box.Max.X, vg.Length(x+r))
		box.Min.Y, box.Max.Y = min(box.Min.Y, vg.Length(y-r)), max(box.Max.Y, vg.Length(y+r))
	}
	return box
}

// spot returns where a node is and its radius; the middle where that is unknown.
func spot(v *analysis.View, i int) (x, y, r float64) {
	n := &v.Nodes[i]
	if x, y, r = n.X, n.Y, n.R; !isNumber(x) || !isNumber(y) {
		x, y = v.Width/2, v.Height/2
	}
	if !isNumber(r) {
		r = 0
	}
	return x, y, r
}

// place fits a View into a room without changing its proportions.
func place(v *analysis.View, room vg.Rectangle) []placed {
	box := extentOf(v)
	w, h := math.Max(float64(box.Size().X), 1e-9), math.Max(float64(box.Size().Y), 1e-9)
	size := room.Size()
	scale := math.Min(float64(size.X)/w, float64(size.Y)/h)
	if len(v.Nodes) == 1 {
		scale = math.Min(scale, 1)
	}
	dx := room.Min.X + (size.X-vg.Length(w*scale))/2
	dy := room.Min.Y + (size.Y-vg.Length(h*scale))/2
	nodes := make([]placed, len(v.Nodes))
	for i := range v.Nodes {
		x, y, r := spot(v, i)
		at := vg.Point{X: dx + vg.Length((x-float64(box.Min.X))*scale), Y: dy + vg.Length((y-float64(box.Min.Y))*scale)}
		least := 1.6
		switch {
		case v.ByGroup:
			least = 2.2
		case v.Nodes[i].Class >= 0:
			least = 2.6
		}
		nodes[i] = placed{&v.Nodes[i], at, vg.Length(min(max(r*scale, least), float64(min(size.X, size.Y))/4))}
	}
	return nodes
}

// batch is how many shapes share a path: few bytes in an SVG, but the cost of
// a path in a PNG grows with the square of what crosses one line of dots.
const batch = 12

// nodes draws the signs, those without class first, seeds last with a dark rim.
func (p *pen) nodes(nodes []placed) {
	order := slices.Clone(nodes)
	slices.SortStableFunc(order, func(a, b placed) int {
		switch {
		case a.Seed != b.Seed && b.Seed:
			return -1
		case a.Seed != b.Seed:
			return 1
		}
		return cmp.Compare(a.Class, b.Class)
	})
	for len(order) > 0 {
		n := 1
		for n < len(order) && n < batch && order[n].Class == order[0].Class && order[n].Seed == order[0].Seed {
			n++
		}
		p.signs(order[:n])
		order = order[n:]
	}
}

// signs draws nodes of one class.
func (p *pen) signs(nodes []placed) {
	m := classMark(nodes[0].Class)
	var path vg.Path
	for _, n := range nodes {
		m.shape(&path, n.at, n.r)
	}
	rim, width := inkPaper(), vg.Length(0.4)
	if nodes[0].Seed {
		rim, width = inkDark(), 1.3
	}
	p.rimmed(path, m.color, rim, width)
}

// rimmed fills a path and draws its line.
func (p *pen) rimmed(path vg.Path, fill, rim color.NRGBA, width vg.Length) {
	p.c.SetLineWidth(width)
	p.c.SetLineDash(nil, 0)
	c, svg := p.c.(*svgCanvas)
	if !svg {
		p.c.SetColor(fill)
		p.c.Fill(path)
	}
	p.c.SetColor(rim)
	if svg {
		c.fillAndStroke(path, fill)
	} else {
		p.c.Stroke(path)
	}
}

// sizes writes the number of members into the discs of groups that have room.
func (p *pen) sizes(e *edition, nodes []placed) {
	for _, n := range nodes {
		if len(n.Members) < 2 || n.r < 5 {
			continue
		}
		face := typeface{size: min(max(n.r*0.8, 6.5), 13), bold: true, ink: inkOn(classColor(n.Class))}
		s := e.l.Int(int64(len(n.Members)))
		if p.width(face, s) < 1.8*n.r {
			p.text(face, n.at, text.XCenter, text.YCenter, s)
		}
	}
}

// inkOn returns the ink that is read best on a colour.
func inkOn(c color.NRGBA) color.NRGBA {
	if 0.299*float64(c.R)+0.587*float64(c.G)+0.114*float64(c.B) > 140 {
		return inkDark()
	}
	return inkPaper()
}
