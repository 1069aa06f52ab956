// Package graphdata reads published graphs and results that are kept beside the
// repository, for tests. Where they are absent the test is skipped.
package graphdata

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// Load returns one of NetworKit's example graphs (https://networkit.github.io/): celegans_metabolic,
// jazz, karate, lesmis (weighted), polblogs, power or wiki-Vote. The undirected ones have
// both arcs of every link, as their files have; only wiki-Vote is directed. Nodes are in the order of their
// numbers in the file.
func Load(t testing.TB, name string) *graph.Graph {
	t.Helper()
	if name == "wiki-Vote" {
		return numbered(t, pairs(t, rows(t, "networkit", name+".txt"), false)).build(t, false)
	}
	text := read(t, "networkit", name+".graph")
	var header []string
	var edges []graph.Edge
	u := int32(-1)
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if strings.HasPrefix(line, "%") {
			continue
		}
		if header == nil {
			header = f
			continue
		}
		u++
		weighted := len(header) > 2 && strings.HasSuffix(header[2], "1")
		for len(f) > 0 {
			e := graph.Edge{From: u, To: int32(integer(t, f[0]) - 1), Weight: 1}
			f = f[1:]
			if weighted {
				e.Weight, f = float(t, f[0]), f[1:]
			}
			edges = append(edges, e)
		}
	}
	g, err := graph.New(int(integer(t, header[0])), edges, len(header) > 2 && strings.HasSuffix(header[2], "1"))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A Validation is a graph of LDBC Graphalytics with the published output of an
// algorithm on it (https://ldbcouncil.org/benchmarks/graphalytics/).
type Validation struct {
	Graph *graph.Graph // undirected ones have both arcs of every link; weighted for sssp
	IDs   []int64      // number of node u in the files, ascending
	Out   []string     // output of node u as it is written; nil where none is published
}

// LDBC returns the validation called algorithm/graph. The algorithms are bfs, cdlp, lcc, pr, sssp
// and wcc, and ffm, a graph without output; the graphs dir, undir, example-directed and example-undirected.
// BFS and SSSP begin at id 1, in example-undirected at id 2. PageRank runs for 14 (dir), 26 (undir) or
// 2 iterations (examples), CDLP for 5 (dir, undir) or 2; both damp by 0.85.
func LDBC(t testing.TB, name string) *Validation {
	t.Helper()
	algorithm, which, _ := strings.Cut(name, "/")
	folder, output := algorithm, which+"-output"
	if strings.HasPrefix(which, "example") {
		folder, output = "example", which+"-"+strings.ToUpper(algorithm)
	}
	var p []pair
	if algorithm == "sssp" {
		base := which
		if folder != "example" {
			base += "-input"
		}
		p = pairs(t, rows(t, "ldbc", folder, base+".e"), true)
		for _, row := range rows(t, "ldbc", folder, base+".v") {
			p = append(p, alone(integer(t, row[0])))
		}
	} else {
		p = lists(t, rows(t, "ldbc", folder, which+"-input"))
	}
	if !strings.HasSuffix(which, "-directed") && which != "dir" {
		p = bothWays(p)
	}
	e := numbered(t, p)
	v := &Validation{Graph: e.build(t, algorithm == "sssp"), IDs: e.ids}
	if algorithm == "ffm" {
		return v
	}
	v.Out = make([]string, len(v.IDs))
	for _, row := range rows(t, "ldbc", folder, output) {
		u, ok := slices.BinarySearch(v.IDs, integer(t, row[0]))
		if !ok {
			t.Fatalf("%s: the output has node %s, the input has not", name, row[0])
		}
		v.Out[u] = row[1]
	}
	return v
}

// Floats returns the outputs as numbers, +Inf for Infinity and for what BFS writes of nodes that
// it does not reach.
func (v *Validation) Floats(t testing.TB) []float64 {
	t.Helper()
	out := make([]float64, len(v.Out))
	for u, s := range v.Out {
		if s == "9223372036854775807" {
			s = "Inf"
		}
		out[u] = float(t, s)
	}
	return out
}

// Nodes returns the outputs that are ids, such as labels, as nodes of the graph.
func (v *Validation) Nodes(t testing.TB) []int32 {
	t.Helper()
	out := make([]int32, len(v.Out))
	for u, s := range v.Out {
		w, ok := slices.BinarySearch(v.IDs, integer(t, s))
		if !ok {
			t.Fatalf("the output names node %s, which is not in the graph", s)
		}
		out[u] = int32(w)
	}
	return out
}

// Node returns the node with this number in the files.
func (v *Validation) Node(t testing.TB, id int64) int32 {
	t.Helper()
	u, ok := slices.BinarySearch(v.IDs, id)
	if !ok {
		t.Fatalf("no node %d", id)
	}
	return int32(u)
}

// A pair is an edge between two numbers of a file; a node that stands alone has no edge.
type pair struct {
	from, to int64
	weight   float64
	none     bool
}

func alone(id int64) pair { return pair{from: id, to: id, none: true} }

// pairs reads rows of two numbers, and a weight if there is one.
func pairs(t testing.TB, rows [][]string, weighted bool) (out []pair) {
	t.Helper()
	for _, row := range rows {
		p := pair{from: integer(t, row[0]), to: integer(t, row[1]), weight: 1}
		if weighted {
			p.weight = float(t, row[2])
		}
		out = append(out, p)
	}
	return out
}

// lists reads rows of a node and its neighbours.
func lists(t testing.TB, rows [][]string) (out []pair) {
	t.Helper()
	for _, row := range rows {
		u := integer(t, row[0])
		out = append(out, alone(u))
		for _, s := range row[1:] {
			out = append(out, pair{from: u, to: integer(t, s), weight: 1})
		}
	}
	return out
}

// bothWays returns every link once in each direction, however often and in whatever directions
// it was there.
func bothWays(p []pair) []pair {
	for _, x := range p {
		p = append(p, pair{x.to, x.from, x.weight, x.none})
	}
	order := func(a, b pair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) }
	slices.SortStableFunc(p, order)
	return slices.CompactFunc(p, func(a, b pair) bool { return order(a, b) == 0 && a.none == b.none })
}

// edges are pairs with the numbers of the file replaced by places in ids.
type edges struct {
	ids  []int64
	list []graph.Edge
}

// numbered numbers the nodes in the order of their ids.
func numbered(t testing.TB, p []pair) edges {
	t.Helper()
	var e edges
	for _, x := range p {
		e.ids = append(e.ids, x.from, x.to)
	}
	slices.Sort(e.ids)
	e.ids = slices.Compact(e.ids)
	for _, x := range p {
		if x.none {
			continue
		}
		from, _ := slices.BinarySearch(e.ids, x.from)
		to, _ := slices.BinarySearch(e.ids, x.to)
		e.list = append(e.list, graph.Edge{From: int32(from), To: int32(to), Weight: x.weight})
	}
	return e
}

func (e edges) build(t testing.TB, weighted bool) *graph.Graph {
	t.Helper()
	g, err := graph.New(len(e.ids), e.list, weighted)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// rows returns the words of the lines of a file that are no comments.
func rows(t testing.TB, path ...string) (out [][]string) {
	t.Helper()
	for line := range strings.Lines(read(t, path...)) {
		if f := strings.Fields(line); len(f) > 0 && f[0][0] != '#' {
			out = append(out, f)
		}
	}
	return out
}

// read returns a file of the shared data, which lie beside the repository or beside a folder
// that holds it.
func read(t testing.TB, path ...string) string {
	t.Helper()
	below := filepath.Join(append([]string{"shared", "data", "graphs"}, path...)...)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
		b, err := os.ReadFile(filepath.Join(dir, below))
		if err == nil {
			return string(b)
		}
		if !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	t.Skipf("published graphs are not beside the repository: %s", filepath.Join(path...))
	return ""
}

func integer(t testing.TB, s string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func float(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
