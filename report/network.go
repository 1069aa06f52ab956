package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// A network is a graph with the words that its exports bear. Scores and
// positions are those of Results, where they are of this very graph.
type network struct {
	g      *graph.Graph
	kind   string
	scores *analysis.Network // nil where nothing was computed for g
	view   *analysis.View    // nil without positions
	all    bool              // isolated accounts too
}

// network returns the network of the report; without one, all accounts and no edge.
func (e *edition) network() network {
	if r := e.Results.Network; r != nil && r.Graph != nil && r.Graph.N() == len(e.Snap.Accounts) {
		n := network{g: r.Graph, kind: r.Kind, scores: r, all: true}
		if d := e.Results.Drawing; d != nil {
			n.view = d.Overview
		}
		return n
	}
	return network{g: graph.FromLists(len(e.Snap.Accounts), e.Snap.Lists), kind: string(graph.Follows), all: true}
}

// NetworkFormats returns the formats of Export: those of the table that can hold
// any network, then the pictures.
func NetworkFormats() []string {
	var names []string
	for _, f := range Formats() {
		if f.Network {
			names = append(names, f.Name)
		}
	}
	return append(names, pictures()...)
}

// pictures returns the formats of Export that are drawn.
func pictures() []string { return []string{"svg", "png", "pdf"} }

// IsPicture reports whether a format of Export is drawn, for which the Results
// must hold the network g and its drawing.
func IsPicture(as string) bool { return slices.Contains(pictures(), as) }

// Export writes one network in one of NetworkFormats. Only accounts with an edge
// are written, whatever it was made from. It returns ErrNothing where a picture
// would be empty.
func Export(w io.Writer, m *Model, g *graph.Graph, kind, as string) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	if g.N() != len(e.Snap.Accounts) {
		return fmt.Errorf("the %s network has %d nodes, the data %d accounts", kind, g.N(), len(e.Snap.Accounts))
	}
	n := network{g: g, kind: kind}
	r := e.Results.Network
	own := r != nil && r.Graph == g
	if own {
		n = e.network()
		n.all = false
	}
	switch {
	case as == "gexf":
		return n.gexf(w, e)
	case as == "dot":
		return n.dot(w, e)
	case as == "nodes":
		return n.nodes(w, e)
	case as == "edges":
		return n.edges(w, e)
	case IsPicture(as) && !own:
		return ErrNothing
	case IsPicture(as):
		return e.picture(w, kind, as)
	}
	return fmt.Errorf("a network cannot be written as %q: use one of %s", as, strings.Join(NetworkFormats(), ", "))
}

// picture draws the network as one of this kind, whatever the analysis took it for.
func (e *edition) picture(w io.Writer, kind, as string) error {
	results, network := *e.Results, *e.Results.Network
	network.Kind, results.Network = kind, &network
	drawn := *e
	drawn.Results = &results
	for _, f := range figures() {
		if f.name != "overview" {
			continue
		}
		switch as {
		case "svg":
			return f.writeSVG(w, &drawn)
		case "png":
			return f.writePNG(w, &drawn)
		case "pdf":
			return f.writePDF(w, &drawn)
		}
	}
	return ErrNothing
}

func writeNodes(w io.Writer, e *edition) error { return e.network().nodes(w, e) }
func writeEdges(w io.Writer, e *edition) error { return e.network().edges(w, e) }
func writeGEXF(w io.Writer, e *edition) error  { return e.network().gexf(w, e) }
func writeDOT(w io.Writer, e *edition) error   { return e.network().dot(w, e) }

// shown reports whether account u belongs in the export.
func (n network) shown(u int32) bool { return n.all || len(n.g.Out(u)) > 0 || len(n.g.In(u)) > 0 }

// nodes writes one row an account. It is for machines first: no byte order
// mark, plain keys, LF; but cells that a spreadsheet would run are defused here too.
func (n network) nodes(w io.Writer, e *edition) error {
	c := csv.NewWriter(w)
	columns := n.columns(e)
	head := []string{"Id", "Label", "index", "name", "seed", "population", "class", "classes", "rules", "place", "location", "tier", "country", "region", "created", "followers", "following", "tweets", "default_image", "status", "posts", "in_degree", "out_degree"}
	for _, col := range columns {
		head = append(head, safe.CSV(col.Name))
	}
	if err := c.Write(append(head, "file", "offset")); err != nil {
		return err
	}
	pop := e.pop()
	seeds := marks(pop.Seeds, n.g.N())
	for u := range int32(n.g.N()) {
		if !n.shown(u) {
			continue
		}
		a := &e.Snap.Accounts[u]
		d := e.declared(u)
		row := []string{safe.CSV(a.Key.String()), safe.CSV(e.handleOrKey(u)), strconv.Itoa(int(u)), safe.CSV(a.Name()), yesNo(seeds[u]), yesNo(int(u) < len(pop.In) && pop.In[u])}
		row = append(row, n.classCells(e, u)...)
		row = append(row, safe.CSV(a.Location()), tierWord(d.Tier), d.Country, d.Region, createdCell(a))
		for _, f := range []adentro.Field{adentro.FieldFollowers, adentro.FieldFollowing, adentro.FieldTweets} {
			row = append(row, countCell(a, f))
		}
		row = append(row, flagCell(a, adentro.FieldDefaultImage), a.Status.String(), strconv.Itoa(int(a.Posts)), strconv.Itoa(len(n.g.In(u))), strconv.Itoa(len(n.g.Out(u))))
		for _, col := range columns {
			row = append(row, columnCell(col, u))
		}
		file, offset := "", ""
		if o, ok := a.Where(adentro.FieldName); ok {
			file, offset = safe.CSV(e.sourceName(o.Source)), strconv.FormatInt(o.Offset, 10)
		}
		if err := c.Write(append(row, file, offset)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// columns returns the scores and groups that the analyses give every account,
// without those that the exports have of their own.
func (n network) columns(e *edition) []analysis.Column {
	if n.scores == nil {
		return nil
	}
	var out []analysis.Column
	for _, r := range e.Results.Each() {
		for _, c := range r.Columns {
			if !slices.Contains([]string{"class", "in_degree", "out_degree"}, c.Name) && max(len(c.Score), len(c.Group)) == n.g.N() {
				out = append(out, c)
			}
		}
	}
	return out
}

func columnCell(c analysis.Column, u int32) string {
	if c.Score != nil {
		return sig9(c.Score[u])
	}
	if c.Group[u] < 0 {
		return ""
	}
	return strconv.Itoa(int(c.Group[u]))
}

// classCells returns the first class, all classes, the rules behind them and
// the place that the account serves.
func (n network) classCells(e *edition, u int32) []string {
	var keys, rules []string
	place := ""
	for _, l := range e.labels(u) {
		if int(l.Class) >= len(e.Case.Classes) || l.Class < 0 {
			continue
		}
		if k := e.Case.Classes[l.Class].Key; len(keys) == 0 || keys[len(keys)-1] != k {
			keys = append(keys, k)
		}
		rules = append(rules, fmt.Sprintf("%s (%s %d-%d)", l.Rule, l.Field, l.From, l.To))
		if place == "" {
			place = l.Place
		}
	}
	first := ""
	if p := e.primary(u); p >= 0 && int(p) < len(e.Case.Classes) {
		first = e.Case.Classes[p].Key
	}
	return []string{safe.CSV(first), safe.CSV(strings.Join(keys, ";")), safe.CSV(strings.Join(rules, ";")), place}
}

// handleOrKey returns the handle without @, or the key.
func (e *edition) handleOrKey(u int32) string {
	if h := e.handle(u, adentro.Key{}); h != "" {
		return h
	}
	return e.Snap.Accounts[u].Key.String()
}

func createdCell(a *adentro.Account) string {
	if !a.Known(adentro.FieldCreated) {
		return ""
	}
	return instant(a.Created())
}

func countCell(a *adentro.Account, f adentro.Field) string {
	if !a.Known(f) {
		return ""
	}
	return strconv.FormatInt(a.Count(f), 10)
}

func flagCell(a *adentro.Account, f adentro.Field) string {
	if !a.Known(f) {
		return ""
	}
	return yesNo(a.Flag(f))
}

// tierWord returns the word of a tier in exports.
func tierWord(t analysis.Tier) string {
	switch t {
	case analysis.TierA, analysis.TierB, analysis.TierC, analysis.TierD:
		return string(rune(t))
	case analysis.TierMultiple:
		return "multiple"
	case analysis.TierUnresolved:
		return "unresolved"
	case analysis.TierNone:
		return "none"
	}
	return "unknown"
}

// marks returns a flag for each of n accounts, true for those listed.
func marks(list []int32, n int) []bool {
	m := make([]bool, n)
	for _, u := range list {
		if u >= 0 && int(u) < n {
			m[u] = true
		}
	}
	return m
}

// edges writes one row an edge, by source, then target, as Gephi reads them.
func (n network) edges(w io.Writer, e *edition) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString("Source,Target,Type,Weight,Kind\n")
	var b []byte // there are too many edges for a csv.Writer
	for u := range int32(n.g.N()) {
		weights := n.g.OutWeights(u)
		source := csvKey(e.Snap.Accounts[u].Key)
		for i, v := range n.g.Out(u) {
			b = append(append(b[:0], source...), ',')
			if k := e.Snap.Accounts[v].Key; k.ID != 0 {
				b = strconv.AppendUint(b, k.ID, 10)
			} else {
				b = append(b, csvKey(k)...)
			}
			b = append(append(b, ",Directed,"...), weightCell(weights, i)...)
			b = append(append(append(b, ','), n.kind...), '\n')
			out.Write(b)
		}
	}
	return out.Flush() // which tells the first error
}

// csvKey returns a key as a cell, in quotes if it needs them.
func csvKey(k adentro.Key) string {
	var b strings.Builder
	c := csv.NewWriter(&b)
	_ = c.Write([]string{safe.CSV(k.String())}) // a Builder never fails
	c.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// weightCell returns the weight of edge i of a row, of which nil are all 1.
func weightCell(weights []float64, i int) string {
	if weights == nil {
		return "1"
	}
	return sig9(weights[i])
}
