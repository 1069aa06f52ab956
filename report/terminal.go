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
	t := &screen{color: color}
	t.title(e.title())
	if e.Case.Synthetic {
		t.warn(e.l.Raw("synthetic.banner"))
	}
	for _, f := range e.findings() {
		if f.short != "" {
			t.item(f.short)
		}
	}
	for _, s := range e.gaps() {
		t.item(s)
	}
	r := e.Snap.Records()
	t.title(e.l.Raw("terminal.inputs"))
	t.item(e.l.T("inputs.sum", e.l.Count("count.files", int64(len(e.Snap.Sources))), e.l.Count("count.records", r.Seen), e.l.Int(r.Accepted), e.l.Int(r.Duplicate), e.l.Int(r.Rejected), e.l.Int(r.Ignored)))
	if n := len(e.warnings()); n > 0 {
		t.warn(e.l.Count("terminal.warnings", int64(n)))
	}
	t.warn(e.l.Raw("privacy.banner"))
	_, err = io.WriteString(w, t.b.String())
	return err
}

// screen builds lines of at most 100 columns.
type screen struct {
	b     strings.Builder
	color bool
}

func (t *screen) title(s string) { t.put(s, "\x1b[1m", "", "") }
func (t *screen) item(s string)  { t.put(s, "", "  • ", "    ") }
func (t *screen) warn(s string)  { t.put(s, "\x1b[33m", "  ! ", "    ") }

// put wraps s, and sets it in a style where colours are on.
func (t *screen) put(s, style, first, rest string) {
	const width = 96
	line, indent := "", first
	flush := func() {
		if t.color && style != "" {
			line = style + line + "\x1b[0m"
		}
		t.b.WriteString(indent + line + "\n")
		line, indent = "", rest
	}
	for _, word := range strings.Fields(safe.Terminal(s)) {
		word = safe.Clamp(word, width)
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
