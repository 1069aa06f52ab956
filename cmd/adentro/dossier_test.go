package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// try runs the program in this process.
func try(ctx context.Context, in io.Reader, args ...string) (code int, out, said string) {
	var o, e bytes.Buffer
	code = run(ctx, in, &o, &e, args)
	return code, o.String(), e.String()
}

// users writes n invented accounts of about 20 kB each, most of it in a field that is not kept.
func users(n int) []byte {
	var b bytes.Buffer
	rest := strings.Repeat("vecina de El Samán ", 1000)
	for i := range n {
		fmt.Fprintf(&b, `{"id_str":"%d","screen_name":"cuenta_%d","name":"Cuenta %d","followers_count":%d,"profile_image_url":"%s"}`+"\n", 1300000000000000000+int64(i), i, i, i, rest)
	}
	return b.Bytes()
}

// A cutting reader cancels what reads it, once it has given this many bytes.
type cutting struct {
	r      io.Reader
	left   int
	cancel func()
}

func (c *cutting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= n; c.left <= 0 {
		c.cancel()
	}
	return n, err
}

// An ingest that was interrupted says how to go on; going on gives what an undisturbed
// one gives, and reads again no more than it must.
func TestInterruptedIngest(t *testing.T) {
	data := users(1400)
	dir := t.TempDir()
	whole, cut := filepath.Join(dir, "whole"), filepath.Join(dir, "cut")
	if code, _, said := try(t.Context(), bytes.NewReader(data), "ingest", "-", "-d", whole); code != exitDone {
		t.Fatal(code, said)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	code, _, said := try(ctx, &cutting{bytes.NewReader(data), len(data) * 3 / 4, cancel}, "ingest", "-", "-d", cut, "--workers", "1")
	if code != exitInterrupted || !strings.Contains(said, "the same command goes on") {
		t.Fatalf("exit code %d: %s", code, said)
	}
	d, err := dossier.Open(cut, dossier.Read, dossier.Options{})
	if err != nil {
		t.Fatal(err)
	}
	i, err := d.Info()
	if err != nil || i.Chunks == 0 || len(i.Sources) > 0 {
		t.Fatalf("%v: %d chunks, %d sources kept", err, i.Chunks, len(i.Sources))
	}
	d.Close()
	code, out, said := try(t.Context(), bytes.NewReader(data), "ingest", "-", "-d", cut, "--lang", "en")
	if code != exitDone || !strings.Contains(out, "1 file: 1 new") || !strings.Contains(out, "were there already") {
		t.Fatalf("exit code %d: %s%s", code, out, said)
	}
	_, a, _ := try(t.Context(), nil, "info", whole, "--json")
	_, b, _ := try(t.Context(), nil, "info", cut, "--json")
	if a, b := a[strings.Index(a, `"data"`):], b[strings.Index(b, `"data"`):]; a != b {
		t.Errorf("%s\nwant\n%s", b, a)
	}
	var outs [2]string
	for i, x := range []string{whole, cut} {
		outs[i] = filepath.Join(dir, fmt.Sprint("out", i))
		if code, _, said := try(t.Context(), nil, "run", "-d", x, "-o", outs[i], "--quiet"); code != exitDone {
			t.Fatal(code, said)
		}
	}
	if a, b := digest(t, outs[0]), digest(t, outs[1]); a != b {
		t.Errorf("%s\nwant\n%s", b, a)
	}
}

// A second writer is told within a second, and a reader is not disturbed.
func TestSecondWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "D")
	d, err := dossier.Open(dir, dossier.Create, dossier.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	start := time.Now()
	code, _, said := try(t.Context(), bytes.NewReader(users(1)), "ingest", "-", "-d", dir)
	if code != exitLocked || !strings.Contains(said, "another process") || time.Since(start) > 3*time.Second {
		t.Errorf("exit code %d after %v: %s", code, time.Since(start), said)
	}
	if code, out, said := try(t.Context(), nil, "info", dir); code != exitDone || !strings.Contains(out, "vacío") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
}

// A dossier among the dumps is no dump, and is not read as one.
func TestDossierAmongDumps(t *testing.T) {
	dumps := t.TempDir()
	if err := os.WriteFile(filepath.Join(dumps, "users.jsonl"), users(3), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		code, out, said := try(t.Context(), nil, "ingest", dumps, "-d", filepath.Join(dumps, "expediente [1]"), "--lang", "en", "--json")
		if code != exitDone || !strings.Contains(out, `"seen": 3,`) || strings.Contains(out, "parquet") || strings.Contains(out, ".db") {
			t.Errorf("exit code %d: %s%s", code, out, said)
		}
	}
	code, out, said := try(t.Context(), nil, "ingest", dumps, "--dry-run", "--lang", "en")
	if code != exitDone || !strings.Contains(out, "Looked at 1 file;") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
}

// The dossier keeps the case of its dumps, and says when another comes along.
func TestCaseOfDossier(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/users.jsonl": string(users(3)), "a/case.toml": "title = \"Caso uno\"\n",
		"b/users.jsonl": string(users(4)), "b/case.toml": "title = \"Caso dos\"\n",
		"c/users.jsonl": string(users(5)),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := filepath.Join(dir, "D")
	for _, x := range []struct{ dumps, want string }{{"a", "se copió"}, {"b", "difiere"}, {"c", "nuevo"}, {"a", "nada nuevo"}} {
		if code, out, said := try(t.Context(), nil, "ingest", filepath.Join(dir, x.dumps), "-d", d); code != exitDone || !strings.Contains(out, x.want) {
			t.Errorf("%s: exit code %d: %s%s", x.dumps, code, out, said)
		}
	}
	if _, out, _ := try(t.Context(), nil, "info", d); !strings.Contains(out, "Caso uno") {
		t.Error(out)
	}
}

// Names and texts from dumps reach a terminal as text.
func TestVerdictsAreHarmless(t *testing.T) {
	dir := t.TempDir()
	name := "seg\x1b]0;uidores\x07\u202e_ana.jsonl"
	if err := os.WriteFile(filepath.Join(dir, name), append(users(1), "{\"id_str\":\"\x1b[2J\",\"screen_name\":\"a\",\"followers_count\":1}\n{\"id_str\""...), 0o644); err != nil {
		t.Skip(err) // not every system takes such names
	}
	d := filepath.Join(dir, "D")
	for _, args := range [][]string{{"ingest", dir, "--dry-run"}, {"ingest", dir, "--dry-run", "--json"}, {"ingest", dir, "-d", d}, {"info", d}, {"run", dir, "-v", "-o", filepath.Join(dir, "out")}, {"verify", d}} {
		_, out, said := try(t.Context(), nil, args...)
		if strings.ContainsAny(out+said, "\x1b\x07\u202e") && !strings.Contains(strings.Join(args, " "), "--json") || strings.ContainsAny(out, "\x1b\x07") {
			t.Errorf("%q: %q%q", args, out, said)
		}
	}
}

// Every format has a name in both languages, in English that of the table.
func TestFormatsHaveNames(t *testing.T) {
	es, err := lang.Load("es")
	if err != nil {
		t.Fatal(err)
	}
	en, err := lang.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ingest.Formats() {
		if !es.Has("format."+f.Name) || en.Raw("format."+f.Name) != f.Title {
			t.Errorf("%s: %q and %q, want %q", f.Name, es.Raw("format."+f.Name), en.Raw("format."+f.Name), f.Title)
		}
	}
	for _, c := range []dossier.Code{dossier.Changed, dossier.Missing, dossier.MissingFolder, dossier.MissingGeneration, dossier.Twice, dossier.Unreadable, dossier.Contradiction, dossier.Foreign, dossier.LockFilled, dossier.Temporary, dossier.Unlisted, dossier.Yours, dossier.Newer} {
		if !es.Has("verify." + string(c)) {
			t.Errorf("verify has no sentence for %s", c)
		}
	}
}
