package report

import (
	"html/template"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// A section is one chapter of the page. Its parts are shown in this order.
type section struct {
	ID       string
	Title    template.HTML
	Text     []template.HTML
	Findings []findingView // what is claimed, with what chance gives of it
	Figures  []*figureView
	Tables   []table
	Evidence []evidence
	Notes    []template.HTML // warnings that travel with the numbers
}

type table struct {
	Title template.HTML
	Head  []cell
	Rows  [][]cell
	More  template.HTML
	Fold  bool // shown closed
}

type cell struct {
	HTML template.HTML
	Num  bool
}

func words(cells ...template.HTML) []cell {
	out := make([]cell, len(cells))
	for i, c := range cells {
		out[i] = cell{HTML: c}
	}
	return out
}

// head returns the header cells with these keys; a key that begins with # heads
// a column of numbers.
func (e *edition) head(keys ...string) []cell {
	var out []cell
	for _, k := range keys {
		if k[0] == '#' {
			out = append(out, cell{HTML: e.word("column." + k[1:]), Num: true})
		} else {
			out = append(out, cell{HTML: e.word("column." + k)})
		}
	}
	return out
}

func (e *edition) int(n int) cell            { return cell{HTML: esc(e.l.Int(int64(n))), Num: true} }
func (e *edition) text(h template.HTML) cell { return cell{HTML: h} }
func (e *edition) number(s string) cell      { return cell{HTML: esc(s), Num: true} }
func (e *edition) count(c adentro.Count) cell {
	if !c.Known {
		return cell{HTML: e.word("unknown"), Num: true}
	}
	return cell{HTML: esc(e.l.Int(c.N)), Num: true}
}

// keep returns a cell whose pieces are each kept on one line.
func (e *edition) keep(pieces ...string) cell {
	var out []template.HTML
	for _, p := range pieces {
		out = append(out, "<span class=\"keep\">"+esc(p)+"</span>")
	}
	return cell{HTML: join(" ", out...)}
}

// day returns the cell of a date, a dash where it is unknown.
func (e *edition) day(t time.Time) cell {
	if t.IsZero() {
		return cell{HTML: "–"}
	}
	return e.keep(day(t))
}

// sections returns the chapters of the page after the findings.
func (e *edition) sections() []section {
	var out []section
	for _, s := range []func() section{
		e.dataSection,
		e.seedSection,
		e.classSection,
		e.familySection,
		e.overlapSection,
		e.mixingSection,
		e.locationSection,
		e.creationSection,
		e.orderSection,
		e.hashtagSection,
		e.profilesSection,
		e.lostSection,
		e.networkSection,
		e.methodSection,
		e.limitSection,
		e.inputSection,
	} {
		out = append(out, s())
	}
	return out
}

func (e *edition) section(id string, r *analysis.Result) section {
	s := section{ID: id, Title: e.word("section." + id)}
	if r != nil {
		for _, n := range r.Warnings {
			s.Notes = append(s.Notes, e.note(n))
		}
	}
	return s
}

func (s *section) say(h template.HTML) { s.Text = append(s.Text, h) }

// find adds claims to a section.
func (e *edition) find(s *section, list ...finding) {
	for _, f := range list {
		s.Findings = append(s.Findings, findingView{e.word("level." + string(f.Level)), f})
	}
}

// draw adds a figure to a section, if the data hold anything to draw.
func (e *edition) draw(s *section, name string) {
	if f := e.figureView(name); f != nil {
		s.Figures = append(s.Figures, f)
	}
}
