//go:build ignore

// Maketables writes data/places.tsv from files of GeoNames and from the list
// of Venezuelan municipalities and parishes by zokeber, all under CC-BY 4.0:
//
//	go run maketables.go cities500.txt admin2Codes.txt venezuela.json > data/places.tsv
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// A place is one line of the table.
type place struct {
	country, region, kind, name string
	population                  int
}

// isoUnits maps the first-level codes of GeoNames to ISO 3166-2.
var isoUnits = map[string]string{
	"CU.01": "CU-01", "CU.02": "CU-03", "CU.03": "CU-04", "CU.04": "CU-99", "CU.05": "CU-09", "CU.07": "CU-08",
	"CU.08": "CU-06", "CU.09": "CU-12", "CU.10": "CU-14", "CU.12": "CU-11", "CU.13": "CU-10", "CU.14": "CU-07",
	"CU.15": "CU-13", "CU.16": "CU-05", "CU.AR": "CU-15", "CU.MA": "CU-16",
	"VE.01": "VE-Z", "VE.02": "VE-B", "VE.03": "VE-C", "VE.04": "VE-D", "VE.05": "VE-E", "VE.06": "VE-F",
	"VE.07": "VE-G", "VE.08": "VE-H", "VE.09": "VE-Y", "VE.11": "VE-I", "VE.12": "VE-J", "VE.13": "VE-K",
	"VE.14": "VE-L", "VE.15": "VE-M", "VE.16": "VE-N", "VE.17": "VE-O", "VE.18": "VE-P", "VE.19": "VE-R",
	"VE.20": "VE-S", "VE.21": "VE-T", "VE.22": "VE-U", "VE.23": "VE-V", "VE.24": "VE-W", "VE.25": "VE-A", "VE.26": "VE-X",
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: maketables cities500.txt admin2Codes.txt venezuela.json")
	}
	cities := readCities(os.Args[1])
	places := append(readMunicipalities(os.Args[2]), readParishes(os.Args[3])...)
	known := map[string]bool{}
	for _, p := range places {
		if p.kind != "p" {
			known[text.Fold(p.name)] = true
		}
	}
	wanted := func(p place) bool {
		return p.country == "CU" || p.country == "VE" || p.population >= 200_000
	}
	for _, c := range cities {
		if wanted(c) {
			known[text.Fold(c.name)] = true
		}
	}
	for _, name := range tableNames("data/countries.tsv", 2) {
		known[text.Fold(name)] = true
	}
	for _, name := range tableNames("data/units.tsv", 3) {
		known[text.Fold(name)] = true
	}
	for _, c := range cities {
		if wanted(c) || known[text.Fold(c.name)] && c.population >= homonymFloor(c.country) {
			places = append(places, c)
		}
	}
	write(places)
}

// homonymFloor is the size from which a namesake counts. It is low where the
// writers of Spanish locations live, and in the United States, where towns are
// called Cuba, Havana or Caracas.
func homonymFloor(country string) int {
	if country == "US" {
		return 1_000
	}
	if strings.Contains("AR BO CL CO CR DO EC ES GT HN MX NI PA PE PR PY SV UY BR PT", country) {
		return 5_000
	}
	return 15_000
}

func readCities(path string) []place {
	var out []place
	eachLine(path, func(f []string) {
		n, err := strconv.Atoi(f[14])
		if err != nil {
			log.Fatalf("%s: %s: %v", path, f[1], err)
		}
		p := place{country: f[8], kind: "c", name: f[1], population: n}
		switch p.country {
		case "CU", "VE":
			p.region = isoUnits[p.country+"."+f[10]]
			if n < 20_000 && p.region != "" {
				p.kind = "t"
			}
		case "US":
			p.region = "US-" + f[10]
		}
		if f[7] == "PPLX" && p.country != "CU" && p.country != "VE" {
			return
		}
		out = append(out, p)
	})
	return out
}

func readMunicipalities(path string) []place {
	var out []place
	eachLine(path, func(f []string) {
		code := strings.SplitN(f[0], ".", 3)
		unit, ok := isoUnits[code[0]+"."+code[1]]
		if !ok {
			return
		}
		name := strings.TrimPrefix(strings.TrimPrefix(f[1], "Municipio "), "de ")
		out = append(out, place{country: code[0], region: unit, kind: "m", name: name})
	})
	return out
}

// readParishes reads municipalities, their seats and their parishes.
func readParishes(path string) []place {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	var states []struct {
		Estado     string
		Municipios []struct {
			Municipio, Capital string
			Parroquias         []string
		}
	}
	if err := json.Unmarshal(data, &states); err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	units := map[string]string{}
	for _, line := range tableLines("data/units.tsv") {
		if strings.HasPrefix(line[0], "VE-") {
			units[line[3]] = line[0]
		}
	}
	units["Vargas"] = "VE-X"
	var out []place
	for _, s := range states {
		unit := units[s.Estado]
		if unit == "" {
			log.Fatalf("%s: no unit is called %q", path, s.Estado)
		}
		for _, m := range s.Municipios {
			out = append(out, place{"VE", unit, "m", tidy(m.Municipio), 0}, place{"VE", unit, "t", tidy(m.Capital), 0})
			for _, p := range m.Parroquias {
				if unit != "VE-Z" { // there the source joins parish and seat
					out = append(out, place{"VE", unit, "p", tidy(p), 0})
				}
			}
		}
	}
	return out
}

// tidy drops the full stops and the word for parish that some names carry.
func tidy(name string) string {
	return strings.Trim(strings.TrimPrefix(name, "Parroquia "), " .")
}

// tableNames returns the names of one of our own tables, from a column on.
func tableNames(path string, from int) []string {
	var out []string
	for _, f := range tableLines(path) {
		for _, cell := range f[from:] {
			for name := range strings.SplitSeq(cell, ";") {
				out = append(out, strings.TrimSpace(strings.TrimLeft(name, " ^=")))
			}
		}
	}
	return out
}

func tableLines(path string) [][]string {
	var out [][]string
	eachLine(path, func(f []string) {
		if !strings.HasPrefix(f[0], "#") {
			out = append(out, f)
		}
	})
	return out
}

func eachLine(path string, do func(fields []string)) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		do(strings.Split(sc.Text(), "\t"))
	}
	if err := sc.Err(); err != nil {
		log.Fatalf("%s: %v", path, err)
	}
}

// write prints the table sorted, each name once by place and kind, with
// populations in thousands.
func write(places []place) {
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(a.region, b.region), cmp.Compare(a.kind, b.kind),
			cmp.Compare(text.Fold(a.name), text.Fold(b.name)), cmp.Compare(b.population, a.population))
	})
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(w, "# Places: country or first-level unit, kind (c city, m municipality, p parish, t town), thousands of inhabitants, name.")
	fmt.Fprintln(w, "# Written by maketables.go from GeoNames (geonames.org) and venezuela by zokeber (github.com/zokeber/venezuela-json), both CC-BY 4.0.")
	last := ""
	for _, p := range places {
		key := p.country + p.region + p.kind + text.Fold(p.name)
		if p.name == "" || key == last {
			continue
		}
		last = key
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", cmp.Or(p.region, p.country), p.kind, strconv.FormatFloat(float64(p.population)/1000, 'f', -1, 64), p.name)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}
