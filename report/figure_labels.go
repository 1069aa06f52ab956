package report

import (
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// maxLabels keeps a figure readable; the exports have every handle.
const maxLabels = 45

// labels writes the handles that may be shown, seeds first, then the largest,
// where they cover no other label.
func (p *pen) labels(e *edition, nodes []placed, room vg.Rectangle) {
	var order []int
	for i, n := range nodes {
		if n.Account >= 0 && e.named(n.Account, n.Seed) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := nodes[a], nodes[b]
		if x.Seed != y.Seed {
			if x.Seed {
				return -1
			}
			return 1
		}
		switch {
		case x.Size > y.Size:
			return -1
		case x.Size < y.Size:
			return 1
		}
		return 0
	})
	var taken []obstacle
	for _, n := range nodes { // labels cover no seed, no account of a class and no large disc
		if n.Seed || n.Class >= 0 || n.r > 4 {
			taken = append(taken, obstacle{box(n.at, n.r*0.85, n.r*0.85), n.Seed})
		}
	}
	written := 0
	for _, i := range order {
		if written == maxLabels && !nodes[i].Seed {
			break
		}
		if p.label(e, nodes[i], room, &taken) {
			written++
		}
	}
}

// An obstacle is what a label should not cover; where it is firm, none does.
type obstacle struct {
	vg.Rectangle
	firm bool
}

// label writes one handle beside its node, where it covers nothing. That of a
// seed may cover signs of lesser accounts, but no other seed and no label.
func (p *pen) label(e *edition, n placed, room vg.Rectangle, taken *[]obstacle) bool {
	face := typeface{size: 8, halo: true, ink: inkDark()}
	if n.Seed {
		face = typeface{size: 9, bold: true, halo: true, ink: inkDark()}
	}
	s := p.fit(face, e.label(n.Account), 130)
	w, h := p.width(face, s)/2+1.5, face.size*0.62
	off := n.r + 2
	spots := []vg.Point{
		{X: off + w}, {X: -off - w}, {Y: off + h}, {Y: -off - h}, // beside, over, under
		{X: off + w, Y: off}, {X: -off - w, Y: off}, {X: off + w, Y: -off}, {X: -off - w, Y: -off},
		{X: w * 0.6, Y: off + h}, {X: -w * 0.6, Y: off + h}, {X: w * 0.6, Y: -off - h}, {X: -w * 0.6, Y: -off - h},
	}
	var near []obstacle
	around := box(n.at, off+2*w, off+2*h)
	for _, t := range *taken {
		if overlap(around, t.Rectangle) > 0 {
			near = append(near, t)
		}
	}
	best, least := vg.Rectangle{}, vg.Length(math.Inf(1))
	for _, d := range spots {
		r := box(vg.Point{X: n.at.X + d.X, Y: n.at.Y + d.Y}, w, h)
		if r.Min.X < room.Min.X || r.Max.X > room.Max.X || r.Min.Y < room.Min.Y || r.Max.Y > room.Max.Y {
			continue
		}
		covered := vg.Length(0)
		for _, t := range near {
			area := overlap(r, t.Rectangle)
			if t.firm && area > 0 {
				area = vg.Length(math.Inf(1))
			}
			covered += area
		}
		if covered < least {
			best, least = r, covered
		}
	}
	if least > 0 && !n.Seed || math.IsInf(float64(least), 1) {
		return false
	}
	*taken = append(*taken, obstacle{best, true})
	p.text(face, best.Min.Add(best.Max).Scale(0.5), text.XCenter, text.YCenter, s)
	return true
}

func box(at vg.Point, w, h vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: at.X - w, Y: at.Y - h}, Max: vg.Point{X: at.X + w, Y: at.Y + h}}
}

// overlap returns the area that two rectangles share.
func overlap(a, b vg.Rectangle) vg.Length {
	w := min(a.Max.X, b.Max.X) - max(a.Min.X, b.Min.X)
	h := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}
