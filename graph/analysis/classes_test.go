package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

func classCase(rules ...adentro.Rule) *adentro.Case {
	return &adentro.Case{Classes: []adentro.Class{{Key: "c", Rules: rules}}}
}

func TestRules(t *testing.T) {
	type acc struct{ handle, name, bio, location string }
	for _, tt := range []struct {
		name string
		rule adentro.Rule
		acc  acc
		want string // the matched bytes, "" for no label
	}{
		{"token, camel case", adentro.Rule{Tokens: []string{"CDI"}}, acc{handle: "CDILaPastora2"}, "CDI"},
		{"token, underscore", adentro.Rule{Tokens: []string{"cdi"}}, acc{handle: "x_cdi"}, "cdi"},
		{"token is not a prefix", adentro.Rule{Tokens: []string{"cdi"}}, acc{handle: "cdilapastora"}, ""},
		{"two tokens in one field", adentro.Rule{Tokens: []string{"bmc", "cuba"}}, acc{name: "Cuba y BMC"}, "BMC"},
		{"two tokens in two fields", adentro.Rule{Tokens: []string{"bmc", "cuba"}}, acc{handle: "bmc", name: "cuba"}, ""},
		{"phrase, accents", adentro.Rule{Phrase: "brigada medica"}, acc{name: "La BRIGADA  Médica"}, "BRIGADA  Médica"},
		{"phrase, decomposed", adentro.Rule{Phrase: "medica"}, acc{name: "Me\u0301dica!"}, "Me\u0301dica"},
		{"phrase interrupted", adentro.Rule{Phrase: "brigada medica"}, acc{name: "brigada y médica"}, ""},
		{"pattern, accents", adentro.Rule{Pattern: `diagnostico\s+integral`}, acc{name: "ñ Diagnóstico Integral ñ"}, "Diagnóstico Integral"},
		{"pattern, mathematical letters", adentro.Rule{Pattern: `^cdi`}, acc{name: "𝗖𝗗𝗜 x"}, "𝗖𝗗𝗜"},
		{"pattern and token", adentro.Rule{Pattern: `^la`, Tokens: []string{"cdi"}}, acc{name: "la cdi"}, "la"},
		{"pattern without its token", adentro.Rule{Pattern: `^la`, Tokens: []string{"cdi"}}, acc{name: "la sri"}, ""},
		{"other field", adentro.Rule{Fields: []string{"name"}, Tokens: []string{"cdi"}}, acc{bio: "cdi"}, ""},
		{"location only if asked", adentro.Rule{Tokens: []string{"cdi"}}, acc{location: "cdi"}, ""},
		{"location if asked", adentro.Rule{Fields: []string{"location"}, Tokens: []string{"cdi"}}, acc{location: "el CDI"}, "CDI"},
		{"negative in another field", adentro.Rule{Tokens: []string{"cdi"}, Not: []string{"Club Deportivo"}}, acc{name: "CDI", bio: "el club DEPORTIVO de x"}, ""},
		{"negative not whole", adentro.Rule{Tokens: []string{"cdi"}, Not: []string{"club deportivo"}}, acc{name: "CDI", bio: "club y deportivo"}, "CDI"},
		{"negative glued in a handle", adentro.Rule{Tokens: []string{"cdi"}, Not: []string{"club deportivo"}}, acc{handle: "elclub_deportivox", name: "CDI"}, ""},
		{"short negative is not glued", adentro.Rule{Tokens: []string{"cdi"}, Not: []string{"dra"}}, acc{handle: "cdi_madrasa", name: "CDI"}, "cdi"},
		{"weight too low", adentro.Rule{Tokens: []string{"cdi"}, Weight: 0.5}, acc{name: "CDI"}, ""},
		{"emoji and odd bytes", adentro.Rule{Tokens: []string{"cdi"}}, acc{name: "\u200b🏥CDI🏥\ufeff"}, "CDI"},
		{"literal check does not deny", adentro.Rule{Pattern: `(uno|dos)?tres|a+b`}, acc{name: "xx aaab"}, "aaab"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &builder{}
			b.account(7, tt.acc.handle, tt.acc.name, tt.acc.bio, tt.acc.location, day(2020, 1, 1))
			s := b.snapshot(t)
			c := study(t, s, classCase(tt.rule), 1).Classes
			got := ""
			if l := c.Labels[0]; len(l) > 0 {
				a := s.Accounts[0]
				got = a.Text(l[0].Field)[l[0].From:l[0].To]
			}
			if got != tt.want {
				t.Errorf("%+v on %+v: matched %q, want %q", tt.rule, tt.acc, got, tt.want)
			}
		})
	}
}

func TestWeightsSum(t *testing.T) {
	k := classCase(
		adentro.Rule{ID: "a", Fields: []string{"handle"}, Pattern: "^cdi", Weight: 0.5},
		adentro.Rule{ID: "b", Fields: []string{"name", "bio"}, Pattern: "integral", Weight: 0.5},
	)
	b := &builder{}
	b.account(1, "cdiuno", "x", "", "", day(2020, 1, 1))
	b.account(2, "cdidos", "x", "salud integral", "", day(2020, 1, 1))
	b.account(3, "tres", "integral", "integral", "", day(2020, 1, 1))
	c := study(t, b.snapshot(t), k, 1).Classes
	if !slices.Equal(c.Members[0], []int32{1}) || len(c.Labels[1]) != 2 || c.Labels[1][1].Rule != "b" {
		t.Errorf("got members %v, labels %+v; want account 1 by rules a and b", c.Members[0], c.Labels[1])
	}
}

func TestOverridesWin(t *testing.T) {
	k := classCase(adentro.Rule{ID: "a", Tokens: []string{"cdi"}})
	k.Classes[0].Place = "country"
	k.Classes[0].Overrides = []adentro.Override{
		{Account: adentro.HandleKey("cdi_uno"), Member: false},
		{Account: adentro.IDKey(2), Member: true, Place: "TL"},
		{Account: adentro.IDKey(3), Member: true, Place: "GT"},
		{Account: adentro.IDKey(99), Member: true},
	}
	b := &builder{}
	b.account(1, "cdi_uno", "CDI", "", "", day(2020, 1, 1))
	b.account(2, "dos", "Dos", "", "", day(2020, 1, 1))
	b.account(3, "cdi_tres", "CDI Angola", "", "", day(2020, 1, 1))
	r := study(t, b.snapshot(t), k, 1)
	c := r.Classes
	if !slices.Equal(c.Members[0], []int32{1, 2}) || c.Labels[1][0].Rule != "override" || c.Labels[1][0].Place != "TL" || c.Labels[2][0].Rule != "a" || c.Labels[2][0].Place != "GT" {
		t.Errorf("got members %v, labels %+v", c.Members[0], c.Labels)
	}
	if !hasNote(c.Warnings, "overrides_absent") {
		t.Errorf("no note of the override whose account is absent: %v", c.Warnings)
	}
}

func hasNote(notes []adentro.Note, code string) bool {
	return slices.ContainsFunc(notes, func(n adentro.Note) bool { return n.Code == code })
}

func TestHandleOnlyAccountsAreClassed(t *testing.T) {
	b := &builder{}
	b.account(1, "uno", "Uno", "", "", day(2020, 1, 1))
	b.tweet(1, day(2021, 4, 1)).Mentions = []adentro.Mention{mention("CDI_Perdido")}
	r := study(t, b.snapshot(t), classCase(adentro.Rule{Tokens: []string{"cdi"}}), 1)
	if !slices.Equal(r.Classes.All[0], []int32{1}) || len(r.Classes.Members[0]) != 0 {
		t.Errorf("got all %v, members %v; want the mentioned account, outside the population", r.Classes.All[0], r.Classes.Members[0])
	}
	if len(r.Lost.Dangling) != 1 || r.Lost.Dangling[0].Account != 1 || r.Lost.Dangling[0].Mentioners != 1 {
		t.Errorf("dangling: %+v", r.Lost.Dangling)
	}
}

func TestPlaces(t *testing.T) {
	country := adentro.Class{Key: "c", Place: "country", Title: map[string]string{"es": "Cuba Coopera", "en": "Cuba Coopera"},
		Rules: []adentro.Rule{{ID: "a", Pattern: `cuba\W?coopera`}, {ID: "b", Fields: []string{"handle"}, Pattern: `^bmc(?P<place>[a-z0-9_]+)`}}}
	region := adentro.Class{Key: "c", Place: "region:VE", Rules: []adentro.Rule{{ID: "a", Pattern: `^cdi(?P<place>[a-z_]*)`}}}
	for _, tt := range []struct {
		name         string
		class        adentro.Class
		handle, full string
		bio, want    string
		field        adentro.Field
	}{
		{"name", country, "x", "Cuba Coopera Angola", "", "AO", adentro.FieldName},
		{"handle, code", country, "CubaCooperaGTM", "Cuba Coopera", "", "GT", adentro.FieldHandle},
		{"cut handle, not a code", country, "CubaCooperaBel", "Cuba Coopera Belice", "", "BZ", adentro.FieldName},
		{"cut handle of a unit, not a code", country, "CubaCooperaBol", "Cuba Coopera Bolívar", "", "VE-F", adentro.FieldName},
		{"code, sender in name", country, "CubaCooperaGTM", "Médicos de Cuba", "", "GT", adentro.FieldHandle},
		{"handle, lower code", country, "cubacooperatl", "Cuba Coopera", "", "TL", adentro.FieldHandle},
		{"handle before bio", country, "CubaCooperaJamaica", "x", "en Angola", "JM", adentro.FieldHandle},
		{"bio", country, "cubacoopera_1", "Cuba Coopera", "Médicos cubanos en Cabo Verde", "CV", adentro.FieldBio},
		{"the sender is not served", country, "cubacoopera", "Cuba Coopera", "desde Cuba", "", adentro.FieldHandle},
		{"the sender beside another", country, "x", "Cuba Coopera Argelia 🇨🇺🇩🇿", "", "DZ", adentro.FieldName},
		{"home only if alone", country, "x", "Cuba Coopera Venezuela", "", "VE", adentro.FieldName},
		{"home beside another", country, "x", "Cuba Coopera Venezuela y Haití", "", "HT", adentro.FieldName},
		{"a unit of home", country, "x", "Cuba Coopera Zulia", "", "VE-V", adentro.FieldName},
		{"two", country, "x", "Cuba Coopera Angola y Haití", "", "", adentro.FieldHandle},
		{"kept group", country, "bmcguatemala", "x", "", "GT", adentro.FieldHandle},
		{"region", region, "cdibarinas", "x", "", "VE-E", adentro.FieldHandle},
		{"region in name", region, "x", "CDI La Pastora, estado Zulia", "", "VE-V", adentro.FieldName},
		{"region none", region, "x", "CDI Los Olivos", "", "", adentro.FieldHandle},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &builder{}
			b.account(1, tt.handle, tt.full, tt.bio, "", day(2020, 1, 1))
			c := study(t, b.snapshot(t), &adentro.Case{Home: []string{"VE"}, Classes: []adentro.Class{tt.class}}, 1).Classes
			if len(c.Labels[0]) == 0 {
				t.Fatal("no label")
			}
			if l := c.Labels[0][0]; l.Place != tt.want || l.PlaceField != tt.field {
				t.Errorf("@%s, %q, %q: got place %q in %s, want %q in %s", tt.handle, tt.full, tt.bio, l.Place, l.PlaceField, tt.want, tt.field)
			}
		})
	}
}

func TestRequiredLiterals(t *testing.T) {
	for _, tt := range []struct{ pattern, want string }{
		{`^_*cdi[a-z]*$`, "cdi"},
		{`(uno|dos)x*`, "uno dos"},
		{`(uno|.)`, ""},
		{`a?bc+`, ""},
		{`ab?cd+`, "abc ac"},
		{`(?i)CDI`, "cdi"},
		{`c\W{0,2}d\W?i([^\pL]|$)`, "cdi"},
		{`\b(brigada|mision)\W+medicas?\b`, "brigadamedica misionmedica"},
		{`cuban[oa].*\bsalud`, "cubana cubano"},
		{`🇨🇺|cuba`, ""},
		{`x(cuba|.*fidel)`, "cuba fidel"},
		{`[a-z]+`, ""},
	} {
		if got := strings.Join(requiredLiterals(tt.pattern), " "); got != tt.want {
			t.Errorf("requiredLiterals(%q) = %q, want %q", tt.pattern, got, tt.want)
		}
	}
}
