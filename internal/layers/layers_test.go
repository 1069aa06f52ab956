package layers

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath string
	Dir        string
	Imports    []string
	GoFiles    []string
}

// list returns the packages of the module with their non-test imports.
func list(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles", Module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// room returns a package's path below the module, and whether it is ours.
func room(path string) (string, bool) {
	if path == Module {
		return "", true
	}
	return strings.CutPrefix(path, Module+"/")
}

// matches reports whether any pattern is the room or, ending in "...", above it.
func matches(patterns []string, room string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if above, ok := strings.CutSuffix(p, "..."); ok {
			return above == "" || room+"/" == above || strings.HasPrefix(room, above)
		}
		return p == room
	})
}

func TestImportsPointOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range list(t) {
		from, _ := room(p.ImportPath)
		seen[from] = true
		allowed, ok := Allowed[from]
		if !ok {
			t.Errorf("package %q is not in the table of layers", from)
			continue
		}
		for _, imp := range p.Imports {
			if to, ours := room(imp); ours {
				if !matches(allowed, to) {
					t.Errorf("%q imports %q", from, to)
				}
			} else if mod := thirdParty(imp); mod != "" && !matches(ThirdParties[mod], from) {
				t.Errorf("%q imports %s", from, imp)
			} else if mod == "" && strings.Contains(strings.Split(imp, "/")[0], ".") {
				t.Errorf("%q imports %s, a module without a room", from, imp)
			}
		}
	}
	for from := range Allowed {
		if !seen[from] {
			t.Errorf("the table names package %q, which does not exist", from)
		}
	}
}

// thirdParty returns the module of ThirdParties that holds an import path, or "".
func thirdParty(path string) string {
	for mod := range ThirdParties {
		if path == mod || strings.HasPrefix(path, mod+"/") {
			return mod
		}
	}
	return ""
}

func TestSomeModulesStayInOneFile(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range list(t) {
		from, _ := room(p.ImportPath)
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, imp := range f.Imports {
				mod := thirdParty(strings.Trim(imp.Path.Value, `"`))
				if want, ok := OneFile[mod]; ok && path.Join(from, name) != want {
					t.Errorf("%s imports %s, which belongs in %s", path.Join(from, name), mod, want)
				}
				seen[mod] = true
			}
		}
	}
	for mod, file := range OneFile {
		if !seen[mod] {
			t.Errorf("nothing imports %s, which should be in %s", mod, file)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		pattern, room string
		want          bool
	}{
		{"...", "report", true}, {"internal/...", "internal/par", true}, {"graph/...", "graph", true},
		{"graph", "graph/layout", false}, {"graph/...", "graphics", false}, {"", "", true}, {"", "ingest", false},
	} {
		if got := matches([]string{tt.pattern}, tt.room); got != tt.want {
			t.Errorf("matches(%q, %q) = %v", tt.pattern, tt.room, got)
		}
	}
}
