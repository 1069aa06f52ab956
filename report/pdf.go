package report

import (
	"bytes"
	"image/color"
	"io"
	"math"
	"regexp"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgpdf"
)

// A pdfCanvas draws circles as curves, because vgpdf ends a path at each of its
// arcs, and mends its colours.
type pdfCanvas struct{ *vgpdf.Canvas }

func (c pdfCanvas) SetColor(ink color.Color) {
	n, _ := color.NRGBAModel.Convert(ink).(color.NRGBA)
	c.Canvas.SetColor(pdfInk(n))
}

func (c pdfCanvas) Fill(p vg.Path)   { c.Canvas.Fill(rounded(curved(p))) }
func (c pdfCanvas) Stroke(p vg.Path) { c.Canvas.Stroke(rounded(curved(p))) }

// halo strokes a path line by line: at the corners of letters vgpdf would draw
// spikes.
func (c pdfCanvas) halo(p vg.Path) {
	var loose vg.Path
	for i, k := range p {
		if i > 0 && k.Type != vg.MoveComp && k.Type != vg.CloseComp {
			loose.Move(p[i-1].Pos)
			loose.Line(k.Pos)
		}
	}
	c.Stroke(loose)
}

// A pdfInk gives vgpdf, which does not divide by it, colours without their alpha.
type pdfInk color.NRGBA

func (c pdfInk) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 0x101, uint32(c.G) * 0x101, uint32(c.B) * 0x101, uint32(c.A) * 0x101
}

// rounded rounds a path, which it owns, to hundredths of a point: half the bytes.
func rounded(p vg.Path) vg.Path {
	round := func(q vg.Point) vg.Point {
		return vg.Point{X: vg.Length(math.Round(float64(q.X)*100) / 100), Y: vg.Length(math.Round(float64(q.Y)*100) / 100)}
	}
	for i := range p {
		p[i].Pos = round(p[i].Pos)
		if len(p[i].Control) > 0 {
			control := make([]vg.Point, len(p[i].Control))
			for j, q := range p[i].Control {
				control[j] = round(q)
			}
			p[i].Control = control
		}
	}
	return p
}

// curved returns a copy of a path with its circles as four cubic curves each.
func curved(p vg.Path) vg.Path {
	out := make(vg.Path, 0, len(p))
	const quarter = 0.5522847498 // 4/3·(√2−1), of a quarter circle
	for _, k := range p {
		if k.Type != vg.ArcComp {
			out = append(out, k)
			continue
		}
		for i := range 4 {
			turn := math.Copysign(math.Pi/2, k.Angle)
			sin0, cos0 := math.Sincos(k.Start + turn*float64(i))
			sin1, cos1 := math.Sincos(k.Start + turn*float64(i+1))
			tangent := math.Copysign(quarter, turn)
			at := func(x, y float64) vg.Point {
				return vg.Point{X: k.Pos.X + k.Radius*vg.Length(x), Y: k.Pos.Y + k.Radius*vg.Length(y)}
			}
			out.CubeTo(at(cos0-tangent*sin0, sin0+tangent*cos0), at(cos1+tangent*sin1, sin1-tangent*cos1), at(cos1, sin1))
		}
	}
	return out
}

var pdfDates = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d{14}`)

// writePDF writes a finished page. The dates of the file are that of the data,
// because the same input gives the same bytes.
func (c pdfCanvas) writePDF(w io.Writer, date time.Time) error {
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	if date.Year() < 1 || date.Year() > 9999 || date.IsZero() {
		date = time.Unix(0, 0)
	}
	_, err := w.Write(pdfDates.ReplaceAll(b.Bytes(), []byte("/${1} (D:"+date.UTC().Format("20060102150405"))))
	return err
}
