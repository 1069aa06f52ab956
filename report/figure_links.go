package report

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// A link is an edge of a view on paper: an arc that leaves its source wide, bends
// to its left, and comes to a point at its target. Readers tell the direction of
// tapered links best (D. Holten & J. J. van Wijk 2009, doi:10.1145/1518701.1519054), and
// points do not fill up the room around a target of many.
type link struct {
	from, to *placed
	width    vg.Length // at the source
	mutual   bool      // there is one back, which bends to the other side
	fade     int       // index in fades
}

// reaches are the lengths, in diagonals of the picture, at which links get
// fainter, and fades how much ink each step keeps: what spans the picture lies faint
// under what is near.
var (
	reaches = [...]vg.Length{0.08, 0.18, 0.32}
	fades   = [len(reaches) + 1]uint8{0x88, 0x60, 0x42, 0x30}
)

// newLinks places the edges of a view, self-loops left out.
func newLinks(v *analysis.View, nodes []placed, room vg.Rectangle) []link {
	heaviest := 1.0
	out := make([]int, len(nodes))
	for _, x := range v.Edges {
		if isNumber(x.Weight) {
			heaviest = max(heaviest, x.Weight)
		}
		out[x.From]++
	}
	back := mutual(v.Edges, len(nodes))
	size := room.Size()
	diagonal := size.X*size.X + size.Y*size.Y
	wide := 0.9 + 0.9*min(1, 150/float64(max(1, len(v.Edges)))) // a few links may be strong
	links := make([]link, 0, len(v.Edges))
	for i, x := range v.Edges {
		if x.From == x.To {
			continue
		}
		l := link{from: &nodes[x.From], to: &nodes[x.To], mutual: back[i]}
		l.width = vg.Length(max(0.45, wide/math.Sqrt(1+float64(out[x.From])/8)))
		if x.Weight > 1 && isNumber(x.Weight) && heaviest > 1 {
			l.width += vg.Length(3 * math.Sqrt((x.Weight-1)/heaviest))
		}
		d := l.to.at.Sub(l.from.at)
		for l.fade < len(reaches) && d.X*d.X+d.Y*d.Y > reaches[l.fade]*reaches[l.fade]*diagonal {
			l.fade++
		}
		links = append(links, l)
	}
	return links
}

// mutual reports for every edge among n nodes whether there is one back: for one node after another,
// those that it points to are marked, then those that point to it looked at.
func mutual(edges []analysis.ViewEdge, n int) []bool {
	// The last edge from and to each node, the one before each edge; counted from 1.
	from, to, mark := make([]int32, n), make([]int32, n), make([]int32, n)
	beforeFrom, beforeTo := make([]int32, len(edges)+1), make([]int32, len(edges)+1)
	for i, x := range edges {
		beforeFrom[i+1], from[x.From] = from[x.From], int32(i+1)
		beforeTo[i+1], to[x.To] = to[x.To], int32(i+1)
	}
	back := make([]bool, len(edges))
	for u := range int32(n) {
		for i := from[u]; i > 0; i = beforeFrom[i] {
			mark[edges[i-1].To] = u + 1
		}
		for i := to[u]; i > 0; i = beforeTo[i] {
			back[i-1] = mark[edges[i-1].From] == u+1
		}
	}
	return back
}

// edges draws all links, the long ones below, mutual ones above in darker ink.
func (p *pen) edges(links []link) {
	var groups [2][len(reaches) + 1][]int32
	for i, l := range links {
		m := 0
		if l.mutual {
			m = 1
		}
		groups[m][l.fade] = append(groups[m][l.fade], int32(i))
	}
	plenty := min(1, math.Sqrt(300/math.Max(1, float64(len(links)))))
	var s sketch
	for m := range groups {
		for fade, some := range slices.Backward(groups[m][:]) {
			p.c.SetColor(linkInk(m == 1, fade, plenty))
			for part := range slices.Chunk(some, batch) {
				s.reset()
				for _, i := range part {
					links[i].outline(&s)
				}
				p.c.Fill(s.path)
			}
		}
	}
}

// A sketch is a path of curves whose memory is used again.
type sketch struct {
	path     vg.Path
	controls []vg.Point
}

func (s *sketch) reset() { s.path, s.controls = s.path[:0], s.controls[:0] }

func (s *sketch) curve(control, to vg.Point) {
	n := len(s.controls)
	s.controls = append(s.controls, control)
	s.path = append(s.path, vg.PathComp{Type: vg.CurveComp, Control: s.controls[n : n+1 : n+1], Pos: to})
}

// linkInk returns the ink of a link; plenty is 1 for pictures of few links.
func linkInk(mutual bool, fade int, plenty float64) color.NRGBA {
	ink := inkEdge()
	if mutual {
		ink = inkMutual()
	}
	strong := float64(fades[fade])
	ink.A = uint8(math.Round(strong + (255-strong)*0.6*math.Max(0, 2*plenty-1)))
	return ink
}

// outline appends the link's shape.
func (l *link) outline(s *sketch) {
	a, b := l.from.at, l.to.at
	d := b.Sub(a)
	length := vg.Length(math.Sqrt(float64(d.X*d.X + d.Y*d.Y)))
	if length < 0.1 {
		return
	}
	left := vg.Point{X: -d.Y / length, Y: d.X / length}
	bend := min(0.14*length, 26)
	control := a.Add(d.Scale(0.5)).Add(left.Scale(bend))
	in := b.Sub(control)
	reach := vg.Length(math.Sqrt(float64(in.X*in.X + in.Y*in.Y)))
	if stop := l.to.r + 0.8; stop < reach { // the point ends at the rim
		b = b.Sub(in.Scale(stop / reach))
	}
	half := left.Scale(l.width / 2)
	s.path.Move(a.Add(half))
	s.curve(control.Add(half.Scale(0.55)), b)
	s.curve(control.Sub(half.Scale(0.55)), a.Sub(half))
	s.path.Close()
}
