package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/internal/par"
	"github.com/seed-1b5e0f84/adentro/report/lang"
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
	for _, p := range paths {
		if p != "-" && isDossier(p) {
			return nil, usageError{fmt.Errorf("%s is a dossier: say -d %s", p, quoted(p))}
		}
	}
	c, files, err := a.readCase(ingest.Root(paths), a.flags.dossier)
	if err != nil {
		return nil, err
	}
	lang, err := a.flags.language(c)
	if err != nil {
		return nil, err
	}
	if a.flags.dossier != "" && len(files) > 0 && files[0] == filepath.Join(a.flags.dossier, caseName) {
		files = nil // it is the dossier's own, and was no part of any dumps
	}
	opt.Lists, opt.Config, opt.Exclude, opt.Stdin = c.Lists, files, append(exclude, dossiersIn(paths)...), a.in
	if opt.Memory > 0 {
		debug.SetMemoryLimit(opt.Memory * 8 / 10)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50) // a million accounts with 20 million follows take 3.6 GB then, and 5 GB else
	}
	return &input{opt, c, files, lang}, a.preview(paths, opt, lang)
}

// add adds the dumps to the dossier, and numbers the accounts of all that it holds.
func (a *app) add(ctx context.Context, paths []string, exclude ...string) (*loaded, error) {
	contents := &adentro.Contents{}
	hand := map[ingest.ChunkKey]*ingest.Chunk{}
	in, d, err := a.toDossier(paths, func(chunks []*ingest.Chunk) {
		_ = par.For(ctx, a.flags.workers, len(chunks), func(i int) error { chunks[i].Share(contents); return nil }) // what an interruption leaves unshared is not used
		for _, c := range chunks {
			hand[c.Key] = c
		}
	}, exclude...)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	t, err := a.fill(ctx, d, paths, in)
	if errors.Is(err, ingest.ErrNoInput) {
		a.printVerdicts(t.sources(), in.lang)
	}
	if err != nil {
		return nil, err
	}
	// From here on it is what run does with the dossier: its case may not be that of the dumps.
	if in.kase, _, err = a.readCase(a.flags.dossier); err != nil {
		return nil, err
	}
	if in.lang, err = a.flags.language(in.kase); err != nil {
		return nil, err
	}
	if t.caseState == "case_differs" && !a.flags.quiet {
		words, err := lang.Load(in.lang)
		if err != nil {
			return nil, bugError{err}
		}
		fmt.Fprintln(a.errOut, printable(words.T("ingested."+t.caseState, caseName)))
	}
	obs, err := assemble(ctx, d, in.opt.Workers, hand, contents)
	if err != nil {
		return nil, err
	}
	clear(hand) // what the dossier was given is not needed any more, but the dossier holds on to it
	contents = nil
	if a.flags.verbose {
		a.printVerdicts(obs.Sources, in.lang)
	}
	return number(obs, in)
}

// load reads the case and the dumps, or the dossier, and numbers the accounts.
func (a *app) load(ctx context.Context, paths []string, exclude ...string) (*loaded, error) {
	switch {
	case a.flags.dossier != "" && len(paths) > 0:
		return nil, usageError{errors.New("say either dumps or a dossier with -d; `adentro ingest` and `adentro run` add dumps to a dossier")}
	case a.flags.dossier == "" && len(paths) == 0:
		return nil, usageError{errors.New("say what to read: files or folders of dumps, or a dossier with -d")}
	}
	if a.flags.dossier != "" {
		if err := a.flags.onlyDumps(); err != nil {
			return nil, err
		}
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
		a.printVerdicts(obs.Sources, in.lang)
	}
	if err != nil {
		return nil, err
	}
	return number(obs, in)
}

// number numbers the accounts.
func number(obs *adentro.Observations, in *input) (*loaded, error) {
	snap := adentro.Resolve(obs)
	if err := snap.Check(); err != nil {
		return nil, bugError{fmt.Errorf("the data do not hold together after reading: %w", err)}
	}
	return &loaded{snap, in.kase, in.lang}, nil
}

// isDossier reports whether a folder is a dossier, by its catalogue.
func isDossier(dir string) bool {
	found, err := filepath.Glob(filepath.Join(escapeGlob(dir), "catalogue-*-*.db"))
	return err == nil && len(found) > 0
}

// escapeGlob makes a path a pattern that matches it alone.
func escapeGlob(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}

// dossiersIn returns the dossiers inside the folders: what they hold was read from dumps, so
// that they are no dumps themselves.
func dossiersIn(paths []string) []string {
	var found []string
	for _, root := range paths {
		_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.IsDir() { // what cannot be read is told by those who read
				return nil
			}
			if !isDossier(path) {
				return nil
			}
			if abs, err := filepath.Abs(path); err == nil {
				found = append(found, abs)
			}
			return fs.SkipDir
		})
	}
	return found
}

// openDossier opens the dossier of -d for reading. What keeps it from being read at all
// wraps an error of package dossier.
func (a *app) openDossier() (*dossier.Dossier, error) {
	d, err := dossier.Open(a.flags.dossier, dossier.Read, dossier.Options{})
	for _, known := range []error{nil, dossier.ErrNotDossier, dossier.ErrNewer, dossier.ErrDamaged} {
		if errors.Is(err, known) {
			return d, err
		}
	}
	return nil, fmt.Errorf("%s: %w: %w", a.flags.dossier, dossier.ErrNotDossier, reason(err))
}

// readDossier puts together what a dossier holds.
func (a *app) readDossier(ctx context.Context, workers int) (*adentro.Observations, error) {
	d, err := a.openDossier()
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return assemble(ctx, d, workers, nil, &adentro.Contents{})
}

// assemble puts together what a dossier holds, of which some chunks are at hand.
func assemble(ctx context.Context, d *dossier.Dossier, workers int, hand map[ingest.ChunkKey]*ingest.Chunk, contents *adentro.Contents) (*adentro.Observations, error) {
	sealed, chunks, err := d.Load(ctx, workers, hand, func(c *ingest.Chunk) { c.Share(contents) })
	if err != nil {
		return nil, err
	}
	return ingest.Assemble(ctx, sealed, func(k ingest.ChunkKey) *ingest.Chunk { return chunks[k] }, workers)
}

// afterwards turns what was lost on the way into the command's error: nil if
// it is little.
func (a *app) afterwards(l *loaded) error {
	words, err := lang.Load(l.lang)
	if err != nil {
		return bugError{err}
	}
	sum := l.snap.Records()
	many, err := a.flags.tooManyRejects(sum)
	if err != nil {
		return err
	}
	if many {
		return rejectsError{errors.New(words.T("ended.rejected", words.Int(sum.Rejected), words.Int(sum.Seen), a.flags.maxRejects))}
	}
	for i := range l.snap.Sources {
		if s := &l.snap.Sources[i]; s.Damage != "" {
			return rejectsError{errors.New(words.T("ended.damaged", sourceName(s), words.Damage(s.Damage)))}
		}
	}
	return nil
}
