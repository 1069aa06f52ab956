package report

import (
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// bars draws one value of every bin; stacked on value 0 where it is another.
func (p *pen) bars(a axis, t span, bs []bin, value int) {
	var path vg.Path
	for _, b := range bs {
		v := b.values[value]
		if v <= 0 {
			continue
		}
		base := 0.0
		if value > 0 {
			base = b.values[0]
		}
		x0, x1 := t.x(b.from), t.x(b.to)
		gap := min((x1-x0)*0.12, 1)
		x0, x1 = x0+gap/2, x1-gap/2
		y0, y1 := a.y(base), a.y(base+v)
		path.Move(vg.Point{X: x0, Y: y0})
		path.Line(vg.Point{X: x1, Y: y0})
		path.Line(vg.Point{X: x1, Y: y1})
		path.Line(vg.Point{X: x0, Y: y1})
		path.Close()
	}
	if len(path) == 0 {
		return
	}
	p.c.SetColor(palette()[[]int{0, 4, 4}[value]])
	p.c.Fill(path)
}

// drawHashtag shows the first tag that was used, by day, originals below
// retweets, with the announced day.
func drawHashtag(e *edition, p *pen, f *figure) error {
	r := e.Results.Hashtags
	if r == nil {
		return ErrNothing
	}
	for i := range r.Tags {
		if t := &r.Tags[i]; t.Tweets > 0 && len(t.Days) > 0 {
			p.tagChart(e, f, t)
			return nil
		}
	}
	return ErrNothing
}

func (p *pen) tagChart(e *edition, f *figure, t *analysis.TagUse) {
	from, to := t.Days[0].Day, t.Days[0].Day
	for _, d := range t.Days {
		if d.Day.Before(from) {
			from = d.Day
		}
		if d.Day.After(to) {
			to = d.Day
		}
	}
	if far := to.AddDate(0, 2, 0); t.Announced.After(to) && t.Announced.Before(far) {
		to = t.Announced
	}
	u := unitFor(from, to, 150)
	bs := bins(from, to, u)
	for _, d := range t.Days {
		put(bs, d.Day, 0, float64(d.Originals))
		put(bs, d.Day, 1, float64(d.Retweets))
	}
	largest := 0.0
	for _, b := range bs {
		largest = max(largest, b.values[0]+b.values[1])
	}
	room := p.frame(e, f, e.l.T("figure.hashtag.title", "#"+safe.Clamp(t.Tag, maxText)), e.l.T("figure.hashtag.sub", e.l.Raw([]string{"unit_day", "unit_week", "unit_month"}[u])))
	keys := []key{{ink: palette()[0], shape: bar, label: e.l.Raw("figure.hashtag.originals")}, {ink: palette()[4], shape: bar, label: e.l.Raw("figure.hashtag.retweets")}}
	room.Max.Y = p.legend(room, keys) - 26
	room.Min.X += 36
	room.Min.Y += 20
	a := newAxis(room, largest)
	s := span{room, bs[0].from, bs[len(bs)-1].to}
	p.grid(e, a)
	p.bars(a, s, bs, 0)
	p.bars(a, s, bs, 1)
	p.ticks(e, s)
	p.flag(s, u, t.Onset, e.l.T("figure.hashtag.onset", e.l.DayMonth(t.Onset)), []vg.Length{2, 2}, 0)
	p.flag(s, u, t.Announced, e.l.T("figure.hashtag.announced", e.l.DayMonth(t.Announced)), nil, 1)
}

// flag marks a day with a line and a word above the room; row keeps two words
// apart.
func (p *pen) flag(s span, u unit, t time.Time, word string, dashes []vg.Length, row int) {
	if t.IsZero() || t.Before(s.from) || !t.Before(s.to) {
		return
	}
	if u == byDay {
		t = t.UTC().Truncate(24 * time.Hour).Add(noon)
	}
	x := s.x(t)
	top := s.room.Max.Y + 13 + vg.Length(row)*12
	p.line(inkDark(), 1.1, dashes, vg.Point{X: x, Y: s.room.Min.Y}, vg.Point{X: x, Y: top})
	face := faceTick()
	face.ink = inkDark()
	align, dx := text.XLeft, vg.Length(3)
	if x+p.width(face, word) > s.room.Max.X {
		align, dx = text.XRight, -3
	}
	p.text(face, vg.Point{X: x + dx, Y: top}, align, text.YTop, word)
}
