package ingest

import (
	"encoding/xml"
	"io"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// Limits on what one element of a graph file may hold.
const (
	maxNested = 64       // graphs in nodes in graphs
	maxValues = 1000     // attributes of an element
	maxColumn = 1000     // attributes of all nodes
	maxText   = 64 << 10 // bytes of one attribute
)

// A graphReader reads a graph in XML. Each node and each edge is a record; one that is
// broken, never closed or cut costs itself. What the ids of the nodes are shows in all of
// them, so that nodes and edges are kept until the end: some 300 bytes a node, 24 an edge.
type graphReader struct {
	follows
	x          *xmlReader
	stack      []*graphElement   // open containers, nodes and edges
	titles     map[string]string // names of attributes by class and id
	class      string            // of the attributes that are being declared
	undirected bool              // edges that do not say
	text       *strings.Builder  // of the attribute that is being read; nil outside
	textName   string

	columns map[string]int // names of the attributes of nodes, by index
	names   [][]byte       // the same in order
	nodes   []graphNode
	byID    map[string]int32 // index in nodes
	edges   []graphEdge
}

// A graphElement is an element that is open.
type graphElement struct {
	name                      string // graph, nodes, edges; or a record: node, edge
	off, line                 int64
	id, label, source, target string
	undirected                bool // of a graph: what edges around it are
	values                    []graphValue
	done                      bool // a node that was closed early: a graph lies inside it
}

// record reports whether what follows may belong to the node or edge.
func (e *graphElement) record() bool { return (e.name == "node" || e.name == "edge") && !e.done }

type graphValue struct{ name, value string }

type graphNode struct {
	rec       *record // nil: an edge names a node that the file does not have
	id, label string
	values    []graphValue
}

type graphEdge struct {
	left, right int32 // indexes of nodes
	off         int64
	undirected  bool
}

// readGraph reads a file in GEXF or GraphML; start, stop take what is their own.
func readGraph(d *decoder, w *window, start func(g *graphReader, name string, attrs []xml.Attr), stop func(g *graphReader, name string)) {
	g := &graphReader{follows: follows{d: d}, x: newXMLReader(w), titles: map[string]string{}, columns: map[string]int{}, byID: map[string]int32{}}
	for {
		tok, cut, err := g.x.next()
		switch {
		case err == io.EOF:
			g.end(cut)
			g.conclude()
			w.skip(g.x.src.used)
			return
		case err != nil:
			g.broken()
			continue
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			g.start(tok)
			start(g, strings.ToLower(tok.Name.Local), tok.Attr)
		case xml.EndElement:
			name := strings.ToLower(tok.Name.Local)
			stop(g, name)
			g.stop(name)
		case xml.CharData:
			if g.text != nil && g.text.Len()+len(tok) <= maxText {
				g.text.Write(tok)
			}
		}
	}
}

// start opens a container, a node or an edge.
func (g *graphReader) start(tok xml.StartElement) {
	name := strings.ToLower(tok.Name.Local)
	switch name {
	case "graph", "nodes", "edges", "node", "edge":
	default:
		return
	}
	e := &graphElement{name: name, off: g.x.off, line: g.x.line, undirected: g.undirected}
	if top := g.top(); top != nil && e.record() { // nothing but a container holds nodes
		g.drop("bad_xml", "the element was never closed")
	} else if top != nil && top.name == "node" {
		g.node(top)
		top.done = true
	}
	if len(g.stack) >= maxNested {
		if e.record() {
			g.fail(e, "too_deep", "graphs are nested more than 64 levels deep")
		}
		return
	}
	g.text = nil
	for _, a := range tok.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "id":
			e.id = a.Value
		case "label":
			e.label = a.Value
		case "source":
			e.source = a.Value
		case "target":
			e.target = a.Value
		case "type", "directed":
			switch {
			case !e.record():
			case a.Value == "undirected" || a.Value == "false":
				e.undirected = true
			case a.Value == "directed" || a.Value == "true":
				e.undirected = false
			}
		case "edgedefault", "defaultedgetype":
			g.undirected = a.Value == "undirected"
		}
	}
	g.stack = append(g.stack, e)
}

// top returns the node or edge that is open, nil if there is none.
func (g *graphReader) top() *graphElement {
	if n := len(g.stack); n > 0 && g.stack[n-1].record() {
		return g.stack[n-1]
	}
	return nil
}

// set gives the open node or edge the value of an attribute.
func (g *graphReader) set(name, value string) {
	if e := g.top(); e != nil && len(e.values) < maxValues && len(value) <= maxText {
		e.values = append(e.values, graphValue{name, value})
	}
}

// stop closes an element, and what was left open inside it.
func (g *graphReader) stop(name string) {
	at := len(g.stack) - 1
	for at >= 0 && g.stack[at].name != name {
		at--
	}
	if at < 0 {
		return
	}
	for len(g.stack) > at+1 {
		g.drop("bad_xml", "the element was never closed")
	}
	e := g.stack[at]
	g.stack = g.stack[:at]
	if name == "graph" {
		g.undirected = e.undirected
	}
	switch {
	case e.done:
	case name == "node":
		g.node(e)
	case name == "edge":
		g.edge(e)
	}
}

// drop takes the innermost open element away; a node or an edge is rejected.
func (g *graphReader) drop(reason, detail string) {
	n := len(g.stack) - 1
	e := g.stack[n]
	g.stack, g.text = g.stack[:n], nil
	if e.name == "graph" {
		g.undirected = e.undirected
	}
	if e.record() {
		g.fail(e, reason, detail)
	}
}

func (g *graphReader) fail(e *graphElement, reason, detail string) {
	g.d.reject(g.begin(e), reason, detail)
}

// broken passes over a token that is no XML.
func (g *graphReader) broken() {
	const detail = "the element is not well-formed XML"
	switch {
	case g.top() != nil:
		g.drop("bad_xml", detail)
	case !g.x.framing():
		g.fail(&graphElement{off: g.x.off, line: g.x.line}, "bad_xml", detail)
	}
}

// end closes what the end of the file leaves open.
func (g *graphReader) end(cut bool) {
	const detail = "the file ends inside this element"
	open := len(g.stack) > 0
	if cut && g.top() == nil && !g.x.framing() {
		g.fail(&graphElement{off: g.x.off, line: g.x.line}, "truncated", detail)
	}
	for len(g.stack) > 0 {
		g.drop("truncated", detail)
	}
	if open {
		g.d.warned["array_unclosed"]++
	}
}

// begin opens the record of an element. What it says stands for its bytes.
func (g *graphReader) begin(e *graphElement) *record {
	var b strings.Builder
	for _, s := range []string{e.name, e.id, e.label, e.source, e.target} {
		b.WriteString(s)
		b.WriteByte(0)
	}
	for _, v := range e.values {
		b.WriteString(v.name + "\x00" + v.value + "\x00")
	}
	return g.d.beginRaw([]byte(b.String()), e.off, e.line, jsontape.Value{}, time.Time{})
}

func (g *graphReader) node(e *graphElement) {
	if strings.TrimSpace(e.id) == "" {
		g.fail(e, "no_id", details["no_id"])
		return
	}
	for _, v := range e.values {
		if _, ok := g.columns[v.name]; !ok && len(g.names) < maxColumn {
			g.columns[v.name] = len(g.names)
			g.names = append(g.names, []byte(v.name))
		}
	}
	n := graphNode{g.begin(e), e.id, e.label, e.values}
	if i, ok := g.byID[e.id]; ok && g.nodes[i].rec == nil { // an edge stood before it
		g.nodes[i] = n
		return
	} else if !ok {
		g.byID[e.id] = int32(len(g.nodes))
	}
	g.nodes = append(g.nodes, n)
}

func (g *graphReader) edge(e *graphElement) {
	if strings.TrimSpace(e.source) == "" || strings.TrimSpace(e.target) == "" {
		g.fail(e, "bad_edge", "the edge does not name both of its ends")
		return
	}
	g.d.accept(g.begin(e), listing{})
	g.edges = append(g.edges, graphEdge{g.find(e.source), g.find(e.target), e.off, e.undirected})
}

// find returns the index of the node with this id.
func (g *graphReader) find(id string) int32 {
	i, ok := g.byID[id]
	if !ok {
		i = int32(len(g.nodes))
		g.byID[id] = i
		g.nodes = append(g.nodes, graphNode{id: id})
	}
	return i
}
