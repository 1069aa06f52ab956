package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// fontStack is what an SVG asks for: the font it was measured with, those of the
// same widths, then what has most of the world's scripts. The viewer finds
// the rest, such as emoji, by itself.
const fontStack = `'Liberation Sans',Arial,Helvetica,'Noto Sans','DejaVu Sans',sans-serif`

// An svgCanvas writes what is drawn as SVG. Neighbours of one style share a group,
// and coordinates are relative and whole: the unit of the file is a tenth of a point, which keeps large
// networks small.
type svgCanvas struct {
	size   vg.Point
	full   [][]byte // what comes before body
	body   []byte
	open   []byte // style of the group that is open
	style  []byte // of the next sign
	ink    color.NRGBA
	width  vg.Length
	dashes []vg.Length
}

func newSVG(width, height vg.Length) *svgCanvas {
	return &svgCanvas{size: vg.Point{X: width, Y: height}}
}

func (c *svgCanvas) SetLineWidth(w vg.Length) { c.width = w }

func (c *svgCanvas) SetLineDash(dashes []vg.Length, _ vg.Length) { c.dashes = dashes }

func (c *svgCanvas) SetColor(ink color.Color) {
	c.ink, _ = color.NRGBAModel.Convert(ink).(color.NRGBA)
}

// Fill fills a path by the non-zero rule.
func (c *svgCanvas) Fill(p vg.Path) {
	c.style = append(c.style[:0], `<g`...)
	c.paint("fill")
	c.path(p)
}

// Stroke draws a path's line.
func (c *svgCanvas) Stroke(p vg.Path) {
	c.style = append(c.style[:0], `<g fill="none"`...)
	c.pencil()
	c.path(p)
}

// fillAndStroke does both with one copy of the path; the line's ink is set.
func (c *svgCanvas) fillAndStroke(p vg.Path, ink color.NRGBA) {
	line := c.ink
	c.ink = ink
	c.style = append(c.style[:0], `<g`...)
	c.paint("fill")
	c.ink = line
	c.pencil()
	c.path(p)
}

// pencil appends the attributes of lines.
func (c *svgCanvas) pencil() {
	c.paint("stroke")
	c.style = append(c.style, ` stroke-width="`...)
	c.style = append(decimal(c.style, hundredths(c.width), 10), '"')
	if len(c.dashes) > 0 {
		c.style = append(c.style, ` stroke-dasharray="`...)
		for i, d := range c.dashes {
			if i > 0 {
				c.style = append(c.style, ' ')
			}
			c.style = decimal(c.style, hundredths(d), 10)
		}
		c.style = append(c.style, '"')
	}
}

// paint appends the ink as the attribute "fill" or "stroke".
func (c *svgCanvas) paint(attr string) {
	const hex = "0123456789abcdef"
	c.style = append(append(append(c.style, ' '), attr...), `="#`...)
	for _, v := range []uint8{c.ink.R, c.ink.G, c.ink.B} {
		c.style = append(c.style, hex[v>>4], hex[v&15])
	}
	c.style = append(c.style, '"')
	if c.ink.A < 255 {
		c.style = append(append(append(c.style, ' '), attr...), `-opacity="`...)
		c.style = append(decimal(c.style, int(c.ink.A)*100/255, 100), '"')
	}
}

// group opens a group of the style, if the open one is of another.
func (c *svgCanvas) group() {
	if bytes.Equal(c.style, c.open) {
		return
	}
	c.end()
	c.open = append(c.open[:0], c.style...)
	c.body = append(append(c.body, c.style...), ">\n"...)
}

func (c *svgCanvas) end() {
	if len(c.open) > 0 {
		c.body = append(c.body, "</g>\n"...)
	}
	c.open = c.open[:0]
}

// text writes one line. Its characters stay characters, in the order in which they
// are read: a viewer has more fonts than we carry, and readers search and copy.
func (c *svgCanvas) text(t typeface, at vg.Point, anchor string, s string) {
	c.SetColor(t.ink)
	c.style = append(c.style[:0], `<g font-size="`...)
	c.style = append(decimal(c.style, hundredths(t.size), 10), '"')
	c.paint("fill")
	if t.bold {
		c.style = append(c.style, ` font-weight="700"`...)
	}
	if t.halo {
		c.style = append(c.style, ` stroke="`+hexColor(inkPaper())+`" stroke-width="`...)
		c.style = append(decimal(c.style, hundredths(t.size*haloWidth), 10), `" stroke-linejoin="round" paint-order="stroke"`...)
	}
	if anchor != "start" {
		c.style = append(c.style, ` text-anchor="`+anchor+`"`...)
	}
	c.group()
	c.body = append(c.body, `<text x="`...)
	c.body = append(integer(c.body, tenths(at.X)), `" y="`...)
	c.body = append(integer(c.body, tenths(c.size.Y-at.Y)), `">`...)
	c.body = append(escapeXML(c.body, s), "</text>\n"...)
}

// escapeXML appends text that no viewer takes for a tag.
func escapeXML(b []byte, s string) []byte {
	s, _ = safe.XML(s)
	var e bytes.Buffer
	_ = xml.EscapeText(&e, []byte(s)) // a Buffer never fails
	return append(b, e.Bytes()...)
}

func (c *svgCanvas) path(p vg.Path) {
	if need := 40 * len(p); cap(c.body)-len(c.body) < need { // begin another piece rather than copy this one
		c.full = append(c.full, c.body)
		c.body = make([]byte, 0, max(need, 1<<17))
	}
	c.group()
	b := append(c.body, `<path d="`...)
	x, y, startX, startY := 0, 0, 0, 0 // where the path stands and began
	for i := range p {
		k := &p[i]
		toX, toY := tenths(k.Pos.X), tenths(c.size.Y-k.Pos.Y)
		switch k.Type {
		case vg.MoveComp:
			b = pair(append(b, 'M'), toX, toY)
			startX, startY = toX, toY
		case vg.LineComp:
			b = step(append(b, 'l'), toX-x, toY-y)
		case vg.CurveComp:
			b = append(b, " qc"[len(k.Control)])
			for _, q := range k.Control {
				b = step(b, tenths(q.X)-x, tenths(c.size.Y-q.Y)-y)
			}
			b = step(b, toX-x, toY-y)
		case vg.ArcComp:
			b = arc(b, k)
			continue
		case vg.CloseComp:
			b = append(b, 'z')
			toX, toY = startX, startY
		}
		x, y = toX, toY
	}
	c.body = append(b, "\"/>\n"...)
}

// step appends how far the next point lies away.
func step(b []byte, x, y int) []byte {
	if last := b[len(b)-1]; last >= '0' && last <= '9' && x >= 0 {
		b = append(b, ' ')
	}
	return pair(b, x, y)
}

// arc appends a whole circle, which is all that the signs use, as two halves. The
// path stands at its start.
func arc(b []byte, k *vg.PathComp) []byte {
	r := tenths(k.Radius)
	sweep := byte('0')
	if k.Angle < 0 { // the y axis points down here
		sweep = '1'
	}
	for _, across := range []int{-2 * r, 2 * r} {
		b = pair(append(b, 'a'), r, r)
		b = append(b, " 0 1 "...)
		b = append(b, sweep, ' ')
		b = pair(b, across, 0)
	}
	return b
}

// pair appends two numbers.
func pair(b []byte, x, y int) []byte {
	b = integer(b, x)
	if y >= 0 {
		b = append(b, ' ')
	}
	return integer(b, y)
}

// integer appends n; coordinates are short, and there are very many.
func integer(b []byte, n int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	switch {
	case n < 10:
		return append(b, byte('0'+n))
	case n < 100:
		return append(b, byte('0'+n/10), byte('0'+n%10))
	case n < 1000:
		return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
	case n < 10000:
		return append(b, byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// decimal appends n/unit, where unit is a power of ten, without idle zeros.
func decimal(b []byte, n, unit int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if whole := n / unit; whole > 0 || n == 0 {
		b = integer(b, whole)
	}
	if n %= unit; n > 0 {
		b = append(b, '.')
		for n > 0 {
			unit /= 10
			b = append(b, byte('0'+n/unit))
			n %= unit
		}
	}
	return b
}

func tenths(x vg.Length) int     { return int(math.Floor(float64(x)*10 + 0.5)) }
func hundredths(x vg.Length) int { return int(math.Round(float64(x) * 100)) }

// writeTo writes the document, with a title for those who cannot see it.
func (c *svgCanvas) writeTo(w io.Writer, title string) error {
	c.end()
	width, height := tenths(c.size.X), tenths(c.size.Y)
	head := fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %d %d" role="img" font-family="%s">`, decimal(nil, width, 10), decimal(nil, height, 10), width, height, fontStack)
	head = append(escapeXML(append(head, "\n<title>"...), title), "</title>\n"...)
	for _, part := range slices.Concat([][]byte{head}, c.full, [][]byte{c.body, []byte("</svg>\n")}) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
