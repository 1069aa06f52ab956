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
// disc whose area is their number.
func drawBusiness(e *edition, p *pen, f *figure) error {
	d := e.Results.Drawing
	if d == nil || d.Business == nil || len(d.Business.Nodes) == 0 {
		return ErrNothing
	}
	return drawView(e, p, f, d.Business, e.l.Raw("figure.business.title"), e.l.T("figure.business.sub", e.hidden(d.Business)))
}

// drawOverview shows the network with its classes.
func drawOverview(e *edition, p *pen, f *figure) error {
	d := e.Results.Drawing
	if d == nil || d.Overview == nil || len(d.Overview.Nodes) == 0 {
		return ErrNothing
	}
	v := d.Overview
	size := "figure.overview.followed"
	if r := e.Results.Network; r != nil && r.Kind != string(graph.Follows) {
		size = "figure.overview.pointed"
	}
	class := ""
	if slices.ContainsFunc(v.Nodes, func(n analysis.ViewNode) bool { return n.Class >= 0 }) {
		class = e.l.Raw("figure.overview.class")
	}
	return drawView(e, p, f, v, e.l.Raw("figure.overview.title"), e.l.T("figure.overview.sub", e.l.Count("count.accounts", int64(len(v.Nodes))), e.l.Count("count.links", int64(len(v.Edges))), class, e.l.Raw(size), e.hidden(v)))
}

// hidden says what is not drawn; nothing where all is.
func (e *edition) hidden(v *analysis.View) string {
	if v.HiddenNodes == 0 && v.HiddenEdges == 0 {
		return ""
	}
	return e.l.T("figure.hidden", e.l.Count("count.accounts", int64(v.HiddenNodes)), e.l.Count("count.links", int64(v.HiddenEdges)))
}

// placed is a node of a View on paper.
type placed struct {
	*analysis.ViewNode
	at vg.Point
	r  vg.Length
}

func drawView(e *edition, p *pen, f *figure, v *analysis.View, title, sub string) error {
	room := p.frame(e, f, title, sub)
	room.Max.Y = p.legend(room, e.classKeys(v))
	nodes := place(v, room)
	p.edges(v, nodes)
	p.nodes(nodes)
	p.sizes(e, nodes)
	p.labels(e, nodes, room)
	return nil
}

// classKeys returns the legend: the classes that the view shows, the seeds, and the rest.
func (e *edition) classKeys(v *analysis.View) []key {
	seen := map[int32]int{}
	seeds := 0
	for i := range v.Nodes {
		seen[v.Nodes[i].Class] += max(1, len(v.Nodes[i].Members))
		if v.Nodes[i].Seed {
			seeds++
		}
	}
	var keys []key
	for c := range int32(len(e.Case.Classes)) {
		if seen[c] > 0 {
			m := classMark(c)
			keys = append(keys, key{ink: m.color, shape: m.shape, label: e.classTitle(c)})
		}
	}
	if seen[-1] > 0 {
		label := "figure.no_class"
		if len(keys) == 0 {
			label = "figure.account"
		}
		keys = append(keys, key{ink: inkNone(), shape: disc, label: e.l.Raw(label)})
	}
	if seeds > 0 {
		keys = append(keys, key{ink: inkDark(), shape: ring, label: e.l.Raw("figure.seed")})
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

// place fits a View into a room without changing its proportions.
func place(v *analysis.View, room vg.Rectangle) []placed {
	w, h := math.Max(v.Width, 1e-9), math.Max(v.Height, 1e-9)
	size := room.Size()
	scale := math.Min(float64(size.X)/w, float64(size.Y)/h)
	if len(v.Nodes) == 1 {
		scale = math.Min(scale, 1)
	}
	dx := room.Min.X + (size.X-vg.Length(w*scale))/2
	dy := room.Min.Y + (size.Y-vg.Length(h*scale))/2
	nodes := make([]placed, len(v.Nodes))
	for i := range v.Nodes {
		n := &v.Nodes[i]
		x, y, r := n.X, n.Y, n.R
		if !isNumber(x) || !isNumber(y) {
			x, y = w/2, h/2
		}
		if !isNumber(r) {
			r = 0
		}
		at := vg.Point{X: dx + vg.Length(x*scale), Y: dy + vg.Length(y*scale)}
		least := 1.6
		if n.Class >= 0 {
			least = 2.6
		}
		nodes[i] = placed{n, at, vg.Length(min(max(r*scale, least), float64(min(size.X, size.Y))/4))}
	}
	return nodes
}

// batch is how many shapes share a path: few bytes in an SVG, but the cost of
// a path in a PNG grows with the square of what crosses one line of dots.
const batch = 48

// edges draws all edges, light ones first.
func (p *pen) edges(v *analysis.View, nodes []placed) {
	heaviest := 1.0
	for _, x := range v.Edges {
		if isNumber(x.Weight) {
			heaviest = max(heaviest, x.Weight)
		}
	}
	widths := []vg.Length{0.35, 0.8, 1.5, 2.5}
	byWidth := make([][]analysis.ViewEdge, len(widths))
	for _, x := range v.Edges {
		i := 0
		if x.Weight > 1 && heaviest > 1 {
			i = min(len(widths)-1, 1+int(float64(len(widths)-1)*math.Sqrt((x.Weight-1)/heaviest)))
		}
		byWidth[i] = append(byWidth[i], x)
	}
	p.c.SetColor(inkEdge())
	p.c.SetLineDash(nil, 0)
	for i, list := range byWidth {
		p.c.SetLineWidth(widths[i])
		for some := range slices.Chunk(list, batch) {
			var path vg.Path
			for _, x := range some {
				path.Move(nodes[x.From].at)
				path.Line(nodes[x.To].at)
			}
			p.c.Stroke(path)
		}
	}
}

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
	p.c.SetColor(m.color)
	p.c.Fill(path)
	rim, width := inkPaper(), vg.Length(0.4)
	if nodes[0].Seed {
		rim, width = inkDark(), 1.3
	}
	p.c.SetColor(rim)
	p.c.SetLineWidth(width)
	p.c.SetLineDash(nil, 0)
	p.c.Stroke(path)
}

// sizes writes the number of members into the discs of groups that have room.
func (p *pen) sizes(e *edition, nodes []placed) {
	for _, n := range nodes {
		if len(n.Members) < 2 || n.r < 5 {
			continue
		}
		face := typeface{min(max(n.r*0.8, 6.5), 13), true, inkOn(classColor(n.Class))}
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

// maxLabels keeps a figure readable; the exports have every handle.
const maxLabels = 45

// labels writes the handles that may be shown, seeds first, then the largest,
// where they cover no other label.
func (p *pen) labels(e *edition, nodes []placed, room vg.Rectangle) {
	var order []int
	for i, n := range nodes {
		if n.Account >= 0 && e.named(n.Account, n.Seed) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := nodes[a], nodes[b]
		if x.Seed != y.Seed {
			if x.Seed {
				return -1
			}
			return 1
		}
		switch {
		case x.Size > y.Size:
			return -1
		case x.Size < y.Size:
			return 1
		}
		return 0
	})
	var taken []obstacle
	for _, n := range nodes { // labels cover no seed, no account of a class and no large disc
		if n.Seed || n.Class >= 0 || n.r > 4 {
			taken = append(taken, obstacle{box(n.at, n.r*0.85, n.r*0.85), n.Seed})
		}
	}
	written := 0
	for _, i := range order {
		if written == maxLabels && !nodes[i].Seed {
			break
		}
		if p.label(e, nodes[i], room, &taken) {
			written++
		}
	}
}

// An obstacle is what a label should not cover; where it is firm, none does.
type obstacle struct {
	vg.Rectangle
	firm bool
}

// label writes one handle beside its node, where it covers nothing. That of a
// seed may cover signs of lesser accounts, but no other seed and no label.
func (p *pen) label(e *edition, n placed, room vg.Rectangle, taken *[]obstacle) bool {
	face := typeface{8, false, inkDark()}
	if n.Seed {
		face = typeface{9, true, inkDark()}
	}
	s := p.fit(face, e.label(n.Account), 130)
	w, h := p.width(face, s)/2+1.5, face.size*0.62
	off := n.r + 2
	spots := []vg.Point{{X: off + w}, {X: -off - w}, {Y: off + h}, {Y: -off - h}, {X: off + w, Y: off}, {X: -off - w, Y: off}, {X: off + w, Y: -off}, {X: -off - w, Y: -off}}
	best, least := vg.Rectangle{}, vg.Length(math.Inf(1))
	for _, d := range spots {
		r := box(vg.Point{X: n.at.X + d.X, Y: n.at.Y + d.Y}, w, h)
		if r.Min.X < room.Min.X || r.Max.X > room.Max.X || r.Min.Y < room.Min.Y || r.Max.Y > room.Max.Y {
			continue
		}
		covered := vg.Length(0)
		for _, t := range *taken {
			area := overlap(r, t.Rectangle)
			if t.firm && area > 0 {
				area = vg.Length(math.Inf(1))
			}
			covered += area
		}
		if covered < least {
			best, least = r, covered
		}
	}
	if least > 0 && !n.Seed || math.IsInf(float64(least), 1) {
		return false
	}
	*taken = append(*taken, obstacle{best, true})
	p.rect(color.NRGBA{0xFF, 0xFF, 0xFF, 0xC8}, best)
	p.text(face, best.Min.Add(best.Max).Scale(0.5), text.XCenter, text.YCenter, s)
	return true
}

func box(at vg.Point, w, h vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: at.X - w, Y: at.Y - h}, Max: vg.Point{X: at.X + w, Y: at.Y + h}}
}

// overlap returns the area that two rectangles share.
func overlap(a, b vg.Rectangle) vg.Length {
	w := min(a.Max.X, b.Max.X) - max(a.Min.X, b.Min.X)
	h := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}
