package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
	"github.com/spf13/cobra"
)

func ingestCommand(a *app) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "ingest DUMPS… -d DOSSIER",
		Short: "add dumps to a dossier, the folder that holds an investigation",
		Long: `ingest decodes the dumps into a dossier, which run, export and info then read
with -d. It may be stopped at any moment, even by a power cut: what was written is
whole, and the same command goes on where it stopped. Dumps that are in the
dossier already, under whatever name or compression, are not added twice.

A case.toml beside the dumps is copied to the dossier, unless it has one.

With --dry-run nothing is written: it says what each file was taken for and why, whose
lists it holds and how that is known, from when it is, and what you can do about what
is not known.`,
		Example: `  adentro ingest testdata/barrio-adentro --dry-run
  adentro ingest testdata/barrio-adentro -d dossier`,
		Args: atLeastOne("dumps: files or folders"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dry {
				return a.dryRun(cmd.Context(), args)
			}
			return a.ingest(cmd.Context(), args)
		},
	}
	a.flags.reading(cmd)
	cmd.Flags().StringVarP(&a.flags.dossier, "dossier", "d", "", "dossier to add to, made where there is none")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "write nothing, say what each file was taken for")
	cmd.Flags().BoolVar(&a.flags.json, "json", false, "print what came of each file as JSON")
	return cmd
}

// ingest adds dumps to a dossier.
func (a *app) ingest(ctx context.Context, paths []string) error {
	if a.flags.dossier == "" {
		return usageError{errors.New("say with -d which dossier to add to, or --dry-run to see what the files are")}
	}
	in, d, err := a.toDossier(paths, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	words, err := lang.Load(in.lang)
	if err != nil {
		return bugError{err}
	}
	t, err := a.fill(ctx, d, paths, in)
	if err != nil && !errors.Is(err, ingest.ErrNoInput) {
		return err
	}
	if told := a.tellIngest(words, t); told != nil {
		return told
	}
	if err != nil {
		return err
	}
	return a.afterIngest(words, t)
}

// toDossier settles how the dumps at paths are read, and opens the dossier that they are added to; kept is told of
// every chunk that is written.
func (a *app) toDossier(paths []string, kept func([]*ingest.Chunk), exclude ...string) (*input, *dossier.Dossier, error) {
	own, err := filepath.Abs(a.flags.dossier)
	if err != nil {
		return nil, nil, outputError{err}
	}
	in, err := a.input(paths, append(exclude, own)...)
	if err != nil {
		return nil, nil, err
	}
	if err := present(paths); err != nil {
		return nil, nil, err
	}
	d, err := dossier.Open(a.flags.dossier, dossier.Create, dossier.Options{Tool: "adentro " + Version, Memory: in.opt.Memory / 4, Kept: kept})
	var path *fs.PathError
	if errors.As(err, &path) && !errors.Is(err, dossier.ErrDamaged) {
		err = outputError{fmt.Errorf("cannot write to %s: %w", a.flags.dossier, reason(err))}
	}
	return in, d, err
}

// present checks that all paths lead somewhere, before a dossier is made for them.
func present(paths []string) error {
	for _, p := range paths {
		if p == "-" {
			continue
		}
		if _, err := os.Stat(p); err != nil {
			return fmt.Errorf("%q: %w: %w", p, ingest.ErrNoInput, reason(err))
		}
	}
	return nil
}

// fill adds the dumps to the dossier, and commits what was put, also after an interruption.
func (a *app) fill(ctx context.Context, d *dossier.Dossier, paths []string, in *input) (*intake, error) {
	t, err := a.put(ctx, d, paths, in)
	if written := d.Flush(); written != nil {
		err = written
	}
	if errors.Is(err, dossier.ErrWrite) {
		return t, fmt.Errorf("%s: %w; what was written before is whole, and the same command goes on from there", a.flags.dossier, err)
	}
	if ctx.Err() != nil {
		return t, interruptedError{fmt.Errorf("interrupted; what was read until now is kept in %s: the same command goes on from there", a.flags.dossier)}
	}
	return t, err
}

// put keeps the case, then scans the dumps into the dossier.
func (a *app) put(ctx context.Context, d *dossier.Dossier, paths []string, in *input) (*intake, error) {
	before, err := d.Info()
	if err != nil {
		return nil, err
	}
	t := newIntake(d, before)
	if t.caseState, err = a.keepCase(in.files); err != nil {
		return t, outputError{err}
	}
	bar := a.progress("reading")
	defer bar.done()
	in.opt.Progress = bar.bytes
	return t, ingest.Scan(ctx, paths, in.opt, t)
}

// afterIngest turns what was lost on the way into the command's error.
func (a *app) afterIngest(words *lang.Lang, t *intake) error {
	sum := t.sum()
	many, err := a.flags.tooManyRejects(sum)
	if err != nil {
		return err
	}
	if many {
		return rejectsError{errors.New(words.T("ended.rejected_intake", words.Int(sum.Rejected), words.Int(sum.Seen), a.flags.maxRejects))}
	}
	for _, x := range t.sealed() {
		if x.sealed.Source.Damage != "" {
			return rejectsError{errors.New(words.T("ended.damaged_intake", sourceName(&x.sealed.Source), words.Damage(x.sealed.Source.Damage)))}
		}
	}
	return nil
}

// ingestJSON is what ingest prints for machines.
type ingestJSON struct {
	Schema  int            `json:"schema"`
	Tool    string         `json:"tool"`
	Dossier string         `json:"dossier"`
	Files   []sourceJSON   `json:"files"`
	States  map[string]int `json:"states"`  // how many files are new, known, copy, changed
	Records recordsJSON    `json:"records"` // in the files
	Fresh   recordsJSON    `json:"fresh"`   // of them, those that the dossier did not have
}

func (a *app) tellIngest(l *lang.Lang, t *intake) error {
	files, states := t.sealed(), map[string]int{}
	for _, x := range files {
		states[x.state]++
	}
	sum, fresh := t.sum(), t.freshSum()
	if a.flags.json {
		out := ingestJSON{report.Schema, "adentro " + Version, a.flags.dossier, []sourceJSON{}, states, newRecordsJSON(sum), newRecordsJSON(fresh)}
		for _, x := range files {
			j := newSourceJSON(&x.sealed.Source, l)
			j.State = x.state
			out.Files = append(out.Files, j)
		}
		return a.printJSON(out)
	}
	if a.flags.quiet {
		return nil
	}
	s := &report.Screen{Color: isTerminal(a.out)}
	s.Title(l.T("ingested.title", a.flags.dossier))
	var parts []string
	for _, state := range []string{stateNew, stateKnown, stateCopy, stateChanged} {
		if n := states[state]; n > 0 {
			parts = append(parts, l.Count("ingested."+state, int64(n)))
		}
	}
	s.Item(l.T("ingested.files", l.Count("count.files", int64(len(files))), l.And(parts)))
	s.Item(l.T("ingested.records", l.Count("count.records", sum.Seen), l.Int(sum.Accepted), l.Int(sum.Rejected), l.Int(sum.Ignored)))
	switch {
	case fresh.Seen == 0 && states[stateNew]+states[stateChanged] == 0:
		s.Item(l.Raw("ingested.nothing_new"))
	case fresh.Seen == sum.Seen:
		s.Item(l.Raw("ingested.all_fresh"))
	default:
		s.Item(l.T("ingested.fresh", l.Int(fresh.Seen)))
	}
	if sum.Accepted > 0 {
		s.Item(l.Raw("ingested.repeats"))
	}
	tellIntake(s, l, files)
	if t.caseState != "" {
		s.Item(l.T("ingested."+t.caseState, caseName))
	}
	_, err := fmt.Fprintf(a.out, "%s\n%s\n%s\n", s, printable(l.T("ingested.next", quoted(a.flags.dossier))), printable(l.T("ingested.next_run", quoted(a.flags.dossier))))
	return err
}

// tellIntake says what a person should know of the files that were read.
func tellIntake(s *report.Screen, l *lang.Lang, files []taken) {
	const most = 10
	var damaged []*adentro.Source
	foreign, unowned, guessed := 0, 0, 0
	for i := range files {
		x := &files[i].sealed.Source
		switch {
		case x.Damage != "":
			damaged = append(damaged, x)
		case x.Foreign():
			foreign++
		}
		if hasNote(x, "owner_unknown") {
			unowned++
		}
		if hasNote(x, "owner_guessed") || hasNote(x, "kind_guessed") {
			guessed++
		}
	}
	count := func(n int) string { return l.Count("count.files", int64(n)) }
	for _, x := range []struct {
		key string
		n   int
	}{{"ingested.unowned", unowned}, {"ingested.guessed", guessed}, {"ingested.foreign", foreign}} {
		if x.n > 0 {
			s.Warn(l.T(x.key, count(x.n)))
		}
	}
	for _, x := range damaged[:min(len(damaged), most)] {
		s.Warn(l.T("ingested.damaged", sourceName(x), l.Damage(x.Damage)))
	}
	if left := len(damaged) - most; left > 0 {
		s.Warn(l.T("ingested.more_damaged", l.Int(int64(left))))
	}
}
