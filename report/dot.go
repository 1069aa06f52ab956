package report

import (
	"fmt"
	"io"
	"strconv"

	"github.com/awalterschulze/gographviz"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// Limits of network.dot: Graphviz cannot draw more in a time that anyone waits.
const (
	maxDotNodes = 2000
	maxDotEdges = 10000
)

// dotPicture is the part of a network that network.dot holds.
type dotPicture struct {
	nodes       []int32
	edges       []graph.Edge // of accounts
	hiddenNodes int
	hiddenEdges int
}

// picture returns the accounts of the drawing, else those with most links.
func (n network) picture(e *edition) dotPicture {
	if n.view != nil {
		return n.drawn()
	}
	degree := make([]float64, n.g.N())
	for u := range degree {
		degree[u] = float64(len(n.g.In(int32(u))) + len(n.g.Out(int32(u))))
	}
	t := graph.Trim(n.g, graph.TrimOptions{MaxNodes: maxDotNodes, MaxEdges: maxDotEdges, Keep: marks(e.pop().Seeds, n.g.N()), Scores: [][]float64{degree}})
	p := dotPicture{nodes: t.Nodes, hiddenNodes: t.HiddenNodes, hiddenEdges: t.HiddenEdges}
	for _, x := range t.Edges {
		p.edges = append(p.edges, graph.Edge{From: t.Nodes[x.From], To: t.Nodes[x.To], Weight: x.Weight})
	}
	return p
}

func (n network) drawn() dotPicture {
	p := dotPicture{hiddenNodes: n.view.HiddenNodes, hiddenEdges: n.view.HiddenEdges}
	for _, v := range n.view.Nodes {
		if v.Account >= 0 {
			p.nodes = append(p.nodes, v.Account)
		}
	}
	for _, x := range n.view.Edges {
		if a, b := n.view.Nodes[x.From].Account, n.view.Nodes[x.To].Account; a >= 0 && b >= 0 {
			p.edges = append(p.edges, graph.Edge{From: a, To: b, Weight: x.Weight})
		}
	}
	return p
}

// dot writes the part worth drawing. Nodes are called n<index>, every value is
// quoted by us: the library's own quoting takes <b> for markup.
func (n network) dot(w io.Writer, e *edition) error {
	p := n.picture(e)
	g := gographviz.NewGraph()
	d := &dotGraph{g: g}
	d.check(g.SetName("adentro"))
	d.check(g.SetDir(true))
	d.graph("label", e.title()+" · "+n.kind+" · "+e.l.T("dot.hidden", e.l.Int(int64(p.hiddenNodes)), e.l.Int(int64(p.hiddenEdges)))+" · "+e.privacy())
	d.graph("labelloc", "b")
	d.graph("fontname", "Helvetica")
	d.graph("overlap", "prism")
	d.graph("outputorder", "edgesfirst")
	at := n.positions()
	seeds := marks(e.pop().Seeds, n.g.N())
	for _, u := range p.nodes {
		d.node(e, u, seeds[u], at)
	}
	for _, x := range p.edges {
		d.edge(x)
	}
	if d.err != nil {
		return d.err
	}
	ast, err := g.WriteAst()
	if err != nil {
		return fmt.Errorf("dot: %w", err)
	}
	_, err = io.WriteString(w, ast.String())
	return err
}

// dotGraph remembers the first error.
type dotGraph struct {
	g   *gographviz.Graph
	err error
}

func (d *dotGraph) check(err error) {
	if d.err == nil && err != nil {
		d.err = fmt.Errorf("dot: %w", err)
	}
}

func (d *dotGraph) graph(key, value string) { d.check(d.g.AddAttr("adentro", key, safe.DOT(value))) }

func (d *dotGraph) node(e *edition, u int32, seed bool, at map[int32]*analysis.ViewNode) {
	mark := classMark(e.primary(u))
	attrs := map[string]string{
		"label":     safe.DOT(""),
		"tooltip":   safe.DOT(e.handleOrKey(u)),
		"shape":     safe.DOT(mark.dot),
		"style":     safe.DOT("filled"),
		"fillcolor": safe.DOT(hexColor(mark.color)),
		"color":     safe.DOT("#ffffff"),
		"fontname":  safe.DOT("Helvetica"),
	}
	if e.named(u, seed) {
		attrs["label"] = safe.DOT(e.label(u))
	}
	if seed {
		attrs["penwidth"], attrs["color"] = safe.DOT("2"), safe.DOT("#000000")
	}
	if v := at[u]; v != nil {
		attrs["pos"] = safe.DOT(strconv.FormatFloat(v.X, 'f', 2, 64) + "," + strconv.FormatFloat(v.Y, 'f', 2, 64))
	}
	d.check(d.g.AddNode("adentro", dotID(u), attrs))
}

func (d *dotGraph) edge(x graph.Edge) {
	attrs := map[string]string{"color": safe.DOT("#9aa0a680"), "arrowsize": safe.DOT("0.4")}
	if x.Weight != 1 && isNumber(x.Weight) {
		attrs["weight"] = safe.DOT(sig9(x.Weight))
	}
	d.check(d.g.AddEdge(dotID(x.From), dotID(x.To), true, attrs))
}

func dotID(u int32) string { return "n" + strconv.Itoa(int(u)) }
