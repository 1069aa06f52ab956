package layout

import "math"

// A Label is a text to be put beside a disc.
type Label struct {
	At            Point   // centre of the disc
	Radius        float64 // of the disc
	Width, Height float64 // of the text, with what room it wants around it
	// Must says that it may cover obstacles that are not firm, where no place is free, and that no
	// limit holds for it.
	Must bool
}

// A Box is a rectangle; Low is the corner with the smaller coordinates.
type Box struct{ Low, High Point }

// An Obstacle is what labels should not cover; where it is Firm, none does.
type Obstacle struct {
	Box
	Firm bool
}

// LabelOptions tune PlaceLabels.
type LabelOptions struct {
	Room  Box     // labels stay inside
	Gap   float64 // between the rim of a disc and its label
	Limit int     // of shown labels, those that must be among them; 0: none
}

// A PlacedLabel says where a label goes.
type PlacedLabel struct {
	Box
	Shown bool // else there was no place for it
}

// PlaceLabels puts labels beside their discs, inside a room and over no other label, in their
// order, which is that of importance: none gives way to a later one. A label goes to the first
// of eight sides of its disc where it covers nothing: right, left, above, below (Y grows
// upward), and the corners. It returns a place for each label and how many are not shown; one
// whose figures are not finite is not.
//
// Greedy choice among fixed candidates, after Yoeli 1972, doi:10.1179/caj.1972.9.2.99. A grid finds
// what a candidate may cover: about O(labels + obstacles), 8 bytes for each square that a box touches.
func PlaceLabels(labels []Label, obstacles []Obstacle, opt LabelOptions) (placed []PlacedLabel, dropped int) {
	b := newBoard(labels, obstacles, opt)
	placed = make([]PlacedLabel, len(labels))
	shown := 0
	for i, l := range labels {
		if opt.Limit > 0 && shown >= opt.Limit && !l.Must {
			dropped++
			continue
		}
		if placed[i] = b.place(l); !placed[i].Shown {
			dropped++
			continue
		}
		b.put(Obstacle{placed[i].Box, true})
		shown++
	}
	return placed, dropped
}

// A board holds what is taken, in the squares of a grid over the room.
type board struct {
	opt           LabelOptions
	side          float64
	columns, rows int
	taken         []Obstacle
	squares       [][]int32 // of taken
	seen          []int32   // by obstacle: the last candidate that looked at it
	candidate     int32
}

// newBoard chooses squares about as large as a label is wide, but not more than there are things.
func newBoard(labels []Label, obstacles []Obstacle, opt LabelOptions) *board {
	b := &board{opt: opt}
	width := 0.0
	for _, l := range labels {
		if finite(l.Width) {
			width += max(0, l.Width) / float64(len(labels))
		}
	}
	w, h := opt.Room.High.X-opt.Room.Low.X, opt.Room.High.Y-opt.Room.Low.Y
	if !finite(w) || !finite(h) || w <= 0 || h <= 0 {
		w, h = 0, 0 // no candidate is inside
	}
	b.side = max(width, math.Sqrt(w*h/float64(1+len(labels)+len(obstacles))), w/1e4, h/1e4)
	if !(b.side > 0) {
		b.side = 1
	}
	b.columns, b.rows = int(w/b.side)+1, int(h/b.side)+1
	b.squares = make([][]int32, b.columns*b.rows)
	for _, o := range obstacles {
		b.put(o)
	}
	return b
}

// touched calls do with each square of the room that a box touches.
func (b *board) touched(x Box, do func(square int)) {
	at := func(v, low float64, n int) int { return int(min(max(0, (v-low)/b.side), float64(n-1))) }
	low := b.opt.Room.Low
	for row := at(x.Low.Y, low.Y, b.rows); row <= at(x.High.Y, low.Y, b.rows); row++ {
		for column := at(x.Low.X, low.X, b.columns); column <= at(x.High.X, low.X, b.columns); column++ {
			do(row*b.columns + column)
		}
	}
}

// put takes what an obstacle covers.
func (b *board) put(o Obstacle) {
	if !finite(o.Low.X) || !finite(o.Low.Y) || !finite(o.High.X) || !finite(o.High.Y) {
		return
	}
	i := int32(len(b.taken))
	b.taken, b.seen = append(b.taken, o), append(b.seen, 0)
	b.touched(o.Box, func(square int) { b.squares[square] = append(b.squares[square], i) })
}

// place returns the best place for l. The first of equal ones is taken.
func (b *board) place(l Label) PlacedLabel {
	w, h := l.Width/2, l.Height/2
	off := l.Radius + b.opt.Gap
	x, y := off+w, off+h
	best, least := PlacedLabel{}, math.Inf(1)
	for _, d := range []Point{{x, 0}, {-x, 0}, {0, y}, {0, -y}, {x, off}, {-x, off}, {x, -off}, {-x, -off}} {
		c := Box{Point{l.At.X + d.X - w, l.At.Y + d.Y - h}, Point{l.At.X + d.X + w, l.At.Y + d.Y + h}}
		room := b.opt.Room
		if !(c.Low.X >= room.Low.X && c.High.X <= room.High.X && c.Low.Y >= room.Low.Y && c.High.Y <= room.High.Y) {
			continue
		}
		if covered := b.covered(c); covered < least {
			best, least = PlacedLabel{c, true}, covered
		}
	}
	if least > 0 && !l.Must {
		return PlacedLabel{}
	}
	return best
}

// covered returns the area of obstacles that a box covers, infinite if one of them is firm.
func (b *board) covered(x Box) float64 {
	b.candidate++
	sum := 0.0
	b.touched(x, func(square int) {
		for _, i := range b.squares[square] {
			if b.seen[i] == b.candidate {
				continue
			}
			b.seen[i] = b.candidate
			o := &b.taken[i]
			w := min(x.High.X, o.High.X) - max(x.Low.X, o.Low.X)
			h := min(x.High.Y, o.High.Y) - max(x.Low.Y, o.Low.Y)
			if w <= 0 || h <= 0 {
				continue
			}
			if sum += float64(w * h); o.Firm {
				sum = math.Inf(1)
			}
		}
	})
	return sum
}
