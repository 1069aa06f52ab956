package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// gexfWriter writes XML 1.0 by hand, because the network may not fit twice in
// memory; it remembers the first error and how many characters were dropped.
type gexfWriter struct {
	w       *bufio.Writer
	dropped int
}

// attr returns s as the inside of an attribute value. Characters that XML
// cannot hold are dropped and counted; characters that act on other text are shown by number.
func (x *gexfWriter) attr(s string) string {
	if !strings.ContainsFunc(s, unlikeWord) { // most of what an export holds are numbers
		return s
	}
	s, n := safe.XML(s)
	x.dropped += n
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(safe.Visible(s))) // a Builder never fails
	return b.String()
}

// unlikeWord reports whether r is something else than a character that no output needs to escape.
func unlikeWord(r rune) bool {
	return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r == '.' || r == '-')
}

func (x *gexfWriter) line(format string, args ...any) { fmt.Fprintf(x.w, format+"\n", args...) }

// value writes the value of an attribute of a node. There are too many for fmt.
func (x *gexfWriter) value(i int, s string) {
	for _, part := range [...]string{`          <attvalue for="`, strconv.Itoa(i), `" value="`, x.attr(s), "\"/>\n"} {
		x.w.WriteString(part) // keeps its first error
	}
}

// gexfAttributes are the declared attributes of a node, in order; "double" and
// "integer" ones are left out where unknown.
var gexfAttributes = [...]struct{ title, kind string }{
	{"key", "string"}, {"handle", "string"}, {"seed", "boolean"}, {"class", "string"}, {"country", "string"},
	{"created", "string"}, {"in_degree", "integer"}, {"out_degree", "integer"},
}

// gexf writes GEXF 1.3 (https://gexf.net): directed edges with weights, and
// positions and colours for the nodes of the drawing.
func (n network) gexf(w io.Writer, e *edition) error {
	x := &gexfWriter{w: bufio.NewWriterSize(w, 1<<16)}
	columns := n.columns(e)
	x.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	x.line(`<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">`)
	x.line(`  <meta%s>`, gexfDate(e))
	x.line(`    <creator>%s</creator>`, x.attr(e.tool()))
	x.line(`    <description>%s</description>`, x.attr(e.title()+" · "+n.kind+" · "+e.privacy()))
	x.line(`  </meta>`)
	x.line(`  <graph mode="static" defaultedgetype="directed">`)
	x.line(`    <attributes class="node">`)
	for i, a := range gexfAttributes {
		x.line(`      <attribute id="%d" title="%s" type="%s"/>`, i, a.title, a.kind)
	}
	for i, c := range columns {
		kind := "integer"
		if c.Score != nil {
			kind = "double"
		}
		x.line(`      <attribute id="%d" title="%s" type="%s"/>`, len(gexfAttributes)+i, x.attr(c.Name), kind)
	}
	x.line(`    </attributes>`)
	n.gexfNodes(x, e, columns)
	n.gexfEdges(x)
	x.line(`  </graph>`)
	if x.dropped > 0 {
		x.line(`  <!-- %d characters that XML cannot hold were left out -->`, x.dropped)
	}
	x.line(`</gexf>`)
	return x.w.Flush()
}

func gexfDate(e *edition) string {
	if t := e.newest(); !t.IsZero() {
		return ` lastmodifieddate="` + day(t) + `"`
	}
	return ""
}

func (n network) gexfNodes(x *gexfWriter, e *edition, columns []analysis.Column) {
	at := n.positions()
	seeds := marks(e.pop().Seeds, n.g.N())
	x.line(`    <nodes>`)
	for u := range int32(n.g.N()) {
		if !n.shown(u) {
			continue
		}
		a := &e.Snap.Accounts[u]
		class := ""
		if p := e.primary(u); p >= 0 && int(p) < len(e.Case.Classes) {
			class = e.Case.Classes[p].Key
		}
		values := []string{a.Key.String(), e.handle(u, adentro.Key{}), strconv.FormatBool(seeds[u]), class, e.declared(u).Country, createdCell(a), strconv.Itoa(len(n.g.In(u))), strconv.Itoa(len(n.g.Out(u)))}
		for _, c := range columns {
			values = append(values, columnCell(c, u))
		}
		x.line(`      <node id="n%d" label="%s">`, u, x.attr(e.handleOrKey(u)))
		x.line(`        <attvalues>`)
		for i, v := range values {
			if v != "" {
				x.value(i, v)
			}
		}
		x.line(`        </attvalues>`)
		if v := at[u]; v != nil {
			c := classColor(e.primary(u))
			x.line(`        <viz:color r="%d" g="%d" b="%d"/>`, c.R, c.G, c.B)
			x.line(`        <viz:position x="%s" y="%s" z="0"/>`, sig9(v.X), sig9(v.Y))
			x.line(`        <viz:size value="%s"/>`, sig9(2*v.R))
		}
		x.line(`      </node>`)
	}
	x.line(`    </nodes>`)
}

func (n network) gexfEdges(x *gexfWriter) {
	x.line(`    <edges>`)
	var b []byte // there are too many edges for fmt
	id := int64(0)
	for u := range int32(n.g.N()) {
		weights := n.g.OutWeights(u)
		for i, v := range n.g.Out(u) {
			b = strconv.AppendInt(append(b[:0], `      <edge id="`...), id, 10)
			b = strconv.AppendInt(append(b, `" source="n`...), int64(u), 10)
			b = strconv.AppendInt(append(b, `" target="n`...), int64(v), 10)
			b = append(append(append(b, `" weight="`...), weightCell(weights, i)...), "\"/>\n"...)
			x.w.Write(b) // keeps its first error
			id++
		}
	}
	x.line(`    </edges>`)
}

// positions returns the drawn node of each account that is drawn alone.
func (n network) positions() map[int32]*analysis.ViewNode {
	at := map[int32]*analysis.ViewNode{}
	if n.view != nil {
		for i := range n.view.Nodes {
			if v := &n.view.Nodes[i]; v.Account >= 0 && isNumber(v.X) && isNumber(v.Y) {
				at[v.Account] = v
			}
		}
	}
	return at
}
