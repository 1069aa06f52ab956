package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// root is the repository's, seen from this folder.
var root = filepath.Join("..", "..")

// tracked returns the files that git knows, relative to root; it skips the test
// where the code is no checkout.
func tracked(t *testing.T, patterns ...string) []string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"ls-files", "-z", "--"}, patterns...)...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		t.Skip("not a git checkout")
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if os.IsNotExist(err) {
		return "" // removed, and not committed yet
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// machinePath matches absolute paths of somebody's machine, not those of web addresses.
var machinePath = regexp.MustCompile(`(?m)(?:^|[\s"'` + "`" + `(=:])/(?:tmp|work|root|home|Users|private|mnt)/\w+`)

// TestNoMachineIsNamed: a path or a module proxy of the machine that wrote a
// file helps nobody who reads it elsewhere.
func TestNoMachineIsNamed(t *testing.T) {
	var hosts []string
	if out, err := exec.Command("go", "env", "GOPROXY").Output(); err == nil {
		for _, s := range strings.FieldsFunc(strings.TrimSpace(string(out)), func(r rune) bool { return r == ',' || r == '|' }) {
			if u, err := url.Parse(s); err == nil && u.Hostname() != "" && u.Hostname() != "proxy.golang.org" {
				hosts = append(hosts, u.Hostname())
			}
		}
	}
	for _, path := range tracked(t) {
		text := read(t, path)
		if m := machinePath.FindString(text); m != "" {
			t.Errorf("%s names the path %q", path, strings.TrimSpace(m))
		}
		for _, h := range hosts {
			if strings.Contains(text, h) {
				t.Errorf("%s names the module proxy of this machine", path)
			}
		}
	}
}

func TestMachinePath(t *testing.T) {
	for text, want := range map[string]bool{
		"cd /" + "tmp/x": true, "see \"/" + "home/ana/dumps\"": true, "https://example.org/tmp/x": false, "testdata/work/x": false, "/proc/self/status": false,
	} {
		if got := machinePath.MatchString(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// TestMenu: every target of the Makefile is on the menu that bare make prints.
func TestMenu(t *testing.T) {
	text := read(t, "Makefile")
	phony := strings.Fields(regexp.MustCompile(`(?m)^\.PHONY:(.*)$`).FindString(text))
	said := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([A-Za-z0-9_-]+):.*$`).FindAllStringSubmatch(text, -1) {
		line, name := m[0], m[1]
		said[name] = true
		if !regexp.MustCompile(`^[a-z-]+:.*## \S`).MatchString(line) {
			t.Errorf("make %s is not on the menu: %q", name, line)
		}
	}
	if len(said) < 10 {
		t.Fatalf("found the targets %v, want all", said)
	}
	for _, name := range phony[1:] {
		if !said[name] {
			t.Errorf(".PHONY names %s, which is no target", name)
		}
		delete(said, name)
	}
	for name := range said {
		t.Errorf(".PHONY does not name %s", name)
	}
	out, err := exec.Command("make", "-C", root, "help").Output()
	if got := len(regexp.MustCompile(`(?m)^  make `).FindAll(out, -1)); err == nil && got != len(phony)-1 {
		t.Errorf("the menu has %d lines, want %d:\n%s", got, len(phony)-1, out)
	}
}

// TestDocsPointSomewhere: a path in a guide is one that exists.
func TestDocsPointSomewhere(t *testing.T) {
	seen := 0
	for _, guide := range tracked(t, "*.md") {
		for _, m := range regexp.MustCompile("`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+/?)`").FindAllStringSubmatch(read(t, guide), -1) {
			top, _, _ := strings.Cut(m[1], "/")
			if _, err := os.Stat(filepath.Join(root, top)); err != nil || top == "out" {
				continue // no path of ours
			}
			seen++
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(strings.TrimSuffix(m[1], "/...")))); err != nil {
				t.Errorf("%s points to %s, which does not exist", guide, m[1])
			}
		}
	}
	if seen < 20 {
		t.Errorf("found %d paths in the guides, want more", seen)
	}
}

// TestNoClockNoInit: what a run prints depends on its input alone, and nothing
// happens before main. The bench measures time, so it may ask for it.
func TestNoClockNoInit(t *testing.T) {
	for _, path := range tracked(t, "*.go") {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "bench/") {
			continue
		}
		text := read(t, path)
		if text == "" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s has an init", path)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && (n.Sel.Name == "Now" || n.Sel.Name == "Since" || n.Sel.Name == "Local") {
					t.Errorf("%s uses time.%s", path, n.Sel.Name)
				}
			}
			return true
		})
	}
}
