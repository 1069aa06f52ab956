package report

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// A naming finds places for names on a map, where they cover neither a symbol nor another name.
type naming struct {
	room    vg.Rectangle
	halves  map[string]vg.Point // half the width and height of each name
	symbols []vg.Rectangle
	names   []vg.Rectangle
	lines   []vg.Rectangle // small steps along the lines that lead to names
	done    []placedName
	cost    float64
}

// A placedName is a symbol's name, its middle, and the line that leads there, if one does.
type placedName struct {
	symbol
	middle vg.Point
	line   []vg.Point
}

// orders is how many orders of naming are tried where lines may lead to names; the first is by size.
const orders = 24

// symbolNames writes up to most names beside their symbols, those of the largest first; with leaders also at the end of
// lines, in that of some orders which finds room for most names.
func (p *pen) symbolNames(list []symbol, room vg.Rectangle, most int, leaders bool) {
	halves := p.halves(list)
	best := nameIn(list, halves, room, most, leaders)
	random := rand.New(rand.NewPCG(1, uint64(len(list))))
	for range orders {
		if !leaders || len(best.done) == len(list) && best.cost == 0 {
			break
		}
		shuffled := slices.Clone(list)
		random.Shuffle(len(list), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if n := nameIn(shuffled, halves, room, most, leaders); n.worth() > best.worth() {
			best = n
		}
	}
	for _, d := range best.done {
		p.line(inkEdge(), 0.5, nil, d.line...)
	}
	for _, d := range best.done {
		p.text(nameFace(d.symbol), d.middle, text.XCenter, text.YCenter, d.label)
	}
}

// halves measures the names.
func (p *pen) halves(list []symbol) map[string]vg.Point {
	out := make(map[string]vg.Point, len(list))
	for _, s := range list {
		face := nameFace(s)
		out[s.label] = vg.Point{X: p.width(face, s.label)/2 + 1, Y: face.size * 0.6}
	}
	return out
}

// worth weighs the names against the lines that they need: no line is worth more than this many points.
func (n *naming) worth() float64 {
	const ofName = 75
	return ofName*float64(len(n.done)) - n.cost
}

// nameIn finds places in this order.
func nameIn(list []symbol, halves map[string]vg.Point, room vg.Rectangle, most int, leaders bool) *naming {
	n := &naming{room: room, halves: halves}
	for _, s := range list {
		n.symbols = append(n.symbols, box(s.at, s.r*0.9, s.r*0.9))
	}
	for _, s := range list {
		if len(n.done) < most && !n.beside(s) && leaders {
			n.afar(s)
		}
	}
	return n
}

func nameFace(s symbol) typeface {
	return typeface{size: 9, halo: true, ink: inkDark(), bold: s.r >= largestSymbol/2}
}

// half returns half the width and height of a name.
func (n *naming) half(s symbol) (w, h vg.Length) {
	half := n.halves[s.label]
	return half.X, half.Y
}

// fits reports whether a name may stand in a box.
func (n *naming) fits(b vg.Rectangle) bool {
	top := n.room.Max.Y + b.Size().Y/2
	inside := b.Min.X >= n.room.Min.X && b.Max.X <= n.room.Max.X && b.Min.Y >= n.room.Min.Y && b.Max.Y <= top
	return inside && !crosses(b, n.symbols) && !crosses(b, n.names) && !crosses(b, n.lines)
}

// crosses reports whether b shares room with any of the boxes.
func crosses(b vg.Rectangle, boxes []vg.Rectangle) bool {
	return slices.ContainsFunc(boxes, func(o vg.Rectangle) bool { return overlap(b, o) > 0 })
}

// crossed counts the boxes that share room with b.
func crossed(b vg.Rectangle, boxes []vg.Rectangle) (n int) {
	for _, o := range boxes {
		if overlap(b, o) > 0 {
			n++
		}
	}
	return n
}

// around returns the middles of names that touch a ring around a symbol, all round, both ways from straight up.
func around(s symbol, off, w, h vg.Length) []vg.Point {
	const spots = 32
	out := make([]vg.Point, 0, spots)
	for k := range spots {
		sin, cos := math.Sincos(math.Pi/2 + 2*math.Pi/spots*float64((k+1)/2*(1-2*(k%2))))
		out = append(out, s.at.Add(vg.Point{X: vg.Length(cos) * (off + w), Y: vg.Length(sin) * (off + h)}))
	}
	return out
}

// beside finds a place that touches its symbol: on the right or left, else above or below, else where there is room.
func (n *naming) beside(s symbol) bool {
	w, h := n.half(s)
	off := s.r + 2
	spots := append([]vg.Point{s.at.Add(vg.Point{X: off + w}), s.at.Add(vg.Point{X: -off - w})}, around(s, off, w, h)...)
	for _, at := range spots {
		if b := box(at, w, h); n.fits(b) {
			n.names, n.done = append(n.names, b), append(n.done, placedName{symbol: s, middle: at})
			return true
		}
	}
	return false
}

// afar finds a place at the end of a line that crosses neither a name nor a symbol, and lines only where it is short.
func (n *naming) afar(s symbol) {
	const farthest, overSymbol, overLine = 75, 75, 40 // in points; the last two are what a crossing is worth
	w, h := n.half(s)
	best, cost := vg.Point{}, math.Inf(1)
	for away := 8; away < farthest && float64(away) < cost; away += 4 { // a longer line costs more
		for _, at := range around(s, s.r+2+vg.Length(away), w, h) {
			b := box(at, w, h)
			if !n.fits(b) {
				continue
			}
			c := float64(away)
			own := box(s.at, s.r*0.9, s.r*0.9)
			var hit []vg.Rectangle
			for _, step := range n.leader(s, at) {
				if c >= cost || crosses(step, n.names) {
					c = math.Inf(1)
					break
				}
				for _, o := range n.symbols {
					if o != own && overlap(step, o) > 0 && !slices.Contains(hit, o) {
						hit = append(hit, o)
					}
				}
				c += overLine / 4 * float64(crossed(step, n.lines))
			}
			if c += overSymbol * float64(len(hit)); c < cost {
				best, cost = at, c
			}
		}
	}
	if cost > farthest { // better none
		return
	}
	steps := n.leader(s, best)
	n.names, n.lines = append(n.names, box(best, w, h)), append(n.lines, steps...)
	n.done = append(n.done, placedName{s, best, []vg.Point{centreOf(steps[0]), centreOf(steps[len(steps)-1])}})
	n.cost += cost
}

func centreOf(b vg.Rectangle) vg.Point { return b.Min.Add(b.Max).Scale(0.5) }

// leader returns small boxes along the line from the rim of a symbol to its name around at.
func (n *naming) leader(s symbol, at vg.Point) []vg.Rectangle {
	w, h := n.half(s)
	b := box(at, w-1, h*0.7)
	to := vg.Point{X: min(max(s.at.X, b.Min.X), b.Max.X), Y: min(max(s.at.Y, b.Min.Y), b.Max.Y)}
	d := to.Sub(s.at)
	from := s.at.Add(d.Scale(s.r / vg.Length(math.Hypot(float64(d.X), float64(d.Y)))))
	const steps = 24
	out := make([]vg.Rectangle, steps+1)
	for k := range out {
		out[k] = box(from.Add(to.Sub(from).Scale(vg.Length(k)/steps)), 0.7, 0.7)
	}
	return out
}
