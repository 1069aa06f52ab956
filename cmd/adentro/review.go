package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
	"github.com/spf13/cobra"
)

// reviewing are the flags of case review.
type reviewing struct {
	out       string
	sheets    []string
	overrides string
}

func caseReviewCommand(a *app) *cobra.Command {
	var x reviewing
	cmd := &cobra.Command{
		Use:   "review DUMPS…|-d DOSSIER -o SHEET|--read SHEET",
		Short: "how good the rules of the classes are, judged by people on a sample",
		Long: `review draws, for every class, up to 100 accounts with it and 100 without it, those
that are only just left out first, and writes them as a sheet for a spreadsheet. Somebody
fills the column member: yes, no, or ? where it cannot be told; and signs in coder. A
second person may fill a copy of the sheet.

With --read it reads the sheets back, and prints for every class how many of its accounts
have it rightly (precision), how many of those that should have it do (recall, every
part of the sample weighted by its size), both with 95 % intervals, and how far two
people agree (κ). With --overrides it also writes the answers that the rules do not give as a
table of corrections, for "overrides" of a class in the case file. A case file that says
reviewed = "SHEET" of a class puts the figures into the report.`,
		Example: `  adentro case review testdata/barrio-adentro -o sample.csv
  adentro case review testdata/barrio-adentro --read sample.csv`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.review(cmd.Context(), args, x) },
	}
	a.flags.reading(cmd)
	a.flags.fromDossier(cmd)
	s := cmd.Flags()
	s.StringVarP(&x.out, "out", "o", "", "sheet to write, - for standard output")
	s.StringSliceVar(&x.sheets, "read", nil, "sheets that were filled, with commas between them")
	s.StringVar(&x.overrides, "overrides", "", "file to write the corrections to, with --read")
	return cmd
}

func (a *app) review(ctx context.Context, args []string, x reviewing) error {
	switch {
	case x.out == "" && len(x.sheets) == 0:
		return usageError{errors.New("say where to write the sheet with -o, or which sheets to read with --read")}
	case x.out != "" && len(x.sheets) > 0:
		return usageError{errors.New("say either -o, to draw a sample, or --read; not both")}
	case x.overrides != "" && len(x.sheets) == 0:
		return usageError{errors.New("--overrides needs the sheets that were filled: name them with --read")}
	}
	exclude, err := absolutes(append([]string{x.out, x.overrides}, x.sheets...))
	if err != nil {
		return err
	}
	l, err := a.load(ctx, args, exclude...)
	if err != nil {
		return err
	}
	if len(l.kase.Classes) == 0 {
		return usageError{errors.New("the case defines no classes: name one with --case")}
	}
	in := &analysis.Input{Snap: l.snap, Case: l.kase, Seed: a.flags.seed, Workers: a.flags.workers}
	res, err := analysis.Run(ctx, in, "classes")
	if err != nil {
		return err
	}
	m := &report.Model{Snap: l.snap, Case: l.kase, Results: res, Lang: l.lang, Version: Version, Seed: a.flags.seed}
	if x.out != "" {
		err = a.writeSample(m, analysis.DrawSample(in, res), x.out)
	} else {
		err = a.readSample(m, x)
	}
	if err != nil {
		return err
	}
	return a.afterwards(l)
}

// writeSample writes the sheet, and says what to do with it.
func (a *app) writeSample(m *report.Model, sample []analysis.Sampled, out string) error {
	var b bytes.Buffer
	if err := report.ReviewSheet(&b, m, sample); err != nil {
		return bugError{err}
	}
	if err := a.writeNew(out, b.Bytes()); err != nil || out == "-" || a.flags.quiet {
		return err
	}
	words, err := lang.Load(m.Lang)
	if err != nil {
		return bugError{err}
	}
	_, err = fmt.Fprintln(a.out, printable(words.T("review.next", quoted(out))))
	return err
}

// readSample prints what the filled sheets say.
func (a *app) readSample(m *report.Model, x reviewing) error {
	coded, err := casefile.Reviewed(m.Case, x.sheets...)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return usageError{fmt.Errorf("--read: %w", err)}
		}
		return usageError{err}
	}
	reviews := analysis.Reviews(m.Snap, m.Case, m.Results.Classes, coded)
	t := &report.Screen{Color: isTerminal(a.out)}
	if err := report.TerminalReview(t, m, reviews); err != nil {
		return bugError{err}
	}
	if _, err := fmt.Fprint(a.out, t); err != nil || x.overrides == "" {
		return err
	}
	var b bytes.Buffer
	if err := report.Corrections(&b, m, reviews); err != nil {
		return bugError{err}
	}
	return a.writeNew(x.overrides, b.Bytes())
}

// absolutes returns the absolute forms of paths, without those that name no file.
func absolutes(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		if p == "" || p == "-" {
			continue
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, outputError{err}
		}
		out = append(out, abs)
	}
	return out, nil
}
