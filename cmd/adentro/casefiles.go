package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// caseName is the name of a case file beside dumps or in a dossier.
const caseName = "case.toml"

// readCase reads the case that --case names, or the case.toml of the first of the folders
// that has one, or none; files are those that it consists of.
func (a *app) readCase(folders ...string) (*adentro.Case, []string, error) {
	path := a.flags.caseFile
	if slices.Contains(casefile.Shipped(), path) {
		c, err := casefile.Ship(path)
		if err != nil {
			return nil, nil, bugError{err}
		}
		return c, nil, nil
	}
	for _, dir := range folders {
		if path != "" {
			break
		}
		if dir == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, caseName)); err == nil { // a folder that cannot be read is for ingest to tell
			path = filepath.Join(dir, caseName)
		}
	}
	if path == "" {
		return &adentro.Case{}, nil, nil
	}
	c, files, err := casefile.Load(path)
	if err != nil && path == a.flags.caseFile && notThere(path) {
		err = fmt.Errorf("--case %q: there is no such file, and no case that ships is called so; these ship: %s", path, strings.Join(casefile.Shipped(), ", "))
	}
	if err != nil {
		return nil, nil, usageError{err}
	}
	return c, files, nil
}

// notThere reports whether there is nothing at path.
func notThere(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// keepCase copies the files of a case beside the dossier's data, unless the
// dossier has a case of its own. It returns what is worth telling: case_kept,
// case_differs or "".
func (a *app) keepCase(files []string) (string, error) {
	if len(files) == 0 {
		return "", nil
	}
	own := filepath.Join(a.flags.dossier, caseName)
	if have, err := os.ReadFile(own); err == nil {
		if from, err := os.ReadFile(files[0]); err != nil || bytes.Equal(have, from) {
			return "", err
		}
		return "case_differs", nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	root := filepath.Dir(files[0])
	for i, from := range slices.Backward(files) { // case.toml last: with it the case is whole
		to := own
		if i > 0 {
			rel, err := filepath.Rel(root, from)
			if err != nil || !filepath.IsLocal(rel) {
				return "", fmt.Errorf("%s lies outside the folder of its case", from)
			}
			to = filepath.Join(a.flags.dossier, rel)
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return "", err
		}
		if err := a.write(to, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			return "", err
		}
	}
	return "case_kept", nil
}
