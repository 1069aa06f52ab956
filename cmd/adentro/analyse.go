package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
	"github.com/spf13/cobra"
)

// analysing are the flags of analyse.
type analysing struct {
	only     []string
	out      string
	weighted bool
}

// undirected is the value of --direction that only analyse has.
const undirected = "undirected"

func analyseCommand(a *app) *cobra.Command {
	var x analysing
	cmd := &cobra.Command{
		Use:   "analyse EDGES --direction DIRECTION|DUMPS…|-d DOSSIER",
		Short: "scores of every node of a network: an edge list of any origin, or who follows whom",
		Long: `analyse computes what graph theory says of every node, and writes one row a node
under its own id.

With --direction, the argument is an edge list: rows of two ids, numbers or words,
between tabs, commas, semicolons or spaces, perhaps compressed, or a Parquet file. An
edge runs from who follows to who is followed. An edge list does not say which column
that is, and those that are published differ, so that --direction must. Rows that stand
twice are one edge, of the sum of their weights with --weighted.
Without --direction, the dumps are read as by the other commands, and the network is
that of the follows.

Measures:
` + measureHelp(),
		Example: `  adentro analyse testdata/edges/reales.tsv --direction left-follows-right --only pagerank,betweenness -o scores.csv
  adentro analyse testdata/barrio-adentro --only in_degree,community --json -o scores.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.analyseNetwork(cmd.Context(), args, x)
		},
	}
	a.flags.reading(cmd)
	a.flags.fromDossier(cmd)
	s := cmd.Flags()
	s.Lookup("direction").Usage = "what a row of the edge list means: left-follows-right, right-follows-left, or undirected"
	s.StringSliceVar(&x.only, "only", nil, "measures, with commas between them (default: all)")
	s.BoolVar(&x.weighted, "weighted", false, "read the weights of an edge list: the column of that name, else the third")
	s.StringVarP(&x.out, "out", "o", "-", "file to write, - for standard output")
	s.BoolVar(&a.flags.json, "json", false, "print the figures of the network as JSON")
	return cmd
}

// measureHelp lists the measures as help shows them.
func measureHelp() string {
	var b strings.Builder
	for _, m := range analysis.Measures() {
		fmt.Fprintf(&b, "  %-13s %s\n", m.Name, m.Help)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// A measured network is what analyse works on.
type measured struct {
	graph     *graph.Graph
	name      func(u int32) string
	direction string // "" where the dumps say it
	rows      adentro.Records
	rejects   []adentro.Reject
	end       func() error // what is told last: too many rejects, a damaged file
}

func (a *app) analyseNetwork(ctx context.Context, args []string, x analysing) error {
	if a.flags.json && x.out == "-" {
		return usageError{errors.New("--json prints to standard output: name a file for the scores with -o")}
	}
	if err := analysis.CheckMeasures(x.only); err != nil {
		return usageError{fmt.Errorf("--only: %w", err)}
	}
	read := a.followNetwork
	if a.isEdgeList(args) {
		read = a.edgeNetwork
	} else if x.weighted {
		return usageError{errors.New("--weighted is for an edge list: say its --direction")}
	}
	n, err := read(ctx, args, x)
	if err != nil {
		return err
	}
	bar := a.progress("computing")
	res, err := analysis.MeasureAll(ctx, &analysis.MeasureInput{
		Graph: n.graph, Undirected: n.direction == undirected, Seed: a.flags.seed, Workers: a.flags.workers, Progress: bar.steps,
	}, x.only...)
	bar.done()
	if err != nil {
		return err
	}
	err = a.write(x.out, func(w io.Writer) error { return report.Scores(w, n.graph.N(), n.name, res.Columns) })
	if err != nil {
		return err
	}
	if err := a.tellMeasured(n, res, x.out); err != nil {
		return err
	}
	return n.end()
}

// isEdgeList reports whether the only argument is to be read as an edge list.
func (a *app) isEdgeList(args []string) bool {
	if a.flags.direction == "" || a.flags.dossier != "" || len(args) != 1 {
		return false
	}
	info, err := os.Stat(args[0])
	return err != nil || !info.IsDir()
}

// edgeNetwork reads an edge list.
func (a *app) edgeNetwork(ctx context.Context, args []string, x analysing) (*measured, error) {
	direction := a.flags.direction
	if direction == undirected {
		a.flags.direction = ""
	}
	_, err := a.flags.options()
	a.flags.direction = direction
	if err != nil {
		return nil, usageError{fmt.Errorf("%w, or undirected", err)}
	}
	bar := a.progress("reading")
	defer bar.done()
	l, err := readEdges(ctx, args[0], ingest.EdgeListOptions{
		Undirected: direction == undirected, Weighted: x.weighted, Workers: a.flags.workers, Stdin: a.in, Progress: bar.bytes,
	})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	g, err := edgeGraph(ctx, l, a.flags.workers)
	if err != nil {
		return nil, err
	}
	if direction == "right-follows-left" {
		g = g.Reverse()
	}
	return &measured{g, l.Name, direction, l.Records, l.Rejects, func() error { return a.afterEdges(args[0], l) }}, nil
}

// edgeGraph makes the graph of an edge list.
func edgeGraph(ctx context.Context, l *ingest.EdgeList, workers int) (*graph.Graph, error) {
	opt := graph.PartsOptions{Weighted: l.Weighted, Workers: workers}
	if from, to, ok := l.TakeEnds(); ok {
		return graph.FromEnds(ctx, l.Nodes, from, to, opt)
	}
	var parts []graph.Part
	for _, p := range l.Parts {
		parts = append(parts, graph.Part(p))
	}
	return graph.FromParts(ctx, l.Nodes, parts, opt)
}

// readEdges reads an edge list in Parquet or in text.
func readEdges(ctx context.Context, path string, opt ingest.EdgeListOptions) (*ingest.EdgeList, error) {
	if path == "-" || !dossier.IsParquet(path) {
		return ingest.ReadEdgeList(ctx, path, opt)
	}
	s, err := dossier.OpenEdges(path, opt.Weighted)
	if err != nil {
		return nil, err
	}
	return ingest.NumberEdges(ctx, s, opt)
}

// afterEdges is afterwards for an edge list.
func (a *app) afterEdges(path string, l *ingest.EdgeList) error {
	const most = 10
	for i, r := range l.Rejects {
		if i < most && !a.flags.quiet {
			fmt.Fprintf(a.errOut, "%s:%d: %s\n", printable(path), r.Line, printable(r.Detail))
		}
	}
	many, err := a.flags.tooManyRejects(l.Records)
	switch {
	case err != nil:
		return err
	case many:
		return rejectsError{fmt.Errorf("done, but %d of %d rows were rejected, more than --max-rejects %s; the first is in line %d: %s", l.Records.Rejected, l.Records.Seen, a.flags.maxRejects, l.Rejects[0].Line, l.Rejects[0].Detail)}
	case l.Damage != "":
		return rejectsError{fmt.Errorf("done, but %s is damaged: %s; what could be read of it was used", path, l.Damage)}
	}
	return nil
}

// followNetwork reads dumps or a dossier.
func (a *app) followNetwork(ctx context.Context, args []string, _ analysing) (*measured, error) {
	l, err := a.load(ctx, args)
	if err != nil {
		return nil, err
	}
	all, err := graph.Build(l.snap, graph.Follows, graph.BuildOptions{})
	if err != nil {
		return nil, bugError{err}
	}
	if all.M() == 0 {
		if err := unstated(l.snap); err != nil {
			return nil, err
		}
	}
	nodes := graph.Linked(all)
	name := func(u int32) string { return l.snap.Accounts[nodes[u]].Key.String() }
	return &measured{graph.Induce(all, nodes), name, "", l.snap.Records(), nil, func() error { return a.afterwards(l) }}, nil
}

// unstated returns an error if a file is an edge list of which nobody said what its rows mean.
func unstated(s *adentro.Snapshot) error {
	for i := range s.Sources {
		for _, n := range s.Sources[i].Warnings {
			if n.Code == "direction_unknown" {
				return usageError{fmt.Errorf("%s is an edge list, which does not say who follows whom: say --direction left-follows-right, right-follows-left or undirected", sourceName(&s.Sources[i]))}
			}
		}
	}
	return nil
}

// measuredJSON is what analyse prints for machines.
type measuredJSON struct {
	Schema    int          `json:"schema"`
	Tool      string       `json:"tool"`
	Direction string       `json:"direction"` // "" where the dumps say it
	Weighted  bool         `json:"weighted"`
	Columns   []string     `json:"columns"`
	Facts     []factJSON   `json:"facts"`
	Records   recordsJSON  `json:"records"`
	Rejects   []rejectJSON `json:"rejects"` // the first of an edge list
	Warnings  []noteJSON   `json:"warnings"`
}

type factJSON struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Of    string  `json:"of"` // "" if it is a share of nothing
	N     int64   `json:"n"`
}

// tellMeasured prints the figures of the network.
func (a *app) tellMeasured(n *measured, res *analysis.Result, out string) error {
	l, err := a.words()
	if err != nil {
		return err
	}
	if a.flags.json {
		j := measuredJSON{
			Schema: report.Schema, Tool: "adentro " + Version, Direction: n.direction, Weighted: n.graph.Weighted(), Columns: []string{}, Facts: []factJSON{},
			Records: newRecordsJSON(n.rows), Rejects: []rejectJSON{}, Warnings: notesJSON(res.Warnings, l),
		}
		for _, c := range res.Columns {
			j.Columns = append(j.Columns, c.Name)
		}
		for _, f := range res.Facts {
			j.Facts = append(j.Facts, factJSON{f.Name, f.Value, f.Unit, f.Of, f.N})
		}
		for _, r := range n.rejects {
			j.Rejects = append(j.Rejects, rejectJSON{r.Offset, r.Line, r.Reason, r.Detail})
		}
		return a.printJSON(j)
	}
	if a.flags.quiet {
		return nil
	}
	w := a.out
	if out == "-" {
		w = a.errOut // standard output has the table
	}
	_, err = io.WriteString(w, a.measuredText(l, res, isTerminal(w)))
	return err
}

// measuredText is what analyse prints for people.
func (a *app) measuredText(l *lang.Lang, res *analysis.Result, color bool) string {
	t := &report.Screen{Color: color}
	for _, f := range res.Facts {
		show := l.Number
		if f.Unit == "share" {
			show = l.Percent
		}
		t.Item(l.Word("fact."+f.Name, f.Name) + ": " + show(f.Value))
	}
	for _, n := range res.Warnings {
		t.Warn(report.Sentence(l.Code(), n))
	}
	return t.String()
}
