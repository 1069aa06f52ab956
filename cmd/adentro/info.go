package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/spf13/cobra"
)

func infoCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "info DOSSIER",
		Short: "what a dossier holds",
		Args:  oneDossier(a),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.info() },
	}
	a.flags.fromDossier(cmd)
	cmd.Flags().StringVar(&a.flags.lang, "lang", "", "language: es or en (default: the case's, else es)")
	cmd.Flags().BoolVar(&a.flags.json, "json", false, "print it as JSON")
	return cmd
}

func verifyCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify DOSSIER",
		Short: "read every byte of a dossier and compare it with its checksums",
		Args:  oneDossier(a),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.verify(cmd) },
	}
	a.flags.fromDossier(cmd)
	return cmd
}

// oneDossier takes the dossier from the only argument or from -d.
func oneDossier(a *app) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && a.flags.dossier == "" {
			a.flags.dossier = args[0]
		} else if len(args) != 0 || a.flags.dossier == "" {
			return usageError{fmt.Errorf("%s needs one dossier; see `%s --help`", cmd.Name(), cmd.CommandPath())}
		}
		return nil
	}
}

func (a *app) info() error {
	d, err := dossier.Open(a.flags.dossier, dossier.Read, dossier.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	i, err := d.Info()
	if err != nil {
		return err
	}
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	return e.Encode(i)
}

func (a *app) verify(cmd *cobra.Command) error {
	d, err := dossier.Open(a.flags.dossier, dossier.Read, dossier.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	c, err := d.Verify(cmd.Context())
	if err != nil {
		return err
	}
	for _, p := range c.Problems {
		if _, err := fmt.Fprintf(a.out, "%s: %s\n", printable(p.File), printable(p.What)); err != nil {
			return err
		}
	}
	if c.Damaged() {
		return fmt.Errorf("%w: %d of its files are not as they were written; ingest the dumps again into a new dossier", dossier.ErrDamaged, len(c.Problems))
	}
	_, err = fmt.Fprintf(a.out, "%d files, %d rows: all as they were written\n", c.Files, c.Rows)
	return err
}

var _ = errors.New
