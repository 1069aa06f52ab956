package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
	"github.com/seed-1b5e0f84/adentro/report/lang"
)

// A dump is text that a stranger wrote. On the page it stands alone, in a
// <bdi>, so that its direction and its markup change nothing around it.
type dump string

// A phrase is a sentence of report/lang with its arguments; it can be written
// plain or as HTML. Arguments are strings of ours, dumps, or phrases.
type phrase struct {
	key  string
	args []any
}

func say(key string, args ...any) phrase { return phrase{key, args} }

// plain returns the sentence without markup.
func (e *edition) plain(p phrase) string {
	args := make([]string, len(p.args))
	for i, a := range p.args {
		switch a := a.(type) {
		case dump:
			args[i] = safe.Clamp(safe.Visible(string(a)), maxText)
		case phrase:
			args[i] = e.plain(a)
		default:
			args[i] = fmt.Sprint(a)
		}
	}
	return e.l.T(p.key, args...)
}

// html returns the sentence for the page.
func (e *edition) html(p phrase) template.HTML {
	args := make([]string, len(p.args))
	for i, a := range p.args {
		switch a := a.(type) {
		case dump:
			args[i] = string(bdi(string(a)))
		case phrase:
			args[i] = string(e.html(a))
		default:
			args[i] = string(esc(fmt.Sprint(a)))
		}
	}
	return template.HTML(lang.Fill(e.l.Raw(p.key), template.HTMLEscapeString, args...))
}

// note returns the sentence of a note; its arguments may come from dumps.
func (e *edition) note(n adentro.Note) template.HTML {
	key := e.l.NoteKey(n.Code, n.Args)
	if !e.l.Has(key) {
		return bdi(e.l.Note(n.Code, n.Args))
	}
	args := make([]any, len(n.Args))
	for i, a := range e.noteArgs(n) {
		args[i] = dump(e.l.Arg(a))
	}
	return e.html(phrase{key, args})
}

// sentence returns a note as plain text.
func (e *edition) sentence(n adentro.Note) string { return e.l.Note(n.Code, e.noteArgs(n)) }

// noteArgs puts titles in the place of class keys, which notes mark by
// "class:"; the key all means the whole population. Kinds of lists are named too.
func (e *edition) noteArgs(n adentro.Note) []string {
	args := slices.Clone(n.Args)
	for i, a := range args {
		if key, ok := strings.CutPrefix(a, "class:"); ok {
			args[i] = e.seriesTitle(key)
		}
		if code, ok := strings.CutPrefix(a, "country:"); ok {
			args[i] = e.place(code)
		}
		if a == adentro.Followers.String() || a == adentro.Following.String() {
			args[i] = e.l.Raw("list." + a)
		}
	}
	return args
}

// word returns a word of report/lang as HTML.
func (e *edition) word(key string) template.HTML { return esc(e.l.Raw(key)) }

// esc returns text of ours as HTML.
func esc(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }

// bdi returns text from a dump as HTML: visible, cut to maxText, isolated.
func bdi(s string) template.HTML {
	return "<bdi>" + esc(safe.Clamp(safe.Visible(s), maxText)) + "</bdi>"
}

// join puts pieces of HTML together.
func join(sep template.HTML, pieces ...template.HTML) template.HTML {
	words := make([]string, len(pieces))
	for i, p := range pieces {
		words[i] = string(p)
	}
	return template.HTML(strings.Join(words, string(sep)))
}

// mark returns the sign of class c in its colour.
func (e *edition) mark(c int32) template.HTML {
	m := classMark(c)
	return template.HTML(`<span class="` + m.style + `" aria-hidden="true">` + m.glyph + `</span>`)
}

// class returns the sign and the name of class c.
func (e *edition) class(c int32) template.HTML {
	return e.mark(c) + " " + bdi(e.classTitle(c))
}

// who returns the account u for a table: its sign and its handle or key.
func (e *edition) who(u int32) template.HTML {
	if u < 0 || int(u) >= len(e.Snap.Accounts) {
		return e.word("unknown")
	}
	if c := e.primary(u); c >= 0 {
		return e.mark(c) + "\u00a0" + bdi(e.Snap.Accounts[u].Label())
	}
	return bdi(e.Snap.Accounts[u].Label())
}
