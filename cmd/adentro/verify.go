package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-1b5e0f84/adentro/ingest/dossier"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
	"github.com/spf13/cobra"
)

func verifyCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify DOSSIER",
		Short: "read every byte of a dossier and compare it with its checksums",
		Long: `verify reads every byte of a dossier and says what is not as it was written: a
changed bit, a missing file, one that does not belong there. Files that you keep beside
the data, such as case.toml, are named and are no damage.

Exit code 0: all is as it was written; 4: it is damaged.`,
		Example: `  adentro verify dossier
  adentro verify dossier --lang en --json`,
		Args: oneDossier(a),
		RunE: func(cmd *cobra.Command, args []string) error { return a.verify(cmd.Context()) },
	}
	a.flags.ofDossier(cmd)
	return cmd
}

// verifyJSON is what verify prints for machines.
type verifyJSON struct {
	Schema   int           `json:"schema"`
	Damaged  bool          `json:"damaged"`
	Files    int           `json:"files"`
	Bytes    int64         `json:"bytes"`
	Rows     int64         `json:"rows"`
	Problems []problemJSON `json:"problems"`
}

type problemJSON struct {
	File   string `json:"file"`
	Code   string `json:"code"`
	What   string `json:"what"`
	Damage bool   `json:"damage"`
}

func (a *app) verify(ctx context.Context) error {
	words, err := a.words()
	if err != nil {
		return err
	}
	d, err := a.openDossier()
	if errors.Is(err, dossier.ErrDamaged) { // its newest catalogue is: all else hangs on it
		c := &dossier.Check{Problems: []dossier.Problem{{File: a.flags.dossier, Code: dossier.Unreadable, What: err.Error(), Damage: true}}}
		return a.tellCheck(words, c)
	}
	if err != nil {
		return err
	}
	defer d.Close()
	c, err := d.Verify(ctx)
	if err != nil {
		return err
	}
	return a.tellCheck(words, c)
}

// tellCheck prints what was found; damage is the command's error.
func (a *app) tellCheck(l *lang.Lang, c *dossier.Check) error {
	damaged := 0
	for _, p := range c.Problems {
		if p.Damage {
			damaged++
		}
	}
	err := a.printCheck(l, c, damaged)
	if err == nil && damaged > 0 {
		err = errors.Join(errSaid, dossier.ErrDamaged)
	}
	return err
}

func (a *app) printCheck(l *lang.Lang, c *dossier.Check, damaged int) error {
	if a.flags.json {
		out := verifyJSON{report.Schema, damaged > 0, c.Files, c.Bytes, c.Rows, []problemJSON{}}
		for _, p := range c.Problems {
			out.Problems = append(out.Problems, problemJSON{p.File, string(p.Code), p.What, p.Damage})
		}
		return a.printJSON(out)
	}
	t := &report.Screen{Color: isTerminal(a.out)}
	if damaged > 0 {
		t.Title(l.T("verify.damaged", l.Count("verify.problems", int64(damaged))))
	} else {
		t.Title(l.T("verify.fine", l.Count("count.files", int64(c.Files)), l.Bytes(c.Bytes), l.Int(c.Rows)))
	}
	for _, p := range c.Problems {
		tell := t.Item
		if p.Damage {
			tell = t.Warn
		}
		tell(l.T("verify."+string(p.Code), p.File, p.What))
	}
	if damaged > 0 {
		t.Title(l.Raw("verify.mend"))
	}
	_, err := fmt.Fprint(a.out, t)
	return err
}
