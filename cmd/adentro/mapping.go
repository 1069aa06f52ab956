package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// directions are the values of --direction and of a mapping file.
var directions = map[string]ingest.Direction{
	"": ingest.DirectionUnknown, "left-follows-right": ingest.LeftFollowsRight, "right-follows-left": ingest.RightFollowsLeft,
}

// readMapping reads the file of --map.
func readMapping(path string) (*ingest.Mapping, error) {
	var m *ingest.Mapping
	_, err := casefile.LoadMapping(path, ingest.MappingFields(), func(x *casefile.Mapping) error {
		m = &ingest.Mapping{Files: x.Files, Columns: x.Columns, Space: x.Space, Zone: x.Zone, Owner: x.Owner, Kind: x.Kind, Direction: directions[x.Direction], SHA256: x.SHA256}
		return m.Check()
	})
	return m, err
}

// preview shows how the mapping reads the first rows, so that a person sees a mistake in it.
func (a *app) preview(paths []string, opt ingest.Options, code string) error {
	if opt.Map == nil || a.flags.quiet {
		return nil
	}
	words, err := lang.Load(code)
	if err != nil {
		return bugError{err}
	}
	tables, err := ingest.Preview(context.Background(), paths, opt)
	if err != nil {
		return nil // reading tells it
	}
	_, err = fmt.Fprint(a.errOut, previewText(words, tables))
	return err
}

// previewText tells what rows come to, a line each.
func previewText(l *lang.Lang, tables []ingest.Previewed) string {
	if len(tables) == 0 {
		return l.Raw("preview.none") + "\n"
	}
	var b strings.Builder
	for _, t := range tables {
		fmt.Fprintln(&b, printable(l.T("preview.table", t.Label)))
		for i := range t.Rows {
			fmt.Fprintln(&b, printable("  "+l.T("preview.line", l.Int(t.Rows[i].Line), strings.Join(rowTells(l, &t.Rows[i]), "; "))))
		}
	}
	return b.String()
}

// previewed is how many characters of a value are shown.
const previewed = 60

func rowTells(l *lang.Lang, row *ingest.PreviewedRow) (parts []string) {
	for _, r := range row.Rejects {
		detail := ""
		if r.Detail != "" {
			detail = " (" + l.Detail(r.Detail) + ")"
		}
		parts = append(parts, l.T("preview.rejected", l.Word("reason."+r.Reason, r.Reason), detail))
	}
	for i := range row.Obs.Profiles {
		parts = append(parts, profileTells(l, &row.Obs.Profiles[i]))
	}
	for i := range row.Obs.Tweets {
		t := &row.Obs.Tweets[i]
		s := l.T("preview.tweet", t.ID.String(), accountName(t.Author.Key), l.Word("preview."+t.Kind.String(), t.Kind.String()))
		if !t.Created.IsZero() {
			s += ", " + t.Created.Format(previewTime)
		}
		if t.Text != "" {
			s += ", " + strconv.Quote(safe.Clamp(t.Text, previewed))
		}
		parts = append(parts, s)
	}
	for i := range row.Obs.Pages {
		p := &row.Obs.Pages[i]
		for _, m := range p.Members.All() {
			switch p.Kind {
			case adentro.Followers:
				parts = append(parts, l.T("preview.follows", accountName(m.Key), accountName(p.Owner)))
			case adentro.Following:
				parts = append(parts, l.T("preview.follows", accountName(p.Owner), accountName(m.Key)))
			}
		}
	}
	if len(parts) == 0 {
		return []string{l.Raw("preview.nothing")}
	}
	return parts
}

const previewTime = "2006-01-02 15:04:05 UTC"

// profileTells says which fields a row gave.
func profileTells(l *lang.Lang, p *adentro.Profile) string {
	s := l.T("preview.account", accountName(p.Key))
	text := func(v string) string { return strconv.Quote(safe.Clamp(v, previewed)) }
	flag := func(v bool) string { return l.Raw(map[bool]string{true: "preview.yes", false: "preview.no"}[v]) }
	for f, value := range []string{
		text(p.Handle), text(p.Name), text(p.Bio), text(p.Location), text(p.URL), p.Created.Format(previewTime),
		l.Int(p.Followers), l.Int(p.Following), l.Int(p.Tweets), l.Int(p.Listed), l.Int(p.Likes), flag(p.Protected), flag(p.Verified), flag(p.DefaultImage),
	} {
		if f := adentro.Field(f); p.Known(f) {
			s += ", " + l.T("preview.field", l.Word("field."+f.String(), l.Raw("preview."+f.String())), value)
		}
	}
	return s
}
