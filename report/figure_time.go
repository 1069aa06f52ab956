package report

import (
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// drawCreation shows accounts by date of creation: all, and below them the class
// whose burst is the least likely, with its baseline.
func drawCreation(e *edition, p *pen, f *figure) error {
	r := e.Results.Creation
	if r == nil || r.Dated == 0 {
		return ErrNothing
	}
	series := e.creationSeries(r)
	if len(series) == 0 {
		return ErrNothing
	}
	from, to := extent(series)
	u := unitFor(from, to, 93)
	room := p.frame(e, f, e.l.Raw("figure.creation.title"), e.l.T("figure.creation.sub", e.l.Raw([]string{"unit_day", "unit_week", "unit_month"}[u])))
	keys := []key{{ink: palette()[0], shape: bar, label: e.l.Raw("figure.creation.bars")}}
	if hasBaseline(series) {
		keys = append(keys, key{ink: inkDark(), label: e.l.Raw("figure.creation.baseline")})
	}
	if len(shaded(r, series)) > 0 {
		keys = append(keys, key{ink: inkShade(), shape: bar, label: e.l.Raw("figure.creation.burst")})
	}
	room.Max.Y = p.legend(room, keys)
	each := (room.Max.Y - room.Min.Y) / vg.Length(len(series))
	for i, s := range series {
		panel := vg.Rectangle{Min: vg.Point{X: room.Min.X + 36, Y: room.Max.Y - vg.Length(i+1)*each + 22}, Max: vg.Point{X: room.Max.X, Y: room.Max.Y - vg.Length(i)*each - 24}}
		p.creationPanel(e, panel, r, s, bins(from, to, u))
	}
	return nil
}

// creationSeries returns the series of all accounts, and that of the class with
// the burst of least p; else of the first class with dates.
func (e *edition) creationSeries(r *analysis.Creation) []analysis.Series {
	byClass := map[string]analysis.Series{}
	var out []analysis.Series
	second := ""
	for _, s := range r.Series {
		total := 0
		for _, n := range s.Days {
			total += n
		}
		if total == 0 {
			continue
		}
		byClass[s.Class] = s
		if s.Class == "all" {
			out = append(out, s)
		} else if second == "" {
			second = s.Class
		}
	}
	best := 2.0
	for _, b := range r.Bursts {
		if _, ok := byClass[b.Class]; ok && b.Class != "all" && b.Source == "scan" && b.P < best {
			best, second = b.P, b.Class
		}
	}
	if second != "" {
		out = append(out, byClass[second])
	}
	return out
}

// extent returns the first and the last day with an account.
func extent(series []analysis.Series) (from, to time.Time) {
	for _, s := range series {
		for i, n := range s.Days {
			if n == 0 {
				continue
			}
			d := s.First.AddDate(0, 0, i)
			if from.IsZero() || d.Before(from) {
				from = d
			}
			if d.After(to) {
				to = d
			}
		}
	}
	return from, to
}

func hasBaseline(series []analysis.Series) bool {
	for _, s := range series {
		if len(s.Baseline) > 0 {
			return true
		}
	}
	return false
}

// shaded returns the bursts worth shading in these series: the scan's where
// they are unlikely, else the case's own windows.
func shaded(r *analysis.Creation, series []analysis.Series) []analysis.Burst {
	var out []analysis.Burst
	for _, s := range series {
		found := false
		for _, b := range r.Bursts {
			if b.Class == s.Class && b.Source == "scan" && b.P <= significant {
				out, found = append(out, b), true
			}
		}
		for _, b := range r.Bursts {
			if b.Class == s.Class && b.Source == "case" && !found {
				out = append(out, b)
			}
		}
	}
	return out
}

func (p *pen) creationPanel(e *edition, room vg.Rectangle, r *analysis.Creation, s analysis.Series, bs []bin) {
	for i, n := range s.Days {
		put(bs, s.First.AddDate(0, 0, i), 0, float64(n))
		if i < len(s.Baseline) {
			put(bs, s.First.AddDate(0, 0, i), 1, s.Baseline[i])
		}
	}
	largest, total := 0.0, 0.0
	for _, b := range bs {
		largest = max(largest, b.values[0], b.values[1])
		total += b.values[0]
	}
	a := newAxis(room, largest)
	t := span{room, bs[0].from, bs[len(bs)-1].to}
	for _, b := range shaded(r, []analysis.Series{s}) {
		x0, x1 := max(t.x(b.From), room.Min.X), min(t.x(b.To.AddDate(0, 0, 1)), room.Max.X)
		if x1-x0 < 3 {
			x0, x1 = x0-1.5, x1+1.5
		}
		p.rect(inkShade(), vg.Rectangle{Min: vg.Point{X: x0, Y: room.Min.Y}, Max: vg.Point{X: x1, Y: room.Max.Y}})
	}
	p.grid(e, a)
	p.bars(a, t, bs, 0)
	if len(s.Baseline) > 0 {
		var line []vg.Point
		for _, b := range bs {
			line = append(line, vg.Point{X: t.x(b.from), Y: a.y(b.values[1])}, vg.Point{X: t.x(b.to), Y: a.y(b.values[1])})
		}
		p.line(inkDark(), 1.1, nil, line...)
	}
	p.ticks(e, t)
	title := faceLabel()
	title.bold = true
	p.text(title, vg.Point{X: room.Min.X - 36, Y: room.Max.Y + 8}, text.XLeft, text.YBottom, p.fit(title, e.l.T("figure.creation.panel", e.seriesTitle(s.Class), e.l.Count("count.accounts", int64(total))), room.Max.X-room.Min.X+30))
}

// bars draws one value of every bin; stacked on value 0 where it is 1.
func (p *pen) bars(a axis, t span, bs []bin, value int) {
	var path vg.Path
	for _, b := range bs {
		v := b.values[value]
		if v <= 0 {
			continue
		}
		base := 0.0
		if value == 1 {
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
	p.c.SetColor(palette()[[]int{0, 4}[value]])
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
