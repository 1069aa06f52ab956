package report

import (
	"io"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// Terminal writes a screenful: what was found, from what, and that it is a
// working copy. With color, titles are bold and warnings yellow; text from dumps
// never reaches the terminal as a command.
func Terminal(w io.Writer, m *Model, color bool) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	t := &Screen{Color: color}
	t.Title(e.title())
	if e.Case.Synthetic {
		t.Warn(e.l.Raw("synthetic.banner"))
	}
	for _, f := range e.findings() {
		if f.short != "" {
			t.Item(f.short)
		}
	}
	for _, s := range e.gaps() {
		t.Item(s)
	}
	r := e.Snap.Records()
	t.Title(e.l.Raw("terminal.inputs"))
	t.Item(e.l.T("inputs.sum", e.l.Count("count.files", int64(len(e.Snap.Sources))), e.l.Count("count.records", r.Seen), e.l.Int(r.Accepted), e.l.Int(r.Duplicate), e.l.Int(r.Rejected), e.l.Int(r.Ignored)))
	if n := len(e.warnings()); n > 0 {
		t.Warn(e.l.Count("terminal.warnings", int64(n)))
	}
	t.Warn(e.l.Raw("privacy.banner"))
	_, err = io.WriteString(w, t.String())
	return err
}

// A Screen builds lines for a terminal, of at most 100 columns. Its zero value has no
// colours. Whatever is written to it reaches the terminal as text.
type Screen struct {
	Color bool
	b     strings.Builder
}

// Title begins a part.
func (t *Screen) Title(s string) { t.put(s, "\x1b[1m", "", "") }

// Item writes one fact.
func (t *Screen) Item(s string) { t.put(s, "", "  • ", "    ") }

// Warn writes what must not be missed.
func (t *Screen) Warn(s string) { t.put(s, "\x1b[33m", "  ! ", "    ") }

// Field writes a fact under its name, which is ours; the facts stand below each other.
func (t *Screen) Field(name, s string) {
	const column = 14
	gap := strings.Repeat(" ", max(column-2-len([]rune(name)), 1))
	t.put(s, "", "  "+name+gap, strings.Repeat(" ", column))
}

// String returns what was written.
func (t *Screen) String() string { return t.b.String() }

// put wraps s at its spaces, not at those that hold a number and its sign together, and sets it
// in a style where colours are on.
func (t *Screen) put(s, style, first, rest string) {
	const width = 96
	line, indent := "", first
	flush := func() {
		if t.Color && style != "" {
			line = style + line + "\x1b[0m"
		}
		t.b.WriteString(indent + line + "\n")
		line, indent = "", rest
	}
	for _, word := range strings.FieldsFunc(safe.Terminal(s), func(r rune) bool { return r == ' ' }) {
		word = strings.ReplaceAll(safe.Clamp(word, width), "\u00a0", " ")
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	flush()
}

// safeLines makes every line of s harmless, and keeps the lines.
func safeLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = safe.Visible(l)
	}
	return strings.Join(lines, "\n")
}
