package report

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// maxLines is how many lists and formats a terminal shows.
const maxLines = 12

// TerminalData writes what the data of m hold, and which questions they allow, to a
// screen. Of m.Results it reads Capability.
func TerminalData(t *Screen, m *Model) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	v := e.inventory()
	for _, p := range e.holds(&v) {
		t.Item(e.plain(p))
	}
	if len(v.Formats) > 0 {
		t.Title(e.l.Raw("data.formats"))
		for _, f := range v.Formats[:min(len(v.Formats), maxLines)] {
			t.Item(e.plain(say("data.format_line", e.l.Word("format."+f.Format, f.Format), e.l.Count("count.files", int64(f.Files)), e.l.Count("count.records", f.Records))))
		}
		e.more(t, len(v.Formats)-maxLines)
	}
	if len(v.Lists) > 0 {
		t.Title(e.l.Raw("data.lists_title"))
		for _, i := range v.Lists[:min(len(v.Lists), maxLines)] {
			t.Item(e.listLine(&e.Snap.Lists[i]))
		}
		e.more(t, len(v.Lists)-maxLines)
	}
	if rows := e.abilities(); len(rows) > 0 {
		t.Title(e.l.Raw("data.abilities"))
		for i := range rows {
			t.Item(e.abilityLine(&rows[i]))
		}
	}
	return nil
}

func (e *edition) more(t *Screen, left int) {
	if left > 0 {
		t.Item(e.l.T("data.more", e.l.Int(int64(left))))
	}
}

// listLine says in one sentence what is known of a list.
func (e *edition) listLine(l *adentro.List) string {
	parts := []string{e.l.T("data.got", e.l.Int(int64(len(l.Members))))}
	if l.Declared.Known {
		parts = append(parts, e.l.T("data.declared", e.l.Int(l.Declared.N)))
	}
	parts = append(parts, e.l.Raw("data.whole_"+l.Complete.String()))
	if !l.Observed.IsZero() {
		parts = append(parts, e.l.T("data.of_day", e.l.Date(l.Observed)))
	}
	if l.Basis == adentro.Guessed {
		parts = append(parts, e.l.Raw("seeds.guessed"))
	}
	return e.plain(e.listName(l)) + ": " + strings.Join(parts, "; ")
}

func (e *edition) abilityLine(a *analysis.Ability) string {
	parts := []string{e.l.Raw("ability."+a.Name) + " → " + strings.ToUpper(e.l.Raw("allowed."+string(a.Allowed))) + "."}
	for _, n := range a.Have {
		parts = append(parts, e.sentence(n))
	}
	for _, n := range a.Lacks {
		parts = append(parts, e.sentence(n))
	}
	if a.By == "" && a.Allowed != analysis.NotAllowed {
		parts = append(parts, e.l.Raw("ability.not_here"))
	}
	return strings.Join(parts, " ")
}
