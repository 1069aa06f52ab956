package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

var update = flag.Bool("update", false, "rewrite what the tables and the program print into README.md")

// TestReadme holds README.md to what the tables and the program say.
func TestReadme(t *testing.T) {
	path := filepath.Join("..", "..", "README.md")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	have := string(b)
	want := have
	for name, text := range map[string]string{
		"summary": summaryBlock(t), "formats": formatsBlock(), "outputs": outputsBlock(t), "commands": commandsBlock(), "analyses": analysesBlock(), "exit codes": "Exit codes: " + exitCodes() + "\n",
	} {
		want = fillBlock(t, want, name, text)
	}
	if *update && want != have {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("README.md says something else than the program; run `make golden` (-want +got):\n%s", d)
	}
}

// fillBlock puts text between <!-- name… --> and the next <!-- end -->, with
// the indent of the marker.
func fillBlock(t *testing.T, doc, name, text string) string {
	t.Helper()
	start := strings.Index(doc, "<!-- "+name)
	if start < 0 {
		t.Fatalf("README.md has no block %q", name)
	}
	indent := doc[strings.LastIndexByte(doc[:start], '\n')+1 : start]
	from := start + strings.IndexByte(doc[start:], '\n') + 1
	to := from + strings.Index(doc[from:], indent+"<!-- end -->")
	var body strings.Builder
	for line := range strings.Lines(text) {
		body.WriteString(strings.TrimRight(indent+line, " "))
	}
	return doc[:from] + body.String() + doc[to:]
}

func summaryBlock(t *testing.T) string {
	var out, errOut bytes.Buffer
	dir := filepath.Join(t.TempDir(), "out")
	if got := run(t.Context(), strings.NewReader(""), &out, &errOut, []string{"run", bundled, "--lang", "en", "-o", dir}); got != exitDone {
		t.Fatalf("exit code %d: %s", got, &errOut)
	}
	return "```text\n" + strings.ReplaceAll(out.String(), dir, "out") + "```\n"
}

func formatsBlock() string {
	var b strings.Builder
	b.WriteString("| format | what it is |\n|---|---|\n")
	for _, f := range ingest.Formats() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Title)
	}
	return b.String()
}

func outputsBlock(t *testing.T) string {
	l, err := lang.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| in `out/` | what |\n|---|---|\n")
	for _, f := range report.Formats() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.File, f.Doc)
	}
	fmt.Fprintf(&b, "| `%s` | %s |\n", report.ManifestFile, l.Raw("output.manifest"))
	return b.String()
}

func commandsBlock() string {
	var b strings.Builder
	b.WriteString("| command | what it does |\n|---|---|\n")
	for _, c := range newRoot(&app{}).Commands() {
		if c.Name() != "help" {
			fmt.Fprintf(&b, "| `adentro %s` | %s |\n", strings.ReplaceAll(c.Use, "[command]", ""), c.Short)
		}
	}
	return b.String()
}

func analysesBlock() string {
	var b strings.Builder
	b.WriteString("| analysis | after |\n|---|---|\n")
	for _, a := range analysis.All() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", a.Name, a.Source)
	}
	return b.String()
}
