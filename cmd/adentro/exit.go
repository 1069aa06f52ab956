package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
	"github.com/spf13/cobra"
)

// The exit codes, which scripts may rely on.
const (
	exitDone        = 0
	exitUsage       = 2 // wrong flags or a wrong case file
	exitRejects     = 3 // done, but too many rejects or a damaged file
	exitInput       = 4 // nothing readable
	exitOutput      = 5 // cannot write
	exitBug         = 9
	exitInterrupted = 130
)

// errSaid ends a command whose message has been printed.
var errSaid = errors.New("said")

// A usageError is the caller's: flags, arguments, the case file.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// An outputError says that the result could not be written.
type outputError struct{ error }

func (e outputError) Unwrap() error { return e.error }

// A rejectsError says that the work is done but too much was lost on the way.
type rejectsError struct{ error }

func (e rejectsError) Unwrap() error { return e.error }

// exitCode returns the code of an error; what nobody classed is the caller's
// use of cobra: unknown commands and wrong numbers of arguments.
func exitCode(err error) int {
	var (
		usage   usageError
		output  outputError
		rejects rejectsError
		bug     bugError
	)
	switch {
	case errors.As(err, &rejects):
		return exitRejects
	case errors.As(err, &output):
		return exitOutput
	case errors.Is(err, ingest.ErrNoInput):
		return exitInput
	case errors.As(err, &bug):
		return exitBug
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitUsage
}

// A bugError is an invariant of ours that does not hold.
type bugError struct{ error }

func (e bugError) Unwrap() error { return e.error }

// printable makes any message safe for a terminal and one line long.
func printable(s string) string { return safe.Terminal(strings.ReplaceAll(s, "\n", " ")) }

// atLeastOne is cobra.MinimumNArgs(1) with a sentence that helps.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{fmt.Errorf("%s needs %s; see `%s --help`", cmd.Name(), what, cmd.CommandPath())}
		}
		return nil
	}
}
