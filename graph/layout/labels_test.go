package layout

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestPlaceLabelsByHand: discs of radius 1 in a room of 100 by 100, labels 10 wide and 4 high, 1 from the rim.
func TestPlaceLabelsByHand(t *testing.T) {
	room := Box{Point{0, 0}, Point{100, 100}}
	at := func(x, y float64) Label { return Label{At: Point{x, y}, Radius: 1, Width: 10, Height: 4} }
	box := func(x, y, w, h float64) Box { return Box{Point{x, y}, Point{x + w, y + h}} }
	must := at(50, 50)
	must.Must = true
	right, left := box(52, 48, 10, 4), box(38, 48, 10, 4)
	all := []Obstacle{{Box: box(0, 0, 100, 100)}, {Box: box(52, 0, 48, 100)}}
	for name, c := range map[string]struct {
		labels    []Label
		obstacles []Obstacle
		limit     int
		want      []PlacedLabel
	}{
		"free":               {[]Label{at(50, 50)}, nil, 0, []PlacedLabel{{right, true}}},
		"right is taken":     {[]Label{at(50, 50)}, []Obstacle{{Box: box(60, 50, 1, 1)}}, 0, []PlacedLabel{{left, true}}},
		"right touches":      {[]Label{at(50, 50)}, []Obstacle{{box(62, 48, 1, 1), true}}, 0, []PlacedLabel{{right, true}}},
		"at the wall":        {[]Label{at(95, 50)}, nil, 0, []PlacedLabel{{box(83, 48, 10, 4), true}}},
		"in the corner":      {[]Label{at(99, 99)}, nil, 0, []PlacedLabel{{box(87, 95, 10, 4), true}}},
		"one spot for two":   {[]Label{at(50, 50), at(50, 50)}, nil, 0, []PlacedLabel{{right, true}, {left, true}}},
		"one too many":       {slices.Repeat([]Label{at(50, 50)}, 9), nil, 1, append([]PlacedLabel{{right, true}}, make([]PlacedLabel, 8)...)},
		"nowhere":            {[]Label{at(50, 50)}, all, 0, []PlacedLabel{{}}},
		"must, covers least": {[]Label{must}, all, 0, []PlacedLabel{{left, true}}},
		"must, but all firm": {[]Label{must}, []Obstacle{{box(0, 0, 100, 100), true}}, 0, []PlacedLabel{{}}},
		"must has no limit":  {[]Label{at(50, 90), must}, nil, 1, []PlacedLabel{{box(52, 88, 10, 4), true}, {right, true}}},
		"outside":            {[]Label{at(-50, 50), at(math.NaN(), 0), at(math.Inf(1), 0)}, []Obstacle{{Box: box(math.NaN(), 0, 1, 1)}}, 0, make([]PlacedLabel, 3)},
	} {
		placed, dropped := PlaceLabels(c.labels, c.obstacles, LabelOptions{Room: room, Gap: 1, Limit: c.limit})
		want := 0
		for _, p := range c.want {
			if !p.Shown {
				want++
			}
		}
		if !slices.Equal(placed, c.want) || dropped != want {
			t.Errorf("%s: got %v, %d dropped; want %v", name, placed, dropped, c.want)
		}
	}
}

// TestPlaceLabels: no label covers another or what is firm, all are in the room, and a label is dropped only if no side of its disc is free of
// those before it.
func TestPlaceLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		room := Box{Point{-10, 20}, Point{rapid.SampledFrom([]float64{-5, 40, 900}).Draw(t, "right"), 200}}
		labels, obstacles := make([]Label, r.IntN(60)), make([]Obstacle, r.IntN(60))
		for i := range labels {
			labels[i] = Label{Point{r.Float64()*60 - 15, r.Float64() * 220}, r.Float64() * 5, r.Float64() * 30, r.Float64() * 8, r.IntN(4) == 0}
		}
		for i := range obstacles {
			low := Point{r.Float64()*60 - 15, r.Float64() * 220}
			obstacles[i] = Obstacle{Box{low, Point{low.X + r.Float64()*20, low.Y + r.Float64()*20}}, r.IntN(2) == 0}
		}
		placed, dropped := PlaceLabels(labels, obstacles, LabelOptions{Room: room, Gap: 1})
		cover := func(a, b Box) bool {
			return min(a.High.X, b.High.X) > max(a.Low.X, b.Low.X) && min(a.High.Y, b.High.Y) > max(a.Low.Y, b.Low.Y)
		}
		for i, p := range placed {
			if !p.Shown {
				dropped--
				continue
			}
			if p.Low.X < room.Low.X || p.High.X > room.High.X || p.Low.Y < room.Low.Y || p.High.Y > room.High.Y {
				t.Fatalf("label %d at %v is outside %v", i, p, room)
			}
			if math.Abs(p.High.X-p.Low.X-labels[i].Width) > 1e-9 || math.Abs(p.High.Y-p.Low.Y-labels[i].Height) > 1e-9 {
				t.Fatalf("label %d of %v×%v at %v", i, labels[i].Width, labels[i].Height, p)
			}
			for j, q := range placed[:i] {
				if q.Shown && cover(p.Box, q.Box) {
					t.Fatalf("labels %d and %d cover each other: %v, %v", i, j, p, q)
				}
			}
			for _, o := range obstacles {
				if cover(p.Box, o.Box) && (o.Firm || !labels[i].Must) {
					t.Fatalf("label %d at %v covers %+v", i, p, o)
				}
			}
		}
		if dropped != 0 {
			t.Fatalf("the number dropped is off by %d", dropped)
		}
	})
}
