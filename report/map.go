package report

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
)

// A coast is a closed outline in degrees.
type coast []degrees

type degrees struct{ lon, lat float64 }

// rings reads outlines as map_outlines.go writes them.
func rings(text string) []coast {
	var out []coast
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		r := make(coast, 0, len(f)/2)
		for i := 0; i+1 < len(f); i += 2 {
			lon, errLon := strconv.ParseFloat(f[i], 64)
			lat, errLat := strconv.ParseFloat(f[i+1], 64)
			if errLon == nil && errLat == nil { // a test reads them all
				r = append(r, degrees{lon, lat})
			}
		}
		if len(r) > 2 {
			out = append(out, r)
		}
	}
	return out
}

// An atlas is what of the earth a panel shows: outlines and how they are laid flat.
type atlas struct {
	land, water []coast
	from, to    degrees // lower left and upper right
	flat        func(degrees) (x, y float64)
}

// worldAtlas shows all that is inhabited in the Equal Earth projection: B. Šavrič, T. Patterson and B. Jenny, The Equal
// Earth map projection, Int. J. Geogr. Inf. Sci. 33, 2019, doi:10.1080/13658816.2018.1504949.
func worldAtlas() atlas {
	return atlas{append(rings(worldLand), rings(cubaLand)[0]), rings(worldWater), degrees{-180, -56}, degrees{180, 83.7}, equalEarth}
}

// countryAtlas returns the atlas of a country that has an outline. A degree east is shortened as in its middle.
func countryAtlas(code string) (atlas, bool) {
	var a atlas
	switch code {
	case "CU":
		a = atlas{land: rings(cubaLand), from: degrees{-85.1, 19.6}, to: degrees{-74, 23.4}}
	case "VE":
		a = atlas{land: rings(venezuelaLand), water: rings(venezuelaWater), from: degrees{-74, 0.5}, to: degrees{-59.4, 13.6}}
	default:
		return a, false
	}
	shrink := math.Cos((a.from.lat + a.to.lat) / 2 * math.Pi / 180)
	a.flat = func(d degrees) (x, y float64) { return d.lon * shrink, d.lat }
	return a, true
}

func equalEarth(d degrees) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	t := math.Asin(math.Sqrt(3) / 2 * math.Sin(d.lat*math.Pi/180))
	t2 := t * t
	t6 := t2 * t2 * t2
	x = 2 * math.Sqrt(3) * d.lon * math.Pi / 180 * math.Cos(t) / (3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	return x, t * (a1 + a2*t2 + t6*(a3+a4*t2))
}

// bounds are those of the laid-flat atlas.
func (a *atlas) bounds() (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, lat := range []float64{a.from.lat, 0, a.to.lat} {
		if lat < a.from.lat || lat > a.to.lat {
			continue
		}
		for _, lon := range []float64{a.from.lon, a.to.lon} {
			x, y := a.flat(degrees{lon, lat})
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	return x0, y0, x1, y1
}

// aspect is the width of the atlas by its height.
func (a *atlas) aspect() vg.Length {
	x0, y0, x1, y1 := a.bounds()
	return vg.Length((x1 - x0) / (y1 - y0))
}

// place returns where degrees lie in a room that the atlas is fitted into, in its upper middle.
func (a *atlas) place(room vg.Rectangle) func(degrees) vg.Point {
	x0, y0, x1, y1 := a.bounds()
	size := room.Size()
	k := min(float64(size.X)/(x1-x0), float64(size.Y)/(y1-y0))
	left := float64(room.Min.X) + (float64(size.X)-k*(x1-x0))/2
	return func(d degrees) vg.Point {
		x, y := a.flat(d)
		return vg.Point{X: vg.Length(left + k*(x-x0)), Y: room.Max.Y - vg.Length(k*(y1-y))}
	}
}

// trace appends rings to one path.
func trace(list []coast, at func(degrees) vg.Point, from, to float64) vg.Path {
	var path vg.Path
	for _, r := range list {
		for i, d := range r {
			d.lat = min(max(d.lat, from), to)
			if i == 0 {
				path.Move(at(d))
			} else {
				path.Line(at(d))
			}
		}
		path.Close()
	}
	return path
}
