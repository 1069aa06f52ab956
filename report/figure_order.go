package report

import (
	"cmp"
	"slices"
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// maxDots is how many followers a panel shows; of more, every k-th.
const maxDots = 4000

// sortBy sorts by a value, ascending, and keeps the order of equals.
func sortBy[T any](list []T, value func(T) float64) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(value(a), value(b)) })
}

// drawOrder shows up to four lists: each follower by place in the order of follow and by date of
// creation. The line above the dots is the earliest time at which the follower at that place can have come.
func drawOrder(e *edition, p *pen, f *figure) error {
	lists := e.orderPanels()
	if len(lists) == 0 {
		return ErrNothing
	}
	from, to := time.Time{}, time.Time{}
	shaded := false
	for _, l := range lists {
		for _, x := range l.Followers {
			if t := bound(x.Created); x.Dated && (from.IsZero() || t.Before(from)) {
				from = t
			}
			if t := bound(x.Created); x.Dated && t.After(to) {
				to = t
			}
		}
		shaded = shaded || len(l.Runs) > 0 && l.Runs[0].Significant()
	}
	room := p.frame(e, f, e.l.Raw("figure.order.title"), e.l.Raw("figure.order.sub"))
	keys := []key{{ink: palette()[0], shape: disc, label: e.l.Raw("figure.order.dot")}, {ink: palette()[1], label: e.l.Raw("figure.order.bound")}}
	if shaded {
		keys = append(keys, key{ink: inkShade(), shape: bar, label: e.l.Raw("figure.order.run")})
	}
	room.Max.Y = p.legend(room, keys)
	columns, rows := 1, 1
	if len(lists) > 1 {
		columns, rows = 2, (len(lists)+1)/2
	}
	w, h := (room.Max.X-room.Min.X)/vg.Length(columns), (room.Max.Y-room.Min.Y)/vg.Length(rows)
	for i, l := range lists {
		x, y := room.Min.X+w*vg.Length(i%columns), room.Max.Y-h*vg.Length(i/columns)
		panel := vg.Rectangle{Min: vg.Point{X: x + 36, Y: y - h + 34}, Max: vg.Point{X: x + w - 8, Y: y - 22}}
		p.orderPanel(e, panel, l, span{panel, from.AddDate(0, -2, 0), to.AddDate(0, 2, 0)})
	}
	return nil
}

// orderPanels returns the lists worth drawing: those with a run beyond chance, else the longest.
func (e *edition) orderPanels() []*analysis.OrderList {
	list := e.informative()
	return list[:min(4, len(list))]
}

func orderHeight(e *edition, _ *pen, _ vg.Length) vg.Length {
	if len(e.orderPanels()) > 2 {
		return 620
	}
	return 420
}

// up maps an instant on the room of a span from the bottom up.
func (s span) up(t time.Time) vg.Length {
	share := (s.x(t) - s.room.Min.X) / (s.room.Max.X - s.room.Min.X)
	return s.room.Min.Y + share*(s.room.Max.Y-s.room.Min.Y)
}

func (p *pen) orderPanel(e *edition, room vg.Rectangle, l *analysis.OrderList, s span) {
	n := len(l.Followers)
	x := func(i int) vg.Length {
		return room.Min.X + (room.Max.X-room.Min.X)*vg.Length(float64(i)+0.5)/vg.Length(n)
	}
	for k := range l.Runs {
		if r := &l.Runs[k]; r.Significant() {
			x0, x1 := x(r.First), x(r.Last)
			if x1-x0 < 4 {
				x0, x1 = (x0+x1)/2-2, (x0+x1)/2+2
			}
			p.rect(inkShade(), vg.Rectangle{Min: vg.Point{X: x0, Y: room.Min.Y}, Max: vg.Point{X: x1, Y: room.Max.Y}})
		}
	}
	p.yearLines(e, s)
	every := (n + maxDots - 1) / maxDots
	var dots vg.Path
	var line []vg.Point
	for i := range l.Followers {
		f := &l.Followers[i]
		if f.Earliest != 0 && (i == 0 || f.Record || i == n-1) {
			if k := len(line); k > 0 {
				line = append(line, vg.Point{X: x(i), Y: line[k-1].Y})
			}
			line = append(line, vg.Point{X: x(i), Y: s.up(bound(f.Earliest))})
		}
		if f.Dated && (i%every == 0 || inRun(l, i)) {
			disc(&dots, vg.Point{X: x(i), Y: s.up(bound(f.Created))}, dotSize(n))
		}
	}
	p.c.SetColor(palette()[0])
	p.fillSome(dots)
	p.line(palette()[1], 1.1, nil, line...)
	title := faceLabel()
	title.bold = true
	p.text(title, vg.Point{X: room.Min.X - 36, Y: room.Max.Y + 7}, text.XLeft, text.YBottom, p.fit(title, e.label(l.Owner)+" · "+e.l.Count("count.accounts", int64(l.Dated)), room.Max.X-room.Min.X+30))
	p.text(faceTick(), vg.Point{X: room.Min.X, Y: room.Min.Y - 5}, text.XLeft, text.YTop, e.l.Raw("figure.order.first"))
	p.text(faceTick(), vg.Point{X: room.Max.X, Y: room.Min.Y - 5}, text.XRight, text.YTop, e.l.Raw("figure.order.last"))
}

func inRun(l *analysis.OrderList, i int) bool {
	return slices.ContainsFunc(l.Runs, func(r analysis.FollowRun) bool { return r.Significant() && r.First <= i && i <= r.Last })
}

// dotSize is smaller the more dots there are.
func dotSize(n int) vg.Length {
	switch {
	case n < 300:
		return 1.9
	case n < 1500:
		return 1.4
	}
	return 0.9
}

// yearLines draws the dates of a vertical span, as many as fit.
func (p *pen) yearLines(e *edition, s span) {
	list := dateTicks(e, s)
	every := 1
	for vg.Length(len(list)/every)*14 > s.room.Max.Y-s.room.Min.Y {
		every++
	}
	for i := 0; i < len(list); i += every {
		y := s.up(list[i].at)
		if y < s.room.Min.Y || y > s.room.Max.Y {
			continue
		}
		p.line(inkGrid(), 0.7, nil, vg.Point{X: s.room.Min.X, Y: y}, vg.Point{X: s.room.Max.X, Y: y})
		p.text(faceTick(), vg.Point{X: s.room.Min.X - 5, Y: y}, text.XRight, text.YCenter, list[i].label)
	}
	p.line(inkMuted(), 0.9, nil, s.room.Min, vg.Point{X: s.room.Max.X, Y: s.room.Min.Y})
}
