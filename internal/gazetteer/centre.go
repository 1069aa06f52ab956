package gazetteer

import (
	_ "embed"
	"sync"
)

//go:embed data/centres.tsv
var centresTable string

type point struct{ lat, lon float64 }

var centres = sync.OnceValue(func() map[string]point {
	m := map[string]point{}
	for f := range rows(centresTable) {
		m[f[0]] = point{number(f[1]), number(f[2])}
	}
	return m
})

// Centre returns where a symbol of a country or of a first-level unit of Cuba or Venezuela stands on a map, in degrees
// north and east: about the middle of the country, the capital of the unit. ok is false for other codes. It is
// nobody's place.
func Centre(code string) (lat, lon float64, ok bool) {
	p, ok := centres()[code]
	return p.lat, p.lon, ok
}
