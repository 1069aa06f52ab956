package gazetteer

import (
	"slices"
	"strings"
	"testing"
)

// served lists the codes of hits, after checking that they are in order and
// that their bytes are in the text.
func served(t *testing.T, s string, hits []Hit) string {
	t.Helper()
	var out []string
	last := 0
	for _, h := range hits {
		if h.From < last || h.To <= h.From || h.To > len(s) {
			t.Errorf("%q: hit %+v is out of order or out of the text", s, h)
		}
		last = h.From
		out = append(out, h.Code)
	}
	return strings.Join(out, " ")
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"CubaCooperaTimor", "CU TL"},
		{"cubacooperatimor", "TL"},
		{"CubaCooperaGuat", "CU GT"}, // cut at 15 characters
		{"CubaCoopJamaica", "CU JM"},
		{"bmc_argelia", "DZ"},
		{"bmcargelia", "DZ"},
		{"BMCGuineaEcuatorial", "GQ"},
		{"BMCTimorLeste", "TL"},
		{"cubacooperamali", "ML"},
		{"CubaCoopCaboVerde", "CU CV"},
		{"Brigada Médica Cubana en Argelia", "DZ"},
		{"Cuba Coopera Guinea-Bissau", "CU GW"},
		{"Brigada Médica Cubana Guinea Ecuatorial", "GQ"},
		{"Cuba Coopera Granada", "CU GD"},
		{"🇨🇺 🇬🇹", "CU GT"},
		{"Médicos cubanos en República Dominicana", "DO"},
		{"Santiago de Cuba", ""},
		{"médicos por el mundo", ""},
		{"somosnormales", ""},
		{"", ""},
	} {
		if got := served(t, c.in, Countries(c.in)); got != c.want {
			t.Errorf("Countries(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ country, in, want string }{
		{"VE", "CDI Maracaibo", "VE-V"},
		{"VE", "CDI Simón Rodríguez", ""}, // a municipality of two states
		{"VE", "CDI Simón Bolívar", ""},
		{"VE", "CDI Bolívar", "VE-F"},
		{"VE", "CDI Dr. Miranda", ""},
		{"VE", "CDI Bolívar, Maracaibo", "VE-V"},
		{"VE", "CDI Edo. Sucre", "VE-R"},
		{"VE", "CDI Petare", "VE-M"},
		{"VE", "cdi_lapastora", "VE-A"},
		{"VE", "cdilapastora", "VE-A"},
		{"VE", "CDIPuertoOrdaz", "VE-F"},
		{"VE", "cdi_barquisimet", "VE-K"}, // cut at 15 characters
		{"VE", "SRI San Cristóbal", "VE-S"},
		{"VE", "CubaCooperaZulia", "VE-V"},
		{"VE", "CubaCoopTachira", "VE-S"},
		{"VE", "CDI Los Teques, estado Miranda", "VE-M VE-M"},
		{"VE", "CDI Salud Barrio Adentro", ""},
		{"VE", "Cuba", ""},
		{"CU", "Policlínico de Bayamo", "CU-12"},
		{"TL", "Dili", ""},
		{"", "Zulia", ""},
	} {
		if got := served(t, c.in, Regions(c.country, c.in)); got != c.want {
			t.Errorf("Regions(%q, %q) = %q, want %q", c.country, c.in, got, c.want)
		}
	}
}

func TestNamesAndCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ code, lang, want string }{
		{"CU", "es", "Cuba"}, {"VE-V", "es", "Zulia"}, {"DZ", "es", "Argelia"}, {"DZ", "en", "Algeria"},
		{"CU-03", "es", "La Habana"}, {"CU-03", "en", "Havana"}, {"VE-X", "es", "La Guaira"}, {"ZZ", "es", "ZZ"}, {"", "en", ""},
	} {
		if got := Name(c.code, c.lang); got != c.want {
			t.Errorf("Name(%q, %q) = %q, want %q", c.code, c.lang, got, c.want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"dz", "DZ"}, {"DZA", "DZ"}, {"gtm", "GT"}, {"ven", "VE"}, {"uk", "GB"}, {"xx", ""}, {"", ""}, {"cuba", ""}, {"ñ", ""},
	} {
		if got, ok := CountryOfCode(c.in); got != c.want || ok != (c.want != "") {
			t.Errorf("CountryOfCode(%q) = %q, %v, want %q", c.in, got, ok, c.want)
		}
	}
}

// FuzzResolve checks on any bytes what every answer promises.
func FuzzResolve(f *testing.F) {
	for _, c := range mustPass {
		f.Add(c.in)
	}
	for _, s := range []string{"\xff\xfe🇨", "🇨🇺\x80🏴\U000e0067", "a-b_c.d&&e", "C U B A", "&", "+Cuba&Venezuela", "ﬃ İ ß ǆ ǅ", strings.Repeat("Cuba-", 30), "1️⃣ CDIPetare", "Edo. ", "de de de Bolívar", "\u0301\u0301", "🅰🅱Cuba"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := Resolve(s)
		if !strings.ContainsRune("ABCDMUN", rune(p.Tier)) {
			t.Fatalf("Resolve(%q) has tier %q", s, p.Tier)
		}
		if (p.Country != "") != (p.Tier <= 'C') {
			t.Errorf("Resolve(%q) = %+v: a country if and only if tier A to C", s, p)
		}
		if p.Region != "" && !strings.HasPrefix(p.Region, p.Country+"-") {
			t.Errorf("Resolve(%q) = %+v: the unit is not of the country", s, p)
		}
		if p.From < 0 || p.To > len(s) || p.From > p.To || (p.Tier != 'U' && p.Tier != 'N') != (p.To > p.From) {
			t.Errorf("Resolve(%q) = %+v: bad span", s, p)
		}
		if decided := p.Tier <= 'C' || p.Tier == 'D'; decided != (p.Basis != 0) || p.Country != "" && slices.Contains(p.Also, p.Country) {
			t.Errorf("Resolve(%q) = %+v: bad basis or candidates", s, p)
		}
		if !slices.IsSorted(p.Also) || p.Tier == 'M' && len(p.Also) < 2 {
			t.Errorf("Resolve(%q) = %+v: bad list of candidates", s, p)
		}
		served(t, s, Countries(s))
		served(t, s, Regions("VE", s))
	})
}

// TestHostileLength resolves a text of many megabytes that is all names.
func TestHostileLength(t *testing.T) {
	t.Parallel()
	s := strings.Repeat("Playa, Libertad, Cuba, ", 1<<19)
	if p := Resolve(s); p.Country != "CU" || p.To > len(s) {
		t.Errorf("Resolve of a long text = %+v, want Cuba", p)
	}
	Countries(s)
	Regions("VE", s)
}

func BenchmarkResolve(b *testing.B) {
	tables()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		Resolve(mustPass[n%len(mustPass)].in)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "locations/s")
}

func TestSpellings(t *testing.T) {
	in := Spellings("VE")
	for name, want := range map[string]bool{"venezuela": true, "caboverde": true, "zulia": true, "maracaibo": true, "puertocabello": true, "marcano": false, "rojas": false, "miranda": false, "holguin": false} {
		if got := slices.Contains(in, name); got != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
	if !slices.IsSorted(in) || !slices.Contains(Spellings("CU"), "holguin") {
		t.Error("not sorted, or without the places of Cuba")
	}
}
