package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
	"github.com/spf13/cobra"
)

func infoCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "info DOSSIER",
		Short: "what a dossier holds, and which questions its data allow",
		Long: `info reads a dossier and says on one page what is in it: files and records, accounts,
tweets, lists with their owners, the days from which they are, and question by question
whether the data allow an answer and what is missing where they do not.`,
		Example: `  adentro info dossier
  adentro info dossier --lang en --json`,
		Args: oneDossier(a),
		RunE: func(cmd *cobra.Command, args []string) error { return a.info(cmd.Context()) },
	}
	a.flags.ofDossier(cmd)
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

// infoJSON is what info prints for machines.
type infoJSON struct {
	Schema     int             `json:"schema"`
	Tool       string          `json:"tool"`
	Format     int             `json:"format"`
	Generation int64           `json:"generation"`
	Bytes      int64           `json:"bytes"`
	Chunks     int64           `json:"chunks"`
	Unused     int64           `json:"unused_chunks"`
	Runs       []runJSON       `json:"runs"`
	Data       json.RawMessage `json:"data"`
}

type runJSON struct {
	Run     int64  `json:"run"`
	Tool    string `json:"tool"`
	At      string `json:"at"` // "" where no clock was kept
	Sources int64  `json:"sources"`
}

func (a *app) info(ctx context.Context) error {
	d, err := a.openDossier()
	if err != nil {
		return err
	}
	i, err := d.Info()
	if err := d.Close(); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	l, err := a.load(ctx, nil)
	if err != nil {
		return err
	}
	res, err := analysis.Run(ctx, &analysis.Input{Snap: l.snap, Case: l.kase}, "capability")
	if err != nil {
		return err
	}
	m := &report.Model{Snap: l.snap, Case: l.kase, Results: res, Lang: l.lang, Version: Version}
	if a.flags.json {
		return a.infoJSON(i, m)
	}
	words, err := lang.Load(l.lang)
	if err != nil {
		return bugError{err}
	}
	t := &report.Screen{Color: isTerminal(a.out)}
	a.tellDossier(t, words, i, l.kase)
	if len(l.snap.Sources) > 0 {
		if err := report.TerminalData(t, m); err != nil {
			return bugError{err}
		}
		tellTroubles(t, words, l.snap)
	}
	if _, err := fmt.Fprint(a.out, t); err != nil || len(l.snap.Sources) == 0 {
		return err
	}
	_, err = fmt.Fprintf(a.out, "\n%s\n", printable(words.T("info.next", quoted(a.flags.dossier))))
	return err
}

func (a *app) infoJSON(i *dossier.Info, m *report.Model) error {
	data, err := report.DataJSON(m)
	if err != nil {
		return bugError{err}
	}
	out := infoJSON{
		Schema: report.Schema, Tool: "adentro " + Version, Format: i.Format, Generation: i.Generation, Bytes: i.Bytes, Chunks: i.Chunks, Unused: i.Unused,
		Runs: []runJSON{}, Data: data,
	}
	for _, r := range i.Runs {
		out.Runs = append(out.Runs, runJSON{r.Number, r.Tool, r.At, r.Sources})
	}
	return a.printJSON(out)
}

// printJSON writes v to standard output.
func (a *app) printJSON(v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return bugError{err}
	}
	_, err = a.out.Write(append(b, '\n'))
	return err
}

// tellDossier says what the folder is, before what is in it.
func (a *app) tellDossier(t *report.Screen, l *lang.Lang, i *dossier.Info, c *adentro.Case) {
	if c.Title != "" {
		t.Title(l.T("info.title_case", a.flags.dossier, c.Title))
	} else {
		t.Title(l.T("info.title", a.flags.dossier))
	}
	if c.Synthetic {
		t.Warn(l.Raw("synthetic.banner"))
	}
	if len(i.Sources) == 0 && i.Chunks == 0 {
		t.Item(l.T("info.empty", a.flags.dossier))
		return
	}
	key := "info.size"
	if i.Unused > 0 {
		key = "info.size_extra"
	}
	t.Item(l.T(key, l.Bytes(i.Bytes)))
	t.Item(l.T("info.runs", l.Count("count.times", int64(len(i.Runs)))))
	if n := len(i.Runs); n > 0 {
		if at, err := time.Parse(time.RFC3339, i.Runs[n-1].At); err == nil {
			t.Item(l.T("info.last", l.Date(at), i.Runs[n-1].Tool))
		}
	}
}

// tellTroubles names the files that need a person's attention, the first of each kind.
func tellTroubles(t *report.Screen, l *lang.Lang, s *adentro.Snapshot) {
	const most = 10
	sources := slices.SortedFunc(slices.Values(s.Sources), func(a, b adentro.Source) int { return strings.Compare(sourceName(&a), sourceName(&b)) })
	var damaged, rejected, foreign, unowned []string
	for i := range sources {
		x := &sources[i]
		name := sourceName(x)
		switch {
		case x.Damage != "":
			damaged = append(damaged, l.T("info.damaged", name, l.Damage(x.Damage)))
		case x.Foreign():
			foreign = append(foreign, name)
			continue
		}
		if r := x.Records; r.Rejected > 0 {
			rejected = append(rejected, l.T("info.rejected", name, l.Int(r.Rejected), l.Int(r.Seen)))
		}
		if hasNote(x, "owner_unknown") {
			unowned = append(unowned, name)
		}
	}
	if len(damaged)+len(rejected)+len(foreign)+len(unowned) == 0 {
		return
	}
	t.Title(l.Raw("info.problems"))
	for _, said := range [][]string{damaged, rejected} {
		for _, x := range said[:min(len(said), most)] {
			t.Item(x)
		}
		if left := len(said) - most; left > 0 {
			t.Item(l.T("data.more", l.Int(int64(left))))
		}
	}
	if len(foreign) > 0 {
		t.Item(l.T("info.foreign", l.Count("count.files", int64(len(foreign))), firstNames(l, foreign)))
	}
	if len(unowned) > 0 {
		t.Item(l.T("info.unowned", l.Count("count.files", int64(len(unowned))), firstNames(l, unowned)))
	}
}

// firstNames names the first of some files, and says how many more there are.
func firstNames(l *lang.Lang, names []string) string {
	const most = 5
	if left := len(names) - most; left > 0 {
		return l.T("info.and_more", strings.Join(names[:most], ", "), l.Int(int64(left)))
	}
	return l.And(names)
}
