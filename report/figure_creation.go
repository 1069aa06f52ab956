package report

import (
	"image/color"
	"slices"
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
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
	if slices.ContainsFunc(series, func(s analysis.Series) bool { return len(s.Blocks) > 1 }) {
		keys = append(keys, key{ink: inkBlocks(), label: e.l.Raw("figure.creation.blocks")})
	}
	if slices.ContainsFunc(series, func(s analysis.Series) bool { return len(s.States) > 0 }) {
		keys = append(keys, key{ink: inkBlocks(), shape: strip, label: e.l.Raw("figure.creation.states")})
	}
	if slices.ContainsFunc(series, func(s analysis.Series) bool { return s.Interpolated != nil }) {
		keys = append(keys, key{ink: palette()[4], shape: bar, label: e.l.Raw("figure.creation.interpolated")})
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
			if b.Class == s.Class && b.Source == "scan" && b.Q <= analysis.Significance {
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
		if i < len(s.Interpolated) {
			put(bs, s.First.AddDate(0, 0, i), 2, float64(s.Interpolated[i]))
		}
	}
	largest, total := 0.0, 0.0
	for _, b := range bs {
		largest = max(largest, b.values[0]+b.values[2], b.values[1])
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
	p.bars(a, t, bs, 2)
	p.blocks(a, t, bs, s.Blocks)
	p.states(t, s.States)
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

// inkBlocks is the ink of blocks and states.
func inkBlocks() color.NRGBA { return palette()[1] }

// blocks draws the rate of each block, at the height that it gives the bars it covers.
func (p *pen) blocks(a axis, t span, bs []bin, blocks []analysis.Block) {
	if len(blocks) < 2 { // one rate is the mean
		return
	}
	width := bs[len(bs)-1].to.Sub(bs[0].from).Hours() / float64(len(bs))
	var line []vg.Point
	for _, b := range blocks {
		y := a.y(float64(b.Count) / b.To.Sub(b.From).Hours() * width)
		x0, x1 := max(t.x(b.From), t.room.Min.X), min(t.x(b.To), t.room.Max.X)
		line = append(line, vg.Point{X: x0, Y: y}, vg.Point{X: x1, Y: y})
	}
	p.line(inkBlocks(), 1.4, nil, line...)
}

// stateHeight is that of the strip of states, in points.
const stateHeight = 3

// states draws spans as a strip along the top of the room.
func (p *pen) states(t span, states []analysis.Span) {
	for _, s := range states {
		x0, x1 := max(t.x(s.From), t.room.Min.X), min(t.x(s.To), t.room.Max.X)
		p.rect(inkBlocks(), vg.Rectangle{Min: vg.Point{X: x0, Y: t.room.Max.Y - stateHeight}, Max: vg.Point{X: max(x1, x0+1), Y: t.room.Max.Y}})
	}
}

// strip is the sign of a strip in a legend.
func strip(path *vg.Path, at vg.Point, r vg.Length) {
	rectangle(path, vg.Rectangle{Min: vg.Point{X: at.X - r, Y: at.Y - stateHeight/2.0}, Max: vg.Point{X: at.X + r, Y: at.Y + stateHeight/2.0}})
}
