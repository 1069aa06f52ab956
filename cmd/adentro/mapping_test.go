package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// documented returns the blocks of code of docs/mapping.md, without their margin.
func documented(t *testing.T) []string {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "mapping.md"))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	inside := false
	for line := range strings.Lines(string(doc)) {
		code, ok := strings.CutPrefix(line, "    ")
		blank := strings.TrimSpace(line) == ""
		switch {
		case ok && !inside:
			blocks = append(blocks, code)
			inside = true
		case ok:
			blocks[len(blocks)-1] += code
		case blank && inside:
			blocks[len(blocks)-1] += "\n"
		default:
			inside = false
		}
	}
	return blocks
}

// TestMappingExample reads the table of the documentation by its mapping.
func TestMappingExample(t *testing.T) {
	var mapping, table string
	for _, b := range documented(t) {
		switch {
		case strings.HasPrefix(b, "# mapping.toml"):
			mapping = b
		case strings.HasPrefix(b, "Nº de cuenta;"):
			table = b
		}
	}
	dir := t.TempDir()
	file, dump := filepath.Join(dir, "mapping.toml"), filepath.Join(dir, "cuentas_1.csv")
	for path, text := range map[string]string{file: mapping, dump: table} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := readMapping(file)
	if err != nil {
		t.Fatal(err)
	}
	obs, err := ingest.Read(context.Background(), []string{dump}, ingest.Options{Map: m})
	if err != nil {
		t.Fatal(err)
	}
	if obs = obs.Unshared(); len(obs.Profiles) != 2 || len(obs.Pages) != 1 {
		t.Fatalf("%d accounts in %d lists: %+v", len(obs.Profiles), len(obs.Pages), obs.Sources[0])
	}
	p, l := &obs.Profiles[0], &obs.Pages[0]
	if p.Key != adentro.IDKey(1301) || p.Handle != "ana_perez" || p.Name != "Ana Pérez 🌻" || p.Location != "El Samán, Barinas" || p.Followers != 12 || p.Created.Format("2006-01-02 15:04") != "2021-02-04 00:30" {
		t.Errorf("%+v", p)
	}
	if l.Owner != adentro.HandleKey("cdi_ejemplo") || l.Kind != adentro.Followers || l.Members.Len() != 2 {
		t.Errorf("%+v", l)
	}
}

// TestMappingMistakes names the line of each.
func TestMappingMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"[columns]\nid = \"x\"\ncolour = \"y\"\n":                      "colour",
		"kind = \"x\"\n[columns]\nid = \"x\"\n":                        ":1: ",
		"\ndirecton = \"x\"\n[columns]\nid = \"x\"\n":                  `:2: unknown key "directon"`,
		"ids = \"own\"\n[columns]\nid = \"x\"\n":                       "namespace",
		"timezone = \"Caracas\"\n[columns]\nid = \"x\"\n":              "time zone",
		"[columns]\nleft = \"x\"\nright = \"y\"\n":                     "left-follows-right",
		"files = [\"[\"]\n[columns]\nid = \"x\"\n":                     "pattern",
		"namespace = \"handle\"\nids = \"own\"\n[columns]\nid = \"x\"": ":2: ",
	} {
		file := filepath.Join(t.TempDir(), "m.toml")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := readMapping(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestPreviewText: what a mapping makes of rows is told in the reader's language, and what dumps say acts on nothing.
func TestPreviewText(t *testing.T) {
	dir := t.TempDir()
	text := "quien;alta;dice;huevo\n1301;2021-02-03 20:30;\u202eal revés;sí\n1.3E+18;;;\n;;;\n"
	if err := os.WriteFile(filepath.Join(dir, "x.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	m := &ingest.Mapping{Columns: map[string]string{"id": "quien", "created": "alta", "bio": "dice", "default_image": "huevo"}, Owner: adentro.HandleKey("cdi_ejemplo"), Kind: adentro.Following}
	tables, err := ingest.Preview(t.Context(), []string{dir}, ingest.Options{Map: m})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string][]string{
		"es": {"x.csv, según el archivo de correspondencias:", `línea 2: cuenta 1301, biografía "\u202eal revés", creación 2021-02-03 20:30:00 UTC, imagen por defecto sí; @cdi_ejemplo sigue a 1301`, "línea 3: rechazada, "},
		"en": {"x.csv, by the mapping:", `default picture yes; @cdi_ejemplo follows 1301`, "line 3: rejected, "},
	} {
		l, err := lang.Load(code)
		if err != nil {
			t.Fatal(err)
		}
		got := previewText(l, tables)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", code, w, got)
			}
		}
		if strings.Contains(got, "\u202e") {
			t.Errorf("%s: a character that acts on others in\n%s", code, got)
		}
		if none := previewText(l, nil); strings.Contains(none, "[") {
			t.Errorf("%s: %q", code, none)
		}
	}
}
