package casefile

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
)

// folder writes files into a fresh directory and returns the path of case.toml.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "case.toml")
}

const full = "\ufeff" + `title = "Prueba"
language = "en"
synthetic = true
home = ["VE", "CU"]
timezone = "America/Caracas"
terms = "public archive"
seeds = [9007199254740993, "12", "@Uno_Sintetico", "uno_sintetico"]

[[class]]
key = "cdi"
title.es = "Centros"
place = "region:VE"
register = 499
register_of = "2009"
overrides = "o.csv"
[[class.rule]]
fields = ["handle", "name"]
tokens = ["cdi"]
not = ["club deportivo"]
[[class.rule]]
id = "weak"
pattern = '^cdi'
weight = 0.5

[[tag]]
name = "#Uno"
announced = 2021-04-16

[[window]]
name = "w"
class = "cdi"
from = "2021-02-01"
to = 2021-03-31

[control]
class = "cdi"
seeds = ["control_sintetico"]

[[order]]
name = "o"
time = 2021-04-06T08:00:00-04:00
text = "tuitear"
tags = ["#Uno"]

[[lexicon]]
key = "l"
words = ["uno"]

[[list]]
file = "a/*.json"
owner = "uno_sintetico"
kind = "followers"
observed = 2021-04-18

[thresholds]
name_followers = 1000
min_cell = 5
`

func TestLoad(t *testing.T) {
	path := folder(t, map[string]string{
		"case.toml": full,
		"o.csv":     "\ufeffcuenta;clase;miembro;lugar;autor;fecha;motivo\n@Dos_Sintetico;cdi;sí;ve-v;X;2021-05-01;visto\n77;;no;;;;\n",
	})
	got, files, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	want := &adentro.Case{
		Title: "Prueba", Name: "prueba", Language: "en", Synthetic: true, Home: []string{"CU", "VE"}, Timezone: "America/Caracas", Terms: "public archive",
		Seeds: []adentro.Key{adentro.IDKey(9007199254740993), adentro.IDKey(12), adentro.HandleKey("uno_sintetico")},
		Classes: []adentro.Class{{
			Key: "cdi", Title: map[string]string{"es": "Centros"}, Place: "region:VE", Register: 499, RegisterOf: "2009",
			Rules: []adentro.Rule{
				{ID: "rule-1", Fields: []string{"handle", "name"}, Tokens: []string{"cdi"}, Not: []string{"club deportivo"}},
				{ID: "weak", Pattern: "^cdi", Weight: 0.5},
			},
			Overrides: []adentro.Override{
				{Account: adentro.HandleKey("dos_sintetico"), Member: true, Place: "VE-V", Author: "X", Date: "2021-05-01", Reason: "visto", Line: 2},
				{Account: adentro.IDKey(77), Line: 3},
			},
		}},
		Tags:       []adentro.Tag{{Name: "Uno", Announced: day(2021, 4, 16)}},
		Windows:    []adentro.Window{{Name: "w", Class: "cdi", From: day(2021, 2, 1), To: day(2021, 3, 31)}},
		Control:    adentro.Control{Class: "cdi", Seeds: []adentro.Key{adentro.HandleKey("control_sintetico")}},
		Orders:     []adentro.Order{{Name: "o", Time: time.Date(2021, 4, 6, 12, 0, 0, 0, time.UTC), Text: "tuitear", Tags: []string{"Uno"}}},
		Lexicons:   []adentro.Lexicon{{Key: "l", Words: []string{"uno"}}},
		Lists:      []adentro.ListHint{{File: "a/*.json", Owner: adentro.HandleKey("uno_sintetico"), Kind: adentro.Followers, Observed: day(2021, 4, 18)}},
		Thresholds: adentro.Thresholds{NameFollowers: 1000, MinCell: 5},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Load differs (-want +got):\n%s", d)
	}
	if want := []string{path, filepath.Join(filepath.Dir(path), "o.csv")}; !slices.Equal(files, want) {
		t.Errorf("files: got %q, want %q", files, want)
	}
}

func TestMistakes(t *testing.T) {
	rule := "[[class]]\nkey = \"a\"\n[[class.rule]]\n"
	for _, tt := range []struct{ name, in, want string }{
		{"unknown key", "title = \"x\"\n\nsedes = [1]\n", `case.toml:3: unknown key "sedes"`},
		{"unknown nested key", rule + "tokens = [\"a\"]\nwieght = 1\n", `case.toml:5: unknown key "class.rule.wieght"`},
		{"wrong type", "title = 3\n", "case.toml:1: key \"title\": cannot decode TOML integer"},
		{"wrong type below", "[[tag]]\nname = [1]\n", "case.toml:2: "},
		{"not TOML", "title = \n", "case.toml:1: "},
		{"not UTF-8", "title = \"\xff\"\n", "case.toml:1: "},
		{"bad date", "[[tag]]\nname = \"a\"\nannounced = \"16/04/2021\"\n", "case.toml:3: 16/04/2021 is not a date"},
		{"bad day", "[[tag]]\nname = \"a\"\nannounced = 2021-02-30\n", "case.toml:3: "},
		{"empty tag", "[[tag]]\nname = \"#\"\n", "case.toml:2: tag name"},
		{"tag twice", "[[tag]]\nname = \"A\"\n[[tag]]\nname = \"#a\"\n", "case.toml:4: tag \"a\" is given twice"},
		{"bad pattern", rule + "pattern = \"(\"\n", "case.toml:4: pattern \"(\":"},
		{"pattern of all", rule + "pattern = \".*\"\n", "case.toml:4: pattern \".*\" matches everything"},
		{"pattern of all, alternation", rule + "pattern = '[a-z]|[0-9]|_'\n", "matches everything"},
		{"unknown field", rule + "fields = [\"nombre\"]\ntokens = [\"a\"]\n", "case.toml:4: unknown field \"nombre\""},
		{"no condition", rule + "id = \"x\"\n", "case.toml:3: rule \"x\" has no condition"},
		{"two words in a token", rule + "tokens = [\"cuba coopera\"]\n", "case.toml:4: token \"cuba coopera\" is not one word"},
		{"no words in a negative", rule + "tokens = [\"a\"]\nnot = [\"--\"]\n", "case.toml:5: \"--\" has no words"},
		{"rule twice", rule + "id = \"x\"\ntokens = [\"a\"]\n[[class.rule]]\nid = \"x\"\ntokens = [\"b\"]\n", "case.toml:7: rule \"x\" is given twice"},
		{"weight", rule + "tokens = [\"a\"]\nweight = 0\n", "case.toml:5: weight 0 is not above 0"},
		{"weight nan", rule + "tokens = [\"a\"]\nweight = nan\n", "case.toml:5: weight"},
		{"weights too low", rule + "tokens = [\"a\"]\nweight = 0.5\n", "case.toml:3: the weights of the rules sum to 0.5"},
		{"class without key", "[[class]]\nplace = \"\"\n", "case.toml:1: a class needs a key"},
		{"class key", "[[class]]\nkey = \"C D\"\n", "case.toml:2: class key"},
		{"class all", "[[class]]\nkey = \"all\"\n", "case.toml:2: class key \"all\" is reserved"},
		{"class twice", rule + "tokens=[\"a\"]\n" + rule + "tokens=[\"b\"]\n", "case.toml:6: class \"a\" is given twice"},
		{"class without rules", "[[class]]\nkey = \"a\"\n", "case.toml:1: class \"a\" has neither rules nor overrides"},
		{"place", "[[class]]\nkey = \"a\"\nplace = \"state\"\n", "case.toml:3: place \"state\""},
		{"register", "[[class]]\nkey = \"a\"\nregister = -1\n", "case.toml:3: register"},
		{"title language", "[[class]]\nkey = \"a\"\ntitle.fr = \"x\"\n", "case.toml:3: unknown key \"title.fr\""},
		{"about language", "[[class]]\nkey = \"a\"\nabout.fr = \"x\"\n", "case.toml:3: unknown key \"about.fr\": about is in es and en"},
		{"served", rule + "tokens = [\"a\"]\n[[class]]\nkey = \"b\"\nserved = [\"VE\", \"Cuba\"]\n", "case.toml:7: served \"Cuba\""},
		{"reviewed outside", rule + "tokens = [\"a\"]\n[[class]]\nkey = \"b\"\noverrides=\"../x\"\nreviewed = \"../s.csv\"\n", "must lie"},
		{"reviewed missing", "[[class]]\nkey = \"a\"\nreviewed = \"s.csv\"\n[[class.rule]]\ntokens = [\"a\"]\n", "case.toml:3: "},
		{"language", "language = \"fr\"\n", "case.toml:1: language"},
		{"home", "home = [\n \"VE\",\n \"Venezuela\"]\n", "case.toml:3: home"},
		{"timezone", "timezone = \"Caracas\"\n", "case.toml:1: timezone"},
		{"seed", "seeds = [\"a b\"]\n", "case.toml:1: \"a b\" is neither"},
		{"seed float", "seeds = [1.5]\n", "case.toml:1: 1.5 is neither"},
		{"seed negative", "seeds = [-5]\n", "case.toml:1: account id -5"},
		{"seed too large", "seeds = [\"9223372036854775808\"]\n", "case.toml:1: account id"},
		{"window class", "[[window]]\nclass = \"cid\"\nfrom = 2021-01-01\nto = 2021-01-02\n", "case.toml:2: no class is called \"cid\""},
		{"window backwards", "[[window]]\nfrom = 2021-01-03\nto = 2021-01-02\n", "case.toml:3: the window ends before it begins"},
		{"window open", "[[window]]\nfrom = 2021-01-03\n", "case.toml:1: a window needs"},
		{"control", "[control]\nclass = \"x\"\n", "case.toml:2: no class"},
		{"list outside", "[[list]]\nfile = \"../x\"\nkind = \"followers\"\n", "case.toml:2: file"},
		{"list pattern", "[[list]]\nfile = \"[\"\nkind = \"followers\"\n", "case.toml:2: file"},
		{"list kind", "[[list]]\nfile = \"x\"\nkind = \"friends\"\n", "case.toml:3: kind"},
		{"list says nothing", "[[list]]\nfile = \"x\"\n", "case.toml:1: a list needs"},
		{"extends", "extends = \"barrio\"\n", "case.toml:1: no case ships as \"barrio\": there is barrio-adentro"},
		{"thresholds", "[thresholds]\nmin_cell = 0\n", "case.toml:2: min_cell"},
		{"overrides missing", "[[class]]\nkey = \"a\"\noverrides = \"none.csv\"\n", "case.toml:3: "},
		{"overrides outside", "[[class]]\nkey = \"a\"\noverrides = \"../o.csv\"\n", "case.toml:3: file \"../o.csv\" must lie"},
		{"lexicon", "[[lexicon]]\nkey = \"a\"\n", "case.toml:1: lexicon \"a\" has no words"},
		{"order", "[[order]]\nname = \"a\"\n", "case.toml:1: an order needs"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := Load(folder(t, map[string]string{"case.toml": tt.in}))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load of\n%s\ngot error %v\nwant an *Error with %q", tt.in, err, tt.want)
			}
		})
	}
}

func TestOverrideMistakes(t *testing.T) {
	const head = "account,class,member,place\n"
	for _, tt := range []struct{ name, csv, want string }{
		{"empty", "", "o.csv:1: the table is empty"},
		{"column", "account,member,fecah\n", "o.csv:1: unknown column \"fecah\""},
		{"no member", "account,class\n", "o.csv:1: no column \"member\""},
		{"account", head + "\nana maria,a,yes,\n", "o.csv:3: \"ana maria\" is neither"},
		{"mangled id", head + "1.2E+18,a,yes,\n", "o.csv:2: \"1.2E+18\" is neither"},
		{"class", head + "x,b,yes,\n", "o.csv:2: no class is called \"b\""},
		{"member", head + "x,a,maybe,\n", "o.csv:2: member \"maybe\""},
		{"place", head + "x,a,yes,Zulia\n", "o.csv:2: place \"ZULIA\""},
		{"place of another country", head + "x,a,yes,CO-ANT\n", "o.csv:2: place \"CO-ANT\" is not a unit of VE"},
		{"twice", head + "x,a,yes,\n@X,,no,\n", "o.csv:3: account handle:x is settled"},
		{"quote", head + "x,a,\"yes,\n", "o.csv:2: "},
		{"cells", head + "x,a\n", "o.csv:2: "},
		{"encoding", head + "x,a,s\xed,\n", "o.csv: not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := Load(folder(t, map[string]string{
				"case.toml": "[[class]]\nkey = \"a\"\nplace = \"region:VE\"\noverrides = \"o.csv\"\n", "o.csv": tt.csv}))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("table %q: got error %v, want an *Error with %q", tt.csv, err, tt.want)
			}
		})
	}
}

func TestReviewedMistakes(t *testing.T) {
	const head = "account,class,stratum,of,member,coder,date,handle,my own column\n"
	for _, tt := range []struct{ name, csv, want string }{
		{"empty", "", "s.csv:1: the table is empty"},
		{"no member", "account,class,stratum,of\n", "s.csv:1: no column \"member\""},
		{"column twice", "account,class,stratum,of,member,miembro\n", "s.csv:1: column \"miembro\" is given twice"},
		{"account", head + "ana maria,a,member,3,yes,,,,\n", "s.csv:2: \"ana maria\" is neither"},
		{"mangled id", head + "1.2E+18,a,member,3,yes,,,,\n", "s.csv:2: \"1.2E+18\" is neither"},
		{"class", head + "7,b,member,3,yes,,,,\n", "s.csv:2: no class is called \"b\""},
		{"stratum", head + "7,a,most,3,yes,,,,\n", "s.csv:2: stratum \"most\""},
		{"size", head + "7,a,member,x,yes,,,,\n", "s.csv:2: of \"x\""},
		{"answer", head + "7,a,member,3,perhaps,,,,\n", "s.csv:2: member \"perhaps\""},
		{"date", head + "7,a,member,3,yes,ana,1/2/24,,\n", "s.csv:2: 1/2/24 is not a date"},
		{"twice", head + "7,a,member,3,yes,Ana,,,\n'7,a,member,3,no,ana,,,\n", "s.csv:3: account 7 is coded for class \"a\" by the same person on line 2"},
		{"sizes differ", head + "7,a,member,3,yes,,,,\n8,a,member,4,yes,,,,\n", "s.csv:3: of 4: other rows"},
		{"not of the class", head + "7,c,member,3,yes,,,,\n", "case.toml:3: s.csv has no row of class \"a\""},
		{"encoding", head + "7,a,member,3,s\xed,,,,\n", "s.csv: not UTF-8"},
		{"", "\ufeffcuenta;clase;estrato;de;miembro;persona;fecha\n'7;a;member;3;SÍ;Ana;2024-05-01\n8;a;near;2;?;;\n9;a;other;4;;;\n;;;;;;\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, files, err := Load(folder(t, map[string]string{
				"case.toml": "[[class]]\nkey = \"a\"\nreviewed = \"s.csv\"\n[[class.rule]]\ntokens = [\"a\"]\n[[class]]\nkey = \"c\"\n[[class.rule]]\ntokens = [\"c\"]\n", "s.csv": tt.csv}))
			if tt.want == "" {
				want := []adentro.Coded{
					{Account: adentro.IDKey(7), Class: "a", Stratum: adentro.StratumMember, Size: 3, Answer: adentro.AnswerYes, Coder: "Ana", Date: "2024-05-01", Line: 2},
					{Account: adentro.IDKey(8), Class: "a", Stratum: adentro.StratumNear, Size: 2, Answer: adentro.AnswerUnsure, Line: 3},
					{Account: adentro.IDKey(9), Class: "a", Stratum: adentro.StratumOther, Size: 4, Line: 4},
				}
				if err != nil || len(files) != 2 || !slices.Equal(c.Classes[0].Reviewed, want) {
					t.Errorf("got %+v, %v, %v", c, files, err)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("sheet %q: got error %v, want an *Error with %q", tt.csv, err, tt.want)
			}
		})
	}
}

func TestOverridesStayInside(t *testing.T) {
	path := folder(t, map[string]string{"case.toml": "[[class]]\nkey = \"a\"\noverrides = \"o.csv\"\n"})
	outside := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(outside, []byte("account,member\nx,yes\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(filepath.Dir(path), "o.csv")); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, _, err := Load(path); err == nil {
		t.Error("a link that leaves the folder was followed")
	}
}

func TestExtends(t *testing.T) {
	path := folder(t, map[string]string{
		"case.toml": `extends = "barrio-adentro"
title = "Mi caso"
synthetic = true
seeds = ["semilla_sintetica"]
[[class]]
key = "cdi"
overrides = "cdi.csv"
[[class]]
key = "propia"
[[class.rule]]
tokens = ["propia"]
[[tag]]
name = "#barrioadentro18aniversario"
announced = 2021-04-15
`,
		"cdi.csv": "account,member\nx,no\n"})
	got, _, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	base, err := Ship("barrio-adentro")
	if err != nil {
		t.Fatal(err)
	}
	i := got.ClassIndex("cdi")
	if len(got.Classes[i].Rules) != len(base.Classes[i].Rules) || len(got.Classes[i].Overrides) != 1 || got.Classes[i].Register != 499 {
		t.Errorf("class cdi did not inherit: %+v", got.Classes[i])
	}
	if len(got.Classes) != len(base.Classes)+1 || len(got.Tags) != len(base.Tags) || len(got.Windows) != len(base.Windows) {
		t.Errorf("got %d classes, %d tags, %d windows; base has %d, %d, %d", len(got.Classes), len(got.Tags), len(got.Windows), len(base.Classes), len(base.Tags), len(base.Windows))
	}
	if got.Tags[0].Announced.Day() != 15 || got.Name != "barrio-adentro" || got.Title != "Mi caso" || len(got.Seeds) != 1 || !got.Synthetic {
		t.Errorf("own entries lost: %+v", got)
	}
}

func TestShipped(t *testing.T) {
	if len(Shipped()) == 0 {
		t.Fatal("no case ships")
	}
	for _, name := range Shipped() {
		c, err := Ship(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(c.Seeds) > 0 {
			t.Errorf("%s: a case that ships names accounts: %v", name, c.Seeds)
		}
		for _, cl := range c.Classes {
			if cl.Title["es"] == "" || cl.Title["en"] == "" {
				t.Errorf("%s: class %s lacks a title: %v", name, cl.Key, cl.Title)
			}
			if cl.About["es"] == "" || cl.About["en"] == "" || len(cl.Served) > 0 && cl.ServedOf == "" || cl.Register > 0 && cl.RegisterOf == "" {
				t.Errorf("%s: class %s lacks what its sources tell, or their names: %+v", name, cl.Key, cl)
			}
		}
		path := folder(t, map[string]string{"case.toml": string(Text(name))})
		if _, _, err := Load(path); err != nil {
			t.Errorf("%s: its text does not load: %v", name, err)
		}
	}
	if Text("../cases/barrio-adentro") != nil || Text("") != nil {
		t.Error("Text gave a file that does not ship")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	f.Add(Text("barrio-adentro"))
	f.Add([]byte("class = [{key='a', rule=[{tokens=['x']}]}]"))
	f.Add([]byte("a.b.c = {d = [1, {e=2}]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := reader{file: "case.toml"}
		c, err := r.read(data)
		if (c == nil) == (err == nil) {
			t.Errorf("case %v with error %v", c, err)
		}
		indexLines(data)
	})
}
