package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"html/template"
	"io"
)

//go:embed web/index.html web/style.css
var pageFiles embed.FS

// A page is what the template shows; every text in it is escaped already.
type page struct {
	Lang      string
	Title     string        // of the window
	Heading   template.HTML // of the case
	Subtitle  template.HTML
	CSP       string
	Style     template.CSS
	Synthetic template.HTML // "" for real data
	Privacy   template.HTML
	Law       template.HTML
	Lead      template.HTML
	Findings  []findingView
	Gaps      []template.HTML
	Words     map[string]template.HTML
	Sections  []section
	Foot      template.HTML
}

type findingView struct {
	Word template.HTML // of the level
	finding
}

type figureView struct {
	Source  template.URL // data URI
	Alt     template.HTML
	Caption template.HTML
	File    string
	Width   int
	Height  int
}

// writePage writes the report: one page without scripts, whose policy lets it
// load nothing but the figures inside it.
func writePage(w io.Writer, e *edition) error {
	style, err := pageFiles.ReadFile("web/style.css")
	if err != nil {
		return err
	}
	tmpl, err := template.New("index.html").ParseFS(pageFiles, "web/index.html")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(style)
	p := &page{
		Lang:    e.Lang,
		Title:   e.plain(say("title", dump(e.title()))),
		Heading: bdi(e.title()),
		CSP:     "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
		Style:   template.CSS(style),
		Privacy: e.word("privacy.banner"),
		Law:     e.word("privacy.law"),
		Words:   map[string]template.HTML{},
		Foot:    esc(e.tool()),
	}
	if e.Case.Synthetic {
		p.Synthetic = e.word("synthetic.banner")
	}
	for _, key := range []string{"contents", "findings", "gaps", "caveats", "figure_file"} {
		p.Words[key] = e.word("page." + key)
	}
	p.Subtitle = e.subtitle()
	findings := e.findings()
	for _, f := range findings {
		p.Findings = append(p.Findings, findingView{e.word("level." + string(f.Level)), f})
	}
	p.Lead = e.lead()
	for _, g := range e.gaps() {
		p.Gaps = append(p.Gaps, esc(g))
	}
	p.Sections = e.sections()
	return tmpl.Execute(w, p)
}

// subtitle dates the report by its data: no clock.
func (e *edition) subtitle() template.HTML {
	if t := e.newest(); !t.IsZero() {
		return e.html(say("page.subtitle", e.l.Date(t)))
	}
	return e.word("page.subtitle_undated")
}

// figureView returns a figure for the page, nil if the data hold nothing to
// draw.
func (e *edition) figureView(name string) *figureView {
	for _, f := range figures() {
		if f.name != name {
			continue
		}
		f = f.sized(e, newPen(nil))
		var b bytes.Buffer
		if err := f.writeSVG(&b, e); errors.Is(err, ErrNothing) {
			return nil
		} else if err != nil {
			return nil
		}
		return &figureView{
			Source:  template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(b.Bytes())),
			Alt:     esc(e.l.Raw("figure." + name + ".alt")),
			Caption: e.html(say("figure."+name+".caption")) + " " + esc(e.privacy()),
			File:    "figures/" + name + ".svg",
			Width:   int(f.width),
			Height:  int(f.height),
		}
	}
	return nil
}

func hexSum(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
