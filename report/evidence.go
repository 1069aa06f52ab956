package report

import (
	"html/template"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// maxEvidence is how many accounts the page lists behind one figure; the CSV
// that it points to has them all.
const maxEvidence = 2000

// An evidence is what unfolds behind a figure: the accounts, why each counts,
// and where the bytes are.
type evidence struct {
	Title template.HTML
	Rows  []evidenceRow
	More  template.HTML // where the rest is; "" if nothing is left out
}

type evidenceRow struct {
	Who   template.HTML
	Key   string
	Why   template.HTML
	Where template.HTML
}

// evidence lists accounts with a reason each, of field f.
func (e *edition) evidence(title phrase, accounts []int32, csv string, f adentro.Field, why func(u int32) template.HTML) evidence {
	v := evidence{Title: e.html(title)}
	for _, u := range accounts[:min(len(accounts), maxEvidence)] {
		if u < 0 || int(u) >= len(e.Snap.Accounts) {
			continue
		}
		row := evidenceRow{Who: e.who(u), Key: safeKey(e.Snap.Accounts[u].Key), Where: e.where(u, f)}
		if why != nil {
			row.Why = why(u)
		}
		v.Rows = append(v.Rows, row)
	}
	if left := len(accounts) - maxEvidence; left > 0 {
		v.More = e.html(say("evidence.more", e.l.Int(int64(left)), csv))
	}
	return v
}

// where returns the file and offset of the record that gave field f of account u.
func (e *edition) where(u int32, f adentro.Field) template.HTML {
	o, ok := e.Snap.Accounts[u].Where(f)
	if !ok {
		return e.word("evidence.mention_only")
	}
	return bdi(e.origin(o))
}

// whyClass says by which rule, field and words account u carries class c.
func (e *edition) whyClass(c int32) func(u int32) template.HTML {
	return func(u int32) template.HTML {
		for _, l := range e.labels(u) {
			if l.Class != c {
				continue
			}
			if l.Rule == analysis.LabelOverride {
				return e.overrideHTML(e.settled(u, c))
			}
			return e.labelHTML(u, &l)
		}
		return ""
	}
}

func (e *edition) fieldText(u int32, f adentro.Field) string {
	a := &e.Snap.Accounts[u]
	switch f {
	case adentro.FieldHandle:
		return e.handle(u, a.Key)
	case adentro.FieldName, adentro.FieldBio, adentro.FieldLocation:
		return a.Text(f)
	}
	return ""
}

// whyLocation shows the declared text.
func (e *edition) whyLocation(u int32) template.HTML {
	return e.html(say("evidence.declares", dump(e.Snap.Accounts[u].Location())))
}

// whyName shows the displayed name.
func (e *edition) whyName(u int32) template.HTML {
	if n := e.Snap.Accounts[u].Name(); n != "" {
		return bdi(n)
	}
	return ""
}

// whyCreated shows the creation date.
func (e *edition) whyCreated(u int32) template.HTML {
	return esc(e.l.Date(e.Snap.Accounts[u].Created()))
}

// declaring returns the members of the population that declare a country for
// which want is true.
func (e *edition) declaring(want func(code string) bool) []int32 {
	var out []int32
	for _, u := range e.pop().Members {
		if d := e.declared(u); d.Country != "" && want(d.Country) {
			out = append(out, u)
		}
	}
	return out
}
