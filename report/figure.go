package report

import (
	"io"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// dotsPerInch of the PNGs: two dots for each of the page's, enough for print at
// a column's width.
const dotsPerInch = 192

// A figure is drawn by one routine in all of its formats. draw returns ErrNothing
// before it draws anything where the data hold nothing to show.
type figure struct {
	name          string
	doc           string
	width, height vg.Length
	draw          func(e *edition, p *pen, f *figure) error
	tall          func(e *edition, p *pen, width vg.Length) vg.Length // height for these data; nil: height
}

// networkWidth is that of a page of A4 between its margins, so that print keeps
// the sizes of type.
const networkWidth = 540

// figures returns the table of figures. Each has a title, an alternative text
// and a caption in report/lang under its name.
func figures() []figure {
	return []figure{
		{"business", "the seeds and their followers", networkWidth, 0, drawBusiness, viewHeight("business")},
		{"overview", "the network, trimmed, by class", networkWidth, 0, drawOverview, viewHeight("overview")},
		{"overlap", "what each pair of lists shares", networkWidth, 0, drawOverlap, overlapHeight},
		{"backbone", "lists that share more than chance gives", networkWidth, 0, drawBackbone, backboneHeight},
		{"locations", "declared locations", 640, 520, drawLocations, locationsHeight},
		{"map", "declared locations on maps of the world and of the countries of the case", 640, 0, drawMap, mapHeight},
		{"creation", "accounts by month of creation", 640, 440, drawCreation, nil},
		{"order", "order of follow by date of creation", 640, 420, drawOrder, orderHeight},
		{"hashtag", "the first hashtag by day", 640, 380, drawHashtag, nil},
	}
}

// sized returns the figure with the height that these data need, which the pen measures.
func (f figure) sized(e *edition, p *pen) figure {
	if f.tall != nil {
		f.height = f.tall(e, p, f.width)
	}
	return f
}

// writeSVG draws the figure with its text as text.
func (f figure) writeSVG(w io.Writer, e *edition) error {
	p := newPen(nil)
	f = f.sized(e, p)
	c := newSVG(f.width, f.height)
	p.c = c
	if err := f.draw(e, p, &f); err != nil {
		return err
	}
	return c.writeTo(w, e.l.Raw("figure."+f.name+".title")+". "+e.privacy())
}

func (f figure) writePNG(w io.Writer, e *edition) error {
	p := newPen(nil)
	f = f.sized(e, p)
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(dotsPerInch), vgimg.UseBackgroundColor(inkPaper()))}
	p.c = c
	if err := f.draw(e, p, &f); err != nil {
		return err
	}
	_, err := c.WriteTo(w)
	return err
}

// writePDF draws the figure on a page of its size.
func (f figure) writePDF(w io.Writer, e *edition) error {
	p := newPen(nil)
	f = f.sized(e, p)
	c := pdfCanvas{vgpdf.New(f.width, f.height)}
	p.c = c
	if err := f.draw(e, p, &f); err != nil {
		return err
	}
	return c.writePDF(w, e.newest())
}

// Sizes of type.
func faceTitle() typeface { return typeface{size: 16, bold: true, ink: inkDark()} }
func faceSub() typeface   { return typeface{size: 11.5, ink: inkMuted()} }
func faceLabel() typeface { return typeface{size: 11, ink: inkDark()} }
func faceTick() typeface  { return typeface{size: 10.5, ink: inkMuted()} }
func faceSmall() typeface { return typeface{size: 9.5, ink: inkMuted()} }

// margin is the white around a figure.
const margin = 18

// frame draws paper, title, subtitle and source line, and returns the room
// between them. Every figure says whose data it shows and which clock its dates follow.
func (p *pen) frame(e *edition, f *figure, title, sub string) vg.Rectangle {
	p.rect(inkPaper(), vg.Rectangle{Max: vg.Point{X: f.width, Y: f.height}})
	y := f.height - margin - faceTitle().size*0.8
	for _, l := range p.wrap(faceTitle(), title, f.width-2*margin) {
		p.text(faceTitle(), vg.Point{X: margin, Y: y}, text.XLeft, text.YBottom, l)
		y -= faceTitle().size * 1.25
	}
	y += 2
	for _, l := range p.wrap(faceSub(), sub, f.width-2*margin) {
		p.text(faceSub(), vg.Point{X: margin, Y: y}, text.XLeft, text.YBottom, l)
		y -= faceSub().size * 1.3
	}
	bottom := vg.Length(margin - 6)
	files := e.l.Count("count.files", int64(len(e.Snap.Sources)))
	title = strings.TrimRight(safe.Clamp(printable(e.title()), maxText), ". ")
	whole := func(s string) string { return strings.ReplaceAll(s, " ", string(nbsp)) }
	source := e.l.T("figure.source", whole(e.tool()), whole(files), title)
	if t := e.newest(); !t.IsZero() {
		source = e.l.T("figure.source_dated", whole(e.tool()), whole(files), title, whole(e.l.Date(t)))
	}
	lines := p.wrap(faceSmall(), source, f.width-2*margin)
	if e.Case.Synthetic {
		warn := faceSmall()
		warn.bold, warn.ink = true, inkWarn()
		p.text(warn, vg.Point{X: margin, Y: bottom}, text.XLeft, text.YBottom, e.l.Raw("synthetic.figure"))
	} else {
		p.text(faceSmall(), vg.Point{X: margin, Y: bottom}, text.XLeft, text.YBottom, e.l.Raw("privacy.figure"))
	}
	bottom += faceSmall().size * 1.35
	for i := range lines {
		p.text(faceSmall(), vg.Point{X: margin, Y: bottom}, text.XLeft, text.YBottom, lines[len(lines)-1-i])
		bottom += faceSmall().size * 1.35
	}
	return vg.Rectangle{Min: vg.Point{X: margin, Y: bottom + 8}, Max: vg.Point{X: f.width - margin, Y: y - 2}}
}
