package ingest

import (
	"encoding/xml"
	"strings"
)

// GraphML (http://graphml.graphdrawing.org), as networkx, igraph, NodeXL, yEd,
// twarc-network and the coordination-network-toolkit write it: keys are declared with an id and a name, and
// nodes and edges hold data for the id. The label of yEd stands in its graphics.

func opensGraphML(head []byte) bool { return rootElement(head) == "graphml" }

func readGraphML(d *decoder, w *window) { readGraph(d, w, startGraphML, stopGraphML) }

func startGraphML(g *graphReader, name string, attrs []xml.Attr) {
	switch name {
	case "key":
		id, _ := attr(attrs, "id")
		title, ok := attr(attrs, "attr.name")
		if ok && len(g.titles) < maxColumn {
			g.titles[id] = title
		}
	case "data":
		key, _ := attr(attrs, "key")
		title, ok := g.titles[key]
		if !ok {
			title = key
		}
		g.text, g.textName = &strings.Builder{}, title
	case "nodelabel":
		g.text, g.textName = &strings.Builder{}, labelName
	}
}

// labelName is the attribute that is the label of a node.
const labelName = "label"

func stopGraphML(g *graphReader, name string) {
	if name != "data" && name != "nodelabel" || g.text == nil {
		return
	}
	value := strings.TrimSpace(g.text.String())
	title := g.textName
	g.text = nil
	if e := g.top(); strings.EqualFold(title, labelName) && e != nil {
		e.label = value
	} else if value != "" {
		g.set(title, value)
	}
}
