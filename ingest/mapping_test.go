package ingest

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// mapped reads one table by a mapping.
func mapped(t *testing.T, name, text string, m *Mapping) *adentro.Observations {
	t.Helper()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return read(t, Options{Map: m}, path)
}

func TestMappedEdges(t *testing.T) {
	text := "a quién;quién\n1301;1302\n1301;cdi_x\n1301;\n"
	m := &Mapping{Columns: map[string]string{"left": "a quién", "right": "quién"}, Direction: RightFollowsLeft, Space: "higgs"}
	obs := mapped(t, "x.csv", text, m)
	got := dump(obs)
	if !strings.Contains(got, "page followers of higgs:1301 stated") || !strings.Contains(got, " higgs:1302@") || !strings.Contains(got, " higgs:cdi_x@") {
		t.Errorf("own ids:\n%s", got)
	}
	if r := obs.Sources[0].Records; r.Accepted != 2 || r.Rejected != 1 {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(got, "why mapping 000000000000") {
		t.Errorf("the source does not name the mapping:\n%s", got)
	}
}

func TestMappedTweets(t *testing.T) {
	zone := time.FixedZone("VET", -4*3600)
	text := "n,quien,dice,cuando\nabc1,u1,\"hola #Uno\",2021-02-03 20:30\nabc2,u1,adiós,2021-02-03T20:30:00Z\n"
	m := &Mapping{Columns: map[string]string{"tweet_id": "n", "id": "quien", "text": "dice", "date": "cuando"}, Space: "pra", Zone: zone}
	got := dump(mapped(t, "x.csv", text, m))
	for _, want := range []string{`tweet pra:abc1 by pra:u1 2021-02-04T00:30:00Z original full "hola #Uno"`, `tweet pra:abc2 by pra:u1 2021-02-03T20:30:00Z`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestMappingMeansOnly reads files that the mapping does not mean as without it.
func TestMappingMeansOnly(t *testing.T) {
	text := "id,screen_name,zona\n1301,ana_perez,x\n1302,luis_gil,y\n"
	for _, m := range []*Mapping{
		{Columns: map[string]string{"id": "id", "bio": "no está"}},
		{Columns: map[string]string{"id": "id", "location": "zona"}, Files: []string{"otro*.csv"}},
	} {
		obs := mapped(t, "x.csv", text, m)
		if got := dump(obs); strings.Contains(got, "location=") || strings.Contains(got, "why mapping") || len(obs.Profiles) != 2 {
			t.Errorf("%+v:\n%s", m, got)
		}
	}
}

func TestMappingCheck(t *testing.T) {
	for want, m := range map[string]Mapping{
		"nothing that a column can hold": {Columns: map[string]string{"idd": "x"}},
		"left and right":                 {Columns: map[string]string{"left": "x"}, Direction: LeftFollowsRight},
		"direction":                      {Columns: map[string]string{"left": "x", "right": "y"}},
		"tweet_id":                       {Columns: map[string]string{"id": "x", "text": "y"}},
		"say which column":               {Columns: map[string]string{"bio": "x"}},
		"kind":                           {Columns: map[string]string{"id": "x"}, Owner: adentro.HandleKey("a")},
	} {
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

// TestMappingFieldsAreDocumented holds the table of the documentation to the code.
func TestMappingFieldsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "docs", "mapping.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(doc), "## What a column can hold")
	if !ok {
		t.Fatal("no table of what a column can hold")
	}
	said := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(table, -1) {
		said[m[1]] = true
	}
	for _, f := range MappingFields() {
		if !said[f] {
			t.Errorf("%s is not documented", f)
		}
		delete(said, f)
	}
	if len(said) > 0 {
		t.Errorf("documented, but nothing: %v", said)
	}
}

func TestPreview(t *testing.T) {
	dir := t.TempDir()
	text := "quien;alta;dice\n1301;2021-02-03 20:30;\u202eal revés\n1.3E+18;2021-02-03 20:30;\n1303;;\n1304;;\n1305;;\n1306;;\n"
	if err := os.WriteFile(filepath.Join(dir, "x.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	m := &Mapping{Columns: map[string]string{"id": "quien", "created": "alta", "bio": "dice"}, Zone: time.FixedZone("VET", -4*3600), Owner: adentro.HandleKey("cdi_ejemplo"), Kind: adentro.Following}
	got, err := Preview(context.Background(), []string{dir}, Options{Map: m})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Label != "x.csv" || len(got[0].Rows) != 5 {
		t.Fatalf("got %+v", got)
	}
	first, second := &got[0].Rows[0], &got[0].Rows[1]
	if p := &first.Obs.Profiles[0]; first.Line != 2 || p.Key != adentro.IDKey(1301) || p.Bio != "\u202eal revés" || p.Created.Format(time.DateTime) != "2021-02-04 00:30:00" || first.Obs.Pages[0].Members.Len() != 1 {
		t.Errorf("the first row is %+v", first)
	}
	if second.Line != 3 || len(second.Rejects) != 1 || second.Rejects[0].Reason != "lossy_id" {
		t.Errorf("the second row is %+v", second)
	}
	m.Columns["bio"] = "no está"
	if got, err := Preview(context.Background(), []string{dir}, Options{Map: m}); len(got) != 0 || err != nil {
		t.Errorf("a mapping that means nothing: %+v, %v", got, err)
	}
}
