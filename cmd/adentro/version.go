package main

import (
	"fmt"

	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/spf13/cobra"
)

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version of adentro and of its summary.json",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "adentro %s, summary.json schema %d\n", Version, report.Schema)
			return err
		},
	}
}
