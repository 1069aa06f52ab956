package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// loaded is what every reading command works on.
type loaded struct {
	snap *adentro.Snapshot
	kase *adentro.Case
	lang string
}

// load reads the case and the dumps, and numbers the accounts. exclude names
// folders that are not input, such as the one that will be written.
func (a *app) load(ctx context.Context, paths []string, exclude ...string) (*loaded, error) {
	opt, err := a.flags.options()
	if err != nil {
		return nil, err
	}
	c, files, err := a.readCase(ingest.Root(paths))
	if err != nil {
		return nil, err
	}
	lang, err := a.flags.language(c)
	if err != nil {
		return nil, err
	}
	opt.Lists, opt.Config, opt.Exclude, opt.Stdin = c.Lists, files, exclude, a.in
	bar := a.progress("reading")
	opt.Progress = bar.bytes
	obs, err := ingest.Read(ctx, paths, opt)
	bar.done()
	if obs != nil && (err != nil || a.flags.verbose) {
		a.printVerdicts(obs, lang)
	}
	if err != nil {
		return nil, err
	}
	snap := adentro.Resolve(obs)
	if err := snap.Check(); err != nil {
		return nil, bugError{fmt.Errorf("the data do not hold together after reading: %w", err)}
	}
	return &loaded{snap, c, lang}, nil
}

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
		path = filepath.Join(root, "case.toml")
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
