package gazetteer

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// TestTables checks that every line of the tables is whole.
func TestTables(t *testing.T) {
	t.Parallel()
	for _, table := range []struct {
		name, text string
		cells      int
		kinds      string // allowed in cell kind; "" for any
		kind       int
	}{
		{"countries", countriesTable, 6, "", 0}, {"units", unitsTable, 6, "e p d r a m x", 1},
		{"places", placesTable, 4, "c m t p", 1}, {"names", namesTable, 4, "c s n g", 0}, {"centres", centresTable, 3, "", 0},
	} {
		if !strings.HasPrefix(table.text, "# ") {
			t.Errorf("%s.tsv does not begin with its source and licence", table.name)
		}
		n := 0
		for f := range rows(table.text) {
			n++
			if len(f) != table.cells || table.kinds != "" && !slices.Contains(strings.Fields(table.kinds), f[table.kind]) {
				t.Errorf("%s.tsv: bad line %q", table.name, f)
			}
		}
		if n < 100 {
			t.Errorf("%s.tsv has %d lines", table.name, n)
		}
	}
	for code := range tables().kinds {
		if _, ok := CountryOfCode(code[:2]); !ok {
			t.Errorf("unit %s is in no country", code)
		}
	}
}

// openNames are the names of countries that another place shares, so that
// they are ambiguous by themselves.
var openNames = []string{"Georgia", "Granada", "Guadalupe", "Congo", "San Martín", "Saint Martin", "Santa Elena"}

// TestEveryCountry resolves each country's name in both languages, as we and
// as Unicode CLDR write it, and its flag.
func TestEveryCountry(t *testing.T) {
	t.Parallel()
	n := 0
	for f := range rows(countriesTable) {
		n++
		code := f[0]
		flag := string([]rune{rune(code[0]) - 'A' + 0x1F1E6, rune(code[1]) - 'A' + 0x1F1E6})
		check(t, flag, Country, code, "")
		region, err := language.ParseRegion(code)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := CountryOfCode(strings.ToLower(f[1])); !ok || got != code {
			t.Errorf("CountryOfCode(%q) = %q, %v, want %s", strings.ToLower(f[1]), got, ok, code)
		}
		if code != "XK" && region.ISO3() != f[1] {
			t.Errorf("%s has alpha-3 %s in the table, %s in CLDR", code, f[1], region.ISO3())
		}
		for _, name := range []string{f[2], f[3], display.Regions(language.Spanish).Name(region), display.Regions(language.English).Name(region)} {
			name = strings.Replace(name, "(Keeling) ", "", 1)
			if p := Resolve(name); !slices.Contains(openNames, name) {
				if p.Country != code || p.Tier > 'B' {
					t.Errorf("Resolve(%q) = %c %s (also %v), want A %s", name, p.Tier, p.Country, p.Also, code)
				}
			} else if p.Tier != Ambiguous || !slices.Contains(p.Also, code) {
				t.Errorf("Resolve(%q) = %c %s (also %v), want D with %s among them", name, p.Tier, p.Country, p.Also, code)
			}
		}
	}
	if n != 250 { // ISO 3166-1 and Kosovo
		t.Errorf("the table has %d countries, want 250", n)
	}
}

// famousAbroad are municipalities whose name means another country to anyone
// who reads it alone: countries, and places many times as populous.
var famousAbroad = map[string]string{
	"Bolivia": "BO", "Venezuela": "VE", "Colombia": "CO", "El Salvador": "SV", "Florida": "US", "Santo Domingo": "DO",
}

// TestEveryMunicipality resolves the municipalities of Cuba and Venezuela
// alone and beside their unit and country.
func TestEveryMunicipality(t *testing.T) {
	t.Parallel()
	n := map[string]int{}
	for f := range rows(placesTable) {
		if f[1] != "m" {
			continue
		}
		unit, name := f[0], f[3]
		country := unit[:2]
		n[country]++
		if p := Resolve(name); p.Country != country && p.Tier != Ambiguous && p.Country != famousAbroad[name] {
			t.Errorf("Resolve(%q) = %c %s, want %s or D", name, p.Tier, p.Country, country)
		}
		for _, full := range []string{name + ", " + Name(unit, "es"), name + ", " + Name(unit, "es") + ", " + Name(country, "es")} {
			if full == "Sucre, Sucre" { // in Colombia too
				continue
			}
			if p := Resolve(full); p.Country != country || p.Region != unit {
				t.Errorf("Resolve(%q) = %c %s %s, want %s", full, p.Tier, p.Country, p.Region, unit)
			}
		}
	}
	if n["CU"] < 165 || n["VE"] < 330 {
		t.Errorf("municipalities %v, want at least 165 in Cuba and 330 in Venezuela", n)
	}
}

// TestEveryUnit resolves the units of Cuba and Venezuela with their country.
func TestEveryUnit(t *testing.T) {
	t.Parallel()
	n := map[string]int{}
	for code := range tables().kinds {
		country := code[:2]
		n[country]++
		for _, lang := range []string{"es", "en"} {
			in := Name(code, lang) + ", " + Name(country, lang)
			if p := Resolve(in); p.Country != country || p.Region != code {
				t.Errorf("Resolve(%q) = %c %s %s (also %v), want %s", in, p.Tier, p.Country, p.Region, p.Also, code)
			}
		}
	}
	if n["CU"] != 16 || n["VE"] != 25 || n["US"] != 51 {
		t.Errorf("units: %v, want 16 of CU, 25 of VE, 51 of US", n)
	}
}

// TestLocations reads the file of judged locations.
func TestLocations(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/locations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for f := range rows(string(data)) {
		n++
		check(t, f[3], Tier(f[0][0]), f[1], f[2])
		if p := Resolve("📍 " + f[3] + " ✨"); p.Tier != Tier(f[0][0]) && p.Tier != Unresolved && !strings.ContainsAny(f[3], "\U0001F1E6") && len(f[3]) > 4 {
			t.Errorf("Resolve(%q) decorated = %c %s, want %s %s", f[3], p.Tier, p.Country, f[0], f[1])
		}
	}
	if n < 300 {
		t.Errorf("the file has %d locations", n)
	}
}

// TestCentres: every country and every unit of Cuba and Venezuela has one, in the world and in its country.
func TestCentres(t *testing.T) {
	t.Parallel()
	for f := range rows(countriesTable) {
		if lat, lon, ok := Centre(f[0]); !ok || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
			t.Errorf("the centre of %s is %v %v %v", f[0], lat, lon, ok)
		}
	}
	box := map[string][4]float64{"CU": {19.8, 23.3, -85, -74}, "VE": {0.6, 12.3, -73.4, -59.7}}
	for code := range tables().kinds {
		b, drawn := box[code[:2]]
		lat, lon, ok := Centre(code)
		if ok != drawn || drawn && (lat < b[0] || lat > b[1] || lon < b[2] || lon > b[3]) {
			t.Errorf("the centre of %s is %v %v %v", code, lat, lon, ok)
		}
	}
	if _, _, ok := Centre("ZZ"); ok {
		t.Error("no country has a centre")
	}
}
