package report

import (
	"image/color"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// A key is one entry of a legend.
type key struct {
	ink   color.Color
	shape outline // nil: a line
	dash  bool
	label string
}

// legend draws entries from left to right under each other from y downwards,
// and returns where the room below them begins.
func (p *pen) legend(room vg.Rectangle, keys []key) vg.Length {
	const sign, gap = 12, 16
	x, y := room.Min.X, room.Max.Y-faceLabel().size*0.6
	for _, k := range keys {
		label := p.fit(faceLabel(), k.label, room.Max.X-room.Min.X-sign)
		w := sign + 3 + p.width(faceLabel(), label)
		if x > room.Min.X && x+w > room.Max.X {
			x, y = room.Min.X, y-faceLabel().size*1.5
		}
		at := vg.Point{X: x + 4.5, Y: y}
		if k.shape != nil {
			var path vg.Path
			k.shape(&path, at, 4.2)
			p.c.SetColor(k.ink)
			p.c.Fill(path)
		} else {
			var dashes []vg.Length
			if k.dash {
				dashes = []vg.Length{3, 2}
			}
			p.line(k.ink, 1.6, dashes, vg.Point{X: x - 1, Y: y}, vg.Point{X: x + 10, Y: y})
		}
		p.text(faceLabel(), vg.Point{X: x + sign + 2, Y: y}, text.XLeft, text.YCenter, label)
		x += w + gap
	}
	return y - faceLabel().size*1.2
}

// bar is the sign of bars in a legend.
func bar(path *vg.Path, at vg.Point, r vg.Length) { square(path, at, r) }
