package report

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// TestOutlines reads every outline: whole pairs of numbers, inside its atlas, fine enough to know the country by.
func TestOutlines(t *testing.T) {
	for _, c := range []struct {
		name, text             string
		west, south, east, nth float64
		points                 int
	}{
		{"world", worldLand, -180, -56, 180, 84, 700}, {"water", worldWater, -100, 30, 60, 50, 25},
		{"Cuba", cubaLand, -85.1, 19.6, -74, 23.4, 180}, {"Venezuela", venezuelaLand, -74, 0.5, -59.4, 12.5, 250}, {"Maracaibo", venezuelaWater, -72.2, 9, -71, 11, 20},
	} {
		points, lines := 0, strings.Count(strings.TrimSpace(c.text), "\n")+1
		list := rings(c.text)
		if len(list) != lines {
			t.Errorf("%s: %d of %d lines are rings", c.name, len(list), lines)
		}
		for _, r := range list {
			points += len(r)
			for _, d := range r {
				if d.lon < c.west || d.lon > c.east || d.lat < c.south || d.lat > c.nth {
					t.Errorf("%s: %v lies outside", c.name, d)
				}
			}
		}
		if numbers := len(strings.Fields(c.text)); numbers != 2*points || points < c.points {
			t.Errorf("%s: %d numbers make %d points, want at least %d", c.name, numbers, points, c.points)
		}
	}
}

// TestEqualEarth compares with the extent that the authors of the projection give, and with its area: equal cells of the
// globe are equal on paper.
func TestEqualEarth(t *testing.T) {
	if x, y := equalEarth(degrees{180, 0}); math.Abs(x-2.7066) > 1e-4 || y != 0 {
		t.Errorf("180° east is at %v, %v", x, y)
	}
	if x, y := equalEarth(degrees{0, 90}); x != 0 || math.Abs(y-1.3173) > 1e-4 {
		t.Errorf("the pole is at %v, %v", x, y)
	}
	for _, lat := range []float64{-60, -10, 0, 35, 70} {
		const step = 0.01
		_, y0 := equalEarth(degrees{0, lat})
		x, y1 := equalEarth(degrees{1, lat + step})
		x0, _ := equalEarth(degrees{1, lat})
		paper := (x + x0) / 2 * (y1 - y0)
		globe := math.Pi / 180 * (math.Sin((lat+step)*math.Pi/180) - math.Sin(lat*math.Pi/180))
		if math.Abs(paper/globe-1) > 1e-3 {
			t.Errorf("at %v° a cell is %.4f of its size", lat, paper/globe)
		}
	}
}

// TestSettle: symbols of one place stand beside each other, inside the room, and the same each time.
func TestSettle(t *testing.T) {
	room := vg.Rectangle{Max: vg.Point{X: 300, Y: 300}}
	make9 := func() []symbol {
		var list []symbol
		for i := range 9 {
			at := vg.Point{X: 150, Y: 150 + vg.Length(i%2)}
			list = append(list, symbol{home: at, at: at, r: vg.Length(14 - i)})
		}
		return list
	}
	a, b := make9(), make9()
	settle(a, room)
	settle(b, room)
	if !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
	for i, s := range a {
		if s.at.X < s.r || s.at.Y < s.r || s.at.X > 300-s.r || s.at.Y > 300-s.r {
			t.Errorf("symbol %d is outside: %v", i, s.at)
		}
		for _, o := range a[:i] {
			if d := math.Hypot(float64(s.at.X-o.at.X), float64(s.at.Y-o.at.Y)); d < 0.85*float64(s.r+o.r) {
				t.Errorf("symbols of radius %v and %v are %.1f apart", s.r, o.r, d)
			}
		}
	}
}

// TestSymbolNames: no two names share room, and none covers a symbol.
func TestSymbolNames(t *testing.T) {
	room := vg.Rectangle{Max: vg.Point{X: 260, Y: 200}}
	var list []symbol
	for i := range 20 {
		at := vg.Point{X: vg.Length(100 + i*37%90), Y: vg.Length(80 + i*53%70)}
		list = append(list, symbol{home: at, at: at, r: 4, label: strings.Repeat("x", 3+i%9)})
	}
	settle(list, room)
	n := nameIn(list, newPen(newSVG(260, 200)).halves(list), room, len(list), true)
	for i, b := range n.names {
		if crossed(b, n.symbols) > 0 || crossed(b, n.names[:i]) > 0 {
			t.Errorf("name %d of %d covers something", i, len(n.names))
		}
		if b.Min.X < 0 || b.Max.X > 260 || b.Min.Y < 0 {
			t.Errorf("name %d is outside", i)
		}
	}
	for _, l := range n.lines {
		if crossed(l, n.names) > 1 { // the name it leads to
			t.Error("a line crosses a name")
		}
	}
	if len(n.names) < 18 {
		t.Errorf("only %d of %d names found room", len(n.names), len(list))
	}
}
