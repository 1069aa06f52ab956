package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
)

// loaded is what every reading command works on.
type loaded struct {
	snap *adentro.Snapshot
	kase *adentro.Case
	lang string
}

// input is what a command was told to read, with the case that goes with it.
type input struct {
	opt   ingest.Options
	kase  *adentro.Case
	files []string // that the case consists of
	lang  string
}

// input settles the options and the case of the dumps at paths. exclude names
// folders that are not input, such as the one that will be written.
func (a *app) input(paths []string, exclude ...string) (*input, error) {
	opt, err := a.flags.options()
	if err != nil {
		return nil, err
	}
	root := ingest.Root(paths)
	if len(paths) == 0 {
		root = a.flags.dossier
	}
	c, files, err := a.readCase(root)
	if err != nil {
		return nil, err
	}
	lang, err := a.flags.language(c)
	if err != nil {
		return nil, err
	}
	opt.Lists, opt.Config, opt.Exclude, opt.Stdin = c.Lists, files, exclude, a.in
	if opt.Memory > 0 {
		debug.SetMemoryLimit(opt.Memory * 8 / 10)
	}
	return &input{opt, c, files, lang}, a.preview(paths, opt)
}

// load reads the case and the dumps, or the dossier, and numbers the accounts.
func (a *app) load(ctx context.Context, paths []string, exclude ...string) (*loaded, error) {
	switch {
	case a.flags.dossier != "" && len(paths) > 0:
		return nil, usageError{errors.New("say either dumps or a dossier with -d; `adentro ingest` adds dumps to a dossier")}
	case a.flags.dossier == "" && len(paths) == 0:
		return nil, usageError{errors.New("say what to read: files or folders of dumps, or a dossier with -d")}
	}
	in, err := a.input(paths, exclude...)
	if err != nil {
		return nil, err
	}
	bar := a.progress("reading")
	in.opt.Progress = bar.bytes
	var obs *adentro.Observations
	if len(paths) > 0 {
		obs, err = ingest.Read(ctx, paths, in.opt)
	} else {
		obs, err = a.readDossier(ctx, in.opt.Workers)
	}
	bar.done()
	if obs != nil && (err != nil || a.flags.verbose) {
		a.printVerdicts(obs, in.lang)
	}
	if err != nil {
		return nil, err
	}
	snap := adentro.Resolve(obs)
	if err := snap.Check(); err != nil {
		return nil, bugError{fmt.Errorf("the data do not hold together after reading: %w", err)}
	}
	return &loaded{snap, in.kase, in.lang}, nil
}

// readDossier puts together what a dossier holds.
func (a *app) readDossier(ctx context.Context, workers int) (*adentro.Observations, error) {
	d, err := dossier.Open(a.flags.dossier, dossier.Read, dossier.Options{})
	if err != nil {
		return nil, err
	}
	defer d.Close()
	sealed, chunks, err := d.Load(ctx, workers)
	if err != nil {
		return nil, err
	}
	return ingest.Assemble(ctx, sealed, func(k ingest.ChunkKey) *ingest.Chunk { return chunks[k] }, workers)
}

// keepCase copies the files of a case beside the dossier's data, unless the
// dossier has a case of its own.
func keepCase(files []string, dir string) error {
	if len(files) == 0 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, caseName)); err == nil {
		return nil
	}
	root := filepath.Dir(files[0])
	for i, from := range slices.Backward(files) { // case.toml last: with it the case is whole
		name := caseName
		if i > 0 {
			rel, err := filepath.Rel(root, from)
			if err != nil || !filepath.IsLocal(rel) {
				return fmt.Errorf("%s lies outside the folder of its case", from)
			}
			name = rel
		}
		b, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := writeWhole(to, b); err != nil {
			return err
		}
	}
	return nil
}

// writeWhole writes a file that is there with all its content or not at all.
func writeWhole(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// caseName is the name of a case file beside dumps or in a dossier.
const caseName = "case.toml"

// readCase reads the case that --case names, or the case.toml of the dumps'
// folder, or none; files are those that it consists of.
func (a *app) readCase(root string) (*adentro.Case, []string, error) {
	path := a.flags.caseFile
	if slices.Contains(casefile.Shipped(), path) {
		c, err := casefile.Ship(path)
		if err != nil {
			return nil, nil, bugError{err}
		}
		return c, nil, nil
	}
	if path == "" {
		path = filepath.Join(root, caseName)
		if _, err := os.Stat(path); err != nil {
			return &adentro.Case{}, nil, nil // a folder that cannot be read is for ingest to tell
		}
	}
	c, files, err := casefile.Load(path)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return c, files, nil
}

// afterwards turns what was lost on the way into the command's error: nil if
// it is little.
func (a *app) afterwards(snap *adentro.Snapshot) error {
	sum := snap.Records()
	many, err := a.flags.tooManyRejects(sum)
	if err != nil {
		return err
	}
	if many {
		return rejectsError{fmt.Errorf("done, but %d of %d records were rejected, more than --max-rejects %s; the ingest.csv of `adentro run` lists each with its file and offset", sum.Rejected, sum.Seen, a.flags.maxRejects)}
	}
	for i := range snap.Sources {
		if s := &snap.Sources[i]; s.Damage != "" {
			return rejectsError{fmt.Errorf("done, but %s is damaged: %s; what could be read of it was used", s.Path, s.Damage)}
		}
	}
	return nil
}
