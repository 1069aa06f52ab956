package report

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// mostCountries is how many countries have a bar of their own.
const mostCountries = 10

type barRow struct {
	label string
	n     int
	ink   color.NRGBA
}

// locationsHeight leaves each bar the same room, however many there are.
func locationsHeight(e *edition, _ *pen, _ vg.Length) vg.Length {
	if e.Results.Locations == nil {
		return 200
	}
	return 150 + 25*vg.Length(len(e.locationBars()))
}

// drawLocations shows what the population declares: countries, then what belongs to
// none; all bars together are the population.
func drawLocations(e *edition, p *pen, f *figure) error {
	n := len(e.pop().Members)
	if e.Results.Locations == nil || e.pop().WithLocation == 0 {
		return ErrNothing
	}
	rows := e.locationBars()
	room := p.frame(e, f, e.l.Raw("figure.locations.title"), e.l.T("figure.locations.sub", e.l.Count("count.accounts", int64(n))))
	keys := []key{{ink: palette()[0], shape: bar, label: e.l.Raw("figure.locations.country")}}
	if len(e.Case.Home) > 0 {
		keys = []key{{ink: palette()[2], shape: bar, label: e.l.Raw("figure.locations.home")}, {ink: palette()[0], shape: bar, label: e.l.Raw("figure.locations.other")}}
	}
	keys = append(keys, key{ink: inkNone(), shape: bar, label: e.l.Raw("figure.locations.none")})
	room.Max.Y = p.legend(room, keys)
	label, largest := vg.Length(0), 1
	for _, b := range rows {
		label = max(label, p.width(faceLabel(), b.label))
		largest = max(largest, b.n)
	}
	label = min(label, 190)
	each := (room.Max.Y - room.Min.Y) / vg.Length(len(rows))
	left, right := room.Min.X+label+8, room.Max.X-92
	for i, b := range rows {
		y := room.Max.Y - vg.Length(i)*each - each/2
		p.text(faceLabel(), vg.Point{X: left - 6, Y: y}, text.XRight, text.YCenter, p.fit(faceLabel(), b.label, 190))
		x := left + (right-left)*vg.Length(float64(b.n)/float64(largest))
		p.rect(b.ink, vg.Rectangle{Min: vg.Point{X: left, Y: y - each*0.34}, Max: vg.Point{X: x, Y: y + each*0.34}})
		p.text(faceLabel(), vg.Point{X: x + 5, Y: y}, text.XLeft, text.YCenter, e.l.Int(int64(b.n))+" · "+e.l.Percent(ratio(b.n, n)))
	}
	p.line(inkMuted(), 0.9, nil, vg.Point{X: left, Y: room.Max.Y}, vg.Point{X: left, Y: room.Max.Y - vg.Length(len(rows))*each})
	return nil
}

func (e *edition) locationBars() []barRow {
	r := e.Results.Locations
	colors := palette()
	var rows []barRow
	rest, countries := 0, 0
	for i, c := range r.Countries {
		if i >= mostCountries {
			rest, countries = rest+c.N, countries+1
			continue
		}
		ink := colors[0]
		if slices.Contains(e.Case.Home, c.Code) {
			ink = colors[2]
		}
		rows = append(rows, barRow{e.place(c.Code), c.N, ink})
	}
	if countries > 0 {
		rows = append(rows, barRow{e.l.Count("figure.locations.rest", int64(countries)), rest, colors[0]})
	}
	for _, c := range e.otherLocations() {
		if c.N > 0 || c.Code == "unresolved" || c.Code == "none" {
			rows = append(rows, barRow{e.l.Raw("location." + c.Code), c.N, inkNone()})
		}
	}
	return rows
}
