// Command adentro looks inside a propaganda network on Twitter/X: from dumps of
// accounts, follower lists and tweets to a report with its evidence.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
)

// Version is part of every output, so it is a constant and not a build stamp.
const Version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Stdin, os.Stdout, os.Stderr, os.Args[1:]))
}

// commands is the table of commands, in help order. Adding one is a new file
// and one line here.
func commands(a *app) []*cobra.Command {
	return []*cobra.Command{
		runCommand(a),
		ingestCommand(a),
		infoCommand(a),
		verifyCommand(a),
		exportCommand(a),
		analyseCommand(a),
		diffCommand(a),
		caseCommand(a),
		versionCommand(a),
	}
}

// app is what all commands share: the streams and the flags.
type app struct {
	in          io.Reader
	out, errOut io.Writer
	flags       flags
}

// run does the whole work of the program and returns its exit code.
func run(ctx context.Context, in io.Reader, out, errOut io.Writer, args []string) (code int) {
	a := &app{in: in, out: output{out}, errOut: errOut}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(errOut, "adentro: this is a bug of adentro, not of your data: %v; please report it with the command that you typed\n", r)
			if a.flags.verbose {
				fmt.Fprintf(errOut, "%s", debug.Stack())
			}
			code = exitBug
		}
	}()
	root := newRoot(a)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil {
		said := "interrupted"
		var i interruptedError
		if errors.As(err, &i) {
			said = i.Error()
		}
		fmt.Fprintf(errOut, "adentro: %s\n", printable(said))
		return exitInterrupted
	}
	if !errors.Is(err, errSaid) {
		fmt.Fprintf(errOut, "adentro: %s\n", printable(err.Error()))
	}
	return exitCode(err)
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "adentro",
		Short: "look inside a propaganda network on Twitter/X",
		Long: `adentro reads archived dumps of Twitter/X (accounts, follower and following
lists, the tweets of a hashtag) and writes a report that can be checked: who
follows whom, which accounts say that they belong to which institution, where
they say that they are, when they were created, who used a hashtag first.

Everything happens on this machine; nothing is sent anywhere.

Exit codes: ` + exitCodes() + ".",
		Example: `  adentro run testdata/barrio-adentro -o out
  adentro ingest testdata/barrio-adentro -d dossier
  adentro export -d dossier --as gexf --network follows -o network.gexf`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errOut)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see `%s --help`", plainFlag(err), cmd.CommandPath())}
	})
	cobra.EnableCommandSorting = false // help lists the table in its order
	root.AddCommand(commands(a)...)
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = "print the completion script of a shell"
		}
	}
	return root
}
