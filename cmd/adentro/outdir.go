package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-1b5e0f84/adentro/report"
)

// An outDir is a folder that appears whole or not at all: it is built beside
// its place and swapped in.
type outDir struct {
	path string // where it will be
	temp string // where it is built
}

// checkOut refuses a place that is not ours to replace: a file, or a folder
// that holds something else than an earlier report.
func checkOut(path string) error {
	switch path {
	case "":
		return usageError{errors.New("say where to write the report: -o OUT")}
	case "-":
		return usageError{errors.New("-o -: the report is a folder, which standard output cannot hold; --json prints summary.json there")}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return outputError{fmt.Errorf("cannot write to %s: %w", path, reason(err))}
	case !info.IsDir():
		return outputError{fmt.Errorf("cannot write to %s: it is a file, and the report is a folder", path)}
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return outputError{fmt.Errorf("cannot write to %s: %w", path, reason(err))}
	}
	if len(entries) == 0 {
		return nil
	}
	if !ours(path) {
		return outputError{fmt.Errorf("will not replace %s: it holds something else than a report of adentro; choose another folder or empty it", path)}
	}
	return nil
}

// newOut makes the folder to build in, beside the place where it will be.
func newOut(path string) (*outDir, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, outputError{err}
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return nil, outputError{fmt.Errorf("cannot write to %s: %w", path, reason(err))}
	}
	temp, err := os.MkdirTemp(filepath.Dir(abs), "."+filepath.Base(abs)+".adentro-")
	if err != nil {
		return nil, outputError{fmt.Errorf("cannot write beside %s: %w", path, reason(err))}
	}
	if err := os.Chmod(temp, 0o755); err != nil {
		return nil, outputError{err}
	}
	return &outDir{abs, temp}, nil
}

// discard removes what was built; after commit it does nothing.
func (o *outDir) discard() { os.RemoveAll(o.temp) }

// commit puts the built folder in its place. The folder that stood there is
// moved aside first and removed last, so that at any moment one of the two is whole.
func (o *outDir) commit() error {
	if err := checkOut(o.path); err != nil { // it may have changed meanwhile
		return err
	}
	old := o.temp + "-old"
	err := os.Rename(o.path, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return outputError{fmt.Errorf("cannot replace %s: %w", o.path, reason(err))}
	}
	if err := os.Rename(o.temp, o.path); err != nil {
		if back := os.Rename(old, o.path); back != nil && !errors.Is(back, fs.ErrNotExist) {
			err = errors.Join(err, back)
		}
		return outputError{fmt.Errorf("cannot write to %s: %w", o.path, reason(err))}
	}
	if err := os.RemoveAll(old); err != nil {
		return outputError{fmt.Errorf("the report is written, but the old one in %s could not be removed: %w", old, reason(err))}
	}
	return nil
}

// reason strips the operation and path that the sentence has said already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// ours reports whether a folder holds an earlier report, by its manifest.
func ours(path string) bool {
	b, err := os.ReadFile(filepath.Join(path, report.ManifestFile))
	if err != nil {
		return false
	}
	var m struct{ Tool string }
	return json.Unmarshal(b, &m) == nil && strings.HasPrefix(m.Tool, "adentro ")
}
