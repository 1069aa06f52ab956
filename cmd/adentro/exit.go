package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
	"github.com/spf13/cobra"
)

// The exit codes, which scripts may rely on.
const (
	exitDone        = 0
	exitUsage       = 2
	exitRejects     = 3
	exitInput       = 4
	exitOutput      = 5
	exitLocked      = 6
	exitMemory      = 7
	exitBug         = 9
	exitInterrupted = 130
)

// exitCodes says in one line what each code means, for help and README.
func exitCodes() string {
	var parts []string
	for _, e := range []struct {
		code int
		when string
	}{
		{exitDone, "done"},
		{exitUsage, "usage or case file"},
		{exitRejects, "done, but rejects above --max-rejects or a damaged file"},
		{exitInput, "nothing readable, or a damaged dossier"},
		{exitOutput, "cannot write"},
		{exitLocked, "another process writes to the dossier"},
		{exitMemory, "--memory is too small"},
		{exitBug, "a bug of adentro"},
		{exitInterrupted, "interrupted"},
	} {
		parts = append(parts, fmt.Sprintf("%d %s", e.code, e.when))
	}
	return strings.Join(parts, " · ")
}

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

// A memoryError says that the work does not fit into --memory.
type memoryError struct{ error }

func (e memoryError) Unwrap() error { return e.error }

// An interruptedError says what became of work that was broken off.
type interruptedError struct{ error }

// exitCode returns the code of an error; what nobody classed is a wrong use
// of the command line: by usageError, or by cobra's own errors for unknown commands and
// wrong numbers of arguments.
func exitCode(err error) int {
	var (
		output  outputError
		rejects rejectsError
		memory  memoryError
		bug     bugError
	)
	switch {
	case errors.As(err, &rejects):
		return exitRejects
	case errors.Is(err, dossier.ErrLocked):
		return exitLocked
	case errors.As(err, &memory):
		return exitMemory
	case errors.As(err, &output), errors.Is(err, dossier.ErrWrite):
		return exitOutput
	case errors.Is(err, ingest.ErrNoInput), errors.Is(err, dossier.ErrDamaged), errors.Is(err, dossier.ErrNotDossier), errors.Is(err, dossier.ErrNewer):
		return exitInput
	case errors.As(err, &bug):
		return exitBug
	}
	return exitUsage
}

// A bugError is an invariant of ours that does not hold.
type bugError struct{ error }

func (e bugError) Unwrap() error { return e.error }

// plainFlag says what a flag takes in place of what strconv says.
func plainFlag(err error) error {
	var n *strconv.NumError
	if !errors.As(err, &n) {
		return err
	}
	takes := "a number"
	switch n.Func {
	case "ParseBool":
		takes = "true or false"
	case "ParseInt":
		takes = "a whole number"
	case "ParseUint":
		takes = "a whole number from 0 on"
	}
	if errors.Is(n.Err, strconv.ErrRange) {
		takes += ", a smaller one"
	}
	said, _, _ := strings.Cut(err.Error(), ": strconv.")
	return fmt.Errorf("%s: it takes %s", said, takes)
}

// An output is standard output; an error to write there is the command's.
type output struct{ io.Writer }

func (o output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = outputError{fmt.Errorf("cannot write to standard output: %w", reason(err))}
	}
	return n, err
}

// printable makes any message safe for a terminal and one line long.
func printable(s string) string { return safe.Terminal(strings.ReplaceAll(s, "\n", " ")) }

// quoted returns a path as a person types it into a shell.
func quoted(path string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("./_-+=@:,~", r)
	}
	if path != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// atLeastOne is cobra.MinimumNArgs(1) with a sentence that helps.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{fmt.Errorf("%s needs %s; see `%s --help`", cmd.Name(), what, cmd.CommandPath())}
		}
		return nil
	}
}
