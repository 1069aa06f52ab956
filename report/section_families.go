package report

import (
	"html/template"
	"io"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// maxFamilies is how many families the page shows.
const maxFamilies = 40

func (e *edition) familySection() section {
	r := e.Results.Families
	if r == nil || r.Handles == 0 {
		s := e.section("families", nil)
		s.say(e.word("empty.families"))
		return s
	}
	s := e.section("families", &r.Result)
	s.say(e.word("families.intro"))
	told, untested := 0, 0
	for i := range r.Rows {
		f := &r.Rows[i]
		if f.Test == nil {
			untested++
		}
		if f.Significant() && told < 3 {
			if fact := r.Fact("family_accounts", f.Template()); fact != nil {
				told++
				c := e.claim(&r.Result, fact, say("families.found_"+string(f.Kind), e.l.Count("count.accounts", int64(len(f.Accounts))), dump(f.Begin), e.l.Int(int64(f.Alike))))
				c.Sweep = e.familySweep(r, f, fact)
				e.find(&s, c)
			}
		}
	}
	if told == 0 {
		s.say(e.word("families.none"))
	}
	if untested > 0 {
		s.say(e.html(say(e.l.CountKey("families.untested", int64(untested)), e.l.Int(int64(untested)))))
	}
	if len(r.Rows) == 0 {
		return s
	}
	t := table{Title: e.word("families.table"), Head: e.head("template", "#accounts", "#alike", "#expected", "#family_p", "created_between", "class_mix"), Fold: true}
	for i := range r.Rows[:min(len(r.Rows), maxFamilies)] {
		f := &r.Rows[i]
		expected, q := cell{HTML: "–", Num: true}, cell{HTML: "–", Num: true}
		if f.Test != nil {
			expected, q = e.number(e.l.Float(f.Test.Expected, 1)), e.number(e.l.P(f.Test.Q))
		}
		span := cell{HTML: "–"}
		if f.Dated > 0 {
			span = e.keep(day(f.First)+" –", day(f.Last))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.html(e.template(f))), e.int(len(f.Accounts)), e.int(f.Alike), expected, q, span, e.text(e.html(e.mix(f)))})
	}
	if left := len(r.Rows) - maxFamilies; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "families.csv"))
	}
	s.Tables = append(s.Tables, t)
	return s
}

// familySweep says whether a family holds where ends cut more or fewer letters of a place, and where a family is more or fewer accounts.
func (e *edition) familySweep(r *analysis.Families, f *analysis.Family, fact *analysis.Fact) template.HTML {
	var said []template.HTML
	if swept := e.swept(fact); swept != "" {
		said = append(said, e.word("claim.sweep_cut"), swept)
	}
	if least := r.Fact("family_least", f.Template()); least != nil {
		said = append(said, e.word("claim.sweep_family"), e.swept(least))
	}
	return join(" ", said...)
}

// template shows a template to people.
func (e *edition) template(f *analysis.Family) phrase {
	return say("families.template_"+string(f.Kind), dump(f.Begin))
}

// mix says how the accounts of a family divide among the classes.
func (e *edition) mix(f *analysis.Family) phrase {
	out := phrase{}
	for c, n := range f.ByClass {
		if n == 0 {
			continue
		}
		title := int32(c)
		if c == len(e.Case.Classes) {
			title = -1
		}
		part := say("families.part", dump(e.classTitle(title)), e.l.Int(int64(n)))
		if out.key == "" {
			out = part
		} else {
			out = say("families.parts", out, part)
		}
	}
	return out
}

// writeFamilies writes one row a family.
func writeFamilies(w io.Writer, e *edition) error {
	headers := []string{"template", "kind", "accounts", "handles", "begin_alike", "null", "expected", "p", "q", "tests", "dated", "first", "last"}
	for c := range e.Case.Classes {
		headers = append(headers, safe.CSV("class_"+e.Case.Classes[c].Key))
	}
	s, err := newSheet(w, append(headers, "no_class")...)
	if err != nil {
		return err
	}
	r := e.Results.Families
	if r == nil {
		return s.flush()
	}
	for i := range r.Rows {
		f := &r.Rows[i]
		s.text(f.Template()).ours(string(f.Kind)).int(len(f.Accounts)).int(r.Handles).int(f.Alike)
		if x := f.Test; x != nil {
			s.ours(x.Null).float(x.Expected).float(x.P).float(x.Q).int(x.Family)
		} else {
			s.ours("").ours("").ours("").ours("").ours("")
		}
		s.int(f.Dated).ours(day(f.First)).ours(day(f.Last))
		for _, n := range f.ByClass {
			s.int(n)
		}
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// familyJSON is a family in summary.json.
type familyJSON struct {
	Template string  `json:"template"`
	Kind     string  `json:"kind"`
	Accounts int     `json:"accounts"`
	Alike    int     `json:"begin_alike"`
	Expected *number `json:"expected"` // null where there is nothing to compare with
	Q        *number `json:"q"`
}

// maxFamiliesJSON is how many families summary.json has; families.csv has all.
const maxFamiliesJSON = 100

func (e *edition) familiesJSON() []familyJSON {
	out := []familyJSON{}
	r := e.Results.Families
	if r == nil {
		return out
	}
	for i := range r.Rows[:min(len(r.Rows), maxFamiliesJSON)] {
		f := &r.Rows[i]
		row := familyJSON{Template: f.Template(), Kind: string(f.Kind), Accounts: len(f.Accounts), Alike: f.Alike}
		if x := f.Test; x != nil {
			expected, q := number(x.Expected), number(x.Q)
			row.Expected, row.Q = &expected, &q
		}
		out = append(out, row)
	}
	return out
}
