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
	from, to placed
	width    vg.Length // at the source
	mutual   bool      // there is one back, which bends to the other side
	fade     int       // index in fades
}

// fades are how much ink links keep, short ones first: what spans the picture
// lies faint under what is near.
func fades() []uint8 { return []uint8{0x88, 0x60, 0x42, 0x30} }

// newLinks places the edges of a view, self-loops left out.
func newLinks(v *analysis.View, nodes []placed, room vg.Rectangle) []link {
	heaviest := 1.0
	out := make([]int, len(nodes))
	pairs := make(map[[2]int32]bool, len(v.Edges))
	for _, x := range v.Edges {
		if isNumber(x.Weight) {
			heaviest = max(heaviest, x.Weight)
		}
		out[x.From]++
		pairs[[2]int32{x.From, x.To}] = true
	}
	diagonal := math.Hypot(float64(room.Size().X), float64(room.Size().Y))
	links := make([]link, 0, len(v.Edges))
	for _, x := range v.Edges {
		if x.From == x.To {
			continue
		}
		a, b := nodes[x.From], nodes[x.To]
		l := link{from: a, to: b, mutual: pairs[[2]int32{x.To, x.From}]}
		l.width = vg.Length(max(0.45, 0.9/math.Sqrt(1+float64(out[x.From])/8)))
		if x.Weight > 1 && isNumber(x.Weight) && heaviest > 1 {
			l.width += vg.Length(3 * math.Sqrt((x.Weight-1)/heaviest))
		}
		length := math.Hypot(float64(b.at.X-a.at.X), float64(b.at.Y-a.at.Y)) / diagonal
		for l.fade < len(fades())-1 && length > []float64{0.08, 0.18, 0.32}[l.fade] {
			l.fade++
		}
		links = append(links, l)
	}
	return links
}

// edges draws all links, the long ones below, mutual ones above in darker ink.
func (p *pen) edges(links []link) {
	plenty := min(1, math.Sqrt(600/math.Max(1, float64(len(links))))) // a few links may be strong
	for _, mutual := range []bool{false, true} {
		for fade := len(fades()) - 1; fade >= 0; fade-- {
			var some []link
			for _, l := range links {
				if l.mutual == mutual && l.fade == fade {
					some = append(some, l)
				}
			}
			p.c.SetColor(linkInk(mutual, fade, plenty))
			for part := range slices.Chunk(some, batch) {
				path := make(vg.Path, 0, 4*len(part))
				for _, l := range part {
					path = l.outline(path)
				}
				p.c.Fill(path)
			}
		}
	}
}

// linkInk returns the ink of a link; plenty is 1 for pictures of few links.
func linkInk(mutual bool, fade int, plenty float64) color.NRGBA {
	ink := inkEdge()
	if mutual {
		ink = inkMutual()
	}
	strong := float64(fades()[fade])
	ink.A = uint8(math.Round(strong + (255-strong)*0.6*math.Max(0, 2*plenty-1)))
	return ink
}

// outline appends the link's shape to a path.
func (l link) outline(path vg.Path) vg.Path {
	a, b := l.from.at, l.to.at
	d := b.Sub(a)
	length := vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
	if length < 0.1 {
		return path
	}
	left := vg.Point{X: -d.Y / length, Y: d.X / length}
	bend := min(0.14*length, 26)
	control := a.Add(d.Scale(0.5)).Add(left.Scale(bend))
	in := b.Sub(control)
	reach := vg.Length(math.Hypot(float64(in.X), float64(in.Y)))
	if stop := l.to.r + 0.8; stop < reach { // the point ends at the rim
		b = b.Sub(in.Scale(stop / reach))
	}
	half := left.Scale(l.width / 2)
	path.Move(a.Add(half))
	path.QuadTo(control.Add(half.Scale(0.55)), b)
	path.QuadTo(control.Sub(half.Scale(0.55)), a.Sub(half))
	path.Close()
	return path
}
