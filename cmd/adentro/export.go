package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/graph/community"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/spf13/cobra"
)

// exporting are the flags of export.
type exporting struct {
	as, network, out string
	sizeBy, colorBy  string
	selfLinks        bool
	retweetMentions  string // none, wrapper or original
	minComponent     int
}

func exportCommand(a *app) *cobra.Command {
	var e exporting
	cmd := &cobra.Command{
		Use:   "export DUMPS…|-d DOSSIER --as FORMAT --network NETWORK",
		Short: "one network, for Gephi, Graphviz, a spreadsheet or print",
		Long: `export writes one network of the dumps. An edge runs from the account that acts
to the one acted upon: follower to followed, retweeter to author; its weight is
the number of acts. Accounts without an edge are left out.
As svg, png or pdf it is drawn: the part worth drawing, and what it leaves out.

The mentions inside a retweet are the author's words; they count for nobody
unless --retweet-mentions credits them to the retweeter: those that the retweet's
own cut text shows (wrapper), or those of the original message (original). Acts
upon oneself count only with --self-links.`,
		Example: `  adentro export testdata/barrio-adentro --as gexf --network follows -o network.gexf
  adentro export testdata/barrio-adentro/hashtag --as edges --network interactions --self-links
  adentro export testdata/barrio-adentro --as svg --network retweets --size pagerank -o retweets.svg`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.export(cmd.Context(), args, e)
		},
	}
	a.flags.reading(cmd)
	a.flags.fromDossier(cmd)
	s := cmd.Flags()
	s.StringVar(&e.as, "as", "gexf", "format: "+strings.Join(report.NetworkFormats(), ", "))
	s.StringVar(&e.network, "network", string(graph.Follows), "network: "+strings.Join(networks(), ", "))
	s.StringVar(&e.sizeBy, "size", analysis.Sizes()[0], "score that sizes the accounts of a picture: "+strings.Join(analysis.Sizes(), ", "))
	s.StringVar(&e.colorBy, "color", "class", "what colours and signs of a picture tell apart: class, or community")
	s.BoolVar(&e.selfLinks, "self-links", false, "count acts upon oneself")
	s.StringVar(&e.retweetMentions, "retweet-mentions", "none", "mentions inside retweets to credit to the retweeter: none, wrapper or original")
	s.IntVar(&e.minComponent, "min-component", 1, "leave out weak components of fewer accounts")
	s.StringVarP(&e.out, "out", "o", "-", "file to write, - for standard output")
	return cmd
}

func networks() []string {
	var names []string
	for _, k := range graph.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func (a *app) export(ctx context.Context, paths []string, e exporting) error {
	if !slices.Contains(report.NetworkFormats(), e.as) {
		return usageError{fmt.Errorf("--as %q: choose one of %s", e.as, strings.Join(report.NetworkFormats(), ", "))}
	}
	if !slices.Contains(networks(), e.network) {
		return usageError{fmt.Errorf("--network %q: choose one of %s", e.network, strings.Join(networks(), ", "))}
	}
	if !slices.Contains(analysis.Sizes(), e.sizeBy) {
		return usageError{fmt.Errorf("--size %q: choose one of %s", e.sizeBy, strings.Join(analysis.Sizes(), ", "))}
	}
	if e.colorBy != "class" && e.colorBy != "community" {
		return usageError{fmt.Errorf("--color %q: choose class or community", e.colorBy)}
	}
	if e.minComponent < 0 {
		return usageError{fmt.Errorf("--min-component %d: a number of accounts cannot be negative", e.minComponent)}
	}
	build := graph.BuildOptions{SelfLinks: e.selfLinks}
	switch e.retweetMentions {
	case "none":
	case string(graph.WrapperMentions), string(graph.OriginalMentions):
		build.RetweetMentions = graph.MentionSource(e.retweetMentions)
	default:
		return usageError{fmt.Errorf("--retweet-mentions %q: choose none, wrapper or original", e.retweetMentions)}
	}
	l, err := a.load(ctx, paths)
	if err != nil {
		return err
	}
	g, err := graph.Build(l.snap, graph.Kind(e.network), build)
	if err != nil {
		return bugError{err}
	}
	if e.minComponent > 1 {
		if g, err = keepComponents(ctx, g, e.minComponent, a.flags.workers); err != nil {
			return bugError{err}
		}
	}
	only := []string{"classes", "locations"}
	if report.IsPicture(e.as) {
		if g.M() == 0 {
			return usageError{fmt.Errorf("--network %s: these data hold no such link, so there is nothing to draw", e.network)}
		}
		only = append(only, "drawing")
	}
	res, err := analysis.Run(ctx, &analysis.Input{Snap: l.snap, Case: l.kase, Follows: g, SizeBy: e.sizeBy, ByGroup: e.colorBy == "community", Seed: a.flags.seed, Workers: a.flags.workers}, only...)
	if err != nil {
		return err
	}
	m := &report.Model{Snap: l.snap, Case: l.kase, Results: res, Lang: l.lang, Version: Version}
	if err := a.write(e.out, func(w io.Writer) error { return report.Export(w, m, g, e.network, e.as) }); err != nil {
		return err
	}
	return a.afterwards(l)
}

// keepComponents drops the edges of weak components of fewer than least nodes.
func keepComponents(ctx context.Context, g *graph.Graph, least, workers int) (*graph.Graph, error) {
	d, err := community.WeakComponents(ctx, g, community.ComponentsOptions{Workers: workers})
	if err != nil {
		return nil, err
	}
	edges := slices.DeleteFunc(g.AllEdges(), func(e graph.Edge) bool { return d.Sizes[d.Group[e.From]] < least })
	return graph.New(g.N(), edges, g.Weighted())
}

// write fills a file through a temporary one beside it, or standard output.
func (a *app) write(path string, fill func(io.Writer) error) error {
	if path == "-" {
		if err := pour(a.out, fill); err != nil {
			return outputError{err}
		}
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return writeInto(path, fill) // a pipe or a device is not ours to replace
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".adentro-")
	if err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	defer os.Remove(f.Name()) // gone already when the rename succeeded
	err = pour(f, fill)
	for _, step := range []func() error{f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	return nil
}

// writeInto fills what stands at path and is no regular file.
func writeInto(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	if err := errors.Join(pour(f, fill), f.Close()); err != nil {
		return outputError{fmt.Errorf("cannot write %s: %w", path, reason(err))}
	}
	return nil
}

// pour fills w through a buffer.
func pour(w io.Writer, fill func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := fill(b); err != nil {
		return err
	}
	return b.Flush()
}
