package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/spf13/cobra"
)

func caseCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "case",
		Short: "the cases that ship; a case of one's own",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(caseListCommand(a), caseInitCommand(a), caseReviewCommand(a))
	return cmd
}

func caseListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "name the cases that ship",
		Example: `  adentro case list`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, name := range casefile.Shipped() {
				c, err := casefile.Ship(name)
				if err != nil {
					return bugError{err}
				}
				if _, err := fmt.Fprintf(a.out, "%-20s %s\n", name, c.Title); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func caseInitCommand(a *app) *cobra.Command {
	var out string
	var whole bool
	cmd := &cobra.Command{
		Use:   "init NAME",
		Short: "write a case.toml to start from",
		Long: `init writes a case file that builds on a case that ships; put it in the folder
of the dumps and fill in the seeds. With --whole it writes all the rules of the case
that ships, to be changed at will.`,
		Example: `  adentro case init barrio-adentro -o dumps/case.toml
  adentro case init barrio-adentro --whole -o -`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("say which case that ships to build on: %s", strings.Join(casefile.Shipped(), ", "))}
			}
			name := args[0]
			if !slices.Contains(casefile.Shipped(), name) {
				return usageError{fmt.Errorf("no case is called %q; these ship: %s", name, strings.Join(casefile.Shipped(), ", "))}
			}
			text := casefile.Template(name)
			if whole {
				text = casefile.Text(name)
			}
			return a.writeNew(out, text)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "case.toml", "file to write, - for standard output")
	cmd.Flags().BoolVar(&whole, "whole", false, "write all the rules of the case")
	return cmd
}

// writeNew writes a file that must not exist yet, or standard output.
func (a *app) writeNew(path string, text []byte) error {
	if path == "-" {
		_, err := a.out.Write(text)
		return err
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return outputError{fmt.Errorf("will not overwrite %s", path)}
	}
	if err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	_, err = fmt.Fprintf(a.out, "→ %s\n", printable(path))
	return err
}
