package report

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// The heat map: the room left of it for names, and how wide a cell is at most.
const (
	heatNames = 150
	heatCell  = 27
	heatText  = 17 // a cell as wide has room for a number
)

// heatOf returns the overlap, nil where there is nothing to draw.
func (e *edition) heatOf() *analysis.Overlap {
	if o := e.Results.Overlap; o != nil && len(o.Heat) > 1 {
		return o
	}
	return nil
}

// heatSize returns the width of a cell for n lists.
func heatSize(n int, width vg.Length) vg.Length {
	return min(heatCell, (width-2*margin-heatNames)/vg.Length(n))
}

func (e *edition) heatSub(o *analysis.Overlap) string {
	hidden := ""
	if left := o.Case - len(o.Heat); left > 0 {
		hidden = e.l.Count("figure.overlap.hidden", int64(left))
	}
	numbers := ""
	if heatSize(len(o.Heat), networkWidth) >= heatText {
		numbers = e.l.Raw("figure.overlap.numbers")
	}
	none := ""
	if o.Significant == 0 {
		none = e.l.Raw("figure.overlap.none")
	}
	return e.l.T("figure.overlap.sub", e.l.Int(int64(len(o.Heat))), hidden, numbers, none)
}

// heatKeys is the legend: the scale of colours, and the mark of what is more than chance.
func (e *edition) heatKeys(o *analysis.Overlap, most float64) []key {
	keys := []key{
		{ink: heatInk(0), shape: bar, label: e.l.Percent(0)},
		{ink: heatInk(0.5), shape: bar, label: e.l.Percent(most / 2)},
		{ink: heatInk(1), shape: bar, label: e.l.Percent(most) + " " + e.l.Raw("figure.overlap.of_shorter")},
	}
	if o.Significant > 0 {
		keys = append(keys, key{ink: inkDark(), shape: disc, label: e.l.Raw("figure.overlap.mark")})
	}
	return keys
}

// overlapHeight leaves the heat map square.
func overlapHeight(e *edition, p *pen, width vg.Length) vg.Length {
	o := e.heatOf()
	if o == nil {
		return 200
	}
	inner := width - 2*margin
	subs := len(p.wrap(faceSub(), e.heatSub(o), inner))
	rows := p.legendRows(inner, e.heatKeys(o, 1))
	return 128 + vg.Length(subs)*faceSub().size*1.3 + vg.Length(rows)*faceLabel().size*1.5 + heatSize(len(o.Heat), width)*vg.Length(len(o.Heat))
}

// heatInk returns the colour of a share of the scale, 0..1.
func heatInk(x float64) color.NRGBA {
	x = math.Sqrt(min(max(x, 0), 1)) // what is faint is most of it
	low, high := color.NRGBA{0xF1, 0xF4, 0xF8, 0xFF}, palette()[0]
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + x*(float64(b)-float64(a)))) }
	return color.NRGBA{mix(low.R, high.R), mix(low.G, high.G), mix(low.B, high.B), 0xFF}
}

// drawOverlap shows every pair of lists as a cell whose colour is the share of the shorter list that both have; lists that
// share much stand beside each other. Where there is room, the half above the diagonal has the number of accounts instead.
func drawOverlap(e *edition, p *pen, f *figure) error {
	o := e.heatOf()
	if o == nil {
		return ErrNothing
	}
	n := len(o.Heat)
	place := make(map[int32]int, n)
	for i, l := range o.Heat {
		place[l] = i
	}
	type shown struct {
		*analysis.OverlapPair
		row, column int // row below column
	}
	var cells []shown
	most := 0.0
	for i := range o.Pairs {
		x := &o.Pairs[i]
		a, okA := place[x.U]
		b, okB := place[x.V]
		if okA && okB {
			cells = append(cells, shown{x, max(a, b), min(a, b)})
			most = math.Max(most, x.OverlapCoefficient())
		}
	}
	most = math.Max(most, 0.01)
	room := p.frame(e, f, e.l.T("figure.overlap.heading", e.shared(o)), e.heatSub(o))
	room.Max.Y = p.legend(room, e.heatKeys(o, most))
	size := heatSize(n, f.width)
	left, top := room.Min.X+heatNames, room.Max.Y-faceTick().size*1.3
	cell := func(row, column int) vg.Rectangle {
		at := vg.Point{X: left + vg.Length(column)*size, Y: top - vg.Length(row+1)*size}
		return vg.Rectangle{Min: at, Max: vg.Point{X: at.X + size - 0.7, Y: at.Y + size - 0.7}}
	}
	middle := func(r vg.Rectangle) vg.Point { return r.Min.Add(r.Max).Scale(0.5) }
	name, number := faceTick(), faceTick()
	name.size, number.size = min(name.size, size*0.95), min(8.5, size*0.62)
	for i, l := range o.Heat {
		at := middle(cell(i, i))
		label := p.fit(name, e.label(o.Lists[l].Account), heatNames-26)
		p.text(name, vg.Point{X: left - 20, Y: at.Y}, text.XRight, text.YCenter, label)
		p.text(number, vg.Point{X: left - 4, Y: at.Y}, text.XRight, text.YCenter, strconv.Itoa(i+1))
		p.text(number, vg.Point{X: at.X, Y: top + 3}, text.XCenter, text.YBottom, strconv.Itoa(i+1))
		p.rect(inkGrid(), cell(i, i))
	}
	for _, x := range cells {
		ink := heatInk(x.OverlapCoefficient() / most)
		below, above := cell(x.row, x.column), cell(x.column, x.row)
		p.rect(ink, below)
		if size >= heatText {
			number.ink = inkDark()
			p.text(number, middle(above), text.XCenter, text.YCenter, e.l.Int(int64(x.Common)))
		} else {
			p.rect(ink, above)
		}
		if x.Told() {
			p.dot(middle(below), size*0.17, inkOn(ink))
		}
	}
	return nil
}

// dot fills a small disc.
func (p *pen) dot(at vg.Point, r vg.Length, ink color.NRGBA) {
	var path vg.Path
	disc(&path, at, r)
	p.c.SetColor(ink)
	p.c.Fill(path)
}
