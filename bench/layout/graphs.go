package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// An input is a graph that all draw, every link once and of weight 1.
type input struct {
	name string
	g    *graph.Graph
}

// inputs returns the published graphs that are there, and planted ones.
func inputs(published string, only *regexp.Regexp) (out []input, err error) {
	for _, name := range []string{"karate", "lesmis", "jazz", "polblogs"} {
		if !only.MatchString(name) {
			continue
		}
		g, err := readMetis(filepath.Join(published, name+".graph"))
		if errors.Is(err, fs.ErrNotExist) {
			fmt.Fprintln(os.Stderr, "bench-layout:", name, "is not there and left out")
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, input{name, g})
	}
	for _, p := range []struct {
		name string
		n, m int
	}{{"p1431", 1431, 12_000}, {"p10k", 10_000, 200_000}, {"p100k", 100_000, 2_000_000}} {
		if !only.MatchString(p.name) {
			continue
		}
		g, err := links(p.n, gen.Planted(p.n, p.m, 0.3, 1))
		if err != nil {
			return nil, err
		}
		out = append(out, input{p.name, g})
	}
	return out, nil
}

// links returns the graph in which every link runs from the lower to the higher node, once.
func links(n int, pairs [][2]int32) (*graph.Graph, error) {
	var edges []graph.Edge
	for _, p := range pairs {
		if p[0] != p[1] {
			edges = append(edges, graph.Edge{From: min(p[0], p[1]), To: max(p[0], p[1])})
		}
	}
	return graph.New(n, edges, false)
}

// readMetis reads a graph in the format of METIS: a head with the number of nodes, then a line of neighbours, counted from 1, for each.
func readMetis(path string) (*graph.Graph, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var pairs [][2]int32
	n, u, stride := 0, int32(0), 1
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for head := true; scan.Scan(); {
		fields := strings.Fields(scan.Text())
		switch {
		case len(fields) > 0 && strings.HasPrefix(fields[0], "%"):
			continue
		case head:
			if n, err = strconv.Atoi(fields[0]); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			if len(fields) > 2 && strings.HasSuffix(fields[2], "1") {
				stride = 2 // a weight after each neighbour
			}
			head = false
			continue
		case int(u) == n:
			continue
		}
		for i := 0; i < len(fields); i += stride {
			v, err := strconv.Atoi(fields[i])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			pairs = append(pairs, [2]int32{u, int32(v - 1)})
		}
		u++
	}
	if err := scan.Err(); err != nil {
		return nil, err
	}
	return links(n, pairs)
}

// write puts a graph into a file, for Graphviz or as rows of two numbers below the number of nodes.
func (in input) write(path string, dot bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if dot {
		fmt.Fprintln(w, "graph {")
		for u := range in.g.N() {
			fmt.Fprintf(w, "%d\n", u)
		}
		for _, e := range in.g.AllEdges() {
			fmt.Fprintf(w, "%d -- %d\n", e.From, e.To)
		}
		fmt.Fprintln(w, "}")
	} else {
		fmt.Fprintln(w, in.g.N())
		for _, e := range in.g.AllEdges() {
			fmt.Fprintf(w, "%d %d\n", e.From, e.To)
		}
	}
	return w.Flush()
}

// readRows reads what write wrote as rows.
func readRows(path string) (*graph.Graph, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	scan.Scan()
	n, err := strconv.Atoi(scan.Text())
	if err != nil {
		return nil, err
	}
	var pairs [][2]int32
	for scan.Scan() {
		from, to, _ := strings.Cut(scan.Text(), " ")
		u, err := strconv.Atoi(from)
		if err != nil {
			return nil, err
		}
		v, err := strconv.Atoi(to)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]int32{int32(u), int32(v)})
	}
	return links(n, pairs)
}
