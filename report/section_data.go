package report

import (
	"html/template"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// dataSection opens the chapters: what the files hold, and which questions that allows.
func (e *edition) dataSection() section {
	s := e.section("data", nil)
	v := e.inventory()
	for _, p := range e.holds(&v) {
		s.say(e.html(p))
	}
	if rows := e.abilities(); len(rows) > 0 {
		s.Tables = append(s.Tables, e.abilityTable(rows))
	}
	if len(v.Formats) > 0 {
		s.Tables = append(s.Tables, e.formatTable(&v))
	}
	if len(v.Lists) > 0 {
		s.Tables = append(s.Tables, e.listTable(&v))
	}
	return s
}

// abilityTable says, question by question, what the data allow and why.
func (e *edition) abilityTable(rows []analysis.Ability) table {
	t := table{Title: e.word("data.abilities"), Head: e.head("question", "allowed", "because")}
	for i := range rows {
		a := &rows[i]
		var why []template.HTML
		for _, n := range a.Have {
			why = append(why, e.note(n))
		}
		for _, n := range a.Lacks {
			why = append(why, e.note(n))
		}
		if a.By == "" && a.Allowed != analysis.NotAllowed {
			why = append(why, e.word("ability.not_here"))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.word("ability." + a.Name)), e.text("<strong>" + e.word("allowed."+string(a.Allowed)) + "</strong>"), e.text(join(" ", why...))})
	}
	return t
}

func (e *edition) formatTable(v *inventory) table {
	t := table{Title: e.word("data.formats"), Head: e.head("what", "#files", "#records"), Fold: len(v.Formats) > 12}
	for _, f := range v.Formats {
		t.Rows = append(t.Rows, []cell{e.text(e.formatName(f.Format)), e.int(f.Files), e.int(int(f.Records))})
	}
	return t
}

// formatName says what a format is, with its name in brackets.
func (e *edition) formatName(name string) template.HTML {
	if !e.l.Has("format." + name) {
		return bdi(name)
	}
	return e.word("format."+name) + " (" + esc(name) + ")"
}

// listTable shows the longest lists with what is known of their completeness.
func (e *edition) listTable(v *inventory) table {
	const most = 100
	t := table{Title: e.word("data.lists_title"), Head: e.head("list", "#in_data", "#declared", "whole", "collected"), Fold: len(v.Lists) > 12}
	for _, i := range v.Lists[:min(len(v.Lists), most)] {
		l := &e.Snap.Lists[i]
		who := e.html(e.listName(l))
		if l.Basis == adentro.Guessed {
			who += " <abbr>" + e.word("seeds.guessed") + "</abbr>"
		}
		t.Rows = append(t.Rows, []cell{e.text(who), e.int(len(l.Members)), e.count(l.Declared), e.text(e.word("whole." + l.Complete.String())), e.day(l.Observed)})
	}
	if left := len(v.Lists) - most; left > 0 {
		t.More = e.html(say("data.more_lists", e.l.Int(int64(left))))
	}
	return t
}
