package report

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// A key is one entry of a legend.
type key struct {
	ink   color.NRGBA
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

// legendRows returns how many rows a legend takes.
func (p *pen) legendRows(width vg.Length, keys []key) int {
	const sign, gap = 12, 16
	x, rows := vg.Length(0), 1
	for _, k := range keys {
		w := sign + 3 + p.width(faceLabel(), p.fit(faceLabel(), k.label, width-sign))
		if x > 0 && x+w > width {
			x, rows = 0, rows+1
		}
		x += w + gap
	}
	return rows
}

// explain writes under a network what sizes and links mean.
func (p *pen) explain(e *edition, name string, strip vg.Rectangle, nodes []placed, links []link) {
	y := strip.Max.Y - (strip.Size().Y-stripHeight)/2 - smallSign
	sizes := e.l.Raw(e.sizeKey(name))
	x := strip.Min.X
	p.text(faceTick(), vg.Point{X: x, Y: y}, text.XLeft, text.YCenter, sizes)
	x += p.width(faceTick(), sizes) + 8
	for _, n := range scale(nodes) {
		var path vg.Path
		r := n.r
		disc(&path, vg.Point{X: x + r, Y: y}, r)
		p.c.SetColor(inkNone())
		p.c.Fill(path)
		x += 2*r + 4
		value := e.size(n.Size)
		p.text(faceTick(), vg.Point{X: x, Y: y}, text.XLeft, text.YCenter, value)
		x += p.width(faceTick(), value) + 12
	}
	pairs := 0
	for _, l := range links {
		if l.mutual {
			pairs++
		}
	}
	y = strip.Min.Y + smallSign
	x = strip.Min.X
	word := "figure.link_follows"
	if e.acts(name) {
		word = "figure.link_acts"
	}
	x = p.sample(x, y, false, e.l.Raw(word))
	if pairs > 0 {
		p.sample(x, y, true, e.l.Count("figure.mutual", int64(pairs/2)))
	}
}

// sample draws a link, or a mutual pair, with its meaning, and returns where it ends.
func (p *pen) sample(x, y vg.Length, mutual bool, word string) vg.Length {
	from, to := placed{at: vg.Point{X: x, Y: y - 1}}, placed{at: vg.Point{X: x + 34, Y: y - 1}}
	l := link{from: &from, to: &to, width: 3, mutual: mutual}
	var shape sketch
	l.outline(&shape)
	if mutual {
		l.from, l.to = &to, &from
		l.outline(&shape)
	}
	p.c.SetColor(linkInk(mutual, 0, 1))
	p.c.Fill(shape.path)
	p.text(faceTick(), vg.Point{X: x + 40, Y: y}, text.XLeft, text.YCenter, word)
	return x + 40 + p.width(faceTick(), word) + 16
}

// sizeKey returns the sentence that says what sizes mean in a figure.
func (e *edition) sizeKey(name string) string {
	by := ""
	if v := e.view(name); v != nil {
		by = v.SizeBy
	}
	switch {
	case name == "business":
		return "figure.size_group"
	case by == "out_degree", by == "pagerank", by == "betweenness":
		return "figure.size_" + by
	case e.acts(name):
		return "figure.size_pointed"
	}
	return "figure.size_followed"
}

// size writes a node's score.
func (e *edition) size(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return e.l.Int(int64(x))
	}
	return e.l.Number(x)
}

// scale returns nodes that show what sizes mean: one of the smallest, one
// half as wide as the largest, and the largest. Groups of accounts go before single ones.
func scale(nodes []placed) []placed {
	var some []placed
	groups := slices.ContainsFunc(nodes, func(n placed) bool { return len(n.Members) > 0 })
	for _, n := range nodes {
		if isNumber(n.Size) && n.Size >= 0 && (!groups || !n.Seed) {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		return nil
	}
	bySize := func(a, b placed) int { return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.r, b.r)) }
	first, last := slices.MinFunc(some, bySize), slices.MaxFunc(some, bySize)
	if first.Size == last.Size {
		return []placed{first}
	}
	half := slices.MinFunc(some, func(a, b placed) int {
		return cmp.Or(cmp.Compare(math.Abs(float64(a.r-last.r/2)), math.Abs(float64(b.r-last.r/2))), bySize(a, b))
	})
	if half.Size == first.Size || half.Size == last.Size {
		return []placed{first, last}
	}
	return []placed{first, half, last}
}
