package report

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
)

const (
	largestSymbol = 23   // radius of the country that most accounts declare
	oneSymbol     = 6    // largest radius of one account
	leastSymbol   = 1.4  // smallest radius of a symbol
	worldLabels   = 16   // most names on the map of the world
	panelRoom     = 262  // height of the panels of countries
	panelHead     = 34   // room of a panel's title
	mapText       = 158  // room of title, legend and source
	leastPanel    = 10   // accounts that declare a country which is not of the case
	cornerHead    = 15.0 // distance between lines of the text beside the map
)

// A symbol is a disc on a map whose area says how many accounts declare the place.
type symbol struct {
	code  string
	n     int
	home  vg.Point // its place; it may stand aside where others do not leave it room
	at    vg.Point
	r     vg.Length
	ink   color.NRGBA
	label string
}

// mapHeight leaves room for the world, and below it for countries that have an outline.
func mapHeight(e *edition, _ *pen, width vg.Length) vg.Length {
	world := worldAtlas()
	h := mapText + (width-2*margin)/world.aspect()
	if e.Results.Locations != nil && len(e.mapCountries()) > 0 {
		return h + panelHead + panelRoom
	}
	return h + 7*cornerHead
}

// mapCountries returns up to two countries that have a panel of their own: those of the case first, then the most
// declared other one that has an outline and is not a handful of accounts.
func (e *edition) mapCountries() []string {
	var home, abroad []string
	for _, c := range e.Results.Locations.Countries {
		if _, ok := countryAtlas(c.Code); !ok || len(e.unitCounts(c.Code)) == 0 {
			continue
		}
		if slices.Contains(e.Case.Home, c.Code) {
			home = append(home, c.Code)
		} else if len(abroad) == 0 && c.N >= leastPanel {
			abroad = append(abroad, c.Code)
		}
	}
	both := append(home, abroad...)
	both = both[:min(2, len(both))]
	slices.SortStableFunc(both, func(a, b string) int { // the flattest first, with the text below it
		x, _ := countryAtlas(a)
		y, _ := countryAtlas(b)
		return cmp.Compare(y.aspect(), x.aspect())
	})
	return both
}

// unitCounts returns how many accounts declare each first-level unit of a country.
func (e *edition) unitCounts(country string) []analysis.CodeCount {
	var out []analysis.CodeCount
	for _, c := range e.Results.Locations.Regions {
		if len(c.Code) > 3 && c.Code[:3] == country+"-" {
			out = append(out, c)
		}
	}
	return out
}

// drawMap shows what the population declares on maps of the world and of the countries of the case, with what is on no
// map beside them. A symbol stands at the middle of a country or at the capital of a unit, and at nobody's place.
func drawMap(e *edition, p *pen, f *figure) error {
	r := e.Results.Locations
	if r == nil || len(r.Countries) == 0 {
		return ErrNothing
	}
	room := p.frame(e, f, e.l.Raw("figure.map.title"), e.l.T("figure.map.sub", e.l.Count("count.accounts", int64(len(e.pop().Members)))))
	keys := []key{{ink: palette()[0], shape: disc, label: e.l.Raw("figure.locations.country")}}
	if len(e.Case.Home) > 0 {
		keys = []key{{ink: palette()[2], shape: disc, label: e.l.Raw("figure.locations.home")}, {ink: palette()[0], shape: disc, label: e.l.Raw("figure.locations.other")}}
	}
	scale := min(oneSymbol, largestSymbol/math.Sqrt(float64(r.Countries[0].N)))
	p.symbolScale(e, room, scale, r.Countries[0].N)
	room.Max.Y = p.legend(room, keys) - 2
	world := worldAtlas()
	panel := vg.Rectangle{Min: vg.Point{X: room.Min.X, Y: room.Max.Y - (room.Max.X-room.Min.X)/world.aspect()}, Max: room.Max}
	e.drawPanel(p, &world, panel, r.Countries, scale, worldLabels, false)
	below := vg.Rectangle{Min: room.Min, Max: vg.Point{X: room.Max.X, Y: panel.Min.Y - 6}}
	countries := e.mapCountries()
	if len(countries) == 0 {
		e.offMap(p, below)
		return nil
	}
	beside := below
	for i, code := range countries {
		a, _ := countryAtlas(code)
		at := below
		at.Max.X = at.Min.X + (room.Max.X-room.Min.X)*0.46
		if i > 0 {
			at.Min.X, at.Max.X = at.Max.X+14, room.Max.X
		}
		units := e.unitCounts(code)
		told := 0
		for _, u := range units {
			told += u.N
		}
		total := r.Countries[slices.IndexFunc(r.Countries, func(c analysis.CodeCount) bool { return c.Code == code })].N
		bold := faceLabel()
		bold.bold = true
		p.text(bold, vg.Point{X: at.Min.X, Y: at.Max.Y - 6}, text.XLeft, text.YCenter, e.place(code))
		p.text(faceSmall(), vg.Point{X: at.Min.X, Y: at.Max.Y - 20}, text.XLeft, text.YCenter, p.fit(faceSmall(), e.l.T("figure.map.units", e.l.Int(int64(told)), e.l.Int(int64(total))), at.Max.X-at.Min.X))
		at.Max.Y -= panelHead
		e.drawPanel(p, &a, at, units, scale, len(units), true)
		if i == 0 {
			beside.Max = vg.Point{X: at.Max.X, Y: at.Max.Y - (at.Max.X-at.Min.X)/a.aspect() - 16}
			if len(countries) == 1 {
				beside = vg.Rectangle{Min: vg.Point{X: at.Max.X + 20, Y: below.Min.Y}, Max: below.Max}
			}
		}
	}
	e.offMap(p, beside)
	return nil
}

// drawPanel draws one map with its symbols, largest first, and as many names as there is room for.
func (e *edition) drawPanel(p *pen, a *atlas, room vg.Rectangle, counts []analysis.CodeCount, scale float64, names int, leaders bool) {
	at := a.place(room)
	p.c.SetColor(inkLand())
	p.c.Fill(trace(a.land, at, a.from.lat, a.to.lat))
	if len(a.water) > 0 {
		p.c.SetColor(inkPaper())
		p.c.Fill(trace(a.water, at, a.from.lat, a.to.lat))
	}
	p.c.SetColor(inkCoast())
	p.c.SetLineWidth(0.5)
	p.c.SetLineDash(nil, 0)
	p.c.Stroke(trace(append(slices.Clone(a.land), a.water...), at, a.from.lat, a.to.lat))
	var list []symbol
	for _, c := range counts {
		lat, lon, ok := gazetteer.Centre(c.Code)
		if !ok {
			continue
		}
		s := symbol{code: c.Code, n: c.N, home: at(degrees{lon, min(max(lat, a.from.lat), a.to.lat)}), ink: palette()[0], label: e.place(c.Code) + " " + e.l.Int(int64(c.N))}
		s.at, s.r = s.home, max(leastSymbol, vg.Length(scale*math.Sqrt(float64(c.N))))
		if slices.Contains(e.Case.Home, c.Code[:2]) {
			s.ink = palette()[2]
		}
		list = append(list, s)
	}
	settle(list, room)
	for _, s := range list {
		var path vg.Path
		disc(&path, s.at, s.r+0.8)
		p.c.SetColor(inkPaper())
		p.c.Fill(path)
		path = nil
		disc(&path, s.at, s.r)
		p.c.SetColor(s.ink)
		p.c.Fill(path)
	}
	p.symbolNames(list, room, names, leaders)
}

// settle moves symbols aside until none covers more than a sliver of another, each held to its place by a string that yields
// in the end.
// The larger of two moves less. The same counts always give the same places.
func settle(list []symbol, room vg.Rectangle) {
	const rounds = 300
	for round := range rounds {
		for i := range list {
			for j := range i {
				a, b := &list[i], &list[j]
				d := a.at.Sub(b.at)
				dist, least := vg.Length(math.Hypot(float64(d.X), float64(d.Y))), (a.r+b.r)*0.94
				if dist >= least {
					continue
				}
				if dist < 0.01 {
					d, dist = vg.Point{X: 0.6, Y: 0.8}, 1
				}
				push := d.Scale((least - dist) / dist)
				heavy := a.r * a.r / (a.r*a.r + b.r*b.r)
				a.at, b.at = a.at.Add(push.Scale(1-heavy)), b.at.Sub(push.Scale(heavy))
			}
		}
		for i := range list {
			s := &list[i]
			s.at = s.at.Add(s.home.Sub(s.at).Scale(0.02 * vg.Length(max(0, rounds*2/3-round)) / rounds))
			s.at.X = min(max(s.at.X, room.Min.X+s.r), room.Max.X-s.r)
			s.at.Y = min(max(s.at.Y, room.Min.Y+s.r), room.Max.Y-s.r)
		}
	}
}

// symbolScale shows at the upper right how large some numbers of accounts are.
func (p *pen) symbolScale(e *edition, room vg.Rectangle, scale float64, largest int) {
	x, y := room.Max.X, room.Max.Y-faceLabel().size*0.6
	for _, n := range []int{100, 10, 1} {
		if n > largest {
			continue
		}
		r := max(leastSymbol, vg.Length(scale*math.Sqrt(float64(n))))
		label := e.l.Int(int64(n))
		x -= p.width(faceTick(), label)
		p.text(faceTick(), vg.Point{X: x, Y: y}, text.XLeft, text.YCenter, label)
		x -= r + 4
		var path vg.Path
		disc(&path, vg.Point{X: x, Y: y}, r)
		p.c.SetColor(inkNone())
		p.c.Fill(path)
		x -= r + 10
	}
	p.text(faceTick(), vg.Point{X: x, Y: y}, text.XRight, text.YCenter, e.l.Raw("figure.map.scale"))
}

// offMap writes how many accounts no map shows, and why.
func (e *edition) offMap(p *pen, room vg.Rectangle) {
	y := room.Max.Y - 8
	bold := faceLabel()
	bold.bold = true
	p.text(bold, vg.Point{X: room.Min.X, Y: y}, text.XLeft, text.YCenter, e.l.Raw("figure.map.off"))
	for _, c := range e.otherLocations() {
		if c.N == 0 {
			continue
		}
		y -= cornerHead
		p.text(faceTick(), vg.Point{X: room.Min.X, Y: y}, text.XLeft, text.YCenter, p.fit(faceTick(), e.l.Int(int64(c.N))+" · "+e.l.Raw("location."+c.Code), room.Max.X-room.Min.X))
	}
}

func inkLand() color.NRGBA  { return color.NRGBA{0xEC, 0xEE, 0xF1, 0xFF} }
func inkCoast() color.NRGBA { return color.NRGBA{0xC4, 0xCA, 0xD2, 0xFF} }
