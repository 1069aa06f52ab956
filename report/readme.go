package report

import (
	"fmt"
	"io"
	"strings"
)

// privacy returns the sentence that goes with every export: a working copy, and
// synthetic where it is.
func (e *edition) privacy() string {
	if e.Case.Synthetic {
		return e.l.Raw("synthetic.short")
	}
	return e.l.Raw("privacy.short")
}

// writeReadme says what the files are, and whom they are about.
func writeReadme(w io.Writer, e *edition) error {
	var b strings.Builder
	p := func(s string) { b.WriteString(s + "\n") }
	p(e.title())
	p(strings.Repeat("=", len([]rune(e.title()))))
	p("")
	if e.Case.Synthetic {
		p(e.l.Raw("synthetic.banner"))
		p("")
	}
	p(e.l.Raw("privacy.banner"))
	p(e.l.Raw("privacy.law"))
	p("")
	p(e.l.Raw("readme.files"))
	p("")
	for _, f := range Formats() {
		if e.l.Has("output." + strings.Split(f.Name, ".")[0]) {
			p(fmt.Sprintf("  %-26s %s", f.File, e.l.Raw("output."+strings.Split(f.Name, ".")[0])))
		}
	}
	p(fmt.Sprintf("  %-26s %s", ManifestFile, e.l.Raw("output.manifest")))
	p("")
	for _, key := range []string{"readme.csv", "readme.apostrophe", "readme.ids", "readme.utc", "readme.verify"} {
		p(e.l.Raw(key))
	}
	p("")
	p(e.tool())
	_, err := io.WriteString(w, safeLines(b.String()))
	return err
}
