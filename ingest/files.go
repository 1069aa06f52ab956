package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// An input is one file to read.
type input struct {
	label string // slash path relative to Root
	path  string // where it is; "-" for standard input
	size  int64
	role  adentro.Role
	why   adentro.Note // for a role other than dump
	err   error        // why it cannot be read
}

// Root returns the folder that labels are relative to: the one folder that was
// given, else the deepest folder that holds all of paths. It is "" if there is
// no such folder, as for standard input alone.
func Root(paths []string) string {
	root := ""
	for _, p := range paths {
		if p == "-" {
			continue
		}
		p = absolute(p)
		dir := p
		if info, err := os.Stat(p); err == nil && !info.IsDir() {
			dir = filepath.Dir(p)
		}
		if root == "" {
			root = dir
			continue
		}
		for root != dir && !strings.HasPrefix(dir, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			up := filepath.Dir(root)
			if up == root {
				return ""
			}
			root = up
		}
	}
	return root
}

// absolute returns the one name that all ways to a file lead to.
func absolute(p string) string {
	abs, err := filepath.Abs(p)
	if err != nil {
		abs = filepath.Clean(p)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	return abs
}

// list finds the files under paths, each once, in order of label.
func list(paths []string, opt *Options) ([]input, error) {
	l := lister{root: Root(paths), seen: map[string]bool{}, config: map[string]bool{}, exclude: map[string]bool{}}
	for _, c := range opt.Config {
		l.config[absolute(c)] = true
	}
	for _, e := range opt.Exclude {
		l.exclude[absolute(e)] = true
	}
	for _, p := range paths {
		if p == "-" {
			if !l.seen["-"] {
				l.seen["-"] = true
				l.files = append(l.files, input{label: "-", path: "-", role: adentro.RoleDump})
			}
			continue
		}
		info, err := os.Stat(p)
		switch {
		case os.IsNotExist(err):
			if len(paths) == 1 {
				return nil, fmt.Errorf("%q: %w: no such file or folder", p, ErrNoInput)
			}
			l.add(absolute(p), 0, err)
		case err != nil:
			l.add(absolute(p), 0, err)
		case info.IsDir():
			l.walk(absolute(p))
		default:
			l.file(absolute(p), info, true)
		}
	}
	for _, c := range opt.Config { // they are part of what the result rests on
		if info, err := os.Stat(c); err == nil {
			l.file(absolute(c), info, true)
		}
	}
	slices.SortFunc(l.files, func(a, b input) int { return cmp.Compare(a.label, b.label) })
	return l.files, nil
}

type lister struct {
	root                  string
	files                 []input
	seen, config, exclude map[string]bool
}

func (l *lister) walk(dir string) {
	filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			l.add(p, 0, err)
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			if l.exclude[p] || p != dir && (strings.HasPrefix(e.Name(), ".") || isOurs(filepath.Join(p, "manifest.json"))) {
				return fs.SkipDir // an earlier report is no input, wherever it lies
			}
			return nil
		}
		if l.exclude[p] {
			return nil
		}
		info, err := os.Stat(p) // of what a link points to
		if err != nil {
			l.add(p, 0, err)
			return nil
		}
		if !info.IsDir() {
			l.file(p, info, false)
		}
		return nil
	})
}

// file adds a file unless it was met before, perhaps by another name. named
// files are read whatever they are; in a folder pipes and devices are passed over.
func (l *lister) file(p string, info fs.FileInfo, named bool) {
	real := absolute(p)
	if l.seen[real] {
		return
	}
	l.seen[real] = true
	f := input{label: l.label(p), path: p, size: info.Size(), role: adentro.RoleDump}
	base := path.Base(f.label)
	switch lower := strings.ToLower(base); {
	case !info.Mode().IsRegular() && !named:
		f.role, f.why = adentro.RoleIgnored, adentro.Note{Code: "not_regular"}
	case l.config[real] || lower == "case.toml":
		f.role, f.why = adentro.RoleConfig, adentro.Note{Code: "role_config"}
	case strings.HasPrefix(base, "."):
		f.role, f.why = adentro.RoleIgnored, adentro.Note{Code: "dot_file"}
	case isDocument(lower) || lower == "manifest.json" && isOurs(p):
		f.role, f.why = adentro.RoleIgnored, adentro.Note{Code: "document"}
	}
	l.files = append(l.files, f)
}

// isDocument reports whether a base name, in lower case, is that of a file
// written about dumps.
func isDocument(base string) bool {
	for _, p := range []string{"readme", "origin", "license", "licence", "copying", "notice", "leeme", "léeme", "licencia"} {
		rest, ok := strings.CutPrefix(base, p)
		if ok && (rest == "" || rest[0] == '.') {
			return true
		}
	}
	return false
}

// isOurs reports whether a manifest is one that adentro wrote.
func isOurs(p string) bool {
	b, err := os.ReadFile(p)
	if err != nil {
		return false
	}
	var m struct{ Tool string }
	return json.Unmarshal(b, &m) == nil && strings.HasPrefix(m.Tool, "adentro ")
}

func (l *lister) add(p string, size int64, err error) {
	if l.seen[p] {
		return
	}
	l.seen[p] = true
	l.files = append(l.files, input{label: l.label(p), path: p, size: size, role: adentro.RoleIgnored, err: err})
}

func (l *lister) label(p string) string {
	if rel, err := filepath.Rel(l.root, p); err == nil && l.root != "" && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(filepath.Base(p))
}

// readSibling reads a file of the same folder, up to its first MiB.
func readSibling(dir, name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, filepath.Base(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 1<<20))
}

func openInput(in input, opt *Options) (io.Reader, func(), error) {
	if in.path == "-" {
		if opt.Stdin == nil {
			return strings.NewReader(""), func() {}, nil
		}
		return opt.Stdin, func() {}, nil
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}
