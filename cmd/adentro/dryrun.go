package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/report"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// surveyJSON is what ingest --dry-run prints for machines.
type surveyJSON struct {
	Schema  int         `json:"schema"`
	Tool    string      `json:"tool"`
	Files   []surveyed  `json:"files"`
	Records recordsJSON `json:"records"`
}

type surveyed struct {
	sourceJSON
	Lists   []listJSON   `json:"lists"`
	Rejects []rejectJSON `json:"rejects"` // the first maxRejects
}

// dryRun says what each file was taken for, and why, and writes nothing.
func (a *app) dryRun(ctx context.Context, paths []string) error {
	in, err := a.input(paths)
	if err != nil {
		return err
	}
	words, err := lang.Load(in.lang)
	if err != nil {
		return bugError{err}
	}
	bar := a.progress("reading")
	in.opt.Progress = bar.bytes
	verdicts, err := ingest.Survey(ctx, paths, in.opt)
	bar.done()
	if err != nil && !errors.Is(err, ingest.ErrNoInput) {
		return err
	}
	var sum adentro.Records
	for i := range verdicts {
		sum = sum.Add(verdicts[i].Source.Records)
	}
	var told error
	if a.flags.json {
		told = a.surveyJSON(words, verdicts, sum)
	} else if len(verdicts) > 0 {
		_, told = fmt.Fprint(a.out, a.survey(words, verdicts, sum))
	}
	if told != nil {
		return told
	}
	return err
}

func (a *app) surveyJSON(l *lang.Lang, verdicts []ingest.Verdict, sum adentro.Records) error {
	out := surveyJSON{report.Schema, "adentro " + Version, []surveyed{}, newRecordsJSON(sum)}
	for i := range verdicts {
		v := &verdicts[i]
		j := surveyed{newSourceJSON(&v.Source, l), []listJSON{}, []rejectJSON{}}
		for _, x := range v.Lists {
			one := listJSON{Kind: x.Kind.String(), Basis: known(&v.Source, x), Entries: x.Members}
			if !x.Owner.IsZero() {
				one.Owner = x.Owner.String()
			}
			j.Lists = append(j.Lists, one)
		}
		for _, r := range v.Source.Rejects[:min(len(v.Source.Rejects), maxRejects)] {
			j.Rejects = append(j.Rejects, rejectJSON(r))
		}
		out.Files = append(out.Files, j)
	}
	return a.printJSON(out)
}

func (a *app) survey(l *lang.Lang, verdicts []ingest.Verdict, sum adentro.Records) *report.Screen {
	t := &report.Screen{Color: isTerminal(a.out)}
	readable := 0
	for i := range verdicts {
		if s := &verdicts[i].Source; s.Role == adentro.RoleDump && s.Format != "" {
			readable++
		}
		t.Title(sourceName(&verdicts[i].Source))
		surveyFile(t, l, &verdicts[i])
	}
	t.Title(l.T("survey.total", l.Count("count.files", int64(len(verdicts))), l.Int(int64(readable))))
	t.Item(l.T("survey.sum", l.Count("count.records", sum.Seen), l.Int(sum.Accepted+sum.Duplicate), l.Int(sum.Rejected), l.Int(sum.Ignored)))
	t.Item(l.Raw("survey.nothing_written"))
	return t
}

// surveyFile tells what one file is.
func surveyFile(t *report.Screen, l *lang.Lang, v *ingest.Verdict) {
	s := &v.Source
	field := func(name, text string) { t.Field(l.Raw("survey."+name), text) }
	switch {
	case s.Role != adentro.RoleDump:
		field("what", l.Raw("survey."+string(s.Role)))
	case s.Format == "" && hasNote(s, "archive"):
	case s.Format == "":
		field("what", l.Raw("survey.unknown"))
	default:
		key := "survey.sure"
		if s.Confidence < 1 {
			key = "survey.mostly"
		}
		field("what", l.T(key, l.Word("format."+s.Format, s.Format), s.Format, l.Percent(s.Confidence)))
	}
	todo := surveyLists(l, v, field)
	if s.Role == adentro.RoleDump && s.Format != "" {
		if s.Observed.IsZero() {
			field("date", l.Raw("basis.unknown"))
		} else {
			field("date", l.T("basis.date", l.Date(s.Observed), l.Word("basis."+s.ObservedBasis, s.ObservedBasis)))
		}
	}
	if r := s.Records; r.Seen > 0 {
		field("records", l.T("ingested.records", l.Count("count.records", r.Seen), l.Int(r.Accepted+r.Duplicate), l.Int(r.Rejected), l.Int(r.Ignored)))
	}
	var why []string
	for _, n := range s.Why {
		if slices.Contains(said, n.Code) && len(v.Lists) > 0 {
			continue
		}
		why = append(why, report.Sentence(l.Code(), n))
	}
	for _, n := range s.Warnings {
		why = append(why, report.Sentence(l.Code(), n))
	}
	if len(why) > 0 {
		field("why", strings.Join(why, " "))
	}
	surveyRejects(l, s, field)
	if s.Damage != "" {
		field("damage", l.Damage(s.Damage))
	}
	if s.Foreign() && s.Damage == "" {
		todo = "survey.todo_unknown"
	}
	if todo != "" {
		field("todo", l.Raw(todo))
	}
}

// surveyLists tells whose lists a file holds and how that is known; todo is the key of
// what a person can do about what is not.
func surveyLists(l *lang.Lang, v *ingest.Verdict, field func(name, text string)) (todo string) {
	const most = 5
	if slices.ContainsFunc(v.Source.Warnings, func(n adentro.Note) bool { return n.Code == "direction_unknown" }) {
		return "" // these are no lists of one account, and the warning says what to do
	}
	for _, x := range v.Lists[:min(len(v.Lists), most)] {
		field("lists", l.T("survey.list", listName(l, x), l.Count("count.entries", int64(x.Members)), l.Raw("survey."+known(&v.Source, x))))
	}
	if len(v.Lists) > most {
		n := 0
		for _, x := range v.Lists[most:] {
			n += x.Members
		}
		field("lists", l.T("survey.more_lists", l.Int(int64(len(v.Lists)-most)), l.Count("count.entries", int64(n))))
	}
	for _, x := range v.Lists {
		switch {
		case unowned(x):
			return "survey.todo_unowned"
		case x.Basis == adentro.Guessed:
			todo = "survey.todo_guessed"
		}
	}
	if hasNote(&v.Source, "owner_unknown") {
		todo = "survey.todo_unowned"
	}
	return todo
}

// known says what tells the owner and the kind of a list.
func known(s *adentro.Source, x ingest.ListVerdict) string {
	says := func(code string) bool {
		return slices.ContainsFunc(s.Why, func(n adentro.Note) bool {
			return n.Code == code && len(n.Args) == 2 && n.Args[0] == accountName(x.Owner) && n.Args[1] == x.Kind.String()
		})
	}
	switch {
	case unowned(x):
		return "unowned"
	case x.Basis == adentro.Guessed && slices.ContainsFunc(s.Why, func(n adentro.Note) bool { return n.Code == "kind_guessed" }):
		return "kind_guessed" // the content names the owner
	case x.Basis == adentro.Guessed:
		return "guessed"
	case says("owner_case"):
		return "case"
	case says("owner_flag"):
		return "flag"
	}
	return "content"
}

// said are the notes that the lines on the lists have told already.
var said = []string{"owner_case", "owner_flag", "owner_guessed", "kind_guessed"}

// unowned reports whether a list makes no edges.
func unowned(x ingest.ListVerdict) bool { return x.Owner.IsZero() || x.Kind == adentro.ListUnknown }

func listName(l *lang.Lang, x ingest.ListVerdict) string {
	if x.Owner.IsZero() {
		return l.Raw("survey.nobody_" + x.Kind.String())
	}
	return l.T("data.list_"+x.Kind.String(), accountName(x.Owner))
}

// accountName returns a key as people write it.
func accountName(k adentro.Key) string {
	if h, ok := k.Handle(); ok {
		return "@" + h
	}
	return k.String()
}

// surveyRejects shows the first records that cannot be used.
func surveyRejects(l *lang.Lang, s *adentro.Source, field func(name, text string)) {
	const most = 3
	for _, r := range s.Rejects[:min(len(s.Rejects), most)] {
		detail := ""
		if r.Detail != "" {
			detail = " (" + l.Detail(r.Detail) + ")"
		}
		field("rejects", l.T("survey.line", l.Int(r.Line), l.Word("reason."+r.Reason, r.Reason), detail))
	}
	if left := len(s.Rejects) - most; left > 0 {
		field("rejects", l.T("survey.more_rejects", l.Int(int64(left))))
	}
}
