package main

import (
	"fmt"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/report"
)

// printVerdicts says, for each file, what it was taken for and why.
func (a *app) printVerdicts(obs *adentro.Observations, lang string) {
	for i := range obs.Sources {
		s := &obs.Sources[i]
		format := s.Format
		if format == "" {
			format = string(s.Role)
		}
		var why []string
		for _, n := range append(append([]adentro.Note(nil), s.Why...), s.Warnings...) {
			why = append(why, report.Sentence(lang, n))
		}
		if s.Damage != "" {
			why = append(why, s.Damage)
		}
		fmt.Fprintf(a.errOut, "%s\t%s\t%d/%d\t%s\n", printable(s.Path), format, s.Records.Accepted, s.Records.Seen, printable(strings.Join(why, " ")))
	}
}
