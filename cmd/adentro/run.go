package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/spf13/cobra"
)

func runCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "run [DUMPS…] [-d DOSSIER] -o OUT",
		Short: "everything, from dumps to the finished report",
		Long: `run reads the dumps, files or folders in any mixture of formats, and writes a
folder: index.html to read, figures, tables for spreadsheets, networks for Gephi
and Graphviz, summary.json for machines, ingest.csv with what became of each file.

With -d it is the report of all that the dossier holds; dumps that are named too are added to it
first, as ingest does: stopped half-way, even by a power cut, the same command goes on from there.

An existing OUT is replaced only if it is empty or holds an earlier report.`,
		Example: `  adentro run testdata/barrio-adentro -o out
  adentro run testdata/barrio-adentro/hashtag --lang en -o report
  adentro run testdata/barrio-adentro/hashtag -d dossier -o out`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.run(cmd.Context(), args, out)
		},
	}
	a.flags.reading(cmd)
	cmd.Flags().StringVarP(&a.flags.dossier, "dossier", "d", "", "read this dossier, after adding the dumps to it if there are any")
	cmd.Flags().StringVarP(&out, "out", "o", "", "folder to write (required)")
	cmd.Flags().BoolVar(&a.flags.json, "json", false, "print summary.json instead of the summary")
	return cmd
}

// run walks the whole way of the data.
func (a *app) run(ctx context.Context, paths []string, out string) error {
	if err := checkOut(out); err != nil {
		return err
	}
	exclude, err := filepath.Abs(out)
	if err != nil {
		return outputError{err}
	}
	load := a.load
	if a.flags.dossier != "" && len(paths) > 0 {
		load = a.add
	}
	l, err := load(ctx, paths, exclude)
	if err != nil {
		return err
	}
	m, err := a.analyse(ctx, l)
	if err != nil {
		return err
	}
	dir, err := newOut(out)
	if err != nil {
		return err
	}
	defer dir.discard()
	if err := report.Write(dir.temp, m); err != nil {
		return outputError{fmt.Errorf("cannot write the report: %w", err)}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := dir.commit(); err != nil {
		return err
	}
	if err := a.tell(m, out); err != nil {
		return err
	}
	return a.afterwards(l)
}

// analyse computes everything and gathers it for the report.
func (a *app) analyse(ctx context.Context, l *loaded) (*report.Model, error) {
	follows, err := graph.Build(l.snap, graph.Follows, graph.BuildOptions{})
	if err != nil {
		return nil, bugError{err}
	}
	bar := a.progress("computing")
	defer bar.done()
	res, err := analysis.Run(ctx, &analysis.Input{
		Snap: l.snap, Case: l.kase, Follows: follows, Seed: a.flags.seed, Workers: a.flags.workers, Progress: bar.steps,
	})
	if err != nil {
		return nil, err
	}
	return &report.Model{Snap: l.snap, Case: l.kase, Results: res, Lang: l.lang, Version: Version, Command: a.citation(l.lang), Seed: a.flags.seed, Workers: a.flags.workers}, nil
}

// citation is the command as a reader may repeat it: without the paths of
// this machine, with every option that changes the result.
func (a *app) citation(lang string) string {
	s := "adentro run DUMPS -o OUT --lang " + lang + " --seed " + strconv.FormatUint(a.flags.seed, 10)
	if a.flags.caseFile != "" {
		s += " --case CASE"
	}
	if a.flags.owner != "" {
		s += " --owner " + strconv.Quote(a.flags.owner)
	}
	if a.flags.kind != "" {
		s += " --kind " + a.flags.kind
	}
	if a.flags.direction != "" {
		s += " --direction " + a.flags.direction
	}
	if a.flags.mapFile != "" {
		s += " --map MAPPING"
	}
	if a.flags.maxRecord != defaultMaxRecord {
		s += " --max-record " + strconv.Quote(a.flags.maxRecord)
	}
	return s
}

// tell prints the summary of a finished run.
func (a *app) tell(m *report.Model, out string) error {
	if a.flags.json {
		b, err := os.ReadFile(filepath.Join(out, "summary.json"))
		if err != nil {
			return outputError{err}
		}
		_, err = a.out.Write(b)
		return err
	}
	if a.flags.quiet {
		return nil
	}
	if err := report.Terminal(a.out, m, isTerminal(a.out)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.out, "\n→ %s\n", printable(filepath.Join(out, "index.html")))
	return err
}
