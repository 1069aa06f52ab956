package gazetteer

import "testing"

// mustPass are the cases that the definition of the resolver names.
var mustPass = []struct {
	in      string
	tier    Tier
	country string
	region  string
}{
	{"Cuba", 'A', "CU", ""},
	{"La Habana", 'C', "CU", "CU-03"},
	{"🇨🇺", 'A', "CU", ""},
	{"Bolívar, Venezuela", 'B', "VE", "VE-F"},
	{"Bolívar", 'D', "", ""},
	{"Timor Leste", 'A', "TL", ""},
	{"Timor Oriental", 'A', "TL", ""},
	{"Argelia", 'A', "DZ", ""},
	{"Cabo Verde", 'A', "CV", ""},
	{"Santiago", 'D', "", ""},
	{"Santiago de Cuba", 'B', "CU", "CU-13"},
	{"Trujillo", 'D', "", ""},
	{"Valencia", 'D', "", ""},
	{"Mérida", 'D', "", ""},
	{"Barcelona", 'D', "", ""},
	{"Las Tunas", 'C', "CU", "CU-10"},
	{"Granma", 'C', "CU", "CU-12"},
	{"Holguín", 'C', "CU", "CU-11"},
	{"Guantánamo y Venezuela", 'M', "", ""},
	{"Venezuela 🇨🇺", 'M', "", ""},
	{"en el corazón de Fidel", 'U', "", ""},
	{"Cuba, Missouri", 'C', "US", "US-MO"},
	{"Cuba, NY", 'C', "US", "US-NY"},
	{"Caracas, Venezuela", 'B', "VE", "VE-A"},
	{"Cuba y Venezuela", 'M', "", ""},
	{"Habana-Caracas", 'M', "", ""},
	{"Valencia, España", 'B', "ES", "ES-V"},
	{"Valencia, Carabobo", 'C', "VE", "VE-G"},
	{"Edo. Bolívar", 'C', "VE", "VE-F"},
	{"Cuba libre y soberana", 'A', "CU", ""},
	{"Patria o Muerte", 'U', "", ""},
	{"mi casa", 'U', "", ""},
	{"🌎", 'U', "", ""},
	{"planeta Tierra", 'U', "", ""},
	{"Comandancia", 'U', "", ""},
	{"ÜT: 10.49,-66.87", 'U', "", ""},
	{"", 'N', "", ""},
	{" \t\u200b\u200d", 'N', "", ""},
}

func TestMustPass(t *testing.T) {
	for _, c := range mustPass {
		check(t, c.in, c.tier, c.country, c.region)
	}
}

// check compares tier, country and, unless want is "*", region.
func check(t *testing.T, in string, tier Tier, country, region string) {
	t.Helper()
	p := Resolve(in)
	if region == "*" {
		region = p.Region
	}
	if p.Tier != tier || p.Country != country || p.Region != region {
		t.Errorf("Resolve(%q) = %c %s %s (also %v), want %c %s %s", in, p.Tier, p.Country, p.Region, p.Also, tier, country, region)
	}
}
