package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"adentro": main})
}

// TestScripts runs the commands as a person types them: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("CASE", filepath.Join(root, "testdata", "barrio-adentro"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "make": makeFile, "same": same, "digest": digestFile, "flip": flip},
	})
}

// code runs a command and wants an exit code: code 4 adentro run empty -o out.
// What it printed to standard error, kept in the file said, must be one
// sentence and no stack trace.
func code(ts *testscript.TestScript, _ bool, args []string) {
	bin, _, _ := strings.Cut(ts.Getenv("PATH"), string(os.PathListSeparator)) // where testscript put the command
	var errOut bytes.Buffer
	cmd := exec.Command(filepath.Join(bin, args[1]), args[2:]...)
	cmd.Dir, cmd.Stderr = ts.Getenv("WORK"), &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Check(err)
	}
	got, said := cmd.ProcessState.ExitCode(), errOut.String()
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code %d, want %s; stderr: %s", got, args[0], said)
	}
	if strings.Contains(said, "goroutine") || strings.Count(said, "adentro: ") > 1 {
		ts.Fatalf("not a one-sentence error: %s", said)
	}
	ts.Logf("stderr: %s", said)
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("WORK"), "said"), []byte(said), 0o644))
}

// makeFile writes inputs that no text archive can hold: make png a.png.
func makeFile(ts *testscript.TestScript, _ bool, args []string) {
	var b []byte
	switch args[0] {
	case "png":
		b = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 300)...)
	case "random":
		for i := range 200 {
			s := sha256.Sum256([]byte{byte(i)})
			b = append(b, s[:]...)
		}
	case "gzip": // cut in the middle
		whole, err := os.ReadFile(args[2])
		ts.Check(err)
		b = whole[:len(whole)/2]
	case "zip": // of the files that follow
		var whole bytes.Buffer
		z := zip.NewWriter(&whole)
		for _, name := range args[2:] {
			w, err := z.Create(name)
			ts.Check(err)
			_, err = w.Write([]byte(ts.ReadFile(name)))
			ts.Check(err)
		}
		ts.Check(z.Close())
		b = whole.Bytes()
	case "huge": // one object of 100 MB on a line, then a good one
		b = append(b, `{"id_str":"1","screen_name":"a","followers_count":1,"description":"`...)
		b = append(b, bytes.Repeat([]byte("x"), 100<<20)...)
		b = append(b, "\"}\n{\"id_str\":\"2\",\"screen_name\":\"b\",\"followers_count\":1,\"name\":\"b\"}\n"...)
	default:
		ts.Fatalf("make: no kind %q", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o644))
}

// same compares two folders, file by file: same a b.
func same(ts *testscript.TestScript, _ bool, args []string) {
	a, err := digests(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := digests(ts.MkAbs(args[1]))
	ts.Check(err)
	if a == "" || a != b {
		ts.Fatalf("%s and %s differ:\n%s\n%s", args[0], args[1], a, b)
	}
}

// digestFile writes the digests of a folder's files: digest dir file.
func digestFile(ts *testscript.TestScript, _ bool, args []string) {
	text, err := digests(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

// flip changes a bit in the middle of the first file of a folder: flip dir.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	path := filepath.Join(ts.MkAbs(args[0]), entries[0].Name())
	b, err := os.ReadFile(path)
	ts.Check(err)
	b[len(b)/2] ^= 4
	ts.Check(os.WriteFile(path, b, 0o644))
}

// digest returns one line a file: its path and the SHA-256 of its bytes.
func digest(t *testing.T, dir string) string {
	t.Helper()
	text, err := digests(dir)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func digests(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%s %x\n", filepath.ToSlash(rel), sha256.Sum256(data))
		return err
	})
	return b.String(), err
}

const bundled = "../../testdata/barrio-adentro"

// runCase runs the program on the bundled case and returns the report's folder.
func runCase(t *testing.T, args ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var errOut bytes.Buffer
	args = append([]string{"run", "--quiet", "-o", out}, args...)
	if got := run(t.Context(), strings.NewReader(""), &bytes.Buffer{}, &errOut, args); got != exitDone {
		t.Fatalf("adentro %s: exit code %d: %s", strings.Join(args, " "), got, &errOut)
	}
	return out
}

// TestExamples runs every example that help shows.
func TestExamples(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS(filepath.Join("..", "..", "testdata"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "dumps"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	seen := 0
	var try func(c *cobra.Command)
	try = func(c *cobra.Command) {
		for _, example := range strings.FieldsFunc(c.Example, func(r rune) bool { return r == '\n' }) {
			args := strings.Fields(example)
			var errOut bytes.Buffer
			if got := run(t.Context(), strings.NewReader(""), &bytes.Buffer{}, &errOut, args[1:]); args[0] != "adentro" || got != exitDone {
				t.Errorf("%q: exit code %d: %s", example, got, &errOut)
			}
			seen++
		}
		for _, sub := range c.Commands() {
			try(sub)
		}
	}
	try(newRoot(&app{}))
	if seen < 8 {
		t.Errorf("help shows %d examples, want two for each command with something to choose", seen)
	}
}

// full is a standard output on which nothing more can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestFullOutput: what cannot be printed is code 5, whatever was to be printed.
func TestFullOutput(t *testing.T) {
	dir, dossier := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "D")
	for _, args := range [][]string{
		{"version"}, {"case", "list"}, {"case", "init", "barrio-adentro", "-o", "-"}, {"export", bundled, "--as", "edges"},
		{"run", bundled, "-o", dir}, {"run", bundled, "-o", dir, "--json"},
		{"ingest", bundled, "--dry-run"}, {"ingest", bundled, "--dry-run", "--json"}, {"ingest", bundled, "-d", dossier}, {"info", dossier}, {"info", dossier, "--json"}, {"verify", dossier}, {"verify", dossier, "--json"},
	} {
		var errOut bytes.Buffer
		if got := run(t.Context(), strings.NewReader(""), full{}, &errOut, args); got != exitOutput || !strings.Contains(errOut.String(), "no space left") {
			t.Errorf("adentro %s: exit code %d, want %d; stderr: %s", strings.Join(args, " "), got, exitOutput, &errOut)
		}
	}
}

func TestSameBytes(t *testing.T) {
	want := digest(t, runCase(t, bundled))
	var files []string
	err := filepath.WalkDir(bundled, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	for _, tt := range []struct {
		name string
		args []string
	}{
		{"a second run", []string{bundled}},
		{"one worker", []string{bundled, "--workers", "1"}},
		{"eight workers", []string{bundled, "--workers", "8"}},
		{"files one by one, in reverse order", files},
	} {
		if got := digest(t, runCase(t, tt.args...)); got != want {
			t.Errorf("%s gives other bytes:\n%s\nwant\n%s", tt.name, got, want)
		}
	}
}

// TestPlantedFigures compares summary.json with what the generator planted.
func TestPlantedFigures(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(runCase(t, bundled), "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Synthetic bool
		Inputs    struct{ Records map[string]int }
		Accounts  map[string]any
		Classes   map[string]int
		Places    map[string]map[string]int
		Locations struct {
			Countries                                         map[string]int
			Multiple, Ambiguous, Unresolved, None, Unprofiled int
			OutsideHome                                       struct{ K, N int } `json:"outside_home"`
		}
		Bursts []struct {
			Source, Class, From, To string
			Count                   int
			P                       float64
		}
		Hashtags []struct {
			Tag, Onset, Announced string
			DaysBefore            int `json:"days_before"`
		}
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	check := func(name string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	check("synthetic", s.Synthetic, true)
	check("accounts.unique", s.Accounts["unique"], 1431)
	check("accounts.seeds", s.Accounts["seeds"], 14)
	check("accounts.with_location", s.Accounts["with_location"], 956)
	check("accounts.population", s.Accounts["population"], "lists")
	check("accounts.unprofiled", s.Accounts["unprofiled"], 0)
	if n, _ := s.Accounts["suspended"].(float64); n < 1 {
		t.Errorf("accounts.suspended = %v, want at least 1", n)
	}
	check("classes.cdi", s.Classes["cdi"], 114)
	check("classes.cubacoopera", s.Classes["cubacoopera"], 22)
	for _, code := range []string{"TL", "DZ", "GT", "JM", "CV"} {
		if s.Places["cubacoopera"][code] < 1 {
			t.Errorf("places.cubacoopera has no %s: %v", code, s.Places["cubacoopera"])
		}
	}
	others := 0
	for code, n := range s.Locations.Countries {
		if code != "CU" && code != "VE" {
			others += n
		}
	}
	check("locations CU", s.Locations.Countries["CU"], 372)
	check("locations VE", s.Locations.Countries["VE"], 371)
	check("locations of other countries", others, 105)
	check("locations.multiple", s.Locations.Multiple, 18)
	check("locations.ambiguous", s.Locations.Ambiguous, 40)
	check("locations.unresolved", s.Locations.Unresolved, 50)
	check("locations.none", s.Locations.None, 475)
	check("locations.unprofiled", s.Locations.Unprofiled, 0)
	check("locations.outside_home", s.Locations.OutsideHome, struct{ K, N int }{477, 1431})
	found := false
	for _, b := range s.Bursts {
		if b.Source == "scan" && b.Class == "cdi" {
			if b.From < "2021-02-01" || b.To > "2021-03-31" || b.Count < 35 || b.P > 0.01 {
				t.Errorf("top window of class cdi: %+v; want it inside 2021-02-01..2021-03-31 with 35 accounts and p ≤ 0.01", b)
			}
			found = true
			break
		}
	}
	if !found {
		t.Errorf("no scan window of class cdi in %v", s.Bursts)
	}
	if len(s.Hashtags) == 0 || s.Hashtags[0].Onset != "2021-04-06" || s.Hashtags[0].DaysBefore != 10 {
		t.Errorf("hashtags %+v; want the first to rise on 2021-04-06, 10 days before", s.Hashtags)
	}
	r := s.Inputs.Records
	if r["seen"] == 0 || r["seen"] != r["accepted"]+r["duplicate"]+r["rejected"]+r["ignored"] || r["rejected"] == 0 {
		t.Errorf("records do not add up, or nothing was rejected: %v", r)
	}
}
