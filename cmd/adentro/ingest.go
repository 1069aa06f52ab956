package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/spf13/cobra"
)

func ingestCommand(a *app) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "ingest DUMPS… -d DOSSIER",
		Short: "add dumps to a dossier, the folder that holds an investigation",
		Long: `ingest decodes the dumps into a dossier, which run, export and info then read
with -d. It may be stopped at any moment, even by a power cut: what was written is
whole, and the same command goes on where it stopped. Dumps that are in the
dossier already, under whatever name or compression, are not added twice.

With --dry-run nothing is written: it says what each file was taken for and why.`,
		Example: `  adentro ingest testdata/barrio-adentro -d dossier
  adentro ingest testdata/barrio-adentro --dry-run`,
		Args: atLeastOne("dumps: files or folders"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if dry {
				return a.dryRun(cmd.Context(), args)
			}
			return a.ingest(cmd.Context(), args)
		},
	}
	a.flags.reading(cmd)
	cmd.Flags().StringVarP(&a.flags.dossier, "dossier", "d", "", "dossier to add to, made where there is none")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "write nothing, say what each file was taken for")
	cmd.Flags().BoolVar(&a.flags.json, "json", false, "print what came of each file as JSON")
	return cmd
}

// ingest adds dumps to a dossier.
func (a *app) ingest(ctx context.Context, paths []string) (err error) {
	if a.flags.dossier == "" {
		return usageError{errors.New("say with -d which dossier to add to, or --dry-run to see what the files are")}
	}
	in, err := a.input(paths, a.flags.dossier)
	if err != nil {
		return err
	}
	d, err := dossier.Open(a.flags.dossier, dossier.Create, dossier.Options{Tool: "adentro " + Version, Memory: in.opt.Memory / 4})
	if err != nil {
		return err
	}
	bar := a.progress("reading")
	in.opt.Progress = bar.bytes
	sink := &counting{Sink: d}
	scanned := ingest.Scan(ctx, paths, in.opt, sink)
	bar.done()
	if err := d.Close(); err != nil {
		return err
	}
	if scanned != nil {
		return scanned
	}
	if err := keepCase(in.files, a.flags.dossier); err != nil {
		return outputError{err}
	}
	return a.tellIngest(sink.sources, in.lang)
}

// A counting sink remembers what came of each file.
type counting struct {
	ingest.Sink
	mu      sync.Mutex
	sources []adentro.Source
}

func (c *counting) Seal(s *ingest.Sealed) error {
	c.mu.Lock()
	c.sources = append(c.sources, s.Source)
	c.mu.Unlock()
	return c.Sink.Seal(s)
}

func (a *app) tellIngest(sources []adentro.Source, lang string) error {
	var r adentro.Records
	for i := range sources {
		r = r.Add(sources[i].Records)
	}
	_, err := fmt.Fprintf(a.out, "%d files: %d records, %d kept, %d rejected, %d ignored\n", len(sources), r.Seen, r.Accepted, r.Rejected, r.Ignored)
	return err
}

func (a *app) dryRun(ctx context.Context, paths []string) error {
	in, err := a.input(paths)
	if err != nil {
		return err
	}
	verdicts, err := ingest.Survey(ctx, paths, in.opt)
	for _, v := range verdicts {
		fmt.Fprintf(a.out, "%s %s %.0f%% %v\n", v.Source.Path, v.Source.Format, 100*v.Source.Confidence, v.Lists)
	}
	return err
}
