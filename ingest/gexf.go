package ingest

import (
	"encoding/xml"
	"strings"
)

// GEXF 1.1 to 1.3 (https://gexf.net), the format of Gephi, TCAT and 4CAT, and one of
// adentro's own exports: attributes are declared with an id and a title, and nodes give values for the id.

func opensGEXF(head []byte) bool { return rootElement(head) == "gexf" }

func readGEXF(d *decoder, w *window) { readGraph(d, w, startGEXF, stopGEXF) }

func startGEXF(g *graphReader, name string, attrs []xml.Attr) {
	switch name {
	case "graph":
		if _, ok := attr(attrs, "defaultedgetype"); !ok { // the specification's default
			g.undirected = true
		}
	case "attributes":
		g.class, _ = attr(attrs, "class")
	case "attribute":
		id, _ := attr(attrs, "id")
		title, ok := attr(attrs, "title")
		if ok && len(g.titles) < maxColumn {
			g.titles[g.class+"\x00"+id] = title
		}
	case "attvalue":
		e := g.top()
		if e == nil {
			return
		}
		id, ok := attr(attrs, "for")
		if !ok {
			id, _ = attr(attrs, "id") // before 1.2
		}
		title, ok := g.titles[e.name+"\x00"+id]
		if !ok {
			title = id
		}
		if value, ok := attr(attrs, "value"); ok {
			g.set(title, value)
		}
	}
}

func stopGEXF(*graphReader, string) {}

// attr returns the value of the attribute with this local name.
func attr(attrs []xml.Attr, name string) (string, bool) {
	for _, a := range attrs {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value, true
		}
	}
	return "", false
}
