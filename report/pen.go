package report

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// A canvas is what of vg.Canvas the figures use.
type canvas interface {
	SetColor(color.Color)
	SetLineWidth(vg.Length)
	SetLineDash(dashes []vg.Length, offset vg.Length)
	Fill(vg.Path)
	Stroke(vg.Path)
}

// A pen draws on a canvas in points, from the lower left corner.
type pen struct {
	c       canvas
	letters *typesetter
}

// newPen returns a pen; without a canvas it only measures.
func newPen(c canvas) *pen { return &pen{c, newTypesetter()} }

// A type size with its weight and colour.
type typeface struct {
	size vg.Length
	bold bool
	halo bool // paper around the letters, for text over lines
	ink  color.NRGBA
}

// haloWidth is the width of the line that makes a halo, in ems.
const haloWidth = 0.32

// text draws one line with its left (XLeft), middle or right end at x, and its
// baseline, middle or top at y. An SVG gets characters; elsewhere they are outlines, so that
// no viewer needs our fonts.
func (p *pen) text(t typeface, at vg.Point, x text.XAlignment, y text.YAlignment, s string) {
	switch y {
	case text.YCenter: // the middle of small letters, not of the line
		at.Y -= t.size * 0.33
	case text.YTop:
		at.Y -= t.size * 0.86
	}
	s = printable(s)
	if c, ok := p.c.(*svgCanvas); ok {
		c.text(t, at, map[text.XAlignment]string{text.XLeft: "start", text.XCenter: "middle", text.XRight: "end"}[x], s)
		return
	}
	glyphs, places, width := p.letters.set(s, t.bold)
	at.X += vg.Length(x) * vg.Length(width) * t.size
	var path, thin vg.Path
	for i, g := range glyphs {
		corner := vg.Point{X: at.X + vg.Length(places[i])*t.size, Y: at.Y}
		to := &path
		if g.thin {
			to = &thin
		}
		*to = appendScaled(*to, g.path, corner, t.size)
	}
	p.c.SetLineDash(nil, 0)
	if t.halo {
		p.c.SetColor(inkPaper())
		p.c.SetLineWidth(t.size * haloWidth)
		if c, ok := p.c.(pdfCanvas); ok {
			c.halo(slices.Concat(path, thin))
		} else {
			p.strokeSome(path)
			p.strokeSome(thin)
		}
	}
	p.c.SetColor(t.ink)
	p.fillSome(path)
	p.fillSome(thin)
	p.c.SetLineWidth(t.size * 0.05)
	p.strokeSome(thin) // bold enough
}

func (p *pen) fillSome(path vg.Path) {
	if len(path) > 0 {
		p.c.Fill(path)
	}
}

func (p *pen) strokeSome(path vg.Path) {
	if len(path) > 0 {
		p.c.Stroke(path)
	}
}

// appendScaled appends a path in ems to one in points.
func appendScaled(to, path vg.Path, corner vg.Point, size vg.Length) vg.Path {
	for _, k := range path {
		k.Pos = corner.Add(k.Pos.Scale(size))
		if len(k.Control) > 0 {
			control := make([]vg.Point, len(k.Control))
			for i, q := range k.Control {
				control[i] = corner.Add(q.Scale(size))
			}
			k.Control = control
		}
		to = append(to, k)
	}
	return to
}

func (p *pen) width(t typeface, s string) vg.Length {
	_, _, width := p.letters.set(printable(s), t.bold)
	return vg.Length(width) * t.size
}

// wrap cuts s into as few lines of at most this width as it can, at spaces, and
// makes them about as long as each other, so that no word is left alone.
func (p *pen) wrap(t typeface, s string, width vg.Length) []string {
	words := pieces(printable(s))
	widths := make([]vg.Length, len(words))
	for i, w := range words {
		widths[i] = p.width(t, w)
	}
	space := p.width(t, "n n") - p.width(t, "nn")
	most := width
	starts := breakLines(widths, space, width)
	for fewest := len(starts); fewest > 1 && width > 40; {
		width -= 8
		narrower := breakLines(widths, space, width)
		if len(narrower) > fewest {
			break
		}
		starts = narrower
	}
	lines := make([]string, len(starts))
	for i, from := range starts {
		to := len(words)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		lines[i] = p.fit(t, strings.Join(words[from:to], " "), most)
	}
	return lines
}

// breakLines returns with which word each line begins.
func breakLines(words []vg.Length, space, width vg.Length) []int {
	var starts []int
	at := vg.Length(0)
	for i, w := range words {
		if i > 0 && at+space+w <= width {
			at += space + w
			continue
		}
		starts, at = append(starts, i), w
	}
	return starts
}

// fit cuts s with … to this width.
func (p *pen) fit(t typeface, s string, width vg.Length) string {
	s = printable(safe.Clamp(s, maxText))
	if p.width(t, s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 1 && p.width(t, string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

func (p *pen) line(ink color.NRGBA, width vg.Length, dashes []vg.Length, pts ...vg.Point) {
	if len(pts) < 2 {
		return
	}
	p.c.SetColor(ink)
	p.c.SetLineWidth(width)
	p.c.SetLineDash(dashes, 0)
	var path vg.Path
	path.Move(pts[0])
	for _, q := range pts[1:] {
		path.Line(q)
	}
	p.c.Stroke(path)
}

func (p *pen) rect(ink color.Color, r vg.Rectangle) {
	var path vg.Path
	rectangle(&path, r)
	p.c.SetColor(ink)
	p.c.Fill(path)
}

func rectangle(path *vg.Path, r vg.Rectangle) {
	path.Move(r.Min)
	path.Line(vg.Point{X: r.Max.X, Y: r.Min.Y})
	path.Line(r.Max)
	path.Line(vg.Point{X: r.Min.X, Y: r.Max.Y})
	path.Close()
}

// An outline appends one sign of the size of a disc of radius r to a path.
type outline func(path *vg.Path, at vg.Point, r vg.Length)

func disc(path *vg.Path, at vg.Point, r vg.Length) {
	path.Move(vg.Point{X: at.X + r, Y: at.Y})
	path.Arc(at, r, 0, 2*math.Pi)
	path.Close()
}

func square(path *vg.Path, at vg.Point, r vg.Length) {
	polygon(path, at, r*1.25, math.Pi/4, 4)
}

func diamond(path *vg.Path, at vg.Point, r vg.Length) { polygon(path, at, r*1.3, 0, 4) }

func triangle(path *vg.Path, at vg.Point, r vg.Length) { polygon(path, at, r*1.45, math.Pi/2, 3) }

func downward(path *vg.Path, at vg.Point, r vg.Length) { polygon(path, at, r*1.45, -math.Pi/2, 3) }

// polygon appends a regular polygon of n corners, the first at this angle.
func polygon(path *vg.Path, at vg.Point, r vg.Length, angle float64, n int) {
	for i := range n {
		sin, cos := math.Sincos(angle + 2*math.Pi*float64(i)/float64(n))
		q := vg.Point{X: at.X + r*vg.Length(cos), Y: at.Y + r*vg.Length(sin)}
		if i == 0 {
			path.Move(q)
		} else {
			path.Line(q)
		}
	}
	path.Close()
}

func cross(path *vg.Path, at vg.Point, r vg.Length) {
	a, b := r*1.2, r*0.45
	corners := [][2]vg.Length{{b, a}, {b, b}, {a, b}, {a, -b}, {b, -b}, {b, -a}, {-b, -a}, {-b, -b}, {-a, -b}, {-a, b}, {-b, b}, {-b, a}}
	for i, c := range corners {
		q := vg.Point{X: at.X + c[0], Y: at.Y + c[1]}
		if i == 0 {
			path.Move(q)
		} else {
			path.Line(q)
		}
	}
	path.Close()
}
