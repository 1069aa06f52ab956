package main

import (
	"context"
	"fmt"
	"io"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/spf13/cobra"
)

func diffCommand(a *app) *cobra.Command {
	var dossiers []string
	var out string
	cmd := &cobra.Command{
		Use:   "diff BEFORE AFTER|-d DOSSIER -d DOSSIER",
		Short: "what changed between two captures: accounts, statuses, bios, follows",
		Long: `diff compares two captures of the same accounts, each a dossier, a folder or a file of
dumps, the older one first: accounts that only one of them knows, handles that changed or
went to another account, statuses, names, bios, declared locations, and follows that began
or ended. A follow counts as ended only if a complete list of the later capture would
show it, and as begun only if a complete list of the earlier one would; the others are
counted as unsettled.`,
		Example: `  adentro diff testdata/barrio-adentro/followers testdata/barrio-adentro -o changes.csv
  adentro diff -d dossier testdata/barrio-adentro --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.diff(cmd.Context(), append(dossiers, args...), out)
		},
	}
	a.flags.reading(cmd)
	s := cmd.Flags()
	s.StringArrayVarP(&dossiers, "dossier", "d", nil, "a dossier; give it twice, the older one first")
	s.StringVarP(&out, "out", "o", "", "write every change into this CSV, - for standard output")
	s.BoolVar(&a.flags.json, "json", false, "print the counts as JSON")
	return cmd
}

func (a *app) diff(ctx context.Context, captures []string, out string) error {
	if len(captures) != 2 {
		return usageError{fmt.Errorf("say two captures, the older one first, not %d; each is a dossier, or a folder or file of dumps", len(captures))}
	}
	var both [2]*loaded
	for i, path := range captures {
		var err error
		if a.flags.dossier = ""; isDossier(path) {
			a.flags.dossier = path
			both[i], err = a.load(ctx, nil)
		} else {
			both[i], err = a.load(ctx, []string{path})
		}
		if err != nil {
			return err
		}
	}
	d, err := analysis.Compare(ctx, both[0].snap, both[1].snap)
	if err != nil {
		return err
	}
	c := &report.Comparison{Before: both[0].snap, After: both[1].snap, Found: d, Lang: both[0].lang}
	if out != "" {
		if err := a.write(out, func(w io.Writer) error { return report.Changes(w, c) }); err != nil {
			return err
		}
	}
	words := a.errOut
	if out != "-" {
		words = a.out
	}
	switch {
	case a.flags.json:
		err = report.ChangesJSON(words, c)
	case !a.flags.quiet:
		err = report.ChangesText(words, c, isTerminal(words))
	}
	if err != nil {
		return outputError{err}
	}
	for _, l := range both {
		if err := a.afterwards(l); err != nil {
			return err
		}
	}
	return nil
}
