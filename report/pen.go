package report

import (
	"image/color"
	"math"
	"strings"
	"unicode"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// A pen draws on a canvas in points, from the lower left corner.
type pen struct {
	c     draw.Canvas
	plain text.Plain
}

func newPen(c draw.Canvas) *pen {
	return &pen{c, text.Plain{Fonts: font.NewCache(liberation.Collection())}}
}

// A type size with its weight and colour.
type typeface struct {
	size vg.Length
	bold bool
	ink  color.Color
}

func (p *pen) style(t typeface, x text.XAlignment, y text.YAlignment) draw.TextStyle {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: t.size}
	if t.bold {
		f.Weight = xfont.WeightBold
	}
	return draw.TextStyle{Color: t.ink, Font: f, XAlign: x, YAlign: y, Handler: p.plain}
}

// text draws one line with its left (XLeft), middle or right end at x, and its
// baseline or middle at y.
func (p *pen) text(t typeface, at vg.Point, x text.XAlignment, y text.YAlignment, s string) {
	if y == text.YCenter { // the middle of small letters, not of the line
		at.Y += t.size * 0.09
	}
	p.c.FillText(p.style(t, x, y), at, drawable(s))
}

func (p *pen) width(t typeface, s string) vg.Length {
	return p.style(t, text.XLeft, text.YBottom).Width(drawable(s))
}

// wrap cuts s into lines of at most this width, at spaces.
func (p *pen) wrap(t typeface, s string, width vg.Length) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && p.width(t, line+" "+w) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fit cuts s with … to this width.
func (p *pen) fit(t typeface, s string, width vg.Length) string {
	r := []rune(drawable(safe.Clamp(s, maxText)))
	if p.width(t, string(r)) <= width {
		return string(r)
	}
	for len(r) > 1 && p.width(t, string(r)+"…") > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

func (p *pen) line(ink color.Color, width vg.Length, dashes []vg.Length, pts ...vg.Point) {
	if len(pts) < 2 {
		return
	}
	p.c.SetLineStyle(draw.LineStyle{Color: ink, Width: width, Dashes: dashes})
	var path vg.Path
	path.Move(pts[0])
	for _, q := range pts[1:] {
		path.Line(q)
	}
	p.c.Stroke(path)
}

func (p *pen) rect(ink color.Color, r vg.Rectangle) {
	p.c.SetColor(ink)
	p.c.Fill(r.Path())
}

// drawable returns s without the characters that the figures' font lacks, so
// that no picture shows empty boxes; a text of such characters alone becomes "…".
func drawable(s string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == ' ' || r >= 0x21 && r < 0x7f:
			return r
		case r >= 0xa1 && r < 0x250 || r >= 0x370 && r < 0x530 || r >= 0x1e00 && r < 0x1f00:
			if unicode.IsPrint(r) {
				return r
			}
		case strings.ContainsRune("–—‘’“”…•−≤≥≈", r):
			return r
		}
		return -1
	}, s)
	out = strings.TrimSpace(out)
	if out == "" && s != "" {
		return "…"
	}
	return out
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
