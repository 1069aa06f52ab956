package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// A Comparison is what changed between two captures, with both of them.
type Comparison struct {
	Before, After *adentro.Snapshot
	Found         *analysis.Difference
	Lang          string // "es", "en"; "": Spanish
}

// account returns what a capture knows of pair i: the later one, where it knows the account.
func (c *Comparison) account(i int32) (*adentro.Snapshot, int32) {
	if p := c.Found.Accounts[i]; p.After >= 0 {
		return c.After, p.After
	} else {
		return c.Before, p.Before
	}
}

// place returns file and byte of the record that shows pair i in one capture.
func (c *Comparison) place(s *adentro.Snapshot, u int32, f adentro.Field) (string, int64, bool) {
	if u < 0 {
		return "", 0, false
	}
	o, ok := s.Accounts[u].Where(f)
	if !ok || o.Source < 0 || int(o.Source) >= len(s.Sources) {
		return "", 0, false
	}
	e := &edition{Model: Model{Snap: s}}
	return e.sourceName(o.Source), o.Offset, true
}

// fieldOf is the field that a kind of change is read from.
func fieldOf(k analysis.ChangeKind) adentro.Field {
	switch k {
	case analysis.Renamed, analysis.Reused:
		return adentro.FieldHandle
	case analysis.BioNow:
		return adentro.FieldBio
	case analysis.LocationOf:
		return adentro.FieldLocation
	}
	return adentro.FieldName
}

// Changes writes one row a change: those of profiles, then the follows that began and ended, with
// the place in the files of both captures.
func Changes(w io.Writer, c *Comparison) error {
	s, err := newSheet(w, "change", "account", "handle", "before", "after", "other_account", "other_handle", "gone", "file_before", "offset_before", "file_after", "offset_after")
	if err != nil {
		return err
	}
	who := func(i int32) {
		if i < 0 {
			s.ours("").ours("")
			return
		}
		snap, u := c.account(i)
		s.id(snap.Accounts[u].Key.String()).text(snap.Accounts[u].Handle())
	}
	where := func(snap *adentro.Snapshot, u int32, f adentro.Field) {
		if file, offset, ok := c.place(snap, u, f); ok {
			s.text(file).long(offset)
		} else {
			s.ours("").ours("")
		}
	}
	for _, x := range c.Found.Changes {
		p := c.Found.Accounts[x.Account]
		s.ours(string(x.Kind))
		who(x.Account)
		s.text(x.Old).text(x.New)
		who(x.By)
		s.ours("")
		where(c.Before, p.Before, fieldOf(x.Kind))
		where(c.After, p.After, fieldOf(x.Kind))
		if err := s.end(); err != nil {
			return err
		}
	}
	for _, f := range c.Found.Follows {
		kind := "follow_ended"
		if f.Begun {
			kind = "follow_began"
		}
		s.ours(kind)
		who(f.Follower)
		s.ours("").ours("")
		who(f.Followed)
		s.ours(yesNo(f.Gone))
		snap := c.Before
		if f.Begun {
			snap = c.After
			s.ours("").ours("")
		}
		o := snap.Lists[f.List].Origin(int(f.Member))
		s.text((&edition{Model: Model{Snap: snap}}).sourceName(o.Source)).long(o.Offset)
		if !f.Begun {
			s.ours("").ours("")
		}
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// changesJSON is what ChangesJSON prints.
type changesJSON struct {
	Schema    int            `json:"schema"`
	Before    string         `json:"before"` // newest collection, "" if unknown
	After     string         `json:"after"`
	Accounts  map[string]int `json:"accounts"`
	Follows   map[string]int `json:"follows"`
	Unsettled map[string]int `json:"unsettled_follows"`
	Warnings  []string       `json:"warnings"`
}

// ChangesJSON writes the counts for machines.
func ChangesJSON(w io.Writer, c *Comparison) error {
	e, err := newEdition(&Model{Lang: c.Lang})
	if err != nil {
		return err
	}
	j := changesJSON{Schema: Schema, Accounts: map[string]int{}, Follows: map[string]int{"began": 0, "ended": 0, "ended_gone": 0}, Warnings: []string{},
		Unsettled: map[string]int{"began": c.Found.Unsettled.Begun, "ended": c.Found.Unsettled.Ended}}
	if t := c.Found.From; !t.IsZero() {
		j.Before = t.UTC().Format(time.RFC3339)
	}
	if t := c.Found.To; !t.IsZero() {
		j.After = t.UTC().Format(time.RFC3339)
	}
	for _, k := range analysis.ChangeKinds() {
		j.Accounts[string(k)] = len(c.ofKind(k))
	}
	for _, f := range c.Found.Follows {
		switch {
		case f.Begun:
			j.Follows["began"]++
		case f.Gone:
			j.Follows["ended_gone"]++
			fallthrough
		default:
			j.Follows["ended"]++
		}
	}
	for _, n := range c.Found.Warnings {
		j.Warnings = append(j.Warnings, e.sentence(n))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}

func (c *Comparison) ofKind(k analysis.ChangeKind) []analysis.Change {
	var out []analysis.Change
	for _, x := range c.Found.Changes {
		if x.Kind == k {
			out = append(out, x)
		}
	}
	return out
}

// ChangesText writes a screenful: how many of each change, the first of them, and what cannot
// be said.
func ChangesText(w io.Writer, c *Comparison, color bool) error {
	e, err := newEdition(&Model{Lang: c.Lang})
	if err != nil {
		return err
	}
	t := &Screen{Color: color}
	t.Title(e.l.T("diff.title", e.l.Date(c.Found.From), e.l.Date(c.Found.To)))
	both := c.Found.Fact("diff_both", "")
	t.Item(e.l.T("diff.accounts", e.l.Count("count.accounts", int64(len(c.Before.Accounts))), e.l.Count("count.accounts", int64(len(c.After.Accounts))), e.l.Int(int64(both.Value))))
	const shown = 5
	for _, k := range analysis.ChangeKinds() {
		list := c.ofKind(k)
		if len(list) == 0 {
			continue
		}
		t.Item(e.l.T(e.l.CountKey("diff."+string(k), int64(len(list))), e.l.Int(int64(len(list)))))
		if k == analysis.Appeared || k == analysis.Absent {
			continue
		}
		for _, x := range list[:min(shown, len(list))] {
			snap, u := c.account(x.Account)
			was, is := x.Old, x.New
			if k == analysis.StatusNow {
				was, is = e.l.Raw("status."+x.Old), e.l.Raw("status."+x.New)
			}
			t.Field("", e.l.T("diff.row", safe.Clamp(safe.Visible(snap.Accounts[u].Label()), maxText), clip(was), clip(is)))
		}
		if left := len(list) - shown; left > 0 {
			t.Field("", e.l.T("diff.more", e.l.Int(int64(left))))
		}
	}
	begun, ended, gone := c.Found.Fact("diff_begun", ""), c.Found.Fact("diff_ended", ""), c.Found.Fact("diff_gone", "")
	if c.Found.Covered > 0 || len(c.Found.Follows) > 0 {
		t.Item(e.l.T("diff.follows", e.l.Count("count.lists", int64(c.Found.Covered)), e.l.Int(int64(begun.Value)), e.l.Int(int64(ended.Value)), e.l.Int(int64(gone.Value))))
	} else {
		t.Item(e.l.Raw("diff.no_lists"))
	}
	for _, n := range c.Found.Warnings {
		t.Warn(e.sentence(n))
	}
	_, err = io.WriteString(w, t.String())
	return err
}

// clip shortens a text for one line of a terminal.
func clip(s string) string { return safe.Clamp(safe.Visible(s), 60) }
